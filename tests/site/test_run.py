"""`ordito run`, as a person starts it, loses it and starts it again."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

pytestmark = pytest.mark.slow
PATIENCE = 120


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def ordito(tmp_path: Path, port: int) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Start the program on data of its own."""
    started: list[subprocess.Popen[str]] = []
    inherited = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    settings = {"ORDITO_VAR": str(tmp_path / "var"), "ORDITO_PG_FAST": "1", "ORDITO_LANG": "it"}

    def start() -> subprocess.Popen[str]:
        command = [str(Path(sys.executable).with_name("ordito")), "run", "--no-demo", "--port", str(port)]
        log = (tmp_path / f"run-{len(started)}.log").open("w")
        started.append(subprocess.Popen(command, env=inherited | settings, stdout=log, stderr=log, text=True))
        log.close()
        return started[-1]

    yield start
    for each in started:
        each.terminate()
        each.wait(PATIENCE)


def answer(port: int, program: subprocess.Popen[str], tmp_path: Path) -> int:
    """Wait for the first page."""
    for _ in range(PATIENCE * 4):
        said = "\n".join(path.read_text()[-2000:] for path in tmp_path.glob("run-*.log"))
        assert program.poll() is None, said
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=PATIENCE) as page:
                return int(page.status)
        except urllib.error.HTTPError as wrong:
            raise AssertionError(said) from wrong
        except OSError:
            time.sleep(0.25)
    raise AssertionError("no page came")


def test_a_killed_program_is_started_again_and_leaves_nothing_behind_when_stopped(
    ordito: Callable[[], subprocess.Popen[str]], port: int, tmp_path: Path
) -> None:
    killed = ordito()
    assert answer(port, killed, tmp_path) == 200
    server = psutil.Process(int((tmp_path / "var/postgres/postmaster.pid").read_text().split()[0]))
    workers = psutil.Process(killed.pid).children(recursive=True)
    killed.kill()
    killed.wait()
    assert psutil.wait_procs(workers, timeout=20)[1] == []

    again = ordito()
    assert answer(port, again, tmp_path) == 200
    assert int((tmp_path / "var/postgres/postmaster.pid").read_text().split()[0]) == server.pid

    again.send_signal(signal.SIGINT)
    assert again.wait(PATIENCE) == 0
    assert not (tmp_path / "var/postgres/postmaster.pid").exists()
