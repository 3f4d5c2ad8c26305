"""A backup, put back into a house that has moved on since."""

import os
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from ordito.core import postgres

pytestmark = pytest.mark.slow
LATER = "CREATE TABLE later (district_id bigint REFERENCES core_district); CREATE FUNCTION ordito_later()"
BODY = " RETURNS int LANGUAGE sql RETURN 1"


@pytest.fixture
def ordito(tmp_path: Path) -> Callable[..., tuple[int, str]]:
    """The program on data of its own, said as one would at the keyboard."""
    inherited = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    settings = {"ORDITO_VAR": str(tmp_path / "var"), "ORDITO_PG_FAST": "1", "ORDITO_LANG": "it"}

    def say(*words: str) -> tuple[int, str]:
        command = [str(Path(sys.executable).with_name("ordito")), *words]
        done = subprocess.run(
            command, env=inherited | settings, check=False, capture_output=True, text=True, timeout=300
        )
        return done.returncode, done.stdout + done.stderr

    return say


def test_a_backup_comes_back_whole_even_into_a_later_version_and_a_broken_one_changes_nothing(
    ordito: Callable[..., tuple[int, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, broken = tmp_path / "casa.ordito", tmp_path / "rotto.ordito"
    assert ordito("district", "new", "Prova", "--comuni", "Melzo", "--slug", "prova")[0] == 0
    assert ordito("backup", str(kept))[0] == 0

    monkeypatch.setenv("ORDITO_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with psycopg.connect(postgres.database_url()) as later:
        later.execute(LATER + BODY)
        later.execute("UPDATE core_district SET name = 'Dopo'")

    dump = tmp_path / "ordito.dump"
    with tarfile.open(kept) as tar:
        whole = tar.extractfile("ordito.dump")
        assert whole is not None
        dump.write_bytes(whole.read()[:-20_000])
    with tarfile.open(broken, "w") as tar:
        tar.add(dump, "ordito.dump")
    assert ordito("restore", str(broken), "--replace")[0] == 1
    assert ordito("district", "list") == (0, "prova\tDopo\n")

    assert ordito("restore", str(kept))[0] == 1
    assert ordito("restore", str(kept), "--replace")[0] == 0
    assert ordito("district", "list") == (0, "prova\tProva\n")
    with psycopg.connect(postgres.database_url()) as restored:
        found = restored.execute("SELECT to_regclass('later'), to_regproc('ordito_later')").fetchone()
    postgres.stop()
    assert found == (None, None)
