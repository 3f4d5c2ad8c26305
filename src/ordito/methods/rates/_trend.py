"""Whether counts rise or fall from year to year, beside what comes back every year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ordito.methods.errors import InvalidInput
from ordito.methods.rates._checked import MOST_WHOLE, Floats, level, read

FEWEST_PERIODS = 3
STEPS = 100
NEARLY = 1e-10
ROUNDING = 1e-18
FURTHEST = 30.0
MOST_ALIKE = 0.9


@dataclass(frozen=True, slots=True, eq=False)
class Trend:
    """Trend and season of a series of counts. None, or NaN, where `why` says that nothing can be told.

    Attributes
    ----------
    change : what the rate is multiplied by from one period (a year of months) to the next
    low, high : its interval, which counts overdispersion and correlation between neighbours in time
    p_value : of no trend, from the same error
    season : (period,) what the rate is multiplied by at each phase; its geometric mean is 1
    coefficients : log-linear model: level (at the middle of the series), log change for a step in time, then
        cosine and sine of each harmonic, with time from 1
    model_errors : standard errors of `coefficients` were the counts Poisson and independent
    errors : those on which the interval stands
    dispersion : Pearson's chi square over its degrees of freedom; 1 for Poisson counts
    autocorrelation : of Pearson residuals at distance 1; None where the counts lie on the trend, and what is
        left is rounding
    observed : counts that are not missing
    confidence : what the interval promises
    why : empty, or what cannot be told
    """

    change: float | None
    low: float | None
    high: float | None
    p_value: float | None
    season: Floats
    coefficients: Floats
    model_errors: Floats
    errors: Floats
    dispersion: float | None
    autocorrelation: float | None
    observed: int
    confidence: float
    why: str


def trend(
    counts: ArrayLike,
    *,
    period: int = 12,
    exposure: ArrayLike | None = None,
    harmonics: int = 2,
    confidence: float = 0.95,
) -> Trend:
    """Log-linear trend with a season of harmonics, by Poisson regression.

    The standard error is the larger of two: the model's times the root of the dispersion (where above 1) and
    of what a correlation between neighbours in time adds, and the one that allows for any correlation (Newey,
    West 1987; bandwidth 1.3 √n). Where each month is much like the one before (0.6) a few years say little of
    it, and an interval of 95 % holds the truth some 85 times in 100.

    Parameters
    ----------
    counts : (n,) whole numbers >= 0 at even steps, in order of time, NaN where missing
    period : >= 2 steps in a period: 12 for months
    exposure : None, or (n,) people at each step, > 0
    harmonics : waves in a period, 1 <= harmonics, 2 × harmonics < period
    confidence : in (0, 1)

    Returns
    -------
    Trend : nothing is told with fewer than three whole periods observed, with no event, or where events all
        lie at one end

    Raises
    ------
    InvalidInput : counts that are negative, infinite or not whole, an exposure of another shape or <= 0

    References
    ----------
    Zeger (1988), Biometrika 75(4), 621-629; Lazarus et al. (2018), Journal of Business & Economic Statistics
    36(4), 541-559, for the bandwidth.

    Examples
    --------
    Four years of quarters, half as many events again each year, twice as many in winter.

    >>> quarters = [40, 22, 24, 27, 60, 33, 37, 41, 90, 50, 55, 61, 135, 75, 82, 91]
    >>> told = trend(quarters, period=4, harmonics=1)
    >>> round(told.change, 2), told.low < 1.5 < told.high, int(told.season.argmax())
    (1.47, True, 0)
    """
    tail = level(confidence)
    seen, among = _checked(counts, period, exposure, harmonics)
    design = _design(seen.size, period, harmonics)
    here = ~np.isnan(seen)
    observed = int(here.sum())
    why = ""
    if observed < FEWEST_PERIODS * period:
        why = f"only {observed} counts: a trend beside a season of {period} needs {FEWEST_PERIODS * period}"
    elif not seen[here].any():
        why = "there is no event"
    fit = None if why else _fit(seen[here], among[here], design[here])
    if fit is None:
        nothing = np.full(design.shape[1], np.nan)
        return Trend(
            *(None, None, None, None, np.full(period, np.nan), nothing, nothing, nothing, None, None),
            observed=observed,
            confidence=confidence,
            why=why or "events or counts lie in too few places for a trend and a season",
        )
    return _told(_Series(seen, design, here, period, observed), *fit, tail)


@dataclass(frozen=True, slots=True, eq=False)
class _Series:
    seen: Floats
    design: Floats
    here: NDArray[np.bool_]
    period: int
    observed: int


def _checked(
    counts: ArrayLike, period: int, exposure: ArrayLike | None, harmonics: int
) -> tuple[Floats, Floats]:
    seen = read(counts, "counts and exposure")
    among = np.ones(seen.shape) if exposure is None else read(exposure, "counts and exposure")
    if seen.ndim != 1 or seen.size == 0:
        raise InvalidInput(f"counts must have shape (n,), not {seen.shape}")
    known = seen[~np.isnan(seen)]
    if (known > MOST_WHOLE).any() or (known < 0).any() or (known % 1 != 0).any():
        raise InvalidInput("counts must be whole numbers from 0 to 2^53, or NaN where missing")
    if among.shape != seen.shape or not np.isfinite(among).all() or (among <= 0).any():
        raise InvalidInput("exposure must be finite and > 0, one for each count")
    for name, value, least in (("period", period, 2), ("harmonics", harmonics, 1)):
        if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
            raise InvalidInput(f"{name} must be an integer >= {least}, not {value!r}")
    if 2 * harmonics >= period:
        raise InvalidInput(f"a period of {period} has room for fewer than {harmonics} harmonics")
    return seen, among


def _design(n: int, period: int, harmonics: int) -> Floats:
    time = np.arange(1, n + 1)
    waves = 2 * np.pi * time[:, None] * np.arange(1, harmonics + 1) / period
    both = np.stack([np.cos(waves), np.sin(waves)], axis=2).reshape(n, -1)
    return np.column_stack([np.ones(n), time - (n + 1) / 2, both])


def _fit(seen: Floats, among: Floats, design: Floats) -> tuple[Floats, Floats, Floats] | None:
    """Coefficients, fitted counts, and inverse information; None where the likelihood has no top."""
    offset = np.log(among)
    fitted = seen + seen.mean()
    along = np.log(fitted)
    for _step in range(STEPS):
        weighed = design * fitted[:, None]
        information = design.T @ weighed
        if np.linalg.cond(information) > 1 / np.finfo(float).eps:
            return None
        found = np.linalg.solve(information, weighed.T @ (along - offset + seen / fitted - 1))
        before, along = along, offset + design @ found
        if np.ptp(along - offset) > FURTHEST:
            return None
        fitted = np.exp(along)
        if np.abs(along - before).max() < NEARLY:
            return found, fitted, np.linalg.inv(design.T @ (design * fitted[:, None]))
    return None


def _told(series: _Series, found: Floats, fitted: Floats, inverse: Floats, tail: float) -> Trend:
    from scipy.special import stdtr, stdtrit

    here = series.here
    freedom = series.observed - found.size
    residuals = np.zeros(series.seen.size)
    residuals[here] = (series.seen[here] - fitted) / np.sqrt(fitted)
    left = float((residuals**2).sum())
    dispersion = left / freedom if left > ROUNDING * float(fitted.sum()) else 0.0
    scores = np.zeros(series.design.shape)
    scores[here] = series.design[here] * (series.seen[here] - fitted)[:, None]
    model = np.sqrt(np.diag(inverse))
    apart = np.sqrt(np.diag(inverse @ _long_run(scores) @ inverse) * series.observed / freedom)
    neighbours = here[1:] & here[:-1]
    pairs = (residuals[1:] * residuals[:-1])[neighbours].sum() / max(int(neighbours.sum()), 1)
    alike = float(pairs / (residuals[here] ** 2).mean()) if dispersion > 0 else None
    drawn_out = _drawn_out(alike or 0.0, series.observed, found.size)
    errors = np.maximum(model * np.sqrt(max(dispersion, 1.0) * drawn_out), apart)
    by, error = float(found[1]) * series.period, float(errors[1]) * series.period
    reach = float(stdtrit(freedom, 1 - tail)) * error
    waves = series.design[: series.period, 2:] @ found[2:]
    return Trend(
        change=float(np.exp(by)),
        low=float(np.exp(by - reach)),
        high=float(np.exp(by + reach)),
        p_value=float(2 * stdtr(freedom, -abs(by / error))),
        season=np.exp(waves - waves.mean()),
        coefficients=found,
        model_errors=model,
        errors=errors,
        dispersion=dispersion,
        autocorrelation=alike,
        observed=series.observed,
        confidence=1 - 2 * tail,
        why="",
    )


def _drawn_out(alike: float, observed: int, coefficients: int) -> float:
    """How much wider the variance of a slope is where each step is like the one before; 1 where it is not.

    What the fit takes away from the correlation of the residuals is given back (Kendall 1954).
    """
    likely = alike + (coefficients / 2 + 1 + 3 * alike) / observed
    likely = min(max(likely, 0.0), MOST_ALIKE) * (alike > observed**-0.5)
    return float((1 + likely) / (1 - likely))


def _long_run(scores: Floats) -> Floats:
    """Covariance of the sum of scores that are correlated in time, with Bartlett's weights."""
    furthest = min(int(1.3 * np.sqrt(len(scores))), len(scores) - 1)
    total = scores.T @ scores
    for lag in range(1, furthest + 1):
        across = scores[lag:].T @ scores[:-lag]
        total = total + (1 - lag / (furthest + 1)) * (across + across.T)
    return np.asarray(total)
