"""Published worked examples, ten thousand small cases against other formulas, and growth with the places."""

from __future__ import annotations

import numpy as np
from scipy.stats import chi2, gamma, nbinom
from tests.methods.test_rates import BIRTHS, DOWN, LIP_EXPECTED, LIP_SEEN, polio

from benchmarks.methods.frame import Figure, Growth, timed
from ordito.methods.rates import direct, indirect, shrink, trend

NAME = "rates"
CASES = 10_000


def figures() -> list[Figure]:
    """Each published case, then the fuzzed ones."""
    lip = shrink(LIP_SEEN, LIP_EXPECTED)
    down = direct(DOWN[4], BIRTHS[4], BIRTHS.sum(axis=0))
    fall = 1000 * trend(polio()).coefficients[1]
    gamma_of_lip = (float(lip.shape or 0), float(lip.scale or 0))
    down_of = tuple(1e5 * float(each[0]) for each in (down.rate, down.low, down.high))
    wrong = standardised() + shrunk()
    covered = coverage()
    return [
        Figure(
            NAME,
            "tumori del labbro in Scozia, gamma (Clayton e Kaldor 1987)",
            "1,88 e 1,32",
            "{:.4f} e {:.4f}".format(*gamma_of_lip).replace(".", ","),
            bool(np.allclose(gamma_of_lip, (1.88, 1.32), atol=0.005)),
        ),
        Figure(
            NAME,
            "sindrome di Down, tasso diretto e intervallo (Fay e Feuer 1997)",
            "75,529 (67,702-188,300)",
            "{:.3f} ({:.3f}-{:.3f})".format(*down_of).replace(".", ","),
            bool(np.allclose(down_of, (75.52901, 67.70212, 188.30017), atol=1e-4)),
        ),
        Figure(
            NAME,
            "poliomielite, tendenza con stagione (Zeger 1988; Davis e altri 2000)",
            "−4,799 per mille mesi",
            f"{fall:.3f}".replace(".", ",").replace("-", "−"),
            abs(fall + 4.799) < 0.0005,
        ),
        Figure(NAME, f"{CASES:,} casi a caso".replace(",", "."), "0 errori", f"{wrong} errori", wrong == 0),
        Figure(
            NAME,
            "intervalli al 95 % di 12 luoghi, 150 prove",
            "coprono ≥ 93 %",
            f"{covered:.1%}".replace(".", ","),
            covered >= 0.93,
        ),
    ]


def standardised() -> int:
    """Nine thousand nine hundred cases: limits by the quantiles of scipy, sums written out."""
    wrong = 0
    for seed in range(CASES - 100):
        rng = np.random.default_rng(seed)
        ages = int(rng.integers(1, 6))
        people, standard, rates = (
            rng.uniform(low, high, ages) for low, high in ((10, 500), (1, 9), (0.001, 0.2))
        )
        events = rng.poisson(people * rates)
        told, ratio = direct(events, people, standard), indirect(events.sum(), people, rates)
        weights = standard / standard.sum() / people
        rate, variance, most = (weights * events).sum(), (weights**2 * events).sum(), weights.max()
        low = gamma.ppf(0.025, rate**2 / variance, scale=variance / rate) if rate else 0.0
        above, wider = rate + most, variance + most**2
        high = gamma.ppf(0.975, above**2 / wider, scale=wider / above)
        expected = (people * rates).sum()
        ends = [
            chi2.ppf(0.025, 2 * events.sum()) / 2 if rate else 0.0,
            chi2.ppf(0.975, 2 * events.sum() + 2) / 2,
        ]
        ours = [told.rate[0], told.low[0], told.high[0], ratio.low[0] * expected, ratio.high[0] * expected]
        wrong += not np.allclose(ours, [rate, low, high, *ends], rtol=1e-8)
    return wrong


def shrunk() -> int:
    """A hundred cases: no gamma near is likelier, every rate lies between own and mean."""
    wrong = 0
    for seed in range(100):
        rng = np.random.default_rng(seed)
        among = rng.uniform(1, 100, int(rng.integers(5, 12)))
        events = rng.poisson(among * rng.gamma(3, 0.1, among.size))
        told = shrink(events, among)
        if told.shape is None or told.scale is None or told.mean is None:
            wrong += bool(events.any())
            continue
        between = (np.minimum(told.raw, told.mean) <= told.rate + 1e-9) & (
            told.rate <= np.maximum(told.raw, told.mean) + 1e-9
        )
        best = np.inf
        if np.isfinite(told.shape):
            likely = [
                nbinom.logpmf(events, told.shape * a, told.scale * b / (told.scale * b + among)).sum()
                for a in (0.97, 1, 1.03)
                for b in (0.97, 1, 1.03)
            ]
            best = likely[4] - max(likely)
        edge = told.variation is not None and told.variation > 2.99
        wrong += not (between.all() and (best > -1e-7 or edge))
    return wrong


def coverage() -> float:
    """How often the interval holds the true rate, where the true rates are drawn from a gamma."""
    rng = np.random.default_rng(8)
    found = []
    for _trial in range(150):
        among = rng.uniform(1, 30, 12)
        rates = rng.gamma(4, 1 / 4, 12)
        told = shrink(rng.poisson(among * rates), among)
        found.append(((told.low <= rates) & (rates <= told.high)).mean())
    return float(np.mean(found))


def growth() -> list[Growth]:
    """With the places, and with the months."""
    rng = np.random.default_rng(5)
    places, months = (20, 100, 500), (60, 240, 960)
    shrinking = []
    for size in places:
        among = rng.uniform(100, 5000, size)
        events = rng.poisson(among * rng.gamma(9, 0.001, size))
        shrinking.append(timed(lambda events=events, among=among: shrink(events, among), repeat=2)[1])
    following = [timed(lambda size=size: trend(rng.poisson(20, size)), repeat=2)[1] for size in months]
    return [
        Growth(NAME, "luoghi (tassi e intervalli)", places, tuple(shrinking)),
        Growth(NAME, "mesi (tendenza e stagione)", months, tuple(following)),
    ]
