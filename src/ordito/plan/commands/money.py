"""Write the money of the plan: how municipalities share it, its lines, what was spent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.utils.text import slugify
from django.utils.translation import gettext as _

from ordito.core.command import command
from ordito.core.models import Actor
from ordito.plan.commands.plans import PlanRefused
from ordito.plan.models import (
    Action,
    AreaPlan,
    BudgetLine,
    BudgetSource,
    Expense,
    SharingKey,
    SharingKind,
    SharingWeight,
)
from ordito.territory.models import Municipality
from ordito.territory.queries import overview_of as territory_of

MOST_EUROS = Decimal("9999999999.99")


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """What a key of sharing says of itself."""

    name: str
    kind: str = SharingKind.INHABITANTS
    source: str = ""
    counted_on: date | None = None


@command("plan.add_sharing_key", needs="plan.write")
def add_sharing_key(plan: AreaPlan, *, by: Actor, facts: KeyFacts, on: date) -> SharingKey:
    """Add a key; one by inhabitants takes today's count from the territory, once, and says whose it is."""
    _check_key(plan, facts)
    code = slugify(facts.name)[:40] or "criterio"
    if plan.sharing_keys.filter(code=code).exists():
        raise PlanRefused(_("C'è già un criterio che si chiama «%(name)s».") % {"name": facts.name.strip()})
    key = SharingKey.objects.create(plan=plan, code=code, **asdict(facts))
    if facts.kind == SharingKind.INHABITANTS:
        _copy_inhabitants(key, on)
    return key


@command("plan.set_weights", needs="plan.write")
def set_weights(
    key: SharingKey, *, by: Actor, facts: KeyFacts, weights: Mapping[Municipality, Decimal]
) -> SharingKey:
    """Write what each municipality weighs; one without weight pays nothing."""
    _check_key(key.plan, facts)
    if any(town.district_id != key.plan.district_id for town in weights):
        raise PlanRefused(_("I comuni di un criterio sono quelli dell'ambito."))
    if not any(weights.values()):
        raise PlanRefused(_("Almeno un comune deve avere un peso maggiore di zero."))
    if facts.kind == SharingKind.PERCENTAGES and sum(weights.values()) != 100:  # noqa: PLR2004 - per cent
        raise PlanRefused(
            _("Le percentuali devono fare 100: fanno %(sum)s.") % {"sum": f"{sum(weights.values()):f}"}
        )
    key.name, key.kind = facts.name.strip(), facts.kind
    key.source, key.counted_on = facts.source.strip(), facts.counted_on
    key.save()
    for town, weight in weights.items():
        SharingWeight.objects.update_or_create(key=key, municipality=town, defaults={"weight": weight})
    SharingWeight.objects.filter(key=key).exclude(municipality__in=weights).delete()
    return key


@command("plan.remove_sharing_key", needs="plan.write")
def remove_sharing_key(key: SharingKey, *, by: Actor) -> AreaPlan:
    """Take away a key that no line uses."""
    if key.lines.exists():
        raise PlanRefused(_("Ci sono risorse divise con questo criterio: prima si cambia il loro."))
    plan = key.plan
    SharingKey.objects.filter(pk=key.pk).delete()
    return plan


@command("plan.set_budget", needs="plan.write")
def set_budget(
    action: Action,
    *,
    by: Actor,
    year: int,
    source: str,
    amount: Decimal,
    sharing_key: SharingKey | None = None,
) -> BudgetLine | Action:
    """Write the euros of a year from a source, and how they are shared; zero takes the line away."""
    first, last = action.plan.starts_on.year, action.plan.last_day.year
    if not first <= year <= last:
        raise PlanRefused(
            _("L'anno %(year)s è fuori dal piano (%(first)s-%(last)s).")
            % {"year": year, "first": first, "last": last}
        )
    if source not in BudgetSource.values:
        raise PlanRefused(_("La fonte «%(source)s» non esiste.") % {"source": source})
    if not 0 <= amount <= MOST_EUROS:
        raise PlanRefused(_("L'importo deve essere tra zero e dieci miliardi di euro."))
    if sharing_key is not None and source != BudgetSource.MUNICIPAL:
        raise PlanRefused(_("Si ripartiscono fra i comuni solo le quote comunali."))
    if sharing_key is not None and sharing_key.plan_id != action.plan_id:
        raise PlanRefused(_("Quel criterio di riparto è di un altro piano."))
    there = BudgetLine.objects.filter(action=action, year=year, source=source)
    if amount == 0:
        if Expense.objects.filter(line__in=there).exists():
            raise PlanRefused(_("Di questa riga si è già speso: resta scritta."))
        there.delete()
        return action
    line, _made = BudgetLine.objects.update_or_create(
        action=action,
        year=year,
        source=source,
        defaults={"amount": amount, "sharing_key": sharing_key, "is_synthetic": action.is_synthetic},
    )
    return line


@command("plan.record_expense", needs="plan.write")
def record_expense(
    line: BudgetLine, *, by: Actor, on: date, amount: Decimal, note: str, today: date
) -> Expense:
    """Write what was spent of a line as the accounts say; a sum below zero corrects what was written."""
    if on > today:
        raise PlanRefused(_("Una spesa non può essere nel futuro."))
    if amount == 0 or abs(amount) > MOST_EUROS:
        raise PlanRefused(_("Serve quanto si è speso, in euro."))
    numbers = line.expenses.order_by("-number").values_list("number", flat=True)
    return Expense.objects.create(
        line=line,
        number=(numbers.first() or 0) + 1,
        on=on,
        amount=amount,
        note=note.strip(),
        is_synthetic=line.is_synthetic,
    )


def _copy_inhabitants(key: SharingKey, on: date) -> None:
    """Copy who lives where from the latest count of the territory: later counts change nothing."""
    territory = territory_of(key.plan.district, on)
    if territory.latest is None or territory.uncounted:
        raise PlanRefused(
            _("Il territorio non ha gli abitanti di tutti i comuni: caricarli lì, o scrivere i pesi a mano.")
        )
    key.source, key.counted_on = territory.latest.name, territory.latest.on
    key.save(update_fields=["source", "counted_on"])
    SharingWeight.objects.bulk_create(
        SharingWeight(key=key, municipality_id=row.pk, weight=Decimal(row.figures.people or 0))
        for row in territory.municipalities
    )


def _check_key(plan: AreaPlan, facts: KeyFacts) -> None:
    if not facts.name.strip():
        raise PlanRefused(_("Serve il nome del criterio."))
    if facts.kind not in SharingKind.values:
        raise PlanRefused(_("I pesi «%(kind)s» non esistono.") % {"kind": facts.kind})
