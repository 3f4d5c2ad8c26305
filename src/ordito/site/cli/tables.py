"""Tables in and out of a district."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import click

from ordito.site.cli.ground import awake, district_called, migrated
from ordito.site.cli.words import _

FORMS: dict[str, Literal["zip", "xlsx"]] = {".zip": "zip", ".xlsx": "xlsx"}


@click.command(
    name="import",
    help=_("Importa tabelle in un ambito: una cartella di CSV, uno .zip, un .xlsx, un solo file."),
)
@click.argument("source", type=click.Path(exists=True, path_type=Path), metavar=_("DA"))
@click.option("--district", "slug", required=True, help=_("Ambito."))
@awake
def import_(source: Path, slug: str) -> None:
    """Write all, or nothing and every error."""
    from django.utils import timezone

    from ordito.core.models import Operator
    from ordito.core.tables import import_tables

    migrated()
    progress = _Progress()
    district = district_called(slug)
    try:
        done = import_tables(district, source, by=Operator(), at=timezone.now(), progress=progress)
    finally:
        progress.finish()
    for name, rows in done.rows.items():
        click.echo(f"{name}\t{rows}")
    for name in done.unread:
        click.echo(_("%(name)s non è una tabella: non è stato letto.") % {"name": name}, err=True)


@click.command(help=_("Esporta le tabelle di un ambito in una cartella di CSV, in uno .zip o in un .xlsx."))
@click.argument("target", type=click.Path(path_type=Path), metavar=_("A"))
@click.option("--district", "slug", required=True, help=_("Ambito."))
@awake
def export(target: Path, slug: str) -> None:
    """Write a folder of CSV with its datapackage.json, or one file."""
    from ordito.core.models import Operator
    from ordito.core.tables import export_tables

    migrated()
    progress = _Progress()
    form = FORMS.get(target.suffix.lower())
    export_tables(district_called(slug), target, form or "folder", by=Operator(), progress=progress)
    progress.finish()
    click.echo(_("Esportato in %(target)s") % {"target": target})


class _Progress:
    """One line a table on the terminal's error stream; where nobody watches, only its beginning."""

    def __init__(self) -> None:
        self.table = ""
        self.watched = sys.stderr.isatty()

    def __call__(self, table: str, done: int, total: int) -> None:
        if table != self.table:
            self.finish()
            self.table = table
        elif not self.watched:
            return
        told = f"{done:,}/{total:,}" if total else f"{done:,}"
        click.echo(f"\r{table}: {told}   ".replace(",", "."), err=True, nl=False)

    def finish(self) -> None:
        """End the line."""
        if self.table:
            click.echo("", err=True)
