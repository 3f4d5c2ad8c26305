"""Every document that Ordito gives opens without a repair, and is read by everybody.

The documents are found, not listed: whatever an address or a link of the demonstration answers that is not a
page. One that is new is held to this from its first day; a kind of file that nobody checks is refused.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlparse

import pypdf
import pytest
from django.urls import Resolver404, resolve

from ordito.core.models import Attachment
from tests.permissions.papers import CHECKS
from tests.permissions.test_every_address import READERS, browser_of
from tests.permissions.town import address, views

pytestmark = pytest.mark.django_db
FORMS = ("docx", "odt", "pdf", "xlsx", "csv", "zip", "json", "txt", "svg")
WHICH = ("form", "act")
"""What in an address says which document it is: each is opened once."""
NOT_FOR_READERS = {"core:tables_file", "participation:room_away"}
"""All the tables of the district, three files that the tests of the round trip open much better; and the
script that keeps a phone's page, which a browser reads."""
TRIES = 3
"""Addresses of a view that are asked for, until one answers."""
OFFICE = shutil.which("soffice")


@dataclass(frozen=True, slots=True)
class Paper:
    """A file as it was answered."""

    path: str
    view: str
    kind: str
    content: bytes


@pytest.fixture(scope="module")
def papers(demonstration: None, django_db_blocker: pytest.FixtureDef[None]) -> list[Paper]:
    """One of each document of Melzo, as its plan office gets them."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        return list(_found())


def _found() -> Iterator[Paper]:
    browser = browser_of(READERS["planner"])
    waiting = list(_starts())
    seen: Counter[tuple[object, ...]] = Counter()
    asked: Counter[tuple[object, ...]] = Counter()
    given_back = {bytes(each) for each in Attachment.objects.values_list("content", flat=True)}
    while waiting:
        path = waiting.pop(0)
        try:
            at = resolve(urlparse(path).path)
        except Resolver404:
            continue
        which = (at.view_name, *(at.kwargs.get(key) for key in WHICH), "export" in path)
        if seen[which] or asked[which] >= TRIES or at.view_name in NOT_FOR_READERS:
            continue
        asked[which] += 1
        answer = browser.get(path)
        if answer.status_code != 200 or answer.streaming or answer.content in given_back:
            continue
        seen[which] += 1
        kind = answer["Content-Type"].partition(";")[0]
        if kind != "text/html":
            yield Paper(path, at.view_name, kind, answer.content)
            continue
        found = re.findall(r'href="([^"#]+)', answer.content.decode())
        links = [urlparse(urljoin(f"http://here{path}", each.replace("&amp;", "&"))) for each in found]
        waiting += [
            f"{each.path}?{each.query}".rstrip("?")
            for each in links
            if each.netloc == "here" and each.path.startswith("/melzo/")
        ]


def _starts() -> Iterator[str]:
    for name, asked in views().items():
        if "form" in asked:
            yield from (address(name, asked, form=form) for form in FORMS)
        else:
            yield address(name, asked)


def test_every_address_that_names_a_form_answers_a_document(papers: list[Paper]) -> None:
    named = {name for name, asked in views().items() if "form" in asked} - NOT_FOR_READERS
    assert named - {paper.view for paper in papers} == set()


def test_every_act_comes_in_the_three_forms(papers: list[Paper]) -> None:
    """Who can have it for Word can have it for LibreOffice and to print."""
    forms: dict[tuple[str, str], set[str]] = {}
    for paper in papers:
        stem, _dot, ending = urlparse(paper.path).path.rpartition(".")
        if ending in {"docx", "odt", "pdf"}:
            forms.setdefault((paper.view, stem.rpartition("/")[2]), set()).add(ending)
    assert len({view for view, _stem in forms}) > 8
    assert {each: found for each, found in forms.items() if found != {"docx", "odt", "pdf"}} == {}


def test_every_document_opens_without_a_repair_and_is_read_by_everybody(papers: list[Paper]) -> None:
    wrong = [
        f"{paper.path}: a kind of file that nobody checks: {paper.kind}"
        for paper in papers
        if paper.kind not in CHECKS
    ]
    for paper in papers:
        check = CHECKS.get(paper.kind)
        wrong += [
            f"{paper.path}: {each}" for each in (check(paper.content) if check and paper.content else ())
        ]
    assert "\n".join(wrong) == ""


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not on this machine: no soffice that converts")
@pytest.mark.parametrize("ending", ["docx", "odt"])
def test_libreoffice_converts_every_document(papers: list[Paper], ending: str, tmp_path: Path) -> None:
    files = []
    for number, paper in enumerate(papers):
        if urlparse(paper.path).path.endswith(f".{ending}"):
            files.append(tmp_path / f"{number}.{ending}")
            files[-1].write_bytes(paper.content)
    assert len(files) > 8
    command = [
        str(OFFICE),
        f"-env:UserInstallation=file://{tmp_path}/home",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    told = subprocess.run(
        [*command, "--outdir", str(tmp_path), *map(str, files)],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert "Error" not in told.stderr
    blank = [
        file.name
        for file in files
        if not pypdf.PdfReader(io.BytesIO(file.with_suffix(".pdf").read_bytes()))
        .pages[0]
        .extract_text()
        .strip()
    ]
    assert blank == []
