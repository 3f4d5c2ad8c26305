"""Make the environment in `.venv`, or bring it up to date: what has not changed is not done again."""

import hashlib
import json
import os
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from ordito.site.setup import debian

ROOT = Path(__file__).resolve().parents[4]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
DONE = VENV / ".made-from.json"
NOT_ARRIVED = "Le librerie non sono arrivate (il perché è qui sopra): controllare la rete, e riprovare."


def main(*, for_tests: bool) -> None:
    """Make each part whose inputs have changed since it was made."""
    made = _what_is_made()
    libraries = ROOT / "requirements" / ("dev.txt" if for_tests else "runtime.txt")
    _step(made, "ambiente di Python", None, _make_venv)
    _step(made, "uv", ROOT / "requirements" / "uv.txt", _install_uv)
    _step(made, f"librerie ({libraries.stem})", libraries, _install_libraries)
    _step(made, "programma", ROOT / "pyproject.toml", _install_program)
    _run("I file delle pagine non sono pronti.", PYTHON, "-m", "ordito.site.setup.frontend")
    _run("I cataloghi delle lingue non sono pronti.", PYTHON, "-m", "ordito.site.setup.messages", "compile")


def _what_is_made() -> dict[str, str]:
    """Tell what was made before; an environment knows its own place, so that a moved one is made anew."""
    try:
        made: dict[str, str] = json.loads(DONE.read_text())
    except (OSError, ValueError):
        return {}
    return made if made.get("place") == str(ROOT) and PYTHON.exists() else {}


def _step(made: dict[str, str], title: str, recipe: Path | None, do: Callable[[Path], None]) -> None:
    wanted = hashlib.sha256(recipe.read_bytes()).hexdigest() if recipe else ""
    if made.get(title) == wanted:
        return
    began = time.monotonic()
    sys.stderr.write(f"· {title}…\n")
    do(recipe or VENV)
    made |= {"place": str(ROOT), title: wanted}
    DONE.write_text(json.dumps(made, indent=1))
    sys.stderr.write(f"· {title}: {time.monotonic() - began:.0f} s\n")


def _make_venv(place: Path) -> None:
    if not DONE.exists() and PYTHON.exists() and _says_yes(PYTHON, "-m", "pip", "--version"):
        return  # somebody's own, or one whose making was interrupted later on
    shutil.rmtree(place, ignore_errors=True)
    if not _can_make_venv():
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if shutil.which("uv"):
            _run("uv non ha creato l'ambiente.", "uv", "venv", "--seed", "--python", sys.executable, place)
            return
        if not debian.install(package) or not _can_make_venv():
            sys.exit(
                f"A questo Python manca «venv». Installarlo, e riprovare:\n    {debian.by_hand(package)}"
            )
    _run("L'ambiente di Python non si è creato.", sys.executable, "-m", "venv", place)


def _can_make_venv() -> bool:
    return _says_yes(sys.executable, "-c", "import ensurepip, venv")


def _says_yes(*command: str | Path) -> bool:
    return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0  # noqa: S603


def _install_uv(lock: Path) -> None:
    quietly = ("--quiet", "--disable-pip-version-check", "--no-input")
    _run(NOT_ARRIVED, PYTHON, "-m", "pip", "install", *quietly, "--require-hashes", "-r", lock)


def _install_libraries(lock: Path) -> None:
    _uv_install(NOT_ARRIVED, "--require-hashes", "-r", lock)


def _install_program(project: Path) -> None:
    _uv_install(
        "Il programma non si è installato.", "--no-deps", "--no-build-isolation", "-e", project.parent
    )


def _uv_install(refusal: str, *what: str | Path) -> None:
    _run(refusal, PYTHON, "-m", "uv", "pip", "install", "--quiet", "--python", PYTHON, *what)


def _run(refusal: str, *command: str | Path) -> None:
    environment = _trust_of_the_machine() | os.environ | {"PIP_USER": "0"}
    if subprocess.call(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL) != 0:  # noqa: S603
        sys.exit(refusal)


def _trust_of_the_machine() -> dict[str, str]:
    """Let uv and npm trust whom the machine trusts, such as an office's proxy, beyond their own list."""
    known = ssl.get_default_verify_paths()
    if known.cafile or (known.capath and any(Path(known.capath).iterdir())):
        return {"UV_SYSTEM_CERTS": "1", "NODE_USE_SYSTEM_CA": "1"}
    return {}


if __name__ == "__main__":
    main(for_tests="--for-tests" in sys.argv[1:])
