"""Draws from sets of weights so narrow that throwing away what does not fit would leave nothing."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from ordito.methods.errors import InvalidInput
from ordito.methods.multicriteria._judgements import Floats
from ordito.methods.multicriteria._polytope import Polytope

WALKERS = 2048
SWEEPS = 2
LEVELS = 100
ROUNDING = 1e-12


class Walkers:
    """Many weights that walk inside the set, uniform over it from the start.

    They begin uniform over a larger set. It is then narrowed step by step, each time to what half of them
    satisfy: those are uniform over the narrower set already, the others start again from one of them, and all
    walk on (subset simulation: Au, Beck 2001, Probabilistic Engineering Mechanics 16(4), 263-277). So a walk
    that mixes slowly makes draws resemble each other, and not lie elsewhere.
    """

    def __init__(self, start: Floats, space: Polytope, rng: np.random.Generator) -> None:
        self.at, self.rng = start, rng
        known = space.high == space.low
        self.loose = np.flatnonzero(~known)
        rows, sides = space.inequalities()
        kept = rows[:, ~known].any(axis=1)
        self.rows = rows[kept][:, ~known]
        self.sides = sides[kept] - rows[kept][:, known] @ space.low[known]
        self.ways = _ways(space.rank[self.loose])
        self.given = start.shape[1]
        self._narrow()

    def draw(self, size: int) -> Floats:
        """(criteria, size) weights; the walkers walk on once all of them were given."""
        drawn = []
        while size > 0:
            if self.given == self.at.shape[1]:
                self._sweep(0.0, SWEEPS)
                self.given = 0
            part = self.at[:, self.given : self.given + size]
            drawn.append(part.copy())
            self.given += part.shape[1]
            size -= part.shape[1]
        return np.concatenate(drawn, axis=1)

    def _narrow(self) -> None:
        for _level in range(LEVELS):
            beyond = (self.rows @ self.at[self.loose] - self.sides[:, None]).max(axis=0)
            allowed = max(float(np.median(beyond)), 0.0)
            inside = np.flatnonzero(beyond <= allowed)
            again = self.rng.choice(inside, self.at.shape[1] - inside.size)
            self.at = self.at[:, np.concatenate([inside, again])]
            self._sweep(allowed, 1)
            if allowed == 0.0:
                return
        raise InvalidInput("the bounds and the order leave the weights no room: state them instead")

    def _sweep(self, allowed: float, times: int) -> None:
        """Along every way in turn, each walker to any point of its chord."""
        room = np.maximum(self.sides[:, None] + allowed - self.rows @ self.at[self.loose], 0.0)
        for way in self.rng.permutation(np.repeat(np.arange(len(self.ways)), times)):
            ahead = self.ways[way]
            slope = self.rows @ ahead
            up, down = np.flatnonzero(slope > ROUNDING), np.flatnonzero(slope < -ROUNDING)
            far = (room[up] / slope[up, None]).min(axis=0)
            near = (room[down] / slope[down, None]).max(axis=0)
            by = near + (far - near) * self.rng.random(far.size)
            moved = np.flatnonzero(ahead)
            self.at[self.loose[moved]] += ahead[moved, None] * by
            for row in (*up, *down):
                room[row] -= slope[row] * by
                np.maximum(room[row], 0.0, out=room[row])


def _ways(rank: Floats) -> Floats:
    """From one weight to another, and from the first so many to the first so many, in order of importance."""
    n = rank.size
    pairs = list(combinations(range(n), 2))
    plain = np.zeros((len(pairs), n))
    for place, (one, other) in enumerate(pairs):
        plain[place, one], plain[place, other] = 1, -1
    corners = np.tril(np.ones((n, n))) / np.arange(1, n + 1)[:, None]
    steps = np.empty((len(pairs), n))
    steps[:, np.argsort(rank, kind="stable")] = [corners[one] - corners[other] for one, other in pairs]
    return np.concatenate([plain, steps])
