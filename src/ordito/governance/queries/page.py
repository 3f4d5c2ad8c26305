"""One body with everything that hangs on it: what its page shows, and what its register leaves in a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F

from ordito.governance.models import Body, Decision, Document, Meeting, MeetingState, MinutesStatus, Task
from ordito.governance.queries.attendance import attendance_rates, participation_of
from ordito.governance.queries.overview import (
    LATEST_FIRST,
    Seated,
    Sitting,
    seated,
    seats_of_body,
    sittings,
    with_voices,
)

if TYPE_CHECKING:
    from datetime import date

    from ordito.core.models import Actor
    from ordito.governance.models import Mandate
    from ordito.governance.queries.attendance import Participation

MOST_DECISIONS = 8


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is reading: whether they read names, and whether they keep the meetings."""

    user: Actor
    knows_names: bool
    keeps: bool


@dataclass(frozen=True, slots=True)
class BodyPage:
    """A body as its page tells it to one reader on one day; of people, the public reads only how many."""

    body: Body
    above: Body | None
    below: list[Body]
    participation: Participation
    coming: list[Sitting]
    held: list[Sitting]
    unseen: int
    mandates: list[Mandate]
    past_mandates: list[Mandate]
    documents: list[Document]
    people: int
    members: list[Seated]
    former: list[Seated]
    decisions: list[Decision]
    tasks: list[Task]

    @property
    def organisations(self) -> int:
        return sum(not row.is_person for row in self.members)

    @property
    def invited(self) -> int:
        return sum(not row.seat.is_formal for row in self.members)

    @property
    def changes_of_delegate(self) -> int:
        """How many times an organisation that sits here sent somebody else."""
        return sum(max(0, len(row.delegates) - 1) for row in self.members)


def body_page(body: Body, reader: Reader, today: date) -> BodyPage:
    """Gather the page of a body; at most eleven questions, whatever hangs on it."""
    told, presences = participation_of(body, on=today)
    meetings = Meeting.objects.visible_to(reader.user).filter(body=body)
    seen = sittings(meetings.exclude(state=MeetingState.CANCELLED), presences)
    held = [row for row in seen if row.meeting.state == MeetingState.HELD]
    rates = attendance_rates(body.district, body=body) if reader.knows_names else []
    members = seated(seats_of_body(body), today, rates)
    people = sum(row.is_seated and row.is_person for row in members)
    if reader.knows_names:
        members = with_voices(members)
    else:
        members = [row for row in members if not row.is_person]
    mandates = list(body.mandates.select_related("mandated_by__district").order_by(LATEST_FIRST, "-pk"))
    documents = Document.objects.visible_to(reader.user).filter(body=body)
    visible = Body.objects.visible_to(reader.user)
    above = body.mandated_by
    return BodyPage(
        body=body,
        above=above if above and (above.is_public or reader.knows_names) else None,
        below=list(visible.alive(today).filter(mandated_by=body).select_related("district").order_by("name")),
        participation=told,
        coming=[row for row in reversed(seen) if row.meeting.state != MeetingState.HELD],
        held=held,
        unseen=told.meetings - len(held),
        mandates=[row for row in mandates if row.is_in_force(today)],
        past_mandates=[row for row in mandates if not row.is_in_force(today)],
        documents=list(documents.select_related("body", "district").order_by("title", "pk")),
        people=people,
        members=[row for row in members if row.is_seated],
        former=[row for row in members if not row.is_seated],
        decisions=_decisions(body, reader),
        tasks=_tasks(body) if reader.knows_names else [],
    )


def _decisions(body: Body, reader: Reader) -> list[Decision]:
    """Decisions are everybody's once the minutes are approved; before, of whoever keeps the meetings."""
    meetings = Meeting.objects.visible_to(reader.user).filter(body=body)
    if not reader.keeps:
        meetings = meetings.filter(minutes__status=MinutesStatus.APPROVED)
    rows = Decision.objects.filter(meeting__in=meetings).select_related("meeting__body", "meeting__district")
    return list(rows.order_by("-meeting__date", "number")[:MOST_DECISIONS])


def _tasks(body: Body) -> list[Task]:
    rows = Task.objects.filter(meeting__body=body, done_on__isnull=True).select_related(
        "meeting__body", "meeting__district", "organisation", "person"
    )
    return list(rows.order_by(F("due_on").asc(nulls_last=True), "pk"))
