"""A delegate is appointed, replaced and ended; who spoke on a day stays written."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from ordito.community.commands import (
    DelegateRefused,
    LooksLikeAnother,
    Nomination,
    PersonFacts,
    appoint_delegate,
    end_delegation,
    nominate,
    replace_delegate,
    resume_delegation,
    strike_delegation,
)
from ordito.community.models import Delegate, Person
from ordito.core.access import Forbidden
from ordito.core.models import JournalEntry
from ordito.core.period import Period
from tests.community.conftest import person, voice

if TYPE_CHECKING:
    from ordito.community.models import Organisation
    from ordito.core.models import District, User

NEW_YEAR, SPRING, AUTUMN = date(2016, 1, 1), date(2016, 4, 1), date(2016, 9, 12)


def written() -> list[tuple[str, str, date, date | None]]:
    rows = Delegate.objects.order_by("starts_on", "pk")
    return list(rows.values_list("person__name", "kind", "starts_on", "ends_before"))


def test_a_delegate_is_appointed_for_a_period(filo: Organisation, anna: Person, planner: User) -> None:
    made = appoint_delegate(filo, by=planner, person=anna, period=Period(NEW_YEAR, AUTUMN), kind="alternate")
    assert written() == [("Anna Sala", "alternate", NEW_YEAR, AUTUMN)]
    assert (made.period, made.district, str(made)) == (
        Period(NEW_YEAR, AUTUMN),
        filo.district,
        "Anna Sala · Cooperativa Il Filo",
    )


def test_replacing_a_delegate_closes_the_earlier_one_and_overwrites_nothing(
    filo: Organisation, anna: Person, luca: Person, planner: User
) -> None:
    earlier = voice(filo, anna, NEW_YEAR)
    replace_delegate(earlier, by=planner, person=luca, period=Period(AUTUMN))
    assert written() == [
        ("Anna Sala", "delegate", NEW_YEAR, AUTUMN),
        ("Luca Ferri", "delegate", AUTUMN, None),
    ]
    told = JournalEntry.objects.order_by("-pk").values_list("deed", "subject_name")[:2]
    assert list(told) == [
        ("community.replace_delegate", "Luca Ferri · Cooperativa Il Filo"),
        ("community.end_delegation", "Anna Sala · Cooperativa Il Filo"),
    ]


def test_a_delegation_that_had_ended_keeps_its_end_when_it_is_replaced(
    filo: Organisation, anna: Person, luca: Person, planner: User
) -> None:
    earlier = voice(filo, anna, NEW_YEAR, SPRING)
    replace_delegate(earlier, by=planner, person=luca, period=Period(AUTUMN))
    assert written() == [
        ("Anna Sala", "delegate", NEW_YEAR, SPRING),
        ("Luca Ferri", "delegate", AUTUMN, None),
    ]


def test_an_alternate_may_become_the_delegate(filo: Organisation, anna: Person, planner: User) -> None:
    earlier = voice(filo, anna, NEW_YEAR, kind="alternate")
    replace_delegate(earlier, by=planner, person=anna, period=Period(AUTUMN), kind="delegate")
    assert written() == [
        ("Anna Sala", "alternate", NEW_YEAR, AUTUMN),
        ("Anna Sala", "delegate", AUTUMN, None),
    ]


def test_nobody_replaces_themselves(filo: Organisation, anna: Person, planner: User) -> None:
    earlier = voice(filo, anna, NEW_YEAR)
    with pytest.raises(DelegateRefused, match="Anna Sala ha già questa delega"):
        replace_delegate(earlier, by=planner, person=anna, period=Period(AUTUMN))
    with pytest.raises(DelegateRefused, match="Anna Sala ha già questa delega"):
        replace_delegate(earlier, by=planner, person=anna, period=Period(AUTUMN), kind="delegate")


def test_nobody_is_replaced_before_they_began(
    filo: Organisation, anna: Person, luca: Person, planner: User
) -> None:
    earlier = voice(filo, anna, SPRING)
    for day in (SPRING, NEW_YEAR):
        with pytest.raises(DelegateRefused, match="comincia il 01/04/2016 e non può finire prima"):
            replace_delegate(earlier, by=planner, person=luca, period=Period(day))
    assert written() == [("Anna Sala", "delegate", SPRING, None)]


@pytest.mark.parametrize(
    "overlapping",
    [
        Period(SPRING),
        Period(date(2015, 1, 1)),
        Period(date(2015, 1, 1), SPRING),
        Period(SPRING, date(2016, 5, 1)),
    ],
)
def test_the_same_delegation_twice_at_once_is_refused(
    filo: Organisation, anna: Person, planner: User, overlapping: Period
) -> None:
    voice(filo, anna, NEW_YEAR, AUTUMN)
    with pytest.raises(
        DelegateRefused, match="Anna Sala è già delegato di Cooperativa Il Filo dal 01/01/2016"
    ):
        appoint_delegate(filo, by=planner, person=anna, period=overlapping)


@pytest.mark.parametrize("apart", [Period(AUTUMN), Period(date(2015, 1, 1), NEW_YEAR)])
def test_periods_that_only_touch_do_not_overlap(
    filo: Organisation, anna: Person, planner: User, apart: Period
) -> None:
    voice(filo, anna, NEW_YEAR, AUTUMN)
    assert appoint_delegate(filo, by=planner, person=anna, period=apart).period == apart


def test_another_guise_or_another_organisation_is_another_delegation(
    filo: Organisation, caritas: Organisation, anna: Person, planner: User
) -> None:
    voice(filo, anna, NEW_YEAR)
    voice(filo, anna, NEW_YEAR, kind="representative")
    voice(caritas, anna, NEW_YEAR)
    assert Delegate.objects.count() == 3


def test_wrong_delegations_are_refused(
    filo: Organisation, anna: Person, planner: User, elsewhere: District
) -> None:
    with pytest.raises(DelegateRefused, match="La veste «king» non esiste"):
        appoint_delegate(filo, by=planner, person=anna, period=Period(NEW_YEAR), kind="king")
    with pytest.raises(DelegateRefused, match="non può finire prima di cominciare"):
        appoint_delegate(filo, by=planner, person=anna, period=Period(SPRING, SPRING))
    with pytest.raises(DelegateRefused, match="Zoe è di un altro ambito"):
        appoint_delegate(filo, by=planner, person=person(elsewhere, "Zoe"), period=Period(NEW_YEAR))
    assert written() == []


def test_a_delegation_ends_and_is_opened_again(filo: Organisation, anna: Person, planner: User) -> None:
    made = voice(filo, anna, NEW_YEAR)
    end_delegation(made, by=planner, ends_before=AUTUMN)
    assert written() == [("Anna Sala", "delegate", NEW_YEAR, AUTUMN)]
    resume_delegation(made, by=planner)
    assert written() == [("Anna Sala", "delegate", NEW_YEAR, None)]
    with pytest.raises(DelegateRefused, match="si può cancellare"):
        end_delegation(made, by=planner, ends_before=NEW_YEAR)


def test_a_delegation_is_neither_opened_nor_lengthened_over_the_next_one(
    filo: Organisation, anna: Person, planner: User
) -> None:
    first = voice(filo, anna, NEW_YEAR, SPRING)
    voice(filo, anna, AUTUMN)
    with pytest.raises(DelegateRefused, match="dal 12/09/2016"):
        resume_delegation(first, by=planner)
    with pytest.raises(DelegateRefused, match="dal 12/09/2016"):
        end_delegation(first, by=planner, ends_before=date(2016, 9, 13))
    end_delegation(first, by=planner, ends_before=AUTUMN)
    assert written() == [("Anna Sala", "delegate", NEW_YEAR, AUTUMN), ("Anna Sala", "delegate", AUTUMN, None)]


def test_a_delegation_written_by_mistake_is_struck_and_the_journal_keeps_it(
    filo: Organisation, anna: Person, planner: User
) -> None:
    strike_delegation(voice(filo, anna, NEW_YEAR), by=planner)
    assert written() == []
    assert JournalEntry.objects.latest("pk").changes["starts_on"] == ["2016-01-01", None]


def test_a_newcomer_is_written_and_takes_the_place_in_one_go(
    filo: Organisation, anna: Person, planner: User
) -> None:
    earlier = voice(filo, anna, NEW_YEAR)
    newcomer = PersonFacts(name="Sara Conti", email="sara@filo.example")
    nominate(
        filo, by=planner, nomination=Nomination(who=newcomer, period=Period(AUTUMN), in_place_of=earlier)
    )
    assert written() == [
        ("Anna Sala", "delegate", NEW_YEAR, AUTUMN),
        ("Sara Conti", "delegate", AUTUMN, None),
    ]
    assert Person.objects.get(code="sara-conti").email == "sara@filo.example"


def test_somebody_of_the_register_is_nominated(filo: Organisation, luca: Person, planner: User) -> None:
    nominate(
        filo,
        by=planner,
        nomination=Nomination(who=luca, kind="representative", period=Period(NEW_YEAR, SPRING)),
    )
    assert written() == [("Luca Ferri", "representative", NEW_YEAR, SPRING)]


def test_a_newcomer_like_somebody_is_told_first(filo: Organisation, anna: Person, planner: User) -> None:
    asked = Nomination(who=PersonFacts(name="Sala Anna"), period=Period(NEW_YEAR))
    with pytest.raises(LooksLikeAnother):
        nominate(filo, by=planner, nomination=asked)
    meant = Nomination(who=PersonFacts(name="Sala Anna"), period=Period(NEW_YEAR), despite_similar=True)
    assert nominate(filo, by=planner, nomination=meant).person.code == "sala-anna"


def test_a_refused_nomination_leaves_no_newcomer_behind(
    filo: Organisation, caritas: Organisation, anna: Person, planner: User
) -> None:
    elsewhere = voice(caritas, anna, NEW_YEAR)
    asked = Nomination(who=PersonFacts(name="Sara Conti"), period=Period(AUTUMN), in_place_of=elsewhere)
    with pytest.raises(DelegateRefused, match="per la stessa organizzazione"):
        nominate(filo, by=planner, nomination=asked)
    assert list(Person.objects.values_list("name", flat=True)) == ["Anna Sala"]


def test_a_delegate_appoints_nobody(filo: Organisation, marco: Person, anna: Person, delegate: User) -> None:
    own = voice(filo, marco)
    for deed in (
        lambda: appoint_delegate(filo, by=delegate, person=anna, period=Period(NEW_YEAR)),
        lambda: replace_delegate(own, by=delegate, person=anna, period=Period(AUTUMN)),
        lambda: end_delegation(own, by=delegate, ends_before=AUTUMN),
        lambda: resume_delegation(own, by=delegate),
        lambda: strike_delegation(own, by=delegate),
    ):
        with pytest.raises(Forbidden):
            deed()
    assert written() == [("Marco Neri", "delegate", NEW_YEAR, None)]
