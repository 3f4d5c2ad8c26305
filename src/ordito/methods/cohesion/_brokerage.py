"""Who stands between others that are not tied to each other."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ordito.methods.cohesion._input import Floats, Integers
from ordito.methods.cohesion._network import matrix, undirected
from ordito.methods.cohesion._ties import Network, Ties, projection


@dataclass(frozen=True, slots=True, eq=False)
class Brokerage:
    """One entry per node; NaN (of which nothing can be told) for who has no ties.

    `constraint` is low for who stands between others and high for whose contacts are tied to each other;
    `effective_size` counts contacts, less what they repeat of each other; `efficiency` is its share of them.
    """

    contacts: Integers
    constraint: Floats
    effective_size: Floats
    efficiency: Floats


def brokerage(edges: ArrayLike, n: int, *, weight: ArrayLike | None = None) -> Brokerage:
    """Measure Burt's structural holes.

    With a the weights, p_ij the share of i's ties that goes to j and m_jq = a_jq / max_k a_jk, the constraint
    of i is ``sum_j (p_ij + sum_q p_iq p_qj)**2`` and its effective size ``sum_j (1 - sum_q p_iq m_jq)``, over
    the contacts j of i and any q other than the two.

    Parameters
    ----------
    edges : (m, 2) integers from 0 to n - 1; direction makes no difference, a node tied to itself is left out
    n : how many nodes
    weight : (m,) floats above 0 (1 each if not given); weights of the same pair add up, and only their ratios
        matter

    Returns
    -------
    Brokerage

    Raises
    ------
    InvalidInput : shapes disagree, or a value is out of its range

    References
    ----------
    Burt (1992), Structural Holes, Harvard University Press, chapter 2.
    Borgatti (1997), Connections 20(1), 35-38.

    Examples
    --------
    The middle of a star has four holes, the others none; the last node has no ties.

    >>> star = brokerage([[0, 1], [0, 2], [0, 3], [0, 4]], 6)
    >>> star.constraint.tolist()
    [0.25, 1.0, 1.0, 1.0, 1.0, nan]
    >>> star.effective_size.tolist()
    [4.0, 1.0, 1.0, 1.0, 1.0, nan]
    """
    return _measured(undirected(edges, n, weight))


def two_mode_brokerage(ties: Ties) -> Brokerage:
    """Measure Burt's structural holes among the actors that met, as weighed by `projection`.

    Parameters
    ----------
    ties : who took part in what

    Returns
    -------
    Brokerage : of the actors

    Raises
    ------
    InvalidInput : `ties` are not such

    Examples
    --------
    >>> from ordito.methods.cohesion import ties
    >>> two_mode_brokerage(ties([0, 1, 0, 2], [0, 0, 1, 1], actors=3, events=2)).constraint.tolist()
    [0.5, 1.0, 1.0]
    """
    return _measured(projection(ties))


def _measured(network: Network) -> Brokerage:
    weights = matrix(network)
    contacts = np.diff(weights.indptr).astype(np.int64)
    tied = weights.copy()
    tied.data[:] = 1.0
    share, relative = weights.copy(), weights.copy()
    share.data /= np.repeat(weights.sum(axis=1), contacts)
    relative.data /= np.repeat(_largest(network), contacts)
    reached = share + (share @ share).multiply(tied)
    repeated: Floats = (share @ relative.T).multiply(tied).sum(axis=1)
    known = contacts > 0
    constraint = np.where(known, reached.multiply(reached).sum(axis=1), np.nan)
    effective = np.where(known, contacts - repeated, np.nan)
    return Brokerage(contacts, constraint, effective, effective / np.where(known, contacts, 1))


def _largest(network: Network) -> Floats:
    largest = np.zeros(network.n)
    np.maximum.at(largest, network.edges.T.ravel(), np.concatenate([network.weight, network.weight]))
    return largest
