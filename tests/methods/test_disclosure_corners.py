"""Turns of the attack and of the search that whole tables seldom take, asked for one by one."""

import numpy as np
import pytest
from scipy import sparse

from ordito.methods.disclosure import _least, _pattern, cross, suppress
from ordito.methods.disclosure._attack import Attack, implied, whole_parts
from ordito.methods.disclosure._least import Master, least
from ordito.methods.disclosure._pattern import Search
from ordito.methods.disclosure._program import Program
from ordito.methods.disclosure._rules import Rule, needs
from ordito.methods.errors import InvalidInput

RULE = Rule(5, None, None, 0.15, None, None)
COUNTS = [[1, 9, 20], [8, 5, 30], [40, 50, 60]]


def attack(*, whole: bool = False) -> Attack:
    table = cross(COUNTS)
    withheld = np.zeros(table.size, dtype=bool)
    withheld[[0, 1, 4, 5]] = True
    return Attack.on(table, withheld, needs(table, RULE), whole=whole)


def search() -> Search:
    table = cross(COUNTS)
    asked = needs(table, RULE)
    return Search.of(table, asked, np.ones(table.size), np.zeros(table.size, dtype=bool), whole=False)


def test_a_move_that_changes_a_sum_is_not_kept() -> None:
    one = attack()
    one.see(np.array([5.0, 0.0, 0.0, 0.0]))
    assert not one.moves


def test_parts_of_a_move_that_are_not_whole_stay_where_they_are() -> None:
    matrix = sparse.csc_array(np.array([[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0]]))
    told = whole_parts(matrix, np.array([0.5, -0.5, 2.0, -2.0]))
    assert told.tolist() == [0, 0, 2, -2]


def test_bounds_that_creep_are_left_after_some_turns() -> None:
    # x - 2y = 0 and y - x/2 - z = 0 with z a little off: each turn tightens a little
    matrix = sparse.csc_array(np.array([[1.0, -1.0, 0.0], [-1.0, 1.0, 1.0]]))
    low, high = implied(matrix, np.array([0.0, 0.0, 1.0]), np.array([1e6, 1e6, 2.0]))
    assert (low <= high + 1e6).all()


def test_a_program_without_an_answer_says_nothing() -> None:
    matrix = sparse.csc_array(np.array([[1.0, 1.0]]))
    shut = Program.of(matrix, np.zeros(2), np.ones(2), np.array([5.0]), np.array([5.0]))
    assert shut.least() is None
    assert shut.whole(np.arange(2)) is None
    assert not np.isnan(shut.bound())


def test_an_attack_that_cannot_be_solved_keeps_what_was_seen() -> None:
    one = attack()
    one.program.room(np.ones(4), np.ones(4))
    assert one.furthest(np.array([0]), 1).tolist() == [0.0]
    sign = np.array([1.0, 0.0, 0.0, 0.0])
    one.low[:], one.high[:] = 1.0, 1.0
    one._push(sign, np.ones(4), np.ones(4))
    assert not one.moves
    whole = attack(whole=True)
    whole.low[:], whole.high[:] = 1.0, 1.0
    assert whole._whole(0, 1) == 0


def test_a_search_that_cannot_move_withholds_all_that_stands_near() -> None:
    one = search()
    before = one.pattern.copy()
    one._move(np.zeros(one.table.size))
    assert (one.pattern == before).all()
    one.room_up[:], one.room_down[:] = -1.0, -1.0
    one._move(np.eye(one.table.size)[0])
    assert (one.pattern == before).all()
    one._insist(one.needs.sensitive)
    assert one.pattern.sum() > before.sum()
    one._insist(one.needs.sensitive)
    with pytest.raises(InvalidInput, match="nothing can protect"):
        one._insist(one.needs.sensitive)


def test_where_the_choice_cannot_be_solved_the_bound_is_what_is_sensitive_in_any_case() -> None:
    one = search()
    one.kept[:] = ~one.needs.sensitive
    assert least(one) == pytest.approx(one.cost[one.needs.sensitive].sum())
    master = Master.of(search())
    assert not master.cut(np.ones(master.search.table.size, dtype=bool))


def test_a_bound_that_is_not_asked_for_is_what_is_sensitive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_least, "ROUNDS", 0)
    one = search()
    assert least(one) == pytest.approx(one.cost[one.needs.sensitive].sum())


def test_a_cell_may_ask_for_room_on_one_side_alone() -> None:
    upper = np.zeros(16)
    upper[0] = 4
    told = suppress(COUNTS, threshold=None, upper=upper)
    assert told.primary.nonzero()[0].tolist() == [0]
    assert told.audit.safe


def test_a_search_that_protects_nothing_at_first_insists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_pattern, "PASSES", 0)
    assert suppress(COUNTS).audit.safe
