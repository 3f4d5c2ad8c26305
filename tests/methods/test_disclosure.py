"""Small cells withheld from tables with totals, and what a reader can still work out."""

# ruff: noqa: ANN001, FBT001 - parameters say what they are

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from ordito.methods.disclosure import Table, audit, cross, linked, suppress
from ordito.methods.errors import InvalidInput


def oracle(table: Table, pattern: np.ndarray, *, whole: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """Two plain linear programs per cell, over all the cells, by scipy."""
    rows = np.zeros((len(table.relations), table.size))
    for nth, (total, parts) in enumerate(table.relations):
        rows[nth, list(parts)], rows[nth, total] = 1, -1
    floor, ceiling = table.limits()
    free = pattern | table.never_shown()
    box = [
        (floor[cell], None if np.isinf(ceiling[cell]) else ceiling[cell]) if free[cell] else (value, value)
        for cell, value in enumerate(table.value)
    ]
    low, high = table.value.copy(), table.value.copy()
    for cell in np.flatnonzero(free):
        for sign, bound in ((1, low), (-1, high)):
            cost = np.zeros(table.size)
            cost[cell] = sign
            solved = linprog(cost, A_eq=rows, b_eq=np.zeros(len(rows)), bounds=box, integrality=int(whole))
            bound[cell] = sign * solved.fun if solved.status == 0 else np.inf
    return low, high


def cheapest(table: Table, cost: np.ndarray, threshold: int) -> float:
    """The cheapest safe pattern of all there are, each attacked by the oracle."""
    primary = (table.value > 0) & (table.value < threshold)
    others = np.flatnonzero(~primary)
    choices = sorted(
        (float(cost[primary].sum() + cost[list(more)].sum()), more)
        for size in range(len(others) + 1)
        for more in itertools.combinations(others.tolist(), size)
    )
    for lost, more in choices:
        pattern = primary.copy()
        pattern[list(more)] = True
        low, high = oracle(table, pattern)
        if (low[primary] <= table.value[primary] - 1 + 1e-6).all() and (
            high[primary] >= threshold - 1e-6
        ).all():
            return lost
    raise AssertionError


counts = st.integers(0, 12)
grids = st.tuples(st.integers(2, 4), st.integers(2, 4)).flatmap(
    lambda shape: st.lists(counts, min_size=shape[0] * shape[1], max_size=shape[0] * shape[1]).map(
        lambda flat: np.array(flat).reshape(shape)
    )
)


@settings(max_examples=20, deadline=None)
@given(grids, st.randoms(use_true_random=False))
def test_the_bounds_are_those_of_plain_linear_programs(grid: np.ndarray, chance) -> None:
    table = cross(grid)
    pattern = np.array([chance.random() < 0.5 for _cell in range(table.size)])
    told = audit(table, pattern)
    low, high = oracle(table, pattern)
    assert told.lower == pytest.approx(low, abs=1e-6)
    assert told.upper == pytest.approx(high, abs=1e-6)
    small = (table.value > 0) & (table.value < 5)
    exposed = small & (~pattern | (low > table.value - 1 + 1e-6) | (high < 5 - 1e-6))
    assert (told.exposed == exposed).all()
    assert told.safe == (not exposed.any())
    quick = audit(table, pattern, exact=False)
    assert (quick.exposed == exposed).all()
    assert (quick.lower >= low - 1e-6).all()
    assert (quick.upper <= high + 1e-6).all()


@settings(max_examples=15, deadline=None)
@given(grids)
def test_what_is_withheld_is_safe_by_the_oracle(grid: np.ndarray) -> None:
    table = cross(grid)
    found = suppress(table)
    primary = (table.value > 0) & (table.value < 5)
    low, high = oracle(table, found.pattern)
    assert (found.primary == primary).all()
    assert found.pattern[primary].all()
    assert (low[primary] <= table.value[primary] - 1 + 1e-6).all()
    assert (high[primary] >= 5 - 1e-6).all()
    assert found.audit.safe
    assert 0 <= found.gap <= 1
    secondary = found.pattern & ~primary
    assert (high - low)[secondary].min(initial=1) > 1e-6


@settings(max_examples=3, deadline=None)
@given(st.lists(counts, min_size=4, max_size=4))
def test_no_cheaper_pattern_is_safe(flat: list[int]) -> None:
    table = cross(np.array(flat).reshape(2, 2))
    found = suppress(table)
    best = cheapest(table, 1 + np.log1p(table.value), 5)
    assert found.bound <= best + 1e-6
    assert found.cost >= best - 1e-6
    if found.gap == 0:
        assert found.cost == pytest.approx(best, abs=1e-6)


@settings(max_examples=6, deadline=None)
@given(st.lists(counts, min_size=12, max_size=12), st.booleans())
def test_cubes_and_linked_margins_are_safe_by_the_oracle(flat: list[int], margins: bool) -> None:
    publish = [(0, 1), (0, 2), (1, 2)] if margins else None
    table = cross(np.array(flat).reshape(2, 3, 2), publish=publish)
    found = suppress(table)
    low, high = oracle(table, found.pattern)
    small = (table.value > 0) & (table.value < 5) & ~table.never_shown()
    assert (low[small] <= table.value[small] - 1 + 1e-6).all()
    assert (high[small] >= 5 - 1e-6).all()
    assert not (found.pattern & table.never_shown()).any()
    told = audit(table, found.pattern)
    assert told.lower == pytest.approx(low, abs=1e-6)
    assert told.upper == pytest.approx(high, abs=1e-6)


@settings(max_examples=5, deadline=None)
@given(st.lists(st.integers(0, 5), min_size=8, max_size=8))
def test_against_whole_numbers_other_whole_tables_exist(flat: list[int]) -> None:
    table = cross(np.array(flat).reshape(2, 2, 2))
    found = suppress(table, threshold=3, whole=True)
    told = audit(table, found.pattern, threshold=3, whole=True)
    assert told.safe
    low, high = oracle(table, found.pattern, whole=True)
    assert told.lower == pytest.approx(low, abs=1e-6)
    assert told.upper == pytest.approx(high, abs=1e-6)


def test_a_single_cell_withheld_is_worked_out_from_its_row() -> None:
    pattern = np.zeros((3, 3), dtype=bool)
    pattern[0, 0] = True
    told = audit([[3, 9], [8, 5]], pattern)
    assert not told.safe
    assert told.exposed.tolist() == [True, *[False] * 8]
    assert told.lower[0] == told.upper[0] == 3


def test_four_corners_leave_a_reader_one_number_short() -> None:
    pattern = np.zeros((4, 4), dtype=bool)
    pattern[np.ix_([0, 1], [0, 1])] = True
    told = audit([[2, 9, 20], [8, 5, 30], [40, 50, 60]], pattern)
    assert told.safe
    assert told.lower.reshape(4, 4)[:2, :2].tolist() == [[0, 1], [0, 3]]
    assert told.upper.reshape(4, 4)[:2, :2].tolist() == [[10, 11], [10, 13]]


def test_a_table_without_small_cells_is_published_whole() -> None:
    found = suppress([[0, 9], [8, 5]])
    assert not found.pattern.any()
    assert (found.cost, found.gap, found.audit.safe) == (0, 0, True)
    assert (found.audit.lower == found.audit.upper).all()


def test_a_table_of_one_small_cell_hides_its_total_too_and_nothing_bounds_it() -> None:
    found = suppress([3])
    assert found.pattern.all()
    told = audit([3], found.pattern)
    assert told.lower.tolist() == [0, 0]
    assert told.upper.tolist() == [np.inf, np.inf]


def test_relabelling_changes_nothing_but_the_labels() -> None:
    rng = np.random.default_rng(4)
    grid = rng.poisson(np.exp(rng.normal(2.2, 1, (9, 8))))
    found = suppress(grid)
    rows, columns = rng.permutation(9), rng.permutation(8)
    other = suppress(grid[np.ix_(rows, columns)])
    moved = found.pattern.reshape(10, 9)[np.ix_([*rows, 9], [*columns, 8])]
    assert (other.pattern.reshape(10, 9) == moved).all()
    assert suppress(grid.T).pattern.reshape(9, 10).T.tolist() == found.pattern.reshape(10, 9).tolist()


def test_scaling_amounts_and_their_levels_changes_nothing() -> None:
    rng = np.random.default_rng(8)
    grid = rng.gamma(2, 10, (6, 5))
    table = cross(grid)
    level = np.where(table.value < 8, 2.0, 0)
    price = np.ones(table.size)
    one = suppress(table, threshold=None, lower=level, upper=level, cost=price)
    two = suppress(cross(grid * 64), threshold=None, lower=level * 64, upper=level * 64, cost=price)
    assert one.cost == pytest.approx(two.cost)
    assert one.audit.safe
    assert two.audit.safe


def test_groups_of_an_axis_have_subtotals() -> None:
    table = cross([[1, 2], [3, 4], [5, 6]], trees={0: [[0, 0, 1]]})
    assert table.shape == (6, 3)
    assert table.value.reshape(6, 3)[:, 2].tolist() == [3, 7, 11, 10, 11, 21]
    assert len(table.relations) == 6 + 3 * 3
    found = suppress(np.arange(1, 31).reshape(5, 6))
    nested = cross(
        np.arange(1, 31).reshape(5, 6), trees={0: [[0, 0, 1, 1, 1], [0, 0, 0, 0, 0]], 1: [[0, 1] * 3]}
    )
    wide = suppress(nested)
    assert found.audit.safe
    assert wide.audit.safe
    assert audit(nested, wide.pattern).safe


def test_tables_that_share_a_margin_are_protected_together() -> None:
    needs, ages = cross([[2, 9], [8, 5]]), cross([[4, 7], [6, 7]])
    both, places = linked(
        [needs, ages],
        [
            [(town, need) for town in "ABT" for need in ("home", "work", "all")],
            [(town, age) for town in "ABT" for age in ("young", "old", "all")],
        ],
    )
    assert both.size == 15
    assert (both.value[places[1]] == ages.value).all()
    found = suppress(both)
    low, high = oracle(both, found.pattern)
    small = found.primary
    assert (low[small] <= both.value[small] - 1 + 1e-6).all()
    assert (high[small] >= 5 - 1e-6).all()


def test_what_is_shown_already_stays_shown_or_it_is_said_that_it_cannot() -> None:
    grid = [[1, 9, 20], [8, 5, 30], [40, 50, 60]]
    keep = np.zeros((4, 4), dtype=bool)
    keep[1, :] = True
    found = suppress(grid, keep=keep)
    assert not found.pattern.reshape(4, 4)[1].any()
    assert found.audit.safe
    keep[:] = True
    keep[0, 0] = False
    with pytest.raises(InvalidInput, match="nothing can protect"):
        suppress(grid, keep=keep)
    keep[0, 0] = True
    with pytest.raises(InvalidInput, match="cannot be kept"):
        suppress(grid, keep=keep)


def amounts() -> Table:
    grid = cross([[100.0, 40.0, 60.0], [50.0, 80.0, 70.0]])
    largest = np.zeros((grid.size, 2))
    largest[0] = [90, 8]
    largest[1:, 0] = grid.value[1:] / 10
    largest[1:, 1] = grid.value[1:] / 20
    return Table(grid.value, grid.relations, grid.shape, contributors=np.full(grid.size, 9), largest=largest)


def test_dominance_and_p_percent_by_hand() -> None:
    table = amounts()
    by_p = suppress(table, threshold=None, p_percent=10)
    assert np.flatnonzero(by_p.primary).tolist() == [0]
    told = audit(table, by_p.pattern, threshold=None, p_percent=10)
    assert told.upper[0] >= 100 + (0.10 * 90 - 2) - 1e-6
    assert told.lower[0] <= 100 - (0.10 * 90 - 2) + 1e-6
    by_share = suppress(table, threshold=None, dominance=(1, 85))
    assert np.flatnonzero(by_share.primary).tolist() == [0]
    assert by_share.audit.upper[0] >= 90 * 100 / 85 - 1e-6
    few = suppress(Table(table.value, table.relations, table.shape, contributors=np.r_[2, [9] * 11]))
    assert np.flatnonzero(few.primary).tolist() == [0]
    assert few.audit.upper[0] >= 115 - 1e-4


def test_what_everybody_knows_beforehand_counts() -> None:
    grid = cross([[2, 9], [8, 5]])
    ceiling = np.full(9, np.inf)
    ceiling[0] = 3
    table = Table(grid.value, grid.relations, grid.shape, floor=np.r_[1.0, np.zeros(8)], ceiling=ceiling)
    found = suppress(table)
    told = audit(table, found.pattern)
    assert told.safe
    assert (told.lower[0], told.upper[0]) == (1, 3)
    both, _places = linked([table], [list("abcdefghi")])
    assert (both.limits()[0][0], both.limits()[1][0]) == (1, 3)


def test_a_large_table_is_safe_and_says_how_far_from_the_best_it_may_be() -> None:
    rng = np.random.default_rng(2)
    found = suppress(rng.poisson(np.exp(rng.normal(3, 1.2, (25, 25)))))
    assert found.audit.safe
    assert 0 <= found.gap < 0.2


SMALL = cross([[3, 9], [8, 5]])


@pytest.mark.parametrize(
    ("do", "why"),
    [
        (lambda: cross([[1, -1]]), "must not be negative"),
        (lambda: cross([[1, np.nan]]), "cannot be protected"),
        (lambda: cross([[1, np.inf]]), "finite"),
        (lambda: cross(["a"]), "must be numbers"),
        (lambda: cross([]), "dimensions"),
        (lambda: cross(3), "dimensions"),
        (lambda: cross([1, 2], trees={1: [[0, 0]]}), "axes of counts"),
        (lambda: cross([1, 2], trees={0: [[0, 0, 1]]}), "each position"),
        (lambda: cross([1, 2, 3], trees={0: [[0, 0, 1], [0, 1, 1]]}), "union of groups"),
        (lambda: cross([[1, 2]], publish=[(0, 2)]), "publish"),
        (lambda: cross([[1, 2]], publish=[]), "publish"),
        (lambda: Table(np.array([]), ()), "one number per cell"),
        (lambda: Table(np.array([1, 2, 3]), (), (2, 2)), "shape"),
        (lambda: Table(np.array([1, 2, 4]), ((2, (0, 1)),)), "sum to 3"),
        (lambda: Table(np.array([1, 2, 3]), ((2, (0, 5)),)), "distinct positions"),
        (lambda: Table(np.array([1, 2, 3]), ((2, (2, 1)),)), "distinct positions"),
        (lambda: Table(np.array([1, 2]), (), contributors=np.array([1])), "one row for each"),
        (lambda: Table(np.array([1, 2]), (), contributors=np.array([1.5, 2])), "whole numbers"),
        (lambda: Table(np.array([1, 2]), (), hidden=np.array([2, 0])), "booleans"),
        (lambda: Table(np.array([1, 2]), (), largest=np.array([[1, 2], [2, 1]])), "descending"),
        (lambda: Table(np.array([1, 2]), (), floor=np.array([2, 0])), "between its floor"),
        (lambda: linked([SMALL], []), "names for each"),
        (lambda: linked([SMALL], [["a"]]), "one name per cell"),
        (lambda: linked([cross([1]), cross([2])], [["a", "b"], ["a", "c"]]), "two values"),
        (lambda: linked([SMALL, amounts()], [range(9), range(9, 21)]), "or none"),
        (lambda: suppress(SMALL, threshold=0), "threshold"),
        (lambda: suppress(SMALL, threshold=2.5), "threshold"),
        (lambda: suppress(SMALL, safety=0), "safety"),
        (lambda: suppress(amounts(), dominance=(0, 80)), "dominance"),
        (lambda: suppress(amounts(), dominance=(3, 80)), "3 largest"),
        (lambda: suppress(amounts(), p_percent=0), "p_percent"),
        (lambda: suppress(SMALL, p_percent=10), "2 largest"),
        (lambda: suppress(Table(np.array([1.0]), (), largest=np.array([[1.0, 1.0]])), p_percent=5), "exceed"),
        (lambda: suppress(SMALL, lower=[1]), "one level for each"),
        (lambda: suppress(SMALL, cost=np.zeros(9)), "cost"),
        (lambda: suppress(SMALL, keep=np.zeros(9)), "boolean"),
        (lambda: audit(SMALL, np.zeros(4, dtype=bool)), "boolean"),
    ],
)
def test_what_cannot_be_used_is_refused(do, why: str) -> None:
    with pytest.raises(InvalidInput, match=why):
        do()


@pytest.mark.parametrize("beside", [10**3, 10**7, 10**9, 10**12])
def test_one_person_is_not_lost_in_the_rounding_of_millions_beside(beside: int) -> None:
    table = [[1, beside], [beside, 3]]
    alone = np.zeros((3, 3), dtype=bool)
    alone[0, 0] = alone[1, 1] = True
    assert not audit(table, alone).safe
    assert suppress(table).pattern.reshape(3, 3)[:2, :2].all()
