"""A question is worded once for each reader, and its answer is always of now."""

from __future__ import annotations

from datetime import date
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Q, Value
from django.utils.translation import override

from ordito.core.kept import SAID, Numbers, Said, Worded, WordedThings, kept, kept_by_role
from ordito.core.models import Actor, District, Role, RoleKind, User

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 12)
STREET = AnonymousUser()


@pytest.fixture
def district() -> District:
    return District.objects.create(slug="valle", name="Valle")


def person(district: District, kind: RoleKind | None = None, email: str = "ada@example.org") -> User:
    user = User.objects.create_user(email, "Ada", None)
    if kind:
        Role.objects.create(user=user, district=district, kind=kind, starts_on=date(2020, 1, 1))
    return user


def test_the_words_are_kept_and_the_answer_is_new(district: District) -> None:
    worded: list[Actor] = []

    @kept
    def names(_district: District, user: Actor, _today: date) -> Worded:
        worded.append(user)
        return Worded(District.objects.visible_to(user).order_by("name").values("name"))

    assert names(district, STREET, TODAY).ask() == [("Valle",)]
    District.objects.create(slug="monte", name="Monte")
    assert names(district, STREET, TODAY).ask() == [("Monte",), ("Valle",)]
    assert worded == [STREET]


def test_another_reader_day_language_or_role_words_it_again(district: District) -> None:
    worded: list[object] = []

    @kept
    def nothing(_district: District, user: Actor, today: date) -> None:
        worded.append((user, today))

    user = person(district)
    for _twice in range(2):
        nothing(district, STREET, TODAY)
        nothing(district, user, TODAY)
        nothing(district, user, date(2026, 5, 13))
        with override("en"):
            nothing(district, user, TODAY)
    assert len(worded) == 4
    Role.objects.create(user=user, district=district, kind=RoleKind.PLAN_OFFICE, starts_on=TODAY)
    nothing(district, User.objects.get(), TODAY)
    district.name = "Valle Alta"
    nothing(district, User.objects.get(), TODAY)
    assert len(worded) == 6


def test_a_secret_place_stays_secret_though_somebody_else_asked_before(district: District) -> None:
    @kept
    def slugs(_district: District, user: Actor, _today: date) -> Worded:
        return Worded(District.objects.visible_to(user).values("slug"))

    District.objects.filter(pk=district.pk).update(is_public=False)
    insider = person(district, RoleKind.PLAN_OFFICE)
    assert slugs(district, insider, TODAY).ask() == [("valle",)]
    assert slugs(district, STREET, TODAY).ask() == []
    Role.objects.all().delete()
    assert slugs(district, User.objects.get(), TODAY).ask() == []


def test_what_is_worded_may_not_ask(district: District) -> None:
    @kept
    def counted(_district: District, _user: Actor, _today: date) -> int:
        return District.objects.count()

    for _twice in range(2):
        with pytest.raises(RuntimeError, match="without asking"):
            counted(district, STREET, TODAY)
    assert District.objects.count() == 1


@pytest.mark.parametrize("said", ["Va%", "V_lle", "'; --", "\x00Valle", "\ue000said\ue000", "100 %s"])
def test_what_is_said_is_never_read_as_a_pattern_nor_as_a_question(district: District, said: str) -> None:
    rows = District.objects.filter(Q(name__icontains=Value(SAID)))
    found = Worded(rows.values("name", back=Value(SAID))).ask(said=said)
    assert found == ([("Valle", "Valle")] if "Valle" in said else [])
    assert Worded(rows.values("name")).ask(said="vALl") == [("Valle",)]


def test_who_may_see_nothing_is_asked_nothing() -> None:
    assert Worded(District.objects.none().values("name")).ask() == []


def test_whole_things_come_with_what_was_selected_with_them(
    district: District, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    other = District.objects.create(slug="monte", name="Monte")
    for place in (district, other):
        Role.objects.create(
            user=person(place, None, f"{place.slug}@example.org"),
            district=place,
            kind=RoleKind.PLAN_OFFICE,
            starts_on=TODAY,
        )
    held = Role.objects.filter(district__in=Numbers("districts"), kind=RoleKind.PLAN_OFFICE)
    roles = WordedThings(held.select_related("district").order_by("district__name"))
    with django_assert_num_queries(2):
        assert [each.district.name for each in roles.ask(districts=[other.pk, district.pk])] == [
            "Monte",
            "Valle",
        ]
        assert [each.district.name for each in roles.ask(districts=[district.pk])] == ["Valle"]
    assert roles.ask(districts=[]) == []
    Role.objects.filter(district=district).delete()
    assert roles.ask(districts=[district.pk]) == [], "the answer is always of now"


def test_a_number_is_said_when_it_is_asked(district: District) -> None:
    found = Worded(District.objects.filter(pk=Said("district")).values("name"))
    assert found.ask(district=district.pk) == [("Valle",)]
    assert found.ask(district=district.pk + 1) == []


def test_of_whoever_may_see_nothing_no_thing_is_asked() -> None:
    assert WordedThings(District.objects.none()).ask() == []


def test_those_who_hold_the_same_roles_share_the_words_and_are_told_apart_by_them(district: District) -> None:
    worded: list[Actor] = []

    @kept_by_role
    def slugs(_district: District, user: Actor, _today: date) -> Worded:
        worded.append(user)
        return Worded(District.objects.visible_to(user).values("slug"))

    District.objects.filter(pk=district.pk).update(is_public=False)
    office = RoleKind.PLAN_OFFICE
    ada, eva = person(district, office), person(district, office, "eva@example.org")
    assert slugs(district, ada, TODAY).ask() == slugs(district, eva, TODAY).ask() == [("valle",)]
    assert len(worded) == 1
    assert slugs(district, person(district, None, "uno@example.org"), TODAY).ask() == []
    assert slugs(district, STREET, TODAY).ask() == []


def test_what_is_shared_may_not_look_for_a_person(district: District) -> None:
    @kept_by_role
    def mine(_district: District, user: Actor, _today: date) -> Worded:
        return Worded(Role.objects.filter(user=user).values("kind"))

    @kept_by_role
    def mine_by_number(_district: District, user: Actor, _today: date) -> Worded:
        return Worded(Role.objects.filter(user_id=user.pk).values("kind"))

    ada = person(district, RoleKind.PLAN_OFFICE)
    for ask in (mine, mine_by_number):
        with pytest.raises(ValueError, match="number"):
            ask(district, ada, TODAY)


@pytest.mark.django_db(transaction=True)
def test_what_one_thread_worded_another_asks_on_its_own_connection(district: District) -> None:
    names = WordedThings(District.objects.filter(pk=Said("district")))
    found: list[str] = []

    def ask() -> None:
        found.extend(each.name for each in names.ask(district=district.pk))
        connection.close()

    for _twice in range(2):
        other = Thread(target=ask)
        other.start()
        other.join()
    assert found == ["Valle", "Valle"]
    assert [each.name for each in names.ask(district=district.pk)] == ["Valle"]
