"""One body with everything that hangs on it: what its page shows, and what its register leaves in a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import F

from ordito.core.kept import Said, WordedThings, kept_by_role
from ordito.governance.models import Body, Document, Mandate, Meeting, MeetingState, Membership, Task
from ordito.governance.queries.attendance import attendance_rates, participation_of
from ordito.governance.queries.overview import (
    LATEST_FIRST,
    Seated,
    Sitting,
    latest_first,
    seated,
    sittings,
    with_voices,
)
from ordito.governance.queries.thread import decisions_told_to

if TYPE_CHECKING:
    from datetime import date

    from ordito.core.models import Actor, District
    from ordito.governance.models import Decision
    from ordito.governance.queries.attendance import Participation

MOST_DECISIONS = 8


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is reading, and whether they read names."""

    user: Actor
    knows_names: bool


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


class Questions(NamedTuple):
    """What is asked of the body, by its number."""

    meetings: WordedThings
    seats: WordedThings
    mandates: WordedThings
    below: WordedThings
    documents: WordedThings
    decisions: WordedThings
    tasks: WordedThings


def body_page(body: Body, reader: Reader, today: date) -> BodyPage:
    """Gather the page of a body; at most eleven questions, whatever hangs on it."""
    asked = _questions(body.district, reader.user, today)
    told, presences = participation_of(body, on=today)
    seen = sittings(_of(body, asked.meetings.ask(body=body.pk)), presences)
    held = [row for row in seen if row.meeting.state == MeetingState.HELD]
    rates = attendance_rates(body.district, body=body) if reader.knows_names else []
    seats = asked.seats.ask(body=body.pk)
    for seat in seats:
        seat.body, seat.member.district = body, body.district
    members = seated(seats, today, rates)
    people = sum(row.is_seated and row.is_person for row in members)
    if reader.knows_names:
        members = with_voices(members)
    else:
        members = [row for row in members if not row.is_person]
    mandates = asked.mandates.ask(body=body.pk)
    below, above = asked.below.ask(body=body.pk), body.mandated_by
    for each in below:
        each.district = body.district
    decisions = asked.decisions.ask(body=body.pk)
    tasks = asked.tasks.ask(body=body.pk) if reader.knows_names else []
    _of(body, [each.meeting for each in (*decisions, *tasks)])
    return BodyPage(
        body=body,
        above=above if above and (above.is_public or reader.knows_names) else None,
        below=below,
        participation=told,
        coming=[row for row in reversed(seen) if row.meeting.state != MeetingState.HELD],
        held=held,
        unseen=told.meetings - len(held),
        mandates=[row for row in mandates if row.is_in_force(today)],
        past_mandates=[row for row in mandates if not row.is_in_force(today)],
        documents=_of(body, asked.documents.ask(body=body.pk)),
        people=people,
        members=[row for row in members if row.is_seated],
        former=[row for row in members if not row.is_seated],
        decisions=decisions,
        tasks=tasks,
    )


@kept_by_role
def _questions(district: District, user: Actor, today: date) -> Questions:
    body = Said("body")
    seen = Meeting.objects.visible_to(user).filter(body=body)
    below = Body.objects.visible_to(user).alive(today).filter(mandated_by=body)
    documents = Document.objects.visible_to(user).filter(body=body)
    decisions = decisions_told_to(user, district).filter(meeting__body=body).select_related("meeting")
    tasks = Task.objects.filter(meeting__body=body, done_on__isnull=True)
    return Questions(
        meetings=WordedThings(
            latest_first(seen.exclude(state=MeetingState.CANCELLED)).select_related("minutes")
        ),
        seats=WordedThings(
            Membership.objects.filter(body=body)
            .select_related("organisation", "person")
            .order_by("starts_on", "pk")
        ),
        mandates=WordedThings(
            Mandate.objects.filter(body=body)
            .select_related("mandated_by__district")
            .order_by(LATEST_FIRST, "-pk")
        ),
        below=WordedThings(below.order_by("name")),
        documents=WordedThings(documents.order_by("title", "pk")),
        decisions=WordedThings(decisions.order_by("-meeting__date", "number")[:MOST_DECISIONS]),
        tasks=WordedThings(
            tasks.select_related("meeting", "organisation", "person").order_by(
                F("due_on").asc(nulls_last=True), "pk"
            )
        ),
    )


def _of(body: Body, things: list[Any]) -> list[Any]:
    """Let things of the body know it: whoever read it need not read it again."""
    for each in things:
        each.body, each.district = body, body.district
    return things
