"""What the territory tells the house: stations, what is due, what a search finds, the names of its deeds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ordito.core.command import commands
from ordito.core.loop import Due, Station
from ordito.core.models import District, RoleKind, User
from ordito.territory.models import PlaceKind, Population
from ordito.territory.queries import at_home, deed_names, shelves
from tests.home import found_on, told_by
from tests.territory.conftest import CENSUS, OPERATOR, TODAY, Towns, keeper, place, sub_area
from tests.territory.test_organisation import function

stations, due = told_by(at_home)
search = found_on(shelves)
STREET = AnonymousUser()


def station(district: District, key: str, on: date = TODAY) -> Station:
    return next(each for each in stations(district, STREET, on) if each.key == key)


def titles(found: list[Due]) -> list[str]:
    return [each.title for each in found]


def test_listening_counts_desks_and_the_municipalities_without(towns: Towns) -> None:
    place(towns.district, "Sportello", PlaceKind.DESK, towns.alba, towns.borgo)
    place(towns.district, "Casa", PlaceKind.HEALTH_HOUSE, towns.casale)
    told = station(towns.district, "ascolto")
    assert (told.figure, told.what, told.due, told.urgency) == (
        "1",
        "sportello o polo aperto",
        "1 comune senza sportello",
        "soon",
    )
    assert told.url == "/valle/territorio/luoghi/"
    place(towns.district, "Polo", PlaceKind.POLE, towns.casale)
    told = station(towns.district, "ascolto")
    assert (told.figure, told.what, told.due, told.urgency) == ("2", "sportelli e poli aperti", "", "calm")


def test_needs_begin_with_the_oldest(towns: Towns) -> None:
    told = station(towns.district, "bisogni")
    assert (told.figure, told.what) == ("9,3\u00a0%", "dai 75 anni in su, su 1.500 abitanti")
    Population.objects.all().delete()
    Population.objects.create(municipality=towns.alba, source="Unione", people=41_006)
    told = station(towns.district, "bisogni")
    assert (told.figure, told.what) == ("41.006", "abitanti")
    Population.objects.all().delete()
    assert station(towns.district, "bisogni").figure == "—"


def test_reordering_says_functions_and_the_social_workers_that_lack(towns: Towns) -> None:
    Population.objects.filter(municipality=towns.alba, age_from=0).update(people=8_600)
    told = station(towns.district, "riordino")
    assert (told.figure, told.what, told.due) == (
        "0",
        "funzioni organizzate",
        "servono 2,00 assistenti sociali (1:5.000)",
    )
    function(towns.district, "Tutela", "central", full_time_social_workers=Decimal("0.75"))
    told = station(towns.district, "riordino")
    assert (told.figure, told.what, told.due, told.urgency) == (
        "1",
        "funzione organizzata",
        "mancano 1,25 assistenti sociali (1:5.000)",
        "soon",
    )
    function(towns.district, "Territorio", "every_municipality", full_time_social_workers=Decimal("1.25"))
    told = station(towns.district, "riordino")
    assert (told.due, told.urgency) == ("livello essenziale 1:5.000 raggiunto", "calm")
    Population.objects.all().delete()
    assert station(towns.district, "riordino").due == ""


def test_what_is_due_is_told_to_who_can_mend_it(towns: Towns, stranger: User) -> None:
    office = keeper(towns.district)
    place(towns.district, "Casa della Salute", PlaceKind.HEALTH_HOUSE, None, towns.alba)
    found = due(towns.district, office, TODAY)
    assert titles(found) == [
        "3 comuni senza sportello",
        "Il conteggio degli abitanti è del 01/01/2023",
        "Casa della Salute: manca il comune",
    ]
    assert (found[0].detail, found[1].on, found[2].url) == (
        "Alba, Borgo, Casale",
        date(2026, 1, 1),
        "/valle/territorio/luoghi/casa-della-salute/",
    )
    for other in (STREET, stranger, keeper(towns.district, RoleKind.DELEGATE, "m@valle.it")):
        assert due(towns.district, other, TODAY) == []
    stranger.is_installation_admin = True
    assert len(due(towns.district, stranger, TODAY)) == 3


def test_a_count_grows_old_after_three_years(towns: Towns) -> None:
    place(towns.district, "Polo", PlaceKind.POLE, towns.alba, towns.borgo, towns.casale)
    assert titles(due(towns.district, OPERATOR, date(2025, 12, 31))) == []
    assert titles(due(towns.district, OPERATOR, date(2026, 1, 1))) == [
        "Il conteggio degli abitanti è del 01/01/2023"
    ]
    Population.objects.update(on=date(2024, 2, 29))
    assert titles(due(towns.district, OPERATOR, date(2027, 2, 27))) == []
    Population.objects.all().delete()
    assert titles(due(towns.district, OPERATOR, TODAY)) == ["Abitanti per età: nessun conteggio con una data"]


def test_a_district_without_municipalities_owes_nothing(district: District) -> None:
    assert due(district, OPERATOR, TODAY) == []


@pytest.mark.parametrize(
    ("others", "said"),
    [(0, "Alba, Borgo, Casale"), (1, "Alba, Borgo, Casale e un altro"), (2, "Alba, Borgo, Casale e altri 2")],
)
def test_long_lists_of_names_are_cut(towns: Towns, others: int, said: str) -> None:
    for turn in range(others):
        towns.district.municipalities.create(istat_code=f"99800{turn}", name=f"Zona {turn}")
    assert due(towns.district, OPERATOR, TODAY)[0].detail == said


def test_the_house_asks_few_questions_whatever_the_size(towns: Towns) -> None:
    def asked() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as first:
            stations(towns.district, STREET, TODAY)
        with CaptureQueriesContext(connection) as second:
            due(towns.district, OPERATOR, TODAY)
        return len(first), len(second)

    small = asked()
    for turn in range(30):
        row = towns.district.municipalities.create(istat_code=f"9980{turn:02}", name=f"Zona {turn}")
        Population.objects.create(municipality=row, source="ISTAT", on=CENSUS, people=10)
    assert (small, asked()) == ((4, 5), (4, 5))


def test_a_search_finds_municipalities_by_sub_area_places_and_functions(towns: Towns) -> None:
    sub_area(towns.district, "Alto Piano", towns.alba)
    place(towns.district, "Sportello sociale", PlaceKind.DESK, towns.alba, address="Piazza Alta 1")
    place(towns.district, "Sala", PlaceKind.MEETING_ROOM)
    function(towns.district, "Sportello per stranieri", "central")
    function(towns.district, "Sportello chiuso", "central", ends_before=TODAY)

    def found(words: str) -> list[tuple[str, str, str]]:
        return [(hit.kind, hit.title, hit.excerpt) for hit in search(towns.district, STREET, words)]

    assert found("alto piano") == [("Comune", "Alba", "Alto Piano")]
    assert found("sportelli") == [
        ("Sportello sociale", "Sportello sociale", "Piazza Alta 1, Alba"),
        ("Funzione", "Sportello per stranieri", "centrale"),
    ]
    assert found("casale") == [("Comune", "Casale", "")]
    assert found("sala") == [("Sala incontri", "Sala", "")]
    assert (
        search(towns.district, STREET, "stranieri")[0].url
        == "/valle/territorio/organizzazione/#sportello-per-stranieri"
    )


def test_every_deed_of_the_room_has_a_name() -> None:
    ours = {name for name in commands() if name.startswith("territory.")}
    assert set(deed_names()) - {"territory.add_municipality"} == ours
