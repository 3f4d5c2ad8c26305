"""How quickly small cells are withheld, and how sure the proof is."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from benchmarks.methods.frame import Figure, Growth
from ordito.methods.disclosure import audit, cross, suppress

CASES = 10_000


def _counts(shape: tuple[int, ...], mean: float, seed: int) -> np.ndarray[Any, Any]:
    """People by municipality, need and age: few in most cells, many in some."""
    rng = np.random.default_rng(seed)
    return rng.poisson(np.exp(rng.normal(np.log(mean), 1.2, shape)))


def _measured(counts: np.ndarray[Any, Any], **trees: Any) -> tuple[Any, Any, float]:
    table = cross(counts, **trees)
    start = time.process_time()
    found = suppress(table)
    proof = audit(table, found.pattern, exact=False)
    return found, proof, time.process_time() - start


def figures() -> list[Figure]:
    """One row per kind of table, and the fuzzing."""
    group = [np.arange(70) // 7, np.arange(70) // 35]
    rows = []
    for case, counts, trees in (
        ("2 dimensioni, 5.929 celle, con prova", _counts((76, 76), 40, 0), {}),
        (
            "2 dimensioni con gerarchia, 5.893 celle, con prova",
            _counts((70, 70), 40, 0),
            {"trees": {0: group}},
        ),
        ("3 dimensioni, 5.832 celle, con prova", _counts((17, 17, 17), 40, 0), {}),
    ):
        found, proof, seconds = _measured(counts, **trees)
        reached = f"{seconds:.1f} s, {int(found.pattern.sum())} celle, distanza dall'ottimo ≤ {found.gap:.1%}"
        rows.append(
            Figure(
                "disclosure",
                case,
                "10 s",
                reached.replace(".", ","),
                seconds <= 10 and proof.safe,
                "pytauargus (dichiarato, non rimisurato)",
                "114 s senza prova",
            )
        )
    unsafe = sum(not _fuzzed(seed) for seed in range(CASES))
    rows.append(
        Figure("disclosure", "10.000 tavole casuali", "0 celle esposte", f"{unsafe} tavole", unsafe == 0)
    )
    return rows


def _fuzzed(seed: int) -> bool:
    """Attack a small random table a second time, from nothing, for the tightest bounds."""
    rng = np.random.default_rng(seed)
    table = cross(rng.integers(0, 13, rng.integers(2, 5, 2)))
    told = audit(table, suppress(table).pattern)
    small = (table.value > 0) & (table.value < 5)
    return bool(
        (told.lower[small] <= table.value[small] - 1 + 1e-6).all() and (told.upper[small] >= 5 - 1e-6).all()
    )


def growth() -> list[Growth]:
    """Square tables of three sizes."""
    sides = (20, 38, 76)
    seconds = tuple(_measured(_counts((side, side), 40, 1))[2] for side in sides)
    cells = tuple((side + 1) ** 2 for side in sides)
    return [Growth("disclosure", "oscuramento e prova, celle", cells, seconds)]
