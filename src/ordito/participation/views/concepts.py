"""Concept maps: drawn together, said in a list beside, taken away as a picture and as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ordito.core.access import may, require
from ordito.core.http import PublicRequest, SignedInRequest, in_district, signed_in
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.participation.commands import concepts as deeds
from ordito.participation.forms.synthesis import MapForm, numbers_of
from ordito.participation.models import ConceptMap, TieKind
from ordito.participation.queries.concepts import drawing_of, maps_in, picture_of, text_of
from ordito.participation.views.grids import process_or_404
from ordito.participation.views.placing import STATION

if TYPE_CHECKING:
    from collections.abc import Callable

FILES = {"svg": ("image/svg+xml", picture_of), "txt": ("text/plain; charset=utf-8", text_of)}


@require_http_methods(["GET", "POST"])
@signed_in
def begin(request: SignedInRequest, process: str) -> HttpResponse:
    """Begin a concept map in a path."""
    path = process_or_404(request, process)
    require(request.user, "participation.facilitate", path)
    form, refusal = MapForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(deeds.begin_map(path, by=request.user, title=form.cleaned_data["title"]))
        except Refused as why:
            refusal = str(why)
    return page(
        request,
        "participation/synthesis/map_form.html",
        station=STATION,
        process=path,
        form=form,
        refusal=refusal,
    )


@require_safe
@in_district
def concept_map(request: PublicRequest, process: str, code: str) -> HttpResponse:
    """A map: the drawing, and the list that says the same."""
    return _map_page(request, map_or_404(request, process, code))


def _map_page(request: PublicRequest, drawn: ConceptMap, refusal: str = "", typed: str = "") -> HttpResponse:
    return page(
        request,
        "participation/synthesis/concept_map.html",
        part="said",
        status=422 if refusal else 200,
        station=STATION,
        map=drawn,
        drawing=drawing_of(drawn),
        draws=may(request.user, "participation.draw", drawn),
        kinds=TieKind.choices,
        refusal=refusal,
        typed=typed,
    )


@require_safe
@in_district
def state(request: PublicRequest, process: str, code: str) -> HttpResponse:
    """What is on the map now; 304 to who has it already."""
    drawing = drawing_of(map_or_404(request, process, code))
    mark = f'"{drawing.mark}"'
    if request.headers.get("If-None-Match") == mark:
        answer = HttpResponse(status=304)
    else:
        answer = JsonResponse(drawing.state)
    answer["ETag"], answer["Cache-Control"] = mark, "no-cache, private"
    return answer


@require_POST
@signed_in
def add(request: SignedInRequest, process: str, code: str) -> HttpResponse:
    """Put a concept on the map, in one's own words or in those of a contribution."""
    drawn, asked = map_or_404(request, process, code), request.POST
    text = asked.get("text", "").replace("\x00", "")
    said = numbers_of([asked.get("contribution", "").strip()])
    x, y = numbers_of([asked.get("x", "")]), numbers_of([asked.get("y", "")])
    return _done(
        request,
        drawn,
        lambda: deeds.add_concept(
            drawn,
            by=request.user,
            text=text,
            contribution=said[0] if said else None,
            at=(x[0], y[0]) if x and y else None,
        ),
        typed=text,
    )


@require_POST
@signed_in
def change(request: SignedInRequest, process: str, code: str, number: int) -> HttpResponse:
    """Reword, move or take off a concept."""
    drawn, asked = map_or_404(request, process, code), request.POST
    require(request.user, "participation.draw", drawn)
    concept = drawn.concepts.filter(number=number).first()
    deed = asked.get("deed", "")

    def changed() -> object:
        if concept is None:
            raise deeds.MapRefused(_("Questo concetto non c'è più: intanto qualcuno l'ha tolto."))
        if deed == "move":
            x, y = numbers_of([asked.get("x", "")]), numbers_of([asked.get("y", "")])
            if not x or not y:
                raise deeds.MapRefused(_("Manca dove spostare il concetto."))
            return deeds.move_concept(concept, by=request.user, x=x[0], y=y[0])
        if deed == "strike":
            return deeds.strike_concept(concept, by=request.user)
        text = asked.get("text", "").replace("\x00", "")
        return deeds.reword_concept(concept, by=request.user, text=text)

    return _done(request, drawn, changed)


@require_POST
@signed_in
def tie(request: SignedInRequest, process: str, code: str) -> HttpResponse:
    """Tie two concepts, or take a tie away."""
    drawn, asked = map_or_404(request, process, code), request.POST
    require(request.user, "participation.draw", drawn)
    source, target = (numbers_of([asked.get(name, "")]) for name in ("source", "target"))
    kind = asked.get("kind", "")

    def tied() -> object:
        if not source or not target:
            raise deeds.MapRefused(_("Servono due concetti da legare."))
        if asked.get("deed") == "strike":
            there = drawn.ties.filter(source__number=source[0], target__number=target[0], kind=kind).first()
            return deeds.untie_concepts(there, by=request.user) if there else None
        return deeds.tie_concepts(drawn, by=request.user, source=source[0], target=target[0], kind=kind)

    return _done(request, drawn, tied)


@require_POST
@signed_in
def rename(request: SignedInRequest, process: str, code: str) -> HttpResponse:
    """Call a map otherwise."""
    drawn, form = map_or_404(request, process, code), MapForm(request.POST)
    title = form.cleaned_data["title"] if form.is_valid() else ""
    return _done(request, drawn, lambda: deeds.rename_map(drawn, by=request.user, title=title))


@require_POST
@signed_in
def strike(request: SignedInRequest, process: str, code: str) -> HttpResponse:
    """Take away a map that has nothing on it."""
    drawn = map_or_404(request, process, code)
    try:
        deeds.strike_map(drawn, by=request.user)
    except Refused as why:
        return _map_page(request, drawn, str(why))
    messages.success(request, _("La mappa è cancellata."))
    return redirect(drawn.process)


@require_safe
@in_district
def file(request: PublicRequest, process: str, code: str, form: str) -> HttpResponse:
    """The map as a picture, or as sentences."""
    drawn = map_or_404(request, process, code)
    content_type, written = FILES[form]
    answer = HttpResponse(written(drawing_of(drawn)), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="mappa-{drawn.code}.{form}"'
    return answer


def map_or_404(request: PublicRequest, process: str, code: str) -> ConceptMap:
    """The map of an address, if the reader may know of its path."""
    return get_object_or_404(maps_in(process_or_404(request, process)), code=code)


def _done(
    request: SignedInRequest, drawn: ConceptMap, deed: Callable[[], object], *, typed: str = ""
) -> HttpResponse:
    try:
        deed()
    except Refused as why:
        return _map_page(request, drawn, str(why), typed)
    if request.htmx:
        return _map_page(request, drawn)
    return redirect(drawn)
