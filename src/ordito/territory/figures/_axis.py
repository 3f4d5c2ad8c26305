"""Round numbers for an axis."""

from math import ceil, floor, log10


def step_for(most: float, count: int) -> float:
    """The smallest of 1, 2, 5, 10… that reaches `most` in at most `count` steps.

    >>> step_for(1403, 4), step_for(3.4, 4), step_for(0, 4)
    (500.0, 1.0, 1.0)
    """
    if most <= 0:
        return 1.0
    power = 10.0 ** floor(log10(most / count))
    return next(times * power for times in (1, 2, 5, 10) if times * power * count >= most * (1 - 1e-9))


def ticks(low: float, high: float, count: int) -> list[float]:
    """Round numbers from below `low` to above `high`, zero among them.

    >>> ticks(-3, 12, 4)
    [-5.0, 0.0, 5.0, 10.0, 15.0]
    """
    step = step_for(max(high, 0) - min(low, 0), count)
    first, last = floor(min(low, 0) / step + 1e-9), ceil(max(high, 0) / step - 1e-9)
    return [round(turn * step, 9) for turn in range(first, max(last, first + 1) + 1)]


def decimals_of(step: float) -> int:
    """Count the decimals that multiples of `step` > 0 are written with."""
    return max(0, -floor(log10(step)))
