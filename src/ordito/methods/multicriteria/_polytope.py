"""The weights that are possible, their middle, and one that stands for all."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ordito.methods.errors import InvalidInput
from ordito.methods.multicriteria._judgements import Floats

ROOM = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Polytope:
    """The possible weights: low <= w <= high, sum 1, and no later place above an earlier one."""

    low: Floats
    high: Floats
    rank: Floats

    @property
    def fixed(self) -> bool:
        """Whether a single vector is possible."""
        return bool(
            (self.low == self.high).all() or self.low.sum() >= 1 - ROOM or self.high.sum() <= 1 + ROOM
        )

    @property
    def bounded(self) -> bool:
        """Whether the bounds say anything."""
        return bool((self.low > 0).any() or (self.high < 1).any())

    def in_order(self, criteria: NDArray[np.intp]) -> Polytope:
        """The same, of the criteria in another order."""
        return Polytope(self.low[criteria], self.high[criteria], self.rank[criteria])

    def only(self) -> Floats:
        """The one vector that is possible, where it is one."""
        return self.high if self.high.sum() <= 1 + ROOM else self.low

    def inequalities(self) -> tuple[Floats, Floats]:
        """`A w <= b`, apart from the sum: bounds, then each place against the next."""
        rows = [-np.eye(self.low.size), np.eye(self.low.size)]
        sides = [-self.low, self.high]
        places = np.unique(self.rank)
        for earlier, later in pairwise(places):
            for one in np.flatnonzero(self.rank == earlier):
                below = np.flatnonzero(self.rank == later)
                row = np.zeros((below.size, self.low.size))
                row[:, one] = -1
                row[np.arange(below.size), below] = 1
                rows.append(row)
                sides.append(np.zeros(below.size))
        return np.concatenate(rows), np.concatenate(sides)


def reference(space: Polytope) -> Floats:
    """One vector that stands for all: equal weights or the centroid of the order, or the nearest possible."""
    if space.fixed:
        return space.only()
    n = space.rank.size
    gains = np.cumsum((1 / np.arange(1, n + 1))[::-1])[::-1] / n
    order = np.argsort(space.rank, kind="stable")
    ideal = np.empty(n)
    for place in np.unique(space.rank):
        at = np.flatnonzero(space.rank[order] == place)
        ideal[order[at]] = gains[at].mean()
    if not space.bounded:
        return ideal
    from ordito.methods.multicriteria._nearest import nearest

    found = nearest(ideal, *space.inequalities())
    return centre(space)[0] if found is None else found


def centre(space: Polytope) -> tuple[Floats, float]:
    """Middle and radius of the largest ball of possible weights; weights that are known stay put."""
    from scipy.optimize import linprog

    rows, sides = space.inequalities()
    n = space.low.size
    loose = space.high > space.low
    flat = rows * loose - loose * (rows[:, loose].mean(axis=1, keepdims=True))
    found = linprog(
        np.append(np.zeros(n), -1.0),
        A_ub=np.column_stack([rows, np.linalg.norm(flat, axis=1)]),
        b_ub=sides,
        A_eq=np.append(np.ones(n), 0.0)[None],
        b_eq=[1.0],
        bounds=[(0, 1)] * n + [(0, None)],
        method="highs",
    )
    if found.x is None:
        raise InvalidInput("no weights lie within the bounds in the order that is stated")
    return found.x[:n], float(found.x[n])
