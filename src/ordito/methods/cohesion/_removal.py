"""What would be different without one actor."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ordito.methods.cohesion._blocks import depths, spread, two_mode
from ordito.methods.cohesion._input import Integers, count, integers
from ordito.methods.cohesion._nesting import tied
from ordito.methods.cohesion._paths import Nodes, members, pieces
from ordito.methods.cohesion._ties import Ties, check
from ordito.methods.errors import InvalidInput


@dataclass(frozen=True, slots=True, eq=False)
class Removal:
    """What the others lose.

    `parted` counts the pairs of others who would no longer reach each other, `alone` are the others who had
    ties and would have none, `depth_before` and `depth_after` (n,) how deep each is (`embeddedness`; the one
    taken away has 0 after), `emptied` the events (two modes only) that would have had fewer than two actors.
    """

    parted: int
    alone: frozenset[int]
    depth_before: Integers
    depth_after: Integers
    emptied: frozenset[int]


def removal(edges: ArrayLike, n: int, node: int) -> Removal:
    """Tell what the others would lose if one left.

    Parameters
    ----------
    edges, n : as in `k_components`
    node : from 0 to n - 1

    Returns
    -------
    Removal

    Raises
    ------
    InvalidInput : a value is out of its range

    References
    ----------
    Borgatti (2006), Computational and Mathematical Organization Theory 12, 21-34, for the pairs that are
    parted.

    Examples
    --------
    >>> without = removal([[0, 1], [1, 2], [1, 3], [2, 3]], 4, 1)
    >>> without.parted, sorted(without.alone), without.depth_after.tolist()
    (2, [0], [0, 0, 1, 1])
    """
    n = count(n, "n")
    return _without(integers(edges, "edges", below=n, width=2), n, _one_of(node, n, "node"))


def two_mode_removal(ties: Ties, actor: int) -> Removal:
    """Tell what the other actors would lose if one had not been there.

    Parameters
    ----------
    ties : who took part in what
    actor : from 0 to actors - 1

    Returns
    -------
    Removal : of the actors; `alone` are those who would have met nobody

    Raises
    ------
    InvalidInput : a value is out of its range

    Examples
    --------
    >>> from ordito.methods.cohesion import ties
    >>> without = two_mode_removal(ties([0, 1, 1, 2], [0, 0, 1, 1], actors=3, events=2), 1)
    >>> without.parted, sorted(without.alone), sorted(without.emptied)
    (1, [0, 2], [0, 1])
    """
    return _without(two_mode(check(ties)), ties.actors, _one_of(actor, ties.actors, "actor"))


def _one_of(value: int, n: int, name: str) -> int:
    if count(value, name) >= n:
        wanted = f"a whole number from 0 to {n - 1}" if n else "somebody to take away where there is nobody"
        raise InvalidInput(f"{name}: expected {wanted}, found {value}")
    return int(value)


def _without(edges: Integers, n: int, node: int) -> Removal:
    """Compare everyone with everyone but one; nodes from `n` on are events."""
    touched, ties = tied(edges, node)
    actors, gone = np.searchsorted(touched, [n, node]).tolist()
    everyone = (1 << len(ties)) - 1
    there = everyone & ~(1 << gone)
    people = ((1 << actors) - 1) & there
    before, after = (depths(ties, who)[:actors] for who in (everyone, there))
    met_before, met_after = (_met(ties, actors, who) for who in (everyone, there))
    emptied = (
        event
        for event in range(actors, len(ties))
        if ties[event].bit_count() > 1 >= (ties[event] & there).bit_count()
    )
    return Removal(
        _pairs(ties, everyone, people) - _pairs(ties, there, people),
        frozenset(touched[list(met_before - met_after - {gone})].tolist()),
        spread(before, touched[:actors], n),
        spread(after, touched[:actors], n),
        frozenset((touched[list(emptied)] - n).tolist()),
    )


def _pairs(ties: list[Nodes], there: Nodes, people: Nodes) -> int:
    """Count the pairs of people who can reach each other."""
    sizes = [(piece & people).bit_count() for piece in pieces(ties, there)]
    return sum(size * (size - 1) // 2 for size in sizes)


def _met(ties: list[Nodes], actors: int, there: Nodes) -> set[int]:
    """Give the actors who are tied to another actor, or to an event where there was another."""
    people = (1 << actors) - 1 & there
    met = set()
    for actor in members(people):
        others = people & ~(1 << actor)
        if any(each < actors or ties[each] & others for each in members(ties[actor] & there)):
            met.add(actor)
    return met
