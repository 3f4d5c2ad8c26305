"""Refuse what cannot be used."""

from __future__ import annotations

import math
import operator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ordito.methods.errors import InvalidInput
from ordito.methods.siting._results import Flags, Real


def numbers(name: str, values: ArrayLike, shape: str) -> Real:
    """Finite floats >= 0 with as many dimensions as `shape` has words."""
    try:
        kind = np.asarray(values).dtype
        array = np.array(values, dtype=np.float64) if kind.kind in "biufO" else None
    except (TypeError, ValueError) as why:
        raise InvalidInput(f"{name} must be numbers of shape ({shape})") from why
    if array is None:
        raise InvalidInput(f"{name} must be numbers of shape ({shape}); found {kind}")
    if array.ndim != len(shape.split()) or array.size == 0:
        raise InvalidInput(f"{name} must have shape ({shape}), not empty; found {array.shape}")
    if not np.isfinite(array).all() or (array < 0).any():
        long = "; a place that cannot be reached has a travel longer than all others" * (name == "travel")
        raise InvalidInput(f"{name} must be finite and not negative{long}")
    return array + 0.0  # so that −0 and 0 are one value


def weights(name: str, values: ArrayLike, n: int) -> Real:
    """`n` finite floats >= 0, not all zero."""
    array = numbers(name, values, "n")
    if len(array) != n:
        raise InvalidInput(f"{name} must have one value for each of the {n} rows; found {len(array)}")
    if not array.any():
        raise InvalidInput(f"{name} must not be all zero")
    with np.errstate(over="ignore"):
        total = float(array.sum())
    if not math.isfinite(total):
        raise InvalidInput(f"{name} must have a finite sum")
    return array


def count(name: str, value: Any, most: int) -> int:
    """A whole number from 1 to `most`."""
    if isinstance(value, bool | np.bool_):
        raise InvalidInput(f"{name} must be a whole number from 1 to {most}")
    try:
        whole = operator.index(value)
    except TypeError as why:
        raise InvalidInput(f"{name} must be a whole number from 1 to {most}") from why
    if not 1 <= whole <= most:
        raise InvalidInput(f"{name} must be from 1 to {most}; found {whole}")
    return whole


def quantity(name: str, value: Any) -> float:
    """One finite float >= 0."""
    try:
        number = float(value)
    except (TypeError, ValueError) as why:
        raise InvalidInput(f"{name} must be one finite number, not negative") from why
    if not math.isfinite(number) or number < 0:
        raise InvalidInput(f"{name} must be one finite number, not negative; found {number}")
    return number


def seconds(value: Any) -> float:
    """A time limit in seconds, infinite when there is none."""
    if value is None:
        return math.inf
    limit = quantity("time_limit", value)
    if limit == 0:
        raise InvalidInput("time_limit must be more than 0 seconds, or None")
    return limit


def priced(travel: Real, weight: Real) -> Real:
    """The (n, m) cost of serving each row from each column, with a total that can be written."""
    with np.errstate(over="ignore", under="ignore"):
        cost = travel * weight[:, None]
        total = float(cost.max(axis=1).sum())
    if not math.isfinite(total):
        raise InvalidInput("travel times demand must have a finite sum")
    if ((cost == 0) & (travel > 0) & (weight[:, None] > 0)).any():
        raise InvalidInput("travel times demand must be told from 0; give one of them in a smaller unit")
    return cost


def neighbours(adjacency: ArrayLike) -> Flags:
    """A symmetric (n, n) matrix of zeros and ones as flags; the diagonal says nothing."""
    array = numbers("adjacency", adjacency, "n n")
    if array.shape[0] != array.shape[1]:
        raise InvalidInput(f"adjacency must be square; found {array.shape}")
    if not np.isin(array, (0.0, 1.0)).all():
        raise InvalidInput("adjacency must be made of zeros and ones")
    if (array != array.T).any():
        raise InvalidInput("adjacency must be symmetric")
    flags: Flags = array == 1.0
    np.fill_diagonal(flags, val=False)
    return flags
