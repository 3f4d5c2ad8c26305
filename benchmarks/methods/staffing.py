"""The staff of invented districts of 10, 40 and 60 municipalities; no peer does this."""

from __future__ import annotations

import time

import numpy as np
from tests.methods.oracles.staffing import best
from tests.methods.oracles.staffing_check import broken
from tests.methods.oracles.staffing_tiny import tiny

from benchmarks.methods.frame import Figure, Growth, timed
from benchmarks.methods.staffing_district import district
from ordito.methods.staffing import Front, conflict, front, scenario

SEED = 2
FUZZED = 10_000
TRIED_IN_EVERY_WAY = 50
"""Of the fuzzed cases one in so many is compared with trying everything."""
WAIT = 420.0
"""Seconds by the clock before a search gives up: others may be using the machine."""


def figures() -> list[Figure]:
    """The targets of the method."""
    found = [_front_of(10, 10.0, None), _front_of(40, 600.0, WAIT)]
    found += [
        _gap_of_sixty("cost", "spesa"),
        _gap_of_sixty("nearness", "vicinanza"),
        _impossible(),
        _fuzzed(),
    ]
    return found


def growth() -> list[Growth]:
    """The nearest scenario at today's expenditure, by number of municipalities."""
    sizes = (5, 10, 20)
    seconds = []
    for n in sizes:
        case = district(n, np.random.default_rng(SEED))
        start = time.process_time()
        scenario(case, minimise="nearness", time_limit=60.0)
        seconds.append(time.process_time() - start)
    return [Growth("staffing", "lo scenario più vicino alla spesa di oggi", sizes, tuple(seconds))]


def _front_of(n: int, target: float, limit: float | None) -> Figure:
    case = district(n, np.random.default_rng(SEED))
    found, seconds = timed(lambda: front(case, time_limit=limit))
    return Figure(
        "staffing",
        f"fronte di {n} comuni, {len(case.posts.name)} posti, passo 1 % della spesa",
        f"{target:.0f} s",
        f"{seconds:.1f} s, {len(found.points)} punti, {_proved(found)}".replace(".", ","),
        seconds <= target and found.complete,
    )


def _proved(found: Front) -> str:
    if found.complete:
        return "tutti provati"
    worst = max((point.gap for point in found.points), default=float("inf"))
    return f"scarto massimo {worst:.2%}, da esplorare {len(found.unexplored)} livelli"


def _gap_of_sixty(objective: str, name: str) -> Figure:
    case = district(60, np.random.default_rng(SEED))
    found, seconds = timed(lambda: scenario(case, minimise=objective, time_limit=WAIT))  # type: ignore[arg-type]
    return Figure(
        "staffing",
        f"60 comuni, {name} minima",
        "scarto ≤ 1 %",
        f"{found.gap:.2%} in {seconds:.0f} s".replace(".", ",").replace("inf%", "nessuna risposta"),
        found.gap <= 0.01,
    )


def _impossible() -> Figure:
    case = district(10, np.random.default_rng(SEED))
    clash, seconds = timed(
        lambda: conflict(case, equity=1.0, facts=("contract", "reach", "seats"), time_limit=WAIT)
    )
    sure = clash is not None and clash.irreducible
    count = 0 if clash is None else len(clash.limits)
    return Figure(
        "staffing",
        "limiti in conflitto, 10 comuni",
        "insieme irriducibile",
        f"{count} limiti in {seconds:.1f} s".replace(".", ","),
        sure,
    )


def _fuzzed() -> Figure:
    wrong = 0
    for seed in range(FUZZED):
        case, equity = tiny(seed), (0.0, 0.6)[seed % 2]
        found = scenario(case, minimise="nearness", equity=equity)
        wrong += found.arrangement is not None and (
            found.gap > 0 or bool(broken(case, found.arrangement, equity))
        )
        if seed % TRIED_IN_EVERY_WAY == 0:
            least = best(case, "nearness", equity)
            wrong += found.impossible != np.isinf(least) or (
                not found.impossible and abs(found.value - least) > 1e-4
            )
    return Figure(
        "staffing",
        f"casi a caso, uno ogni {TRIED_IN_EVERY_WAY} contro tutte le combinazioni",
        f"0 errori su {FUZZED:,}".replace(",", "."),
        f"{wrong} errori",
        wrong == 0,
    )
