"""How far the same groups come back when other voters of the same kind had come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ordito.methods.opinion import _groups

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ordito.methods.opinion._votes import Votes

    Integers = NDArray[np.int64]
    Singles = NDArray[np.float32]

LARGEST_SAMPLE, LEAST_LARGE = 4000, 1200
CELLS_AT_ONCE = 600_000
TURNS = 5
DIFFERENT = 1 - np.exp(-1)
"""How much of the voters is in a draw of as many with replacement."""


def redraw(
    votes: Votes,
    labels: dict[int, Integers],
    placed: NDArray[np.bool_],
    *,
    dimensions: int,
    replicates: int,
    rng: np.random.Generator,
) -> dict[int, NDArray[np.float64]]:
    """For each k, the adjusted Rand index of each replicate with the groups of all the votes.

    A replicate draws as many voters as a bootstrap draws different ones, and takes each once: one taken
    twice would agree with itself on every vote, which makes a direction of its own. It finds components and
    groups anew from their votes. At most `LARGEST_SAMPLE` are drawn, fewer with many statements: fewer voters
    say less, so the largest conversations are judged severely.
    """
    columns = votes.statements.size
    most = min(LARGEST_SAMPLE, max(LEAST_LARGE, CELLS_AT_ONCE // columns))
    rows = min(round(DIFFERENT * votes.voters.size), most)
    at_once = max(1, CELLS_AT_ONCE // (rows * columns))
    told: dict[int, list[NDArray[Any]]] = {k: [] for k in labels}
    for first in range(0, replicates, at_once):
        everyone = np.tile(np.arange(votes.voters.size), (min(at_once, replicates - first), 1))
        who = rng.permuted(everyone, axis=1)[:, :rows]
        points = _points(votes, who, dimensions, rng)
        for k, whole in labels.items():
            old = whole[who]
            seeds = np.concatenate([_groups.starts(points, k, 3, rng), _means(points, old, k)], axis=1)
            new, _centres = _groups.k_means(points, seeds)
            told[k].append(_groups.adjusted_rand(old, new, placed[who], k))
    return {k: np.concatenate(each) for k, each in told.items()}


def _means(points: Singles, labels: Integers, k: int) -> Singles:
    """The centres of the old groups among the new positions, one more start of the search."""
    member = (labels[..., None] == np.arange(k)).astype(points.dtype)
    means: Singles = np.swapaxes(member, 1, 2) @ points / np.maximum(member.sum(1), 1)[..., None]
    return means[:, None]


def _points(votes: Votes, who: Integers, dimensions: int, rng: np.random.Generator) -> Singles:
    """Positions of the drawn voters on components of their own, (b, m, d)."""
    table = _centred(votes, who)
    turned = np.swapaxes(table, 1, 2)
    basis = rng.standard_normal((table.shape[0], table.shape[2], dimensions + 4)).astype(np.float32)
    for _turn in range(TURNS):
        basis, _triangle = np.linalg.qr(turned @ (table @ basis))
    seen = table @ basis
    _values, vectors = np.linalg.eigh(np.swapaxes(seen, 1, 2) @ seen)
    stretch = np.sqrt(votes.statements.size / votes.made[who]).astype(np.float32)
    points: Singles = (seen @ vectors[:, :, ::-1][:, :, :dimensions]) * stretch[..., None]
    return points


def _centred(votes: Votes, who: Integers) -> Singles:
    """Votes of the drawn voters less the mean of their statement in the draw; 0 where missing."""
    everyone = who.ravel()
    made = votes.made[everyone]
    line = np.repeat(np.arange(everyone.size), made)
    vote = np.arange(made.sum()) + np.repeat(votes.start[everyone] - np.cumsum(made) + made, made)
    column, value = votes.column[vote], votes.value[vote]
    cell = line // who.shape[1] * votes.statements.size + column
    size = who.shape[0] * votes.statements.size
    mean = np.bincount(cell, value, minlength=size) / np.maximum(np.bincount(cell, minlength=size), 1)
    table = np.zeros((everyone.size, votes.statements.size), np.float32)
    table[line, column] = value - mean[cell]
    return table.reshape(*who.shape, votes.statements.size)
