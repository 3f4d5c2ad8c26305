"""CSV from any hand: UTF-8 only, separated as the heading says, never a guess about a row."""

from __future__ import annotations

import csv
from functools import partial
from io import TextIOWrapper
from typing import IO, TYPE_CHECKING

from django.utils.translation import gettext as _

from ordito.core.tables.cells import Manner
from ordito.core.tables.limits import LIMITS
from ordito.core.tables.sheet import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator, Iterator, Sequence

    from ordito.core.tables.cells import Raw

SEPARATORS = (",", ";", "\t")
LONGEST_LINE = 4 * LIMITS.cell
HEAD = 1024
MOST_LINES = 1_048_576
"""As many as a spreadsheet has: most may be empty, but somebody must go through them."""

csv.field_size_limit(LIMITS.cell)  # the module's own limit would refuse the polygon of a large municipality


class CsvSheet:
    """One CSV file; `open_file` gives its bytes from the start, as many times as asked."""

    def __init__(self, name: str, label: str, open_file: Callable[[], IO[bytes]], *, exact: bool) -> None:
        self.name = name
        self.label = label
        self._open = open_file
        self._exact = exact

    def read(self, headings: Collection[str]) -> tuple[Manner, Iterator[tuple[int, Sequence[Raw]]]]:
        with self._open() as stream:
            _refuse_utf_16(stream.read(HEAD))
        known = {
            separator: sum(
                1 for _n, row in self._first(separator) for cell in row if cell.strip().casefold() in headings
            )
            for separator in SEPARATORS
        }
        separator = max(SEPARATORS, key=lambda each: known[each])
        return Manner(decimal_comma=separator == ";", exact=self._exact), self._rows(separator)

    def _first(self, separator: str) -> Iterator[tuple[int, list[str]]]:
        """Give the heading as one separator would cut it, or nothing when it would break it."""
        rows = self._rows(separator)
        try:
            yield from [next(rows)]
        except (StopIteration, Unreadable):
            return
        finally:
            rows.close()

    def _rows(self, separator: str) -> Generator[tuple[int, list[str]]]:
        number = 0
        with self._open() as stream, TextIOWrapper(stream, "utf-8-sig", newline="") as text:
            try:
                for row in csv.reader(_lines(text), delimiter=separator, strict=True):
                    number += 1
                    if number > MOST_LINES:
                        raise _too_many_lines()
                    if any(row):
                        yield number, row
            except UnicodeDecodeError as problem:
                raise self._undecodable() from problem
            except csv.Error as problem:
                raise Unreadable(
                    _("virgolette aperte e mai chiuse, o una cella smisurata"),
                    _("celle fra virgolette doppie, con le virgolette interne raddoppiate"),
                    row=number + 1,
                ) from problem

    def _undecodable(self) -> Unreadable:
        """Find the line that is not UTF-8, and say what it looks like."""
        with self._open() as stream:
            lines = enumerate(iter(partial(stream.readline, LONGEST_LINE), b""), start=1)
            number, line = next((found for found in lines if not _is_in("utf-8", found[1])), (None, b""))
        found = _("un carattere che non è in UTF-8")
        if _is_in("cp1252", line):
            found += _(": il file sembra in Windows-1252, il CSV semplice di Excel")
        return Unreadable(found, _utf_8(), row=number)


def _is_in(encoding: str, line: bytes) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _lines(text: TextIOWrapper) -> Iterator[str]:
    """Give the lines one at a time, and never one so long that it fills the memory."""
    while line := text.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise csv.Error("line too long")
        yield line


def _refuse_utf_16(head: bytes) -> None:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or head.count(0) > len(head) // 4:
        raise Unreadable(_("un file in UTF-16"), _utf_8())


def _too_many_lines() -> Unreadable:
    most = f"{MOST_LINES:,}".replace(",", ".")
    return Unreadable(
        _("più di %(most)s righe, anche vuote") % {"most": most},
        _("un file senza righe vuote, o diviso in più file"),
    )


def _utf_8() -> str:
    return _(
        "un file in UTF-8: in Excel salvare come «CSV UTF-8», in LibreOffice scegliere «Unicode (UTF-8)»"
    )
