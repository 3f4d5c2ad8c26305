"""What is known of meetings: what comes next, what waits, what a new one proposes."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from django.db.models import Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ordito.governance.models import AgendaItem, Decision, Meeting, MeetingState, Minutes, MinutesStatus, Task

if TYPE_CHECKING:
    from datetime import date, time

    from django.db.models import QuerySet

    from ordito.core.models import Actor, District
    from ordito.governance.models import Body


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
    """Say a meeting's day and hours."""
    return spoken(meeting.date, meeting.starts_at, meeting.ends_at)


def spoken(on: date, starts_at: time | None, ends_at: time | None) -> str:
    """12/09/2016, 17:30-19:00; without hours when nobody knows them."""
    hours = [hour.strftime("%H:%M") for hour in (starts_at, ends_at) if hour]
    day = date_format(on, "d/m/Y")
    return f"{day}, {'–'.join(hours)}" if starts_at else day


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
