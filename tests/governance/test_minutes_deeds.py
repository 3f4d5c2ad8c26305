"""Writing minutes as one goes, sending, amending and approving them; decisions with votes, and tasks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from ordito.community.models import Organisation
from ordito.core import press
from ordito.core.access import Forbidden
from ordito.core.models import District, JournalEntry, Operator, User
from ordito.governance.commands.attendance import AttendanceRefused, close_attendance, reopen_attendance, tick
from ordito.governance.commands.decisions import (
    DecisionFacts,
    DecisionRefused,
    TaskFacts,
    TaskRefused,
    assign_task,
    correct_decision,
    correct_task,
    decide,
    drop_task,
    finish_task,
    withdraw_decision,
)
from ordito.governance.commands.meetings import MeetingFacts, change_meeting
from ordito.governance.commands.minutes import (
    MinutesRefused,
    TextChanged,
    Written,
    amend_minutes,
    approve_minutes,
    begin_minutes,
    send_minutes,
    write_text,
)
from ordito.governance.models import (
    Body,
    Convocation,
    Decision,
    Meeting,
    Minutes,
    MinutesStatus,
    MinutesVersion,
    Task,
)
from ordito.governance.queries.acts import act_of, current_act
from ordito.governance.queries.meetings import fingerprint, next_number
from tests.governance.lab import NOW, POST, TODAY, labgo, planned
from tests.governance.register import body, person

NOTHING = fingerprint("")
YES = DecisionFacts(text="Si adotta la griglia.", votes_for=2, votes_against=1, abstained=1)


@pytest.fixture
def lab(district: District) -> Body:
    return labgo(district)


@pytest.fixture
def held(lab: Body, planner: User) -> Meeting:
    """A meeting of a month ago, with everybody there."""
    return hold(planned(lab, planner, date(2016, 12, 9)), planner)


@pytest.fixture
def later(lab: Body, planner: User) -> Meeting:
    """The next meeting of the same lab, held today."""
    return hold(planned(lab, planner), planner)


def hold(meeting: Meeting, by: User) -> Meeting:
    for membership in meeting.body.memberships.all():
        tick(meeting, by=by, member=f"o{membership.organisation_id}", state="present")
    return close_attendance(meeting, by=by, at=NOW)


def wrote(text: str, base: str = NOTHING) -> Written:
    return Written(text=text, base=base)


def sent(meeting: Meeting, by: User) -> Minutes:
    return send_minutes(begin_minutes(meeting, by=by), by=by, post=POST)


def item_of(meeting: Meeting, position: int = 1) -> str:
    return str(meeting.agenda.get(position=position).pk)


def test_each_text_is_written_where_it_belongs(held: Meeting, planner: User) -> None:
    for place in ("chair", "secretary", "opening", "closing", item_of(held)):
        write_text(held, by=planner, place=place, written=wrote(f"  detto in {place[:4]}\r\n"))
    meeting, minutes = Meeting.objects.get(), Minutes.objects.get()
    point = meeting.agenda.get(position=1)
    assert (meeting.chair, meeting.secretary) == ("detto in chai", "detto in secr")
    assert (minutes.opening, minutes.closing, minutes.status) == ("detto in open", "detto in clos", "draft")
    assert point.discussion == f"detto in {str(point.pk)[:4]}"


def test_a_text_is_saved_again_from_what_was_saved(held: Meeting, planner: User) -> None:
    base = write_text(held, by=planner, place=item_of(held), written=wrote("Uno"))
    base = write_text(held, by=planner, place=item_of(held), written=wrote("Uno\r\ndue", base))
    assert (held.agenda.get(position=1).discussion, base) == ("Uno\ndue", fingerprint("Uno\ndue"))


def test_two_who_write_in_the_same_place_lose_nothing(held: Meeting, planner: User) -> None:
    write_text(held, by=planner, place=item_of(held), written=wrote("Il testo di Giulia"))
    with pytest.raises(TextChanged) as changed:
        write_text(held, by=Operator(), place=item_of(held), written=wrote("Il testo di Fabio"))
    assert changed.value.current == "Il testo di Giulia"
    assert held.agenda.get(position=1).discussion == "Il testo di Giulia"


def test_whoever_wrote_the_same_words_is_not_bothered(held: Meeting, planner: User) -> None:
    write_text(held, by=planner, place="opening", written=wrote("Si apre alle 17:30."))
    write_text(held, by=planner, place="opening", written=wrote("Si apre alle 17:30."))
    assert Minutes.objects.get().opening == "Si apre alle 17:30."


def test_a_hundred_thousand_characters_are_welcome_and_more_than_twice_that_refused(
    held: Meeting, planner: User
) -> None:
    long = " ".join(f"parola{number}" for number in range(9_000))[:100_000]
    write_text(held, by=planner, place=item_of(held), written=wrote(long))
    assert held.agenda.get(position=1).discussion == long.strip()
    with pytest.raises(MinutesRefused) as refused:
        write_text(held, by=planner, place=item_of(held, 2), written=wrote("x" * 200_001))
    assert str(refused.value) == "Il testo è troppo lungo: il massimo è 200000 caratteri."


def test_a_long_discussion_is_frozen_whole(held: Meeting, planner: User) -> None:
    long = " ".join(f"parola{number}" for number in range(50_000))[:199_000].rsplit(" ", 1)[0]
    for position in (1, 2):
        write_text(held, by=planner, place=item_of(held, position), written=wrote(long))
    sent(held, planner)
    kept = press.words(act_of(MinutesVersion.objects.get()))
    assert kept.count("parola12345") == 2
    assert 300_000 < len(MinutesVersion.objects.get().text) <= 400_000


@pytest.mark.parametrize("place", ["", "nowhere", "0", "99999999999999999999", "-1"])
def test_a_place_that_is_not_there_is_refused(held: Meeting, planner: User, place: str) -> None:
    with pytest.raises(MinutesRefused) as refused:
        write_text(held, by=planner, place=place, written=wrote("x"))
    assert str(refused.value) == "Questo punto non è più all'ordine del giorno: ricaricare la pagina."


def test_a_name_is_one_line_and_not_endless(held: Meeting, planner: User) -> None:
    write_text(held, by=planner, place="chair", written=wrote("Ada\nBini"))
    assert Meeting.objects.get().chair == "Ada Bini"
    with pytest.raises(MinutesRefused):
        write_text(held, by=planner, place="chair", written=wrote("x" * 161, fingerprint("Ada Bini")))


def test_nobody_writes_what_has_not_happened(lab: Body, planner: User) -> None:
    meeting = planned(lab, planner, date(2017, 1, 10))
    with pytest.raises(DecisionRefused) as refused:
        write_text(meeting, by=planner, place="opening", written=wrote("x"))
    assert str(refused.value) == "L'incontro è il 10/01/2017: il verbale si scrive da quel giorno."
    Meeting.objects.update(state="cancelled")
    with pytest.raises(DecisionRefused) as refused:
        begin_minutes(meeting, by=planner)
    assert str(refused.value) == "L'incontro è annullato: non c'è un verbale da scrivere."


def test_a_delegate_does_not_write(held: Meeting, delegate: User) -> None:
    with pytest.raises(Forbidden):
        write_text(held, by=delegate, place="opening", written=wrote("x"))
    assert Minutes.objects.count() == 0


def test_sending_freezes_a_version_and_reaches_every_member(held: Meeting, planner: User) -> None:
    minutes = sent(held, planner)
    version = MinutesVersion.objects.get()
    assert (minutes.status, version.number, version.by, version.at) == ("to_approve", 1, planner, NOW)
    assert Convocation.objects.filter(kind="minutes", sequence=1).count() == 4
    with pytest.raises(MinutesRefused) as refused:
        send_minutes(minutes, by=planner, post=POST)
    assert str(refused.value) == "Il verbale è già stato inviato ai membri."


def test_minutes_are_not_sent_before_attendance_is_closed(lab: Body, planner: User) -> None:
    with pytest.raises(MinutesRefused) as refused:
        sent(planned(lab, planner), planner)
    assert str(refused.value) == "Prima di inviare il verbale bisogna chiudere le presenze."


def test_an_amendment_is_a_new_version_that_says_why(held: Meeting, planner: User) -> None:
    minutes = sent(held, planner)
    with pytest.raises(MinutesRefused) as refused:
        amend_minutes(minutes, by=planner, note="niente", post=POST)
    assert str(refused.value) == "Non è cambiato niente rispetto all'ultima versione."
    write_text(held, by=planner, place=item_of(held), written=wrote("Corretto."))
    with pytest.raises(MinutesRefused) as refused:
        amend_minutes(minutes, by=planner, note=" ", post=POST)
    assert str(refused.value) == "Serve dire in una riga che cosa cambia, e perché."
    amend_minutes(minutes, by=planner, note="Osservazione della cooperativa Arca", post=POST)
    assert list(MinutesVersion.objects.order_by("number").values_list("number", "note")) == [
        (1, ""),
        (2, "Osservazione della cooperativa Arca"),
    ]
    assert Convocation.objects.filter(sequence=2).count() == 0
    write_text(held, by=planner, place="closing", written=wrote("Alle 19."))
    amend_minutes(minutes, by=planner, note="Ora di chiusura", post=POST, tell_members=True)
    assert Convocation.objects.filter(kind="minutes", sequence=3).count() == 4


def test_only_minutes_that_wait_are_amended(held: Meeting, planner: User) -> None:
    minutes = begin_minutes(held, by=planner)
    with pytest.raises(MinutesRefused) as refused:
        amend_minutes(minutes, by=planner, note="x", post=POST)
    assert str(refused.value) == "Si emenda un verbale inviato ai membri e non ancora approvato."
    sent(held, planner)
    reopen_attendance(held, by=planner)
    with pytest.raises(MinutesRefused) as refused:
        amend_minutes(minutes, by=planner, note="x", post=POST)
    assert str(refused.value) == "Le presenze sono riaperte: prima bisogna chiuderle."


def test_approval_at_a_later_meeting_leaves_a_decision_there(
    held: Meeting, later: Meeting, planner: User
) -> None:
    minutes = sent(held, planner)
    approve_minutes(minutes, by=planner, at_meeting=later, facts=replace(YES, text=""), at=NOW)
    kept = Minutes.objects.get()
    decision = Decision.objects.get()
    assert (kept.status, kept.approved_at, kept.approved_on, kept.decision) == (
        "approved",
        later,
        TODAY,
        decision,
    )
    assert (decision.meeting, decision.number, decision.text) == (
        later,
        "1",
        "Si approva il verbale dell'incontro del 09/12/2016.",
    )
    last = MinutesVersion.objects.latest("number")
    assert (last.number, last.note) == (2, "approvato nell'incontro del 09/01/2017")
    assert "BOZZA" not in press.words(act_of(last))
    words = " ".join(press.words(act_of(last)))
    assert words.endswith(
        "Verbale approvato da LabGo Famiglia nell'incontro del 09/01/2017, decisione n. 1 "
        "(favorevoli 2, contrari 1, astenuti 1)."
    )


def test_the_decision_that_approves_stands_on_the_point_that_asked_for_it(
    held: Meeting, lab: Body, planner: User
) -> None:
    minutes = sent(held, planner)
    line = "Approvazione del verbale dell'incontro del 09/12/2016"
    later = hold(planned(lab, planner, agenda=[line, "Altro"]), planner)
    write_text(held, by=planner, place="closing", written=wrote("Alle 19."))
    amend_minutes(minutes, by=planner, note="Ora di chiusura", post=POST)
    approve_minutes(minutes, by=planner, at_meeting=later, facts=DecisionFacts(text=""), at=NOW)
    decision = Decision.objects.get()
    assert decision.agenda_item == later.agenda.get(position=1)
    assert decision.text == "Si approva il verbale dell'incontro del 09/12/2016, come emendato."


def test_what_was_approved_stays_when_the_register_changes(
    held: Meeting, later: Meeting, planner: User
) -> None:
    minutes = sent(held, planner)
    approve_minutes(minutes, by=planner, at_meeting=later, facts=DecisionFacts(text=""), at=NOW)
    before = press.words(act_of(MinutesVersion.objects.latest("number")))
    Organisation.objects.update(name="Rinominata")
    held.agenda.update(title="Altro titolo", discussion="Altro testo")
    last = MinutesVersion.objects.select_related("minutes__meeting").latest("number")
    assert press.words(act_of(last)) == before
    assert press.words(current_act(held, last.minutes, last)) == before


def test_what_is_approved_is_the_version_and_not_what_changed_after_it(
    held: Meeting, later: Meeting, planner: User
) -> None:
    minutes = sent(held, planner)
    write_text(held, by=planner, place="closing", written=wrote("Aggiunta mai registrata."))
    approve_minutes(minutes, by=planner, at_meeting=later, facts=DecisionFacts(text=""), at=NOW)
    assert "registrata." not in press.words(act_of(MinutesVersion.objects.latest("number")))


def test_approval_asks_for_a_later_meeting_of_the_same_body(held: Meeting, lab: Body, planner: User) -> None:
    minutes = sent(held, planner)
    other = body(lab.district, "labgo-isel", name="LabGo ISEL")
    cases = [
        (planned(other, planner), "Il verbale si approva in un incontro dello stesso organismo."),
        (held, "L'incontro del 09/12/2016 non è successivo: non può approvare il verbale."),
        (
            planned(lab, planner, date(2016, 12, 1)),
            "L'incontro del 01/12/2016 non è successivo: non può approvare il verbale.",
        ),
        (planned(lab, planner, date(2016, 12, 20)), "L'incontro del 20/12/2016 non si è ancora svolto."),
        (planned(lab, planner, date(2017, 1, 16)), "L'incontro del 16/01/2017 non si è ancora svolto."),
    ]
    for meeting, why in cases:
        with pytest.raises(MinutesRefused) as refused:
            approve_minutes(minutes, by=planner, at_meeting=meeting, facts=DecisionFacts(text=""), at=NOW)
        assert str(refused.value) == why
    today = planned(lab, planner)
    Meeting.objects.filter(pk=today.pk).update(state="cancelled")
    with pytest.raises(MinutesRefused):
        approve_minutes(minutes, by=planner, at_meeting=today, facts=DecisionFacts(text=""), at=NOW)
    Meeting.objects.filter(pk=today.pk).update(state="convened")
    approve_minutes(minutes, by=planner, at_meeting=today, facts=DecisionFacts(text=""), at=NOW)
    assert Minutes.objects.get(meeting=held).status == "approved"


def test_only_minutes_that_were_sent_are_approved_and_with_attendance_closed(
    held: Meeting, later: Meeting, planner: User
) -> None:
    minutes = begin_minutes(held, by=planner)
    with pytest.raises(MinutesRefused) as refused:
        approve_minutes(minutes, by=planner, at_meeting=later, facts=DecisionFacts(text=""), at=NOW)
    assert str(refused.value) == "Si approva un verbale che è stato inviato ai membri."
    sent(held, planner)
    reopen_attendance(held, by=planner)
    with pytest.raises(MinutesRefused):
        approve_minutes(minutes, by=planner, at_meeting=later, facts=DecisionFacts(text=""), at=NOW)


def test_nothing_of_approved_minutes_changes(held: Meeting, later: Meeting, planner: User) -> None:
    decision = decide(held, by=planner, facts=YES)
    task = assign_task(held, by=planner, facts=TaskFacts(text="Fare la griglia"))
    minutes = sent(held, planner)
    approve_minutes(minutes, by=planner, at_meeting=later, facts=DecisionFacts(text=""), at=NOW)
    for deed in (
        lambda: write_text(held, by=planner, place="closing", written=wrote("x")),
        lambda: decide(held, by=planner, facts=YES),
        lambda: correct_decision(decision, by=planner, facts=YES),
        lambda: withdraw_decision(decision, by=planner),
        lambda: correct_task(task, by=planner, facts=TaskFacts(text="Altro")),
        lambda: drop_task(task, by=planner),
    ):
        with pytest.raises(DecisionRefused) as refused:
            deed()
        assert str(refused.value) == "Il verbale è approvato: non si può più cambiare."
    with pytest.raises(AttendanceRefused):
        reopen_attendance(held, by=planner)
    assert finish_task(task, by=planner, done_on=TODAY).done_on == TODAY


def test_a_version_is_never_changed_not_even_by_the_database(held: Meeting, planner: User) -> None:
    sent(held, planner)
    MinutesVersion.objects.update(number=1)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        MinutesVersion.objects.update(text="altro")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        MinutesVersion.objects.all().delete()


def test_minutes_that_came_from_elsewhere_are_approved_too(
    held: Meeting, later: Meeting, planner: User
) -> None:
    minutes = Minutes.objects.create(meeting=held, status=MinutesStatus.TO_APPROVE)
    approve_minutes(minutes, by=planner, at_meeting=later, facts=DecisionFacts(text=""), at=NOW)
    assert MinutesVersion.objects.get().number == 1


def test_minutes_that_came_as_text_are_amended_from_the_register(held: Meeting, planner: User) -> None:
    minutes = Minutes.objects.create(meeting=held, status=MinutesStatus.TO_APPROVE)
    amend_minutes(minutes, by=Operator(), note="Riscritto dal registro", post=POST)
    assert (MinutesVersion.objects.get().number, MinutesVersion.objects.get().by) == (1, None)


def test_a_decision_takes_the_next_number_of_the_year_of_its_body(
    held: Meeting, lab: Body, planner: User
) -> None:
    assert decide(held, by=planner, facts=YES).number == "1"
    assert decide(held, by=planner, facts=replace(YES, number="7")).number == "7"
    assert decide(held, by=planner, facts=replace(YES, number="bis")).number == "bis"
    again = planned(lab, planner, date(2016, 12, 20))
    assert (next_number(again), next_number(planned(lab, planner))) == ("8", "1")
    with pytest.raises(DecisionRefused) as refused:
        decide(held, by=planner, facts=replace(YES, number="7"))
    assert str(refused.value) == "In questo incontro c'è già una decisione n. 7."


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"text": "  "}, "Serve il testo della decisione."),
        ({"text": "x" * 200_001}, "Il testo della decisione è troppo lungo."),
        ({"outcome": "maybe"}, "L'esito «maybe» non esiste."),
        ({"votes_for": None}, "Se si contano i voti, servono anche i favorevoli."),
        (
            {"votes_for": 1, "votes_against": 2},
            "Con questi voti la decisione non risulta approvata: controllare i voti o l'esito.",
        ),
        (
            {"votes_for": 1, "votes_against": 1},
            "Con questi voti la decisione non risulta approvata: controllare i voti o l'esito.",
        ),
        (
            {"votes_for": 4, "votes_against": 0, "abstained": 0, "outcome": "rejected"},
            "Con questi voti la decisione non risulta respinta: controllare i voti o l'esito.",
        ),
    ],
)
def test_a_decision_that_cannot_be_is_refused(
    held: Meeting, planner: User, change: dict[str, Any], why: str
) -> None:
    with pytest.raises(DecisionRefused) as refused:
        decide(held, by=planner, facts=replace(YES, **change))
    assert str(refused.value) == why
    assert Decision.objects.count() == 0


def test_votes_are_no_more_than_the_voices_present(held: Meeting, planner: User) -> None:
    with pytest.raises(AttendanceRefused) as refused:
        decide(held, by=planner, facts=replace(YES, votes_for=3))
    assert str(refused.value) == "Decisione n. 1: i voti sono 5 e i presenti con diritto di voto 4."


def test_while_attendance_is_unknown_votes_are_believed(lab: Body, planner: User) -> None:
    assert decide(planned(lab, planner), by=planner, facts=replace(YES, votes_for=50)).votes == 52


def test_a_rejected_decision_keeps_its_votes(held: Meeting, planner: User) -> None:
    facts = replace(YES, votes_for=1, votes_against=3, abstained=0, outcome="rejected")
    assert decide(held, by=planner, facts=facts).votes == 4


def test_a_decision_on_a_point_of_another_meeting_is_refused(
    held: Meeting, later: Meeting, planner: User
) -> None:
    with pytest.raises(DecisionRefused) as refused:
        decide(held, by=planner, facts=replace(YES, agenda_item=later.agenda.get(position=1)))
    assert str(refused.value) == "Il punto non è all'ordine del giorno di questo incontro."


def test_a_decision_is_corrected_and_withdrawn_while_nobody_approved(held: Meeting, planner: User) -> None:
    decision = decide(held, by=planner, facts=YES)
    task = assign_task(held, by=planner, facts=TaskFacts(text="Fare", decision=decision))
    corrected = correct_decision(
        decision, by=planner, facts=DecisionFacts(text=" Si rinvia. ", outcome="postponed")
    )
    assert (corrected.number, corrected.text, corrected.votes, corrected.outcome) == (
        "1",
        "Si rinvia.",
        0,
        "postponed",
    )
    withdraw_decision(decision, by=planner)
    assert (Decision.objects.count(), Task.objects.get(pk=task.pk).decision) == (0, None)


def test_the_decision_that_approves_minutes_stays(held: Meeting, later: Meeting, planner: User) -> None:
    approve_minutes(sent(held, planner), by=planner, at_meeting=later, facts=DecisionFacts(text=""), at=NOW)
    with pytest.raises(DecisionRefused) as refused:
        withdraw_decision(Decision.objects.get(), by=planner)
    assert str(refused.value) == "Questa decisione approva un verbale: non si può togliere."


def test_a_point_on_which_something_was_decided_stays_on_the_agenda(held: Meeting, planner: User) -> None:
    decide(held, by=planner, facts=replace(YES, agenda_item=held.agenda.get(position=2)))
    with pytest.raises(Exception, match="Varie ed eventuali"):
        change_meeting(held, by=planner, facts=MeetingFacts(date=held.date, agenda=["Griglia di sintesi"]))


def test_a_task_finds_whoever_has_to_do_it(held: Meeting, planner: User, lab: Body) -> None:
    ada = person(lab.district, "ada", name="Ada Bini")
    whos = ["associazione  BOSCO", "Ada Bini", "Ufficio di Piano", ""]
    tasks = [
        assign_task(held, by=planner, facts=TaskFacts(text=" Fare  la griglia ", who=who)) for who in whos
    ]
    assert [(task.number, task.text, task.assignee) for task in tasks] == [
        (1, "Fare la griglia", "Associazione Bosco"),
        (2, "Fare la griglia", "Ada Bini"),
        (3, "Fare la griglia", "Ufficio di Piano"),
        (4, "Fare la griglia", ""),
    ]
    assert (tasks[1].person, tasks[2].who) == (ada, "Ufficio di Piano")


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (TaskFacts(text=" "), "Serve dire che cosa c'è da fare."),
        (
            TaskFacts(text="x" * 301),
            "Il compito è più lungo di 300 caratteri: il resto può stare nella discussione.",
        ),
        (
            TaskFacts(text="x", due_on=date(2016, 12, 8)),
            "Il compito non può scadere prima dell'incontro che lo dà.",
        ),
    ],
)
def test_a_task_that_cannot_be_is_refused(held: Meeting, planner: User, facts: TaskFacts, why: str) -> None:
    with pytest.raises(TaskRefused) as refused:
        assign_task(held, by=planner, facts=facts)
    assert str(refused.value) == why


def test_a_task_comes_from_a_decision_of_its_own_meeting(
    held: Meeting, later: Meeting, planner: User
) -> None:
    decision = decide(later, by=planner, facts=YES)
    with pytest.raises(TaskRefused) as refused:
        assign_task(held, by=planner, facts=TaskFacts(text="Fare", decision=decision))
    assert str(refused.value) == "La decisione non è di questo incontro."


def test_a_task_is_corrected_done_opened_again_and_dropped(held: Meeting, planner: User) -> None:
    task = assign_task(held, by=planner, facts=TaskFacts(text="Fare", who="Ufficio di Piano"))
    corrected = correct_task(
        task, by=planner, facts=TaskFacts(text="Rifare", due_on=TODAY + timedelta(days=3))
    )
    assert (corrected.text, corrected.assignee, corrected.due_on) == ("Rifare", "", date(2017, 1, 12))
    with pytest.raises(TaskRefused):
        finish_task(task, by=planner, done_on=date(2016, 12, 8))
    assert finish_task(task, by=planner, done_on=TODAY).done_on == TODAY
    assert finish_task(task, by=planner, done_on=None).done_on is None
    drop_task(task, by=planner)
    assert (Task.objects.count(), JournalEntry.objects.latest("pk").deed) == (0, "governance.drop_task")
