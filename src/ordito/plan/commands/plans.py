"""Make a plan, write its sections and its objectives."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from ordito.core.command import command
from ordito.core.models import Actor, District
from ordito.core.refused import Refused
from ordito.governance.models import Body
from ordito.plan.models import AreaPlan, Letter, Objective, Section


class PlanRefused(Refused):
    """The plan cannot be written as asked."""


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What a plan says of itself."""

    title: str
    starts_on: date
    ends_before: date
    is_public: bool = False
    is_synthetic: bool = False
    plainly: str = ""
    previous: AreaPlan | None = None


@dataclass(frozen=True, slots=True)
class ObjectiveFacts:
    """What an objective says of itself."""

    code: str
    title: str
    group: str = ""
    description: str = ""
    proposed_by: Body | None = None
    plainly: str = ""
    continues: Objective | None = None


@command("plan.create_plan", needs="plan.write")
def create_plan(district: District, *, by: Actor, facts: PlanFacts) -> AreaPlan:
    """Open a plan; the seven sections of L. 328/2000 art. 19 wait for their text."""
    _check(district, facts)
    code = slugify(facts.title)[:50] or "piano"
    if AreaPlan.objects.filter(district=district, code=code).exists():
        raise PlanRefused(_("C'è già un piano che si chiama «%(title)s».") % {"title": facts.title})
    return AreaPlan.objects.create(district=district, code=code, **_told(facts))


@command("plan.describe_plan", needs="plan.write")
def describe_plan(plan: AreaPlan, *, by: Actor, facts: PlanFacts) -> AreaPlan:
    """Change title, period and whether the public sees it; the address stays."""
    _check(plan.district, facts, plan)
    plan.title, plan.starts_on, plan.ends_before = facts.title, facts.starts_on, facts.ends_before
    plan.is_public, plan.plainly, plan.previous = facts.is_public, facts.plainly.strip(), facts.previous
    plan.save()
    return plan


@command("plan.write_section", needs="plan.write")
def write_section(plan: AreaPlan, *, by: Actor, letter: str, text: str) -> Section:
    """Write one letter of art. 19; an empty text takes it away."""
    if letter not in Letter.values:
        raise PlanRefused(_("L'art. 19 non ha la lettera «%(letter)s».") % {"letter": letter})
    section, _made = Section.objects.get_or_create(plan=plan, letter=letter)
    section.text = text.replace("\r\n", "\n").strip()
    section.save(update_fields=["text"])
    return section


@command("plan.add_objective", needs="plan.write")
def add_objective(plan: AreaPlan, *, by: Actor, facts: ObjectiveFacts) -> Objective:
    """Add an objective; without a code it takes the next number."""
    code = facts.code.strip() or _next_code(plan)
    _check_objective(plan, facts, code)
    return Objective.objects.create(
        plan=plan,
        code=code,
        title=facts.title.strip(),
        group=facts.group.strip(),
        description=facts.description,
        proposed_by=facts.proposed_by,
        plainly=facts.plainly.strip(),
        continues=facts.continues,
    )


@command("plan.describe_objective", needs="plan.write")
def describe_objective(objective: Objective, *, by: Actor, facts: ObjectiveFacts) -> Objective:
    """Change an objective."""
    code = facts.code.strip() or objective.code
    _check_objective(objective.plan, facts, code, but=objective)
    objective.code, objective.title, objective.group = code, facts.title.strip(), facts.group.strip()
    objective.description, objective.proposed_by = facts.description, facts.proposed_by
    objective.plainly, objective.continues = facts.plainly.strip(), facts.continues
    objective.save()
    return objective


@command("plan.remove_objective", needs="plan.write")
def remove_objective(objective: Objective, *, by: Actor) -> AreaPlan:
    """Take away an objective that has no actions."""
    if objective.actions.exists():
        raise PlanRefused(_("L'obiettivo ha delle azioni: spostarle o toglierle prima."))
    plan = objective.plan
    Objective.objects.filter(pk=objective.pk).delete()
    return plan


def _told(facts: PlanFacts | ObjectiveFacts) -> dict[str, Any]:
    """The facts by name, as the model keeps them."""
    return {each.name: getattr(facts, each.name) for each in fields(facts)}


def _check(district: District, facts: PlanFacts, plan: AreaPlan | None = None) -> None:
    if not facts.title.strip():
        raise PlanRefused(_("Serve il titolo del piano."))
    if facts.ends_before <= facts.starts_on:
        raise PlanRefused(_("Il piano non può finire prima di cominciare."))
    if facts.previous is not None and (facts.previous == plan or facts.previous.district_id != district.pk):
        raise PlanRefused(_("Il piano di prima è un altro piano dello stesso ambito."))


def _check_objective(plan: AreaPlan, facts: ObjectiveFacts, code: str, but: Objective | None = None) -> None:
    if not facts.title.strip():
        raise PlanRefused(_("Serve il titolo dell'obiettivo."))
    if "/" in code:
        raise PlanRefused(_("Il codice non può contenere «/»."))
    if facts.proposed_by is not None and facts.proposed_by.district_id != plan.district_id:
        raise PlanRefused(_("Quell'organismo è di un altro ambito."))
    if facts.continues is not None and facts.continues.plan_id != plan.previous_id:
        raise PlanRefused(_("Si prosegue un obiettivo del piano di prima."))
    if plan.objectives.filter(code=code).exclude(pk=but.pk if but else 0).exists():
        raise PlanRefused(_("C'è già l'obiettivo %(code)s.") % {"code": code})


def _next_code(plan: AreaPlan) -> str:
    codes = plan.objectives.values_list("code", flat=True)
    return str(max((int(code) for code in codes if code.isdigit()), default=0) + 1)
