"""How a plan goes on: every action by its state, what is late first, who answers for what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from ordito.core.numbers import writer
from ordito.plan.models import Action, ActionState, ActionStep, AreaPlan, Expense
from ordito.plan.queries.overview import ActionRow, actions_of


@dataclass(frozen=True, slots=True)
class Standing:
    """An action, how it stands, and the last thing that was written of it."""

    row: ActionRow
    steps: tuple[ActionStep, ...]
    facts: str
    """Who answers for it, until when, how much was spent of how much."""

    @property
    def action(self) -> Action:
        return self.row.action

    @property
    def last(self) -> ActionStep | None:
        return self.steps[-1] if self.steps else None

    @property
    def changes(self) -> tuple[ActionStep, ...]:
        """The steps that say what changed, and why."""
        return tuple(step for step in self.steps if step.changed)


@dataclass(frozen=True, slots=True)
class Owner:
    """Who answers for actions: how many, and how many of them are late."""

    code: str
    name: str
    actions: int
    late: int


@dataclass(frozen=True, slots=True)
class Monitoring:
    """The standings that were asked for, gathered by state; `late` are those that missed their day."""

    standings: tuple[Standing, ...]
    owners: tuple[Owner, ...]
    groups: tuple[str, ...]
    counts: tuple[tuple[str, str, int], ...]
    """Value, name and number of the actions in each state."""

    @property
    def late(self) -> tuple[Standing, ...]:
        return tuple(each for each in self.standings if each.row.late)

    @property
    def by_state(self) -> tuple[tuple[str, str, tuple[Standing, ...]], ...]:
        """Value, name, actions: those under way first."""
        order = (
            ActionState.STARTED,
            ActionState.PLANNED,
            ActionState.SUSPENDED,
            ActionState.DONE,
            ActionState.ABANDONED,
        )
        gathered = [
            (state.value, str(state.label), [e for e in self.standings if e.action.state == state])
            for state in order
        ]
        return tuple((value, name, tuple(rows)) for value, name, rows in gathered if rows)


def monitoring_of(plan: AreaPlan, today: date, *, group: str = "", owner: str = "") -> Monitoring:
    """Read the actions with their steps; owners and groups are always those of the whole plan."""
    rows = actions_of(plan, today)
    standings = standings_of(plan, rows)
    chosen = [
        each
        for each in standings
        if (not group or each.row.group == group) and (not owner or each.row.owner_code == owner)
    ]
    states = Counter(each.action.state for each in chosen)
    return Monitoring(
        standings=tuple(chosen),
        owners=_owners(rows),
        groups=tuple(dict.fromkeys(row.group for row in rows if row.group)),
        counts=tuple((state.value, str(state.label), states[state.value]) for state in ActionState),
    )


def standings_of(plan: AreaPlan, rows: list[ActionRow]) -> list[Standing]:
    """The steps and the expenses of these actions: two queries."""
    steps: dict[int, list[ActionStep]] = {}
    for step in ActionStep.objects.filter(action__plan=plan).order_by("on", "number"):
        steps.setdefault(step.action_id, []).append(step)
    sums = Expense.objects.filter(line__action__plan=plan).order_by().values("line__action")
    spent: dict[int, Any] = dict(sums.annotate(sum=Sum("amount")).values_list("line__action", "sum"))
    told = _facts()
    return [
        Standing(row, tuple(steps.get(row.action.pk, ())), told(row, spent.get(row.action.pk, Decimal(0))))
        for row in rows
    ]


def _facts() -> Callable[[ActionRow, Decimal], str]:
    """How the facts of an action are said: the words and the numbers of the language are asked once."""
    nobody, until, write = _("senza responsabile"), _("fino al"), writer(0)
    money = _("spesi %(spent)s € di %(planned)s €")

    def told(row: ActionRow, spent: Decimal) -> str:
        last = row.action.last_day
        facts = [row.owner or nobody]
        if last is not None:
            facts.append(f"{until} {last:%d/%m/%Y}")
        if row.budget:
            facts.append(money % {"spent": write(spent), "planned": write(row.budget)})
        return " · ".join(facts)

    return told


def _owners(rows: list[ActionRow]) -> tuple[Owner, ...]:
    named = {row.owner_code: row.owner for row in rows if row.owner_code}
    many = Counter(row.owner_code for row in rows)
    late = Counter(row.owner_code for row in rows if row.late)
    found = [Owner(code, name, many[code], late[code]) for code, name in named.items()]
    return tuple(sorted(found, key=lambda each: (-each.late, each.name)))
