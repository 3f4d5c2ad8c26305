"""The embedded database, each time in a folder of its own and in programs of its own, killed for real."""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from ordito.core import passage, postgres

PROGRAM = """
import sys
from ordito.core import postgres
try:
    print(postgres.database_url(), flush=True)
except postgres.DatabaseUnavailable as why:
    sys.exit(str(why))
sys.stdin.read()
"""
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


class Program:
    """A program that uses the database until it is told to leave."""

    def __init__(self, place: Path, **environment: str) -> None:
        kept = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        source = str(Path(postgres.__file__).parents[2])
        settings = {"ORDITO_VAR": str(place), "ORDITO_PG_FAST": "1", "PYTHONPATH": source}
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=kept | settings | environment,
        )

    def url(self) -> str:
        assert self.process.stdout is not None
        said = self.process.stdout.readline().strip()
        assert said, self.refusal()
        return said

    def refusal(self) -> str:
        return self.process.communicate()[1]

    def leave(self) -> None:
        self.process.communicate()

    def die(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "var"
    for folder in tmp_path.glob("**/postmaster.pid"):
        os.kill(int(folder.read_text().split()[0]), signal.SIGQUIT)


@pytest.fixture
def program(place: Path) -> Iterator[Callable[..., Program]]:
    started: list[Program] = []

    def start(where: Path = place, **environment: str) -> Program:
        started.append(Program(where, **environment))
        return started[-1]

    yield start
    for each in started:
        each.leave()


def postmaster(place: Path) -> psutil.Process:
    return psutil.Process(int((place / "postgres" / "postmaster.pid").read_text().split()[0]))


def until(true: Callable[[], bool]) -> None:
    for _ in range(100):
        if true():
            return
        time.sleep(0.1)
    raise AssertionError("it never came true")


def is_gone(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def answers(url: str, question: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(question.encode()).fetchone()
    return row[0] if row and len(row) == 1 else row


def test_the_database_knows_unicode_and_italian(program: Callable[..., Program]) -> None:
    url = program().url()
    assert answers(url, "SELECT current_database(), current_user") == ("ordito", "ordito")
    assert answers(url, "SELECT getdatabaseencoding(), lower('À'), upper('perché')") == (
        "UTF8",
        "à",
        "PERCHÉ",
    )
    assert answers(url, "SELECT strip(to_tsvector('Le famiglie della città'))::text") == "'citt' 'famigl'"
    assert answers(url, "SELECT strip(to_tsvector('la FAMIGLIA e le CITTÀ'))::text") == "'citt' 'famigl'"
    assert answers(url, "SHOW TimeZone") == "Europe/Rome"


def test_the_programs_own_role_is_bound_by_the_rules_of_the_database(program: Callable[..., Program]) -> None:
    question = "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
    assert answers(program().url(), question) == (False, False)


def test_the_server_never_runs_as_root_and_only_its_owner_reaches_it(
    program: Callable[..., Program], place: Path
) -> None:
    program().url()
    data = (place / "postgres").stat()
    assert postmaster(place).uids().effective == data.st_uid
    assert data.st_uid != 0
    assert stat.S_IMODE(data.st_mode) == 0o700
    assert stat.S_IMODE((place / "postgres" / ".s.PGSQL.5432").stat().st_mode) == 0o700


def test_a_second_program_attaches_and_the_last_one_puts_out_the_light(
    program: Callable[..., Program], place: Path
) -> None:
    first, second = program(), program()
    url = second.url()
    assert first.url() == url
    server = postmaster(place)
    first.leave()
    assert answers(url, "SELECT 1") == 1
    second.leave()
    assert is_gone(server)


def test_a_killed_program_leaves_its_server_to_the_next(program: Callable[..., Program], place: Path) -> None:
    first = program()
    url = first.url()
    server = postmaster(place)
    first.die()
    second = program()
    assert second.url() == url
    assert postmaster(place).pid == server.pid
    second.leave()
    assert is_gone(server)


def test_a_killed_server_comes_back_with_what_was_written(
    program: Callable[..., Program], place: Path
) -> None:
    first = program(ORDITO_PG_FAST="")
    with psycopg.connect(first.url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE written AS SELECT 41006 AS people")
    server = postmaster(place)
    server.kill()
    until(lambda: is_gone(server))
    second = program()
    assert answers(second.url(), "SELECT people FROM written") == 41006
    assert postmaster(place).pid != server.pid


def test_a_killed_server_comes_back_even_while_a_query_of_its_own_still_runs(
    program: Callable[..., Program], place: Path
) -> None:
    first = program()
    url = first.url()
    busy = psycopg.connect(url, autocommit=True)
    busy.pgconn.send_query(b"SELECT count(*) FROM generate_series(1, 100000000000)")
    server = postmaster(place)
    server.kill()
    until(lambda: is_gone(server))
    assert answers(program().url(), "SELECT 1") == 1
    busy.close()


def test_a_pid_file_that_names_somebody_elses_process_is_no_server(
    program: Callable[..., Program], place: Path
) -> None:
    first = program()
    first.url()
    owner = (place / "postgres").stat().st_uid
    pid_file = place / "postgres" / "postmaster.pid"
    lines = pid_file.read_text()
    first.leave()
    with subprocess.Popen(["sleep", "60"], user=owner if os.geteuid() == 0 else None) as stranger:
        pid_file.write_text(lines.replace(lines.split()[0], str(stranger.pid), 1))
        assert answers(program().url(), "SELECT 1") == 1
        assert stranger.poll() is None
        stranger.kill()


def test_an_empty_pid_file_left_by_a_full_disk_is_no_server(
    program: Callable[..., Program], place: Path
) -> None:
    first = program()
    first.url()
    first.leave()
    (place / "postgres" / "postmaster.pid").touch()
    assert answers(program().url(), "SELECT 1") == 1


def test_a_creation_that_was_interrupted_is_begun_again(program: Callable[..., Program], place: Path) -> None:
    half = place / "postgres.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    assert answers(program().url(), "SELECT 1") == 1
    assert not half.exists()


def test_a_path_too_long_for_a_socket_serves_all_the_same(
    program: Callable[..., Program], tmp_path: Path
) -> None:
    far = tmp_path / "l'associazione, dei comuni" / ("x" * 120)
    one = program(far)
    assert answers(one.url(), "SELECT 1") == 1
    socket = postgres._socket_folder(far / "postgres")
    assert stat.S_IMODE(socket.stat().st_mode) == 0o700
    one.leave()
    shutil.rmtree(socket)


def test_a_socket_folder_prepared_by_somebody_else_is_refused(
    program: Callable[..., Program], tmp_path: Path
) -> None:
    far = tmp_path / ("x" * 120)
    trap = postgres._socket_folder(far / "postgres")
    trap.mkdir(mode=0o777)
    trap.chmod(0o777)
    assert "esiste già ed è di un altro utente" in program(far).refusal()
    trap.rmdir()


def test_the_data_of_another_version_are_left_alone(program: Callable[..., Program], place: Path) -> None:
    (place / "postgres").mkdir(parents=True)
    (place / "postgres" / "PG_VERSION").write_text("16\n")
    assert "sono di PostgreSQL 16, mentre il programma usa la versione 18" in program().refusal()
    assert (place / "postgres" / "PG_VERSION").read_text() == "16\n"


def test_a_folder_that_is_no_database_is_left_alone(program: Callable[..., Program], place: Path) -> None:
    (place / "postgres").mkdir(parents=True)
    assert "non contiene una base dati di PostgreSQL" in program().refusal()


def test_a_server_that_cannot_start_says_its_last_words(program: Callable[..., Program], place: Path) -> None:
    first = program()
    first.url()
    first.leave()
    with (place / "postgres" / "postgresql.conf").open("a") as settings:
        settings.write("\nunix_socket_directories = '/nessun/luogo'\n")
    refusal = program().refusal()
    assert refusal.startswith("PostgreSQL non si avvia (pg_ctl). Le sue ultime parole:\n")
    assert "/nessun/luogo" in refusal


def test_a_full_disk_is_told_in_plain_words() -> None:
    said = "initdb: error: could not write to file: No space left on device\n"
    assert postgres._in_plain_words("initdb", said).startswith("Il disco è pieno: liberare spazio")


def test_a_server_named_by_the_environment_wins(program: Callable[..., Program], place: Path) -> None:
    elsewhere = "postgresql://ordito:parola@db.example.org/ordito"
    assert program(DATABASE_URL=elsewhere).url() == elsewhere
    assert not place.exists()


def test_tests_may_write_without_waiting_for_the_disk_and_nobody_else(
    program: Callable[..., Program], place: Path
) -> None:
    careful = program(ORDITO_PG_FAST="")
    assert answers(careful.url(), "SHOW fsync") == "on"
    careful.leave()
    assert answers(program().url(), "SHOW fsync") == "off"


@AS_ROOT
def test_the_data_of_another_user_are_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    data = tmp_path / "postgres"
    data.mkdir()
    monkeypatch.setattr(os, "geteuid", lambda: 65534)
    with pytest.raises(postgres.DatabaseUnavailable, match="sono dell'utente «root»"):
        postgres._owner(data)


@AS_ROOT
def test_root_serves_the_data_of_a_user_as_that_user(program: Callable[..., Program], place: Path) -> None:
    first = program()
    first.url()
    first.leave()
    nobody = pwd.getpwnam("nobody")
    for path in ((place / "postgres"), *(place / "postgres").rglob("*")):
        os.chown(path, nobody.pw_uid, nobody.pw_gid)
    program().url()
    assert postmaster(place).uids().effective == nobody.pw_uid


@AS_ROOT
def test_the_way_is_opened_to_one_account_only_and_stays_unreadable(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    (closed / "open").mkdir()
    (closed / "open" / "word").write_text("ciao")
    passage.open_way(closed / "open", 65534)

    def may(account: int, *command: str) -> bool:
        done = subprocess.run(
            command, user=account, group=account, extra_groups=[], capture_output=True, check=False
        )
        return done.returncode == 0

    assert may(65534, "cat", str(closed / "open" / "word"))
    assert not may(65534, "ls", str(closed))
    assert not may(65533, "cat", str(closed / "open" / "word"))
