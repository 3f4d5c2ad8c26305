"""A synthesis grid as a document and as a workbook: rows × columns, texts, people, organisations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ordito.core import press
from ordito.core.tables.sheets import Sheet as Page
from ordito.core.tables.sheets import workbook

if TYPE_CHECKING:
    from datetime import date

    from ordito.participation.queries.synthesis import Card, Sheet, Square

WIDEST = 5
"""Columns that an upright page holds with their sentences; more are told row by row only."""


SHORT = 400
"""Letters of a sentence in the table that sums the grid up; the whole of it is told under its row."""


def document_of(sheet: Sheet, on: date) -> press.Document:
    """The grid as the press takes it: always in Italian, whatever the language of the reader."""
    with translation.override("it"):
        grid = sheet.grid
        return press.Document(
            title=grid.title,
            subtitle=f"{grid.process.title} · {grid.rows_name} × {grid.columns_name}",
            issuer=grid.process.district.name,
            date=on,
            blocks=tuple(_blocks(sheet)),
            synthetic=grid.is_synthetic or grid.process.district.is_demonstration,
        )


def workbook_of(sheet: Sheet) -> bytes:
    """Three sheets: the texts in their cells, the counts, and one row for each contribution placed."""
    columns = [column.title for column in sheet.columns]
    corner = f"{sheet.grid.rows_name} × {sheet.grid.columns_name}"
    texts = [
        [
            row.title,
            *("\n".join([*filter(None, [square.summary]), *map(_line, square.cards)]) for square in band),
        ]
        for row, band in sheet.bands
    ]
    counts: list[list[str | int]] = [
        [
            row.title,
            *(
                number
                for square in band
                for number in (len(square.cards), square.people, square.organisations)
            ),
        ]
        for row, band in sheet.bands
    ]
    heads = [
        f"{title}: {what}"
        for title in columns
        for what in (_("contributi"), _("persone"), _("organizzazioni"))
    ]
    placed: list[list[str | int]] = [
        [
            card.number,
            square.row.title,
            square.column.title,
            card.kind_name,
            card.text,
            card.said_by,
            card.size,
        ]
        for square in sheet.squares.values()
        for card in square.cards
    ]
    listed = [
        _("N."),
        sheet.grid.rows_name,
        sheet.grid.columns_name,
        _("Che cos'è"),
        _("Testo"),
        _("Di chi"),
        _("Persone"),
    ]
    return workbook(
        [
            Page(_("Griglia"), [corner, *columns], texts, [24, *[40] * len(columns)]),
            Page(_("Conteggi"), [corner, *heads], counts, [24, *[16] * len(heads)]),
            Page(_("Contributi"), listed, placed, [8, 24, 24, 14, 70, 30, 10]),
        ]
    )


def _blocks(sheet: Sheet) -> Iterator[press.Block]:
    placed = [card for square in sheet.squares.values() for card in square.cards]
    numbers = {card.number: card for card in placed}
    organisations = {card.organisation for card in placed if card.organisation}
    yield press.Definitions(
        [
            (_("Contributi collocati"), f"{sheet.placed} / {sheet.total}"),
            (_("Persone che li dicono"), str(sum(card.size for card in numbers.values()))),
            (_("Organizzazioni"), str(len(organisations))),
        ]
    )
    if not sheet.is_ready:
        yield press.Note(_("La griglia non ha ancora righe e colonne."))
        return
    if len(sheet.columns) <= WIDEST:
        yield press.Heading(1, _("In sintesi"))
        yield press.Table(
            [sheet.grid.rows_name, *(column.title for column in sheet.columns)],
            [[row.title, *(_in_short(square) for square in band)] for row, band in sheet.bands],
        )
    for row, band in sheet.bands:
        yield press.Heading(1, row.title)
        for square in band:
            if square.cards or square.summary:
                yield press.Heading(2, f"{square.column.title} ({square.name})")
                if square.summary:
                    yield press.Lead(square.summary) if square.cards else press.Paragraph(square.summary)
                yield press.Bullets([_line(card) for card in square.cards])
        if not any(square.cards or square.summary for square in band):
            yield press.Note(_("Niente, finora."))


def _in_short(square: Square) -> str:
    """The sentence of a cell and how many stand behind it."""
    if not square.cards:
        return Truncator(square.summary).chars(SHORT) or "—"
    number = len(square.cards)
    told = ngettext("%(n)d contributo", "%(n)d contributi", number) % {"n": number}
    people = ngettext("%(n)d persona", "%(n)d persone", square.people) % {"n": square.people}
    return "\n".join(filter(None, [Truncator(square.summary).chars(SHORT), f"{told}, {people}"]))


def _line(card: Card) -> str:
    """A contribution on a line: its number, what it says, who brought it and how many say it."""
    told = [card.said_by] if card.said_by else []
    if card.size > 1:
        told.append(ngettext("%(n)d persona", "%(n)d persone", card.size) % {"n": card.size})
    return f"{card.number}. {card.text}" + (f" ({', '.join(told)})" if told else "")
