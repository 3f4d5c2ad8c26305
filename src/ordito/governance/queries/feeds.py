"""Calendars that other programs subscribe to (RFC 5545): of the district, of a body, of a person."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.db.models import Q
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from ordito.community.queries import speaks_for
from ordito.core.models import RoleKind, holds
from ordito.core.rules import is_insider
from ordito.governance.models import CalendarKey, Meeting, MeetingState, Task
from ordito.governance.queries.meetings import where
from ordito.governance.queries.notices import add_span
from ordito.governance.queries.register import bodies_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from ordito.core.models import District, User
    from ordito.governance.models import Body

LOOK_BACK = timedelta(days=366)
SALT = "governance.calendar"
STATUS = {MeetingState.CANCELLED: "CANCELLED", MeetingState.PLANNED: "TENTATIVE"}


def public_feed(
    district: District, *, at: datetime, address: Callable[[str], str], body: Body | None = None
) -> bytes:
    """Write the meetings of a district, or of one of its bodies, that a stranger may know of."""
    meetings = Meeting.objects.visible_to(AnonymousUser()).filter(district=district)
    meetings = meetings.filter(body=body) if body else meetings
    return _feed(body.name if body else district.name, _lately(meetings, at), (), at=at, address=address)


def own_feed(user: User, district: District, *, at: datetime, address: Callable[[str], str]) -> bytes:
    """Write the meetings of the bodies in which a person sits, public or not, and what they have to do.

    Whoever works in the plan office has all of the district's, with those that are not convened yet.
    """
    meetings = Meeting.objects.filter(district=district)
    tasks = Task.objects.filter(meeting__district=district, done_on__isnull=True, due_on__isnull=False)
    if not holds(user, district, RoleKind.PLAN_OFFICE):
        mine = bodies_of(user, district=district)
        meetings = meetings.filter(body__in=mine).exclude(state=MeetingState.PLANNED)
        tasks = tasks.filter(Q(person__account=user) | Q(organisation__in=speaks_for(user)))
    name = _("%(district)s, calendario di %(name)s") % {"district": district.name, "name": user.name}
    due = tasks.select_related("meeting__body", "meeting__district").order_by("due_on", "pk")
    return _feed(name, _lately(meetings, at), due, at=at, address=address, with_links=True)


def token_of(key: CalendarKey, district: District) -> str:
    """Sign a person's own link: a new secret of the key makes every earlier link worthless."""
    return signing.Signer(salt=SALT).sign_object([key.user_id, district.pk, key.secret])


def owner_of(token: str, district: District) -> User | None:
    """Tell whose link it is; nobody's when it is wrong, was renewed, or its owner works here no more."""
    try:
        owner, place, secret = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    key = CalendarKey.objects.filter(user=owner, user__is_active=True).select_related("user").first()
    if key is None or place != district.pk or not constant_time_compare(key.secret, secret):
        return None
    return key.user if is_insider(key.user, district) else None


def _lately(meetings: QuerySet[Meeting], at: datetime) -> QuerySet[Meeting]:
    rows = meetings.filter(date__gte=at.date() - LOOK_BACK).prefetch_related("agenda")
    return rows.select_related("body", "district", "place__municipality").order_by("date", "pk")


def _feed(
    name: str,
    meetings: Iterable[Meeting],
    tasks: Iterable[Task],
    *,
    at: datetime,
    address: Callable[[str], str],
    with_links: bool = False,
) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Ordito//Ordito//IT")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("name", name)
    calendar.add("refresh-interval", timedelta(hours=4), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT4H")
    for meeting in meetings:
        calendar.add_component(_meeting(meeting, at, address, with_links=with_links))
    for task in tasks:
        calendar.add_component(_task(task, at, address))
    return bytes(calendar.to_ical())


def _meeting(meeting: Meeting, at: datetime, address: Callable[[str], str], *, with_links: bool) -> Event:
    event = Event()
    event.add("uid", meeting.calendar_uid)
    event.add("sequence", meeting.ics_sequence)
    event.add("dtstamp", (meeting.convened_at or at).astimezone(UTC))
    event.add("summary", f"{meeting.body.name}: {meeting.title}" if meeting.title else meeting.body.name)
    add_span(event, meeting)
    link = meeting.link if with_links else ""
    if where(meeting) or link:
        event.add("location", where(meeting) or link)
    points = sorted(meeting.agenda.all(), key=lambda item: item.position)
    lines = [f"{number}. {item.title}" for number, item in enumerate(points, start=1)]
    if lines or link:
        event.add("description", "\n".join(filter(None, [*lines, link])))
    event.add("status", STATUS.get(MeetingState(meeting.state), "CONFIRMED"))
    event.add("url", address(meeting.get_absolute_url()))
    return event


def _task(task: Task, at: datetime, address: Callable[[str], str]) -> Event:
    event = Event()
    event.add("uid", f"compito-{task.number}.{task.meeting.calendar_uid}")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("summary", _("Entro oggi: %(task)s") % {"task": task.text})
    event.add("dtstart", task.due_on)
    event.add("description", task.meeting.body.name)
    event.add("transp", "TRANSPARENT")
    event.add("url", address(f"{task.meeting.get_absolute_url()}#compiti"))
    return event
