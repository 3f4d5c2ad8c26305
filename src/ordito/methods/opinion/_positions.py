"""Principal components of votes that are mostly missing, and how many of them are more than chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ordito.methods.opinion._votes import Votes

    Floats = NDArray[np.float64]

EXACT_SIDE = 2000
"""Up to this size of the smaller side the components come from the whole matrix of products."""
BLOCK_CELLS = 2_000_000
LARGE = 300_000
MARGIN = 1.01
"""How far above the strongest of a few draws of chance a component of a large table must stand."""
SMALL_SIDE = 150
NOTHING = 1e-9
MOST = 4
"""Components looked at: five groups differ along four directions."""


@dataclass(frozen=True, slots=True)
class Positions:
    """Where each voter stands: (voters, d) `scores`, (statements, d) `loadings`, how many are `real`."""

    scores: Floats
    loadings: Floats
    strengths: Floats
    real: int


def place(votes: Votes, rng: np.random.Generator) -> Positions:
    """Project each voter on the leading components of the votes, each vote less its statement's mean.

    A missing vote weighs nothing: it is as if the voter had given the mean. A projection of `v` votes out of
    `s` statements is stretched by sqrt(s / v), so that chance spreads those who voted little no more than
    the others (Small and others 2021).
    """
    from scipy.sparse import csr_array

    shape = votes.voters.size, votes.statements.size
    given = np.bincount(votes.column, minlength=shape[1])
    mean = np.bincount(votes.column, weights=votes.value, minlength=shape[1]) / given
    table = csr_array((votes.value - mean[votes.column], votes.column, votes.start), shape=shape)
    loadings, strengths = leading(table, MOST)
    real = 0
    if strengths[0] > NOTHING:
        real = int((strengths > by_chance(table, rng)).sum())
    stretch = np.sqrt(shape[1] / votes.made)
    scores: Floats = np.asarray(table @ loadings) * stretch[:, None]
    return Positions(scores, loadings, strengths, real)


def leading(table: Any, count: int) -> tuple[Floats, Floats]:
    """Loadings (statements, count) and singular values of the leading components, signs made definite."""
    count = min(count, *table.shape)
    if min(table.shape) > EXACT_SIDE:
        from scipy.sparse.linalg import svds

        _left, strengths, right = svds(table, k=count, v0=np.ones(min(table.shape)))
        return _signed(np.asarray(right[::-1].T, float)), np.asarray(strengths[::-1], float)
    wide = table.shape[1] > table.shape[0]
    values, vectors = np.linalg.eigh(_products(table.T.tocsr() if wide else table))
    values = np.sqrt(np.maximum(values[::-1][:count], 0))
    vectors = vectors[:, ::-1][:, :count]
    if wide:
        vectors = (table.T @ vectors) / np.maximum(values, np.finfo(float).tiny)
    return _signed(vectors), values


def _products(table: Any) -> Floats:
    """The dense table.T @ table, a block of rows at a time to hold little memory."""
    side = table.shape[1]
    total = np.zeros((side, side))
    step = max(1, BLOCK_CELLS // side)
    for first in range(0, table.shape[0], step):
        block = table[first : first + step].toarray()
        total += block.T @ block
    return total


def _signed(loadings: Floats) -> Floats:
    """Each component turned so that its largest loading is positive."""
    largest = np.argmax(np.abs(loadings), axis=0)
    sign = np.sign(loadings[largest, np.arange(loadings.shape[1])])
    return loadings * np.where(sign == 0, 1, sign)


def by_chance(table: Any, rng: np.random.Generator) -> float:
    """The strength of a component that comes by chance: the largest of some tables with signs drawn anew.

    Drawing anew the sign of each centred vote leaves who voted on what, and how much statements vary, and
    takes away what voters have in common (Hong, Sheng and Dobriban 2020). Of nineteen draws one in twenty is
    passed by chance. On large tables draws differ by less than a hundredth: three are enough, with a
    hundredth more, without which one in four would be.
    """
    flipped = table.copy()
    strongest = 0.0
    draws, margin = (19, 1.0) if table.nnz <= LARGE else (3, MARGIN)
    for _time in range(draws):
        flipped.data = table.data * (rng.integers(2, size=table.nnz) * 2.0 - 1)
        strongest = max(strongest, _strongest(flipped))
    return margin * strongest


def _strongest(table: Any) -> float:
    """The largest singular value, within a thousandth."""
    if min(table.shape) <= SMALL_SIDE:
        dense = table.toarray()
        products = dense.T @ dense if dense.shape[0] > dense.shape[1] else dense @ dense.T
        return float(np.sqrt(max(np.linalg.eigvalsh(products)[-1], 0)))
    from scipy.sparse.linalg import LinearOperator, eigsh

    first, then = (table, table.T.tocsr()) if table.shape[0] > table.shape[1] else (table.T.tocsr(), table)
    side = first.shape[1]
    products = LinearOperator((side, side), matvec=lambda x: then @ (first @ x), dtype=np.float64)
    top = eigsh(products, k=1, tol=0.001, v0=np.ones(side), return_eigenvectors=False)
    return float(np.sqrt(top[0]))
