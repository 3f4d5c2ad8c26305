"""What the register tells of a thread: the decisions on it, as whoever reads may know of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ordito.core.kept import Numbers, WordedThings, kept_by_role
from ordito.core.models import RoleKind, holds
from ordito.core.thread import Knot, Stage, key_of
from ordito.governance.models import Decision, Meeting, MinutesStatus

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

    from ordito.core.models import Actor, District
    from ordito.core.thread import Thread


def decisions_told_to(user: Actor, district: District) -> QuerySet[Decision]:
    """Decisions of meetings that the reader may see; before the minutes are approved, their writers' only."""
    meetings = Meeting.objects.visible_to(user).filter(district=district)
    if not holds(user, district, RoleKind.PLAN_OFFICE, RoleKind.FACILITATOR):
        meetings = meetings.filter(minutes__status=MinutesStatus.APPROVED)
    return Decision.objects.filter(meeting__in=meetings)


def decision_knots(thread: Thread, numbers: Iterable[int]) -> dict[int, Knot]:
    """The decisions with these ids as knots, of those that the reader may know; one query, none for none."""
    wanted = set(numbers)
    if not wanted:
        return {}
    found = _decisions(thread.district, thread.user, thread.on).ask(decisions=sorted(wanted))
    return {each.pk: _knot(thread, each) for each in found}


@kept_by_role
def _decisions(district: District, user: Actor, _today: date) -> WordedThings:
    told = decisions_told_to(user, district).filter(pk__in=Numbers("decisions"))
    meeting = ("meeting__code", "meeting__date", "meeting__body__code", "meeting__body__name")
    return WordedThings(told.select_related("meeting__body").only("text", "outcome", *meeting))


def follow(_thread: Thread) -> None:
    """Nothing comes of anything here: the rooms above say what came of a decision."""


def seek(thread: Thread) -> None:
    """Say what the decisions pointed to from above are."""
    for knot in decision_knots(thread, thread.among(Decision)).values():
        thread.reach(knot)


def _knot(thread: Thread, decision: Decision) -> Knot:
    meeting = decision.meeting
    meeting.district = thread.district
    return Knot(
        key=key_of(decision),
        stage=Stage.DECIDED,
        kind=meeting.body.name,
        title=decision.text if len(decision.text) <= 160 else f"{decision.text[:159]}…",  # noqa: PLR2004 - two lines
        url=f"{meeting.get_absolute_url()}#decisioni",
        on=meeting.date,
        detail=decision.get_outcome_display(),
    )
