"""The community's lists: narrowed, exported, and as quick for thirty rows as for three."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ordito.community.models import Agreement, Competence, Delegate, Organisation, Person
from tests.community.conftest import TODAY, agreement, offer, organisation, person, text_of
from tests.conftest import signed_in

if TYPE_CHECKING:
    from django.test import Client

    from ordito.core.models import District, User
    from ordito.territory.models import Municipality

HERE = "/melzo/comunita/"


# as many queries for three rows as for thirty


def fill(district: District, melzo: Municipality, rows: range) -> None:
    """Write the same community again, with as many of everything as there are rows."""
    first = organisation(district, f"Prima {rows.start}")
    anna = person(district, f"Anna di {rows.start}")
    others = Organisation.objects.bulk_create(
        Organisation(district=district, code=f"ente-{n}", name=f"Ente {n}", municipality=melzo) for n in rows
    )
    people = Person.objects.bulk_create(
        Person(district=district, code=f"voce-{n}", name=f"Voce {n}") for n in rows
    )
    new_year, then = date(2016, 1, 1), date(2015, 1, 1)
    Delegate.objects.bulk_create(
        delegate
        for each, who in zip(others, people, strict=True)
        for delegate in (
            Delegate(organisation=each, person=who, starts_on=new_year),
            Delegate(organisation=each, person=anna, starts_on=new_year),
            Delegate(organisation=first, person=who, starts_on=new_year),
            Delegate(organisation=first, person=who, starts_on=then, ends_before=new_year),
        )
    )
    Competence.objects.bulk_create(
        Competence(organisation=by, code=f"offerta-{each.code}", description="Ascolto", starts_on=new_year)
        for each in others
        for by in (first, each)
    )
    ties = Agreement.objects.bulk_create(
        Agreement(district=district, code=f"accordo-{n}", title=f"Accordo {n}", starts_on=new_year)
        for n in rows
    )
    Party = Agreement.parties.through  # noqa: N806 - it is a model
    Party.objects.bulk_create(
        Party(agreement=tie, organisation=who)
        for tie, each in zip(ties, others, strict=True)
        for who in (first, each)
    )
    agreement(district, f"Grande {rows.start}", parties=tuple(others), starts_on=new_year)


@pytest.mark.parametrize(
    "page",
    [
        "",
        "?export=csv",
        "organizzazioni/prima-{}/",
        "competenze/",
        "persone/",
        "persone/?export=csv",
        "persone/anna-di-{}/",
        "accordi/",
        "accordi/grande-{}/",
        "nuovo-accordo/",
        "organizzazioni/prima-{}/nuovo-delegato/",
        "nuova-competenza/",
    ],
)
def test_a_page_takes_as_many_queries_for_three_rows_as_for_thirty(
    district: District, melzo: Municipality, planner: User, page: str
) -> None:
    taken = []
    for rows in (range(3), range(3, 33)):
        fill(district, melzo, rows)
        browser = signed_in(planner)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert browser.get(HERE + page.format(rows.start)).status_code == 200
        taken.append(len(queries))
    assert (taken[0] == taken[1], taken[1] <= 15) == (True, True), taken


# lists


def names(browser: Client, url: str, **asked: str) -> list[str]:
    lines = browser.get(HERE + url, {"export": "csv", **asked}).content.decode("utf-8-sig").splitlines()
    return [line.partition(",")[0] for line in lines[1:]]


def test_organisations_are_narrowed_by_kind_municipality_sector_voice_and_words(
    community: list[str], district: District, at_planners_desk: Client
) -> None:
    organisation(district, "Comune di Melzo", kind="municipality")
    asked: list[dict[str, str]] = [
        {},
        {"tipo": "municipality"},
        {"comune": "015142"},
        {"settore": "si"},
        {"settore": "no"},
        {"voce": "si"},
        {"voce": "no"},
        {"q": "doposcuola"},
        {"q": "anna sala"},
        {"sort": "-name"},
    ]
    assert [names(at_planners_desk, "", **each) for each in asked] == [
        ["Caritas decanale", "Comune di Melzo", "Cooperativa Il Filo"],
        ["Comune di Melzo"],
        ["Cooperativa Il Filo"],
        ["Caritas decanale", "Cooperativa Il Filo"],
        ["Comune di Melzo"],
        ["Cooperativa Il Filo"],
        ["Caritas decanale", "Comune di Melzo"],
        ["Cooperativa Il Filo"],
        ["Cooperativa Il Filo"],
        ["Cooperativa Il Filo", "Comune di Melzo", "Caritas decanale"],
    ]


def test_competences_in_force_are_narrowed_by_kind_by_whom_they_are_for_and_by_place(
    filo: Organisation, caritas: Organisation, in_the_street: Client
) -> None:
    offer(filo, "Mediazione", user_area="FAM")
    offer(caritas, "Una sala", kind="resource")
    offer(caritas, "Domani", TODAY + timedelta(days=1))
    asked: list[dict[str, str]] = [
        {},
        {"tipo": "resource"},
        {"area": "FAM"},
        {"comune": "015142"},
        {"q": "caritas"},
    ]
    assert [names(in_the_street, "competenze/", **each) for each in asked] == [
        ["Mediazione", "Una sala"],
        ["Una sala"],
        ["Mediazione"],
        ["Mediazione"],
        ["Una sala"],
    ]


def test_agreements_are_narrowed_by_kind_and_by_where_they_stand(
    district: District, in_the_street: Client
) -> None:
    agreement(district, "Vivo", kind="pact", starts_on=date(2016, 1, 1), ends_before=date(2017, 2, 1))
    agreement(district, "Finito", kind="pact", starts_on=date(2015, 1, 1), ends_before=TODAY)
    agreement(district, "Senza date", decision="Decisione n. 3")
    assert [
        names(in_the_street, "accordi/", **each)
        for each in ({}, {"tipo": "pact"}, {"stato": "in_force"}, {"stato": "ended"}, {"q": "n. 3"})
    ] == [["Senza date", "Vivo", "Finito"], ["Vivo", "Finito"], ["Vivo"], ["Finito"], ["Senza date"]]
    assert "scade tra 22 giorni" in text_of(in_the_street.get(HERE + "accordi/"))


def test_people_are_narrowed_by_whether_they_speak(
    community: list[str], district: District, delegate: User
) -> None:
    browser = signed_in(delegate)
    assert [names(browser, "persone/", voce=answer) for answer in ("si", "no")] == [
        ["Anna Sala"],
        ["Luca Ferri"],
    ]


def test_empty_registers_teach_the_plan_office_and_only_tell_the_public(
    district: District, at_planners_desk: Client, in_the_street: Client
) -> None:
    teaches = {
        "": ("Conviene cominciare da chi siede già ai tavoli", "Nessuna organizzazione è ancora iscritta"),
        "accordi/": ("Il primo, di solito, è la convenzione", "Nessun accordo è ancora iscritto"),
        "competenze/": (
            "Una competenza è qualcosa che si sa fare",
            "Una competenza è qualcosa che si sa fare",
        ),
    }
    for url, (planner_reads, public_reads) in teaches.items():
        assert planner_reads in text_of(at_planners_desk.get(HERE + url))
        assert public_reads in text_of(in_the_street.get(HERE + url))
    assert "Le persone si scrivono quando" in text_of(at_planners_desk.get(HERE + "persone/"))
