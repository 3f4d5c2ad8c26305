"""Intervals by drawing events anew: what they cover, when they are not told, and change at equal numbers."""

import numpy as np
import pytest

from ordito.methods import InvalidInput
from ordito.methods.cohesion import (
    Ties,
    between,
    bootstrap,
    change,
    cohesion_by_period,
    inequality,
    participation,
    ties,
    two_mode_bridging,
    two_mode_embeddedness,
)


def held(events: int, chance: np.ndarray, rng: np.random.Generator) -> Ties:
    """Each actor comes to each event with a chance of its own."""
    actor, event = np.nonzero(rng.random((chance.size, events)) < chance[:, None])
    return ties(actor, event, actors=chance.size, events=events)


def measures(met: Ties) -> np.ndarray:
    depth = two_mode_embeddedness(met)
    return np.array([depth.mean(), inequality(participation(met)).gini, *participation(met)])


def test_the_standard_error_of_a_mean_is_as_the_formula_says() -> None:
    came = np.array([1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1])
    met = ties([0] * came.sum(), np.flatnonzero(came), actors=1, events=12)
    found = bootstrap(met, participation, rng=np.random.default_rng(3), replicates=1500)
    assert found.error[0] == pytest.approx(12 * came.std(ddof=1) / np.sqrt(12), rel=0.07)
    assert found.low[0] == pytest.approx(9 - 2.201 * found.error[0], abs=0.01)
    assert found.high[0] == pytest.approx(9 + 2.201 * found.error[0], abs=0.01)
    assert found.bias[0] == pytest.approx(0, abs=0.2)
    assert (found.events, found.replicates) == (12, 1500)


def test_the_error_of_the_ends_is_what_other_generators_show() -> None:
    met = ties([0] * 5 + [1] * 8, [*range(5), *range(2, 10)], actors=2, events=10)
    found = [
        bootstrap(met, participation, rng=np.random.default_rng(seed), replicates=100) for seed in range(60)
    ]
    seen = np.std([each.high for each in found], axis=0)
    assert np.mean([each.monte_carlo for each in found], axis=0) == pytest.approx(seen, rel=0.35)


def test_intervals_cover_what_other_meetings_would_have_shown() -> None:
    rng = np.random.default_rng(4)
    chance = rng.uniform(0.2, 0.8, 7)
    truth = np.mean([measures(held(12, chance, rng)) for _world in range(200)], axis=0)
    covered = []
    for _world in range(30):
        found = bootstrap(held(12, chance, rng), measures, rng=rng, replicates=30)
        covered.append((found.low <= truth) & (truth <= found.high))
    assert (np.mean(covered, axis=0) > 0.8).all()
    assert np.mean(covered) > 0.9


def test_no_interval_is_told_of_what_does_not_vary_or_of_few_events() -> None:
    always, sometimes, never = [0] * 6, [1] * 3, 3
    met = ties(always + sometimes, [*range(6), *range(3)], actors=never, events=6)
    found = bootstrap(met, participation, rng=np.random.default_rng(1), replicates=50)
    assert np.isnan(found.low).tolist() == np.isnan(found.high).tolist() == [True, False, True]
    few = bootstrap(between_first(met, 5), participation, rng=np.random.default_rng(1), replicates=50)
    assert np.isnan(few.low).all()
    assert few.estimate.tolist() == [5, 3, 0]
    nothing = bootstrap(
        ties([], [], actors=1, events=0), participation, rng=np.random.default_rng(1), replicates=5
    )
    assert (nothing.estimate.tolist(), np.isnan(nothing.low).tolist()) == ([0], [True])


def between_first(met: Ties, events: int) -> Ties:
    dated = ties(met.actor, met.event, actors=met.actors, events=met.events, date=np.arange(met.events))
    return between(dated, 0, events)


def test_no_interval_is_told_where_too_many_replicates_cannot_tell() -> None:
    met = ties([0] * 5 + [1] * 8, [*range(5), *range(2, 10)], actors=2, events=10)

    def seldom(drawn: Ties) -> list[float]:
        often = participation(drawn)
        return [often[0] if often[0] > 3 else np.nan, often[1], np.nan]

    found = bootstrap(met, seldom, rng=np.random.default_rng(1), replicates=200)
    assert np.isnan(found.low).tolist() == [True, False, True]
    assert np.isnan(found.bias).tolist() == [False, False, True]


def test_the_same_generator_gives_the_same_intervals_whatever_the_order_of_the_rows() -> None:
    met = held(9, np.full(5, 0.5), np.random.default_rng(1))
    other = ties(met.actor[::-1], met.event[::-1], actors=5, events=9)
    one, two = (
        bootstrap(each, measures, rng=np.random.default_rng(7), replicates=30) for each in (met, other)
    )
    np.testing.assert_array_equal(one.low, two.low)
    np.testing.assert_array_equal(one.high, two.high)


def test_each_year_has_its_actors_its_communities_and_the_whole() -> None:
    rng = np.random.default_rng(1)
    met = held(16, np.array([0.8, 0.7, 0.6, 0.5, 0.4]), rng)
    year, sector = np.repeat([2017, 2016], 8), np.array([0, 0, 1, 1, -1])
    found = cohesion_by_period(met, year, community=sector, rng=rng, replicates=30)
    assert list(found) == [2016, 2017]
    dated = ties(met.actor, met.event, actors=5, events=16, date=year)
    first = between(dated, 2016, 2017)
    depth = two_mode_embeddedness(first)
    assert found[2016].actor.estimate.tolist() == depth.tolist()
    assert found[2016].community.estimate.tolist() == [depth[:2].mean(), depth[2:4].mean()]
    assert found[2016].whole.estimate == pytest.approx(
        [
            depth.mean(),
            depth.max(),
            inequality(participation(first)).gini,
            two_mode_bridging(first, sector).across,
        ]
    )
    assert found[2016].actor.low.shape == (5,)
    assert found[2016].community.high.shape == (2,)
    assert found[2016].whole.events == 8


def test_a_year_without_people_and_a_community_without_members_are_not_told() -> None:
    met = ties([], [], actors=0, events=2)
    whole = cohesion_by_period(met, [1, 1], rng=np.random.default_rng(1), replicates=3)[1].whole
    assert np.isnan(whole.estimate).tolist() == [True, False, True, True]
    pair = ties([0, 1], [0, 0], actors=2, events=1)
    found = cohesion_by_period(pair, [1], community=[1, 1], rng=np.random.default_rng(1), replicates=3)[1]
    assert np.isnan(found.community.estimate).tolist() == [True, False]


def test_more_meetings_alone_are_no_change() -> None:
    rng = np.random.default_rng(5)
    chance = np.array([0.7, 0.6, 0.5, 0.4, 0.3])
    before, after = held(10, chance, rng), held(30, chance, rng)
    found = change(before, after, measures, rng=rng, replicates=60)
    assert found.events == 10
    assert found.before == pytest.approx(measures(before))
    assert found.after[2:].sum() == pytest.approx(participation(after).sum() / 3, rel=0.05)
    assert (found.direction == 0).all()
    assert (found.low < 0).all()
    assert (found.high > 0).all()
    assert (found.monte_carlo > 0).all()


def test_a_community_that_comes_much_more_has_risen_and_the_other_way_round_has_fallen() -> None:
    rng = np.random.default_rng(6)
    thin, thick = held(20, np.full(6, 0.15), rng), held(20, np.full(6, 0.85), rng)

    def mean_depth(met: Ties) -> float:
        return float(two_mode_embeddedness(met).mean())

    up = change(thin, thick, mean_depth, rng=rng, replicates=60)
    down = change(thick, thin, mean_depth, rng=rng, replicates=60)
    assert (up.direction.tolist(), down.direction.tolist()) == ([1], [-1])
    assert up.difference == pytest.approx(-down.difference)
    assert up.monte_carlo.tolist() == [0]


def test_nothing_can_be_told_of_change_with_few_events() -> None:
    rng = np.random.default_rng(6)
    found = change(
        held(5, np.full(3, 0.5), rng), held(20, np.full(3, 0.5), rng), participation, rng=rng, replicates=9
    )
    assert np.isnan(found.low).all()
    assert found.direction.tolist() == [0, 0, 0]


MET = ties([0], [0], actors=1, events=1)
RNG = np.random.default_rng(0)


@pytest.mark.parametrize(
    ("do", "said"),
    [
        (lambda: bootstrap(MET, participation, rng=1), "rng: expected a numpy.random.Generator"),
        (lambda: bootstrap(MET, participation, rng=RNG, replicates=1), "replicates: expected"),
        (lambda: bootstrap(MET, participation, rng=RNG, level=95), "level: expected"),
        (lambda: bootstrap(MET, participation, rng=RNG, level=1.0), "level: expected"),
        (lambda: bootstrap(None, participation, rng=RNG), "what `ties` makes"),
        (lambda: bootstrap(MET, lambda _met: "much", rng=RNG), "measure: expected a function"),
        (lambda: bootstrap(MET, lambda _met: [[1, 2]], rng=RNG), "measure: expected numbers in a row"),
        (lambda: bootstrap(MET, lambda _met: np.inf, rng=RNG), "measure: expected numbers in a row"),
        (lambda: bootstrap(MET, lambda met: [1] * (1 + (met is not MET)), rng=RNG), "always as many"),
        (lambda: change(MET, MET, participation, rng=None), "rng: expected"),
        (lambda: change(MET, None, participation, rng=RNG), "what `ties` makes"),
        (lambda: cohesion_by_period(MET, [1, 2], rng=RNG), "period: expected integers \\(1,\\)"),
        (lambda: cohesion_by_period(MET, [1.5], rng=RNG), "period: expected integers"),
        (lambda: cohesion_by_period(MET, [1], community=[-2], rng=RNG), "group: expected"),
    ],
)
def test_what_cannot_be_used_is_refused(do: object, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        do()
