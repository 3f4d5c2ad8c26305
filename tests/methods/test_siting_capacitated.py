"""Where to open when each site can serve so many."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ordito.methods import InvalidInput
from ordito.methods.siting import NothingFoundInTime, Siting, capacitated_p_median, p_median

Case = tuple[np.ndarray, np.ndarray, np.ndarray, int]


def least(case: Case, weight: np.ndarray) -> float:
    """Every way to give each town a site, tried one by one; infinite when none will do."""
    travel, demand, room, k = case
    n, m = travel.shape
    ways = np.array(list(product(range(m), repeat=n)))
    load = np.zeros((len(ways), m))
    for town in range(n):
        load[np.arange(len(ways)), ways[:, town]] += demand[town]
    few = np.array([len(set(way)) <= k for way in ways.tolist()])
    fits = (load <= room * (1 + 1e-12)).all(axis=1) & few
    cost = (weight * travel[np.arange(n), ways]).sum(axis=1)
    return float(cost[fits].min(initial=np.inf))


def towns(n: int, k: int, seed: int) -> Case:
    """Points of a square, travel rounded down, demand from 1 to 20, room for 120: the published family."""
    rng = np.random.default_rng(seed)
    while True:
        place, demand = rng.integers(1, 101, (n, 2)), rng.integers(1, 21, n)
        if 0.82 < demand.sum() / (120 * k) < 0.92:
            break
    travel = np.floor(np.hypot(*(place[:, None] - place[None]).transpose(2, 0, 1)))
    return travel, demand.astype(float), np.full(n, 120.0), k


@st.composite
def few_towns(draw: st.DrawFn) -> tuple[Case, np.ndarray]:
    n, m = draw(st.integers(1, 6)), draw(st.integers(1, 4))
    travel = draw(st.lists(st.integers(0, 20), min_size=n * m, max_size=n * m))
    demand = draw(st.lists(st.integers(0, 9), min_size=n, max_size=n).filter(any))
    room = draw(st.lists(st.integers(0, 25), min_size=m, max_size=m))
    weight = draw(st.lists(st.integers(0, 3), min_size=n, max_size=n).filter(any))
    scale = draw(st.sampled_from([1.0, 0.1, 1 / 3, 12345.678]))
    case = (np.array(travel, dtype=float).reshape(n, m), np.array(demand) * scale, np.array(room) * scale)
    return (*case, draw(st.integers(1, m))), np.array(weight, dtype=float)


def as_told(where: Siting, case: Case, weight: np.ndarray) -> None:
    travel, demand, room, k = case
    assert where.opened.tolist() == sorted(set(where.opened.tolist()))
    assert len(where.opened) == k
    assert set(where.serves) <= set(where.opened)
    load = np.bincount(where.serves, weights=demand, minlength=len(room))
    assert (load <= room * (1 + 1e-9)).all()
    assert where.cost == pytest.approx((weight * travel[np.arange(len(travel)), where.serves]).sum())
    assert where.mean_travel == pytest.approx(where.cost / weight.sum())


@settings(max_examples=120, deadline=None)
@given(few_towns())
def test_no_other_way_costs_less(question: tuple[Case, np.ndarray]) -> None:
    case, weight = question
    best = least(case, weight)
    if np.isinf(best):
        with pytest.raises(InvalidInput, match=r"ha(s|ve) room"):
            capacitated_p_median(*case, weight=weight)
    else:
        where = capacitated_p_median(*case, weight=weight)
        as_told(where, case, weight)
        assert where.gap == 0
        assert where.cost == pytest.approx(best)


@pytest.mark.parametrize("seed", [1, 2])
def test_fifty_towns_and_five_sites_are_proved(seed: int) -> None:
    case = towns(50, 5, seed)
    where = capacitated_p_median(*case)
    as_told(where, case, np.ones(50))
    assert where.gap == 0
    assert where.cost >= p_median(case[0], np.ones(50), 5).cost


def test_with_room_for_all_it_is_the_p_median() -> None:
    travel, demand, room, k = towns(40, 4, 3)
    where = capacitated_p_median(travel, demand, 40 * room, k, weight=demand)
    assert where.cost == p_median(travel, demand, k).cost
    assert where.gap == 0


def test_one_room_for_every_site_may_be_one_number() -> None:
    travel, demand, room, k = towns(30, 3, 4)
    assert (
        capacitated_p_median(travel, demand, 120, k).cost
        == capacitated_p_median(travel, demand, room, k).cost
    )


def test_the_order_of_towns_and_sites_does_not_matter() -> None:
    travel, demand, room, k = towns(30, 3, 6)
    room = room + np.arange(30) % 3
    rows, columns = np.random.default_rng(1).permutation((np.arange(30), np.arange(30)), axis=1)
    here = capacitated_p_median(travel, demand, room, k)
    there = capacitated_p_median(travel[np.ix_(rows, columns)], demand[rows], room[columns], k)
    assert there.cost == here.cost
    assert np.sort(columns[there.opened]).tolist() == here.opened.tolist()
    assert columns[there.serves].tolist() == here.serves[rows].tolist()


def test_demand_and_room_counted_in_tens_change_nothing() -> None:
    travel, demand, room, k = towns(30, 3, 7)
    once, tens = (
        capacitated_p_median(travel, demand, room, k),
        capacitated_p_median(travel, demand / 10, 12, k),
    )
    assert tens.serves.tolist() == once.serves.tolist()


def test_out_of_time_the_best_so_far_comes_with_an_honest_gap() -> None:
    case = towns(100, 10, 5)
    soon = capacitated_p_median(*case, time_limit=0.2)
    as_told(soon, case, np.ones(100))
    assert 0 < soon.gap < 1


def test_out_of_time_with_nothing_found_is_said() -> None:
    rng = np.random.default_rng(1)
    demand = rng.integers(500, 1000, 60).astype(float)
    with pytest.raises(NothingFoundInTime):
        capacitated_p_median(rng.random((60, 60)), demand, demand.sum() / 20 + 0.4, 20, time_limit=0.3)


@pytest.mark.parametrize(
    ("demand", "capacity", "k", "why"),
    [
        ([1, 1, 1], 2, 1, "no 1 sites have room"),
        ([2, 2, 2], 3, 2, "no 2 sites have room"),
        ([1, 1, 1], [2, 2], 1, "one for each of the 3 sites"),
        ([1, 1, 1], -2, 1, "not negative"),
        ([1, 1, 1], [[1]], 1, "capacity must have shape"),
        ([1, 1, 1], "many", 1, "capacity must be numbers"),
        ([1, 1], 5, 1, "demand must have one value"),
        ([1, 1, 1], 5, 4, "from 1 to 3"),
    ],
)
def test_what_cannot_be_used_is_refused(demand: object, capacity: object, k: int, why: str) -> None:
    with pytest.raises(InvalidInput, match=why):
        capacitated_p_median(np.ones((3, 3)), demand, capacity, k)  # type: ignore[arg-type]


def test_a_weight_for_each_row_is_asked_for() -> None:
    with pytest.raises(InvalidInput, match="weight must have one value"):
        capacitated_p_median(np.ones((3, 3)), [1, 1, 1], 3, 1, weight=[1])
