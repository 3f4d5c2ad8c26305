"""The calendar of a district: what happens on each day of a month, and what must be done by it."""

from __future__ import annotations

import calendar as weeks
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from django.db.models import Q
from django.utils.translation import gettext as _

from ordito.core.rules import is_insider
from ordito.governance.models import Body, Mandate, Meeting, MeetingState, Task
from ordito.governance.queries.meetings import where

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import time

    from django.db.models import QuerySet

    from ordito.core.models import Actor, District

Kind = Literal["meeting", "task", "mandate"]


@dataclass(frozen=True, slots=True)
class Entry:
    """Something on a day: a meeting, or the last day of something."""

    kind: Kind
    day: date
    title: str
    url: str
    detail: str = ""
    hour: time | None = None
    until: time | None = None
    is_cancelled: bool = False
    is_planned: bool = False
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A square of the month; days of the months beside it are there and empty."""

    day: date
    in_month: bool
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Month:
    """A month in weeks from Monday, and the days on which something happens."""

    first: date
    weeks: list[list[Day]]

    @property
    def before(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        return _next_first(self.first)

    @property
    def busy(self) -> list[Day]:
        return [day for week in self.weeks for day in week if day.entries]


def month_of(district: District, user: Actor, first: date, *, today: date, body: Body | None = None) -> Month:
    """Gather a month of a district, or of one body, as the reader may see it; three questions at most."""
    last = _next_first(first)
    entries = defaultdict(list)
    for entry in sorted(
        [
            *_meetings(district, user, first, last, body),
            *_mandates(district, user, first, last, body),
            *(_tasks(district, first, last, body, today) if is_insider(user, district) else ()),
        ],
        key=lambda entry: (entry.hour is None, entry.hour or 0, entry.kind, entry.title),
    ):
        entries[entry.day].append(entry)
    rows = weeks.Calendar(weeks.MONDAY).monthdatescalendar(first.year, first.month)
    return Month(first, [[Day(day, day.month == first.month, entries[day]) for day in row] for row in rows])


def next_meeting(district: District, user: Actor, after: date, body: Body | None = None) -> Meeting | None:
    """Find the first meeting after a day, for a month in which nothing happens."""
    rows = _visible(district, user, body).filter(date__gte=after).exclude(state=MeetingState.CANCELLED)
    return rows.order_by("date", "pk").first()


def bodies_with_meetings(district: District, user: Actor) -> list[Body]:
    """The bodies among which the reader may choose."""
    rows = Body.objects.visible_to(user).filter(district=district, meetings__isnull=False)
    return list(rows.distinct().order_by("name", "pk"))


def _visible(district: District, user: Actor, body: Body | None) -> QuerySet[Meeting]:
    rows = Meeting.objects.visible_to(user).filter(district=district)
    rows = rows.filter(body=body) if body else rows
    return rows.select_related("body", "district", "place__municipality")


def _meetings(district: District, user: Actor, first: date, last: date, body: Body | None) -> Iterator[Entry]:
    for row in _visible(district, user, body).filter(date__gte=first, date__lt=last):
        yield Entry(
            kind="meeting",
            day=row.date,
            title=row.body.name,
            url=row.get_absolute_url(),
            detail=" · ".join(part for part in (row.title, where(row)) if part),
            hour=row.starts_at,
            until=row.ends_at,
            is_cancelled=row.state == MeetingState.CANCELLED,
            is_planned=row.state == MeetingState.PLANNED,
        )


def _mandates(district: District, user: Actor, first: date, last: date, body: Body | None) -> Iterator[Entry]:
    bodies = Body.objects.visible_to(user).filter(district=district)
    ending = Q(ends_before__gt=first, ends_before__lte=last)
    rows = Mandate.objects.filter(ending, body__in=bodies.filter(pk=body.pk) if body else bodies)
    for row in rows.select_related("body__district"):
        assert row.last_day is not None  # noqa: S101 - it was asked for
        yield Entry(
            kind="mandate",
            day=row.last_day,
            title=_("Finisce il mandato di %(body)s") % {"body": row.body.name},
            url=f"{row.body.get_absolute_url()}#mandato",
            detail=row.object,
        )


def _tasks(district: District, first: date, last: date, body: Body | None, today: date) -> Iterator[Entry]:
    rows = Task.objects.filter(
        meeting__district=district, done_on__isnull=True, due_on__gte=first, due_on__lt=last
    )
    rows = rows.filter(meeting__body=body) if body else rows
    for row in rows.select_related("meeting__body", "meeting__district", "organisation", "person"):
        assert row.due_on is not None  # noqa: S101 - it was asked for
        yield Entry(
            kind="task",
            day=row.due_on,
            title=row.text,
            url=f"{row.meeting.get_absolute_url()}#compiti",
            detail=" · ".join(part for part in (row.assignee, row.meeting.body.name) if part),
            is_late=row.due_on < today,
        )


def _next_first(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)
