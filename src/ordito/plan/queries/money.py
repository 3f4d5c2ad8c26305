"""The money of a plan seen from three sides that always say the same, to the cent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from django.db.models import DecimalField, F, OuterRef, QuerySet, Subquery, Sum, Value, Window
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from ordito.core.addresses import address
from ordito.plan.models import Action, AreaPlan, BudgetLine, BudgetSource, Expense, SharingKey, SharingWeight
from ordito.plan.queries.overview import natural
from ordito.plan.queries.shares import shares_of
from ordito.territory.queries import inhabitants_of

ZERO = Decimal("0.00")
Weighed = tuple[int, int, str, Decimal]
ORDER = {source: place for place, source in enumerate(BudgetSource.values)}


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality that pays, and how many live there as far as the register knows."""

    pk: int
    name: str
    people: int | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """What a municipality pays of a line, and its part of what was spent."""

    town: Town
    amount: Decimal
    spent: Decimal


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """A budget line with what was spent of it and how municipalities share it; no shares: nobody said how."""

    line: BudgetLine
    spent: Decimal
    shares: tuple[Share, ...]
    group: str = ""
    """The macro-group of the action's objective."""

    @property
    def amount(self) -> Decimal:
        return self.line.amount

    @property
    def is_unshared(self) -> bool:
        """Whether municipalities pay it and nobody said in which parts."""
        return self.line.source == BudgetSource.MUNICIPAL and not self.shares


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: its amounts by year and their sum."""

    name: str
    amounts: tuple[Decimal, ...]
    total: Decimal
    url: str = ""
    group: str = ""
    spent: Decimal = ZERO
    per_inhabitant: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """The money seen from one side: rows by year; `by_year` and `total` are their sums."""

    years: tuple[int, ...]
    rows: tuple[Row, ...]
    by_year: tuple[Decimal, ...]
    total: Decimal

    @property
    def spent(self) -> Decimal:
        return sum((row.spent for row in self.rows), ZERO)


class Sides(NamedTuple):
    """The money from every side."""

    by_source: Side
    by_action: Side
    by_municipality: Side
    by_who_pays: Side


@dataclass(frozen=True, slots=True)
class Crossing:
    """Two totals that must be one, and whether they are."""

    name: str
    left: Decimal
    right: Decimal

    @property
    def holds(self) -> bool:
        return self.left == self.right


@dataclass(frozen=True, slots=True)
class Money:
    """All the money of a plan, line by line; the sides and the crossings are reckoned from it."""

    plan: AreaPlan
    years: tuple[int, ...]
    lines: tuple[MoneyLine, ...]
    towns: tuple[Town, ...]
    written: Decimal
    """The sum of the lines as the database adds them up: what every side must come to."""
    people_source: str = ""

    @property
    def total(self) -> Decimal:
        return sum((each.amount for each in self.lines), ZERO)

    @property
    def spent(self) -> Decimal:
        return sum((each.spent for each in self.lines), ZERO)

    @property
    def is_synthetic(self) -> bool:
        return any(each.line.is_synthetic for each in self.lines)

    @property
    def unshared(self) -> tuple[MoneyLine, ...]:
        return tuple(each for each in self.lines if each.is_unshared)

    @property
    def people(self) -> int | None:
        """Who lives in all the municipalities; None when somewhere nobody counted."""
        counted = [town.people for town in self.towns]
        return sum(each for each in counted if each) if counted and None not in counted else None

    @property
    def per_inhabitant(self) -> Decimal | None:
        """Euros of the whole plan for each inhabitant."""
        return self.total / self.people if self.people else None


def money_of(plan: AreaPlan, on: date | None = None, *, actions: Mapping[int, Any] | None = None) -> Money:
    """Read the lines, their expenses and their shares; with a day, also who lives where on that day.

    Whoever has read the actions already, with their `group`, hands them in by number.
    """
    actions = actions or Action.objects.filter(plan=plan).annotate(group=F("objective__group")).in_bulk()
    places = {pk: place for place, pk in enumerate(sorted(actions, key=lambda pk: natural(actions[pk].code)))}
    written = BudgetLine.objects.filter(action__plan=plan).annotate(written=Window(Sum("amount")))
    found = _with_spent(written)
    ordered = sorted(found, key=lambda each: (places[each.action_id], each.year, ORDER[each.source]))
    for each in ordered:
        each.action = actions[each.action_id]
        each.action.plan = plan
    years = {*range(plan.starts_on.year, plan.last_day.year + 1), *(each.year for each in ordered)}
    weighed = _weighed(plan)
    towns, source = _towns(plan, on, weighed)
    weights = _weights(weighed, towns)
    lines = tuple(
        MoneyLine(
            each,
            each.spent,
            _shares(each.amount, each.spent, weights.get(each.sharing_key_id or 0, ())),
            each.action.group,
        )
        for each in ordered
    )
    return Money(
        plan=plan,
        years=tuple(sorted(years)),
        lines=lines,
        towns=tuple(sorted(towns.values(), key=lambda town: town.name)),
        written=ordered[0].written if ordered else ZERO,
        people_source=source,
    )


def lines_of(action: Action) -> list[Any]:
    """The lines of one action, each with what was spent of it as `spent`; one query."""
    rows = _with_spent(BudgetLine.objects.filter(action=action)).select_related("sharing_key")
    return sorted(rows, key=lambda each: (each.year, ORDER[each.source]))


def by_source(money: Money, lines: Iterable[MoneyLine] | None = None) -> Side:
    """Sources by year, with what was spent."""
    told = money.lines if lines is None else tuple(lines)
    used = {each.line.source for each in told}
    rows = [
        _row(money, str(source.label), [each for each in told if each.line.source == source])
        for source in BudgetSource
        if source in used
    ]
    return _side(money, rows)


def by_action(money: Money) -> Side:
    """Actions by year, with what was spent, gathered by macro-group."""
    gathered = _gathered(money.lines, lambda each: each.line.action_id)
    where, rows = partial(address, "plan:action", money.plan.district.slug, money.plan.code), []
    for lines in gathered.values():
        action = lines[0].line.action
        rows.append(_row(money, str(action), lines, url=where(action.code), group=lines[0].group))
    return _side(money, rows)


def by_municipality(money: Money) -> Side:
    """What each municipality pays by year and per inhabitant; spent is its part of what was spent."""
    sums: dict[tuple[int, int], Decimal] = defaultdict(lambda: ZERO)
    spent: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for each in money.lines:
        for share in each.shares:
            sums[share.town.pk, each.line.year] += share.amount
            spent[share.town.pk] += share.spent
    rows = []
    for town in money.towns:
        amounts = tuple(sums[town.pk, year] for year in money.years)
        total = sum(amounts, ZERO)
        each_one = total / town.people if town.people else None
        rows.append(Row(town.name, amounts, total, spent=spent[town.pk], per_inhabitant=each_one))
    return _side(money, rows)


def by_who_pays(money: Money) -> Side:
    """The municipal shares still to divide, and what others pay: the rest of the whole."""
    others = [each for each in money.lines if each.line.source != BudgetSource.MUNICIPAL]
    rows = [_row(money, _("Quote comunali ancora da ripartire"), money.unshared)] if money.unshared else []
    rows += list(by_source(money, others).rows)
    return _side(money, rows)


def sides_of(money: Money) -> Sides:
    """The money from every side, each reckoned once."""
    return Sides(by_source(money), by_action(money), by_municipality(money), by_who_pays(money))


def crossings(money: Money, sides: Sides) -> tuple[Crossing, ...]:
    """Hold the total along each side against what the database adds up."""
    towns, others = sides.by_municipality, sides.by_who_pays
    return (
        Crossing(_("per fonte"), sides.by_source.total, money.written),
        Crossing(_("per azione"), sides.by_action.total, money.written),
        Crossing(_("per chi paga"), towns.total + others.total, money.written),
        *(
            Crossing(
                _("per chi paga, %(year)s") % {"year": year},
                towns.by_year[place] + others.by_year[place],
                of_year,
            )
            for place, (year, of_year) in enumerate(zip(money.years, sides.by_source.by_year, strict=True))
        ),
    )


def lacks_a_count(money: Money) -> bool:
    """Whether somebody pays and nobody knows how many live there."""
    return any(town.people is None for town in money.towns)


def keys_of(plan: AreaPlan) -> list[tuple[SharingKey, tuple[tuple[str, Decimal], ...]]]:
    """The keys of a plan, each with the weights of the municipalities by name."""
    weights: dict[int, list[tuple[str, Decimal]]] = defaultdict(list)
    rows = SharingWeight.objects.filter(key__plan=plan).order_by("municipality__name")
    for key, name, weight in rows.values_list("key_id", "municipality__name", "weight"):
        weights[key].append((name, weight))
    return [(key, tuple(weights[key.pk])) for key in plan.sharing_keys.order_by("name", "pk")]


def _with_spent(lines: QuerySet[BudgetLine]) -> QuerySet[Any]:
    spent = Expense.objects.filter(line=OuterRef("pk")).order_by().values("line").annotate(sum=Sum("amount"))
    told: QuerySet[Any] = lines.annotate(
        spent=Coalesce(Subquery(spent.values("sum")), Value(ZERO), output_field=DecimalField())
    )
    return told


def _towns(plan: AreaPlan, on: date | None, weighed: list[Weighed]) -> tuple[dict[int, Town], str]:
    """The municipalities that pay something, and on a day also those of the district, with their people."""
    named = {town: name for _key, town, name, _weight in weighed}
    if on is None:
        return {pk: Town(pk, name) for pk, name in named.items()}, ""
    members, source = inhabitants_of(plan.district, on)
    towns = {pk: Town(pk, name, people) for pk, name, people in members}
    towns |= {pk: Town(pk, name) for pk, name in named.items() if pk not in towns}
    return towns, source.label if source else ""


def _weighed(plan: AreaPlan) -> list[Weighed]:
    """Key, municipality, its name and its weight, in the order of the names."""
    rows = SharingWeight.objects.filter(key__plan=plan).order_by("municipality__name", "pk")
    return list(rows.values_list("key_id", "municipality_id", "municipality__name", "weight"))


def _weights(weighed: list[Weighed], towns: dict[int, Town]) -> dict[int, tuple[tuple[Town, Decimal], ...]]:
    """The weights of each key."""
    found: dict[int, list[tuple[Town, Decimal]]] = defaultdict(list)
    for key, town, _name, weight in weighed:
        found[key].append((towns[town], weight))
    return {key: tuple(each) for key, each in found.items()}


def _shares(amount: Decimal, spent: Decimal, weights: tuple[tuple[Town, Decimal], ...]) -> tuple[Share, ...]:
    only = [weight for _town, weight in weights]
    parts, spents = shares_of(amount, only), shares_of(spent, only)
    if parts is None or spents is None:
        return ()
    return tuple(
        Share(town, part, used) for (town, _weight), part, used in zip(weights, parts, spents, strict=True)
    )


def _gathered(
    lines: Iterable[MoneyLine], key: Callable[[MoneyLine], Hashable]
) -> dict[Hashable, list[MoneyLine]]:
    found: dict[Hashable, list[MoneyLine]] = defaultdict(list)
    for each in lines:
        found[key(each)].append(each)
    return found


def _row(money: Money, name: str, lines: Iterable[MoneyLine], *, url: str = "", group: str = "") -> Row:
    sums = dict.fromkeys(money.years, ZERO)
    spent = ZERO
    for each in lines:
        sums[each.line.year] = sums.get(each.line.year, ZERO) + each.amount
        spent += each.spent
    amounts = tuple(sums[year] for year in money.years)
    return Row(name, amounts, sum(amounts, ZERO), url=url, group=group, spent=spent)


def _side(money: Money, rows: list[Row]) -> Side:
    by_year = tuple(sum((row.amounts[place] for row in rows), ZERO) for place in range(len(money.years)))
    return Side(money.years, tuple(rows), by_year, sum((row.total for row in rows), ZERO))
