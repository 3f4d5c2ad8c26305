"""Turns of the searches that whole problems seldom take, asked for one by one."""

import math
from typing import TypeVar

import numpy as np
import pytest

from ordito.methods.siting import _district_loops, _load_tree, _median, p_centre
from ordito.methods.siting._canonical import canonical_order
from ordito.methods.siting._capacitated_search import CapacitatedSearch
from ordito.methods.siting._district_search import DistrictSearch
from ordito.methods.siting._load_loops import IMPOSSIBLE, ascend_loads, fill, forbid
from ordito.methods.siting._load_tree import only_what_follows
from ordito.methods.siting._median import MedianSearch
from ordito.methods.siting._median_loops import ascend
from ordito.methods.siting._proof import grain
from tests.methods.test_siting_capacitated import towns
from tests.methods.test_siting_p_median import roads

S = TypeVar("S", bound=CapacitatedSearch)


def plain(loop: object) -> object:
    return getattr(loop, "py_func", loop)


def search(*, room: tuple[float, ...] = (2.0, 2.0), deadline: float = math.inf) -> CapacitatedSearch:
    cost = np.array([[1.0, 4.0, 2.0], [3.0, 1.0, 2.0]])
    most = np.floor(np.array(room)).astype(np.int64)
    return CapacitatedSearch(
        cost=cost,
        size=np.ones(3, dtype=np.int64),
        least=np.zeros(2, dtype=np.int64),
        most=most,
        own=np.full(2, -1),
        k=2,
        deadline=deadline,
        demand=np.ones(3),
        room=np.array(room),
    )


def test_more_mirror_images_than_are_told_apart_keep_the_order_given() -> None:
    pairs = 30
    table = np.kron(np.eye(pairs), [[1, 2], [2, 1]])
    rows, columns = canonical_order(table, np.zeros(2 * pairs), np.zeros(2 * pairs))
    assert sorted(rows) == sorted(columns) == list(range(2 * pairs))


def test_one_unit_of_a_site_too_full_is_parted_from_it() -> None:
    allowed = np.ones((2, 3), dtype=bool)
    split = search().parting(np.array([0, 0, 0]), allowed)
    assert split is not None
    assert (split.unit, split.part.tolist()) == (0, [0])
    assert search().parting(np.array([0, 0, 1]), allowed) is None


def test_a_search_whose_bound_has_no_turns_goes_on_to_the_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_load_tree, "_ROOT_TURNS", 0)
    one = search()
    assert one.run() == 0
    assert one.best == 4


def test_a_node_whose_sites_cannot_take_what_they_must_is_closed() -> None:
    one = search(room=(1.0, 1.0))
    one.start()
    assert one.run() == 0
    assert len(one.who) == 0


def test_sites_that_no_units_fill_as_asked_leave_nothing_to_try() -> None:
    one = search()
    one.size, one.least, one.most = np.full(3, 2), np.ones(2, dtype=np.int64), np.ones(2, dtype=np.int64)
    assert one.run() == 0
    assert one.bound >= IMPOSSIBLE / 2


def search_of(kind: type[S], deadline: float) -> S:
    """A search of some kind among thirty towns."""
    travel, demand, room, k = towns(30, 3, 2)
    return kind(
        cost=np.ascontiguousarray(travel.T),
        size=demand.astype(np.int64),
        least=np.zeros(30, dtype=np.int64),
        most=room.astype(np.int64),
        own=np.full(30, -1),
        k=k,
        deadline=deadline,
        demand=demand,
        room=room,
    )


class Shut(CapacitatedSearch):
    def narrow(self, allowed: np.ndarray, state: np.ndarray) -> bool:  # noqa: ARG002
        return False


def test_a_node_in_which_nothing_can_be_left_has_no_children() -> None:
    one = search_of(Shut, math.inf)
    one.start()
    allowed, state = np.ones((30, 30), dtype=bool), np.zeros(30, dtype=np.int64)
    node = _load_tree.Node(-math.inf, one._first_price(), allowed, state)
    assert one._children(node) == []
    assert node.bound < one.goal()


class Counted(CapacitatedSearch):
    tried = 0

    def _halves(self, often: np.ndarray, allowed: np.ndarray, unit: int) -> _load_tree.Split:
        self.tried += 1
        return super()._halves(often, allowed, unit)


@pytest.mark.parametrize(("deadline", "tried"), [(math.inf, 4), (-math.inf, 1)])
def test_a_search_that_is_late_tries_one_parting_and_no_more(deadline: float, tried: int) -> None:
    one = search_of(Counted, deadline)
    allowed, state = np.ones((30, 30), dtype=bool), np.zeros(30, dtype=np.int64)
    node = _load_tree.Node(-math.inf, one._first_price(), allowed, state)
    one._best_parted(node, np.ones((30, 30)), np.arange(30))
    assert one.tried == tried


class Mute(CapacitatedSearch):
    def answer(self, chosen: np.ndarray, take: np.ndarray) -> None:
        """Make nothing of what a bound chose."""


def test_a_node_whose_bound_is_attained_is_solved() -> None:
    few = search()
    names = ("cost", "size", "least", "most", "own", "k", "deadline", "demand", "room")
    one = Mute(**{name: getattr(few, name) for name in names})
    one.cost[0, 2] = 1.9
    allowed, state = np.ones((2, 3), dtype=bool), np.zeros(2, dtype=np.int64)
    assert one._children(_load_tree.Node(-math.inf, np.array([2.0, 2.0, 1.95]), allowed, state)) == []
    assert one.best == pytest.approx(3.9)


def districts_search() -> DistrictSearch:
    one = DistrictSearch.__new__(DistrictSearch)
    km = np.abs(np.arange(4.0)[:, None] - np.arange(4.0))
    one.cost, one.weight, one.k, one.deadline = km, np.ones(4), 2, math.inf
    one.near = np.array([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]], dtype=bool)
    one.lightest, one.heaviest, one._fine = 1.0, 3.0, 0.01
    one.best, one.who, one._tried = math.inf, np.zeros(0, dtype=np.int64), set()
    return one


def test_centres_that_a_bound_chose_are_grown_from_and_moved() -> None:
    one = districts_search()
    one.answer(np.array([0, 1]), np.zeros((4, 4), dtype=bool))
    assert math.isinf(one.best)
    one.answer(np.array([0, 2]), np.zeros((4, 4), dtype=bool))
    assert one.best == 2


def test_what_follows_has_an_end() -> None:
    allowed = np.array([[True, True], [False, True]])
    assert only_what_follows(allowed.copy(), np.zeros(2, dtype=np.int64), 1)
    assert not only_what_follows(allowed.copy(), np.array([-1, 0]), 1)
    assert not only_what_follows(np.zeros((2, 2), dtype=bool), np.zeros(2, dtype=np.int64), 1)


def test_from_a_centre_only_what_touches_it_is_reached() -> None:
    near = np.zeros((3, 3), dtype=bool)
    near[0, 1] = near[1, 0] = True
    who = np.empty(3, dtype=np.int64)
    grow = plain(_district_loops.grow)
    assert not grow(np.ones((3, 3)), near, np.array([0]), who)  # type: ignore[operator]


def test_a_parting_in_too_few_is_refused() -> None:
    one = DistrictSearch.__new__(DistrictSearch)
    one.k = 2
    assert not one.holds(np.array([0, 0, 0]))


def test_a_piece_apart_that_may_go_nowhere_else_cannot_be_parted() -> None:
    one = DistrictSearch.__new__(DistrictSearch)
    one.near = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]], dtype=bool)
    who = np.array([0, 1, 0])
    assert one.parting(who, np.array([[1, 0, 1], [0, 1, 0], [0, 0, 0]], dtype=bool)) is None
    split = one.parting(who, np.array([[1, 1, 1], [0, 1, 0], [0, 0, 0]], dtype=bool))
    assert split is not None
    assert (split.unit, split.part.tolist()) == (1, [0])


def test_the_shortest_longest_travel_is_looked_for_above_what_needs_more_sites() -> None:
    km = np.array([0.0, 1.0, 4.0, 9.0, 16.0, 25.0])
    assert p_centre(abs(km[:, None] - km), 2).cost == 9


def test_a_longest_travel_out_of_time_is_told_with_how_much_shorter_it_may_be() -> None:
    where = p_centre(roads(250, 1), 12, time_limit=1e-6)
    assert 0 < where.gap <= 1


def test_a_site_that_nothing_fills_to_the_least_is_impossible() -> None:
    came, value, take = np.zeros((2, 3), dtype=bool), np.empty(3), np.zeros(2, dtype=bool)
    size, reduced = np.array([2, 2]), np.array([-1.0, -1.0])
    told = plain(fill)(reduced, size, np.array([True, False]), -1, 1, 1, take, came, value)  # type: ignore[operator]
    assert told == IMPOSSIBLE


def case_of_loads() -> dict[str, np.ndarray]:
    return {
        "cost": np.array([[1.0, 4.0, 2.0], [3.0, 1.0, 2.0]]),
        "size": np.array([1, 2, 1]),
        "least": np.zeros(2, dtype=np.int64),
        "most": np.array([3, 3]),
        "own": np.array([-1, -1]),
    }


def test_the_bound_of_loads_stops_when_its_rounds_are_over_or_nothing_moves() -> None:
    loop = plain(ascend_loads)
    case = tuple(case_of_loads().values())
    allowed = np.ones((2, 3), dtype=bool)
    price, state = np.array([2.0, 2.0, 2.5]), np.zeros(2, dtype=np.int64)
    few = loop(*case, price, allowed, state, 2, 1e9, 9.0, 1, 1.0)  # type: ignore[operator]
    assert few[0] <= 4
    # both sites take the third unit, or neither: the steps cancel out
    still = loop(*case, np.zeros(3), allowed, np.array([-1, -1]), 0, 1e9, 0.0, 60, 1.0)  # type: ignore[operator]
    assert still[0] <= 4


def test_what_a_site_cannot_hold_is_forbidden_and_what_its_centre_takes_is_not_counted_twice() -> None:
    case = case_of_loads() | {"size": np.array([1, 3, 1]), "own": np.array([0, -1])}
    allowed, state = np.ones((2, 3), dtype=bool), np.zeros(2, dtype=np.int64)
    price, worth, chosen = np.array([2.0, 3.0, 2.5]), np.array([-1.5, -2.5]), np.array([True, True])
    plain(forbid)(*case.values(), price, worth, chosen, 3.0, 1e9, allowed, state)  # type: ignore[operator]
    assert not allowed[0, 1]
    assert allowed[0, 0]
    assert allowed[1, 1]


def test_the_bound_of_a_p_median_stops_when_its_rounds_are_over_its_steps_small_or_nothing_is_short() -> None:
    loop = plain(ascend)
    near, cost = np.array([[0, 1], [1, 0]]), np.array([[0.0, 3.0], [0.0, 3.0]])
    state = np.zeros(2, dtype=np.int64)
    settled = loop(near, cost, np.array([1.0, 1.0]), state, 2, 1e9, 0.0, 50, 1.0, 8)  # type: ignore[operator]
    assert settled[0] == pytest.approx(0)
    small = loop(near, cost, np.array([1.0, 2.0]), state, 1, 1e9, 0.0, 50, 1.5e-4, 1)  # type: ignore[operator]
    assert small[5] < 1e-4
    slow = loop(near, cost, np.array([1.0, 2.0]), state, 1, 1e9, 1 + 1e-9, 2, 1.0, 8)  # type: ignore[operator]
    assert 1 < slow[0] < 1 + 1e-8
    over = loop(near, cost, np.array([1.0, 2.0]), state, 1, 1e9, 5.0, 2, 1.0, 8)  # type: ignore[operator]
    assert over[0] <= 3


def small_median() -> MedianSearch:
    one = MedianSearch(np.array([[0.0, 5.0], [5.0, 0.0], [9.0, 9.0]]), 2, math.inf)
    one._grain = grain(one.cost.T)
    one._keep(np.arange(3))
    one.best, one.opened = 99.0, np.array([0, 2])
    return one


def test_a_p_median_out_of_time_in_its_tree_keeps_the_bound_of_where_it_stood() -> None:
    one = small_median()
    one.deadline = -math.inf
    one._climb(_median._Node(1.0, np.zeros(2), np.zeros(3, dtype=np.int64), np.zeros(3)))
    assert (one.best, one.bound) == (99, 1)
    one._climb(_median._Node(99.0, np.zeros(2), np.zeros(3, dtype=np.int64), np.zeros(3)))
    assert one.bound == 99


def test_a_p_median_whose_root_has_no_turns_goes_on_to_the_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_median, "_ROOT_TURNS", 0)
    cost = np.random.default_rng(0).integers(1, 40, (12, 12)).astype(float)
    one = MedianSearch(cost, 4, math.inf)
    assert one._root().bound == -math.inf


def test_a_leaf_that_costs_less_is_kept() -> None:
    one = small_median()
    assert one._is_leaf(_median._Node(0.0, np.zeros(2), np.array([1, 1, -1]), np.zeros(3)))
    assert (one.best, one.opened.tolist()) == (0, [0, 1])
    assert one._is_leaf(_median._Node(0.0, np.zeros(2), np.array([1, -1, 1]), np.zeros(3)))
    assert (one.best, one.opened.tolist()) == (0, [0, 1])
