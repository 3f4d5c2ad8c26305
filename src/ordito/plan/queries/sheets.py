"""The money of a plan as a file for spreadsheets."""

from __future__ import annotations

import io
from collections.abc import Iterable
from decimal import Decimal

from django.http import HttpResponse
from django.utils.translation import gettext as _

from ordito.core.listing import csv_file
from ordito.core.tables import Field, Registry, Table
from ordito.core.tables.xlsx_out import XlsxWriter
from ordito.core.tables.zip_out import FixedZip
from ordito.plan.queries.money import Money, Side, by_action, by_municipality, by_source, by_who_pays


def csv_of(money: Money) -> HttpResponse:
    """The three sides one under the other, as the page shows them."""
    parts: list[list[list[object]]] = []
    for title, side in _sides(money):
        parts.append([[title, *(str(year) for year in side.years), _("Totale"), _("Speso")]])
        parts.append([[row.name, *row.amounts, row.total, row.spent] for row in side.rows])
        parts.append([[_("Totale"), *side.by_year, side.total, side.spent], []])
    return csv_file(f"{money.plan.title} {_('risorse')}", *parts)


def xlsx_of(money: Money) -> bytes:
    """The same sides as long tables, a sheet each, and the lines with what each municipality pays of them."""
    sheets = [
        (
            _sheet(name, first),
            [[row.name, *cells] for row in side.rows for cells in _by_year(side, row.amounts)],
        )
        for (name, first), (_title, side) in zip(
            (("by_source", "source"), ("by_action", "action"), ("by_municipality", "municipality")),
            _sides(money),
            strict=True,
        )
    ]
    shares = _sheet("shares", "action", ("source", "municipality"))
    paid = [
        [
            str(each.line.action),
            each.line.get_source_display(),
            share.town.name,
            str(each.line.year),
            f"{share.amount}",
        ]
        for each in money.lines
        for share in each.shares
    ]
    registry = Registry([table for table, _rows in sheets] + [shares])
    file = io.BytesIO()
    with FixedZip(file) as archive:
        workbook = XlsxWriter(archive, registry)
        for table, rows in [*sheets, (shares, paid)]:
            workbook.write(table, rows)
        workbook.finish()
    return file.getvalue()


def _sides(money: Money) -> list[tuple[str, Side]]:
    towns, others = by_municipality(money), by_who_pays(money)
    rows = (*towns.rows, *others.rows)
    by_year = tuple(one + other for one, other in zip(towns.by_year, others.by_year, strict=True))
    whole = Side(towns.years, rows, by_year, towns.total + others.total)
    return [(_("Fonte"), by_source(money)), (_("Azione"), by_action(money)), (_("Comune"), whole)]


def _by_year(side: Side, amounts: Iterable[Decimal]) -> list[list[str]]:
    return [[str(year), f"{amount}"] for year, amount in zip(side.years, amounts, strict=True)]


def _sheet(name: str, first: str, more: tuple[str, ...] = ()) -> Table:
    """A sheet to read: nothing of it comes back in."""
    texts = [Field(each, "string", each) for each in (first, *more)]
    fields = (*texts, Field("year", "year", "year"), Field("euros", "number", "euros", decimals=2))
    return Table(
        name,
        name,
        "",
        fields,
        room="plan",
        primary_key=(first, *more, "year"),
        rows=lambda _d: (),
        load=lambda _l: None,
    )
