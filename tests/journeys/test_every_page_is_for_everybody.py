"""Every page, for a plan office and a citizen, in both languages, on phone and desk: axe finds nothing."""

from __future__ import annotations

import json
from collections import Counter
from urllib.parse import urljoin, urlparse

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import BrowserContext, Page

from tests.journeys.conftest import AXE, House, enter

pytestmark = pytest.mark.browser
ALIKE = {"it": 2, "en": 1}  # pages of the same view that are looked at
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
LINKS = """html => [...new DOMParser().parseFromString(html, "text/html").querySelectorAll("a[href]")]
    .map(link => link.getAttribute("href"))"""
RUN_AXE = "async () => (await axe.run({resultTypes: ['violations']})).violations"
NOT_PAGES = (".ics", ".csv", ".pdf", ".docx", ".odt", ".xlsx", ".zip", ".json", ".txt", ".svg")


def addresses(page: Page, start: list[str], alike: int) -> list[str]:
    """Follow the links from some pages, up to so many addresses for each view."""
    seen: Counter[str] = Counter()
    found: list[str] = []
    waiting = list(start)
    while waiting:
        path = waiting.pop(0)
        bare = urlparse(path).path
        try:
            view = resolve(bare).view_name
        except Resolver404:
            found.append(path)
            continue
        if seen[view] >= alike or path in found or bare.endswith(NOT_PAGES) or "export=" in path:
            continue
        answer = page.request.get(path)
        if "text/html" not in answer.headers.get("content-type", "") or "attachment" in answer.headers.get(
            "content-disposition", ""
        ):
            continue
        seen[view] += 1
        found.append(path)
        page.set_content("<p></p>")
        links = page.evaluate(
            LINKS,
            answer.text(),
        )
        for link in links:
            target = urlparse(urljoin(f"http://here{path}", link))
            if target.netloc == "here":
                waiting.append(target.path + (f"?{target.query}" if target.query else ""))
    return found


def wrongs(page: Page, path: str, language: str) -> list[str]:
    """What axe, the console and the width say of a page at both sizes."""
    said: list[str] = []
    page.on(
        "console",
        lambda message: said.append(f"console: {message.text}") if message.type == "error" else None,
    )
    page.set_viewport_size(DESK)
    answer = page.goto(path)
    assert answer is not None
    if answer.status >= 400:
        said.append(f"status {answer.status}")
    spoken = page.evaluate("document.documentElement.lang")
    if spoken != language:
        said.append(f"speaks {spoken}")
    page.evaluate(AXE.read_text())
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if overflow > 0:
            said.append(f"{size['width']} px: {overflow} px too wide")
        violations = page.evaluate(RUN_AXE)
        said += [f"{size['width']} px: {each['id']}: {_shown(each['nodes'])}" for each in violations]
    return [f"{language} {path}: {each}" for each in said]


def _shown(nodes: list[dict[str, str]]) -> str:
    return json.dumps([node["html"][:160] for node in nodes[:3]])


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("reader", ["plan_office", "citizen"])
def test_no_page_shuts_anybody_out(window: BrowserContext, house: House, reader: str, language: str) -> None:
    page = enter(window, house, "ufficio.melzo@example.org") if reader == "plan_office" else window.new_page()
    start = (
        ["/", "/melzo/"]
        if reader == "plan_office"
        else ["/", "/frignano/", "/accesso/login/", "/non-esiste/"]
    )
    page.goto("/")
    found = addresses(page, start, ALIKE[language])
    window.add_cookies([{"name": "django_language", "value": language, "url": house.url}])
    assert len(found) > (40 if reader == "plan_office" else 15)
    wrong = []
    for path in found:
        sheet = window.new_page()
        wrong += [
            each
            for each in wrongs(sheet, path, language)
            if not ("non-esiste" in path and ("404" in each or "status" in each))
        ]
        sheet.close()
    assert "\n".join(wrong) == ""
