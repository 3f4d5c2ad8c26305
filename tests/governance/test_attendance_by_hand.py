"""A small register worked out by hand, line by line, and what the program must say of it.

LabGo Prova met five times and a sixth is cancelled. The dashes are days on which nobody was a member;
N: of the fourth meeting only the number of people, 4, was written down.

=================  =====  =====  =====  =====  =====  ========  =======  =========
member             10/1   10/2   10/3   10/4   10/5   convened  present  justified
=================  =====  =====  =====  =====  =====  ========  =======  =========
Alfa, whole year   pres.  subst  just.  N      pres.  4         3        1
Beta, until 10/3   abs.   pres.  —      —      pres.  2         1        0
Gamma, from 10/3   —      —      (no)   N      pres.  2         1        0
Delta, re-entered  pres.  —      —      N      obs.   2         1        0
Epsilon            not e. pres.  not e. N      abs.   2         1        0
Zeta, invited      pres.  pres.  pres.  N      pres.  4         4        0
Anna, a person     just.  just.  just.  N      just.  4         0        4
Eta, from 1/6      —      —      —      —      —      0         0        0
=================  =====  =====  =====  =====  =====  ========  =======  =========

Beta's seat ends before 10/3 and Gamma takes it over that day, so 10/3 is Gamma's, who was not written on the
sheet: absent. Beta came all the same on 10/5, when it was no longer a member: it does not count. Delta left
before 10/2 and came back on 1/4. Who had no title is not measured on that meeting.

Formal members present: 10/1 Alfa, Delta: 2 of 4 (Alfa, Beta, Delta, Anna; Epsilon had no title); 10/2 Alfa,
Beta, Epsilon: 3 of 4; 10/3 nobody: 0 of 3 (Alfa, Gamma, Anna; Epsilon had no title); 10/4: 4 people of 5, and
nobody knows who; 10/5 Alfa, Gamma: 2 of 5. The mean is (2 + 3 + 0 + 4 + 2) / 5 = 2.2 of 5.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ordito.community.models import Organisation
from ordito.core.models import District
from ordito.governance.models import Body, MeetingState
from ordito.governance.queries import (
    attendance_rates,
    participation,
    participation_of,
    presences,
)
from tests.governance.register import held, organisation, person, seat


@pytest.fixture
def lab(district: District) -> Body:
    """The register of the table above."""
    body = Body.objects.create(district=district, code="labgo-prova", name="LabGo Prova", kind="lab")
    names = ["alfa", "beta", "gamma", "delta", "epsilon", "zeta", "eta"]
    alfa, beta, gamma, delta, epsilon, zeta, eta = (organisation(district, name) for name in names)
    anna = person(district, "anna", name="Anna Sala")
    whole_year = date(2016, 1, 1)
    for member in (alfa, epsilon, anna):
        seat(body, member, whole_year)
    seat(body, beta, whole_year, date(2016, 3, 10))
    seat(body, gamma, date(2016, 3, 10))
    seat(body, delta, whole_year, date(2016, 2, 10))
    seat(body, delta, date(2016, 4, 1))
    seat(body, zeta, whole_year, is_formal=False)
    seat(body, eta, date(2016, 6, 1))
    held(
        body,
        date(2016, 1, 10),
        {alfa: "present", beta: "absent", delta: "present", epsilon: "not_entitled", zeta: "present"}
        | {anna: "justified"},
    )
    held(
        body,
        date(2016, 2, 10),
        {alfa: "delegate", beta: "present", epsilon: "present", zeta: "present", anna: "justified"},
    )
    held(
        body,
        date(2016, 3, 10),
        {alfa: "justified", epsilon: "not_entitled", zeta: "present", anna: "justified"},
    )
    held(body, date(2016, 4, 10), {}, head_count=4)
    held(
        body,
        date(2016, 5, 10),
        {alfa: "present", beta: "present", gamma: "present", delta: "observer", epsilon: "absent"}
        | {zeta: "present", anna: "justified"},
    )
    held(body, date(2016, 5, 20), {alfa: "present"}, state=MeetingState.CANCELLED)
    return body


def test_each_member_is_measured_on_the_meetings_that_were_its_own(lab: Body) -> None:
    told = attendance_rates(lab.district)
    assert [(rate.member, rate.convened, rate.present, rate.justified) for rate in told] == [
        ("alfa", 4, 3, 1),
        ("anna", 4, 0, 4),
        ("beta", 2, 1, 0),
        ("delta", 2, 1, 0),
        ("epsilon", 2, 1, 0),
        ("eta", 0, 0, 0),
        ("gamma", 2, 1, 0),
        ("zeta", 4, 4, 0),
    ]


def test_a_rate_is_presence_over_convened_and_blank_for_who_was_never_convened(lab: Body) -> None:
    rates = {rate.member: rate.rate for rate in attendance_rates(lab.district, body=lab)}
    assert (rates["alfa"], rates["anna"], rates["eta"]) == (Decimal("0.75"), Decimal(0), None)


def test_a_person_is_told_from_an_organisation(lab: Body) -> None:
    people = {rate.member: (rate.name, rate.is_person) for rate in attendance_rates(lab.district)}
    assert (people["anna"], people["alfa"]) == (("Anna Sala", True), ("Alfa", False))


def test_each_meeting_says_how_many_formal_members_came_over_those_who_could(lab: Body) -> None:
    told = presences(lab.district)
    assert [(p.day, p.present, p.entitled, p.formal, p.only_counted) for p in told] == [
        (date(2016, 1, 10), 2, 4, 5, False),
        (date(2016, 2, 10), 3, 4, 4, False),
        (date(2016, 3, 10), 0, 3, 4, False),
        (date(2016, 4, 10), 4, 5, 5, True),
        (date(2016, 5, 10), 2, 5, 5, False),
    ]


def test_mean_participation_is_of_formal_members_over_those_of_the_last_meeting(lab: Body) -> None:
    (told,) = participation(lab.district)
    assert (told.body, told.meetings, told.mean_attendance, told.formal_members) == (
        lab,
        5,
        Decimal("2.2"),
        5,
    )
    assert told.ratio == pytest.approx(0.44)


def test_one_body_says_the_same_of_itself_with_the_meetings_behind_the_number(lab: Body) -> None:
    told, meetings = participation_of(lab, on=date(2017, 1, 9))
    assert told == participation(lab.district)[0]
    assert meetings == presences(lab.district)


def test_on_an_earlier_day_only_what_had_happened_counts(lab: Body) -> None:
    (told,) = participation(lab.district, on=date(2016, 2, 10))
    assert (told.meetings, told.mean_attendance, told.formal_members) == (2, Decimal("2.5"), 4)


def test_a_body_that_never_met_counts_its_members_of_the_day_and_says_no_mean(
    lab: Body, district: District
) -> None:
    council = Body.objects.create(district=district, code="assemblea", name="Assemblea", kind="assembly")
    seat(council, organisation(district, "comune-a"), date(2016, 1, 1), date(2017, 1, 1))
    seat(council, organisation(district, "comune-b"), date(2016, 1, 1))
    seat(council, organisation(district, "comune-c"), date(2016, 1, 1), is_formal=False)
    told = participation(district)[0]
    assert (told.body, told.meetings, told.mean_attendance, told.formal_members) == (
        council,
        0,
        None,
        1,
    )
    assert told.ratio is None
    assert participation(district, on=date(2016, 12, 31))[0].formal_members == 2


def test_a_meeting_of_which_nothing_is_known_is_held_and_measures_nobody(district: District) -> None:
    body = Body.objects.create(district=district, code="tavolo", name="Tavolo", kind="technical_table")
    seat(body, organisation(district, "alfa"), date(2016, 1, 1))
    held(body, date(2016, 2, 1), {})
    (told,) = participation(district)
    assert (told.meetings, told.mean_attendance, told.formal_members, told.ratio) == (1, None, 1, None)
    assert [rate.convened for rate in attendance_rates(district)] == [0]


def test_a_meeting_of_which_nothing_is_known_does_not_lower_the_mean_of_the_others(
    district: District,
) -> None:
    body = Body.objects.create(district=district, code="tavolo", name="Tavolo", kind="technical_table")
    alfa = organisation(district, "alfa")
    seat(body, alfa, date(2016, 1, 1))
    held(body, date(2016, 2, 1), {alfa: "present"})
    held(body, date(2016, 3, 1), {})
    (told,) = participation(district)
    assert (told.meetings, told.mean_attendance) == (2, 1)
    assert participation_of(body, on=date(2017, 1, 9))[0] == told


def test_a_sheet_wins_over_a_head_count_because_it_says_who(district: District) -> None:
    body = Body.objects.create(district=district, code="tavolo", name="Tavolo", kind="technical_table")
    alfa = organisation(district, "alfa")
    seat(body, alfa, date(2016, 1, 1))
    held(body, date(2016, 2, 1), {alfa: "present"}, head_count=40)
    (told,) = presences(district)
    assert (told.present, told.only_counted) == (1, False)


def test_a_body_without_members_has_a_head_count_and_no_ratio(district: District) -> None:
    body = Body.objects.create(district=district, code="aperto", name="Incontro aperto")
    held(body, date(2016, 2, 1), {}, head_count=40)
    (told,) = participation(district)
    assert (told.mean_attendance, told.formal_members, told.ratio) == (Decimal(40), 0, None)


def test_no_number_crosses_districts(lab: Body, elsewhere: District) -> None:
    assert participation(elsewhere) == []
    assert attendance_rates(elsewhere) == []


def test_a_seat_written_twice_is_still_one_voice(lab: Body) -> None:
    """No command lets seats overlap; if it happens all the same, nobody is counted twice."""
    alfa = Organisation.objects.get(code="alfa")
    before = [(r.member, r.convened, r.present) for r in attendance_rates(lab.district)]
    seat(lab, alfa, date(2016, 2, 1))
    assert [(r.member, r.convened, r.present) for r in attendance_rates(lab.district)] == before
    assert participation(lab.district)[0].mean_attendance == Decimal("2.2")
