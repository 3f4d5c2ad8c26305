"""What an objective or an action rests on: searched, added, taken away."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from ordito.core.access import require
from ordito.core.http import SignedInRequest, signed_in
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.plan import commands
from ordito.plan.models import Action, AreaPlan, Ground, Objective
from ordito.plan.models.grounds import CITED
from ordito.plan.queries.grounds import candidates, grounds_of, kind_names
from ordito.plan.views.plans import STATION, plan_or_404


@require_http_methods(["GET", "POST"])
@signed_in
def of_objective(request: SignedInRequest, plan: str, code: str) -> HttpResponse:
    """What an objective rests on."""
    found = plan_or_404(request, plan)
    rows = Objective.objects.select_related("plan__district")
    return _grounds(request, found, get_object_or_404(rows, plan=found, code=code))


@require_http_methods(["GET", "POST"])
@signed_in
def of_action(request: SignedInRequest, plan: str, code: str) -> HttpResponse:
    """What an action rests on."""
    found = plan_or_404(request, plan)
    rows = Action.objects.select_related("plan__district")
    return _grounds(request, found, get_object_or_404(rows, plan=found, code=code))


def _grounds(request: SignedInRequest, plan: AreaPlan, thing: Objective | Action) -> HttpResponse:
    require(request.user, "plan.write", plan)
    refusal = ""
    if request.method == "POST":
        try:
            _do(request, thing)
            return redirect(request.get_full_path())
        except Refused as why:
            refusal = str(why)
    typed, kind = request.GET.get("q", "")[:200].replace("\x00", ""), request.GET.get("tipo", "")
    held = grounds_of(thing)
    return page(
        request,
        "plan/grounds.html",
        part="results",
        station=STATION,
        plan=plan,
        thing=thing,
        held=held,
        found=_not_yet(
            candidates(request.district, request.user, typed, [kind] if kind in CITED else CITED), held
        ),
        kinds=kind_names(),
        kind=kind,
        typed=typed,
        refusal=refusal,
    )


def _do(request: SignedInRequest, thing: Objective | Action) -> None:
    asked = request.POST
    if asked.get("remove", "").isdigit():
        held: Any = {"objective": thing} if isinstance(thing, Objective) else {"action": thing}
        ground = get_object_or_404(Ground, pk=int(asked["remove"]), **held)
        commands.remove_ground(ground, by=request.user)
        return
    kind, _slash, number = asked.get("add", "").partition("/")
    pk = int(number) if number.isdigit() and len(number) < 19 else 0  # noqa: PLR2004 - what a column holds
    commands.add_ground(thing, by=request.user, kind=kind, pk=pk, note=asked.get("note", ""))


def _not_yet(found: Any, held: Any) -> Any:
    """What was found, without what is held already."""
    already = {(each.kind, each.pk) for each in held}
    told = [(name, [each for each in rows if (each.kind, each.pk) not in already]) for name, rows in found]
    return [(name, rows) for name, rows in told if rows]
