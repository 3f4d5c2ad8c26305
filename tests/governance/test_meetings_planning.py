"""Planning, convening, moving and cancelling a meeting."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from ordito.core.access import Forbidden
from ordito.core.models import District, JournalEntry, Operator, Role, RoleKind, User
from ordito.governance.commands.meetings import (
    MeetingFacts,
    MeetingRefused,
    cancel_meeting,
    change_meeting,
    convene,
    move_agenda_item,
    plan_meeting,
)
from ordito.governance.commands.minutes import Written, begin_minutes, discuss
from ordito.governance.models import Attendance, Body, Convocation, Meeting, Minutes, MinutesStatus
from ordito.territory.models import Place, PlaceKind
from tests.governance.lab import POST, TODAY, labgo, planned

IN_A_WEEK = date(2017, 1, 16)


@pytest.fixture
def lab(district: District) -> Body:
    return labgo(district)


def facts(day: date = IN_A_WEEK, **more: object) -> MeetingFacts:
    told = {"agenda": ["Griglia di sintesi", "Varie ed eventuali"], "starts_at": time(17, 30), **more}
    return MeetingFacts(date=day, **told)  # type: ignore[arg-type]


def agenda(meeting: Meeting) -> list[str]:
    return list(meeting.agenda.order_by("position").values_list("title", flat=True))


def test_a_planned_meeting_takes_its_name_from_the_body_and_the_day(lab: Body, planner: User) -> None:
    meeting = plan_meeting(lab, by=planner, facts=facts(title="  Griglia \n di sintesi "))
    assert (meeting.code, meeting.title, meeting.state) == (
        "labgo-famiglia-2017-01-16",
        "Griglia di sintesi",
        "planned",
    )
    assert agenda(meeting) == ["Griglia di sintesi", "Varie ed eventuali"]
    assert JournalEntry.objects.latest("pk").deed == "governance.plan_meeting"


def test_a_second_meeting_of_the_same_day_gets_another_name(lab: Body, planner: User) -> None:
    codes = [plan_meeting(lab, by=planner, facts=facts()).code for _ in range(3)]
    assert codes == [
        "labgo-famiglia-2017-01-16",
        "labgo-famiglia-2017-01-16-2",
        "labgo-famiglia-2017-01-16-3",
    ]


def test_only_the_plan_office_convenes(lab: Body, planner: User, district: District) -> None:
    facilitator = User.objects.create_user("fabio@example.org", "Fabio", "una-password-lunga")
    Role.objects.create(user=facilitator, district=district, kind=RoleKind.FACILITATOR, starts_on=TODAY)
    with pytest.raises(Forbidden):
        plan_meeting(lab, by=facilitator, facts=facts())
    meeting = plan_meeting(lab, by=planner, facts=facts())
    with pytest.raises(Forbidden):
        convene(meeting, by=facilitator, post=POST)
    assert Meeting.objects.get().state == "planned"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"starts_at": time(19), "ends_at": time(17)}, "L'incontro non può finire prima di cominciare."),
        ({"starts_at": None, "ends_at": time(17)}, "Serve anche l'ora di inizio, oppure nessuna delle due."),
        ({"day": date(2217, 1, 1)}, "La data è troppo lontana: controllare l'anno."),
        ({"day": date(2015, 12, 31)}, "L'organismo esiste dal 01/01/2016."),
        ({"day": date(2018, 1, 1)}, "L'organismo ha concluso il suo lavoro prima del 01/01/2018."),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    lab: Body, planner: User, wrong: dict[str, object], why: str
) -> None:
    lab.starts_on, lab.ends_before = date(2016, 1, 1), date(2018, 1, 1)
    lab.save()
    with pytest.raises(MeetingRefused) as refused:
        plan_meeting(lab, by=planner, facts=facts(**wrong))  # type: ignore[arg-type]
    assert str(refused.value) == why
    assert Meeting.objects.count() == 0


def test_a_place_of_another_district_is_refused(lab: Body, planner: User, elsewhere: District) -> None:
    room = Place.objects.create(district=elsewhere, code="sala", name="Sala", kind=PlaceKind.MEETING_ROOM)
    with pytest.raises(MeetingRefused) as refused:
        plan_meeting(lab, by=planner, facts=facts(place=room))
    assert str(refused.value) == "Il luogo non è di questo ambito."


def test_a_point_too_long_is_refused_with_its_first_words(lab: Body, planner: User) -> None:
    with pytest.raises(MeetingRefused) as refused:
        plan_meeting(lab, by=planner, facts=facts(agenda=["x" * 301]))
    assert str(refused.value) == f"Un punto è più lungo di 300 caratteri: «{'x' * 60}…»"


def test_convening_queues_a_notice_for_every_member_with_the_deed(lab: Body, planner: User) -> None:
    meeting = convene(plan_meeting(lab, by=planner, facts=facts()), by=planner, post=POST)
    assert (meeting.state, meeting.convened_at) == ("convened", POST.at)
    assert sorted(
        Convocation.objects.values_list("email", "kind", "sequence", "sent_at", "page", "reply_to")
    ) == [
        (f"anna.{word}@example.org", "request", 0, None, POST.page, "giulia@example.org")
        for word in ("arca", "bosco", "cedro", "duna")
    ]


def test_a_meeting_is_convened_once(lab: Body, planner: User) -> None:
    meeting = convene(plan_meeting(lab, by=planner, facts=facts()), by=planner, post=POST)
    with pytest.raises(MeetingRefused):
        convene(meeting, by=planner, post=POST)
    assert Convocation.objects.count() == 4


def test_convening_a_day_that_has_passed_is_refused(lab: Body, planner: User) -> None:
    meeting = planned(lab, planner, date(2016, 12, 1))
    with pytest.raises(MeetingRefused) as refused:
        convene(meeting, by=planner, post=POST)
    assert str(refused.value) == "La data è già passata: non serve convocare, si possono segnare le presenze."


def test_convening_without_an_agenda_is_refused(lab: Body, planner: User) -> None:
    meeting = plan_meeting(lab, by=planner, facts=facts(agenda=[" "]))
    with pytest.raises(MeetingRefused) as refused:
        convene(meeting, by=planner, post=POST)
    assert str(refused.value) == "Serve almeno un punto all'ordine del giorno prima di convocare."


def test_a_planned_meeting_that_moves_changes_name_and_tells_nobody(lab: Body, planner: User) -> None:
    meeting = plan_meeting(lab, by=planner, facts=facts())
    moved = change_meeting(meeting, by=planner, facts=facts(date(2017, 1, 23)), post=POST)
    assert (moved.code, moved.date, moved.ics_sequence) == ("labgo-famiglia-2017-01-23", date(2017, 1, 23), 0)
    assert Convocation.objects.count() == 0


def test_a_convened_meeting_that_moves_keeps_its_name_and_is_told_again(lab: Body, planner: User) -> None:
    meeting = convene(plan_meeting(lab, by=planner, facts=facts()), by=planner, post=POST)
    Convocation.objects.update(sent_at=POST.at)
    moved = change_meeting(
        meeting, by=planner, facts=facts(date(2017, 1, 23)), notice=" La sala non era libera ", post=POST
    )
    assert (moved.code, moved.ics_sequence, moved.notice) == (
        "labgo-famiglia-2017-01-16",
        1,
        "La sala non era libera",
    )
    assert (
        sorted(Convocation.objects.values_list("sequence", "kind"))
        == [(0, "request")] * 4 + [(1, "request")] * 4
    )


def test_a_change_that_calendars_do_not_see_is_told_only_when_asked(lab: Body, planner: User) -> None:
    meeting = convene(plan_meeting(lab, by=planner, facts=facts()), by=planner, post=POST)
    change_meeting(meeting, by=planner, facts=facts(agenda=["Altro"]), post=POST)
    assert Convocation.objects.filter(sequence=1).count() == 0
    change_meeting(meeting, by=planner, facts=facts(agenda=["Altro"]), tell_members=True, post=POST)
    assert Convocation.objects.filter(sequence=1).count() == 4


def test_the_machine_may_correct_a_meeting_without_writing_to_anybody(lab: Body, planner: User) -> None:
    meeting = convene(plan_meeting(lab, by=planner, facts=facts()), by=planner, post=POST)
    change_meeting(meeting, by=Operator(), facts=facts(date(2017, 1, 23)))
    assert Convocation.objects.filter(sequence=1).count() == 0


def test_whoever_no_longer_speaks_for_a_member_is_called_off_when_the_day_moves(
    lab: Body, planner: User
) -> None:
    meeting = convene(plan_meeting(lab, by=planner, facts=facts()), by=planner, post=POST)
    Convocation.objects.update(sent_at=POST.at)
    arca = lab.memberships.get(organisation__code="arca").organisation
    assert arca is not None
    arca.delegates.update(ends_before=date(2017, 1, 20))
    arca.email = "arca@example.org"
    arca.save()
    change_meeting(meeting, by=planner, facts=facts(date(2017, 1, 23)), post=POST)
    told = Convocation.objects.filter(sequence=1).exclude(
        email__in=["anna.bosco@example.org", "anna.cedro@example.org", "anna.duna@example.org"]
    )
    assert sorted(told.values_list("email", "kind")) == [
        ("anna.arca@example.org", "cancel"),
        ("arca@example.org", "request"),
    ]


def test_a_cancelled_meeting_tells_whoever_was_told_and_only_them(lab: Body, planner: User) -> None:
    meeting = convene(plan_meeting(lab, by=planner, facts=facts()), by=planner, post=POST)
    Convocation.objects.exclude(email="anna.arca@example.org").update(sent_at=POST.at)
    cancelled = cancel_meeting(meeting, by=planner, why="Manca il numero", post=POST)
    assert (cancelled.state, cancelled.notice, cancelled.ics_sequence) == ("cancelled", "Manca il numero", 1)
    assert sorted(Convocation.objects.filter(sequence=1).values_list("email", "kind")) == [
        (f"anna.{word}@example.org", "cancel") for word in ("bosco", "cedro", "duna")
    ]
    assert Convocation.objects.filter(sequence=0, sent_at__isnull=True).count() == 0


def test_cancelling_what_nobody_knew_of_writes_to_nobody(lab: Body, planner: User) -> None:
    cancel_meeting(plan_meeting(lab, by=planner, facts=facts()), by=planner, why="", post=POST)
    assert (Meeting.objects.get().state, Convocation.objects.count()) == ("cancelled", 0)


def test_a_cancelled_meeting_is_not_cancelled_or_changed_again(lab: Body, planner: User) -> None:
    meeting = cancel_meeting(plan_meeting(lab, by=planner, facts=facts()), by=planner, why="", post=POST)
    with pytest.raises(MeetingRefused):
        cancel_meeting(meeting, by=planner, why="", post=POST)
    with pytest.raises(MeetingRefused) as refused:
        change_meeting(meeting, by=planner, facts=facts())
    assert str(refused.value) == "L'incontro è annullato: non si può più cambiare."


def test_a_meeting_that_was_held_is_not_cancelled(lab: Body, planner: User) -> None:
    meeting = planned(lab, planner)
    Attendance.objects.create(
        meeting=meeting, organisation=lab.memberships.all()[0].organisation, state="present"
    )
    with pytest.raises(MeetingRefused) as refused:
        cancel_meeting(meeting, by=planner, why="", post=POST)
    assert (
        str(refused.value) == "Ci sono già presenze o decisioni: un incontro che si è svolto non si annulla."
    )
    Meeting.objects.update(state="held")
    with pytest.raises(MeetingRefused) as refused:
        cancel_meeting(meeting, by=planner, why="", post=POST)
    assert str(refused.value) == "Un incontro svolto non si annulla."


def test_the_day_of_a_held_meeting_does_not_move_and_its_title_may(lab: Body, planner: User) -> None:
    meeting = planned(lab, planner)
    Meeting.objects.update(state="held")
    with pytest.raises(MeetingRefused):
        change_meeting(meeting, by=planner, facts=facts(date(2017, 1, 8)))
    changed = change_meeting(meeting, by=planner, facts=facts(TODAY, title="Plenaria"))
    assert changed.title == "Plenaria"


def test_nothing_of_a_meeting_changes_once_its_minutes_are_approved(lab: Body, planner: User) -> None:
    meeting = planned(lab, planner)
    Minutes.objects.create(meeting=meeting, status=MinutesStatus.APPROVED)
    with pytest.raises(MeetingRefused) as refused:
        change_meeting(meeting, by=planner, facts=facts(TODAY))
    assert str(refused.value) == "Il verbale è approvato: l'incontro non si può più cambiare."


def test_a_line_of_the_agenda_that_stays_keeps_what_was_said_on_it(lab: Body, planner: User) -> None:
    meeting = planned(lab, planner)
    item = meeting.agenda.get(position=1)
    discuss(item, by=planner, written=Written(text="Si è detto molto.", base="e3b0c44298fc1c14"))
    lines = ["Apertura", "Varie ed eventuali", "Griglia di sintesi"]
    change_meeting(meeting, by=planner, facts=facts(TODAY, agenda=lines))
    assert agenda(meeting) == lines
    assert meeting.agenda.get(position=3).discussion == "Si è detto molto."


def test_a_line_on_which_something_was_written_cannot_disappear(lab: Body, planner: User) -> None:
    meeting = planned(lab, planner)
    discuss(
        meeting.agenda.get(position=1), by=planner, written=Written(text="Molto.", base="e3b0c44298fc1c14")
    )
    with pytest.raises(MeetingRefused) as refused:
        change_meeting(meeting, by=planner, facts=facts(TODAY, agenda=["Varie ed eventuali"]))
    assert (
        str(refused.value)
        == "Sul punto «Griglia di sintesi» si è già scritto: il punto deve restare, con le stesse parole."
    )
    assert agenda(meeting) == ["Griglia di sintesi", "Varie ed eventuali"]


def test_points_of_the_agenda_change_places_one_step_at_a_time(lab: Body, planner: User) -> None:
    meeting = planned(lab, planner, agenda=["A", "B", "C"])
    move_agenda_item(meeting.agenda.get(title="C"), by=planner, up=True)
    move_agenda_item(meeting.agenda.get(title="A"), by=planner, up=False)
    assert agenda(meeting) == ["C", "A", "B"]
    move_agenda_item(meeting.agenda.get(title="C"), by=planner, up=True)
    move_agenda_item(meeting.agenda.get(title="B"), by=planner, up=False)
    assert agenda(meeting) == ["C", "A", "B"]


def test_the_minutes_that_wait_are_approved_by_the_line_that_names_them(lab: Body, planner: User) -> None:
    before = planned(lab, planner, date(2016, 12, 1))
    minutes = begin_minutes(before, by=planner)
    line = "Approvazione del verbale dell'incontro del 01/12/2016"
    meeting = plan_meeting(lab, by=planner, facts=facts(agenda=[line, "Altro"]))
    assert list(meeting.agenda.order_by("position").values_list("minutes", flat=True)) == [minutes.pk, None]
    change_meeting(meeting, by=planner, facts=facts(agenda=["Altro", line]))
    assert list(meeting.agenda.order_by("position").values_list("minutes", flat=True)) == [None, minutes.pk]


def test_a_demonstration_stands_still_and_so_do_its_refusals(lab: Body, planner: User) -> None:
    meeting = planned(lab, planner, TODAY)
    assert convene(meeting, by=planner, post=POST).convened_at == datetime(
        2017, 1, 9, 10, tzinfo=POST.at.tzinfo
    )
