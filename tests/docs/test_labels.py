"""What a guide calls by name is called so on the pages."""

from __future__ import annotations

import re

import pytest

from tests.docs.pages import DOCS, ROOT

BOLD = re.compile(r"\*\*([^*]+)\*\*")
SOURCE = ROOT / "src" / "ordito"
SAID = "\n".join(
    path.read_text().replace("\\'", "'").replace('\\"', '"')
    for path in SOURCE.rglob("*")
    if path.suffix in {".py", ".html"} and "setup" not in path.parts
)


@pytest.mark.parametrize("guide", ["account", "calendari", "ipotesi", "istat"])
def test_the_words_in_bold_are_words_of_the_pages(guide: str) -> None:
    labels = {
        " ".join(found.split()) for found in BOLD.findall((DOCS / "how-to" / f"{guide}.md").read_text())
    }
    assert [label for label in sorted(labels) if label not in SAID] == []
