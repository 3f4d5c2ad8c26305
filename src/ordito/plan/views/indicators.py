"""Indicators of an action: written, read, taken from the registers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ordito.core.access import require
from ordito.core.http import SignedInRequest, signed_in
from ordito.core.numbers import shortest, written
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.plan import commands
from ordito.plan.forms.actions import IndicatorForm, ReadingForm
from ordito.plan.models import Action, Indicator
from ordito.plan.views.plans import STATION, plan_or_404

if TYPE_CHECKING:
    from decimal import Decimal


@require_http_methods(["GET", "POST"])
@signed_in
def add_indicator(request: SignedInRequest, plan: str, code: str) -> HttpResponse:
    """Add an indicator to an action."""
    found = plan_or_404(request, plan)
    require(request.user, "plan.write", found)
    row = get_object_or_404(Action, plan=found, code=code)
    form, refusal = IndicatorForm(request.POST or None, district=request.district), ""
    if request.method == "POST" and form.is_valid():
        try:
            commands.add_indicator(row, by=request.user, facts=form.facts())
            return redirect(f"{row.get_absolute_url()}#indicatori")
        except Refused as why:
            refusal = str(why)
    title = _("Nuovo indicatore dell'azione %(code)s") % {"code": code}
    return page(
        request,
        "plan/form.html",
        station=STATION,
        form=form,
        refusal=refusal,
        plan=found,
        title=title,
        lead=row.title,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def edit_indicator(request: SignedInRequest, plan: str, code: str, indicator: str) -> HttpResponse:
    """Read an indicator, change it, or take it away before the first reading."""
    found = plan_or_404(request, plan)
    require(request.user, "plan.write", found)
    rows = Indicator.objects.select_related("action__plan__district")
    told = get_object_or_404(rows, action__plan=found, action__code=code, code=indicator)
    initial = {name: getattr(told, name) for name in ("name", "unit", "taken_from")}
    initial |= {name: _plain(getattr(told, name)) for name in ("baseline", "target")}
    reads, refusal = "value" in request.POST, ""
    form = IndicatorForm(
        request.POST if request.method == "POST" and not reads and "take" not in request.POST else None,
        district=request.district,
        initial=initial,
    )
    reading = ReadingForm(request.POST if reads else None, initial={"on": request.today})
    back = f"{told.action.get_absolute_url()}#indicatori"
    try:
        if "remove" in request.POST:
            commands.remove_indicator(told, by=request.user)
            return redirect(back)
        if "take" in request.POST:
            taken = commands.take_reading(told, by=request.user, today=request.today)
            messages.success(request, _("Letto: %(value)s.") % {"value": written(shortest(taken.value))})
            return redirect(back)
        if reads and reading.is_valid():
            commands.read_indicator(told, by=request.user, today=request.today, **reading.cleaned_data)
            return redirect(back)
        if request.method == "POST" and not reads and form.is_valid():
            commands.describe_indicator(told, by=request.user, facts=form.facts())
            return redirect(back)
    except Refused as why:
        refusal = str(why)
    return page(
        request,
        "plan/indicator.html",
        station=STATION,
        plan=found,
        action=told.action,
        indicator=told,
        readings=told.readings.order_by("-on"),
        form=form,
        reading=reading,
        refusal=refusal,
    )


def _plain(value: Decimal | None) -> Decimal | None:
    """A value as somebody typed it: Italians read 10,000 as ten thousand."""
    return None if value is None else shortest(value)
