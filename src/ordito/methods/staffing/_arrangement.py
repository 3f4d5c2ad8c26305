"""An arrangement of the service: who works where, at which level, and what changes from today."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ordito.methods.staffing._case import CENTRE, DESK, LEPS, LEVELS, POLE, Case
from ordito.methods.staffing._limits import Key, Wishes, keys_of
from ordito.methods.staffing._model import coverage
from ordito.methods.staffing._program import NONE, Model
from ordito.methods.staffing._search import plan_of

Array = NDArray[Any]
MINUTE = 1e-4
"""Hours a week below which nobody works."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs from today: `kind` (level, desk, created, ended, away), who or what."""

    kind: str
    what: str
    words: str

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class Standard:
    """How far social workers are from one standard: full-time workers asked, employed, lacking."""

    inhabitants_per_worker: float
    asked: float
    employed: float

    @property
    def lacking(self) -> float:
        """Full-time workers that are missing, 0 when the standard is met."""
        return max(0.0, self.asked - self.employed)


@dataclass(frozen=True, slots=True, eq=False)
class Arrangement:
    """One way to organise the service.

    Attributes
    ----------
    level : (f,) integers, 0 desk, 1 pole, 2 centre
    desk : (n,) bool, a desk is kept there
    pole : (n,) integers, the municipality where one's pole is; -1 where no pole may be
    kept : (p,) bool, the post is kept or created
    desk_hours : (p, n) hours a week at each front desk
    hours : (p, n, f) hours a week at each place for each function
    free_hours : (p, n) hours a week present without any function to do there
    spare_hours : (p,) hours a week of the contract that nothing asks for, journeys already taken off
    coverage : (n, f) hours given where the inhabitants are served over hours asked; NaN where none are
    cost : euros a year
    nearness : mean minutes of a visit
    equity : least coverage among functions that count in equity; NaN where none is asked
    shortfall : full-time workers lacking to the target of the standard (1 to 4000)
    standards : how far each standard of the LEPS is
    changes : what differs from today
    """

    level: Array
    desk: Array
    pole: Array
    kept: Array
    desk_hours: Array
    hours: Array
    free_hours: Array
    spare_hours: Array
    coverage: Array
    cost: float
    nearness: float
    equity: float
    shortfall: float
    standards: tuple[Standard, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """Where the rows of the case in order stand in the case as it came."""

    towns: Array
    posts: Array
    functions: Array


def arrangement_of(
    case: Case, wishes: Wishes, without: frozenset[Key], rows: Rows, model: Model, values: Array
) -> Arrangement:
    """The arrangement that the values of the model by person stand for, in the rows of `case`.

    `model` was built from the case in order; `case` is as it came.
    """
    on = frozenset(keys_of(case, wishes)) - without
    back_town, back_function = np.argsort(rows.towns), np.argsort(rows.functions)
    back_post = np.argsort(rows.posts)
    plan = plan_of(model, values)
    level, desk, kept = plan.level[back_function], plan.desk[back_town], plan.kept[back_post]
    pole = np.where(plan.pole == NONE, NONE, rows.towns[plan.pole])[back_town]
    by_trade = np.where(model.hours != NONE, values[model.hours], 0.0)[back_post][:, back_town]
    by_trade[by_trade < MINUTE] = 0.0
    trades = [tuple(int(rows.functions[f]) for f in trade) for trade in model.trades]
    desk_hours = by_trade[:, :, 0].copy()
    asked = hours_asked(case, level, pole)
    least = np.array(
        [[coverage(case, wishes, on, j, f) for f in range(len(level))] for j in range(len(desk))]
    )
    hours, free = _by_function(by_trade, trades, asked, least)
    loaded = model.loaded[back_post][:, back_town]
    spent = (loaded * (desk_hours + hours.sum(axis=2) + free)).sum(axis=1)
    spare = np.where(kept, np.maximum(np.asarray(case.posts.hours) - spent, 0.0), 0.0)
    covered = _coverage(case, level, pole, asked, hours)
    counted = covered[:, np.asarray(case.functions.equal)]
    standards = _standards(case, kept)
    made = Arrangement(
        level=level,
        desk=desk,
        pole=pole,
        kept=kept,
        desk_hours=desk_hours,
        hours=hours,
        free_hours=free,
        spare_hours=spare,
        coverage=covered,
        cost=float(np.asarray(case.posts.cost)[kept].sum()),
        nearness=mean_minutes(case, level, desk, pole),
        equity=float("nan") if np.isnan(counted).all() else float(np.nanmin(counted)),
        shortfall=standards[-1].lacking,
        standards=standards,
        changes=(),
    )
    return _explained(case, made)


def hours_asked(case: Case, level: Array, pole: Array) -> Array:
    """(n, f) hours a week that full standard asks at each place, once each function has its level."""
    need, share = np.asarray(case.functions.need), np.asarray(case.functions.share)
    asked = np.zeros_like(need)
    for f, here in enumerate(level):
        served = _served(case, int(here), pole)
        np.add.at(asked[:, f], served, need[:, f] * share[f, here])
    return asked


def _served(case: Case, level: int, pole: Array) -> Array:
    """(n,) the place that serves each municipality at a level."""
    n = len(case.municipalities.name)
    return {DESK: np.arange(n), POLE: pole, CENTRE: np.full(n, case.municipalities.centre)}[level]


def mean_minutes(case: Case, level: Array, desk: Array, pole: Array) -> float:
    """Mean minutes of a visit, over inhabitants and visits."""
    municipalities, visits = case.municipalities, np.asarray(case.functions.visits)
    travel, people = np.asarray(municipalities.travel), np.asarray(municipalities.population)
    n = len(people)
    away = np.where(pole == NONE, municipalities.centre, pole)
    minutes = case.desk_visits * travel[np.arange(n), np.where(desk, np.arange(n), away)]
    for f, here in enumerate(level):
        minutes = minutes + visits[f] * travel[np.arange(n), _served(case, int(here), pole)]
    total = float(people.sum() * (visits.sum() + case.desk_visits))
    return float(people @ minutes) / total if total else 0.0


def _by_function(
    by_trade: Array, trades: list[tuple[int, ...]], asked: Array, least: Array
) -> tuple[Array, Array]:
    """Hours of each trade shared among its functions: what must be given, then the rest as asked.

    Where nothing is asked it is presence without a function.
    """
    people, n = by_trade.shape[:2]
    hours, free = np.zeros((people, n, asked.shape[1])), np.zeros((people, n))
    for t, functions in enumerate(trades[1:], start=1):
        columns = list(functions)
        total = asked[:, columns].sum(axis=1)
        idle = total <= 0
        free[:, idle] += by_trade[:, idle, t]
        given = by_trade[:, :, t].sum(axis=0)
        must = asked[:, columns] * least[:, columns]
        rest = np.maximum(given - must.sum(axis=1), 0.0) / np.where(idle, 1.0, total)
        part = must + asked[:, columns] * rest[:, None]
        part /= np.where(part.sum(axis=1) > 0, part.sum(axis=1), 1.0)[:, None]
        hours[:, :, columns] = by_trade[:, :, t, None] * part[None]
    return hours, free


def _coverage(case: Case, level: Array, pole: Array, asked: Array, hours: Array) -> Array:
    given = hours.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        at_place = np.where(asked > 0, given / asked, np.nan)
    served = np.column_stack([at_place[_served(case, int(here), pole), f] for f, here in enumerate(level)])
    return np.where(np.asarray(case.functions.need) > 0, served, np.nan)


def _standards(case: Case, kept: Array) -> tuple[Standard, ...]:
    posts = case.posts
    counted = np.asarray(case.professions.counts)[np.asarray(posts.profession)] & kept
    employed = float(np.asarray(posts.hours)[counted].sum()) / case.limits.week
    people = float(np.sum(np.asarray(case.municipalities.population)))
    return tuple(Standard(each, people / each, employed) for each in LEPS)


def _explained(case: Case, made: Arrangement) -> Arrangement:
    changes = [*_changes_of_places(case, made), *_changes_of_posts(case, made)]
    return replace(made, changes=tuple(sorted(changes, key=lambda each: (each.kind, each.what))))


def _changes_of_places(case: Case, made: Arrangement) -> list[Change]:
    names, found = case.municipalities.name, []
    for f, (now, then) in enumerate(zip(made.level, np.asarray(case.functions.today), strict=True)):
        if now != then:
            name = case.functions.name[f]
            found.append(Change("level", name, f"{name} moves from {LEVELS[then]} to {LEVELS[now]}"))
    for i, (now, then) in enumerate(zip(made.desk, np.asarray(case.municipalities.has_desk), strict=True)):
        if now != then:
            found.append(
                Change("desk", names[i], f"the desk of {names[i]} is {'opened' if now else 'closed'}")
            )
    return found


def _changes_of_posts(case: Case, made: Arrangement) -> list[Change]:
    posts, towns, found = case.posts, case.municipalities.name, []
    present = made.desk_hours + made.hours.sum(axis=2) + made.free_hours
    for p, name in enumerate(posts.name):
        cost, seat = np.asarray(posts.cost)[p], int(np.asarray(posts.seat)[p])
        if made.kept[p] and not np.asarray(posts.exists)[p]:
            found.append(
                Change("created", name, f"{name} is created at {towns[seat]}, {cost:.0f} euros a year")
            )
        if not made.kept[p] and np.asarray(posts.exists)[p]:
            found.append(
                Change("ended", name, f"{name} is left empty at {towns[seat]}, {cost:.0f} euros a year less")
            )
        away = [j for j in np.argsort(towns) if j != seat and present[p, j] > 0]
        if away:
            where = ", ".join(f"{towns[j]} {present[p, j]:.1f} h" for j in away)
            found.append(Change("away", name, f"{name} (seat {towns[seat]}) works each week at {where}"))
    return found
