"""What rates are made of: events, and those among whom they happen."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ordito.methods.errors import InvalidInput

Floats: TypeAlias = NDArray[np.float64]


TINIEST, LARGEST = 1e-12, 1e18
"""Between these nothing that is divided or squared is lost."""
MOST_WHOLE = 2.0**53
"""Beyond it a float cannot tell a whole number from the next."""


def read(values: ArrayLike, what: str) -> Floats:
    """Numbers, a copy."""
    try:
        kind = np.asarray(values).dtype
        found = np.array(values, dtype=float) if kind.kind in "biufO" else None
    except (TypeError, ValueError) as why:
        raise InvalidInput(f"{what} must be numbers") from why
    if found is None:
        raise InvalidInput(f"{what} must be numbers, not {kind}")
    return found


def numbers(values: ArrayLike, what: str) -> Floats:
    """Finite numbers >= 0, a copy."""
    found = read(values, what)
    if found.size == 0 or not np.isfinite(found).all() or (found < 0).any():
        raise InvalidInput(f"{what} must be finite and >= 0, and there must be some")
    if ((found > 0) & ((found < TINIEST) | (found > LARGEST))).any():
        raise InvalidInput(f"{what} must be 0 or between {TINIEST:g} and {LARGEST:g}: use another unit")
    return found


def counts(values: ArrayLike, what: str) -> Floats:
    """Whole numbers >= 0."""
    found = numbers(values, what)
    if (found % 1 != 0).any() or (found > MOST_WHOLE).any():
        raise InvalidInput(f"{what} must be whole numbers, up to 2^53")
    return found


def level(confidence: float) -> float:
    """The probability left in each tail."""
    if not isinstance(confidence, int | float | np.floating) or not 0 < confidence < 1:
        raise InvalidInput(f"confidence must lie between 0 and 1, not {confidence!r}")
    return (1 - confidence) / 2
