"""What is known of meetings: what comes next, what waits, what a new one proposes."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ordito.core.loop import Due
from ordito.core.models import RoleKind, holds
from ordito.core.templatetags.ordito import in_days
from ordito.governance.models import AgendaItem, Decision, Meeting, MeetingState, Minutes, MinutesStatus, Task

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

    from ordito.core.models import Actor, District
    from ordito.governance.models import Body

LOOK_AHEAD = timedelta(days=14)
MINUTES_ARE_LATE = timedelta(days=15)
MINUTES_ARE_ASKED_FOR = timedelta(days=90)

Stage = Literal["done", "now", "todo"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way from convocation to approved minutes."""

    key: str
    name: str
    stage: Stage


def steps(meeting: Meeting, *, today: date, is_marked: bool, minutes: Minutes | None) -> list[Step]:
    """Say how far a meeting has come: what is done, the one thing to do now, what follows."""
    names = {
        "convocation": _("Convocazione"),
        "signin": _("Foglio firme"),
        "attendance": _("Presenze"),
        "minutes": _("Verbale"),
        "approval": _("Approvazione"),
    }
    now = list(names).index(_now(meeting, today=today, is_marked=is_marked, minutes=minutes))
    if minutes is not None and minutes.status == MinutesStatus.APPROVED:
        now = len(names)
    stages: list[Stage] = ["done" if at < now else "now" if at == now else "todo" for at in range(len(names))]
    return [Step(key, name, stage) for (key, name), stage in zip(names.items(), stages, strict=True)]


def _now(meeting: Meeting, *, today: date, is_marked: bool, minutes: Minutes | None) -> str:
    if meeting.state == MeetingState.HELD:
        return "minutes" if minutes is None or minutes.status == MinutesStatus.DRAFT else "approval"
    if is_marked or meeting.date <= today:
        return "attendance"
    return "convocation" if meeting.state == MeetingState.PLANNED else "signin"


def meetings_of(district: District, user: Actor) -> QuerySet[Meeting]:
    """The meetings that the reader may know of, with what their pages say in the first line."""
    return (
        Meeting.objects.visible_to(user)
        .filter(district=district)
        .select_related("body__district", "district", "place__municipality")
    )


def when(meeting: Meeting) -> str:
    """12/09/2016, 17:30-19:00; without hours when nobody knows them."""
    hours = [hour.strftime("%H:%M") for hour in (meeting.starts_at, meeting.ends_at) if hour]
    day = date_format(meeting.date, "d/m/Y")
    return f"{day}, {'–'.join(hours)}" if meeting.starts_at else day


def where(meeting: Meeting) -> str:
    """The place in one line: its name, its address, its municipality; or what was typed."""
    place = meeting.place
    known = [place.name, place.address, str(place.municipality or "")] if place else []
    return ", ".join(part for part in [*known, meeting.place_text] if part)


def minutes_of(meeting: Meeting) -> Minutes | None:
    """The minutes, when somebody has begun them."""
    return (
        Minutes.objects.filter(meeting=meeting)
        .select_related("meeting__body__district", "meeting__district", "approved_at__body", "decision")
        .first()
    )


def minutes_waiting(body: Body, *, before: date) -> QuerySet[Minutes]:
    """Minutes of a body that a meeting on this day could approve, the oldest first."""
    waiting = Minutes.objects.filter(meeting__body=body, meeting__date__lt=before)
    return waiting.filter(status=MinutesStatus.TO_APPROVE).select_related("meeting").order_by("meeting__date")


def minutes_to_suggest(body: Body, *, before: date) -> list[Minutes]:
    """Minutes whose approval goes first on the agenda: written or being written, and not yet approved."""
    elsewhere = AgendaItem.objects.filter(minutes=OuterRef("pk"), meeting__date__gte=before)
    rows = Minutes.objects.filter(
        ~Exists(elsewhere.exclude(meeting__state=MeetingState.CANCELLED)),
        meeting__body=body,
        meeting__date__lt=before,
    )
    open_ones = rows.exclude(status=MinutesStatus.APPROVED)
    return list(open_ones.select_related("meeting").order_by("meeting__date"))


def approval_title(minutes: Minutes) -> str:
    """The line of the agenda that approves some minutes."""
    day = date_format(minutes.meeting.date, "d/m/Y")
    return _("Approvazione del verbale dell'incontro del %(day)s") % {"day": day}


def meetings_that_can_approve(minutes: Minutes, *, today: date) -> QuerySet[Meeting]:
    """Later meetings of the same body that were held, or that are being held today."""
    meeting = minutes.meeting
    later = Meeting.objects.filter(body=meeting.body_id, date__gt=meeting.date, date__lte=today)
    able = Q(state=MeetingState.HELD) | Q(date=today) & ~Q(state=MeetingState.CANCELLED)
    return later.filter(able).exclude(minutes__status=MinutesStatus.APPROVED).order_by("date")


def next_number(meeting: Meeting) -> str:
    """The number that a new decision gets unless told otherwise: the body counts through the year."""
    taken = Decision.objects.filter(meeting__body=meeting.body_id, meeting__date__year=meeting.date.year)
    numbers = [int(number) for number in taken.values_list("number", flat=True) if number.isdecimal()]
    return str(max(numbers, default=0) + 1)


def agenda_with_decisions(
    meeting: Meeting,
) -> tuple[list[tuple[AgendaItem, list[Decision]]], list[Decision]]:
    """The points in their order, each with what was decided on it; then the decisions outside any point."""
    decided: dict[int | None, list[Decision]] = defaultdict(list)
    for decision in meeting.decisions.order_by("pk"):
        decided[decision.agenda_item_id].append(decision)
    return [(item, decided[item.pk]) for item in meeting.agenda.order_by("position")], decided[None]


def vote(decision: Decision) -> str:
    """Favorevoli 10, contrari 1, astenuti 2; nothing when nobody counted."""
    counted = [
        (_("favorevoli"), decision.votes_for),
        (_("contrari"), decision.votes_against),
        (_("astenuti"), decision.abstained),
    ]
    return ", ".join(f"{name} {number}" for name, number in counted if number is not None)


def fingerprint(text: str) -> str:
    """The short name of a text: what a page sends back to say what it had read."""
    return hashlib.sha256(text.replace("\r\n", "\n").strip().encode()).hexdigest()[:16]


def is_late(task: Task, today: date) -> bool:
    """A task that nobody has finished and whose day has passed."""
    return task.done_on is None and task.due_on is not None and task.due_on < today


def meetings_due(district: District, user: Actor, today: date) -> list[Due]:
    """What the register asks to be done now, to whoever keeps meetings; to others, the meetings that come."""
    if not holds(user, district, RoleKind.PLAN_OFFICE, RoleKind.FACILITATOR):
        return [_coming(meeting, today) for meeting in _soon(district, user, today)]
    waiting = meetings_of(district, user).select_related("minutes").exclude(state=MeetingState.CANCELLED)
    rows = waiting.filter(
        Q(state__in=[MeetingState.PLANNED, MeetingState.CONVENED], date__lte=today + LOOK_AHEAD)
        | Q(state=MeetingState.HELD, minutes__isnull=True, date__gte=today - MINUTES_ARE_ASKED_FOR)
        | Q(state=MeetingState.HELD, minutes__status=MinutesStatus.DRAFT)
        | Q(minutes__status=MinutesStatus.TO_APPROVE)
    )
    tasks = Task.objects.filter(
        meeting__district=district, done_on__isnull=True, due_on__lte=today + LOOK_AHEAD
    ).select_related("meeting__body__district", "meeting__district", "organisation", "person")
    return [*(_to_do(row, today) for row in rows.order_by("date")), *(_task(row, today) for row in tasks)]


def _soon(district: District, user: Actor, today: date) -> Iterable[Meeting]:
    rows = meetings_of(district, user).filter(state=MeetingState.CONVENED)
    return rows.filter(date__gte=today, date__lte=today + LOOK_AHEAD).order_by("date", "starts_at")


def _coming(meeting: Meeting, today: date) -> Due:
    return Due(
        on=meeting.date,
        when=in_days(meeting.date, today),
        title=_("Incontro di %(body)s") % {"body": meeting.body},
        url=meeting.get_absolute_url(),
        detail=when(meeting),
        urgency="calm",
    )


def _to_do(meeting: Meeting, today: date) -> Due:
    minutes: Minutes | None = getattr(meeting, "minutes", None)
    body = {"body": meeting.body.name}
    late_on = meeting.date
    if meeting.state == MeetingState.HELD:
        late_on = meeting.date + MINUTES_ARE_LATE
        title, view = _("Scrivere il verbale di %(body)s") % body, "write_minutes"
        if minutes is not None and minutes.status == MinutesStatus.TO_APPROVE:
            title, view = _("Far approvare il verbale di %(body)s") % body, "minutes"
            late_on = meeting.date + MINUTES_ARE_ASKED_FOR
    elif meeting.date <= today:
        title, view = _("Segnare le presenze di %(body)s") % body, "attendance"
    elif meeting.state == MeetingState.PLANNED:
        title, view = _("Convocare %(body)s") % body, "convocation"
    else:
        return _coming(meeting, today)
    return Due(
        on=late_on,
        when=in_days(late_on, today),
        title=title,
        url=reverse(f"governance:{view}", args=[meeting.district.slug, meeting.body.code, meeting.code]),
        detail=_("incontro del %(when)s") % {"when": when(meeting)},
        urgency="late" if late_on < today else "soon",
    )


def _task(task: Task, today: date) -> Due:
    assert task.due_on is not None  # noqa: S101 - it was asked for
    return Due(
        on=task.due_on,
        when=in_days(task.due_on, today),
        title=task.text,
        url=f"{task.meeting.get_absolute_url()}#compiti",
        detail=" · ".join(part for part in (task.assignee, task.meeting.body.name) if part),
        urgency="late" if is_late(task, today) else "soon",
    )
