"""Open the sites that make mean travel smallest."""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import ArrayLike

from ordito.methods.siting._canonical import canonical_order
from ordito.methods.siting._given import count, numbers, priced, seconds, weights
from ordito.methods.siting._proof import scaled
from ordito.methods.siting._results import Index, Real, Siting


def p_median(travel: ArrayLike, demand: ArrayLike, k: int, *, time_limit: float | None = None) -> Siting:
    """Open the `k` sites that make demand-weighted mean travel smallest.

    minimise Σᵢ demandᵢ · min over opened j of travelᵢⱼ

    Parameters
    ----------
    travel : (n, m) finite floats >= 0, from each row (town) to each column (site), any one unit (minutes, km)
    demand : (n,) finite floats >= 0, not all zero, usually people
    k : 1 <= k <= m, how many to open
    time_limit : seconds above 0, or None to go on until the best is proved. It is looked at between steps, so
        that a large case may pass it by one; what the first call compiles (seconds, once) is not counted

    Returns
    -------
    Siting : `cost` is the sum above, `mean_travel` is `cost` over all the demand; each row goes to its
        nearest site. With a time limit, the best found so far with its `gap`.

    Raises
    ------
    InvalidInput : shapes disagree, or a value is out of range

    Notes
    -----
    Lagrangian bounds with reduced-cost fixing, interchange, and a tree search. Among equally good answers the
    one returned depends on the data and not on the order of rows and columns; only places that the data
    cannot tell apart (twins, mirror images) are taken in the order given.
    Where the time runs out, how far the search came depends on the machine, and `gap` says what that leaves
    open.

    References
    ----------
    ReVelle, Swain (1970), Geographical Analysis 2(1), 30-42; Beasley (1985), European Journal of Operational
    Research 21(2), 270-273.

    Examples
    --------
    Four towns at km 0, 1, 9 and 10; two offices. Each pair is served where more people live.

    >>> km = np.array([0., 1., 9., 10.])
    >>> where = p_median(abs(km[:, None] - km), [3, 1, 1, 3], 2)
    >>> where.opened, where.serves, where.mean_travel, where.gap
    (array([0, 3]), array([0, 0, 3, 3]), 0.25, 0.0)
    """
    from ordito.methods.siting._median import ready  # the compiled loops wait until they are needed

    ready()
    started = time.monotonic()
    table = numbers("travel", travel, "n m")
    people = weights("demand", demand, len(table))
    k = count("k", k, table.shape[1])
    deadline = started + seconds(time_limit)
    rows, columns = canonical_order(table, people, np.zeros(table.shape[1]))
    table, people = table[np.ix_(rows, columns)], people[rows]
    opened, gap = _best_columns(scaled(priced(table, people)), table, k, deadline)
    return served(table, people, opened, gap, rows, columns)


def _best_columns(cost: Real, table: Real, k: int, deadline: float) -> tuple[Index, float]:
    """The columns to open; of twin columns only the first is of use, rows with the same roads are one."""
    from ordito.methods.siting._median import MedianSearch

    useful = _first_of_twins(cost.T)
    alike = _twins(table)
    together = np.zeros((int(alike.max()) + 1, len(useful)))
    np.add.at(together, alike, cost[:, useful])
    search = MedianSearch(np.ascontiguousarray(together.T), min(k, len(useful)), deadline)
    gap = search.run()
    opened = useful[search.opened]
    spare = np.setdiff1d(np.arange(cost.shape[1]), opened)
    return np.sort(np.concatenate([opened, spare[: k - len(opened)]])), gap


def served(table: Real, people: Real, opened: Index, gap: float, rows: Index, columns: Index) -> Siting:
    """Every row to its nearest opened column, told in the order that the rows and columns had at first."""
    nearest = opened[table[:, opened].argmin(axis=1)]
    serves = np.empty(len(rows), dtype=np.int64)
    serves[rows] = columns[nearest]
    cost = float((people * table[np.arange(len(rows)), nearest]).sum())
    return Siting(np.sort(columns[opened]), serves, cost, cost / float(people.sum()), gap)


def _twins(table: Real) -> Index:
    """For each row the number of its first equal, counting different rows only."""
    known: dict[bytes, int] = {}
    return np.array([known.setdefault(row.tobytes(), len(known)) for row in table], dtype=np.int64)


def _first_of_twins(table: Real) -> Index:
    numbers_of = _twins(np.ascontiguousarray(table))
    return np.unique(numbers_of, return_index=True)[1].astype(np.int64)
