"""Thirty services in five forms, on twelve criteria, for two groups; and ten thousand small cases."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.methods.frame import Figure, Growth, peer
from ordito.methods.multicriteria import Criterion, Weights, judgements, smaa

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ordito.methods.multicriteria import Judgements
    from ordito.methods.multicriteria._values import Method

NAME = "multicriteria"
SERVICES, FORMS, CRITERIA, JUDGES, DRAWS = 30, 5, 12, 6, 100_000
CASES = 10_000
METHODS: tuple[Method, ...] = ("additive", "promethee")


def service(rng: np.random.Generator, *, unsure: float, forms: int = FORMS) -> Judgements:
    """One service: twelve criteria, a judge each in six, intervals where `unsure`."""
    low = rng.random((forms, CRITERIA, JUDGES)) * (1 - unsure)
    read = [Criterion(0, 1, indifference=0.05, preference=0.3)] * CRITERIA
    return judgements(low, low + unsure, criteria=read)


def thirty_services(unsure: float) -> tuple[float, float, int]:
    """Seconds of one core, the largest Monte Carlo error, rankings made."""
    rng = np.random.default_rng(1)
    groups = [Weights.ranked(list(range(CRITERIA))), Weights.bounded([0.02] * CRITERIA, [0.3] * CRITERIA)]
    start, worst = time.process_time(), 0.0
    for _service in range(SERVICES):
        for weights in groups:
            said = service(rng, unsure=unsure)
            for method in METHODS:
                told = smaa(said, weights=weights, draws=DRAWS, rng=rng, method=method)
                worst = max(worst, told.monte_carlo_error)
    return time.process_time() - start, worst, SERVICES * len(groups) * len(METHODS) * DRAWS


def integrated(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rank acceptability of two criteria, exactly: between two crossings nothing changes."""
    n = len(scores)
    crossings = {0.0, 1.0}
    for one in scores:
        for other in scores:
            apart = one - other
            if apart[0] != apart[1] and 0 < (at := apart[1] / (apart[1] - apart[0])) < 1:
                crossings.add(float(at))
    places = np.zeros((n, n))
    for start, stop in pairwise(sorted(crossings)):
        middle = np.array([(start + stop) / 2, 1 - (start + stop) / 2])
        places[np.argsort(-scores @ middle), range(n)] += stop - start
    return places


def fuzzed() -> tuple[int, float]:
    """How many of the cases are wrong, and how often the exact value is within the stated error."""
    wrong, within = 0, []
    for seed in range(CASES):
        rng = np.random.default_rng(seed)
        scores = rng.random((int(rng.integers(2, 6)), 2))
        holed = np.full((1, 2), np.nan)
        holed[0, 0] = rng.random()
        told = smaa(np.vstack([scores, holed]), draws=400, rng=rng)
        n = len(scores)
        apart = np.abs(told.acceptability[:n, :n] - integrated(scores))
        within.append((apart <= told.error[:n, :n]).mean())
        right = (apart <= 3.5 * told.error[:n, :n]).all() and not told.ranked[n]
        right = right and np.allclose(told.acceptability[:n].sum(axis=1), 1)
        wrong += not (right and told.missing == ((n, 1),) and np.isnan(told.acceptability[n]).all())
    return wrong, float(np.mean(within))


def figures() -> list[Figure]:
    """Every target of the method."""
    certain, error, rankings = thirty_services(0.0)
    unsure, other, _rankings = thirty_services(0.2)
    error = max(error, other)
    told = peer(
        "multicriteria",
        {"matrix": np.random.default_rng(1).random((FORMS, CRITERIA)).tolist(), "rankings": 3000},
    )
    each = "" if told is None else f"{told['per_second']:.0f} classifiche al secondo"
    silent = "" if told is None else ("flussi, senza dirlo" if told["silent"] else "non dà flussi")
    wrong, within = fuzzed()
    case = "30 servizi × 5 forme × 12 criteri × 2 gruppi, 10⁵ estrazioni, additivo e PROMETHEE II"
    return [
        Figure(
            NAME,
            f"{case}, giudizi certi",
            "40 s di un core",
            f"{certain:.1f} s ({rankings / certain:,.0f} classifiche al secondo)".replace(",", "."),
            certain <= 40,
            "pymcdm",
            each,
        ),
        Figure(
            NAME,
            f"{case}, ogni giudizio un intervallo",
            "40 s di un core",
            f"{unsure:.1f} s ({rankings / unsure:,.0f} classifiche al secondo)".replace(",", "."),
            unsure <= 40,
            "pymcdm",
            each,
        ),
        Figure(
            NAME,
            "errore Monte Carlo dichiarato (95 %)",
            "< 0,005",
            f"{error:.4f}".replace(".", ","),
            error < 0.005,
        ),
        Figure(
            NAME,
            "un giudizio manca",
            "fuori dalla classifica, detto",
            "fuori, e dice quale giudizio",
            wrong == 0,
            "pymcdm",
            silent,
        ),
        Figure(
            NAME,
            f"{CASES:,} casi contro l'integrale esatto".replace(",", "."),
            "0 errori",
            f"{wrong} errori; {within:.1%} entro l'errore dichiarato".replace(".", ","),
            wrong == 0,
        ),
    ]


def growth() -> list[Growth]:
    """With the draws, and with the alternatives."""
    rng = np.random.default_rng(2)
    found = []
    for method in METHODS:
        by_draws, by_forms = [], []
        for draws in (10_000, 100_000, 1_000_000):
            start = time.process_time()
            smaa(service(rng, unsure=0.2), draws=draws, rng=rng, method=method)
            by_draws.append(time.process_time() - start)
        for forms in (5, 10, 20, 40):
            start = time.process_time()
            smaa(service(rng, unsure=0.2, forms=forms), draws=20_000, rng=rng, method=method)
            by_forms.append(time.process_time() - start)
        found.append(Growth(NAME, f"{method}, estrazioni", (10_000, 100_000, 1_000_000), tuple(by_draws)))
        found.append(Growth(NAME, f"{method}, alternative", (5, 10, 20, 40), tuple(by_forms)))
    return found
