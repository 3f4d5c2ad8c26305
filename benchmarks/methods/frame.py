"""What a benchmark of a method says, and how a peer is asked.

A peer lives in an environment of its own (`requirements/peers.txt`), never in the program's. Its script in
`benchmarks/peers/` reads one JSON from standard input, measures itself, and prints one JSON.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).resolve()
ROOT = HERE.parents[2]
PEERS = ROOT / "var" / "peers"
PUBLISHED = ROOT.parent / "shared" / "data" / "methods"
"""Published cases, not part of the project: what needs them is left out, and said, where they are not."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Figure:
    """One target: what was asked, what was reached, what a peer reached on the same case in the same run."""

    method: str
    case: str
    target: str
    reached: str
    met: bool
    peer: str = ""
    peer_reached: str = ""


@dataclass(frozen=True, slots=True)
class Growth:
    """Seconds at three sizes or more."""

    method: str
    what: str
    sizes: tuple[int, ...]
    seconds: tuple[float, ...]

    @property
    def exponent(self) -> float:
        """The slope of the line through log seconds over log size."""
        return float(np.polyfit(np.log(self.sizes), np.log(self.seconds), 1)[0])


def timed(do: Callable[[], T], *, repeat: int = 1) -> tuple[T, float]:
    """The last result and the least time of `repeat` runs, in seconds of one core."""
    best = float("inf")
    for _run in range(repeat):
        start = time.process_time()
        result = do()
        best = min(best, time.process_time() - start)
    return result, best


def peak_megabytes() -> float:
    """The most memory that this process has held so far, in MB; what its parent held does not count."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(each for each in status.read_text().splitlines() if each.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def alone(module: str, function: str, *words: str) -> dict[str, Any]:
    """The JSON of `module.function(*words)`, called in a process of its own to measure its memory."""
    line = f"import json,{module} as m;print(json.dumps(m.{function}(*{list(words)!r})))"
    return answer_of([sys.executable, "-c", line], None)


def peer(script: str, question: dict[str, Any]) -> dict[str, Any] | None:
    """What the peer answers, or None where the peers are not installed (`make peers`)."""
    python = PEERS / "bin" / "python"
    if not python.exists():
        return None
    return answer_of([str(python), str(ROOT / "benchmarks" / "peers" / f"{script}.py")], question)


def answer_of(words: list[str], question: dict[str, Any] | None) -> Any:
    """The JSON on the last line that a program prints."""
    done = subprocess.run(
        words,
        check=True,
        cwd=ROOT,
        input=json.dumps(question) if question is not None else None,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
    )
    return json.loads(done.stdout.splitlines()[-1])
