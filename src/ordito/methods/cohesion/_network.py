"""Networks of one mode, undirected and weighted."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from ordito.methods.cohesion._input import Floats, count, integers, weights
from ordito.methods.cohesion._ties import Network

if TYPE_CHECKING:
    from scipy.sparse import csr_array


def undirected(edges: ArrayLike, n: int, weight: ArrayLike | None) -> Network:
    """Add up what is said of the same pair; leave out who is tied to itself."""
    n = count(n, "n")
    pairs = integers(edges, "edges", below=n, width=2)
    size = len(pairs)
    share = np.ones(size) if weight is None else weights(weight, "weight", size=size)
    apart = pairs[:, 0] != pairs[:, 1]
    keys = (pairs.min(axis=1, initial=n) * n + pairs.max(axis=1, initial=0))[apart]
    order = np.lexsort((share[apart], keys))
    found, place = np.unique(keys[order], return_inverse=True)
    total = np.bincount(place, weights=share[apart][order], minlength=found.size).astype(np.float64)
    if weight is None:
        total = np.ones(found.size)
    return Network(n, np.column_stack([found // max(n, 1), found % max(n, 1)]), total)


def strengths(network: Network) -> Floats:
    """Add up the weights of each node's ties."""
    both = np.concatenate([network.weight, network.weight])
    return np.bincount(network.edges.T.ravel(), weights=both, minlength=network.n).astype(np.float64)


def matrix(network: Network) -> "csr_array[np.float64, tuple[int, int]]":
    """Weights of the ties, both ways."""
    from scipy.sparse import csr_array

    one, other = network.edges.T
    both = np.concatenate([network.weight, network.weight])
    place = (np.concatenate([one, other]), np.concatenate([other, one]))
    return csr_array((both, place), shape=(network.n, network.n))
