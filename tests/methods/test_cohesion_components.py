"""k-components: what is published, what the definition says, and that nothing hangs on numbers or order."""

import itertools
import json
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ordito.methods import InvalidInput
from ordito.methods.cohesion import (
    embeddedness,
    k_components,
    projection,
    ties,
    two_mode_components,
    two_mode_embeddedness,
)
from ordito.methods.cohesion._paths import Fan, members
from tests.methods.oracles.cohesion import (
    Edges,
    graphs,
    in_order,
    k_components_by_definition,
    k_components_by_flows,
    separate_paths,
)

NETWORKS = json.loads((Path(__file__).parent / "oracles" / "networks.json").read_text(encoding="utf-8"))
"""Edges of published networks; nodes are numbered in the order of the tables that gave them."""


def sizes(name: str) -> dict[int, list[int]]:
    edges = NETWORKS[name]
    return {k: [len(each) for each in found] for k, found in k_components(edges, np.max(edges) + 1).items()}


def women() -> tuple[np.ndarray, np.ndarray]:
    return tuple(np.array(NETWORKS["southern women"]).T)  # woman, event


def test_the_karate_club_holds_together_as_published() -> None:
    assert sizes("karate club") == {1: [34], 2: [28, 6], 3: [18, 5], 4: [10]}


def test_the_florentine_families_hold_together_as_published() -> None:
    assert sizes("florentine families") == {1: [15], 2: [10]}


def test_the_southern_women_and_their_events_hold_together_as_published() -> None:
    woman, event = women()
    found = two_mode_components(ties(woman, event, actors=18, events=14))
    assert {k: [len(each.actors) + len(each.events) for each in level] for k, level in found.items()} == {
        1: [32],
        2: [32],
        3: [28],
        4: [23],
    }
    assert found[1][0].actors == frozenset(range(18))
    assert found[1][0].events == frozenset(range(14))


def test_the_southern_women_who_met_hold_together_as_published() -> None:
    woman, event = women()
    found = k_components(projection(ties(woman, event, actors=18, events=14)).edges, 18)
    expected = {k: [18] for k in range(1, 12)} | {12: [15, 13], 13: [15], 14: [15]}
    assert {k: [len(each) for each in level] for k, level in found.items()} == expected


def test_the_events_of_the_southern_women_hold_together_as_published() -> None:
    woman, event = women()
    found = k_components(projection(ties(event, woman, actors=14, events=18)).edges, 14)
    expected = {k: [14] for k in range(1, 5)} | {k: [9, 9] for k in range(5, 9)}
    assert {k: [len(each) for each in level] for k, level in found.items()} == expected


def test_les_miserables_hold_together_as_flows_between_all_pairs_say() -> None:
    assert sizes("les miserables") == {
        1: [77],
        2: [54, 4, 3],
        3: [34, 8, 7, 4],
        4: [25, 8, 7, 6],
        5: [24, 8, 7],
        6: [13, 11, 8, 7],
        7: [13, 11, 8],
        8: [12],
        9: [10, 10],
    }


@given(graphs())
@settings(max_examples=200, deadline=None)
def test_small_networks_are_as_the_definition_says(graph: tuple[Edges, int]) -> None:
    assert in_order(k_components(*graph)) == in_order(k_components_by_definition(*graph))


@given(graphs(most=13))
@settings(max_examples=25, deadline=None)
def test_larger_networks_are_as_flows_between_all_pairs_say(graph: tuple[Edges, int]) -> None:
    assert in_order(k_components(*graph)) == in_order(k_components_by_flows(*graph))


@given(graphs(most=30), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_numbering_order_direction_repetition_and_loops_make_no_difference(
    graph: tuple[Edges, int], random: Random
) -> None:
    edges, n = graph
    new = list(range(n))
    random.shuffle(new)
    other = [(new[b], new[a]) if random.random() < 0.5 else (new[a], new[b]) for a, b in edges]
    other += other[:3] + [(node, node) for node in range(min(n, 2))]
    random.shuffle(other)
    renamed = {
        k: [frozenset(new[node] for node in each) for each in level]
        for k, level in k_components(edges, n).items()
    }
    assert in_order(k_components(other, n)) == in_order(renamed)


def test_paths_and_cuts_are_as_many_as_a_maximum_flow_says() -> None:
    rng = np.random.default_rng(1)
    for _case in range(2500):
        n = int(rng.integers(4, 24))
        near = np.triu(rng.random((n, n)) < rng.uniform(1, 5) / n, 1)
        near |= near.T
        there, target = rng.random(n) < 0.95, rng.random(n) < rng.choice([0.1, 0.3])
        there[0], target[0] = True, False
        k = int(rng.integers(1, 9))
        neighbours = [as_bits(row) for row in near]
        fan = Fan(neighbours, as_bits(there), 0, as_bits(target), k)
        most = separate_paths(near[there][:, there], target[there])
        assert min(fan.paths, k) == min(most, k)
        if most < k:
            side, cut = set(members(fan.side)), set(members(fan.cut))
            assert len(cut) == most
            assert 0 in side
            assert not side & cut
            assert not any(target[node] for node in side)
            assert all(set(np.flatnonzero(near[node] & there)) <= side | cut for node in side)


def test_a_new_path_takes_back_a_stretch_of_an_old_one() -> None:
    """The first goes 0-1-2-8; the second needs 8, so that the first must leave 2 and go on from 1 to 4."""
    edges = [(0, 1), (1, 2), (2, 8), (0, 5), (5, 6), (6, 8), (1, 3), (3, 4)]
    near = np.zeros((9, 9), dtype=bool)
    for one, other in edges:
        near[one, other] = near[other, one] = True
    target = np.isin(np.arange(9), [4, 8])
    neighbours = [as_bits(row) for row in near]
    assert Fan(neighbours, 2**9 - 1, 0, as_bits(target), 3).paths == separate_paths(near, target) == 2


def as_bits(flags: np.ndarray) -> int:
    return sum(1 << int(node) for node in np.flatnonzero(flags))


def test_components_of_a_level_come_the_largest_first_and_then_by_their_nodes() -> None:
    triangle = [(0, 1), (1, 2), (0, 2)]
    two = [*[(a + 3, b + 3) for a, b in triangle], *triangle, (6, 7), (7, 8), (8, 9), (6, 9)]
    assert k_components(two, 10)[2] == [frozenset({6, 7, 8, 9}), frozenset({0, 1, 2}), frozenset({3, 4, 5})]


@pytest.mark.parametrize("n", [2, 3, 7, 40])
def test_a_clique_holds_at_every_level_under_its_size(n: int) -> None:
    everyone = [frozenset(range(n))]
    assert k_components(list(itertools.combinations(range(n), 2)), n) == dict.fromkeys(range(1, n), everyone)


def test_a_long_ring_with_ties_four_steps_away_is_eight_connected() -> None:
    n = 300
    ring = [(node, (node + step) % n) for node in range(n) for step in (1, 2, 3, 4)]
    assert k_components(ring, n) == {k: [frozenset(range(n))] for k in range(1, 9)}


def test_cliques_that_share_k_minus_one_nodes_stay_apart_and_that_share_k_hold_together() -> None:
    def chain(shared: int) -> Edges:
        starts = range(0, 5 * (6 - shared), 6 - shared)
        return [pair for start in starts for pair in itertools.combinations(range(start, start + 6), 2)]

    assert [len(each) for each in k_components(chain(2), 22)[3]] == [6] * 5
    assert [len(each) for each in k_components(chain(3), 18)[3]] == [18]


def test_two_groups_that_meet_in_one_node_come_apart_whichever_nodes_are_tried_first() -> None:
    first, second = ([0, 9, 11, 13], [1, 3, 5, 7]), ([0, 10, 12, 14], [2, 4, 6, 8])
    edges = [pair for group in (first, second) for pair in itertools.product(*group)]
    assert [sorted(each) for each in k_components(edges, 15)[3]] == [
        sorted(a + b) for a, b in (first, second)
    ]


def test_no_edges_no_components() -> None:
    assert k_components([], 0) == k_components([], 3) == k_components(np.empty((0, 2), int), 3) == {}
    assert embeddedness([], 3).tolist() == [0, 0, 0]


@given(graphs(most=12))
@settings(max_examples=50, deadline=None)
def test_a_node_is_as_deep_as_the_highest_component_that_holds_it(graph: tuple[Edges, int]) -> None:
    edges, n = graph
    levels = k_components(edges, n).items()
    expected = [
        max((k for k, found in levels if any(node in each for each in found)), default=0) for node in range(n)
    ]
    assert embeddedness(edges, n).tolist() == expected


def test_an_actor_is_as_deep_as_the_ways_in_which_it_met_the_others() -> None:
    one_big_meeting = ties(range(20), [0] * 20, actors=20, events=1)
    assert two_mode_embeddedness(one_big_meeting).tolist() == [1] * 20
    assert embeddedness(projection(one_big_meeting).edges, 20).tolist() == [19] * 20


@pytest.mark.parametrize(
    ("edges", "n", "said"),
    [
        ([[0, 1, 2]], 3, "expected integers \\(m, 2\\)"),
        ([0, 1], 3, "expected integers"),
        ([[0.0, 1.0]], 3, "float64"),
        ([[0, 1], [2]], 3, "unequal length"),
        ([[True, False]], 3, "bool"),
        ([["a", "b"]], 3, "expected integers"),
        ([[0, 3]], 3, "from 0 to 2"),
        ([[-1, 2]], 3, "from 0 to 2"),
        ([[0, float("nan")]], 3, "float64"),
        ([[0, 1]], -1, "n: expected a whole number"),
        ([[0, 1]], 2.0, "n: expected a whole number"),
        ([[0, 1]], True, "n: expected a whole number"),
        ([[0, 1]], None, "n: expected a whole number"),
    ],
)
def test_what_is_not_edges_is_refused(edges: object, n: object, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        k_components(edges, n)
    with pytest.raises(InvalidInput, match=said):
        embeddedness(edges, n)


def test_what_is_not_ties_is_refused() -> None:
    for measure in (two_mode_components, two_mode_embeddedness):
        with pytest.raises(InvalidInput, match="what `ties` makes"):
            measure([[0, 1]])
