"""Write actions, their state and their money."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from ordito.community.models import Organisation
from ordito.core.command import command
from ordito.core.models import Actor
from ordito.plan.commands.plans import PlanRefused
from ordito.plan.models import Action, ActionState, AreaPlan, BudgetLine, BudgetSource, Objective

MOST_EUROS = Decimal("9999999999.99")


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """What an action says of itself."""

    code: str
    title: str
    description: str = ""
    owner: Organisation | None = None
    partners: tuple[Organisation, ...] = field(default=())
    starts_on: date | None = None
    ends_before: date | None = None


@command("plan.add_action", needs="plan.write")
def add_action(objective: Objective, *, by: Actor, facts: ActionFacts, is_synthetic: bool = False) -> Action:
    """Add an action to an objective; without a code it takes the next one (2.1, 2.2…)."""
    code = facts.code.strip() or _next_code(objective)
    _check(objective.plan, facts, code)
    action = Action.objects.create(
        plan=objective.plan,
        objective=objective,
        code=code,
        title=facts.title.strip(),
        description=facts.description,
        owner=facts.owner,
        starts_on=facts.starts_on,
        ends_before=facts.ends_before,
        is_synthetic=is_synthetic,
    )
    action.partners.set(facts.partners)
    return action


@command("plan.describe_action", needs="plan.write")
def describe_action(action: Action, *, by: Actor, facts: ActionFacts) -> Action:
    """Change an action."""
    code = facts.code.strip() or action.code
    _check(action.plan, facts, code, but=action)
    action.code, action.title, action.description = code, facts.title.strip(), facts.description
    action.owner, action.starts_on, action.ends_before = facts.owner, facts.starts_on, facts.ends_before
    action.save()
    action.partners.set(facts.partners)
    return action


@command("plan.remove_action", needs="plan.write")
def remove_action(action: Action, *, by: Actor) -> Objective:
    """Take away an action that has not begun; one that has is abandoned instead, and stays written."""
    if action.state != ActionState.PLANNED:
        raise PlanRefused(_("L'azione è già avviata: si può segnare come abbandonata, e resta scritta."))
    objective = action.objective
    Action.objects.filter(pk=action.pk).delete()
    return objective


@command("plan.set_state", needs="plan.write")
def set_state(action: Action, *, by: Actor, state: str) -> Action:
    """Say where the action stands."""
    if state not in ActionState.values:
        raise PlanRefused(_("Lo stato «%(state)s» non esiste.") % {"state": state})
    action.state = state
    action.save(update_fields=["state"])
    return action


@command("plan.set_budget", needs="plan.write")
def set_budget(action: Action, *, by: Actor, year: int, source: str, amount: Decimal) -> BudgetLine | Action:
    """Write the euros of a year from a source; zero takes the line away."""
    last = action.plan.ends_before.year - (
        action.plan.ends_before.month == 1 and action.plan.ends_before.day == 1
    )
    if not action.plan.starts_on.year <= year <= last:
        raise PlanRefused(
            _("L'anno %(year)s è fuori dal piano (%(first)s-%(last)s).")
            % {"year": year, "first": action.plan.starts_on.year, "last": last}
        )
    if source not in BudgetSource.values:
        raise PlanRefused(_("La fonte «%(source)s» non esiste.") % {"source": source})
    if not 0 <= amount <= MOST_EUROS:
        raise PlanRefused(_("L'importo deve essere tra zero e dieci miliardi di euro."))
    if amount == 0:
        BudgetLine.objects.filter(action=action, year=year, source=source).delete()
        return action
    line, _made = BudgetLine.objects.update_or_create(
        action=action,
        year=year,
        source=source,
        defaults={"amount": amount, "is_synthetic": action.is_synthetic},
    )
    return line


def _check(plan: AreaPlan, facts: ActionFacts, code: str, but: Action | None = None) -> None:
    if not facts.title.strip():
        raise PlanRefused(_("Serve il titolo dell'azione."))
    if "/" in code:
        raise PlanRefused(_("Il codice non può contenere «/»."))
    if facts.starts_on and facts.ends_before and facts.ends_before <= facts.starts_on:
        raise PlanRefused(_("L'azione non può finire prima di cominciare."))
    joined = [*facts.partners, *([facts.owner] if facts.owner else [])]
    if any(each.district_id != plan.district_id for each in joined):
        raise PlanRefused(_("Responsabile e partner sono organizzazioni dell'ambito."))
    if Action.objects.filter(plan=plan, code=code).exclude(pk=but.pk if but else 0).exists():
        raise PlanRefused(_("C'è già l'azione %(code)s.") % {"code": code})


def _next_code(objective: Objective) -> str:
    taken = set(Action.objects.filter(plan=objective.plan).values_list("code", flat=True))
    number = 1
    while f"{objective.code}.{number}" in taken:
        number += 1
    return f"{objective.code}.{number}"
