"""Rates of small places, each drawn towards what all the others say, as much as its smallness asks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ordito.methods.errors import InvalidInput
from ordito.methods.rates._checked import Floats, counts, level, numbers

FEWEST_PLACES = 5
VARIATIONS = np.concatenate([[1e-4], np.linspace(0.02, 1, 50), np.geomspace(1.05, 3, 12)])
DEVIATES = np.linspace(-3.5, 3.5, 11)
NEGLIGIBLE = 1e-6
HALVINGS = 44
FURTHEST = 300.0
"""Logarithms of means beyond it are too unlikely to count, and would overflow."""


@dataclass(frozen=True, slots=True, eq=False)
class Shrunk:
    """Shrunken rates of places. NaN where a place has no exposure, everywhere where `why` says so.

    Attributes
    ----------
    rate : (places,) empirical Bayes rate, in events for a unit of exposure
    low, high : (places,) interval of the true rate; it counts the uncertainty of `mean` and `variation` too
    raw : (places,) events over exposure
    own : (places,) in 0 … 1, how much of `rate` comes from the place itself
    mean : mean of the true rates
    variation : coefficient of variation of the true rates: 0 where the places do not differ beyond chance
    shape, scale : of the gamma of the true rates (shape infinite where `variation` is 0); `scale` is what
        Clayton and Kaldor call alpha, in units of exposure
    confidence : what the interval promises
    why : empty, or what cannot be told
    """

    rate: Floats
    low: Floats
    high: Floats
    raw: Floats
    own: Floats
    mean: float | None
    variation: float | None
    shape: float | None
    scale: float | None
    confidence: float
    why: str


def shrink(events: ArrayLike, exposure: ArrayLike, *, confidence: float = 0.95) -> Shrunk:
    """Empirical Bayes rates (Poisson events, gamma rates), by maximum marginal likelihood.

    ``rate = (events + shape) / (exposure + scale)``: a place with little exposure is drawn to the mean. The
    interval averages over all the gammas that the data leave likely (flat in log mean and in variation), so
    that it is not too short where few places say how much places differ.

    Parameters
    ----------
    events : (places,) whole numbers >= 0
    exposure : (places,) people, person-years, or expected events (rates are then ratios); 0 gives NaN
    confidence : in (0, 1)

    Returns
    -------
    Shrunk : no rate at all with fewer than 5 places with exposure, or with no event

    Raises
    ------
    InvalidInput : shapes disagree, negative or infinite values, events that are not whole or have no exposure

    References
    ----------
    Clayton, Kaldor (1987), Biometrics 43(3), 671-681; Kass, Steffey (1989), JASA 84(407), 717-726.

    Examples
    --------
    Two events among 40 people are a rate of 50 in a thousand that hardly counts; 200 among 10,000 do count.

    >>> told = shrink([2, 200, 90, 160, 40, 30], [40, 10000, 9000, 8000, 3000, 1000])
    >>> (1000 * told.rate).round(1).tolist()[:2], told.own.round(2).tolist()[:2]
    ([20.9, 19.9], [0.07, 0.95])
    """
    tail = level(confidence)
    seen, among = counts(events, "events"), numbers(exposure, "exposure")
    if seen.ndim != 1 or seen.shape != among.shape:
        raise InvalidInput(
            f"events and exposure must have one shape (places,), not {seen.shape}, {among.shape}"
        )
    if ((among == 0) & (seen > 0)).any():
        raise InvalidInput("there cannot be events without exposure")
    known = among > 0
    blank = np.full(seen.size, np.nan)
    raw = np.divide(seen, among, out=blank.copy(), where=known)
    why = ""
    if known.sum() < FEWEST_PLACES:
        why = f"only {known.sum()} places have exposure: how much places differ cannot be told"
    elif not seen.any():
        why = "there is no event: no rate can be told apart from another"
    if why:
        return Shrunk(blank, blank, blank, raw, blank, None, None, None, None, confidence, why)
    order = np.lexsort((among[known], seen[known]))
    here, size = seen[known][order], among[known][order]
    unit = size.sum() / here.sum()
    fit = _fitted(here, size / unit)
    places = np.flatnonzero(known)[order]
    rate, low, high, own = blank.copy(), blank.copy(), blank.copy(), blank.copy()
    own[places] = size / (size + unit * fit.scale)
    rate[places] = own[places] * raw[places] + (1 - own[places]) * fit.mean / unit
    low[places], high[places] = (_quantiles(here, size / unit, share) / unit for share in (tail, 1 - tail))
    shape = np.inf if fit.variation == 0 else fit.variation**-2
    return Shrunk(
        rate, low, high, raw, own, fit.mean / unit, fit.variation, shape, fit.scale * unit, confidence, ""
    )


@dataclass(frozen=True, slots=True)
class _Fit:
    mean: float
    variation: float
    scale: float


def _means(seen: Floats, size: Floats, shape: Floats) -> tuple[Floats, Floats]:
    """For each shape, the likeliest log mean and its standard error (Newton; it is concave)."""
    log_mean = np.zeros(shape.size)
    for _step in range(100):
        scale = shape * np.exp(np.minimum(-log_mean, FURTHEST))
        share = scale[:, None] / (scale[:, None] + size)
        slope = ((seen + shape[:, None]) * share).sum(axis=1) - shape * seen.size
        curve = ((seen + shape[:, None]) * share * (1 - share)).sum(axis=1)
        step = np.clip(slope / -curve, -1, 1)
        log_mean -= step
        if np.abs(step).max() < 1e-12:  # noqa: PLR2004
            break
    return log_mean, 1 / np.sqrt(curve)


def _likelihood(seen: Floats, size: Floats, shape: Floats, log_mean: Floats) -> Floats:
    """Log of the negative binomial likelihood, up to a constant; arrays of shapes and log means together."""
    from scipy.special import gammaln

    scale = shape * np.exp(np.clip(-log_mean, -FURTHEST, FURTHEST))
    known, wide = seen[:, None], size[:, None]
    rising = gammaln(known + shape) - gammaln(shape) - known * np.log(shape)
    spread = (known + shape) * np.log1p(wide / scale)
    return np.asarray((rising - spread + known * log_mean).sum(axis=0))


def _profile(seen: Floats, size: Floats, variation: Floats) -> Floats:
    shape = variation**-2.0
    return _likelihood(seen, size, shape, _means(seen, size, shape)[0])


def _fitted(seen: Floats, size: Floats) -> _Fit:
    from scipy.optimize import minimize_scalar

    found = _profile(seen, size, VARIATIONS)
    best = int(np.argmax(found))
    if best == 0:
        return _Fit(1.0, 0.0, np.inf)
    around = (VARIATIONS[best - 1], VARIATIONS[min(best + 1, VARIATIONS.size - 1)])
    sharp = minimize_scalar(
        lambda variation: -_profile(seen, size, np.array([variation]))[0],
        bounds=around,
        method="bounded",
        options={"xatol": 1e-9},
    )
    shape = np.array([float(sharp.x) ** -2])
    mean = float(np.exp(_means(seen, size, shape)[0][0]))
    return _Fit(mean, float(sharp.x), float(shape[0]) / mean)


def _quantiles(seen: Floats, size: Floats, share: float) -> Floats:
    """Of the true rates, over all the likely gammas, each weighing as much as it is likely."""
    from scipy.special import gammainc

    shape = VARIATIONS**-2.0
    centre, error = _means(seen, size, shape)
    log_mean = (centre[:, None] + DEVIATES * error[:, None]).ravel()
    shapes = np.repeat(shape, DEVIATES.size)
    width = np.repeat(np.gradient(VARIATIONS), DEVIATES.size) * np.repeat(error, DEVIATES.size)
    likely = _likelihood(seen, size, shapes, log_mean)
    weight = np.exp(likely - likely.max()) * width
    weight /= weight.sum()
    kept = weight > NEGLIGIBLE
    weight, shapes, log_mean = weight[kept] / weight[kept].sum(), shapes[kept], log_mean[kept]
    alpha, beta = seen[:, None] + shapes, size[:, None] + shapes * np.exp(-log_mean)
    low, high = np.full(seen.size, -60.0), np.log((alpha / beta).max(axis=1) + 1) + 5
    for _halving in range(HALVINGS):
        half = (low + high) / 2
        below = gammainc(alpha, beta * np.exp(half)[:, None]) @ weight < share
        low, high = np.where(below, half, low), np.where(below, high, half)
    return np.asarray(np.exp(high))
