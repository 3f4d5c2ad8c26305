"""The figures of Frignano that come with the product are those that ISTAT and the district published."""

import csv
import json
from pathlib import Path

import shapely

import ordito.site
from ordito.territory import italy

HERE = Path(ordito.site.__file__).parent / "demo" / "frignano"


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def total(column: str) -> float:
    return round(sum(float(row[column]) for row in rows("municipalities.csv")), 2)


def test_the_totals_are_those_published() -> None:
    totals = [total(column) for column in ("population_deck", "population_2023", "area_km2")]
    assert totals == [41_006, 41_239, 689.53]


def test_three_sub_areas_and_two_health_houses_share_the_ten_municipalities() -> None:
    by_sub_area: dict[str, set[str]] = {}
    by_health_house: dict[str, set[str]] = {}
    for row in rows("municipalities.csv"):
        by_sub_area.setdefault(row["sub_area"], set()).add(row["name"])
        by_health_house.setdefault(row["health_house"], set()).add(row["name"])
    assert by_sub_area == {
        "Basso Frignano": {"Pavullo nel Frignano", "Serramazzoni", "Polinago", "Lama Mocogno"},
        "Alto Frignano": {"Pievepelago", "Fiumalbo", "Riolunato"},
        "Cimone": {"Sestola", "Montecreto", "Fanano"},
    }
    assert by_health_house == {
        "Cimone": {"Fanano", "Sestola", "Montecreto"},
        "Alto Frignano": {"Pievepelago", "Riolunato", "Fiumalbo"},
        "": {"Pavullo nel Frignano", "Serramazzoni", "Polinago", "Lama Mocogno"},
    }


def test_names_people_and_neighbours_agree_with_istat() -> None:
    municipalities = rows("municipalities.csv")
    codes = [row["istat_code"] for row in municipalities]
    assert italy.find([row["name"] for row in municipalities]).codes == tuple(codes)
    counted = italy.population(codes, year=2023).rows
    for row in municipalities:
        here = [count for count in counted if count.istat_code == row["istat_code"]]
        assert [
            sum(count.people for count in here),
            sum(count.people for count in here if count.age < 18),
            sum(count.people for count in here if count.age >= 65),
            sum(count.people for count in here if count.age >= 75),
        ] == [int(row[f"{column}_2023"]) for column in ("population", "under_18", "over_65", "over_75")]
    pairs = {(row["istat_code"], row["neighbour_istat_code"]) for row in rows("adjacency.csv")}
    assert italy.neighbours(codes) == pairs


def test_the_boundaries_are_istats_to_a_metre() -> None:
    features = json.loads((HERE / "boundaries.geojson").read_text(encoding="utf-8"))["features"]
    assert [feature["properties"]["istat_code"] for feature in features] == [
        row["istat_code"] for row in rows("municipalities.csv")
    ]
    for feature in features:
        shape = shapely.geometry.shape(feature["geometry"])
        theirs = italy.polygon(feature["properties"]["istat_code"])
        assert shapely.hausdorff_distance(shape, theirs) < 1e-5
