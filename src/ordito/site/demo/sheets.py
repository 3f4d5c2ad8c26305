"""The rows of a demonstration district on their way to the files that everybody can import."""

from __future__ import annotations

import csv
import shutil
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from ordito.core.tables import tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Row = dict[str, str]
MARK = "is_synthetic"


class Sheets:
    """Rows by table: those that were published, and those that were invented, which say so.

    Every cell is text, as in the files; an empty one is not written.
    """

    def __init__(self) -> None:
        self._rows: dict[str, list[Row]] = defaultdict(list)
        self._files: list[Path] = []
        self._marked = frozenset(
            table.name for table in tables() if any(field.name == MARK for field in table.fields)
        )

    def read_published(self, folder: Path) -> None:
        """Take the tables of a folder as they are, drawings included."""
        for path in sorted(folder.glob("*.csv")):
            self._rows[path.stem] += _read(path)
        self._files += sorted(folder.glob("*.geojson"))

    def read_invented(self, folder: Path) -> None:
        """Take the tables of a folder and mark them as invented."""
        for path in sorted(folder.glob("*.csv")):
            for row in _read(path):
                self.invent(path.stem, **row)

    def tell(self, table: str, /, **cells: object) -> Row:
        """Add a row that somebody published."""
        row = {name: _cell(value) for name, value in cells.items() if value not in (None, "")}
        self._rows[table].append(row)
        return row

    def invent(self, table: str, /, **cells: object) -> Row:
        """Add a row that nobody published: where the table can say so, it does."""
        if table in self._marked:
            cells[MARK] = True
        return self.tell(table, **cells)

    def rows(self, table: str, /, **cells: str) -> list[Row]:
        """Give the rows of a table whose cells are these."""
        wanted = cells.items()
        return [
            row
            for row in self._rows.get(table, ())
            if all(row.get(name, "") == value for name, value in wanted)
        ]

    def names(self) -> list[str]:
        """Give the tables that have rows."""
        return list(self._rows)

    def write(self, folder: Path) -> None:
        """Write one CSV for each table, and the drawings beside."""
        for table, rows in self._rows.items():
            _write(folder / f"{table}.csv", rows)
        for path in self._files:
            shutil.copyfile(path, folder / path.name)


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            {name: cell for name, cell in row.items() if cell} for row in csv.DictReader(file, strict=True)
        ]


def _write(path: Path, rows: Iterable[Mapping[str, str]]) -> None:
    rows = list(rows)
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


def _cell(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
