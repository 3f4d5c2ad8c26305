"""Local search for an assignment that keeps capacities."""

# ruff: noqa: C901, PLR0912, PLR0915 - a compiled loop is one long function

from __future__ import annotations

import numpy as np

from ordito.methods.siting._compiled import compiled
from ordito.methods.siting._results import Index, Real


@compiled
def over(load: int, room: int) -> int:
    """By how much a load passes its room."""
    return max(0, load - room)


@compiled
def settle(cost: Real, size: Index, room: Index, site: Index, who: Index, fine: float) -> int:
    """Move units, swap units and move sites while it helps; a unit of load too many costs `fine`.

    `cost` is (m, n), `site` (k,) the sites open, `who` (n,) the place in `site` that serves each unit; both
    are changed. Returns the load too many at the end.
    """
    m, n = cost.shape
    k = len(site)
    load = np.zeros(k, dtype=np.int64)
    is_open = np.zeros(m, dtype=np.bool_)
    for i in range(n):
        load[who[i]] += size[i]
    for a in range(k):
        is_open[site[a]] = True
    moved = True
    while moved:
        moved = False
        for i in range(n):
            a = who[i]
            relief = over(load[a], room[site[a]]) - over(load[a] - size[i], room[site[a]])
            best = -1e-9 * cost[site[a], i] - 1e-12
            target = -1
            for b in range(k):
                if b != a:
                    burden = over(load[b] + size[i], room[site[b]]) - over(load[b], room[site[b]])
                    change = cost[site[b], i] - cost[site[a], i] + fine * (burden - relief)
                    if change < best:
                        best = change
                        target = b
            if target >= 0:
                load[a] -= size[i]
                load[target] += size[i]
                who[i] = target
                moved = True
        for i in range(n):
            for h in range(i + 1, n):
                a = who[i]
                b = who[h]
                if a == b:
                    continue
                before = cost[site[a], i] + cost[site[b], h]
                change = cost[site[b], i] + cost[site[a], h] - before
                more = size[h] - size[i]
                change += fine * (over(load[a] + more, room[site[a]]) - over(load[a], room[site[a]]))
                change += fine * (over(load[b] - more, room[site[b]]) - over(load[b], room[site[b]]))
                if change < -1e-9 * before - 1e-12:
                    load[a] += more
                    load[b] -= more
                    who[i] = b
                    who[h] = a
                    moved = True
        if moved:
            continue
        for a in range(k):
            least = 0.0
            for i in range(n):
                if who[i] == a:
                    least += cost[site[a], i]
            least -= 1e-9 * least + 1e-12
            better = -1
            for j in range(m):
                if is_open[j] or load[a] > room[j]:
                    continue
                total = 0.0
                for i in range(n):
                    if who[i] == a:
                        total += cost[j, i]
                        if total >= least:
                            break
                if total < least:
                    least = total
                    better = j
            if better >= 0:
                is_open[site[a]] = False
                is_open[better] = True
                site[a] = better
                moved = True
    beyond = 0
    for a in range(k):
        beyond += over(load[a], room[site[a]])
    return beyond
