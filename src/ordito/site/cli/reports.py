"""Reports that other programs read."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import click

from ordito.site.cli.ground import awake, district_called, migrated
from ordito.site.cli.words import _

if TYPE_CHECKING:
    from ordito.governance.queries.reports import Report


@click.group(help=_("Rapporti del registro: partecipazione, presenze."))
def report() -> None:
    """Gather the reports."""


@report.command(help=_("Incontri, partecipazione media e adesioni formalizzate di ogni organismo."))
@click.option("--district", "slug", required=True, help=_("Ambito."))
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv", show_default=True)
@awake
def participation(slug: str, form: str) -> None:
    """Print body, meetings, mean_attendance, formal_members."""
    from ordito.governance.queries.reports import participation_report

    migrated()
    _print(participation_report(district_called(slug)), form)


@report.command(help=_("Presenze di ogni membro sugli incontri convocati mentre era in carica."))
@click.option("--district", "slug", required=True, help=_("Ambito."))
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv", show_default=True)
@awake
def attendance(slug: str, form: str) -> None:
    """Print body, member, convened, present, justified, rate."""
    from ordito.governance.queries.reports import attendance_report

    migrated()
    _print(attendance_report(district_called(slug)), form)


def _print(found: Report, form: str) -> None:
    if form == "json":
        click.echo(
            json.dumps([dict(zip(found.columns, row, strict=True)) for row in found.rows], default=str)
        )
        return
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(found.columns)
    writer.writerows(found.rows)
    click.echo(text.getvalue(), nl=False)
