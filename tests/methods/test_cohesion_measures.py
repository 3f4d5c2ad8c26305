"""Core, brokers, bridges, inequality, removal: hand-worked cases, plain oracles, and what changes nothing."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ordito.methods import InvalidInput
from ordito.methods.cohesion import (
    between,
    bridging,
    brokerage,
    core_periphery,
    embeddedness,
    faded,
    inequality,
    participation,
    projection,
    removal,
    ties,
    two_mode_bridging,
    two_mode_brokerage,
    two_mode_core_periphery,
    two_mode_embeddedness,
    two_mode_removal,
)
from tests.methods.oracles.cohesion import Edges, graphs

Weighted = tuple[Edges, int, np.ndarray]


@st.composite
def weighted(draw: st.DrawFn) -> Weighted:
    edges, n = draw(graphs(most=8))
    return (
        edges,
        n,
        np.array(draw(st.lists(st.sampled_from([0.5, 1, 2, 3.5]), min_size=len(edges), max_size=len(edges)))),
    )


def as_matrix(edges: Edges, n: int, weight: np.ndarray) -> np.ndarray:
    matrix = np.zeros((n, n))
    for (one, other), share in zip(edges, weight, strict=True):
        matrix[one, other] = matrix[other, one] = share
    return matrix


# core and periphery


def test_a_star_has_its_middle_for_core_and_its_points_are_not_parted_from_each_other() -> None:
    star = core_periphery([[0, 1], [0, 2], [0, 3]], 5)
    assert star.core.tolist() == [True, False, False, False, False]
    assert star.periphery.tolist() == [False, True, True, True, True]
    assert (star.misfit, star.misfit_without, star.fit) == (0, 3, 1)


def test_who_is_as_strong_as_another_is_not_told_apart_from_it() -> None:
    ring = core_periphery([[0, 1], [1, 2], [2, 3], [3, 0]], 4)
    assert not ring.core.any()
    assert not ring.periphery.any()


def test_without_ties_there_is_no_core_to_tell() -> None:
    alone = core_periphery([], 3)
    assert not alone.core.any()
    assert not alone.periphery.any()
    assert np.isnan(alone.fit)


@given(weighted())
@settings(max_examples=80, deadline=None)
def test_no_partition_fits_better_and_those_that_fit_as_well_agree(given_network: Weighted) -> None:
    edges, n, weight = given_network
    found = core_periphery(edges, n, weight=weight)
    full = np.minimum(as_matrix(edges, n, weight) / ((weight**2).sum() / weight.sum() if edges else 1), 1)
    misfits = {}
    for size in range(n + 1):
        for core in itertools.combinations(range(n), size):
            rest = [node for node in range(n) if node not in core]
            missing = sum(1 - full[pair] for pair in itertools.combinations(core, 2))
            misfits[core] = missing + sum(full[pair] for pair in itertools.combinations(rest, 2))
    least = min(misfits.values())
    best = [set(core) for core, misfit in misfits.items() if misfit < least + 1e-9]
    strength = full.sum(axis=0).round(9)
    best = [
        core for core in best if not set(strength[list(core)]) & set(np.delete(strength, list(core)))
    ] or best
    assert found.misfit == pytest.approx(least)
    assert found.misfit_without == pytest.approx(misfits[()])
    if edges:
        assert found.fit == pytest.approx(1 - least / misfits[()])
        assert set(np.flatnonzero(found.core)) == set.intersection(*best)
        assert set(np.flatnonzero(~found.periphery)) == set.union(*best)


def test_a_clique_is_all_core() -> None:
    assert core_periphery([[0, 1], [0, 2], [1, 2]], 4).core.tolist() == [True, True, True, False]


def test_a_crowded_meeting_does_not_make_a_core() -> None:
    crowd = [(actor, 0) for actor in range(3, 20)]
    small = [(actor, event) for event, pair in enumerate([(0, 1), (0, 2), (1, 2)] * 2, 1) for actor in pair]
    actor, event = np.array(crowd + small).T
    found = two_mode_core_periphery(ties(actor, event, actors=20, events=7))
    assert set(np.flatnonzero(found.core)) == {0, 1, 2}
    assert set(np.flatnonzero(found.periphery)) == set(range(3, 20))


# brokerage


def burt(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """As Burt writes it, one sum after the other."""
    n = len(matrix)
    nodes = range(n)
    constraint, effective = np.full(n, np.nan), np.full(n, np.nan)
    for i in nodes:
        contacts = [j for j in nodes if matrix[i, j] > 0]
        if contacts:
            p = {
                (a, b): matrix[a, b] / matrix[a].sum() if matrix[a].sum() else 0 for a in nodes for b in nodes
            }
            constraint[i] = sum(
                (p[i, j] + sum(p[i, q] * p[q, j] for q in nodes if q not in (i, j))) ** 2 for j in contacts
            )
            effective[i] = sum(
                1 - sum(p[i, q] * matrix[j, q] / matrix[j].max() for q in nodes if q not in (i, j))
                for j in contacts
            )
    return constraint, effective


@given(weighted())
@settings(max_examples=60, deadline=None)
def test_brokerage_is_as_burt_writes_it(given_network: Weighted) -> None:
    edges, n, weight = given_network
    found = brokerage(edges, n, weight=weight)
    constraint, effective = burt(as_matrix(edges, n, weight))
    np.testing.assert_allclose(found.constraint, constraint)
    np.testing.assert_allclose(found.effective_size, effective)
    np.testing.assert_allclose(found.efficiency, effective / np.maximum(found.contacts, 1))
    again = brokerage([(b, a) for a, b in edges][::-1], n, weight=7 * weight[::-1])
    np.testing.assert_allclose(again.constraint, constraint)


def test_a_clique_of_three_has_no_holes() -> None:
    found = brokerage([[0, 1], [1, 2], [0, 2]], 3)
    assert found.constraint == pytest.approx([1.125] * 3)
    assert found.effective_size == pytest.approx([1] * 3)


def test_effective_size_without_weights_is_contacts_less_their_mean_degree_among_themselves() -> None:
    edges = [[0, 1], [0, 2], [0, 3], [0, 4], [1, 2], [3, 4]]
    assert brokerage(edges, 5).effective_size[0] == pytest.approx(4 - 2 * 2 / 4)


def test_who_met_in_two_groups_brokers_between_them() -> None:
    two_groups = ties([0, 1, 2, 0, 3, 4], [0, 0, 0, 1, 1, 1], actors=6, events=2)
    found = two_mode_brokerage(two_groups)
    assert found.constraint[0] == min(found.constraint[:5])
    assert np.isnan(found.constraint[5])
    assert found.contacts.tolist() == [4, 2, 2, 2, 2, 0]


# bridging


def test_ties_between_and_within_groups_are_told() -> None:
    found = bridging([[0, 1], [1, 2], [2, 3], [0, 3], [3, 4]], 5, [0, 0, 1, 1, -1], weight=[1, 2, 4, 1, 9])
    assert found.between.tolist() == [[1, 3], [3, 4]]
    assert found.across == pytest.approx(3 / 8)
    assert found.expected == pytest.approx(1 - 4 / 12)
    assert found.reach.tolist() == [1, 1, 1, 1, 0]
    assert found.diversity[:4] == pytest.approx(
        [0.5, 1 - (1 / 9 + 4 / 9), 1 - (4 + 16) / 36, 1 - (1 + 16) / 25]
    )
    assert np.isnan(found.diversity[4])


def test_pairs_that_a_node_stands_between_are_counted_by_who_is_whose() -> None:
    star = [[0, other] for other in range(1, 6)]
    found = bridging([*star, [1, 2]], 6, [0, 0, 0, 0, 1, 1])
    contacts = [0, 0, 0, 1, 1]
    pairs = [(a, b) for (i, a), (j, b) in itertools.combinations(enumerate(contacts), 2) if (i, j) != (0, 1)]
    assert found.coordinator[0] == sum(a == b == 0 for a, b in pairs) == 2
    assert found.gatekeeper[0] == sum((a == 0) != (b == 0) for a, b in pairs) == 6
    assert found.consultant[0] == sum(a == b == 1 for a, b in pairs) == 1
    assert found.liaison[0] == 0
    assert bridging(star[:2], 3, [0, 1, 2]).liaison.tolist() == [1, 0, 0]


def test_what_is_expected_is_the_mean_over_all_ways_to_deal_the_groups() -> None:
    edges, weight = [[0, 1], [1, 2], [2, 3], [1, 4]], [1.0, 3.0, 0.5, 2.0]
    ways = set(itertools.permutations([0, 0, 1, 1, 2]))
    dealt = [bridging(edges, 5, way, weight=weight).across for way in ways]
    assert np.mean(dealt) == pytest.approx(bridging(edges, 5, [0, 0, 1, 1, 2], weight=weight).expected)


def test_with_fewer_than_two_groups_or_no_ties_nothing_goes_across() -> None:
    for found in (bridging([[0, 1]], 2, [0, 0]), bridging([[0, 1]], 2, [-1, -1]), bridging([], 2, [0, 1])):
        assert np.isnan(found.across)
        assert np.isnan(found.expected)


def test_a_meeting_of_two_sectors_bridges_them() -> None:
    found = two_mode_bridging(ties([0, 1, 2], [0, 0, 1], actors=3, events=2), [0, 1, 2], groups=4)
    assert found.across == 1
    assert found.between.shape == (4, 4)


# inequality


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=12), st.integers(1, 4))
def test_inequality_is_the_mean_difference_and_a_copy_of_everyone_keeps_it(
    values: list[float], copies: int
) -> None:
    found = inequality(values)
    if max(values) == 0:
        assert np.isnan([found.gini, found.effective, found.half]).all()
        return
    shares = np.array(values) / max(values)
    expected = abs(shares[:, None] - shares).mean() / (2 * shares.mean())
    assert found.gini == pytest.approx(expected, abs=1e-12)
    assert found.effective == pytest.approx(shares.sum() ** 2 / (shares**2).sum())
    again = inequality(values * copies)
    assert again.gini == pytest.approx(found.gini, abs=1e-12)
    assert again.effective == pytest.approx(copies * found.effective)


def test_half_is_made_by_the_fewest_people() -> None:
    assert inequality([5, 3, 2]).half == 1
    assert inequality([4, 3, 3]).half == 2
    assert inequality([0.1] * 10).half == 5


# removal


def test_without_the_one_in_the_middle_the_others_are_parted() -> None:
    without = removal([[0, 1], [0, 2], [0, 3]], 5, 0)
    assert without.parted == 3
    assert without.alone == {1, 2, 3}
    assert without.depth_before.tolist() == [1, 1, 1, 1, 0]
    assert without.depth_after.tolist() == [0] * 5
    assert without.emptied == frozenset()


@given(graphs(most=8), st.integers(0, 7))
@settings(max_examples=80, deadline=None)
def test_removal_compares_with_the_network_of_the_others(graph: tuple[Edges, int], node: int) -> None:
    edges, n = graph
    if node >= n:
        with pytest.raises(InvalidInput, match="node: expected"):
            removal(edges, n, node)
        return
    found = removal(edges, n, node)
    left = [pair for pair in edges if node not in pair]
    assert found.depth_before.tolist() == embeddedness(edges, n).tolist()
    assert found.depth_after.tolist() == embeddedness(left, n).tolist()
    others = [pair for pair in itertools.combinations(range(n), 2) if node not in pair]
    assert found.parted == sum(reach(edges, *pair) and not reach(left, *pair) for pair in others)
    tied, still = ({end for pair in each for end in pair} for each in (edges, left))
    assert found.alone == tied - still - {node}


def reach(edges: Edges, one: int, other: int) -> bool:
    reached = {one}
    for _step in edges:
        reached |= {end for pair in edges if reached & set(pair) for end in pair}
    return other in reached


def test_without_an_actor_meetings_may_be_empty_and_others_alone() -> None:
    met = ties([0, 1, 0, 2, 1, 2, 3, 0], [0, 0, 1, 1, 2, 2, 3, 3], actors=5, events=4)
    without = two_mode_removal(met, 0)
    assert without.emptied == {0, 1, 3}
    assert without.alone == {3}
    assert without.parted == 2
    assert without.depth_before.tolist() == two_mode_embeddedness(met).tolist() == [2, 2, 2, 1, 0]
    assert without.depth_after.tolist() == [0, 1, 1, 1, 0]


# ties


def test_ties_are_the_same_in_any_order() -> None:
    rng = np.random.default_rng(2)
    actor, event, weight = rng.integers(5, size=40), rng.integers(4, size=40), rng.random(40) + 0.1
    shuffled = rng.permutation(40)
    one = ties(actor, event, actors=5, events=4, weight=weight)
    other = ties(actor[shuffled], event[shuffled], actors=5, events=4, weight=weight[shuffled])
    for field in ("actor", "event", "weight", "date"):
        assert getattr(one, field).tolist() == getattr(other, field).tolist()
    assert participation(one).sum() == pytest.approx(weight.sum())


def test_a_period_ends_before_its_last_day() -> None:
    dated = ties([0, 1, 2], [0, 1, 2], actors=3, events=3, date=[2016, 2016.9, 2017])
    assert between(dated, 2016, 2017).actor.tolist() == [0, 1]
    assert between(dated, 2016, 2017).date.tolist() == [2016, 2016.9]
    assert between(dated, 2000, 2001).events == 0


def test_ties_fade_and_what_is_later_has_not_happened() -> None:
    dated = ties([0, 1, 2], [0, 1, 2], actors=3, events=3, weight=[8, 8, 8], date=[0, 10, 21])
    assert faded(dated, 20, 10).weight.tolist() == [2, 4]


def test_a_meeting_gives_each_of_its_people_ties_of_one_in_all() -> None:
    met = projection(ties([0, 1, 2, 3, 4], [0, 0, 0, 0, 1], actors=5, events=3))
    strength = np.bincount(met.edges.ravel(), weights=np.repeat(met.weight, 2), minlength=5)
    assert strength == pytest.approx([1, 1, 1, 1, 0])
    assert projection(ties([], [], actors=0, events=0)).edges.shape == (0, 2)
    assert projection(ties([0, 1], [0, 0], actors=2, events=1, weight=[3, 2])).weight.tolist() == [2]


# what is refused


@pytest.mark.parametrize(
    ("do", "said"),
    [
        (lambda: ties([0], [0, 0], actors=1, events=1), "as many of one"),
        (lambda: ties([0], [1], actors=1, events=1), "event: expected integers from 0 to 0"),
        (lambda: ties([[0]], [0], actors=1, events=1), "actor: expected integers"),
        (lambda: ties([0], [0], actors=1, events=1, weight=[0]), "weight: expected numbers above 0"),
        (lambda: ties([0], [0], actors=1, events=1, weight=[np.nan]), "weight: expected finite"),
        (lambda: ties([0], [0], actors=1, events=1, weight=["a"]), "weight: expected 1 numbers"),
        (lambda: ties([0], [0], actors=1, events=1, weight=[1, 2]), "weight: expected \\(1,\\)"),
        (lambda: ties([0], [0], actors=1, events=1, date=[np.inf]), "date: expected finite"),
        (lambda: between(ties([], [], actors=1, events=1), 2, 2), "expected a period"),
        (lambda: faded(ties([], [], actors=1, events=1), 2, 0), "half_life: expected numbers above 0"),
        (lambda: participation([[0, 1]]), "what `ties` makes"),
        (lambda: projection(None), "what `ties` makes"),
        (lambda: core_periphery([[0, 1]], 2, weight=[-1]), "weight: expected numbers above 0"),
        (lambda: brokerage([[0, 2]], 2), "edges: expected integers from 0 to 1"),
        (lambda: bridging([[0, 1]], 2, [0]), "group: expected integers \\(2,\\)"),
        (lambda: bridging([[0, 1]], 2, [0.0, 1.0]), "group: expected integers \\(2,\\)"),
        (lambda: bridging([[0, 1]], 2, [-2, 1]), "group: expected from -1 to 1"),
        (lambda: bridging([[0, 1]], 2, [0, 1], groups=1), "group: expected from -1 to 0"),
        (lambda: inequality([-1, 2]), "participation: expected numbers not under 0"),
        (lambda: inequality([[1, 2]]), "participation: expected"),
        (lambda: inequality(3), "participation: expected"),
        (lambda: inequality(["a"]), "participation: expected"),
        (lambda: removal([[0, 1]], 2, 1.0), "node: expected a whole number"),
        (lambda: two_mode_removal(ties([], [], actors=1, events=1), 1), "actor: expected a whole number"),
    ],
)
def test_what_cannot_be_used_is_refused(do: object, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        do()


def test_nobody_took_part_in_nothing() -> None:
    assert np.isnan(inequality([]).gini)
