"""Synthesis: the grids and maps of a path, a grid with what stands in it, who placed what."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.db.models import Count, IntegerField, Max, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from ordito.community.models import UserArea
from ordito.core.rules import is_insider
from ordito.participation.models import (
    Axis,
    Cell,
    ConceptMap,
    Contribution,
    ContributionKind,
    ContributionState,
    Grid,
    GridLine,
    Placement,
    Process,
)
from ordito.territory.models import SubArea

if TYPE_CHECKING:
    from datetime import datetime

    from ordito.core.models import Actor, User
    from ordito.participation.queries.board import Slip

LONGEST_SEARCH = 200


@dataclass(frozen=True, slots=True)
class SynthesisRow:
    """A grid or a concept map of a path, with how many contributions or concepts it holds."""

    code: str
    title: str
    is_grid: bool
    number: int
    url: str


@dataclass(frozen=True, slots=True)
class Told:
    """Something that was done in a cell: when, what, to which contribution, by whom."""

    at: datetime
    how: str
    contribution: Contribution
    who: str


@dataclass(frozen=True, slots=True)
class Card:
    """A contribution as it stands in a grid."""

    number: int
    text: str
    kind: str
    kind_name: str
    organisation: str
    said_by: str
    size: int
    url: str


@dataclass(slots=True)
class Square:
    """A cell of a grid as it is shown, whether or not anything was ever written there."""

    row: GridLine
    column: GridLine
    name: str
    url: str
    summary: str = ""
    cell: Cell | None = None
    cards: list[Card] = field(default_factory=list)
    """All that stands in it, where the whole grid was read."""
    number: int = 0
    slips: list[Slip] = field(default_factory=list)
    """How much stands in it and what the board shows of that, where the board was read."""
    is_open: bool = False
    """Whether somebody asked to see all of it on the board."""

    @property
    def rest(self) -> int:
        """How much the board leaves to be asked for."""
        return self.number - len(self.slips)

    @property
    def key(self) -> str:
        return f"{self.row.number}-{self.column.number}"

    @property
    def people(self) -> int:
        return sum(card.size for card in self.cards)

    @property
    def organisations(self) -> int:
        return len({card.organisation for card in self.cards if card.organisation})


@dataclass(frozen=True, slots=True)
class Sheet:
    """A grid with its lines, its cells and what waits to be placed."""

    grid: Grid
    rows: tuple[GridLine, ...]
    columns: tuple[GridLine, ...]
    squares: dict[tuple[int, int], Square]
    waits: int
    """How many wait to be placed."""
    total: int

    @property
    def bands(self) -> list[tuple[GridLine, list[Square]]]:
        """The cells row by row."""
        return [
            (row, [self.squares[row.number, column.number] for column in self.columns]) for row in self.rows
        ]

    @property
    def placed(self) -> int:
        return self.total - self.waits

    @property
    def is_ready(self) -> bool:
        return bool(self.rows and self.columns)


def grids_in(process: Process) -> QuerySet[Grid]:
    """The grids of a path that the reader may see."""
    return Grid.objects.filter(process=process).select_related("process__district")


def in_process(process: Process, _user: Actor) -> list[SynthesisRow]:
    """The grids and then the concept maps of a path, in one question."""
    standing = Count("cells__placements__contribution", filter=stands("cells__placements"), distinct=True)
    names = ("code", "title", "is_grid", "number")
    grids = Grid.objects.filter(process=process).annotate(
        is_grid=_flag(1), number=Cast(standing, IntegerField())
    )
    maps = ConceptMap.objects.filter(process=process).annotate(
        is_grid=_flag(0), number=Cast(Count("concepts"), IntegerField())
    )
    rows = grids.values_list(*names).union(maps.values_list(*names), all=True).order_by("-is_grid", "title")
    where = [process.district.slug, process.code]
    return [
        SynthesisRow(
            code,
            title,
            bool(is_grid),
            number,
            reverse(f"participation:{'grid' if is_grid else 'concept_map'}", args=[*where, code]),
        )
        for code, title, is_grid, number in rows
    ]


def lines_alone(grid: Grid) -> Sheet:
    """The rows, the columns and the names of the cells, without what they hold: one question."""
    lines = list(grid.lines.filter(removed_at__isnull=True).order_by("number"))
    rows = tuple(each for each in lines if each.axis == Axis.ROW)
    columns = tuple(each for each in lines if each.axis == Axis.COLUMN)
    where = [grid.process.district.slug, grid.process.code, grid.code]
    above = reverse("participation:cell", args=[*where, 0, 0]).removesuffix("0-0/")
    squares = {
        (row.number, column.number): Square(
            row, column, name_of(turn, place), f"{above}{row.number}-{column.number}/"
        )
        for turn, row in enumerate(rows)
        for place, column in enumerate(columns)
    }
    return Sheet(grid, rows, columns, squares, 0, 0)


def sheet_of(grid: Grid) -> Sheet:
    """A grid as it stands, whole, as its documents tell it: four questions, whatever it holds."""
    sheet = lines_alone(grid)
    squares = sheet.squares
    for cell in grid.cells.select_related("row", "column"):
        square = squares.get((cell.row.number, cell.column.number))
        if square is not None and cell.row.removed_at is None and cell.column.removed_at is None:
            square.cell, square.summary = cell, cell.summary
    rows = standing_in(grid).select_related("contribution__organisation", "cell__row", "cell__column")
    for placed in rows:
        square = squares[placed.cell.row.number, placed.cell.column.number]
        square.cards.append(card_of(placed.contribution))
    waits, total = counted_waiting(grid)
    return replace(sheet, waits=waits, total=total)


def read_cell(grid: Grid, square: Square) -> None:
    """Fill one cell alone: two questions."""
    square.cell = grid.cells.filter(row=square.row, column=square.column).first()
    square.summary = square.cell.summary if square.cell else ""
    rows = standing_in(grid).filter(cell__row=square.row, cell__column=square.column)
    above = above_voices(grid.process)
    square.cards = [
        card_of(each.contribution, above) for each in rows.select_related("contribution__organisation")
    ]


def waiting_in(grid: Grid, search: str = "", kind: str = "") -> QuerySet[Contribution]:
    """What waits to be placed and answers a search, the first first."""
    rows = _shown(grid).filter(_waits(grid)).order_by("number")
    if search:
        wanted = search[:LONGEST_SEARCH].replace("\x00", "")
        rows = rows.filter(Q(text__icontains=wanted) | Q(organisation__name__icontains=wanted))
    return rows.filter(kind=kind) if kind in ContributionKind.values else rows


def counted_waiting(grid: Grid) -> tuple[int, int]:
    """How much of what was said waits to be placed, and how much was said in all."""
    counted = _shown(grid).aggregate(total=Count("pk"), waits=Count("pk", filter=_waits(grid)))
    return counted["waits"], counted["total"]


def _shown(grid: Grid) -> QuerySet[Contribution]:
    return Contribution.objects.filter(process_id=grid.process_id, state=ContributionState.SHOWN)


def _waits(grid: Grid) -> Q:
    there = Placement.objects.filter(
        cell__grid=grid,
        removed_at__isnull=True,
        cell__row__removed_at__isnull=True,
        cell__column__removed_at__isnull=True,
    )
    return ~Q(pk__in=there.values("contribution_id"))


def standing_in(grid: Grid) -> QuerySet[Placement]:
    """What stands in the cells now, and may be read."""
    return Placement.objects.filter(
        stands(),
        cell__grid=grid,
        cell__row__removed_at__isnull=True,
        cell__column__removed_at__isnull=True,
    ).order_by("contribution__number", "pk")


def lines_of(grid: Grid) -> list[tuple[str, str, list[GridLine]]]:
    """The rows and the columns, each with how much stands in it (`placed`)."""
    across, down = (stands(f"cells_{way}__placements") for way in ("across", "down"))
    lines = list(
        grid.lines.filter(removed_at__isnull=True)
        .annotate(
            placed=Count("cells_across__placements", filter=across, distinct=True)
            + Count("cells_down__placements", filter=down, distinct=True)
        )
        .order_by("number")
    )
    return [
        (str(axis), name, [each for each in lines if each.axis == axis])
        for axis, name in ((Axis.ROW, grid.rows_name), (Axis.COLUMN, grid.columns_name))
    ]


def history_of(cell: Cell, user: Actor) -> list[Told]:
    """What was placed in a cell and taken away, the latest first; strangers read no names."""
    names = is_insider(user, cell)
    rows = Placement.objects.filter(cell=cell, contribution__state=ContributionState.SHOWN).select_related(
        "contribution__process__district", "placed_by", "removed_by"
    )
    told = []
    for each in rows:
        how = _("messo, accettando un suggerimento") if each.was_suggested else _("messo")
        told.append(Told(each.placed_at, how, each.contribution, _name(each.placed_by) if names else ""))
        if each.removed_at is not None:
            who = _name(each.removed_by) if names else ""
            told.append(Told(each.removed_at, _("tolto"), each.contribution, who))
    return sorted(told, key=lambda one: (one.at, one.contribution.number), reverse=True)


def _name(user: User | None) -> str:
    return user.name if user else ""


def last_done(grid: Grid, user: Actor) -> tuple[datetime, int] | None:
    """When the reader last placed or took away something in a grid, and how much: what an undo puts back."""
    if user.pk is None:
        return None
    mine = Placement.objects.filter(cell__grid=grid)
    told = mine.aggregate(
        placed=Max("placed_at", filter=Q(placed_by=user.pk)),
        removed=Max("removed_at", filter=Q(removed_by=user.pk)),
    )
    moments = [moment for moment in told.values() if moment is not None]
    if not moments:
        return None
    last = max(moments)
    done = mine.filter(Q(placed_by=user.pk, placed_at=last) | Q(removed_by=user.pk, removed_at=last))
    return last, done.values("contribution").distinct().count()


def ready_axes(process: Process) -> list[tuple[str, list[str]]]:
    """Axes that a district already has in other words: user areas, macro-groups of the plan, sub-areas."""
    return [
        (_("le aree di utenza"), [str(label) for _value, label in UserArea.choices]),
        (
            _("i quattro macro-gruppi di Crema"),
            [
                _("Presa in carico integrata"),
                _("Lavoro di comunità"),
                _("Modello organizzativo"),
                _("Progetti sperimentali"),
            ],
        ),
        (
            _("le sub-aree dell'ambito"),
            list(
                SubArea.objects.filter(district=process.district)
                .order_by("name")
                .values_list("name", flat=True)
            ),
        ),
    ]


def above_voices(process: Process) -> str:
    """What comes before the number in the address of every contribution of a path."""
    address = reverse("participation:contribution", args=[process.district.slug, process.code, 0])
    return address.removesuffix("0/")


def card_of(said: Contribution, above: str = "") -> Card:
    """A contribution as a card: who brought it is an organisation, a table or a group, never a person."""
    organisation = said.organisation.name if said.organisation else ""
    by = [organisation, said.group, said.at_table]
    return Card(
        said.number,
        said.text,
        said.kind,
        said.get_kind_display(),
        organisation,
        ", ".join(filter(None, by)),
        said.size,
        f"{above}{said.number}/",
    )


def name_of(row: int, column: int) -> str:
    """A cell as one calls it aloud, from the places of its lines: A1, B3, AA2.

    >>> name_of(0, 0), name_of(27, 1)
    ('A1', 'AB2')
    """
    letters = ""
    row += 1
    while row:
        row, rest = divmod(row - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{column + 1}"


def stands(before: str = "") -> Q:
    """Placements that stand: not taken away, of what is shown."""
    there = f"{before}__" if before else ""
    return Q(
        **{
            f"{there}removed_at__isnull": True,
            f"{there}contribution__state": ContributionState.SHOWN,
        }
    )


def _flag(value: int) -> Any:
    return Value(value, output_field=IntegerField())
