"""Objectives: each with its actions and with what it rests on."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ordito.core.access import require
from ordito.core.http import PublicRequest, SignedInRequest, in_district, signed_in
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.plan import commands
from ordito.plan.forms.plans import ObjectiveForm
from ordito.plan.models import Objective
from ordito.plan.queries.overview import actions_of
from ordito.plan.views.plans import STATION, plan_or_404


@require_safe
@in_district
def objective(request: PublicRequest, plan: str, code: str) -> HttpResponse:
    """One objective: its actions, where it comes from, who asked for it."""
    found = plan_or_404(request, plan)
    rows = Objective.objects.select_related(
        "plan__district", "proposed_by__district", "continues__plan__district"
    )
    row = get_object_or_404(rows, plan=found, code=code)
    return page(
        request,
        "plan/objective.html",
        station=STATION,
        plan=found,
        objective=row,
        actions=[each for each in actions_of(found, request.today) if each.action.objective_id == row.pk],
    )


@require_http_methods(["GET", "POST"])
@signed_in
def add_objective(request: SignedInRequest, plan: str) -> HttpResponse:
    """Add an objective."""
    found = plan_or_404(request, plan)
    require(request.user, "plan.write", found)
    form, refusal = ObjectiveForm(request.POST or None, plan=found), ""
    if request.method == "POST" and form.is_valid():
        try:
            made = commands.add_objective(found, by=request.user, facts=form.facts())
            messages.success(request, _("Obiettivo %(code)s aggiunto: ora le azioni.") % {"code": made.code})
            return redirect(made)
        except Refused as why:
            refusal = str(why)
    title = _("Nuovo obiettivo")
    return page(
        request, "plan/form.html", station=STATION, form=form, refusal=refusal, plan=found, title=title
    )


@require_http_methods(["GET", "POST"])
@signed_in
def edit_objective(request: SignedInRequest, plan: str, code: str) -> HttpResponse:
    """Change an objective, or take it away while it has no actions."""
    found = plan_or_404(request, plan)
    require(request.user, "plan.write", found)
    objective = get_object_or_404(Objective, plan=found, code=code)
    names = ("code", "title", "group", "description", "plainly", "proposed_by", "continues")
    form = ObjectiveForm(
        request.POST or None, plan=found, initial={name: getattr(objective, name) for name in names}
    )
    refusal = ""
    try:
        if "remove" in request.POST:
            commands.remove_objective(objective, by=request.user)
            messages.success(request, _("L'obiettivo %(code)s è tolto.") % {"code": code})
            return redirect(found)
        if request.method == "POST" and form.is_valid():
            commands.describe_objective(objective, by=request.user, facts=form.facts())
            return redirect(objective)
    except Refused as why:
        refusal = str(why)
    title = _("Obiettivo %(code)s") % {"code": objective.code}
    return page(
        request,
        "plan/form.html",
        station=STATION,
        form=form,
        refusal=refusal,
        plan=found,
        title=title,
        removes=_("Togli l'obiettivo"),
    )
