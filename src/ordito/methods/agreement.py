"""How far two or more people who coded the same texts agree beyond chance, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ordito.methods.errors import InvalidInput

__all__ = ["Agreement", "Level", "krippendorff_alpha"]

Floats: TypeAlias = NDArray[np.float64]
Level = Literal["nominal", "ordinal", "interval", "ratio"]

FEWEST_FOR_ALPHA = 2
FEWEST_FOR_INTERVAL = 5
UNTOLD_AT_MOST = 0.05
BLOCK = 256
FEWEST_BEYOND = 1.0
"""Resamples that must lie beyond each end, or the end is only the farthest of those that were drawn."""
LARGEST_CODE = 2.0**53
MOST_CELLS = 50_000_000


@dataclass(frozen=True, slots=True)
class Agreement:
    """Krippendorff's alpha of one table of ratings.

    Attributes
    ----------
    alpha : 1 for perfect agreement, 0 for that of chance, negative below it; None where nothing can be told
    low, high : the bootstrap interval; None where it cannot be told
    confidence : what the interval promises
    monte_carlo_error : standard error of the worse of the two ends, due to a finite number of resamples
    observed, expected : mean disagreement inside units, and between any two pairable values (for intervals
        in units of the squared range of the values)
    units : units with at least two values, the only ones that say anything
    values : pairable values in those units
    set_aside : values alone in their unit, which cannot be paired
    raters : people with at least one pairable value
    categories : distinct pairable values
    undefined : share of resamples in which alpha is undefined (everything fell in one category)
    why : empty, or what cannot be told and for which reason
    """

    alpha: float | None
    low: float | None
    high: float | None
    confidence: float
    monte_carlo_error: float | None
    observed: float | None
    expected: float | None
    units: int
    values: int
    set_aside: int
    raters: int
    categories: int
    undefined: float
    why: str


def krippendorff_alpha(
    ratings: ArrayLike,
    *,
    level: Level,
    rng: np.random.Generator,
    replicates: int = 2000,
    confidence: float = 0.95,
) -> Agreement:
    """Agreement of several people on the same units, corrected for chance.

    ``alpha = 1 - D_o / D_e``: the disagreement seen inside units over the one expected between any two
    values that can be paired. The interval resamples units, and recomputes both disagreements in each. Among
    those resampled is one unit that was not seen: for the low end its people agree as by chance, for the high
    end wholly, so that five units on which all agree are not taken for certainty.

    Parameters
    ----------
    ratings : (raters, units) floats, NaN where a person did not rate; codes of a nominal level are any
        numbers; at the ratio level they are >= 0
    level : "nominal" (codes), "ordinal" (ranks), "interval" (differences), "ratio" (proportions)
    rng : decides the resamples and nothing else; the order of units and raters does not matter
    replicates : >= 100 resamples, and so many that one lies beyond each end: ``2 / (1 - confidence)``
    confidence : in (0, 1)

    Returns
    -------
    Agreement : `alpha` is None with fewer than 2 units that two people rated, or when all the values are
        one; the interval is None with fewer than 5 such units, or when more than 5 % of the resamples are
        undefined

    Raises
    ------
    InvalidInput : not two-dimensional, infinite values, integers beyond 2^53, more than 50 million of units
        times different values, a level of another name, too few replicates, no `rng`

    References
    ----------
    Krippendorff (2011), Computing Krippendorff's alpha-reliability; Zapf et al. (2016), BMC Medical Research
    Methodology 16, 93 (on resampling units).

    Examples
    --------
    Two people sorted ten texts in two classes; they agree on six, and alpha says that chance gives as much.

    >>> anna = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    >>> berto = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    >>> told = krippendorff_alpha([anna, berto], level="nominal", rng=np.random.default_rng(1))
    >>> round(told.alpha, 3)
    0.095

    Where everybody always gave the same code, nothing is known about agreement.

    >>> told = krippendorff_alpha([[1, 1, 1], [1, 1, 1]], level="nominal", rng=np.random.default_rng(1))
    >>> told.alpha, told.why
    (None, 'every pairable value is the same: there is no disagreement to expect')
    """
    table = _checked(ratings, level, rng, replicates, confidence)
    rated = np.isfinite(table)
    paired = rated.sum(axis=0) > 1
    kept = table[:, paired]
    codes, counts = _counts(kept)
    blank = Agreement(
        *(None, None, None, confidence, None, None, None),
        units=int(paired.sum()),
        values=int(counts.sum()),
        set_aside=int(rated[:, ~paired].sum()),
        raters=int(np.isfinite(kept).any(axis=1).sum()),
        categories=codes.size,
        undefined=0.0,
        why="",
    )
    if blank.units < FEWEST_FOR_ALPHA:
        return replace(blank, why=f"only {blank.units} units have two values or more")
    if codes.size == 1:
        return replace(blank, why="every pairable value is the same: there is no disagreement to expect")
    (observed,), (expected,) = _disagreements(codes, counts, np.ones((1, blank.units)), level)
    told = replace(
        blank, alpha=float(1 - observed / expected), observed=float(observed), expected=float(expected)
    )
    return _with_interval(told, codes, counts, level, rng, replicates)


def _checked(
    ratings: ArrayLike, level: str, rng: np.random.Generator, replicates: int, confidence: float
) -> Floats:
    if level not in get_args(Level):
        raise InvalidInput(f"level must be one of {', '.join(get_args(Level))}, not {level!r}")
    if isinstance(replicates, bool) or not isinstance(replicates, int | np.integer) or replicates < 100:  # noqa: PLR2004
        raise InvalidInput(f"replicates must be an integer >= 100, not {replicates!r}")
    if not isinstance(rng, np.random.Generator):
        raise InvalidInput(f"rng must be a numpy.random.Generator, not {rng!r}")
    if not isinstance(confidence, int | float | np.floating) or not 0 < confidence < 1:
        raise InvalidInput(f"confidence must lie between 0 and 1, not {confidence!r}")
    tail = replicates * (1 - confidence) / 2
    if tail < FEWEST_BEYOND:
        enough = int(np.ceil(FEWEST_BEYOND * 2 / (1 - confidence)))
        raise InvalidInput(
            f"an interval of {confidence:g} needs {enough} replicates at least, not {replicates}"
        )
    table = _table(ratings)
    if table.ndim != 2 or table.size == 0:  # noqa: PLR2004
        raise InvalidInput(f"ratings must have shape (raters, units), none of them zero, not {table.shape}")
    if np.isinf(table).any():
        raise InvalidInput("ratings must be finite, or NaN where a person did not rate")
    if level == "ratio" and (table < 0).any():
        raise InvalidInput("ratings at the ratio level must be >= 0")
    return table


def _table(ratings: ArrayLike) -> Floats:
    """Numbers, each code with a float of its own."""
    try:
        given = np.asarray(ratings)
        table = np.array(ratings, dtype=float) if given.dtype.kind in "biufO" else None
    except (TypeError, ValueError):
        table = None
    if table is None:
        raise InvalidInput(
            "ratings must be numbers, NaN where a person did not rate: give texts a number each"
        )
    if given.dtype.kind in "iuO" and (np.abs(table) >= LARGEST_CODE).any():
        raise InvalidInput("integers beyond 2^53 cannot be told apart: number the codes from 0")
    return table


def _counts(kept: Floats) -> tuple[Floats, Floats]:
    """The distinct codes, and how many raters gave each to each unit: units in an order that is their own."""
    codes = np.unique(kept[np.isfinite(kept)])
    if kept.shape[1] * codes.size > MOST_CELLS:
        raise InvalidInput(
            f"{codes.size} different values in {kept.shape[1]} units are too many: "
            "round them, or take a part of the units"
        )
    counts = np.zeros((kept.shape[1], codes.size))
    raters, units = np.nonzero(np.isfinite(kept))
    np.add.at(counts, (units, np.searchsorted(codes, kept[raters, units])), 1.0)
    return codes, counts[np.lexsort(counts.T[::-1])] if codes.size else counts


def _disagreements(codes: Floats, counts: Floats, times: Floats, level: Level) -> tuple[Floats, Floats]:
    """Observed and expected disagreement when unit u is taken `times[b, u]` times, for each b."""
    size = counts.sum(axis=1)
    margins = times @ counts
    total = margins.sum(axis=1)
    if level == "nominal":
        inside = times @ ((size**2 - (counts**2).sum(axis=1)) / (size - 1))
        between = total**2 - (margins**2).sum(axis=1)
    elif level == "ratio":
        sums = codes[:, None] + codes
        apart = ((codes[:, None] - codes) / np.where(sums > 0, sums, 1.0)) ** 2
        inside = times @ (((counts @ apart) * counts).sum(axis=1) / (size - 1))
        between = ((margins @ apart) * margins).sum(axis=1)
    else:
        # Ordinal distances are differences of mean ranks: (sum from c to k of n_g - (n_c + n_k) / 2)^2.
        places = np.cumsum(margins, axis=1) - margins / 2 if level == "ordinal" else _unit_range(codes)[None]
        places = places - (margins * places).sum(axis=1, keepdims=True) / total[:, None]
        between = 2 * total * (margins * places**2).sum(axis=1)
        if level == "ordinal":
            first = (times @ (counts * (size / (size - 1))[:, None]) * places**2).sum(axis=1)
            inside = 2 * (first - (times * ((counts @ places.T) ** 2 / (size - 1)[:, None]).T).sum(axis=1))
        else:
            inside = times @ (2 * size / (size - 1) * _squares_inside(_unit_range(codes), counts))
    return inside / total, between / (total * (total - 1))


def _unit_range(codes: Floats) -> Floats:
    """The codes between 0 and 1: alpha of intervals has no unit, and large numbers have no squares."""
    halves = codes / 2 - codes[0] / 2
    return np.asarray(halves / halves[-1])


def _squares_inside(places: Floats, counts: Floats) -> Floats:
    """Sum of squares around each unit's own mean."""
    means = counts @ places / counts.sum(axis=1)
    return np.asarray((counts * (places - means[:, None]) ** 2).sum(axis=1))


def _with_interval(
    told: Agreement, codes: Floats, counts: Floats, level: Level, rng: np.random.Generator, replicates: int
) -> Agreement:
    if told.units < FEWEST_FOR_INTERVAL:
        why = f"only {told.units} units have two values or more: no interval can be told"
        return replace(told, why=why)
    lows, highs = [], []
    even = np.full(told.units + 1, 1 / (told.units + 1))
    for start in range(0, replicates, BLOCK):
        drawn = rng.multinomial(told.units + 1, even, min(BLOCK, replicates - start)).astype(float)
        drawn = drawn[np.count_nonzero(drawn[:, :-1] @ counts, axis=1) > 1]
        times, unseen = drawn[:, :-1], drawn[:, -1]
        observed, expected = _disagreements(codes, counts, times, level)
        found, total = 1 - observed / expected, times @ counts.sum(axis=1)
        seen = total / (total + unseen * told.values / told.units)
        lows.append(np.minimum(found, found * seen))
        highs.append(1 - (1 - found) * seen)
    at_least, at_most = np.concatenate(lows), np.concatenate(highs)
    undefined = 1 - at_least.size / replicates
    if undefined > UNTOLD_AT_MOST:
        why = f"in {undefined:.0%} of the resamples every value is the same: no interval can be told"
        return replace(told, undefined=undefined, why=why)
    tail = (1 - told.confidence) / 2
    spread = np.sqrt(tail * (1 - tail) / at_least.size)
    around = [max(tail - spread, 0), tail + spread]
    low, *below = (float(each) for each in np.quantile(at_least, [tail, *around]))
    high, *above = (float(each) for each in np.quantile(at_most, [1 - tail, *(1 - each for each in around)]))
    error = max(below[1] - below[0], above[0] - above[1]) / 2
    return replace(told, low=low, high=high, monte_carlo_error=error, undefined=undefined)
