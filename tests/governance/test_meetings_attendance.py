"""Ticking who came, counting heads, closing and reopening."""

from __future__ import annotations

from datetime import date

import pytest

from ordito.community.models import Delegate, DelegateKind, Organisation
from ordito.core.access import Forbidden
from ordito.core.models import District, JournalEntry, Role, RoleKind, User
from ordito.governance.commands.attendance import (
    AttendanceRefused,
    close_attendance,
    count_heads,
    mark_others_absent,
    name_guests,
    reopen_attendance,
    tick,
)
from ordito.governance.commands.decisions import DecisionFacts, decide
from ordito.governance.models import Attendance, Body, Meeting, Minutes, MinutesStatus
from ordito.governance.queries.seats import seats_of, turnout, turnout_of
from tests.governance.lab import NOW, TODAY, labgo, planned, speaks
from tests.governance.register import organisation, person, seat


@pytest.fixture
def lab(district: District) -> Body:
    """Four organisations: Arca (a delegate and an alternate), Bosco, Cedro, Duna."""
    return labgo(district, quorum_percent=50)


@pytest.fixture
def meeting(lab: Body, planner: User) -> Meeting:
    return planned(lab, planner)


def key(code: str) -> str:
    return f"o{Organisation.objects.get(code=code).pk}"


def states(meeting: Meeting) -> dict[str, str]:
    return {seat.name: seat.state for seat in seats_of(meeting)}


def test_a_tick_is_written_at_once_and_the_last_one_wins(meeting: Meeting, planner: User) -> None:
    tick(meeting, by=planner, member=key("arca"), state="present")
    tick(meeting, by=planner, member=key("arca"), state="justified")
    assert list(Attendance.objects.values_list("organisation__code", "state")) == [("arca", "justified")]
    assert JournalEntry.objects.filter(deed="governance.tick").count() == 2


def test_a_tick_is_taken_away(meeting: Meeting, planner: User) -> None:
    tick(meeting, by=planner, member=key("arca"), state="present")
    assert tick(meeting, by=planner, member=key("arca"), state="") is None
    assert Attendance.objects.count() == 0


def test_an_alternate_is_named_from_the_register_or_by_hand(meeting: Meeting, planner: User) -> None:
    bruno = Delegate.objects.get(kind=DelegateKind.ALTERNATE).person
    tick(meeting, by=planner, member=key("arca"), state="delegate", person=bruno.pk, name="ignored")
    tick(meeting, by=planner, member=key("bosco"), state="delegate", name="  Carla   Verdi ")
    tick(meeting, by=planner, member=key("cedro"), state="delegate")
    tick(meeting, by=planner, member=key("duna"), state="present")
    assert {seat.name: seat.who_came for seat in seats_of(meeting)} == {
        "Cooperativa sociale Arca": bruno.name,
        "Associazione Bosco": "Carla Verdi",
        "Associazione Cedro": "",
        "Cooperativa sociale Duna": "Anna Dunai",
    }


def test_nobody_is_said_to_have_come_for_who_was_absent(meeting: Meeting, planner: User) -> None:
    tick(meeting, by=planner, member=key("arca"), state="absent")
    assert [seat.who_came for seat in seats_of(meeting)] == ["", "", "", ""]


def test_of_two_delegates_nobody_guesses_who_came(meeting: Meeting, planner: User, lab: Body) -> None:
    speaks(Organisation.objects.get(code="duna"), "Zeno Bui", "zeno@example.org")
    tick(meeting, by=planner, member=key("duna"), state="present")
    assert next(seat.who_came for seat in seats_of(meeting) if seat.state) == ""


def test_a_legal_representative_speaks_where_nobody_was_sent(meeting: Meeting, lab: Body) -> None:
    other = organisation(lab.district, "eco")
    speaks(other, "Rita Capo", "rita@example.org", DelegateKind.REPRESENTATIVE)
    speaks(other, "Sara Vice", "sara.vice@example.org", DelegateKind.ALTERNATE)
    seat(lab, other, date(2016, 1, 1))
    found = next(each for each in seats_of(meeting) if each.organisation == other)
    assert ([each.name for each in found.delegates], [each.name for each in found.alternates]) == (
        ["Rita Capo"],
        ["Sara Vice"],
    )


@pytest.mark.parametrize("member", ["", "x1", "o", "o0", "p0", "o99999999999999999999", "o1; drop"])
def test_a_member_that_is_not_there_is_refused(meeting: Meeting, planner: User, member: str) -> None:
    with pytest.raises(AttendanceRefused) as refused:
        tick(meeting, by=planner, member=member, state="present")
    assert str(refused.value) == "Questo membro non esiste più: ricaricare la pagina."


def test_a_member_or_a_person_of_another_district_is_refused(
    meeting: Meeting, planner: User, elsewhere: District
) -> None:
    theirs, someone = organisation(elsewhere, "loro"), person(elsewhere, "qualcuno")
    with pytest.raises(AttendanceRefused):
        tick(meeting, by=planner, member=f"o{theirs.pk}", state="present")
    with pytest.raises(AttendanceRefused):
        tick(meeting, by=planner, member=f"p{someone.pk}", state="present")
    with pytest.raises(AttendanceRefused) as refused:
        tick(meeting, by=planner, member=key("arca"), state="delegate", person=someone.pk)
    assert str(refused.value) == "Questa persona non è nel registro: ricaricare la pagina."


def test_a_state_that_does_not_exist_is_refused(meeting: Meeting, planner: User) -> None:
    with pytest.raises(AttendanceRefused) as refused:
        tick(meeting, by=planner, member=key("arca"), state="asleep")
    assert str(refused.value) == "Lo stato «asleep» non esiste."


def test_a_single_person_is_ticked_like_an_organisation(meeting: Meeting, planner: User, lab: Body) -> None:
    ada = person(lab.district, "ada", name="Ada Bini")
    seat(lab, ada, date(2016, 1, 1))
    tick(meeting, by=planner, member=f"p{ada.pk}", state="present")
    found = next(each for each in seats_of(meeting) if each.person == ada)
    assert (found.state, found.who_came, found.organisation) == ("present", "", None)


def test_an_organisation_of_the_register_may_come_as_a_guest(
    meeting: Meeting, planner: User, lab: Body
) -> None:
    guest = organisation(lab.district, "zeta")
    tick(meeting, by=planner, member=f"o{guest.pk}", state="observer")
    last = seats_of(meeting)[-1]
    assert (last.name, last.is_member, last.is_formal, last.state) == ("Zeta", False, False, "observer")
    assert turnout(meeting).formal == 4


def test_only_whoever_keeps_meetings_ticks(
    meeting: Meeting, delegate: User, planner: User, district: District
) -> None:
    facilitator = User.objects.create_user("fabio@example.org", "Fabio", "una-password-lunga")
    Role.objects.create(user=facilitator, district=district, kind=RoleKind.FACILITATOR, starts_on=TODAY)
    with pytest.raises(Forbidden):
        tick(meeting, by=delegate, member=key("arca"), state="present")
    tick(meeting, by=facilitator, member=key("arca"), state="present")
    assert turnout(meeting).present == 1


def test_the_figures_count_formal_members_in_force_on_the_day(
    meeting: Meeting, planner: User, lab: Body
) -> None:
    invited, late, gone = (organisation(lab.district, code) for code in ("invitata", "tardi", "prima"))
    seat(lab, invited, date(2016, 1, 1), is_formal=False)
    seat(lab, late, date(2017, 2, 1))
    seat(lab, gone, date(2016, 1, 1), TODAY)
    for code, state in (
        ("arca", "present"),
        ("bosco", "delegate"),
        ("cedro", "not_entitled"),
        ("duna", "justified"),
    ):
        tick(meeting, by=planner, member=key(code), state=state)
    tick(meeting, by=planner, member=key("invitata"), state="present")
    told = turnout_of(meeting, seats_of(meeting))
    assert (told.present, told.formal, told.invited, told.justified, told.not_entitled, told.unmarked) == (
        2,
        3,
        1,
        1,
        1,
        0,
    )
    assert (told.needed, told.has_quorum) == (2, True)


def test_a_member_with_two_seats_counts_once_and_as_formal(meeting: Meeting, lab: Body) -> None:
    arca = Organisation.objects.get(code="arca")
    seat(lab, arca, date(2016, 6, 1), is_formal=False, role="capofila")
    assert [(each.key, each.is_formal) for each in seats_of(meeting) if each.organisation == arca] == [
        (f"o{arca.pk}", True)
    ]
    assert turnout(meeting).formal == 4


@pytest.mark.parametrize(
    ("percent", "needed", "reached"), [(50, 2, True), (51, 3, False), (100, 4, False), (None, None, True)]
)
def test_the_quorum_is_rounded_up(
    meeting: Meeting, planner: User, lab: Body, percent: int | None, needed: int | None, *, reached: bool
) -> None:
    lab.quorum_percent = percent
    lab.save()
    for code in ("arca", "bosco"):
        tick(meeting, by=planner, member=key(code), state="present")
    told = turnout(Meeting.objects.get())
    assert (told.needed, told.has_quorum) == (needed, reached)


def test_others_are_marked_absent_in_one_deed(meeting: Meeting, planner: User) -> None:
    tick(meeting, by=planner, member=key("arca"), state="present")
    tick(meeting, by=planner, member=key("bosco"), state="justified")
    mark_others_absent(meeting, by=planner)
    assert states(meeting) == {
        "Associazione Bosco": "justified",
        "Associazione Cedro": "absent",
        "Cooperativa sociale Arca": "present",
        "Cooperativa sociale Duna": "absent",
    }


def test_closing_makes_the_meeting_held(meeting: Meeting, planner: User) -> None:
    tick(meeting, by=planner, member=key("arca"), state="present")
    closed = close_attendance(meeting, by=planner, at=NOW, others_absent=True)
    assert (closed.state, closed.closed_at) == ("held", NOW)
    assert turnout(closed).absent == 3


def test_closing_is_refused_when_nothing_is_known(meeting: Meeting, planner: User) -> None:
    for others in (False, True):
        with pytest.raises(AttendanceRefused) as refused:
            close_attendance(meeting, by=planner, at=NOW, others_absent=others)
        assert str(refused.value) == "Prima segnare chi c'era, o almeno quanti erano."
    assert Attendance.objects.count() == 0


def test_closing_is_refused_while_something_is_unsaid(meeting: Meeting, planner: User) -> None:
    for code in ("arca", "bosco", "cedro"):
        tick(meeting, by=planner, member=key(code), state="present")
    with pytest.raises(AttendanceRefused) as refused:
        close_attendance(meeting, by=planner, at=NOW)
    assert (
        str(refused.value)
        == "Di 1 membro non è detto niente: segnarlo, o usare «Segna assenti tutti gli altri»."
    )
    tick(meeting, by=planner, member=key("duna"), state="absent")
    assert close_attendance(meeting, by=planner, at=NOW).state == "held"


def test_a_meeting_to_come_is_not_closed(lab: Body, planner: User) -> None:
    meeting = planned(lab, planner, date(2017, 1, 10))
    tick(meeting, by=planner, member=key("arca"), state="justified")
    with pytest.raises(AttendanceRefused) as refused:
        close_attendance(meeting, by=planner, at=NOW, others_absent=True)
    assert str(refused.value) == "L'incontro è il 10/01/2017: le presenze si chiudono quando si è svolto."


def test_more_votes_than_voices_are_found_at_closing(meeting: Meeting, planner: User) -> None:
    decide(meeting, by=planner, facts=DecisionFacts(text="Sì", votes_for=3))
    tick(meeting, by=planner, member=key("arca"), state="present")
    with pytest.raises(AttendanceRefused) as refused:
        close_attendance(meeting, by=planner, at=NOW, others_absent=True)
    assert str(refused.value) == "Decisione n. 1: i voti sono 3 e i presenti con diritto di voto 1."


def test_a_closed_attendance_is_corrected_only_after_reopening(meeting: Meeting, planner: User) -> None:
    tick(meeting, by=planner, member=key("arca"), state="present")
    close_attendance(meeting, by=planner, at=NOW, others_absent=True)
    with pytest.raises(AttendanceRefused) as refused:
        tick(meeting, by=planner, member=key("duna"), state="present")
    assert str(refused.value) == "Le presenze sono chiuse: per correggerle bisogna riaprirle."
    reopened = reopen_attendance(meeting, by=planner)
    assert (reopened.state, reopened.closed_at) == ("planned", None)
    tick(meeting, by=planner, member=key("duna"), state="present")
    assert turnout(meeting).present == 2
    assert JournalEntry.objects.filter(deed="governance.reopen_attendance").count() == 1


def test_a_convened_meeting_reopens_as_convened(meeting: Meeting, planner: User) -> None:
    tick(meeting, by=planner, member=key("arca"), state="present")
    Meeting.objects.update(convened_at=NOW)
    close_attendance(meeting, by=planner, at=NOW, others_absent=True)
    assert reopen_attendance(meeting, by=planner).state == "convened"


def test_attendance_is_not_reopened_when_open_or_approved(meeting: Meeting, planner: User) -> None:
    with pytest.raises(AttendanceRefused) as refused:
        reopen_attendance(meeting, by=planner)
    assert str(refused.value) == "Le presenze non sono chiuse."
    Meeting.objects.update(state="held")
    Minutes.objects.create(meeting=meeting, status=MinutesStatus.APPROVED)
    with pytest.raises(AttendanceRefused) as refused:
        reopen_attendance(meeting, by=planner)
    assert str(refused.value) == "Il verbale è approvato: le presenze non si possono più correggere."


def test_nothing_is_ticked_in_a_cancelled_or_an_approved_meeting(meeting: Meeting, planner: User) -> None:
    Meeting.objects.update(state="cancelled")
    with pytest.raises(AttendanceRefused) as refused:
        tick(meeting, by=planner, member=key("arca"), state="present")
    assert str(refused.value) == "L'incontro è annullato."
    Meeting.objects.update(state="convened")
    Minutes.objects.create(meeting=meeting, status=MinutesStatus.TO_APPROVE)
    tick(meeting, by=planner, member=key("arca"), state="present")
    Minutes.objects.update(status=MinutesStatus.APPROVED)
    with pytest.raises(AttendanceRefused):
        tick(meeting, by=planner, member=key("arca"), state="absent")


def test_a_plenary_of_which_only_the_number_is_known_says_so(meeting: Meeting, planner: User) -> None:
    count_heads(meeting, by=planner, head_count=3)
    told = turnout(Meeting.objects.select_related("body").get())
    assert (told.present, told.formal, told.only_counted, told.is_known, told.has_quorum) == (
        3,
        4,
        True,
        True,
        True,
    )
    with pytest.raises(AttendanceRefused):
        tick(meeting, by=planner, member=key("arca"), state="present")
    with pytest.raises(AttendanceRefused):
        mark_others_absent(meeting, by=planner)
    assert close_attendance(meeting, by=planner, at=NOW, others_absent=True).state == "held"
    assert Attendance.objects.count() == 0


def test_the_number_is_taken_away_to_write_names(meeting: Meeting, planner: User) -> None:
    count_heads(meeting, by=planner, head_count=3)
    count_heads(meeting, by=planner, head_count=None)
    tick(meeting, by=planner, member=key("arca"), state="present")
    with pytest.raises(AttendanceRefused):
        count_heads(meeting, by=planner, head_count=3)
    assert count_heads(meeting, by=planner, head_count=None).head_count is None


@pytest.mark.parametrize("heads", [-1, 10_001])
def test_an_incredible_number_is_refused(meeting: Meeting, planner: User, heads: int) -> None:
    with pytest.raises(AttendanceRefused) as refused:
        count_heads(meeting, by=planner, head_count=heads)
    assert str(refused.value) == "Il numero dei presenti non è credibile: controllarlo."


def test_guests_are_a_line_each(meeting: Meeting, planner: User) -> None:
    assert name_guests(meeting, by=planner, guests=" Marta  Bini, Caritas \r\n\r\nLuca Ferri").guests == (
        "Marta Bini, Caritas\nLuca Ferri"
    )
    with pytest.raises(AttendanceRefused):
        name_guests(meeting, by=planner, guests="x" * 20_001)
