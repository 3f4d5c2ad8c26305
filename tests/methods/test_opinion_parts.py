"""The parts of the map of opinions, beside plain ones."""

from __future__ import annotations

import math

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score, silhouette_score

from ordito.methods.opinion import _groups, _map, _positions, _votes
from ordito.methods.opinion._classes import WEIGHTS, classes, likely
from tests.methods.test_opinion import ballots, planted, some


def read(table: np.ndarray) -> _votes.Votes:
    return _votes.read(*ballots(table), None)


def test_components_are_those_of_the_votes_less_their_means(monkeypatch: pytest.MonkeyPatch) -> None:
    for shape in ((30, 12), (12, 30)):
        table, _group = planted(some(1), *shape, 2, 0.7)
        votes = read(table)
        whole = np.full(shape, np.nan)
        whole[votes.row, votes.column] = votes.value
        centred = np.nan_to_num(whole - np.nanmean(whole, 0))
        left, values, right = np.linalg.svd(centred)
        del left
        places = _positions.place(votes, some())
        assert places.strengths == pytest.approx(values[:4])
        assert np.abs((places.loadings * right[:4].T).sum(0)) == pytest.approx(np.ones(4))
        stretch = np.sqrt(shape[1] / np.isfinite(whole).sum(1))[:, None]
        assert places.scores == pytest.approx(centred @ places.loadings * stretch)
        monkeypatch.setattr(_positions, "EXACT_SIDE", 5)
        monkeypatch.setattr(_positions, "SMALL_SIDE", 5)
        again = _positions.place(votes, some())
        assert again.scores == pytest.approx(places.scores, abs=1e-6)
        assert again.real == places.real
        monkeypatch.undo()


def test_large_tables_take_fewer_draws_of_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    votes = read(planted(some(1), 60, 40, 3, 0.7)[0])
    before = _positions.place(votes, some()).real
    monkeypatch.setattr(_positions, "LARGE", 10)
    assert _positions.place(votes, some()).real == before == 2


def test_agreement_and_silhouette_are_those_of_scikit_learn() -> None:
    rng = some(3)
    first, second = rng.integers(3, size=(5, 40)), rng.integers(3, size=(5, 40))
    second[0] = first[0]
    counted = rng.random((5, 40)) < 0.8
    mine = _groups.adjusted_rand(first, second, counted, 3)
    theirs = [adjusted_rand_score(a[c], b[c]) for a, b, c in zip(first, second, counted, strict=True)]
    assert mine == pytest.approx(theirs)
    assert _groups.adjusted_rand(first[:1] * 0, first[:1] * 0, counted[:1], 3) == 0
    points = rng.normal(size=(40, 2))
    labels = np.r_[first[0][:-1] % 2, 2]
    assert _groups.silhouette(points, labels, 3) == pytest.approx(silhouette_score(points, labels))


def test_k_means_ends_where_every_point_is_nearest_to_its_centre() -> None:
    points = some(1).normal(size=(200, 2)) + 8 * np.repeat([[0, 0], [0, 1], [1, 0], [1, 1]], 50, axis=0)
    labels = _groups.search(points, 4)
    assert adjusted_rand_score(labels, np.repeat(range(4), 50)) == 1
    same = _groups.search(np.zeros((20, 2)), 3)
    assert set(same) == {0}


def test_k_means_ends_after_its_turns_also_where_points_still_move(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_groups, "TURNS", 1)
    assert set(_groups.search(some(1).normal(size=(50, 2)), 2)) == {0, 1}


def test_classes_are_the_likeliest(monkeypatch: pytest.MonkeyPatch) -> None:
    table, group = planted(some(1), 100, 20, 2, 0.8)
    votes = read(table)
    start = np.where(some(2).random(100) < 0.8, group[votes.voters], 1 - group[votes.voters])
    found, probability = classes(votes, start, 2)
    assert adjusted_rand_score(found, group[votes.voters]) > 0.95
    assert ((probability >= 0.5) & (probability <= 1)).all()
    monkeypatch.setattr("ordito.methods.opinion._classes.TURNS", 1)
    assert classes(votes, start, 2)[0].shape == (100,)


def test_what_is_usual_weighs_what_makes_the_votes_of_a_class_likeliest() -> None:
    usual = np.array([[0.25, 0.25, 0.5], [0.5, 0.25, 0.25]])
    counts = np.zeros((2, 3, 2))
    counts[:, :, 0] = 400 * usual
    counts[:, 0, 1] = 5
    told = likely(counts, usual)
    first, last = WEIGHTS[0], WEIGHTS[-1]
    assert [WEIGHTS[each] for each in told.argmax(0)] == [last, first]
    drawn = [math.prod((first * share + each) / (first + each) for each in range(5)) for share in (0.25, 0.5)]
    assert told[0, 1] == pytest.approx(math.log(math.prod(drawn)))


def test_classes_leave_the_groups_as_they_are_where_they_disagree() -> None:
    table, group = planted(some(4), 90, 40, 2, 0.9)
    votes = read(table)
    cut = np.where(np.arange(90) % 3 == 0, 1 - group[votes.voters], group[votes.voters])
    cut[:2] = 0, 1
    placed = np.arange(90) < 80
    settled = _map._settled(votes, cut, placed, 2)
    assert (settled[80:] == -1).all()
    assert adjusted_rand_score(settled[:80], cut[:80]) == 1
    assert np.bincount(settled[:80])[0] >= 40
