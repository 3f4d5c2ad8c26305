"""Open the sites that make travel smallest, when each can serve so many."""

from __future__ import annotations

import math
import time

import numpy as np
from numpy.typing import ArrayLike

from ordito.methods.errors import InvalidInput
from ordito.methods.siting._canonical import canonical_order
from ordito.methods.siting._given import count, numbers, priced, seconds, weights
from ordito.methods.siting._loads import SUMS, whole_loads
from ordito.methods.siting._proof import scaled
from ordito.methods.siting._results import NothingFoundInTime, Real, Siting


def capacitated_p_median(
    travel: ArrayLike,
    demand: ArrayLike,
    capacity: ArrayLike,
    k: int,
    *,
    weight: ArrayLike | None = None,
    time_limit: float | None = None,
) -> Siting:
    """Open the `k` sites that make travel smallest, when each site can serve so much demand.

    minimise Σᵢ weightᵢ · travelᵢ,ₛ₍ᵢ₎ where the demand of the rows served by j is at most capacityⱼ

    The demand of a row is not split: a town goes whole to one site, not always its nearest.

    Parameters
    ----------
    travel : (n, m) finite floats >= 0, from each row (town) to each column (site), any one unit
    demand : (n,) finite floats >= 0, not all zero: how much room each row takes
    capacity : one float >= 0, or (m,): the room of each site, in the unit of `demand`
    k : 1 <= k <= m, how many to open
    weight : (n,) finite floats >= 0, not all zero: how much the travel of each row counts; None counts each
        row once, as in the published problems. **Give ``weight=demand`` for the mean travel of a person**,
        which is what `p_median` makes smallest
    time_limit : as in `p_median`

    Returns
    -------
    Siting : `cost` is the sum above, `mean_travel` is `cost` over the sum of the weights. With a time limit,
        the best found so far with its `gap`.

    Raises
    ------
    InvalidInput : shapes disagree, a value is out of range, or no `k` sites have room for all
    NothingFoundInTime : the time ran out before any answer was found, or was proved not to be there. However
        little the time, the largest rows are packed first into the roomiest sites, so that this happens only
        where the demand leaves them next to no room

    Notes
    -----
    The assignment is relaxed, which leaves a knapsack for each site; a tree search closes the gap. Ties as in
    `p_median`.

    References
    ----------
    Osman, Christofides (1994), International Transactions in Operational Research 1(3), 317-336; Ceselli,
    Righini (2005), Networks 45(3), 125-142.

    Examples
    --------
    >>> from ordito.methods.siting import p_median

    Four towns along a road; an office has room for two, so the middle ones cannot share one for little.

    >>> km = np.array([0., 2., 3., 9.])
    >>> road = abs(km[:, None] - km)
    >>> p_median(road, [1, 1, 1, 1], 2).cost, capacitated_p_median(road, [1, 1, 1, 1], 2, 2).cost
    (3.0, 8.0)
    """
    from ordito.methods.siting._capacitated_search import CapacitatedSearch, ready  # compiled, when needed

    ready()
    started = time.monotonic()
    table = numbers("travel", travel, "n m")
    n, m = table.shape
    people = weights("demand", demand, n)
    room = _room(capacity, m)
    k = count("k", k, m)
    counts = np.ones(n) if weight is None else weights("weight", weight, n)
    deadline = started + seconds(time_limit)
    cost = priced(table, counts)
    _refuse_what_cannot_be(people, room, k)
    known = np.unique(np.stack([people, counts]), axis=1, return_inverse=True)[1].reshape(-1)
    rows, columns = canonical_order(table, known.astype(np.float64), room)
    room = room[columns] * (1 + SUMS)
    size, least, most = whole_loads(people[rows], np.zeros(m), room)
    search = CapacitatedSearch(
        cost=np.ascontiguousarray(scaled(cost)[np.ix_(rows, columns)].T),
        size=size,
        least=least,
        most=most,
        own=np.full(m, -1),
        k=k,
        deadline=deadline,
        demand=people[rows],
        room=room,
    )
    gap = search.run()
    if not len(search.who):
        if search.impossible():
            raise InvalidInput(f"no {k} sites have room for all the demand without splitting a row")
        raise NothingFoundInTime(
            "the time ran out before any way to keep the capacities was found, and there may be none: "
            "give more time, more sites or more capacity"
        )
    opened = np.unique(search.who)
    spare = np.setdiff1d(np.arange(m), opened)[: k - len(opened)]
    serves = np.empty(n, dtype=np.int64)
    serves[rows] = columns[search.who]
    total = float(cost[np.ix_(rows, columns)][np.arange(n), search.who].sum())
    return Siting(np.sort(columns[np.append(opened, spare)]), serves, total, total / float(counts.sum()), gap)


def _refuse_what_cannot_be(people: Real, room: Real, k: int) -> None:
    largest = math.fsum(np.sort(room)[-k:])
    if math.fsum(people) > largest * (1 + SUMS):
        raise InvalidInput(
            f"the demand is {math.fsum(people):g} and no {k} sites have room for over {largest:g}"
        )
    if people.max() > room.max() * (1 + SUMS):
        raise InvalidInput(f"a row takes {people.max():g} and no site has room for over {room.max():g}")


def _room(capacity: ArrayLike, m: int) -> Real:
    shape = "" if np.ndim(capacity) == 0 else "m"
    room = numbers("capacity", capacity, shape)
    if shape == "":
        return np.full(m, float(room))
    if len(room) != m:
        raise InvalidInput(f"capacity must be one number or one for each of the {m} sites; found {len(room)}")
    return room
