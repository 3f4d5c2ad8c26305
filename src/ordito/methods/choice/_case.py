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
    costs, money = _amounts("cost", cost), _amounts("budget", [budget])[0]
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


def _amounts(name: str, given: Any) -> list[Fraction]:
    """Amounts of money as they are written: 0.1 is a tenth."""
    values = list(given.tolist() if isinstance(given, np.ndarray) else given)
    try:
        amounts = [Fraction(str(each)) if isinstance(each, float) else Fraction(each) for each in values]
    except (TypeError, ValueError, OverflowError) as why:
        raise InvalidInput(f"{name} is made of finite numbers") from why
    if any(each < 0 for each in amounts):
        raise InvalidInput(f"{name} is not negative")
    return amounts


def _table(approvals: Any, projects: int) -> tuple[Integers, Integers, NDArray[Any], int]:
    """The approvals by project, voters ascending, without zeros."""
    from scipy.sparse import csc_array, issparse

    if not issparse(approvals):
        approvals = np.asarray(approvals)
        if approvals.ndim != 2 or approvals.dtype.kind not in "biuf":  # noqa: PLR2004 - voters by projects
            raise InvalidInput("approvals is a (voters, projects) table of numbers")
    table = csc_array(approvals, copy=True)
    table.sum_duplicates()
    if table.shape[1] != projects or table.shape[0] == 0:
        raise InvalidInput(f"approvals has a row per voter and {projects} columns, not shape {table.shape}")
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
