"""Districts small enough to be tried in every way."""

from __future__ import annotations

from typing import Any

import numpy as np

from ordito.methods.staffing import Case, Functions, Limits, Municipalities, Posts, Professions


def tiny(seed: int, *, n: int | None = None, posts: int | None = None, **limits: Any) -> Case:
    """Two or three municipalities in any shape, two to four posts, two functions."""
    rng = np.random.default_rng(seed)
    n = n or int(rng.integers(2, 4))
    p = posts or int(rng.integers(2, 5 if n == 2 else 4))
    steps = rng.integers(5, 40, (n, n)).astype(float)
    travel = steps + steps.T
    np.fill_diagonal(travel, 0.0)
    adjacency = np.triu(rng.random((n, n)) < 0.7, 1)
    people = rng.integers(500, 6000, n).astype(float)
    some = {"poles": (1, int(rng.integers(1, 3)))} if rng.random() < 0.3 else {}
    return Case(
        Municipalities(
            name=[f"T{i}" for i in range(n)],
            population=people,
            travel=travel,
            adjacency=adjacency | adjacency.T,
            must_have_desk=rng.random(n) < 0.4,
            opening=rng.integers(0, 6, n).astype(float),
            has_desk=rng.random(n) < 0.5,
            may_be_pole=rng.random(n) < 0.6,
            centre=int(rng.integers(n)),
        ),
        Professions(("worker", "operator"), (int(rng.random() < 0.5), 0), (True, False)),
        Posts(
            name=[f"P{i}" for i in range(p)],
            profession=rng.integers(0, 2, p),
            seat=rng.integers(0, n, p),
            hours=rng.choice([12.0, 18.0, 24.0, 36.0], p),
            cost=rng.integers(10, 40, p) * 1000.0,
            exists=rng.random(p) < 0.8,
            may_end=rng.random(p) < 0.5,
            reach=rng.choice([30.0, 100.0, 100.0], p),
            seats=rng.integers(1, 4, p),
            at_desk=rng.random(p) < 0.9,
            able=rng.random((p, 2)) < 0.9,
        ),
        Functions(
            name=("social work", "protection"),
            need=rng.integers(0, 9, (n, 2)).astype(float),
            allowed=np.array([[True, rng.random() < 0.5, False], [rng.random() < 0.5, False, True]]),
            share=[[1.0, 0.9, 0.8], [1.0, 0.9, 0.8]],
            floor=rng.choice([0.0, 0.5, 0.8], 2),
            equal=(True, bool(rng.random() < 0.3)),
            visits=rng.integers(0, 4, 2).astype(float),
            today=(0, 0),
        ),
        Limits(**(some | limits)),
    )
