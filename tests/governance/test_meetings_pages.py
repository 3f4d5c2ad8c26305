"""The pages of a meeting: who reads them, what they ask of the database, how they answer."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pypandoc
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from icalendar import Calendar

from ordito.community.models import Delegate, Organisation
from ordito.core.models import District, Role, RoleKind, User
from ordito.core.press import pandoc as door
from ordito.core.press import typed
from ordito.governance.commands.attendance import close_attendance, tick
from ordito.governance.commands.decisions import DecisionFacts, TaskFacts, assign_task, decide
from ordito.governance.commands.meetings import cancel_meeting, convene
from ordito.governance.commands.minutes import (
    Written,
    approve_minutes,
    begin_minutes,
    send_minutes,
    write_text,
)
from ordito.governance.models import (
    Attendance,
    Body,
    Convocation,
    Decision,
    Meeting,
    Minutes,
    MinutesVersion,
    Task,
)
from ordito.governance.queries.meetings import fingerprint
from tests.conftest import signed_in
from tests.governance.lab import NOW, POST, TODAY, labgo, planned

NASTY = "<script>alert('ciao')</script> & \"virgolette\""
HERE = "/melzo/confronto/labgo-famiglia/incontri/"
PAGES = (
    "",
    "modifica/",
    "annulla/",
    "convocazione/",
    "foglio-firme/",
    "presenze/",
    "verbale/",
    "verbale/scrivi/",
)


def evening(lab: Body, by: User, day: date = TODAY, points: int = 2) -> Meeting:
    """A meeting that was held, with everything that it can hold, in the words of somebody who pastes HTML."""
    made = planned(
        lab,
        by,
        day,
        agenda=[f"{NASTY} {number}" for number in range(points)],
        title=NASTY,
        message=NASTY,
        place_text=NASTY,
    )
    for membership in lab.memberships.all():
        tick(made, by=by, member=f"o{membership.organisation_id}", state="delegate", name=NASTY)
    for item in made.agenda.all():
        written = Written(text=NASTY, base=fingerprint(""))
        write_text(made, by=by, place=str(item.pk), written=written)
        decision = decide(made, by=by, facts=DecisionFacts(text=NASTY, agenda_item=item))
        assign_task(made, by=by, facts=TaskFacts(text=NASTY, who=NASTY, decision=decision))
    return close_attendance(made, by=by, at=NOW)


@pytest.fixture
def lab(district: District) -> Body:
    return labgo(district)


@pytest.fixture
def sitting(district: District, lab: Body) -> User:
    """Lia, who speaks for the first member of the lab."""
    user = User.objects.create_user("lia@example.org", "Lia", "una-password-lunga")
    Role.objects.create(user=user, district=district, kind=RoleKind.DELEGATE, starts_on=date(2010, 1, 1))
    someone = Delegate.objects.order_by("pk")[0].person
    someone.account = user
    someone.save()
    return user


def keeper(district: District, kind: RoleKind) -> User:
    user = User.objects.create_user(f"{kind}@example.org", str(kind), "una-password-lunga")
    Role.objects.create(user=user, district=district, kind=kind, starts_on=date(2010, 1, 1))
    return user


def answers(client: Client, meeting: Meeting) -> dict[str, int]:
    return {page: client.get(f"{HERE}{meeting.code}/{page}").status_code for page in PAGES}


def test_who_opens_which_page_of_a_meeting(
    lab: Body, district: District, planner: User, delegate: User, stranger: User, in_the_street: Client
) -> None:
    meeting = evening(lab, planner)
    read_only = dict.fromkeys(PAGES, 403) | {"": 200, "verbale/": 404}
    told_to_enter = dict.fromkeys(PAGES, 302) | {"": 200}
    assert answers(in_the_street, meeting) == told_to_enter
    assert answers(signed_in(stranger), meeting) == dict.fromkeys(PAGES, 404) | {"": 200}
    assert answers(signed_in(delegate), meeting) == read_only
    facilitator = answers(signed_in(keeper(district, RoleKind.FACILITATOR)), meeting)
    assert facilitator == dict.fromkeys(PAGES, 200) | {
        "modifica/": 403,
        "annulla/": 403,
        "convocazione/": 403,
    }
    assert answers(signed_in(planner), meeting) == dict.fromkeys(PAGES, 200)


def test_a_draft_is_its_writers_and_minutes_to_approve_are_the_members(
    lab: Body, district: District, planner: User, delegate: User, sitting: User
) -> None:
    meeting = evening(lab, planner, TODAY - timedelta(days=9))
    mayor, worker = keeper(district, RoleKind.ADMINISTRATOR), keeper(district, RoleKind.SOCIAL_WORKER)
    admin = User.objects.create_user("admin@example.org", "Admin", is_installation_admin=True)
    readers = [planner, sitting, mayor, worker, delegate, admin]

    def who() -> list[int]:
        return [signed_in(reader).get(f"{HERE}{meeting.code}/verbale/").status_code for reader in readers]

    assert who() == [200, 404, 404, 404, 404, 200]
    minutes = send_minutes(begin_minutes(meeting, by=planner), by=planner, post=POST)
    assert who() == [200, 200, 200, 404, 404, 200]
    later = evening(lab, planner)
    approve_minutes(minutes, by=planner, at_meeting=later, facts=DecisionFacts(text=""), at=NOW)
    assert who() == [200, 200, 200, 200, 200, 200]


@pytest.mark.parametrize(
    "page",
    [
        "nuovo/",
        "{code}/",
        "{code}/modifica/",
        "{code}/annulla/",
        "{code}/convocazione/",
        "{code}/foglio-firme/",
        "{code}/presenze/",
        "{code}/presenze/stato/",
        "{code}/verbale/",
        "{code}/verbale/versioni/1/",
        "{code}/verbale/scrivi/",
    ],
)
def test_a_page_asks_the_same_queries_for_three_members_and_for_thirty(
    district: District, planner: User, at_planners_desk: Client, page: str
) -> None:
    asked = []
    for members in (3, 30):
        lab = labgo(district, members, quorum_percent=50)
        meeting = evening(lab, planner, points=members)
        send_minutes(begin_minutes(meeting, by=planner), by=planner, post=POST)
        address = f"{HERE}{page.format(code=meeting.code)}"
        at_planners_desk.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert at_planners_desk.get(address).status_code == 200
        asked.append(len(queries))
        start_again()
    assert (asked[0], asked[1] <= 15) == (asked[1], True), asked


def start_again() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE governance_body, community_organisation, community_person CASCADE")


def test_the_public_reads_how_many_and_what_was_decided_but_no_names(
    lab: Body, planner: User, in_the_street: Client
) -> None:
    meeting = evening(lab, planner, TODAY - timedelta(days=9))
    Meeting.objects.update(chair="Ada Bini", guests="Luca Ferri", link="https://call.example.org/x")

    def shown() -> str:
        return in_the_street.get(meeting.get_absolute_url()).content.decode()

    assert "4 su 4" in shown()
    hidden = (
        "Anna Arcai",
        "Cooperativa sociale Arca",
        "Ada Bini",
        "Luca Ferri",
        "call.example.org",
        "Compiti",
        "Decisione n.",
    )
    assert [word for word in hidden if word in shown()] == []
    minutes = send_minutes(begin_minutes(meeting, by=planner), by=planner, post=POST)
    assert "Decisione n." not in shown()
    approve_minutes(
        minutes, by=planner, at_meeting=evening(lab, planner), facts=DecisionFacts(text=""), at=NOW
    )
    assert "Decisione n. 1" in shown()
    assert [word for word in hidden[:-1] if word in shown()] == []


def test_what_is_not_public_is_not_there_for_the_public(
    lab: Body, planner: User, in_the_street: Client, delegate: User
) -> None:
    meeting = planned(lab, planner)
    assert in_the_street.get(meeting.get_absolute_url()).status_code == 404
    assert signed_in(delegate).get(meeting.get_absolute_url()).status_code == 200
    convene(meeting, by=planner, post=POST)
    assert in_the_street.get(meeting.get_absolute_url()).status_code == 200
    Meeting.objects.update(is_public=False)
    assert in_the_street.get(meeting.get_absolute_url()).status_code == 404
    assert in_the_street.get(f"{meeting.get_absolute_url()}invito.ics").status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_pasted_html_stays_words_on_every_page(
    lab: Body, planner: User, at_planners_desk: Client, page: str
) -> None:
    meeting = evening(lab, planner)
    shown = at_planners_desk.get(f"{HERE}{meeting.code}/{page}").content.decode()
    assert "<script>alert" not in shown
    assert page in ("annulla/", "convocazione/") or escape("<script>alert") in shown


def test_a_meeting_is_planned_from_the_page_with_the_minutes_that_wait(
    lab: Body, planner: User, at_planners_desk: Client
) -> None:
    begin_minutes(evening(lab, planner, TODAY - timedelta(days=9)), by=planner)
    line = "Approvazione del verbale dell'incontro del 31/12/2016"
    assert escape(line) in at_planners_desk.get(f"{HERE}nuovo/").content.decode()
    told = {"date": "2017-01-16", "starts_at": "17:30", "agenda": f"{line}\r\nAltro", "is_public": "on"}
    answer = at_planners_desk.post(f"{HERE}nuovo/", told)
    assert answer["Location"] == f"{HERE}labgo-famiglia-2017-01-16/convocazione/"
    made = Meeting.objects.get(code="labgo-famiglia-2017-01-16")
    assert [(item.title, item.minutes is None) for item in made.agenda.order_by("position")] == [
        (line, False),
        ("Altro", True),
    ]


def test_a_refused_form_keeps_what_was_typed_and_says_why(lab: Body, at_planners_desk: Client) -> None:
    told = {"date": "2017-01-16", "starts_at": "19:30", "ends_at": "17:30", "agenda": "Uno"}
    answer = at_planners_desk.post(f"{HERE}nuovo/", told)
    shown = answer.content.decode()
    assert (
        answer.status_code,
        "non può finire prima di cominciare" in shown,
        ">\nUno</textarea>" in shown,
    ) == (422, True, True)
    assert at_planners_desk.post(f"{HERE}nuovo/", {"date": "domani"}).status_code == 422


def test_a_convocation_is_previewed_sent_and_followed(
    lab: Body, planner: User, at_planners_desk: Client
) -> None:
    Delegate.objects.filter(organisation__code="bosco").delete()
    meeting = planned(lab, planner, TODAY + timedelta(days=7))
    page = f"{HERE}{meeting.code}/convocazione/"
    shown = at_planners_desk.get(page).content.decode()
    assert ("3 destinatari, 1 da avvisare a mano" in shown, "Associazione Bosco" in shown) == (True, True)
    assert at_planners_desk.post(page)["Location"] == page
    assert set(Convocation.objects.values_list("page", "reply_to")) == {
        (f"http://testserver{meeting.get_absolute_url()}", "giulia@example.org")
    }
    assert "3 messaggi in partenza" in at_planners_desk.get(page).content.decode()
    assert at_planners_desk.post(page).status_code == 422
    Convocation.objects.update(problem="550 sconosciuto")
    shown = at_planners_desk.get(page, headers={"HX-Request": "true"}).content.decode()
    assert ("550 sconosciuto" in shown, "<html" in shown) == (True, False)
    at_planners_desk.post(f"{page}riprova/")
    assert set(Convocation.objects.values_list("problem", flat=True)) == {""}


def test_a_meeting_is_changed_and_cancelled_from_its_pages(
    lab: Body, planner: User, at_planners_desk: Client
) -> None:
    meeting = convene(planned(lab, planner, TODAY + timedelta(days=7)), by=planner, post=POST)
    edit, cancel = f"{HERE}{meeting.code}/modifica/", f"{HERE}{meeting.code}/annulla/"
    told = {
        "date": "2017-01-23",
        "agenda": "Griglia di sintesi\nVarie ed eventuali",
        "notice": "Sala occupata",
    }
    assert at_planners_desk.post(edit, told)["Location"] == meeting.get_absolute_url()
    assert "i membri vengono avvisati" in at_planners_desk.get(meeting.get_absolute_url()).content.decode()
    assert (
        at_planners_desk.post(edit, {**told, "title": "Solo il titolo"})["Location"]
        == meeting.get_absolute_url()
    )
    assert at_planners_desk.post(edit, {**told, "date": "2217-01-01"}).status_code == 422
    assert "(4 indirizzi)" in at_planners_desk.get(cancel).content.decode()
    assert at_planners_desk.post(cancel, {"why": "Neve"})["Location"] == meeting.get_absolute_url()
    assert "Neve" in at_planners_desk.get(meeting.get_absolute_url()).content.decode()
    assert at_planners_desk.post(cancel).status_code == 422


def test_the_invitation_is_taken_by_anybody_who_reads_the_page(
    lab: Body, planner: User, in_the_street: Client
) -> None:
    meeting = convene(planned(lab, planner, TODAY + timedelta(days=7)), by=planner, post=POST)
    answer = in_the_street.get(f"{meeting.get_absolute_url()}invito.ics")
    calendar = Calendar.from_ical(answer.content)
    assert (answer["Content-Type"], calendar["METHOD"]) == ("text/calendar; charset=utf-8", "PUBLISH")
    assert answer["Content-Disposition"] == 'attachment; filename="incontro-labgo-famiglia-2017-01-16.ics"'
    cancel_meeting(meeting, by=planner, why="", post=POST)
    event = Calendar.from_ical(in_the_street.get(f"{meeting.get_absolute_url()}invito.ics").content).walk(
        "VEVENT"
    )[0]
    assert event["STATUS"] == "CANCELLED"


@pytest.mark.parametrize(("form", "starts"), [("pdf", b"%PDF-"), ("docx", b"PK"), ("odt", b"PK")])
@pytest.mark.parametrize("paper", ["convocazione", "foglio-firme", "verbale"])
def test_every_paper_is_taken_away_as_a_file_with_a_name(
    lab: Body, planner: User, at_planners_desk: Client, paper: str, form: str, starts: bytes
) -> None:
    meeting = evening(lab, planner)
    answer = at_planners_desk.get(f"{HERE}{meeting.code}/{paper}.{form}")
    assert answer.content.startswith(starts)
    assert answer["Content-Disposition"] == f'attachment; filename="{paper}-labgo-famiglia-2017-01-09.{form}"'
    assert at_planners_desk.get(f"{HERE}{meeting.code}/{paper}.exe").status_code == 404


def test_a_press_that_does_not_start_is_explained_on_the_page(
    lab: Body, planner: User, at_planners_desk: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    meeting = evening(lab, planner)
    send_minutes(begin_minutes(meeting, by=planner), by=planner, post=POST)
    monkeypatch.setattr(pypandoc, "__file__", str(tmp_path / "pypandoc" / "__init__.py"))
    door.program.cache_clear()
    typed._read.cache_clear()
    try:
        for page in ("verbale/", "verbale/versioni/1/"):
            assert "make run" in at_planners_desk.get(f"{HERE}{meeting.code}/{page}").content.decode()
        answer = at_planners_desk.get(f"{HERE}{meeting.code}/verbale.docx")
        assert answer["Location"] == meeting.get_absolute_url()
        assert "make run" in at_planners_desk.get(meeting.get_absolute_url()).content.decode()
    finally:
        door.program.cache_clear()


def test_what_was_said_is_found_by_its_writers_until_the_minutes_are_approved(
    lab: Body, planner: User, at_planners_desk: Client, delegate: User
) -> None:
    before = evening(lab, planner, TODAY - timedelta(days=9))
    before.agenda.filter(position=1).update(discussion="Si parla di conciliazione")

    def found(client: Client) -> bool:
        return "Si parla di conciliazione" in client.get("/melzo/cerca/?q=conciliazioni").content.decode()

    assert (found(at_planners_desk), found(signed_in(delegate))) == (True, False)
    minutes = send_minutes(begin_minutes(before, by=planner), by=planner, post=POST)
    later = evening(lab, planner)
    approve_minutes(minutes, by=planner, at_meeting=later, facts=DecisionFacts(text=""), at=NOW)
    assert (found(at_planners_desk), found(signed_in(delegate))) == (True, True)


def test_marks_are_sent_one_by_one_and_answered_with_the_figures(
    lab: Body, planner: User, at_planners_desk: Client
) -> None:
    meeting = planned(lab, planner)
    page = f"{HERE}{meeting.code}/presenze/"
    arca = Organisation.objects.get(code="arca")
    bruno = arca.delegates.get(kind="alternate").person_id

    def send(**told: Any) -> Any:
        return at_planners_desk.post(f"{page}segna/", told, headers={"Accept": "application/json"})

    answer = send(member=f"o{arca.pk}", state="delegate", person=str(bruno), name="")
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "marks": {f"o{arca.pk}": ["delegate", bruno, ""]},
            "present": 1,
            "formal": 4,
            "unmarked": 3,
            "needed": None,
            "quorum": True,
        },
    )
    assert at_planners_desk.get(f"{page}stato/").json() == answer.json()
    answer = send(member="o0", state="present")
    assert (answer.status_code, answer.json()["refusal"]) == (
        422,
        "Questo membro non esiste più: ricaricare la pagina.",
    )
    assert send(member=f"o{arca.pk}", state="present", person="9" * 30).status_code == 200
    assert at_planners_desk.post(f"{page}segna/", {"member": f"o{arca.pk}", "state": ""})["Location"] == page
    assert Attendance.objects.count() == 0
    at_planners_desk.post(f"{page}segna/", {"member": "o0", "state": "present"})
    assert "Questo membro non esiste" in at_planners_desk.get(page).content.decode()


def test_attendance_is_closed_and_reopened_from_its_page(
    lab: Body, planner: User, at_planners_desk: Client
) -> None:
    meeting = planned(lab, planner)
    page = f"{HERE}{meeting.code}/presenze/"
    assert at_planners_desk.post(f"{page}chiudi/")["Location"] == page
    assert "Prima segnare chi c" in at_planners_desk.get(page).content.decode()
    tick(meeting, by=planner, member=f"o{Organisation.objects.get(code='arca').pk}", state="present")
    at_planners_desk.post(f"{page}altri-assenti/")
    assert Attendance.objects.filter(state="absent").count() == 3
    at_planners_desk.post(f"{page}ospiti/", {"guests": "Luca Ferri"})
    assert (
        at_planners_desk.post(f"{page}chiudi/", {"others_absent": "1"})["Location"]
        == meeting.get_absolute_url()
    )
    at_planners_desk.post(f"{page}ospiti/", {"guests": "Altri"})
    assert Meeting.objects.get().guests == "Luca Ferri"
    assert "Riapri per correggere" in at_planners_desk.get(page).content.decode()
    at_planners_desk.post(f"{page}riapri/")
    assert Meeting.objects.get().state == "planned"


@pytest.mark.parametrize(
    ("typed", "kept"), [("3", 3), ("", None), ("tre", None), ("1234567", None), ("-1", None)]
)
def test_the_number_alone_is_written_from_the_page(
    lab: Body, planner: User, at_planners_desk: Client, typed: str, kept: int | None
) -> None:
    meeting = planned(lab, planner)
    at_planners_desk.post(f"{HERE}{meeting.code}/presenze/numero/", {"head_count": typed})
    assert Meeting.objects.get().head_count == kept
    shown = at_planners_desk.get(f"{HERE}{meeting.code}/presenze/").content.decode()
    assert (kept is None) == (" data-open" in shown)


def test_a_text_is_saved_and_two_writers_are_told(lab: Body, planner: User, at_planners_desk: Client) -> None:
    meeting = planned(lab, planner)
    item = meeting.agenda.get(position=1)

    def save(text: str, base: str, place: str = "") -> Any:
        told = {"place": place or str(item.pk), "text": text, "base": base}
        return at_planners_desk.post(f"{HERE}{meeting.code}/verbale/testo/", told)

    assert save("Uno", fingerprint("")).json() == {"base": fingerprint("Uno")}
    answer = save("Due", fingerprint(""))
    assert (answer.status_code, answer.json()["theirs"], answer.json()["base"]) == (
        409,
        "Uno",
        fingerprint("Uno"),
    )
    assert save("x", "", "nowhere").status_code == 422


def test_a_hundred_thousand_characters_open_and_print(
    lab: Body, planner: User, at_planners_desk: Client
) -> None:
    meeting = planned(lab, planner)
    long = " ".join(f"parola{number}" for number in range(9_000))[:100_000]
    written = Written(text=long, base=fingerprint(""))
    write_text(meeting, by=planner, place=str(meeting.agenda.get(position=1).pk), written=written)
    for page in ("verbale/", "verbale/scrivi/"):
        assert "parola7777" in at_planners_desk.get(f"{HERE}{meeting.code}/{page}").content.decode()
    assert at_planners_desk.get(f"{HERE}{meeting.code}/verbale.pdf").content.startswith(b"%PDF-")


def test_decisions_and_tasks_are_written_corrected_and_taken_away(
    lab: Body, planner: User, at_planners_desk: Client
) -> None:
    meeting = planned(lab, planner)
    here = f"{HERE}{meeting.code}/"
    write = f"{here}verbale/scrivi/"
    told = {"text": "Si adotta", "number": "1", "outcome": "approved", "votes_for": "3"}
    assert at_planners_desk.post(f"{here}decisioni/", told)["Location"] == f"{write}#decisioni"
    answer = at_planners_desk.post(f"{here}decisioni/", {**told, "text": "Ancora"})
    assert (
        answer.status_code,
        "già una decisione n. 1" in answer.content.decode(),
        "Ancora" in answer.content.decode(),
    ) == (422, True, True)
    assert at_planners_desk.post(f"{here}decisioni/", {**told, "votes_for": "molti"}).status_code == 422
    decision = Decision.objects.get()
    edit = f"{here}decisioni/{decision.pk}/"
    assert "Si adotta" in at_planners_desk.get(edit).content.decode()
    assert at_planners_desk.post(edit, {**told, "votes_against": "5"}).status_code == 422
    assert at_planners_desk.post(edit, {**told, "text": "Si rinvia"})["Location"] == f"{write}#decisioni"
    todo = {
        "text": "Raccogliere",
        "who": "Associazione Bosco",
        "due_on": "2017-02-01",
        "decision": decision.pk,
    }
    assert at_planners_desk.post(f"{here}compiti/", todo)["Location"] == f"{write}#compiti"
    assert at_planners_desk.post(f"{here}compiti/", {**todo, "due_on": "2016-01-01"}).status_code == 422
    assert "Raccogliere" in at_planners_desk.get(write).content.decode()
    assert "Associazione Bosco" in at_planners_desk.get(f"{here}compiti/1/").content.decode()
    assert at_planners_desk.post(f"{here}compiti/1/", {**todo, "due_on": "2016-01-01"}).status_code == 422
    assert at_planners_desk.post(f"{here}compiti/1/", {"text": "Rifare"})["Location"] == f"{write}#compiti"
    assert (
        at_planners_desk.post(f"{here}compiti/1/fatto/", {"done": "1"})["Location"]
        == f"{meeting.get_absolute_url()}#compiti"
    )
    assert Task.objects.get().done_on == TODAY
    at_planners_desk.post(f"{here}compiti/1/fatto/", {"done": "0"})
    assert Task.objects.get().done_on is None
    assert at_planners_desk.post(f"{edit}elimina/")["Location"] == write
    assert at_planners_desk.post(f"{here}compiti/1/elimina/")["Location"] == write
    assert (Decision.objects.count(), Task.objects.count()) == (0, 0)


def test_what_cannot_be_taken_away_says_why(lab: Body, planner: User, at_planners_desk: Client) -> None:
    before, later = evening(lab, planner, TODAY - timedelta(days=9)), evening(lab, planner)
    minutes = send_minutes(begin_minutes(before, by=planner), by=planner, post=POST)
    approve_minutes(minutes, by=planner, at_meeting=later, facts=DecisionFacts(text=""), at=NOW)
    decision = Minutes.objects.get(meeting=before).decision
    assert decision is not None
    write = at_planners_desk.post(f"{HERE}{later.code}/decisioni/{decision.pk}/elimina/")["Location"]
    assert "approva un verbale" in at_planners_desk.get(write).content.decode()
    item = before.agenda.get(position=2)
    at_planners_desk.post(f"{HERE}{before.code}/punti/{item.pk}/sposta/", {"dove": "su"})
    assert before.agenda.get(pk=item.pk).position == 2
    at_planners_desk.post(f"{HERE}{before.code}/compiti/1/fatto/", {"done": "1"})
    early = Task.objects.filter(meeting=later)
    Meeting.objects.filter(pk=later.pk).update(date=TODAY + timedelta(days=1))
    at_planners_desk.post(f"{HERE}{later.code}/compiti/1/fatto/", {"done": "1"})
    assert set(early.values_list("done_on", flat=True)) == {None}


def test_points_move_from_the_page_of_the_minutes(lab: Body, planner: User, at_planners_desk: Client) -> None:
    meeting = planned(lab, planner)
    item = meeting.agenda.get(position=2)
    answer = at_planners_desk.post(f"{HERE}{meeting.code}/punti/{item.pk}/sposta/", {"dove": "su"})
    assert answer["Location"] == f"{HERE}{meeting.code}/verbale/scrivi/#punto-{item.pk}"
    assert meeting.agenda.get(pk=item.pk).position == 1


def test_minutes_go_from_draft_to_approved_from_their_page(
    lab: Body, planner: User, at_planners_desk: Client
) -> None:
    before = evening(lab, planner, TODAY - timedelta(days=9))
    page = f"{HERE}{before.code}/verbale/"

    def shown() -> str:
        return at_planners_desk.get(page).content.decode()

    assert "Invia ai membri" in shown()
    assert at_planners_desk.post(f"{page}invia/")["Location"] == page
    at_planners_desk.post(f"{page}invia/")
    assert "già stato inviato" in shown()
    assert "Prepara il prossimo incontro" in shown()
    at_planners_desk.post(f"{page}emenda/", {"note": "niente"})
    assert "Non è cambiato niente" in shown()
    before.agenda.filter(position=1).update(discussion="Corretto")
    assert "Registra l&#x27;emendamento" in shown() or "Registra l'emendamento" in shown()
    at_planners_desk.post(f"{page}emenda/", {"note": "Osservazione di Arca", "tell_members": "on"})
    assert ("emendato" in shown(), "Osservazione di Arca" in shown()) == (True, True)
    later = evening(lab, planner)
    at_planners_desk.post(f"{page}approva/", {"at": "altrove"})
    at_planners_desk.post(f"{page}approva/", {"at": later.code, "votes_for": "molti"})
    at_planners_desk.post(f"{page}approva/", {"at": before.code})
    assert Minutes.objects.get(meeting=before).status == "to_approve"
    at_planners_desk.post(f"{page}approva/", {"at": later.code, "votes_for": "3", "abstained": "1"})
    kept = Minutes.objects.get(meeting=before)
    assert (kept.status, kept.decision and kept.decision.votes) == ("approved", 4)
    assert ("BOZZA" in shown(), "Approvato nell" in shown()) == (False, True)
    assert MinutesVersion.objects.filter(minutes=kept).count() == 3
    older = at_planners_desk.get(f"{page}versioni/1/").content.decode()
    assert ("BOZZA" in older, "versione più recente" in older) == (True, True)
    assert at_planners_desk.get(f"{page}versioni/1.pdf").content.startswith(b"%PDF-")
    assert at_planners_desk.get(f"{page}versioni/9/").status_code == 404
    assert at_planners_desk.get(f"{HERE}{planned(lab, planner).code}/verbale/versioni/1/").status_code == 404
    assert at_planners_desk.post(f"{HERE}{planned(lab, planner).code}/verbale/emenda/").status_code == 404


def test_minutes_of_a_meeting_to_come_are_not_sent(
    lab: Body, planner: User, at_planners_desk: Client
) -> None:
    meeting = planned(lab, planner, TODAY + timedelta(days=1))
    page = f"{HERE}{meeting.code}/verbale/"
    at_planners_desk.post(f"{page}invia/")
    assert Minutes.objects.count() == 0
    assert "Il verbale si scrive dal giorno" in at_planners_desk.get(f"{page}scrivi/").content.decode()


@pytest.mark.parametrize(
    ("state", "day", "step"),
    [
        ("planned", 7, "Convoca i membri"),
        ("convened", 7, "Stampa il foglio firme"),
        ("convened", 0, "Segna le presenze"),
        ("planned", -7, "Segna le presenze"),
        ("held", -7, "Scrivi il verbale"),
    ],
)
def test_the_page_begins_with_what_is_to_be_done(
    lab: Body, planner: User, at_planners_desk: Client, state: str, day: int, step: str
) -> None:
    meeting = planned(lab, planner, TODAY + timedelta(days=day))
    Meeting.objects.update(state=state)
    shown = at_planners_desk.get(meeting.get_absolute_url()).content.decode()
    assert step in shown.split('class="row g-4"')[0]


def test_the_home_page_says_what_waits(
    lab: Body, planner: User, at_planners_desk: Client, delegate: User
) -> None:
    send_minutes(
        begin_minutes(evening(lab, planner, TODAY - timedelta(days=40)), by=planner), by=planner, post=POST
    )
    Task.objects.filter(number=1).update(due_on=TODAY - timedelta(days=1), text="Raccogliere le schede")
    evening(lab, planner, TODAY - timedelta(days=30))
    planned(lab, planner, TODAY - timedelta(days=3))
    planned(lab, planner, TODAY + timedelta(days=3))
    convene(planned(lab, planner, TODAY + timedelta(days=5)), by=planner, post=POST)
    shown = at_planners_desk.get("/melzo/").content.decode()
    for line in (
        "Far approvare il verbale di LabGo Famiglia",
        "Scrivere il verbale di LabGo Famiglia",
        "Segnare le presenze di LabGo Famiglia",
        "Convocare LabGo Famiglia",
        "Incontro di LabGo Famiglia",
        "Raccogliere le schede",
    ):
        assert line in shown
    told = signed_in(delegate).get("/melzo/").content.decode()
    assert ("Incontro di LabGo Famiglia" in told, "Convocare LabGo" in told) == (True, False)
