"""Deeds on who came: tick, count, name the guests, close, reopen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ordito.community.models import Organisation, Person
from ordito.core.command import command
from ordito.core.refused import Refused
from ordito.governance.models import Attendance, AttendanceState, Meeting, MeetingState, MinutesStatus
from ordito.governance.queries.seats import seats_of, turnout, turnout_of

if TYPE_CHECKING:
    from datetime import datetime

    from ordito.core.models import Actor, District

MOST_HEADS = 10_000
LONGEST_LIST_OF_GUESTS = 20_000


class AttendanceRefused(Refused):
    """Attendance cannot be written as asked."""


@command("governance.tick", needs="governance.keep_meetings")
def tick(
    meeting: Meeting, *, by: Actor, member: str, state: str, person: int | None = None, name: str = ""
) -> Attendance | None:
    """Say how a member took part (o12 an organisation, p7 a person); an empty state takes the mark away."""
    _require_open(meeting)
    if meeting.head_count is not None:
        raise AttendanceRefused(
            _("Di questo incontro è registrato solo il numero dei presenti: toglierlo, poi segnare i nomi.")
        )
    if state and state not in AttendanceState.values:
        raise AttendanceRefused(_("Lo stato «%(state)s» non esiste.") % {"state": state[:20]})
    who = _member(meeting.district, member)
    if not state:
        meeting.attendance.filter(**who).delete()
        return None
    came = _person(meeting.district, person) if person is not None else None
    mark, _made = Attendance.objects.update_or_create(
        meeting=meeting,
        **who,
        defaults={
            "state": state,
            "by_person": came,
            "by_name": "" if came else " ".join(name.split())[:160],
        },
    )
    return mark


@command("governance.mark_others_absent", needs="governance.keep_meetings")
def mark_others_absent(meeting: Meeting, *, by: Actor) -> Meeting:
    """Mark absent every member of whom nothing is said yet."""
    _require_open(meeting)
    if meeting.head_count is not None:
        raise AttendanceRefused(_("Di questo incontro è registrato solo il numero dei presenti."))
    _mark_absent(meeting)
    return meeting


@command("governance.count_heads", needs="governance.keep_meetings")
def count_heads(meeting: Meeting, *, by: Actor, head_count: int | None) -> Meeting:
    """Write how many were there, when nobody knows who; None takes the number away."""
    _require_open(meeting)
    if head_count is not None and meeting.attendance.exists():
        raise AttendanceRefused(
            _("Ci sono già presenze per nome: il solo numero serve quando i nomi non si conoscono.")
        )
    if head_count is not None and not 0 <= head_count <= MOST_HEADS:
        raise AttendanceRefused(_("Il numero dei presenti non è credibile: controllarlo."))
    meeting.head_count = head_count
    meeting.save(update_fields=["head_count"])
    return meeting


@command("governance.name_guests", needs="governance.keep_meetings")
def name_guests(meeting: Meeting, *, by: Actor, guests: str) -> Meeting:
    """Write who came without being a member, a line each."""
    _require_open(meeting)
    if len(guests) > LONGEST_LIST_OF_GUESTS:
        raise AttendanceRefused(_("L'elenco degli ospiti è troppo lungo."))
    lines = (" ".join(line.split()) for line in guests.splitlines())
    meeting.guests = "\n".join(line for line in lines if line)
    meeting.save(update_fields=["guests"])
    return meeting


@command("governance.close_attendance", needs="governance.keep_meetings")
def close_attendance(meeting: Meeting, *, by: Actor, at: datetime, others_absent: bool = False) -> Meeting:
    """Fix who was there: the meeting was held, and its minutes can be written."""
    _require_open(meeting)
    if meeting.date > meeting.district.today():
        raise AttendanceRefused(
            _("L'incontro è il %(day)s: le presenze si chiudono quando si è svolto.")
            % {"day": date_format(meeting.date, "d/m/Y")}
        )
    if others_absent and meeting.attendance.exists():
        _mark_absent(meeting)
    seats = seats_of(meeting, with_voices=False)
    counted = turnout_of(meeting, seats)
    if not counted.is_known:
        raise AttendanceRefused(_("Prima segnare chi c'era, o almeno quanti erano."))
    if not counted.only_counted and counted.unmarked:
        raise AttendanceRefused(
            ngettext(
                "Di %(n)s membro non è detto niente: segnarlo, o usare «Segna assenti tutti gli altri».",
                "Di %(n)s membri non è detto niente: segnarli, o usare «Segna assenti tutti gli altri».",
                counted.unmarked,
            )
            % {"n": counted.unmarked}
        )
    for decision in meeting.decisions.all():
        require_votes_fit(decision.votes, counted.present, number=decision.number)
    meeting.state, meeting.closed_at = MeetingState.HELD, at
    meeting.save(update_fields=["state", "closed_at"])
    return meeting


@command("governance.reopen_attendance", needs="governance.keep_meetings")
def reopen_attendance(meeting: Meeting, *, by: Actor) -> Meeting:
    """Let attendance be corrected, until the minutes are approved."""
    if meeting.state != MeetingState.HELD:
        raise AttendanceRefused(_("Le presenze non sono chiuse."))
    _refuse_approved(meeting)
    meeting.state = MeetingState.CONVENED if meeting.convened_at else MeetingState.PLANNED
    meeting.closed_at = None
    meeting.save(update_fields=["state", "closed_at"])
    return meeting


def require_votes_fit(counted: int, voices: int, *, number: str) -> None:
    """Refuse more votes than there were voices: one for each formal member that was there."""
    if counted > voices:
        raise AttendanceRefused(
            _("Decisione n. %(number)s: i voti sono %(votes)s e i presenti con diritto di voto %(voices)s.")
            % {"number": number, "votes": counted, "voices": voices}
        )


def require_votes_fit_meeting(meeting: Meeting, counted: int, *, number: str) -> None:
    """Ask the same while the meeting goes on, as soon as it is known who is there."""
    known = turnout(meeting)
    if known.is_known:
        require_votes_fit(counted, known.present, number=number)


def _require_open(meeting: Meeting) -> None:
    if meeting.state == MeetingState.CANCELLED:
        raise AttendanceRefused(_("L'incontro è annullato."))
    if meeting.state == MeetingState.HELD:
        raise AttendanceRefused(_("Le presenze sono chiuse: per correggerle bisogna riaprirle."))
    _refuse_approved(meeting)


def _refuse_approved(meeting: Meeting) -> None:
    minutes = getattr(meeting, "minutes", None)
    if minutes is not None and minutes.status == MinutesStatus.APPROVED:
        raise AttendanceRefused(_("Il verbale è approvato: le presenze non si possono più correggere."))


def _mark_absent(meeting: Meeting) -> None:
    missing = [seat for seat in seats_of(meeting, with_voices=False) if seat.is_member and not seat.state]
    Attendance.objects.bulk_create(
        Attendance(
            meeting=meeting,
            organisation=seat.organisation,
            person=seat.person,
            state=AttendanceState.ABSENT,
        )
        for seat in missing
    )


def _member(district: District, key: str) -> dict[str, Any]:
    found = re.fullmatch(r"([op])(\d{1,18})", key, re.ASCII)
    if found is None:
        raise AttendanceRefused(_("Questo membro non esiste più: ricaricare la pagina."))
    kind, pk = found.groups()
    organisation = Organisation.objects.filter(district=district, pk=pk).first() if kind == "o" else None
    person = Person.objects.filter(district=district, pk=pk).first() if kind == "p" else None
    if organisation is None and person is None:
        raise AttendanceRefused(_("Questo membro non esiste più: ricaricare la pagina."))
    return {"organisation": organisation, "person": person}


def _person(district: District, pk: int) -> Person:
    found = Person.objects.filter(district=district, pk=pk).first()
    if found is None:
        raise AttendanceRefused(_("Questa persona non è nel registro: ricaricare la pagina."))
    return found
