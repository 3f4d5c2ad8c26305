"""A house of its own for a room: its data, its server, and the ways in which they can be lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

import psutil

ROOT = Path(__file__).resolve().parents[2]
LONGEST_START = 120


@dataclass
class House:
    """`ordito run` on data that are thrown away."""

    var: Path
    port: int
    workers: int = 2
    fast: bool = False
    server: subprocess.Popen[bytes] | None = None

    @property
    def running(self) -> subprocess.Popen[bytes]:
        if self.server is None:
            raise SystemExit("the server was not started")
        return self.server

    @property
    def environment(self) -> dict[str, str]:
        kept = {
            key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "ORDITO_PG_FAST")
        }
        kept |= {"ORDITO_VAR": str(self.var), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        return kept | ({"ORDITO_PG_FAST": "1"} if self.fast else {})

    def prepare(self, statements: int) -> str:
        """Make a district with an open gathering; return its word."""
        return str(self._told("prepare", str(statements)))

    def votes(self) -> dict[str, list[int]]:
        """What is written: for each phone and statement, every value that stands."""
        return dict(self._told("votes"))

    def start(self) -> None:
        words = [sys.executable, "-m", "ordito.site.cli", "run", "--no-demo", "--port", str(self.port)]
        words += ["--workers", str(self.workers)]
        with (self.var / "log.txt").open("ab") as log:
            self.server = subprocess.Popen(words, stdout=log, stderr=log, env=self.environment)
        for _attempt in range(LONGEST_START * 10):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/stato/").read()
            except (URLError, ConnectionError):
                time.sleep(0.1)
            else:
                return
        raise SystemExit(f"the server did not answer:\n{(self.var / 'log.txt').read_text()[-2_000:]}")

    def kill(self, *, database: bool) -> None:
        """Take all away at once, as when the current fails: server, workers and, if asked, the database."""
        family = [
            psutil.Process(self.running.pid),
            *psutil.Process(self.running.pid).children(recursive=True),
        ]
        postmaster = self.var / "postgres" / "postmaster.pid"
        if database and postmaster.exists():
            family.append(psutil.Process(int(postmaster.read_text().split()[0])))
        for each in family:
            each.kill()
        psutil.wait_procs(family, timeout=30)
        self.running.wait()

    def stop(self) -> float:
        """Stop it as Ctrl+C does; return how many seconds it took with the streams open."""
        start = time.monotonic()
        self.running.terminate()
        self.running.wait(60)
        return time.monotonic() - start

    def memory_and_threads(self) -> tuple[float, int]:
        """Megabytes and threads of the workers."""
        family = psutil.Process(self.running.pid).children(recursive=True)
        pairs = [
            (each.memory_info().rss / 1e6, each.num_threads()) for each in family if each.name() != "postgres"
        ]
        return sum(size for size, _threads in pairs), sum(threads for _size, threads in pairs)

    def cpu_seconds(self) -> float:
        """Seconds of processor that the workers have used so far."""
        family = psutil.Process(self.running.pid).children(recursive=True)
        return float(sum(sum(each.cpu_times()[:2]) for each in family if each.name() != "postgres"))

    def connections(self) -> int:
        """Connections of anybody to the database now."""
        return int(self._told("connections"))

    def _told(self, *words: str) -> object:
        asked = [sys.executable, "-m", "benchmarks.room.ground", *words]
        done = subprocess.run(
            asked, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(done.stderr[-3_000:])
        return json.loads(done.stdout.splitlines()[-1])
