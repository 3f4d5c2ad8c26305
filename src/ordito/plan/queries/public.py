"""The plan for whoever never read one: what will be done, where it is, who asked, what it costs each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ordito.core.addresses import address
from ordito.core.search import plain
from ordito.plan.models import ActionState, AreaPlan, BudgetSource, Objective
from ordito.plan.queries.overview import ActionRow, BudgetTable, budget_of, groups_of, without_ground
from ordito.territory.queries import counts_of


@dataclass(frozen=True, slots=True)
class Doing:
    """An action in plain words: how it goes, who takes care of it, and whether somebody asked for it."""

    row: ActionRow
    words: str
    state: str
    owner: str
    asked_url: str
    """Where the thread is told; empty when nobody asked for it."""


@dataclass(frozen=True, slots=True)
class Aim:
    """An objective in plain words, with what is done for it."""

    objective: Objective
    doings: tuple[Doing, ...]

    @property
    def words(self) -> str:
        return self.objective.plainly or self.objective.title


@dataclass(frozen=True, slots=True)
class PublicPlan:
    """What the page for everybody shows; `counts` are of the whole plan, `groups` of what was looked for."""

    counts: tuple[tuple[str, str, int], ...]
    groups: tuple[tuple[str, tuple[Aim, ...]], ...]
    names: tuple[str, ...]
    late: int
    budget: BudgetTable
    payers: tuple[tuple[str, Decimal], ...]
    people: int | None
    people_source: str

    @property
    def all(self) -> int:
        return sum(number for _state, _words, number in self.counts)

    @property
    def found(self) -> int:
        return sum(len(aim.doings) for _name, aims in self.groups for aim in aims)

    @property
    def per_inhabitant(self) -> Decimal | None:
        return self.budget.total / self.people if self.people and self.budget.total else None


def state_words() -> dict[str, str]:
    """Where an action stands, as one would say it."""
    return {
        ActionState.STARTED: _("in corso"),
        ActionState.DONE: _("fatta"),
        ActionState.PLANNED: _("non ancora cominciata"),
        ActionState.SUSPENDED: _("ferma, per ora"),
        ActionState.ABANDONED: _("non si farà"),
    }


def _counted(state: str, number: int) -> str:
    """The words of a state after a number: 2 fatte."""
    return {
        ActionState.STARTED.value: _("in corso"),
        ActionState.DONE.value: ngettext("fatta", "fatte", number),
        ActionState.PLANNED.value: ngettext("non ancora cominciata", "non ancora cominciate", number),
        ActionState.SUSPENDED.value: ngettext("ferma, per ora", "ferme, per ora", number),
        ActionState.ABANDONED.value: ngettext("non si farà", "non si faranno", number),
    }[state]


def payer_words() -> dict[str, str]:
    """Who puts the money, as one would say it."""
    return {
        BudgetSource.MUNICIPAL: _("i comuni, con le tasse di chi ci vive"),
        BudgetSource.REGIONAL: _("la Regione"),
        BudgetSource.NATIONAL: _("lo Stato"),
        BudgetSource.EUROPEAN: _("l'Unione europea"),
        BudgetSource.HEALTH: _("il servizio sanitario"),
        BudgetSource.USERS: _("chi usa i servizi, con quello che paga"),
        BudgetSource.PRIVATE: _("fondazioni e privati"),
    }


def public_plan(plan: AreaPlan, today: date, *, words: str = "", group: str = "") -> PublicPlan:
    """Read the plan for everybody; `words` and `group` narrow what is listed, never what is counted."""
    groups, unasked = groups_of(plan, today), without_ground(plan)
    rows = [row for each in groups for objective in each.objectives for row in objective.actions]
    states = Counter(row.action.state for row in rows)
    budget, total = budget_of(plan), next(iter(counts_of(plan.district, today)), None)
    told, labels = payer_words(), {str(source.label): source for source in BudgetSource}
    listed, doing = [], _in_plain_words(plan, unasked)
    for each in groups:
        if group and each.name != group:
            continue
        aims = [
            Aim(
                objective.objective,
                tuple(map(doing, _narrowed(objective.objective, objective.actions, words))),
            )
            for objective in each.objectives
        ]
        kept = tuple(aim for aim in aims if aim.doings or not words)
        if kept:
            listed.append((each.name, kept))
    return PublicPlan(
        counts=tuple(
            (state, _counted(state, states[state]), states[state]) for state in state_words() if states[state]
        ),
        groups=tuple(listed),
        names=tuple(each.name for each in groups if each.name),
        late=sum(bool(row.late) for row in rows),
        budget=budget,
        payers=tuple((told[labels[name]], amount) for name, _years, amount in budget.rows),
        people=total.people if total else None,
        people_source=total.source.label if total else "",
    )


def _in_plain_words(plan: AreaPlan, unasked: set[int]) -> Callable[[ActionRow], Doing]:
    """How an action is said: the words of the language are asked once, however many actions there are."""
    states, owned = state_words(), _("se ne occupa %(name)s")
    thread = partial(address, "plan:action_thread", plan.district.slug, plan.code)

    def said(row: ActionRow) -> Doing:
        action = row.action
        return Doing(
            row=row,
            words=action.plainly or action.title,
            state=states[action.state],
            owner=owned % {"name": row.owner} if row.owner else "",
            asked_url="" if action.pk in unasked else thread(action.code),
        )

    return said


def _narrowed(objective: Objective, rows: tuple[ActionRow, ...], words: str) -> tuple[ActionRow, ...]:
    wanted = plain(words).split()
    if not wanted:
        return rows
    of_objective = f"{objective.title} {objective.plainly}"
    found = ((row, plain(f"{of_objective} {_text(row)}")) for row in rows)
    return tuple(row for row, text in found if all(word in text for word in wanted))


def _text(row: ActionRow) -> str:
    return f"{row.action.title} {row.action.plainly} {row.action.description} {row.owner}"
