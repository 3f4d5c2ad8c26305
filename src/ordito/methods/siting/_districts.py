"""Part a territory into contiguous, balanced, compact sub-areas."""

from __future__ import annotations

import math
import time

import numpy as np
from numpy.typing import ArrayLike

from ordito.methods.errors import InvalidInput
from ordito.methods.siting._canonical import canonical_order
from ordito.methods.siting._district_census import FEW, best_of_all
from ordito.methods.siting._given import count, neighbours, numbers, priced, quantity, seconds, weights
from ordito.methods.siting._loads import SUMS, whole_loads
from ordito.methods.siting._proof import scaled
from ordito.methods.siting._results import Districts, Flags, Index, NothingFoundInTime, Real


def districts(
    adjacency: ArrayLike,
    travel: ArrayLike,
    weight: ArrayLike,
    k: int,
    *,
    balance: float,
    time_limit: float | None = None,
) -> Districts:
    """Part `n` units into `k` contiguous sub-areas of like weight, each as close as can be to its centre.

    minimise Σᵢ weightᵢ · travelᵢ,꜀₍ᵢ₎ where c(i) is the centre of the sub-area of i, itself one of its units

    Parameters
    ----------
    adjacency : (n, n) zeros and ones, symmetric: which units border on each other
    travel : (n, n) finite floats >= 0, from each unit to each other, any one unit (minutes, km, km²)
    weight : (n,) finite floats >= 0, not all zero, usually people
    k : 1 <= k <= n, how many sub-areas
    balance : finite float >= 0: the weight of each sub-area is from ``1 - balance`` to ``1 + balance`` times
        the mean
    time_limit : as in `p_median`

    Returns
    -------
    Districts : with a time limit, the best found so far with its `gap`

    Raises
    ------
    InvalidInput : shapes disagree, a value is out of range, or no sub-areas keep the balance in one piece
    NothingFoundInTime : the time ran out before any such sub-areas were found, or were proved not to be there

    Notes
    -----
    The model of Hess with contiguity. Up to twelve units every possible sub-area is listed. Beyond, the
    assignment is relaxed, which leaves a knapsack for each centre; a tree search closes the gap and parts
    what is not in one piece. Ties as in `p_median`.

    References
    ----------
    Hess, Weaver, Siegfeldt, Whelan, Zitlau (1965), Operations Research 13(6), 998-1006; Validi, Buchanan,
    Lykhovyd (2022), Operations Research 70(2), 867-892.

    Examples
    --------
    Six towns along a road, in two.

    >>> km = np.arange(6.0)
    >>> road = abs(km[:, None] - km)
    >>> parts = districts(road == 1, road, [1, 1, 1, 1, 1, 1], 2, balance=0)
    >>> parts.district, parts.centres, parts.cost
    (array([0, 0, 0, 1, 1, 1]), array([1, 4]), 4.0)
    """
    near = neighbours(adjacency)
    n = len(near)
    if n > FEW:
        from ordito.methods.siting._district_search import ready  # compiled loops, when needed

        ready()
    started = time.monotonic()
    table = numbers("travel", travel, "n n")
    if table.shape != near.shape:
        raise InvalidInput(f"travel must have the shape of adjacency, {near.shape}; found {table.shape}")
    people = weights("weight", weight, n)
    k = count("k", k, n)
    mean = float(people.sum()) / k
    part = quantity("balance", balance)
    lightest, heaviest = mean * max(0.0, 1 - part) * (1 - SUMS), mean * (1 + part) * (1 + SUMS)
    deadline = started + seconds(time_limit)
    cost = priced(table, people)
    _refuse_what_cannot_be(near, people, k, heaviest)
    order = _order(table, near, people)
    people, near, cost = people[order], near[np.ix_(order, order)], cost[np.ix_(order, order)]
    bounds = (lightest, heaviest)
    if n <= FEW:
        found = best_of_all(np.ascontiguousarray(cost.T), near, people, k, *bounds)[1], 0.0, False
    else:
        found = _searched(np.ascontiguousarray(scaled(cost).T), near, people, k, bounds, deadline)
    who, gap, undecided = found
    if not len(who):
        if undecided:
            raise NothingFoundInTime(
                "the time ran out before any such sub-areas were found, and there may be none: "
                "give more time or a larger balance"
            )
        raise InvalidInput(f"no {k} contiguous sub-areas keep every weight from {lightest:g} to {heaviest:g}")
    total = float(cost[np.arange(n), who].sum())
    centre = np.empty(n, dtype=np.int64)
    centre[order] = order[who]
    centres, district = np.unique(centre, return_inverse=True)
    at_first = people[order.argsort()]
    loads = np.array([math.fsum(at_first[district == each]) for each in range(k)])
    return Districts(district.astype(np.int64), centres, loads, total, total / float(people.sum()), gap)


def _searched(
    cost: Real, near: Flags, people: Real, k: int, bounds: tuple[float, float], deadline: float
) -> tuple[Index, float, bool]:
    from ordito.methods.siting._district_search import DistrictSearch

    n = len(people)
    size, least, most = whole_loads(people, np.full(n, bounds[0]), np.full(n, bounds[1]))
    search = DistrictSearch(
        cost=cost,
        size=size,
        least=least,
        most=most,
        own=np.arange(n),
        k=k,
        deadline=deadline,
        near=near,
        weight=people,
        lightest=bounds[0],
        heaviest=bounds[1],
    )
    gap = search.run()
    return search.who, gap, not search.impossible()


def _refuse_what_cannot_be(near: Flags, people: Real, k: int, heaviest: float) -> None:
    from scipy.sparse.csgraph import connected_components

    pieces = connected_components(near, directed=False)[0]
    if pieces > k:
        raise InvalidInput(f"the units are in {pieces} pieces that do not touch: {k} sub-areas are too few")
    if people.max() > heaviest:
        raise InvalidInput(
            f"a unit weighs {people.max():g} and a sub-area may weigh {heaviest:g}: "
            f"balance must be at least {math.ceil((people.max() * k / people.sum() - 1) * 1e4) / 1e4:.4f}"
        )


def _order(table: Real, near: Flags, people: Real) -> Index:
    codes = np.unique(table, return_inverse=True)[1].reshape(table.shape).astype(np.float64)
    nothing = np.zeros(len(near))
    return canonical_order(4 * codes + 2 * near + np.eye(len(near)), people, nothing)[0]
