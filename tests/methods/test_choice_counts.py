"""Counting votes: approval, points, Borda and Schulze, beside pairs and paths counted one by one."""

from __future__ import annotations

import itertools
import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from ordito.methods.choice import approval, borda, points, schulze
from ordito.methods.errors import InvalidInput


def test_approvals_are_counted_and_ties_stay_ties() -> None:
    found = approval([[1, 0, 1, 0], [1, 1, 0, 0], [0, 1, np.nan, 0], [np.nan] * 4])
    assert found.scores == (2, 2, 1, 0)
    assert found.tiers == ((0, 1), (2,), (3,))
    assert found.winners == (0, 1)
    assert found.voted == (3, 3, 2, 3)
    assert found.abstained == 1


def test_points_are_added_as_they_are_written() -> None:
    assert points([[0.1, 0.3], [0.2, 0.0]]).scores == (Fraction(3, 10), Fraction(3, 10))
    assert points([[5, 3], [np.nan, 2]], most=8).scores == (5, 5)
    assert points([[5, 3], [np.nan, 2]]).voted == (1, 2)


def test_borda_shares_the_points_of_tied_places() -> None:
    assert borda([[1, 1, 2]]).scores == (Fraction(3, 2), Fraction(3, 2), 0)
    assert borda([[1, np.nan, np.nan], [np.nan] * 3]).scores == (2, Fraction(1, 2), Fraction(1, 2))
    assert borda([[1, np.nan, np.nan], [np.nan] * 3]).abstained == 1


def test_schulze_decides_his_own_example() -> None:
    """Schulze (2011), with 45 voters and five candidates: E, A, C, B, D."""
    ballots = [(5, "ACBED"), (5, "ADECB"), (8, "BEDAC"), (3, "CABED"), (7, "CAEBD"), (2, "CBADE")]
    ballots += [(7, "DCEBA"), (8, "EBADC")]
    ranks = [[order.index(each) for each in "ABCDE"] for count, order in ballots for _copy in range(count)]
    found = schulze(ranks)
    assert found.tiers == ((4,), (0,), (2,), (1,), (3,))
    assert found.preferred[0].tolist() == [0, 20, 26, 30, 22]
    assert found.strength.tolist() == [
        [0, 28, 28, 30, 24],
        [25, 0, 28, 33, 24],
        [25, 29, 0, 29, 24],
        [25, 28, 28, 0, 24],
        [25, 28, 28, 31, 0],
    ]


def test_schulze_leaves_together_what_no_vote_tells_apart() -> None:
    assert schulze([[1, 2, np.nan], [2, 1, np.nan], [np.nan] * 3]).tiers == ((0, 1), (2,))
    assert schulze([[1, 2, np.nan], [2, 1, np.nan], [np.nan] * 3]).winners == (0, 1)
    assert schulze([[1, 2, np.nan], [2, 1, np.nan], [np.nan] * 3]).abstained == 1


RANKS = st.integers(2, 5).flatmap(
    lambda options: st.lists(
        st.lists(st.one_of(st.just(math.nan), st.integers(1, 4)), min_size=options, max_size=options),
        min_size=1,
        max_size=7,
    )
)


def above(ballot: list[float], first: int, second: int) -> bool:
    places = [math.inf if math.isnan(each) else each for each in ballot]
    return places[first] < places[second]


@settings(max_examples=150, deadline=None)
@given(RANKS)
def test_schulze_and_borda_agree_with_paths_and_pairs_counted_one_by_one(ranks: list[list[float]]) -> None:
    options = range(len(ranks[0]))
    said = [each for each in ranks if not all(math.isnan(place) for place in each)]
    votes = {pair: sum(above(each, *pair) for each in said) for pair in itertools.permutations(options, 2)}
    link = {(a, b): votes[a, b] if votes[a, b] > votes[b, a] else 0 for a, b in votes}
    strength = {
        (a, b): max(
            min(link[step] for step in itertools.pairwise((a, *middle, b)))
            for size in range(len(options) - 1)
            for middle in itertools.permutations(set(options) - {a, b}, size)
        )
        for a, b in votes
    }
    found = schulze(ranks)
    assert {pair: found.strength[pair] for pair in strength} == strength
    beaten = {b for a, b in strength if strength[a, b] > strength[b, a]}
    assert found.winners == tuple(each for each in options if each not in beaten)
    assert sorted(itertools.chain(*found.tiers)) == list(options)
    for a in options:
        ties = sum(len(said) - votes[a, b] - votes[b, a] for b in options if b != a)
        assert borda(ranks).scores[a] == sum(votes[a, b] for b in options if b != a) + Fraction(ties, 2)


@settings(max_examples=50, deadline=None)
@given(RANKS, st.randoms(use_true_random=False))
def test_counts_do_not_depend_on_the_order_of_ballots_nor_on_the_size_of_ranks(
    ranks: list[list[float]], chance: Any
) -> None:
    mixed = [[3 * place + 7 for place in each] for each in ranks]
    chance.shuffle(mixed)
    assert schulze(mixed).tiers == schulze(ranks).tiers
    assert borda(mixed) == borda(ranks)
    assert schulze(ranks * 2).tiers == schulze(ranks).tiers


@pytest.mark.parametrize("count", [approval, points, borda, schulze])
@pytest.mark.parametrize(
    "ballots",
    [
        [1, 0],
        [],
        [[]],
        [["a"]],
        [["1", "0"]],
        [[math.inf]],
        [[1, 0], [1]],
        [[1j, 0]],
        [[10**400, 1]],
        csr_array([[1, 0]]),
        np.array([["2020", "2021"]], "datetime64[Y]"),
        np.ma.array([[1, 0]], mask=[[0, 1]]),
        [[2**60, 2**60 + 1]],
        [[Fraction(1, 3), 1]],
        [[object(), 1]],
    ],
)
def test_what_is_not_a_table_of_ballots_is_refused(count: Any, ballots: Any) -> None:
    with pytest.raises(InvalidInput):
        count(ballots)


def test_approvals_are_yes_or_no_and_points_are_not_negative_nor_too_many() -> None:
    with pytest.raises(InvalidInput, match="1, 0 or NaN"):
        approval([[2, 0]])
    with pytest.raises(InvalidInput, match="not negative"):
        points([[-1, 0]])
    with pytest.raises(InvalidInput, match="more than 4"):
        points([[3, 2]], most=4)
    with pytest.raises(InvalidInput, match="more than 1/3"):
        points([[0.1, 0.24]], most=Fraction(1, 3))
    for most in (math.nan, math.inf, -1, "many", [1]):
        with pytest.raises(InvalidInput, match="most is"):
            points([[1, 0]], most=most)  # type: ignore[arg-type]


def test_ballots_of_fractions_and_of_large_numbers_are_counted_as_they_are_told() -> None:
    told = points(np.array([[Decimal("0.1"), Fraction(3, 10)], [0.2, None]], dtype=object))
    assert (told.scores, told.voted) == ((Fraction(3, 10), Fraction(3, 10)), (2, 1))
    assert points([[1e308, 1], [1e308, 1]]).scores == (2 * Fraction(10**308), 2)
    assert borda(np.array([[True, False]])).tiers == ((1,), (0,))
