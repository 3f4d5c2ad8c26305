"""CSV as it leaves: UTF-8, commas, LF, quotes only where needed, texts that could run made harmless."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING

from ordito.core.tables.escape import escaped
from ordito.core.tables.written import TEXTUAL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ordito.core.tables.table import Table

NEEDS_QUOTES = re.compile(r'[",\r\n]')


def write_csv(stream: IO[bytes], table: Table, rows: Iterable[list[str]]) -> None:
    """Write the rows of a table, given as texts, under their heading."""
    fields = table.exported
    textual = [place for place, field in enumerate(fields) if field.type in TEXTUAL]
    stream.write((",".join(field.name for field in fields) + "\n").encode())
    for row in rows:
        cells = row.copy()
        for place in textual:
            cells[place] = escaped(cells[place])
        stream.write((",".join(map(_quoted, cells)) + "\n").encode())


def _quoted(cell: str) -> str:
    if NEEDS_QUOTES.search(cell):
        return '"' + cell.replace('"', '""') + '"'
    return cell
