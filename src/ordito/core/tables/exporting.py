"""A district's tables into files: the same rows give the same bytes, on every machine."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Literal

from django.db import connection, transaction
from django.utils.translation import gettext as _

from ordito.core.access import require
from ordito.core.command import journal
from ordito.core.refused import Refused
from ordito.core.tables.csv_out import write_csv
from ordito.core.tables.importing import quietly
from ordito.core.tables.package import DESCRIPTION, package_text
from ordito.core.tables.registry import tables
from ordito.core.tables.written import texts_of
from ordito.core.tables.xlsx_out import XlsxWriter
from ordito.core.tables.zip_out import FixedZip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ordito.core.models import Actor, District
    from ordito.core.tables.importing import Progress
    from ordito.core.tables.registry import Registry
    from ordito.core.tables.table import Table

Format = Literal["folder", "zip", "xlsx"]


class UnableToExport(Refused):
    """The tables cannot be written where asked."""


def export_tables(
    district: District,
    to: Path | IO[bytes],
    form: Format,
    *,
    by: Actor,
    progress: Progress = quietly,
    registry: Registry | None = None,
) -> None:
    """Write all the tables of a district as a folder or archive of CSV, or as a workbook; journalled."""
    require(by, "core.move_tables", district)
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        bring_out(district, to, form, registry=registry or tables(), progress=progress)
        journal("core.export_tables", by=by, subject=district)


def bring_out(
    district: District,
    to: Path | IO[bytes],
    form: Format,
    *,
    registry: Registry,
    progress: Progress = quietly,
) -> None:
    """Do what `export_tables` does with any tables; nothing half-written stays where it was asked."""
    if form == "folder":
        if not isinstance(to, Path):
            raise TypeError("a folder is asked for by its path")
        _folder(district, to, registry, progress)
        return
    write = _zip if form == "zip" else _xlsx
    if not isinstance(to, Path):
        write(district, to, registry, progress)
        return
    if to.is_dir():
        raise UnableToExport(_("«%(name)s» è una cartella: serve il nome di un file.") % {"name": to.name})
    to.parent.mkdir(parents=True, exist_ok=True)
    with _beside(to) as new:
        with (new / to.name).open("wb") as file:
            write(district, file, registry, progress)
        (new / to.name).replace(to)


def _folder(district: District, to: Path, registry: Registry, progress: Progress) -> None:
    if to.exists() and not to.is_dir():
        raise UnableToExport(_("«%(name)s» è un file: serve una cartella.") % {"name": to.name})
    to.mkdir(parents=True, exist_ok=True)
    with _beside(to / DESCRIPTION) as new:
        (new / DESCRIPTION).write_text(package_text(registry), encoding="utf-8", newline="\n")
        for table, rows in _tables(district, registry, progress):
            with (new / f"{table.name}.csv").open("wb") as file:
                write_csv(file, table, rows)
        for written in new.iterdir():
            written.replace(to / written.name)


def _zip(district: District, file: IO[bytes], registry: Registry, progress: Progress) -> None:
    with FixedZip(file) as archive:
        archive.write(DESCRIPTION, [package_text(registry)])
        for table, rows in _tables(district, registry, progress):
            with archive.open(f"{table.name}.csv") as stream:
                write_csv(stream, table, rows)


def _xlsx(district: District, file: IO[bytes], registry: Registry, progress: Progress) -> None:
    with FixedZip(file) as archive:
        workbook = XlsxWriter(archive, registry)
        for table, rows in _tables(district, registry, progress):
            workbook.write(table, rows)
        workbook.finish()


def _tables(
    district: District, registry: Registry, progress: Progress
) -> Iterator[tuple[Table, list[list[str]]]]:
    for table in registry:
        rows = texts_of(table, district)
        yield table, rows
        progress(table.name, len(rows), len(rows))


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Give a folder on the same disk, from which what is finished is moved."""
    with TemporaryDirectory(dir=target.parent, prefix=".ordito-") as name:
        yield Path(name)
