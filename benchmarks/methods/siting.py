"""Siting beside spopt; other problems of the published families, and the published ones where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import shortest_path
from tests.methods import (
    test_siting_capacitated,
    test_siting_cover,
    test_siting_districts,
    test_siting_p_median,
)
from tests.methods.test_siting_capacitated import towns
from tests.methods.test_siting_districts import territory
from tests.methods.test_siting_p_median import roads

from benchmarks.methods.frame import PUBLISHED, Figure, Growth, peer, timed
from ordito.methods.siting import capacitated_p_median, districts, p_median

if TYPE_CHECKING:
    from collections.abc import Callable

OPTIMA = {"pmed1": 5819, "pmed2": 4093, "pmed3": 4250, "pmed4": 3034, "pmed5": 1355}
FAMILY = (
    (300, 5),
    (400, 40),
    (500, 167),
    (600, 5),
    (600, 200),
    (700, 7),
    (800, 80),
    (900, 5),
    (900, 10),
    (900, 90),
)
CASES = 10_000


def figures() -> list[Figure]:
    """Every target of the method."""
    _warm()
    rows = [*_published(), _family(), *_beside_spopt(), *_capacitated(), *_districts()]
    return [*rows, *_fuzzed()]


def growth() -> list[Growth]:
    """Seconds by number of places."""
    medians = [timed(lambda n=n: p_median(roads(n, n), np.ones(n), n // 10))[1] for n in (225, 450, 900)]
    rooms = [timed(lambda n=n: capacitated_p_median(*towns(n, n // 10, 2)))[1] for n in (20, 30, 50)]
    parts = [timed(lambda n=n: districts(*territory(n, 1), n // 6, balance=0.3))[1] for n in (18, 30, 42)]
    return [
        Growth("siting", "p-mediana, k = n/10, per n", (225, 450, 900), tuple(medians)),
        Growth("siting", "p-mediana con capacità, k = n/10, per n", (20, 30, 50), tuple(rooms)),
        Growth("siting", "ambiti, k = n/6, per n", (18, 30, 42), tuple(parts)),
    ]


def _warm() -> None:
    """Compile before measuring."""
    p_median(roads(30, 1), np.ones(30), 4)
    capacitated_p_median(*towns(20, 2, 1))
    districts(*territory(14, 1), 3, balance=0.5)


def _said(seconds: float) -> str:
    return f"{seconds:.3g} s".replace(".", ",")


def _published() -> list[Figure]:
    folder = PUBLISHED / "pmed"
    if not folder.exists():
        return []
    right, slowest = 0, 0.0
    for name, best in OPTIMA.items():
        told = np.array((folder / f"{name}.txt").read_text().split(), dtype=int)
        n, edges, k = told[:3]
        length = np.zeros((n, n))
        for one, other, km in told[3 : 3 + 3 * edges].reshape(-1, 3):
            length[one - 1, other - 1] = length[other - 1, one - 1] = km
        travel = shortest_path(csr_matrix(length), directed=False)
        where, seconds = timed(lambda travel=travel, n=n, k=k: p_median(travel, np.ones(n), int(k)))
        right += (where.cost, where.gap) == (best, 0.0)
        slowest = max(slowest, seconds)
    met = right == len(OPTIMA) and slowest < 15
    reached = f"{right} su {len(OPTIMA)}, il più lento {_said(slowest)}"
    return [Figure("siting", "pmed1-5 pubblicati", "ottimi dimostrati, 15 s ciascuno", reached, met)]


def _family() -> Figure:
    proved, slowest = 0, 0.0
    for n, k in FAMILY:
        travel = roads(n, n + k)
        where, seconds = timed(
            lambda travel=travel, n=n, k=k: p_median(travel, np.ones(n), k, time_limit=120)
        )
        proved += where.gap == 0
        slowest = max(slowest, seconds)
    reached = f"{proved} su {len(FAMILY)}, il più lento {_said(slowest)}"
    case = "stessa famiglia, da 300 a 900 nodi, k da 5 a n/3"
    met = proved == len(FAMILY) and slowest < 15
    return Figure("siting", case, "dimostrati, 15 s ciascuno", reached, met)


def _beside_spopt() -> list[Figure]:
    rows = []
    for n, k in ((60, 6), (100, 10)):
        travel = roads(n, n)
        where, seconds = timed(lambda travel=travel, n=n, k=k: p_median(travel, np.ones(n), k), repeat=3)
        theirs = peer("siting", {"travel": travel.tolist(), "demand": [1] * n, "k": k})
        ratio = theirs["seconds"] / seconds if theirs else 0.0
        reached = f"{_said(seconds)}, costo {where.cost:.0f}"
        told = f"{_said(theirs['seconds'])}, costo {theirs['cost']:.0f}" if theirs else "non installato"
        if theirs:
            reached += f" ({ratio:.0f} volte)"
        case = f"p-mediana, {n} nodi, k = {k}"
        rows.append(Figure("siting", case, "≥ 10 volte più veloce", reached, ratio >= 10, "spopt, CBC", told))
    return rows


def _capacitated() -> list[Figure]:
    rows = []
    for n, k, seeds in ((50, 5, range(101, 121)), (100, 10, range(101, 121))):
        proved, slowest, gap = 0, 0.0, 0.0
        for seed in seeds:
            case = towns(n, k, seed)
            where, seconds = timed(lambda case=case: capacitated_p_median(*case, time_limit=300))
            proved += where.gap == 0
            slowest, gap = max(slowest, seconds), max(gap, where.gap)
        reached = f"{proved} su {len(seeds)}, il più lento {_said(slowest)}"
        if gap:
            reached += f", scarto detto al più {100 * gap:.2f} %".replace(".", ",")
        met = proved == len(seeds) and slowest <= 60
        case_name = f"con capacità 120, {n} nodi, k = {k}"
        rows.append(Figure("siting", case_name, "dimostrati, 60 s ciascuno", reached, met))
    return rows


def _districts() -> list[Figure]:
    rows = []
    for n, k, most in ((10, 3, 0.5), (40, 6, 30.0)):
        proved, slowest = 0, 0.0
        for seed in range(1, 6):
            case = territory(n, seed)
            parts, seconds = timed(lambda case=case, k=k: districts(*case, k, balance=0.5))
            proved += parts.gap == 0
            slowest = max(slowest, seconds)
        reached = f"{proved} su 5, il più lento {_said(slowest)}"
        case_name = f"{n} comuni in {k} ambiti, ± 50 %"
        target = f"dimostrati in {most:g} s".replace(".", ",")
        rows.append(Figure("siting", case_name, target, reached, proved == 5 and slowest < most))
    return rows


def _fuzzed() -> list[Figure]:
    median = test_siting_p_median.test_no_other_sites_do_better
    cover = test_siting_cover
    rest = [
        (test_siting_capacitated.test_no_other_way_costs_less, test_siting_capacitated.few_towns()),
        (test_siting_districts.test_nor_when_they_are_searched_and_not_listed, None),
        (cover.test_no_other_sites_make_the_longest_travel_shorter, cover.towns()),
        (cover.test_no_other_sites_have_more_within_reach, cover.towns()),
        (cover.test_no_fewer_sites_reach_everyone, cover.towns()),
    ]
    rows = [_tried("p-mediana", median, test_siting_p_median.places(), CASES)]
    for check, strategy in rest:
        name = check.__name__.removeprefix("test_").replace("_", " ")
        tried = test_siting_districts.small_territories() if strategy is None else strategy
        rows.append(_tried(f"«{name}»", check, tried, CASES))
    return rows


def _tried(name: str, check: Callable[..., None], strategy: object, cases: int) -> Figure:
    """The oracle of the tests on so many more cases; a wrong one raises."""
    inner = check.hypothesis.inner_test  # type: ignore[attr-defined]
    again = settings(max_examples=cases, deadline=None, database=None)(given(strategy)(inner))  # type: ignore[arg-type]
    wrong = ""
    try:
        _, seconds = timed(again)
    except AssertionError as why:
        wrong, seconds = str(why).splitlines()[0], 0.0
    reached = wrong or f"0 errori, {_said(seconds)}"
    said = f"{cases:,}".replace(",", ".")
    return Figure("siting", f"casi a caso: {name}", f"0 errori su {said}", reached, not wrong)
