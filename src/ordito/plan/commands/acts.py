"""What makes the plan an act: who signs it, the decisions that adopt and amend it, its years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from ordito.community.models import Organisation
from ordito.core import press
from ordito.core.command import command
from ordito.core.models import Actor, User
from ordito.governance.models import BodyKind, Decision, Outcome
from ordito.governance.queries.frozen import freeze
from ordito.plan.commands.plans import PlanRefused
from ordito.plan.models import AreaPlan, PlanState, PlanVersion, Signature, YearNote
from ordito.plan.queries.versions import act_now, changes_since

ADOPTING = frozenset({BodyKind.ASSEMBLY, BodyKind.BOARD, BodyKind.COUNCIL})
"""The bodies that may adopt a plan, and amend it."""


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """Who signs, for whom, in what capacity, and since when if they did."""

    organisation: Organisation
    name: str
    role: str = ""
    signed_on: date | None = None


@command("plan.adopt")
def adopt_plan(plan: AreaPlan, *, by: Actor, decision: Decision, at: datetime) -> AreaPlan:
    """Register the decision that adopted the plan: it becomes public, and its text of today is version 1."""
    _check_decision(plan, decision)
    if plan.state != PlanState.DRAFT:
        raise PlanRefused(_("Il piano è già adottato."))
    plan.state, plan.adopted_by, plan.is_public = PlanState.ADOPTED, decision, True
    plan.save()
    _freeze(plan, act_now(plan, at.date()), by=by, at=at, decision=decision)
    return plan


@command("plan.revise", needs="plan.adopt")
def revise_plan(plan: AreaPlan, *, by: Actor, decision: Decision, note: str, at: datetime) -> PlanVersion:
    """Register the decision that amended an adopted plan: its text of today is a new version."""
    _check_decision(plan, decision)
    if plan.state == PlanState.DRAFT:
        raise PlanRefused(_("Il piano non è ancora adottato: si può cambiare senza una revisione."))
    if not note.strip():
        raise PlanRefused(_("Serve che cosa cambia, e perché."))
    last = plan.versions.order_by("-number").first()
    if last is not None and not changes_since(last, at.date()):
        raise PlanRefused(_("Il piano dice le stesse cose dell'ultima versione: non c'è nulla da approvare."))
    return _freeze(plan, act_now(plan, at.date()), by=by, at=at, decision=decision, note=note.strip())


@command("plan.conclude", needs="plan.adopt")
def conclude_plan(plan: AreaPlan, *, by: Actor, today: date) -> AreaPlan:
    """Close a plan whose period is over."""
    if plan.state != PlanState.ADOPTED:
        raise PlanRefused(_("Si conclude un piano adottato."))
    if today < plan.ends_before:
        raise PlanRefused(_("Il piano finisce il %(day)s.") % {"day": f"{plan.last_day:%d/%m/%Y}"})
    plan.state = PlanState.CONCLUDED
    plan.save(update_fields=["state"])
    return plan


@command("plan.add_signature", needs="plan.adopt")
def add_signature(plan: AreaPlan, *, by: Actor, facts: SignatureFacts, today: date) -> Signature:
    """Say who signs the plan for a body (accordo di programma); the same body again is corrected."""
    if facts.organisation.district_id != plan.district_id:
        raise PlanRefused(_("Firmano gli enti dell'ambito."))
    if not facts.name.strip():
        raise PlanRefused(_("Serve il nome di chi firma."))
    if facts.signed_on and facts.signed_on > today:
        raise PlanRefused(_("Una firma non può essere nel futuro."))
    there = plan.signatures.filter(organisation=facts.organisation).first()
    last = plan.signatures.order_by("-number").values_list("number", flat=True).first() or 0
    signature = there or Signature(plan=plan, number=last + 1, organisation=facts.organisation)
    signature.name, signature.role = facts.name.strip(), facts.role.strip()
    signature.signed_on = facts.signed_on
    signature.save()
    return signature


@command("plan.remove_signature", needs="plan.adopt")
def remove_signature(signature: Signature, *, by: Actor) -> AreaPlan:
    """Take away who was to sign and has not."""
    if signature.signed_on is not None:
        raise PlanRefused(_("Ha già firmato: resta scritto."))
    plan = signature.plan
    Signature.objects.filter(pk=signature.pk).delete()
    return plan


@command("plan.write_year", needs="plan.write")
def write_year(plan: AreaPlan, *, by: Actor, year: int, text: str) -> YearNote:
    """Write priorities and directions of a year: the words that open its implementation document."""
    if not plan.starts_on.year <= year <= plan.last_day.year:
        raise PlanRefused(_("L'anno %(year)s è fuori dal piano.") % {"year": year})
    note, _made = YearNote.objects.get_or_create(plan=plan, year=year)
    note.text = text.replace("\r\n", "\n").strip()
    note.save(update_fields=["text"])
    return note


def _check_decision(plan: AreaPlan, decision: Decision) -> None:
    if decision.district.pk != plan.district_id:
        raise PlanRefused(_("La decisione è di un altro ambito."))
    if decision.outcome != Outcome.APPROVED:
        raise PlanRefused(_("Quella decisione non è stata approvata."))
    if decision.meeting.body.kind not in ADOPTING:
        raise PlanRefused(_("Il piano lo adotta l'Assemblea, la Giunta o il Consiglio."))


def _freeze(
    plan: AreaPlan, act: press.Document, *, by: Actor, at: datetime, decision: Decision, note: str = ""
) -> PlanVersion:
    last = plan.versions.order_by("-number").values_list("number", flat=True).first() or 0
    return PlanVersion.objects.create(
        plan=plan,
        number=last + 1,
        document=freeze(act),
        note=note,
        decision=decision,
        at=at,
        by=by if isinstance(by, User) else None,
    )
