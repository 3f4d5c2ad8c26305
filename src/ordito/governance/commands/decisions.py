"""Deeds on what a meeting decides, and on the tasks that it leaves."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ordito.community.models import Organisation, Person
from ordito.core.command import command
from ordito.core.refused import Refused
from ordito.governance.commands.attendance import require_votes_fit_meeting
from ordito.governance.models import Decision, MeetingState, MinutesStatus, Outcome, Task
from ordito.governance.queries.meetings import next_number

if TYPE_CHECKING:
    from datetime import date

    from ordito.core.models import Actor
    from ordito.governance.models import AgendaItem, Meeting

LONGEST_TEXT = 200_000
LONGEST_TASK = 300


class DecisionRefused(Refused):
    """The decision cannot be written as asked."""


class TaskRefused(Refused):
    """The task cannot be written as asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFacts:
    """What is written of a decision; votes that nobody counted stay blank."""

    text: str
    number: str = ""
    agenda_item: AgendaItem | None = None
    outcome: str = Outcome.APPROVED
    votes_for: int | None = None
    votes_against: int | None = None
    abstained: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFacts:
    """What is written of a task: what, who (of the register, or a name), by when, from which decision."""

    text: str
    who: str = ""
    due_on: date | None = None
    decision: Decision | None = None


@command("governance.decide", needs="governance.keep_meetings")
def decide(meeting: Meeting, *, by: Actor, facts: DecisionFacts) -> Decision:
    """Write what a meeting decided; a missing number is the next of the body's year."""
    require_writable(meeting)
    decision = Decision(meeting=meeting, number=facts.number.strip() or next_number(meeting))
    _write_decision(decision, facts)
    return decision


@command("governance.correct_decision", needs="governance.keep_meetings")
def correct_decision(decision: Decision, *, by: Actor, facts: DecisionFacts) -> Decision:
    """Correct a decision, until the minutes are approved."""
    require_writable(decision.meeting)
    decision.number = facts.number.strip() or decision.number
    _write_decision(decision, facts)
    return decision


@command("governance.withdraw_decision", needs="governance.keep_meetings")
def withdraw_decision(decision: Decision, *, by: Actor) -> Meeting:
    """Take away a decision written by mistake; its tasks stay with the meeting."""
    meeting = decision.meeting
    require_writable(meeting)
    if hasattr(decision, "approves"):
        raise DecisionRefused(_("Questa decisione approva un verbale: non si può togliere."))
    decision.delete()
    return meeting


@command("governance.assign_task", needs="governance.keep_meetings")
def assign_task(meeting: Meeting, *, by: Actor, facts: TaskFacts) -> Task:
    """Leave something to do, to somebody, by a day."""
    require_writable(meeting)
    last = meeting.tasks.aggregate(last=Max("number"))["last"] or 0
    task = Task(meeting=meeting, number=last + 1)
    _write_task(task, facts)
    return task


@command("governance.correct_task", needs="governance.keep_meetings")
def correct_task(task: Task, *, by: Actor, facts: TaskFacts) -> Task:
    """Correct a task, until the minutes are approved."""
    require_writable(task.meeting)
    _write_task(task, facts)
    return task


@command("governance.drop_task", needs="governance.keep_meetings")
def drop_task(task: Task, *, by: Actor) -> Meeting:
    """Take away a task written by mistake."""
    meeting = task.meeting
    require_writable(meeting)
    task.delete()
    return meeting


@command("governance.finish_task", needs="governance.keep_meetings")
def finish_task(task: Task, *, by: Actor, done_on: date | None) -> Task:
    """Say on which day a task was done, also after the minutes are approved; None opens it again."""
    if done_on is not None and done_on < task.meeting.date:
        raise TaskRefused(_("Il compito non può essere fatto prima dell'incontro che lo ha dato."))
    task.done_on = done_on
    task.save(update_fields=["done_on"])
    return task


def require_writable(meeting: Meeting) -> None:
    """Refuse to write what a meeting did before it began, when it was called off, or once it is approved."""
    if meeting.state == MeetingState.CANCELLED:
        raise DecisionRefused(_("L'incontro è annullato: non c'è un verbale da scrivere."))
    if meeting.date > meeting.district.today():
        raise DecisionRefused(
            _("L'incontro è il %(day)s: il verbale si scrive da quel giorno.")
            % {"day": date_format(meeting.date, "d/m/Y")}
        )
    minutes = getattr(meeting, "minutes", None)
    if minutes is not None and minutes.status == MinutesStatus.APPROVED:
        raise DecisionRefused(_("Il verbale è approvato: non si può più cambiare."))


def _write_decision(decision: Decision, facts: DecisionFacts) -> None:
    meeting = decision.meeting
    if not facts.text.strip():
        raise DecisionRefused(_("Serve il testo della decisione."))
    if len(facts.text) > LONGEST_TEXT:
        raise DecisionRefused(_("Il testo della decisione è troppo lungo."))
    if facts.outcome not in Outcome.values:
        raise DecisionRefused(_("L'esito «%(outcome)s» non esiste.") % {"outcome": facts.outcome[:20]})
    if facts.agenda_item is not None and facts.agenda_item.meeting_id != meeting.pk:
        raise DecisionRefused(_("Il punto non è all'ordine del giorno di questo incontro."))
    same = meeting.decisions.filter(number=decision.number).exclude(pk=decision.pk)
    if same.exists():
        raise DecisionRefused(
            _("In questo incontro c'è già una decisione n. %(number)s.") % {"number": decision.number}
        )
    for each in fields(facts):
        if each.name != "number":
            setattr(decision, each.name, getattr(facts, each.name))
    decision.text = facts.text.strip()
    _refuse_odd_votes(decision)
    require_votes_fit_meeting(meeting, decision.votes, number=decision.number)
    decision.save()


def _refuse_odd_votes(decision: Decision) -> None:
    if decision.votes_for is None and decision.votes:
        raise DecisionRefused(_("Se si contano i voti, servono anche i favorevoli."))
    against = decision.votes_against or 0
    if (
        decision.outcome == Outcome.APPROVED
        and decision.votes_for is not None
        and decision.votes_for <= against
    ):
        raise DecisionRefused(
            _("Con questi voti la decisione non risulta approvata: controllare i voti o l'esito.")
        )
    if (
        decision.outcome == Outcome.REJECTED
        and decision.votes_for is not None
        and decision.votes_for > against + (decision.abstained or 0)
    ):
        raise DecisionRefused(
            _("Con questi voti la decisione non risulta respinta: controllare i voti o l'esito.")
        )


def _write_task(task: Task, facts: TaskFacts) -> None:
    text, who = " ".join(facts.text.split()), " ".join(facts.who.split())
    if not text:
        raise TaskRefused(_("Serve dire che cosa c'è da fare."))
    if len(text) > LONGEST_TASK:
        raise TaskRefused(
            _("Il compito è più lungo di %(most)s caratteri: il resto può stare nella discussione.")
            % {"most": LONGEST_TASK}
        )
    if facts.decision is not None and facts.decision.meeting_id != task.meeting_id:
        raise TaskRefused(_("La decisione non è di questo incontro."))
    if facts.due_on is not None and facts.due_on < task.meeting.date:
        raise TaskRefused(_("Il compito non può scadere prima dell'incontro che lo dà."))
    district = task.meeting.district
    task.text, task.due_on, task.decision = text, facts.due_on, facts.decision
    task.organisation = Organisation.objects.filter(district=district, name__iexact=who).first()
    task.person = None
    if task.organisation is None:
        task.person = Person.objects.filter(district=district, name__iexact=who).first()
    task.who = "" if task.organisation or task.person else who[:160]
    task.save()
