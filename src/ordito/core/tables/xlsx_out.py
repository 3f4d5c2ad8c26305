"""A workbook as it leaves: one sheet for each table, texts as texts, dates as dates, nothing that runs.

Written here rather than through a general library because the same rows must give the same bytes, and because
300,000 rows must not take minutes.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

from ordito.core.refused import Refused
from ordito.core.tables import xlsx_parts as parts
from ordito.core.tables.cells import EXACT_DIGITS, Unfit, in_rome
from ordito.core.tables.escape import runs
from ordito.core.tables.package import LONG_SHEET, PACKAGE_SHEET, package_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ordito.core.tables.registry import Registry
    from ordito.core.tables.table import Table
    from ordito.core.tables.zip_out import FixedZip

MOST_ROWS = 1_048_575
LONGEST_CELL = 32_767
PIECE = 16_000
"""Characters of a piece of a long text: even if each counted double, as some do, it would fit a cell."""
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
MARK = re.compile(rf"{LONG_SHEET}:[0-9]+")
FIRST_SURE_DAY = date(1900, 3, 1)
"""Spreadsheets believe that there was a 29 February 1900: earlier days are written as texts."""
DAY_ZERO = date(1899, 12, 30).toordinal()
SECONDS = 86_400


class TooManyRows(Refused):
    """A table has more rows than a sheet can hold."""


class XlsxWriter:
    """Writes the tables of a registry, one after the other and in its order, into a workbook."""

    def __init__(self, archive: FixedZip, registry: Registry) -> None:
        self._zip = archive
        self._registry = registry
        self._long: list[tuple[str, str]] = []
        names = [table.name for table in registry]
        for name, content in parts.shared(names, hidden=(PACKAGE_SHEET, LONG_SHEET)).items():
            self._zip.write(name, [content])
        self._sheets = (f"xl/worksheets/sheet{number}.xml" for number in range(1, len(names) + 3))

    def write(self, table: Table, rows: list[list[str]]) -> None:
        """Write a table, whose rows are given as texts."""
        if len(rows) > MOST_ROWS:
            raise TooManyRows(
                _("La tabella «%(name)s» ha più righe di quante un foglio può tenerne: esportare in CSV.")
                % {"name": table.name}
            )
        cells = [_CELLS.get(field.type, self._text) for field in table.exported]
        self._zip.write(next(self._sheets), parts.sheet(table, self._rows(cells, rows)))

    def finish(self) -> None:
        """Write the description of the tables and the long texts, in two hidden sheets."""
        described = package_text(self._registry)
        pieces = [[described[at : at + PIECE]] for at in range(0, len(described), PIECE)]
        for rows in (pieces, [[mark, piece] for mark, piece in self._long]):
            cells = [_plain_text, _plain_text]
            self._zip.write(next(self._sheets), parts.hidden_sheet(self._rows(cells, rows)))

    @staticmethod
    def _rows(cells: Sequence[Callable[[str, str], str]], rows: Iterable[list[str]]) -> Iterator[str]:
        letters = [parts.letters(place) for place in range(1, len(cells) + 1)]
        columns = list(zip(cells, letters, strict=True))
        first = 2
        for number, row in enumerate(rows, start=first):
            written = [
                cell(text, f"{letter}{number}")
                for (cell, letter), text in zip(columns, row, strict=False)
                if text
            ]
            yield f'<row r="{number}">{"".join(written)}</row>'

    def _text(self, text: str, place: str) -> str:
        """Write a text; one that no cell can hold goes in pieces to a sheet of its own."""
        if _length(text) <= LONGEST_CELL and not MARK.fullmatch(text):
            return _plain_text(text, place)
        mark = f"{LONG_SHEET}:{len({mark for mark, _piece in self._long}) + 1}"
        self._long += [(mark, text[at : at + PIECE]) for at in range(0, len(text), PIECE)]
        return _plain_text(mark, place)


def _length(text: str) -> int:
    return len(text) if len(text) <= PIECE else len(text.encode("utf-16-le")) // 2


def _plain_text(text: str, place: str) -> str:
    style = parts.QUOTED if runs(text) else parts.TEXT
    written = escape(NOT_IN_XML.sub(_named, text))
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{written}</t></is></c>'


def _named(found: re.Match[str]) -> str:
    return f"_x{ord(found[0]):04X}_"


def _number(text: str, place: str) -> str:
    if sum(character.isdigit() for character in text) > EXACT_DIGITS:
        return _plain_text(text, place)
    return f'<c r="{place}"><v>{text}</v></c>'


def _boolean(text: str, place: str) -> str:
    return f'<c r="{place}" t="b"><v>{int(text == "true")}</v></c>'


def _date(text: str, place: str) -> str:
    day = date.fromisoformat(text)
    if day < FIRST_SURE_DAY:
        return _plain_text(text, place)
    return f'<c r="{place}" s="{parts.DATE}"><v>{day.toordinal() - DAY_ZERO}</v></c>'


def _time(text: str, place: str) -> str:
    hour = time.fromisoformat(text)
    if hour.microsecond:
        return _plain_text(text, place)
    return f'<c r="{place}" s="{parts.HOUR}"><v>{_fraction(hour)}</v></c>'


def _fraction(hour: time | datetime) -> str:
    """Write how much of the day has gone, as spreadsheets count hours."""
    return f"{(hour.hour * 3600 + hour.minute * 60 + hour.second) / SECONDS:.10f}".rstrip("0").rstrip(".")


def _datetime(text: str, place: str) -> str:
    moment = datetime.fromisoformat(text)
    local = moment.replace(tzinfo=None)
    if moment.microsecond or local.date() < FIRST_SURE_DAY or not _is_sure(local, moment):
        return _plain_text(text, place)
    serial = f"{local.toordinal() - DAY_ZERO}{_fraction(local).removeprefix('0')}"
    return f'<c r="{place}" s="{parts.MOMENT}"><v>{serial}</v></c>'


def _is_sure(local: datetime, moment: datetime) -> bool:
    try:
        return in_rome(local) == moment
    except Unfit:
        return False


_CELLS: dict[str, Callable[[str, str], str]] = {
    "integer": _number,
    "year": _number,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "time": _time,
    "datetime": _datetime,
}
