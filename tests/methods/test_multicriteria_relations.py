"""What follows from a few stated preferences, and nothing more."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import linprog

from ordito.methods import InvalidInput
from ordito.methods.multicriteria import Criterion, Relations, judgements, necessary_and_possible

N = np.nan
Floats = NDArray[np.float64]


def steps(scores: Floats) -> Floats:
    """Every increasing additive value is a mean of these: 1 above a score of one criterion, 0 below."""
    return np.array(
        [scores[:, c] >= score for c in range(scores.shape[1]) for score in np.unique(scores[:, c])[1:]],
        dtype=float,
    ).T


def largest_slack(values: Floats, strict: list[tuple[int, int]], weak: list[tuple[int, int]]) -> float:
    mixes = values.shape[1]
    rows = [[*(values[b] - values[a]), 1.0] for a, b in strict] + [
        [*(values[b] - values[a]), 0.0] for a, b in weak
    ]
    found = linprog(
        [0.0] * mixes + [-1.0],
        A_ub=rows or None,
        b_ub=[0.0] * len(rows) if rows else None,
        A_eq=[[1.0] * mixes + [0.0]],
        b_eq=[1.0],
        bounds=[(0, None)] * mixes + [(-1, 1)],
    )
    return -found.fun if found.status == 0 else -1.0


tables = st.tuples(st.integers(2, 4), st.integers(1, 3), st.integers(0, 10**6), st.integers(0, 2))


@settings(max_examples=12, deadline=None)
@given(case=tables)
def test_relations_are_those_of_every_mean_of_steps(case: tuple[int, int, int, int]) -> None:
    n, criteria, seed, statements = case
    rng = np.random.default_rng(seed)
    scores = rng.integers(0, 4, (n, criteria)).astype(float)
    values = steps(scores)
    if values.size == 0:
        return
    strict = [(int(a), int(b)) for a, b in (rng.permutation(n)[:2] for _each in range(statements))]
    told = necessary_and_possible(scores, strict)
    if largest_slack(values, strict, []) <= 1e-7:
        assert told.necessary is None
        assert told.conflict
        return
    assert told.necessary is not None
    assert told.possible is not None
    for a in range(n):
        for b in set(range(n)) - {a}:
            assert told.possible[a, b] == (largest_slack(values, strict, [(a, b)]) > 1e-7)
            assert told.necessary[a, b] == (largest_slack(values, [*strict, (b, a)], []) <= 1e-7)


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_with_nothing_stated_only_dominance_is_necessary(seed: int) -> None:
    scores = np.random.default_rng(seed).integers(0, 3, (4, 2)).astype(float)
    if (np.ptp(scores, axis=0) == 0).any():
        return
    told = necessary_and_possible(scores)
    for a in range(4):
        for b in range(4):
            assert told.necessary is not None
            assert told.possible is not None
            assert told.necessary[a, b] == (scores[a] >= scores[b]).all()
            assert told.possible[a, b] == (steps(scores)[a] >= steps(scores)[b]).any()


def relations(told: Relations) -> tuple[list[list[bool]], list[list[bool]]]:
    assert told.necessary is not None
    assert told.possible is not None
    return told.necessary.tolist(), told.possible.tolist()


def test_the_order_of_rows_and_statements_changes_nothing() -> None:
    scores = np.random.default_rng(3).random((5, 3))
    told = necessary_and_possible(scores, [(0, 1), (2, 3)])
    order = np.array([3, 1, 4, 0, 2])
    place = np.argsort(order)
    moved = necessary_and_possible(scores[order], [(place[2], place[3]), (place[0], place[1])])
    assert moved.necessary is not None
    assert told.necessary is not None
    assert (moved.necessary == told.necessary[order][:, order]).all()


def test_a_stated_preference_is_necessary_and_its_opposite_is_not_possible() -> None:
    told = necessary_and_possible([[1, 0], [0, 1], [0.5, 0.5]], [(0, 1)], [(1, 2)])
    assert told.necessary is not None
    assert told.possible is not None
    assert told.necessary[0, 1]
    assert not told.possible[1, 0]
    assert told.necessary[1, 2]
    assert told.necessary[2, 1]
    assert told.necessary[0, 2]


def test_statements_that_contradict_each_other_are_named() -> None:
    scores = [[1, 0], [0, 1], [0.5, 0.5], [0.1, 0.1]]
    told = necessary_and_possible(scores, [(0, 1), (2, 0), (1, 2), (0, 3)])
    assert (told.necessary, told.possible) == (None, None)
    assert told.conflict == ((0, 1), (1, 2), (2, 0))
    told = necessary_and_possible(scores, [(0, 1), (0, 3)], [(0, 1)])
    assert told.conflict == ((0, 1), (0, 1))
    assert necessary_and_possible(scores, [(3, 2)]).conflict == ((3, 2),)


def test_silence_may_mean_any_value() -> None:
    told = necessary_and_possible([[0.9, 0.9], [0.8, N], [0.1, 0.1]])
    assert relations(told) == (
        [[True, False, True], [False, True, False], [False, False, True]],
        [[True] * 3] * 3,  # everything may hang on what is above all that was heard
    )
    told = necessary_and_possible([[1.0, N], [1.0, N]])
    assert relations(told) == ([[True, False], [False, True]], [[True, True], [True, True]])


def test_an_interval_may_mean_any_value_between_its_ends() -> None:
    told = necessary_and_possible(judgements([[0.5], [0.2], [0.1]], [[0.9], [0.6], [0.3]]))
    assert relations(told) == (
        [[True, False, True], [False, True, False], [False, False, True]],
        [[True] * 3] * 3,  # everything may hang on what is above 0.5
    )


def test_several_judges_may_all_be_right() -> None:
    said = np.array([[[0.5, 0.9]], [[0.6, 0.6]], [[0.1, N]]])
    assert relations(necessary_and_possible(said))[0] == [
        [True, False, True],
        [False, True, True],
        [False, False, True],
    ]


def test_scales_and_levels_have_ends_beyond_what_was_seen() -> None:
    read = [Criterion(0, 10), Criterion(levels=5)]
    told = necessary_and_possible(judgements([[5, 2], [4, 3]], criteria=read), [(0, 1)])
    assert relations(told)[0] == [[True, True], [False, True]]
    silent = necessary_and_possible(judgements([[5, N], [5, 4]], criteria=read))
    assert relations(silent) == ([[True, False], [True, True]], [[True, True], [True, True]])


def test_alternatives_that_do_not_differ_are_each_as_good_as_the_other() -> None:
    told = necessary_and_possible([[1.0, 2.0], [1.0, 2.0]])
    assert relations(told) == ([[True, True], [True, True]], [[True, True], [True, True]])


def test_what_is_necessary_is_transitive_and_possible() -> None:
    told = necessary_and_possible(np.random.default_rng(5).random((6, 3)), list(pairwise(range(3))))
    assert told.necessary is not None
    assert told.possible is not None
    assert (told.necessary <= told.possible).all()
    assert ((told.necessary.astype(int) @ told.necessary > 0) <= told.necessary).all()


@pytest.mark.parametrize("pairs", [[(0, 5)], [(0, 0)], [(-1, 0)], [(0, 1, 2)]])
def test_statements_about_nothing_are_refused(pairs: list[tuple[int, int]]) -> None:
    with pytest.raises(InvalidInput, match="a statement is about two"):
        necessary_and_possible([[1, 2], [2, 1]], pairs)
