"""Say what objectives and actions rest on."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from ordito.core.command import command
from ordito.core.models import Actor
from ordito.governance.models import Decision
from ordito.participation.models import Cell, Contribution, Paragraph, Source
from ordito.plan.commands.plans import PlanRefused
from ordito.plan.models import Action, Ground, Objective, Reading

CITABLE: dict[str, type[Model]] = {
    "contribution": Contribution,
    "cell": Cell,
    "paragraph": Paragraph,
    "decision": Decision,
    "source": Source,
    "reading": Reading,
}


@command("plan.add_ground", needs="plan.write")
def add_ground(thing: Objective | Action, *, by: Actor, kind: str, pk: int, note: str = "") -> Ground:
    """Let an objective or an action rest on something that the register has; twice is once."""
    model = CITABLE.get(kind)
    cited = model._default_manager.filter(pk=pk).first() if model else None  # noqa: SLF001 - documented name
    if cited is None or getattr(cited, "district", None) != thing.district:
        raise PlanRefused(_("Quello che si vuole citare non c'è, o è di un altro ambito."))
    wanted: dict[str, Any] = {kind: cited, "plan": thing.plan}
    wanted["objective" if isinstance(thing, Objective) else "action"] = thing
    ground, made = Ground.objects.get_or_create(**wanted)
    if made or note.strip():
        ground.note = note.strip()[:300]
        ground.save(update_fields=["note"])
    return ground


@command("plan.remove_ground", needs="plan.write")
def remove_ground(ground: Ground, *, by: Actor) -> Objective | Action:
    """Take a ground away: what it cited stays."""
    upheld = ground.upholds
    Ground.objects.filter(pk=ground.pk).delete()
    return upheld
