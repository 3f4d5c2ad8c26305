"""What the machine suggests for a grid: words that made it, how sure it is, and what a person said kept."""

from __future__ import annotations

import csv
import threading
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ordito.core.models import District, User
from ordito.participation.analysis.synthesis import (
    Advice,
    Material,
    _grouped,
    _suggested,
    cells_advice,
    consistent,
    gather,
    groups_advice,
    material_of_cells,
    material_of_groups,
    too_little,
)
from ordito.participation.analysis.waiting import Desk
from ordito.participation.commands.synthesis import (
    Spot,
    accept_group,
    place,
    refuse_suggestion,
    summarise,
    take_away,
)
from ordito.participation.models import Grid
from tests.participation.synthesis_case import AT, SAID, grid_of, path_of, say

GOLD = Path(__file__).parents[1] / "methods" / "gold" / "contributi.csv"


@pytest.fixture
def grid(district: District) -> Grid:
    process = path_of(district)
    say(process, *SAID)
    return grid_of(process)


@pytest.fixture
def taught(grid: Grid, planner: User) -> Grid:
    """Houses in A1, buses in B2."""
    place(grid, by=planner, numbers=[1, 2], spot=Spot(1, 1), at=AT)
    place(grid, by=planner, numbers=[3, 4], spot=Spot(2, 2), at=AT)
    return grid


def advice(grid: Grid) -> Advice:
    return _suggested(material_of_cells(gather(grid)))


def wanted(found: Advice) -> dict[int, str]:
    return {each.number: each.key for each in found.suggestions}


def test_each_goes_where_its_like_are_with_the_words_that_made_it(taught: Grid) -> None:
    found = advice(taught)
    assert wanted(found) == {5: "1-1", 6: "2-2"}
    words = {each.number: each.words for each in found.suggestions}
    assert "affitti" in words[5]
    assert {"bus", "visite"} & {*words[6]}
    assert found.alone == (7,)


def test_a_refused_cell_is_not_suggested_again_even_after_more_is_placed_there(
    taught: Grid, planner: User
) -> None:
    refuse_suggestion(taught, by=planner, number=6, spot=Spot(2, 2), at=AT)
    assert wanted(advice(taught)).get(6) != "2-2"
    say(taught.process, "Il bus notturno per l'ospedale")
    place(taught, by=planner, numbers=[8], spot=Spot(2, 2), at=AT)
    assert wanted(advice(taught)).get(6) != "2-2"


def test_what_a_person_took_from_a_cell_is_not_suggested_back(taught: Grid, planner: User) -> None:
    place(taught, by=planner, numbers=[5], spot=Spot(1, 1), at=AT)
    take_away(taught, by=planner, leaving=[(5, Spot(1, 1))], at=AT)
    assert wanted(advice(taught)).get(5) != "1-1"


def test_the_sentence_of_a_cell_is_an_example_too(taught: Grid, planner: User) -> None:
    before = material_of_cells(gather(taught))
    summarise(taught, by=planner, spot=Spot(1, 1), text="Abitare costa troppo")
    after = material_of_cells(gather(taught))
    assert len(after.texts) == len(before.texts) + 1
    assert "Abitare costa troppo" in after.texts


def test_with_one_cell_only_there_is_nothing_to_learn_and_it_says_so(grid: Grid, planner: User) -> None:
    place(grid, by=planner, numbers=[1], spot=Spot(1, 1), at=AT)
    assert "due celle" in too_little(material_of_cells(gather(grid)))
    empty = grid_of(path_of(grid.district, "vuoto"), code="vuota")
    assert "niente da collocare" in too_little(material_of_groups(gather(empty)))
    say(empty.process, "Uno", "Due")
    assert "quattro" in too_little(material_of_groups(gather(empty)))


def test_an_empty_grid_gets_groups_and_what_was_left_out_does_not_come_back_in(
    grid: Grid, planner: User
) -> None:
    found = _grouped(material_of_groups(gather(grid)))
    assert sorted(number for group in found.groups for number in group.numbers) == [1, 2, 3, 4, 5, 6]
    assert found.alone == (7,)
    assert all(group.words and group.title[0].isupper() for group in found.groups)
    [bus] = [group for group in found.groups if 3 in group.numbers]
    kept = [number for number in bus.numbers if number != 6]
    accept_group(grid, by=planner, title="Bus", row=None, column=None, numbers=kept, refused=[6], at=AT)
    again = _grouped(material_of_groups(gather(grid)))
    together = [{*group.numbers} for group in again.groups if kept[0] in group.numbers]
    assert {*kept} <= together[0]
    assert 6 not in together[0]


def test_the_page_gets_the_same_from_the_desk(taught: Grid) -> None:
    cells, groups = material_of_cells(gather(taught)), material_of_groups(gather(taught))
    deadline = time.monotonic() + 60
    while cells_advice(taught, cells) is None or groups_advice(taught, groups) is None:
        assert time.monotonic() < deadline
    assert cells_advice(taught, cells) == _suggested(cells)
    assert groups_advice(taught, groups) == _grouped(groups)


def test_a_long_computation_does_not_keep_a_page_waiting_and_is_done_once() -> None:
    desk, go, times = Desk(), threading.Event(), []

    def long() -> str:
        times.append(1)
        go.wait(30)
        return "fatto"

    start = time.monotonic()
    assert desk.ask("domanda", long, patience=0.05) is None
    assert desk.ask("domanda", long, patience=0.05) is None
    assert time.monotonic() - start < 1
    go.set()
    assert desk.ask("domanda", long, patience=30) == "fatto"
    assert times == [1]


def test_a_computation_that_fails_is_told_and_tried_again_when_asked_again() -> None:
    desk, turns = Desk(kept=2), iter([ZeroDivisionError(), "fatto"])

    def once() -> str:
        turn = next(turns)
        if isinstance(turn, Exception):
            raise turn
        return turn

    with pytest.raises(ZeroDivisionError):
        desk.ask("domanda", once, patience=30)
    assert desk.ask("domanda", once, patience=30) == "fatto"
    for number in range(3):
        desk.ask(number, lambda: "altro", patience=30)
    assert len(desk._answers) == 2


def test_sure_is_right_nine_times_in_ten_and_unsure_is_not() -> None:
    with GOLD.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    right: dict[str, list[bool]] = {"sure": [], "likely": [], "unsure": []}
    for first in range(10):
        some = rows[first::10]
        labels = [row["tema"] if turn % 3 == 0 else None for turn, row in enumerate(some)]
        found = _suggested(
            Material(tuple(range(len(some))), tuple(row["testo"] for row in some), tuple(labels))
        )
        for each in found.suggestions:
            right[each.level].append(each.key == some[each.number]["tema"])
    share = {level: sum(told) / len(told) for level, told in right.items()}
    assert min(len(told) for told in right.values()) > 30
    assert share["sure"] >= 0.9
    assert share["sure"] > share["likely"] > share["unsure"]
    assert share["unsure"] < 0.6


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.booleans()), max_size=20),
    st.lists(st.sampled_from([None, "A", "B"]), min_size=8, max_size=8),
)
def test_what_is_kept_never_contradicts_itself_nor_what_was_placed(
    said: list[tuple[int, int, bool]], labels: list[str | None]
) -> None:
    must, cannot = consistent(said, labels)
    bundle = list(range(8))
    for one, other in must:
        bundle = [bundle[one] if each == bundle[other] else each for each in bundle]
    for root in set(bundle):
        assert len({labels[each] for each in range(8) if bundle[each] == root and labels[each]}) <= 1
    label = {bundle[each]: labels[each] for each in range(8) if labels[each]}
    for one, other in cannot:
        ends = bundle[one], bundle[other]
        assert ends[0] != ends[1]
        assert label.get(ends[0]) is None or label.get(ends[0]) != label.get(ends[1])
    assert {*must} | {*cannot} <= {(one, other) for one, other, _together in said}


def test_the_last_thing_said_of_a_pair_holds() -> None:
    assert consistent([(0, 1, False), (0, 1, True)], [None, None]) == ((), ((0, 1),))
    assert [*pairwise([0, 1, 2])] == [*consistent([(0, 1, True), (1, 2, True)], [None] * 3)[0]]
