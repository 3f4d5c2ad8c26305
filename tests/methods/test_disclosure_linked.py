"""Tables that share cells, and what is refused of tables and rules."""

import numpy as np
import pytest

from ordito.methods.disclosure import Table, cross, linked, suppress
from ordito.methods.errors import InvalidInput


def test_a_cell_that_one_table_shows_is_not_hidden_because_another_does_not() -> None:
    inside = cross([[2, 9], [8, 7]], publish=[(0,)])
    shown = cross([[2, 9], [8, 7]])
    names = [f"cell {place}" for place in range(9)]
    for tables in ([inside, shown], [shown, inside]):
        both, _places = linked(tables, [names, names])
        assert not both.never_shown().any()
        assert suppress(both).pattern[0]


def test_what_two_tables_know_of_a_cell_is_put_together_in_any_order() -> None:
    one = Table(np.array([3.0, 4.0, 7.0]), ((2, (0, 1)),), floor=np.array([2.0, 0.0, 0.0]))
    two = Table(np.array([3.0, 6.0, 9.0]), ((2, (0, 1)),), ceiling=np.array([5.0, 9.0, 9.0]))
    for tables, names in (([one, two], ["abc", "ade"]), ([two, one], ["ade", "abc"])):
        both, places = linked(tables, [list(each) for each in names])
        shared = places[0][0]
        low, high = both.limits()
        assert (low[shared], high[shared]) == (2, 5)


def test_the_largest_contributions_are_kept_where_tables_are_linked() -> None:
    one, two = (
        Table(
            np.array([30.0, last, 30 + last]), ((2, (0, 1)),), largest=np.array([[29, 1], [9, 1], [29, 9.0]])
        )
        for last in (40.0, 50.0)
    )
    both, _places = linked([one, two], [list("abc"), list("ade")])
    assert both.largest is not None
    assert both.largest.tolist() == [[29, 1], [9, 1], [29, 9], [9, 1], [29, 9]]
    assert suppress(both, threshold=None, dominance=(1, 80)).pattern[0]


def test_a_sum_of_floats_made_in_another_order_is_the_same_cell() -> None:
    one, two = cross([0.1, 0.2]), cross([0.3, 0.0])
    assert linked([one, two], [list("abt"), list("cdt")])[0].size == 5


SUMS = np.array([3.0, 4.0, 7.0])
COUNTS = [[1, 9, 20], [8, 5, 30]]


@pytest.mark.parametrize(
    ("do", "said"),
    [
        (lambda: linked([cross([1, 2]), COUNTS], [list("abc")] * 2), "linked needs tables"),
        (lambda: linked([cross([1, 1])], [[["a"], "b", "c"]]), "the name of a cell must be text"),
        (
            lambda: suppress(COUNTS, threshold=np.nan),
            "threshold must be a whole number >= 1, or None, not nan",
        ),
        (lambda: suppress(COUNTS, threshold="5"), "threshold must be a whole number >= 1, or None, not '5'"),
        (lambda: suppress(COUNTS, dominance=5), "dominance must be a number of contributors"),
        (lambda: suppress(COUNTS, dominance=(1,)), "dominance must be a number of contributors"),
        (lambda: suppress(COUNTS, dominance=(1, "x")), "dominance must be a number of contributors"),
        (lambda: suppress(COUNTS, p_percent="x"), "p_percent must be above 0"),
        (lambda: suppress(COUNTS, safety="x"), "safety must be above 0"),
        (lambda: suppress(np.array(COUNTS) * 1j), "counts must be numbers, not complex128"),
        (lambda: suppress([[1], [1, 2]]), "counts must be numbers$"),
        (lambda: suppress([["1", "2"]]), "counts must be numbers, not <U1"),
        (lambda: suppress([[1, 1.7e308], [1.7e308, 1]]), "counts must have finite sums"),
        (lambda: Table(SUMS, 5), "relations must be pairs"),
        (lambda: Table(SUMS, ((2, 3),)), "relations must be pairs"),
        (lambda: Table(SUMS, ((2.0, (0, 1)),)), "relations must be pairs"),
        (lambda: Table(SUMS, (), shape=3), "shape must be whole numbers, not 3"),
        (lambda: Table(SUMS, (), shape=(3.0,)), "shape must be whole numbers"),
        (lambda: cross(COUNTS, trees=[[0, 0, 1]]), "trees must name axes of counts, each with its groupings"),
        (lambda: cross(COUNTS, publish=[0, 1]), "publish must list tables"),
    ],
)
def test_what_cannot_be_used_is_refused(do: object, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        do()


def test_the_unit_of_the_costs_changes_neither_the_bound_nor_the_gap() -> None:
    for unit in (1e-300, 1, 1e300):
        found = suppress(COUNTS, cost=np.full(12, unit))
        assert (found.cost, found.gap) == (pytest.approx(4 * unit), 0)
