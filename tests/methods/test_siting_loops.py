"""The compiled loops say what the same lines say in plain Python, and bounds never pass the best."""

from itertools import combinations, product

import numpy as np
import pytest

from ordito.methods.siting import (
    _capacitated_search,
    _compiled,
    _district_loops,
    _district_search,
    _districts,
    _load_loops,
    _load_tree,
    _median,
    _median_loops,
    _settle_loops,
    capacitated_p_median,
    districts,
    p_median,
)
from tests.methods.test_siting_districts import territory
from tests.methods.test_siting_p_median import (
    test_thirds_of_a_kilometre_do_not_swap_two_sites_for_ever as thirds,
)

LOOPS = (
    _median_loops,
    _median,
    _load_loops,
    _load_tree,
    _settle_loops,
    _capacitated_search,
    _district_loops,
    _district_search,
)


@pytest.fixture
def in_plain_python(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in LOOPS:
        for name, value in list(vars(module).items()):
            if hasattr(value, "py_func"):
                monkeypatch.setattr(module, name, value.py_func)


@pytest.mark.usefixtures("in_plain_python")
@pytest.mark.parametrize(("seed", "k"), [(1, 1), (2, 3), (3, 5)])
def test_the_p_median_is_the_best_of_all(seed: int, k: int) -> None:
    rng = np.random.default_rng(seed)
    travel, demand = rng.integers(1, 40, (14, 10)).astype(float), rng.integers(1, 9, 14).astype(float)
    cost = travel * demand[:, None]
    best = min(cost[:, list(each)].min(axis=1).sum() for each in combinations(range(10), k))
    where = p_median(travel, demand, k)
    assert (where.cost, where.gap) == (best, 0)


@pytest.mark.usefixtures("in_plain_python")
def test_the_p_median_is_the_best_of_all_when_the_tree_must_branch() -> None:
    rng = np.random.default_rng(0)
    travel = rng.integers(1, 40, (20, 16)).astype(float)
    best = min(travel[:, list(each)].min(axis=1).sum() for each in combinations(range(16), 4))
    where = p_median(travel, np.ones(20), 4)
    assert (where.cost, where.gap) == (best, 0)


@pytest.mark.usefixtures("in_plain_python")
def test_thirds_do_not_swap_two_sites_for_ever_either() -> None:
    thirds()


@pytest.mark.usefixtures("in_plain_python")
@pytest.mark.parametrize("seed", range(4))
def test_the_capacitated_p_median_is_the_best_of_all(seed: int) -> None:
    rng = np.random.default_rng(seed)
    travel, demand = rng.integers(1, 30, (7, 5)).astype(float), rng.integers(2, 6, 7).astype(float)
    room = np.full(5, np.ceil(demand.sum() / 3) + 1)
    best = np.inf
    for way in product(range(5), repeat=7):
        if len(set(way)) <= 3 and (np.bincount(way, weights=demand, minlength=5) <= room).all():
            best = min(best, travel[np.arange(7), list(way)].sum())
    where = capacitated_p_median(travel, demand, room, 3)
    assert (where.cost, where.gap) == (best, 0)


@pytest.mark.usefixtures("in_plain_python")
@pytest.mark.parametrize(("seed", "balance"), [(1, 0.4), (2, 0.3), (5, 0.2)])
def test_searched_districts_are_the_listed_ones(
    monkeypatch: pytest.MonkeyPatch, seed: int, balance: float
) -> None:
    adjacency, travel, _ = territory(11, seed)
    weight = np.random.default_rng(seed).integers(1, 4, 11)
    listed = districts(adjacency, travel, weight, 3, balance=balance)
    monkeypatch.setattr(_districts, "FEW", 0)
    searched = districts(adjacency, travel, weight, 3, balance=balance)
    assert searched.cost == pytest.approx(listed.cost)
    assert searched.gap == 0


def best_filling(
    reduced: np.ndarray, size: np.ndarray, allowed: np.ndarray, own: int, least: int, most: int
) -> float:
    best = np.inf
    for way in product((False, True), repeat=len(size)):
        taken = np.array(way)
        inside = not (taken & ~allowed).any() and (own < 0 or taken[own])
        if inside and least <= size[taken].sum() <= most:
            best = min(best, reduced[taken].sum())
    return best


@pytest.mark.usefixtures("in_plain_python")
@pytest.mark.parametrize("seed", range(40))
def test_a_site_is_filled_at_the_least_cost_within_its_load(seed: int) -> None:
    rng = np.random.default_rng(seed)
    reduced, size = rng.normal(size=6).round(2), rng.integers(0, 6, 6)
    allowed, own = rng.random(6) < 0.8, int(rng.integers(-1, 3))
    least, most = (0, 8) if seed % 2 else (5, 9)
    take = np.zeros(6, dtype=bool)
    room = np.zeros((6, most + 1), dtype=bool), np.zeros(most + 1)
    worth = _load_loops.fill(reduced, size, allowed, own, least, most, take, *room)
    best = best_filling(reduced, size, allowed, own, least, most)
    if np.isinf(best):
        assert worth == _load_loops.IMPOSSIBLE
    else:
        assert worth == pytest.approx(best)
        assert reduced[take].sum() == pytest.approx(best)
        assert least <= size[take].sum() <= most


@pytest.mark.usefixtures("in_plain_python")
@pytest.mark.parametrize("seed", range(30))
def test_units_are_packed_at_the_least_cost_whatever_their_size(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(3, 11))
    reduced, size = -rng.integers(1, 12, n) / 4.0, rng.integers(0, 7, n)
    if size.sum() < 2:
        size[:] = 2
    most = int(rng.integers(1, size.sum()))
    take = np.zeros(n, dtype=bool)
    room = np.zeros((n, most + 1), dtype=bool), np.zeros(most + 1)
    allowed = np.ones(n, dtype=bool)
    worth = _load_loops.fill(reduced, size, allowed, -1, 0, most, take, *room)
    assert worth == pytest.approx(best_filling(reduced, size, allowed, -1, 0, most))
    assert reduced[take].sum() == pytest.approx(worth)
    assert size[take].sum() <= most


@pytest.mark.usefixtures("in_plain_python")
def test_no_answer_is_left_where_a_site_in_may_not_serve_its_own_unit() -> None:
    cost, size = np.array([[0.0, 3.0], [3.0, 0.0]]), np.array([1, 1])
    allowed, state = np.array([[False, True], [True, True]]), np.array([1, 0])
    limits = cost, size, np.array([0, 0]), np.array([2, 2]), np.array([0, 1])
    bound, *_rest = _load_loops.ascend_loads(*limits, np.zeros(2), allowed, state, 0, 1e9, 10.0, 5, 1.0)
    assert bound >= _load_loops.IMPOSSIBLE / 2


@pytest.mark.usefixtures("in_plain_python")
def test_columns_that_are_out_leave_the_lists_and_those_left_keep_their_order() -> None:
    near, cost = np.array([[2, 0, 1], [1, 2, 0]]), np.array([[1.0, 4.0, 6.0], [0.0, 2.0, 5.0]])
    left, theirs = _median_loops.without_out(near, cost, np.array([0, 1, -1]))
    assert left.tolist() == [[0, 1], [1, 0]]
    assert theirs.tolist() == [[4.0, 6.0], [0.0, 5.0]]


def test_the_kth_smallest_is_the_kth_of_the_sorted() -> None:
    rng = np.random.default_rng(0)
    plain = getattr(_median_loops.kth_smallest, "py_func", _median_loops.kth_smallest)
    for n in range(1, 30):
        values = rng.integers(0, 9, n).astype(float)
        for k in range(1, n + 1):
            assert plain(values.copy(), k) == np.sort(values)[k - 1]


def test_where_nothing_can_be_kept_the_loops_are_compiled_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = _compiled.numba.njit

    def nowhere_to_write(*loops: object, cache: bool = False) -> object:
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return kept(*loops)

    monkeypatch.setattr(_compiled.numba, "njit", nowhere_to_write)
    assert _compiled.compiled(lambda number: number + 1)(1) == 2
