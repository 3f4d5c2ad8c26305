"""Phones of a room give their paper: one each, without a name, while it is open."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ordito.participation.commands.ballots import close_ballot
from ordito.participation.models import Ballot, BallotPaper, Gathering, Phone, Whom
from ordito.participation.queries.ballots import marks_of
from tests.participation.ballot_town import NOON, opened, opened_to, prepared
from tests.participation.conftest import OPERATOR
from tests.participation.test_ballot_pages import said


@pytest.fixture
def budget(plenary: Gathering) -> Ballot:
    """An open choice within 100 euros in which the room chooses."""
    opened_to(plenary.process, Whom.ROOM)
    return opened(
        plenary.process, "budget", ("Compiti", 60), ("Affidi", 40), budget=Decimal(100), gathering=plenary
    )


def where(ballot: Ballot) -> str:
    return f"/r/bolareti/scelte/{ballot.code}/"


def test_a_phone_gives_one_paper_and_may_change_it_until_it_is_closed(budget: Ballot) -> None:
    phone, other = Client(), Client()
    assert "Scegli le priorità" in said(phone.get("/r/bolareti/"))
    phone.get(where(budget))
    given = phone.post(where(budget), {"o1": "on"}, follow=True)
    number = BallotPaper.objects.get().number
    assert f"Ha il numero {number}, che sa solo questo telefono" in said(given)
    for _twice in range(2):
        phone.post(where(budget), {"o2": "on"})
    other.post(where(budget), {"o2": "on"})
    assert [marks_of(paper) for paper in budget.papers.order_by("pk")] == [{2: 1}, {2: 1}]
    assert Phone.objects.count() == 2
    close_ballot(budget, by=OPERATOR, at=NOON)
    late = phone.post(where(budget), {"o1": "on"})
    assert (late.status_code, "La scelta è chiusa" in said(late)) == (422, True)
    assert "La tua parte era di 50 €. È andata così: Affidi: 20 €" in said(phone.get(where(budget)))
    assert "La tua parte" not in said(Client().get(where(budget)))
    assert [marks_of(paper) for paper in budget.papers.order_by("pk")] == [{2: 1}, {2: 1}]


def test_who_has_an_account_open_on_the_phone_chooses_with_it_once(
    budget: Ballot, at_planners_desk: Client
) -> None:
    page = said(at_planners_desk.get(where(budget)))
    assert "chi ha un account dà la scheda con quello" in page
    refused = at_planners_desk.post(where(budget), {"o1": "on"})
    assert (refused.status_code, BallotPaper.objects.count()) == (422, 0)
    stranger = Client()
    stranger.post(where(budget), {"o1": "on"})
    assert "è contato due volte" in said(at_planners_desk.get(budget.get_absolute_url()))
    paper = BallotPaper.objects.get()
    assert (paper.user, paper.phone) == (None, Phone.objects.get())  # whose the phone is stays unknown


def test_a_phone_chooses_only_where_the_phase_lets_the_room(budget: Ballot) -> None:
    opened_to(budget.process, Whom.INSIDERS)
    phone = Client()
    assert "Scegli le priorità" not in said(phone.get("/r/bolareti/"))
    assert "non si sceglie" in said(phone.get(where(budget)))
    assert phone.post(where(budget), {"o1": "on"}).status_code == 403
    assert not BallotPaper.objects.exists()


def test_what_is_in_preparation_or_of_another_room_is_not_found(plenary: Gathering, budget: Ballot) -> None:
    waiting = prepared(plenary.process, "approval", "A", "B", gathering=plenary)
    elsewhere = opened(plenary.process, "approval", "A", "B")
    for ballot in (waiting, elsewhere):
        assert Client().get(where(ballot)).status_code == 404
    assert Client().get(f"/r/maidetta/scelte/{budget.code}/").status_code == 404


def test_nonsense_from_a_phone_is_refused(plenary: Gathering) -> None:
    opened_to(plenary.process, Whom.ROOM)
    ballot = opened(plenary.process, "points", "A", "B", points=3, gathering=plenary)
    phone = Client()
    for mark in ("9", "-1", "<script>", "\x00"):
        answer = phone.post(where(ballot), {"o1": mark})
        assert (answer.status_code, "<script>alert" in answer.content.decode()) == (422, False)
    assert not BallotPaper.objects.exists()


def test_a_phones_page_asks_the_same_whatever_the_papers(budget: Ballot) -> None:
    phone = Client()
    phone.post(where(budget), {"o1": "on"})

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            phone.get(where(budget))
        return len(seen)

    few = asked()
    for _each in range(5):
        Client().post(where(budget), {"o1": "on"})
    assert (asked() == few, few <= 15) == (True, True)
