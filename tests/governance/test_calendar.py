"""The calendar of the district, and what other calendars read of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar

from ordito.community.models import Delegate
from ordito.core.access import Forbidden
from ordito.core.models import District, JournalEntry, Role, User
from ordito.governance.commands.calendar import renew_calendar_link, revoke_calendar_link
from ordito.governance.models import AgendaItem, Body, CalendarKey, Mandate, Meeting, MeetingState, Task
from ordito.governance.queries.calendar import bodies_with_meetings, month_of, next_meeting
from ordito.governance.queries.feeds import owner_of, token_of
from ordito.territory.models import Municipality, Place
from tests.conftest import signed_in
from tests.governance import register

if TYPE_CHECKING:
    from django.test import Client
    from icalendar import Event

TODAY = date(2017, 1, 9)
JANUARY = date(2017, 1, 1)
CONVENED = {"state": MeetingState.CONVENED}


@pytest.fixture
def lab(district: District) -> Body:
    """In January LabGo Famiglia meets on the 16th, in public, and on the 20th, behind closed doors."""
    lab = register.body(district, "labgo", name="LabGo; Famiglia, e altri")
    town = Municipality.objects.create(district=district, istat_code="015142", name="Melzo")
    room = Place.objects.create(
        district=district, code="sala", name="Sala", kind="meeting_room", municipality=town
    )
    public = register.held(
        lab,
        date(2017, 1, 16),
        {},
        starts_at=time(17, 30),
        ends_at=time(19, 0),
        place=room,
        link="https://example.org/stanza",
        title="Le esigenze",
        ics_sequence=2,
        convened_at=datetime(2017, 1, 2, 9, tzinfo=UTC),
        **CONVENED,
    )
    AgendaItem.objects.create(meeting=public, position=1, title="Approvazione")
    AgendaItem.objects.create(meeting=public, position=2, title="Varie; ed eventuali")
    register.held(lab, date(2017, 1, 20), {}, is_public=False, **CONVENED)
    return lab


@pytest.fixture
def table(lab: Body) -> Body:
    """The table planned a meeting, cancelled another, and has a mandate that ends and a task to do."""
    table = register.body(lab.district, "tavolo", name="Tavolo Tecnico")
    register.held(table, date(2017, 1, 23), {}, state=MeetingState.PLANNED)
    register.held(table, date(2017, 1, 24), {}, state=MeetingState.CANCELLED, link="https://example.org/x")
    meeting = register.held(table, date(2016, 12, 1), {})
    Mandate.objects.create(body=table, object="Ricognizione", ends_before=date(2017, 2, 1))
    alfa = register.organisation(lab.district, "alfa")
    Task.objects.create(
        meeting=meeting, number=1, text="Scrivere", organisation=alfa, due_on=date(2017, 1, 5)
    )
    Task.objects.create(meeting=meeting, number=2, text="Fatto", due_on=TODAY, done_on=TODAY)
    return table


def sits(user: User, body: Body, code: str = "alfa") -> None:
    """Let the person speak for an organisation that sits in the body."""
    district = body.district
    member = district.organisations.filter(code=code).first() or register.organisation(district, code)
    register.seat(body, member, date(2016, 1, 1))
    speaker = register.person(district, f"voce-{code}", account=user)
    Delegate.objects.create(organisation=member, person=speaker, starts_on=date(2016, 1, 1))


def told(district: District, user: User, **more: Body) -> list[tuple[date, str, str]]:
    month = month_of(district, user, JANUARY, today=TODAY, **more)
    return [(entry.day, entry.kind, entry.title) for day in month.busy for entry in day.entries]


def test_a_month_tells_what_happens_on_each_day_and_what_is_due(
    district: District, planner: User, table: Body
) -> None:
    assert told(district, planner) == [
        (date(2017, 1, 5), "task", "Scrivere"),
        (date(2017, 1, 16), "meeting", "LabGo; Famiglia, e altri"),
        (date(2017, 1, 20), "meeting", "LabGo; Famiglia, e altri"),
        (date(2017, 1, 23), "meeting", "Tavolo Tecnico"),
        (date(2017, 1, 24), "meeting", "Tavolo Tecnico"),
        (date(2017, 1, 31), "mandate", "Finisce il mandato di Tavolo Tecnico"),
    ]
    assert [day for day, _kind, _title in told(district, planner, body=table)] == [
        date(2017, 1, 5),
        date(2017, 1, 23),
        date(2017, 1, 24),
        date(2017, 1, 31),
    ]


def test_a_stranger_reads_of_meetings_that_are_public_and_of_no_task(
    district: District, stranger: User, table: Body
) -> None:
    assert [(day, kind) for day, kind, _title in told(district, stranger)] == [
        (date(2017, 1, 16), "meeting"),
        (date(2017, 1, 24), "meeting"),
        (date(2017, 1, 31), "mandate"),
    ]


def test_a_day_begins_with_what_has_an_hour(district: District, planner: User, lab: Body) -> None:
    other = register.body(district, "altro")
    register.held(other, date(2017, 1, 16), {}, starts_at=time(9, 0), **CONVENED)
    register.held(other, date(2017, 1, 16), {}, code="x", title="Senza ora", **CONVENED)
    day = next(day for day in month_of(district, planner, JANUARY, today=TODAY).busy)
    assert [entry.hour for entry in day.entries] == [time(9, 0), time(17, 30), None]


def test_a_month_is_whole_weeks_from_monday(district: District, planner: User) -> None:
    month = month_of(district, planner, JANUARY, today=TODAY)
    assert (month.weeks[0][0].day, month.weeks[-1][-1].day) == (date(2016, 12, 26), date(2017, 2, 5))
    assert [day.in_month for day in month.weeks[0]] == [False] * 6 + [True]
    assert (month.before, month.after) == (date(2016, 12, 1), date(2017, 2, 1))


def test_an_empty_month_points_at_the_next_meeting(district: District, planner: User, table: Body) -> None:
    march = register.held(table, date(2017, 3, 1), {}, **CONVENED)
    assert next_meeting(district, planner, date(2017, 2, 1)) == march
    assert next_meeting(district, planner, date(2017, 4, 1)) is None
    assert [body.code for body in bodies_with_meetings(district, planner)] == ["labgo", "tavolo"]


def test_the_page_shows_the_month_that_is_asked_for(at_planners_desk: Client, table: Body) -> None:
    page = at_planners_desk.get("/melzo/calendario/").content.decode()
    for words in (
        "Gennaio 2017",
        "17:30",
        "scade un compito",
        "annullato",
        "in preparazione",
        "ultimo giorno",
    ):
        assert words in page, words
    empty = at_planners_desk.get("/melzo/calendario/?mese=2016-11&organismo=tavolo").content.decode()
    assert "Il prossimo incontro è il 01/12/2016" in empty
    for odd in ("2017-13", "9999-12", "0001-01", "ieri", ""):
        assert "Gennaio 2017" in at_planners_desk.get(f"/melzo/calendario/?mese={odd}").content.decode()


def events(answer: object) -> dict[str, Event]:
    """The events of a feed by uid; reading it proves that it is one."""
    content: bytes = answer.content  # type: ignore[attr-defined]
    calendar = Calendar.from_ical(content)
    assert (calendar["version"], calendar["prodid"]) == ("2.0", "-//Ordito//Ordito//IT")
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def test_the_feed_of_the_district_has_the_public_meetings(in_the_street: Client, table: Body) -> None:
    answer = in_the_street.get("/melzo/calendario.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    found = events(answer)
    assert {uid: str(event["status"]) for uid, event in found.items()} == {
        "labgo-2017-01-16.melzo@ordito": "CONFIRMED",
        "tavolo-2017-01-24.melzo@ordito": "CANCELLED",
        "tavolo-2016-12-01.melzo@ordito": "CONFIRMED",
    }
    event = found["labgo-2017-01-16.melzo@ordito"]
    assert event["sequence"] == 2
    assert str(event["summary"]) == "LabGo; Famiglia, e altri: Le esigenze"
    assert event.decoded("dtstart") == datetime(2017, 1, 16, 16, 30, tzinfo=UTC)
    assert event.decoded("dtend") == datetime(2017, 1, 16, 18, 0, tzinfo=UTC)
    assert event.decoded("dtstamp") == datetime(2017, 1, 2, 9, tzinfo=UTC)
    assert str(event["description"]) == "1. Approvazione\n2. Varie; ed eventuali"
    assert str(event["location"]) == "Sala, Melzo"
    assert event["url"] == "http://testserver/melzo/confronto/labgo/incontri/labgo-2017-01-16/"


def test_a_meeting_without_an_hour_takes_the_whole_day(in_the_street: Client, table: Body) -> None:
    found = events(in_the_street.get("/melzo/calendario.ics"))
    event = found["tavolo-2017-01-24.melzo@ordito"]
    assert event.decoded("dtstart") == date(2017, 1, 24)
    assert "dtend" not in event
    assert "location" not in event, "the room of a call is not for the street"


def test_a_feed_forgets_what_is_older_than_a_year(in_the_street: Client, lab: Body) -> None:
    register.held(lab, date(2016, 1, 8), {})
    register.held(lab, date(2016, 1, 9), {})
    assert "labgo-2016-01-08.melzo@ordito" not in events(in_the_street.get("/melzo/calendario.ics"))
    assert "labgo-2016-01-09.melzo@ordito" in events(in_the_street.get("/melzo/calendario.ics"))


def test_the_feed_of_a_body_has_only_its_meetings_even_for_insiders(
    at_planners_desk: Client, in_the_street: Client, table: Body
) -> None:
    path = "/melzo/confronto/labgo/calendario.ics"
    assert set(events(at_planners_desk.get(path))) == {"labgo-2017-01-16.melzo@ordito"}
    Body.objects.filter(code="labgo").update(is_public=False)
    assert in_the_street.get(path).status_code == 404


def link_of(user: User, district: District) -> str:
    key = renew_calendar_link(CalendarKey(user=user), by=user)
    return f"/{district.slug}/calendario/{token_of(key, district)}.ics"


def test_a_person_has_the_meetings_of_the_bodies_where_they_sit_and_their_tasks(
    in_the_street: Client, district: District, delegate: User, table: Body
) -> None:
    sits(delegate, table)
    found = events(in_the_street.get(link_of(delegate, district)))
    assert set(found) == {
        "tavolo-2017-01-24.melzo@ordito",
        "tavolo-2016-12-01.melzo@ordito",
        "compito-1.tavolo-2016-12-01.melzo@ordito",
    }
    task = found["compito-1.tavolo-2016-12-01.melzo@ordito"]
    assert (str(task["summary"]), task.decoded("dtstart")) == ("Entro oggi: Scrivere", date(2017, 1, 5))
    assert str(found["tavolo-2017-01-24.melzo@ordito"]["location"]) == "https://example.org/x"


def test_the_plan_office_has_everything_and_what_is_not_convened_is_tentative(
    in_the_street: Client, district: District, planner: User, table: Body
) -> None:
    answer = in_the_street.get(link_of(planner, district))
    found = events(answer)
    assert len(found) == 6
    assert str(found["tavolo-2017-01-23.melzo@ordito"]["status"]) == "TENTATIVE"
    assert "https://example.org/stanza" in str(found["labgo-2017-01-16.melzo@ordito"]["description"])
    assert answer["Cache-Control"] == "no-store, private"


def test_a_renewed_or_revoked_link_is_worth_nothing(
    in_the_street: Client, district: District, planner: User, lab: Body
) -> None:
    old = link_of(planner, district)
    key = CalendarKey.objects.get()
    renew_calendar_link(key, by=planner)
    assert in_the_street.get(old).status_code == 404
    key.refresh_from_db()
    new = f"/melzo/calendario/{token_of(key, district)}.ics"
    assert in_the_street.get(new).status_code == 200
    revoke_calendar_link(key, by=planner)
    assert in_the_street.get(new).status_code == 404


def test_a_link_is_for_one_district_for_one_person_and_for_as_long_as_they_work_there(
    in_the_street: Client, district: District, elsewhere: District, planner: User, delegate: User, lab: Body
) -> None:
    path = link_of(planner, district)
    key = CalendarKey.objects.get()
    token = token_of(key, district)
    assert owner_of(token, district) == planner
    assert owner_of(token, elsewhere) is None
    assert owner_of(f"{token}x", district) is None
    assert owner_of("", district) is None
    assert in_the_street.get(path.replace("/melzo/", "/altrove/")).status_code == 404
    Role.objects.filter(user=planner).update(ends_before=date(2016, 1, 1))
    assert owner_of(token, district) is None
    Role.objects.filter(user=planner).update(ends_before=None)
    User.objects.filter(pk=planner.pk).update(is_active=False)
    assert owner_of(token, district) is None


def test_only_its_owner_makes_a_link_and_the_journal_does_not_know_it(
    district: District, planner: User, delegate: User
) -> None:
    with pytest.raises(Forbidden):
        renew_calendar_link(CalendarKey(user=planner), by=delegate)
    key = renew_calendar_link(CalendarKey(user=planner), by=planner)
    assert "secret" not in JournalEntry.objects.get().changes
    assert len(key.secret) == 43


def test_the_page_makes_renews_and_takes_away_the_link(
    delegate: User, in_the_street: Client, lab: Body
) -> None:
    desk = signed_in(delegate)
    make, away = "/melzo/calendario/collegamento/", "/melzo/calendario/collegamento/togli/"
    assert "Crea il collegamento personale" in desk.get("/melzo/calendario/").content.decode()
    assert desk.post(away).status_code == 404
    assert desk.post(make)["Location"] == "/melzo/calendario/#collegamenti"
    page = desk.get("/melzo/calendario/").content.decode()
    path = f"http://testserver/melzo/calendario/{token_of(CalendarKey.objects.get(), lab.district)}.ics"
    assert path in page
    desk.post(make)
    assert path not in desk.get("/melzo/calendario/").content.decode()
    desk.post(away)
    assert CalendarKey.objects.count() == 0
    assert in_the_street.post(make).status_code == 302
    assert "collegamento personale" not in in_the_street.get("/melzo/calendario/").content.decode().lower()


def test_the_own_calendar_asks_no_more_for_thirty_meetings_than_for_three(
    in_the_street: Client, district: District, planner: User, lab: Body, django_assert_max_num_queries: object
) -> None:
    path = link_of(planner, district)
    for n in range(30):
        meeting = register.held(lab, date(2017, 1, 1 + n % 28), {}, code=f"m{n}", **CONVENED)
        Task.objects.create(meeting=meeting, number=1, text="Fare", due_on=TODAY)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        assert len(events(in_the_street.get(path))) == Meeting.objects.count() + 30
