"""The board of a grid: what its page shows at once, its words ready to be written; the rest on demand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from ordito.participation.models import ContributionKind
from ordito.participation.models.voices import at_table
from ordito.participation.queries.synthesis import (
    above_voices,
    counted_waiting,
    lines_alone,
    standing_in,
    stands,
    waiting_in,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django.db.models import QuerySet

    from ordito.participation.models import Grid
    from ordito.participation.queries.synthesis import Sheet, Square

CARDS_AT_FIRST, FEWEST_IN_A_CELL = 96, 3
"""How many cards the cells show together before one asks for more, and how many each shows in any case."""
IN_THE_TRAY, MOST_IN_THE_TRAY = 40, 400
"""How many contributions that wait are shown at first, and how many at most; a search reaches the others."""
LONGEST_TEXT, LONGEST_LABEL = 220, 120
FIELDS = ("number", "text", "kind", "organisation__name", "group", "table", "size")


@dataclass(frozen=True, slots=True)
class Slip:
    """A contribution on the board, in the words in which it is written there."""

    number: str
    value: str
    label: str
    text: str
    by: str
    url: str
    words: str
    """What a search in the tray looks into."""


@dataclass(frozen=True, slots=True)
class Tray:
    """What waits to be placed: how much in all, how much answers the search, and what is shown of it."""

    slips: list[Slip]
    found: int
    shown: int
    """Up to which the tray has been opened, those before included."""

    @property
    def rest(self) -> int:
        """How many more may be shown."""
        return max(0, min(self.found, MOST_IN_THE_TRAY) - self.shown)

    @property
    def is_opened(self) -> bool:
        """Whether more than the first are shown."""
        return self.shown > IN_THE_TRAY

    @property
    def then(self) -> int:
        """Up to which the tray will be open after one more turn."""
        return min(self.shown + IN_THE_TRAY, MOST_IN_THE_TRAY)

    @property
    def is_cut(self) -> bool:
        """Whether some are reached by a search alone."""
        return self.found > MOST_IN_THE_TRAY


def board_of(grid: Grid, *, opened: Collection[str] = (), whole: bool = False) -> Sheet:
    """The cells, how much stands in each and its first cards; those opened, or all, with every one."""
    waits, total = counted_waiting(grid)
    sheet = replace(lines_alone(grid), waits=waits, total=total)
    filled: dict[int, Square] = {}
    cells = grid.cells.filter(row__removed_at__isnull=True, column__removed_at__isnull=True)
    counted = cells.annotate(holds=Count("placements", filter=stands("placements")))
    for pk, row, column, summary, holds in counted.values_list(
        "pk", "row__number", "column__number", "summary", "holds"
    ):
        square = sheet.squares[row, column]
        square.summary, square.number, filled[pk] = summary, holds, square
        square.is_open = square.key in opened
    standing = [square.number for square in filled.values() if square.number]
    whole = whole or sum(standing) <= CARDS_AT_FIRST
    first = max(FEWEST_IN_A_CELL, CARDS_AT_FIRST // (len(standing) or 1))
    rows = standing_in(grid).annotate(
        turn=Window(RowNumber(), partition_by="cell", order_by=["contribution__number", "pk"])
    )
    if not whole:
        opened_cells = [pk for pk, square in filled.items() if square.is_open]
        rows = rows.filter(Q(turn__lte=first) | Q(cell__in=opened_cells))
    write = _writer(grid)
    fields = [f"contribution__{name}" for name in FIELDS]
    for pk, *said in rows.values_list("cell", *fields).order_by("contribution__number", "pk"):
        filled[pk].slips.append(write(said, filled[pk].key))
    return sheet


def slips_in(grid: Grid, square: Square) -> list[Slip]:
    """Every card of one cell."""
    write = _writer(grid)
    rows = standing_in(grid).filter(cell__row=square.row, cell__column=square.column)
    fields = [f"contribution__{name}" for name in FIELDS]
    return [write(said, square.key) for said in rows.values_list(*fields)]


def tray_of(
    grid: Grid, *, search: str = "", kind: str = "", shown: int = IN_THE_TRAY, after: int = 0
) -> Tray:
    """What waits, from the first or after some; `shown` of them in all."""
    rows: QuerySet[Any] = waiting_in(grid, search, kind)
    shown = max(IN_THE_TRAY, min(shown, MOST_IN_THE_TRAY))
    write = _writer(grid)
    said = rows.annotate(found=Window(Count("pk"))).values_list("found", *FIELDS)[after:shown]
    told = list(said)
    return Tray([write(each[1:], "") for each in told], told[0][0] if told else 0, shown)


def _writer(grid: Grid) -> Any:
    """A function from what was said, field by field, to a card: what all cards share is looked up once."""
    kinds = {value: str(label) for value, label in ContributionKind.choices}
    people = _("%(n)s persone")
    label = _("contributo %(n)s: %(text)s")
    above = above_voices(grid.process)

    def write(said: Iterable[Any], key: str) -> Slip:
        number, text, kind, organisation, group, table, size = said
        by = ", ".join(filter(None, [organisation, group, at_table(table)]))
        many = people % {"n": size} if size > 1 else ""
        return Slip(
            number=str(number),
            value=f"{number}@{key}" if key else str(number),
            label=label % {"n": number, "text": _cut(text, LONGEST_LABEL)},
            text=_cut(text, LONGEST_TEXT),
            by=" · ".join(filter(None, (by, many))),
            url=f"{above}{number}/",
            words="" if key else f"{number} {text} {by} {kinds.get(kind, kind)}".lower(),
        )

    return write


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
