"""Few units: every sub-area that could be is listed, and the best way to put them together is found."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from ordito.methods.siting._results import Flags, Index, Real

FEW = 12
"""Up to so many units there are at most 4,095 sub-areas to list."""


def best_of_all(
    cost: Real, near: Flags, weight: Real, k: int, lightest: float, heaviest: float
) -> tuple[float, Index]:
    """The least cost and for each unit its centre, or infinity and nothing when there is no way.

    A set of units is a number with a bit for each. `cost` is (n, n): what it costs to serve unit i from j.
    """
    n = len(weight)
    sets = np.arange(1, 2**n)
    inside = (sets[:, None] >> np.arange(n)) & 1 == 1
    load = inside @ weight
    kept = (load >= lightest) & (load <= heaviest) & _whole(sets, near)
    sets, inside = sets[kept], inside[kept]
    served = np.where(inside, inside @ cost.T, math.inf)
    price = dict(zip(sets.tolist(), served.min(axis=1).tolist(), strict=True))
    centre = dict(zip(sets.tolist(), served.argmin(axis=1).tolist(), strict=True))
    led = {low: sets[sets & -sets == 1 << low] for low in range(n)}

    @cache
    def best(left: int, parts: int) -> tuple[float, tuple[int, ...]]:
        if parts == 1:
            return price.get(left, math.inf), (left,)
        first = led[(left & -left).bit_length() - 1]
        found: tuple[float, tuple[int, ...]] = (math.inf, ())
        for part in first[(first & left == first) & (first != left)].tolist():
            rest, others = best(left ^ part, parts - 1)
            if price[part] + rest < found[0]:
                found = price[part] + rest, (part, *others)
        return found

    total, parts = best(2**n - 1, k)
    who = np.zeros(n if math.isfinite(total) else 0, dtype=np.int64)
    for part in parts if len(who) else ():
        who[((part >> np.arange(n)) & 1) == 1] = centre[part]
    return total, who


def _whole(sets: Index, near: Flags) -> Flags:
    """Whether each set is in one piece: its first unit, with neighbours inside until none is left."""
    borders = (near.astype(np.int64) << np.arange(len(near))).sum(axis=1)
    reach = sets & -sets
    for _step in range(len(near)):
        for unit, border in enumerate(borders.tolist()):
            reach = np.where((reach >> unit) & 1 == 1, reach | (border & sets), reach)
    whole: Flags = reach == sets
    return whole
