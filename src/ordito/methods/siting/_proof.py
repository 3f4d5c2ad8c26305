"""When an answer is proved best, and how far from it one that is not may be."""

from __future__ import annotations

import math

import numpy as np

from ordito.methods.siting._results import Real

_PART = 1e-9
"""A bound this near, relative to the cost, is a proof: sums of floats are no surer."""
_LARGEST_WHOLE = 2.0**52
_USUAL = 2.0**10


def scaled(cost: Real) -> Real:
    """`cost` in a unit that is neither huge nor tiny: a power of two, so that no digit changes."""
    most = float(cost.max())
    if most == 0 or 1 / _USUAL < most < _LARGEST_WHOLE:
        return cost
    same: Real = np.ldexp(cost, -math.frexp(most)[1])
    return same


def grain(cost: Real) -> float:
    """The greatest number of which every cost is a whole multiple, or 0 when they are not whole numbers."""
    if (cost != np.floor(cost)).any() or float(cost.max(axis=1).sum()) > _LARGEST_WHOLE:
        return 0.0
    return float(np.gcd.reduce(cost.astype(np.int64), axis=None))


def goal(best: float, grain: float) -> float:
    """A bound that proves `best`: with whole costs the next better answer is a `grain` below."""
    near = best * (1 - _PART)
    if grain == 0.0:
        return near
    return min(near, best - grain + max(1e-6 * grain, 1e-3 * _PART * best))


def relative_gap(best: float, bound: float, grain: float) -> float:
    """0 when `bound` proves `best`, else the part of `best` that a better answer could save."""
    if bound >= goal(best, grain):
        return 0.0
    return (best - max(bound, 0.0)) / best
