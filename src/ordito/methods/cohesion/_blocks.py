"""Structural cohesion: nested k-components by vertex connectivity."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ordito.methods.cohesion._input import Integers, count, integers
from ordito.methods.cohesion._nesting import Component, nested, tied
from ordito.methods.cohesion._paths import members
from ordito.methods.cohesion._ties import Ties, check


@dataclass(frozen=True, slots=True)
class Block:
    """Actors and events, more than k, whom taking away fewer than k does not part."""

    actors: frozenset[int]
    events: frozenset[int]


def k_components(edges: ArrayLike, n: int) -> dict[int, list[frozenset[int]]]:
    """Find the maximal k-components of a network at each level k.

    A k-component is a maximal set of more than k nodes whose induced network cannot be disconnected by
    removing fewer than k of them. They are exact, nested from a level to the next, and two of them at the
    same level share fewer than k nodes. A network does not depend on how its nodes are numbered, and neither
    do these.

    Parameters
    ----------
    edges : (m, 2) integers from 0 to n - 1; direction, repetition and a node tied to itself make no
        difference
    n : how many nodes, 0 or more

    Returns
    -------
    dict : from each k at which there are any, 1 upwards, to its k-components, the largest first (then by
        their smallest nodes). Nodes that no edge touches are in none.

    Raises
    ------
    InvalidInput : `edges` are not such pairs, or `n` is not such a number

    Notes
    -----
    Each component of a level is split at the next by cuts of fewer than k nodes (maximum flows bounded by k,
    on the k-core), keeping the cut on each side. Cohesion is the connectivity of Moody and White.

    References
    ----------
    Moody, White (2003), American Sociological Review 68(1), 103-127.
    Wen, Qin, Lin, Zhang, Chang (2017), arXiv 1703.08668.

    Examples
    --------
    Two triangles that share node 2: one piece, which falls in two without it.

    >>> components = k_components([[0, 1], [1, 2], [0, 2], [2, 3], [3, 4], [2, 4]], 5)
    >>> [(k, [sorted(each) for each in found]) for k, found in components.items()]
    [(1, [[0, 1, 2, 3, 4]]), (2, [[0, 1, 2], [2, 3, 4]])]
    """
    n = count(n, "n")
    touched, ties = tied(integers(edges, "edges", below=n, width=2))
    return {
        k: [frozenset(touched[nodes].tolist()) for nodes in level]
        for k, level in _levels(list(nested(ties))).items()
    }


def embeddedness(edges: ArrayLike, n: int) -> Integers:
    """Tell how deep each node is: the highest k of the k-components that it belongs to.

    Parameters
    ----------
    edges, n : as in `k_components`

    Returns
    -------
    (n,) integers, 0 for a node that no edge touches

    Raises
    ------
    InvalidInput : as in `k_components`

    References
    ----------
    Moody, White (2003): nestedness is embeddedness.

    Examples
    --------
    A triangle with a tail.

    >>> embeddedness([[0, 1], [1, 2], [0, 2], [2, 3]], 4).tolist()
    [2, 2, 2, 1]
    """
    n = count(n, "n")
    touched, ties = tied(integers(edges, "edges", below=n, width=2))
    return spread(depths(ties), touched, n)


def two_mode_components(ties: Ties) -> dict[int, list[Block]]:
    """Find the maximal k-components of actors and events together.

    An actor and an event are both nodes, so that a meeting of twenty makes a star, that falls apart without
    the meeting, and not twenty people all tied to each other; actors are held together by having met in many
    ways.

    Parameters
    ----------
    ties : who took part in what; weights and dates make no difference

    Returns
    -------
    dict : from each k at which there are any, 1 upwards, to its `Block`s, as ordered by `k_components`

    Raises
    ------
    InvalidInput : `ties` are not made by `ties`

    References
    ----------
    Moody, White (2003); Borgatti, Everett (1997), Social Networks 19(3), 243-269, for two modes.

    Examples
    --------
    Three actors at the same two meetings, and one who came once.

    >>> from ordito.methods.cohesion import ties
    >>> both = two_mode_components(ties([0, 0, 1, 1, 2, 2, 3], [0, 1, 0, 1, 0, 1, 1], actors=4, events=2))
    >>> sorted(both[1][0].actors), sorted(both[2][0].actors)
    ([0, 1, 2, 3], [0, 1, 2])
    """
    size = check(ties).actors
    touched, both = tied(two_mode(ties))
    return {
        k: [
            Block(
                frozenset(each for each in touched[nodes].tolist() if each < size),
                frozenset(each - size for each in touched[nodes].tolist() if each >= size),
            )
            for nodes in level
        ]
        for k, level in _levels(list(nested(both))).items()
    }


def two_mode_embeddedness(ties: Ties) -> Integers:
    """Tell how deep each actor is: the highest k of the k-components of actors and events that it belongs to.

    Parameters
    ----------
    ties : who took part in what

    Returns
    -------
    (actors,) integers, 0 for an actor who took part in nothing

    Raises
    ------
    InvalidInput : `ties` are not made by `ties`

    Examples
    --------
    >>> from ordito.methods.cohesion import ties
    >>> two_mode_embeddedness(ties([0, 0, 1, 1, 2], [0, 1, 0, 1, 1], actors=4, events=2)).tolist()
    [2, 2, 1, 0]
    """
    touched, both = tied(two_mode(check(ties)))
    people = int(np.searchsorted(touched, ties.actors))
    return spread(depths(both)[:people], touched[:people], ties.actors)


def two_mode(ties: Ties) -> Integers:
    """Pairs of an actor and an event, which is numbered after all actors."""
    return np.column_stack([ties.actor, ties.event + ties.actors])


def spread(depth: Integers, touched: Integers, n: int) -> Integers:
    """Give the depth of all n nodes; those that nothing touches have 0."""
    whole = np.zeros(n, np.int64)
    whole[touched] = depth
    return whole


def depths(ties: list[int], there: int | None = None) -> Integers:
    """Give the highest k of each node, among those who are `there`."""
    depth = np.zeros(len(ties), np.int64)
    for component in nested(ties, there):
        nodes = list(members(component.nodes))
        depth[nodes] = np.maximum(depth[nodes], component.most)
    return depth


def _levels(found: list[Component]) -> dict[int, list[list[int]]]:
    """Give the k-components of each level, the largest first, then by their nodes."""
    levels: dict[int, list[list[int]]] = {
        k: [] for k in range(1, max((each.most for each in found), default=0) + 1)
    }
    for each in found:
        nodes = list(members(each.nodes))
        for k in range(each.least, each.most + 1):
            levels[k].append(nodes)
    for level in levels.values():
        level.sort(key=lambda nodes: (-len(nodes), nodes))
    return levels
