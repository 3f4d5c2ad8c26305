"""A small community: Il Filo and the Caritas, Anna who speaks for Il Filo, and what they offer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from ordito.community.commands import (
    AgreementFacts,
    CompetenceFacts,
    OrganisationFacts,
    PersonFacts,
    add_agreement,
    add_organisation,
    add_person,
    appoint_delegate,
    offer_competence,
)
from ordito.core.models import Operator
from ordito.core.period import Period
from ordito.territory.models import Municipality
from tests.conftest import signed_in

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from ordito.community.models import Agreement, Competence, Delegate, Organisation, Person
    from ordito.core.models import District, User

TODAY = date(2017, 1, 9)


def organisation(district: District, name: str, **facts: Any) -> Organisation:
    facts = OrganisationFacts(name=name, **facts)
    return add_organisation(district, by=Operator(), facts=facts, despite_similar=True)


def person(district: District, name: str, **facts: Any) -> Person:
    return add_person(district, by=Operator(), facts=PersonFacts(name=name, **facts), despite_similar=True)


def voice(
    speaks_for: Organisation,
    who: Person,
    starts_on: date = date(2016, 1, 1),
    ends_before: date | None = None,
    kind: str = "delegate",
) -> Delegate:
    period = Period(starts_on, ends_before)
    return appoint_delegate(speaks_for, by=Operator(), person=who, period=period, kind=kind)


def offer(by: Organisation, description: str, starts_on: date = date(2016, 1, 1), **facts: Any) -> Competence:
    facts = CompetenceFacts(description=description, **facts)
    return offer_competence(by, by=Operator(), facts=facts, starts_on=starts_on)


def agreement(district: District, title: str, **facts: Any) -> Agreement:
    return add_agreement(district, by=Operator(), facts=AgreementFacts(title=title, **facts))


@pytest.fixture
def melzo(district: District) -> Municipality:
    return Municipality.objects.create(district=district, istat_code="015142", name="Melzo")


@pytest.fixture
def filo(district: District, melzo: Municipality) -> Organisation:
    """A cooperative with its seat in Melzo."""
    return organisation(
        district,
        "Cooperativa Il Filo",
        kind="cooperative",
        municipality=melzo,
        purpose="Doposcuola e famiglie",
    )


@pytest.fixture
def caritas(district: District) -> Organisation:
    return organisation(district, "Caritas decanale", kind="parish")


@pytest.fixture
def anna(district: District) -> Person:
    return person(district, "Anna Sala", email="anna@example.org", phone="02 123")


@pytest.fixture
def luca(district: District) -> Person:
    return person(district, "Luca Ferri")


@pytest.fixture
def marco(district: District, delegate: User) -> Person:
    """The person of the register who signs in with Marco's account."""
    return person(district, "Marco Neri", account=delegate)


def text_of(answer: HttpResponse) -> str:
    """The page as one line, whatever the template's line breaks."""
    return " ".join(answer.content.decode().split())


@pytest.fixture
def at_delegates_desk(filo: Organisation, marco: Person, delegate: User) -> Client:
    """The browser of Marco, who speaks for Il Filo."""
    voice(filo, marco)
    return signed_in(delegate)


@pytest.fixture
def community(
    district: District, filo: Organisation, caritas: Organisation, anna: Person, luca: Person
) -> list[str]:
    """Everything that a page can show, once; the addresses of all the pages to read."""
    voice(filo, luca, date(2015, 1, 1), date(2016, 1, 1))
    voice(filo, anna)
    offer(filo, "Mediazione familiare", user_area="FAM")
    agreement(district, "Patto", kind="pact", starts_on=date(2016, 1, 1), parties=(filo, caritas))
    here = "/melzo/comunita/"
    pages = (
        "",
        "organizzazioni/cooperativa-il-filo/",
        "competenze/",
        "accordi/",
        "accordi/patto/",
        "persone/",
    )
    return [here + page for page in (*pages, "persone/anna-sala/")]
