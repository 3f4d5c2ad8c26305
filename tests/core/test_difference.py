"""What a careful editor's difference is: either text can be rebuilt, no word is cut, the marks are few."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordito.core.difference import difference, words_in

WORDS = ("la", "rete", "dei", "servizi", "sociali", "apre", "sportello", "comune", ".", ",", "dell'ufficio")
ITALIAN = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)
A_MINUTE_OF_READING = 100_000


def marked(before: str, after: str) -> str:
    """The difference as one line: [-what goes-] and {+what comes+}."""
    marks = {"same": "{}", "out": "[-{}-]", "in": "{{+{}+}}"}
    return "".join(
        run.text if run.kind == "same" else run.blank + marks[run.kind].format(run.marked)
        for run in difference(before, after).runs
    )


@given(st.text(), st.text())
def test_either_text_is_rebuilt_from_the_marks(before: str, after: str) -> None:
    found = difference(before, after)
    assert (found.before, found.after) == (before, after)
    assert "".join(run.text for run in found.runs if run.kind != "in").lstrip() == before.lstrip()
    assert "".join(run.text for run in found.runs if run.kind != "out").lstrip() == after.lstrip()


@given(ITALIAN, ITALIAN)
def test_no_mark_begins_or_ends_inside_a_word(before: str, after: str) -> None:
    words = {word.strip() for word in words_in(before) + words_in(after)}
    for run in difference(before, after).runs:
        assert {word.strip() for word in words_in(run.text)} <= words


@given(ITALIAN)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    found = difference(text, text)
    assert found.is_empty
    assert found.share_kept == 1


@given(ITALIAN, ITALIAN)
def test_read_backwards_what_came_goes(before: str, after: str) -> None:
    there, back = difference(before, after), difference(after, before)
    assert there.is_empty == back.is_empty == (before == after)
    assert there.share_kept == pytest.approx(back.share_kept, abs=0.35)  # taste may choose other common words


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "Uno due", "{+Uno due+}"),
        ("Uno due", "", "[-Uno due-]"),
        ("Il bosco verde.", "Il monte verde.", "Il [-bosco-] {+monte+} verde."),
        ("Ascoltano le famiglie", "Tutti ascoltano", "[-Ascoltano le famiglie-] {+Tutti ascoltano+}"),
        (
            "Costa 12.500 euro dal 1/1/2014.",
            "Costa 13.500 euro dal 1/1/2015.",
            "Costa [-12.500-] {+13.500+} euro dal [-1/1/2014-] {+1/1/2015+}.",
        ),
        ("uno, due.", "uno due!", "uno[-,-] due[-.-]{+!+}"),
        ("L'ufficio di piano", "Dell'ufficio di piano", "[-L'-] {+Dell'+}ufficio di piano"),
        (
            "Si fa co-progettazione.",
            "Si fa co-programmazione.",
            "Si fa [-co-progettazione-] {+co-programmazione+}.",
        ),
        ("Perché è già lì", "Perché è già là", "Perché è già [-lì-] {+là+}"),
        ("Una famiglia 👩‍👧 qui", "Una famiglia 👩‍👧‍👦 qui", "Una famiglia [-👩‍👧-] {+👩‍👧‍👦+} qui"),
    ],
)
def test_known_cases_have_the_fewest_marks(before: str, after: str, expected: str) -> None:
    assert marked(before, after) == expected


def test_a_sentence_added_among_others_is_marked_from_its_beginning_to_its_end() -> None:
    assert (
        marked(
            "Si apre uno sportello. Il servizio è gratuito.",
            "Si apre uno sportello. Il sabato è aperto. Il servizio è gratuito.",
        )
        == "Si apre uno sportello. {+Il sabato è aperto.+} Il servizio è gratuito."
    )


def test_a_word_that_could_slide_stays_with_its_phrase() -> None:
    assert marked("le reti, le persone", "le reti, le reti, le persone") == "{+le reti,+} le reti, le persone"


def test_a_change_shattered_around_common_words_is_written_as_one() -> None:
    told = marked(
        "Prima di tutto le famiglie numerose di ogni comune hanno bisogno di tempo e di cura costante.",
        "Prima di tutto gli anziani soli di tutti i paesi cercano compagnia di vicini e non altre risposte.",
    )
    assert told.count("[-") == 1
    assert told.startswith("Prima di tutto [-le famiglie")


def test_a_sentence_of_which_little_stays_is_written_anew_and_the_others_are_left() -> None:
    kept = "Il patto si rinnova ogni anno."
    told = marked(
        f"{kept} Chi ha bambini chiede tempi certi e un luogo riconoscibile. {kept}",
        f"{kept} Sapere quando avrà risposta è ciò che vuole una madre. {kept}",
    )
    assert told.startswith(f"{kept} [-Chi ha bambini")
    assert told.endswith(f" {kept}")
    assert told.count("[-") == 1


def test_a_hundred_thousand_characters_are_compared_in_bounded_time() -> None:
    dice = random.Random(1)  # noqa: S311 - a text, not a secret
    words = [dice.choice(WORDS) + str(dice.randrange(60)) for _ in range(20_000)]
    before = " ".join(words)[:A_MINUTE_OF_READING]
    for _ in range(300):
        words[dice.randrange(len(words))] = "nuova"
    after = " ".join(words)[:A_MINUTE_OF_READING]
    for one, two in (
        (before, after),
        (before, " ".join(dice.sample(words, len(words)))[:A_MINUTE_OF_READING]),
        ("a " * 50_000, "b a " * 25_000),
        ("." * A_MINUTE_OF_READING, ".," * 50_000),
        ("🙂" * A_MINUTE_OF_READING, "\u202e" * A_MINUTE_OF_READING),
    ):
        begun = time.perf_counter()
        found = difference(one, two)
        assert time.perf_counter() - begun < 5  # seconds; measured well under one
        assert (found.before, found.after) == (one, two)
