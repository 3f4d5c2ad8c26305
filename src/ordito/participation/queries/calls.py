"""What the pages of a call show."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q

from ordito.participation.models import (
    Application,
    ApplicationState,
    Call,
    CallPhase,
    Commissioner,
    Conflict,
    Criterion,
    Finding,
    Requirement,
    Score,
)
from ordito.participation.models.applications import DECIDED

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal

    from django.db.models import QuerySet

    from ordito.core.models import Actor, District


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call on a day."""

    call: Call
    phase: CallPhase
    days_left: int | None


def calls_in(district: District, user: Actor) -> QuerySet[Any]:
    """The calls that the reader may see, with its applications `received`, `admitted` and `undecided`."""
    return (
        Call.objects.visible_to(user)
        .filter(district=district)
        .select_related("district")
        .annotate(
            received=Count("applications", distinct=True),
            admitted=Count(
                "applications",
                filter=Q(applications__state=ApplicationState.ADMITTED),
                distinct=True,
            ),
            undecided=Count("applications", filter=~Q(applications__state__in=DECIDED), distinct=True),
        )
    )


def row_of(call: Call, today: date) -> CallRow:
    """A call with its phase and the days that are left to apply."""
    phase = call.phase(today)
    left = (call.closes_on - today).days if phase == CallPhase.OPEN and call.closes_on else None
    return CallRow(call, phase, left)


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """An application in the list of the office: how many requirements were found, out of how many."""

    application: Application
    labs: tuple[str, ...]
    met: int
    requirements: int
    points: Decimal | None


def applications_of(call: Call) -> list[ApplicationRow]:
    """Every application of a call in the order of arrival; four queries whatever their number."""
    requirements = call.requirements.count()
    found = (
        call.applications.select_related("organisation")
        .prefetch_related("labs")
        .annotate(met=Count("checks", filter=Q(checks__outcome=Finding.MET)))
        .order_by("number")
    )
    totals = totals_of(call)
    return [
        ApplicationRow(
            application=each,
            labs=tuple(sorted(lab.name for lab in each.labs.all())),
            met=each.met,
            requirements=requirements,
            points=totals.get(each.pk),
        )
        for each in found
    ]


def admitted_of(rows: Iterable[ApplicationRow]) -> list[ApplicationRow]:
    """Of the applications of a call those admitted: by points, where points were given, then by arrival."""
    admitted = (row for row in rows if row.application.state == ApplicationState.ADMITTED)
    return sorted(admitted, key=lambda row: (-(row.points or 0), row.application.number))


def totals_of(call: Call) -> dict[int, Decimal]:
    """The points of each application: the mean of its commissioners for each criterion, summed.

    A commissioner who declared a conflict is not in the mean. An application without points is not in it.
    """
    given: dict[int, dict[int, list[Decimal]]] = defaultdict(lambda: defaultdict(list))
    rows = Score.objects.filter(application__call=call).values_list(
        "application_id", "criterion_id", "points"
    )
    for application, criterion, points in rows:
        given[application][criterion].append(points)
    return {
        application: sum(
            (sum(points, start=points[0] * 0) / len(points) for points in by_criterion.values()),
            start=next(iter(by_criterion.values()))[0] * 0,
        )
        for application, by_criterion in given.items()
    }


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A requirement and what the office found of it."""

    requirement: Requirement
    outcome: str
    note: str


def rows_of_checks(application: Application) -> list[CheckRow]:
    """Every requirement of the call with its check, in their order; two queries."""
    checks = {each.requirement_id: each for each in application.checks.all()}
    return [
        CheckRow(each, checks[each.pk].outcome, checks[each.pk].note)
        if each.pk in checks
        else CheckRow(each, "", "")
        for each in application.call.requirements.order_by("number")
    ]


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A criterion with the points of each commissioner; `key` names the box in the form."""

    criterion: Criterion
    boxes: tuple[tuple[str, Commissioner, Decimal | None, bool], ...]


def scores_of(application: Application) -> list[ScoreRow]:
    """Criteria by commissioners: (key, commissioner, points, whether they may score)."""
    criteria = list(application.call.criteria.order_by("number"))
    if not criteria:
        return []
    interested = Conflict.objects.filter(commissioner=OuterRef("pk"), application=application)
    commission = list(application.call.commission.annotate(barred=Exists(interested)).order_by("number"))
    given = {(each.criterion_id, each.commissioner_id): each.points for each in application.scores.all()}
    return [
        ScoreRow(
            criterion,
            tuple(
                (
                    f"punti-{criterion.number}-{who.number}",
                    who,
                    given.get((criterion.pk, who.pk)),
                    who.declared_on is not None and not who.barred,
                )
                for who in commission
            ),
        )
        for criterion in criteria
    ]
