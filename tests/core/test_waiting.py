"""What waits in many registers is asked in one question, in order of day, and no kind drowns the others."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db.models import Value

from ordito.core.counting import Figures, number, total
from ordito.core.loop import Due
from ordito.core.models import District, Role, RoleKind, User
from ordito.core.waiting import Registers, Waiting

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 12)


@pytest.fixture
def district() -> District:
    return District.objects.create(slug="valle", name="Valle")


def roles(district: District, count: int, *, ends_before: date | None = None) -> None:
    for turn in range(count):
        user = User.objects.create_user(f"{turn}-{ends_before}@example.org", f"Persona {turn}", None)
        Role.objects.create(
            user=user,
            district=district,
            kind=RoleKind.DELEGATE,
            starts_on=TODAY - timedelta(days=turn),
            ends_before=ends_before,
        )


def begun(**other: Any) -> Waiting:
    return Waiting(
        rows=Role.objects.all(),
        day="starts_on",
        facts={"who": "user__name", "ends": "ends_before"},
        told=lambda on, role: Due(on, f"{on:%d/%m}", role["who"], "/", detail=role["ends"] or ""),
        **other,
    )


def test_registers_come_together_in_one_question(
    district: District, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    roles(district, 3, ends_before=date(2027, 1, 1))
    place = Waiting(
        rows=District.objects.all(),
        day=Value(TODAY),
        facts={"name": "name"},
        told=lambda on, place: Due(on, "oggi", place["name"], "/"),
    )
    with django_assert_num_queries(1):
        found = Registers([place, begun()]).due()
    assert sorted((each.title, each.on, each.detail) for each in found) == [
        ("Persona 0", TODAY, "2027-01-01"),
        ("Persona 1", TODAY - timedelta(days=1), "2027-01-01"),
        ("Persona 2", TODAY - timedelta(days=2), "2027-01-01"),
        ("Valle", TODAY, ""),
    ]


def test_a_register_tells_its_earliest_rows_alone_when_there_are_many(district: District) -> None:
    roles(district, 5)
    assert [each.title for each in Registers([begun(most=2)]).due()] == ["Persona 4", "Persona 3"]


def test_a_row_that_does_not_wait_after_all_is_not_told(district: District) -> None:
    roles(district, 1)
    nothing = Waiting(rows=Role.objects.all(), day="starts_on", facts={}, told=lambda _on, _role: None)
    assert Registers([nothing, begun()]).due()[0].title == "Persona 0"
    assert len(Registers([nothing, begun()]).due()) == 1


def test_nothing_to_ask_asks_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert Registers([]).due() == []


def test_many_counts_are_one_question_and_no_rows_are_zero(
    district: District, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    roles(district, 4)
    ended = Role.objects.filter(ends_before__isnull=False)
    with django_assert_num_queries(1):
        asked = {
            "roles": number(Role.objects.all()),
            "districts": number(Role.objects.all(), "district"),
            "ended": number(ended),
            "sum_of_none": total(ended, "pk"),
        }
        found = Figures(district, asked).told()
    assert found == {"roles": 4, "districts": 1, "ended": 0, "sum_of_none": None}
