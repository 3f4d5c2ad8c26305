"""Siting of what nobody would draw: no time, huge and tiny units, full sites, odd types."""

import itertools
import subprocess
import sys

import numpy as np
import pytest

from ordito.methods import InvalidInput
from ordito.methods.siting import (
    NothingFoundInTime,
    capacitated_p_median,
    districts,
    fewest_sites,
    maximal_coverage,
    p_centre,
    p_median,
)

KM = np.array([0.0, 1.0, 9.0, 10.0])
ROAD = abs(KM[:, None] - KM)
PEOPLE = [3, 1, 1, 3]
NO_TIME = 1e-9


def crowded(seed: int, fill: float) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """Towns that four sites can serve, and leave of their room what `fill` says."""
    rng = np.random.default_rng(seed)
    travel, demand = rng.integers(1, 60, (24, 10)), rng.integers(1, 40, 24)
    load = np.bincount(rng.integers(0, 4, 24), weights=demand, minlength=4)
    return travel, demand, np.concatenate([np.ceil(load / fill), rng.integers(5, 20, 6)]), 4


@pytest.mark.parametrize(("seed", "fill"), [*itertools.product(range(12), [0.8, 0.9, 0.98, 1.0])])
def test_without_time_sites_that_have_room_are_still_found_with_their_gap(seed: int, fill: float) -> None:
    travel, demand, room, k = crowded(seed, fill)
    where = capacitated_p_median(travel, demand, room, k, time_limit=NO_TIME)
    assert (np.bincount(where.serves, weights=demand, minlength=10) <= room).all()
    assert where.cost == travel[np.arange(24), where.serves].sum()
    if fill < 1:
        best = capacitated_p_median(travel, demand, room, k)
        assert best.gap == 0
        assert where.cost * (1 - where.gap) <= best.cost * (1 + 1e-9)
        assert best.cost <= where.cost


def test_one_site_alone_has_room_and_is_found_without_time() -> None:
    where = capacitated_p_median(ROAD, PEOPLE, [8, 0, 0, 0], 2, time_limit=NO_TIME)
    assert where.serves.tolist() == [0, 0, 0, 0]


def test_what_can_never_have_room_is_refused_and_not_called_a_matter_of_time() -> None:
    with pytest.raises(InvalidInput, match=r"the demand is 8 and no 2 sites have room for over 7"):
        capacitated_p_median(ROAD, PEOPLE, 3.5, 2, time_limit=NO_TIME)
    with pytest.raises(InvalidInput, match="a row takes 3 and no site has room for over 2"):
        capacitated_p_median(ROAD, PEOPLE, 2, 4, time_limit=NO_TIME)
    with pytest.raises(InvalidInput, match="no 2 sites have room for all the demand without splitting"):
        capacitated_p_median(ROAD[:3], [3, 3, 3], 5, 2, time_limit=60)

    km = np.append(np.arange(13.0), 99)
    near = abs(km[:, None] - km) == 1  # the last is alone, and too light for a sub-area
    with pytest.raises(InvalidInput, match="no 2 contiguous sub-areas keep every weight"):
        districts(near, abs(km[:, None] - km), np.ones(14), 2, balance=0.8, time_limit=NO_TIME)


def test_where_nothing_was_found_in_time_it_is_said_that_there_may_be_nothing() -> None:
    rng = np.random.default_rng(0)
    demand = rng.integers(34, 50, 20) * 2.0  # even: the odd rooms are never full
    with pytest.raises(NothingFoundInTime, match="there may be none: give more time, more sites or more"):
        capacitated_p_median(rng.integers(1, 9, (20, 5)), demand, demand.sum() / 5, 5, time_limit=NO_TIME)
    long = np.arange(16.0)
    with pytest.raises(NothingFoundInTime, match="there may be none: give more time or a larger balance"):
        districts(
            abs(long[:, None] - long) == 1,
            abs(long[:, None] - long),
            rng.integers(50, 99, 16),
            5,
            balance=0.05,
            time_limit=NO_TIME,
        )


SAY_WHAT_IS_COMPILED = """
import numpy as np
from ordito.methods.siting import capacitated_p_median, districts, p_median
from ordito.methods.siting import _district_loops, _load_loops, _median_loops, _settle_loops
from ordito.methods.siting import _capacitated_search, _district_search, _median
def compiled():
    loops = [vars(each) for each in (_district_loops, _load_loops, _median_loops, _settle_loops)]
    every = [(name, loop) for each in loops for name, loop in each.items() if hasattr(loop, "py_func")]
    return {name: len(loop.signatures) for name, loop in every}
for each in (_median, _capacitated_search, _district_search):
    each.ready()
before = compiled()
rng = np.random.default_rng(1)
place = rng.uniform(0, 100, (36, 2))
travel = np.hypot(*(place[:, None] - place).transpose(2, 0, 1))
people = rng.integers(1, 30, 36)
p_median(travel, people, 5)
capacitated_p_median(travel, people, people.sum() / 4, 5, time_limit=1)
square = np.array([(i, j) for i in range(6) for j in range(6)])
near = abs(square[:, None] - square).sum(axis=2) == 1
districts(near, travel, people, 4, balance=0.1, time_limit=1)
print(before == compiled())
"""


def test_everything_is_compiled_before_the_time_starts_to_run() -> None:
    asked = [sys.executable, "-c", SAY_WHAT_IS_COMPILED]
    told = subprocess.run(asked, check=True, capture_output=True, text=True)
    assert told.stdout.strip() == "True"


@pytest.mark.parametrize("unit", [2.0**-1000, 2.0**-40, 2.0**120, 2.0**900])
def test_in_a_huge_or_a_tiny_unit_the_same_places_are_proved_best(unit: float) -> None:
    rng = np.random.default_rng(4)
    travel, demand = rng.integers(1, 60, (14, 14)) * 1.0, rng.integers(1, 9, 14)
    np.fill_diagonal(travel, 0)
    near = abs(np.arange(14)[:, None] - np.arange(14)) < 3
    room = demand.sum() / 3
    for usual, odd in (
        (p_median(travel, demand, 3), p_median(travel * unit, demand, 3)),
        (capacitated_p_median(travel, demand, room, 4), capacitated_p_median(travel * unit, demand, room, 4)),
        (p_centre(travel, 3), p_centre(travel * unit, 3)),
    ):
        assert (odd.opened.tolist(), odd.serves.tolist()) == (usual.opened.tolist(), usual.serves.tolist())
        assert (odd.cost, odd.gap) == (usual.cost * unit, 0)
    usual = districts(near, travel, demand, 3, balance=0.3)
    odd = districts(near, travel * unit, demand, 3, balance=0.3)
    assert (odd.district.tolist(), odd.cost, odd.gap) == (usual.district.tolist(), usual.cost * unit, 0)


def test_the_balance_that_is_asked_for_is_enough() -> None:
    near, weight = np.ones((3, 3)), [1, 1, 1.000_04]
    with pytest.raises(InvalidInput, match="balance must be at least") as refused:
        districts(near, ROAD[:3, :3], weight, 3, balance=0)
    enough = float(str(refused.value).rpartition(" ")[2])
    assert districts(near, ROAD[:3, :3], weight, 3, balance=enough).gap == 0


@pytest.mark.parametrize(
    ("do", "said"),
    [
        (
            lambda: p_median(np.where(ROAD > 8, np.inf, ROAD), PEOPLE, 2),
            "cannot be reached has a travel longer",
        ),
        (lambda: p_centre(ROAD * 1j, 2), r"travel must be numbers of shape \(n m\); found complex128"),
        (lambda: p_median(ROAD.astype(str), PEOPLE, 2), "travel must be numbers .* found <U"),
        (
            lambda: fewest_sites(ROAD.astype("m8[m]"), PEOPLE, 2),
            "travel must be numbers .* found timedelta64",
        ),
        (lambda: maximal_coverage(ROAD, [1, 2, 3, np.inf], 2, 1), "demand must be finite and not negative$"),
        (
            lambda: p_median(ROAD * 1e-300, [1e-300] * 4, 1),
            "must be told from 0; give one of them in a small",
        ),
    ],
)
def test_what_cannot_be_used_is_refused(do: object, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        do()
