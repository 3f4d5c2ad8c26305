"""The plan, its sections, its objectives, its adoption."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ordito.core.access import may, require
from ordito.core.http import PublicRequest, SignedInRequest, in_district, signed_in
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.plan import commands
from ordito.plan.forms.plans import PlanForm, SectionForm
from ordito.plan.models import AreaPlan, Letter, PlanState, Section
from ordito.plan.queries.overview import overview_of

STATION = "piano"


def plan_or_404(request: PublicRequest, code: str) -> AreaPlan:
    """The plan of this district that the reader may see."""
    visible = AreaPlan.objects.visible_to(request.user).filter(district=request.district)
    return get_object_or_404(
        visible.select_related("district", "adopted_by__meeting__body__district"), code=code
    )


@require_safe
@in_district
def plans(request: PublicRequest) -> HttpResponse:
    """The district's plans, the newest first; one alone that is not over opens, unless all are asked for."""
    visible = AreaPlan.objects.visible_to(request.user).filter(district=request.district)
    found = list(visible.select_related("district").order_by("-starts_on"))
    alive = [each for each in found if each.state != PlanState.CONCLUDED] or found
    if len(alive) == 1 and "tutti" not in request.GET:
        if not may(request.user, "plan.read_drafts", request.district):
            return redirect("plan:public", request.district.slug, alive[0].code)
        return redirect(alive[0])
    return page(request, "plan/plans.html", station=STATION, plans=found)


@require_http_methods(["GET", "POST"])
@signed_in
def new_plan(request: SignedInRequest) -> HttpResponse:
    """Open a plan."""
    require(request.user, "plan.write", request.district)
    form, refusal = PlanForm(request.POST or None, district=request.district), ""
    if request.method == "POST" and form.is_valid():
        try:
            made = commands.create_plan(request.district, by=request.user, facts=form.facts())
            messages.success(request, _("Il piano è aperto: ora gli obiettivi."))
            return redirect(made)
        except Refused as why:
            refusal = str(why)
    title = _("Nuovo piano di zona")
    return page(request, "plan/form.html", station=STATION, form=form, refusal=refusal, title=title)


@require_safe
@in_district
def plan(request: PublicRequest, plan: str) -> HttpResponse:
    """The plan at a glance."""
    found = plan_or_404(request, plan)
    return page(
        request,
        "plan/plan.html",
        station=STATION,
        view=overview_of(found, request.today, with_gaps=may(request.user, "plan.write", found)),
        plan=found,
        is_over=request.today >= found.ends_before,
        years=range(found.starts_on.year, found.last_day.year + 1),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def edit_plan(request: SignedInRequest, plan: str) -> HttpResponse:
    """Title, period, visibility."""
    found = plan_or_404(request, plan)
    require(request.user, "plan.write", found)
    names = ("title", "starts_on", "last_day", "is_public", "plainly", "previous")
    told = {name: getattr(found, name) for name in names}
    form, refusal = PlanForm(request.POST or None, district=request.district, but=found, initial=told), ""
    if request.method == "POST" and form.is_valid():
        try:
            commands.describe_plan(found, by=request.user, facts=form.facts())
            return redirect(found)
        except Refused as why:
            refusal = str(why)
    return page(
        request,
        "plan/form.html",
        station=STATION,
        form=form,
        refusal=refusal,
        plan=found,
        title=_("Il piano"),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def section(request: SignedInRequest, plan: str, letter: str) -> HttpResponse:
    """Write one letter of art. 19."""
    found = plan_or_404(request, plan)
    if letter not in Letter.values:
        raise Http404
    require(request.user, "plan.write", found)
    written = Section.objects.filter(plan=found, letter=letter).first()
    form = SectionForm(request.POST or None, initial={"text": written.text if written else ""})
    if request.method == "POST" and form.is_valid():
        commands.write_section(found, by=request.user, letter=letter, text=form.cleaned_data["text"])
        messages.success(request, _("La lettera %(letter)s è scritta.") % {"letter": letter})
        return redirect(f"{found.get_absolute_url()}#art-19-{letter}")
    title = f"{letter}) {Letter(letter).label}"
    lead = _("Che cosa chiede la L. 328/2000, art. 19 c. 1, lettera %(letter)s.") % {"letter": letter}
    return page(request, "plan/form.html", station=STATION, form=form, plan=found, title=title, lead=lead)
