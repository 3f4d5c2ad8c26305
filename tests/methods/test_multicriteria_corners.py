"""Several criteria in odd units and types, statements about nothing, and whether the errors told are true."""

import numpy as np
import pytest

from ordito.methods import InvalidInput
from ordito.methods.multicriteria import (
    Criterion,
    Weights,
    balance,
    compare,
    judgements,
    necessary_and_possible,
    reversal,
    smaa,
)

SCORES = np.array([[0.9, 0.2], [0.3, 0.8], [0.4, 0.4]])
EUROS = [[1e12, 1.0], [0.0, 5.0]]
"""The first criterion in a unit so small that its figures are huge."""


def ran(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_a_criterion_that_does_not_count_does_not_blur_the_one_that_does() -> None:
    for weights in ([0, 1], Weights.bounded([0, 1], [0, 1])):
        assert smaa(EUROS, weights=weights, rng=ran()).acceptability[:, 0].tolist() == [0, 1]
        told = reversal(EUROS, weights=weights)
        assert (told.first, told.second, told.lead) == (1, 0, 4)
    assert balance(EUROS, weights=[0, 1], rng=ran()).sure.tolist() == [[1, 0], [0, 1]]


@pytest.mark.parametrize("unit", [1e-300, 1e-20, 1e18, 1e150])
def test_in_a_huge_or_a_tiny_unit_the_ranks_are_the_same(unit: float) -> None:
    usual, odd = (smaa(scores, rng=ran(), draws=500) for scores in (SCORES, SCORES * unit))
    assert odd.acceptability.tolist() == usual.acceptability.tolist()
    assert balance(SCORES * unit, rng=ran(), draws=500).sure.tolist() == [[1, 0], [0, 1], [0, 0]]


def test_stated_weights_may_be_in_any_unit() -> None:
    for unit in (1e-320, 1e308):
        assert Weights.stated([unit, unit]).low == (0.5, 0.5)


def spread(values: list[np.ndarray], errors: list[np.ndarray], truth: np.ndarray) -> float:
    """Share of the repetitions in which the truth lies within the error that is told."""
    inside = abs(np.array(values) - truth) <= np.array(errors) + 1e-12
    return float(inside.mean(axis=0).min())


def test_the_errors_told_are_those_that_another_generator_shows() -> None:
    rng = ran(5)
    low = rng.random((3, 2, 2))
    said = judgements(low, low + 0.3)
    exact, sure = smaa(said, rng=ran(99), draws=400_000), balance(said, rng=ran(99), draws=400_000)
    ranks, gains, leads, judges = [], [], [], []
    for seed in range(60):
        one, two = smaa(said, rng=ran(seed), draws=400), balance(said, rng=ran(seed), draws=400)
        ranks.append((one.mean_rank, one.mean_rank_error))
        gains.append((two.gain, two.gain_error))
        leads.append((two.weighted, two.weighted_error))
        judges.append((one.by_judge, np.full(one.by_judge.shape, one.by_judge_error)))
    for told, truth in (
        (ranks, exact.mean_rank),
        (gains, sure.gain),
        (leads, sure.weighted),
        (judges, exact.by_judge),
    ):
        assert 0.85 <= spread(*map(list, zip(*told, strict=True)), truth) <= 1


def test_where_nothing_is_left_to_chance_there_is_no_error() -> None:
    told, sure = smaa(SCORES, weights=[1, 3], rng=ran()), balance(SCORES, weights=[1, 3], rng=ran())
    assert (told.mean_rank_error.tolist(), told.by_judge_error) == ([0, 0, 0], 0)
    assert not sure.gain_error.any()
    assert not sure.weighted_error.any()
    untold = smaa([[1, np.nan], [1, 2]], rng=ran())
    assert np.isnan([*untold.mean_rank_error, untold.by_judge_error]).all()


def test_groups_too_large_to_deal_in_every_way_say_how_far_off_chance_may_be() -> None:
    scores = ran(3).random((3, 2, 20))
    many = judgements(scores, groups=["a"] * 10 + ["b"] * 10)
    told = compare(many, rng=ran(), draws=200).between["a", "b"]
    assert told.p_value_error is not None
    assert 0 < told.p_value_error < 0.02
    few = judgements(scores[:, :, :4], groups=list("aabb"))
    assert compare(few, rng=ran(), draws=200).between["a", "b"].p_value_error == 0
    lonely = judgements(scores[:, :, :3], groups=list("aab"))
    assert compare(lonely, rng=ran(), draws=200).between["a", "b"].p_value_error is None


def test_distance_and_concord_are_no_further_off_than_it_is_said() -> None:
    low = ran(4).random((4, 3, 6))
    said = judgements(low, low + 0.2, groups=list("aaabbb"))
    exact = compare(said, rng=ran(99), draws=60_000)
    for seed in range(12):
        told = compare(said, rng=ran(seed), draws=600)
        ours, theirs = told.groups["a"], told.groups["b"]
        apart = told.between["a", "b"].distance, exact.between["a", "b"].distance
        alike = told.within["a"].concord, exact.within["a"].concord
        assert apart[0] == pytest.approx(apart[1], abs=ours.monte_carlo_error + theirs.monte_carlo_error)
        assert alike[0] == pytest.approx(alike[1], abs=2 * ours.by_judge_error)


def test_levels_may_be_counted_by_any_integer() -> None:
    assert Criterion(levels=np.int64(3)) == Criterion(levels=3)  # type: ignore[arg-type]


SURE = balance(SCORES, rng=ran(), draws=50)


@pytest.mark.parametrize(
    ("do", "said"),
    [
        (lambda: smaa(SCORES * 1j, rng=ran()), "scores must be numbers, not complex128"),
        (lambda: smaa([["1", "2"], ["2", "1"]], rng=ran()), "scores must be numbers, not <U1"),
        (lambda: smaa(SCORES.astype("m8[D]"), rng=ran()), "scores must be numbers, not timedelta64"),
        (lambda: smaa([[1e308, 1], [-1e308, 2]], rng=ran()), r"scores must be finite and within ±1e\+150"),
        (lambda: smaa([[1], [1, 2]], rng=ran()), "scores must be numbers, NaN where nothing was said"),
        (lambda: Criterion(worst="a", best=1), "a scale and thresholds are numbers, not 'a'"),
        (lambda: Criterion(preference=None), "numbers, not None"),
        (
            lambda: Criterion(worst=-1.7e308, best=1.7e308),
            "worst and best must differ, and be finite and within",
        ),
        (lambda: Criterion(levels=10**6), "levels must be an integer >= 2, up to 1000, not 1000000"),
        (lambda: judgements(SCORES, criteria=[1, 2]), "criteria must be a list, each of them a Criterion"),
        (lambda: judgements(SCORES, criteria=5), "criteria must be a list, each of them a Criterion, not 5"),
        (
            lambda: judgements(np.ones((2, 2, 2)), groups=[1, "a"]),
            "groups must be a list, each of them a str",
        ),
        (lambda: judgements(np.ones((2, 2, 2)), groups="ab"), "groups must be a list, each of them a str"),
        (lambda: compare(SCORES, rng=ran()), "needs what `judgements` makes, not ndarray"),
        (lambda: Weights(low=(0.9, 0.9), high=(1.0, 1.0)), "no weights that add up to 1 lie within"),
        (lambda: Weights(low=(0.5, 0.5)), "as many low as high bounds"),
        (lambda: Weights(low=(np.nan, 0.0), high=(1.0, 1.0)), "weights must be finite"),
        (lambda: Weights(rank=("a", "b")), "the order of the criteria must be integers"),
        (lambda: Weights.ranked([[1], [1, 2]]), "the order of the criteria must be integers"),
        (lambda: Weights.stated([1j, 1]), "weights must be numbers, one for each criterion"),
        (lambda: Weights.stated([[1], [1, 2]]), "weights must be numbers, one for each criterion"),
        (lambda: balance(SCORES, rng=ran(), against=1.5), "numbered from 0 to 2, there is no 1.5"),
        (lambda: balance(SCORES, rng=ran(), against=True), "numbered from 0 to 2, there is no True"),
        (lambda: reversal(SCORES, second="0"), "numbered from 0 to 2, there is no '0'"),
        (lambda: SURE.advantages(3), "numbered from 0 to 2, there is no 3"),
        (lambda: SURE.disadvantages(-1), "numbered from 0 to 2, there is no -1"),
        (lambda: SURE.advantages(0, sure=0.5), "sure must be a probability above 0.5, not 0.5"),
        (lambda: SURE.disadvantages(0, sure=np.nan), "sure must be a probability above 0.5, not nan"),
        (lambda: necessary_and_possible(SCORES, 5), "statements are pairs of alternatives, not 5"),
        (lambda: necessary_and_possible(SCORES, [5]), "statements are pairs of alternatives"),
        (lambda: necessary_and_possible(SCORES, [("a", "b")]), r"is about two .* not \('a', 'b'\)"),
        (lambda: necessary_and_possible(SCORES, [(0, 1.5)]), r"is about two .* not \(0, 1.5\)"),
    ],
)
def test_what_cannot_be_used_is_refused(do: object, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        do()
