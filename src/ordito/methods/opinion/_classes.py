"""Latent classes: which group makes a voter's votes most likely."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ordito.methods.opinion._votes import Votes

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

TURNS = 12
WEIGHTS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
"""Votes that what everyone says may count for in a class."""
CAREFUL = 2.0


def classes(votes: Votes, labels: Integers, k: int) -> tuple[Integers, Floats]:
    """Lazarsfeld's latent classes by expectation and maximisation, started from `labels`.

    Within a class votes are independent; its shares of agree, disagree and pass on a statement are drawn
    towards those of everyone by the weight that makes its votes likeliest (empirical Bayes): little for a
    class unlike the others, more for one that is nearly everyone. Returns the likeliest class of each voter,
    and how probable it is when what everyone says weighs two votes at least: that nine agreed is not yet that
    all would.
    """
    from scipy.sparse import csr_array

    shape = votes.voters.size, votes.statements.size
    column = votes.column * 3 + votes.value + 1
    table: Any = csr_array((np.ones(column.size), column, votes.start), shape=(shape[0], shape[1] * 3))
    turned = table.T.tocsr()
    total = np.asarray(table.sum(axis=0)).reshape(-1, 3)
    usual = (total + 0.5) / (total + 0.5).sum(1, keepdims=True)
    belief = np.eye(k)[labels]
    before = labels
    for _turn in range(TURNS):
        counts = (turned @ belief).reshape(-1, 3, k)
        size = np.log((belief.sum(0) + 1) / (belief.sum() + k))
        usually = np.array(WEIGHTS)[likely(counts, usual).argmax(0)]
        belief = _belief(table, counts + usually * usual[..., None], size)
        after = belief.argmax(1)
        if (after == before).all():
            break
        before = after
    careful = _belief(table, counts + np.maximum(usually, CAREFUL) * usual[..., None], size)
    return after, careful[np.arange(after.size), after]


def _belief(table: Any, counts: Floats, size: Floats) -> Floats:
    """How likely each class is for each voter, from the votes of the classes and the log of their sizes."""
    chance = np.log(counts / counts.sum(1, keepdims=True)).reshape(-1, size.size)
    weight = table @ chance + size
    weight = np.exp(weight - weight.max(1, keepdims=True))
    belief: Floats = weight / weight.sum(1, keepdims=True)
    return belief


def likely(counts: Floats, usual: Floats) -> Floats:
    """The log likelihood of each class's votes, (statements, 3, k), for each of the weights of what is usual.

    The shares of a class are Dirichlet, with as many votes before as the weight.
    """
    from scipy.special import gammaln

    told = []
    for weight in WEIGHTS:
        prior = weight * usual[..., None]
        cells = (gammaln(counts + prior) - gammaln(prior)).sum((0, 1))
        told.append(cells - (gammaln(counts.sum(1) + weight) - gammaln(weight)).sum(0))
    return np.array(told)
