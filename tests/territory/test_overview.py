"""The district at a glance: figures that can be reckoned by hand."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from ordito.core.models import District
from ordito.territory.models import PlaceKind, Population
from ordito.territory.queries import (
    BY_KEY,
    INDICATORS,
    Figures,
    differences_of,
    neighbour_pairs,
    neighbours_of,
    overview_of,
    social_workers_needed,
    source_of_area,
    written,
)
from ordito.territory.queries.indicators import together
from tests.territory.conftest import CENSUS, TODAY, Towns, place, sub_area


def test_frignano_has_the_figures_that_were_published(full_frignano: District) -> None:
    overview = overview_of(full_frignano, TODAY)
    assert (overview.figures.people, overview.figures.before) == (41_239, 41_006)
    assert (overview.latest and overview.latest.label, overview.earlier and overview.earlier.label) == (
        "ISTAT, 01/01/2023",
        "Unione, presentazione, data non dichiarata",
    )
    assert (overview.figures.area_km2, source_of_area(overview.figures)) == (
        Decimal("689.53"),
        "superficie ufficiale",
    )
    assert (len(overview.municipalities), len(overview.sub_areas)) == (10, 3)
    assert neighbour_pairs(full_frignano, TODAY) == 18
    shown = {each.key: written(each, each.of(overview.figures)) for each in INDICATORS}
    assert shown == {
        "people": "41.239",
        "density": "59,8",
        "under_18": "14,6",
        "over_65": "25,5",
        "over_75": "13,2",
        "ageing": "215,6",
        "dependency": "59,7",
        "change": "0,6",
        "per_place": "20.620",
        "area": "689,53",
    }


@pytest.mark.parametrize(
    ("key", "alba", "whole"),
    [
        ("people", 1_000.0, 1_500.0),
        ("density", 50.0, 60.0),
        ("under_18", 15.0, 18.0),
        ("over_65", 25.0, 100 * 350 / 1_500),
        ("over_75", 10.0, 100 * 140 / 1_500),
        ("ageing", 250.0, 175.0),
        ("dependency", 100 * 350 / 650, 100 * 550 / 950),
        ("per_place", 1_000.0, 750.0),
        ("area", 20.0, 25.0),
    ],
)
def test_each_indicator_is_what_its_formula_says(towns: Towns, key: str, alba: float, whole: float) -> None:
    towns.casale.delete()
    place(towns.district, "Sportello", PlaceKind.DESK, towns.alba)
    place(towns.district, "Polo", PlaceKind.POLE, towns.borgo)
    place(towns.district, "Ufficio", PlaceKind.OFFICE, towns.alba)
    overview = overview_of(towns.district, TODAY)
    of = BY_KEY[key].of
    assert (of(overview.municipalities[0].figures), of(overview.figures)) == (
        pytest.approx(alba),
        pytest.approx(whole),
    )


def test_what_is_unknown_of_one_municipality_is_unknown_of_the_whole(towns: Towns) -> None:
    overview = overview_of(towns.district, TODAY)
    assert [row.name for row in overview.uncounted] == ["Casale"]
    assert [each.key for each in INDICATORS if each.of(overview.figures) is not None] == ["area"]
    assert (overview.figures.area_km2, overview.figures.official_area) == (Decimal(38), False)
    assert source_of_area(overview.figures) == "calcolata sui confini, non ufficiale"
    assert written(BY_KEY["people"], None) == "—"


def test_a_change_is_told_from_an_earlier_count(towns: Towns) -> None:
    towns.casale.delete()
    for municipality, people in ((towns.alba, 1_100), (towns.borgo, 400)):
        Population.objects.create(
            municipality=municipality, source="ISTAT", on=date(2011, 1, 1), people=people
        )
    overview = overview_of(towns.district, TODAY)
    values = [BY_KEY["change"].of(row.figures) for row in overview.municipalities]
    assert values == [pytest.approx(-100 / 11), pytest.approx(25)]
    assert written(BY_KEY["change"], values[0]) == "−9,1"
    assert BY_KEY["change"].of(overview.figures) == pytest.approx(0)


def test_nothing_together_is_nothing_known() -> None:
    assert together([]) == Figures()
    assert (Figures(people=3).dependent, Figures(people=3).working_age) == (None, None)


def test_an_indicator_says_its_formula() -> None:
    assert BY_KEY["people"].formula == "abitanti"
    assert BY_KEY["density"].formula == "abitanti ÷ superficie in km²"
    assert BY_KEY["over_75"].formula == "persone dai 75 anni in su ÷ abitanti × 100"


def test_a_place_serves_where_it_stands_and_its_catchment_while_it_is_open(towns: Towns) -> None:
    place(towns.district, "Sportello", PlaceKind.DESK, towns.alba, towns.borgo)
    place(towns.district, "Salute", PlaceKind.HEALTH_HOUSE, None, towns.casale)
    place(towns.district, "Vecchio", PlaceKind.DESK, None, towns.casale, ends_before=TODAY)
    place(towns.district, "Nuovo", PlaceKind.DESK, towns.casale, starts_on=TODAY + timedelta(days=1))
    overview = overview_of(towns.district, TODAY)
    assert [(row.name, row.has_desk, len(row.figures.places)) for row in overview.municipalities] == [
        ("Alba", True, 1),
        ("Borgo", True, 1),
        ("Casale", False, 1),
    ]
    assert [row.name for row in overview.without_desk] == ["Casale"]
    tomorrow = overview_of(towns.district, TODAY + timedelta(days=1))
    assert [row.name for row in tomorrow.without_desk] == []


def test_a_municipality_counts_while_it_belongs_to_the_district(towns: Towns) -> None:
    towns.casale.starts_on = TODAY + timedelta(days=1)
    towns.casale.save()
    towns.alba.ends_before = TODAY + timedelta(days=1)
    towns.alba.save()

    def names(on: date) -> list[str]:
        return [row.name for row in overview_of(towns.district, on).municipalities]

    assert (names(TODAY), names(TODAY + timedelta(days=1))) == (["Alba", "Borgo"], ["Borgo", "Casale"])
    assert (
        neighbour_pairs(towns.district, TODAY),
        neighbour_pairs(towns.district, TODAY + timedelta(days=1)),
    ) == (1, 0)
    assert [row.name for row in neighbours_of(towns.borgo, TODAY)] == ["Alba"]
    assert list(neighbours_of(towns.borgo, TODAY + timedelta(days=1))) == []


def test_sub_areas_add_up_their_municipalities(towns: Towns) -> None:
    assert overview_of(towns.district, TODAY).without_sub_area == ()
    sub_area(towns.district, "Piano", towns.alba, towns.borgo)
    overview = overview_of(towns.district, TODAY)
    assert [(area.name, area.figures.people, len(area.municipalities)) for area in overview.sub_areas] == [
        ("Piano", 1_500, 2)
    ]
    assert [row.name for row in overview.without_sub_area] == ["Casale"]


def test_the_differences_say_the_extremes_and_where_everybody_stands(towns: Towns) -> None:
    overview = overview_of(towns.district, TODAY)
    told = differences_of(overview, overview.municipalities[::-1])
    density = next(strip for strip in told.strips if strip.indicator.key == "density")
    assert (density.lowest.name, density.lowest.value, density.highest.name, density.times) == (
        "Alba",
        "50,0",
        "Borgo",
        2.0,
    )
    assert [dot.position for dot in density.dots] == [0.0, 100.0]
    assert [strip.indicator.key for strip in told.strips if strip.whole] == []
    assert [row.municipality.name for row in told.rows] == ["Casale", "Borgo", "Alba"]
    shades = {cell.indicator.key: (cell.value, cell.shade) for cell in told.rows[2].cells}
    assert (shades["density"], shades["people"]) == (("50,0", 1), ("1.000", 5))
    assert {cell.value for cell in told.rows[0].cells if cell.indicator.key != "area"} == {"—"}
    assert "change" not in shades


def test_one_municipality_alone_has_no_extremes(towns: Towns) -> None:
    place(towns.district, "Sportello", PlaceKind.DESK, towns.alba)
    overview = overview_of(towns.district, TODAY)
    told = differences_of(overview, overview.municipalities)
    assert "per_place" not in {strip.indicator.key for strip in told.strips}
    assert "per_place" in {cell.indicator.key for cell in told.whole}


def test_municipalities_that_are_all_alike_stand_in_the_middle(towns: Towns) -> None:
    towns.casale.delete()
    Population.objects.all().delete()
    for municipality in (towns.alba, towns.borgo):
        Population.objects.create(municipality=municipality, source="ISTAT", on=CENSUS, people=0)
    overview = overview_of(towns.district, TODAY)
    told = differences_of(overview, overview.municipalities)
    strips = {strip.indicator.key: strip for strip in told.strips}
    assert [dot.position for dot in strips["people"].dots] == [50.0, 50.0]
    assert (strips["people"].times, strips["density"].whole and strips["density"].whole.position) == (
        None,
        50.0,
    )


def test_the_essential_level_of_social_workers_is_that_of_the_law() -> None:
    needs = social_workers_needed(41_239)
    assert [(need.inhabitants_per_worker, round(need.workers, 2), need.missing) for need in needs] == [
        (6_500, Decimal("6.34"), None),
        (5_000, Decimal("8.25"), None),
        (4_000, Decimal("10.31"), None),
    ]
    there = social_workers_needed(20_000, in_force=Decimal("4.5"))
    assert [(need.missing, need.is_met) for need in there] == [
        (Decimal(20_000) / 6_500 - Decimal("4.5"), True),
        (Decimal("-0.5"), True),
        (Decimal("0.5"), False),
    ]
    assert [need.is_met for need in needs] == [False, False, False]
    assert [need.workers for need in social_workers_needed(0)] == [0, 0, 0]
