"""What a table's `load` receives: the rows that were found right, and the ids of what they refer to."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models

from ordito.core.tables.wrong import Wrong, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from ordito.core.models import Actor, District
    from ordito.core.tables.registry import Registry
    from ordito.core.tables.table import Table
    from ordito.core.tables.wrong import Findings

M = TypeVar("M", bound=models.Model)
BATCH = 5_000


class Record(dict[str, Any]):
    """A row of a file by column, with the number that the row has on the screen of who wrote it."""

    __slots__ = ("row",)

    row: int

    def __init__(self, row: int, values: dict[str, Any]) -> None:
        super().__init__(values)
        self.row = row


class Keys:
    """The ids of what the district already holds, read when first asked."""

    def __init__(self, registry: Registry, district: District) -> None:
        self._registry = registry
        self._district = district
        self._read: dict[str, dict[Any, int]] = {}

    def of(self, table: str) -> dict[Any, int]:
        if table not in self._read:
            told = self._registry[table].keys
            self._read[table] = dict(told(self._district)) if told else {}
        return self._read[table]

    def forget(self, table: str) -> None:
        self._read.pop(table, None)


class Loading:
    """One table on its way into a district. Iterate over it for records, or over `batches()`."""

    def __init__(  # noqa: PLR0913 - it is what the import knows, gathered once
        self,
        *,
        district: District,
        by: Actor,
        at: datetime,
        table: Table,
        sheet: str,
        columns: frozenset[str],
        records: Callable[[], Iterator[Record]],
        keys: Keys,
        findings: Findings,
        progress: Callable[[int], None],
    ) -> None:
        self.district = district
        self.by = by
        self.at = at
        self.columns = columns
        """The fields that the file really has: the others must be left as they are in rows that exist."""
        self._table = table
        self._sheet = sheet
        self._records = records
        self._keys = keys
        self._findings = findings
        self._progress = progress
        self._told = 0

    def __iter__(self) -> Iterator[Record]:
        done = 0
        for record in self._records():
            yield record
            done += 1
            if done % BATCH == 0:
                self._tell(done)
        self._tell(done)

    def batches(self, size: int = BATCH) -> Iterator[list[Record]]:
        """Give the records some thousands at a time."""
        records = iter(self)
        while batch := list(islice(records, size)):
            yield batch

    def _tell(self, done: int) -> None:
        """Tell the progress, which does not go back when the rows are gone through again."""
        self._told = max(self._told, done)
        self._progress(self._told)

    def pk(self, table: str, code: Any) -> int:
        """Give the id of the row of `table` with this primary key: a checked reference has one."""
        return self._keys.of(table)[code]

    def pk_or_none(self, table: str, code: Any) -> int | None:
        """Do the same for a cell that may be empty."""
        return None if code is None else self.pk(table, code)

    def find(self, code: Any, *tables: str) -> tuple[str, int]:
        """Tell in which of several tables a code is, and the id there."""
        return next((table, ids[code]) for table in tables if code in (ids := self._keys.of(table)))

    def forget(self, table: str) -> None:
        """Read the ids of a table again when they are next asked: its rows have changed."""
        self._keys.forget(table)

    def given(self, *columns: str) -> list[str]:
        """Keep those of the columns that the file really has."""
        return [column for column in columns if column in self.columns]

    def wrong(self, record: Record, column: str, expected: str) -> None:
        """Say that a row cannot be written, for a reason that only the room knows: all is refused."""
        self._findings.add(Wrong(self._sheet, record.row, column, quoted(record.get(column)), expected))

    def upsert(
        self, model: type[M], rows: Iterable[M], *, by: Sequence[str], update: Sequence[str] = ()
    ) -> None:
        """Write rows in bulk: a row that agrees with an existing one on the model's fields `by` updates it.

        The database must hold a plain unique constraint on `by` (with `nulls_distinct=False` where a part may
        be empty). Only the model's fields `update` are changed in a row that exists.
        """
        model._default_manager.bulk_create(  # noqa: SLF001 - Django's documented name
            rows, batch_size=BATCH, update_conflicts=True, unique_fields=by, update_fields=update or by
        )
        self._keys.forget(self._table.name)
