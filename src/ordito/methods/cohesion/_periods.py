"""Cohesion by year, and its change between two periods."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ordito.methods.cohesion._blocks import two_mode_embeddedness
from ordito.methods.cohesion._bridging import labels, two_mode_bridging
from ordito.methods.cohesion._inequality import inequality
from ordito.methods.cohesion._input import Floats, Integers, count
from ordito.methods.cohesion._resampling import (
    FEWEST_EVENTS,
    Intervals,
    Measure,
    bootstrap,
    draws_of,
    errors,
    generator,
    mean,
    measured,
    student,
)
from ordito.methods.cohesion._ties import Ties, check, chosen, participation
from ordito.methods.errors import InvalidInput


@dataclass(frozen=True, slots=True, eq=False)
class Cohesion:
    """A period: depth of each actor (`two_mode_embeddedness`), mean depth of each community, and the whole.

    The whole has four values: the mean depth of all actors, the greatest, the Gini index of participation,
    and the share of ties between communities (NaN where there are fewer than two).
    """

    actor: Intervals
    community: Intervals
    whole: Intervals


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """How a measure differs between two periods; one entry for each of its values.

    `before` and `after` are told for the same number of `events`, and so is their difference, with its
    interval. `direction` is 1 or -1 where all of the interval is on one side of 0, 0 where it cannot be told.
    `monte_carlo` is the standard error of `difference` that comes from the number of replicates.
    """

    before: Floats
    after: Floats
    difference: Floats
    low: Floats
    high: Floats
    direction: NDArray[np.int64]
    monte_carlo: Floats
    events: int
    replicates: int


def cohesion_by_period(
    ties: Ties,
    period: ArrayLike,
    *,
    community: ArrayLike | None = None,
    rng: np.random.Generator,
    replicates: int = 1000,
    level: float = 0.95,
) -> dict[int, Cohesion]:
    """Tell how a community holds together in each year, and how sure that is.

    Parameters
    ----------
    ties : who took part in what
    period : (events,) integers, such as years
    community : (actors,) integers from 0, -1 for who has none; sector or territory (nobody has one if not
        given)
    rng : random generator
    replicates, level : as in `bootstrap`, which see

    Returns
    -------
    dict : from each period that has an event, in order, to its `Cohesion`

    Raises
    ------
    InvalidInput : shapes disagree, or a value is out of its range

    Examples
    --------
    >>> from ordito.methods.cohesion import ties
    >>> met = ties([0, 1, 0, 1, 0, 2], [0, 0, 1, 1, 2, 2], actors=3, events=3)
    >>> years = cohesion_by_period(met, [2016, 2016, 2017], rng=np.random.default_rng(1), replicates=9)
    >>> {year: found.actor.estimate.tolist() for year, found in years.items()}
    {2016: [2.0, 2.0, 0.0], 2017: [1.0, 0.0, 1.0]}
    """
    nobody = np.full(check(ties).actors, -1)
    label, size = labels(nobody if community is None else community, ties.actors, None)
    try:
        when = np.asarray(period)
    except ValueError:
        raise InvalidInput(f"period: expected integers ({ties.events},), found unequal rows") from None
    if when.shape != (ties.events,) or (ties.events and when.dtype.kind not in "iu"):
        raise InvalidInput(f"period: expected integers ({ties.events},), found {when.dtype} {when.shape}")

    def measure(held: Ties) -> Floats:
        depth = two_mode_embeddedness(held).astype(np.float64)
        return np.concatenate([depth, _means(depth, label, size), _whole(held, depth, label, size)])

    found = {}
    for each in np.unique(when).tolist():
        held = chosen(ties, np.flatnonzero(when == each))
        every = bootstrap(held, measure, rng=rng, replicates=replicates, level=level)
        ends = (0, ties.actors, ties.actors + size, every.estimate.size)
        found[each] = Cohesion(*(_part(every, *pair) for pair in pairwise(ends)))
    return found


def change(
    before: Ties,
    after: Ties,
    measure: Measure,
    *,
    rng: np.random.Generator,
    replicates: int = 1000,
    level: float = 0.95,
) -> Change:
    """Tell how a measure changed between two periods, and how sure that is.

    More meetings make any community look more cohesive. So both periods are measured on as many events as the
    one with fewer has: the other is averaged over draws of that many of its events, without repetition. The
    interval takes the uncertainty of both at that number of events (`bootstrap`), as if they were
    independent; for the period with more events that is more than it has, so that the interval is on the wide
    side.

    Parameters
    ----------
    before, after : two periods, for example by `between`
    measure : gives one or more numbers of any `Ties`, always as many; NaN for what cannot be told
    rng : random generator
    replicates, level : as in `bootstrap`

    Returns
    -------
    Change : `low` and `high` NaN where no interval can be told, under 6 events or as in `Intervals`

    Raises
    ------
    InvalidInput : a value is out of its range, or `measure` does not give numbers, always as many

    References
    ----------
    Hurlbert (1971), Ecology 52(4), 577-586, for comparing at equal numbers (rarefaction).

    Examples
    --------
    Everyone was at all of nine meetings; then at all of eighteen. Nothing changed but how many were held.

    >>> from ordito.methods.cohesion import participation, ties
    >>> def held(events):
    ...     return ties(np.repeat([0, 1, 2], events), [*range(events)] * 3, actors=3, events=events)
    >>> found = change(held(9), held(18), participation, rng=np.random.default_rng(1), replicates=50)
    >>> found.difference.tolist()
    [0.0, 0.0, 0.0]
    """
    events = min(check(before).events, check(after).events)
    replicates = count(replicates, "replicates", 2)
    width = student(level, events)
    size = measured(measure, before, None).size
    generator(rng)
    old, old_noise, old_error = _at(before, events, measure, size, rng, replicates)
    new, new_noise, new_error = _at(after, events, measure, size, rng, replicates)
    difference, error = new - old, np.hypot(old_error, new_error)
    told = ~np.isnan(difference) & (events >= FEWEST_EVENTS) & (error > 0)
    low = np.where(told, difference - width * error, np.nan)
    high = np.where(told, difference + width * error, np.nan)
    direction = (low > 0).astype(np.int64) - (high < 0)
    noise = np.hypot(old_noise, new_noise)
    return Change(old, new, difference, low, high, direction, noise, events, replicates)


def _at(
    ties: Ties, events: int, measure: Measure, size: int, rng: np.random.Generator, replicates: int
) -> tuple[Floats, Floats, Floats]:
    """Measure on that many events; tell how far off the average of draws may be, and the standard error."""
    error, _noise = errors(draws_of(ties, events, measure, size, rng, replicates), events)
    if ties.events == events:
        return measured(measure, ties, size), np.zeros(size), error
    parts = (chosen(ties, rng.permutation(ties.events)[:events]) for _replicate in range(replicates))
    draws = np.array([measured(measure, part, size) for part in parts])
    average = mean(draws)
    told = np.maximum((~np.isnan(draws)).sum(axis=0), 1)
    return average, np.sqrt(mean((draws - average) ** 2) / told), error


def _part(every: Intervals, start: int, end: int) -> Intervals:
    here = slice(start, end)
    return Intervals(
        every.estimate[here],
        every.low[here],
        every.high[here],
        every.error[here],
        every.bias[here],
        every.monte_carlo[here],
        every.events,
        every.replicates,
    )


def _means(depth: Floats, label: Integers, size: int) -> Floats:
    members = np.bincount(label[label >= 0], minlength=size)
    total = np.bincount(label[label >= 0], weights=depth[label >= 0], minlength=size)
    return np.where(members > 0, total / np.maximum(members, 1), np.nan)


def _whole(held: Ties, depth: Floats, label: Integers, size: int) -> Floats:
    across = two_mode_bridging(held, label, groups=size).across if size > 1 else np.nan
    average = depth.mean() if depth.size else np.nan
    return np.array([average, depth.max(initial=0), inequality(participation(held)).gini, across])
