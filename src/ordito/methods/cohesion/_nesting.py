"""From a graph to its nested k-components."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from ordito.methods.cohesion._input import Integers
from ordito.methods.cohesion._paths import Nodes, members
from ordito.methods.cohesion._sweep import Sweep, core


class Component(NamedTuple):
    """A maximal k-component for every k from `least` to `most`, its connectivity."""

    nodes: Nodes
    least: int
    most: int


def tied(edges: Integers, *others: int) -> tuple[Integers, list[Nodes]]:
    """Give the nodes that edges touch, and `others`, ascending; and each one's neighbours by place in these.

    Loops and repetitions fall away. Of a million nodes of whom few have ties, a set is not a million bits.
    """
    touched, place = np.unique(np.append(edges.ravel(), np.array(others, np.int64)), return_inverse=True)
    ties = [0] * touched.size
    for one, other in place[: edges.size].reshape(-1, 2).tolist():
        if one != other:
            ties[one] |= 1 << other
            ties[other] |= 1 << one
    return touched, ties


def nested(ties: list[Nodes], there: Nodes | None = None) -> Iterator[Component]:
    """Go down from each component, among those who are `there`, to those that it holds."""
    waiting = [((1 << len(ties)) - 1 if there is None else there, 0)]
    while waiting:
        whole, k = waiting.pop()
        for part in _components(ties, whole, k + 1):
            most = _connectivity(ties, part, k + 1)
            yield Component(part, k + 1, most)
            waiting.append((part, most))


def _components(ties: list[Nodes], whole: Nodes, k: int) -> Iterator[Nodes]:
    waiting = [whole]
    while waiting:
        part = core(ties, waiting.pop(), k)
        if part:
            sweep = Sweep(ties, part, k)
            if sweep.split():
                yield part
            else:
                waiting += [*sweep.pieces, sweep.there]


def _connectivity(ties: list[Nodes], part: Nodes, known: int) -> int:
    """Lower a guess from the fewest ties of any node by the cuts that are met; `known` is proved already."""
    guess = min((ties[node] & part).bit_count() for node in members(part))
    while guess > known:
        sweep = Sweep(ties, part, guess)
        if not sweep.weaken():
            break
        guess = sweep.smallest_cut
    return guess
