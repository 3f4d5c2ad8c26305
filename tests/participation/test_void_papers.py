"""A paper too many: what is prevented, what its own phone takes back, what whoever facilitates voids."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from ordito.core.access import Forbidden
from ordito.core.models import JournalEntry, User
from ordito.participation.analysis.results import result_of
from ordito.participation.commands.ballots import close_ballot
from ordito.participation.commands.papers import PaperRefused, restore_paper, void_paper
from ordito.participation.models import Ballot, BallotPaper, Gathering, Phone, Whom
from ordito.participation.queries.ballots import marks_of, options_of, papers_of, turnout_of
from tests.conftest import signed_in
from tests.participation.ballot_town import NOON, opened, opened_to
from tests.participation.conftest import OPERATOR
from tests.participation.test_ballot_pages import said


@pytest.fixture
def approval(plenary: Gathering) -> Ballot:
    """An open choice between two things, in which the room and its accounts choose."""
    opened_to(plenary.process, Whom.ROOM)
    return opened(plenary.process, "approval", "Compiti", "Affidi", gathering=plenary)


def where(ballot: Ballot) -> str:
    return f"/r/bolareti/scelte/{ballot.code}/"


def page_of(ballot: Ballot) -> str:
    return f"{ballot.get_absolute_url()}schede/telefoni/"


def chosen_from(phone: Client, ballot: Ballot, option: str = "o1") -> int:
    """Give a paper from a phone; its number."""
    phone.post(where(ballot), {option: "on"})
    return BallotPaper.objects.latest("pk").number


def voted(ballot: Ballot) -> dict[str, int]:
    """How many papers approve each option, as the result counts them."""
    count = result_of(ballot, papers_of(ballot, options_of(ballot))).count
    return {each.option.title: int(each.score) for each in count.places} if count else {}


def test_the_same_browser_has_one_paper_however_many_times_it_frames_the_code(approval: Ballot) -> None:
    phone = Client()
    for _each in range(3):
        phone.get("/r/bolareti/")
        phone.post(where(approval), {"o1": "on"})
    assert (BallotPaper.objects.count(), Phone.objects.count()) == (1, 1)


def test_who_clears_the_cookies_is_another_phone_and_the_page_does_not_deny_it(
    approval: Ballot, at_planners_desk: Client
) -> None:
    phone = Client()
    chosen_from(phone, approval)
    phone.cookies.clear()
    chosen_from(phone, approval)
    assert BallotPaper.objects.count() == 2
    assert "Non si impedisce a chi cancella i cookie" in said(at_planners_desk.get(page_of(approval)))


def test_more_papers_than_people_in_the_room_are_seen(approval: Ballot, in_the_street: Client) -> None:
    Gathering.objects.update(head_count=1)
    chosen_from(Client(), approval)
    assert "più schede che persone" not in said(in_the_street.get(approval.get_absolute_url()))
    chosen_from(Client(), approval)
    assert "più schede che persone in sala" in said(in_the_street.get(approval.get_absolute_url()))


def test_a_void_paper_is_not_counted_and_its_phone_cannot_give_another(
    approval: Ballot, planner: User
) -> None:
    phone = Client()
    number = chosen_from(phone, approval)
    chosen_from(Client(), approval, "o2")
    void_paper(approval, by=planner, number=number, because="ha  scelto due volte", at=NOON)
    assert turnout_of(approval, NOON).papers == turnout_of(approval, NOON).by_phone == 1
    page = said(phone.get(where(approval)))
    assert f"La scheda n. {number} di questo telefono è stata annullata" in page
    assert "ha scelto due volte" in page
    again = phone.post(where(approval), {"o2": "on"})
    assert again.status_code == 422
    assert marks_of(BallotPaper.objects.get(number=number)) == {1: 1}
    close_ballot(approval, by=OPERATOR, at=NOON)
    assert voted(approval) == {"Affidi": 1, "Compiti": 0}


def test_a_paper_put_back_counts_again_while_it_is_open(approval: Ballot, planner: User) -> None:
    number = chosen_from(Client(), approval)
    void_paper(approval, by=planner, number=number, because="due volte", at=NOON)
    restore_paper(approval, by=planner, number=number, at=NOON)
    with pytest.raises(PaperRefused, match="non è fra quelle annullate"):
        restore_paper(approval, by=planner, number=number, at=NOON)
    close_ballot(approval, by=OPERATOR, at=NOON)
    assert voted(approval) == {"Compiti": 1, "Affidi": 0}


def test_when_it_is_closed_nothing_is_taken_out_of_a_result_already_read(
    approval: Ballot, planner: User, at_planners_desk: Client
) -> None:
    number, void = chosen_from(Client(), approval), chosen_from(Client(), approval)
    void_paper(approval, by=planner, number=void, because="due volte", at=NOON)
    close_ballot(approval, by=OPERATOR, at=NOON)
    with pytest.raises(PaperRefused, match="chiusa"):
        void_paper(approval, by=planner, number=number, because="pentito", at=NOON)
    with pytest.raises(PaperRefused, match="chiusa"):
        restore_paper(approval, by=planner, number=void, at=NOON)
    page = said(at_planners_desk.get(page_of(approval)))
    assert ("due volte" in page, "Rimetti nel conto" in page) == (True, False)
    assert "1 scheda di telefono" in said(at_planners_desk.get(approval.get_absolute_url()))


def test_the_journal_keeps_the_number_the_reason_and_who(approval: Ballot, planner: User) -> None:
    number = chosen_from(Client(), approval)
    void_paper(approval, by=planner, number=number, because="due volte", at=NOON)
    restore_paper(approval, by=planner, number=number, at=NOON)
    deeds = ("participation.void_paper", "participation.restore_paper")
    kept = JournalEntry.objects.filter(deed__in=deeds).order_by("pk")
    told = [(each.by, each.changes["number"][1], each.changes["void_because"]) for each in kept]
    assert told == [(planner, number, [None, "due volte"]), (planner, number, ["due volte", None])]


def test_only_a_phones_paper_is_void_and_with_a_reason(
    approval: Ballot, planner: User, delegate: User
) -> None:
    number = chosen_from(Client(), approval)
    mine = BallotPaper.objects.create(ballot=approval, number=111_111, user=delegate, at=NOON)
    with pytest.raises(PaperRefused, match="Nessun telefono"):
        void_paper(approval, by=planner, number=mine.number, because="perché sì", at=NOON)
    with pytest.raises(PaperRefused, match="motivo"):
        void_paper(approval, by=planner, number=number, because="  \n ", at=NOON)
    with pytest.raises(Forbidden):
        void_paper(approval, by=delegate, number=number, because="due volte", at=NOON)
    void_paper(approval, by=planner, number=number, because="due volte", at=NOON)
    with pytest.raises(PaperRefused, match="già annullata"):
        void_paper(approval, by=planner, number=number, because="due volte", at=NOON)


def test_the_page_voids_and_puts_back_and_never_lists_what_nobody_told_it(
    approval: Ballot, at_planners_desk: Client
) -> None:
    number = chosen_from(Client(), approval)
    assert str(number) not in said(at_planners_desk.get(page_of(approval)))
    typed = {"number": number, "void_because": "due volte"}
    told = at_planners_desk.post(page_of(approval), typed, follow=True)
    assert f"La scheda n. {number} non si conta più" in said(told)
    refused = at_planners_desk.post(page_of(approval), typed | {"number": "123"})
    assert (refused.status_code, "Nessun telefono ha dato la scheda n. 123" in said(refused)) == (422, True)
    back = at_planners_desk.post(f"{page_of(approval)}rimetti/", {"number": number}, follow=True)
    assert f"La scheda n. {number} si conta di nuovo" in said(back)
    assert at_planners_desk.post(f"{page_of(approval)}rimetti/", {"number": "\x00²"}).status_code == 422


def test_a_browser_that_gave_a_paper_without_a_name_takes_it_back_before_choosing_with_the_account(
    approval: Ballot, planner: User
) -> None:
    browser, choose = Client(), f"{approval.get_absolute_url()}scheda/"
    chosen_from(browser, approval)
    browser.force_login(planner, backend="allauth.account.auth_backends.AuthenticationBackend")
    for answer in (browser.get(choose), browser.post(choose, {"o2": "on"})):
        assert "è già stata data una scheda senza nome" in said(answer)
    assert BallotPaper.objects.count() == 1
    assert "Riprendi la scheda del telefono" in said(browser.get(where(approval)))
    browser.post(f"{where(approval)}riprendi/")
    assert not BallotPaper.objects.exists()
    browser.post(choose, {"o2": "on"})
    assert [(paper.user, marks_of(paper)) for paper in BallotPaper.objects.all()] == [(planner, {2: 1})]


def test_whose_phones_paper_is_void_chooses_with_the_account(approval: Ballot, planner: User) -> None:
    browser, choose = Client(), f"{approval.get_absolute_url()}scheda/"
    number = chosen_from(browser, approval)
    void_paper(approval, by=planner, number=number, because="sceglie con l'account", at=NOON)
    browser.get(where(approval))
    browser.force_login(planner, backend="allauth.account.auth_backends.AuthenticationBackend")
    browser.post(choose, {"o2": "on"})
    close_ballot(approval, by=OPERATOR, at=NOON)
    assert voted(approval) == {"Affidi": 1, "Compiti": 0}


def test_another_account_is_not_kept_from_choosing(approval: Ballot, planner: User) -> None:
    chosen_from(Client(), approval)
    signed_in(planner).post(f"{approval.get_absolute_url()}scheda/", {"o2": "on"})
    assert BallotPaper.objects.count() == 2


def test_a_phone_takes_back_its_own_paper_alone_and_not_one_that_is_void(
    approval: Ballot, planner: User
) -> None:
    phone, other = Client(), Client()
    number = chosen_from(phone, approval)
    assert other.post(f"{where(approval)}riprendi/").status_code == 422
    void_paper(approval, by=planner, number=number, because="due volte", at=NOON)
    assert phone.post(f"{where(approval)}riprendi/").status_code == 422
    opened_to(approval.process, Whom.INSIDERS)
    assert phone.post(f"{where(approval)}riprendi/").status_code == 403
    assert BallotPaper.objects.count() == 1


def test_no_part_of_a_budget_goes_to_a_paper_that_is_void(plenary: Gathering, planner: User) -> None:
    opened_to(plenary.process, Whom.ROOM)
    ballot = opened(
        plenary.process, "budget", ("Compiti", 60), ("Affidi", 40), budget=Decimal(100), gathering=plenary
    )
    phone = Client()
    number = chosen_from(phone, ballot)
    chosen_from(Client(), ballot, "o2")
    void_paper(ballot, by=planner, number=number, because="due volte", at=NOON)
    close_ballot(ballot, by=OPERATOR, at=NOON)
    assert "La tua parte" not in said(phone.get(where(ballot)))
    assert result_of(ballot, papers_of(ballot, options_of(ballot))).papers == 1
