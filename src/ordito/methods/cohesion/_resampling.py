"""How sure a measure is, had other meetings been held instead: bootstrap over events."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ordito.methods.cohesion._input import Floats, count
from ordito.methods.cohesion._ties import Ties, check, chosen
from ordito.methods.errors import InvalidInput

Measure = Callable[[Ties], ArrayLike]

FEWEST_EVENTS = 6
"""With fewer, resampling shows too little of what else might have happened for an interval to be told."""

UNTOLD = 0.05
"""Share of replicates that may not tell the measure (NaN) before its interval is not told either."""


@dataclass(frozen=True, slots=True, eq=False)
class Intervals:
    """A measure and its uncertainty; one entry for each of its values.

    `low` and `high` are NaN where no interval can be told: under 6 events, where the measure was the same in
    all replicates (one who never came has nothing to resample), or where it was not defined in more than one
    in twenty. `error` is the standard error, `bias` how far replicates lie from the estimate on average (they
    repeat events, so that depth and inequality move), `monte_carlo` the standard error of `low` and `high`
    that comes from the number of replicates.
    """

    estimate: Floats
    low: Floats
    high: Floats
    error: Floats
    bias: Floats
    monte_carlo: Floats
    events: int
    replicates: int


def bootstrap(
    ties: Ties,
    measure: Measure,
    *,
    rng: np.random.Generator,
    replicates: int = 1000,
    level: float = 0.95,
) -> Intervals:
    """Tell how sure a measure of a community is, by drawing its events anew, with repetition.

    An event is drawn with everyone who was there: what is uncertain is which meetings are held and who comes
    to each, not the ties one by one. The interval is ``estimate -+ t error``, with Student's t of events - 1
    degrees of freedom: percentiles of the replicates miss measures which repetition moves.

    Parameters
    ----------
    ties : who took part in what; the events drawn from are all of them
    measure : gives one or more numbers of any `Ties`, always as many; NaN for what cannot be told
    rng : random generator
    replicates : how many, 2 or more
    level : coverage aimed at, above 0 and under 1

    Returns
    -------
    Intervals

    Raises
    ------
    InvalidInput : a value is out of its range, or `measure` does not give numbers, always as many

    References
    ----------
    Efron, Tibshirani (1993), An Introduction to the Bootstrap, chapters 6 and 12.
    Snijders, Borgatti (1999), Connections 22(2), 61-70, for networks.

    Examples
    --------
    Twelve meetings; the first actor was at all of them, the second at half.

    >>> from ordito.methods.cohesion import participation, ties
    >>> came = ties([0] * 12 + [1] * 6, [*range(12), *range(6)], actors=2, events=12)
    >>> found = bootstrap(came, participation, rng=np.random.default_rng(1))
    >>> found.estimate.tolist(), found.low.round().tolist(), found.high.round().tolist()
    ([12.0, 6.0], [nan, 2.0], [nan, 10.0])
    """
    events = check(ties).events
    replicates = count(replicates, "replicates", 2)
    estimate = measured(measure, ties, None)
    width = student(level, events)
    draws = draws_of(ties, events, measure, estimate.size, generator(rng), replicates)
    error, noise = errors(draws, events)
    told = ~np.isnan(estimate) & (events >= FEWEST_EVENTS) & (error > 0)
    return Intervals(
        estimate,
        np.where(told, estimate - width * error, np.nan),
        np.where(told, estimate + width * error, np.nan),
        error,
        mean(draws) - estimate,
        np.where(told, width * noise, np.nan),
        events,
        replicates,
    )


def generator(rng: object) -> np.random.Generator:
    """Refuse what is not a random generator."""
    if not isinstance(rng, np.random.Generator):
        raise InvalidInput(f"rng: expected a numpy.random.Generator, found {type(rng).__name__}")
    return rng


def student(level: float, events: int) -> float:
    """How many standard errors to each side, for a mean of that many events."""
    from scipy.stats import t

    if not isinstance(level, float) or not 0 < level < 1:
        raise InvalidInput(f"level: expected a number above 0 and under 1, found {level!r}")
    return float(t.ppf((1 + level) / 2, max(events - 1, 1)))


def draws_of(
    ties: Ties, events: int, measure: Measure, size: int, rng: np.random.Generator, replicates: int
) -> Floats:
    """Measure `replicates` draws of that many events, with repetition: (replicates, size)."""
    drawn = events if ties.events else 0
    draws = np.empty((replicates, size))
    for at in range(replicates):
        draws[at] = measured(measure, chosen(ties, rng.integers(max(ties.events, 1), size=drawn)), size)
    return draws


def mean(draws: Floats) -> Floats:
    """Average the replicates that tell; NaN where none does."""
    told = ~np.isnan(draws)
    with np.errstate(invalid="ignore", divide="ignore"):
        average: Floats = np.where(told, draws, 0).sum(axis=0) / told.sum(axis=0)
    return average


def errors(draws: Floats, events: int) -> tuple[Floats, Floats]:
    """Give the standard error, and its own from how many replicates there are; NaN where too few tell."""
    told = ~np.isnan(draws)
    squares = np.where(told, draws - mean(draws), np.nan) ** 2
    few = told.mean(axis=0) < 1 - UNTOLD
    variance = mean(squares)
    spread = np.sqrt(mean((squares - variance) ** 2) / len(draws))
    with np.errstate(invalid="ignore", divide="ignore"):
        error = np.sqrt(variance * events / max(events - 1, 1))
        noise = np.where(variance > 0, spread / (2 * np.sqrt(variance)), 0.0)
    return np.where(few, np.nan, error), np.where(few, np.nan, noise)


def measured(measure: Measure, ties: Ties, size: int | None) -> Floats:
    """Take the measure, or say what was expected of it."""
    try:
        found = np.atleast_1d(np.asarray(measure(ties), dtype=np.float64))
    except (TypeError, ValueError) as why:
        raise InvalidInput(f"measure: expected a function of ties that gives numbers ({why})") from why
    if found.ndim != 1 or (size is not None and found.size != size) or np.isinf(found).any():
        raise InvalidInput(
            f"measure: expected numbers in a row, always as many and none infinite, found {found.shape}"
        )
    return found
