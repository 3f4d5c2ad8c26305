"""The page of a grid and of its cells: contributions put where they belong, by hand or from the keyboard."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from ordito.core.access import may, require
from ordito.core.http import PublicRequest, SignedInRequest, in_district, signed_in
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.participation.commands import synthesis as deeds
from ordito.participation.forms.synthesis import chosen_of, spot_of
from ordito.participation.models import ContributionKind, Grid, Process
from ordito.participation.queries.board import MOST_IN_THE_TRAY, board_of, slips_in, tray_of
from ordito.participation.queries.synthesis import (
    counted_waiting,
    grids_in,
    history_of,
    last_done,
    lines_alone,
    read_cell,
)

if TYPE_CHECKING:
    from collections.abc import Callable

STATION = "confronto"
FILE_FORMS = ("pdf", "docx", "odt", "xlsx")
LONGEST_NUMBER = 6
BESIDE_A_CELL, MOST_TOLD = 120, 100
"""How many that wait are shown beside one cell, and how much of what was done in it."""


@require_safe
@in_district
def grid(request: PublicRequest, process: str, code: str) -> HttpResponse:
    """A grid: what waits on one side, the cells on the other."""
    return grid_page(request, grid_or_404(request, process, code))


def grid_page(request: PublicRequest, found: Grid, *, refusal: str = "", done: str = "") -> HttpResponse:
    """The page, or the board alone when a hand has just moved something on it, or the next of the tray."""
    asked = request.GET if request.method == "GET" else request.POST
    search, kind = asked.get("q", "").strip()[:200].replace("\x00", ""), asked.get("kind", "")
    keeps = may(request.user, "participation.facilitate", found)
    shown, after = (_number(asked.get(name, "")) for name in ("shown", "after"))
    tray = tray_of(found, search=search, kind=kind, shown=shown, after=after) if keeps else None
    told: dict[str, Any] = {"keeps": keeps, "tray": tray, "search": search, "kind": kind}
    if after:
        return page(request, "participation/synthesis/grid.html", part="next_of_the_tray", **told)
    whole = bool(asked.get("whole"))
    return page(
        request,
        "participation/synthesis/grid.html",
        part="board",
        status=422 if refusal else 200,
        station=STATION,
        grid=found,
        sheet=board_of(found, opened=asked.getlist("open"), whole=whole),
        whole=whole,
        undo=last_done(found, request.user) if keeps else None,
        kinds=ContributionKind.choices,
        most=MOST_IN_THE_TRAY,
        file_forms=FILE_FORMS,
        refusal=refusal,
        done=done,
        **told,
    )


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_NUMBER else 0


@require_POST
@signed_in
def arrange(request: SignedInRequest, process: str, code: str) -> HttpResponse:
    """Put the chosen contributions in a cell, or take them out of theirs."""
    found = grid_or_404(request, process, code)
    require(request.user, "participation.facilitate", found)
    chosen = chosen_of(request.POST.getlist("chosen"))
    standing = [(number, spot) for number, spot in chosen if spot is not None]
    if request.POST.get("deed") == "take":
        return _done(
            request, found, lambda: deeds.take_away(found, by=request.user, leaving=standing, at=request.now)
        )
    spot = spot_of(request.POST.get("spot", ""))
    if spot is None:
        return _answer(request, found, refusal=_("Manca la cella in cui mettere i contributi."))
    return _done(
        request,
        found,
        lambda: deeds.place(
            found,
            by=request.user,
            numbers=[number for number, _spot in chosen],
            spot=spot,
            at=request.now,
            leaving=[] if request.POST.get("keep") else standing,
        ),
    )


@require_POST
@signed_in
def undo(request: SignedInRequest, process: str, code: str) -> HttpResponse:
    """Put back what the reader has moved last."""
    found = grid_or_404(request, process, code)
    require(request.user, "participation.facilitate", found)
    done_at: datetime | None
    try:
        done_at = datetime.fromisoformat(request.POST.get("done_at", ""))
    except ValueError:
        done_at = None
    if done_at is None or done_at.tzinfo is None:
        return _answer(request, found, refusal=_("Non c'è niente da annullare."))
    return _done(
        request,
        found,
        lambda: deeds.undo_placing(found, by=request.user, done_at=done_at, at=request.now),
        undone=True,
    )


@require_safe
@in_district
def cell(request: PublicRequest, process: str, code: str, row: int, column: int) -> HttpResponse:
    """One cell: all that stands in it, who put it there, what sums it up; to the board, its cards alone."""
    found = grid_or_404(request, process, code)
    square = lines_alone(found).squares.get((row, column)) if request.htmx else None
    if square is None:
        return _cell_page(request, found, row, column)
    return page(
        request,
        "participation/synthesis/cell.html",
        part="cards",
        keeps=may(request.user, "participation.facilitate", found),
        slips=slips_in(found, square),
        opened=square.key,
    )


@require_POST
@signed_in
def summarise(request: SignedInRequest, process: str, code: str, row: int, column: int) -> HttpResponse:
    """Write the sentence that sums a cell up."""
    found = grid_or_404(request, process, code)
    typed = request.POST.get("summary", "").replace("\x00", "")
    try:
        deeds.summarise(
            found,
            by=request.user,
            spot=deeds.Spot(row, column),
            text=typed,
            before=request.POST.get("before", ""),
        )
    except Refused as why:
        return _cell_page(request, found, row, column, refusal=str(why), typed=typed)
    messages.success(request, _("Salvato."))
    return redirect("participation:cell", request.district.slug, process, code, row, column)


def _cell_page(
    request: PublicRequest, found: Grid, row: int, column: int, *, refusal: str = "", typed: str | None = None
) -> HttpResponse:
    sheet = lines_alone(found)
    square = sheet.squares.get((row, column))
    if square is None:
        messages.info(request, _("Questa cella non c'è più: la sua riga o la sua colonna è stata tolta."))
        return redirect(found)
    around = list(sheet.squares.values())
    place = around.index(square)
    read_cell(found, square)
    keeps = may(request.user, "participation.facilitate", found)
    return page(
        request,
        "participation/synthesis/cell.html",
        station=STATION,
        grid=found,
        sheet=sheet,
        square=square,
        before=around[place - 1] if place else None,
        after=around[place + 1] if place + 1 < len(around) else None,
        keeps=keeps,
        waits=counted_waiting(found)[0] if keeps else 0,
        tray=tray_of(found, shown=BESIDE_A_CELL) if keeps else None,
        history=history_of(square.cell, request.user)[:MOST_TOLD] if square.cell else [],
        refusal=refusal,
        typed=square.summary if typed is None else typed,
    )


def grid_or_404(request: PublicRequest, process: str, code: str) -> Grid:
    """The grid of an address, if the reader may know of its path."""
    rows = Process.objects.visible_to(request.user).filter(district=request.district)
    path = get_object_or_404(rows, code=process)
    return get_object_or_404(grids_in(path), code=code)


def _done(
    request: SignedInRequest, found: Grid, deed: Callable[[], deeds.Placing], *, undone: bool = False
) -> HttpResponse:
    try:
        placing = deed()
    except Refused as why:
        return _answer(request, found, refusal=str(why))
    number = len(placing.numbers)
    if undone:
        done = ngettext("Annullato: %(n)d contributo.", "Annullato: %(n)d contributi.", number)
    elif request.POST.get("deed") == "take":
        done = ngettext(
            "%(n)d contributo tolto dalla sua cella.", "%(n)d contributi tolti dalle loro celle.", number
        )
    else:
        done = ngettext("%(n)d contributo messo in %(cell)s.", "%(n)d contributi messi in %(cell)s.", number)
    told = {"n": number, "cell": (placing.journalled.get("cell") or ["", ""])[1]}
    return _answer(request, found, done=done % told)


def _answer(request: SignedInRequest, found: Grid, *, refusal: str = "", done: str = "") -> HttpResponse:
    """Back to where the hand was: the board alone, or the page that sent the form."""
    if request.htmx:
        return grid_page(request, found, refusal=refusal, done=done)
    back = spot_of(request.POST.get("back", ""))
    if refusal and not back:
        return grid_page(request, found, refusal=refusal)
    (messages.error if refusal else messages.success)(request, refusal or done)
    if back:
        return redirect(
            "participation:cell", request.district.slug, found.process.code, found.code, back.row, back.column
        )
    return redirect(found)
