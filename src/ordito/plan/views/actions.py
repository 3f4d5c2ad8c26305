"""Actions: their list, and each with how it goes, its money and who asked for it."""

from __future__ import annotations

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
from ordito.plan.forms.actions import ActionForm, StepForm
from ordito.plan.forms.money import BudgetForm, ExpenseForm
from ordito.plan.models import Action, ActionState, Objective
from ordito.plan.queries.money import lines_of
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
    groups = list(
        rows.exclude(objective__group="")
        .order_by("objective__group")
        .values_list("objective__group", flat=True)
        .distinct()
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
            *(
                [Filter("gruppo", _("Macro-gruppo"), [(name, name) for name in groups], "objective__group")]
                if groups
                else []
            ),
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
    """One action: where it stands, who does it and who asked for it, its money, its indicators."""
    found = plan_or_404(request, plan)
    row = get_object_or_404(
        Action.objects.select_related(
            "objective__proposed_by__district", "owner__district", "plan__district"
        ).prefetch_related("partners__district"),
        plan=found,
        code=code,
    )
    row.objective.plan = row.plan
    lines = lines_of(row)
    step, budget = StepForm(initial={"state": row.state}), BudgetForm(plan=found)
    expense, refusal = ExpenseForm(lines=lines, initial={"on": request.today}), ""
    if request.method == "POST":
        require(request.user, "plan.write", row)
        step = StepForm(request.POST) if "state" in request.POST else step
        budget = BudgetForm(request.POST, plan=found) if "amount" in request.POST else budget
        expense = ExpenseForm(request.POST, lines=lines) if "spent" in request.POST else expense
        try:
            if _done(request, row, step, budget, expense):
                return redirect(row)
        except Refused as why:
            refusal = str(why)
    return page(
        request,
        "plan/action.html",
        station=STATION,
        plan=found,
        action=row,
        late=late(row, request.today),
        steps=row.steps.order_by("-on", "-number"),
        lines=lines,
        total=sum(line.amount for line in lines),
        spent=sum(line.spent for line in lines),
        indicators=indicator_rows(found, row),
        step_form=step,
        budget_form=budget,
        expense_form=expense,
        refusal=refusal,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def edit_action(request: SignedInRequest, plan: str, code: str) -> HttpResponse:
    """Change an action, or take it away before it begins."""
    found = plan_or_404(request, plan)
    require(request.user, "plan.write", found)
    row = get_object_or_404(Action, plan=found, code=code)
    names = ("code", "title", "description", "plainly", "owner", "starts_on")
    told = {name: getattr(row, name) for name in names}
    told |= {"partners": list(row.partners.all()), "last_day": row.last_day}
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


def _done(
    request: PublicRequest, row: Action, step: StepForm, budget: BudgetForm, expense: ExpenseForm
) -> bool:
    """Whether one of the small forms of the page was sent whole and its deed done."""
    if step.is_bound and step.is_valid():
        facts = step.facts(request.today)
        commands.record_step(row, by=request.user, facts=facts, today=request.today)
        return True
    if budget.is_bound and budget.is_valid():
        commands.set_budget(row, by=request.user, **budget.cleaned_data)
        return True
    if expense.is_bound and expense.is_valid():
        told = expense.cleaned_data
        commands.record_expense(
            told["line"],
            by=request.user,
            on=told["on"],
            amount=told["spent"],
            note=told["note"],
            today=request.today,
        )
        return True
    return False
