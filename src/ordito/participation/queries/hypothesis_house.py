"""What hypotheses tell the house: what waits for a decision, until when one amends."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ordito.core.counting import number
from ordito.core.loop import Due
from ordito.core.models import holds
from ordito.core.period import in_force
from ordito.core.rules import is_insider
from ordito.core.waiting import Waiting
from ordito.participation.models import (
    Amendment,
    AmendmentState,
    Doing,
    Hypothesis,
    HypothesisState,
    Phase,
)
from ordito.participation.queries.hypotheses import (
    DECIDED,
    WRITERS,
    hypotheses_in,
)

if TYPE_CHECKING:
    from datetime import date

    from ordito.core.models import Actor, District

DOCUMENT = {"title": "title", "code": "code", "process": "process__code"}


def waiting(district: District, user: Actor, today: date) -> list[Waiting]:
    """Amendments that wait, for who writes decisions; the last day to amend, for whoever works here."""
    if not is_insider(user, district):
        return []
    rows = hypotheses_in(district, user)
    found = [_to_amend(district, rows, today)]
    return [_to_decide(district, rows), *found] if holds(user, district, *WRITERS) else found


def _to_decide(district: District, rows: QuerySet[Hypothesis]) -> Waiting:
    proposed = Amendment.objects.filter(hypothesis=OuterRef("pk"), state=AmendmentState.PROPOSED)
    since = proposed.order_by("at").values("at")[:1]
    return Waiting(
        rows=rows.exclude(state__in=DECIDED)
        .annotate(since=TruncDate(Subquery(since)))
        .exclude(since__isnull=True),
        day="since",
        facts={**DOCUMENT, "waiting": number(proposed)},
        told=lambda on, hypothesis: Due(
            on=on,
            when=_("da decidere"),
            title=_("Emendamenti a «%(title)s»") % {"title": hypothesis["title"]},
            url=_address(district, hypothesis),
            detail=ngettext("%(n)d emendamento", "%(n)d emendamenti", hypothesis["waiting"])
            % {"n": hypothesis["waiting"]},
            urgency="soon",
        ),
    )


def _to_amend(district: District, rows: QuerySet[Hypothesis], today: date) -> Waiting:
    """Those in which one may propose something today, until the end of the phase that lets it."""
    phases = Phase.objects.filter(
        in_force(today), process=OuterRef("process"), openings__doing=Doing.AMEND, ends_before__isnull=False
    )
    ends = phases.order_by("-ends_before").values("ends_before")[:1]
    return Waiting(
        rows=rows.filter(state=HypothesisState.OPEN).annotate(ends=Subquery(ends)).exclude(ends__isnull=True),
        day="ends",
        facts={**DOCUMENT, "path": "process__title"},
        told=lambda ends_before, hypothesis: Due(
            on=(last := ends_before - timedelta(days=1)),
            when=_("entro il %(day)s") % {"day": date_format(last, "d/m")},
            title=_("Si possono proporre emendamenti a «%(title)s»") % {"title": hypothesis["title"]},
            url=_address(district, hypothesis),
            detail=hypothesis["path"],
            urgency="soon",
        ),
    )


def _address(district: District, hypothesis: dict[str, Any]) -> str:
    return reverse(
        "participation:hypothesis", args=[district.slug, hypothesis["process"], hypothesis["code"]]
    )
