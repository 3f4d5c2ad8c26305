"""Who is within reach: the longest travel, the most covered, the fewest sites."""

from __future__ import annotations

import math
import time

import numpy as np
from numpy.typing import ArrayLike

from ordito.methods.siting._canonical import canonical_order
from ordito.methods.siting._cover_model import fewest, most
from ordito.methods.siting._given import count, numbers, quantity, seconds, weights
from ordito.methods.siting._p_median import served
from ordito.methods.siting._results import Coverage, Flags, Index, Real, Siting

_PART = 1e-9


def p_centre(travel: ArrayLike, k: int, *, time_limit: float | None = None) -> Siting:
    """Open the `k` sites that make the longest travel shortest.

    minimise maxᵢ min over opened j of travelᵢⱼ

    Parameters
    ----------
    travel : (n, m) finite floats >= 0, from each row (town) to each column (site), any one unit
    k : 1 <= k <= m, how many to open
    time_limit : as in `p_median`

    Returns
    -------
    Siting : `cost` is the longest travel, `mean_travel` the mean of the rows, each counted once

    Raises
    ------
    InvalidInput : shapes disagree, or a value is out of range

    Notes
    -----
    Bisection on the travels that occur: at each, the fewest sites that cover all. Ties as in `p_median`.

    References
    ----------
    Minieka (1970), SIAM Review 12(1), 138-139.

    Examples
    --------
    >>> km = np.array([0., 1., 9., 10., 30.])
    >>> where = p_centre(abs(km[:, None] - km), 2)
    >>> where.opened, where.cost
    (array([2, 4]), 9.0)
    """
    started = time.monotonic()
    table = numbers("travel", travel, "n m")
    n, m = table.shape
    k = count("k", k, m)
    deadline = started + seconds(time_limit)
    rows, columns = canonical_order(table, np.zeros(n), np.zeros(m))
    table = table[np.ix_(rows, columns)]
    opened, low, high = _bisected(table, k, deadline)
    spare = np.setdiff1d(np.arange(m), opened)
    opened = np.sort(np.append(opened, spare[: k - len(opened)]))
    where = served(table, np.ones(n), opened, 0.0 if low >= high else (high - low) / high, rows, columns)
    return Siting(where.opened, where.serves, high, where.mean_travel, where.gap)


def _bisected(table: Real, k: int, deadline: float) -> tuple[Index, float, float]:
    """Sites, a travel below which none can stay, and the longest of theirs."""
    lengths = np.unique(table)
    lengths = lengths[lengths >= table.min(axis=1).max()]
    low = 0
    opened = _farthest_first(table, k)
    longest = float(table[:, opened].min(axis=1).max())
    high = int(np.searchsorted(lengths, longest))
    while low < high:
        middle = (low + high) // 2
        found, needed = fewest(table <= lengths[middle], deadline, k)
        if len(found) <= k:
            opened, longest = found, float(table[:, found].min(axis=1).max())
            high = int(np.searchsorted(lengths, longest))
        elif needed > k:
            low = middle + 1
        else:  # out of time
            break
    return opened, float(lengths[low]), longest


def _farthest_first(table: Real, k: int) -> Index:
    """The best single column, then again and again the one nearest to the row that is farthest."""
    opened = [int(table.max(axis=0).argmin())]
    while len(opened) < k:
        farthest = table[int(table[:, opened].min(axis=1).argmax())].copy()
        farthest[opened] = np.inf
        opened.append(int(farthest.argmin()))
    return np.array(opened, dtype=np.int64)


def maximal_coverage(
    travel: ArrayLike, demand: ArrayLike, k: int, within: float, *, time_limit: float | None = None
) -> Coverage:
    """Open the `k` sites that have the most demand within a time.

    maximise the sum of demandᵢ over the rows with travelᵢⱼ <= within for an opened j

    Parameters
    ----------
    travel : (n, m) finite floats >= 0, from each row (town) to each column (site), any one unit
    demand : (n,) finite floats >= 0, not all zero, usually people
    k : 1 <= k <= m, how many to open
    within : finite float >= 0, in the unit of `travel`
    time_limit : as in `p_median`

    Returns
    -------
    Coverage : with a time limit, the best found so far with its `gap`

    Raises
    ------
    InvalidInput : shapes disagree, or a value is out of range

    References
    ----------
    Church, ReVelle (1974), Papers of the Regional Science Association 32, 101-118.

    Examples
    --------
    >>> km = np.array([0., 1., 9., 10., 30.])
    >>> reach = maximal_coverage(abs(km[:, None] - km), [5, 1, 1, 1, 1], 1, within=1)
    >>> reach.covered, reach.share
    (6.0, 0.6666666666666666)
    """
    started = time.monotonic()
    table, people = _towns(travel, demand)
    k = count("k", k, table.shape[1])
    reach = table <= quantity("within", within)
    deadline = started + seconds(time_limit)
    rows, columns = canonical_order(np.where(reach, table, np.inf), people, np.zeros(len(table[0])))
    opened, bound = most(reach[np.ix_(rows, columns)], people[rows], k, deadline)
    return _coverage(table, people, reach, np.sort(columns[opened]), bound)


def fewest_sites(
    travel: ArrayLike, demand: ArrayLike, within: float, *, time_limit: float | None = None
) -> Coverage:
    """Open as few sites as have everyone within a time whom any site could have.

    minimise the number of opened j, with travelᵢⱼ <= within for one of them wherever some j allows it

    Parameters
    ----------
    travel : (n, m) finite floats >= 0, from each row (town) to each column (site), any one unit
    demand : (n,) finite floats >= 0, not all zero: counted in `covered`; a row without demand is covered too
    within : finite float >= 0, in the unit of `travel`
    time_limit : as in `p_median`

    Returns
    -------
    Coverage : `out_of_reach` are the rows that no site reaches in that time, which are left out and told.
        With a time limit, the best found so far with its `gap`.

    Raises
    ------
    InvalidInput : shapes disagree, or a value is out of range

    References
    ----------
    Toregas, Swain, ReVelle, Bergman (1971), Operations Research 19(6), 1363-1373.

    Examples
    --------
    >>> km = np.array([0., 1., 9., 10., 30.])
    >>> fewest_sites(abs(km[:, None] - km[:4]), [1, 1, 1, 1, 1], within=9).out_of_reach
    array([4])
    """
    started = time.monotonic()
    table, people = _towns(travel, demand)
    reach = table <= quantity("within", within)
    deadline = started + seconds(time_limit)
    rows, columns = canonical_order(np.where(reach, table, np.inf), people, np.zeros(len(table[0])))
    ordered = reach[np.ix_(rows, columns)]
    ordered = ordered[ordered.any(axis=1)]
    opened, needed = fewest(ordered, deadline) if len(ordered) else (np.zeros(0, dtype=np.int64), 0)
    told = _coverage(table, people, reach, np.sort(columns[opened]), math.inf)
    gap = 1 - needed / len(opened) if len(opened) else 0.0
    return Coverage(told.opened, told.serves, told.covered, told.share, told.out_of_reach, gap)


def _towns(travel: ArrayLike, demand: ArrayLike) -> tuple[Real, Real]:
    table = numbers("travel", travel, "n m")
    return table, weights("demand", demand, len(table))


def _coverage(table: Real, people: Real, reach: Flags, opened: Index, bound: float) -> Coverage:
    near = np.where(reach[:, opened], table[:, opened], np.inf)
    served_by = np.full(len(table), -1)
    inside = reach[:, opened].any(axis=1)
    if len(opened):
        served_by[inside] = opened[near[inside].argmin(axis=1)]
    covered = math.fsum(people[inside])
    whole = bool((people == np.floor(people)).all())
    most_of_all = math.floor(bound + _PART * bound) if whole and math.isfinite(bound) else bound
    near_enough = most_of_all <= covered * (1 + _PART)
    gap = 0.0 if near_enough else 1 - covered / most_of_all
    share = covered / math.fsum(people)
    return Coverage(opened, served_by, covered, share, np.flatnonzero(~reach.any(axis=1)), gap)
