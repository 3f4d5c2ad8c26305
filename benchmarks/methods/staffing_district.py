"""Invented mountain districts of any size, like Frignano's: few large municipalities, many small and far."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import Delaunay

from ordito.methods.staffing import (
    Case,
    Functions,
    Limits,
    Municipalities,
    Posts,
    Professions,
    standard_hours,
)

SOCIAL_WORKER, OPERATOR, CLERK = range(3)
COSTS = (38_000.0, 29_000.0, 31_000.0)
"""Synthetic euros a year of a full-time post of each profession."""


def district(n: int, rng: np.random.Generator, **limits: Any) -> Case:
    """`n` municipalities, 4,100 inhabitants each on average, with their posts; all invented."""
    share = np.sort(rng.lognormal(0.0, 1.0, n))[::-1]
    population = np.maximum(np.round(share / share.sum() * 4100 * n), 300.0)
    points = rng.uniform(0.0, np.sqrt(69.0 * n), (n, 2))
    adjacency = _borders(points)
    travel = _minutes(points, adjacency)
    candidates = np.zeros(n, dtype=bool)
    candidates[_spread(travel, population, max(2, n // 5))] = True
    municipalities = Municipalities(
        name=[f"M{i:02d}" for i in range(n)],
        population=population,
        travel=travel,
        adjacency=adjacency,
        must_have_desk=population >= np.quantile(population, 0.15),
        opening=np.clip(np.round(population / 500), 4, 30),
        has_desk=np.ones(n, dtype=bool),
        may_be_pole=candidates,
        centre=0,
    )
    professions = Professions(("social worker", "operator", "clerk"), (1, 0, 0), (True, False, False))
    return Case(
        municipalities,
        professions,
        _posts(population, candidates, rng),
        _functions(population),
        Limits(**limits),
    )


def _borders(points: NDArray[np.float64]) -> NDArray[np.bool_]:
    n = len(points)
    adjacency = np.zeros((n, n), dtype=bool)
    if n <= 3:
        return ~np.eye(n, dtype=bool)
    for triangle in Delaunay(points).simplices:
        adjacency[np.ix_(triangle, triangle)] = True
    np.fill_diagonal(adjacency, val=False)
    return adjacency


def _minutes(points: NDArray[np.float64], adjacency: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Whole minutes by the roads that cross each border, at 40 km/h on winding roads."""
    km = np.linalg.norm(points[:, None] - points, axis=2) * 1.4
    minutes = np.where(adjacency, km * 1.5, np.inf)
    np.fill_diagonal(minutes, 0.0)
    for k in range(len(points)):
        minutes = np.minimum(minutes, minutes[:, k, None] + minutes[k])
    return np.round(minutes)


def _spread(travel: NDArray[np.float64], population: NDArray[np.float64], k: int) -> list[int]:
    """The largest place, then again and again the most people far from those chosen."""
    chosen = [0]
    while len(chosen) < k:
        chosen.append(int(np.argmax(travel[:, chosen].min(axis=1) * np.sqrt(population))))
    return chosen


def _posts(population: NDArray[np.float64], poles: NDArray[np.bool_], rng: np.random.Generator) -> Posts:
    rows: list[tuple[int, int, float, bool]] = []
    for i, people in enumerate(population):
        rows += [(SOCIAL_WORKER, i, hours, True) for hours in _contracts(people / 5400 * 36)]
        rows += [(OPERATOR, i, hours, True) for hours in _contracts(people / 9000 * 36)]
        rows += [(CLERK, i, hours, True) for hours in _contracts(people / 12000 * 36)]
    for i in np.flatnonzero(poles):
        rows += [(SOCIAL_WORKER, int(i), 36.0, False), (OPERATOR, int(i), 18.0, False)]
    profession, seat, hours, exists = (np.array(column) for column in zip(*rows, strict=True))
    social = profession == SOCIAL_WORKER
    return Posts(
        name=[f"P{p:03d}" for p in range(len(rows))],
        profession=profession,
        seat=seat,
        hours=hours,
        cost=np.round(np.array(COSTS)[profession] * hours / 36),
        exists=exists,
        may_end=exists & (rng.random(len(rows)) < 0.2),
        reach=np.full(len(rows), 40.0),
        seats=np.where(hours >= 30, 4, 3),
        at_desk=profession != CLERK,
        able=np.column_stack([social, social, ~social, social]),
    )


def _contracts(hours: float) -> list[float]:
    """Hours a week as contracts of 36, 24, 18 or 12."""
    found: list[float] = []
    while hours >= 9:
        found.append(next(size for size in (36.0, 24.0, 18.0, 12.0) if hours >= size or size == 12.0))
        hours -= found[-1]
    return found


def _functions(population: NDArray[np.float64]) -> Functions:
    full = standard_hours(population)
    need = np.column_stack([0.55 * full, 0.25 * full, population * 0.0025, population * 0.0004])
    return Functions(
        name=("social work", "child protection", "administration", "coordination"),
        need=need,
        allowed=[[True, True, False], [False, True, True], [True, True, True], [False, False, True]],
        share=[[1.0, 0.95, 0.9], [1.0, 0.9, 0.8], [1.0, 0.8, 0.65], [1.0, 1.0, 1.0]],
        floor=(0.5, 0.6, 0.8, 0.8),
        equal=(True, False, False, False),
        visits=(2.0, 0.5, 0.5, 0.0),
        today=(0, 0, 0, 0),
    )
