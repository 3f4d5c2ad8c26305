"""Ties between sectors, or between territories."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ordito.methods.cohesion._input import Floats, Integers, count
from ordito.methods.cohesion._nesting import tied
from ordito.methods.cohesion._network import undirected
from ordito.methods.cohesion._paths import members
from ordito.methods.cohesion._ties import Network, Ties, check, projection
from ordito.methods.errors import InvalidInput

MOST_GROUPS = 1000
"""A label of so much, and of more than there are nodes, is a code and not a number from 0."""


@dataclass(frozen=True, slots=True, eq=False)
class Bridging:
    """Of ties whose two ends have a group; (groups, groups), then floats, then one entry per node.

    `between` adds up the weights within each group and between each two. `across` is the share between
    different groups, and `expected` what it would be if groups were dealt to the nodes at random: both NaN
    where fewer than two groups have nodes, or there are no ties. `reach` counts the other groups that a node
    is tied to, and `diversity` is ``1 - sum_g share_g**2`` over the groups that its ties go to: 0 all to one
    group, NaN without ties. The last four count pairs of a node's contacts not tied to each other, by who is
    whose: all three of one group, two contacts of different groups of whom one is of the node's, two of
    another group, and all three different.
    """

    between: Floats
    across: float
    expected: float
    reach: Integers
    diversity: Floats
    coordinator: Integers
    gatekeeper: Integers
    consultant: Integers
    liaison: Integers


def bridging(
    edges: ArrayLike, n: int, group: ArrayLike, *, groups: int | None = None, weight: ArrayLike | None = None
) -> Bridging:
    """Measure how much a network bridges groups, and who does it.

    Parameters
    ----------
    edges, n, weight : as in `brokerage`
    group : (n,) integers from 0 to groups - 1, -1 for who has none: ties to them are left out
    groups : how many there are (one more than the highest in `group` if not given: number them from 0)

    Returns
    -------
    Bridging

    Raises
    ------
    InvalidInput : shapes disagree, or a value is out of its range

    Notes
    -----
    Dealing the groups at random makes a tie go across with probability ``1 - sum_g n_g (n_g - 1) / (n (n -
    1))`` whatever the network, so `expected` is exact.

    References
    ----------
    Guimera, Amaral (2005), Nature 433, 895-900, for diversity.
    Gould, Fernandez (1989), Sociological Methodology 19, 89-126, for the four roles.

    Examples
    --------
    Two schools tied to each other, and one of them to a parish.

    >>> found = bridging([[0, 1], [1, 2]], 3, [0, 0, 1])
    >>> found.across, round(found.expected, 3), found.gatekeeper.tolist()
    (0.5, 0.667, [0, 1, 0])
    """
    return _measured(undirected(edges, n, weight), group, groups)


def two_mode_bridging(ties: Ties, group: ArrayLike, *, groups: int | None = None) -> Bridging:
    """Measure how much meetings bridge groups, as weighed by `projection`.

    Parameters
    ----------
    ties : who took part in what
    group, groups : as in `bridging`, one for each actor

    Returns
    -------
    Bridging : of the actors

    Raises
    ------
    InvalidInput : shapes disagree, or a value is out of its range

    Examples
    --------
    >>> from ordito.methods.cohesion import ties
    >>> two_mode_bridging(ties([0, 1, 0, 2], [0, 0, 1, 1], actors=3, events=2), [0, 0, 1]).across
    0.5
    """
    return _measured(projection(check(ties)), group, groups)


def labels(group: ArrayLike, n: int, groups: int | None) -> tuple[Integers, int]:
    """Read the groups of n nodes, and how many groups there are."""
    try:
        read = np.asarray(group)
    except ValueError:
        raise InvalidInput(f"group: expected integers ({n},), found rows of unequal length") from None
    if read.shape != (n,) or (n and read.dtype.kind not in "iu"):
        raise InvalidInput(f"group: expected integers ({n},), found {read.dtype} {read.shape}")
    lowest, highest = (int(read.min()), int(read.max())) if n else (-1, -1)
    size = min(highest + 1, max(n, MOST_GROUPS)) if groups is None else count(groups, "groups")
    if lowest < -1 or highest >= size:
        raise InvalidInput(f"group: expected from -1 to {size - 1}, found {lowest} to {highest}")
    return read.astype(np.int64), size


def _measured(network: Network, group: ArrayLike, groups: int | None) -> Bridging:
    label, size = labels(group, network.n, groups)
    known = (label[network.edges] >= 0).all(axis=1)
    kept = Network(network.n, network.edges[known], network.weight[known])
    by_group = np.zeros((network.n, size))
    one, other = kept.edges.T
    np.add.at(by_group, (one, label[other]), kept.weight)
    np.add.at(by_group, (other, label[one]), kept.weight)
    between = np.zeros((size, size))
    np.add.at(between, label[label >= 0], by_group[label >= 0])
    between[np.diag_indices(size)] /= 2
    total = by_group.sum(axis=1)
    shares = by_group / np.where(total > 0, total, np.nan)[:, None]
    elsewhere = (by_group > 0) & (label[:, None] != np.arange(size))
    across, expected = _across(kept, label, np.bincount(label[label >= 0], minlength=size))
    return Bridging(
        between,
        across,
        expected,
        elsewhere.sum(axis=1),
        np.where(total > 0, 1 - (shares**2).sum(axis=1), np.nan),
        *_roles(kept, label).T,
    )


def _across(network: Network, label: Integers, sizes: Integers) -> tuple[float, float]:
    if (sizes > 0).sum() < 2 or not network.weight.size:  # noqa: PLR2004 - two groups, to be told apart
        return float("nan"), float("nan")
    one, other = label[network.edges].T
    nodes = int(sizes.sum())
    same = float((sizes * (sizes - 1)).sum()) / (nodes * (nodes - 1))
    return float(network.weight[one != other].sum() / network.weight.sum()), 1 - same


def _roles(network: Network, label: Integers) -> Integers:
    """Count coordinator, gatekeeper, consultant, liaison for each node: (n, 4)."""
    touched, ties = tied(network.edges)
    label = label[touched]
    group = [0] * (int(label.max(initial=-1)) + 1)
    for node, named in enumerate(label.tolist()):
        group[named] |= 1 << node
    found = np.zeros((touched.size, 4), np.int64)
    for node, contacts in enumerate(ties):
        own = group[label[node]]
        for contact in members(contacts):
            apart = contacts & ~ties[contact] & ~(1 << contact)
            alike = group[label[contact]]
            if alike == own:
                found[node, 0] += (apart & own).bit_count()
            else:
                found[node, 1] += 2 * (apart & own).bit_count()
                found[node, 2] += (apart & alike).bit_count()
                found[node, 3] += (apart & ~own & ~alike).bit_count()
    roles = np.zeros((network.n, 4), np.int64)
    roles[touched] = found // 2
    return roles
