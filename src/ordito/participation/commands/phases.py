"""Deeds on the phases of a path, and on the meetings that are its steps."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext as _

from ordito.core.command import command
from ordito.governance.commands.meetings import MeetingFacts, plan_meeting
from ordito.participation.commands.processes import PhaseFacts, ProcessRefused, write_phase
from ordito.participation.models import Phase, Workshop

if TYPE_CHECKING:
    from datetime import date

    from ordito.community.models import Person
    from ordito.core.models import Actor
    from ordito.governance.models import Body, Document, Meeting
    from ordito.participation.models import Process
    from ordito.territory.models import SubArea

ASIDE = 10_000
"""Numbers are moved here and back, so that no two phases have one meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopFacts:
    """A meeting as a step of a path."""

    phase: Phase | None = None
    sub_area: SubArea | None = None
    addressed_to: str = ""
    administrator: Person | None = None
    technician: Person | None = None
    grounded_on: Document | None = None


@command("participation.add_phase", needs="participation.keep_processes")
def add_phase(process: Process, *, by: Actor, facts: PhaseFacts) -> Phase:
    """Add a phase, in its place by day."""
    phase = write_phase(Phase(process=process, number=ASIDE - 1), facts)
    _number(process)
    phase.refresh_from_db()
    return phase


@command("participation.change_phase", needs="participation.keep_processes")
def change_phase(phase: Phase, *, by: Actor, facts: PhaseFacts, with_those_after: bool = False) -> Phase:
    """Move a phase, lengthen it, change what it opens; if asked, those after it move by as many days."""
    process, before = phase.process, phase.ends_before
    later = list(process.phases.filter(number__gt=phase.number).order_by("number"))
    write_phase(phase, facts)
    if with_those_after and before is not None and facts.ends_before is not None:
        _shift(process, later, facts.ends_before - before)
    _number(process)
    phase.refresh_from_db()
    return phase


@command("participation.close_phase", needs="participation.keep_processes")
def close_phase(phase: Phase, *, by: Actor, on: date) -> Phase:
    """End a phase with the day before: from today it opens nothing."""
    if phase.ends_before is not None and phase.ends_before <= on:
        raise ProcessRefused(_("La fase è già finita."))
    if phase.starts_on >= on:
        raise ProcessRefused(_("La fase non è ancora cominciata, o comincia oggi: si cambia, o si toglie."))
    phase.ends_before = on
    phase.save(update_fields=["ends_before"])
    return phase


@command("participation.reopen_phase", needs="participation.keep_processes")
def reopen_phase(phase: Phase, *, by: Actor, ends_before: date | None) -> Phase:
    """Let a phase that was closed go on, until a day or without end."""
    if ends_before is not None and ends_before <= phase.starts_on:
        raise ProcessRefused(_("La fase «%(phase)s» finisce prima di cominciare.") % {"phase": phase.title})
    opens = dict(phase.openings.values_list("doing", "whom"))
    facts = PhaseFacts(
        title=phase.title,
        purpose=phase.purpose,
        starts_on=phase.starts_on,
        ends_before=ends_before,
        opens=opens,
    )
    return write_phase(phase, facts)


@command("participation.strike_phase", needs="participation.keep_processes")
def strike_phase(phase: Phase, *, by: Actor) -> None:
    """Take away a phase in which no meeting stands."""
    if phase.workshops.exists():
        raise ProcessRefused(_("Nella fase ci sono incontri: prima si spostano in un'altra, o si staccano."))
    process = phase.process
    phase.delete()
    _number(process)


@command("participation.attach_meeting", needs="participation.keep_processes")
def attach_meeting(process: Process, *, by: Actor, meeting: Meeting, facts: WorkshopFacts) -> Workshop:
    """Make of a meeting a step of a path."""
    if meeting.district_id != process.district_id:
        raise ProcessRefused(_("L'incontro è di un altro ambito."))
    held = Workshop.objects.filter(meeting=meeting).select_related("process").first()
    if held is not None:
        raise ProcessRefused(_("L'incontro è già un passo di «%(path)s».") % {"path": held.process.title})
    return _write_workshop(Workshop(process=process, meeting=meeting), facts)


@command("participation.plan_workshop", needs="participation.keep_processes")
def plan_workshop(
    process: Process, *, by: Actor, body: Body, meeting: MeetingFacts, facts: WorkshopFacts
) -> Workshop:
    """Prepare a new meeting of a body as a step of a path; it is convened from its own page."""
    if body.district_id != process.district_id:
        raise ProcessRefused(_("Organismi e avviso di un percorso sono dello stesso ambito."))
    made = plan_meeting(body, by=by, facts=meeting)
    return _write_workshop(Workshop(process=process, meeting=made), facts)


@command("participation.change_workshop", needs="participation.keep_processes")
def change_workshop(workshop: Workshop, *, by: Actor, facts: WorkshopFacts) -> Workshop:
    """Change in which phase and sub-area a meeting stands, who leads it, on what it rests."""
    return _write_workshop(workshop, facts)


@command("participation.detach_meeting", needs="participation.keep_processes")
def detach_meeting(workshop: Workshop, *, by: Actor) -> None:
    """Let a meeting be no step of the path; the meeting stays in the register."""
    workshop.delete()


def _write_workshop(workshop: Workshop, facts: WorkshopFacts) -> Workshop:
    district = workshop.process.district_id
    if facts.phase is not None and facts.phase.process_id != workshop.process_id:
        raise ProcessRefused(_("La fase è di un altro percorso."))
    named = (facts.sub_area, facts.administrator, facts.technician, facts.grounded_on)
    if any(each is not None and each.district_id != district for each in named):
        raise ProcessRefused(_("Sub-area, persone e documento sono dello stesso ambito del percorso."))
    if facts.administrator is not None and facts.administrator == facts.technician:
        raise ProcessRefused(_("Chi conduce per gli amministratori e chi per i tecnici sono due persone."))
    for each in fields(facts):
        value = getattr(facts, each.name)
        setattr(workshop, each.name, " ".join(value.split()) if isinstance(value, str) else value)
    workshop.save()
    return workshop


def _shift(process: Process, phases: list[Phase], by: timedelta) -> None:
    """Move phases all together; none goes before the path begins."""
    for phase in phases:
        phase.starts_on += by
        if phase.ends_before is not None:
            phase.ends_before += by
    if any(phase.starts_on < process.starts_on for phase in phases):
        raise ProcessRefused(_("Le fasi che seguono finirebbero prima dell'inizio del percorso."))
    Phase.objects.bulk_update(phases, ["starts_on", "ends_before"])
    last = max((phase.ends_before for phase in phases if phase.ends_before), default=None)
    if last is not None and process.ends_before is not None and process.ends_before < last:
        process.ends_before = last
        process.save(update_fields=["ends_before"])


def _number(process: Process) -> None:
    """Number the phases again in the order of their days."""
    phases = list(process.phases.order_by("starts_on", "number"))
    process.phases.update(number=models.F("number") + ASIDE)
    for number, phase in enumerate(phases, start=1):
        phase.number = number
    Phase.objects.bulk_update(phases, ["number"])
