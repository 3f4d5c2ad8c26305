"""Deeds in a synthesis grid: contributions placed, taken away, put back; what a person corrects."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.utils.translation import gettext as _

from ordito.core.command import command
from ordito.core.models import User
from ordito.core.refused import Refused
from ordito.participation.commands.grids import add_line, standing_line
from ordito.participation.models import (
    Axis,
    Cell,
    Contribution,
    ContributionState,
    Correction,
    Placement,
)

if TYPE_CHECKING:
    from datetime import datetime

    from ordito.core.models import Actor
    from ordito.participation.models import Grid

LONGEST_SUMMARY = 1_000


class PlacingRefused(Refused):
    """The contributions cannot be placed as asked."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a row and a column meet, by their numbers."""

    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Placing:
    """What a deed of placing did, under the moment by which it can be undone."""

    at: datetime
    numbers: tuple[int, ...]
    journalled: dict[str, Any] = field(default_factory=dict)


@command("participation.place", needs="participation.facilitate")
def place(
    grid: Grid,
    *,
    by: Actor,
    numbers: Collection[int],
    spot: Spot,
    at: datetime,
    leaving: Collection[tuple[int, Spot]] = (),
    was_suggested: bool = False,
) -> Placing:
    """Put contributions in a cell; those that are said to leave another cell are taken from there."""
    if not numbers:
        raise PlacingRefused(_("Prima si scelgono i contributi da collocare."))
    at, cell = _moment(grid, at), cell_at(grid, spot)
    there = set(standing_in(grid).filter(cell=cell).values_list("contribution_id", flat=True))
    said = _said(grid, numbers)
    fresh = [each for each in said if each.pk not in there]
    _take(grid, [(number, old) for number, old in leaving if old != spot], by=by, at=at)
    Placement.objects.bulk_create(
        Placement(contribution=each, cell=cell, placed_by_id=by.pk, placed_at=at, was_suggested=was_suggested)
        for each in fresh
    )
    told = {"contributions": [None, sorted(each.number for each in said)], "cell": [None, str(cell)]}
    return Placing(at, tuple(each.number for each in fresh), told)


@command("participation.take_away", needs="participation.facilitate")
def take_away(grid: Grid, *, by: Actor, leaving: Collection[tuple[int, Spot]], at: datetime) -> Placing:
    """Take contributions out of cells; that they were there stays known."""
    if not leaving:
        raise PlacingRefused(_("Prima si scelgono i contributi da togliere, nelle loro celle."))
    at = _moment(grid, at)
    taken = sorted({*_take(grid, leaving, by=by, at=at)})
    return Placing(at, tuple(taken), {"contributions": [taken, None]})


@command("participation.undo_placing", needs="participation.facilitate")
def undo_placing(grid: Grid, *, by: Actor, done_at: datetime, at: datetime) -> Placing:
    """Put back what one moved in one deed, as far as it still stands so."""
    mine: dict[str, Any] = {"placed_by": by} if isinstance(by, User) else {"placed_by__isnull": True}
    theirs: dict[str, Any] = {"removed_by": by} if isinstance(by, User) else {"removed_by__isnull": True}
    rows = Placement.objects.filter(cell__grid=grid).select_related("contribution")
    placed = list(rows.filter(placed_at=done_at, removed_at__isnull=True, **mine))
    taken = list(
        rows.filter(removed_at=done_at, cell__row__removed_at=None, cell__column__removed_at=None, **theirs)
    )
    if not placed and not taken:
        raise PlacingRefused(
            _("Non c'è niente da annullare: intanto qualcuno ha spostato gli stessi contributi.")
        )
    at = _moment(grid, at)
    for each in placed:
        each.removed_at, each.removed_by_id = at, by.pk
        each.save(update_fields=["removed_at", "removed_by"])
    there = set(standing_in(grid).values_list("contribution_id", "cell_id"))
    Placement.objects.bulk_create(
        Placement(
            contribution_id=each.contribution_id,
            cell_id=each.cell_id,
            placed_by_id=by.pk,
            placed_at=at,
            was_suggested=each.was_suggested,
        )
        for each in taken
        if (each.contribution_id, each.cell_id) not in there
    )
    numbers = sorted({each.contribution.number for each in (*placed, *taken)})
    return Placing(at, tuple(numbers), {"contributions": [None, numbers]})


@command("participation.summarise", needs="participation.facilitate")
def summarise(grid: Grid, *, by: Actor, spot: Spot, text: str, before: str = "") -> Cell:
    """Write the sentence that sums a cell up; what another wrote meanwhile is not covered."""
    cell = cell_at(grid, spot)
    if _plain(cell.summary) != _plain(before) and _plain(cell.summary) != _plain(text):
        raise PlacingRefused(
            _("Intanto qualcun altro ha scritto: «%(text)s». Rileggere e salvare di nuovo.")
            % {"text": cell.summary}
        )
    cell.summary = text.strip()[:LONGEST_SUMMARY]
    cell.save(update_fields=["summary"])
    return cell


@command("participation.refuse_suggestion", needs="participation.facilitate")
def refuse_suggestion(grid: Grid, *, by: Actor, number: int, spot: Spot, at: datetime) -> Correction:
    """Say that a contribution does not go in a cell: it is not suggested again."""
    [said] = _said(grid, [number])
    return Correction.objects.create(
        grid=grid, number=_next(grid), contribution=said, cell=cell_at(grid, spot), by_id=by.pk, at=at
    )


@command("participation.accept_group", needs="participation.facilitate")
def accept_group(
    grid: Grid,
    *,
    by: Actor,
    title: str,
    row: int | None,
    column: int | None,
    numbers: Sequence[int],
    refused: Sequence[int],
    at: datetime,
) -> Placing:
    """Make a group a row, new or old; those kept go together, those refused apart, and it is remembered.

    With a column, what is kept is placed where the two meet; without, it stays to be placed.
    """
    if not numbers:
        raise PlacingRefused(_("In un gruppo resta almeno un contributo."))
    said = {each.number: each for each in _said(grid, [*numbers, *refused])}
    line = standing_line(grid, Axis.ROW, row) if row else add_line(grid, by=by, axis=Axis.ROW, title=title)
    first, first_number = said[numbers[0]], _next(grid)
    others = [(number, True) for number in numbers[1:]] + [(number, False) for number in refused]
    Correction.objects.bulk_create(
        Correction(
            grid=grid,
            number=turn,
            contribution=first,
            other=said[number],
            together=together,
            by_id=by.pk,
            at=at,
        )
        for turn, (number, together) in enumerate(others, start=first_number)
    )
    if column:
        spot = Spot(line.number, column)
        return place(grid, by=by, numbers=numbers, spot=spot, at=at, was_suggested=True)
    return Placing(at, (), {"contributions": [None, sorted(numbers)], "row": [None, line.title]})


def cell_at(grid: Grid, spot: Spot) -> Cell:
    """The cell where a row and a column meet, made when it is first needed."""
    row, column = standing_line(grid, Axis.ROW, spot.row), standing_line(grid, Axis.COLUMN, spot.column)
    return Cell.objects.get_or_create(row=row, column=column, defaults={"grid": grid})[0]


def standing_in(grid: Grid) -> Any:
    """What stands in a grid now."""
    return Placement.objects.filter(cell__grid=grid, removed_at__isnull=True)


def _moment(grid: Grid, at: datetime) -> datetime:
    """The moment of a deed, after all those of the grid: two in the same minute are two, and undone apart."""
    told = Placement.objects.filter(cell__grid=grid).aggregate(Max("placed_at"), Max("removed_at"))
    moments: list[datetime] = [last for last in told.values() if last is not None]
    return max([at, *(last + timedelta(microseconds=1) for last in moments)])


def _said(grid: Grid, numbers: Collection[int]) -> list[Contribution]:
    found = Contribution.objects.filter(
        process_id=grid.process_id, number__in=numbers, state=ContributionState.SHOWN
    )
    said = list(found.order_by("number"))
    if len(said) != len(set(numbers)):
        raise PlacingRefused(
            _("Uno dei contributi non c'è più: è stato nascosto o ritirato. Ricaricare la pagina.")
        )
    return said


def _take(grid: Grid, leaving: Collection[tuple[int, Spot]], *, by: Actor, at: datetime) -> list[int]:
    wanted = {(number, spot.row, spot.column) for number, spot in leaving}
    if not wanted:
        return []
    rows = standing_in(grid).filter(contribution__number__in={number for number, _row, _column in wanted})
    found = [
        each
        for each in rows.select_related("contribution", "cell__row", "cell__column")
        if (each.contribution.number, each.cell.row.number, each.cell.column.number) in wanted
    ]
    if len(found) != len(wanted):
        raise PlacingRefused(
            _("Intanto qualcuno ha spostato questi contributi: la griglia qui sotto è aggiornata.")
        )
    for each in found:
        each.removed_at, each.removed_by_id = at, by.pk
        each.save(update_fields=["removed_at", "removed_by"])
    return [each.contribution.number for each in found]


def _next(grid: Grid) -> int:
    return (grid.corrections.aggregate(last=Max("number"))["last"] or 0) + 1


def _plain(text: str) -> str:
    """A text without what a form does to its line breaks."""
    return "\n".join(text.split("\r\n")).strip()
