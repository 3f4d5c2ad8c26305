"""What hypotheses tell the house: what waits for a decision, until when one amends, what is found."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Count, Min
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ordito.core.loop import Due
from ordito.core.models import holds
from ordito.core.period import in_force
from ordito.core.rules import is_insider
from ordito.core.search import Hit, matching
from ordito.participation.models import Amendment, AmendmentState, Doing, HypothesisState, Phase
from ordito.participation.queries.hypotheses import (
    DECIDED,
    WAITING,
    WRITERS,
    hypotheses_in,
    latest_texts,
)

if TYPE_CHECKING:
    from datetime import date

    from ordito.core.models import Actor, District

MOST_HITS = 20


def due(district: District, user: Actor, today: date) -> list[Due]:
    """Amendments that wait, for who writes decisions; the last day to amend, for whoever works here."""
    if not is_insider(user, district):
        return []
    rows = hypotheses_in(district, user).select_related("process__district")
    found = []
    if holds(user, district, *WRITERS):
        waiting = (
            rows.exclude(state__in=DECIDED)
            .annotate(
                waiting=Count("amendments", filter=WAITING), since=Min("amendments__at", filter=WAITING)
            )
            .filter(waiting__gt=0)
        )
        found += [
            Due(
                on=timezone.localdate(each.since),
                when=_("da decidere"),
                title=_("Emendamenti a «%(title)s»") % {"title": each.title},
                url=each.get_absolute_url(),
                detail=ngettext("%(n)d emendamento", "%(n)d emendamenti", each.waiting) % {"n": each.waiting},
                urgency="soon",
            )
            for each in waiting.order_by("since", "pk")
        ]
    last_days = _last_days(district, today)
    for each in rows.filter(state=HypothesisState.OPEN, process__in=last_days).order_by("pk"):
        last = last_days[each.process_id]
        found.append(
            Due(
                on=last,
                when=_("entro il %(day)s") % {"day": date_format(last, "d/m")},
                title=_("Si possono proporre emendamenti a «%(title)s»") % {"title": each.title},
                url=each.get_absolute_url(),
                detail=each.process.title,
                urgency="soon",
            )
        )
    return found


def _last_days(district: District, today: date) -> dict[int, date]:
    """For each path in which one may amend today, the last day of the phase that lets it."""
    phases = Phase.objects.filter(
        in_force(today), process__district=district, openings__doing=Doing.AMEND, ends_before__isnull=False
    )
    ends: dict[int, list[date]] = defaultdict(list)
    for phase in phases:
        if phase.last_day is not None:
            ends[phase.process_id].append(phase.last_day)
    return {process: max(days) for process, days in ends.items()}


def hits(district: District, user: Actor, words: str) -> list[Hit]:
    """Documents by their title or by the words of their text of now, and amendments."""
    seen = hypotheses_in(district, user)
    titled = matching(seen, words, ["title"]).select_related("process__district")
    found = [
        Hit(_("Ipotesi"), each.title, each.get_absolute_url(), each.process.title)
        for each in titled.order_by("-pk")[:MOST_HITS]
    ]
    texts = matching(latest_texts().filter(version__hypothesis__in=seen), words, ["heading", "text"])
    told = texts.select_related("version__hypothesis__process__district", "paragraph")
    for each in told.order_by("-version__at", "position")[:MOST_HITS]:
        paragraph, document = each.paragraph, each.version.hypothesis
        paragraph.hypothesis = document
        found.append(
            Hit(
                _("Ipotesi"),
                each.heading or document.title,
                paragraph.get_absolute_url(),
                each.text[:160],
                timezone.localdate(each.version.at),
            )
        )
    amendments = matching(
        Amendment.objects.filter(hypothesis__in=seen).exclude(state=AmendmentState.WITHDRAWN),
        words,
        ["text", "reason"],
    ).select_related("hypothesis__process__district")
    found += [
        Hit(
            _("Emendamento"),
            _("n. %(number)d a «%(title)s»") % {"number": each.number, "title": each.hypothesis.title},
            each.get_absolute_url(),
            (each.text or each.reason)[:160],
            timezone.localdate(each.at),
        )
        for each in amendments.order_by("-at", "pk")[:MOST_HITS]
    ]
    return found
