"""A facilitator puts contributions in a grid, takes them back, changes its lines, and nothing is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ordito.core.access import Forbidden
from ordito.core.models import District, JournalEntry, User
from ordito.core.refused import Refused
from ordito.participation.commands import grids as lines
from ordito.participation.commands.synthesis import (
    Spot,
    accept_group,
    place,
    refuse_suggestion,
    summarise,
    take_away,
    undo_placing,
)
from ordito.participation.models import Axis, Correction, Grid, GridLine, Placement, Process
from ordito.participation.queries.board import tray_of
from ordito.participation.queries.synthesis import history_of, in_process, last_done, lines_of, sheet_of
from tests.participation.synthesis_case import AT, SAID, grid_of, path_of, say

A1, A2, B1 = Spot(1, 1), Spot(1, 2), Spot(2, 1)
FACTS = lines.GridFacts(
    title="Macro-questioni",
    rows_name="Macro-questioni",
    columns_name="Interventi",
    rows=("Casa", " ", "Casa", "Muoversi"),
    columns=("Progetti",),
)


@pytest.fixture
def process(district: District) -> Process:
    found = path_of(district)
    say(found, *SAID)
    return found


@pytest.fixture
def grid(process: Process) -> Grid:
    return grid_of(process)


def standing(grid: Grid) -> dict[str, list[int]]:
    """The cells that hold something, and what."""
    squares = sheet_of(grid).squares.values()
    return {each.name: [card.number for card in each.cards] for each in squares if each.cards}


def line(grid: Grid, axis: Axis, title: str) -> GridLine:
    return grid.lines.get(axis=axis, title=title, removed_at=None)


def test_a_grid_begins_with_its_lines_and_an_address_of_its_own(process: Process, planner: User) -> None:
    made = lines.begin_grid(process, by=planner, facts=FACTS)
    again = lines.begin_grid(process, by=planner, facts=FACTS)
    assert (made.code, again.code) == ("macro-questioni", "macro-questioni-2")
    assert [each.title for each in sheet_of(made).rows] == ["Casa", "Muoversi"]
    assert (
        lines.begin_grid(
            process, by=planner, facts=lines.GridFacts(title="Nuova", rows_name="", columns_name="")
        ).code
        == "nuova-2"
    )


def test_a_grid_without_a_title_or_with_a_hundred_rows_is_refused(process: Process, planner: User) -> None:
    for facts in (
        lines.GridFacts(title=" ", rows_name="Righe", columns_name="Colonne"),
        lines.GridFacts(title="Cento", rows_name="R", columns_name="C", rows=tuple(map(str, range(100)))),
    ):
        with pytest.raises(Refused):
            lines.begin_grid(process, by=planner, facts=facts)
    assert not Grid.objects.exists()


def test_only_who_facilitates_touches_a_grid(grid: Grid, delegate: User, stranger: User) -> None:
    for user in (delegate, stranger):
        with pytest.raises(Forbidden):
            place(grid, by=user, numbers=[1], spot=A1, at=AT)


def test_several_are_placed_at_once_and_one_may_stand_in_more_cells(grid: Grid, planner: User) -> None:
    place(grid, by=planner, numbers=[1, 2, 5], spot=A1, at=AT)
    place(grid, by=planner, numbers=[1], spot=A2, at=AT)
    again = place(grid, by=planner, numbers=[1, 3], spot=A1, at=AT)
    assert again.numbers == (3,)
    assert standing(grid) == {"A1": [1, 2, 3, 5], "A2": [1]}
    sheet = sheet_of(grid)
    assert [each.number for each in tray_of(grid).slips] == ["4", "6", "7"]
    assert (sheet.waits, sheet.placed) == (3, 4)


def test_a_contribution_moves_and_the_cell_that_it_left_remembers_it(grid: Grid, planner: User) -> None:
    place(grid, by=planner, numbers=[1], spot=A1, at=AT)
    place(grid, by=planner, numbers=[1], spot=B1, at=AT, leaving=[(1, A1)])
    assert standing(grid) == {"B1": [1]}
    left = grid.cells.get(row__number=1)
    assert [(each.how, each.who) for each in history_of(left, planner)] == [
        ("tolto", "Giulia Riva"),
        ("messo", "Giulia Riva"),
    ]


def test_strangers_read_what_was_placed_and_not_by_whom(grid: Grid, planner: User, stranger: User) -> None:
    place(grid, by=planner, numbers=[1], spot=A1, at=AT)
    assert [each.who for each in history_of(grid.cells.get(), stranger)] == [""]


def test_an_undo_puts_back_a_move_and_an_undo_of_the_undo_moves_again(grid: Grid, planner: User) -> None:
    place(grid, by=planner, numbers=[1, 2], spot=A1, at=AT)
    place(grid, by=planner, numbers=[1, 2], spot=B1, at=AT, leaving=[(1, A1), (2, A1)])
    for expected in ({"A1": [1, 2]}, {"B1": [1, 2]}):
        done = last_done(grid, planner)
        assert done is not None
        assert done[1] == 2
        undo_placing(grid, by=planner, done_at=done[0], at=AT)
        assert standing(grid) == expected


def test_nobody_undoes_what_another_did_or_what_has_moved_since(grid: Grid, planner: User) -> None:
    done = place(grid, by=planner, numbers=[1], spot=A1, at=AT)
    other = User.objects.create_user("altra@example.org", "Altra", "una-password-lunga")
    other.roles.create(district=grid.district, kind="facilitator", starts_on="2010-01-01")
    assert last_done(grid, other) is None
    with pytest.raises(Refused, match="niente da annullare"):
        undo_placing(grid, by=other, done_at=done.at, at=AT)
    take_away(grid, by=other, leaving=[(1, A1)], at=AT)
    with pytest.raises(Refused, match="niente da annullare"):
        undo_placing(grid, by=planner, done_at=done.at, at=AT)


def test_a_contribution_that_somebody_moved_meanwhile_is_not_moved_twice(grid: Grid, planner: User) -> None:
    place(grid, by=planner, numbers=[1], spot=A1, at=AT)
    place(grid, by=planner, numbers=[1], spot=A2, at=AT, leaving=[(1, A1)])
    with pytest.raises(Refused, match="Intanto qualcuno"):
        place(grid, by=planner, numbers=[1], spot=B1, at=AT, leaving=[(1, A1)])
    assert standing(grid) == {"A2": [1]}


def test_what_is_hidden_or_of_another_path_or_not_chosen_is_not_placed(grid: Grid, planner: User) -> None:
    grid.process.contributions.filter(number=2).update(state="hidden", state_because="Contiene un nome")
    for numbers in ([2], [99], []):
        with pytest.raises(Refused):
            place(grid, by=planner, numbers=numbers, spot=A1, at=AT)
    with pytest.raises(Refused, match="non c'è più"):
        place(grid, by=planner, numbers=[1], spot=Spot(9, 9), at=AT)
    with pytest.raises(Refused):
        take_away(grid, by=planner, leaving=[], at=AT)


def test_what_was_hidden_after_being_placed_is_not_shown(grid: Grid, planner: User) -> None:
    place(grid, by=planner, numbers=[1, 2], spot=A1, at=AT)
    grid.process.contributions.filter(number=2).update(state="withdrawn")
    assert standing(grid) == {"A1": [1]}
    assert in_process(grid.process, planner)[0].number == 1


def test_two_who_write_the_same_sentence_do_not_cover_each_other(grid: Grid, planner: User) -> None:
    summarise(grid, by=planner, spot=A1, text="La casa costa")
    with pytest.raises(Refused, match="La casa costa"):
        summarise(grid, by=planner, spot=A1, text="La casa manca", before="")
    summarise(grid, by=planner, spot=A1, text="La casa\r\nmanca", before="La casa costa")
    assert sheet_of(grid).squares[1, 1].summary == "La casa\r\nmanca"


def test_lines_are_added_renamed_and_moved(grid: Grid, planner: User) -> None:
    place(grid, by=planner, numbers=[1], spot=A1, at=AT)
    added = lines.add_line(grid, by=planner, axis=Axis.ROW, title="Lavoro")
    lines.rename_line(added, by=planner, title="Lavoro e reddito")
    lines.move_line(added, by=planner, earlier=True)
    assert [each.title for each in sheet_of(grid).rows] == ["Casa", "Lavoro e reddito", "Muoversi"]
    with pytest.raises(Refused, match="estremo"):
        lines.move_line(line(grid, Axis.ROW, "Casa"), by=planner, earlier=True)
    with pytest.raises(Refused, match="c'è già"):
        lines.add_line(grid, by=planner, axis=Axis.ROW, title="casa")
    with pytest.raises(Refused, match="ha un titolo"):
        lines.rename_line(added, by=planner, title=" ")
    assert [(axis, [each.placed for each in rows]) for axis, _name, rows in lines_of(grid)] == [
        ("row", [1, 0, 0]),
        ("column", [1, 0]),
    ]


def test_two_rows_joined_keep_what_both_held_once(grid: Grid, planner: User) -> None:
    place(grid, by=planner, numbers=[1, 2], spot=A1, at=AT)
    place(grid, by=planner, numbers=[2, 3], spot=B1, at=AT)
    place(grid, by=planner, numbers=[4], spot=Spot(2, 2), at=AT)
    summarise(grid, by=planner, spot=A1, text="Casa")
    summarise(grid, by=planner, spot=B1, text="Bus")
    kept, gone = line(grid, Axis.ROW, "Casa"), line(grid, Axis.ROW, "Muoversi")
    lines.join_lines(gone, by=planner, into=kept, at=AT + timedelta(hours=1))
    assert standing(grid) == {"A1": [1, 2, 3], "A2": [4]}
    assert sheet_of(grid).squares[1, 1].summary == "Casa\nBus"
    with pytest.raises(Refused):
        lines.join_lines(kept, by=planner, into=kept, at=AT)


def test_a_row_that_holds_something_asks_where_it_goes_before_it_leaves(grid: Grid, planner: User) -> None:
    place(grid, by=planner, numbers=[1, 2], spot=A1, at=AT)
    house = line(grid, Axis.ROW, "Casa")
    with pytest.raises(Refused, match="2 contributi"):
        lines.remove_line(house, by=planner, at=AT)
    lines.remove_line(house, by=planner, at=AT, loosen=True)
    sheet = sheet_of(grid)
    assert ([each.title for each in sheet.rows], sheet.waits) == (["Muoversi"], 7)
    assert Placement.objects.filter(removed_by=planner).count() == 2
    with pytest.raises(Refused, match="intanto"):
        lines.rename_line(house, by=planner, title="Di nuovo")
    lines.remove_line(line(grid, Axis.ROW, "Muoversi"), by=planner, at=AT)
    assert not GridLine.objects.filter(title="Muoversi").exists()


def test_a_grid_in_which_something_was_placed_stays_and_an_empty_one_goes(grid: Grid, planner: User) -> None:
    empty = grid_of(grid.process, code="vuota")
    lines.strike_grid(empty, by=planner)
    place(grid, by=planner, numbers=[1], spot=A1, at=AT)
    take_away(grid, by=planner, leaving=[(1, A1)], at=AT)
    with pytest.raises(Refused, match="perché si sappia"):
        lines.strike_grid(grid, by=planner)
    assert [each.code for each in Grid.objects.all()] == ["macro-questioni"]


def test_a_grid_is_renamed(grid: Grid, planner: User) -> None:
    lines.rename_grid(grid, by=planner, title="Altra", rows_name="Temi", columns_name="Luoghi")
    assert str(Grid.objects.get()) == "Altra"
    with pytest.raises(Refused):
        lines.rename_grid(grid, by=planner, title=" ", rows_name="Temi", columns_name="Luoghi")


def test_a_group_becomes_a_row_and_what_was_left_out_is_remembered(grid: Grid, planner: User) -> None:
    accept_group(grid, by=planner, title="Trasporti", row=None, column=2, numbers=[3, 4], refused=[7], at=AT)
    assert standing(grid) == {"C2": [3, 4]}
    assert Placement.objects.filter(was_suggested=True).count() == 2
    assert {(str(each), each.together) for each in Correction.objects.all()} == {
        (str(each), each.together) for each in Correction.objects.filter(contribution__number=3)
    }
    accept_group(grid, by=planner, title="", row=1, column=None, numbers=[1, 5], refused=[], at=AT)
    assert [each.title for each in sheet_of(grid).rows] == ["Casa", "Muoversi", "Trasporti"]
    with pytest.raises(Refused, match="almeno un"):
        accept_group(grid, by=planner, title="X", row=None, column=None, numbers=[], refused=[1], at=AT)


def test_every_deed_is_in_the_journal_with_what_it_moved(grid: Grid, planner: User) -> None:
    place(grid, by=planner, numbers=[1, 2], spot=A1, at=AT)
    refuse_suggestion(grid, by=planner, number=3, spot=A1, at=AT)
    told = JournalEntry.objects.order_by("pk").values_list("deed", "subject_name", "changes")
    assert told[0][:2] == ("participation.place", "Macro-questioni e interventi")
    assert told[0][2] == {"contributions": [None, [1, 2]], "cell": [None, "Casa × Progetti"]}
    assert told[1][0] == "participation.refuse_suggestion"


def test_the_page_of_a_path_lists_its_grids_and_maps_in_one_question(
    grid: Grid, planner: User, django_assert_num_queries: pytest.FixtureDef[None]
) -> None:
    grid_of(grid.process, code="altra")
    grid.process.concept_maps.create(code="cause", title="Le cause")
    with django_assert_num_queries(1):  # type: ignore[operator]
        rows = in_process(grid.process, planner)
    assert [(row.title, row.is_grid, row.number) for row in rows][-1] == ("Le cause", False, 0)
