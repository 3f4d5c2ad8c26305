"""From drawn judgements to what each criterion brings to each alternative, additively or by PROMETHEE II.

Both are linear in the weights: the value is the weighted sum of what the criteria bring.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ordito.methods.errors import InvalidInput
from ordito.methods.multicriteria._judgements import Bools, Criterion, Floats

ROUNDING = 1e-9
Method = Literal["additive", "promethee"]


def checked(method: str) -> None:
    """Refuse the name of another method."""
    if method not in ("additive", "promethee"):
        raise InvalidInput(f"method must be 'additive' or 'promethee', not {method!r}")


class Flows:
    """Net flow of each alternative on each criterion (Brans & Vincke 1985)."""

    def __init__(self, criteria: tuple[Criterion, ...], alternatives: int) -> None:
        units = np.array([abs(each.unit) for each in criteria])
        self.none = np.array([each.indifference for each in criteria]) / units
        self.full = np.array([each.preference for each in criteria]) / units
        one, other = np.triu_indices(alternatives, 1)
        pairs = np.arange(one.size)
        self.share = np.zeros((alternatives, one.size))
        self.share[one, pairs] = 1 / (alternatives - 1)
        self.share[other, pairs] = -1 / (alternatives - 1)

    def of(self, scores: Floats) -> Floats:
        """(criteria, alternatives, draws) scores to net flows of the same shape."""
        flows = np.empty(scores.shape)
        ahead = np.empty((self.share.shape[1], scores.shape[2]))
        for criterion, own in enumerate(scores):
            start = 0
            for one in range(own.shape[0] - 1):
                stop = start + own.shape[0] - 1 - one
                np.subtract(own[one], own[one + 1 :], out=ahead[start:stop])
                start = stop
            none, full = self.none[criterion], self.full[criterion]
            if none == full:
                np.matmul(
                    self.share,
                    (ahead > none * (1 + ROUNDING)).astype(float) - (ahead < -none * (1 + ROUNDING)),
                    out=flows[criterion],
                )
                continue
            small = np.minimum(np.maximum(ahead, -none), none) if none > 0 else 0.0
            np.minimum(np.maximum(ahead, -full, out=ahead), full, out=ahead)
            ahead -= small
            np.matmul(self.share / (full - none), ahead, out=flows[criterion])
        return flows


@dataclass(frozen=True, slots=True)
class Cells:
    """Judgements to draw from: only alternatives that can be ranked, only judges who can compare.

    `low` and `high` (criteria, alternatives, judges), `eligible` (criteria, judges).
    """

    low: Floats
    high: Floats
    eligible: Bools
    criteria: tuple[Criterion, ...]

    @property
    def certain(self) -> bool:
        """Whether nothing but the weights is left to chance."""
        known = np.isnan(self.low) | (self.low == self.high)
        return bool(known.all() and self.eligible.all() and not any(each.levels for each in self.criteria))

    @property
    def spans(self) -> Floats:
        """The largest difference on each criterion: what a tie is measured against."""
        return np.asarray(np.nanmax(self.high, axis=(1, 2)) - np.nanmin(self.low, axis=(1, 2)))


class Draws:
    """Draws of what every criterion brings to every alternative, for one judge at a time."""

    def __init__(self, cells: Cells, method: Method, rng: np.random.Generator) -> None:
        self.cells, self.method, self.rng = cells, method, rng
        numbers = np.array([each.levels is None for each in cells.criteria])
        self.plain = cells.eligible & numbers[:, None]
        self.width = cells.high - cells.low
        self.flows = Flows(cells.criteria, cells.low.shape[1]) if method == "promethee" else None
        self.spans = np.where(numbers & (method != "promethee"), cells.spans, 1.0)

    def of(self, judge: int, size: int) -> Floats:
        """(criteria, alternatives, size); size 1 whatever was asked where nothing is left to chance."""
        cells = self.cells
        if cells.certain:
            return self._brought(cells.low[:, :, [judge]])
        scores = np.empty((*cells.low.shape[:2], size))
        self._plain(scores, judge)
        for criterion in np.flatnonzero(~self.plain[:, judge]).tolist():
            levels = cells.criteria[criterion].levels
            low, high = self._ends(criterion, judge, size)
            chance = self.rng.random(scores.shape[1:])
            scores[criterion] = low + (
                np.floor(chance * (high - low + 1)) if levels else chance * (high - low)
            )
            if levels and self.flows is None:
                scores[criterion] = self._climbed(scores[criterion].astype(int), levels)
        return self._brought(scores)

    def _plain(self, scores: Floats, judge: int) -> None:
        """The judge's own numbers, all criteria at once."""
        rows = np.flatnonzero(self.plain[:, judge])
        low, width = self.cells.low[rows, :, judge], self.width[rows, :, judge]
        if not width.any():
            scores[rows] = low[:, :, None]
            return
        drawn = self.rng.random((*low.shape, scores.shape[2]))
        drawn *= width[:, :, None]
        drawn += low[:, :, None]
        scores[rows] = drawn

    def _ends(self, criterion: int, judge: int, size: int) -> tuple[Floats, Floats]:
        """The judge's own ends, or on each draw those of somebody who can speak on this criterion."""
        low, high, eligible = (
            self.cells.low[criterion],
            self.cells.high[criterion],
            self.cells.eligible[criterion],
        )
        if eligible[judge]:
            return low[:, [judge]], high[:, [judge]]
        stand_in = self.rng.choice(np.flatnonzero(eligible), size)
        return low[:, stand_in], high[:, stand_in]

    def _climbed(self, levels: NDArray[np.int_], count: int) -> Floats:
        """Any increasing values of the levels from 0 to 1 are as likely."""
        ladder = np.zeros((count, levels.shape[1]))
        ladder[1:-1] = np.sort(self.rng.random((count - 2, levels.shape[1])), axis=0)
        ladder[-1] = 1.0
        return np.asarray(ladder[levels, np.arange(levels.shape[1])])

    def _brought(self, scores: Floats) -> Floats:
        return scores if self.flows is None else self.flows.of(scores)
