"""A territory in contiguous, balanced, compact sub-areas."""

import csv
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import connected_components
from scipy.spatial import Delaunay

from ordito.methods import InvalidInput
from ordito.methods.siting import Districts, NothingFoundInTime, _districts, districts

FRIGNANO = Path(__file__).resolve().parents[3] / "shared" / "data" / "frignano"
Case = tuple[np.ndarray, np.ndarray, np.ndarray, int, float]


def in_one_piece(adjacency: np.ndarray, members: np.ndarray) -> bool:
    return connected_components(adjacency[np.ix_(members, members)], directed=False)[0] == 1


def least(adjacency: np.ndarray, travel: np.ndarray, weight: np.ndarray, k: int, balance: float) -> float:
    """Every way to give each unit a sub-area, tried one by one; infinite when none will do."""
    n, mean = len(weight), weight.sum() / k
    best = np.inf
    for rest in product(range(k), repeat=n - 1):
        label = np.array((0, *rest))
        if len(set(rest) | {0}) < k:
            continue
        parts = [np.flatnonzero(label == each) for each in range(k)]
        if any(abs(weight[part].sum() - mean) > balance * mean * (1 + 1e-9) for part in parts):
            continue
        if not all(in_one_piece(adjacency, part) for part in parts):
            continue
        best = min(best, sum((weight[p, None] * travel[np.ix_(p, p)]).sum(axis=0).min() for p in parts))
    return best


def territory(n: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Municipalities at random in 50 km, bordering as in a triangulation, most of them small."""
    rng = np.random.default_rng(seed)
    seat = rng.random((n, 2)) * 50
    adjacency = np.zeros((n, n))
    for corners in Delaunay(seat).simplices:
        for one, other in ((0, 1), (1, 2), (2, 0)):
            adjacency[corners[one], corners[other]] = adjacency[corners[other], corners[one]] = 1
    minutes = np.round(1.4 * np.hypot(*(seat[:, None] - seat[None]).transpose(2, 0, 1)), 1)
    return adjacency, minutes, np.floor(rng.lognormal(8.3, 0.6, n))


@st.composite
def small_territories(draw: st.DrawFn) -> Case:
    n = draw(st.integers(1, 6))
    pairs = [(i, j) for i in range(n) for j in range(i)]
    adjacency = np.zeros((n, n))
    for (i, j), border in zip(pairs, draw(st.tuples(*[st.booleans()] * len(pairs))), strict=True):
        adjacency[i, j] = adjacency[j, i] = border
    travel = draw(st.lists(st.integers(0, 20), min_size=n * n, max_size=n * n))
    weight = draw(st.lists(st.integers(0, 9), min_size=n, max_size=n).filter(any))
    k, balance = draw(st.integers(1, n)), draw(st.sampled_from([0.0, 0.3, 1.0, 5.0]))
    return adjacency, np.array(travel, dtype=float).reshape(n, n), np.array(weight, dtype=float), k, balance


def as_told(parts: Districts, case: Case) -> None:
    adjacency, travel, weight, k, balance = case
    assert sorted(set(parts.district.tolist())) == list(range(k))
    assert parts.district[parts.centres].tolist() == list(range(k))
    assert (np.diff(parts.centres) > 0).all()
    assert all(in_one_piece(adjacency, np.flatnonzero(parts.district == each)) for each in range(k))
    assert parts.loads == pytest.approx(np.bincount(parts.district, weights=weight))
    mean = weight.sum() / k
    assert (abs(parts.loads - mean) <= balance * mean * (1 + 1e-9)).all()
    cost = (weight * travel[np.arange(len(weight)), parts.centres[parts.district]]).sum()
    assert parts.cost == pytest.approx(cost)
    assert parts.mean_travel == pytest.approx(cost / weight.sum())


def found(case: Case, time_limit: float | None = None) -> Districts:
    return districts(*case[:4], balance=case[4], time_limit=time_limit)


def check_against_every_way(case: Case) -> None:
    best = least(*case)
    if np.isinf(best):
        with pytest.raises(InvalidInput):
            found(case)
    else:
        parts = found(case)
        as_told(parts, case)
        assert parts.gap == 0
        assert parts.cost == pytest.approx(best)


@settings(max_examples=60, deadline=None)
@given(small_territories())
def test_no_other_sub_areas_are_more_compact(case: Case) -> None:
    check_against_every_way(case)


@settings(max_examples=60, deadline=None)
@given(small_territories())
def test_nor_when_they_are_searched_and_not_listed(case: Case) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_districts, "FEW", 0)
        check_against_every_way(case)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("k", "balance"), [(3, 0.25), (4, 0.6)])
def test_listing_and_searching_find_the_same(
    monkeypatch: pytest.MonkeyPatch, seed: int, k: int, balance: float
) -> None:
    case = (*territory(12, seed), k, balance)
    listed = _cost_or_none(case)
    monkeypatch.setattr(_districts, "FEW", 0)
    assert _cost_or_none(case) == listed


def _cost_or_none(case: Case) -> float | None:
    try:
        return found(case).cost
    except InvalidInput:
        return None


def test_a_piece_that_would_be_nearer_but_does_not_touch_goes_elsewhere() -> None:
    """Unit 13 at the end of a road is nearest to a centre that it does not border on."""
    n = 14
    road = np.eye(n, k=1) + np.eye(n, k=-1)
    km = np.arange(float(n))
    km[13] = 0.5
    case = (road, abs(km[:, None] - km), np.ones(n), 2, 0.2)
    parts = found(case)
    as_told(parts, case)
    assert parts.gap == 0
    cuts = [least_on_a_road(case[1], cut) for cut in range(6, 9)]
    assert parts.cost == min(cuts)


def least_on_a_road(travel: np.ndarray, cut: int) -> float:
    return sum(travel[part, part].sum(axis=0).min() for part in (slice(0, cut), slice(cut, None)))


@pytest.mark.parametrize("seed", [1, 2])
def test_forty_municipalities_in_six_are_proved(seed: int) -> None:
    case = (*territory(40, seed), 6, 0.3)
    parts = found(case)
    as_told(parts, case)
    assert parts.gap == 0


@pytest.mark.skipif(not FRIGNANO.exists(), reason="the data of Frignano are beside the project")
def test_frignano_is_parted_in_three() -> None:
    places = list(csv.DictReader((FRIGNANO / "municipalities.csv").open()))
    code = [each["istat_code"] for each in places]
    adjacency = np.zeros((10, 10))
    for each in csv.DictReader((FRIGNANO / "adjacency.csv").open()):
        one, other = code.index(each["istat_code"]), code.index(each["neighbour_istat_code"])
        adjacency[one, other] = adjacency[other, one] = 1
    seat = np.array([[float(each["longitude"]) * 0.716, float(each["latitude"])] for each in places]) * 111.2
    people = np.array([float(each["population_2023"]) for each in places])
    case = (adjacency, np.hypot(*(seat[:, None] - seat[None]).transpose(2, 0, 1)), people, 3, 0.35)
    parts = found(case)
    as_told(parts, case)
    assert parts.gap == 0
    assert parts.cost == pytest.approx(least(*case))


def test_the_order_of_the_units_does_not_matter() -> None:
    for n in (11, 24):
        adjacency, travel, weight = territory(n, 8)
        order = np.random.default_rng(1).permutation(n)
        here = districts(adjacency, travel, weight, 3, balance=0.4)
        there = districts(
            adjacency[np.ix_(order, order)], travel[np.ix_(order, order)], weight[order], 3, balance=0.4
        )
        assert there.cost == here.cost
        assert np.sort(order[there.centres]).tolist() == here.centres.tolist()
        assert order[there.centres[there.district]].tolist() == here.centres[here.district[order]].tolist()


def test_twice_the_people_is_the_same_map() -> None:
    adjacency, travel, weight = territory(20, 4)
    once = districts(adjacency, travel, weight, 3, balance=0.3)
    twice = districts(adjacency, travel, 2 * weight, 3, balance=0.3)
    assert twice.district.tolist() == once.district.tolist()
    assert twice.cost == 2 * once.cost


def test_out_of_time_the_best_so_far_comes_with_an_honest_gap() -> None:
    case = (*territory(60, 3), 8, 0.1)
    soon = found(case, time_limit=1.0)
    as_told(soon, case)
    assert 0 < soon.gap < 1


def test_out_of_time_with_nothing_found_is_said() -> None:
    adjacency, travel, weight = territory(60, 3)
    with pytest.raises(NothingFoundInTime):
        districts(adjacency, travel, weight + 0.123456, 8, balance=1e-6, time_limit=0.5)


ROAD = [[0, 1], [1, 0]]


@pytest.mark.parametrize(
    ("adjacency", "travel", "weight", "k", "balance", "why"),
    [
        ([[0, 1]], [[1, 1]], [1], 1, 0, "adjacency must be square"),
        ([[0, 2], [2, 0]], ROAD, [1, 1], 1, 0, "zeros and ones"),
        ([[0, 1], [0, 0]], ROAD, [1, 1], 1, 0, "symmetric"),
        (ROAD, [[0]], [1, 1], 1, 0, "shape of adjacency"),
        (ROAD, ROAD, [1], 1, 0, "one value for each"),
        (ROAD, ROAD, [1, 1], 3, 0, "from 1 to 2"),
        (ROAD, ROAD, [1, 1], 2, -0.1, "balance must be one finite number"),
        (ROAD, ROAD, [1, 1], 2, np.nan, "balance must be one finite number"),
        (ROAD, ROAD, [1, 3], 2, 0.1, "balance must be at least 0.5"),
        ([[0, 0], [0, 0]], ROAD, [1, 1], 1, 0, "2 pieces"),
    ],
)
def test_what_cannot_be_used_is_refused(
    adjacency: object, travel: object, weight: object, k: int, balance: float, why: str
) -> None:
    with pytest.raises(InvalidInput, match=why):
        districts(adjacency, travel, weight, k, balance=balance)  # type: ignore[arg-type]


@pytest.mark.parametrize("n", [5, 15])
def test_a_balance_that_no_sub_areas_keep_is_refused(n: int) -> None:
    road = np.eye(n, k=1) + np.eye(n, k=-1)
    with pytest.raises(InvalidInput, match="no 2 contiguous sub-areas"):
        districts(road, road, np.ones(n), 2, balance=0.01)
