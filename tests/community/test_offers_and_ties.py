"""What is offered to the community, and the agreements that bind it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from ordito.community.commands import (
    AgreementFacts,
    AgreementRefused,
    CompetenceFacts,
    CompetenceRefused,
    add_agreement,
    attach_document,
    detach_document,
    end_agreement,
    offer_competence,
    resume_competence,
    reword_competence,
    strike_agreement,
    strike_competence,
    update_agreement,
    withdraw_competence,
)
from ordito.community.models import Agreement, AgreementState, Competence
from ordito.community.queries import in_state
from ordito.core.access import Forbidden
from ordito.core.attachments import FileRefused
from ordito.core.models import Attachment, JournalEntry
from ordito.core.period import Period
from tests.community.conftest import TODAY, agreement, offer, organisation, voice

if TYPE_CHECKING:
    from ordito.community.models import Organisation, Person
    from ordito.core.models import District, User

NEW_YEAR, SPRING = date(2016, 1, 1), date(2016, 4, 1)
NOON = datetime(2017, 1, 9, 12, tzinfo=ZoneInfo("Europe/Rome"))
PDF = b"%PDF-1.7 convenzione"


def test_a_delegate_offers_rewords_withdraws_and_offers_again_for_their_own(
    filo: Organisation, marco: Person, delegate: User
) -> None:
    voice(filo, marco)
    facts = CompetenceFacts(description=" Mediazione   familiare ", kind="competence", user_area="FAM")
    made = offer_competence(filo, by=delegate, facts=facts, starts_on=NEW_YEAR)
    assert (made.code, str(made), made.user_area) == ("mediazione-familiare", "Mediazione familiare", "FAM")
    reword_competence(made, by=delegate, facts=CompetenceFacts(description="Una sala", kind="resource"))
    withdraw_competence(made, by=delegate, ends_before=SPRING)
    kept = Competence.objects.get()
    assert (kept.description, kept.kind, kept.user_area, kept.code) == (
        "Una sala",
        "resource",
        "",
        "mediazione-familiare",
    )
    assert (kept.period, kept.district) == (Period(NEW_YEAR, SPRING), filo.district)
    assert resume_competence(made, by=delegate).ends_before is None


def test_a_delegate_offers_nothing_for_others(
    filo: Organisation, caritas: Organisation, marco: Person, delegate: User
) -> None:
    voice(filo, marco)
    theirs = offer(caritas, "Ascolto")
    facts = CompetenceFacts(description="Altro")
    for deed in (
        lambda: offer_competence(caritas, by=delegate, facts=facts, starts_on=NEW_YEAR),
        lambda: reword_competence(theirs, by=delegate, facts=facts),
        lambda: withdraw_competence(theirs, by=delegate, ends_before=SPRING),
        lambda: resume_competence(theirs, by=delegate),
        lambda: strike_competence(theirs, by=delegate),
    ):
        with pytest.raises(Forbidden):
            deed()
    assert Competence.objects.get().description == "Ascolto"


def test_the_same_offer_twice_at_once_is_refused_and_later_is_not(filo: Organisation, planner: User) -> None:
    first = offer(filo, "Mediazione")
    again = CompetenceFacts(description="MEDIAZIONE")
    with pytest.raises(CompetenceRefused, match="Cooperativa Il Filo offre già «MEDIAZIONE»"):
        offer_competence(filo, by=planner, facts=again, starts_on=SPRING)
    withdraw_competence(first, by=planner, ends_before=SPRING)
    later = offer_competence(filo, by=planner, facts=again, starts_on=SPRING, is_synthetic=True)
    assert (later.code, later.is_synthetic) == ("mediazione-2", True)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"description": " "}, "Serve dire che cosa si offre"),
        ({"description": "x" * 301}, "al massimo 300 caratteri"),
        ({"description": "x", "kind": "gift"}, "Il tipo «gift» non esiste"),
        ({"description": "x", "user_area": "TOT"}, "L'area di utenza «TOT» non esiste"),
    ],
)
def test_what_cannot_be_offered_is_refused(
    filo: Organisation, planner: User, wrong: dict[str, str], says: str
) -> None:
    with pytest.raises(CompetenceRefused, match=says):
        offer_competence(filo, by=planner, facts=CompetenceFacts(**wrong), starts_on=NEW_YEAR)


def test_an_offer_is_not_withdrawn_before_it_was_made_but_may_be_struck(
    filo: Organisation, planner: User
) -> None:
    made = offer(filo, "Mediazione", NEW_YEAR)
    with pytest.raises(CompetenceRefused, match="si può cancellare"):
        withdraw_competence(made, by=planner, ends_before=NEW_YEAR)
    strike_competence(made, by=planner)
    assert Competence.objects.count() == 0
    assert JournalEntry.objects.latest("pk").changes["description"] == ["Mediazione", None]


def test_an_agreement_is_written_with_its_parties(
    district: District, filo: Organisation, caritas: Organisation, planner: User
) -> None:
    facts = AgreementFacts(
        title="Convenzione  2016-2018",
        kind="convention",
        starts_on=NEW_YEAR,
        ends_before=date(2019, 1, 1),
        signed_on=date(2015, 11, 17),
        decision="Decisione n. 20",
        parties=(filo, caritas),
    )
    made = Agreement.objects.get(pk=add_agreement(district, by=planner, facts=facts, is_synthetic=True).pk)
    assert (str(made), made.code, made.last_day) == (
        "Convenzione 2016-2018",
        "convenzione-2016-2018",
        date(2018, 12, 31),
    )
    assert set(made.parties.all()) == {filo, caritas}
    told = JournalEntry.objects.filter(deed="community.change_parties").get()
    assert told.changes == {"parties": [[], ["Caritas decanale", "Cooperativa Il Filo"]]}


def test_changed_parties_are_told_and_unchanged_ones_are_not(
    district: District, filo: Organisation, caritas: Organisation, planner: User
) -> None:
    made = agreement(district, "Patto", parties=(filo,))
    update_agreement(made, by=planner, facts=AgreementFacts(title="Patto di comunità", parties=(filo,)))
    assert JournalEntry.objects.filter(deed="community.change_parties").count() == 1
    kept = update_agreement(made, by=planner, facts=AgreementFacts(title="Patto", parties=(caritas,)))
    assert (kept.code, list(kept.parties.all())) == ("patto", [caritas])
    assert JournalEntry.objects.filter(deed="community.change_parties").latest("pk").changes == {
        "parties": [["Cooperativa Il Filo"], ["Caritas decanale"]]
    }


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"title": " "}, "Serve il titolo"),
        ({"title": "x" * 301}, "al massimo 300 caratteri"),
        ({"title": "x", "decision": "x" * 301}, "al massimo 300 caratteri"),
        ({"title": "x", "kind": "handshake"}, "Il tipo «handshake» non esiste"),
        ({"title": "x", "starts_on": SPRING, "ends_before": SPRING}, "non può finire prima di cominciare"),
    ],
)
def test_an_agreement_that_cannot_be_is_refused(
    district: District, planner: User, wrong: dict[str, Any], says: str
) -> None:
    with pytest.raises(AgreementRefused, match=says):
        add_agreement(district, by=planner, facts=AgreementFacts(**wrong))
    assert Agreement.objects.count() == 0


def test_parties_are_of_the_district(district: District, elsewhere: District, planner: User) -> None:
    facts = AgreementFacts(title="Patto", parties=(organisation(elsewhere, "Lontana"),))
    with pytest.raises(AgreementRefused, match="organizzazioni di questo ambito"):
        add_agreement(district, by=planner, facts=facts)


def test_an_agreement_ends_and_not_before_it_starts(district: District, planner: User) -> None:
    made = agreement(district, "Patto", starts_on=NEW_YEAR)
    assert end_agreement(made, by=planner, ends_before=SPRING).state(TODAY) == AgreementState.ENDED
    with pytest.raises(AgreementRefused, match="prima di cominciare"):
        end_agreement(made, by=planner, ends_before=NEW_YEAR)
    undated = agreement(district, "Senza date")
    assert end_agreement(undated, by=planner, ends_before=SPRING).ends_before == SPRING


def test_where_an_agreement_stands_is_told_by_its_days_alone(district: District) -> None:
    periods = {
        "began": (NEW_YEAR, None),
        "ends tomorrow": (NEW_YEAR, date(2017, 1, 10)),
        "ended yesterday": (NEW_YEAR, TODAY),
        "begins today": (TODAY, None),
        "begins tomorrow": (date(2017, 1, 10), None),
        "begins then ends": (date(2017, 1, 10), date(2018, 1, 1)),
        "undated": (None, None),
        "undated with an end": (None, date(2018, 1, 1)),
        "undated and ended": (None, SPRING),
    }
    for title, (starts_on, ends_before) in periods.items():
        agreement(district, title, starts_on=starts_on, ends_before=ends_before)
    asked = {
        state.value: set(in_state(Agreement.objects.all(), state, TODAY).values_list("title", flat=True))
        for state in AgreementState
    }
    assert asked == {
        "in_force": {"began", "ends tomorrow", "begins today"},
        "to_come": {"begins tomorrow", "begins then ends"},
        "ended": {"ended yesterday", "undated and ended"},
        "undated": {"undated", "undated with an end"},
    }
    told: dict[str, set[str]] = {state.value: set() for state in AgreementState}
    for each in Agreement.objects.all():
        told[each.state(TODAY)].add(each.title)
    assert told == asked


def test_a_document_is_attached_replaced_and_taken_away_but_never_lost(
    district: District, planner: User
) -> None:
    made = agreement(district, "Patto")
    attach_document(made, by=planner, name="patto.pdf", content=PDF, at=NOON)
    kept = attach_document(made, by=planner, name="firmato.pdf", content=PDF, at=NOON, is_public=True)
    assert kept.document is not None
    assert (kept.document.name, kept.document.added_at, kept.document_is_public) == (
        "firmato.pdf",
        NOON,
        True,
    )
    kept = detach_document(made, by=planner)
    assert (kept.document, kept.document_is_public) == (None, False)
    assert sorted(Attachment.objects.values_list("name", flat=True)) == ["firmato.pdf", "patto.pdf"]


def test_a_file_that_is_not_what_it_says_is_not_attached(district: District, planner: User) -> None:
    made = agreement(district, "Patto")
    with pytest.raises(FileRefused, match="non contiene quello che il nome promette"):
        attach_document(made, by=planner, name="patto.pdf", content=b"MZ", at=NOON)
    assert Attachment.objects.count() == 0


def test_an_agreement_that_was_never_made_is_struck(
    district: District, filo: Organisation, planner: User
) -> None:
    strike_agreement(agreement(district, "Patto", parties=(filo,)), by=planner)
    assert Agreement.objects.count() == 0
    assert JournalEntry.objects.latest("pk").changes["title"] == ["Patto", None]


def test_only_the_plan_office_writes_agreements(district: District, delegate: User) -> None:
    made = agreement(district, "Patto")
    facts = AgreementFacts(title="Altro")
    for deed in (
        lambda: add_agreement(district, by=delegate, facts=facts),
        lambda: update_agreement(made, by=delegate, facts=facts),
        lambda: end_agreement(made, by=delegate, ends_before=SPRING),
        lambda: attach_document(made, by=delegate, name="a.pdf", content=PDF, at=NOON),
        lambda: detach_document(made, by=delegate),
        lambda: strike_agreement(made, by=delegate),
    ):
        with pytest.raises(Forbidden):
            deed()
    assert Agreement.objects.get().title == "Patto"
