"""What the command line says when the ground gives way."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import psycopg
import pytest
from click import ClickException
from django.db import OperationalError, connection

from ordito.site import settings
from ordito.site.cli.ground import ONE_AT_A_TIME, awake, migrated

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def empty_house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "VAR", tmp_path / "var")
    monkeypatch.delenv("ORDITO_SECRET", raising=False)
    return tmp_path / "var"


def test_many_first_starts_at_once_share_one_secret_that_others_cannot_read(empty_house: Path) -> None:
    with ThreadPoolExecutor(16) as starts:
        found = set(starts.map(lambda _start: settings._secret(), range(64)))
    assert found == {(empty_house / "secret").read_text()}
    assert len(found.pop()) > 50
    assert (empty_house / "secret").stat().st_mode & 0o777 == 0o600


def test_a_start_killed_before_its_secret_was_written_is_no_obstacle_to_the_next(empty_house: Path) -> None:
    empty_house.mkdir()
    (empty_house / "secret").touch()
    made = settings._secret()
    assert (len(made) > 50, settings._secret()) == (True, made)


def test_a_secret_given_by_the_environment_is_kept_nowhere(
    empty_house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "ORDITO_SECRET", "detto a voce")
    assert (settings._secret(), empty_house.exists()) == ("detto a voce", False)


def wrapped(cause: Exception) -> OperationalError:
    problem = OperationalError("no room")
    problem.__cause__ = cause
    return problem


DIED = "Il database non risponde più: quello che era in corso non è stato scritto. connection lost"
FULL = "Il disco è pieno: non è stato scritto nulla. Liberare spazio, e riprovare."


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (OperationalError("connection lost\nand much more"), DIED),
        (psycopg.OperationalError("connection lost"), DIED),
        (psycopg.errors.DiskFull("could not extend file"), FULL),
        (wrapped(psycopg.errors.DiskFull("could not extend file")), FULL),
    ],
)
def test_a_database_that_fails_under_a_command_is_told_in_one_sentence(
    problem: Exception, sentence: str
) -> None:
    @awake
    def command() -> None:
        raise problem

    with pytest.raises(ClickException) as told:
        command()
    assert told.value.message == sentence


def test_of_two_starts_at_once_the_second_waits_for_the_first_to_shape_the_database(db: None) -> None:
    migrated()
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as first:
        first.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        with connection.cursor() as second:
            second.execute("SET LOCAL lock_timeout = '200ms'")
        with pytest.raises(OperationalError, match="lock timeout"):
            migrated()


@pytest.mark.parametrize(
    ("language", "said", "unsaid"),
    [
        (
            "it",
            {"Uso:", "Opzioni:", "Comandi:", "Mostra queste righe, ed esce.", "Errore: Il comando 'exprt'"},
            {"Usage", "Options", "Commands", "Show", "Error:"},
        ),
        ("en", {"Usage:", "Options:", "Commands:", "Show this message and exit.", "Error: No such"}, {"Uso"}),
    ],
)
def test_the_help_and_the_errors_speak_one_language(language: str, said: set[str], unsaid: set[str]) -> None:
    asked = [
        subprocess.run(
            [sys.executable, "-m", "ordito.site.cli", word],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "ORDITO_LANG": language},
        )
        for word in ("--help", "exprt")
    ]
    told = "".join(each.stdout + each.stderr for each in asked)
    assert [each.returncode for each in asked] == [0, 2]
    assert {words for words in said if words not in told} | {
        words for words in unsaid if words in told
    } == set()
