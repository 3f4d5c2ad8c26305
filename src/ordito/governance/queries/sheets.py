"""The register of a body as rows for a spreadsheet: its meetings, and who was at which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ordito.governance.models import Attendance, AttendanceState, Meeting, MeetingState
from ordito.governance.queries.attendance import attendance_rates, presences
from ordito.governance.queries.overview import register_of, seated, seats_of_body, sittings
from ordito.governance.queries.seats import key_of

if TYPE_CHECKING:
    from datetime import date

    from ordito.core.models import Actor
    from ordito.governance.models import Body, Membership

Row = list[object]


def meetings_sheet(body: Body, user: Actor, today: date) -> list[Row]:
    """Tell the meetings of a body that the reader may know of, the latest first, with presence in number."""
    told = sittings(register_of(body, user), presences(body.district, body=body, on=today))
    head: Row = [
        _("Data"),
        _("Titolo"),
        _("Stato"),
        _("Presenti"),
        _("Adesioni"),
        _("Come si sa"),
        _("Verbale"),
    ]
    rows: list[Row] = [head]
    for sitting in told:
        meeting, presence = sitting.meeting, sitting.presence
        minutes = getattr(meeting, "minutes", None)
        rows.append(
            [
                meeting.date,
                meeting.title,
                meeting.get_state_display(),
                presence.present if presence else None,
                presence.entitled if presence else None,
                "" if presence is None else _how(only_counted=presence.only_counted, known=presence.present),
                minutes.get_status_display() if minutes else "",
            ]
        )
    return rows


def attendance_sheet(body: Body, today: date) -> list[Row]:
    """Tell, member by member, when it sat, its numbers, and how it took part in each held meeting."""
    meetings = list(
        Meeting.objects.filter(body=body, state=MeetingState.HELD).order_by("date", "starts_at", "pk")
    )
    marks: dict[tuple[int, str], str] = {
        (line.meeting_id, key_of(line)): line.get_state_display()
        for line in Attendance.objects.filter(meeting__in=meetings).order_by("pk")
    }
    rolled = {meeting for meeting, _key in marks}
    head: Row = [
        _("Membro"),
        _("Adesione"),
        _("Dal"),
        _("Fino al"),
        _("Convocato"),
        _("Presente"),
        _("Giustificato"),
    ]
    rows: list[Row] = [[*head, *(meeting.date for meeting in meetings)]]
    for row in seated(seats_of_body(body), today, attendance_rates(body.district, body=body)):
        told = row.rate
        rows.append(
            [
                row.member.name,
                _("formalizzata") if row.seat.is_formal else _("su invito"),
                row.seats[0].starts_on,
                row.seat.period.last_day,
                *((told.convened, told.present, told.justified) if told else (0, 0, 0)),
                *(_mark(meeting, row.seats, marks, rolled) for meeting in meetings),
            ]
        )
    return rows


def _mark(
    meeting: Meeting, seats: tuple[Membership, ...], marks: dict[tuple[int, str], str], rolled: set[int]
) -> str:
    if not any(meeting.date in seat.period for seat in seats):
        return _("non era membro")
    if meeting.pk not in rolled:
        return _("non si sa")
    return marks.get((meeting.pk, key_of(seats[0])), str(AttendanceState.ABSENT.label))


def _how(*, only_counted: bool, known: int | None) -> str:
    if known is None:
        return _("non si sa")
    return _("solo il numero") if only_counted else _("foglio firme")
