"""The loops of the problems with loads: knapsacks inside a Lagrangian bound, and reduced-cost fixing.

Throughout, `cost` is (m, n): what it costs to serve unit i from site j; `size` (n,), `least` and `most` (m,)
are whole; `allowed` (m, n) says which pairs are still possible; `own` (m,) is the unit that a site must
serve, or -1; `state` (m,) is 1 for a site in, 0 undecided, -1 out.
"""

# ruff: noqa: C901, PLR0912, PLR0913, PLR0915, PLR0917, PLR2004 - a compiled loop is one long function

from __future__ import annotations

import numpy as np

from ordito.methods.siting._compiled import compiled
from ordito.methods.siting._median_loops import choose
from ordito.methods.siting._results import Flags, Index, Real

IMPOSSIBLE = 1e30
"""The worth of a site that cannot be filled; a bound near it proves that there is no answer."""


@compiled
def by_load(reduced: Real, size: Index, usable: Flags, most: int, came: Flags, value: Real) -> None:
    """``value[c]``: the least total `reduced` of usable units of load exactly c; `came` leads back."""
    value[: most + 1] = np.inf
    value[0] = 0.0
    top = 0
    for i in range(len(reduced)):
        if not usable[i]:
            continue
        here = size[i]
        top = min(most, top + here)
        for c in range(top, here - 1, -1):
            other = value[c - here] + reduced[i]
            came[i, c] = other < value[c]
            if came[i, c]:
                value[c] = other
        for c in range(here):
            came[i, c] = False


@compiled
def pack(reduced: Real, size: Index, own: int, most: int, take: Flags, came: Flags, value: Real) -> float:
    """The least total `reduced` of the units in `take`, all negative, within a load; `take` then marks them.

    From the best by unit of load, units are taken while they fit; a unit that would have to save more than it
    can to change sides stays on its own (Dembo, Hammer 1980), and only the others are put in a table.
    """
    n = len(reduced)
    ratio = np.zeros(n)
    for i in range(n):
        if take[i]:
            ratio[i] = reduced[i] / size[i] if size[i] > 0 else -np.inf
    order = np.argsort(ratio, kind="mergesort")
    room = most
    last = 0.0
    relaxed = 0.0
    reached = 0.0
    for i in order:
        if not take[i]:
            continue
        if size[i] <= room:
            room -= size[i]
            reached += reduced[i]
            if last == 0.0:
                relaxed += reduced[i]
        elif last == 0.0:
            last = ratio[i]
            relaxed += last * room
    slack = reached - relaxed + 1e-9 * abs(relaxed)
    doubt = np.zeros(n, dtype=np.bool_)
    room = most
    total: float = 0.0
    for i in range(n):
        if take[i]:
            dear = reduced[i] - last * size[i]
            doubt[i] = abs(dear) <= slack
            take[i] = dear < 0 and not doubt[i]
            if take[i]:
                room -= size[i]
                total += reduced[i]
    by_load(reduced, size, doubt, room, came, value)
    c = 0
    for other in range(room + 1):
        if value[other] < value[c]:
            c = other
    total += value[c]
    for i in range(n - 1, -1, -1):
        if doubt[i] and came[i, c]:
            take[i] = True
            c -= size[i]
    if own >= 0:
        take[own] = True
    return total


@compiled
def fill(
    reduced: Real,
    size: Index,
    allowed: Flags,
    own: int,
    least: int,
    most: int,
    take: Flags,
    came: Flags,
    value: Real,
) -> float:
    """The least total `reduced` of allowed units with a load from `least` to `most`; `take` marks them."""
    n = len(reduced)
    start = 0.0
    load = 0
    total = 0.0
    if own >= 0:
        if size[own] > most or not allowed[own]:
            return IMPOSSIBLE
        start = reduced[own]
        least = max(0, least - size[own])
        most -= size[own]
    for i in range(n):
        take[i] = allowed[i] and i != own and reduced[i] < 0 and size[i] <= most
        if take[i]:
            load += size[i]
            total += reduced[i]
    if load > most and least <= 0:
        return start + pack(reduced, size, own, most, take, came, value)
    if least > load or load > most:
        for i in range(n):
            take[i] = allowed[i] and i != own and size[i] <= most
        by_load(reduced, size, take, most, came, value)
        c = least
        for other in range(least, most + 1):
            if value[other] < value[c]:
                c = other
        total = value[c]
        if total == np.inf:
            return IMPOSSIBLE
        for i in range(n - 1, -1, -1):
            if take[i]:
                take[i] = came[i, c]
                if take[i]:
                    c -= size[i]
    if own >= 0:
        take[own] = True
    return start + total


@compiled
def listed(allowed: Flags, state: Index, own: Index) -> tuple[Index, Index, Index]:
    """How many units each site not out may serve, which, and the place of its own among them, or -1."""
    m, n = allowed.shape
    count = np.zeros(m, dtype=np.int64)
    place = np.zeros((m, n), dtype=np.int64)
    home = np.full(m, -1)
    for j in range(m):
        if state[j] < 0:
            continue
        for i in range(n):
            if allowed[j, i]:
                if i == own[j]:
                    home[j] = count[j]
                place[j, count[j]] = i
                count[j] += 1
    return count, place, home


@compiled
def ascend_loads(
    cost: Real,
    size: Index,
    least: Index,
    most: Index,
    own: Index,
    price: Real,
    allowed: Flags,
    state: Index,
    free: int,
    goal: float,
    target: float,
    rounds: int,
    step: float,
) -> tuple[float, Real, Real, Flags, Flags, Real, float, bool]:
    """Raise the Lagrangian bound of the assignment constraints by deflected subgradient steps.

    The bound is the sum of the prices plus the worth of the sites in and of the `free` best undecided ones,
    each filled within its load. A site is filled only when it may be chosen: until then it is worth at least
    the sum of what its units save.

    Returns the bound, its prices, the worth of the sites, the sites chosen, their units, how often each pair
    was taken lately, the step reached, and whether each unit was taken exactly once (then the bound is
    attained).
    """
    m, n = cost.shape
    count, place, home = listed(allowed, state, own)
    now = price.copy()
    worth = np.zeros(m)
    filled = np.zeros(m, dtype=np.bool_)
    chosen = np.zeros(m, dtype=np.bool_)
    taken = np.zeros((m, n), dtype=np.bool_)
    often = np.zeros((m, n))
    came = np.zeros((n, most.max() + 1), dtype=np.bool_)
    value = np.empty(most.max() + 1)
    reduced = np.empty(n)
    load = np.empty(n, dtype=np.int64)
    usable = np.ones(n, dtype=np.bool_)
    room = np.empty(m)
    short = np.empty(n)
    direction = np.zeros(n)
    best = -np.inf
    best_price = now.copy()
    best_worth = worth.copy()
    best_chosen = chosen.copy()
    best_taken = taken.copy()
    lately = 1.0
    idle = 0
    exact = False
    for _round in range(rounds):
        bound = 0.0
        for i in range(n):
            bound += now[i]
        for j in range(m):
            filled[j] = False
            worth[j] = 0.0
            for a in range(count[j]):
                saved = cost[j, place[j, a]] - now[place[j, a]]
                if saved < 0 or a == home[j]:
                    worth[j] += saved
        again = True
        while again:
            choose(worth, state, free, chosen, room)
            again = False
            for j in range(m):
                if chosen[j] and not filled[j]:
                    c = count[j]
                    for a in range(c):
                        reduced[a] = cost[j, place[j, a]] - now[place[j, a]]
                        load[a] = size[place[j, a]]
                    rough = worth[j]
                    worth[j] = IMPOSSIBLE
                    if own[j] < 0 or home[j] >= 0:
                        worth[j] = fill(
                            reduced[:c], load, usable, home[j], least[j], most[j], taken[j], came, value
                        )
                    filled[j] = True
                    again = again or worth[j] > rough
        lately /= 0.93
        short[:] = 1.0
        for j in range(m):
            if chosen[j]:
                bound += worth[j]
                for a in range(count[j]):
                    if taken[j, a]:
                        often[j, place[j, a]] += 0.07 * lately
                        short[place[j, a]] -= 1.0
        exact = True
        length = 0.0
        for i in range(n):
            exact = exact and short[i] == 0.0
            direction[i] = 0.4 * direction[i] + 0.6 * short[i]
            length += direction[i] * direction[i]
        idle += 1
        if bound > best or exact:
            if bound > best + 1e-6 * abs(best) or best == -np.inf:
                idle = 0
            best = bound
            best_price[:] = now
            best_worth[:] = worth
            best_chosen[:] = chosen
            best_taken[:] = taken
        if exact or best >= goal or best >= 0.5 * IMPOSSIBLE:
            break
        if idle >= 8:
            step *= 0.6
            idle = 0
            if step < 3e-3:
                break
            now[:] = best_price
        else:
            pace = step * (target - bound) / max(length, 1e-12)
            for i in range(n):
                now[i] += pace * direction[i]
    take = np.zeros((m, n), dtype=np.bool_)
    for j in range(m):
        for a in range(count[j]):
            take[j, place[j, a]] = best_chosen[j] and best_taken[j, a]
    return best, best_price, best_worth, best_chosen, take, often / lately, step, exact


@compiled
def forbid(
    cost: Real,
    size: Index,
    least: Index,
    most: Index,
    own: Index,
    price: Real,
    worth: Real,
    chosen: Flags,
    bound: float,
    goal: float,
    allowed: Flags,
    state: Index,
) -> None:
    """Forbid in `allowed` and `state` what would lift the bound to the goal; put in what is needed."""
    m, n = cost.shape
    came = np.zeros((n, most.max() + 1), dtype=np.bool_)
    value = np.empty(most.max() + 1)
    reduced = np.empty(n)
    usable = np.zeros(n, dtype=np.bool_)
    dearest = -np.inf
    for j in range(m):
        if chosen[j] and state[j] == 0:
            dearest = max(dearest, worth[j])
    for j in range(m):
        if state[j] < 0:
            continue
        others = bound - (worth[j] if chosen[j] else dearest)
        low = least[j]
        high = most[j]
        start = 0.0
        for i in range(n):
            reduced[i] = cost[j, i] - price[i]
        if own[j] >= 0:
            start = reduced[own[j]]
            low = max(0, low - size[own[j]])
            high -= size[own[j]]
        if not chosen[j] and others + worth[j] >= goal:
            state[j] = -1
            allowed[j, :] = False
            continue
        for i in range(n):
            usable[i] = allowed[j, i] and i != own[j] and size[i] <= high and (low > 0 or reduced[i] < 0)
        by_load(reduced, size, usable, high, came, value)
        for i in range(n):
            if not allowed[j, i] or i == own[j]:
                continue
            if size[i] > high:
                allowed[j, i] = False
            elif reduced[i] >= 0:
                rest = np.inf
                for c in range(max(0, low - size[i]), high - size[i] + 1):
                    rest = min(rest, value[c])
                allowed[j, i] = others + start + reduced[i] + rest < goal
    cheapest = np.inf
    for j in range(m):
        if state[j] == 0 and not chosen[j]:
            cheapest = min(cheapest, worth[j])
    for j in range(m):
        if state[j] == 0 and chosen[j] and bound - worth[j] + cheapest >= goal:
            state[j] = 1
