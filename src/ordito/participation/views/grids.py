"""Grids: begun in a path, their lines arranged, what they say as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ordito.core import press
from ordito.core.access import require
from ordito.core.http import PublicRequest, SignedInRequest, in_district, signed_in
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.participation.commands import grids as deeds
from ordito.participation.forms.synthesis import GridForm, LineForm, NamesForm, numbers_of
from ordito.participation.models import Axis, Grid, Process
from ordito.participation.queries.grid_acts import document_of, workbook_of
from ordito.participation.queries.synthesis import lines_of, ready_axes, sheet_of
from ordito.participation.views.calls import FORMS
from ordito.participation.views.placing import STATION, grid_or_404

if TYPE_CHECKING:
    from collections.abc import Callable

    from ordito.participation.models import GridLine

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
@signed_in
def begin(request: SignedInRequest, process: str) -> HttpResponse:
    """Begin a grid in a path."""
    path = process_or_404(request, process)
    require(request.user, "participation.facilitate", path)
    form, refusal = GridForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            made = deeds.begin_grid(path, by=request.user, facts=form.facts())
        except Refused as why:
            refusal = str(why)
        else:
            return redirect(made)
    return page(
        request,
        "participation/synthesis/grid_form.html",
        station=STATION,
        process=path,
        form=form,
        refusal=refusal,
        axes=ready_axes(path),
    )


@require_safe
@signed_in
def lines(request: SignedInRequest, process: str, code: str) -> HttpResponse:
    """The rows and columns of a grid, to be arranged."""
    return _lines_page(request, grid_or_404(request, process, code))


@require_POST
@signed_in
def add(request: SignedInRequest, process: str, code: str) -> HttpResponse:
    """Add a row or a column; several, one a line."""
    found = grid_or_404(request, process, code)
    require(request.user, "participation.facilitate", found)
    form = LineForm(request.POST)
    title = form.cleaned_data["title"] if form.is_valid() else ""

    def added() -> object:
        axis = _axis(request.POST.get("axis", ""))
        return deeds.add_line(found, by=request.user, axis=axis, title=title)

    return _done(request, found, added)


@require_POST
@signed_in
def change(request: SignedInRequest, process: str, code: str, axis: str, number: int) -> HttpResponse:
    """Rename, move, join or take away a row or a column."""
    found = grid_or_404(request, process, code)
    require(request.user, "participation.facilitate", found)
    asked, deed = request.POST, request.POST.get("deed", "")

    def arranged() -> object:
        line = deeds.standing_line(found, _axis(axis), number)
        if deed == "rename":
            form = LineForm(asked)
            title = form.cleaned_data["title"] if form.is_valid() else ""
            return deeds.rename_line(line, by=request.user, title=title)
        if deed in {"earlier", "later"}:
            return deeds.move_line(line, by=request.user, earlier=deed == "earlier")
        if deed == "remove":
            return _removed(request, found, line)
        raise deeds.GridRefused(_("Non si è detto che cosa fare della riga o della colonna."))

    return _done(request, found, arranged)


def _removed(request: SignedInRequest, found: Grid, line: GridLine) -> object:
    into = numbers_of([request.POST.get("into", "")])
    if into:
        other = deeds.standing_line(found, line.axis, into[0])
        return deeds.join_lines(line, by=request.user, into=other, at=request.now)
    loosen = request.POST.get("into") == "loosen"
    return deeds.remove_line(line, by=request.user, at=request.now, loosen=loosen)


@require_POST
@signed_in
def rename(request: SignedInRequest, process: str, code: str) -> HttpResponse:
    """Call a grid and its axes otherwise."""
    found, form = grid_or_404(request, process, code), NamesForm(request.POST)
    require(request.user, "participation.facilitate", found)
    if not form.is_valid():
        return _lines_page(request, found, names=form)
    return _done(request, found, lambda: deeds.rename_grid(found, by=request.user, **form.cleaned_data))


@require_POST
@signed_in
def strike(request: SignedInRequest, process: str, code: str) -> HttpResponse:
    """Take away a grid in which nothing was ever placed."""
    found = grid_or_404(request, process, code)
    try:
        deeds.strike_grid(found, by=request.user)
    except Refused as why:
        return _lines_page(request, found, refusal=str(why))
    messages.success(request, _("La griglia è cancellata."))
    return redirect(found.process)


@require_safe
@in_district
def file(request: PublicRequest, process: str, code: str, form: str) -> HttpResponse:
    """The grid as a document or as a workbook."""
    found = grid_or_404(request, process, code)
    if form == "xlsx":
        answer = HttpResponse(workbook_of(sheet_of(found)), content_type=XLSX)
    elif form in FORMS:
        write_file, content_type = FORMS[form]
        try:
            written = write_file(document_of(sheet_of(found), request.today))
        except press.PressFailed as why:
            messages.error(request, str(why))
            return redirect(found)
        answer = HttpResponse(written, content_type=content_type)
    else:
        raise Http404
    answer["Content-Disposition"] = f'attachment; filename="griglia-{found.code}.{form}"'
    return answer


def process_or_404(request: PublicRequest, code: str) -> Process:
    """The path of an address, if the reader may know of it."""
    rows = Process.objects.visible_to(request.user).filter(district=request.district)
    return get_object_or_404(rows.select_related("district"), code=code)


def _lines_page(
    request: SignedInRequest, found: Grid, *, refusal: str = "", names: NamesForm | None = None
) -> HttpResponse:
    require(request.user, "participation.facilitate", found)
    told = {name: getattr(found, name) for name in NamesForm.base_fields}
    return page(
        request,
        "participation/synthesis/lines.html",
        station=STATION,
        grid=found,
        axes=[(axis, label, rows) for axis, label, rows in lines_of(found)],
        names=names or NamesForm(initial=told),
        refusal=refusal,
    )


def _axis(typed: str) -> str:
    if typed not in Axis.values:
        raise deeds.GridRefused(_("Non si è detto se è una riga o una colonna."))
    return typed


def _done(request: SignedInRequest, found: Grid, deed: Callable[[], object]) -> HttpResponse:
    try:
        deed()
    except Refused as why:
        return _lines_page(request, found, refusal=str(why))
    messages.success(request, _("Fatto."))
    return redirect("participation:grid_lines", request.district.slug, found.process.code, found.code)
