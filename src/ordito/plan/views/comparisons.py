"""The last plan beside this one; and the check of what the law asks."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from ordito.core.access import require
from ordito.core.http import PublicRequest, SignedInRequest, in_district, signed_in
from ordito.core.page import page
from ordito.plan.models import AreaPlan
from ordito.plan.queries.comparisons import beside, check_of
from ordito.plan.views.plans import STATION, plan_or_404


@require_safe
@in_district
def before(request: PublicRequest, plan: str) -> HttpResponse:
    """Objectives, money and indicators of the last plan beside those of this one."""
    found = plan_or_404(request, plan)
    visible = AreaPlan.objects.visible_to(request.user).filter(district=request.district)
    previous = visible.filter(followed_by=found).select_related("district").first()
    view = beside(found, previous) if previous else None
    return page(request, "plan/before.html", station=STATION, plan=found, view=view)


@require_safe
@signed_in
def check(request: SignedInRequest, plan: str) -> HttpResponse:
    """What the law asks, what there is, what is missing and where to write it."""
    found = plan_or_404(request, plan)
    require(request.user, "plan.read_drafts", found)
    view = check_of(found, request.today)
    return page(request, "plan/check.html", station=STATION, plan=found, view=view)
