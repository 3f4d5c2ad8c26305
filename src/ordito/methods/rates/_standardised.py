"""Rates as they would be with one age structure for all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from ordito.methods.errors import InvalidInput
from ordito.methods.rates._checked import Floats, counts, level, numbers

Limits = Literal["exact", "byar"]


@dataclass(frozen=True, slots=True, eq=False)
class Direct:
    """Directly standardised rates.

    Attributes
    ----------
    rate : (areas,) the rate that each area would have with the standard's ages; NaN where an age of the
        standard has nobody in the area
    low, high : (areas,) Fay and Feuer's gamma interval
    variance : (areas,) of `rate`
    crude : (areas,) all events over all people
    confidence : what the interval promises
    """

    rate: Floats
    low: Floats
    high: Floats
    variance: Floats
    crude: Floats
    confidence: float


def direct(
    events: ArrayLike, population: ArrayLike, standard: ArrayLike, *, confidence: float = 0.95
) -> Direct:
    """Standardise directly: the area's rate at each age, weighed by the standard population.

    Parameters
    ----------
    events : (areas, ages) or (ages,) whole numbers >= 0
    population : as `events`, people or person-years
    standard : (ages,) the standard population, in any unit
    confidence : in (0, 1)

    Returns
    -------
    Direct

    Raises
    ------
    InvalidInput : shapes disagree, negative or infinite values, events among nobody, an empty standard

    References
    ----------
    Fay, Feuer (1997), Statistics in Medicine 16(7), 791-801.

    Examples
    --------
    Two ages: 5 events in 1,000 and 20 in 500; the standard has four young for each old.

    >>> told = direct([5, 20], [1000, 500], [4, 1])
    >>> told.rate.round(4).tolist(), told.low.round(4).tolist(), told.high.round(4).tolist()
    ([0.012], [0.0076], [0.0185])
    """
    tail = level(confidence)
    seen, people = np.atleast_2d(counts(events, "events")), np.atleast_2d(numbers(population, "population"))
    weights = numbers(standard, "the standard population")
    if seen.ndim != 2 or seen.shape != people.shape or weights.shape != seen.shape[1:]:  # noqa: PLR2004
        raise InvalidInput(
            "events and population must have one shape (areas, ages) and the standard (ages,), not "
            f"{seen.shape}, {people.shape} and {weights.shape}"
        )
    if ((people == 0) & (seen > 0)).any():
        raise InvalidInput("there cannot be events among nobody")
    if weights.sum() <= 0:
        raise InvalidInput("the standard population must not be empty")
    share = np.broadcast_to(weights / weights.sum(), people.shape)
    each = np.divide(share, people, out=np.where(share > 0, np.nan, 0.0), where=people > 0)
    rate, variance, largest = (each * seen).sum(axis=1), (each**2 * seen).sum(axis=1), each.max(axis=1)
    total = people.sum(axis=1)
    return Direct(
        rate,
        np.where(rate == 0, 0.0, _gamma(rate, variance, tail)),
        _gamma(rate + largest, variance + largest**2, 1 - tail),
        variance,
        np.divide(seen.sum(axis=1), total, out=np.full(total.shape, np.nan), where=total > 0),
        confidence,
    )


def _gamma(mean: Floats, variance: Floats, share: float) -> Floats:
    from scipy.special import gammaincinv

    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(gammaincinv(mean**2 / variance, share) * variance / mean)


@dataclass(frozen=True, slots=True, eq=False)
class Indirect:
    """Indirectly standardised ratios.

    Attributes
    ----------
    ratio : (areas,) observed over expected events; NaN where nothing was expected
    low, high : (areas,) limits of the ratio
    expected : (areas,) the events that the standard's rates would give
    confidence : what the limits promise
    """

    ratio: Floats
    low: Floats
    high: Floats
    expected: Floats
    confidence: float


def indirect(
    events: ArrayLike,
    population: ArrayLike,
    standard_rates: ArrayLike,
    *,
    confidence: float = 0.95,
    limits: Limits = "exact",
) -> Indirect:
    """Standardise indirectly: the area's events over those that the standard's rates give to its people.

    For areas whose events are too few to be divided by age. Ratios of areas with different ages are each to
    be read against the standard, not against each other.

    Parameters
    ----------
    events : (areas,) or a number: all events of the area, whole
    population : (areas, ages) or (ages,) people or person-years
    standard_rates : (ages,) events for a unit of population
    confidence : in (0, 1)
    limits : "exact" of the Poisson, or "byar", Byar's approximation

    Returns
    -------
    Indirect

    Raises
    ------
    InvalidInput : shapes disagree, negative or infinite values, events where none can be expected

    References
    ----------
    Breslow, Day (1987), Statistical Methods in Cancer Research II, IARC, section 2.3 (2.10 and 2.13).

    Examples
    --------
    10 events where 8 were to be expected: a ratio of 1.25 that may well be 1.

    >>> told = indirect(10, [1000, 500], [0.003, 0.01])
    >>> told.ratio.tolist(), told.low.round(2).tolist(), told.high.round(2).tolist()
    ([1.25], [0.6], [2.3])
    """
    tail = level(confidence)
    seen, people = np.atleast_1d(counts(events, "events")), np.atleast_2d(numbers(population, "population"))
    rates = numbers(standard_rates, "standard rates")
    if people.ndim != 2 or seen.shape != people.shape[:1] or rates.shape != people.shape[1:]:  # noqa: PLR2004
        raise InvalidInput(
            "population must have shape (areas, ages), events (areas,) and standard rates (ages,), not "
            f"{people.shape}, {seen.shape} and {rates.shape}"
        )
    if limits not in ("exact", "byar"):
        raise InvalidInput(f"limits must be 'exact' or 'byar', not {limits!r}")
    expected = people @ rates
    if ((expected == 0) & (seen > 0)).any():
        raise InvalidInput("there cannot be events where none is expected")
    ends = (_exact if limits == "exact" else _byar)(seen, tail)
    divisor = np.where(expected > 0, expected, np.nan)
    return Indirect(seen / divisor, ends[0] / divisor, ends[1] / divisor, expected, confidence)


def _exact(seen: Floats, tail: float) -> tuple[Floats, Floats]:
    from scipy.special import gammaincinv

    low = np.where(seen > 0, gammaincinv(np.maximum(seen, 1), tail), 0.0)
    return low, np.asarray(gammaincinv(seen + 1, 1 - tail))


def _byar(seen: Floats, tail: float) -> tuple[Floats, Floats]:
    from scipy.special import ndtri

    z = -float(ndtri(tail))
    some = np.maximum(seen, 1)
    low = np.maximum(some * (1 - 1 / (9 * some) - z / (3 * np.sqrt(some))) ** 3, 0)
    more = seen + 1
    return np.where(seen > 0, low, 0.0), more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
