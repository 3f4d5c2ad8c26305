"""Deeds on a synthesis grid: begun, its lines added, renamed, moved, joined, taken away."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, Max, ProtectedError, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ordito.community.codes import code_of, free_code
from ordito.core.command import command
from ordito.core.refused import Refused
from ordito.participation.models import Axis, Cell, Correction, Grid, GridLine, Placement

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ordito.core.models import Actor
    from ordito.participation.models import Process

MOST_LINES = {Axis.ROW: 40, Axis.COLUMN: 12}
LONGEST_TITLE = 200
RESERVED = "nuova"
"""What stands in the address where a grid is begun."""


class GridRefused(Refused):
    """The grid cannot be made as asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridFacts:
    """What a grid is called, and its lines."""

    title: str
    rows_name: str
    columns_name: str
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What a deed on many rows writes in the journal."""

    journalled: dict[str, Any] = field(default_factory=dict)


@command("participation.begin_grid", needs="participation.facilitate")
def begin_grid(process: Process, *, by: Actor, facts: GridFacts) -> Grid:
    """Begin a grid in a path, with the lines of its two axes."""
    if not facts.title.strip():
        raise GridRefused(_("Una griglia ha un titolo."))
    taken = {RESERVED, *process.grids.values_list("code", flat=True)}
    grid = Grid.objects.create(
        process=process,
        code=free_code(code_of(facts.title, "griglia"), taken),
        title=facts.title.strip(),
        rows_name=facts.rows_name.strip(),
        columns_name=facts.columns_name.strip(),
        is_synthetic=process.is_synthetic,
    )
    for axis, titles in ((Axis.ROW, facts.rows), (Axis.COLUMN, facts.columns)):
        told = list(dict.fromkeys(title.strip() for title in titles if title.strip()))
        _refuse_too_many(axis, len(told))
        GridLine.objects.bulk_create(
            GridLine(grid=grid, axis=axis, number=number, title=title)
            for number, title in enumerate(told, start=1)
        )
    return grid


@command("participation.rename_grid", needs="participation.facilitate")
def rename_grid(grid: Grid, *, by: Actor, title: str, rows_name: str, columns_name: str) -> Grid:
    """Call a grid and its axes otherwise; its address stays."""
    if not title.strip():
        raise GridRefused(_("Una griglia ha un titolo."))
    grid.title, grid.rows_name, grid.columns_name = title.strip(), rows_name.strip(), columns_name.strip()
    grid.save(update_fields=["title", "rows_name", "columns_name"])
    return grid


@command("participation.strike_grid", needs="participation.facilitate")
def strike_grid(grid: Grid, *, by: Actor) -> None:
    """Take away a grid in which nothing was ever placed."""
    if Placement.objects.filter(cell__grid=grid).exists():
        raise GridRefused(_("In questa griglia sono stati messi dei contributi: resta, perché si sappia."))
    if not _is_struck(grid, grid.cells.all()):
        raise GridRefused(_("Una cella di questa griglia è citata altrove: la griglia resta."))


@command("participation.add_line", needs="participation.facilitate")
def add_line(grid: Grid, *, by: Actor, axis: str, title: str) -> GridLine:
    """Add a row or a column at the end."""
    title = _wanted(grid, axis, title)
    _refuse_too_many(Axis(axis), grid.lines.filter(axis=axis, removed_at__isnull=True).count() + 1)
    return GridLine.objects.create(grid=grid, axis=axis, number=_next(grid, axis), title=title)


@command("participation.rename_line", needs="participation.facilitate")
def rename_line(line: GridLine, *, by: Actor, title: str) -> GridLine:
    """Call a row or a column otherwise; what stands in it stays."""
    _refuse_taken_away(line)
    line.title = _wanted(line.grid, line.axis, title, besides=line)
    line.save(update_fields=["title"])
    return line


@command("participation.move_line", needs="participation.facilitate")
def move_line(line: GridLine, *, by: Actor, earlier: bool) -> GridLine:
    """Swap a row or a column with the one before or after it."""
    _hold(line.grid)
    _refuse_taken_away(line)
    standing = list(_standing(line.grid, line.axis))
    place = standing.index(line) + (-1 if earlier else 1)
    if not 0 <= place < len(standing):
        raise GridRefused(_("È già al suo estremo."))
    other = standing[place]
    here, there = line.number, other.number
    line.number = _next(line.grid, line.axis)
    line.save(update_fields=["number"])
    other.number, line.number = here, there
    other.save(update_fields=["number"])
    line.save(update_fields=["number"])
    return line


@command("participation.join_lines", needs="participation.facilitate")
def join_lines(line: GridLine, *, by: Actor, into: GridLine, at: datetime) -> Told:
    """Put all that stands in a line into another, cell by cell, and take the first away."""
    _hold(line.grid)
    for each in (line, into):
        _refuse_taken_away(each)
    if line == into or (line.grid_id, line.axis) != (into.grid_id, into.axis):
        raise GridRefused(_("Si uniscono due righe, o due colonne, della stessa griglia."))
    across = "column_id" if line.axis == Axis.ROW else "row_id"
    own = "row_id" if line.axis == Axis.ROW else "column_id"
    there = {getattr(cell, across): cell for cell in Cell.objects.filter(**{own: into.pk})}
    moved = 0
    for cell in Cell.objects.filter(**{own: line.pk}):
        moved += cell.placements.filter(removed_at__isnull=True).count()
        target = there.get(getattr(cell, across))
        if target is None:
            setattr(cell, own, into.pk)
            cell.save(update_fields=[own])
        else:
            _pour(cell, target, by=by, at=at)
    line.delete()
    return Told({"contributions": [None, moved], "into": [None, into.title]})


@command("participation.remove_line", needs="participation.facilitate")
def remove_line(line: GridLine, *, by: Actor, at: datetime, loosen: bool = False) -> Told:
    """Take a row or a column away; what stands in it is to be placed again, when that is what one wants."""
    _hold(line.grid)
    _refuse_taken_away(line)
    inside = Placement.objects.filter(**{f"cell__{line.axis}": line})
    standing = inside.filter(removed_at__isnull=True)
    number = standing.count()
    if number and not loosen:
        told = ngettext("c'è %(n)d contributo", "ci sono %(n)d contributi", number) % {"n": number}
        raise GridRefused(
            _("In «%(title)s» %(told)s: dire se si uniscono a un'altra o tornano da collocare.")
            % {"title": line.title, "told": told}
        )
    standing.update(removed_at=Greatest(Value(at), F("placed_at")), removed_by_id=by.pk)
    cells = Cell.objects.filter(**{line.axis: line})
    if inside.exists() or not _is_struck(line, cells):  # who placed what, and who cites it, stay known
        line.removed_at = at
        line.save(update_fields=["removed_at"])
    return Told({"contributions": [number, 0], "title": [line.title, None]})


def standing_line(grid: Grid, axis: str, number: int) -> GridLine:
    """A row or a column by its number; refused when somebody has taken it away."""
    found: GridLine | None = _standing(grid, axis).filter(number=number).first()
    if found is None:
        raise GridRefused(_("La riga o la colonna non c'è più: intanto qualcuno l'ha tolta."))
    return found


def _standing(grid: Grid, axis: str) -> Any:
    return grid.lines.filter(axis=axis, removed_at__isnull=True).order_by("number")


def _hold(grid: Grid) -> None:
    """Keep others from placing in a grid while its lines change."""
    Grid.objects.select_for_update(no_key=True).get(pk=grid.pk)


def _next(grid: Grid, axis: str) -> int:
    last = grid.lines.filter(axis=axis).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _wanted(grid: Grid, axis: str, title: str, besides: GridLine | None = None) -> str:
    title = title.strip()[:LONGEST_TITLE]
    if not title:
        raise GridRefused(_("Una riga o una colonna ha un titolo."))
    others: Sequence[GridLine] = [each for each in _standing(grid, axis) if each != besides]
    if title.casefold() in {each.title.casefold() for each in others}:
        raise GridRefused(_("«%(title)s» c'è già.") % {"title": title})
    return title


def _refuse_too_many(axis: Axis, number: int) -> None:
    if number > MOST_LINES[axis]:
        raise GridRefused(
            _("Più di %(rows)d righe o %(columns)d colonne non si leggono: servono due griglie.")
            % {"rows": MOST_LINES[Axis.ROW], "columns": MOST_LINES[Axis.COLUMN]}
        )


def _is_struck(thing: Grid | GridLine, cells: QuerySet[Cell]) -> bool:
    """Whether a thing could be deleted, for nothing cites any of its cells."""
    if cells.filter(paragraphs__isnull=False).exists():
        return False
    try:
        with transaction.atomic():
            thing.delete()
    except ProtectedError:
        return False
    return True


def _refuse_taken_away(line: GridLine) -> None:
    if line.removed_at is not None:
        raise GridRefused(_("La riga o la colonna non c'è più: intanto qualcuno l'ha tolta."))


def _pour(cell: Cell, target: Cell, *, by: Actor, at: datetime) -> None:
    """Put what stands in a cell into another, with its history, and take the first away."""
    there = set(target.placements.filter(removed_at__isnull=True).values_list("contribution_id", flat=True))
    moments = set(target.placements.values_list("contribution_id", "placed_at"))
    for each in cell.placements.all():
        if (each.contribution_id, each.placed_at) in moments:
            each.delete()
            continue
        if each.removed_at is None and each.contribution_id in there:
            each.removed_at, each.removed_by_id = max(at, each.placed_at), by.pk
        each.cell = target
        each.save(update_fields=["cell", "removed_at", "removed_by"])
    target.summary = "\n".join(filter(None, (target.summary, cell.summary)))
    target.save(update_fields=["summary"])
    target.paragraphs.add(*cell.paragraphs.all())
    Correction.objects.filter(cell=cell).update(cell=target)
    target.ballot_options.add(*cell.ballot_options.all())
    try:
        cell.delete()
    except ProtectedError:
        raise GridRefused(
            _("La cella «%(cell)s» è citata nel piano: la riga o la colonna non si può unire a un'altra.")
            % {"cell": cell}
        ) from None
