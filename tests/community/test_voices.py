"""Who speaks for whom, on a day and today."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from ordito.community.models import DelegateKind
from ordito.community.queries import Voice, delegates_on, speaks_for
from ordito.core.models import Operator, User
from tests.community.conftest import TODAY, organisation, person, voice

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from ordito.community.models import Organisation, Person
    from ordito.core.models import District


def again(user: User) -> User:
    """The same account at its next request."""
    return User.objects.get(pk=user.pk)


def test_the_delegate_comes_first_then_the_representative_then_alternates(
    filo: Organisation, anna: Person, luca: Person, marco: Person
) -> None:
    voice(filo, luca, kind="alternate", starts_on=date(2015, 1, 1))
    voice(filo, marco, kind="representative", starts_on=date(2015, 1, 1))
    voice(filo, anna)
    spoken = delegates_on([filo.pk], TODAY)
    assert [(each.name, each.kind, each.is_alternate) for each in spoken[filo.pk]] == [
        ("Anna Sala", DelegateKind.DELEGATE, False),
        ("Marco Neri", DelegateKind.REPRESENTATIVE, False),
        ("Luca Ferri", DelegateKind.ALTERNATE, True),
    ]


def test_a_person_in_two_guises_is_one_voice(filo: Organisation, anna: Person) -> None:
    voice(filo, anna, kind="representative")
    voice(filo, anna)
    assert delegates_on([filo.pk], TODAY) == {
        filo.pk: (
            Voice(
                person_id=anna.pk,
                code="anna-sala",
                name="Anna Sala",
                email="anna@example.org",
                phone="02 123",
                kind=DelegateKind.DELEGATE,
            ),
        )
    }


def test_only_the_delegations_of_the_day_count(
    filo: Organisation, caritas: Organisation, anna: Person, luca: Person
) -> None:
    voice(filo, anna, date(2016, 1, 1), date(2016, 9, 12))
    voice(filo, luca, date(2016, 9, 12))
    names = {
        day: [each.name for each in delegates_on([filo.pk], day)[filo.pk]]
        for day in (date(2015, 12, 31), date(2016, 9, 11), date(2016, 9, 12))
    }
    assert names == {
        date(2015, 12, 31): [],
        date(2016, 9, 11): ["Anna Sala"],
        date(2016, 9, 12): ["Luca Ferri"],
    }
    assert delegates_on([caritas.pk], TODAY) == {caritas.pk: ()}


def test_thirty_organisations_ask_one_query(
    district: District, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    known = [organisation(district, f"Ente {n}") for n in range(30)]
    for each in known:
        voice(each, person(district, f"Delegato di {each.name}"))
    with django_assert_num_queries(1):
        assert len(delegates_on([each.pk for each in known], TODAY)) == 30


def test_an_account_speaks_for_the_organisations_of_its_dated_delegations(
    filo: Organisation, caritas: Organisation, marco: Person, delegate: User
) -> None:
    assert speaks_for(delegate) == set()
    voice(filo, marco, kind="alternate")
    voice(caritas, marco, date(2015, 1, 1), TODAY)
    assert speaks_for(again(delegate)) == {filo.pk}


def test_today_is_the_day_of_the_district_of_each_organisation(
    district: District, filo: Organisation, marco: Person, delegate: User
) -> None:
    voice(filo, marco, date(2016, 1, 1), date(2017, 6, 1))
    assert speaks_for(again(delegate)) == {filo.pk}
    district.demonstration_day = None
    district.save()
    assert speaks_for(again(delegate)) == set()
    voice(filo, marco, timezone.localdate() - timedelta(days=1))
    assert speaks_for(again(delegate)) == {filo.pk}


def test_whom_one_speaks_for_is_asked_once_a_request(
    filo: Organisation, marco: Person, delegate: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    voice(filo, marco)
    user = again(delegate)
    with django_assert_num_queries(1):
        assert [speaks_for(user), speaks_for(user)] == [{filo.pk}, {filo.pk}]


def test_neither_strangers_nor_the_machine_speak_for_anybody(filo: Organisation) -> None:
    assert [speaks_for(AnonymousUser()), speaks_for(Operator())] == [set(), set()]
