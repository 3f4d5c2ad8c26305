"""The difference between two versions of a document: paragraphs are known by their identity."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ordito.participation.queries.differences import (
    Passage,
    Written,
    first_words,
    folded,
    passages,
    summary,
    words_moved,
)

DOOR = "La porta è una sola. Chi entra trova ascolto in ogni comune."
NET = "La rete si cura ogni giorno, con le associazioni e con i vicini."
TEAM = "L'équipe è del distretto. Lavora con tutti i comuni."


def version(*texts: tuple[int, str], **origins: dict[int, int]) -> list[Written]:
    return [
        Written(
            number,
            place,
            "",
            text,
            origins.get("split", {}).get(number),
            origins.get("joined", {}).get(number),
        )
        for place, (number, text) in enumerate(texts, start=1)
    ]


def told(found: list[Passage]) -> list[tuple[int, str, bool]]:
    return [(one.here.number, one.kind, one.moved) for one in found]


def marked(one: Passage) -> str:
    marks = {"same": "{}", "out": "[-{}-]", "in": "{{+{}+}}"}
    return "".join(run.blank + marks[run.kind].format(run.text) for run in one.runs)


def test_a_paragraph_is_matched_by_its_identity_whatever_its_place() -> None:
    before = version((1, DOOR), (2, NET), (3, TEAM))
    after = version((3, TEAM), (1, DOOR.replace("una sola", "la stessa")), (2, NET))
    found = passages(before, after)
    assert told(found) == [(3, "moved", True), (1, "changed", False), (2, "same", False)]
    assert marked(found[1]).startswith("La porta è [-una sola-] {+la stessa+}. Chi")
    assert summary(found) == "1 paragrafo riscritto, 1 spostato"
    assert words_moved(found) == (2, 2)


def test_only_what_must_move_is_said_to_be_moved() -> None:
    before = version(*[(number, f"Paragrafo {number}.") for number in range(1, 9)])
    after = [before[7], *before[:7]]
    assert [one.here.number for one in passages(before, after) if one.moved] == [8]


def test_a_paragraph_taken_away_is_shown_where_it_was() -> None:
    found = passages(version((1, DOOR), (2, NET), (3, TEAM)), version((1, DOOR), (3, TEAM), (4, NET)))
    assert told(found) == [(1, "same", False), (2, "removed", False), (3, "same", False), (4, "added", False)]
    assert marked(found[1]) == f"[-{NET}-]"
    assert summary(found) == "1 aggiunto, 1 tolto"


def test_the_two_halves_of_a_split_paragraph_are_not_new_words() -> None:
    one, two = DOOR.split(". ")
    found = passages(
        version((1, DOOR), (2, NET)), version((1, f"{one}."), (3, f"{two} Sempre."), (2, NET), split={3: 1})
    )
    assert told(found) == [(1, "same", False), (3, "split", False), (2, "same", False)]
    assert marked(found[0]) == "La porta è una sola."
    assert marked(found[1]) == "Chi entra trova ascolto in ogni comune. {+Sempre.+}"
    assert found[1].split_from is not None
    assert found[1].split_from.number == 1


def test_a_paragraph_joined_to_another_is_not_lost_words() -> None:
    found = passages(
        version((1, DOOR), (2, NET), (3, TEAM), joined={2: 1}), version((1, f"{DOOR} {NET}"), (3, TEAM))
    )
    assert told(found) == [(1, "changed", False), (2, "joined", False), (3, "same", False)]
    assert marked(found[0]) == f"{DOOR} {NET}"
    assert [gone.number for gone in found[0].joined] == [2]


def test_what_did_not_change_is_folded_together_and_long_common_stretches_within_a_paragraph() -> None:
    long = " ".join(f"parola{number}" for number in range(200))
    before = version((1, DOOR), (2, NET), (3, f"{long} fine {long}"))
    found = passages(before, version((1, DOOR), (2, NET), (3, f"{long} termine {long}")))
    assert [len(fold.passages) for fold in folded(found)] == [2, 1]
    folds = [run.folded for run in found[2].folded_runs]
    assert folds == [188, 0, 0, 188]
    assert sum(len(run.text) + len(run.end) for run in found[2].folded_runs) < 500


@given(st.permutations(range(1, 7)), st.integers(0, 6), st.sets(st.integers(1, 6)))
def test_every_paragraph_of_either_version_is_told_once(
    order: list[int], kept: int, changed: set[int]
) -> None:
    before = version(*[(number, f"{NET} {number}") for number in range(1, 7)])
    after = version(
        *[(number, f"{TEAM if number in changed else NET} {number}") for number in order[:kept]], (9, DOOR)
    )
    found = passages(before, after)
    assert sorted(one.here.number for one in found) == [1, 2, 3, 4, 5, 6, 9]
    assert [one.after.number for one in found if one.after] == [*order[:kept], 9]
    for one in found:
        assert one.text.before == (one.before.text if one.before else "")
        assert one.text.after == (one.after.text if one.after else "")


def test_the_name_of_a_paragraph_is_its_heading_or_its_first_words() -> None:
    assert version((1, DOOR))[0].name == "La porta è una sola. Chi entra trova ascolto in ogni comune."
    assert first_words(f"{DOOR} {NET}", 24) == "La porta è una sola.…"


def test_where_two_paragraphs_meet_is_no_change_of_words() -> None:
    for blank in (" ", "\n"):
        (joined, _gone) = passages(
            version((1, DOOR), (2, NET), joined={2: 1}), version((1, f"{DOOR}{blank}{NET}"))
        )
        assert [run.kind for run in joined.runs] == ["same"]
        assert joined.kind == "changed"
        found = passages(version((1, f"{DOOR}{blank}{NET}")), version((1, DOOR), (2, NET), split={2: 1}))
        assert [one.text.is_empty for one in found] == [True, True]


def test_who_was_split_from_one_that_was_split_comes_from_the_first() -> None:
    one, two, three = "Ascolta la persona.", "Orienta verso il servizio.", "Torna a cercarla."
    found = passages(
        version((1, f"{one} {two} {three}")),
        version((1, one), (2, two), (3, three), split={2: 1, 3: 2}),
    )
    assert [each.kind for each in found] == ["same", "split", "split"]
    back = passages(
        version((1, one), (2, two), (3, three), joined={2: 1, 3: 2}), version((1, f"{one} {two} {three}"))
    )
    assert [each.kind for each in back] == ["changed", "joined", "joined"]
    lost = passages(version((1, one)), version((3, three), (2, two), split={2: 3, 3: 2}))
    assert [each.kind for each in lost] == ["removed", "added", "added"]
    gone = passages(version((2, two), (3, three), joined={2: 3, 3: 2}), version((1, one)))
    assert [each.kind for each in gone] == ["removed", "removed", "added"]


def test_a_split_where_the_words_change_leaves_what_goes_with_the_first_piece() -> None:
    found = passages(
        version((1, "Apre ogni giorno. Chiude alle sei.")),
        version((1, "Apre ogni mattina"), (2, "presto. Chiude alle sei."), split={2: 1}),
    )
    assert [each.text.after for each in found] == ["Apre ogni mattina", "presto. Chiude alle sei."]
    assert "giorno" in marked(found[0])


def test_a_long_paragraph_that_only_moved_shows_how_it_begins() -> None:
    long = " ".join(f"parola{number}" for number in range(200))
    before = version((1, long), (2, DOOR), (3, NET))
    (moved,) = [one for one in passages(before, [before[1], before[2], before[0]]) if one.moved]
    assert moved.folded_runs[0].text.startswith("parola0 parola1")
    assert moved.folded_runs[0].folded == 188
