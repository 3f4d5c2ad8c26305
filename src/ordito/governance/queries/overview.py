"""What the pages of the register show: bodies at a glance, and one body with everything that hangs on it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import F, Q

from ordito.community.models import Delegate, DelegateKind, Organisation, Person
from ordito.core.kept import WordedThings, kept_by_role
from ordito.core.period import in_force
from ordito.core.search import plain
from ordito.governance.models import Body, Mandate, Meeting, MeetingState, Membership
from ordito.governance.queries.attendance import AttendanceRate, Participation, Presence, participation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from django.db.models import QuerySet

    from ordito.core.models import Actor, District

LATEST_FIRST = F("date").desc(nulls_last=True)


@dataclass(frozen=True, slots=True)
class Glance:
    """A body in a line: to whom it answers, how it is taken part in, when it meets, what it was asked."""

    body: Body
    above: Body | None
    participation: Participation
    next_meeting: Meeting | None
    last_mandate: Mandate | None


@dataclass(frozen=True, slots=True)
class Seated:
    """A member of a body, with every period in which it sat, who spoke for it, and how often it was there."""

    member: Organisation | Person
    seats: tuple[Membership, ...]
    is_seated: bool
    spoke: tuple[Delegate, ...] = ()
    rate: AttendanceRate | None = None

    @property
    def seat(self) -> Membership:
        """The latest period."""
        return self.seats[-1]

    @property
    def is_person(self) -> bool:
        return isinstance(self.member, Person)

    @property
    def kind(self) -> str:
        """What kind of organisation it is; a person in their own name is of none."""
        return self.member.kind if isinstance(self.member, Organisation) else ""

    @property
    def delegates(self) -> list[Delegate]:
        """Whoever was sent to speak, in order of time; where nobody was, the legal representatives."""
        sent = [each for each in self.spoke if each.kind == DelegateKind.DELEGATE]
        return sent or [each for each in self.spoke if each.kind == DelegateKind.REPRESENTATIVE]

    @property
    def alternates(self) -> list[Delegate]:
        return [each for each in self.spoke if each.kind == DelegateKind.ALTERNATE]


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting in the register of its body: with who was there, when it was held."""

    meeting: Meeting
    presence: Presence | None


class Glanced(NamedTuple):
    """What is asked to tell the bodies of a district at a glance."""

    bodies: WordedThings
    upcoming: WordedThings
    mandates: WordedThings


def glances(district: District, user: Actor, today: date) -> dict[int, Glance]:
    """Tell every body that the reader may know of at a glance, as the tree reads; five questions in all."""
    asked = _glanced(district, user, today)
    known = {body.pk: body for body in asked.bodies.ask()}
    next_meetings = {row.body_id: row for row in asked.upcoming.ask() if row.body_id in known}
    for body in known.values():
        body.district = district
    for meeting in next_meetings.values():
        meeting.body, meeting.district = known[meeting.body_id], district
    mandates = {row.body_id: row for row in asked.mandates.ask()}
    return {
        told.body.pk: Glance(
            body=told.body,
            above=known.get(told.body.mandated_by_id or 0),
            participation=told,
            next_meeting=next_meetings.get(told.body.pk),
            last_mandate=mandates.get(told.body.pk),
        )
        for told in participation(district, bodies=known.values())
    }


@kept_by_role
def _glanced(district: District, user: Actor, today: date) -> Glanced:
    convened = Meeting.objects.visible_to(user).filter(
        district=district, state=MeetingState.CONVENED, date__gte=today
    )
    in_force = Mandate.objects.in_force(today).filter(body__district=district)
    return Glanced(
        bodies=WordedThings(Body.objects.visible_to(user).filter(district=district)),
        upcoming=WordedThings(
            convened.order_by("body", "date", F("starts_at").asc(nulls_last=True), "pk").distinct("body")
        ),
        mandates=WordedThings(in_force.order_by("body", LATEST_FIRST, "-pk").distinct("body")),
    )


def latest_first(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Meetings as a register tells them."""
    return meetings.order_by("-date", F("starts_at").desc(nulls_last=True), "-pk")


def sittings(meetings: Iterable[Meeting], presences: Iterable[Presence]) -> list[Sitting]:
    """Meetings in the order given, each with its presence."""
    known = {presence.meeting: presence for presence in presences}
    return [Sitting(row, known.get(row.pk)) for row in meetings]


def register_of(body: Body, user: Actor) -> QuerySet[Meeting]:
    """The meetings of a body that the reader may know of, with what a row of its register says."""
    seen = Meeting.objects.visible_to(user).filter(body=body)
    return latest_first(seen).select_related("minutes", "body", "district")


def seats_of_body(body: Body) -> QuerySet[Membership]:
    """Every seat of a body, with who sits on it, in order of time."""
    return body.memberships.select_related("organisation__district", "person__district").order_by(
        "starts_on", "pk"
    )


def seated(seats: Iterable[Membership], today: date, rates: Iterable[AttendanceRate] = ()) -> list[Seated]:
    """Gather the seats of one body by member: those who sit there now, then those who sat, each by name."""
    by_member: dict[Organisation | Person, list[Membership]] = defaultdict(list)
    for seat in seats:
        by_member[seat.member].append(seat)
    told = {(rate.is_person, rate.member): rate for rate in rates}
    rows = [
        Seated(
            member=member,
            seats=tuple(periods),
            is_seated=any(today in seat.period for seat in periods),
            rate=told.get((isinstance(member, Person), member.code)),
        )
        for member, periods in by_member.items()
    ]
    return sorted(rows, key=lambda row: (not row.is_seated, plain(row.member.name), row.member.pk))


def narrowed(rows: Iterable[Seated], typed: str, kind: str) -> list[Seated]:
    """Keep the members of a kind of which a name has what was typed: theirs, or that of who speaks."""
    return [
        row
        for row in rows
        if (not kind or row.kind == kind)
        and any(
            plain(typed) in plain(name)
            for name in (row.member.name, row.seat.role, *(each.person.name for each in row.spoke))
        )
    ]


def with_voices(rows: Iterable[Seated]) -> list[Seated]:
    """Add who spoke for each organisation while it sat there; one question, whatever the rows."""
    rows = list(rows)
    organisations = [row.member.pk for row in rows if not row.is_person]
    spoke: dict[int, list[Delegate]] = defaultdict(list)
    delegations = Delegate.objects.filter(organisation__in=organisations).select_related("person__district")
    for each in delegations.order_by("starts_on", "pk"):
        spoke[each.organisation_id].append(each)
    return [Seated(row.member, row.seats, row.is_seated, _while_seated(row, spoke), row.rate) for row in rows]


def _while_seated(row: Seated, spoke: Mapping[int, list[Delegate]]) -> tuple[Delegate, ...]:
    if row.is_person:
        return ()
    return tuple(
        each for each in spoke[row.member.pk] if any(seat.period.overlaps(each.period) for seat in row.seats)
    )


def can_be_seated(body: Body, on: date) -> tuple[QuerySet[Organisation], QuerySet[Person]]:
    """Whoever in the district has no seat in the body on a day."""
    taken = Membership.objects.filter(in_force(on), body=body)
    organisations = Organisation.objects.filter(district=body.district_id)
    people = Person.objects.filter(district=body.district_id)
    free = ~Q(pk__in=taken.filter(organisation__isnull=False).values("organisation"))
    named = ~Q(pk__in=taken.filter(person__isnull=False).values("person"))
    return organisations.filter(free).order_by("name", "pk"), people.filter(named).order_by("name", "pk")
