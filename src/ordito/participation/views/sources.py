"""The map of documents: the list, the matrix, the page of each source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ordito.community.models import UserArea
from ordito.core.access import may, require
from ordito.core.attachments import download
from ordito.core.http import PublicRequest, SignedInRequest, in_district, signed_in
from ordito.core.listing import Column, Filter, Listing, list_page
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.participation.commands import knowledge as deeds
from ordito.participation.forms.knowledge import SourceForm
from ordito.participation.models import Source, SourceKind
from ordito.participation.queries.knowledge import UNSAID, WHOLE, matrix_of, sources_in, used_in
from ordito.participation.views.processes import STATION
from ordito.territory.models import Municipality

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse


@require_safe
@in_district
def sources(request: PublicRequest) -> HttpResponse:
    """Every document of the map that the reader may see: by phenomenon, place, kind, year."""
    towns = Municipality.objects.filter(district=request.district).order_by("name")
    rows = sources_in(request.district, request.user)
    years = rows.filter(year__isnull=False).order_by("-year").values_list("year", flat=True).distinct()
    listing = Listing(
        request=request,
        title=_("Fonti"),
        rows=rows,
        columns=[
            Column[Any]("title", _("Documento"), lambda row: row.title, sort=["title"]),
            Column[Any]("author", _("Di chi"), lambda row: row.author, sort=["author", "title"]),
            Column[Any]("year", _("Anno"), lambda row: row.year, sort=["year"], numeric=True),
            Column[Any]("kind", _("Tipo"), lambda row: row.get_kind_display(), sort=["kind", "title"]),
            Column[Any](
                "user_area", _("Area di utenza"), lambda row: row.get_user_area_display(), sort=["user_area"]
            ),
            Column[Any]("places", _("Dove"), places_of),
            Column[Any]("phenomenon", _("Quale fenomeno"), lambda row: row.phenomenon),
        ],
        words=["title", "phenomenon", "treatment"],
        filters=[
            Filter("area", _("Area di utenza"), [*UserArea.choices, (UNSAID, _("non detta"))], _for_whom),
            Filter(
                "comune",
                _("Comune"),
                [(WHOLE, _("tutto l'ambito")), *towns.values_list("istat_code", "name")],
                _where,
            ),
            Filter("tipo", _("Tipo"), SourceKind.choices, "kind"),
            Filter("anno", _("Anno"), [(str(year), str(year)) for year in years], "year"),
        ],
        default_sort="title",
    )
    return list_page(request, "participation/knowledge/sources.html", listing, station=STATION)


def places_of(source: Source) -> str:
    """Where a source speaks of, as the list says it."""
    return ", ".join(town.name for town in source.municipalities.all()) or _("tutto l'ambito")


def _where(rows: QuerySet[Source], place: str) -> QuerySet[Source]:
    if place == WHOLE:
        return rows.filter(municipalities__isnull=True)
    return rows.filter(municipalities__istat_code=place)


def _for_whom(rows: QuerySet[Source], area: str) -> QuerySet[Source]:
    return rows.filter(user_area="" if area == UNSAID else area)


@require_safe
@in_district
def matrix(request: PublicRequest) -> HttpResponse:
    """Which municipality and which user area are described by how many documents; where nobody has."""
    return page(
        request,
        "participation/knowledge/matrix.html",
        station=STATION,
        matrix=matrix_of(request.district, request.user),
        keeps=may(request.user, "participation.keep_processes", request.district),
    )


@require_safe
@in_district
def source(request: PublicRequest, source: str) -> HttpResponse:
    """One document: what it describes, where to find it, who uses it."""
    return _source_page(request, source_or_404(request, source))


def _source_page(request: PublicRequest, found: Any, refusal: str = "") -> HttpResponse:
    return page(
        request,
        "participation/knowledge/source.html",
        station=STATION,
        source=found,
        places=places_of(found),
        paths=used_in(found, request.user),
        keeps=may(request.user, "participation.keep_processes", found),
        refusal=refusal,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def add(request: SignedInRequest) -> HttpResponse:
    """Put a document in the map."""
    require(request.user, "participation.keep_processes", request.district)
    towns = Municipality.objects.filter(district=request.district)
    given = {
        "user_area": request.GET.get("user_area", "")[:20],
        "municipalities": towns.filter(istat_code=request.GET.get("comune", "")[:6].replace("\x00", "")),
    }
    form = SourceForm(request.POST or None, request.FILES or None, initial=given, district=request.district)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            made = deeds.add_source(
                request.district, by=request.user, facts=form.facts(), at=request.now, paper=form.paper()
            )
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("Il documento è nella mappa."))
            return redirect(made)
    return page(
        request, "participation/knowledge/source_form.html", station=STATION, form=form, refusal=refusal
    )


@require_http_methods(["GET", "POST"])
@signed_in
def change(request: SignedInRequest, source: str) -> HttpResponse:
    """Change what is written of a document."""
    found = source_or_404(request, source)
    require(request.user, "participation.keep_processes", found)
    form = SourceForm(
        request.POST or None,
        request.FILES or None,
        initial=SourceForm.of(found),
        district=request.district,
    )
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            deeds.change_source(
                found, by=request.user, facts=form.facts(), at=request.now, paper=form.paper()
            )
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("Salvato."))
            return redirect(found)
    return page(
        request,
        "participation/knowledge/source_form.html",
        station=STATION,
        form=form,
        refusal=refusal,
        source=found,
    )


@require_POST
@signed_in
def strike(request: SignedInRequest, source: str) -> HttpResponse:
    """Take a document out of the map."""
    found = source_or_404(request, source)
    try:
        deeds.strike_source(found, by=request.user)
    except Refused as why:
        return _source_page(request, found, str(why))
    messages.success(request, _("Il documento non è più nella mappa."))
    return redirect("participation:sources", district=request.district.slug)


@require_safe
@in_district
def file(request: PublicRequest, source: str) -> HttpResponse:
    """The file of a document."""
    found = source_or_404(request, source)
    if found.file is None:
        raise Http404(_("Di questo documento non c'è il file."))
    return download(found.file)


def source_or_404(request: PublicRequest, code: str) -> Any:
    """The source of an address, if the reader may know of it."""
    rows = sources_in(request.district, request.user).select_related("file").defer("file__content")
    return get_object_or_404(rows, code=code)
