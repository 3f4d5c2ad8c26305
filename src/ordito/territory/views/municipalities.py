"""The municipalities of the district, one by one, and its sub-areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ordito.core import numbers
from ordito.core.access import require
from ordito.core.http import PublicRequest, SignedInRequest, in_district, signed_in
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.territory.commands import (
    Counted,
    count_people,
    create_sub_area,
    describe_municipality,
    describe_sub_area,
    discard_municipality,
    dissolve_sub_area,
    remove_municipality,
)
from ordito.territory.forms import CountForm, DayForm, MunicipalityForm, SubAreaForm
from ordito.territory.models import Municipality, SubArea
from ordito.territory.queries import (
    INDICATORS,
    neighbours_of,
    overview_of,
    places_serving,
    pyramid_of,
    scopes_of,
    source_of_area,
    written,
)
from ordito.territory.views.figures import drawn_pyramid

if TYPE_CHECKING:
    from ordito.core.models import District

STATION = "bisogni"


def found(district: District, istat_code: str) -> Municipality:
    """The municipality of the district, even one that has left it."""
    return get_object_or_404(
        Municipality.objects.select_related("district", "sub_area").defer("geometry"),
        district=district,
        istat_code=istat_code,
    )


@require_safe
@in_district
def municipality(request: PublicRequest, istat_code: str) -> HttpResponse:
    """Everything that the register knows of a municipality, beside its sub-area and the whole district."""
    row = found(request.district, istat_code)
    overview = overview_of(request.district, request.today)
    here = next((each for each in overview.municipalities if each.pk == row.pk), None)
    area = next((each for each in overview.sub_areas if here and each.code == here.sub_area_code), None)
    scopes = {scope.key: scope for scope in scopes_of(overview, request.district)}
    shown = pyramid_of(request.district, scopes[istat_code]) if here else None
    compared = pyramid_of(request.district, scopes[""], like=shown.source) if shown else None
    return page(
        request,
        "territory/municipality.html",
        station=STATION,
        municipality=row,
        here=here,
        area=area,
        overview=overview,
        source_of_area=source_of_area(here.figures) if here else "",
        lines=[
            (
                each,
                written(each, each.of(here.figures)),
                written(each, each.of(area.figures)) if area else "—",
                written(each, each.of(overview.figures)),
            )
            for each in INDICATORS
        ]
        if here
        else [],
        places=places_serving(row, request.today),
        neighbours=neighbours_of(row, request.today),
        pyramid=shown,
        drawn=drawn_pyramid(shown, compared),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: SignedInRequest, istat_code: str) -> HttpResponse:
    """Say the official area, the sub-area, since when; or let the municipality go."""
    row = found(request.district, istat_code)
    require(request.user, "territory.tend", row)
    initial = {
        "official_area_km2": row.official_area_km2,
        "sub_area": row.sub_area_id,
        "starts_on": row.starts_on,
    }
    form = MunicipalityForm(request.POST or None, initial=initial, district=request.district)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            describe_municipality(row, by=request.user, **form.cleaned_data)
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("%(name)s è aggiornato.") % {"name": row.name})
            return redirect(row)
    leaving = DayForm(initial={"ends_before": request.today}, auto_id="leave_%s")
    return page(
        request,
        "territory/municipality_edit.html",
        station=STATION,
        municipality=row,
        form=form,
        refusal=refusal,
        leaving=leaving,
    )


@require_POST
@signed_in
def leave(request: SignedInRequest, istat_code: str) -> HttpResponse:
    """Let a municipality leave the district from a day on."""
    row = found(request.district, istat_code)
    require(request.user, "territory.tend", row)
    try:
        remove_municipality(row, by=request.user, ends_before=DayForm(request.POST).day)
    except Refused as why:
        messages.error(request, str(why))
        return redirect("territory:edit_municipality", request.district.slug, istat_code)
    messages.success(request, _("%(name)s esce dall'ambito.") % {"name": row.name})
    return redirect("territory:municipalities", request.district.slug)


@require_POST
@signed_in
def discard(request: SignedInRequest, istat_code: str) -> HttpResponse:
    """Take away a municipality that was added by mistake."""
    row = found(request.district, istat_code)
    require(request.user, "territory.tend", row)
    try:
        discard_municipality(row, by=request.user)
    except Refused as why:
        messages.error(request, str(why))
        return redirect("territory:edit_municipality", request.district.slug, istat_code)
    messages.success(request, _("%(name)s è stato tolto.") % {"name": row.name})
    return redirect("territory:municipalities", request.district.slug)


@require_safe
@signed_in
def municipalities(request: SignedInRequest) -> HttpResponse:
    """What the plan office keeps of the territory: municipalities and sub-areas."""
    require(request.user, "territory.tend", request.district)
    rows = Municipality.objects.filter(district=request.district).defer("geometry")
    areas = request.district.sub_areas.prefetch_related("municipalities").order_by("name")
    return page(
        request,
        "territory/municipalities.html",
        station=STATION,
        rows=rows.select_related("district", "sub_area").order_by("name"),
        sub_areas=areas,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def new_sub_area(request: SignedInRequest) -> HttpResponse:
    """Make a sub-area and say which municipalities are in it."""
    require(request.user, "territory.tend", request.district)
    form = SubAreaForm(request.POST or None, district=request.district, on=request.today)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        fresh = SubArea(district=request.district, name=form.cleaned_data["name"])
        try:
            made = create_sub_area(fresh, by=request.user, istat_codes=form.cleaned_data["istat_codes"])
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("La sub-area «%(name)s» c'è.") % {"name": made.name})
            return redirect("territory:municipalities", request.district.slug)
    return page(request, "territory/sub_area.html", station=STATION, form=form, refusal=refusal)


@require_http_methods(["GET", "POST"])
@signed_in
def sub_area(request: SignedInRequest, code: str) -> HttpResponse:
    """Change a sub-area."""
    row = get_object_or_404(SubArea.objects.select_related("district"), district=request.district, code=code)
    require(request.user, "territory.tend", row)
    form = SubAreaForm(
        request.POST or None, initial=SubAreaForm.of(row), district=request.district, on=request.today
    )
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            describe_sub_area(row, by=request.user, **form.cleaned_data)
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("La sub-area «%(name)s» è aggiornata.") % {"name": row.name})
            return redirect("territory:municipalities", request.district.slug)
    return page(request, "territory/sub_area.html", station=STATION, form=form, refusal=refusal, sub_area=row)


@require_POST
@signed_in
def dissolve(request: SignedInRequest, code: str) -> HttpResponse:
    """Take a sub-area away; its municipalities stay."""
    row = get_object_or_404(SubArea.objects.select_related("district"), district=request.district, code=code)
    require(request.user, "territory.tend", row)
    dissolve_sub_area(row, by=request.user)
    messages.success(request, _("La sub-area «%(name)s» non c'è più.") % {"name": row.name})
    return redirect("territory:municipalities", request.district.slug)


@require_http_methods(["GET", "POST"])
@signed_in
def count(request: SignedInRequest) -> HttpResponse:
    """Bring in ISTAT's newest count."""
    require(request.user, "territory.tend", request.district)
    form = CountForm(request.POST or None, request.FILES or None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        given, year = form.cleaned_data["file"], form.cleaned_data["year"]
        try:
            counted = count_people(request.district, by=request.user, file=given, year=year)
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, counted_in_words(counted))
            if counted.missing:
                missing = ", ".join(counted.missing)
                messages.warning(request, _("Il file non ha: %(names)s.") % {"names": missing})
            return redirect("territory:territory", request.district.slug)
    return page(request, "territory/count.html", station=STATION, form=form, refusal=refusal)


def counted_in_words(counted: Counted) -> str:
    """41.239 abitanti in 10 comuni, al 1° gennaio 2023."""
    return _("%(people)s abitanti in %(n)s comuni, al 1° gennaio %(year)s.") % {
        "people": numbers.written(counted.people),
        "n": counted.municipalities,
        "year": counted.on.year,
    }
