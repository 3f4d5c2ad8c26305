"""Files into a district: all is read and judged first, then written in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from django.db import DataError, IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from ordito.core.command import command
from ordito.core.tables.judging import Judge
from ordito.core.tables.limits import LIMITS
from ordito.core.tables.loading import Keys, Loading
from ordito.core.tables.reading import Reader
from ordito.core.tables.registry import tables
from ordito.core.tables.source import open_source
from ordito.core.tables.wrong import Findings, Wrong, WrongTables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from ordito.core.models import Actor, District
    from ordito.core.tables.limits import Limits
    from ordito.core.tables.loading import Record
    from ordito.core.tables.registry import Registry


MANY = 1_000
"""Rows after which what the database knows of its tables is out of date."""


class Progress(Protocol):
    """Told now and then how far an import or an export is; `total` is 0 while it cannot be known."""

    def __call__(self, table: str, done: int, total: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Imported:
    """How many rows came in, by table, and the names of the files or sheets that are no table."""

    rows: Mapping[str, int]
    unread: tuple[str, ...]

    @property
    def journalled(self) -> dict[str, list[int | None]]:
        return {table: [None, count] for table, count in self.rows.items()}


def quietly(table: str, done: int, total: int) -> None:
    """Tell nobody."""


@command("core.import_tables", needs="core.move_tables")
def import_tables(
    district: District,
    source: Path | IO[bytes],
    *,
    by: Actor,
    at: datetime,
    progress: Progress = quietly,
    registry: Registry | None = None,
) -> Imported:
    """Bring the tables of a folder, an archive, a workbook or a CSV into a district, all or nothing."""
    brought = bring_in(district, source, by=by, at=at, registry=registry or tables(), progress=progress)
    if sum(brought.rows.values()) >= MANY:
        with connection.cursor() as cursor:
            # or the pages guess, until the database looks by itself, how much there is
            cursor.execute("ANALYZE")
    return brought


def rehearse_import(district: District, source: Path | IO[bytes], *, by: Actor, at: datetime) -> Imported:
    """Tell what an import would bring in, or refuse as it would; nothing stays written."""
    with transaction.atomic():
        told = import_tables(district, source, by=by, at=at)
        transaction.set_rollback(True)
    return told


def bring_in(
    district: District,
    source: Path | IO[bytes],
    *,
    by: Actor,
    at: datetime,
    registry: Registry,
    progress: Progress = quietly,
    limits: Limits = LIMITS,
) -> Imported:
    """Do what `import_tables` does with any tables; the caller holds the transaction."""
    findings, keys = Findings(), Keys(registry, district)
    with open_source(source, registry, findings, limits) as opened:
        readers = [Reader(table, sheet, findings, limits) for table, sheet in opened.sheets]
        judge = Judge(district, keys)
        counts = {
            reader.table.name: judge.judge(reader, partial(_checked, progress, reader.table.name))
            for reader in readers
        }
        findings.refuse_if_any()
        for reader in readers:
            loading = Loading(
                district=district,
                by=by,
                at=at,
                table=reader.table,
                sheet=reader.sheet.label,
                columns=reader.given,
                records=partial(_right_rows, reader),
                keys=keys,
                findings=findings,
                progress=partial(progress, reader.table.name, total=counts[reader.table.name]),
            )
            _load(reader, loading)
            keys.forget(reader.table.name)
            findings.refuse_if_any()
    return Imported(counts, tuple(opened.unread))


def _checked(progress: Progress, table: str, done: int) -> None:
    progress(table, done, 0)


def _right_rows(reader: Reader) -> Iterator[Record]:
    return (record for record, bad in reader.rows() if not bad)


def _load(reader: Reader, loading: Loading) -> None:
    try:
        reader.table.load(loading)
    except (IntegrityError, DataError) as problem:
        diagnosis = getattr(problem.__cause__, "diag", None)
        constraint = getattr(diagnosis, "constraint_name", None) or str(problem).partition("\n")[0]
        expected = _("righe che rispettino le regole del registro (vincolo «%(name)s»)") % {
            "name": constraint
        }
        detail = getattr(diagnosis, "message_detail", None) or ""
        raise WrongTables([Wrong(reader.sheet.label, None, "", detail, expected)]) from problem
