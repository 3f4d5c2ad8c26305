"""k-components by their definition, and once more by maximum flows between all pairs: slow and plain."""

import itertools

import numpy as np
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components, maximum_flow

Edges = list[tuple[int, int]]
Levels = dict[int, list[frozenset[int]]]


@st.composite
def graphs(draw: st.DrawFn, most: int = 9) -> tuple[Edges, int]:
    """Thin and dense graphs, and cliques that share some nodes, with a few edges turned over."""
    n = draw(st.integers(0, most))
    pairs = list(itertools.combinations(range(n), 2))
    anything = st.integers(0, 2 ** len(pairs) - 1)
    match draw(st.sampled_from(["even", "thin", "dense", "cliques"])):
        case "even":
            chosen = draw(anything)
        case "thin":
            chosen = draw(anything) & draw(anything)
        case "dense":
            chosen = draw(anything) | draw(anything)
        case _:
            group = st.frozensets(st.integers(0, max(n - 1, 0)), max_size=5)
            cliques = draw(st.lists(group, max_size=4))
            turned = draw(st.frozensets(st.integers(0, max(len(pairs) - 1, 0)), max_size=3))
            tied = {at for at, pair in enumerate(pairs) if any(group.issuperset(pair) for group in cliques)}
            chosen = sum(1 << at for at in tied ^ turned)
    return [pair for at, pair in enumerate(pairs) if chosen >> at & 1], n


def in_order(levels: Levels) -> dict[int, list[list[int]]]:
    return {
        k: sorted(map(sorted, found), key=lambda nodes: (-len(nodes), nodes)) for k, found in levels.items()
    }


def k_components_by_definition(edges: Edges, n: int) -> Levels:
    """Every set of nodes is asked whether taking away fewer than k of them, in any way, can disconnect it."""
    near = [
        sum(1 << other for other in range(n) if (node, other) in edges or (other, node) in edges)
        for node in range(n)
    ]
    largest_apart = [0] * 2**n  # nodes of the largest disconnected part of each set
    cohesion = [0] * 2**n
    for nodes in range(1, 2**n):
        if _connected(nodes, near):
            smaller = (nodes & ~(1 << node) for node in range(n) if nodes >> node & 1)
            largest_apart[nodes] = max(largest_apart[each] for each in smaller)
        else:
            largest_apart[nodes] = nodes.bit_count()
        removed = nodes.bit_count() - largest_apart[nodes]
        cohesion[nodes] = removed if largest_apart[nodes] else nodes.bit_count() - 1
    levels: Levels = {}
    for k in range(1, n):
        maximal: list[int] = []
        for nodes in sorted(range(2**n), key=int.bit_count, reverse=True):
            if (
                nodes.bit_count() > k
                and cohesion[nodes] >= k
                and not any(nodes & each == nodes for each in maximal)
            ):
                maximal.append(nodes)
        if maximal:
            levels[k] = [frozenset(node for node in range(n) if nodes >> node & 1) for nodes in maximal]
    return levels


def _connected(nodes: int, near: list[int]) -> bool:
    reached, wider = 0, nodes & -nodes
    while reached != wider:
        reached = wider
        for node, others in enumerate(near):
            if reached >> node & 1:
                wider |= others & nodes
    return reached == nodes


def k_components_by_flows(edges: Edges, n: int) -> Levels:
    """Split at a least cut between any two nodes, keep the cut on each side, forget what is not maximal."""
    matrix = np.zeros((n, n), dtype=np.int32)
    for one, other in edges:
        if one != other:
            matrix[one, other] = matrix[other, one] = 1
    levels: Levels = {}
    for k in range(1, n):
        found, waiting = set(), [frozenset(range(n))]
        while waiting:
            nodes = waiting.pop()
            if len(nodes) > k:
                parts = _parts(matrix, sorted(nodes), k)
                waiting += parts
                found |= set() if parts else {nodes}
        maximal = [each for each in found if not any(each < other for other in found)]
        if not maximal:
            break
        levels[k] = maximal
    return levels


def _parts(matrix: np.ndarray, nodes: list[int], k: int) -> list[frozenset[int]]:
    """Nothing where the nodes are k-connected."""
    inner = matrix[np.ix_(nodes, nodes)]
    size = len(nodes)
    doubled = np.zeros((2 * size, 2 * size), dtype=np.int32)
    doubled[np.arange(size), size + np.arange(size)] = 1
    doubled[size:, :size] = inner * size
    for one, other in itertools.combinations(range(size), 2):
        if inner[one, other]:
            continue
        flow = maximum_flow(csr_array(doubled), size + one, other)
        if flow.flow_value < k:
            residual = csr_array(doubled - flow.flow.toarray() > 0)
            reached = set(breadth_first_order(residual, size + one, return_predecessors=False).tolist())
            cut = [node for node in range(size) if node in reached and node + size not in reached]
            left = [node for node in range(size) if node not in cut]
            count, label = connected_components(csr_array(inner[np.ix_(left, left)]), directed=False)
            sides = [[left[at] for at in np.flatnonzero(label == side)] for side in range(count)]
            return [frozenset(nodes[node] for node in [*side, *cut]) for side in sides]
    return []


def separate_paths(near: np.ndarray, target: np.ndarray) -> int:
    """How many paths from node 0 to distinct targets meet only in node 0, by a flow through doubled nodes."""
    size = len(near)
    doubled = np.zeros((2 * size + 1, 2 * size + 1), dtype=np.int32)
    doubled[np.arange(size), size + np.arange(size)] = 1
    doubled[size : 2 * size, :size] = near * size
    doubled[size : 2 * size][target] = 0
    doubled[size : 2 * size, -1] = target
    return int(maximum_flow(csr_array(doubled), size, 2 * size).flow_value)
