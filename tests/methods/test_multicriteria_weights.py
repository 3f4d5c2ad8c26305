"""Draws are spread evenly over all the weights that are possible, and only there."""

import dataclasses

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import ks_2samp

from ordito.methods import InvalidInput
from ordito.methods.multicriteria import Weights, smaa
from ordito.methods.multicriteria._nearest import nearest
from ordito.methods.multicriteria._polytope import centre, reference
from ordito.methods.multicriteria._walk import Walkers
from ordito.methods.multicriteria._weights import Sampler, polytope

Floats = NDArray[np.float64]


def drawn(weights: Weights, criteria: int, size: int = 4000) -> tuple[Floats, str]:
    sampler = Sampler(polytope(weights, criteria), np.random.default_rng(0))
    return sampler.draw(size), sampler.way


def by_throwing_away(weights: Weights, criteria: int, size: int) -> Floats:
    """Even draws from the whole, of which only the possible ones are kept."""
    whole = np.random.default_rng(1).dirichlet(np.ones(criteria), size).T
    space = polytope(weights, criteria)
    rows, sides = space.inequalities()
    return np.asarray(whole[:, (rows @ whole <= sides[:, None] + 1e-12).all(axis=0)])


@pytest.mark.parametrize(
    ("weights", "criteria", "way"),
    [
        (Weights.unknown(), 4, "plain"),
        (Weights.ranked([1, 2, 3]), 3, "plain"),
        (Weights.ranked([2, 1, 2, 3]), 4, "plain"),
        (Weights.bounded([0.1, 0, 0.2], [0.6, 0.5, 1]), 3, "from below"),
        (Weights.bounded([0, 0, 0, 0.1], [0.3, 0.35, 0.3, 0.3]), 4, "from above"),
        (Weights.bounded([0.1, 0.1, 0], [0.6, 0.5, 1], rank=[1, 2, 2]), 3, "ordered"),
        (Weights.bounded([0.3, 0.22, 0.1, 0.1], [0.37, 0.26, 0.3, 0.2], rank=[1, 2, 3, 3]), 4, "walk"),
    ],
)
def test_draws_are_possible_and_even(weights: Weights, criteria: int, way: str) -> None:
    found, used = drawn(weights, criteria)
    expected = by_throwing_away(weights, criteria, 1_000_000 if way == "walk" else 200_000)
    assert used == way
    assert found.sum(axis=0) == pytest.approx(1)
    assert found.shape == (criteria, 4000)
    assert expected.shape[1] > 300
    for criterion in range(criteria):
        assert ks_2samp(found[criterion], expected[criterion]).pvalue > 1e-4
        mixed = ks_2samp(found[criterion] * found[0], expected[criterion] * expected[0])
        assert mixed.pvalue > 1e-4


def twelve() -> Weights:
    """An order of twelve criteria, and bounds: one in ten thousand or so of what is ordered fits."""
    high = [0.14, 0.13, 0.12, 0.11, 0.1, 0.1, 0.1, 0.1, 0.09, 0.09, 0.08, 0.08]
    return Weights.bounded([0.04] * 12, high, rank=list(range(12)))


@pytest.fixture(scope="module")
def walking() -> tuple[Sampler, Floats]:
    sampler = Sampler(polytope(twelve(), 12), np.random.default_rng(0))
    return sampler, sampler.draw(4096)


def test_a_walk_in_twelve_criteria_is_even(walking: tuple[Sampler, Floats]) -> None:
    sampler, found = walking
    space = sampler.space
    assert sampler.way == "walk"
    # Evenly ordered weights above 0.04 are 0.04 and a share of the rest: throw away the few above the bounds.
    rng = np.random.default_rng(1)
    part = -np.sort(-rng.dirichlet(np.ones(12), 400_000), axis=1).T
    expected = 0.04 + 0.52 * part
    expected = expected[:, (expected <= space.high[:, None]).all(axis=0)]
    assert expected.shape[1] > 1000
    for criterion in range(12):
        assert ks_2samp(found[criterion], expected[criterion]).pvalue > 1e-4
    assert (found >= space.low[:, None] - 1e-9).all()
    assert (found <= space.high[:, None] + 1e-9).all()
    assert (np.diff(found, axis=0) <= 1e-9).all()


def test_draws_of_a_walk_hardly_resemble_those_before(walking: tuple[Sampler, Floats]) -> None:
    _sampler, found = walking
    first, second = found[:, :2048], found[:, 2048:]
    for criterion in range(12):
        assert abs(np.corrcoef(first[criterion], second[criterion])[0, 1]) < 0.1


def test_a_walker_is_given_once_before_all_were(walking: tuple[Sampler, Floats]) -> None:
    sampler, _found = walking
    few = np.concatenate([sampler.draw(10), sampler.draw(10)], axis=1)
    assert len(np.unique(few[0])) == 20


def test_a_set_that_is_never_reached_is_refused() -> None:
    space = polytope(Weights.bounded([0, 0, 0], [0.5, 0.5, 0.5]), 3)
    away = np.repeat([[1.0], [0.0], [0.0]], 64, axis=1)
    with pytest.raises(InvalidInput, match="no room"):
        Walkers(away, dataclasses.replace(space, high=np.array([0.3, 0.3, 0.3])), np.random.default_rng(0))


def test_the_means_of_ranked_weights_are_the_centroid_of_the_order() -> None:
    found, _way = drawn(Weights.ranked([1, 2, 3]), 3, 100_000)
    centroid = [11 / 18, 5 / 18, 2 / 18]
    assert found.mean(axis=1) == pytest.approx(centroid, abs=0.003)
    assert reference(polytope(Weights.ranked([1, 2, 3]), 3)) == pytest.approx(centroid)
    assert reference(polytope(Weights.ranked([7, 3, 7]), 3)) == pytest.approx([7 / 36, 11 / 18, 7 / 36])


def test_a_weight_that_is_known_stays_where_it_is() -> None:
    found, way = drawn(Weights.bounded([0.5, 0, 0], [0.5, 1, 1]), 3)
    assert way == "from below"
    assert (found[0] == 0.5).all()
    assert ks_2samp(found[1], np.random.default_rng(2).random(4000) / 2).pvalue > 1e-4
    walked, way = drawn(Weights.bounded([0.5, 0, 0], [0.5, 1, 1], rank=[1, 2, 3]), 3)
    assert way == "walk"
    assert walked[0] == pytest.approx(0.5)
    assert ks_2samp(walked[1], 0.25 + np.random.default_rng(2).random(4000) / 4).pvalue > 1e-4


@pytest.mark.parametrize(
    "weights",
    [
        Weights.stated([1, 1, 2]),
        Weights.bounded([0.25, 0.25, 0.5], [1, 1, 1]),
        Weights.bounded([0, 0, 0], [0.25, 0.25, 0.5]),
    ],
)
def test_where_one_vector_is_possible_it_is_that(weights: Weights) -> None:
    found, way = drawn(weights, 3, 5)
    assert way == "fixed"
    assert pytest.approx(np.tile([0.25, 0.25, 0.5], (5, 1))) == found.T
    assert reference(polytope(weights, 3)) == pytest.approx([0.25, 0.25, 0.5])


def test_the_reference_is_equal_weights_or_the_nearest_that_are_possible() -> None:
    assert reference(polytope(Weights.unknown(), 4)) == pytest.approx([0.25] * 4)
    assert reference(polytope(Weights.bounded([0.5, 0, 0], [1, 1, 1]), 3)) == pytest.approx([0.5, 0.25, 0.25])
    middle, radius = centre(polytope(Weights.bounded([0, 0], [1, 1]), 2))
    assert middle == pytest.approx([0.5, 0.5])
    assert radius == pytest.approx(np.sqrt(0.5))


@pytest.mark.parametrize("seed", range(10))
def test_no_possible_point_is_nearer_than_the_nearest(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = np.vstack([-np.eye(4), rng.standard_normal((3, 4))])
    sides = np.append(np.zeros(4), rng.standard_normal(3) / 10)
    point = rng.dirichlet(np.ones(4))
    found = nearest(point, rows, sides)
    others = rng.dirichlet(np.ones(4), 100_000)
    others = others[(others @ rows.T <= sides).all(axis=1)]
    if found is None:
        assert len(others) == 0
    else:
        assert found.sum() == pytest.approx(1)
        assert (rows @ found <= sides + 1e-9).all()
        if len(others):
            assert np.linalg.norm(found - point) <= np.linalg.norm(others - point, axis=1).min() + 1e-9


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (lambda: Weights.stated([0, 0]), "not all zero"),
        (lambda: Weights.stated([-1, 2]), ">= 0"),
        (lambda: Weights.stated(["a"]), "numbers"),
        (lambda: Weights.stated([[1]]), "one for each"),
        (lambda: Weights.stated([np.nan]), "finite"),
        (lambda: Weights.bounded([0], [1, 1]), "as many"),
        (lambda: Weights.bounded([0.5], [0.4]), "low <= high"),
        (lambda: Weights.bounded([-0.5], [1]), "0 <= low"),
        (lambda: Weights.bounded([0.6, 0.6], [1, 1]), "add up to 1"),
        (lambda: Weights.bounded([0, 0], [0.4, 0.4]), "add up to 1"),
        (lambda: Weights.ranked([1.5, 2]), "integers"),  # type: ignore[list-item]
        (lambda: Weights.ranked([]), "integers"),
        (lambda: Weights.ranked([[1]]), "integers"),  # type: ignore[list-item]
        (
            lambda: smaa([[1, 2], [2, 1]], weights=Weights.ranked([1, 2, 3]), rng=np.random.default_rng(0)),
            "2 criteria",
        ),
        (lambda: polytope(Weights.bounded([0, 0.6], [1, 1], rank=[1, 2]), 2), "in the order"),
        (lambda: drawn(Weights.bounded([0, 0.5, 0], [1, 1, 1], rank=[1, 2, 3]), 3), "no room"),
    ],
)
def test_what_cannot_be_used_is_refused(made: object, why: str) -> None:
    with pytest.raises(InvalidInput, match=why):
        made()  # type: ignore[operator]
