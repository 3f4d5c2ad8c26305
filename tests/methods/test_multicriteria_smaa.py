"""SMAA is what integration says, and an alternative on which somebody kept silent is never quietly ranked."""

from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ordito.methods import InvalidInput
from ordito.methods.multicriteria import Criterion, Smaa, Weights, judgements, smaa
from ordito.methods.multicriteria._values import Method

Floats = NDArray[np.float64]
N = np.nan
METHODS: tuple[Method, ...] = ("additive", "promethee")


def ran(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


# --- exact integration -------------------------------------------------------------------------------------


def net_flows(scores: Floats, none: float, full: float) -> Floats:
    """PROMETHEE II net flow of each alternative on each criterion, pair by pair, as the article writes it."""
    n, criteria = scores.shape

    def preference(ahead: float) -> float:
        if ahead <= none:
            return 0.0
        return 1.0 if ahead >= full else (ahead - none) / (full - none)

    return np.array(
        [
            [
                sum(
                    preference(scores[one, c] - scores[two, c]) - preference(scores[two, c] - scores[one, c])
                    for two in range(n)
                    if two != one
                )
                / (n - 1)
                for c in range(criteria)
            ]
            for one in range(n)
        ]
    )


def clipped(polygon: list[Floats], normal: Floats) -> list[Floats]:
    """The part of a polygon of weights where `normal @ w >= 0` (Sutherland & Hodgman)."""
    kept = []
    for one, two in zip(polygon, polygon[1:] + polygon[:1], strict=True):
        here, there = normal @ one, normal @ two
        if here >= 0:
            kept.append(one)
        if here * there < 0:
            kept.append(one + (two - one) * here / (here - there))
    return kept


def area_and_moment(polygon: list[Floats]) -> tuple[float, Floats]:
    """Share of the triangle of weights, and its integral of w."""
    area, moment = 0.0, np.zeros(3)
    for one, two in pairwise(polygon):
        part = abs(np.linalg.det(np.array([polygon[0], one, two])))
        area += part
        moment += part * (polygon[0] + one + two) / 3
    return area, moment


def integrated(brought: Floats, corners: Floats) -> tuple[Floats, Floats]:
    """Rank acceptability and central weights of three criteria, exactly."""
    n = len(brought)
    places, moments = np.zeros((n, n)), np.zeros((n, 3))
    for order in permutations(range(n)):
        polygon = list(corners)
        for better, worse in pairwise(order):
            polygon = clipped(polygon, brought[better] - brought[worse]) if polygon else polygon
        area, moment = area_and_moment(polygon) if len(polygon) > 2 else (0.0, np.zeros(3))
        places[list(order), range(n)] += area
        moments[order[0]] += moment
    whole = abs(np.linalg.det(corners))
    with np.errstate(invalid="ignore", divide="ignore"):
        return places / whole, moments / places[:, :1]


def same(told: Smaa, places: Floats, central: Floats) -> None:
    assert (np.abs(told.acceptability - places) < 2 * told.error).all()
    assert told.monte_carlo_error < 0.005
    known = told.acceptability[:, 0] > 0.01
    assert (np.abs(told.central - central)[known] < 2 * told.central_error[known]).all()


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("method", METHODS)
def test_three_criteria_are_integrated(method: Method, seed: int) -> None:
    scores = ran(seed).random((4, 3))
    read = [Criterion(indifference=0.1, preference=0.4)] * 3
    brought = scores if method == "additive" else net_flows(scores, 0.1, 0.4)
    told = smaa(judgements(scores, criteria=read), method=method, rng=ran())
    same(told, *integrated(brought, np.eye(3)))


@pytest.mark.parametrize(
    ("weights", "corners"),
    [
        (Weights.ranked([2, 1, 3]), [[0, 1, 0], [1 / 2, 1 / 2, 0], [1 / 3, 1 / 3, 1 / 3]]),
        (Weights.ranked([1, 2, 2]), [[1, 0, 0], [1 / 2, 1 / 2, 0], [1 / 2, 0, 1 / 2]]),
        (Weights.bounded([0.2, 0.1, 0.3], [1, 1, 1]), [[0.6, 0.1, 0.3], [0.2, 0.5, 0.3], [0.2, 0.1, 0.7]]),
        (Weights.bounded([0, 0, 0], [0.4, 0.4, 0.4]), [[0.4, 0.4, 0.2], [0.4, 0.2, 0.4], [0.2, 0.4, 0.4]]),
    ],
)
def test_what_is_known_of_the_weights_is_integrated(weights: Weights, corners: list[list[float]]) -> None:
    scores = ran(3).random((4, 3))
    told = smaa(scores, weights=weights, rng=ran())
    if weights == Weights.ranked([1, 2, 2]):  # a quadrilateral: two triangles
        halves = [[*corners[:2], [1 / 3] * 3], [corners[0], [1 / 3] * 3, corners[2]]]
        found = [integrated(scores, np.array(half)) for half in halves]
        same(told, (found[0][0] + found[1][0]) / 2, told.central)
    else:
        same(told, *integrated(scores, np.array(corners)))


@pytest.mark.parametrize("seed", range(4))
def test_two_criteria_are_integrated(seed: int) -> None:
    scores = ran(seed).random((5, 2))
    crossings = {0.0, 1.0}
    for one in scores:
        for two in scores:
            apart = one - two
            if apart[0] != apart[1] and 0 < (at := apart[1] / (apart[1] - apart[0])) < 1:
                crossings.add(at)
    places, central = np.zeros((5, 5)), np.zeros((5, 2))
    ends = sorted(crossings)
    for start, stop in pairwise(ends):
        middle = np.array([(start + stop) / 2, 1 - (start + stop) / 2])
        order = np.argsort(-scores @ middle)
        places[order, range(5)] += stop - start
        central[order[0]] += (stop - start) * middle
    with np.errstate(invalid="ignore"):
        same(smaa(scores, rng=ran()), places, central / places[:, :1])


def test_intervals_are_integrated() -> None:
    # P(U(0, 0.6) > U(0.4, 1)) is a triangle of side 0.2 in a square of side 0.6.
    told = smaa(judgements([[0.0], [0.4]], [[0.6], [1.0]]), rng=ran())
    assert told.pairwise[0, 1] == pytest.approx(0.02 / 0.36, abs=0.003)
    assert told.confidence[0] == pytest.approx(0.02 / 0.36, abs=0.003)


def test_levels_rise_by_any_steps() -> None:
    # Best on one criterion and worst on the other, against middling on both: w (1 - x) > (1 - w) y, evenly.
    read = [Criterion(levels=3)] * 2
    told = smaa(judgements([[2, 0], [1, 1]], criteria=read), rng=ran())
    assert told.pairwise[0, 1] == pytest.approx(0.5, abs=0.005)
    # With one criterion, level 1 of 0 … 3 against even odds of 0 or 2: half.
    told = smaa(judgements([[0], [1]], [[2], [1]], criteria=[Criterion(levels=4)]), rng=ran())
    assert told.acceptability[0].tolist() == pytest.approx([0.5, 0.5], abs=0.005)
    assert told.pairwise[0, 1] == pytest.approx(1 / 3 + 1 / 6, abs=0.005)


def test_the_error_that_is_stated_is_the_error_that_is_made() -> None:
    exact, _central = integrated(ran(1).random((4, 3)), np.eye(3))
    inside = []
    for seed in range(60):
        told = smaa(ran(1).random((4, 3)), draws=1000, rng=ran(seed))
        inside.append(np.abs(told.acceptability - exact) <= told.error)
    assert 0.92 < np.mean(inside) <= 1


# --- judges ------------------------------------------------------------------------------------------------


def test_judges_speak_in_equal_shares() -> None:
    scores = ran(2).random((3, 3, 2))
    alone = [integrated(scores[:, :, judge], np.eye(3))[0] for judge in range(2)]
    told = smaa(scores, rng=ran())
    assert told.acceptability == pytest.approx((alone[0] + alone[1]) / 2, abs=0.006)
    assert told.by_judge[1, 0, 1] == pytest.approx(smaa(scores[:, :, 1], rng=ran()).pairwise[0, 1], abs=0.006)


def test_each_group_has_its_own_weights() -> None:
    scores = np.array([[[1.0, 1.0], [0.0, 0.0]], [[0.0, 0.0], [1.0, 1.0]]])
    said = judgements(scores, groups=["technicians", "politicians"])
    weights = {"technicians": Weights.stated([3, 1]), "politicians": Weights.stated([1, 3])}
    told = smaa(said, weights=weights, rng=ran())
    assert told.by_judge[:, 0, 1].tolist() == [1.0, 0.0]
    assert told.acceptability.tolist() == [[0.5, 0.5], [0.5, 0.5]]
    assert (told.monte_carlo_error, told.draws) == (0.0, 1)


def test_stated_weights_and_certain_scores_leave_nothing_to_chance() -> None:
    told = smaa([[0.9, 0.1], [0.4, 0.5]], weights=[2, 2], rng=ran())
    assert told.acceptability.tolist() == [[1, 0], [0, 1]]
    assert told.central[0].tolist() == [0.5, 0.5]
    assert np.isnan(told.central[1]).all()
    assert told.confidence[0] == 1
    assert np.isnan(told.confidence[1])
    assert (told.monte_carlo_error, told.error.max(), np.nanmax(told.central_error)) == (0, 0, 0)


def test_equal_alternatives_share_their_places() -> None:
    told = smaa([[0.5, 0.5], [0.5, 0.5], [0.1, 0.2]], rng=ran())
    assert told.acceptability == pytest.approx(np.array([[0.5, 0.5, 0], [0.5, 0.5, 0], [0, 0, 1]]))
    assert told.pairwise[0].tolist() == [0.5, 0.5, 1.0]
    assert told.confidence[:2].tolist() == [0.5, 0.5]
    assert told.mean_rank.tolist() == pytest.approx([1.5, 1.5, 3])


def test_a_cost_and_its_opposite_benefit_are_one() -> None:
    scores = ran(4).random((4, 2)) * 50
    as_cost = judgements(scores, scores + 5, criteria=[Criterion(60, 0, indifference=3, preference=9)] * 2)
    as_gain = judgements(
        55 - scores, 60 - scores, criteria=[Criterion(0, 60, indifference=3, preference=9)] * 2
    )
    for method in METHODS:
        one, two = (smaa(said, method=method, rng=ran(), draws=2000) for said in (as_cost, as_gain))
        assert one.acceptability == pytest.approx(two.acceptability, abs=0.05)


# --- silence -----------------------------------------------------------------------------------------------


def test_an_alternative_with_a_missing_judgement_is_left_out_and_said() -> None:
    scores = ran(5).random((4, 3))
    complete = smaa(scores[[0, 1, 3]], rng=ran())
    scores[2, 1] = N
    for method in METHODS:
        told = smaa(scores, rng=ran(), method=method)
        assert told.ranked.tolist() == [True, True, False, True]
        assert told.missing == ((2, 1),)
        for each in (told.acceptability, told.central, told.pairwise, told.error):
            assert np.isnan(each[2]).all()
        assert np.isnan([told.mean_rank[2], told.confidence[2], told.pairwise[0, 2]]).all()
        assert told.acceptability[[0, 1, 3]].sum() == pytest.approx(3)
        assert told.acceptability[[0, 1, 3], 3].tolist() == [0, 0, 0]
    assert smaa(scores, rng=ran()).acceptability[[0, 1, 3]][:, :3] == pytest.approx(complete.acceptability)


def test_a_judge_who_was_silent_about_one_form_does_not_compare_the_others_on_that_criterion() -> None:
    # The severe judge says nothing of form 1; a mean over those who spoke would put it first.
    severe, mild = [[0.2], [N]], [[0.8], [0.7]]
    said = np.stack([severe, mild], axis=2)
    told = smaa(said, rng=ran())
    assert told.acceptability[:, 0].tolist() == [1, 0]
    assert told.set_aside == 1
    assert told.missing == ()
    assert told.silences == ((1, 0, 0),)
    assert told.whole.tolist() == [False, True]


def test_a_judge_who_said_nothing_does_not_speak() -> None:
    scores = ran(6).random((3, 2, 2))
    scores[:, :, 1] = N
    told = smaa(scores, rng=ran())
    assert told.acceptability.tolist() == smaa(scores[:, :, :1], rng=ran()).acceptability.tolist()
    assert np.isnan(told.by_judge[1]).all()
    assert told.whole.tolist() == [True, False]
    assert len(told.silences) == 6


def test_where_every_judge_left_a_hole_only_what_all_judged_is_ranked() -> None:
    said = np.array([[[0.3, 0.4]], [[0.2, N]], [[N, 0.9]], [[0.1, 0.8]]])
    told = smaa(said, rng=ran())
    assert told.ranked.tolist() == [True, False, False, True]
    assert told.missing == ((1, 0), (2, 0))
    assert told.acceptability[0, 0] == pytest.approx(0.5)


@pytest.mark.parametrize("method", METHODS)
def test_with_fewer_than_two_alternatives_nothing_is_told(method: Method) -> None:
    told = smaa([[0.2, N], [0.1, 0.3]], rng=ran(), method=method)
    assert "fewer than two" in told.why
    assert not told.ranked.any()
    for each in (told.acceptability, told.central, told.confidence, told.pairwise, told.by_judge):
        assert np.isnan(each).all()
    assert np.isnan(told.monte_carlo_error)


# --- invariances -------------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), method=st.sampled_from(METHODS), certain=st.booleans())
def test_the_order_of_the_rows_changes_nothing_at_all(seed: int, method: Method, *, certain: bool) -> None:
    chance = ran(seed)
    n, c, j = chance.integers([2, 1, 1], [6, 5, 4])
    low = chance.random((n, c, j))
    low[chance.random(low.shape) < 0.05] = N
    high = low if certain else low + chance.random((n, c, j)) * 0.2
    rows, columns, people = (chance.permutation(size) for size in (n, c, j))
    bounds = chance.random((2, c)) / c
    weights = Weights.bounded(bounds[0] / 2, bounds[0] / 2 + 1)
    other = Weights.bounded(bounds[0][columns] / 2, bounds[0][columns] / 2 + 1)
    read = [Criterion(indifference=0.05, preference=float(each)) for each in chance.random(c) + 0.05]
    said = judgements(low, high, criteria=read)
    at = np.ix_(rows, columns, people)
    moved = judgements(low[at], high[at], criteria=[read[column] for column in columns])
    one = smaa(said, weights=weights, draws=200, rng=ran(seed), method=method)
    two = smaa(moved, weights=other, draws=200, rng=ran(seed), method=method)
    assert two.acceptability == pytest.approx(one.acceptability[rows], abs=1e-12, nan_ok=True)
    assert two.central == pytest.approx(one.central[rows][:, columns], abs=1e-12, nan_ok=True)
    assert two.pairwise == pytest.approx(one.pairwise[rows][:, rows], abs=1e-12, nan_ok=True)
    assert two.confidence == pytest.approx(one.confidence[rows], abs=1e-12, nan_ok=True)
    assert two.by_judge == pytest.approx(one.by_judge[people][:, rows][:, :, rows], abs=1e-12, nan_ok=True)


@pytest.mark.parametrize("method", METHODS)
def test_another_unit_for_every_score_changes_nothing(method: Method) -> None:
    scores = ran(8).random((4, 3))
    one = smaa(judgements(scores, criteria=[Criterion(0, 1, preference=0.2)] * 3), rng=ran(), method=method)
    two = smaa(
        judgements(scores * 1e3 - 7, criteria=[Criterion(-7, 993, preference=200)] * 3),
        rng=ran(),
        method=method,
    )
    assert two.acceptability == pytest.approx(one.acceptability, abs=1e-3)


def test_a_worse_copy_of_an_alternative_never_beats_it() -> None:
    scores = ran(9).random((3, 4))
    told = smaa(np.vstack([scores, scores[:1] - 0.01]), rng=ran(), draws=5000)
    assert told.pairwise[0, 3] == 1


def test_blocks_are_never_empty_nor_larger_than_asked() -> None:
    said = judgements(np.zeros((40, 30)), np.ones((40, 30)))
    told = smaa(said, draws=130, rng=ran(), method="promethee")
    assert told.draws == 130
    assert told.acceptability.sum() == pytest.approx(40)


# --- what is refused ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (lambda: Criterion(worst=1), "both a worst and a best"),
        (lambda: Criterion(1, 1), "differ"),
        (lambda: Criterion(0, np.inf), "finite"),
        (lambda: Criterion(0, 1, levels=3), "not both"),
        (lambda: Criterion(levels=1), "levels must be"),
        (lambda: Criterion(levels=2.5), "levels must be"),  # type: ignore[arg-type]
        (lambda: Criterion(indifference=2, preference=1), "thresholds"),
        (lambda: Criterion(levels=3, preference=1), "no thresholds"),
        (lambda: judgements([["a"]]), "numbers"),
        (lambda: judgements([1, 2]), "shape"),
        (lambda: judgements(np.zeros((0, 2))), "shape"),
        (lambda: judgements([[np.inf]]), "finite"),
        (lambda: judgements([[1]], [[1, 2]]), "one shape"),
        (lambda: judgements([[1]], [[N]]), "both ends"),
        (lambda: judgements([[2]], [[1]]), "exceed"),
        (lambda: judgements([[1, 2]], criteria=[Criterion()]), "are described"),
        (lambda: judgements([[1, 2]], groups=["a", "b"]), "have a group"),
        (lambda: judgements([[3]], criteria=[Criterion(levels=3)]), "levels 0 … 2"),
        (lambda: judgements([[0.5]], criteria=[Criterion(levels=3)]), "levels 0 … 2"),
        (lambda: judgements([[-1]], criteria=[Criterion(levels=3)]), "levels 0 … 2"),
        (lambda: judgements([[5]], criteria=[Criterion(0, 4)]), "between 0 and 4"),
        (lambda: smaa([[1], [2]], rng=7), "rng must be"),  # type: ignore[arg-type]
        (lambda: smaa([[1], [2]], rng=ran(), draws=0), "draws must be"),
        (lambda: smaa([[1], [2]], rng=ran(), draws=2.5), "draws must be"),  # type: ignore[arg-type]
        (lambda: smaa([[1], [2]], rng=ran(), draws=True), "draws must be"),
        (lambda: smaa(np.zeros((2, 1, 3)), rng=ran(), draws=2), "draws must be"),
        (lambda: smaa([[1], [2]], rng=ran(), method="topsis"), "method must be"),  # type: ignore[arg-type]
        (lambda: smaa([[1], [2]], rng=ran(), weights=[1, 2]), "1 criteria and weights for 2"),
        (lambda: smaa([[1], [2]], rng=ran(), weights={"x": Weights()}), "no weights for ''"),
    ],
)
def test_what_cannot_be_used_is_refused(made: object, why: str) -> None:
    with pytest.raises(InvalidInput, match=why):
        made()  # type: ignore[operator]
