"""A choice within a budget, read into exact numbers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any

import numpy as np

from ordito.methods.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Integers = NDArray[np.int64]

UTILITIES = ("cost", "cardinality", "given")
LARGEST = 2**53
"""Beyond this a utility is not exact in the matrix it comes in."""
MOST_MONEY = 10**300
"""Beyond this, all wants together, floating point cannot hold the money."""


@dataclass(frozen=True, slots=True)
class Case:
    """Costs and budget as integers, `unit` of them in one unit of money.

    Project j is wanted by the voters `who[start[j]:start[j + 1]]`, whose utility is `use[...] * times[j]`.
    `order[j]` is its place when a tie must be broken, `score[j]` the utility that it would give to all.
    `weight` is
    `use` by `times` in floating point.
    """

    cost: tuple[int, ...]
    budget: int
    unit: int
    voters: int
    start: Integers
    who: Integers
    use: Integers
    times: tuple[int, ...]
    order: Integers
    score: tuple[int, ...]
    weight: NDArray[np.float64]

    def supporters(self, j: int) -> slice:
        """Where the supporters of project j stand."""
        return slice(int(self.start[j]), int(self.start[j + 1]))

    def spent(self, selected: Sequence[int]) -> int:
        """What the selected projects cost together."""
        return sum(self.cost[j] for j in selected)


def read(cost: ArrayLike, approvals: Any, budget: Any, utility: str, order: ArrayLike | None) -> Case:
    """Check a case and make it exact."""
    if utility not in UTILITIES:
        raise InvalidInput(f"utility is one of {', '.join(UTILITIES)}, not {utility!r}")
    costs, money = amounts("cost", cost), amount("budget", budget)
    if not costs:
        raise InvalidInput("there must be at least one project")
    if min(costs) <= 0:
        raise InvalidInput("every cost is more than 0")
    start, who, given, voters = _table(approvals, len(costs))
    unit = lcm(*(each.denominator for each in [*costs, money]))
    scaled = tuple(int(each * unit) for each in costs)
    if utility == "given":
        use = _whole(given)
    elif ((given == 0) | (given == 1)).all():
        use = np.ones(given.size, dtype=np.int64)
    else:
        raise InvalidInput(f"approvals are 0 or 1 with {utility!r} utility; other values are for 'given'")
    times = scaled if utility == "cost" else (1,) * len(costs)
    if max(*scaled, int(money * unit)) * max(1, int(use.sum())) > MOST_MONEY:
        raise InvalidInput("cost and budget are numbers too large, or too far apart")
    sums = np.add.reduceat(np.r_[use, 0], start[:-1]) * (np.diff(start) > 0)
    return Case(
        cost=scaled,
        budget=int(money * unit),
        unit=unit,
        voters=voters,
        start=start,
        who=who,
        use=use,
        times=times,
        order=_order(order, len(costs)),
        score=tuple(int(total) * each for total, each in zip(sums, times, strict=True)),
        weight=use * np.repeat(np.array(times, dtype=float), np.diff(start)),
    )


def amounts(name: str, given: Any) -> list[Fraction]:
    """Numbers as they are written: 0.1 is a tenth."""
    try:
        values = given if isinstance(given, np.ndarray) else np.asarray(given, dtype=object)
    except ValueError as why:
        raise InvalidInput(f"{name} is a flat array of finite numbers") from why
    if values.ndim != 1:
        raise InvalidInput(f"{name} is a flat array of finite numbers, not of shape {values.shape}")
    return [amount(name, each) for each in values]


def amount(name: str, given: Any) -> Fraction:
    """A number that is not negative, as it is written."""
    number = written(name, given)
    if number < 0:
        raise InvalidInput(f"{name} is not negative")
    return number


def written(name: str, given: Any) -> Fraction:
    """A number as it is written."""
    try:
        return Fraction(str(given)) if isinstance(given, float | np.floating) else Fraction(given)
    except (TypeError, ValueError, OverflowError) as why:
        raise InvalidInput(f"{name} is made of finite numbers") from why


def _table(approvals: Any, projects: int) -> tuple[Integers, Integers, NDArray[Any], int]:
    """The approvals by project, voters ascending, without zeros."""
    from scipy.sparse import csc_array, issparse

    try:
        told: Any = approvals if issparse(approvals) else np.asarray(approvals)
    except ValueError as why:
        raise InvalidInput("approvals is a (voters, projects) table of numbers") from why
    if told.ndim != 2 or told.dtype.kind not in "biuf" or np.ma.is_masked(approvals):  # noqa: PLR2004
        raise InvalidInput("approvals is a (voters, projects) table of numbers, none masked")
    if told.shape[1] != projects or told.shape[0] == 0:
        raise InvalidInput(f"approvals has a row per voter and {projects} columns, not shape {told.shape}")
    table = csc_array(told.astype(np.float64 if told.dtype.kind == "f" else np.int64), copy=True)
    table.sum_duplicates()
    if not np.isfinite(table.data).all() or (table.data < 0).any():
        raise InvalidInput("approvals is made of finite numbers, none negative")
    table.eliminate_zeros()
    return table.indptr.astype(np.int64), table.indices.astype(np.int64), table.data, table.shape[0]


def _whole(given: NDArray[Any]) -> Integers:
    if given.size and ((given != np.rint(given)).any() or given.max() > LARGEST // max(1, given.size)):
        raise InvalidInput(
            "given utilities are whole numbers, none enormous: multiply them by a common factor"
        )
    return given.astype(np.int64)


def _order(order: ArrayLike | None, projects: int) -> Integers:
    if order is None:
        return np.arange(projects)
    keys = np.asarray(order)
    if keys.shape != (projects,) or keys.dtype.kind not in "iuf" or not np.isfinite(keys).all():
        raise InvalidInput(f"order has one number per project ({projects})")
    place = np.empty(projects, dtype=np.int64)
    place[np.argsort(keys, kind="stable")] = np.arange(projects)
    return place
