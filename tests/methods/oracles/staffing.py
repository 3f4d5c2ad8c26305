"""Every arrangement of a tiny district, one by one: what the model of `staffing` must agree with."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

from ordito.methods.staffing import Case


@dataclass(frozen=True)
class Plan:
    level: tuple[int, ...]
    desk: tuple[bool, ...]
    pole: tuple[int, ...]
    kept: tuple[bool, ...]
    cost: float
    nearness: float


Gone = frozenset[tuple[str, str, str]]
"""Limits let go: kind, where, what."""
NOTHING: Gone = frozenset()


def plans(case: Case, gone: Gone = NOTHING) -> Iterator[Plan]:
    """All plans that meet the limits on levels, desks, catchments, posts and expenditure."""
    m, posts = case.municipalities, case.posts
    n = len(m.name)
    levels = list(itertools.product(*(np.flatnonzero(row) for row in allowed(case, gone))))
    desks = list(
        itertools.product(
            *(
                ([True] if must and ("desk", name, "") not in gone else [True, False])
                for name, must in zip(m.name, m.must_have_desk, strict=True)
            )
        )
    )
    free = [
        ("kept", name, "") in gone or not (exists and not may)
        for name, exists, may in zip(posts.name, posts.exists, posts.may_end, strict=True)
    ]
    kepts = list(itertools.product(*([True, False] if each else [True] for each in free)))
    for level, desk, pole in itertools.product(levels, desks, catchments(case, gone)):
        if not pole and 1 in level:
            continue
        away = pole or (m.centre,) * n
        if any(not open_ and (away[i] == i or not desk[away[i]]) for i, open_ in enumerate(desk)):
            continue
        minutes = nearness(case, level, desk, away)
        for kept in kepts:
            cost = float(np.dot(kept, posts.cost))
            if ("expenditure", "", "") in gone or cost <= case.expenditure + 1e-6:
                yield Plan(tuple(map(int, level)), desk, pole, kept, cost, minutes)


def allowed(case: Case, gone: Gone) -> np.ndarray:
    rows = np.array(case.functions.allowed)
    for k, name in enumerate(case.functions.name):
        rows[k] |= ("level", "", name) in gone
    rows[:, 1] &= np.any(case.municipalities.may_be_pole)
    return rows


def catchments(case: Case, gone: Gone) -> list[tuple[int, ...]]:
    m, limits = case.municipalities, case.limits
    candidates = np.flatnonzero(m.may_be_pole)
    if not len(candidates):
        return [()]
    found = []
    for pole in itertools.product(candidates, repeat=len(m.name)):
        poles = sorted(set(pole))
        groups = [[i for i, k in enumerate(pole) if k == each] for each in poles]
        free = {kind for kind, _where, _what in gone}
        least = 1 if "poles_least" in free else limits.poles[0]
        most = len(candidates) if "poles_most" in free else limits.poles[1] or len(candidates)
        light = 0.0 if "pole_population_least" in free else limits.pole_population[0]
        heavy = np.inf if "pole_population_most" in free else limits.pole_population[1] or np.inf
        apart = "contiguity" in free or not limits.contiguous
        people = [m.population[group].sum() for group in groups]
        if (
            all(pole[k] == k for k in poles)
            and least <= len(poles) <= most
            and min(people) >= light
            and max(people) <= heavy
            and (apart or all(one_piece(m.adjacency, group) for group in groups))
        ):
            found.append(tuple(map(int, pole)))
    return found


def one_piece(adjacency: np.ndarray, group: list[int]) -> bool:
    reached, front = {group[0]}, [group[0]]
    while front:
        i = front.pop()
        for j in group:
            if adjacency[i, j] and j not in reached:
                reached.add(j)
                front.append(j)
    return len(reached) == len(group)


def nearness(case: Case, level: tuple[int, ...], desk: tuple[bool, ...], away: tuple[int, ...]) -> float:
    m, f = case.municipalities, case.functions
    total = 0.0
    for i, people in enumerate(m.population):
        total += people * case.desk_visits * (0.0 if desk[i] else m.travel[i, away[i]])
        for k, visits in enumerate(f.visits):
            total += people * visits * (0.0, m.travel[i, away[i]], m.travel[i, m.centre])[level[k]]
    return float(total / (m.population.sum() * (np.sum(f.visits) + case.desk_visits)))


def has_roster(case: Case, plan: Plan, equity: float = 0.0, gone: Gone = NOTHING) -> bool:
    """Whether someone can be everywhere that the plan asks: every way of being present is tried."""
    limits, posts = case.limits, case.posts
    if limits.standard is not None and ("standard", "", "") not in gone:
        counted = [
            case.professions.counts[q] and kept for q, kept in zip(posts.profession, plan.kept, strict=True)
        ]
        employed = float(np.dot(counted, posts.hours)) / limits.week
        if employed < case.municipalities.population.sum() / limits.standard - 1e-9:
            return False
    choices = [list(seats_of(case, p, plan, gone)) for p in range(len(posts.name))]
    return any(_staffed(case, plan, equity, presence, gone) for presence in itertools.product(*choices))


def seats_of(case: Case, p: int, plan: Plan, gone: Gone) -> Iterator[tuple[int, ...]]:
    m, posts = case.municipalities, case.posts
    name = posts.name[p]
    reach = np.inf if ("reach", name, "") in gone else posts.reach[p]
    near = [j for j in range(len(m.name)) if m.travel[posts.seat[p], j] <= reach and tasks(case, p, j, gone)]
    most = len(near) if ("seats", name, "") in gone else min(int(posts.seats[p]), len(near))
    for size in range(most if plan.kept[p] else 0, -1, -1):
        yield from itertools.combinations(near, size)


def tasks(case: Case, p: int, j: int, gone: Gone) -> list[int]:
    """The functions, and the desk as -1, that a post might have at a place under some allowed level."""
    m, posts = case.municipalities, case.posts
    found = [-1] if posts.at_desk[p] else []
    for k, (desk, pole, centre) in enumerate(allowed(case, gone)):
        if posts.able[p, k] and (desk or (pole and m.may_be_pole[j]) or (centre and j == m.centre)):
            found.append(k)
    return found


def asked(case: Case, plan: Plan, equity: float, gone: Gone) -> np.ndarray:
    m, f = case.municipalities, case.functions
    hours = np.zeros((len(m.name), len(f.name) + 1))
    wish = 0.0 if ("equity", "", "") in gone else equity
    for k, level in enumerate(plan.level):
        for i in range(len(m.name)):
            place = (i, plan.pole[i] if plan.pole else -1, m.centre)[level]
            floor = 0.0 if ("work", m.name[place], f.name[k]) in gone else f.floor[k]
            hours[place, k] += max(floor, wish if f.equal[k] else 0.0) * f.share[k, level] * f.need[i, k]
    opening = [0.0 if ("opening", name, "") in gone else h for name, h in zip(m.name, m.opening, strict=True)]
    hours[:, -1] = np.where(plan.desk, opening, 0.0)
    return hours


def _staffed(
    case: Case, plan: Plan, equity: float, presence: tuple[tuple[int, ...], ...], gone: Gone
) -> bool:
    m, posts, limits = case.municipalities, case.posts, case.limits
    for i in np.flatnonzero(plan.desk):
        for q, least in enumerate(case.professions.team):
            if ("team", m.name[i], case.professions.name[q]) in gone:
                continue
            if sum(i in places for p, places in enumerate(presence) if posts.profession[p] == q) < least:
                return False
    columns = [
        (p, j, k) for p, places in enumerate(presence) for j in places for k in tasks(case, p, j, gone)
    ]
    needed = asked(case, plan, equity, gone)
    if not columns:
        return not needed.any()
    rows, least = [], []
    for (j, k), hours in np.ndenumerate(needed):
        if hours:
            rows.append([-float(b == j and c % needed.shape[1] == k) for _a, b, c in columns])
            least.append(-hours)
    for p, places in enumerate(presence):
        travel = m.travel[posts.seat[p]] + m.travel[:, posts.seat[p]]
        rows.append([float(a == p) * (1 + travel[b] / (60 * limits.day)) for a, b, _c in columns])
        hours = posts.hours[p]
        hours = max(hours, limits.most_hours) if ("contract", posts.name[p], "") in gone else hours
        least.append(hours)
        for j in places:
            rows.append([-float((a, b) == (p, j)) for a, b, _c in columns])
            least.append(-min(limits.presence, hours))
    bounds = np.array(least) + 1e-7
    return bool(linprog(np.zeros(len(columns)), A_ub=rows, b_ub=bounds, method="highs").status == 0)


def best(case: Case, objective: str, equity: float = 0.0) -> float:
    """The least cost or nearness of all arrangements; infinite when there is none."""
    every = sorted(plans(case), key=lambda plan: getattr(plan, objective))
    return next((getattr(plan, objective) for plan in every if has_roster(case, plan, equity)), float("inf"))


def unbeaten(case: Case, levels: tuple[float, ...]) -> set[tuple[float, float, float]]:
    """(equity level, cost, nearness) of the front."""
    found: list[tuple[float, float, float]] = []
    every = sorted(plans(case), key=lambda plan: (plan.cost, plan.nearness))
    for level in sorted(levels, reverse=True):
        for plan in every:
            beaten = any(
                e >= level and c <= plan.cost + 1e-6 and m <= plan.nearness + 1e-5 for e, c, m in found
            )
            if not beaten and has_roster(case, plan, level):
                found.append((level, plan.cost, plan.nearness))
    return {(round(e, 6), round(c, 3), round(m, 4)) for e, c, m in found}


def possible(case: Case, equity: float = 0.0, gone: Gone = NOTHING) -> bool:
    """Whether any arrangement meets the limits that are left."""
    every = sorted(plans(case, gone), key=lambda plan: -sum(plan.kept))
    return any(has_roster(case, plan, equity, gone) for plan in every)
