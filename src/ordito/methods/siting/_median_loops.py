"""The loops of the p-median: a bound by Lagrangian ascent and a better answer by interchange."""

# ruff: noqa: C901, PLR0912, PLR0913, PLR0915, PLR0917, PLR2004 - a compiled loop is one long function

from __future__ import annotations

import numpy as np

from ordito.methods.siting._compiled import compiled
from ordito.methods.siting._results import Flags, Index, Real


@compiled
def kth_smallest(values: Real, k: int) -> float:
    """The `k`-th smallest (from 1) of `values`, which are left in disorder (Hoare)."""
    low = 0
    high = len(values) - 1
    while low < high:
        pivot = values[(low + high) // 2]
        i = low
        j = high
        while i <= j:
            while values[i] < pivot:
                i += 1
            while values[j] > pivot:
                j -= 1
            if i <= j:
                values[i], values[j] = values[j], values[i]
                i += 1
                j -= 1
        if k - 1 <= j:
            high = j
        elif k - 1 >= i:
            low = i
        else:
            break
    return float(values[k - 1])


@compiled
def choose(worth: Real, state: Index, free: int, chosen: Flags, room: Real) -> None:
    """Mark the columns in (state 1) and the `free` undecided ones (state 0) of least `worth`."""
    found = 0
    for j in range(len(worth)):
        chosen[j] = state[j] == 1
        if state[j] == 0:
            room[found] = worth[j]
            found += 1
    if free == 0:
        return
    edge = kth_smallest(room[:found], free)
    left = free
    for j in range(len(worth)):
        if state[j] == 0 and worth[j] < edge:
            chosen[j] = True
            left -= 1
    for j in range(len(worth)):
        if left > 0 and state[j] == 0 and worth[j] == edge:
            chosen[j] = True
            left -= 1


@compiled
def without_out(near: Index, cost: Real, state: Index) -> tuple[Index, Real]:
    """The lists of columns from the nearest, without those out (state -1)."""
    n, m = near.shape
    width = 0
    for j in range(m):
        if state[j] >= 0:
            width += 1
    shorter = np.empty((n, width), dtype=np.int64)
    theirs = np.empty((n, width))
    for i in range(n):
        found = 0
        for t in range(m):
            if state[near[i, t]] >= 0:
                shorter[i, found] = near[i, t]
                theirs[i, found] = cost[i, t]
                found += 1
    return shorter, theirs


@compiled
def ascend(
    near: Index,
    cost: Real,
    price: Real,
    state: Index,
    free: int,
    goal: float,
    target: float,
    rounds: int,
    step: float,
    patience: int,
) -> tuple[float, Real, Real, Flags, Real, float]:
    """Raise the Lagrangian bound of the assignment constraints by deflected subgradient steps.

    Row i pays at most ``price[i]``; column j is worth ``sum(min(0, cost - price))``; the bound is the sum of
    the prices plus the worth of the columns in and of the `free` best undecided ones. ``near[i]`` and
    ``cost[i]`` list the columns of row i from the nearest. Stops at `goal`; steps aim at `target`.

    Returns the bound, its prices, the worth of the columns, the columns chosen, how often each was chosen
    lately, and the step reached.
    """
    n, m = near.shape
    near, cost = without_out(near, cost, state)
    width = near.shape[1]
    now = price.copy()
    worth = np.zeros(m)
    chosen = np.zeros(m, dtype=np.bool_)
    room = np.empty(m)
    direction = np.zeros(n)
    often = np.zeros(m)
    best = -np.inf
    best_price = price.copy()
    best_worth = worth.copy()
    best_chosen = chosen.copy()
    idle = 0
    for _round in range(rounds):
        bound = 0.0
        worth[:] = 0.0
        for i in range(n):
            bound += now[i]
            for t in range(width):
                saved = cost[i, t] - now[i]
                if saved >= 0:
                    break
                worth[near[i, t]] += saved
        choose(worth, state, free, chosen, room)
        for j in range(m):
            often[j] *= 0.95
            if chosen[j]:
                bound += worth[j]
                often[j] += 0.05
        idle += 1
        if bound > best:
            if bound > best + 1e-7 * abs(best) or best == -np.inf:
                idle = 0
            best = bound
            best_price[:] = now
            best_worth[:] = worth
            best_chosen[:] = chosen
        if best >= goal:
            break
        if idle >= patience:
            step *= 0.6
            idle = 0
            if step < 1e-4:
                break
            now[:] = best_price
        length = 0.0
        for i in range(n):
            short = 1.0
            for t in range(width):
                if cost[i, t] >= now[i]:
                    break
                if chosen[near[i, t]]:
                    short -= 1.0
            direction[i] = 0.4 * direction[i] + 0.6 * short
            length += direction[i] * direction[i]
        if length < 1e-12:
            break
        pace = step * (target - bound) / length
        for i in range(n):
            now[i] += pace * direction[i]
    return best, best_price, best_worth, best_chosen, often, step


@compiled
def nearest(cost: Real, far: Real, opened: Index, first: Real, second: Real, serving: Index) -> float:
    """For each row the least and second least `cost` over `opened` and the place in `opened` of the least.

    Where nothing is second, `far` is, the greatest cost of the row.
    """
    total = 0.0
    for i in range(cost.shape[1]):
        first[i] = np.inf
        second[i] = far[i]
        for t in range(len(opened)):
            this = cost[opened[t], i]
            if this < first[i]:
                second[i] = min(second[i], first[i])
                first[i] = this
                serving[i] = t
            elif this < second[i]:
                second[i] = this
        total += first[i]
    return total


@compiled
def interchange(cost: Real, far: Real, opened: Index, candidates: Index) -> float:
    """Swap an opened column for a candidate while the best swap helps. Returns the cost.

    `cost` is (m, n), `far` (n,) the greatest cost of each row.

    The fast interchange of Whitaker (1983), INFOR 21, 95-108. What a swap is worth is a sum of differences,
    which rounding may make helpful when it is not: a swap that does not lower the cost is taken back, and is
    the last.
    """
    m, n = cost.shape
    is_open = np.zeros(m, dtype=np.bool_)
    for j in opened:
        is_open[j] = True
    first = np.empty(n)
    second = np.empty(n)
    serving = np.zeros(n, dtype=np.int64)
    alone = np.empty(len(opened))
    loss = np.empty(len(opened))
    total = nearest(cost, far, opened, first, second, serving)
    while True:
        alone[:] = 0.0
        for i in range(n):
            alone[serving[i]] += second[i] - first[i]
        best = -1e-10 * total
        entering = -1
        leaving = -1
        for j in candidates:
            if is_open[j]:
                continue
            gain = 0.0
            loss[:] = alone
            for i in range(n):
                this = cost[j, i]
                if this < first[i]:
                    gain += first[i] - this
                    loss[serving[i]] -= second[i] - first[i]
                elif this < second[i]:
                    loss[serving[i]] -= second[i] - this
            for t in range(len(opened)):
                if loss[t] - gain < best:
                    best = loss[t] - gain
                    entering = j
                    leaving = t
        if entering < 0:
            return total
        left = opened[leaving]
        opened[leaving] = entering
        lower = nearest(cost, far, opened, first, second, serving)
        if lower >= total:
            opened[leaving] = left
            return total
        total = lower
        is_open[left] = False
        is_open[entering] = True
