"""The last plan beside this one; and what the law asks that is not there yet."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import OuterRef, Q, Subquery, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ordito.plan.models import (
    AreaPlan,
    BudgetLine,
    BudgetSource,
    Indicator,
    Objective,
    PlanState,
    Reading,
    Signature,
)
from ordito.plan.queries.overview import Gap, gaps_of, groups_of, natural, sections_of
from ordito.territory.models import Function
from ordito.territory.queries import Need, counts_of, social_workers_needed, standing

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Pair:
    """An objective of this plan with those of the last one that it continues, or one of them alone."""

    now: Objective | None
    before: Objective | None


class Read(NamedTuple):
    """What an indicator was worth on a day."""

    value: Decimal
    on: date


@dataclass(frozen=True, slots=True)
class MeasuredTwice:
    """An indicator of the same name in both plans, as it was last read in each."""

    name: str
    unit: str
    before: Read | None
    now: Read | None


@dataclass(frozen=True, slots=True)
class Beside:
    """The last plan beside this one; money is of the whole of each plan, and of one year of it on average."""

    previous: AreaPlan
    continued: tuple[Pair, ...]
    new: tuple[Pair, ...]
    dropped: tuple[Pair, ...]
    money: tuple[tuple[str, Decimal, Decimal], ...]
    totals: tuple[Decimal, Decimal]
    by_year: tuple[Decimal, Decimal]
    indicators: tuple[MeasuredTwice, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """What the law asks: each letter of art. 19, the essential levels, and all that is missing."""

    letters: tuple[tuple[str, str, bool], ...]
    needs: tuple[Need, ...]
    people: int | None
    people_source: str
    social_workers: Decimal | None
    gaps: tuple[Gap, ...]

    @property
    def missing_letters(self) -> int:
        return sum(not is_written for _letter, _title, is_written in self.letters)


def beside(plan: AreaPlan, previous: AreaPlan) -> Beside:
    """Hold two plans one against the other, in a fixed number of queries."""
    both = Q(plan__in=[plan, previous])
    objectives = sorted(
        Objective.objects.filter(both).select_related("plan__district", "continues"),
        key=lambda each: natural(each.code),
    )
    now = [each for each in objectives if each.plan_id == plan.pk]
    old = {each.pk: each for each in objectives if each.plan_id == previous.pk}
    kept = {each.continues_id for each in now}
    money = _money(plan, previous)
    totals = (sum((row[1] for row in money), ZERO), sum((row[2] for row in money), ZERO))
    return Beside(
        previous=previous,
        continued=tuple(Pair(each, old[each.continues_id]) for each in now if each.continues_id in old),
        new=tuple(Pair(each, None) for each in now if each.continues_id not in old),
        dropped=tuple(Pair(None, each) for pk, each in old.items() if pk not in kept),
        money=money,
        totals=totals,
        by_year=(totals[0] / _years(previous), totals[1] / _years(plan)),
        indicators=_indicators(plan, previous),
    )


def check_of(plan: AreaPlan, on: date) -> Check:
    """Say what is missing, in a fixed number of queries."""
    groups, sections = groups_of(plan, on), sections_of(plan)
    in_force = Function.objects.filter(standing(on), district=plan.district)
    workers = in_force.aggregate(sum=Sum("full_time_social_workers"))["sum"]
    total = next(iter(counts_of(plan.district, on)), None)
    people = total.people if total else None
    needs = social_workers_needed(people, in_force=workers) if people is not None else ()
    gaps = [*gaps_of(plan, groups, sections), *_money_gaps(plan), *_signature_gaps(plan)]
    gaps += _level_gaps(plan, people, workers)
    return Check(
        letters=tuple((letter, title, bool(text.strip())) for letter, title, text in sections),
        needs=needs,
        people=people,
        people_source=total.source.label if total else "",
        social_workers=workers,
        gaps=tuple(gaps),
    )


def _years(plan: AreaPlan) -> int:
    return plan.last_day.year - plan.starts_on.year + 1


def _money(plan: AreaPlan, previous: AreaPlan) -> tuple[tuple[str, Decimal, Decimal], ...]:
    """Each source, before and now."""
    lines = BudgetLine.objects.filter(action__plan__in=[plan, previous]).order_by()
    sums: dict[tuple[int, str], Decimal] = {
        (pk, source): amount
        for pk, source, amount in lines.values_list("action__plan", "source").annotate(Sum("amount"))
    }
    return tuple(
        (str(source.label), sums.get((previous.pk, source), ZERO), sums.get((plan.pk, source), ZERO))
        for source in BudgetSource
        if (previous.pk, source) in sums or (plan.pk, source) in sums
    )


def _indicators(plan: AreaPlan, previous: AreaPlan) -> tuple[MeasuredTwice, ...]:
    last = Reading.objects.filter(indicator=OuterRef("pk")).order_by("-on")
    read = Subquery(last.values("value")[:1]), Subquery(last.values("on")[:1])
    rows = Indicator.objects.filter(action__plan__in=[plan, previous]).order_by("action__code", "code")
    named: dict[str, dict[int, tuple[str, str, Read | None]]] = defaultdict(dict)
    for number, name, unit, value, on in rows.values_list("action__plan", "name", "unit", *read):
        told = name, unit, None if on is None else Read(value, on)
        named[name.casefold()].setdefault(number, told)
    both = [(found[plan.pk], found[previous.pk]) for found in named.values() if len(found) > 1]
    return tuple(MeasuredTwice(name, unit, before[2], now) for (name, unit, now), before in both)


def _money_gaps(plan: AreaPlan) -> list[Gap]:
    municipal = BudgetLine.objects.filter(
        action__plan=plan, source=BudgetSource.MUNICIPAL, sharing_key__isnull=True, amount__gt=0
    ).count()
    if not municipal:
        return []
    words = ngettext(
        "una quota comunale non dice chi la paga",
        "%(n)s quote comunali non dicono chi le paga",
        municipal,
    ) % {"n": municipal}
    return [Gap(words, reverse("plan:money", args=[plan.district.slug, plan.code]))]


def _signature_gaps(plan: AreaPlan) -> list[Gap]:
    if plan.state == PlanState.CONCLUDED:
        return []
    place = reverse("plan:signatures", args=[plan.district.slug, plan.code])
    signed = list(Signature.objects.filter(plan=plan).values_list("signed_on", flat=True))
    if not signed:
        return [Gap(_("non si sa chi firma l'accordo di programma"), place)]
    waiting = sum(day is None for day in signed)
    if not waiting or plan.state == PlanState.DRAFT:
        return []
    words = ngettext("manca una firma", "mancano %(n)s firme", waiting) % {"n": waiting}
    return [Gap(words, place)]


def _level_gaps(plan: AreaPlan, people: int | None, workers: Decimal | None) -> list[Gap]:
    slug = plan.district.slug
    gaps = []
    if people is None:
        gaps.append(
            Gap(
                _("gli abitanti non sono contati: i livelli essenziali non si possono verificare"),
                reverse("territory:territory", args=[slug]),
            )
        )
    if workers is None:
        gaps.append(
            Gap(
                _("non si sa quanti assistenti sociali sono in servizio"),
                reverse("territory:organisation", args=[slug]),
            )
        )
    return gaps
