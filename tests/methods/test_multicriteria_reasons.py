"""Why a form comes where it comes, what would change it, and how far groups are from each other."""

import numpy as np
import pytest
from numpy.typing import NDArray

from ordito.methods import InvalidInput
from ordito.methods.multicriteria import (
    Comparison,
    Criterion,
    Judgements,
    Weights,
    balance,
    compare,
    judgements,
    reversal,
    smaa,
)
from ordito.methods.multicriteria._values import Method

Floats = NDArray[np.float64]
N = np.nan
METHODS: tuple[Method, ...] = ("additive", "promethee")


def ran(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


# --- advantages and disadvantages --------------------------------------------------------------------------


def test_gains_are_differences_from_the_mean_of_the_others() -> None:
    scores = np.array([[0.9, 0.1], [0.5, 0.4], [0.1, 0.7]])
    told = balance(scores, weights=[3, 1], rng=ran())
    assert told.gain == pytest.approx(np.array([[0.6, -0.45], [0.0, 0.0], [-0.6, 0.45]]))
    assert told.weighted == pytest.approx(told.gain * [0.75, 0.25])
    assert told.sure.tolist() == [[1, 0], [0.5, 0.5], [0, 1]]
    assert told.error.tolist() == [[0, 0]] * 3
    assert (told.advantages(0), told.disadvantages(0)) == ((0,), (1,))
    assert (told.advantages(1), told.disadvantages(1)) == ((), ())


def test_gains_against_todays_form() -> None:
    scores = np.array([[0.9, 0.1], [0.5, 0.4], [0.1, 0.7]])
    told = balance(scores, rng=ran(), against=1)
    assert told.gain == pytest.approx(np.array([[0.4, -0.3], [0, 0], [-0.4, 0.3]]))
    assert told.sure[1].tolist() == [0.5, 0.5]


@pytest.mark.parametrize("method", METHODS)
def test_how_sure_a_gain_is_counts_intervals_and_judges(method: Method) -> None:
    # P(U(0, 0.6) > U(0.4, 1)) = 1/18; the second judge is certain of the opposite order.
    low = np.array([[[0.0, 0.9]], [[0.4, 0.1]]])
    high = np.array([[[0.6, 0.9]], [[1.0, 0.1]]])
    told = balance(judgements(low, high), rng=ran(), method=method)
    assert told.sure[:, 0] == pytest.approx([(1 + 1 / 18) / 2, (1 - 1 / 18) / 2], abs=0.004)
    assert 0 < told.error[0, 0] < 0.004


def test_what_the_criteria_add_up_to_is_the_lead() -> None:
    scores = ran(1).random((4, 3))
    told = balance(judgements(scores, scores + 0.1), rng=ran(), weights=[1, 2, 3], draws=20_000)
    values = (scores + 0.05) @ [1 / 6, 2 / 6, 3 / 6]
    lead = (4 * values - values.sum()) / 3
    assert told.weighted.sum(axis=1) == pytest.approx(lead, abs=0.002)


def test_the_balance_leaves_out_what_was_not_judged_and_says_it() -> None:
    scores = np.array([[0.9, 0.1], [0.5, N], [0.1, 0.7]])
    told = balance(scores, rng=ran())
    assert np.isnan(told.gain[1]).all()
    assert (told.advantages(1), told.disadvantages(1)) == ((), ())
    assert told.gain[0].tolist() == pytest.approx([0.8, -0.6])
    told = balance(scores, rng=ran(), against=1)
    assert "alternative 1 is not judged" in told.why
    assert np.isnan(told.sure).all()
    assert "fewer than two" in balance([[1, N], [1, 2]], rng=ran()).why


# --- what would have to change -----------------------------------------------------------------------------


def test_the_least_gain_is_enough_and_less_is_not() -> None:
    scores = np.array([[0.9, 0.3, 0.5], [0.4, 0.6, 0.6], [0.2, 0.2, 0.9]])
    told = reversal(scores, weights=[2, 1, 1])
    assert (told.first, told.second) == (0, 1)
    assert told.lead == pytest.approx(0.65 - 0.5)
    assert told.gain == pytest.approx([0.3, 0.6, 0.6])
    assert told.fall == pytest.approx([-0.3, -0.6, -0.6])


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("seed", range(5))
def test_a_change_that_is_told_makes_the_second_first(method: Method, seed: int) -> None:
    read = [
        Criterion(10, 0, indifference=0.5, preference=6),
        Criterion(0, 1, preference=0.8),
        Criterion(levels=5),
    ]
    chance = ran(seed)
    scores = np.stack(
        [chance.random((4, 2)) * 10, chance.random((4, 2)), chance.integers(0, 5, (4, 2)).astype(float)],
        axis=1,
    )
    weights = [2, 3, 2]

    def told_of(changed: Floats) -> int | None:
        return reversal(judgements(changed, criteria=read), weights=weights, method=method).first

    told = reversal(judgements(scores, criteria=read), weights=weights, method=method)
    assert told.first is not None
    assert told.second is not None
    for criterion in range(3):
        by = told.gain[criterion]
        top, bottom = [(0, 10), (1, 0), (4, 0)][criterion]
        better = scores.copy()
        if np.isnan(by):
            better[told.second, criterion] = top
            assert told_of(better) != told.second
            continue
        more = by + (0 if criterion == 2 else np.sign(by) * 1e-6)
        better[told.second, criterion] = np.clip(
            better[told.second, criterion] + more, min(top, bottom), max(top, bottom)
        )
        assert told_of(better) in (told.second, None)  # None: level
        less = by - (1 if criterion == 2 else np.sign(by) * 1e-4)
        worse = scores.copy()
        worse[told.second, criterion] = np.clip(
            worse[told.second, criterion] + less, min(top, bottom), max(top, bottom)
        )
        assert told_of(worse) == told.first


@pytest.mark.parametrize("method", METHODS)
def test_at_the_nearest_weights_nobody_is_ahead_of_the_second(method: Method) -> None:
    found = 0
    for seed in range(12):
        scores = ran(seed).random((4, 3))
        told = reversal(scores, method=method)
        if told.second is None:
            assert "level" in told.why
            continue
        if told.nearest is None:
            assert told.shift is None
            assert smaa(scores, method=method, rng=ran(), draws=3000).acceptability[told.second, 0] < 0.01
            continue
        found += 1
        assert told.nearest.sum() == pytest.approx(1)
        assert told.nearest.min() >= 0
        beyond = told.nearest + (told.nearest - told.weights) * 1e-3
        at = smaa(scores, weights=np.maximum(beyond, 0), method=method, rng=ran())
        assert at.acceptability[told.second, 0] > 0 or told.nearest.min() < 1e-9
        before = told.weights + (told.nearest - told.weights) * 0.99
        at = smaa(scores, weights=before, method=method, rng=ran())
        assert at.acceptability[told.second, 0] == 0
        assert told.shift == pytest.approx(np.abs(told.nearest - told.weights).sum() / 2)
    assert found > 3


def test_stated_weights_cannot_move() -> None:
    told = reversal([[0.9, 0.3], [0.4, 0.6]], weights=[1, 1])
    assert (told.nearest, told.shift) == (None, None)
    told = reversal([[0.9, 0.3], [0.4, 0.6]], weights=Weights.bounded([0.45, 0], [1, 1]))
    assert told.nearest is None


def test_what_is_on_no_scale_or_has_no_weight() -> None:
    told = reversal([[0.9, 0.3], [0.4, 0.6]], weights=[1, 0])
    assert told.gain[0] == pytest.approx(0.5)
    assert np.isnan(told.gain[1])
    told = reversal(
        judgements([[0.9, 0.3], [0.4, 0.6]], criteria=[Criterion(preference=1)] * 2), method="promethee"
    )
    assert told.gain == pytest.approx([0.2, 0.2])
    told = reversal(judgements([[4, 0], [0, 1]], criteria=[Criterion(levels=5)] * 2))
    assert told.gain.tolist() == [3, 3]
    assert told.fall[0] == -3
    assert np.isnan(told.fall[1])


def test_one_can_ask_about_another_than_the_second() -> None:
    scores = [[0.9, 0.8], [0.5, 0.6], [0.2, 0.7]]
    told = reversal(scores, second=2)
    assert (told.first, told.second) == (0, 2)
    assert told.lead == pytest.approx(0.4)
    assert reversal(scores, second=0).why == "alternative 0 is first already"


def test_a_tie_is_said_and_not_broken() -> None:
    assert reversal([[0.9, 0.3], [0.3, 0.9], [0, 0]]).why == "alternatives 0, 1 are level"
    told = reversal([[0.2, 0.3], [0.9, 0.9], [0.3, 0.2]])
    assert told.why == "alternatives 0, 2 are level"
    assert (told.first, told.second, told.lead) == (None, None, None)
    assert reversal([[0.2, 0.3], [0.9, 0.9], [0.3, 0.2]], second=2).lead == pytest.approx(0.65)


def test_silence_is_not_reversed() -> None:
    assert "fewer than two" in reversal([[0.2, N], [0.9, 0.9]]).why
    told = reversal([[0.2, N], [0.9, 0.9], [0.3, 0.2]], second=0)
    assert told.why == "alternative 0 is not judged on everything"
    assert np.isnan(told.gain).all()
    assert reversal([[0.2, N], [0.9, 0.9], [0.3, 0.2]]).second == 2


# --- groups ------------------------------------------------------------------------------------------------


def two_groups(seed: int, shift: float, each: int = 6) -> Judgements:
    chance = ran(seed)
    base = chance.random((4, 3, 1))
    scores = base + chance.normal(0, 0.05, (4, 3, 2 * each))
    scores[0, :, :each] += shift
    return judgements(scores, groups=["technicians"] * each + ["politicians"] * each)


def told(said: Judgements, method: Method = "additive") -> Comparison:
    return compare(said, rng=ran(), draws=6000, method=method)


def test_groups_that_judge_alike_are_near_and_groups_that_do_not_are_far() -> None:
    alike, apart = told(two_groups(1, 0.0)), told(two_groups(1, 0.8))
    pair = ("politicians", "technicians")
    assert alike.between[pair].distance is not None
    assert apart.between[pair].distance is not None
    assert alike.between[pair].distance < 0.2 < apart.between[pair].distance  # type: ignore[operator]
    assert alike.between[pair].p_value > 0.05  # type: ignore[operator]
    assert apart.between[pair].p_value == pytest.approx(2 / 924)
    assert apart.between[pair].gap[0] == pytest.approx([-0.8] * 3, abs=0.1)
    assert apart.between[pair].difference[0, 1] < 0
    assert list(apart.groups) == list(apart.within) == ["politicians", "technicians"]
    assert apart.within["technicians"].judges == 6
    assert apart.within["technicians"].agreement.alpha is not None
    assert apart.within["technicians"].agreement.alpha > 0.8


def test_concord_is_the_chance_that_two_judges_agree_on_a_pair() -> None:
    # Three judges certain of their order: two one way, one the other: one pair of judges in three agrees.
    scores = np.array([[[1.0, 1.0, 0.0]], [[0.0, 0.0, 1.0]]])
    said = judgements(np.concatenate([scores, scores], axis=2), groups=["a"] * 3 + ["b"] * 3)
    assert told(said).within["a"].concord == pytest.approx(1 / 3)


def test_a_group_of_one_has_no_concord_and_no_p_value() -> None:
    said = judgements([[[1.0, 0.0, 0.2]], [[0.0, 1.0, 0.8]]], groups=["a", "b", "b"])
    found = told(said)
    assert found.within["a"].concord is None
    assert found.within["a"].agreement.alpha is None
    assert found.between["a", "b"].distance == 1
    assert found.between["a", "b"].p_value is None
    assert "fewer than two judges" in found.between["a", "b"].why


def test_groups_that_rank_nothing_in_common_have_no_distance() -> None:
    scores = np.array([[[1.0, N]], [[0.0, N]], [[N, 0.3]], [[N, 0.1]]])
    found = told(judgements(np.repeat(scores, 2, axis=2), groups=["a", "a", "b", "b"]))
    between = found.between["a", "b"]
    assert (between.distance, between.p_value) == (None, None)
    assert np.isnan(between.difference).all()
    assert np.isnan(between.gap).all()
    silent = told(judgements([[[1.0, 1.0, N, N]], [[0.0, 0.1, N, N]]], groups=["a", "a", "b", "b"]))
    assert silent.within["b"].concord is None


def test_only_judges_who_judged_everything_say_how_far_a_group_agrees() -> None:
    scores = np.array([[[1.0, 0.9, 0.0, N]], [[0.0, 0.1, 1.0, N]]])
    both = np.concatenate(
        [np.concatenate([scores, scores[:, :, :2]], axis=2), np.full((2, 1, 6), 0.5)], axis=1
    )
    both[1, 1, 2] = N
    found = told(judgements(both, groups=["a"] * 4 + ["b"] * 2))
    assert (found.within["a"].judges, found.within["a"].whole, found.within["a"].concord) == (4, 2, 1.0)
    assert found.groups["a"].whole.tolist() == [True, True, False, False]
    assert found.groups["a"].silences == ((0, 0, 3), (1, 0, 3), (1, 1, 2))
    assert found.between["a", "b"].p_value == 1


def test_many_judges_are_dealt_by_chance() -> None:
    found = told(two_groups(3, 0.8, each=10), "promethee")
    assert found.between["politicians", "technicians"].p_value == pytest.approx(1 / 5000)


def test_the_order_of_the_judges_changes_nothing() -> None:
    said = two_groups(4, 0.1, each=8)
    order = ran(9).permutation(16)
    moved = judgements(said.low[:, :, order], groups=[said.groups[judge] for judge in order])
    one, two = (told(each).between["politicians", "technicians"] for each in (said, moved))
    assert two.distance == pytest.approx(one.distance, abs=1e-12)
    assert two.p_value == one.p_value


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (lambda: compare(judgements([[1], [2]]), rng=ran()), "two groups"),
        (lambda: balance([[1], [2]], rng=ran(), against=2), "there is no 2"),
        (lambda: reversal([[1], [2]], second=-1), "there is no -1"),
        (
            lambda: reversal(
                judgements([[[1, 2]], [[2, 1]]], groups=["a", "b"]),
                weights={"a": Weights.stated([1]), "b": Weights.stated([1])},
            ),
            "one group",
        ),
    ],
)
def test_what_cannot_be_used_is_refused(made: object, why: str) -> None:
    with pytest.raises(InvalidInput, match=why):
        made()  # type: ignore[operator]
