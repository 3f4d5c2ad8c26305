"""A good arrangement of a large district: a first one by the nearest poles, then mended part by part."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ordito.methods.staffing._case import Case
from ordito.methods.staffing._program import INF, NONE, Model
from ordito.methods.staffing._solve import YES, Answer, Solver, at

Array = NDArray[Any]
FIRST_NODES = 20
"""Branches of a first arrangement."""
PART_NODES = 20
"""Branches of the mending of one part."""
PARTS = (10, 14, 20)
"""Municipalities of a part, which grows when nothing is left to mend in the smaller."""
WORTH = 0.001
"""Share of the value below which a part is not searched further."""


def by_nearest_poles(crews: Solver, objective: Array, *, until: float) -> Answer:
    """The best by crew with everyone at the nearest pole; then its levels held, and catchments moved."""
    model, case = crews.model, crews.case
    crews.highs.setOptionValue("mip_max_nodes", FIRST_NODES)
    held = at(model.assigned)
    candidates = np.flatnonzero(model.pole != NONE)
    if len(candidates):
        nearest = candidates[np.asarray(case.municipalities.travel)[:, candidates].argmin(axis=1)]
        there = np.zeros(model.assigned.shape)
        there[np.arange(len(nearest)), nearest] = 1.0
        crews.fix(held, there[model.assigned != NONE])
    first = crews.minimise(objective, until=until)
    crews.let_go(held)
    if first.values is None:
        return crews.minimise(objective, until=until)
    crews.fix(at(model.level), first.values[at(model.level)])
    moved = crews.minimise(objective, until=until, start=first.values)
    return first if moved.values is None else moved


def mended(people: Solver, decided: Array, objective: Array, *, until: float, known: float) -> Answer:
    """A roster by person, and the parts around each pole asked again until none is worth it.

    `decided` are the columns of the plan that stay as they are; the answer has no bound but `known`.
    """
    highs, model = people.highs, people.model
    highs.setOptionValue("mip_max_nodes", FIRST_NODES)
    best = people.minimise(objective, until=until, near=INF)
    if best.values is None:
        return best
    people.let_go(decided)
    highs.setOptionValue("mip_max_nodes", PART_NODES)
    for size in PARTS:
        before = INF
        while best.value < before * (1.0 - WORTH) and time.monotonic() < until:
            before = best.value
            for part in _parts(people.case, size):
                held = _outside(model, people.case, part, best.values)
                people.fix(held, np.round(best.values[held]))
                found = people.minimise(objective, until=until, start=best.values, near=WORTH * best.value)
                people.let_go(held)
                if found.values is not None and found.value < best.value:
                    best = found
    return replace(best, bound=min(known, best.value))


def _parts(case: Case, size: int) -> list[Array]:
    """For each place that may be a pole (or each place, where none may) those nearest to it."""
    travel, may = np.asarray(case.municipalities.travel), np.asarray(case.municipalities.may_be_pole)
    around = np.flatnonzero(may) if may.any() else np.arange(len(travel))
    return [np.argsort(travel[k], kind="stable")[:size] for k in around]


def _outside(model: Model, case: Case, part: Array, values: Array) -> Array:
    """The yes or no that are not asked again while a part is mended."""
    inside = np.zeros(len(model.desk), dtype=bool)
    inside[part] = True
    mine = inside[np.asarray(case.posts.seat)]
    kept = values[model.keep] > YES
    return np.concatenate(
        [
            at(model.level),
            at(model.desk[~inside]),
            at(model.assigned[~inside]),
            at(np.where(mine[:, None] | inside[None, :], NONE, model.present)),
            model.keep[~mine & kept],
        ]
    )
