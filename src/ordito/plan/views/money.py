"""The money of the plan: three sides of it, how municipalities share it, and what leaves as a file."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ordito.core.access import require
from ordito.core.http import PublicRequest, SignedInRequest, in_district, signed_in
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.plan import commands
from ordito.plan.forms.money import KeyForm, WeightsForm
from ordito.plan.models import AreaPlan, SharingKey
from ordito.plan.queries.money import (
    crossings,
    keys_of,
    lacks_a_count,
    money_of,
    sides_of,
)
from ordito.plan.queries.sheets import csv_of, xlsx_of
from ordito.plan.views.plans import STATION, plan_or_404
from ordito.territory.queries import members_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@in_district
def money(request: PublicRequest, plan: str) -> HttpResponse:
    """Euros by source, by action and by municipality, and that the three say the same."""
    found = plan_or_404(request, plan)
    told = money_of(found, request.today)
    sides = sides_of(told)
    return page(
        request,
        "plan/money.html",
        station=STATION,
        plan=found,
        money=told,
        sides=sides,
        crossings=crossings(told, sides),
        lacks_a_count=lacks_a_count(told),
    )


@require_safe
@in_district
def money_file(request: PublicRequest, plan: str, form: str) -> HttpResponse:
    """The three sides as a CSV or a workbook."""
    found = plan_or_404(request, plan)
    told = money_of(found, request.today)
    if form == "csv":
        return csv_of(told)
    if form != "xlsx":
        raise Http404
    answer = HttpResponse(xlsx_of(told), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{found.district.slug}-{found.code}-risorse.xlsx"'
    return answer


@require_http_methods(["GET", "POST"])
@signed_in
def sharing_keys(request: SignedInRequest, plan: str) -> HttpResponse:
    """By what municipalities share, and a new key."""
    found = plan_or_404(request, plan)
    require(request.user, "plan.write", found)
    form, refusal = KeyForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            key = commands.add_sharing_key(found, by=request.user, facts=form.facts(), on=request.today)
            messages.success(request, _("Il criterio «%(name)s» c'è: ecco i pesi.") % {"name": key.name})
            return redirect("plan:sharing_key", request.district.slug, found.code, key.code)
        except Refused as why:
            refusal = str(why)
    keys = keys_of(found)
    return page(request, "plan/keys.html", station=STATION, plan=found, keys=keys, form=form, refusal=refusal)


@require_http_methods(["GET", "POST"])
@signed_in
def sharing_key(request: SignedInRequest, plan: str, key: str) -> HttpResponse:
    """The weights of a key."""
    found = plan_or_404(request, plan)
    require(request.user, "plan.write", found)
    told = get_object_or_404(SharingKey, plan=found, code=key)
    form, refusal = _weights_form(request, found, told), ""
    try:
        if "remove" in request.POST:
            commands.remove_sharing_key(told, by=request.user)
            return redirect("plan:sharing_keys", request.district.slug, found.code)
        if request.method == "POST" and form.is_valid():
            commands.set_weights(told, by=request.user, facts=form.facts(), weights=form.weights())
            messages.success(request, _("I pesi sono scritti: le quote seguono."))
            return redirect("plan:sharing_keys", request.district.slug, found.code)
    except Refused as why:
        refusal = str(why)
    return page(request, "plan/key.html", station=STATION, plan=found, key=told, form=form, refusal=refusal)


def _weights_form(request: SignedInRequest, plan: AreaPlan, key: SharingKey) -> WeightsForm:
    towns = members_of(plan.district, request.today).order_by("name")
    weights = dict(key.weights.values_list("municipality__istat_code", "weight"))
    told = {name: getattr(key, name) for name in ("name", "kind", "source", "counted_on")}
    told |= {f"weight-{code}": weight.normalize() for code, weight in weights.items()}
    return WeightsForm(request.POST or None, towns=towns, initial=told)
