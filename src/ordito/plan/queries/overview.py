"""A plan at a glance: objectives with their actions, what is missing, what is late, the money."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from django.db.models import Exists, F, OuterRef, Prefetch, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ordito.core.addresses import address
from ordito.core.counting import number, total
from ordito.core.models import Actor, District
from ordito.core.numbers import writer
from ordito.plan.figures import Point, way_svg
from ordito.plan.models import (
    Action,
    ActionState,
    AreaPlan,
    BudgetLine,
    BudgetSource,
    Ground,
    Indicator,
    Letter,
    Objective,
    PlanState,
    Reading,
    Section,
)

OPEN = frozenset({ActionState.PLANNED, ActionState.STARTED, ActionState.SUSPENDED})
FIRST_GAPS = 8
URGENCIES: dict[str, str] = {ActionState.DONE: "ok", ActionState.STARTED: "soon"}


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that the plan still lacks, and where to write it."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class BudgetTable:
    """Euros by source and year; every row and column adds up to `total`."""

    years: tuple[int, ...]
    rows: tuple[tuple[str, tuple[Decimal, ...], Decimal], ...]
    by_year: tuple[Decimal, ...]
    total: Decimal
    is_synthetic: bool


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action with its money, whether it is late on a day, and the words with which pages tell of it."""

    action: Action
    budget: Decimal
    indicators: int
    late: str
    group: str
    """The macro-group of its objective."""
    url: str
    state: str
    urgency: str
    """The tag that says the state: late, soon (started), ok (done), or none."""
    owner: str
    owner_code: str
    euros: str


@dataclass(frozen=True, slots=True)
class ObjectiveRows:
    """An objective and its actions, and where the three of them are written."""

    objective: Objective
    actions: tuple[ActionRow, ...]
    url: str
    edit_url: str
    add_url: str


@dataclass(frozen=True, slots=True)
class Group:
    """A macro-group and its objectives; the name is empty for those in none."""

    name: str
    objectives: tuple[ObjectiveRows, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that the plan's page shows."""

    plan: AreaPlan
    groups: tuple[Group, ...]
    sections: tuple[tuple[str, str, str], ...]
    gaps: tuple[Gap, ...]
    budget: BudgetTable

    @property
    def actions(self) -> tuple[ActionRow, ...]:
        return tuple(row for group in self.groups for each in group.objectives for row in each.actions)

    @property
    def objectives(self) -> tuple[ObjectiveRows, ...]:
        return tuple(each for group in self.groups for each in group.objectives)

    @property
    def started(self) -> int:
        """How many actions have begun, finished ones included."""
        begun = {ActionState.STARTED, ActionState.DONE, ActionState.SUSPENDED}
        return sum(row.action.state in begun for row in self.actions)

    @property
    def late(self) -> tuple[ActionRow, ...]:
        return tuple(row for row in self.actions if row.late)

    @property
    def first_gaps(self) -> tuple[Gap, ...]:
        """Those that the page names; all of them are in the check."""
        return self.gaps[:FIRST_GAPS]

    @property
    def more_gaps(self) -> int:
        return max(len(self.gaps) - FIRST_GAPS, 0)


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator, its last reading, and how much of the way from baseline to target it has gone."""

    indicator: Indicator
    readings: tuple[Reading, ...]

    @property
    def last(self) -> Reading | None:
        return self.readings[-1] if self.readings else None

    @property
    def way(self) -> str:
        """The readings as a small drawing; empty while there is none."""
        if not self.readings:
            return ""
        indicator = self.indicator
        action, plan = indicator.action, indicator.action.plan
        return way_svg(
            [Point(each.on, each.value) for each in self.readings],
            name=indicator.name,
            unit=indicator.unit,
            baseline=indicator.baseline,
            target=indicator.target,
            starts_on=action.starts_on or plan.starts_on,
            ends_before=action.ends_before or plan.ends_before,
        )

    @property
    def progress(self) -> float | None:
        """(last - baseline) / (target - baseline), also when the target is lower; None if nobody can tell."""
        baseline, target = self.indicator.baseline, self.indicator.target
        if self.last is None or baseline is None or target is None or baseline == target:
            return None
        return float((self.last.value - baseline) / (target - baseline))


def current_plan(district: District, user: Actor, today: date) -> AreaPlan | None:
    """The plan in force, else the newest."""
    plans = list(AreaPlan.objects.visible_to(user).filter(district=district).order_by("-starts_on", "code"))
    in_force = [plan for plan in plans if plan.starts_on <= today < plan.ends_before]
    return in_force[0] if in_force else (plans[0] if plans else None)


def actions_of(plan: AreaPlan, today: date) -> list[ActionRow]:
    """The plan's actions with their money, in the order of their codes; one query."""
    rows = Action.objects.filter(plan=plan).annotate(
        group=F("objective__group"),
        owned_by=F("owner__name"),
        owned_by_code=F("owner__code"),
        money=total(BudgetLine.objects.filter(action=OuterRef("pk")), "amount"),
        number_of_indicators=number(Indicator.objects.filter(action=OuterRef("pk"))),
    )
    where, euros = partial(address, "plan:action", plan.district.slug, plan.code), writer(0)
    states = {state.value: str(state.label) for state in ActionState}
    told = []
    for each in sorted(rows, key=lambda row: natural(row.code)):
        each.plan = plan
        missed = late(each, today)
        row = ActionRow(
            action=each,
            budget=each.money or Decimal(0),
            indicators=each.number_of_indicators,
            late=missed,
            group=each.group,
            url=where(each.code),
            state=states[each.state],
            urgency="late" if missed else URGENCIES.get(each.state, ""),
            owner=each.owned_by or "",
            owner_code=each.owned_by_code or "",
            euros=f"{euros(each.money)} €" if each.money else "",
        )
        told.append(row)
    return told


def late(action: Action, today: date) -> str:
    """Why an action is late on a day, in words; empty when it is not."""
    missed = missed_day(action, today)
    if missed is None:
        return ""
    if missed == action.starts_on:
        return _("doveva cominciare il %(day)s") % {"day": f"{missed:%d/%m/%Y}"}
    return _("doveva finire entro il %(day)s") % {"day": f"{missed:%d/%m/%Y}"}


def missed_day(action: Action, today: date) -> date | None:
    """The day by which a late action should have begun, or the last one on which it could end."""
    if action.state == ActionState.PLANNED and action.starts_on is not None and action.starts_on < today:
        return action.starts_on
    if action.state in OPEN and action.ends_before is not None and action.ends_before <= today:
        return action.ends_before - timedelta(days=1)
    return None


def groups_of(plan: AreaPlan, today: date) -> tuple[Group, ...]:
    """Objectives with their actions, gathered in macro-groups; two queries."""
    by_objective: dict[int, list[ActionRow]] = defaultdict(list)
    for row in actions_of(plan, today):
        by_objective[row.action.objective_id].append(row)
    groups: dict[str, list[ObjectiveRows]] = defaultdict(list)
    views = ("plan:objective", "plan:edit_objective", "plan:add_action")
    where, edited, added = (partial(address, view, plan.district.slug, plan.code) for view in views)
    objectives = Objective.objects.filter(plan=plan).select_related("proposed_by")
    for objective in sorted(objectives, key=lambda each: natural(each.code)):
        objective.plan = plan
        if objective.proposed_by is not None:
            objective.proposed_by.district = plan.district
        code, actions = objective.code, tuple(by_objective[objective.pk])
        rows = ObjectiveRows(objective, actions, where(code), edited(code), added(code))
        groups[objective.group].append(rows)
    return tuple(Group(name=name, objectives=tuple(each)) for name, each in groups.items())


def sections_of(plan: AreaPlan) -> tuple[tuple[str, str, str], ...]:
    """The letters of the law: letter, what it asks, what was written."""
    written = dict(Section.objects.filter(plan=plan).values_list("letter", "text"))
    return tuple((letter.value, str(letter.label), written.get(letter.value, "")) for letter in Letter)


def overview_of(plan: AreaPlan, today: date, *, with_gaps: bool = True) -> Overview:
    """Read the plan in a fixed number of queries; what it lacks is for whoever can write it."""
    groups, sections = groups_of(plan, today), sections_of(plan)
    return Overview(
        plan=plan,
        groups=groups,
        sections=sections,
        gaps=tuple(gaps_of(plan, groups, sections)) if with_gaps else (),
        budget=budget_of(plan),
    )


def budget_of(plan: AreaPlan) -> BudgetTable:
    """Add the plan's budget lines up by source and year."""
    lines = BudgetLine.objects.filter(action__plan=plan)
    sums: dict[tuple[str, int], Decimal] = {
        (source, year): amount
        for source, year, amount in lines.order_by().values_list("source", "year").annotate(Sum("amount"))
    }
    years = tuple(sorted({year for _source, year in sums}))
    used = [source for source in BudgetSource if any((source.value, year) in sums for year in years)]
    rows = []
    for source in used:
        amounts = tuple(sums.get((source.value, year), Decimal(0)) for year in years)
        rows.append((str(source.label), amounts, sum(amounts, Decimal(0))))
    by_year = tuple(sum((row[1][column] for row in rows), Decimal(0)) for column in range(len(years)))
    return BudgetTable(
        years=years,
        rows=tuple(rows),
        by_year=by_year,
        total=sum(by_year, Decimal(0)),
        is_synthetic=bool(rows) and lines.filter(is_synthetic=True).exists(),
    )


def indicator_rows(plan: AreaPlan, action: Action | None = None) -> list[IndicatorRow]:
    """The indicators of a plan, or of one of its actions, with their readings in order of day."""
    indicators = Indicator.objects.filter(Q(action=action) if action else Q(action__plan=plan))
    readings = Prefetch("readings", Reading.objects.order_by("on"))
    found = indicators.select_related("action").prefetch_related(readings)
    ordered = sorted(found, key=lambda each: (natural(each.action.code), natural(each.code)))
    for each in ordered:
        each.action.plan = plan
    return [IndicatorRow(indicator=each, readings=tuple(each.readings.all())) for each in ordered]


def natural(code: str) -> tuple[tuple[int, str], ...]:
    """A key that puts 2 before 10 and 1.2 before 1.10."""
    return tuple(
        (int(part), "") if part.isdigit() else (0, part) for part in code.replace("-", ".").split(".")
    )


def gaps_of(
    plan: AreaPlan, groups: tuple[Group, ...], sections: tuple[tuple[str, str, str], ...]
) -> list[Gap]:
    """What the plan still lacks, and where to write it; a plan that is over lacks nothing."""
    if plan.state == PlanState.CONCLUDED:
        return []
    place = [plan.district.slug, plan.code]
    gaps = [
        Gap(
            _("lettera %(letter)s: %(title)s") % {"letter": letter, "title": title},
            reverse("plan:section", args=[*place, letter]),
        )
        for letter, title, text in sections
        if not text.strip()
    ]
    objectives = [each for group in groups for each in group.objectives]
    if not objectives:
        gaps.append(Gap(_("nessun obiettivo"), reverse("plan:add_objective", args=place)))
    gaps += [
        Gap(_("l'obiettivo %(code)s non ha azioni") % {"code": each.objective.code}, each.add_url)
        for each in objectives
        if not each.actions
    ]
    actions = [row for each in objectives for row in each.actions]
    return [*gaps, *_lacking(actions), *_unasked(plan, actions)]


def _lacking(actions: list[ActionRow]) -> list[Gap]:
    """The actions of which something is not written."""
    owner, period, money, indicator = (
        _("il responsabile"),
        _("il periodo"),
        _("le risorse"),
        _("un indicatore"),
    )
    words: dict[int, str] = {
        many: ngettext("all'azione %(code)s manca %(what)s", "all'azione %(code)s mancano %(what)s", many)
        for many in range(1, 5)
    }
    gaps = []
    for row in actions:
        there = (
            (owner, row.action.owner_id),
            (period, row.action.starts_on),
            (money, row.budget),
            (indicator, row.indicators),
        )
        lacking = [name for name, known in there if not known]
        if lacking:
            told = {"code": row.action.code, "what": ", ".join(lacking)}
            gaps.append(Gap(words[len(lacking)] % told, row.url))
    return gaps


def _unasked(plan: AreaPlan, actions: list[ActionRow]) -> list[Gap]:
    """The actions that rest on nothing."""
    unasked = without_ground(plan)
    where = partial(address, "plan:action_grounds", plan.district.slug, plan.code)
    words = _("azione %(code)s: nessuno l'ha chiesta, per ora")
    return [
        Gap(words % {"code": row.action.code}, where(row.action.code))
        for row in actions
        if row.action.pk in unasked
    ]


def without_ground(plan: AreaPlan) -> set[int]:
    """The actions that nobody asked for, so far: nothing under them, nor under their objective."""
    of_action = Ground.objects.filter(action=OuterRef("pk"))
    of_objective = Ground.objects.filter(objective=OuterRef("objective"))
    unasked = Action.objects.filter(~Exists(of_action), ~Exists(of_objective), plan=plan)
    return set(unasked.values_list("pk", flat=True))
