"""One member of a body, with the meetings from which its numbers come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from ordito.governance.models import Attendance, AttendanceState, Meeting, MeetingState
from ordito.governance.queries.overview import Seated, seated, seats_of_body, with_voices

if TYPE_CHECKING:
    from datetime import date

    from ordito.governance.models import Body

CAME = frozenset({AttendanceState.PRESENT, AttendanceState.DELEGATE})


@dataclass(frozen=True, slots=True)
class Turn:
    """A held meeting and how a member took part in it; `counts` when it is in the member's denominator."""

    meeting: Meeting
    state: str
    counts: bool
    who_came: str = ""

    @property
    def came(self) -> bool:
        return self.state in CAME

    @property
    def label(self) -> str:
        return str(AttendanceState(self.state).label) if self.state else ""


@dataclass(frozen=True, slots=True)
class MemberPage:
    """A member in a body: its seats, its numbers, and every held meeting while it sat there."""

    row: Seated
    turns: list[Turn]
    outside: list[Turn]

    @property
    def convened(self) -> int:
        return sum(turn.counts for turn in self.turns)

    @property
    def present(self) -> int:
        return sum(turn.counts and turn.came for turn in self.turns)

    @property
    def justified(self) -> int:
        return sum(turn.counts and turn.state == AttendanceState.JUSTIFIED for turn in self.turns)


def member_page(body: Body, code: str, today: date) -> MemberPage | None:
    """Gather a member by its code; None when nobody with that code sits or sat in the body."""
    mine = seats_of_body(body).filter(Q(organisation__code=code) | Q(person__code=code))
    rows = with_voices(seated(mine, today))
    if not rows:
        return None
    row = rows[0]
    marks = Attendance.objects.filter(
        meeting__body=body, organisation=row.seat.organisation, person=row.seat.person
    ).select_related("by_person")
    by_meeting = {mark.meeting_id: mark for mark in marks}
    meetings: QuerySet[Any] = (  # with `has_roll`
        Meeting.objects.filter(body=body, state=MeetingState.HELD)
        .annotate(has_roll=Exists(Attendance.objects.filter(meeting=OuterRef("pk"))))
        .select_related("body", "district")
        .order_by("-date", "-pk")
    )
    turns, outside = [], []
    for meeting in meetings:
        turn = _turn(meeting, by_meeting.get(meeting.pk), has_roll=meeting.has_roll)
        if any(meeting.date in seat.period for seat in row.seats):
            turns.append(turn)
        elif meeting.pk in by_meeting:
            outside.append(turn)
    return MemberPage(row, turns, outside)


def _turn(meeting: Meeting, mark: Attendance | None, *, has_roll: bool) -> Turn:
    if not has_roll:
        return Turn(meeting, "", counts=False)
    if mark is None:
        return Turn(meeting, AttendanceState.ABSENT, counts=True)
    who = mark.by_person.name if mark.by_person else mark.by_name
    return Turn(meeting, mark.state, counts=mark.state != AttendanceState.NOT_ENTITLED, who_came=who)
