"""Texts that nobody would write, and corrections that contradict each other or say nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from ordito.methods.synthesis import InvalidInput, group
from ordito.methods.synthesis._cluster import alike

TEXTS = ["Affitti troppo alti", "Case popolari in affitto", "Il bus per le visite", "Corse del bus la sera"]


def ran() -> np.random.Generator:
    return np.random.default_rng(0)


def test_a_contradiction_names_the_texts_as_they_came() -> None:
    for texts in (TEXTS, TEXTS[::-1], [TEXTS[2], TEXTS[0], TEXTS[3], TEXTS[1]]):
        with pytest.raises(InvalidInput, match="texts 0 and 2 cannot be both together and apart"):
            group(texts, must_link=[[0, 1], [1, 2]], cannot_link=[[0, 2]], rng=ran())


@pytest.mark.parametrize("said", [["casa popolare", "bus sera"], ["casa popolare", "bus sera", "medico"]])
def test_what_is_said_in_the_same_few_ways_makes_as_many_groups(said: list[str]) -> None:
    found = group(said * 5, lexicon={}, rng=ran())
    assert len(found.topics) == len(said)
    assert all(len(set(found.groups[way :: len(said)].tolist())) == 1 for way in range(len(said)))
    assert found.alone == ()


def test_how_much_the_start_decides_is_told() -> None:
    clear = ["affitto caro della casa", "bus in ritardo la sera", "medico di base lontano"] * 6
    assert group(clear, groups=3, lexicon={}, rng=ran()).steadiness == 1
    words = np.array(["casa", "bus", "medico", "scuola", "lavoro", "anziani", "figli", "piazza"])
    noise = [" ".join(ran_of.choice(words, 3)) for ran_of in [ran()] for _text in range(80)]
    unsteady = group(noise, groups=9, lexicon={}, rng=ran())
    assert 0 < unsteady.steadiness < 0.9
    assert group(noise, groups=9, lexicon={}, rng=ran()).steadiness == unsteady.steadiness
    assert group(noise[::-1], groups=9, lexicon={}, rng=ran()).steadiness == unsteady.steadiness
    assert group(noise, groups=1, rng=ran()).steadiness == 1
    assert group(noise, labels=["a", "b"] + [""] * 78, rng=ran()).steadiness == 1


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_how_alike_two_groupings_are_is_what_scikit_learn_tells(pairs: list[tuple[int, int]]) -> None:
    one, other = np.array(pairs).T
    assert alike(one, other) == pytest.approx(adjusted_rand_score(one, other), abs=1e-12)


def test_two_texts_alone_are_not_parted_for_being_two() -> None:
    assert group(["la casa popolare vecchia", "casa popolare"], rng=ran()).groups.tolist() == [0, 0]


@pytest.mark.parametrize(
    "texts",
    [
        [""],
        ["", " ", "\n\t"],
        ["...", "!!!", "???"],
        ["il la le", "di da in"],
        ["👩‍👩‍👧", "🏠", "\ud800"],
        ["مرحبا", "שלום", "你好"],
        ["a" * 100_000, "b" * 100_000],
    ],
)
def test_texts_without_a_word_in_common_are_all_alone(texts: list[str]) -> None:
    found = group(texts, rng=ran())
    assert found.alone == tuple(range(len(texts)))
    assert found.topics == ()
    assert not found.sureness.any()


def test_a_text_of_a_hundred_thousand_letters_is_one_text() -> None:
    found = group(["casa " * 20_000, "bus " * 25_000, "casa in affitto", "il bus"], groups=2, rng=ran())
    assert found.groups[0] == found.groups[2] != found.groups[1] == found.groups[3]


@pytest.mark.parametrize(
    ("do", "said"),
    [
        (lambda: group(set(TEXTS), rng=ran()), "texts must be at least one string, in a sequence"),
        (
            lambda: group(dict.fromkeys(TEXTS, 1), rng=ran()),
            "texts must be at least one string, in a sequence",
        ),
        (lambda: group(5, rng=ran()), "texts must be at least one string, in a sequence"),
        (lambda: group(TEXTS, groups=2.0, rng=ran()), "groups must be a whole number from 1"),
        (lambda: group(TEXTS, groups="2", rng=ran()), "groups must be a whole number from 1"),
        (lambda: group(TEXTS, rng=7), "rng must be a numpy.random.Generator, not 7"),
        (lambda: group(TEXTS, lexicon=5, rng=ran()), "the lexicon must give words to ideas by their name"),
        (lambda: group(TEXTS, lexicon={1: ["casa"]}, rng=ran()), "words to ideas by their name"),
        (lambda: group(TEXTS, lexicon={"casa": "affitto"}, rng=ran()), "a list of words under 'casa'"),
        (lambda: group(TEXTS, lexicon={"casa": 5}, rng=ran()), "a list of words under 'casa'"),
        (lambda: group(TEXTS, lexicon={"casa": [1]}, rng=ran()), "has 1 under 'casa', which is no word"),
        (lambda: group(TEXTS, must_link=[[0, 1], [2]], rng=ran()), "must_link must be pairs of positions"),
        (lambda: group(TEXTS, labels=5, rng=ran()), "labels must be as many as the texts, 4, in a sequence"),
        (
            lambda: group(TEXTS, labels="abcd", rng=ran()),
            "labels must be as many as the texts, 4, in a sequence",
        ),
    ],
)
def test_what_cannot_be_used_is_refused(do: object, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        do()
