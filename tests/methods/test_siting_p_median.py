"""Where to open, so that mean travel is smallest."""

from itertools import combinations, permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import shortest_path

from ordito.methods import InvalidInput
from ordito.methods.siting import Siting, p_median

PUBLISHED = Path(__file__).resolve().parents[3] / "shared" / "data" / "methods" / "pmed"


def least(travel: np.ndarray, demand: np.ndarray, k: int) -> float:
    """Every set of `k` sites, tried one by one."""
    cost = travel * demand[:, None]
    return min(cost[:, list(each)].min(axis=1).sum() for each in combinations(range(cost.shape[1]), k))


def roads(n: int, seed: int) -> np.ndarray:
    """Shortest paths on a random sparse graph, as in the OR-Library: of a repeated edge the last counts."""
    rng = np.random.default_rng(seed)
    length = np.zeros((n, n))
    order = rng.permutation(n)
    ends = [(order[i], order[rng.integers(i)]) for i in range(1, n)]
    ends += list(rng.integers(n, size=(n * n // 50, 2)))
    for one, other in ends:
        if one != other:
            length[one, other] = length[other, one] = rng.integers(1, 101)
    return shortest_path(csr_matrix(length), directed=False)


@st.composite
def places(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, int]:
    n, m = draw(st.integers(1, 9)), draw(st.integers(1, 7))
    top = draw(st.sampled_from([2, 9, 1000]))
    scale = draw(st.sampled_from([1.0, 0.1, 1 / 3]))
    travel = draw(st.lists(st.lists(st.integers(0, top), min_size=m, max_size=m), min_size=n, max_size=n))
    demand = draw(st.lists(st.integers(0, top), min_size=n, max_size=n).filter(any))
    return np.array(travel) * scale, np.array(demand, dtype=float), draw(st.integers(1, m))


def as_told(where: Siting, travel: np.ndarray, demand: np.ndarray, k: int) -> None:
    assert where.opened.tolist() == sorted(set(where.opened.tolist()))
    assert len(where.opened) == k
    assert set(where.serves) <= set(where.opened)
    taken = travel[np.arange(len(travel)), where.serves]
    assert (taken == travel[:, where.opened].min(axis=1)).all()
    assert where.cost == pytest.approx((taken * demand).sum())
    assert where.mean_travel == pytest.approx(where.cost / demand.sum())


@settings(max_examples=150, deadline=None)
@given(places())
def test_no_other_sites_do_better(case: tuple[np.ndarray, np.ndarray, int]) -> None:
    where = p_median(*case)
    as_told(where, *case)
    assert where.gap == 0
    assert where.cost == pytest.approx(least(*case))


def test_thirds_of_a_kilometre_do_not_swap_two_sites_for_ever() -> None:
    """Found by the ten thousand cases: at a cost of nothing the rounding of thirds looked like a gain."""
    thirds = [
        [0, 0, 0, 2, 2],
        [0, 2, 0, 0, 0],
        [0, 0, 0, 0, 1],
        [1, 0, 0, 0, 1],
        [2, 0, 0, 0, 0],
        [0, 2, 1, 1, 1],
        [0, 2, 1, 0, 1],
        [1, 0, 0, 0, 1],
        [0, 0, 1, 0, 2],
    ]
    travel, demand = np.array(thirds) / 3, np.array([1, 0, 2, 2, 2, 0, 0, 1, 1], dtype=float)
    where = p_median(travel, demand, 2)
    assert (where.cost, where.gap) == (0.0, 0.0)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("k", [2, 4])
def test_a_tree_search_ends_at_the_best_too(seed: int, k: int) -> None:
    rng = np.random.default_rng(seed)
    travel, demand = rng.integers(1, 40, (26, 18)).astype(float), rng.integers(1, 9, 26).astype(float)
    assert p_median(travel, demand, k).cost == least(travel, demand, k)


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published cases are beside the project")
@pytest.mark.parametrize(("name", "best"), [("1", 5819), ("2", 4093), ("3", 4250), ("4", 3034), ("5", 1355)])
def test_the_published_optima_are_found_and_proved(name: str, best: int) -> None:
    told = np.array((PUBLISHED / f"pmed{name}.txt").read_text().split(), dtype=int)
    n, edges, k = told[:3]
    length = np.zeros((n, n))
    for one, other, km in told[3 : 3 + 3 * edges].reshape(-1, 3):
        length[one - 1, other - 1] = length[other - 1, one - 1] = km
    where = p_median(shortest_path(csr_matrix(length), directed=False), np.ones(n), k)
    assert (where.cost, where.gap) == (best, 0)


@pytest.mark.parametrize(("seed", "k"), [(1, 3), (2, 12), (3, 40)])
def test_the_order_of_towns_and_sites_does_not_matter(seed: int, k: int) -> None:
    travel, demand = roads(60, seed), np.random.default_rng(seed).integers(1, 9, 60)
    rows, columns = np.random.default_rng(seed + 9).permutation((np.arange(60), np.arange(60)), axis=1)
    here = p_median(travel, demand, k)
    there = p_median(travel[np.ix_(rows, columns)], demand[rows], k)
    assert there.cost == here.cost
    assert np.sort(columns[there.opened]).tolist() == here.opened.tolist()
    assert columns[there.serves].tolist() == here.serves[rows].tolist()


def test_of_two_best_sites_the_data_choose_and_not_their_place() -> None:
    travel = np.array([[0.0, 4, 6], [4, 0, 2], [6, 6, 2]])  # each site alone costs 10
    chosen = p_median(travel, [1, 1, 1], 1).opened[0]
    for order in permutations(range(3)):
        assert order[p_median(travel[:, order], [1, 1, 1], 1).opened[0]] == chosen


def test_places_in_a_ring_that_nothing_tells_apart_are_sited_all_the_same() -> None:
    place = np.arange(60)
    ring = np.minimum((place[:, None] - place) % 60, (place - place[:, None]) % 60)
    where = p_median(ring, np.ones(60), 4)
    assert (where.cost, where.gap) == (4 * 2 * sum(range(1, 8)), 0)


def test_twice_the_travel_costs_twice_and_changes_no_site() -> None:
    travel, demand = roads(50, 5), np.arange(1, 51)
    once, twice = p_median(travel, demand, 6), p_median(2 * travel, demand, 6)
    assert twice.cost == 2 * once.cost
    assert twice.opened.tolist() == once.opened.tolist()


def test_a_copy_of_a_town_is_the_same_as_twice_its_people() -> None:
    travel, demand = roads(30, 6), np.arange(1.0, 31)
    copied = p_median(np.vstack([travel, travel[:1]]), np.append(demand, demand[0]), 4)
    demand[0] *= 2
    assert copied.cost == p_median(travel, demand, 4).cost


def test_a_copy_of_a_site_helps_nobody() -> None:
    travel, demand = roads(30, 7), np.arange(1.0, 31)
    assert p_median(np.hstack([travel, travel]), demand, 4).cost == p_median(travel, demand, 4).cost


def test_more_sites_than_are_of_use_are_opened_all_the_same() -> None:
    where = p_median([[0, 0, 0], [1, 1, 1]], [1, 1], 3)
    assert (where.opened.tolist(), where.cost, where.gap) == ([0, 1, 2], 1, 0)


def test_a_town_without_people_goes_to_its_nearest_site_and_counts_for_nothing() -> None:
    where = p_median([[0, 9], [9, 0], [9, 1]], [5, 5, 0], 2)
    assert (where.serves.tolist(), where.cost, where.mean_travel) == ([0, 1, 1], 0, 0)


def test_out_of_time_the_best_so_far_comes_with_an_honest_gap() -> None:
    rng = np.random.default_rng(3)
    travel = rng.integers(1, 1000, (150, 150))
    soon = p_median(travel, np.ones(150), 12, time_limit=0.05)
    as_told(soon, travel, np.ones(150), 12)
    assert 0 < soon.gap < 1
    later = p_median(travel, np.ones(150), 12, time_limit=1.0)
    assert soon.cost * (1 - soon.gap) <= later.cost <= soon.cost


@pytest.mark.parametrize(
    ("travel", "demand", "k", "limit", "why"),
    [
        ([[1, np.nan]], [1], 1, None, "travel must be finite"),
        ([[1, np.inf]], [1], 1, None, "travel must be finite"),
        ([[1, -1]], [1], 1, None, "travel must be finite"),
        ([1, 2], [1], 1, None, "travel must have shape"),
        ([[]], [1], 1, None, "travel must have shape"),
        ([["a"]], [1], 1, None, "travel must be numbers"),
        ([[1], [1, 2]], [1], 1, None, "travel must be numbers"),
        ([[1, 2]], [1, 1], 1, None, "one value for each of the 1 rows"),
        ([[1, 2]], [0], 1, None, "not be all zero"),
        ([[1, 2], [1, 2]], [1e308, 1e308], 1, None, "demand must have a finite sum"),
        ([[1e300]], [1e300], 1, None, "finite sum"),
        ([[1, 2]], [1], 3, None, "from 1 to 2"),
        ([[1, 2]], [1], 0, None, "from 1 to 2"),
        ([[1, 2]], [1], 1.5, None, "whole number"),
        ([[1, 2]], [1], True, None, "whole number"),
        ([[1, 2]], [1], 1, 0, "more than 0"),
        ([[1, 2]], [1], 1, -1, "not negative"),
        ([[1, 2]], [1], 1, "soon", "one finite number"),
    ],
)
def test_what_cannot_be_used_is_refused(
    travel: object, demand: object, k: object, limit: object, why: str
) -> None:
    with pytest.raises(InvalidInput, match=why):
        p_median(travel, demand, k, time_limit=limit)  # type: ignore[arg-type]
