"""The pages of a document of hypotheses: who sees what, what they ask, what they say."""

from __future__ import annotations

from django.test import Client

from ordito.participation.models import Process
from tests.participation.ideas import fifteen, opened, sitting

HERE = "/melzo/percorsi/labgo/ipotesi/"
ONE = f"{HERE}nuove-ipotesi-per-il-welfare-locale/"
PAGES = (
    "",
    "modifica/",
    "scrivi/",
    "paragrafi/1/",
    "versioni/1/",
    "differenze/",
    "decidi/",
    "esito/",
    "emendamenti/",
    "emendamenti/nuovo/?paragrafo=1",
    "emendamenti/1/",
)


def test_every_page_opens(path: Process, at_planners_desk: Client) -> None:
    fifteen(opened(path))
    sitting(path.body)
    asked = [f"{ONE}{page}" for page in PAGES] + [f"{HERE}nuova/", "/melzo/percorsi/labgo/"]
    assert {page: at_planners_desk.get(page).status_code for page in asked} == dict.fromkeys(asked, 200)
