"""What rates are made of: events, and those among whom they happen."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ordito.methods.errors import InvalidInput

Floats: TypeAlias = NDArray[np.float64]


def numbers(values: ArrayLike, what: str) -> Floats:
    """Finite numbers >= 0, a copy."""
    try:
        found = np.array(values, dtype=float)
    except (TypeError, ValueError) as why:
        raise InvalidInput(f"{what} must be numbers") from why
    if found.size == 0 or not np.isfinite(found).all() or (found < 0).any():
        raise InvalidInput(f"{what} must be finite and >= 0, and there must be some")
    return found


def counts(values: ArrayLike, what: str) -> Floats:
    """Whole numbers >= 0."""
    found = numbers(values, what)
    if (found % 1 != 0).any():
        raise InvalidInput(f"{what} must be whole numbers")
    return found


def level(confidence: float) -> float:
    """The probability left in each tail."""
    if not 0 < confidence < 1:
        raise InvalidInput(f"confidence must lie between 0 and 1, not {confidence!r}")
    return (1 - confidence) / 2
