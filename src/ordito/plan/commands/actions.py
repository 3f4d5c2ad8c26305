"""Write actions, their state and their money."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from ordito.community.models import Organisation
from ordito.core.command import command
from ordito.core.models import Actor
from ordito.plan.commands.plans import PlanRefused
from ordito.plan.models import Action, ActionState, ActionStep, AreaPlan, Objective


@dataclass(frozen=True, slots=True)
class StepFacts:
    """How an action goes on: from a day its state, what was done, what changed and why."""

    on: date
    state: str
    done: str = ""
    changed: str = ""


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
    plainly: str = ""


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
        plainly=facts.plainly.strip(),
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
    action.plainly = facts.plainly.strip()
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


@command("plan.record_step", needs="plan.write")
def record_step(action: Action, *, by: Actor, facts: StepFacts, today: date) -> ActionStep:
    """Write how an action goes on from a day; the state of the latest day is the action's."""
    if facts.state not in ActionState.values:
        raise PlanRefused(_("Lo stato «%(state)s» non esiste.") % {"state": facts.state})
    if facts.on > today:
        raise PlanRefused(_("Un passo racconta quello che è successo: non può essere nel futuro."))
    if not (facts.done.strip() or facts.changed.strip() or facts.state != action.state):
        raise PlanRefused(_("Lo stato è lo stesso: scrivere che cosa si è fatto, o che cosa cambia."))
    steps = list(action.steps.order_by("number"))
    step = ActionStep.objects.create(
        action=action,
        number=steps[-1].number + 1 if steps else 1,
        on=facts.on,
        state=facts.state,
        done=facts.done.replace("\r\n", "\n").strip(),
        changed=facts.changed.replace("\r\n", "\n").strip(),
        is_synthetic=action.is_synthetic,
    )
    if all(each.on <= facts.on for each in steps):
        action.state = facts.state
        action.save(update_fields=["state"])
    return step


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
