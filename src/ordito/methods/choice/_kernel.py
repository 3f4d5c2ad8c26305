"""The rounds of equal shares in floating point, as far as floating point can tell.

Where two numbers are nearer than rounding could have moved them, the kernel stops and exact arithmetic
decides. The same lines are played as they are, on lists, and compiled, on arrays: see `_loops`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints: TypeAlias = NDArray[np.int64] | list[int]
    Floats: TypeAlias = NDArray[np.float64] | list[float]
    Codes: TypeAlias = NDArray[np.int8] | list[int]
    Flags: TypeAlias = NDArray[np.bool_] | list[bool]

FINISHED, UNSURE = 0, 1
DEAD, ALIVE, DOUBTFUL = 0, 1, 2
ROUNDING = 1e-10
"""Far above the rounding of a sum of a million terms, relative to the sum of what was added."""


def price(  # noqa: PLR0913, PLR0917 - a kernel takes flat arrays
    j: int,
    start: Ints,
    who: Ints,
    use: Floats,
    cost: Floats,
    balance: Floats,
    share: float,
    rho: Floats,
    err: Floats,
) -> int:
    """Bring `rho[j]`, the price per unit of utility, up to the money that is left; say if j can be paid."""
    money = 0.0
    for e in range(start[j], start[j + 1]):
        money += balance[who[e]]
    scale = cost[j] + (start[j + 1] - start[j]) * share
    if money < cost[j] - ROUNDING * scale:
        return DEAD
    r = rho[j] - err[j]
    while True:
        poor, rich = 0.0, 0.0
        for e in range(start[j], start[j + 1]):
            left = balance[who[e]]
            if left > 0.0:
                if left < r * use[e]:
                    poor += left
                else:
                    rich += use[e]
        if rich == 0.0:
            return DOUBTFUL
        rise = (cost[j] - poor) / rich
        if rise <= r:
            break
        r = rise
    rho[j] = r
    err[j] = ROUNDING * scale / rich
    return ALIVE if money > cost[j] + ROUNDING * scale else DOUBTFUL


def look(  # noqa: PLR0913, PLR0917 - a kernel takes flat arrays
    start: Ints,
    who: Ints,
    use: Floats,
    cost: Floats,
    balance: Floats,
    share: float,
    rho: Floats,
    err: Floats,
    state: Codes,
    fresh: Flags,
) -> float:
    """Price anew the projects that may be cheapest; return the least price that one surely reaches."""
    for each in range(len(fresh)):
        fresh[each] = False
    best = np.inf
    while True:
        j = -1
        for each in range(len(state)):
            if state[each] != DEAD and not fresh[each] and (j < 0 or rho[each] - err[each] < rho[j] - err[j]):
                j = each
        if j < 0 or rho[j] - err[j] > best:
            return best
        state[j] = price(j, start, who, use, cost, balance, share, rho, err)
        fresh[j] = True
        if state[j] == ALIVE and rho[j] + err[j] < best:
            best = rho[j] + err[j]


def pay(  # noqa: PLR0913, PLR0917 - a kernel takes flat arrays
    j: int,
    start: Ints,
    who: Ints,
    use: Floats,
    whole: Ints,
    balance: Floats,
    r: float,
    margin: float,
    poor: Ints,
    filled: int,
) -> tuple[int, int]:
    """Take from each supporter the price, or all that is left where that is less.

    Returns where the list of the latter ends, and the utility of the former; -1, touching nothing, where
    price and money are too near to tell.
    """
    units = 0
    for e in range(start[j], start[j + 1]):
        left = balance[who[e]]
        if left > 0.0 and abs(left - r * use[e]) <= margin:
            return -1, 0
    for e in range(start[j], start[j + 1]):
        left = balance[who[e]]
        if left > 0.0:
            if left < r * use[e]:
                balance[who[e]] = 0.0
                poor[filled] = e
                filled += 1
            else:
                balance[who[e]] = left - r * use[e]
                units += whole[e]
    return filled, units


def go(  # noqa: PLR0913, PLR0917 - a kernel takes flat arrays
    share: float,
    start: Ints,
    who: Ints,
    use: Floats,
    whole: Ints,
    cost: Floats,
    balance: Floats,
    rho: Floats,
    err: Floats,
    state: Codes,
    fresh: Flags,
    picked: Ints,
    ends: Ints,
    poor: Ints,
    rich: Ints,
    done: int,
) -> tuple[int, int, float]:
    """Play rounds until none is left or exact arithmetic is needed: which, rounds done, least price."""
    while True:
        best = look(start, who, use, cost, balance, share, rho, err, state, fresh)
        chosen, near = -1, 0
        for j in range(len(state)):
            if fresh[j] and state[j] != DEAD and rho[j] - err[j] <= best:
                near += 1
                chosen = j
        if near == 0:
            return FINISHED, done, best
        if near > 1 or state[chosen] == DOUBTFUL:
            return UNSURE, done, best
        filled, units = pay(
            chosen, start, who, use, whole, balance, rho[chosen], ROUNDING * share, poor, ends[done]
        )
        if filled < 0:
            return UNSURE, done, best
        state[chosen] = DEAD
        picked[done] = chosen
        rich[done] = units
        done += 1
        ends[done] = filled
