"""Write indicators and read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from ordito.core.command import command
from ordito.core.models import Actor
from ordito.plan.commands.plans import PlanRefused
from ordito.plan.models import Action, Indicator, Reading
from ordito.plan.queries.measures import measures_of, taken


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """What an indicator says of itself."""

    name: str
    unit: str = ""
    baseline: Decimal | None = None
    target: Decimal | None = None
    taken_from: str = ""


@command("plan.add_indicator", needs="plan.write")
def add_indicator(action: Action, *, by: Actor, facts: IndicatorFacts) -> Indicator:
    """Add an indicator to an action; its code is the next number."""
    _check(action, facts)
    numbers = [int(code) for code in action.indicators.values_list("code", flat=True) if code.isdigit()]
    return Indicator.objects.create(
        action=action,
        code=str(max(numbers, default=0) + 1),
        name=facts.name.strip(),
        unit=facts.unit.strip(),
        baseline=facts.baseline,
        target=facts.target,
        taken_from=facts.taken_from,
        is_synthetic=action.is_synthetic,
    )


@command("plan.describe_indicator", needs="plan.write")
def describe_indicator(indicator: Indicator, *, by: Actor, facts: IndicatorFacts) -> Indicator:
    """Change an indicator; its readings stay."""
    _check(indicator.action, facts)
    indicator.name, indicator.unit = facts.name.strip(), facts.unit.strip()
    indicator.baseline, indicator.target = facts.baseline, facts.target
    indicator.taken_from = facts.taken_from
    indicator.save()
    return indicator


@command("plan.remove_indicator", needs="plan.write")
def remove_indicator(indicator: Indicator, *, by: Actor) -> Action:
    """Take away an indicator that was never read."""
    if indicator.readings.exists():
        raise PlanRefused(_("L'indicatore ha già delle letture: resta scritto."))
    action = indicator.action
    Indicator.objects.filter(pk=indicator.pk).delete()
    return action


@command("plan.read_indicator", needs="plan.write")
def read_indicator(
    indicator: Indicator, *, by: Actor, on: date, value: Decimal, source: str, today: date
) -> Reading:
    """Write the value read on a day; the same day read again is corrected, and the journal keeps both."""
    if on > today:
        raise PlanRefused(_("Una lettura non può essere nel futuro."))
    reading, _made = Reading.objects.update_or_create(
        indicator=indicator, on=on, defaults={"value": value, "source": source.strip()}
    )
    return reading


@command("plan.take_reading", needs="plan.write")
def take_reading(indicator: Indicator, *, by: Actor, today: date) -> Reading:
    """Read the indicator from its register as it is today; the source says which, and when."""
    found = taken(indicator.taken_from, indicator.action.plan, today)
    if found is None:
        raise PlanRefused(_("I registri oggi non sanno dire questo valore: si può scrivere a mano."))
    reading, _made = Reading.objects.update_or_create(
        indicator=indicator, on=today, defaults={"value": found.value, "source": found.source}
    )
    return reading


def _check(action: Action, facts: IndicatorFacts) -> None:
    if not facts.name.strip():
        raise PlanRefused(_("Serve il nome dell'indicatore."))
    keys = {measure.key for measure in measures_of(action.district)} if facts.taken_from else set()
    if facts.taken_from and facts.taken_from not in keys:
        raise PlanRefused(_("Quella misura nei registri non c'è."))
