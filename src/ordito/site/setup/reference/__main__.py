"""Write the generated pages of the reference, or name those that are out of date."""

from __future__ import annotations

import os
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[5] / "docs" / "reference"
HEADING = (
    "<!-- Questa pagina è scritta dal programma con «make docs»: una correzione qui andrebbe perduta. -->\n\n"
)


def pages() -> dict[str, str]:
    """Every generated page by the name of its file."""
    from ordito.core.tables import reference_markdown
    from ordito.site.setup.reference.commands import commands_page
    from ordito.site.setup.reference.indicators import indicators_page
    from ordito.site.setup.reference.methods import methods_page
    from ordito.site.setup.reference.permissions import permissions_page

    written = {
        "commands.md": commands_page(),
        "tables.md": reference_markdown(),
        "permissions.md": permissions_page(),
        "indicators.md": indicators_page(),
        "method-names.md": methods_page(),
    }
    return {name: HEADING + text.strip() + "\n" for name, text in written.items()}


def stale() -> list[str]:
    """The pages on the disk that say something else than the program does."""
    return [
        name
        for name, text in pages().items()
        if not (FOLDER / name).exists() or (FOLDER / name).read_text() != text
    ]


def main(*, check: bool) -> None:
    """Write the pages, or exit with the names of those to be written again."""
    os.environ["ORDITO_LANG"] = "it"
    os.environ["DATABASE_URL"] = "postgresql://nobody@localhost/none"  # nothing here asks the database
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ordito.site.settings")
    import django
    from django.utils import translation

    django.setup()
    with translation.override("it"):
        if check:
            wrong = stale()
            if wrong:
                sys.exit("Pagine da riscrivere con «make docs»: " + ", ".join(wrong))
            return
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name, text in pages().items():
            (FOLDER / name).write_text(text)


if __name__ == "__main__":
    main(check="check" in sys.argv[1:])
