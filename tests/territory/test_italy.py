"""What ISTAT says of the municipalities of Italy, and how an office's names are understood."""

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from ordito.core.refused import Refused
from ordito.territory import italy
from ordito.territory.italy import _files

FRIGNANO = {
    "Fanano": ("036011", "D486", 2943, 89.91),
    "Fiumalbo": ("036014", "D617", 1175, 39.14),
    "Lama Mocogno": ("036018", "E426", 2634, 63.91),
    "Montecreto": ("036024", "F484", 930, 31.22),
    "Pavullo nel Frignano": ("036030", "G393", 18103, 143.73),
    "Pievepelago": ("036031", "G649", 2151, 76.54),
    "Polinago": ("036032", "G789", 1583, 53.74),
    "Riolunato": ("036035", "H303", 665, 44.91),
    "Serramazzoni": ("036042", "F357", 8645, 93.96),
    "Sestola": ("036043", "I689", 2410, 52.47),
}
CODES = [code for code, *_rest in FRIGNANO.values()]
NEIGHBOURS = {
    ("036011", "036014"),
    ("036011", "036043"),
    ("036014", "036031"),
    ("036014", "036035"),
    ("036014", "036043"),
    ("036018", "036024"),
    ("036018", "036030"),
    ("036018", "036032"),
    ("036018", "036035"),
    ("036024", "036030"),
    ("036024", "036035"),
    ("036024", "036043"),
    ("036030", "036032"),
    ("036030", "036042"),
    ("036030", "036043"),
    ("036031", "036035"),
    ("036032", "036042"),
    ("036035", "036043"),
}
SHARED = Path(__file__).parents[3] / "shared" / "data" / "frignano"


def labels(names: list[str], **where: list[str] | int) -> list[str]:
    return [one.label for one in italy.find(names, **where).municipalities]  # type: ignore[arg-type]


def refusal(names: list[str], **where: list[str] | int) -> italy.UnknownMunicipalities:
    with pytest.raises(italy.UnknownMunicipalities) as caught:
        italy.find(names, **where)  # type: ignore[arg-type]
    return caught.value


# Names


def test_the_ten_of_frignano_are_found_in_the_order_in_which_they_were_named() -> None:
    found = italy.find(list(FRIGNANO))
    assert found.codes == tuple(CODES)
    assert {one.name: (one.istat_code, one.cadastral_code) for one in found.municipalities} == {
        name: (code, cadastral) for name, (code, cadastral, *_rest) in FRIGNANO.items()
    }
    assert {(one.province, one.province_name, one.region) for one in found.municipalities} == {
        ("MO", "Modena", "Emilia-Romagna")
    }


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("  lama   mocogno ", "Lama Mocogno (MO)"),
        ("SESTOLA", "Sestola (MO)"),
        ("036011", "Fanano (MO)"),
        ("1001", "Agliè (TO)"),
        ("i689", "Sestola (MO)"),
        ("sant’agata bolognese", "Sant'Agata Bolognese (BO)"),
        ("Sant Agata Bolognese", "Sant'Agata Bolognese (BO)"),
        ("Santagata Feltria", "Sant'Agata Feltria (RN)"),
        ("CITTA' DI CASTELLO", "Città di Castello (PG)"),
        ("Forli`", "Forlì (FC)"),
        ("Canicatti", "Canicattì (AG)"),
        ("Vo", "Vo' (PD)"),
        ("Gressoney la Trinite", "Gressoney-La-Trinité (AO)"),
        ("Bozen", "Bolzano/Bozen (BZ)"),
        ("bolzano", "Bolzano/Bozen (BZ)"),
        ("Bolzano/Bozen", "Bolzano/Bozen (BZ)"),
        ("Voels am Schlern", None),
        ("Völs am Schlern", "Fiè allo Sciliar/Völs am Schlern (BZ)"),
        ("Villnöss", "Funes/Villnöß (BZ)"),
        ("Števerjan", "San Floriano del Collio-Števerjan (GO)"),
        ("Sovodnje ob Soci", "Savogna d'Isonzo-Sovodnje ob Soči (GO)"),
        ("Duino Aurisina", "Duino Aurisina-Devin Nabrežina (TS)"),
        ("Sen Jan", "San Giovanni di Fassa-Sèn Jan (TN)"),
        ("Reggio Emilia", "Reggio nell'Emilia (RE)"),
        ("Reggio Calabria", "Reggio di Calabria (RC)"),
        ("Comune di Melzo", "Melzo (MI)"),
        ("comune d'Albareto", "Albareto (PR)"),
        ("Città di Crema", "Crema (CR)"),
        ("S. Giovanni in Persiceto", "San Giovanni in Persiceto (BO)"),
        ("S.Lazzaro di Savena", "San Lazzaro di Savena (BO)"),
        ("S Candido", "San Candido/Innichen (BZ)"),
        ("S. Agata Bolognese", "Sant'Agata Bolognese (BO)"),
        ("SS. Cosma e Damiano", "Santi Cosma e Damiano (LT)"),
        ("S.ta Sofia", "Santa Sofia (FC)"),
        ("S.to Stefano d'Aveto", "Santo Stefano d'Aveto (GE)"),
        ("M. San Pietro", "Monte San Pietro (BO)"),
        ("Castelfr. Emilia", "Castelfranco Emilia (MO)"),
        ("P.to Empedocle", "Porto Empedocle (AG)"),
        ("Castro (BG)", "Castro (BG)"),
        ("Castro (Lecce)", "Castro (LE)"),
        ("Castro LE", "Castro (LE)"),
        ("Samone [tn]", "Samone (TN)"),
        ("Corvara (Bozen)", "Corvara in Badia/Corvara (BZ)"),
        ("Paterno", "Paterno (PZ)"),
        ("Paternò", "Paternò (CT)"),
        ("Tre Ville", "Tre Ville (TN)"),
        ("Treville", "Treville (AL)"),
    ],
)
def test_a_name_is_understood_however_it_is_written(typed: str, meant: str | None) -> None:
    if meant is None:
        assert [problem.asked for problem in refusal([typed]).problems] == [typed]
    else:
        assert labels([typed]) == [meant]


def test_every_municipality_of_italy_is_found_by_its_label_and_only_homonyms_not_by_their_name() -> None:
    everyone = italy.municipalities()
    assert len(everyone) == 7899
    assert italy.find([one.label for one in everyone]).municipalities == everyone
    problems = refusal([one.name for one in everyone]).problems
    assert sorted({problem.asked for problem in problems}) == [
        "Calliano",
        "Castro",
        "Corvara",
        "Livo",
        "Peglio",
        "Samone",
        "San Teodoro",
    ]
    assert {problem.kind for problem in problems} == {"ambiguous"}


def test_homonyms_are_refused_with_both_even_among_municipalities_of_one_province() -> None:
    refused = refusal(["Trento", "Calliano"])
    assert str(refused) == (
        "1 nome da correggere:\n"
        "– «Calliano»: più Comuni si chiamano così. Scrivere quale: Calliano (TN), Calliano (AT)."
    )
    assert [one.label for one in refused.found.municipalities] == ["Trento (TN)"]


def test_capitals_without_accents_do_not_choose_between_paterno_and_paterno() -> None:
    (problem,) = refusal(["PATERNO"]).problems
    assert [one.label for one in problem.suggestions] == ["Paterno (PZ)", "Paternò (CT)"]


def test_a_misspelt_name_is_refused_with_what_it_may_have_been() -> None:
    assert str(refusal(["Serramazoni"])).splitlines()[1:] == [
        "– «Serramazoni»: nessun Comune si chiama così. Forse: Serramazzoni (MO)."
    ]


def test_a_name_of_another_province_is_refused_with_the_right_one() -> None:
    (problem,) = refusal(["Fanano (BO)"]).problems
    assert (problem.kind, [one.label for one in problem.suggestions]) == ("unknown", ["Fanano (MO)"])


def test_a_name_like_no_other_is_refused_without_suggestions() -> None:
    assert str(refusal(["xyzzyq"])).splitlines()[1:] == [
        "– «xyzzyq»: nessun Comune si chiama così, né in modo simile."
    ]
    for nothing in ("999999", "Z999", "?!"):
        assert [problem.suggestions for problem in refusal([nothing]).problems] == [()]


def test_a_municipality_named_twice_is_reported_however_it_is_named() -> None:
    refused = refusal(["Fanano", "Sestola", "036011", "fanano"])
    assert str(refused) == (
        "2 nomi da correggere:\n"
        "– «036011»: è già nell'elenco (Fanano (MO)). Toglierne uno.\n"
        "– «fanano»: è già nell'elenco (Fanano (MO)). Toglierne uno."
    )


def test_all_that_is_wrong_is_said_at_once() -> None:
    refused = refusal(["Fanano", "Castro", "Serramazoni", "Fanano", "Malgesso"])
    assert [(problem.asked, problem.kind) for problem in refused.problems] == [
        ("Castro", "ambiguous"),
        ("Serramazoni", "unknown"),
        ("Fanano", "repeated"),
        ("Malgesso", "former"),
    ]
    assert isinstance(refused, Refused)


def test_a_municipality_that_is_no_more_is_found_only_in_its_year() -> None:
    assert str(refusal(["Malgesso"])).splitlines()[1:] == [
        "– «Malgesso»: non è più un Comune; l'elenco ISTAT lo riporta fino al 2022."
    ]
    assert labels(["Malgesso"], year=2022) == ["Malgesso (VA)"]


def test_blank_names_are_passed_over_but_not_a_list_of_them() -> None:
    assert labels(["Fanano", " ", ""]) == ["Fanano (MO)"]
    with pytest.raises(italy.NoNames, match=r"Scrivere almeno un Comune\."):
        italy.find(["", "  "])


def test_a_long_name_that_was_cut_short_and_mistyped_is_suggested() -> None:
    (problem,) = refusal(["Fanano", "Pavulo"]).problems
    assert problem.suggestions[0].label == "Pavullo nel Frignano (MO)"
    assert "Pavullo nel Frignano (MO)" in [one.label for one in italy.suggest("pavulo")]


def test_suggestions_begin_with_the_provinces_already_chosen() -> None:
    assert [one.label for one in italy.suggest("san giovanni", limit=2)] == [
        "San Giovanni Bianco (BG)",
        "San Giovanni Gemini (AG)",
    ]
    assert [one.label for one in italy.suggest("s. giovanni", near=["037006"], limit=1)] == [
        "San Giovanni in Persiceto (BO)"
    ]
    assert [one.label for one in italy.suggest("nel frignano", limit=2)] == [
        "Pavullo nel Frignano (MO)",
        "Frignano (CE)",
    ]
    assert italy.suggest("  ") == ()


@settings(deadline=None)
@given(st.text(max_size=40))
def test_no_text_breaks_the_search(text: str) -> None:
    try:
        found = italy.find([text])
    except Refused as why:
        assert str(why)  # noqa: PT017 - a refusal is as good an answer as a municipality
    else:
        assert len(found.municipalities) == 1


# Codes and years


def test_a_municipality_is_known_by_its_six_digits() -> None:
    assert italy.known("001001") == italy.Known("001001", "A074", "Agliè", "TO", "Torino", "Piemonte")
    for wrong in ("1001", "999999", "A074", ""):
        with pytest.raises(italy.UnknownCode, match=f"«{wrong}»"):
            italy.known(wrong)


def test_only_two_years_are_known_and_others_are_refused() -> None:
    assert italy.years() == (2022, 2023)
    assert len(italy.municipalities(year=2022)) == 7904
    with pytest.raises(
        italy.UnknownYear, match=r"Non ci sono dati ISTAT del 2021; ci sono quelli di: 2022, 2023\."
    ):
        italy.find(["Fanano"], year=2021)


def test_no_lost_letter_is_left_in_a_name() -> None:
    for year in italy.years():
        names = "".join(one.name for one in italy.municipalities(year=year))
        assert [letter for letter in set(names) if not (letter.isalpha() or letter in " '-./")] == []


# Limits


def test_frignano_has_eighteen_pairs_of_neighbours() -> None:
    assert italy.neighbours(CODES) == NEIGHBOURS


def test_municipalities_that_meet_in_a_point_are_not_neighbours() -> None:
    point_only = next(_pairs_that_meet_in_a_point())
    assert italy.neighbours(point_only) == frozenset()


def _pairs_that_meet_in_a_point() -> Iterator[tuple[str, str]]:
    codes = [one.istat_code for one in italy.municipalities() if one.region == "Emilia-Romagna"]
    shapes = {code: italy.polygon(code) for code in codes}
    tree = shapely.STRtree(list(shapes.values()))
    for one, other in tree.query(list(shapes.values()), predicate="touches").T:
        if one < other and shapes[codes[one]].intersection(shapes[codes[other]]).geom_type == "Point":
            yield codes[one], codes[other]


def test_limits_are_valid_areas_even_where_the_file_is_not() -> None:
    for code in ("072001", "090035", "111008", "036011"):
        shape = italy.polygon(code)
        assert shape.is_valid
        assert shape.geom_type in {"Polygon", "MultiPolygon"}
    with pytest.raises(italy.UnknownCode):
        italy.polygon("999999")


def test_the_area_of_a_shape_is_what_the_ellipsoid_says() -> None:
    pyproj = pytest.importorskip("pyproj")
    ellipsoid = pyproj.Geod(ellps="WGS84")
    for code in (*CODES, "021008", "058091", "084020", "017187"):
        shape = italy.polygon(code)
        geodesic = abs(ellipsoid.geometry_area_perimeter(shape)[0]) / 1e6
        assert italy.area_km2(shape) == pytest.approx(geodesic, rel=1e-4)


def test_the_area_of_the_whole_earth_is_five_hundred_and_ten_million_square_kilometres() -> None:
    assert italy.area_km2(shapely.box(-180, -90, 180, 90)) == pytest.approx(510_065_621.724, abs=0.1)


def test_areas_of_generalised_limits_are_within_two_per_cent_of_the_official_ones() -> None:
    areas = {code: italy.area_km2(italy.polygon(code)) for code in CODES}
    official = {code: area for code, _cadastral, _people, area in FRIGNANO.values()}
    worst = max(abs(areas[code] / official[code] - 1) for code in CODES)
    assert (round(sum(areas.values()), 2), round(worst, 3)) == (690.97, 0.015)
    assert round(sum(official.values()), 2) == 689.53


@pytest.mark.parametrize("tolerance", [0.0, 20.0, 60.0, 300.0])
def test_simplified_neighbours_leave_no_sliver_and_no_overlap(tolerance: float) -> None:
    collection = italy.boundaries(CODES, tolerance=tolerance)
    assert [feature["id"] for feature in collection["features"]] == CODES
    shapes = np.array([shapely.geometry.shape(feature["geometry"]) for feature in collection["features"]])
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    whole = shapely.coverage_union_all(shapes)
    assert shapely.get_num_interior_rings(shapely.get_parts(whole)).sum() == 0
    assert whole.area == pytest.approx(shapes_area(CODES), rel=0.01)


def shapes_area(codes: list[str]) -> float:
    return float(sum(italy.polygon(code).area for code in codes))


def test_a_greater_tolerance_makes_lighter_boundaries() -> None:
    weights = [len(json.dumps(italy.boundaries(CODES, tolerance=metres))) for metres in (0, 20, 60, 300)]
    assert weights == sorted(weights, reverse=True)
    assert weights[-1] < weights[0] / 3


def test_boundaries_say_whose_they_are_and_repeat_nobody() -> None:
    (feature,) = italy.boundaries(["036011", "036011"])["features"]
    assert feature["properties"] == {"istat_code": "036011", "name": "Fanano", "province": "MO"}
    assert italy.boundaries([])["features"] == []


def test_the_centre_is_the_centroid_when_inside_and_a_point_inside_when_not() -> None:
    assert [round(degrees, 5) for degrees in italy.centre(italy.polygon("036011"))] == [10.78243, 44.18851]
    horseshoe = shapely.box(10, 44, 13, 47) - shapely.box(11, 44, 12, 46.9)
    inside = italy.centre(horseshoe)
    assert horseshoe.contains(shapely.Point(inside))
    assert not horseshoe.contains(horseshoe.centroid)


# People


def test_frignano_has_41239_people_in_2023() -> None:
    counted = italy.population(CODES, year=2023)
    assert (counted.total, counted.missing, len(counted.rows)) == (41_239, (), 10 * 101 * 2)
    assert {code: sum(row.people for row in counted.rows if row.istat_code == code) for code in CODES} == {
        code: people for code, _cadastral, people, _area in FRIGNANO.values()
    }
    assert sum(row.people for row in counted.rows if row.age < 18) == 6029
    assert sum(row.people for row in counted.rows if row.age >= 65) == 10_529


def test_people_are_ordered_by_municipality_sex_and_age() -> None:
    rows = italy.population(["036043", "036011"]).rows
    assert rows[0][:3] == ("036011", "F", 0)
    assert rows[101][:3] == ("036011", "M", 0)
    assert rows[-1][:3] == ("036043", "M", 100)
    assert rows == tuple(sorted(rows))


@pytest.mark.parametrize(("year", "people"), [(2022, 59_019_317), (2023, 58_840_177)])
def test_women_and_men_add_up_to_the_totals_of_the_file(year: int, people: int) -> None:
    rows = _files.table("pop", year)
    women, men, totals = (np.array(rows[column].to_pylist()) for column in ("F", "M", "tot"))
    assert (women + men == totals).all()
    assert totals.sum() == people


def test_the_people_of_a_region_are_those_of_the_file() -> None:
    region = {one.istat_code for one in italy.municipalities() if one.region == "Emilia-Romagna"}
    totals = dict.fromkeys(region, 0)
    rows = _files.table("pop", 2023)
    for number, people in zip(rows["municipality_code"].to_pylist(), rows["tot"].to_pylist(), strict=True):
        if (code := f"{number:06d}") in region:
            totals[code] += people
    sums = dict.fromkeys(region, 0)
    for row in italy.population(region, year=2023).rows:
        sums[row.istat_code] += row.people
    assert sums == totals


def test_municipalities_of_which_nobody_is_counted_are_named() -> None:
    counted = italy.population(["099030", "036011", "999999", "A074", "36011"])
    assert counted.missing == ("099030", "36011", "999999", "A074")
    assert counted.total == 2943


# Speed


def test_a_district_is_read_without_the_slow_libraries_that_the_wheel_would_bring() -> None:
    asks = (
        "import sys; from django.conf import settings; settings.configure(USE_I18N=False);"
        "from ordito.territory import italy; codes = italy.find(['Fanano', 'Sestola']).codes;"
        "italy.boundaries(codes), italy.neighbours(codes), italy.population(codes);"
        "print(sorted({'pandas', 'geopandas', 'pyproj'} & set(sys.modules)))"
    )
    said = subprocess.run(
        [sys.executable, "-c", asks],
        cwd=Path(italy.__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout == "[]\n"


# The figures handed over with the experiences


@pytest.mark.skipif(not SHARED.exists(), reason="the shared figures are not beside the repository")
def test_the_shared_figures_of_frignano_are_met() -> None:
    with (SHARED / "adjacency.csv").open(encoding="utf-8", newline="") as file:
        pairs = {(row["istat_code"], row["neighbour_istat_code"]) for row in csv.DictReader(file)}
    assert italy.neighbours(CODES) == pairs
    with (SHARED / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["name"] for row in rows] == [one.name for one in italy.find(CODES).municipalities]
    for row in rows:
        counted = italy.population([row["istat_code"]], year=2023).rows
        assert sum(count.people for count in counted) == int(row["population_2023"])
        assert sum(count.people for count in counted if count.age < 18) == int(row["under_18_2023"])
        assert sum(count.people for count in counted if count.age >= 65) == int(row["over_65_2023"])
        assert sum(count.people for count in counted if count.age >= 75) == int(row["over_75_2023"])
        where = italy.centre(italy.polygon(row["istat_code"]))
        assert where == pytest.approx((float(row["longitude"]), float(row["latitude"])), abs=2e-5)
