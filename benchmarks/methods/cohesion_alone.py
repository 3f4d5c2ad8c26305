"""What `cohesion` is measured on in a process of its own, where nothing else takes memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.methods.frame import peak_megabytes, timed
from ordito.methods.cohesion import k_components

if TYPE_CHECKING:
    from numpy.typing import NDArray


def two_thousand() -> dict[str, float]:
    """Seconds, and megabytes of the whole process before and at the most."""
    edges = drawn_ties(2000, 16_700)
    before = peak_megabytes()
    _found, seconds = timed(lambda: k_components(edges, 2000))
    return {"seconds": seconds, "megabytes": peak_megabytes(), "before": before}


def drawn_ties(n: int, edges: int, seed: int = 1) -> NDArray[np.int64]:
    """Draw that many different pairs of n nodes."""
    rng = np.random.default_rng(seed)
    drawn = rng.integers(n, size=(4 * edges, 2))
    drawn = np.sort(drawn[drawn[:, 0] != drawn[:, 1]], axis=1)
    _pairs, first = np.unique(drawn[:, 0] * n + drawn[:, 1], return_index=True)
    return drawn[np.sort(first)[:edges]]
