"""Municipalities and sub-areas that come, change and go."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ordito.core.access import Forbidden
from ordito.core.commands import DistrictRefused
from ordito.core.models import District, JournalEntry, RoleKind, User
from ordito.territory import italy
from ordito.territory.commands import (
    MunicipalityRefused,
    StrangeMunicipalities,
    SubAreaRefused,
    add_municipalities,
    create_sub_area,
    describe_municipality,
    describe_sub_area,
    discard_municipality,
    dissolve_sub_area,
    new_district,
    remove_municipality,
)
from ordito.territory.models import Adjacency, Municipality, PlaceKind, Population, SubArea
from ordito.territory.queries import recognised, suggested
from tests.territory.conftest import OPERATOR, TODAY, Towns, keeper, place, sub_area


def deeds(district: District) -> list[tuple[str, str, dict[str, object]]]:
    rows = JournalEntry.objects.filter(district=district).order_by("pk")
    return list(rows.values_list("deed", "subject_name", "changes"))


def test_names_that_are_not_one_municipality_are_refused_together_and_nothing_is_made(db: None) -> None:
    with pytest.raises(italy.UnknownMunicipalities) as why:
        new_district(
            District(name="Prova"), by=OPERATOR, comuni=["Fanano", "Serramazoni", "Castro", "Fanano"]
        )
    assert [(problem.asked, problem.kind) for problem in why.value.problems] == [
        ("Serramazoni", "unknown"),
        ("Castro", "ambiguous"),
        ("Fanano", "repeated"),
    ]
    assert why.value.problems[0].suggestions[0].label == "Serramazzoni (MO)"
    assert District.objects.count() == 0


def test_a_name_that_a_district_cannot_have_leaves_nothing_behind(db: None) -> None:
    with pytest.raises(DistrictRefused):
        new_district(District(name=" "), by=OPERATOR, comuni=["Fanano"])
    assert (District.objects.count(), Municipality.objects.count()) == (0, 0)


def test_only_who_tends_the_installation_makes_districts(district: District, planner: User) -> None:
    with pytest.raises(Forbidden):
        new_district(District(name="Prova"), by=planner, comuni=["Fanano"])
    planner.is_installation_admin = True
    planner.save()
    made = new_district(
        District(name="Prova", region="Toscana"), by=planner, comuni=["Fanano"], starts_on=TODAY
    )
    assert (made.region, made.municipalities.get().starts_on) == ("Toscana", TODAY)


def test_a_district_across_regions_names_both(db: None) -> None:
    made = new_district(District(name="Appennino"), by=OPERATOR, comuni=["Abetone Cutigliano", "Fiumalbo"])
    assert made.region == "Toscana / Emilia-Romagna"


def test_municipalities_join_with_their_people_and_neighbours(frignano: District) -> None:
    add_municipalities(frignano, by=OPERATOR, comuni=["Montese", "Zocca"], starts_on=TODAY)
    montese = frignano.municipalities.get(name="Montese")
    assert (montese.starts_on, montese.population.count()) == (TODAY, 202)
    assert Adjacency.objects.filter(one__district=frignano).count() == 18 + 4
    assert [deed for deed in deeds(frignano) if deed[0] != "territory.new_district"][1:] == [
        ("territory.add_municipality", "Montese", {"istat_code": [None, "036026"]}),
        ("territory.add_municipality", "Zocca", {"istat_code": [None, "036047"]}),
        ("territory.add_municipalities", frignano.name, {}),
    ]


def test_one_that_is_there_cannot_join_again_and_one_that_left_comes_back(frignano: District) -> None:
    fanano = frignano.municipalities.get(name="Fanano")
    with pytest.raises(MunicipalityRefused, match="Già nell'ambito: Fanano, Sestola"):
        add_municipalities(frignano, by=OPERATOR, comuni=["Fanano", "Sestola", "Montese"])
    remove_municipality(fanano, by=OPERATOR, ends_before=date(2024, 1, 1))
    add_municipalities(frignano, by=OPERATOR, comuni=["Fanano"])
    fanano.refresh_from_db()
    assert (fanano.ends_before, frignano.municipalities.count()) == (None, 10)
    assert deeds(frignano)[-2] == (
        "territory.add_municipality",
        "Fanano",
        {"ends_before": ["2024-01-01", None]},
    )


def test_a_municipality_leaves_on_a_day_once(towns: Towns) -> None:
    gone = remove_municipality(towns.alba, by=OPERATOR, ends_before=TODAY)
    assert gone.ends_before == TODAY
    with pytest.raises(MunicipalityRefused, match="Alba è già uscito"):
        remove_municipality(towns.alba, by=OPERATOR, ends_before=TODAY)
    towns.borgo.starts_on = TODAY
    towns.borgo.save()
    with pytest.raises(MunicipalityRefused, match="prima di esserci entrato"):
        remove_municipality(towns.borgo, by=OPERATOR, ends_before=TODAY)


def test_a_municipality_added_by_mistake_goes_with_its_people_unless_places_stand_in_it(towns: Towns) -> None:
    place(towns.district, "Sportello", PlaceKind.DESK, towns.borgo)
    discard_municipality(towns.alba, by=OPERATOR)
    assert (towns.district.municipalities.count(), Population.objects.count(), Adjacency.objects.count()) == (
        2,
        5,
        0,
    )
    with pytest.raises(MunicipalityRefused, match="Borgo non si può togliere: vi si trovano Sportello"):
        discard_municipality(towns.borgo, by=OPERATOR)
    deed, name, changes = deeds(towns.district)[-1]
    assert (deed, name, changes["istat_code"]) == ("territory.discard_municipality", "Alba", ["999001", None])


def test_the_official_area_and_the_sub_area_are_said(towns: Towns) -> None:
    piano = sub_area(towns.district, "Piano")
    told = {"official_area_km2": Decimal("12.34"), "sub_area": piano, "starts_on": date(2014, 1, 1)}
    described = describe_municipality(towns.casale, by=OPERATOR, **told)  # type: ignore[arg-type]
    assert (described.area_km2, described.sub_area, described.starts_on) == (
        Decimal("12.34"),
        piano,
        date(2014, 1, 1),
    )
    described.ends_before = TODAY
    described.save()
    with pytest.raises(MunicipalityRefused, match="prima di esserci entrato"):
        describe_municipality(described, by=OPERATOR, **{**told, "starts_on": TODAY})  # type: ignore[arg-type]


def test_a_sub_area_of_another_district_is_refused(towns: Towns, district: District) -> None:
    other = SubArea.objects.create(district=district, code="altra", name="Altra")
    with pytest.raises(MunicipalityRefused, match="di un altro ambito"):
        describe_municipality(towns.alba, by=OPERATOR, official_area_km2=None, sub_area=other, starts_on=None)


def test_sub_areas_take_municipalities_from_each_other_and_the_journal_says_it(towns: Towns) -> None:
    piano = sub_area(towns.district, "  Alto   Piano ", towns.alba, towns.borgo)
    assert (piano.name, piano.code) == ("Alto Piano", "alto-piano")
    monte = sub_area(towns.district, "Monte", towns.borgo)
    describe_sub_area(piano, by=OPERATOR, name="Piano", istat_codes=["999001", "999003"])
    rows = towns.district.municipalities.order_by("name").values_list("sub_area__name", flat=True)
    assert list(rows) == ["Piano", "Monte", "Piano"]
    moved = [
        (name, changes) for deed, name, changes in deeds(towns.district) if "describe_municipality" in deed
    ]
    assert moved == [
        ("Alba", {"sub_area": [None, piano.pk]}),
        ("Borgo", {"sub_area": [None, piano.pk]}),
        ("Borgo", {"sub_area": [piano.pk, monte.pk]}),
        ("Casale", {"sub_area": [None, piano.pk]}),
    ]
    describe_sub_area(piano, by=OPERATOR, name="Piano", istat_codes=[])
    dissolve_sub_area(monte, by=OPERATOR)
    assert set(towns.district.municipalities.values_list("sub_area", flat=True)) == {None}


def test_sub_areas_have_names_of_their_own(towns: Towns) -> None:
    sub_area(towns.district, "Piano")
    with pytest.raises(SubAreaRefused, match="C'è già una sub-area «piano»"):
        sub_area(towns.district, "piano")
    with pytest.raises(SubAreaRefused, match="Serve il nome"):
        sub_area(towns.district, " ")
    with pytest.raises(StrangeMunicipalities, match="036011"):
        create_sub_area(SubArea(district=towns.district, name="Nuova"), by=OPERATOR, istat_codes=["036011"])
    assert sub_area(towns.district, "Piano!").code == "piano-2"
    assert sub_area(towns.district, "Piano?").code == "piano-3"
    assert sub_area(towns.district, "?!").code == "senza-nome"


@pytest.mark.parametrize("kind", [RoleKind.HEAD_OF_SERVICE, RoleKind.DELEGATE, RoleKind.ADMINISTRATOR])
def test_only_the_plan_office_tends_the_territory(towns: Towns, kind: RoleKind) -> None:
    with pytest.raises(Forbidden):
        remove_municipality(towns.alba, by=keeper(towns.district, kind), ends_before=TODAY)
    assert remove_municipality(towns.alba, by=keeper(towns.district, email="u@valle.it"), ends_before=TODAY)


def test_what_names_mean_is_told_before_anything_is_made(db: None) -> None:
    told = recognised(["Fanano", "fiumalbo", "Xyzzy"])
    assert ([one.name for one in told.found], told.people, told.year) == (["Fanano", "Fiumalbo"], 4_118, 2023)
    assert ([problem.asked for problem in told.problems], told.provinces) == (["Xyzzy"], ("Modena",))
    assert recognised(["Fanano"]).problems == ()
    assert (recognised([]).found, recognised([]).people) == ((), 0)
    assert suggested("Sestol")[0].label == "Sestola (MO)"
