"""What the community tells the house: stations, what is due, what a search finds, deeds in words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from ordito.community.queries import at_home, deed_names, shelves
from ordito.core.command import commands
from tests.community.conftest import TODAY, agreement, offer, organisation, person, voice
from tests.home import found_on, told_by

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from ordito.community.models import Organisation, Person
    from ordito.core.models import District, User

stations, due = told_by(at_home)
search = found_on(shelves)
PUBLIC = AnonymousUser()
YEAR = date(2016, 1, 1)


def test_an_empty_community_says_so_and_owes_nothing(district: District, planner: User) -> None:
    told = [(each.key, each.figure, each.what, each.due) for each in stations(district, planner, TODAY)]
    assert told == [
        ("servizi", "0", "competenze e risorse offerte da 0 organizzazioni", ""),
        ("coesione", "0", "organizzazioni, 0 accordi in vigore", ""),
    ]
    assert due(district, planner, TODAY) == []


def test_the_stations_count_what_holds_today(
    district: District,
    elsewhere: District,
    filo: Organisation,
    caritas: Organisation,
    anna: Person,
    planner: User,
) -> None:
    voice(filo, anna)
    offer(filo, "Mediazione")
    offer(filo, "Una sala", TODAY + timedelta(days=1))
    agreement(district, "Patto", starts_on=YEAR)
    agreement(district, "Vecchio", starts_on=YEAR, ends_before=TODAY)
    agreement(district, "Senza date")
    offer(organisation(elsewhere, "Lontana"), "Altro")
    told = [(each.figure, each.what, each.due, each.urgency) for each in stations(district, planner, TODAY)]
    assert told == [
        ("1", "competenza o risorsa offerta da 1 organizzazione", "", "calm"),
        ("2", "organizzazioni, 1 accordo in vigore", "1 senza un delegato", "soon"),
    ]


def test_the_stations_open_the_registers_they_count(district: District) -> None:
    urls = [each.url for each in stations(district, PUBLIC, TODAY)]
    assert urls == ["/melzo/comunita/competenze/", "/melzo/comunita/"]


def test_the_public_is_not_told_who_is_missing(district: District, filo: Organisation) -> None:
    assert [each.due for each in stations(district, PUBLIC, TODAY)] == ["", ""]
    assert due(district, PUBLIC, TODAY) == []


def test_what_is_about_to_end_is_due_by_its_last_day(
    district: District, filo: Organisation, anna: Person, luca: Person, delegate: User
) -> None:
    voice(filo, anna, YEAR, TODAY + timedelta(days=30))
    voice(filo, luca, YEAR, TODAY + timedelta(days=31))
    agreement(district, "Vicino", starts_on=YEAR, ends_before=TODAY + timedelta(days=90))
    agreement(district, "Lontano", starts_on=YEAR, ends_before=TODAY + timedelta(days=91))
    agreement(district, "Finito", starts_on=YEAR, ends_before=TODAY)
    agreement(district, "Senza fine", starts_on=YEAR)
    told = [(each.on, each.when, each.title, each.detail) for each in due(district, delegate, TODAY)]
    assert told == [
        (
            date(2017, 4, 8),
            "entro il 08/04/2017",
            "Scade l'accordo: Vicino",
            "da rinnovare, o da lasciar finire",
        ),
        (date(2017, 2, 7), "entro il 07/02/2017", "Finisce la delega di Anna Sala", "Cooperativa Il Filo"),
    ]


def test_organisations_without_a_voice_are_one_line_that_opens_their_list(
    district: District, filo: Organisation, caritas: Organisation, planner: User
) -> None:
    (silent,) = due(district, planner, TODAY)
    assert (silent.title, silent.url, silent.on) == (
        "2 organizzazioni senza un delegato in vigore",
        "/melzo/comunita/?voce=no",
        TODAY,
    )


def test_the_home_page_asks_three_queries_at_any_size(
    district: District, planner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(12):
        made = organisation(district, f"Ente {n}")
        voice(made, person(district, f"Delegato {n}"), YEAR, TODAY + timedelta(days=5))
        agreement(district, f"Accordo {n}", starts_on=YEAR, ends_before=TODAY + timedelta(days=5))
        offer(made, "Ascolto")
    assert planner.held_roles
    with django_assert_num_queries(3):
        stations(district, planner, TODAY)
        assert len(due(district, planner, TODAY)) == 20


def test_a_search_finds_stems_and_forgives_accents(
    district: District,
    elsewhere: District,
    filo: Organisation,
    caritas: Organisation,
    anna: Person,
    planner: User,
) -> None:
    offer(caritas, "Doposcuola per famiglie")
    agreement(district, "Patto per le famiglie", signed_on=YEAR, decision="Decisione n. 3")
    organisation(elsewhere, "Famiglie lontane")
    person(district, "Famiglia Rossi")
    found = {
        (each.kind, each.title, each.url, each.excerpt, each.on)
        for each in search(district, planner, "famìglia")
    }
    assert found == {
        (
            "Organizzazione",
            "Cooperativa Il Filo",
            "/melzo/comunita/organizzazioni/cooperativa-il-filo/",
            "Doposcuola e famiglie",
            None,
        ),
        (
            "Competenza o risorsa",
            "Doposcuola per famiglie",
            "/melzo/comunita/organizzazioni/caritas-decanale/",
            "Caritas decanale",
            None,
        ),
        (
            "Accordo",
            "Patto per le famiglie",
            "/melzo/comunita/accordi/patto-per-le-famiglie/",
            "Decisione n. 3",
            YEAR,
        ),
        ("Persona", "Famiglia Rossi", "/melzo/comunita/persone/famiglia-rossi/", "", None),
    }


def test_people_are_found_only_by_insiders(
    district: District, anna: Person, stranger: User, delegate: User
) -> None:
    found = [[each.title for each in search(district, user, "Sala")] for user in (delegate, stranger, PUBLIC)]
    assert found == [["Anna Sala"], [], []]


def test_every_deed_of_the_community_has_its_words() -> None:
    deeds = {name for name in commands() if name.startswith("community.")} | {"community.change_parties"}
    assert set(deed_names()) == deeds
