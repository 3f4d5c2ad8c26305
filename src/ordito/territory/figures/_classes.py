"""Classes of values, with limits that are easy to read."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10


@dataclass(frozen=True, slots=True)
class Classes:
    """Half-open classes: the first is below `limits[0]`, the last from `limits[-1]` upwards."""

    limits: tuple[float, ...]

    def __len__(self) -> int:
        return len(self.limits) + 1

    def of(self, value: float) -> int:
        """Position of the class of `value`, 0 for the lowest."""
        return bisect_right(self.limits, value)


def quantile_classes(values: Iterable[float], *, count: int = 5) -> Classes:
    """Classes with nearly as many values as each other, parted by round numbers.

    A limit may leave its exact place by an eighth of a class, to be a rounder number.

    Parameters
    ----------
    values : finite numbers, in any order
    count : the most classes, >= 1; fewer where there are fewer different values

    Examples
    --------
    >>> quantile_classes([665, 930, 1175, 1583, 2151, 2410, 2634, 2943, 8645, 18103]).limits
    (1000, 2000, 2500, 5000)
    """
    ordered = sorted(values)
    slack = len(ordered) // (8 * count)
    cuts = (round(len(ordered) * step / count) for step in range(1, count))
    around = (
        (ordered[max(cut - 1 - slack, 0)], ordered[min(cut + slack, len(ordered) - 1)])
        for cut in cuts
        if 0 < cut < len(ordered)
    )
    return Classes(tuple(sorted({_roundest(low, high) for low, high in around if low < high})))


def equal_classes(values: Iterable[float], *, count: int = 5) -> Classes:
    """Classes of one same width, the smallest round one that takes at most `count` classes.

    Parameters
    ----------
    values : finite numbers, in any order
    count : the most classes, >= 1

    Examples
    --------
    >>> equal_classes([665, 930, 1175, 1583, 2151, 2410, 2634, 2943, 8645, 18103]).limits
    (5000, 10000, 15000)
    """
    ordered = sorted(values)
    if count == 1 or not ordered or ordered[0] == ordered[-1]:
        return Classes(())
    low, high = ordered[0], ordered[-1]
    return Classes(tuple(_inner_limits(low, high, _step(low, high, count))))


def _roundest(low: float, high: float) -> float:
    """The number with the fewest figures that is above `low` and not above `high`."""
    power = ceil(log10(max(abs(low), abs(high), high - low))) + 1
    while True:
        for leading in (5, 2, 1):
            candidate = _multiple(floor(high / _multiple(leading, power)) * leading, power)
            if low < candidate <= high:
                return candidate
        power -= 1


def _step(low: float, high: float, count: int) -> float:
    power = floor(log10((high - low) / count))
    candidates = (_multiple(leading, power + more) for more in (0, 1, 2) for leading in (1, 2, 5))
    return next(step for step in candidates if len(_inner_limits(low, high, step)) < count)


def _inner_limits(low: float, high: float, step: float) -> Sequence[float]:
    return [_clean(turn * step) for turn in range(floor(low / step) + 1, ceil(high / step))]


def _multiple(times: int, power: int) -> float:
    """`times` × 10**`power`, whole where it can be and without the dust of binary fractions."""
    return times * 10**power if power >= 0 else _clean(times / 10**-power)


def _clean(value: float) -> float:
    return round(value, 9)
