"""A sheet of a workbook, streamed: nothing is computed, nothing is guessed from how a cell looks."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import IO, TYPE_CHECKING

from django.utils.translation import gettext as _

from ordito.core.tables.cells import EXACT_DIGITS, Broken, Manner
from ordito.core.tables.sheet import Unreadable
from ordito.core.tables.xml_in import TextInside, parsed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from ordito.core.tables.cells import Raw
    from ordito.core.tables.workbook_in import Listed, Workbook

NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,3})?")
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
LETTERS = 26
LONGEST_LETTERS = 4
LAST_SERIAL = 2_958_465
LEAP_DAY_THAT_NEVER_WAS = 60
SECONDS = 86_400
MERGED_TOLD = 10
MIDNIGHT = datetime(1904, 1, 1)  # noqa: DTZ001 - a workbook knows no zones


class XlsxSheet:
    """One sheet; `long` holds the texts too long for a cell, by what stands for them there."""

    def __init__(
        self,
        workbook: Workbook,
        listed: Listed,
        *,
        label: str,
        exact: bool,
        long: Mapping[str, str] | None = None,
    ) -> None:
        self.name = listed.name
        self.label = label
        self._workbook = workbook
        self._part = listed.part
        self._exact = exact
        self._long = long or {}

    def read(self, _headings: Collection[str]) -> tuple[Manner, Iterator[tuple[int, Sequence[Raw]]]]:
        return Manner(typed=True, exact=self._exact), self._rows()

    def _rows(self) -> Iterator[tuple[int, Sequence[Raw]]]:
        reader = _Rows(self._workbook, self._long)
        with self._workbook.archive.open(self._part) as stream:
            for _pause in reader.parse(stream):
                yield from reader.done
                reader.done.clear()
        if reader.merged:
            raise Unreadable(
                _("celle unite: %(cells)s") % {"cells": ", ".join(reader.merged)},
                _("una cella per ogni valore (togliere «Unisci celle»)"),
                row=_row_of(reader.merged[0]),
            )


class _Rows:
    """The rows as the elements of the part tell them."""

    def __init__(self, workbook: Workbook, long: Mapping[str, str]) -> None:
        self.done: list[tuple[int, list[Raw]]] = []
        self.merged: list[str] = []
        self._workbook = workbook
        self._long = long
        self._inside = TextInside(workbook.limits.cell)
        self._row = 0
        self._cells: list[Raw] = []
        self._column = 0
        self._columns: dict[str, int] = {}
        self._kind = "n"
        self._is_date = False
        self._formula = False
        self._written = ""
        self._kinds: dict[str, Callable[[str], Raw]] = {
            "s": self._shared,
            "str": self._told,
            "d": self._told,
            "b": self._boolean,
            "e": self._error,
        }

    def parse(self, stream: IO[bytes]) -> Iterator[None]:
        starts = {
            **self._inside.starts,
            "row": self._start_row,
            "c": self._start_cell,
            "f": self._see_formula,
            "mergeCell": self._see_merged,
        }
        ends = {**self._inside.ends, "v": self._end_value, "c": self._end_cell, "row": self._end_row}
        return parsed(stream, starts=starts, ends=ends, text=self._inside.text)

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes.get("r", self._row + 1))
        self._cells, self._column = [], 0

    def _end_row(self) -> None:
        if self._cells:
            self.done.append((self._row, self._cells))

    def _see_formula(self, _attributes: dict[str, str]) -> None:
        self._formula = True

    def _see_merged(self, attributes: dict[str, str]) -> None:
        if len(self.merged) < MERGED_TOLD:
            self.merged.append(attributes.get("ref", ""))

    def _end_value(self) -> None:
        self._written = self._inside.take()

    def _end_cell(self) -> None:
        cell = self._cell()
        if cell is not None:
            self._put(cell)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._column += 1
        if reference := attributes.get("r"):
            self._column = self._place(reference.rstrip("0123456789"))
        self._is_date = attributes.get("s") in self._workbook.date_styles
        self._kind = attributes.get("t", "n")
        self._formula, self._written = False, ""

    def _place(self, letters: str) -> int:
        if letters not in self._columns:
            place = 0
            for letter in letters[:LONGEST_LETTERS]:  # a fourth is already beyond any column
                place = place * LETTERS + ord(letter) - ord("A") + 1
            self._columns[letters] = place
        return self._columns[letters]

    def _put(self, cell: Raw) -> None:
        if not 1 <= self._column <= self._workbook.limits.columns or self._column <= len(self._cells):
            raise Unreadable(
                _("una cella fuori posto, oltre le colonne che una tabella può avere"),
                _("al massimo %(columns)d colonne") % {"columns": self._workbook.limits.columns},
                row=self._row,
            )
        self._cells += [None] * (self._column - 1 - len(self._cells))
        self._cells.append(cell)

    def _cell(self) -> Raw:
        if self._kind == "inlineStr":
            return self._told(self._inside.take())
        if not self._written:
            return Broken(_("una formula mai calcolata")) if self._formula and self._kind != "str" else None
        return self._kinds.get(self._kind, self._number)(self._written)

    def _told(self, text: str) -> Raw:
        return self._long.get(text, text) or None

    def _boolean(self, written: str) -> Raw:
        return written == "1"

    def _error(self, written: str) -> Raw:
        return Broken(_("l'errore %(error)s") % {"error": written})

    def _shared(self, written: str) -> Raw:
        strings = self._workbook.strings
        if not written.isdecimal() or int(written) >= len(strings):
            raise Unreadable(_("un testo che il foglio non ha"), _("un file integro"), row=self._row)
        return self._told(strings[int(written)])

    def _number(self, written: str) -> Raw:
        if not NUMBER.fullmatch(written):
            return Broken(_("un numero rovinato"))
        number = Decimal(written)
        if len(number.as_tuple().digits) > EXACT_DIGITS:
            number = Decimal(repr(float(written)))
        return self._moment(number) if self._is_date else number

    def _moment(self, serial: Decimal) -> Raw:
        if 0 <= serial < 1 and round(serial * SECONDS) < SECONDS:
            return (MIDNIGHT + timedelta(seconds=round(serial * SECONDS))).time()
        day = int(serial)
        if self._workbook.from_1904:
            first = MIDNIGHT
        elif day < LEAP_DAY_THAT_NEVER_WAS:
            first = datetime(1899, 12, 31)  # noqa: DTZ001
        else:
            first = datetime(1899, 12, 30)  # noqa: DTZ001
        if not 1 <= serial <= LAST_SERIAL or (
            day == LEAP_DAY_THAT_NEVER_WAS and not self._workbook.from_1904
        ):
            return Broken(_("il numero %(serial)s, che non è un giorno") % {"serial": serial})
        return first + timedelta(days=day, seconds=round((serial - day) * SECONDS))


def _row_of(reference: str) -> int | None:
    found = REFERENCE.match(reference)
    return int(found[2]) if found else None
