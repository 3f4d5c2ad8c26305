"""How the plan goes on: on one page, and an owner's actions in one sitting."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from ordito.community.models import Organisation
from ordito.core.access import require
from ordito.core.http import PublicRequest, SignedInRequest, in_district, signed_in
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.plan import commands
from ordito.plan.forms.actions import StepForm
from ordito.plan.queries.monitoring import Standing, monitoring_of
from ordito.plan.views.plans import STATION, plan_or_404


@require_safe
@in_district
def monitoring(request: PublicRequest, plan: str) -> HttpResponse:
    """Every action by state, what is late first."""
    found = plan_or_404(request, plan)
    group, owner = request.GET.get("gruppo", ""), request.GET.get("responsabile", "")
    return page(
        request,
        "plan/monitoring.html",
        station=STATION,
        plan=found,
        view=monitoring_of(found, request.today, group=group, owner=owner),
        group=group,
        owner=owner,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def sitting(request: SignedInRequest, plan: str, organisation: str) -> HttpResponse:
    """Go through all the actions of an owner, one under the other, and write what is new."""
    found = plan_or_404(request, plan)
    require(request.user, "plan.write", found)
    owner = get_object_or_404(Organisation, district=request.district, code=organisation)
    view = monitoring_of(found, request.today, owner=organisation)
    told = [(each, _form(request, each)) for each in view.standings]
    refusals: list[str] = []
    if request.method == "POST" and all(form.is_valid() for _each, form in told):
        written = 0
        for each, form in told:
            if not _says_something(each, form):
                continue
            try:
                facts = form.facts(request.today)
                commands.record_step(each.action, by=request.user, facts=facts, today=request.today)
                written += 1
            except Refused as why:
                refusals.append(f"{each.action.code}: {why}")
        if not refusals:
            words = ngettext("%(n)s azione aggiornata.", "%(n)s azioni aggiornate.", written)
            messages.success(request, words % {"n": written})
            return redirect("plan:monitoring", request.district.slug, found.code)
    return page(
        request,
        "plan/sitting.html",
        station=STATION,
        plan=found,
        owner=owner,
        told=told,
        refusal="\n".join(refusals),
        title=_("Le azioni di %(name)s") % {"name": owner.name},
    )


def _form(request: SignedInRequest, each: Standing) -> StepForm:
    prefix = f"a{each.action.pk}"
    sent = request.POST if request.method == "POST" and f"{prefix}-state" in request.POST else None
    return StepForm(sent, prefix=prefix, initial={"state": each.action.state, "on": request.today})


def _says_something(each: Standing, form: StepForm) -> bool:
    told = form.cleaned_data
    return bool(told["done"].strip() or told["changed"].strip() or told["state"] != each.action.state)
