"""Cohesion of what nobody would draw: huge and tiny weights, a register of a million, odd types."""

import numpy as np
import pytest

from ordito.methods import InvalidInput
from ordito.methods.cohesion import (
    bootstrap,
    bridging,
    brokerage,
    cohesion_by_period,
    core_periphery,
    embeddedness,
    faded,
    k_components,
    participation,
    removal,
    ties,
    two_mode_bridging,
    two_mode_brokerage,
    two_mode_components,
    two_mode_core_periphery,
    two_mode_embeddedness,
    two_mode_removal,
)

TRIANGLE = [[0, 1], [1, 2], [0, 2]]
MILLION = 10**6
FAR = [[5, 999_998], [999_998, 400_000], [5, 400_000], [400_000, 7]]


@pytest.mark.parametrize("unit", [1e-320, 1e-300, 1e18, 1e307])
def test_in_a_huge_or_a_tiny_unit_of_weight_the_core_and_the_brokers_are_the_same(unit: float) -> None:
    weight = np.array([1.0, 2.0, 4.0])
    usual, odd = (core_periphery(TRIANGLE, 3, weight=each) for each in (weight, weight * unit))
    assert (odd.core.tolist(), odd.periphery.tolist()) == (usual.core.tolist(), usual.periphery.tolist())
    assert odd.fit == pytest.approx(usual.fit, rel=1e-3)
    assert brokerage(TRIANGLE, 3, weight=weight * unit).constraint == pytest.approx(
        brokerage(TRIANGLE, 3, weight=weight).constraint, rel=1e-3
    )


def test_a_tie_that_has_faded_to_nothing_is_no_longer_there() -> None:
    old = ties([0, 1], [0, 0], actors=2, events=1, date=[0])
    for moment, half_life in ((3000, 1), (1e308, 1e-300)):
        gone = faded(old, moment, half_life)
        assert gone.weight.size == 0
        assert two_mode_brokerage(gone).contacts.tolist() == [0, 0]
        assert np.isnan(two_mode_bridging(gone, [0, 1]).across)
        assert two_mode_core_periphery(gone).misfit == 0


def test_of_a_million_the_few_who_have_ties_are_found_at_once() -> None:
    assert k_components(FAR, MILLION) == {
        1: [frozenset({5, 7, 400_000, 999_998})],
        2: [frozenset({5, 400_000, 999_998})],
    }
    depth = embeddedness(FAR, MILLION)
    assert (depth.size, np.flatnonzero(depth).tolist(), depth.max()) == (MILLION, [5, 7, 400_000, 999_998], 2)
    without = removal(FAR, MILLION, 400_000)
    assert (without.parted, without.alone) == (2, {7})
    assert np.flatnonzero(without.depth_after).tolist() == [5, 999_998]
    assert removal(FAR, MILLION, 6).parted == 0
    found = bridging(FAR, MILLION, np.arange(MILLION) % 2)
    assert np.flatnonzero(found.gatekeeper).tolist() == [400_000]
    assert found.gatekeeper[400_000] == 1


def test_of_a_million_the_few_who_met_are_found_at_once() -> None:
    met = ties([5, 999_998, 5, 999_998, 7], [0, 0, 9, 9, 9], actors=MILLION, events=10)
    assert two_mode_components(met)[2][0].actors == {5, 999_998}
    assert two_mode_components(met)[2][0].events == {0, 9}
    assert np.flatnonzero(two_mode_embeddedness(met)).tolist() == [5, 7, 999_998]
    without = two_mode_removal(met, 999_998)
    assert (without.parted, without.alone, without.emptied) == (0, frozenset(), {0})


def test_what_is_given_is_neither_changed_nor_kept() -> None:
    days = np.array([3.0, 4.0])
    met = ties([0, 1], [0, 1], actors=2, events=2, date=days)
    days[:] = 9
    assert met.date.tolist() == [3, 4]


def test_groups_may_be_of_any_kind_of_integers() -> None:
    small = bridging(TRIANGLE, 3, np.array([0, 1, 1], np.uint8))
    assert small.between.tolist() == bridging(TRIANGLE, 3, [0, 1, 1]).between.tolist()
    assert bridging(TRIANGLE, 3, [0, 36, 36]).between.shape == (37, 37)


MET = ties([0], [0], actors=1, events=1)
DAYS = np.array(["2026-01-01", "NaT"], "M8[D]")


@pytest.mark.parametrize(
    ("do", "said"),
    [
        (lambda: ties([0, 0], [0, 0], actors=1, events=1, weight=[1e308, 1e308]), "that can be added up"),
        (lambda: brokerage(TRIANGLE, 3, weight=[1e308] * 3), "weight: expected numbers that can be added up"),
        (lambda: ties([0], [0], actors=1, events=2, date=DAYS), "date: expected 2 numbers, found datetime64"),
        (lambda: brokerage(TRIANGLE, 3, weight=["1", "2", "3"]), "weight: expected 3 numbers, found <U1"),
        (lambda: brokerage(TRIANGLE, 3, weight=np.full(3, 1 + 1j)), "expected 3 numbers, found complex128"),
        (lambda: brokerage(TRIANGLE, 3, weight=[[1], [1, 2], 3]), "weight: expected 3 numbers"),
        (lambda: bridging(TRIANGLE, 3, [[0], [1, 2], 3]), "group: .* unequal length"),
        (lambda: bridging(TRIANGLE, 3, [0, 36_042, 36_043]), "group: expected from -1 to 999"),
        (lambda: cohesion_by_period(MET, [[1], [1, 2]], rng=np.random.default_rng(0)), "period: .* unequal"),
        (lambda: k_components([[0, 1]], 0), "edges: expected none where there is nobody"),
        (lambda: removal([], 0, 0), "node: expected somebody to take away"),
        (lambda: bootstrap(MET, lambda _met: np.inf, rng=np.random.default_rng(0)), "none infinite"),
        (lambda: participation(faded(MET, np.inf, 1)), "at: expected finite"),
    ],
)
def test_what_cannot_be_used_is_refused(do: object, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        do()
