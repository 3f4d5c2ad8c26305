"""No page asks the database more because there is more to show: every view, at two sizes.

The views are found, not listed: one that is new is held to this from its first day. Its example address is
in `town.py`, as for the table of permissions; a key of a new kind is taught to `growth.py`.
"""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ordito.core.models import District, User
from tests.conftest import signed_in
from tests.permissions.growth import double
from tests.permissions.town import address, views

pytestmark = pytest.mark.django_db
MOST = 15
GATHER = {"plan:document": 32}
"""The whole plan as a document asks every room for its chapter."""
OF_THE_LAB: tuple[tuple[str, dict[str, object]], ...] = (
    ("process", {}),
    ("contributions", {}),
    ("contribution", {"number": 1}),
    ("became_of_process", {}),
    ("knowledge", {}),
    ("gathering", {"gathering": "plenaria"}),
    ("gathering", {"gathering": "verso-gennaio"}),
    ("hall", {"gathering": "verso-gennaio"}),
    ("grid", {"code": "griglia-di-sintesi"}),
    ("cell", {"code": "griglia-di-sintesi", "row": 1, "column": 1}),
    ("suggestions", {"code": "griglia-di-sintesi"}),
    ("hypothesis", {"code": "compiti-tempo-relazioni"}),
    ("hypothesis", {"code": "conciliare-i-tempi"}),
    ("amendments", {"code": "compiti-tempo-relazioni"}),
    ("ballots", {}),
    ("ballot", {"ballot": "da-dove-cominciare"}),
    ("ballot", {"ballot": "ventimila-euro"}),
)
"""Pages of the path of the demonstration that went from the plenary to the plan: there is much on them."""


def addresses() -> dict[str, str]:
    found = {name: address(name, keys) for name, keys in views().items()}
    lab = {"district": "melzo", "process": "labgo-famiglia"}
    led = [reverse(f"participation:{view}", kwargs=lab | told) for view, told in OF_THE_LAB]
    return {**found, **{path: path for path in led}, "search of a word": f"{found['search']}?q=famiglie"}


def browser_of(email: str) -> Client:
    """A browser that was never here: a phone that comes back is known by its cookie, and looked for."""
    return signed_in(User.objects.get(email=email)) if email else Client()


def counted(browser: Client, paths: dict[str, str]) -> tuple[dict[str, int], dict[str, int], int]:
    """How many queries each view asks for this reader, a page or a file; how much there is to read in all."""
    length = 0
    pages: dict[str, int] = {}
    files: dict[str, int] = {}
    for name, path in paths.items():
        with CaptureQueriesContext(connection) as queries:
            answer = browser.get(path)
            length += len(answer.getvalue())
        if answer.status_code == 200:
            (pages if answer["Content-Type"].startswith("text/html") else files)[name] = len(queries)
    return pages, files, length


@pytest.mark.parametrize("reader", ["ufficio.melzo@example.org", ""], ids=["plan_office", "citizen"])
def test_no_page_asks_more_of_a_district_that_is_twice_as_large(reader: str) -> None:
    paths = addresses()
    pages, files, length = counted(browser_of(reader), paths)
    assert (len(pages) > 25, len(files) > 5) == (True, True)
    assert sum(double(District.objects.get(slug="melzo")).values()) > 1_000
    more_pages, more_files, more_length = counted(browser_of(reader), paths)
    assert more_length > 1.1 * length
    grown = {
        name: (count, few[name])
        for few, many in ((pages, more_pages), (files, more_files))
        for name, count in many.items()
        if name in few and count > few[name]
    }
    assert grown == {}
    most = {name: GATHER.get(name, MOST) for name in more_pages}
    assert {name: count for name, count in more_pages.items() if count > most[name]} == {}
