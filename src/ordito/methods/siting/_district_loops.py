"""The loops of districting: who can be reached, and local search that keeps every sub-area in one piece."""

# ruff: noqa: C901, PLR0912, PLR0915 - a compiled loop is one long function

from __future__ import annotations

import numpy as np

from ordito.methods.siting._compiled import compiled
from ordito.methods.siting._results import Flags, Index, Real


@compiled
def reached(near: Flags, inside: Flags, start: int, seen: Flags, queue: Index) -> int:
    """Mark in `seen` the units `inside` that a path inside joins to `start`; returns how many."""
    seen[:] = False
    if not inside[start]:
        return 0
    seen[start] = True
    queue[0] = start
    found = 1
    done = 0
    while done < found:
        i = queue[done]
        done += 1
        for h in range(len(inside)):
            if near[i, h] and inside[h] and not seen[h]:
                seen[h] = True
                queue[found] = h
                found += 1
    return found


@compiled
def only_reached(near: Flags, size: Index, least: Index, allowed: Flags, state: Index) -> bool:
    """Forbid units that a centre cannot reach through its own, and centres that cannot be: True if any."""
    n = len(state)
    seen = np.zeros(n, dtype=np.bool_)
    queue = np.empty(n, dtype=np.int64)
    changed = False
    for j in range(n):
        if state[j] < 0:
            continue
        reached(near, allowed[j], j, seen, queue)
        load = 0
        for i in range(n):
            if seen[i]:
                load += size[i]
            elif allowed[j, i]:
                allowed[j, i] = False
                changed = True
        if not allowed[j, j] or load < least[j]:
            state[j] = -1
            allowed[j, :] = False
            changed = True
        elif state[j] == 1:
            for other in range(n):
                if other != j and allowed[other, j]:
                    allowed[other, j] = False
                    changed = True
    return changed


@compiled
def grow(cost: Real, near: Flags, site: Index, who: Index) -> bool:
    """From each site outwards, the cheapest next unit first; `who` gets the place in `site`."""
    n = cost.shape[1]
    who[:] = -1
    for a in range(len(site)):
        who[site[a]] = a
    for _unit in range(n - len(site)):
        best = np.inf
        unit = -1
        part = -1
        for i in range(n):
            if who[i] >= 0:
                continue
            for h in range(n):
                if near[i, h] and who[h] >= 0 and cost[site[who[h]], i] < best:
                    best = cost[site[who[h]], i]
                    unit = i
                    part = who[h]
        if unit < 0:
            return False
        who[unit] = part
    return True


@compiled
def beyond(load: float, least: float, most: float) -> float:
    """By how much a load is out of its bounds."""
    return max(0.0, load - most, least - load)


@compiled
def stays_whole(near: Flags, who: Index, part: int, inside: Flags, seen: Flags, queue: Index) -> bool:
    """Whether sub-area `part` is in one piece and not empty."""
    total = 0
    start = -1
    for i in range(len(who)):
        inside[i] = who[i] == part
        if inside[i]:
            total += 1
            start = i
    return total > 0 and reached(near, inside, start, seen, queue) == total


@compiled
def touches(near: Flags, who: Index, unit: int, part: int) -> bool:
    """Whether `unit` borders sub-area `part`."""
    for h in range(len(who)):  # noqa: SIM110 - a generator is not compiled
        if near[unit, h] and who[h] == part and h != unit:
            return True
    return False


@compiled
def smooth(
    cost: Real, weight: Real, near: Flags, least: float, most: float, site: Index, who: Index, fine: float
) -> float:
    """Move units over borders, swap them, move centres, while it helps; one out of balance costs `fine`.

    Sub-areas stay in one piece. `site` and `who` are changed; returns how far loads are out of balance.
    """
    n = len(who)
    k = len(site)
    load = np.zeros(k)
    inside = np.zeros(n, dtype=np.bool_)
    seen = np.zeros(n, dtype=np.bool_)
    queue = np.empty(n, dtype=np.int64)
    for i in range(n):
        load[who[i]] += weight[i]
    moved = True
    while moved:
        moved = False
        for i in range(n):
            for b in range(k):
                a = who[i]
                if a == b or not touches(near, who, i, b):
                    continue
                change = cost[site[b], i] - cost[site[a], i]
                change += fine * (beyond(load[a] - weight[i], least, most) - beyond(load[a], least, most))
                change += fine * (beyond(load[b] + weight[i], least, most) - beyond(load[b], least, most))
                if change >= -1e-9 * (cost[site[a], i] + fine * weight[i]) - 1e-12:
                    continue
                who[i] = b
                if site[a] == i or not stays_whole(near, who, a, inside, seen, queue):
                    who[i] = a
                    continue
                load[a] -= weight[i]
                load[b] += weight[i]
                moved = True
        for i in range(n):
            for h in range(i + 1, n):
                a = who[i]
                b = who[h]
                if a == b or site[a] == i or site[b] == h:
                    continue
                more = weight[h] - weight[i]
                before = cost[site[a], i] + cost[site[b], h]
                change = cost[site[b], i] + cost[site[a], h] - before
                change += fine * (beyond(load[a] + more, least, most) - beyond(load[a], least, most))
                change += fine * (beyond(load[b] - more, least, most) - beyond(load[b], least, most))
                if change >= -1e-9 * (before + fine * (weight[i] + weight[h])) - 1e-12:
                    continue
                if not touches(near, who, i, b) or not touches(near, who, h, a):
                    continue
                who[i] = b
                who[h] = a
                if stays_whole(near, who, a, inside, seen, queue) and stays_whole(
                    near, who, b, inside, seen, queue
                ):
                    load[a] += more
                    load[b] -= more
                    moved = True
                else:
                    who[i] = a
                    who[h] = b
        if moved:
            continue
        for a in range(k):
            best = 0.0
            for i in range(n):
                if who[i] == a:
                    best += cost[site[a], i]
            best -= 1e-9 * best + 1e-12
            for j in range(n):
                if who[j] != a:
                    continue
                total = 0.0
                for i in range(n):
                    if who[i] == a:
                        total += cost[j, i]
                if total < best:
                    best = total
                    site[a] = j
                    moved = True
    out = 0.0
    for a in range(k):
        out += beyond(load[a], least, most)
    return out
