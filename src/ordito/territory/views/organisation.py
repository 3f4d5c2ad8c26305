"""«Riordino»: which function is kept where, and whether there are the people that the law asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ordito.core.access import require
from ordito.core.http import PublicRequest, SignedInRequest, in_district, signed_in
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.territory.commands import assign_function, correct_function, end_function, reassign_function
from ordito.territory.forms import DayForm, FunctionForm
from ordito.territory.models import Function
from ordito.territory.queries import history_of, organisation_of, overview_of

if TYPE_CHECKING:
    from ordito.core.models import District

STATION = "riordino"


@require_safe
@in_district
def organisation(request: PublicRequest) -> HttpResponse:
    """The macro-organisation, by function and by municipality, and the essential level."""
    overview = overview_of(request.district, request.today)
    return page(
        request,
        "territory/organisation.html",
        station=STATION,
        overview=overview,
        organisation=organisation_of(overview, request.district),
    )


@require_safe
@in_district
def function(request: PublicRequest, code: str) -> HttpResponse:
    """How a function has been kept over time."""
    return page(
        request,
        "territory/function.html",
        station=STATION,
        history=_history(request.district, code),
        today=request.today,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def new_function(request: SignedInRequest) -> HttpResponse:
    """Organise a function that is not there yet."""
    require(request.user, "territory.tend", request.district)
    form = FunctionForm(
        request.POST or None,
        district=request.district,
        on=request.today,
        initial={"starts_on": request.today},
    )
    refusal = ""
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        places = given.pop("places")
        try:
            fresh = Function(district=request.district, **given)
            made = assign_function(fresh, by=request.user, places=places)
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("«%(name)s» è organizzata.") % {"name": made.name})
            return redirect("territory:organisation", request.district.slug)
    return page(request, "territory/function_edit.html", station=STATION, form=form, refusal=refusal)


@require_http_methods(["GET", "POST"])
@signed_in
def change_function(request: SignedInRequest, code: str) -> HttpResponse:
    """Keep a function otherwise from a day on; how it was kept stays written."""
    row = _history(request.district, code)[0]
    require(request.user, "territory.tend", row)
    initial = FunctionForm.of(row) | {"starts_on": request.today}
    form = FunctionForm(request.POST or None, initial=initial, district=request.district, on=request.today)
    form.fields.pop("name")
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            reassign_function(row, by=request.user, **form.cleaned_data)
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("Il nuovo assetto di «%(name)s» è scritto.") % {"name": row.name})
            return redirect("territory:function", request.district.slug, code)
    return page(
        request,
        "territory/function_edit.html",
        station=STATION,
        form=form,
        refusal=refusal,
        function=row,
        changes=True,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def mend_function(request: SignedInRequest, code: str) -> HttpResponse:
    """Mend what was written wrongly of the latest arrangement."""
    row = _history(request.district, code)[0]
    require(request.user, "territory.tend", row)
    form = FunctionForm(
        request.POST or None, initial=FunctionForm.of(row), district=request.district, on=request.today
    )
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            correct_function(row, by=request.user, **form.cleaned_data)
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("«%(name)s» è corretta.") % {"name": row.name})
            return redirect("territory:function", request.district.slug, code)
    return page(
        request, "territory/function_edit.html", station=STATION, form=form, refusal=refusal, function=row
    )


@require_POST
@signed_in
def cease_function(request: SignedInRequest, code: str) -> HttpResponse:
    """Let a function cease from a day on."""
    row = _history(request.district, code)[0]
    require(request.user, "territory.tend", row)
    try:
        end_function(row, by=request.user, ends_before=DayForm(request.POST).day)
        messages.success(request, _("«%(name)s» cessa.") % {"name": row.name})
    except Refused as why:
        messages.error(request, str(why))
    return redirect("territory:function", request.district.slug, code)


def _history(district: District, code: str) -> tuple[Function, ...]:
    found = history_of(district, code)
    if not found:
        raise Http404(_("Questa funzione non c'è."))
    return found
