"""Every thread of the demonstration is walked both ways, link by link, as a citizen and as the plan office.

From an action two clicks reach who asked for it; one comes back to the action, and one more to its money.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from ordito.core.models import User
from ordito.participation.models import Contribution, ContributionState, Placement
from ordito.plan.models import Action, Ground
from ordito.site.demo.load import load_demonstration
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db
MOST_QUESTIONS = 15
LINK = re.compile(r'href="([^"]+)"')
VOICE = re.compile(r"^/[-\w]+/percorsi/[-\w]+/voci/\d+/$")
ACTION = re.compile(r"^/[-\w]+/piano/[-\w]+/azioni/[-.\w]+/$")


@pytest.fixture(scope="module", autouse=True)
def demonstration(
    django_db_setup: None,
    django_db_blocker: pytest.FixtureDef[None],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """The four districts, taken back at the end."""
    var = tmp_path_factory.mktemp("var")
    with django_db_blocker.unblock(), override_settings(VAR=var), transaction.atomic():  # type: ignore[attr-defined]
        load_demonstration(say=lambda _line: None)
        yield
        transaction.set_rollback(True)


@pytest.fixture(params=["citizen", "plan office"])
def reader(request: pytest.FixtureRequest) -> Client:
    return Client() if request.param == "citizen" else signed_in(User.objects.get(email="admin@example.org"))


class Pages:
    """Pages opened once each, and the links on them."""

    def __init__(self, reader: Client) -> None:
        self.reader = reader
        self.opened: dict[str, tuple[str, set[str]]] = {}

    def text(self, url: str) -> str:
        return self._open(url)[0]

    def links(self, url: str) -> set[str]:
        return self._open(url)[1]

    def voices(self, action: str) -> set[str]:
        """The contributions that two clicks from an action reach: on its page, and on that of its thread."""
        asked = f"{action}filo/"
        assert asked in self.links(action), action
        return {link for link in self.links(action) | self.links(asked) if VOICE.match(link)}

    def _open(self, url: str) -> tuple[str, set[str]]:
        path = url.partition("#")[0]
        if path not in self.opened:
            with CaptureQueriesContext(connection) as asked:
                answer = self.reader.get(path)
            assert len(asked) <= MOST_QUESTIONS, path
            assert answer.status_code == 200, path
            text = answer.content.decode()
            main = text[text.index("<main") :]
            self.opened[path] = (text, {unescape(link) for link in LINK.findall(main)})
        return self.opened[path]


def asked_for() -> list[Action]:
    """The actions that rest on something, or whose objective does."""
    rows = Action.objects.select_related("plan__district", "objective")
    grounds = Ground.objects.all()
    actions = set(grounds.values_list("action", flat=True))
    objectives = set(grounds.values_list("objective", flat=True))
    return [each for each in rows.order_by("pk") if each.pk in actions or each.objective_id in objectives]


def test_from_an_action_to_who_asked_and_back_to_its_money(reader: Client) -> None:
    pages, walked = Pages(reader), 0
    for action in asked_for():
        page = action.get_absolute_url()
        for voice in sorted(pages.voices(page)):
            assert page in {link.partition("#")[0] for link in pages.links(voice)}, (page, voice)
            walked += 1
        if action.budget.exists():
            assert 'id="risorse"' in pages.text(page)
            assert f"{action.budget.order_by('year')[0].year}" in pages.text(page)
    assert walked >= 100


def test_from_every_contribution_to_what_became_of_it_and_back(reader: Client) -> None:
    pages, reached = Pages(reader), 0
    shown = Contribution.objects.filter(state=ContributionState.SHOWN).select_related("process__district")
    for said in shown.order_by("pk"):
        page = said.get_absolute_url()
        for action in sorted(
            link.partition("#")[0] for link in pages.links(page) if ACTION.match(link.partition("#")[0])
        ):
            assert page in pages.voices(action), (page, action)
            reached += 1
    assert reached >= 100


def test_every_placed_contribution_leads_to_its_cell_and_the_grid_leads_back(reader: Client) -> None:
    pages = Pages(reader)
    placed = Placement.objects.filter(removed_at__isnull=True).select_related(
        "contribution__process__district", "cell__grid__process__district", "cell__row", "cell__column"
    )
    for each in placed.order_by("pk"):
        said, cell = each.contribution.get_absolute_url(), each.cell.get_absolute_url()
        assert cell in pages.links(said)
        assert said in pages.links(cell)
    assert placed.count() >= 80


def test_only_what_nobody_took_up_stops_where_it_was_said(reader: Client) -> None:
    pages = Pages(reader)
    stopped = pages.text("/melzo/percorsi/labgo-famiglia/che-ne-e-stato/?fin=said")
    waiting = Contribution.objects.filter(
        process__code="labgo-famiglia", placements=None, grounds=None, statements=None, ballot_options=None
    )
    waiting = waiting.filter(paragraphs=None)
    assert waiting.exists()
    for each in waiting:
        assert each.get_absolute_url() in stopped
