"""Loads as whole numbers, so that a table by load can be made."""

from __future__ import annotations

import numpy as np

from ordito.methods.siting._results import Index, Real

_LEVELS = 2000
"""Loads that are not few whole numbers are rounded to so many levels in the bounds, never in the answers."""
_LARGEST_WHOLE = 2.0**52
SUMS = 1e-12
"""What the order of a sum of floats can change, relative to it."""


def whole_loads(load: Real, least: Real, most: Real) -> tuple[Index, Index, Index]:
    """Loads and their bounds as whole numbers: exact where they are whole and few, else never stricter."""
    total = float(load.sum())
    most = np.minimum(most, total * (1 + SUMS))
    if (load == np.floor(load)).all() and total < _LARGEST_WHOLE:
        unit = float(np.gcd.reduce(load.astype(np.int64)))
        if most.max() / unit <= _LEVELS:
            size = (load / unit).astype(np.int64)
            return size, np.ceil(least / unit).astype(np.int64), np.floor(most / unit).astype(np.int64)
    scale = _LEVELS / max(float(most.max()), total / _LARGEST_WHOLE)
    size = np.floor(load * scale * (1 - SUMS)).astype(np.int64)
    lost = float((load * scale - size).sum())
    low = np.maximum(0.0, np.floor(least * scale * (1 - SUMS) - lost))
    return size, low.astype(np.int64), np.floor(most * scale * (1 + SUMS)).astype(np.int64)
