"""Whom a notice reaches, what it says, and that it leaves once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend as Memory
from django.db import connection
from icalendar import Calendar

from ordito.community.models import DelegateKind, Organisation
from ordito.core.models import District, User
from ordito.governance.commands.meetings import MeetingFacts, cancel_meeting, change_meeting, convene
from ordito.governance.commands.minutes import begin_minutes, send_minutes
from ordito.governance.commands.notices import MOST_ATTEMPTS, retry_notices, send_queued_convocations
from ordito.governance.models import Body, Convocation, Meeting
from ordito.governance.queries.notices import invitation, progress, reach
from ordito.territory.models import Place, PlaceKind
from tests.governance.lab import NOW, POST, labgo, planned, speaks
from tests.governance.register import organisation, person, seat

IN_A_WEEK = date(2017, 1, 16)


class Deaf(BaseEmailBackend):
    """A post office that answers nobody."""

    def open(self) -> bool:
        raise ConnectionRefusedError("il server di posta non risponde")


class Choosy(Memory):
    """A post office that refuses one address."""

    def send_messages(self, messages: Any) -> int:
        if messages[0].to == ["anna.bosco@example.org"]:
            raise OSError("550 indirizzo sconosciuto")
        return super().send_messages(messages)


@pytest.fixture
def lab(district: District) -> Body:
    return labgo(district)


@pytest.fixture
def convened(lab: Body, planner: User) -> Meeting:
    return convene(planned(lab, planner, IN_A_WEEK), by=planner, post=POST)


def event(message: mail.EmailMultiAlternatives) -> Any:
    calendar = Calendar.from_ical(message.alternatives[0].content)
    return calendar, calendar.walk("VEVENT")[0]


def test_a_notice_goes_to_whoever_speaks_for_the_member_on_the_day(lab: Body, planner: User) -> None:
    represented, alternate, own, mute = (
        organisation(lab.district, code) for code in ("due", "tre", "quattro", "zero")
    )
    speaks(represented, "Rita Capo", "rita@example.org", DelegateKind.REPRESENTATIVE)
    speaks(represented, "Senza Posta", "")
    speaks(alternate, "Sara Vice", "sara.vice@example.org", DelegateKind.ALTERNATE)
    speaks(mute, "Vecchio Delegato", "vecchio@example.org", ends_before=IN_A_WEEK)
    Organisation.objects.filter(code="quattro").update(email="info@example.org")
    someone, nobody = (
        person(lab.district, "ada", name="Ada Bini", email="ada@example.org"),
        person(lab.district, "ugo"),
    )
    for member in (represented, alternate, own, mute, someone, nobody):
        seat(lab, member, date(2016, 1, 1))
    seat(
        lab,
        organisation(lab.district, "uscita", email="uscita@example.org"),
        date(2016, 1, 1),
        date(2017, 1, 1),
    )
    found = reach(planned(lab, planner, IN_A_WEEK))
    assert sorted(
        (each.email, each.name) for each in found.recipients if not each.email.startswith("anna")
    ) == [
        ("ada@example.org", "Ada Bini"),
        ("info@example.org", "Quattro"),
        ("rita@example.org", "Rita Capo"),
        ("sara.vice@example.org", "Sara Vice"),
    ]
    assert [each.name for each in found.by_hand] == ["Ugo", "Zero"]


def test_whoever_speaks_for_two_members_gets_one_notice(lab: Body, planner: User) -> None:
    other = organisation(lab.district, "eco")
    speaks(other, "Anna Arcai", "Anna.ARCA@example.org")
    seat(lab, other, date(2016, 1, 1))
    found = reach(planned(lab, planner, IN_A_WEEK)).recipients
    assert [[each.name for each in one.seats] for one in found if len(one.seats) > 1] == [
        ["Cooperativa sociale Arca", "Eco"]
    ]
    assert len(found) == 4


def test_a_guest_of_the_register_is_not_convened(lab: Body, planner: User) -> None:
    meeting = planned(lab, planner, IN_A_WEEK)
    guest = organisation(lab.district, "zeta", email="zeta@example.org")
    meeting.attendance.create(organisation=guest, state="observer")
    assert len(reach(meeting).recipients) == 4


def test_a_convocation_says_when_where_and_what(lab: Body, planner: User) -> None:
    room = Place.objects.create(
        district=lab.district,
        code="sala",
        name="Sala <Rossa>",
        address="Via Roma 1",
        kind=PlaceKind.MEETING_ROOM,
    )
    meeting = planned(
        lab,
        planner,
        IN_A_WEEK,
        place=room,
        link="https://call.example.org/x",
        title="Plenaria",
        message="Portare le schede.",
    )
    convene(meeting, by=planner, post=POST)
    assert send_queued_convocations(NOW) == 4
    message = mail.outbox[0]
    assert message.subject == "Convocazione: LabGo Famiglia, 16/01/2017, 17:30"
    assert message.reply_to == ["giulia@example.org"]
    assert message.body.split("\n") == [
        "È convocato un incontro di LabGo Famiglia.",
        "",
        "Quando: 16/01/2017, 17:30",
        "Dove: Sala <Rossa>, Via Roma 1",
        "Collegamento: https://call.example.org/x",
        "Titolo: Plenaria",
        "",
        "Ordine del giorno",
        "1. Griglia di sintesi",
        "2. Varie ed eventuali",
        "",
        "Portare le schede.",
        "",
        "La pagina dell'incontro: https://melzo.example.org/incontro/",
        "",
        "L'invito allegato si apre con il calendario del computer o del telefono.",
        "",
        "Distretto 5 Melzo",
        "",
    ]


def test_the_invitation_opens_in_calendars(convened: Meeting) -> None:
    send_queued_convocations(NOW)
    message = mail.outbox[0]
    assert isinstance(message, mail.EmailMultiAlternatives)
    calendar, found = event(message)
    assert (message.alternatives[0].mimetype, calendar["METHOD"]) == (
        "text/calendar; method=REQUEST",
        "REQUEST",
    )
    assert message.attachments[0].filename == "invito.ics"  # type: ignore[union-attr]
    assert (found["UID"], found["SEQUENCE"], found["STATUS"]) == (
        "labgo-famiglia-2017-01-16.melzo@ordito",
        0,
        "CONFIRMED",
    )
    assert found["DTSTART"].to_ical() == b"20170116T163000Z"
    assert "DTEND" not in found
    assert str(found["ORGANIZER"]) == "mailto:ordito@localhost"
    assert found["ORGANIZER"].params["CN"] == "Distretto 5 Melzo"
    assert str(found["ATTENDEE"]) == f"mailto:{message.to[0]}"
    assert str(found["DESCRIPTION"]) == f"1. Griglia di sintesi\n2. Varie ed eventuali\n{POST.page}"


def test_without_hours_the_invitation_is_for_the_whole_day(lab: Body, planner: User) -> None:
    meeting = planned(lab, planner, IN_A_WEEK, starts_at=None, link="https://call.example.org/x")
    found = Calendar.from_ical(invitation(meeting, kind="request", sequence=0, at=NOW)).walk("VEVENT")[0]
    assert found["DTSTART"].to_ical() == b"20170116"
    assert str(found["LOCATION"]) == "https://call.example.org/x"


def test_in_summer_the_hours_are_summer_time(lab: Body, planner: User) -> None:
    meeting = planned(lab, planner, date(2017, 7, 3), ends_at=time(19))
    found = Calendar.from_ical(invitation(meeting, kind="request", sequence=0, at=NOW)).walk("VEVENT")[0]
    assert (found["DTSTART"].to_ical(), found["DTEND"].to_ical()) == (
        b"20170703T153000Z",
        b"20170703T170000Z",
    )


def test_a_moved_meeting_updates_the_same_event(convened: Meeting, planner: User) -> None:
    send_queued_convocations(NOW)
    moved = MeetingFacts(
        date=date(2017, 1, 23), starts_at=time(18), agenda=["Griglia di sintesi", "Varie ed eventuali"]
    )
    change_meeting(convened, by=planner, facts=moved, notice="La sala non era libera", post=POST)
    mail.outbox.clear()
    assert send_queued_convocations(NOW) == 4
    message = mail.outbox[0]
    assert isinstance(message, mail.EmailMultiAlternatives)
    _calendar, found = event(message)
    assert message.subject == "Convocazione aggiornata: LabGo Famiglia, 23/01/2017, 18:00"
    assert "Motivo: La sala non era libera" in message.body.split("\n")
    assert (found["UID"], found["SEQUENCE"]) == ("labgo-famiglia-2017-01-16.melzo@ordito", 1)


def test_a_cancelled_meeting_leaves_the_calendars(convened: Meeting, planner: User) -> None:
    send_queued_convocations(NOW)
    mail.outbox.clear()
    cancel_meeting(convened, by=planner, why="Neve", post=POST)
    assert send_queued_convocations(NOW) == 4
    message = mail.outbox[0]
    assert isinstance(message, mail.EmailMultiAlternatives)
    calendar, found = event(message)
    assert message.subject == "Annullato: LabGo Famiglia, 16/01/2017, 17:30"
    assert message.body.split("\n")[:3] == [
        "L'incontro di LabGo Famiglia del 16/01/2017, 17:30 è annullato.",
        "",
        "Motivo: Neve",
    ]
    assert (calendar["METHOD"], found["STATUS"], found["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)


def test_whoever_is_replaced_is_told_kindly(convened: Meeting, planner: User) -> None:
    send_queued_convocations(NOW)
    mail.outbox.clear()
    arca = Organisation.objects.get(code="arca")
    arca.delegates.update(ends_before=date(2017, 1, 20))
    moved = MeetingFacts(date=date(2017, 1, 23), agenda=["Griglia di sintesi"])
    change_meeting(convened, by=planner, facts=moved, post=POST)
    send_queued_convocations(NOW)
    told = next(message for message in mail.outbox if message.to == ["anna.arca@example.org"])
    assert told.body.split("\n")[0] == (
        "La convocazione dell'incontro di LabGo Famiglia, ricevuta a questo indirizzo, non vale più: "
        "per la data dell'incontro (23/01/2017) partecipa un'altra persona."
    )


def test_minutes_to_approve_arrive_as_a_file(lab: Body, planner: User) -> None:
    meeting = planned(lab, planner)
    Meeting.objects.update(state="held", head_count=3)
    send_minutes(begin_minutes(meeting, by=planner), by=planner, post=POST)
    assert send_queued_convocations(NOW) == 4
    message = mail.outbox[0]
    assert message.subject == "Verbale da approvare: LabGo Famiglia, incontro del 09/01/2017, 17:30"
    name, content, kind = message.attachments[0]
    assert (name, kind, bytes(content)[:5]) == (
        "verbale-labgo-famiglia-2017-01-09.pdf",
        "application/pdf",
        b"%PDF-",
    )  # type: ignore[arg-type]
    assert "per la data" not in message.body


def test_nothing_leaves_twice(convened: Meeting) -> None:
    assert (send_queued_convocations(NOW), send_queued_convocations(NOW), len(mail.outbox)) == (4, 0, 4)
    assert progress(convened).sent == 4


def test_a_round_sends_no_more_than_it_is_told(convened: Meeting) -> None:
    assert send_queued_convocations(NOW, most=3) == 3
    assert send_queued_convocations(NOW) == 1


def test_what_is_queued_for_later_waits(convened: Meeting) -> None:
    assert send_queued_convocations(NOW - timedelta(seconds=1)) == 0


def test_an_address_that_fails_is_tried_again_later_and_said(convened: Meeting, settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Choosy"
    assert send_queued_convocations(NOW) == 3
    failed = Convocation.objects.get(sent_at__isnull=True)
    assert (failed.email, failed.attempts, failed.problem) == (
        "anna.bosco@example.org",
        1,
        "550 indirizzo sconosciuto",
    )
    assert failed.try_after == NOW + timedelta(minutes=4)
    told = progress(convened)
    assert ([row.email for row in told.failed], told.waiting) == (["anna.bosco@example.org"], 0)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_queued_convocations(NOW) == 0
    assert send_queued_convocations(failed.try_after) == 1
    assert Convocation.objects.get(pk=failed.pk).problem == ""


def test_an_address_that_always_fails_is_left_until_somebody_asks(
    convened: Meeting, planner: User, settings: Any
) -> None:
    Convocation.objects.filter(email="anna.bosco@example.org").update(attempts=MOST_ATTEMPTS, problem="550")
    assert send_queued_convocations(NOW + timedelta(days=9)) == 3
    retry_notices(convened, by=planner, at=NOW)
    assert send_queued_convocations(NOW) == 1


def test_a_post_office_that_is_closed_loses_nothing(convened: Meeting, settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Deaf"
    assert send_queued_convocations(NOW) == 0
    assert set(Convocation.objects.values_list("attempts", "problem")) == {
        (1, "il server di posta non risponde")
    }
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_queued_convocations(NOW + timedelta(minutes=4)) == 4


def test_a_demonstration_writes_its_messages_to_a_folder(
    convened: Meeting, district: District, settings: Any, tmp_path: Path
) -> None:
    settings.EMAIL_FILE_PATH = tmp_path
    district.is_demonstration = True
    district.save()
    assert send_queued_convocations(NOW) == 4
    assert (len(mail.outbox), sum(path.read_text().count("Subject:") for path in tmp_path.iterdir())) == (
        0,
        4,
    )


@pytest.fixture
def many(transactional_db: None) -> list[str]:
    """Sixty notices of one meeting, seen by every connection."""
    district = District.objects.create(slug="melzo", name="Melzo", demonstration_day=date(2017, 1, 9))
    giulia = User.objects.create_user("giulia@example.org", "Giulia")
    giulia.roles.create(district=district, kind="plan_office", starts_on=date(2010, 1, 1))
    meeting = planned(labgo(district, 60), giulia, IN_A_WEEK)
    convene(meeting, by=giulia, post=POST)
    return sorted(Convocation.objects.values_list("email", flat=True))


def test_two_senders_at_once_send_each_notice_once(many: list[str]) -> None:
    def send(_sender: int) -> int:
        try:
            return send_queued_convocations(NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as senders:
        counts = list(senders.map(send, range(2)))
    assert sum(counts) == 60
    assert sorted(message.to[0] for message in mail.outbox) == many
