"""The rows of one sheet, judged cell by cell: right ones become records, wrong ones are told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ordito.core.tables.cells import Manner, Unfit, blank, parser, shown
from ordito.core.tables.loading import Record
from ordito.core.tables.sheet import Unreadable
from ordito.core.tables.wrong import Wrong, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from ordito.core.tables.cells import Raw
    from ordito.core.tables.limits import Limits
    from ordito.core.tables.sheet import Sheet
    from ordito.core.tables.table import Table
    from ordito.core.tables.wrong import Findings

EMPTY = (None, "")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sheet that means a field."""

    place: int
    name: str
    parse: Callable[[Raw], Any]
    convert: Callable[[Any], Any] | None


class Reader:
    """One sheet as one table. `rows()` may be asked many times: to judge, and then to load."""

    def __init__(self, table: Table, sheet: Sheet, findings: Findings, limits: Limits) -> None:
        self.table = table
        self.sheet = sheet
        self.given: frozenset[str] = frozenset()
        """The fields that the sheet has."""
        self.whole = False
        """Whether every row of the sheet could be read, to its end."""
        self._findings = findings
        self._limits = limits
        self._blank = {field.name: blank(field) for field in table.fields}
        required = [field for field in table.fields if field.required]
        self._required = [field.name for field in required if field.default is None]
        self._required_once_derived = [field.name for field in required if field.default is not None]
        self._derived = {field.name: field.default for field in table.fields if field.default is not None}
        by_itself = Manner(typed=True, exact=True)
        self._derived_parsers = {name: parser(table.field(name), by_itself) for name in self._derived}

    def wrong(self, row: int | None, column: str, found: str, expected: str) -> None:
        self._findings.add(Wrong(self.sheet.label, row, column, found, expected))

    def rows(self) -> Iterator[tuple[Record, AbstractSet[str]]]:
        """Give each row with the names of its wrong cells; what is wrong is told on the way."""
        headings = {heading for field in self.table.fields for heading in field.headings}
        try:
            manner, rows = self.sheet.read(headings | {each.casefold() for each in self.table.ignores})
            _number, heading = next(rows, (0, ()))
            if len(heading) > self._limits.columns:
                raise self._too_wide(len(heading))
            columns = self._columns(heading, manner)
            if columns is None:
                return
            self.given = frozenset(column.name for column in columns)
            sound = len(heading) if all(cell not in EMPTY for cell in heading) else -1
            whole = True
            for count, (number, row) in enumerate(rows, start=1):
                if count > self._limits.rows:
                    raise self._too_many()
                if len(row) == sound or self._fits(number, row, heading, manner):
                    yield self._record(number, row, columns)
                else:
                    whole = False
            self.whole = whole
        except Unreadable as why:
            self._findings.add_first(why.wrong(self.sheet.label))

    def _columns(self, heading: Sequence[Raw], manner: Manner) -> list[Column] | None:
        """Understand the heading; nothing when the rows under it could not be read rightly."""
        known = {
            name: (field, alias) for field in self.table.fields for name, alias in field.headings.items()
        }
        ignored = {each.casefold() for each in self.table.ignores}
        columns: dict[str, Column] = {}
        readable = True
        for place, cell in enumerate(heading):
            text = "" if cell is None else str(cell).strip()
            field, alias = known.get(text.casefold(), (None, None))
            if field is None or alias is None:
                if text and text.casefold() not in ignored:
                    self.wrong(1, text, _("una colonna sconosciuta"), self._one_of_the_columns())
            elif field.name in columns:
                self.wrong(
                    1, text, _("un'altra volta la colonna «%(name)s»") % {"name": field.name}, _("una sola")
                )
                readable = False
            else:
                columns[field.name] = Column(place, field.name, parser(field, manner), alias.convert)
        if not any(heading):
            self.wrong(None, "", _("un foglio vuoto"), _("un'intestazione e poi le righe"))
            return None
        for name in self._required:
            if name not in columns:
                self.wrong(1, name, _("nessuna colonna con questo nome"), _("la colonna, che è obbligatoria"))
                readable = False
        return list(columns.values()) if readable else None

    def _one_of_the_columns(self) -> str:
        names = [field.name for field in self.table.fields]
        return _("una fra %(names)s") % {"names": ", ".join(names)}

    def _fits(self, number: int, row: Sequence[Raw], heading: Sequence[Raw], manner: Manner) -> bool:
        """Tell whether the row has a cell for every heading, and no value without one."""
        width = len(heading)
        if len(row) != width and not manner.typed:
            self.wrong(
                number,
                "",
                ngettext("una riga di %(cells)d cella", "una riga di %(cells)d celle", len(row))
                % {"cells": len(row)},
                _("%(cells)d celle come nell'intestazione (vedere separatore e virgolette)")
                % {"cells": width},
            )
            return False
        stray = [cell for place, cell in enumerate(row) if place >= width or heading[place] in EMPTY]
        found = next((cell for cell in stray if cell not in EMPTY), None)
        if found is not None:
            self.wrong(number, "", shown(found), _("nessun valore dove l'intestazione è vuota"))
        return found is None

    def _record(self, number: int, row: Sequence[Raw], columns: list[Column]) -> tuple[Record, set[str]]:
        values = self._blank.copy()
        bad: set[str] = set()
        for column in columns:
            raw = row[column.place] if column.place < len(row) else None
            if raw is None or raw == "":
                continue
            try:
                value = column.parse(raw)
                values[column.name] = value if column.convert is None else column.convert(value)
            except (Unfit, OverflowError) as why:
                if isinstance(raw, str) and not raw.strip():
                    continue
                bad.add(column.name)
                self.wrong(number, column.name, shown(raw), str(why))
        record = Record(number, values)
        self._demand(record, bad, self._required)
        if self._derived:
            self._derive(record, bad)
            self._demand(record, bad, self._required_once_derived)
        return record, bad

    def _derive(self, record: Record, bad: set[str]) -> None:
        for name, default in self._derived.items():
            if record[name] not in EMPTY or name in bad:
                continue
            if bad:
                bad.add(name)
                continue
            value = default(record)
            try:
                record[name] = (
                    self._derived_parsers[name](value) if isinstance(value, str) and value else value
                )
            except Unfit as why:
                bad.add(name)
                self.wrong(record.row, name, quoted(value), str(why))

    def _demand(self, record: Record, bad: set[str], names: list[str]) -> None:
        for name in names:
            if record[name] in EMPTY and name not in bad:
                bad.add(name)
                self.wrong(record.row, name, quoted(""), _("un valore, che qui è obbligatorio"))

    def _too_wide(self, width: int) -> Unreadable:
        return Unreadable(
            _("%(width)d colonne") % {"width": width},
            _("al massimo %(most)d colonne") % {"most": self._limits.columns},
            row=1,
        )

    def _too_many(self) -> Unreadable:
        most = f"{self._limits.rows:,}".replace(",", ".")
        return Unreadable(
            _("più di %(most)s righe") % {"most": most},
            _("al massimo %(most)s righe per tabella: dividere il file") % {"most": most},
        )
