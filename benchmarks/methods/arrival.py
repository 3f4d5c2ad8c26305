"""How long `import ordito.methods` takes, and each method's import, in a process of its own."""

from __future__ import annotations

import sys

from benchmarks.methods import METHODS
from benchmarks.methods.frame import Figure, Growth, answer_of

NAME = "ordito.methods"
TRIES = 3


def figures() -> list[Figure]:
    """The package, and the slowest of its methods."""
    each = {name: _seconds(f"{NAME}.{name}") for name in METHODS}
    slowest = max(each, key=lambda name: each[name])
    return [
        _figure("`import ordito.methods`", _seconds(NAME)),
        _figure(f"il metodo più lento ad arrivare, `{slowest}`, numpy compreso", each[slowest]),
    ]


def growth() -> list[Growth]:
    """Nothing grows here."""
    return []


def _seconds(name: str) -> float:
    line = f"import time; start = time.process_time(); import {name}; print(time.process_time() - start)"
    return min(float(answer_of([sys.executable, "-c", line], None)) for _try in range(TRIES))


def _figure(case: str, seconds: float) -> Figure:
    return Figure(NAME, case, "0,5 s", f"{seconds:.2g} s".replace(".", ","), seconds <= 0.5)
