"""The longest travel, the most within reach, the fewest sites."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ordito.methods import InvalidInput
from ordito.methods.siting import Coverage, fewest_sites, maximal_coverage, p_centre

Case = tuple[np.ndarray, np.ndarray, int, float]


def every(m: int, k: int) -> list[list[int]]:
    return [list(each) for each in combinations(range(m), k)]


@st.composite
def towns(draw: st.DrawFn) -> Case:
    n, m = draw(st.integers(1, 9)), draw(st.integers(1, 7))
    scale = draw(st.sampled_from([1.0, 1 / 3]))
    travel = draw(st.lists(st.integers(0, 12), min_size=n * m, max_size=n * m))
    demand = draw(st.lists(st.integers(0, 9), min_size=n, max_size=n).filter(any))
    within = draw(st.integers(0, 12)) * scale
    return np.array(travel).reshape(n, m) * scale, np.array(demand) * scale, draw(st.integers(1, m)), within


def as_told(reach: Coverage, travel: np.ndarray, demand: np.ndarray, within: float) -> None:
    assert reach.opened.tolist() == sorted(set(reach.opened.tolist()))
    near = travel[:, reach.opened].min(axis=1, initial=np.inf)
    assert ((reach.serves >= 0) == (near <= within)).all()
    served = np.flatnonzero(reach.serves >= 0)
    assert (travel[served, reach.serves[served]] == near[served]).all()
    assert set(reach.serves[served]) <= set(reach.opened)
    assert reach.covered == pytest.approx(demand[served].sum())
    assert reach.share == pytest.approx(reach.covered / demand.sum())
    assert reach.out_of_reach.tolist() == np.flatnonzero(travel.min(axis=1) > within).tolist()


@settings(max_examples=80, deadline=None)
@given(towns())
def test_no_other_sites_make_the_longest_travel_shorter(case: Case) -> None:
    travel, _, k, _ = case
    where = p_centre(travel, k)
    assert len(where.opened) == k
    assert (travel[np.arange(len(travel)), where.serves] == travel[:, where.opened].min(axis=1)).all()
    assert where.cost == travel[:, where.opened].min(axis=1).max()
    assert where.cost == min(travel[:, each].min(axis=1).max() for each in every(travel.shape[1], k))
    assert where.mean_travel == pytest.approx(travel[:, where.opened].min(axis=1).mean())
    assert where.gap == 0


@settings(max_examples=80, deadline=None)
@given(towns())
def test_no_other_sites_have_more_within_reach(case: Case) -> None:
    travel, demand, k, within = case
    reach = maximal_coverage(travel, demand, k, within)
    as_told(reach, travel, demand, within)
    assert len(reach.opened) == k
    assert reach.gap == 0
    best = max(demand[(travel[:, each] <= within).any(axis=1)].sum() for each in every(travel.shape[1], k))
    assert reach.covered == pytest.approx(best)


@settings(max_examples=80, deadline=None)
@given(towns())
def test_no_fewer_sites_reach_everyone(case: Case) -> None:
    travel, demand, _, within = case
    reach = fewest_sites(travel, demand, within)
    as_told(reach, travel, demand, within)
    assert reach.gap == 0
    can = travel.min(axis=1) <= within
    assert ((reach.serves >= 0) == can).all()
    fewer = every(travel.shape[1], len(reach.opened) - 1) if len(reach.opened) > 1 else []
    assert not any((travel[can][:, each] <= within).any(axis=1).all() for each in fewer)


def test_the_order_of_towns_and_sites_does_not_matter() -> None:
    rng = np.random.default_rng(2)
    travel, demand = rng.integers(1, 50, (40, 30)).astype(float), rng.integers(1, 50, 40)
    rows, columns = rng.permutation(40), rng.permutation(30)
    again = travel[np.ix_(rows, columns)]
    pairs = [
        (p_centre(travel, 4), p_centre(again, 4)),
        (maximal_coverage(travel, demand, 4, 9), maximal_coverage(again, demand[rows], 4, 9)),
        (fewest_sites(travel, demand, 15), fewest_sites(again, demand[rows], 15)),
    ]
    for here, there in pairs:
        assert np.sort(columns[there.opened]).tolist() == here.opened.tolist()


def test_a_longer_time_reaches_no_fewer() -> None:
    rng = np.random.default_rng(4)
    travel, demand = rng.integers(1, 60, (50, 30)), rng.integers(1, 50, 50)
    covered = [maximal_coverage(travel, demand, 3, within).covered for within in (5, 10, 20)]
    assert covered == sorted(covered)
    assert covered[0] < covered[2]


def test_nobody_within_reach_opens_nothing_when_few_are_asked_for() -> None:
    reach = fewest_sites([[5, 6]], [1], 1)
    assert (reach.opened.tolist(), reach.serves.tolist(), reach.covered, reach.gap) == ([], [-1], 0, 0)
    assert reach.out_of_reach.tolist() == [0]


def test_out_of_time_the_best_so_far_comes_with_an_honest_gap() -> None:
    rng = np.random.default_rng(5)
    place = rng.random((600, 2)) * 100
    travel = np.hypot(*(place[:, None] - place[None]).transpose(2, 0, 1))
    centre = p_centre(travel, 20, time_limit=0.05)
    assert 0 < centre.gap <= 1
    assert centre.cost == travel[:, centre.opened].min(axis=1).max()
    few = fewest_sites(travel, np.ones(600), 6, time_limit=0.02)
    as_told(few, travel, np.ones(600), 6)
    assert 0 < few.gap < 1
    most = maximal_coverage(travel, rng.random(600), 20, 6, time_limit=0.02)
    assert 0 < most.gap < 1


@pytest.mark.parametrize("within", [-1, np.nan, "near", None])
def test_a_time_that_is_none_is_refused(within: object) -> None:
    with pytest.raises(InvalidInput, match="within must be one finite number"):
        maximal_coverage([[1]], [1], 1, within)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="within must be one finite number"):
        fewest_sites([[1]], [1], within)  # type: ignore[arg-type]


def test_other_things_that_cannot_be_used_are_refused() -> None:
    with pytest.raises(InvalidInput, match="from 1 to 1"):
        p_centre([[1]], 2)
    with pytest.raises(InvalidInput, match="from 1 to 1"):
        maximal_coverage([[1]], [1], 2, 1)
    with pytest.raises(InvalidInput, match="all zero"):
        fewest_sites([[1]], [0], 1)
    with pytest.raises(InvalidInput, match="travel must be finite"):
        p_centre([[np.nan]], 1)
