"""Actions, their money and their indicators."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ordito.core.access import require
from ordito.core.http import PublicRequest, SignedInRequest, in_district, signed_in
from ordito.core.listing import Column, Filter, Listing, list_page
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.plan import commands
from ordito.plan.forms import ActionForm, BudgetForm, IndicatorForm, ReadingForm, StateForm
from ordito.plan.models import Action, ActionState, BudgetLine, Indicator, Objective
from ordito.plan.queries.overview import indicator_rows, late
from ordito.plan.views.plans import STATION, plan_or_404


@require_safe
@in_district
def actions(request: PublicRequest, plan: str) -> HttpResponse:
    """Every action of the plan as a list."""
    found = plan_or_404(request, plan)
    rows = Action.objects.filter(plan=found).select_related("owner", "objective", "plan__district")
    owners = (
        rows.exclude(owner=None).order_by("owner__name").values_list("owner_id", "owner__name").distinct()
    )
    listing = Listing(
        request=request,
        title=_("Azioni"),
        rows=rows.annotate(money=Sum("budget__amount")),
        columns=[
            Column("code", _("Numero"), lambda row: row.code, sort=["code"]),
            Column("title", _("Azione"), lambda row: row.title, sort=["title"]),
            Column("objective", _("Obiettivo"), lambda row: str(row.objective), sort=["objective__code"]),
            Column(
                "owner",
                _("Responsabile"),
                lambda row: row.owner.name if row.owner else "",
                sort=["owner__name"],
            ),
            Column("starts_on", _("Dal"), lambda row: row.starts_on, sort=["starts_on"]),
            Column("state", _("Stato"), lambda row: row.get_state_display(), sort=["state"]),
            Column(
                "money",
                _("Risorse (€)"),
                lambda row: getattr(row, "money", None),
                sort=["money"],
                numeric=True,
            ),
        ],
        search=["title", "description", "owner__name"],
        filters=[
            Filter("stato", _("Stato"), ActionState.choices, "state"),
            Filter("responsabile", _("Responsabile"), [(str(pk), name) for pk, name in owners], "owner_id"),
        ],
        default_sort="code",
    )
    return list_page(request, "plan/actions.html", listing, station=STATION, plan=found)


@require_http_methods(["GET", "POST"])
@signed_in
def add_action(request: SignedInRequest, plan: str, code: str) -> HttpResponse:
    """Add an action to an objective."""
    found = plan_or_404(request, plan)
    require(request.user, "plan.write", found)
    objective = get_object_or_404(Objective, plan=found, code=code)
    form, refusal = ActionForm(request.POST or None, district=request.district), ""
    if request.method == "POST" and form.is_valid():
        try:
            made = commands.add_action(objective, by=request.user, facts=form.facts())
            messages.success(
                request, _("Azione %(code)s aggiunta: ora risorse e indicatori.") % {"code": made.code}
            )
            return redirect(made)
        except Refused as why:
            refusal = str(why)
    title = _("Nuova azione dell'obiettivo %(code)s") % {"code": objective.code}
    return page(
        request,
        "plan/form.html",
        station=STATION,
        form=form,
        refusal=refusal,
        plan=found,
        title=title,
        lead=objective.title,
    )


@require_http_methods(["GET", "POST"])
@in_district
def action(request: PublicRequest, plan: str, code: str) -> HttpResponse:
    """One action: where it stands, who does it, its money, its indicators."""
    found = plan_or_404(request, plan)
    row = get_object_or_404(
        Action.objects.select_related(
            "objective__proposed_by__district", "owner__district", "plan__district"
        ).prefetch_related("partners__district"),
        plan=found,
        code=code,
    )
    state, budget, refusal = StateForm(initial={"state": row.state}), BudgetForm(plan=found), ""
    if request.method == "POST":
        require(request.user, "plan.write", row)
        state = StateForm(request.POST) if "state" in request.POST else state
        budget = BudgetForm(request.POST, plan=found) if "amount" in request.POST else budget
        try:
            if _done(request, row, state, budget):
                return redirect(row)
        except Refused as why:
            refusal = str(why)
    lines = list(BudgetLine.objects.filter(action=row).order_by("year", "source"))
    return page(
        request,
        "plan/action.html",
        station=STATION,
        plan=found,
        action=row,
        late=late(row, request.today),
        last_day=row.ends_before - timedelta(days=1) if row.ends_before else None,
        lines=lines,
        total=sum(line.amount for line in lines),
        indicators=indicator_rows(found, row),
        state_form=state,
        budget_form=budget,
        refusal=refusal,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def edit_action(request: SignedInRequest, plan: str, code: str) -> HttpResponse:
    """Change an action, or take it away before it begins."""
    found = plan_or_404(request, plan)
    require(request.user, "plan.write", found)
    row = get_object_or_404(Action, plan=found, code=code)
    names = ("code", "title", "description", "owner", "starts_on")
    told = {name: getattr(row, name) for name in names}
    told |= {
        "partners": list(row.partners.all()),
        "last_day": row.ends_before and row.ends_before - timedelta(days=1),
    }
    form, refusal = ActionForm(request.POST or None, district=request.district, initial=told), ""
    try:
        if "remove" in request.POST:
            commands.remove_action(row, by=request.user)
            messages.success(request, _("L'azione %(code)s è tolta.") % {"code": code})
            return redirect(found)
        if request.method == "POST" and form.is_valid():
            return redirect(commands.describe_action(row, by=request.user, facts=form.facts()))
    except Refused as why:
        refusal = str(why)
    title = _("Azione %(code)s") % {"code": code}
    return page(
        request,
        "plan/form.html",
        station=STATION,
        form=form,
        refusal=refusal,
        plan=found,
        title=title,
        removes=_("Togli l'azione"),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def add_indicator(request: SignedInRequest, plan: str, code: str) -> HttpResponse:
    """Add an indicator to an action."""
    found = plan_or_404(request, plan)
    require(request.user, "plan.write", found)
    row = get_object_or_404(Action, plan=found, code=code)
    form, refusal = IndicatorForm(request.POST or None), ""
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
    told = get_object_or_404(Indicator, action__plan=found, action__code=code, code=indicator)
    names = ("name", "unit", "baseline", "target")
    reads, refusal = "value" in request.POST, ""
    form = IndicatorForm(
        request.POST if request.method == "POST" and not reads else None,
        initial={name: getattr(told, name) for name in names},
    )
    reading = ReadingForm(request.POST if reads else None, initial={"on": request.today})
    back = f"{told.action.get_absolute_url()}#indicatori"
    try:
        if "remove" in request.POST:
            commands.remove_indicator(told, by=request.user)
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


def _done(request: PublicRequest, row: Action, state: StateForm, budget: BudgetForm) -> bool:
    """Whether one of the two small forms of the page was sent whole and its deed done."""
    if state.is_bound and state.is_valid():
        commands.set_state(row, by=request.user, state=state.cleaned_data["state"])
        return True
    if budget.is_bound and budget.is_valid():
        commands.set_budget(row, by=request.user, **budget.cleaned_data)
        return True
    return False
