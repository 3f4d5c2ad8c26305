"""The board of a grid sends the first cards and how many there are; the rest when one asks."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from ordito.core.models import District, User
from ordito.participation.commands.synthesis import Spot, place
from ordito.participation.models import ContributionState, Grid
from ordito.participation.queries.board import CARDS_AT_FIRST, IN_THE_TRAY, board_of, tray_of
from ordito.participation.queries.grid_acts import document_of
from ordito.participation.queries.synthesis import sheet_of
from tests.participation.synthesis_case import AT, grid_of, path_of, say

pytestmark = pytest.mark.django_db
PLACED, WAITING = CARDS_AT_FIRST + 20, IN_THE_TRAY + 15
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def grid(district: District, planner: User) -> Grid:
    """More in one cell, and more that waits, than is sent at first."""
    process = path_of(district)
    say(process, *(f"Voce {number}" for number in range(1, PLACED + WAITING + 1)))
    found = grid_of(process)
    place(found, by=planner, numbers=list(range(1, PLACED + 1)), spot=Spot(1, 1), at=AT)
    return found


def cards(answer: Any) -> int:
    return int(answer.content.decode().count('class="said"'))


def test_a_board_counts_everything_and_shows_the_first(grid: Grid) -> None:
    square = board_of(grid).squares[1, 1]
    assert (square.number, len(square.slips), square.rest) == (PLACED, CARDS_AT_FIRST, 20)
    opened = board_of(grid, opened=["1-1"]).squares[1, 1]
    assert (opened.rest, opened.is_open) == (0, True)
    assert board_of(grid, whole=True).squares[1, 1].rest == 0
    grid.process.contributions.filter(number=1).update(state=ContributionState.HIDDEN, state_because="x")
    hidden = board_of(grid, whole=True).squares[1, 1]
    assert (hidden.number, hidden.slips[0].number) == (PLACED - 1, "2")


def test_documents_have_everything(grid: Grid) -> None:
    assert str(document_of(sheet_of(grid), AT.date())).count("Voce ") == PLACED


def test_a_tray_opens_a_turn_at_a_time_and_a_search_reaches_the_rest(grid: Grid) -> None:
    tray = tray_of(grid)
    assert (len(tray.slips), tray.found, tray.rest, tray.then) == (IN_THE_TRAY, WAITING, 15, 2 * IN_THE_TRAY)
    more = tray_of(grid, shown=tray.then, after=tray.shown)
    assert [len(more.slips), more.rest, more.is_opened] == [15, 0, True]
    last = tray_of(grid, search=f"Voce {PLACED + WAITING}")
    assert ([each.text for each in last.slips], last.found) == ([f"Voce {PLACED + WAITING}"], 1)


def test_the_page_gives_the_rest_of_a_cell_and_of_the_tray_when_asked(
    at_planners_desk: Client, grid: Grid, in_the_street: Client
) -> None:
    here = grid.get_absolute_url()
    page = at_planners_desk.get(here).content.decode()
    assert page.count('class="said"') == CARDS_AT_FIRST + IN_THE_TRAY
    assert "e altri 20" in page
    assert cards(at_planners_desk.get(f"{here}celle/1-1/", **HTMX)) == PLACED
    assert 'name="open" value="1-1"' in at_planners_desk.get(f"{here}celle/1-1/", **HTMX).content.decode()
    assert cards(at_planners_desk.get(f"{here}celle/1-1/")) > PLACED  # without scripts, a page of its own
    assert cards(at_planners_desk.get(f"{here}?shown=80&after=40", **HTMX)) == 15
    assert cards(at_planners_desk.get(f"{here}?shown=80")) == CARDS_AT_FIRST + WAITING
    assert cards(in_the_street.get(f"{here}?whole=1")) == PLACED
    assert cards(in_the_street.get(f"{here}celle/1-1/", **HTMX)) == PLACED
    assert b"chosen" not in in_the_street.get(f"{here}celle/1-1/", **HTMX).content


def test_what_was_opened_is_still_open_when_the_board_comes_back(
    at_planners_desk: Client, grid: Grid
) -> None:
    told = {"chosen": str(PLACED + 1), "spot": "2-2", "deed": "place", "open": "1-1", "shown": "80"}
    board = at_planners_desk.post(f"{grid.get_absolute_url()}colloca/", told, **HTMX)
    assert cards(board) == PLACED + 1 + WAITING - 1
    assert 'name="open" value="1-1"' in board.content.decode()


@pytest.mark.parametrize("asked", ["shown=x&after=-1", "shown=99999999999", "after=²", "open=9-9&whole="])
def test_nonsense_in_an_address_shows_the_board(at_planners_desk: Client, grid: Grid, asked: str) -> None:
    assert at_planners_desk.get(f"{grid.get_absolute_url()}?{asked}").status_code == 200
