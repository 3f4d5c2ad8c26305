"""The page of the plan that everybody understands."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from ordito.core.http import PublicRequest, in_district
from ordito.core.page import page
from ordito.plan.queries.public import public_plan
from ordito.plan.views.plans import STATION, plan_or_404


@require_safe
@in_district
def public(request: PublicRequest, plan: str) -> HttpResponse:
    """What will be done, where it is, who asked for it, what it costs each."""
    found = plan_or_404(request, plan)
    typed = request.GET.get("q", "").strip()[:200].replace("\x00", "")
    group = request.GET.get("gruppo", "")
    return page(
        request,
        "plan/public.html",
        part="results",
        station=STATION,
        plan=found,
        view=public_plan(found, request.today, words=typed, group=group),
        typed=typed,
        group=group,
    )
