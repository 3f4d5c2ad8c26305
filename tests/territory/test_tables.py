"""The territory's tables: the files of Frignano come in as they are, and what leaves comes back unchanged."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import transaction

from ordito.core.models import District, Operator
from ordito.core.tables import Registry, WrongTables
from ordito.core.tables.exporting import bring_out
from ordito.core.tables.importing import Imported, bring_in
from ordito.territory.models import (
    Adjacency,
    Function,
    FunctionLevel,
    Municipality,
    Place,
    PlaceKind,
    Population,
    SubArea,
)
from ordito.territory.queries import overview_of
from ordito.territory.tables import TABLES

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TODAY = date(2026, 3, 2)


@pytest.fixture
def empty(db: None) -> District:
    return District.objects.create(slug="frignano", name="Frignano")


def taken_in(district: District, source: Path) -> Imported:
    with transaction.atomic():
        return bring_in(district, source, by=Operator(), at=NOW, registry=Registry(TABLES))


def sent_out(district: District, to: Path) -> dict[str, bytes]:
    bring_out(district, to, "folder", registry=Registry(TABLES))
    return {file.name: file.read_bytes() for file in sorted(to.iterdir())}


def files(folder: Path, **tables: str) -> Path:
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def refused(district: District, source: Path) -> list[tuple[str, int | None, str]]:
    with pytest.raises(WrongTables) as why:
        taken_in(district, source)
    return [(wrong.sheet, wrong.row, wrong.column) for wrong in why.value.wrongs]


def check_frignano(district: District) -> None:
    overview = overview_of(district, TODAY)
    assert (overview.figures.people, overview.figures.before) == (41_239, 41_006)
    assert (overview.figures.area_km2, overview.figures.official_area) == (Decimal("689.53"), True)
    assert Adjacency.objects.filter(one__district=district).count() == 18
    assert [(area.name, len(area.municipalities)) for area in overview.sub_areas] == [
        ("Alto Frignano", 3),
        ("Basso Frignano", 4),
        ("Cimone", 3),
    ]
    deck = overview.sources[-1]
    assert (deck.name, deck.on, deck.municipalities) == ("Unione, presentazione", None, 10)
    houses = {
        place.name: {each.name for each in place.catchment.all()}
        for place in Place.objects.filter(district=district)
    }
    assert houses == {
        "Casa della Salute Cimone": {"Fanano", "Montecreto", "Sestola"},
        "Casa della Salute Alto Frignano": {"Fiumalbo", "Pievepelago", "Riolunato"},
    }


def test_the_files_of_frignano_come_into_an_empty_district_as_they_are(
    empty: District, figures_of_frignano: Path
) -> None:
    imported = taken_in(empty, figures_of_frignano)
    assert dict(imported.rows) == {"municipalities": 10, "adjacency": 18, "boundaries": 10}
    check_frignano(empty)
    figures = overview_of(empty, TODAY).figures
    assert (figures.under_18, figures.over_65, figures.over_75) == (6_029, 10_529, 5_429)
    fanano = Municipality.objects.get(district=empty, name="Fanano")
    assert (fanano.cadastral_code, fanano.province) == ("D486", "MO")


def test_they_come_into_a_district_made_from_names_and_its_official_areas_win(
    frignano: District, figures_of_frignano: Path
) -> None:
    assert overview_of(frignano, TODAY).figures.official_area is False
    taken_in(frignano, figures_of_frignano)
    check_frignano(frignano)
    fanano = frignano.municipalities.get(name="Fanano")
    assert (fanano.area_km2, fanano.polygon_area_km2) == (Decimal("89.91"), Decimal("89.78"))
    assert overview_of(frignano, TODAY).figures.under_15 == 4_883


def test_coming_in_twice_changes_nothing(empty: District, figures_of_frignano: Path, tmp_path: Path) -> None:
    taken_in(empty, figures_of_frignano)
    once = sent_out(empty, tmp_path / "once")
    taken_in(empty, figures_of_frignano)
    assert sent_out(empty, tmp_path / "twice") == once


def test_what_leaves_comes_back_byte_for_byte(
    frignano: District, empty: District, figures_of_frignano: Path, tmp_path: Path
) -> None:
    taken_in(frignano, figures_of_frignano)
    fanano = frignano.municipalities.get(name="Fanano")
    house = frignano.places.get(name="Casa della Salute Cimone")
    house.municipality, house.starts_on, house.longitude, house.latitude = (
        fanano,
        date(2015, 3, 1),
        10.79,
        44.2,
    )
    house.is_synthetic = True
    house.save()
    frignano.places.create(
        code="sala", name="Sala", kind=PlaceKind.MEETING_ROOM, ends_before=date(2020, 1, 1)
    )
    minors = {"district": frignano, "code": "tutela", "name": "Tutela dei minori"}
    before = Function.objects.create(
        **minors, level=FunctionLevel.PLACES, starts_on=date(2010, 1, 1), ends_before=date(2014, 1, 1)
    )
    before.places.set([house])
    Function.objects.create(
        **minors,
        level=FunctionLevel.CENTRAL,
        starts_on=date(2014, 1, 1),
        offered_by="Unione",
        full_time_workers=Decimal("4.50"),
        full_time_social_workers=Decimal(4),
        notes="=HYPERLINK(1)",
    )
    out = sent_out(frignano, tmp_path / "out")
    taken_in(empty, tmp_path / "out")
    assert sent_out(empty, tmp_path / "back") == out
    assert [name for name in out if name.endswith(".csv")] == [
        "adjacency.csv",
        "boundaries.csv",
        "function_places.csv",
        "functions.csv",
        "municipalities.csv",
        "place_catchments.csv",
        "places.csv",
        "population.csv",
        "sub_areas.csv",
    ]
    assert len(out["population.csv"].splitlines()) == 1 + 2_020 + 10 * 5


def test_a_made_district_comes_back_byte_for_byte(
    frignano: District, empty: District, tmp_path: Path
) -> None:
    out = sent_out(frignano, tmp_path / "out")
    taken_in(empty, tmp_path / "out")
    assert sent_out(empty, tmp_path / "back") == out


def test_istats_shape_comes_in_with_women_and_men_in_columns(frignano: District, tmp_path: Path) -> None:
    text = (
        "Codice comune;Comune;anno;Età;Totale maschi;Totale femmine;Totale\n"
        "036011;Fanano;2024;0;5;6;11\n036011;Fanano;2024;100;0;1;1\n036011;Fanano;2024;999;5;7;12\n"
    )
    taken_in(frignano, files(tmp_path, istat_population=text))
    rows = Population.objects.filter(on=date(2024, 1, 1)).order_by("age_from", "sex")
    assert list(rows.values_list("source", "sex", "age_from", "age_before", "people")) == [
        ("ISTAT", "F", 0, 1, 6),
        ("ISTAT", "M", 0, 1, 5),
        ("ISTAT", "F", 100, None, 1),
        ("ISTAT", "M", 100, None, 0),
    ]


def test_counts_that_cannot_be_understood_are_all_told(frignano: District, tmp_path: Path) -> None:
    text = (
        "municipality,on,age_from,people,males,females\n"
        "036011,2024-01-01,0,,5,\n036011,,1,,5,6\n099999,2024-01-01,0,5,,\n"
    )
    assert refused(frignano, files(tmp_path, population=text)) == [("population.csv", 4, "municipality")]
    right_code = text.replace("099999,2024-01-01,0,5", "036014,2024-01-01,0,5")
    assert refused(frignano, files(tmp_path, population=right_code)) == [
        ("population.csv", 2, "people"),
        ("population.csv", 3, "on"),
    ]
    assert Population.objects.filter(on=date(2024, 1, 1)).exists() is False


def test_a_class_of_age_that_ends_before_it_begins_is_told_where_it_is(
    frignano: District, tmp_path: Path
) -> None:
    text = "municipality,on,age_from,age_before,people\n036011,2023-01-01,18,18,5\n036011,2023-01-01,65,,5\n"
    assert refused(frignano, files(tmp_path, population=text)) == [("population.csv", 2, "age_before")]


def test_a_count_in_a_column_must_say_its_year(empty: District, tmp_path: Path) -> None:
    text = "istat_code,name,population,over_65_2021\n036011,Fanano,2943,\n"
    assert refused(empty, files(tmp_path, municipalities=text)) == [("municipalities.csv", 2, "population")]


def test_a_sub_area_is_found_by_code_or_name_and_made_once(empty: District, tmp_path: Path) -> None:
    SubArea.objects.create(district=empty, code="alto", name="Alto Frignano")
    text = (
        "istat_code,name,sub_area\n036011,Fanano,Cimone\n036014,Fiumalbo,alto frignano\n"
        "036043,Sestola,CIMONE\n036035,Riolunato,alto\n036030,Pavullo,\n"
    )
    taken_in(empty, files(tmp_path, municipalities=text))
    rows = empty.municipalities.order_by("istat_code").values_list("name", "sub_area__name")
    assert list(rows) == [
        ("Fanano", "Cimone"),
        ("Fiumalbo", "Alto Frignano"),
        ("Pavullo", None),
        ("Riolunato", "Alto Frignano"),
        ("Sestola", "Cimone"),
    ]
    assert empty.sub_areas.count() == 2


def test_columns_that_are_not_there_are_left_as_they_are(frignano: District, tmp_path: Path) -> None:
    taken_in(frignano, files(tmp_path, municipalities="istat_code,name,area_km2\n036011,FANANO,90.5\n"))
    fanano = frignano.municipalities.get(istat_code="036011")
    assert (fanano.name, fanano.official_area_km2, fanano.cadastral_code, fanano.longitude) == (
        "FANANO",
        Decimal("90.50"),
        "D486",
        10.78243,
    )


def test_a_code_that_istat_does_not_know_stays_as_it_was_written(empty: District, tmp_path: Path) -> None:
    taken_in(empty, files(tmp_path, municipalities="istat_code,name\n999999,Atlantide\n"))
    row = empty.municipalities.get()
    assert (row.istat_code, row.cadastral_code, row.province) == ("999999", "", "")


@pytest.mark.parametrize(
    "geometry",
    [
        '{"type":"Point","coordinates":[10.7,44.2]}',
        '{"type":"Polygon","coordinates":[]}',
        '{"type":"Polygon","coordinates":[[[10,44],[11,44]]]}',
        '{"type":"Polygon","coordinates":[[[1000,44],[1100,44],[1100,45],[1000,44]]]}',
    ],
    ids=["a point", "nothing", "a line", "metres instead of degrees"],
)
def test_boundaries_that_are_no_polygon_are_refused(
    frignano: District, tmp_path: Path, geometry: str
) -> None:
    quoted = geometry.replace('"', '""')
    source = files(tmp_path, boundaries=f'istat_code,geometry\n036011,"{quoted}"\n')
    assert refused(frignano, source) == [("boundaries.csv", 2, "geometry")]


def test_boundaries_tell_area_and_centre_where_nobody_did(empty: District, tmp_path: Path) -> None:
    Municipality.objects.create(district=empty, istat_code="036011", name="Fanano")
    square = '{"type":"Polygon","coordinates":[[[10,44],[11,44],[11,45],[10,45],[10,44]]]}'.replace('"', '""')
    taken_in(empty, files(tmp_path, boundaries=f'istat_code,geometry\n036011,"{square}"\n'))
    row = empty.municipalities.get()
    assert (row.polygon_area_km2, row.longitude, row.latitude) == (Decimal("8837.37"), 10.5, 44.5)


def test_a_pair_of_neighbours_told_both_ways_is_one_pair(empty: District, tmp_path: Path) -> None:
    taken_in(
        empty,
        files(
            tmp_path,
            municipalities="istat_code,name\n036011,Fanano\n036014,Fiumalbo\n",
            adjacency="istat_code,neighbour_istat_code\n036014,036011\n036011,036014\n",
        ),
    )
    assert list(Adjacency.objects.values_list("one__istat_code", "other__istat_code")) == [
        ("036011", "036014")
    ]


def test_a_function_cannot_be_placed_before_it_begins_nor_kept_in_two_ways(
    frignano: District, tmp_path: Path
) -> None:
    functions = "code,starts_on,name,level,ends_before\ntutela,2010-01-01,Tutela,places,\n"
    places = "code,name,kind\ncentro,Centro,desk\n"
    placed = "function,starts_on,place\ntutela,2009-01-01,centro\n"
    source = files(tmp_path, functions=functions, places=places, function_places=placed)
    assert refused(frignano, source) == [("function_places.csv", 2, "function")]
    twice = functions + "tutela,2014-01-01,Tutela,central,\n"
    assert refused(frignano, files(tmp_path, functions=twice)) == [("functions.csv", 3, "starts_on")]
