"""Who stands at the centre, and who at the margin."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ordito.methods.cohesion._input import Floats
from ordito.methods.cohesion._network import strengths, undirected
from ordito.methods.cohesion._ties import Network, Ties, projection

ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class CorePeriphery:
    """The partition nearest to a core all tied within and a periphery not tied within.

    Among the best partitions, those that part nodes of equal strength count only where there are no others.
    `core` (n,) is true for who is in the core of all that count, `periphery` (n,) for who is in the core of
    none; who is in neither cannot be told. `misfit` adds up the ties missing in the core and present in the
    periphery, `misfit_without` those of no core at all; no partition has less. `fit` is 1 when nothing is
    amiss, 0 when a core explains nothing, NaN when there are no ties; some fit comes by chance too.
    """

    core: NDArray[np.bool_]
    periphery: NDArray[np.bool_]
    misfit: float
    misfit_without: float
    fit: float


def core_periphery(edges: ArrayLike, n: int, *, weight: ArrayLike | None = None) -> CorePeriphery:
    """Find the core and the periphery of a network, exactly.

    With the ideal of Borgatti and Everett (ties between core and periphery may be or not be), the misfit of a
    core C of size c is, for tie strength d in full ties, ``c (c - 1) / 2 - (sum of d in C - sum of d outside)
    / 2``. It is least for the nodes whose rank by strength, counted from 0, is under d (Lip): no search is
    needed.

    Parameters
    ----------
    edges : (m, 2) integers from 0 to n - 1; direction makes no difference, a node tied to itself is left out
    n : how many nodes
    weight : (m,) floats above 0 (1 each if not given); weights of the same pair add up. A tie is full at the
        weight that a unit of weight is in on average, ``sum w**2 / sum w``, and above it

    Returns
    -------
    CorePeriphery

    Raises
    ------
    InvalidInput : shapes disagree, or a value is out of its range

    References
    ----------
    Borgatti, Everett (2000), Social Networks 21(4), 375-395. Lip (2011), arXiv 1102.5511.

    Examples
    --------
    Two hubs tied to each other, each with two nodes of its own.

    >>> found = core_periphery([[0, 1], [0, 2], [0, 3], [1, 4], [1, 5]], 6)
    >>> found.core.tolist(), found.misfit
    ([True, True, False, False, False, False], 0.0)

    On a ring of five nobody stands out.

    >>> ring = core_periphery([[0, 1], [1, 2], [2, 3], [3, 4], [4, 0]], 5)
    >>> bool(ring.core.any()), bool(ring.periphery.any())
    (False, False)
    """
    return _partition(undirected(edges, n, weight))


def two_mode_core_periphery(ties: Ties) -> CorePeriphery:
    """Find the core and the periphery of the actors, by whom they met.

    Each meeting counts for its people and not for its size, as in `projection`: who is in the core is there
    for the meetings that it took part in, not because one of them was crowded.

    Parameters
    ----------
    ties : who took part in what

    Returns
    -------
    CorePeriphery : of the actors

    Raises
    ------
    InvalidInput : `ties` are not such

    Examples
    --------
    >>> from ordito.methods.cohesion import ties
    >>> met = ties([0, 1, 0, 2, 1, 2, 0, 3], [0, 0, 1, 1, 2, 2, 3, 3], actors=4, events=4)
    >>> two_mode_core_periphery(met).core.tolist()
    [True, True, True, False]
    """
    return _partition(projection(ties))


def _partition(network: Network) -> CorePeriphery:
    if not network.weight.size:
        nobody = np.zeros(network.n, np.bool_)
        return CorePeriphery(nobody, nobody.copy(), 0.0, 0.0, float("nan"))
    weight = network.weight / network.weight.max()
    unit = float((weight**2).sum() / weight.sum())
    whole = Network(network.n, network.edges, np.minimum(weight / unit, 1.0))
    strength = strengths(whole)
    ordered = np.sort(strength)[::-1]
    gains = ordered - np.arange(network.n)
    gains[np.abs(gains) < ROUNDING] = 0
    least, most = int((gains > 0).sum()), int((gains >= 0).sum())
    sizes = [size for size in (least, most) if _parts_no_equals(ordered, size)] or [least, most]
    core = _rank(strength, "last") < min(sizes)
    periphery = _rank(strength, "first") >= max(sizes)
    misfit = least * (least - 1) / 2 - (ordered[:least].sum() - ordered[least:].sum()) / 2
    without = ordered.sum() / 2
    return CorePeriphery(core, periphery, float(misfit), float(without), float(1 - misfit / without))


def _parts_no_equals(ordered: Floats, size: int) -> bool:
    return size == ordered.size or bool(ordered[size - 1] - ordered[size] > ROUNDING)


def _rank(strength: Floats, side: str) -> NDArray[np.int64]:
    """Rank from 0 for the strongest; of equal ones, all have the `first` rank, or all the `last`."""
    rounded = -np.round(strength, 9)
    ordered = np.sort(rounded)
    found = np.searchsorted(ordered, rounded, side="left" if side == "first" else "right")
    return (found - (side == "last")).astype(np.int64)
