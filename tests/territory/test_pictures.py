"""Maps, pyramids and the plan's chapter: the same figures, drawn."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ordito.core.models import District
from ordito.territory.figures import AgeCount
from ordito.territory.models import PlaceKind, Population
from ordito.territory.queries import (
    BY_KEY,
    INDICATORS,
    Source,
    drawn_map,
    geojson_of,
    marks_of,
    overview_of,
    pyramid_of,
    scopes_of,
    territory_chapter_facts,
)
from tests.territory.conftest import CENSUS, TODAY, Towns, place, sub_area
from tests.territory.test_organisation import function


def count(
    towns: Towns, sex: str, age_from: int, age_before: int | None, people: int, on: date = CENSUS
) -> None:
    for municipality in (towns.alba, towns.borgo):
        Population.objects.create(
            municipality=municipality,
            source="ISTAT",
            on=on,
            sex=sex,
            age_from=age_from,
            age_before=age_before,
            people=people,
        )


def test_the_map_shows_places_where_they_are_or_amid_their_municipality(towns: Towns) -> None:
    towns.alba.longitude, towns.alba.latitude = 11.5, 44.5
    towns.alba.save()
    place(towns.district, "Sportello", PlaceKind.DESK, towns.alba)
    place(towns.district, "Polo", PlaceKind.POLE, towns.alba, longitude=11.1, latitude=44.1)
    place(towns.district, "Sala", PlaceKind.MEETING_ROOM, towns.borgo)
    place(towns.district, "Ufficio", PlaceKind.OFFICE)
    marks = marks_of(towns.district, overview_of(towns.district, TODAY))
    assert [
        (mark.name, mark.longitude, mark.latitude, mark.is_exact, mark.municipality) for mark in marks
    ] == [
        ("Polo", 11.1, 44.1, True, "Alba"),
        ("Sportello", 11.5, 44.5, False, "Alba"),
    ]


def test_the_drawing_and_the_live_map_have_the_same_colours(towns: Towns) -> None:
    sub_area(towns.district, "Piano", towns.alba, towns.borgo)
    place(towns.district, "Polo", PlaceKind.POLE, towns.alba, longitude=11.1, latitude=44.1)
    overview = overview_of(towns.district, TODAY)
    marks = marks_of(towns.district, overview)
    told = geojson_of(towns.district, overview, INDICATORS, marks)
    alba, borgo, casale = (each["properties"] for each in told["features"])
    assert [(each["name"], each["value_density"], each["sub_area"]) for each in (alba, borgo, casale)] == [
        ("Alba", "50,0", "Piano"),
        ("Borgo", "100,0", "Piano"),
        ("Casale", "—", ""),
    ]
    assert (alba["fill_density"], borgo["fill_density"], casale["fill_density"]) == (
        "#e4eefa",
        "#0a3f7a",
        "#f4f5f7",
    )
    assert (alba["ink_density"], borgo["ink_density"]) == ("#17324d", "#ffffff")
    assert told["legend"]["density"] == [
        ["#0a3f7a", "100 e oltre"],
        ["#e4eefa", "meno di 100"],
        ["#f4f5f7", "dato mancante"],
    ]
    assert told["legend"]["change"] == [["#f4f5f7", "dato mancante"]]
    assert (alba["url"], told["bbox"]) == ("/valle/territorio/comuni/999001/", [11.0, 44.0, 17.0, 45.0])
    assert [each["properties"]["name"] for each in told["sub_areas"]["features"]] == ["Piano"]
    assert told["places"] == [
        {
            "name": "Polo",
            "kind": "pole",
            "kind_name": "Polo territoriale",
            "municipality": "Alba",
            "at": [11.1, 44.1],
            "url": "/valle/territorio/luoghi/polo/",
        }
    ]
    drawn = drawn_map(towns.district, overview, BY_KEY["density"], marks=marks, source="Prova", width=640)
    assert drawn.startswith("<svg")
    assert all(word in drawn for word in ("#0a3f7a", "Densità", "Polo territoriale", "Prova"))
    assert drawn == drawn_map(
        towns.district, overview, BY_KEY["density"], marks=marks, source="Prova", width=640
    )
    assert "Comuni e sub-aree" in drawn_map(towns.district, overview, None)


def test_a_municipality_in_the_middle_of_nothing_is_labelled_inside_itself(towns: Towns) -> None:
    told = geojson_of(towns.district, overview_of(towns.district, TODAY), INDICATORS[:1], ())
    assert told["features"][0]["properties"]["at"] == [11.5, 44.5]


def test_there_is_no_map_without_boundaries(towns: Towns) -> None:
    towns.district.municipalities.update(geometry=None)
    sub_area(towns.district, "Piano", towns.alba)
    overview = overview_of(towns.district, TODAY)
    told = geojson_of(towns.district, overview, INDICATORS, ())
    assert (told["features"], told["bbox"], told["sub_areas"]["features"]) == ([], [], [])
    assert drawn_map(towns.district, overview, BY_KEY["people"]) == ""


def test_the_ages_of_frignano_fill_its_pyramid(frignano: District) -> None:
    overview = overview_of(frignano, TODAY)
    scopes = scopes_of(overview, frignano)
    whole = pyramid_of(frignano, scopes[0])
    assert whole is not None
    assert (whole.people, whole.men, whole.women, len(whole.rows)) == (41_239, 20_697, 20_542, 20)
    first, last = whole.rows[0], whole.rows[-1]
    assert (first.label, first.men, first.women, first.people) == ("0–4", 750, 671, 1_421)
    assert (last.label, last.men, last.women) == ("95+", 52, 153)
    assert first.men_share == pytest.approx(750 / 41_239)
    assert whole.counts[0] == AgeCount("F", 0, 671)
    fanano = next(scope for scope in scopes if scope.name == "Fanano")
    alone = pyramid_of(frignano, fanano, like=whole.source)
    assert alone is not None
    assert (alone.people, alone.source.label) == (2_943, "ISTAT, 01/01/2023")
    assert pyramid_of(frignano, fanano, like=Source("ISTAT", date(2022, 1, 1))) is None


def test_a_place_has_no_pyramid_when_ages_are_too_coarse_or_somebody_is_not_counted(towns: Towns) -> None:
    overview = overview_of(towns.district, TODAY)
    district, *_others = scopes_of(overview, towns.district)
    assert pyramid_of(towns.district, district) is None
    towns.casale.delete()
    towns_alone = scopes_of(overview_of(towns.district, TODAY), towns.district)[0]
    assert pyramid_of(towns.district, towns_alone) is None
    for start in range(0, 95, 5):
        count(towns, "F", start, start + 5, 1)
        count(towns, "M", start, start + 5, 2)
    count(towns, "F", 95, None, 1)
    assert pyramid_of(towns.district, towns_alone) is None
    count(towns, "M", 95, None, 0)
    drawn = pyramid_of(towns.district, towns_alone)
    assert drawn is not None
    assert (drawn.women, drawn.men) == (40, 76)


def test_sub_areas_are_scopes_of_their_own(towns: Towns) -> None:
    sub_area(towns.district, "Piano", towns.alba, towns.borgo)
    scopes = scopes_of(overview_of(towns.district, TODAY), towns.district)
    assert [(scope.key, scope.name, len(scope.istat_codes)) for scope in scopes] == [
        ("", "Valle", 3),
        ("piano", "Piano", 2),
        ("999001", "Alba", 1),
        ("999002", "Borgo", 1),
        ("999003", "Casale", 1),
    ]


def test_the_plans_chapter_says_what_the_pages_say(full_frignano: District) -> None:
    fanano = full_frignano.municipalities.get(name="Fanano")
    full_frignano.places.update(municipality=fanano)
    function(full_frignano, "Tutela dei minori", "central", full_time_workers=Decimal(4))
    function(full_frignano, "Integrazione", "places", "casa-della-salute-cimone")
    told = territory_chapter_facts(full_frignano, TODAY)
    assert [(fact.label, fact.value, fact.source) for fact in told.facts] == [
        ("Comuni", "10", "registro dell'ambito"),
        ("Abitanti", "41.239", "ISTAT, 01/01/2023"),
        ("Abitanti", "41.006", "Unione, presentazione, data non dichiarata"),
        ("Superficie", "689,53 km²", "superficie ufficiale"),
        ("Coppie di comuni confinanti", "18", "Confini: ISTAT, CC BY 4.0; elaborazione Ordito."),
        ("Sub-aree", "3", "registro dell'ambito"),
    ]
    table = told.municipalities
    assert table.header == (
        "Comune",
        "Abitanti (abitanti)",
        "Superficie (km²)",
        "Densità (abitanti per km²)",
        "Minori di 18 anni (% degli abitanti)",
        "Dai 65 anni in su (% degli abitanti)",
        "Dai 75 anni in su (% degli abitanti)",
        "Indice di vecchiaia (anziani ogni 100 bambini e ragazzi)",
    )
    assert table.rows[0] == ("Fanano", "2.943", "89,91", "32,7", "11,8", "30,9", "15,4", "319,7")
    assert table.total == ("Ambito", "41.239", "689,53", "59,8", "14,6", "25,5", "13,2", "215,6")
    assert (len(table.rows), table.source) == (10, "ISTAT, 01/01/2023")
    assert told.sub_areas[2] == ("Cimone", ("Fanano", "Montecreto", "Sestola"), "6.283")
    assert told.places[0] == ("Casa della salute", "Casa della Salute Alto Frignano", "Fanano")
    assert told.functions == (
        ("Tutela dei minori", "centrale", ""),
        ("Integrazione", "in luoghi determinati", "Casa della Salute Cimone"),
    )
    assert [(fact.label, fact.value) for fact in told.social_workers] == [
        ("Assistenti sociali a tempo pieno, uno ogni 6.500 abitanti", "6,34"),
        ("Assistenti sociali a tempo pieno, uno ogni 5.000 abitanti", "8,25"),
        ("Assistenti sociali a tempo pieno, uno ogni 4.000 abitanti", "10,31"),
    ]
    assert told.sources == ("ISTAT, 01/01/2023", "Unione, presentazione, data non dichiarata")
    assert told.map_svg.startswith("<svg")
    assert "Casa della salute" in told.map_svg
    assert told.pyramid_svg.startswith("<svg")
    assert "41.239" in told.pyramid_svg


def test_the_chapter_of_a_district_of_which_little_is_known_says_little(
    district: District, towns: Towns
) -> None:
    empty = territory_chapter_facts(district)
    assert [(fact.label, fact.value) for fact in empty.facts] == [
        ("Comuni", "0"),
        ("Coppie di comuni confinanti", "0"),
        ("Sub-aree", "0"),
    ]
    assert (empty.map_svg, empty.pyramid_svg, empty.social_workers, empty.sources) == ("", "", (), ())
    assert (empty.municipalities.source, empty.municipalities.total[1:]) == ("", ("—",) * 7)
    towns.casale.delete()
    little = territory_chapter_facts(towns.district)
    assert [fact.value for fact in little.facts] == ["2", "1.500", "25,00 km²", "1", "0"]
    assert [fact.source for fact in little.social_workers] == ["ISTAT, 01/01/2023"] * 3
