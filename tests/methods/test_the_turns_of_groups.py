"""Searches for groups that have nothing to tell apart, or that are stopped before they settle."""

import numpy as np
import pytest

from ordito.methods.opinion import _groups
from ordito.methods.synthesis import _cluster

TWO = np.array([[0.0, 0.0], [0.0, 1.0], [9.0, 9.0], [9.0, 8.0], [5.0, 5.0]])


def test_points_all_alike_are_one_seed_and_have_no_silhouette() -> None:
    alike = np.ones((4, 2))
    assert len(_cluster._seeds(alike, 3, np.random.default_rng(0))) == 1
    assert _cluster.silhouette(np.zeros((4, 4)), np.zeros(4, dtype=np.int64)) == -1


def test_centres_that_still_move_are_taken_where_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    settled, least = _cluster.settle(TWO, TWO[:2])
    monkeypatch.setattr(_cluster, "STEPS", 1)
    moving, lost = _cluster.settle(TWO, TWO[:2])
    assert lost > least
    assert not np.allclose(moving, settled)
    monkeypatch.setattr(_groups, "TURNS", 1)
    stopped = _cluster.constrained(TWO, TWO[:2], np.arange(5), {})
    assert set(stopped) == {0, 1}
    labels, _centres = _groups.k_means(TWO[None], TWO[None, None, :2])
    assert labels.tolist() == [[0, 1, 1, 1, 1]]
