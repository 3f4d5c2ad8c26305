"""The language of the command line, chosen before Django wakes up."""

import gettext
import os
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def language() -> str:
    """English when asked or when the machine speaks it; Italian otherwise."""
    asked = os.environ.get("ORDITO_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "it"
    return "en" if asked.startswith("en") else "it"


_ = gettext.translation("django", LOCALE, languages=[language()], fallback=True).gettext
