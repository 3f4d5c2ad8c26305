"""Groups of near voters, and how much two ways of grouping agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.floating]
    Integers = NDArray[np.int64]

TURNS = 40
STARTS = 12
SEEN = 700
"""Voters whose silhouette is measured, and among whom the starts of the search are compared."""
TINY = 1e-12


def search(points: Floats, k: int) -> Integers:
    """The k-means groups of (n, d) points, from the best of some starts; the same each time."""
    few = points[:: max(1, points.shape[0] // SEEN)][None]
    _labels, centres = k_means(few, starts(few, k, STARTS, np.random.default_rng(0)))
    labels, _centres = k_means(points[None], centres[:, None])
    groups: Integers = labels[0]
    return groups


def k_means(points: Floats, centres: Floats) -> tuple[Integers, Floats]:
    """Lloyd's iterations for many sets of points, each from many starts.

    `points` (b, m, d), `centres` (b, starts, k, d) -> labels (b, m) and centres (b, k, d) of the start that
    ends with the least spread.
    """
    b, _starts, k, _d = centres.shape
    seen = points[:, None]
    labels = None
    for _turn in range(TURNS):
        apart = (centres**2).sum(-1)[:, :, None, :] - 2 * (seen @ np.swapaxes(centres, 2, 3))
        new = apart.argmin(-1)
        if labels is not None and (new == labels).all():
            break
        labels = new
        member = (labels[..., None] == np.arange(k)).astype(points.dtype)
        mass = member.sum(2)[..., None]
        sums = np.swapaxes(member, 2, 3) @ seen
        centres = np.where(mass > 0, sums / np.maximum(mass, 1), centres)
    best = apart.min(-1).sum(-1).argmin(1)
    each = np.arange(b)
    return new[each, best], centres[each, best]


def starts(points: Floats, k: int, count: int, rng: np.random.Generator) -> Floats:
    """Arthur and Vassilvitskii's k-means++ seeds, (b, count, k, d)."""
    b, m, d = points.shape
    chosen = np.empty((b, count, k, d), points.dtype)
    far = np.ones((b, count, m))
    for turn in range(k):
        heap = np.cumsum(far, axis=-1)
        draw = rng.random((b, count, 1)) * heap[..., -1:]
        pick = np.minimum((heap <= draw).sum(-1), m - 1)
        chosen[:, :, turn] = points[np.arange(b)[:, None], pick]
        distance = ((points[:, None] - chosen[:, :, turn][:, :, None]) ** 2).sum(-1)
        far = distance if turn == 0 else np.minimum(far, distance)
    return chosen


def adjusted_rand(first: Integers, second: Integers, counted: NDArray[np.bool_], k: int) -> Floats:
    """Hubert and Arabie's adjusted Rand index of each pair of rows, labels 0..k-1, of those counted.

    It is 0 where one of the two has a single group: nothing can be told there.
    """
    b = first.shape[0]
    cells = (first * k + second) + np.arange(b)[:, None] * k * k
    table = np.bincount(cells[counted], minlength=b * k * k).reshape(b, k, k).astype(float)
    together = _pairs(table).sum((1, 2))
    of_rows, of_columns = _pairs(table.sum(2)).sum(1), _pairs(table.sum(1)).sum(1)
    expected = of_rows * of_columns / np.maximum(_pairs(table.sum((1, 2))), 1)
    above = (of_rows + of_columns) / 2 - expected
    index: NDArray[np.float64] = np.where(
        above > TINY, (together - expected) / np.where(above > TINY, above, 1), 0.0
    )
    return index


def _pairs(counts: Floats) -> Floats:
    return counts * (counts - 1) / 2


def silhouette(points: Floats, labels: Integers, k: int) -> float:
    """Rousseeuw's mean silhouette width of the groups, measured on some of the points; no group is empty."""
    step = max(1, points.shape[0] // SEEN)
    points, labels = points[::step], labels[::step]
    square = (points**2).sum(1)
    apart = np.sqrt(np.maximum(square[:, None] + square - 2 * points @ points.T, 0))
    member = (labels[:, None] == np.arange(k)).astype(float)
    size = member.sum(0)
    sums = apart @ member
    each = np.arange(labels.size)
    own = sums[each, labels] / np.maximum(size[labels] - 1, 1)
    means = np.where(size > 0, sums / np.maximum(size, 1), np.inf)
    means[each, labels] = np.inf
    other = np.minimum(means.min(1), np.finfo(float).max)
    width = (other - own) / np.maximum(np.maximum(other, own), TINY)
    return float(np.where(size[labels] > 1, width, 0).mean())
