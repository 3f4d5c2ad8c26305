"""Seats: who enters a body, from when, formally or by invitation, and how a seat ends."""

from datetime import date

import pytest

from ordito.community.models import Organisation
from ordito.core.access import Forbidden
from ordito.core.models import District, JournalEntry, User
from ordito.governance.commands.members import (
    SeatRefused,
    admit_member,
    amend_membership,
    end_membership,
    make_formal,
    remove_membership,
)
from ordito.governance.models import Body, Membership
from tests.governance import register

JUNE, JULY, AUGUST = date(2016, 6, 1), date(2016, 7, 1), date(2016, 8, 1)


@pytest.fixture
def lab(district: District) -> Body:
    return register.body(district, "labgo-famiglia", name="LabGo Famiglia")


@pytest.fixture
def alfa(district: District) -> Organisation:
    return register.organisation(district, "alfa", name="Cooperativa Alfa")


def test_an_organisation_and_a_person_in_their_own_name_enter_a_body(
    planner: User, lab: Body, alfa: Organisation
) -> None:
    admit_member(lab, by=planner, member=alfa, starts_on=JUNE)
    mayor = register.person(lab.district, "anna", name="Anna Sala")
    admit_member(lab, by=planner, member=mayor, starts_on=JUNE, role=" Sindaca ", is_formal=False)
    assert [
        (seat.member, seat.role, seat.is_formal, seat.starts_on, seat.ends_before)
        for seat in lab.memberships.order_by("pk")
    ] == [(alfa, "", True, JUNE, None), (mayor, "Sindaca", False, JUNE, None)]


def test_the_same_member_does_not_sit_twice_at_once_and_may_come_back(
    planner: User, lab: Body, alfa: Organisation
) -> None:
    admit_member(lab, by=planner, member=alfa, starts_on=JUNE, ends_before=JULY)
    with pytest.raises(SeatRefused, match="Cooperativa Alfa siede già in questo organismo dal 01/06/2016"):
        admit_member(lab, by=planner, member=alfa, starts_on=date(2016, 6, 30))
    admit_member(lab, by=planner, member=alfa, starts_on=JULY)
    assert lab.memberships.count() == 2


def test_nobody_enters_the_bodies_of_another_district(planner: User, lab: Body, elsewhere: District) -> None:
    with pytest.raises(SeatRefused, match="dello stesso ambito"):
        admit_member(lab, by=planner, member=register.organisation(elsewhere, "x"), starts_on=JUNE)


def test_a_seat_stays_within_the_life_of_its_body(planner: User, lab: Body, alfa: Organisation) -> None:
    lab.starts_on, lab.ends_before = JUNE, AUGUST
    lab.save()
    for starts_on, ends_before, why in (
        (JULY, JULY, "prima di cominciare"),
        (date(2016, 5, 31), JULY, "comincia il 01/06/2016"),
        (JULY, None, "finisce il 01/08/2016"),
        (JULY, date(2016, 8, 2), "finisce il 01/08/2016"),
    ):
        with pytest.raises(SeatRefused, match=why):
            admit_member(lab, by=planner, member=alfa, starts_on=starts_on, ends_before=ends_before)
    assert admit_member(
        lab, by=planner, member=alfa, starts_on=JUNE, ends_before=AUGUST
    ).period.last_day == date(2016, 7, 31)


def test_a_seat_written_wrong_is_corrected(planner: User, lab: Body, alfa: Organisation) -> None:
    seat = admit_member(lab, by=planner, member=alfa, starts_on=JUNE)
    amend_membership(seat, by=planner, starts_on=JULY, role="capofila", is_formal=False)
    seat.refresh_from_db()
    assert (seat.starts_on, seat.role, seat.is_formal) == (JULY, "capofila", False)


def test_a_seat_ends_after_it_began(planner: User, lab: Body, alfa: Organisation) -> None:
    seat = admit_member(lab, by=planner, member=alfa, starts_on=JUNE)
    with pytest.raises(SeatRefused, match="prima di cominciare"):
        end_membership(seat, by=planner, ends_before=JUNE)
    end_membership(seat, by=planner, ends_before=JULY)
    seat.refresh_from_db()
    assert seat.ends_before == JULY


def test_an_invitation_becomes_formal_from_a_day_and_stays_an_invitation_before(
    planner: User, lab: Body, alfa: Organisation
) -> None:
    seat = admit_member(
        lab, by=planner, member=alfa, starts_on=JUNE, ends_before=AUGUST, role="capofila", is_formal=False
    )
    make_formal(seat, by=planner, on=JULY)
    assert list(
        lab.memberships.order_by("starts_on").values_list("starts_on", "ends_before", "is_formal", "role")
    ) == [(JUNE, JULY, False, "capofila"), (JULY, AUGUST, True, "capofila")]


def test_an_invitation_becomes_formal_from_its_first_day(
    planner: User, lab: Body, alfa: Organisation
) -> None:
    seat = admit_member(lab, by=planner, member=alfa, starts_on=JUNE, is_formal=False)
    make_formal(seat, by=planner, on=JUNE)
    assert list(lab.memberships.values_list("starts_on", "is_formal")) == [(JUNE, True)]


def test_what_is_formal_or_over_is_not_made_formal(planner: User, lab: Body, alfa: Organisation) -> None:
    seat = admit_member(lab, by=planner, member=alfa, starts_on=JUNE)
    with pytest.raises(SeatRefused, match="già formalizzata"):
        make_formal(seat, by=planner, on=JULY)
    seat.is_formal, seat.ends_before = False, JULY
    seat.save()
    with pytest.raises(SeatRefused, match="già finita"):
        make_formal(seat, by=planner, on=JULY)


def test_a_seat_written_by_mistake_goes_away_unless_it_has_attendance(
    planner: User, lab: Body, alfa: Organisation
) -> None:
    first = admit_member(lab, by=planner, member=alfa, starts_on=JUNE, ends_before=JULY)
    second = admit_member(lab, by=planner, member=alfa, starts_on=JULY)
    register.held(lab, date(2016, 7, 18), {alfa: "absent"})
    with pytest.raises(SeatRefused, match="si può solo chiudere"):
        remove_membership(second, by=planner)
    remove_membership(first, by=planner)
    assert list(Membership.objects.all()) == [second]
    assert JournalEntry.objects.latest("pk").deed == "governance.remove_membership"


def test_only_the_plan_office_gives_seats(delegate: User, lab: Body, alfa: Organisation) -> None:
    with pytest.raises(Forbidden):
        admit_member(lab, by=delegate, member=alfa, starts_on=JUNE)
