"""Make sure that the tests find a browser: the machine's own, or Debian's."""

import shutil
import sys

from ordito.site.setup import debian

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """Return the path of a Chromium, if the machine has one."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def main() -> None:
    """Install Chromium where that is allowed; else say exactly what to type, and stop."""
    if find() is None:
        sys.stderr.write("· Chromium, per le prove nel browser…\n")
        if not debian.install("chromium") or find() is None:
            sys.exit(
                "Le prove nel browser hanno bisogno di Chromium. Installarlo, e riprovare:\n"
                f"    {debian.by_hand('chromium')}\n"
                "(oppure un altro pacchetto che dia uno di questi programmi: " + ", ".join(NAMES) + ")"
            )


if __name__ == "__main__":
    main()
