"""The site of the documentation: whole, without broken links, and asking nothing from elsewhere."""

from __future__ import annotations

import re
import struct
import subprocess
import sys
import tomllib
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, PAGES, ROOT, name_of

LARGEST_PICTURE, WIDTH = 150_000, 1280
LINK = re.compile(r"\]\((?!https?://|mailto:|#)([^)\s#]+)(?:#[^)]*)?\)")
TAGS_THAT_FETCH = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src"}
RELATIONS_THAT_FETCH = {"stylesheet", "icon", "preload", "preconnect", "dns-prefetch", "modulepreload"}


class Fetches(HTMLParser):
    """What a browser would ask from another address as soon as it reads the page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        address = given.get(TAGS_THAT_FETCH.get(tag, ""), "")
        only_says = tag == "link" and not RELATIONS_THAT_FETCH & set(given.get("rel", "").split())
        if re.match(r"(?:https?:)?//", address) and not only_says:
            self.found.append(address)


@pytest.mark.slow
def test_the_site_is_built_without_a_warning_and_asks_nothing_from_elsewhere(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    fetches = Fetches()
    for page in tmp_path.rglob("*.html"):
        fetches.feed(page.read_text())
    assert fetches.found == []
    assert (tmp_path / "search" / "search_index.json").exists()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_link_leads_nowhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)
    assert [to for to in LINK.findall(text) if not (page.parent / to).exists()] == []


def test_every_picture_is_light_and_as_wide_as_a_page() -> None:
    pictures = {path.name: path for path in (DOCS / "img").glob("*.png")}
    assert "home.png" in pictures
    heavy = [name for name, path in pictures.items() if path.stat().st_size > LARGEST_PICTURE]
    narrow = [name for name, path in pictures.items() if width_of(path) != WIDTH]
    assert (heavy, narrow) == ([], [])


def width_of(picture: Path) -> int:
    return int(struct.unpack(">I", picture.read_bytes()[16:20])[0])


def test_every_picture_is_shown_somewhere() -> None:
    shown = " ".join(page.read_text() for page in PAGES)
    assert [path.name for path in (DOCS / "img").glob("*.png") if f"img/{path.name}" not in shown] == []


def test_the_readme_begins_with_the_two_commands_and_the_picture_of_the_home_page() -> None:
    text = (ROOT / "README.md").read_text()
    assert text.splitlines()[:5:2][0] == "# Ordito"
    places = [text.index(each) for each in ("make run", "make test", "docs/img/home.png")]
    assert places == sorted(places)
    assert places[-1] < len("\n".join(text.splitlines()[:14]))


def test_the_changelog_begins_with_this_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    first = re.search(r"^## \[?(\d[\w.]*)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert first is not None
    assert first[1] == version
