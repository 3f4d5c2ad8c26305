"""People by age, whatever the classes of the source."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordito.territory.models import Population
from ordito.territory.queries import AgeClass, Ages, Source, ages_of, ages_together, counts_of, sources_of
from ordito.territory.queries.people import chosen_sources
from tests.territory.conftest import CENSUS, TODAY, Towns

A2021, A2022 = Source("ISTAT", date(2021, 1, 1), 3), Source("ISTAT", date(2022, 1, 1), 3)
UNDATED = Source("Unione", None, 3)


def test_a_whole_count_says_how_many_and_nothing_of_ages() -> None:
    ages = Ages([AgeClass("T", 0, None, 41_006)])
    assert (ages.between(), ages.between(0, 18), ages.between(65)) == (41_006, None, None)


def test_women_and_men_are_put_together_where_no_class_has_both() -> None:
    ages = Ages([AgeClass("F", 0, 18, 30), AgeClass("M", 0, 18, 20), AgeClass("F", 18, None, 5)])
    assert (ages.between(0, 18), ages.between(0, 18, "F"), ages.between()) == (50, 30, None)


def test_an_exact_class_wins_over_those_that_make_it_up() -> None:
    ages = Ages([AgeClass("T", 0, 1, 3), AgeClass("T", 1, 2, 4), AgeClass("T", 0, 2, 100)])
    assert (ages.between(0, 2), ages.between(0, 1), ages.between(1, 2)) == (100, 3, 4)


def test_a_hole_between_classes_is_not_jumped() -> None:
    ages = Ages([AgeClass("T", 0, 5, 10), AgeClass("T", 10, None, 20)])
    assert (ages.between(0, 5), ages.between(0, 10), ages.between(10), ages.between()) == (10, None, 20, None)


@given(
    cuts=st.sets(st.integers(1, 99), max_size=20),
    bounds=st.tuples(st.integers(0, 100), st.integers(0, 100)),
    by_year=st.lists(st.integers(0, 50), min_size=101, max_size=101),
)
def test_any_classes_say_what_counting_year_by_year_says(
    cuts: set[int], bounds: tuple[int, int], by_year: list[int]
) -> None:
    edges = [0, *sorted(cuts), None]
    classes = [AgeClass("T", low, high, sum(by_year[low:high])) for low, high in pairwise(edges)]  # type: ignore[misc, arg-type]
    age_from, age_before = min(bounds), max(bounds)
    known = {age_from, age_before} <= {*edges, age_from} and age_from in edges and age_from < age_before
    expected = sum(by_year[age_from:age_before]) if known else None
    if age_from != age_before:
        assert Ages(classes).between(age_from, age_before) == expected


def test_the_latest_count_comes_first_and_the_undated_last(towns: Towns) -> None:
    Population.objects.create(municipality=towns.alba, source="Unione", people=990)
    Population.objects.create(municipality=towns.alba, source="ISTAT", on=date(2024, 1, 1), people=1_010)
    assert sources_of(towns.district, TODAY) == (
        Source("ISTAT", date(2024, 1, 1), 1),
        Source("ISTAT", CENSUS, 2),
        Source("Unione", None, 1),
    )
    totals = [(total.source.label, total.people) for total in counts_of(towns.district, TODAY)]
    assert totals == [
        ("ISTAT, 01/01/2024", 1_010),
        ("ISTAT, 01/01/2023", 1_500),
        ("Unione, data non dichiarata", 990),
    ]


@pytest.mark.parametrize(
    ("sources", "municipalities", "chosen"),
    [
        ((), 3, (None, None)),
        ((A2022,), 3, (A2022, None)),
        ((A2022, A2021, UNDATED), 3, (A2022, UNDATED)),
        ((Source("ISTAT", date(2024, 1, 1), 2), A2022, A2021), 3, (A2022, A2021)),
        ((Source("ISTAT", date(2024, 1, 1), 5), A2022), 3, (Source("ISTAT", date(2024, 1, 1), 5), A2022)),
    ],
    ids=[
        "none",
        "one",
        "an undated one is the earliest",
        "a later one of some",
        "former members counted too",
    ],
)
def test_a_count_of_everybody_is_better_than_a_later_one_of_some(
    sources: tuple[Source, ...], municipalities: int, chosen: tuple[Source | None, Source | None]
) -> None:
    assert chosen_sources(sources, municipalities) == chosen


def test_classes_that_only_some_municipalities_have_are_not_summed(towns: Towns) -> None:
    Population.objects.create(
        municipality=towns.alba, source="ISTAT", on=CENSUS, sex="F", age_from=0, age_before=15, people=40
    )
    both = ages_together(towns.district, ["999001", "999002"])[Source("ISTAT", CENSUS, 2)]
    assert (both.between(), both.between(0, 15), both.between(0, 15, "F")) == (1_500, 200, None)
    alba = ages_together(towns.district, ["999001"])[Source("ISTAT", CENSUS, 1)]
    assert (alba.between(), alba.between(0, 15, "F")) == (1_000, 40)


def test_nothing_is_asked_when_there_is_no_source(
    towns: Towns, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert ages_of(towns.district, (None, None)) == {}
