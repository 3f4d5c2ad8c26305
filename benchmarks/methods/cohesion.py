"""`cohesion`: against the definition, against what was published, and against igraph and networkx."""

from __future__ import annotations

import itertools
import json
import time
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from tests.methods.oracles.cohesion import (
    Edges,
    graphs,
    in_order,
    k_components_by_definition,
    k_components_by_flows,
)

from benchmarks.methods.cohesion_alone import drawn_ties
from benchmarks.methods.frame import ROOT, Figure, Growth, alone, peer, timed
from ordito.methods.cohesion import bootstrap, k_components, projection, ties, two_mode_embeddedness

PUBLISHED: dict[str, dict[int, list[int]]] = {
    "karate club": {1: [34], 2: [28, 6], 3: [18, 5], 4: [10]},
    "southern women": {1: [32], 2: [32], 3: [28], 4: [23]},
    "women who met": {k: [18] for k in range(1, 12)} | {12: [15, 13], 13: [15], 14: [15]},
    "events": {k: [14] for k in range(1, 5)} | {k: [9, 9] for k in range(5, 9)},
    "florentine families": {1: [15], 2: [10]},
}


def figures() -> list[Figure]:
    """Each target."""
    return [_fuzz(), *_random_and_published(), _eighty(), _two_thousand(), _replicates()]


def growth() -> list[Growth]:
    """Random networks of the same density, and meetings of ten actors each."""
    sizes = (250, 500, 1000, 2000, 4000)
    one = tuple(
        timed(lambda size=size: k_components(drawn_ties(size, size * 835 // 100), size))[1] for size in sizes
    )
    actors = (40, 80, 160, 320)
    two = tuple(
        timed(lambda size=size: two_mode_embeddedness(_meetings(size)), repeat=3)[1] for size in actors
    )
    return [
        Growth("cohesion", "k-componenti, attori (8,35 legami ciascuno)", sizes, one),
        Growth("cohesion", "a due modi, attori (un incontro di dieci per attore)", actors, two),
    ]


def _fuzz() -> Figure:
    wrong, tried = [], [0]

    @given(graphs())
    @settings(max_examples=10_000, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def try_one(graph: tuple[Edges, int]) -> None:
        tried[0] += 1
        if in_order(k_components(*graph)) != in_order(k_components_by_definition(*graph)):
            wrong.append(graph)

    try_one()
    reached = f"{len(wrong)} errori su {tried[0]:,}".replace(",", ".")
    return Figure("cohesion", "reti casuali, contro la definizione", "0 errori su 10.000", reached, not wrong)


def _random_and_published() -> list[Figure]:
    rng = np.random.default_rng(20)
    asked = [_random(rng) for _graph in range(400)]
    known = _networks()
    answer = peer(
        "cohesion", {"networkx": True, "graphs": [_as_json(*each) for each in [*asked, *known.values()]]}
    )
    expected = [in_order(k_components_by_definition(*each)) for each in asked]
    ours = sum(in_order(k_components(*each)) != right for each, right in zip(asked, expected, strict=True))
    right = [in_order(k_components_by_flows(*each)) for each in known.values()]
    agreed = [in_order(k_components(*each)) for each in known.values()]
    failed = [name for name, one, other in zip(known, agreed, right, strict=True) if one != other]
    failed += [
        name
        for name in PUBLISHED
        if name not in failed and _sizes(agreed[list(known).index(name)]) != PUBLISHED[name]
    ]
    said = f"{len(known) - len(failed)} su {len(known)}"
    return [
        Figure(
            "cohesion",
            "400 reti di 6-9 nodi",
            "0 errori",
            f"{ours} errori",
            not ours,
            *_errors(answer, expected),
        ),
        Figure(
            "cohesion",
            "strutture pubblicate, e I miserabili",
            "tutte esatte",
            said,
            not failed,
            *_errors(answer, [*expected, *right], since=len(expected)),
        ),
    ]


def _errors(answer: dict[str, Any] | None, expected: list[dict[int, Any]], since: int = 0) -> tuple[str, str]:
    if answer is None:
        return "", ""
    asked = [{str(k): sorted(level) for k, level in each.items()} for each in expected]
    wrong = {
        name: sum(
            found != right for found, right in zip(answer[name]["found"][since:], asked[since:], strict=False)
        )
        for name in ("igraph", "networkx")
    }
    return "igraph, networkx", f"{wrong['igraph']} e {wrong['networkx']} errori"


def _eighty() -> Figure:
    asked = [(drawn_ties(80, 470, seed), 80) for seed in range(5)]
    k_components(*asked[0])
    _found, seconds = timed(lambda: [k_components(*each) for each in asked], repeat=3)
    answer = peer("cohesion", {"networkx": False, "graphs": [_as_json(*each) for each in asked]})
    theirs = answer["igraph"]["seconds"] if answer else float("nan")
    return Figure(
        "cohesion",
        "80 attori, 470 legami (media di 5)",
        "≥ 200 volte igraph",
        f"{seconds / 5 * 1000:.1f} ms, {theirs / seconds:.0f} volte".replace(".", ","),
        theirs / seconds >= 200,
        "igraph",
        f"{theirs / 5:.1f} s".replace(".", ","),
    )


def _two_thousand() -> Figure:
    told = alone("benchmarks.methods.cohesion_alone", "two_thousand")
    return Figure(
        "cohesion",
        "2.000 attori, 16.700 legami",
        "5 s, 100 MB in tutto",
        f"{told['seconds']:.2f} s, {told['megabytes']:.0f} MB ({told['before']:.0f} già prima)".replace(
            ".", ","
        ),
        told["seconds"] <= 5 and told["megabytes"] <= 100,
    )


def _replicates() -> Figure:
    rng = np.random.default_rng(8)
    met = ties(rng.integers(80, size=470), rng.integers(48, size=470), actors=80, events=48)
    start = time.process_time()
    bootstrap(met, two_mode_embeddedness, rng=rng, replicates=1000)
    seconds = time.process_time() - start
    return Figure(
        "cohesion",
        "1.000 ripetizioni, 80 attori e 48 incontri",
        "30 s",
        f"{seconds:.1f} s".replace(".", ","),
        seconds <= 30,
    )


def _networks() -> dict[str, tuple[Edges, int]]:
    text = (ROOT / "tests" / "methods" / "oracles" / "networks.json").read_text(encoding="utf-8")
    known = {name: [(one, other) for one, other in edges] for name, edges in json.loads(text).items()}
    woman, event = zip(*known.pop("southern women"), strict=True)
    both = {
        "southern women": [(one, 18 + other) for one, other in zip(woman, event, strict=True)],
        "women who met": projection(ties(woman, event, actors=18, events=14)).edges.tolist(),
        "events": projection(ties(event, woman, actors=14, events=18)).edges.tolist(),
    }
    return {
        name: ([tuple(edge) for edge in edges], int(np.max(edges)) + 1)
        for name, edges in (known | both).items()
    }


def _sizes(levels: dict[int, list[list[int]]]) -> dict[int, list[int]]:
    return {k: [len(each) for each in level] for k, level in levels.items()}


def _as_json(edges: Any, n: int) -> dict[str, Any]:
    return {"edges": np.asarray(edges, dtype=int).reshape(-1, 2).tolist(), "n": n}


def _random(rng: np.random.Generator) -> tuple[Edges, int]:
    n, density = int(rng.integers(6, 10)), rng.uniform(0.3, 0.9)
    return [pair for pair in itertools.combinations(range(n), 2) if rng.random() < density], n


def _meetings(n: int) -> Any:
    """As many meetings as actors, of ten each; some actors come much more than others."""
    rng = np.random.default_rng(1)
    often = rng.pareto(2, n) + 0.3
    came = [rng.choice(n, 10, replace=False, p=often / often.sum()) for _meeting in range(n)]
    return ties(np.concatenate(came), np.repeat(np.arange(n), 10), actors=n, events=n)
