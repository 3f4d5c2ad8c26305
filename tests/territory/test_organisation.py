"""The macro-organisation: which function is kept where, since when, with how many people."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from ordito.core.models import District, JournalEntry
from ordito.territory.commands import (
    FunctionRefused,
    assign_function,
    correct_function,
    end_function,
    reassign_function,
)
from ordito.territory.models import Function, FunctionLevel, PlaceKind, Population
from ordito.territory.queries import (
    functions_at,
    functions_of,
    history_of,
    organisation_of,
    overview_of,
)
from ordito.territory.queries.organisation import Organisation
from tests.territory.conftest import CENSUS, OPERATOR, TODAY, Towns, place, sub_area

SINCE = date(2014, 1, 1)


def function(district: District, name: str, level: str, *places: str, **more: object) -> Function:
    fresh = Function(
        district=district, name=name, level=level, starts_on=more.pop("starts_on", SINCE), **more
    )
    return assign_function(fresh, by=OPERATOR, places=places)


def organised(towns: Towns, on: date = TODAY) -> Organisation:
    return organisation_of(overview_of(towns.district, on), towns.district)


def kept(function: Function, **changes: object) -> dict[str, object]:
    told: dict[str, object] = {
        "starts_on": TODAY,
        "level": function.level,
        "offered_by": function.offered_by,
        "places": [place.code for place in function.places.all()],
        "full_time_workers": function.full_time_workers,
        "full_time_social_workers": function.full_time_social_workers,
    }
    return told | changes


def test_each_function_is_found_where_its_level_says(towns: Towns) -> None:
    sub_area(towns.district, "Piano", towns.alba, towns.borgo)
    place(towns.district, "Casa", PlaceKind.HEALTH_HOUSE, towns.alba, towns.borgo)
    place(towns.district, "Chiusa", PlaceKind.HEALTH_HOUSE, towns.casale)
    function(towns.district, "Amministrazione", "central")
    function(towns.district, "Sportello", "every_municipality")
    function(towns.district, "Coordinamento", "sub_area")
    function(towns.district, "Integrazione", "places", "casa", "chiusa")
    towns.district.places.filter(code="chiusa").update(ends_before=TODAY)
    told = organised(towns)
    assert [(row.function.name, row.reaches, row.unreached) for row in told.rows] == [
        ("Amministrazione", ("centrale",) * 3, ()),
        ("Sportello", ("nel comune",) * 3, ()),
        ("Coordinamento", ("Piano", "Piano", ""), ("Casale",)),
        ("Integrazione", ("Casa", "Casa", ""), ("Casale",)),
    ]
    assert [(line.municipality.name, [where for _row, where in line.cells]) for line in told.matrix] == [
        ("Alba", ["centrale", "nel comune", "Piano", "Casa"]),
        ("Borgo", ["centrale", "nel comune", "Piano", "Casa"]),
        ("Casale", ["centrale", "nel comune", "", ""]),
    ]
    assert [
        (row.function.name, [each.name for each in row.places]) for row in functions_of(towns.district, TODAY)
    ] == [
        ("Amministrazione", []),
        ("Sportello", []),
        ("Coordinamento", []),
        ("Integrazione", ["Casa"]),
    ]
    casa = towns.district.places.get(code="casa")
    assert [each.name for each in functions_at(casa, TODAY)] == ["Integrazione"]


def test_workers_in_force_are_compared_with_the_essential_level(towns: Towns) -> None:
    towns.casale.delete()
    Population.objects.filter(municipality=towns.alba, age_from=0).update(people=3_600)
    function(
        towns.district,
        "Territorio",
        "every_municipality",
        full_time_workers=Decimal(3),
        full_time_social_workers=Decimal("0.5"),
    )
    function(towns.district, "Tutela", "central", full_time_social_workers=Decimal("0.5"))
    function(
        towns.district,
        "Passata",
        "central",
        starts_on=date(2010, 1, 1),
        ends_before=SINCE,
        full_time_workers=Decimal(9),
    )
    told = organised(towns)
    assert (told.people, told.full_time_workers, told.social_workers) == (5_000, Decimal(3), Decimal(1))
    assert [(need.workers, need.is_met) for need in told.needs] == [
        (Decimal(5_000) / 6_500, True),
        (Decimal(1), True),
        (Decimal("1.25"), False),
    ]
    assert [each.name for each in told.ended] == ["Passata"]


def test_nothing_is_said_of_workers_that_nobody_counted(towns: Towns) -> None:
    told = organised(towns)
    assert (told.people, told.social_workers, told.full_time_workers, told.needs) == (None, None, None, ())


def test_keeping_a_function_otherwise_leaves_written_how_it_was_kept(towns: Towns) -> None:
    place(towns.district, "Casa", PlaceKind.HEALTH_HOUSE, towns.alba)
    was = function(towns.district, "Tutela", "every_municipality", full_time_workers=Decimal(2))
    now = reassign_function(
        was, by=OPERATOR, **kept(was, level="places", places=["casa"], full_time_workers=Decimal(3))
    )  # type: ignore[arg-type]
    assert (now.code, now.name, [each.code for each in now.places.all()]) == ("tutela", "Tutela", ["casa"])
    history = [
        (each.starts_on, each.ends_before, each.level, each.full_time_workers)
        for each in history_of(towns.district, "tutela")
    ]
    assert history == [
        (TODAY, None, "places", Decimal(3)),
        (SINCE, TODAY, "every_municipality", Decimal(2)),
    ]
    assert [row.function.pk for row in organised(towns).rows] == [now.pk]
    before = organised(towns, TODAY - timedelta(days=1))
    assert ([row.function.pk for row in before.rows], [each.pk for each in before.coming]) == (
        [was.pk],
        [now.pk],
    )
    lines = JournalEntry.objects.filter(deed="territory.reassign_function").order_by("pk")
    assert [line.changes.get("places") for line in lines] == [[[], ["Casa"]], None]


def test_a_new_arrangement_begins_after_the_one_it_replaces(towns: Towns) -> None:
    was = function(towns.district, "Tutela", "central")
    with pytest.raises(FunctionRefused, match="deve cominciare dopo"):
        reassign_function(was, by=OPERATOR, **kept(was, starts_on=SINCE))  # type: ignore[arg-type]
    was.refresh_from_db()
    assert was.ends_before is None


def test_a_mistake_is_corrected_in_place(towns: Towns) -> None:
    was = function(towns.district, "Tutele", "central")
    mended = correct_function(
        was, by=OPERATOR, name="Tutela", notes="nota", **kept(was, starts_on=date(2013, 1, 1))
    )  # type: ignore[arg-type]
    assert (mended.pk, mended.code, mended.name, mended.starts_on) == (
        was.pk,
        "tutele",
        "Tutela",
        date(2013, 1, 1),
    )


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"name": " "}, "Serve il nome"),
        ({"level": "heaven"}, "Il livello «heaven» non esiste"),
        ({"level": "places"}, "ha bisogno di almeno un luogo"),
        ({"places": ["casa"]}, "solo per le funzioni in luoghi determinati"),
        ({"level": "places", "places": ["casa", "altrove"]}, "Non sono luoghi dell'ambito: altrove"),
        ({"full_time_workers": Decimal(-1)}, "meno di zero"),
        ({"full_time_social_workers": Decimal(-1)}, "meno di zero"),
        ({"full_time_workers": Decimal(1), "full_time_social_workers": Decimal(2)}, "più degli operatori"),
        ({"starts_on": date(2030, 1, 1)}, "non può cessare prima di cominciare"),
    ],
)
def test_a_function_that_cannot_be_so_is_refused(towns: Towns, told: dict[str, object], why: str) -> None:
    place(towns.district, "Casa", PlaceKind.HEALTH_HOUSE, towns.alba)
    was = function(towns.district, "Tutela", "central", ends_before=date(2020, 1, 1))
    with pytest.raises(FunctionRefused, match=why):
        correct_function(was, by=OPERATOR, **({"name": "Tutela", **kept(was, starts_on=SINCE)} | told))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("starts_on", "ends_before", "fits"),
    [
        (date(2010, 1, 1), SINCE, True),
        (date(2010, 1, 1), SINCE + timedelta(days=1), False),
        (date(2010, 1, 1), None, False),
        (date(2015, 6, 1), date(2015, 7, 1), False),
        (date(2016, 1, 1), None, True),
    ],
)
def test_one_arrangement_at_a_time_holds(
    towns: Towns, starts_on: date, ends_before: date | None, *, fits: bool
) -> None:
    function(towns.district, "Tutela", "central", code="tutela", ends_before=date(2016, 1, 1))
    other = {"code": "tutela", "starts_on": starts_on, "ends_before": ends_before}
    if fits:
        assert function(towns.district, "Tutela", "central", **other).pk
    else:
        with pytest.raises(FunctionRefused, match="già organizzata in un altro modo"):
            function(towns.district, "Tutela", "central", **other)


def test_a_function_ceases_once(towns: Towns) -> None:
    was = function(towns.district, "Tutela", "central")
    with pytest.raises(FunctionRefused, match="prima di cominciare"):
        end_function(was, by=OPERATOR, ends_before=SINCE)
    end_function(was, by=OPERATOR, ends_before=TODAY)
    with pytest.raises(FunctionRefused, match="già cessata"):
        end_function(was, by=OPERATOR, ends_before=TODAY + timedelta(days=1))
    assert end_function(
        was, by=OPERATOR, ends_before=TODAY - timedelta(days=1)
    ).ends_before == TODAY - timedelta(days=1)


def test_the_levels_are_told_apart_by_the_database(towns: Towns) -> None:
    assert [level.value for level in FunctionLevel] == ["central", "every_municipality", "sub_area", "places"]
    assert CENSUS < TODAY
