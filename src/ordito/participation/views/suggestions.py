"""What the machine would do with what waits: shown, accepted one by one or by the group, refused for good."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from ordito.core.access import require
from ordito.core.http import SignedInRequest, signed_in
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.participation.analysis import synthesis as analysis
from ordito.participation.commands import synthesis as deeds
from ordito.participation.forms.synthesis import chosen_of, numbers_of
from ordito.participation.queries.synthesis import card_of, lines_alone
from ordito.participation.views.placing import STATION, grid_or_404

if TYPE_CHECKING:
    from ordito.participation.models import Grid
    from ordito.participation.queries.synthesis import Card, Sheet


@require_safe
@signed_in
def suggestions(request: SignedInRequest, process: str, code: str) -> HttpResponse:
    """Suggestions of cells, or of rows where nothing is placed yet; they come when they are ready."""
    found = grid_or_404(request, process, code)
    require(request.user, "participation.facilitate", found)
    return _page(request, found)


def _page(request: SignedInRequest, found: Grid, refusal: str = "") -> HttpResponse:
    sheet, gathered = lines_alone(found), analysis.gather(found)
    material = analysis.material_of_cells(gathered)
    why = analysis.too_little(material) if sheet.is_ready else _("La griglia non ha ancora righe e colonne.")
    by_rows = request.GET.get("per") == "righe" or (bool(why) and bool(gathered.waiting))
    if by_rows:
        material = analysis.material_of_groups(gathered)
        why = analysis.too_little(material)
    ask = analysis.groups_advice if by_rows else analysis.cells_advice
    advice = None if why else ask(found, material)
    told = _told(sheet, advice, {each.number: card_of(each) for each in gathered.waiting})
    return page(
        request,
        "participation/synthesis/suggestions.html",
        part="advice",
        status=422 if refusal else 200,
        station=STATION,
        grid=found,
        sheet=sheet,
        by_rows=by_rows,
        why=why,
        thinks=advice is None and not why,
        waits=len(gathered.waiting),
        refusal=refusal,
        **told,
    )


def _told(sheet: Sheet, advice: analysis.Advice | None, cards: dict[int, Card]) -> dict[str, Any]:
    """Suggestions gathered by cell, surest first; groups with their cards; those that resemble none."""
    if advice is None:
        return {"cells": [], "groups": [], "alone": []}
    by_cell: dict[str, list[tuple[Card, analysis.Suggestion]]] = {}
    for each in advice.suggestions:
        if each.number in cards:
            by_cell.setdefault(each.key, []).append((cards[each.number], each))
    squares = {square.key: square for square in sheet.squares.values()}
    return {
        "cells": [(squares[key], rows) for key, rows in by_cell.items() if key in squares],
        "groups": [
            (
                group,
                [
                    (cards[number], analysis.level_of(sureness))
                    for number, sureness in zip(group.numbers, group.sureness, strict=True)
                    if number in cards
                ],
            )
            for group in advice.groups
        ],
        "alone": [cards[number] for number in advice.alone if number in cards],
    }


@require_POST
@signed_in
def accept(request: SignedInRequest, process: str, code: str) -> HttpResponse:
    """Place what was suggested and ticked, or refuse one suggestion for good."""
    found = grid_or_404(request, process, code)
    require(request.user, "participation.facilitate", found)
    refused = [(number, spot) for number, spot in chosen_of(request.POST.getlist("refuse")) if spot]
    if refused:
        return _done(request, found, lambda: _refuse(request, found, refused))
    return _done(request, found, lambda: _accept(request, found))


def _refuse(request: SignedInRequest, found: Grid, refused: list[tuple[int, deeds.Spot]]) -> str:
    for number, spot in refused[:1]:
        deeds.refuse_suggestion(found, by=request.user, number=number, spot=spot, at=request.now)
    return _("Annotato: non sarà suggerito più.")


def _accept(request: SignedInRequest, found: Grid) -> str:
    wanted: dict[deeds.Spot, list[int]] = {}
    for number, spot in chosen_of(request.POST.getlist("accept")):
        if spot is not None:
            wanted.setdefault(spot, []).append(number)
    if not wanted:
        raise deeds.PlacingRefused(_("Prima si scelgono i suggerimenti da accettare."))
    placed = 0
    for spot, numbers in wanted.items():
        done = deeds.place(
            found, by=request.user, numbers=numbers, spot=spot, at=request.now, was_suggested=True
        )
        placed += len(done.numbers)
    return ngettext("%(n)d contributo collocato.", "%(n)d contributi collocati.", placed) % {"n": placed}


@require_POST
@signed_in
def accept_one_group(request: SignedInRequest, process: str, code: str) -> HttpResponse:
    """Make a group a row; those left out are remembered as not belonging."""
    found = grid_or_404(request, process, code)
    require(request.user, "participation.facilitate", found)
    asked = request.POST
    kept, shown = numbers_of(asked.getlist("kept")), numbers_of(asked.getlist("shown"))
    row, column = (numbers_of([asked.get(name, "")]) for name in ("row", "column"))

    def accepted() -> str:
        deeds.accept_group(
            found,
            by=request.user,
            title=asked.get("title", "").replace("\x00", ""),
            row=row[0] if row else None,
            column=column[0] if column else None,
            numbers=kept,
            refused=[number for number in shown if number not in kept],
            at=request.now,
        )
        return _("Il gruppo è una riga della griglia.")

    return _done(request, found, accepted)


def _done(request: SignedInRequest, found: Grid, deed: Callable[[], str]) -> HttpResponse:
    try:
        told = deed()
    except Refused as why:
        return _page(request, found, str(why))
    if request.htmx:
        return _page(request, found)
    messages.success(request, told)
    return redirect("participation:suggestions", request.district.slug, found.process.code, found.code)
