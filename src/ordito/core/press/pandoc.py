"""The door to pandoc: always in its sandbox, always within a time, and with a plain reason when it fails."""

from __future__ import annotations

import os
import subprocess
from functools import cache
from pathlib import Path

import pypandoc
from django.utils.translation import gettext as _

from ordito.core.press.errors import PressFailed

SECONDS = 60


@cache
def program() -> Path:
    """Find the pandoc that is installed with us, never another one: the same source gives the same file."""
    return Path(pypandoc.__file__).parent / "files" / ("pandoc.exe" if os.name == "nt" else "pandoc")


def pandoc(*arguments: str, source: bytes = b"", seconds: float = SECONDS, epoch: int = 0) -> bytes:
    """Run pandoc on `source` and give what it writes.

    Raises
    ------
    PressFailed : pandoc is not there, did not finish in `seconds`, or refused the document
    """
    environment = {"SOURCE_DATE_EPOCH": str(epoch), "TZ": "UTC", "LC_ALL": "C.UTF-8", "PATH": os.defpath}
    try:
        done = subprocess.run(  # noqa: S603 - our own program, our own arguments, no shell
            [str(program()), "--sandbox", *arguments],
            input=source,
            capture_output=True,
            timeout=seconds,
            check=False,
            env=environment,
        )
    except OSError as why:
        raise PressFailed(
            _(
                "Il programma che scrive i documenti (pandoc) non parte. "
                "Reinstallare le dipendenze con «make run» e riprovare."
            )
        ) from why
    except subprocess.TimeoutExpired as why:
        raise PressFailed(
            _(
                "Il documento non è stato scritto in %(seconds)d secondi. "
                "Provare ad accorciare i testi più lunghi o a dividere il documento."
            )
            % {"seconds": seconds}
        ) from why
    if done.returncode != 0:
        raise PressFailed(
            _("Il documento non può essere scritto. Segnalare all'assistenza questo messaggio: %(reason)s")
            % {"reason": done.stderr.decode(errors="replace").strip()[-500:]}
        )
    return done.stdout
