"""k-components as igraph and networkx find them, and how long igraph takes."""

import json
import sys
import time

import igraph
import networkx as nx


def by_igraph(edges: list[list[int]], n: int) -> dict[int, list[list[int]]]:
    blocks = igraph.Graph(n, edges).cohesive_blocks()
    found = [(frozenset(each), cohesion) for each, cohesion in zip(blocks, blocks.cohesions(), strict=True)]
    levels = {}
    for k in range(1, max((cohesion for _nodes, cohesion in found), default=0) + 1):
        holding = {nodes for nodes, cohesion in found if cohesion >= k and len(nodes) > k}
        levels[k] = [sorted(nodes) for nodes in holding if not any(nodes < other for other in holding)]
    return levels


def by_networkx(edges: list[list[int]], n: int) -> dict[int, list[list[int]]]:
    graph = nx.empty_graph(n)
    graph.add_edges_from(edges)
    return {
        k: [sorted(each) for each in found if len(each) > k] for k, found in nx.k_components(graph).items()
    }


def timed(graphs: list[dict], find: object) -> dict[str, object]:
    start = time.process_time()
    found = []
    for each in graphs:
        try:
            levels = find(each["edges"], each["n"])
        except Exception as failure:  # noqa: BLE001 - a peer that stops has not answered
            levels = {"0": str(failure)}
        found.append({str(k): sorted(level) for k, level in levels.items() if level})
    return {"found": found, "seconds": time.process_time() - start}


asked = json.load(sys.stdin)
answer = {"igraph": timed(asked["graphs"], by_igraph)}
if asked["networkx"]:
    answer["networkx"] = timed(asked["graphs"], by_networkx)
print(json.dumps(answer))
