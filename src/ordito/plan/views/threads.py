"""Who asked for it: the thread from an action or an objective back to who spoke."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from ordito.core.http import PublicRequest, in_district
from ordito.core.page import page
from ordito.core.thread import Stage, back
from ordito.plan.models import Action, AreaPlan, Objective
from ordito.plan.views.plans import STATION, plan_or_404


@require_safe
@in_district
def of_action(request: PublicRequest, plan: str, code: str) -> HttpResponse:
    """What an action rests on, back to who asked."""
    found = plan_or_404(request, plan)
    rows = Action.objects.select_related("plan__district")
    return _thread(request, found, get_object_or_404(rows, plan=found, code=code))


@require_safe
@in_district
def of_objective(request: PublicRequest, plan: str, code: str) -> HttpResponse:
    """What an objective rests on, back to who asked."""
    found = plan_or_404(request, plan)
    rows = Objective.objects.select_related("plan__district")
    return _thread(request, found, get_object_or_404(rows, plan=found, code=code))


def _thread(request: PublicRequest, plan: AreaPlan, thing: Action | Objective) -> HttpResponse:
    """The thread as a page of its own, or as the part of another that asks for it."""
    stages = back(request.district, [thing], user=request.user, on=request.today).stages()
    asked = any(stage not in {Stage.AIMED, Stage.DONE, Stage.PAID} for stage, _knots in stages)
    return page(
        request,
        "plan/thread.html",
        part="thread",
        station=STATION,
        plan=plan,
        thing=thing,
        stages=stages if asked else [],
    )
