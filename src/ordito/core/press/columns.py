"""How the columns of a table stand: numbers to the right, widths as the words ask."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ordito.core.press.document import Align

# 41.006 · 12,5 % · 1.234,50 € · −3 · 14/28 stays text, and so do codes with a leading zero
_NUMBER = re.compile(r"[+−–-]?\s*€?\s*(0|[1-9]\d*|[1-9]\d{0,2}(\.\d{3})+)(,\d+)?\s*[%€‰]?")
_NOTHING = frozenset({"", "-", "–", "—", "n.d.", "n.a."})
# Letters of a table's size that a line of the page holds, for sure and without capitals' surprises.
LINE = 80
_MARGIN = 2.5  # what the blanks at the sides of a cell take
_LINES = 20  # of a row that stays whole: more may not find a page that holds them


def alignments(rows: Sequence[Sequence[str]], hints: Sequence[Align | None], columns: int) -> list[Align]:
    """Give each column's side: the hint, or right where all that is written is numbers."""
    found: list[Align] = []
    for column in range(columns):
        hint = hints[column] if hints else None
        found.append(hint or ("right" if _is_numeric([row[column] for row in rows]) else "left"))
    return found


def _is_numeric(cells: Sequence[str]) -> bool:
    written = [cell for cell in (cell.strip() for cell in cells) if cell not in _NOTHING]
    return bool(written) and all(_NUMBER.fullmatch(cell) for cell in written)


def widths(rows: Sequence[Sequence[str]], hints: Sequence[float], columns: int) -> list[float]:
    """Give each column's share of the page, summing to one: by the hints, or by the words it must hold.

    No column is narrower than its longest word, as far as the page allows; the room that is left goes where
    cells are long.
    """
    written = [[row[column] for row in rows] for column in range(columns)]
    weights = _by_hints(hints, _least(written)) if hints else _by_words(written)
    total = sum(weights)
    return [round(weight / total, 4) for weight in weights]


def is_long(row: Sequence[str], shares: Sequence[float]) -> bool:
    """Tell the row that may take a page or more: it must break, where the others stay whole."""
    return any(len(cell) > _LINES * share * LINE for cell, share in zip(row, shares, strict=True))


def _least(columns: Sequence[Sequence[str]]) -> list[float]:
    """Give the room that the longest word of each column asks for."""
    words = [max((len(word) for cell in cells for word in cell.split()), default=0) for cells in columns]
    return _within(LINE, [longest + _MARGIN for longest in words])


def _by_hints(hints: Sequence[float], least: Sequence[float]) -> list[float]:
    """Follow the hints, and take from the wide columns what the narrow ones miss."""
    asked = [hint / sum(hints) * LINE for hint in hints]
    missing = sum(max(0.0, room - want) for room, want in zip(least, asked, strict=True))
    spare = [max(0.0, want - room) for room, want in zip(least, asked, strict=True)]
    given = min(1.0, missing / sum(spare)) if sum(spare) else 0.0
    return [max(room, want) - given * more for room, want, more in zip(least, asked, spare, strict=True)]


def _by_words(columns: Sequence[Sequence[str]]) -> list[float]:
    least = _least(columns)
    cells = [max((len(cell) for cell in cells), default=0) + _MARGIN for cells in columns]
    wanted = [max(0.0, min(cell, LINE) - room) for cell, room in zip(cells, least, strict=True)]
    left = max(0.0, LINE - sum(least))
    share = min(1.0, left / sum(wanted)) if sum(wanted) else 0.0
    return [room + want * share for room, want in zip(least, wanted, strict=True)]


def _within(room: float, wanted: list[float]) -> list[float]:
    """Cut the widest, and only those, until they all fit."""
    left, cap = room, float(room)
    for place, want in enumerate(sorted(wanted)):
        cap = left / (len(wanted) - place)
        if want > cap:
            break
        left -= want
    else:
        return wanted
    return [min(want, cap) for want in wanted]
