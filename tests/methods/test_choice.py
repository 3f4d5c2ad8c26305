"""Choosing within a budget: published cases, oracles in fractions, what must not matter."""

from __future__ import annotations

import functools
import itertools
import math
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array, csr_array

from ordito.methods.choice import _loops, _shares, equal_shares, greedy, schulze
from ordito.methods.errors import InvalidInput

ASSEN = Path(__file__).resolve().parents[3] / "shared/data/methods/pabulib/Netherlands_Assen_2024.pb"


# --- a plain equal shares, in fractions, as it is defined


def price_of(cost: int, money: list[Fraction], use: list[int]) -> Fraction | None:
    """The least rho with sum(min(money, rho * use)) = cost, found at the break points."""
    if sum((m for m, u in zip(money, use, strict=True) if u), Fraction(0)) < cost:
        return None
    for rho in sorted({m / u for m, u in zip(money, use, strict=True) if u}):
        if sum(min(m, rho * u) for m, u in zip(money, use, strict=True)) >= cost:
            full = [m for m, u in zip(money, use, strict=True) if u and m < rho * u]
            units = sum(u for m, u in zip(money, use, strict=True) if u and m >= rho * u)
            return (cost - sum(full, Fraction(0))) / units
    raise AssertionError


def plain_shares(cost: list[int], use: np.ndarray, share: Fraction) -> tuple[list[int], list[Fraction]]:
    money, chosen = [share] * use.shape[0], []
    while True:
        offers = []
        for j, each in enumerate(cost):
            rho = None if j in chosen or not use[:, j].any() else price_of(each, money, use[:, j].tolist())
            if rho is not None:
                offers.append((rho, j))
        if not offers:
            return chosen, money
        rho, j = min(offers)
        money = [m - min(m, rho * int(u)) for m, u in zip(money, use[:, j], strict=True)]
        chosen.append(j)


def plain(cost: list[int], use: np.ndarray, budget: int, *, raise_shares: bool) -> list[int]:
    share = Fraction(budget, use.shape[0])
    chosen, _money = plain_shares(cost, use, share)
    while raise_shares:
        rest = budget - sum(cost[j] for j in chosen)
        if all(j in chosen or not use[:, j].any() or cost[j] > rest for j in range(len(cost))):
            break
        share += 1
        further, _money = plain_shares(cost, use, share)
        if sum(cost[j] for j in further) > budget:
            break
        chosen = further
    return chosen


@st.composite
def elections(draw: st.DrawFn) -> tuple[list[int], np.ndarray, int, str]:
    projects, voters = draw(st.integers(1, 6)), draw(st.integers(1, 8))
    cost = draw(
        st.lists(st.integers(1, draw(st.sampled_from([3, 12, 60]))), min_size=projects, max_size=projects)
    )
    utility = draw(st.sampled_from(["cost", "cardinality", "given"]))
    most = 4 if utility == "given" else 1
    cells = draw(st.lists(st.integers(0, most), min_size=projects * voters, max_size=projects * voters))
    table = np.array(cells).reshape(voters, projects)
    copies = draw(st.integers(1, 3))
    return cost, np.repeat(table, copies, axis=0), draw(st.integers(0, sum(cost))), utility


def utilities(cost: list[int], table: np.ndarray, utility: str) -> np.ndarray:
    return table * np.array(cost) if utility == "cost" else table


@settings(max_examples=120, deadline=None)
@given(elections())
@example(([1, 1], np.array([[1, 1], [1, 1]]), 2, "cost"))
@example(([2, 1, 3], np.array([[1, 1, 0], [0, 1, 1]]), 4, "cost"))
@example(([3, 3], np.array([[1, 0], [1, 1], [0, 1]]), 6, "cardinality"))
def test_equal_shares_choose_as_the_definition_in_fractions_does(
    election: tuple[list[int], np.ndarray, int, str],
) -> None:
    cost, table, budget, utility = election
    for completion in ("none", "add_one"):
        found = equal_shares(cost, csr_array(table), budget, completion=completion, utility=utility)
        raised = completion == "add_one"
        assert list(found.selected) == plain(
            cost, utilities(cost, table, utility), budget, raise_shares=raised
        )


@settings(max_examples=40, deadline=None)
@given(elections())
def test_what_each_pays_is_a_price_system(election: tuple[list[int], np.ndarray, int, str]) -> None:
    cost, table, budget, utility = election
    found = equal_shares(cost, table, budget, utility=utility)
    paid = [found.paid_by(voter) for voter in range(len(table))]
    left = [found.share - sum(each.values()) for each in paid]
    assert min(left) >= 0
    assert all(table[voter, j] for voter, each in enumerate(paid) for j in each)
    for account in found.accounts:
        j = account.project
        given_for = [each.get(j, Fraction(0)) for each in paid]
        if account.how == "shares":
            assert sum(given_for) == account.money == account.cost == cost[j]
            assert account.missing == 0
            assert max(given_for) == account.price or (utility == "given" and max(given_for) < account.price)
            assert sum(each > 0 for each in given_for) == account.payers
        else:
            assert account.how == "out"
            assert account.money == sum(left[voter] for voter in np.flatnonzero(table[:, j]))
            assert account.money < account.cost
            assert (account.price, account.payers, sum(given_for)) == (None, 0, 0)
        assert account.supporters == np.count_nonzero(table[:, j])
    dense = found.payments.toarray()
    exact = [[float(each.get(j, 0)) for j in range(len(cost))] for each in paid]
    assert np.allclose(dense, exact, atol=1e-9)
    assert np.allclose(found.left, [float(each) for each in left], atol=1e-9)
    assert found.spent == sum(cost[j] for j in found.selected) <= budget == found.budget


def test_greedy_takes_the_most_approved_that_fits() -> None:
    table = np.array([[1, 1, 0, 0], [1, 1, 0, 0], [1, 0, 1, 0], [0, 0, 1, 0]])
    assert greedy([6, 5, 4, 1], table, 10).selected == (0, 2)
    assert greedy([6, 5, 4, 1], table, 11).selected == (0, 1)
    assert greedy([7, 5, 4, 1], table, 11, utility="cardinality").selected == (2, 0)
    assert greedy([6, 5, 4, 1], table, 10).accounts[0].how == "greedy"
    assert greedy([6, 5, 4, 1], table, 10).paid_by(0) == {}
    assert greedy([6, 5, 4, 1], table, 10).left.sum() == 0


def test_money_that_is_left_goes_to_what_fits_only_when_asked() -> None:
    cost, table = [6, 6], np.array([[1, 0], [1, 0], [0, 1]])
    assert equal_shares(cost, table, 12, completion=None).selected == (0,)
    assert equal_shares(cost, table, 12, completion="greedy").selected == (0, 1)
    assert equal_shares(cost, table, 12, completion="greedy").accounts[1].how == "greedy"
    raised = equal_shares(cost, table, 12, completion="add-one")
    assert (raised.selected, raised.raised, raised.share, raised.exhaustive) == ((0, 1), 2, 6, True)


def test_raising_shares_stops_before_the_choice_costs_too_much() -> None:
    cost, table = [5, 5, 3], np.eye(3, dtype=int)
    found = equal_shares(cost, table, 9, completion="add_one")
    assert (found.selected, found.raised, found.exhaustive) == ((2,), 1, False)
    assert equal_shares(cost, table, 9, completion="add_one_greedy").selected == (2, 0)


def test_the_choice_is_compared_with_greedy_voter_by_voter() -> None:
    table = np.repeat([[1, 1, 0], [0, 0, 1]], [60, 40], axis=0)
    found = equal_shares([50, 50, 40], table, 100)
    assert (found.greedy, found.better, found.worse) == ((0, 1), 40, 60)


def test_amounts_count_as_they_are_written() -> None:
    table = np.ones((1, 3), dtype=int)
    assert equal_shares([0.1, 0.2, 0.3], table, 0.3, completion="none").selected == (0, 1)
    found = equal_shares([Fraction(1, 3), Fraction(2, 3)], table[:, :2], 1)
    assert found.spent == 1
    assert equal_shares(np.array([1, 2]), table[:, :2], 3).spent == 3
    thirds = np.array([0.1, 0.2, 0.3], np.float32)
    for cost in (thirds, list(thirds), thirds.astype(str).astype(np.longdouble), [Decimal("0.1"), 0.2, 0.3]):
        assert equal_shares(cost, table, np.float32(0.3), completion="none").spent == Fraction(3, 10)
    assert equal_shares(np.array([100, 100], np.int8), table[:, :2], 200).spent == 200


def test_greedy_takes_last_what_nobody_wants() -> None:
    assert greedy([1, 2], [[0, 1]], 5).selected == (1, 0)
    assert equal_shares([1, 2], [[0, 1]], 5).selected == (1,)


def test_exact_ties_go_to_the_order_asked_for_and_nearly_ties_to_the_cheaper() -> None:
    table = np.array([[1, 1], [1, 1]])
    assert equal_shares([4, 4], table, 4).selected == (0,)
    assert equal_shares([4, 4], table, 4, order=[2, 1]).selected == (1,)
    large = 10**15
    assert equal_shares([large + 1, large], table, large + 1, utility="cardinality").selected == (1,)
    assert greedy([4, 4], table, 4, order=[2, 1]).selected == (1,)


def test_money_short_by_less_than_rounding_is_short() -> None:
    cost = [3 * 10**15]
    assert equal_shares(cost, np.ones((3, 1)), cost[0], completion="none").selected == (0,)
    assert equal_shares(cost, np.ones((3, 1)), cost[0] - 1, completion="none").selected == ()


def test_one_who_has_given_all_and_nearly_all_are_told_apart() -> None:
    table = np.array([[1, 1, 1], [1, 1, 0], [0, 1, 1], [1, 0, 1]])
    for scale in (1, 10**9, 10**14):
        for cost in itertools.product([3, 4, 5], repeat=3):
            scaled = [each * scale + (each == 4) for each in cost]
            use = table * np.array(scaled, dtype=object)
            found = equal_shares(scaled, table, 12 * scale, completion="none")
            assert list(found.selected) == plain(scaled, use, 12 * scale, raise_shares=False)


@settings(max_examples=40, deadline=None)
@given(elections(), st.randoms(use_true_random=False))
def test_neither_the_order_of_voters_nor_the_names_of_projects_matter(
    election: tuple[list[int], np.ndarray, int, str], chance: Any
) -> None:
    cost, table, budget, utility = election
    found = equal_shares(cost, table, budget, utility=utility)
    voters, names = list(range(len(table))), list(range(len(cost)))
    chance.shuffle(voters)
    chance.shuffle(names)
    moved = equal_shares(
        [cost[j] for j in names], table[voters][:, names], budget, utility=utility, order=names
    )
    assert [names[j] for j in moved.selected] == list(found.selected)
    assert [moved.paid_by(at) for at in range(len(voters))] == [
        {names.index(j): each for j, each in found.paid_by(voter).items()} for voter in voters
    ]


@settings(max_examples=40, deadline=None)
@given(elections(), st.integers(2, 4))
def test_more_of_everything_changes_nothing(
    election: tuple[list[int], np.ndarray, int, str], times: int
) -> None:
    cost, table, budget, utility = election
    chosen = equal_shares(cost, table, budget, utility=utility, completion="none").selected
    scaled = equal_shares(
        [each * times for each in cost], table, budget * times, utility=utility, completion="none"
    )
    assert scaled.selected == chosen
    crowd = np.repeat(table, times, axis=0)
    larger = equal_shares([each * times for each in cost], crowd, budget * times, utility=utility)
    assert larger.selected == equal_shares(cost, table, budget, utility=utility).selected


@pytest.mark.skipif(not ASSEN.exists(), reason="the published election is not here")
def test_assen_2024_is_decided_as_it_was() -> None:
    sections: dict[str, list[list[str]]] = {}
    for line in ASSEN.read_text(encoding="utf-8").splitlines():
        if line in {"META", "PROJECTS", "VOTES"}:
            rows = sections.setdefault(line, [])
        else:
            rows.append(line.split(";"))
    projects = sections["PROJECTS"][1:]
    names = [each[0] for each in projects]
    table = np.array(
        [[name in vote[1].split(",") for name in names] for vote in sections["VOTES"][1:]]
    ).astype(int)
    budget = int(dict(each[:2] for each in sections["META"])["budget"])
    found = equal_shares([int(each[1]) for each in projects], csr_array(table), budget, completion="add_one")
    assert {names[j] for j in found.selected} == {each[0] for each in projects if each[4] == "1"}
    assert len(found.selected) == 9


def many_times(times: int, dtype: Any) -> coo_array:
    """One voter whose first cell is told more than once."""
    return coo_array((np.ones(times, dtype), (np.zeros(times, int), np.zeros(times, int))), shape=(1, 2))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"cost": []}, "at least one project"),
        ({"cost": [1, 0]}, "more than 0"),
        ({"cost": [1, -1]}, "not negative"),
        ({"cost": [1, math.nan]}, "finite"),
        ({"cost": [1, math.inf]}, "finite"),
        ({"cost": [1, "much"]}, "finite"),
        ({"cost": [1, None]}, "finite"),
        ({"budget": math.nan}, "finite"),
        ({"budget": -1}, "not negative"),
        ({"approvals": np.ones((2, 3))}, "2 columns"),
        ({"approvals": np.ones((0, 2))}, "row per voter"),
        ({"approvals": np.ones(2)}, "table"),
        ({"approvals": [["a", "b"]]}, "table"),
        ({"approvals": [[1, math.nan]]}, "finite"),
        ({"approvals": [[1, -1]]}, "none negative"),
        ({"approvals": [[1, 2]]}, "0 or 1"),
        ({"approvals": [[1, 0.5]], "utility": "given"}, "whole"),
        ({"approvals": [[1, 1e16]], "utility": "given"}, "enormous"),
        ({"utility": "joy"}, "utility is one of"),
        ({"completion": "more"}, "completion is one of"),
        ({"cost": None}, "flat"),
        ({"cost": 5}, "flat"),
        ({"cost": [[1], [1, 2]]}, "finite"),
        ({"cost": [np.ones((2, 2)), np.ones((2, 3))]}, "flat"),
        ({"cost": {1, 2}}, "flat"),
        ({"cost": np.ma.array([1, 2], mask=[0, 1])}, "finite"),
        ({"cost": [1e-300, 1e300]}, "too large"),
        ({"approvals": [[1], [1, 0]]}, "table"),
        ({"approvals": coo_array([1, 0])}, "table"),
        ({"approvals": csr_array(np.ones((2, 2), dtype=complex))}, "table"),
        ({"approvals": np.ma.array([[1, 0]], mask=[[0, 1]])}, "masked"),
        ({"approvals": many_times(256, np.uint8)}, "0 or 1"),
        ({"approvals": many_times(2, np.bool_)}, "0 or 1"),
        ({"approvals": np.full((1, 2), 2**53 + 1), "utility": "given"}, "enormous"),
        ({"completion": 1}, "completion is one of"),
        ({"completion": ""}, "completion is one of"),
        ({"order": [1]}, "per project"),
        ({"order": [1, math.nan]}, "per project"),
        ({"order": ["a", "b"]}, "per project"),
    ],
)
def test_what_cannot_be_a_choice_is_refused(words: dict[str, Any], told: str) -> None:
    case = {"cost": [1, 2], "approvals": np.ones((2, 2)), "budget": 3} | words
    with pytest.raises(InvalidInput, match=told):
        equal_shares(case.pop("cost"), case.pop("approvals"), case.pop("budget"), **case)


def test_a_voter_who_is_not_there_paid_nothing_that_can_be_told() -> None:
    found = equal_shares([1], np.ones((2, 1)), 1)
    with pytest.raises(InvalidInput, match="between 0 and 1"):
        found.paid_by(2)
    for voter in (0.5, None, "0", True):
        with pytest.raises(InvalidInput, match="whole number"):
            found.paid_by(voter)  # type: ignore[arg-type]


def test_approvals_say_the_same_in_every_table_they_come_in() -> None:
    table = np.array([[1, 0, 1], [1, 1, 0], [0, 0, 0], [0, 1, 1]])
    sparse = csr_array(table)
    zeros = csr_array((np.ones(7), [0, 1, 2, 0, 1, 1, 2], [0, 3, 5, 5, 7]), shape=(4, 3))
    zeros.data[1] = 0
    twice = coo_array(np.eye(4, 3))
    tables = [sparse, zeros, coo_array(table), sparse.tocsc(), sparse.tolil(), sparse.astype(bool)]
    tables += [table.astype(each) for each in (bool, np.uint8, np.float16, np.float32, np.longdouble)]
    told = [equal_shares([3, 2, 4], each, 6) for each in tables]
    assert {each.selected for each in told} == {(0, 1)}
    assert all((each.payments != told[0].payments).nnz == 0 for each in told)
    assert zeros.nnz == 7
    assert equal_shares([1, 1, 1], twice, 3).selected == (0, 1, 2)


def test_what_is_told_is_not_written_over() -> None:
    found = equal_shares([1], np.ones((2, 1)), 1)
    rows = schulze([[1, 2], [2, 1]])
    for each in (found.left, found.payments.data, rows.preferred, rows.strength):
        with pytest.raises(ValueError, match="read-only"):
            each[...] = 7


# --- how the rounds are played


def test_the_kernel_works_where_compiled_code_cannot_be_kept() -> None:
    space: dict[str, Any] = {}
    exec("def twice(number): return 2 * number", space)  # noqa: S102 - a function without a file
    assert _loops.kept(space["twice"])(4) == 8


def as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on rounds are played as they are written, whatever was compiled before."""
    monkeypatch.setattr(_loops.Effort, "compiling_pays", lambda _effort, _ahead: False)


def test_the_rounds_are_the_same_where_they_are_not_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(5)
    cases = [(chance.integers(1, 9, 6), (chance.random((9, 6)) < 0.5).astype(int), 20) for _case in range(30)]
    large = 3 * 10**15
    cases += [([large], np.ones((3, 1), dtype=int), large), ([large], np.ones((3, 1), dtype=int), large - 1)]
    cases += [([2, 4], np.array([[10, 1], [0, 1]]), 8)]
    _loops.compiled()
    compiled = [equal_shares(*case, utility="given", completion="none").selected for case in cases]
    assert compiled[-3:] == [(0,), (), (0, 1)]
    as_written(monkeypatch)
    again = [equal_shares(*case, utility="given", completion="none").selected for case in cases]
    assert again == compiled


def test_compiling_waits_until_it_is_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_loops, "compiled", functools.cache(lambda: None))
    effort = _loops.Effort()
    assert not effort.compiling_pays(1000)
    assert effort.compiling_pays(_loops.PATIENCE + 1)
    effort.steps = _loops.PATIENCE
    assert effort.compiling_pays(1)
    _loops.compiled()
    assert _loops.Effort().compiling_pays(1)


def test_a_first_small_choice_waits_for_no_compiler() -> None:
    words = "import sys; from ordito.methods.choice import equal_shares; "
    words += "equal_shares([3, 2], [[1, 0], [1, 1]], 4); assert 'numba' not in sys.modules"
    subprocess.run([sys.executable, "-c", words], check=True)


# --- raising the share


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_units_given_at_once_change_nothing_that_one_by_one_would_not(seed: int) -> None:
    chance = np.random.default_rng(seed)
    voters, projects = chance.integers(1, 8), int(chance.integers(2, 8))
    cost = chance.integers(1, chance.choice([10, 100, 1000]), projects)
    cost = cost if chance.random() < 0.7 else chance.choice(cost[:2], projects)
    approvals = (chance.random((voters, projects)) < chance.choice([0.3, 0.6])) * chance.integers(1, 4)
    budget = int(chance.integers(1, cost.sum() + 1))
    told = []
    for patience in (1, 10**9):
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(_shares, "FEWEST_ALIKE", patience)
            found = equal_shares(cost, approvals, budget, utility="given")
        told.append((found.selected, found.raised, found.share, [each.price for each in found.accounts]))
    assert told[0] == told[1]


def test_three_voters_with_a_thousand_million_are_answered_at_once() -> None:
    cost = np.array([3, 4, 6, 9]) * 10**8
    found = equal_shares(cost, [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 1]], 10**9, completion="add_one")
    assert found.selected == (0, 1)
    assert found.raised == 66_666_667
    assert found.share == Fraction(10**9, 3) + found.raised
