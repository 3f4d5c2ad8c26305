"""What only several rows, or several tables, can tell: repeated keys, unknown codes, circles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _

from ordito.core.tables.reading import EMPTY
from ordito.core.tables.wrong import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping
    from collections.abc import Set as AbstractSet

    from ordito.core.models import District
    from ordito.core.tables.fields import Field
    from ordito.core.tables.loading import Keys, Record
    from ordito.core.tables.reading import Reader

TOLD_EVERY = 5_000


class Pending(NamedTuple):
    """A reference of a table to itself, that a row further down may still make good."""

    row: int
    column: str
    value: Any


class Judge:
    """Judges the sheets of a source in the order in which they would be loaded, and remembers their keys."""

    def __init__(self, district: District, keys: Keys) -> None:
        self._district = district
        self._keys = keys
        self._codes: dict[str, Container[Any] | None] = {}

    def judge(self, reader: Reader, progress: Callable[[int], None]) -> int:
        """Read a sheet from top to bottom, tell all that is wrong in it, and count its rows."""
        judged = _Judged(reader, self._known)
        count = 0
        for record, bad in reader.rows():
            judged.row(record, bad)
            count += 1
            if count % TOLD_EVERY == 0:
                progress(count)
        progress(count)
        self._codes[reader.table.name] = judged.keys if reader.whole else None
        judged.tell_unknown(self._keys.of(reader.table.name) if judged.pending else {})
        if judged.parents:
            judged.tell_circles(self._parents_in(reader))
        return count

    def _known(self, table: str) -> list[Container[Any]] | None:
        """Give where the keys of a table are; nothing when that is unknown, so that one error stays one."""
        codes = self._codes.get(table, ())
        return None if codes is None else [codes, self._keys.of(table)]

    def _parents_in(self, reader: Reader) -> dict[Any, Any]:
        """Find the parents that the rows in the district have now."""
        table, parent = reader.table, reader.table.parent
        names = [field.name for field in table.exported]
        found = {}
        for row in table.rows(self._district):
            values = row if isinstance(row, dict) else dict(zip(names, row, strict=True))
            found[values[table.primary_key[0]]] = values.get(parent.name if parent else "")
        return found


class _Judged:
    """What was seen so far of one sheet."""

    def __init__(self, reader: Reader, known: Callable[[str], list[Container[Any]] | None]) -> None:
        table = reader.table
        self.keys: dict[Any, int] = {}
        self.pending: list[Pending] = []
        self.parents: dict[Any, tuple[Any, int]] = {}
        self._reader = reader
        self._key = table.primary_key
        self._unique: dict[str, dict[Any, int]] = {
            field.name: {} for field in table.fields if field.unique and table.primary_key != (field.name,)
        }
        self._references = [
            (
                field,
                table.name in field.targets,
                {each: known(each) for each in field.targets if each != table.name},
            )
            for field in table.fields
            if field.targets
        ]
        self._checks = [check.begin() for check in table.checks]
        self._parent = table.parent

    def row(self, record: Record, bad: AbstractSet[str]) -> None:
        self._judge_key(record, bad)
        for name, seen in self._unique.items():
            value = record[name]
            if value not in EMPTY and seen.setdefault(value, record.row) != record.row:
                self._repeated(record, name, value, seen[value])
        for field, to_itself, known in self._references:
            if record[field.name] is not None and field.name not in bad:
                self._judge_reference(record, field, known, to_itself=to_itself)
        if not bad:
            for check in self._checks:
                for trouble in check(record):
                    self._reader.wrong(record.row, trouble.column, trouble.found, trouble.expected)

    def tell_unknown(self, in_district: Mapping[Any, int]) -> None:
        """Tell the references of the table to itself that no row made good."""
        for row, column, value in self.pending:
            if value not in self.keys and value not in in_district:
                self._unknown(row, column, value, [self._reader.table.name])

    def tell_circles(self, in_district: Mapping[Any, Any]) -> None:
        """Tell each circle once, at the first of its rows in the sheet."""
        parents = {**in_district, **{code: parent for code, (parent, _row) in self.parents.items()}}
        walked: set[Any] = set()
        for code in self.parents:
            path: dict[Any, int] = {}
            while code not in EMPTY and code not in walked and code not in path:
                path[code] = len(path)
                code = parents.get(code)  # noqa: PLW2901 - it climbs
            if code in path:
                self._tell_circle([*path][path[code] :])
            walked.update(path)

    def _tell_circle(self, codes: list[Any]) -> None:
        """Tell a circle at the first of its rows, unless it is one of a single row, told already."""
        first = min((row, code) for code in codes if code in self.parents for row in [self.parents[code][1]])
        at = codes.index(first[1])
        around = " → ".join(str(code) for code in [*codes[at:], *codes[:at], first[1]])
        if len(codes) > 1:
            expected = _("una catena che non torna su sé stessa")
            self._reader.wrong(first[0], self._parent.name if self._parent else "", quoted(around), expected)

    def _judge_key(self, record: Record, bad: AbstractSet[str]) -> None:
        if not bad.isdisjoint(self._key):
            return
        parts = tuple(record[name] for name in self._key)
        if all(part in EMPTY for part in parts):
            self._reader.wrong(
                record.row, ", ".join(self._key), quoted(""), _("un valore che distingua la riga")
            )
            return
        key = parts[0] if len(parts) == 1 else parts
        first = self.keys.setdefault(key, record.row)
        if first != record.row:
            self._repeated(record, ", ".join(self._key), ", ".join(_shown(part) for part in parts), first)
        elif self._parent is not None and self._parent.name in self._reader.given:
            self.parents[key] = (record[self._parent.name], record.row)

    def _judge_reference(
        self,
        record: Record,
        field: Field,
        known: Mapping[str, list[Container[Any]] | None],
        *,
        to_itself: bool,
    ) -> None:
        value = record[field.name]
        found = []
        for target, where in known.items():
            if where is None:
                return
            if value in where[0] or value in where[1]:
                found.append(target)
        if len(found) > 1:
            expected = _("un codice di una sola fra le tabelle %(names)s") % {"names": ", ".join(found)}
            self._reader.wrong(record.row, field.name, quoted(value), expected)
        elif field is self._parent and value == record[self._key[0]]:
            expected = _("un codice diverso da quello della riga stessa")
            self._reader.wrong(record.row, field.name, quoted(value), expected)
        elif not found and to_itself:
            if value not in self.keys:
                self.pending.append(Pending(record.row, field.name, value))
        elif not found:
            self._unknown(record.row, field.name, value, field.targets)

    def _unknown(self, row: int, column: str, value: Any, targets: Any) -> None:
        expected = _("un codice che c'è nella tabella %(names)s, o già nell'ambito")
        self._reader.wrong(row, column, quoted(value), expected % {"names": _(" o ").join(targets)})

    def _repeated(self, record: Record, column: str, value: Any, first: int) -> None:
        expected = _("un valore non ripetuto: è già alla riga %(row)d") % {"row": first}
        self._reader.wrong(record.row, column, quoted(value), expected)


def _shown(part: Any) -> str:
    return "" if part is None else str(part)
