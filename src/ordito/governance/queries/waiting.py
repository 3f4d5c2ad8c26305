"""What waits in the register: meetings, minutes and tasks; mandates that end, documents that stand still."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ordito.core.counting import number
from ordito.core.loop import Due
from ordito.core.models import District, RoleKind, holds
from ordito.core.templatetags.ordito import in_days
from ordito.core.waiting import Waiting
from ordito.governance.models import (
    Body,
    Document,
    DocumentStatus,
    Mandate,
    Meeting,
    MeetingState,
    MinutesStatus,
    Task,
)
from ordito.governance.queries.meetings import spoken

if TYPE_CHECKING:
    from ordito.core.models import Actor

LOOK_AHEAD = timedelta(days=14)
MINUTES_ARE_LATE = timedelta(days=15)
MINUTES_ARE_ASKED_FOR = timedelta(days=90)
MANDATES_WARN = timedelta(days=60)
REVIEW_IS_LONG = timedelta(days=60)
MOST_NAMED = 4
MEETING = {
    "code": "code",
    "state": "state",
    "starts_at": "starts_at",
    "ends_at": "ends_at",
    "body": "body__name",
    "body_code": "body__code",
}


def in_the_register(district: District, user: Actor, today: date) -> list[Waiting]:
    """What is to be done now, for whoever keeps meetings; for others, the meetings that come."""
    meetings = Meeting.objects.visible_to(user).filter(district=district)
    if not holds(user, district, RoleKind.PLAN_OFFICE, RoleKind.FACILITATOR):
        return [_coming(district, meetings, today)]
    found = [_meetings(district, meetings, today), _tasks(district, today)]
    if holds(user, district, RoleKind.PLAN_OFFICE):
        found += [
            _mandates(district, today),
            _without_a_mandate(district, today),
            _documents(district, today),
        ]
    return found


def _coming(district: District, meetings: QuerySet[Meeting], today: date) -> Waiting:
    return Waiting(
        rows=meetings.filter(state=MeetingState.CONVENED, date__gte=today, date__lte=today + LOOK_AHEAD),
        day="date",
        facts=dict(MEETING),
        told=lambda on, meeting: _comes(district, on, meeting, today),
    )


def _meetings(district: District, meetings: QuerySet[Meeting], today: date) -> Waiting:
    """Those to convene, to tick, and to write or approve the minutes of."""
    rows = meetings.exclude(state=MeetingState.CANCELLED).filter(
        Q(state__in=[MeetingState.PLANNED, MeetingState.CONVENED], date__lte=today + LOOK_AHEAD)
        | Q(state=MeetingState.HELD, minutes__isnull=True, date__gte=today - MINUTES_ARE_ASKED_FOR)
        | Q(state=MeetingState.HELD, minutes__status=MinutesStatus.DRAFT)
        | Q(minutes__status=MinutesStatus.TO_APPROVE)
    )
    return Waiting(
        rows=rows,
        day="date",
        facts={**MEETING, "minutes": "minutes__status"},
        told=lambda on, meeting: _to_do(district, on, meeting, today),
    )


def _to_do(district: District, on: date, meeting: dict[str, Any], today: date) -> Due:
    body = {"body": meeting["body"]}
    late_on = on
    if meeting["state"] == MeetingState.HELD:
        late_on = on + MINUTES_ARE_LATE
        title, view = _("Scrivere il verbale di %(body)s") % body, "write_minutes"
        if meeting["minutes"] == MinutesStatus.TO_APPROVE:
            title, view = _("Far approvare il verbale di %(body)s") % body, "minutes"
            late_on = on + MINUTES_ARE_ASKED_FOR
    elif on <= today:
        title, view = _("Segnare le presenze di %(body)s") % body, "attendance"
    elif meeting["state"] == MeetingState.PLANNED:
        title, view = _("Convocare %(body)s") % body, "convocation"
    else:
        return _comes(district, on, meeting, today)
    return Due(
        on=late_on,
        when=in_days(late_on, today),
        title=title,
        url=_address(district, meeting, view),
        detail=_("incontro del %(when)s") % {"when": _when(on, meeting)},
        urgency="late" if late_on < today else "soon",
    )


def _comes(district: District, on: date, meeting: dict[str, Any], today: date) -> Due:
    return Due(
        on=on,
        when=in_days(on, today),
        title=_("Incontro di %(body)s") % {"body": meeting["body"]},
        url=_address(district, meeting),
        detail=_when(on, meeting),
        urgency="calm",
    )


def _tasks(district: District, today: date) -> Waiting:
    rows = Task.objects.filter(
        meeting__district=district, done_on__isnull=True, due_on__lte=today + LOOK_AHEAD
    )
    return Waiting(
        rows=rows,
        day="due_on",
        facts={
            "code": "meeting__code",
            "body": "meeting__body__name",
            "body_code": "meeting__body__code",
            "text": "text",
            "assignee": Coalesce("organisation__name", "person__name", "who"),
        },
        told=lambda on, task: Due(
            on=on,
            when=in_days(on, today),
            title=task["text"],
            url=f"{_address(district, task)}#compiti",
            detail=" · ".join(part for part in (task["assignee"], task["body"]) if part),
            urgency="late" if on < today else "soon",
        ),
    )


def _mandates(district: District, today: date) -> Waiting:
    """The mandates that are about to end, unless the body has another that lasts."""
    ends = _holding(today).order_by(F("ends_before").desc(nulls_first=True)).values("ends_before")[:1]
    answering = Body.objects.alive(today).filter(district=district, mandated_by__isnull=False)
    return Waiting(
        rows=answering.annotate(ends=Subquery(ends)).filter(ends__lte=today + MANDATES_WARN),
        day="ends",
        facts={"name": "name", "code": "code"},
        told=lambda ends_before, body: Due(
            on=(last := ends_before - timedelta(days=1)),
            when=_("fino al %(day)s") % {"day": date_format(last, "d/m/Y")},
            title=_("Finisce il mandato di %(body)s") % {"body": body["name"]},
            url=reverse("governance:body", args=[district.slug, body["code"]]) + "#mandato",
            detail=_("da rinnovare, o da lasciar finire"),
        ),
    )


def _without_a_mandate(district: District, today: date) -> Waiting:
    """The bodies that answer to another and have no mandate: however many, one thing to do."""
    answering = Body.objects.alive(today).filter(district=district, mandated_by__isnull=False)
    without = answering.filter(~Exists(_holding(today)))
    return Waiting(
        rows=District.objects.filter(pk=district.pk).annotate(number=number(without)).filter(number__gt=0),
        day=Value(today),
        facts={
            "number": "number",
            "names": ArraySubquery(without.order_by("name", "pk").values("name")[: MOST_NAMED + 1]),
        },
        told=lambda on, bodies: Due(
            on=on,
            when=_("da fare"),
            title=ngettext("%(n)s organismo senza mandato", "%(n)s organismi senza mandato", bodies["number"])
            % {"n": number_format(bodies["number"], force_grouping=True)},
            url=reverse("governance:bodies", args=[district.slug]) + "?mandato=senza&stato=attivi",
            detail=_some(bodies["names"]),
            urgency="calm",
        ),
    )


def _documents(district: District, today: date) -> Waiting:
    rows = Document.objects.filter(
        district=district, status=DocumentStatus.UNDER_REVIEW, date__lte=today - REVIEW_IS_LONG
    )
    return Waiting(
        rows=rows,
        day="date",
        facts={"title": "title", "code": "code", "body": "body__name", "body_code": "body__code"},
        told=lambda since, document: Due(
            on=since,
            when=in_days(since, today),
            title=document["title"],
            url=_address(district, document, "document"),
            detail=_("in istruttoria dal %(day)s · %(body)s")
            % {"day": date_format(since, "d/m/Y"), "body": document["body"]},
        ),
    )


def _holding(today: date) -> QuerySet[Mandate]:
    """The mandates in force of the body that is asked about."""
    return Mandate.objects.in_force(today).filter(body=OuterRef("pk"))


def _address(district: District, row: dict[str, Any], view: str = "meeting") -> str:
    return reverse(f"governance:{view}", args=[district.slug, row["body_code"], row["code"]])


def _when(on: date, meeting: dict[str, Any]) -> str:
    starts, ends = (meeting[hour] and time.fromisoformat(meeting[hour]) for hour in ("starts_at", "ends_at"))
    return spoken(on, starts, ends)


def _some(names: list[str]) -> str:
    return ", ".join(names[:MOST_NAMED]) + ("…" if len(names) > MOST_NAMED else "")
