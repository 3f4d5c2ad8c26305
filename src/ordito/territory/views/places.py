"""«Ascolto»: where people meet the service, whom each place serves, and which municipalities have no desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ordito.core.access import may, require
from ordito.core.http import PublicRequest, SignedInRequest, in_district, signed_in
from ordito.core.listing import Column, Filter, Listing, list_page
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.territory.commands import close_place, describe_place, end_post, open_place, post_to_place
from ordito.territory.forms import DayForm, PlaceForm, PostForm
from ordito.territory.models import Municipality, Place, PlaceKind, RolePlace
from ordito.territory.queries import functions_at, overview_of, staff_of, standing

if TYPE_CHECKING:
    from ordito.core.models import District

STATION = "ascolto"


@require_safe
@in_district
def places(request: PublicRequest) -> HttpResponse:
    """The places, each with whom it serves; the municipalities without a desk come first."""
    served = Prefetch("catchment", Municipality.objects.defer("geometry").order_by("name"))
    rows = (
        Place.objects.filter(district=request.district)
        .select_related("district", "municipality")
        .prefetch_related(served)
    )
    overview = overview_of(request.district, request.today)

    now = standing(request.today)

    def open_or_not(found: QuerySet[Any], value: str) -> QuerySet[Any]:
        return found.filter(now) if value == "open" else found.exclude(now)

    listing = Listing(
        request=request,
        title=_("Luoghi"),
        rows=rows,
        columns=[
            Column("name", _("Luogo"), lambda row: row.name, sort=["name"]),
            Column("kind", _("Tipo"), lambda row: row.get_kind_display(), sort=["kind", "name"]),
            Column(
                "municipality",
                _("Comune"),
                lambda row: row.municipality.name if row.municipality else "",
                sort=["municipality__name", "name"],
            ),
            Column(
                "serves",
                _("Comuni serviti"),
                _serves,
            ),
            Column("hours", _("Orari"), lambda row: row.opening_hours),
        ],
        search=["name", "address", "municipality__name"],
        filters=[
            Filter("tipo", _("Tipo"), PlaceKind.choices, "kind"),
            Filter(
                "comune",
                _("Comune"),
                [(row.istat_code, row.name) for row in overview.municipalities],
                "municipality__istat_code",
            ),
            Filter("stato", _("Stato"), [("open", _("aperti")), ("closed", _("chiusi"))], open_or_not),
        ],
        default_sort="municipality",
    )
    return list_page(
        request, "territory/places.html", listing, station=STATION, overview=overview, today=request.today
    )


def _serves(place: Place) -> str:
    """Its catchment, or else the municipality in which it stands."""
    served = [each.name for each in place.catchment.all()]
    return ", ".join(served) or (place.municipality.name if place.municipality else "")


def found(district: District, code: str) -> Place:
    return get_object_or_404(
        Place.objects.select_related("district", "municipality__district"), district=district, code=code
    )


@require_safe
@in_district
def place(request: PublicRequest, code: str) -> HttpResponse:
    """One place: where, when, whom it serves, what is done there; and who works there, for insiders."""
    return _place_page(request, found(request.district, code))


def _place_page(
    request: PublicRequest, row: Place, *, post: PostForm | None = None, refusal: str = ""
) -> HttpResponse:
    if post is None and may(request.user, "territory.tend_staff", row):
        post = PostForm(place=row, on=request.today, initial={"starts_on": request.today})
    served = row.catchment.select_related("district").defer("geometry").order_by("name")
    return page(
        request,
        "territory/place.html",
        station=STATION,
        place=row,
        served=served,
        functions=functions_at(row, request.today),
        staff=staff_of(row, request.user, request.today),
        post=post,
        refusal=refusal,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def new_place(request: SignedInRequest) -> HttpResponse:
    """Open a place."""
    require(request.user, "territory.tend", request.district)
    form = PlaceForm(request.POST or None, district=request.district, on=request.today)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        catchment = given.pop("catchment")
        try:
            made = open_place(Place(district=request.district, **given), by=request.user, catchment=catchment)
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("«%(name)s» è aperto.") % {"name": made.name})
            return redirect(made)
    return page(request, "territory/place_edit.html", station=STATION, form=form, refusal=refusal)


@require_http_methods(["GET", "POST"])
@signed_in
def edit_place(request: SignedInRequest, code: str) -> HttpResponse:
    """Change what is said of a place."""
    row = found(request.district, code)
    require(request.user, "territory.tend", row)
    form = PlaceForm(
        request.POST or None, initial=PlaceForm.of(row), district=request.district, on=request.today
    )
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            row = describe_place(row, by=request.user, **form.cleaned_data)
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("«%(name)s» è aggiornato.") % {"name": row.name})
            return redirect(row)
    closing = DayForm(initial={"ends_before": request.today}, auto_id="close_%s")
    return page(
        request,
        "territory/place_edit.html",
        station=STATION,
        form=form,
        refusal=refusal,
        place=row,
        closing=closing,
    )


@require_POST
@signed_in
def close(request: SignedInRequest, code: str) -> HttpResponse:
    """Close a place from a day on."""
    row = found(request.district, code)
    require(request.user, "territory.tend", row)
    try:
        close_place(row, by=request.user, ends_before=DayForm(request.POST).day)
    except Refused as why:
        messages.error(request, str(why))
        return redirect("territory:edit_place", request.district.slug, code)
    messages.success(request, _("«%(name)s» chiude.") % {"name": row.name})
    return redirect(row)


@require_POST
@signed_in
def post_somebody(request: SignedInRequest, code: str) -> HttpResponse:
    """Put somebody at a place."""
    row = found(request.district, code)
    require(request.user, "territory.tend_staff", row)
    form = PostForm(request.POST, place=row, on=request.today)
    if not form.is_valid():
        return _place_page(request, row, post=form)
    try:
        post = post_to_place(row, by=request.user, **form.cleaned_data)
    except Refused as why:
        return _place_page(request, row, post=form, refusal=str(why))
    messages.success(request, _("%(name)s lavora qui.") % {"name": post.role.user.name})
    return redirect(row)


@require_POST
@signed_in
def end(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """Say that somebody no longer works at a place from today on."""
    row = found(request.district, code)
    post = get_object_or_404(RolePlace.objects.select_related("place", "role__user"), pk=pk, place=row)
    require(request.user, "territory.tend_staff", row)
    try:
        end_post(post, by=request.user, ends_before=request.today)
        messages.success(request, _("%(name)s non lavora più qui da oggi.") % {"name": post.role.user.name})
    except Refused as why:
        messages.error(request, str(why))
    return redirect(row)
