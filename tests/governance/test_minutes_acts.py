"""The papers of a meeting: what they say, the same in three files, and kept as they were."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, time

import pytest
from django.utils import translation

from ordito.core import press
from ordito.core.models import District, User
from ordito.governance.commands.attendance import close_attendance, count_heads, name_guests, tick
from ordito.governance.commands.decisions import DecisionFacts, TaskFacts, assign_task, decide
from ordito.governance.commands.meetings import convene
from ordito.governance.commands.minutes import Written, begin_minutes, send_minutes, write_text
from ordito.governance.models import Body, Meeting, Membership, Minutes, MinutesStatus, MinutesVersion
from ordito.governance.queries.acts import (
    act_of,
    convocation_letter,
    current_act,
    draft_of,
    file_name,
    has_changed,
    minutes_from_register,
    sign_in_sheet,
)
from ordito.governance.queries.frozen import freeze, thaw
from ordito.governance.queries.meetings import fingerprint
from tests.core.press_words import assert_same_words
from tests.governance.lab import NOW, POST, labgo, planned
from tests.governance.register import organisation, person, seat


@pytest.fixture
def lab(district: District) -> Body:
    return labgo(district, 6, quorum_percent=50)


@pytest.fixture
def meeting(lab: Body, planner: User) -> Meeting:
    """A whole evening: every state of attendance, guests, decisions, tasks, and pasted text."""
    seat(lab, person(lab.district, "ada", name="Ada Bini"), date(2016, 1, 1), role="presidente")
    made = planned(
        lab, planner, ends_at=time(19), place_text="Sala <b>consiliare</b>", message="Portare le **schede**."
    )
    states = ["present", "delegate", "justified", "absent", "observer", "not_entitled", "present"]
    for membership, state in zip(lab.memberships.order_by("pk"), states, strict=True):
        who = f"o{membership.organisation_id}" if membership.organisation_id else f"p{membership.person_id}"
        tick(made, by=planner, member=who, state=state, name="Carla Verdi" if state == "delegate" else "")
    name_guests(made, by=planner, guests="Marta Bini, Caritas\nLuca Ferri")
    nothing = fingerprint("")
    item = made.agenda.get(position=1)
    for place, text in {
        "chair": "Ada Bini",
        "secretary": "Ugo Però",
        "opening": "Si apre alle 17:30.",
        str(
            item.pk
        ): "# Non un titolo\n\n<script>alert(1)</script> e *molto* altro:\n\n- uno\n- due\n\n| a | b |",
        "closing": "Si chiude alle 19.",
    }.items():
        write_text(made, by=planner, place=place, written=Written(text=text, base=nothing))
    facts = DecisionFacts(
        text="Si adotta la griglia.", agenda_item=item, votes_for=2, votes_against=0, abstained=1
    )
    decision = decide(made, by=planner, facts=facts)
    decide(made, by=planner, facts=DecisionFacts(text="Si prende atto.", outcome="noted"))
    assign_task(
        made,
        by=planner,
        facts=TaskFacts(
            text="Raccogliere le schede", who="Ada Bini", decision=decision, due_on=date(2017, 2, 1)
        ),
    )
    assign_task(made, by=planner, facts=TaskFacts(text="Scrivere alle scuole"))
    return close_attendance(made, by=planner, at=NOW)


def said(document: press.Document) -> str:
    return " ".join(press.words(document))


def test_the_minutes_say_who_was_there_what_was_said_and_decided(meeting: Meeting) -> None:
    words = " ".join(assert_same_words(minutes_from_register(meeting)))
    for passage in (
        "Distretto 5 Melzo Verbale dell'incontro del 09/01/2017 LabGo Famiglia",
        "Quando 09/01/2017, 17:30–19:00",
        "Dove Sala <b>consiliare</b>",
        "Presiede Ada Bini Verbalizza Ugo Però",
        "Si apre alle 17:30.",
        "Presenti 3 su 6 adesioni formalizzate: il numero legale (50 %, cioè 3) è raggiunto.",
        "Presenti Chi è venuto In qualità di Ada Bini presidente Associazione Bosco Carla Verdi",
        "Carla Verdi con un supplente Cooperativa sociale Arca",
        "Assenti giustificati: Associazione Cedro.",
        "Assenti: Cooperativa sociale Duna.",
        "Uditori: Associazione Elce.",
        "Non avevano titolo a partecipare: Associazione Faro.",
        "Ospiti: Marta Bini, Caritas; Luca Ferri.",
        "Ordine del giorno Griglia di sintesi Varie ed eventuali",
        "1. Griglia di sintesi Non un titolo <script>alert(1)</script> e *molto* altro: uno due | a | b |",
        "Decisione n. 1 Si adotta la griglia. Favorevoli 2, contrari 0, astenuti 1: approvata.",
        "Altre decisioni Decisione n. 2 Si prende atto. Presa d'atto.",
        "Che cosa Chi Entro il Decisione Raccogliere le schede Ada Bini 01/02/2017 n. 1 Scrivere alle scuole",
        "Si chiude alle 19.",
    ):
        assert passage in words, words
    assert words.endswith("Presiede Ada Bini Verbalizza Ugo Però")


def test_the_draft_says_that_it_is_a_draft_and_the_register_does_not(meeting: Meeting) -> None:
    assert draft_of(meeting).title == "BOZZA – Verbale dell'incontro del 09/01/2017"
    assert "BOZZA · testo in preparazione" in said(draft_of(meeting))
    assert "BOZZA" not in said(minutes_from_register(meeting))


def test_the_acts_are_italian_whatever_the_reader(meeting: Meeting) -> None:
    with translation.override("en"):
        assert minutes_from_register(meeting).title == "Verbale dell'incontro del 09/01/2017"


def test_an_act_comes_back_from_json_as_it_was(meeting: Meeting) -> None:
    act = minutes_from_register(meeting)
    kept = json.loads(json.dumps(freeze(act)))
    assert thaw(kept) == thaw(freeze(act))
    assert press.docx(thaw(kept)) == press.docx(act)


def test_a_version_is_marked_until_it_is_the_approved_one(meeting: Meeting, planner: User) -> None:
    minutes = send_minutes(begin_minutes(meeting, by=planner), by=planner, post=POST)
    version = MinutesVersion.objects.select_related("minutes__meeting").get()
    assert "BOZZA · versione 1 del 09/01/2017, da approvare" in said(act_of(version))
    Minutes.objects.update(status=MinutesStatus.APPROVED)
    version = MinutesVersion.objects.select_related("minutes__meeting").get()
    assert "BOZZA" not in said(act_of(version))
    assert "BOZZA" in said(act_of(version, is_last=False))
    assert minutes.status == "to_approve"


def test_a_version_that_came_as_text_is_printed_as_text(meeting: Meeting) -> None:
    minutes = Minutes.objects.get(meeting=meeting)
    version = MinutesVersion.objects.create(minutes=minutes, number=1, text="Si è detto **molto**.", at=NOW)
    words = said(act_of(version))
    assert words.endswith("Si è detto molto.")


def test_the_minutes_as_they_stand(meeting: Meeting, planner: User) -> None:
    minutes = Minutes.objects.get(meeting=meeting)
    assert current_act(meeting, None, None) == draft_of(meeting)
    assert current_act(meeting, minutes, None) == draft_of(meeting)
    minutes = send_minutes(minutes, by=planner, post=POST)
    version = MinutesVersion.objects.select_related("minutes__meeting").get()
    assert current_act(meeting, minutes, version) == act_of(version)
    minutes.status = MinutesStatus.APPROVED
    assert current_act(meeting, minutes, None) == minutes_from_register(meeting)


def test_the_register_knows_when_it_says_something_else(meeting: Meeting, planner: User) -> None:
    send_minutes(begin_minutes(meeting, by=planner), by=planner, post=POST)
    version = MinutesVersion.objects.get()
    assert has_changed(meeting, version) is False
    meeting.agenda.filter(position=2).update(discussion="Altro.")
    assert has_changed(meeting, version) is True


def test_a_meeting_of_which_only_the_number_is_known_says_so(lab: Body, planner: User) -> None:
    meeting = planned(lab, planner)
    assert "Le presenze non sono ancora state segnate." in said(minutes_from_register(meeting))
    meeting = count_heads(meeting, by=planner, head_count=2)
    assert (
        "Presenti 2 su 6 adesioni formalizzate (è noto solo il numero): "
        "il numero legale (50 %, cioè 3) non è raggiunto." in said(minutes_from_register(meeting))
    )
    lab.quorum_percent = None
    lab.save()
    meeting = Meeting.objects.get(pk=meeting.pk)
    assert "(è noto solo il numero). Ordine" in said(minutes_from_register(meeting))


def test_a_meeting_without_an_agenda_and_with_a_name_says_so(lab: Body, planner: User) -> None:
    invited = organisation(lab.district, "zeta")
    Membership.objects.all().delete()
    seat(lab, invited, date(2016, 1, 1), is_formal=False)
    meeting = planned(lab, planner, agenda=[], title="Plenaria", link="https://call.example.org/x")
    tick(meeting, by=planner, member=f"o{invited.pk}", state="present")
    words = said(minutes_from_register(meeting))
    assert "LabGo Famiglia – Plenaria" in words
    assert "Non risulta un ordine del giorno." in words
    assert "Zeta invitato" in words
    assert "Collegamento https://call.example.org/x" in words


def test_columns_that_would_be_empty_are_not_printed(lab: Body, planner: User) -> None:
    Membership.objects.all().delete()
    ada = person(lab.district, "ada", name="Ada Bini")
    seat(lab, ada, date(2016, 1, 1))
    meeting = planned(lab, planner)
    tick(meeting, by=planner, member=f"p{ada.pk}", state="present")
    assert "Presenti Ada Bini Ordine del giorno" in said(minutes_from_register(meeting))


def test_the_letter_and_the_sheet_say_the_same_in_three_files(lab: Body, planner: User) -> None:
    meeting = planned(lab, planner, date(2017, 1, 16), message="Portare le **schede**.")
    meeting = convene(meeting, by=planner, post=POST)
    letter = " ".join(assert_same_words(convocation_letter(meeting)))
    assert "Convocazione dell'incontro del 16/01/2017 LabGo Famiglia" in letter
    assert letter.endswith("Varie ed eventuali Portare le schede. Per l'Ufficio di Piano")
    sheet = " ".join(assert_same_words(sign_in_sheet(meeting)))
    assert "Cooperativa sociale Arca Anna Arcai, Bruno Arcai (supplente)" in sheet
    assert sheet.endswith("Ospiti Nome e cognome Per chi Firma")


def test_a_letter_without_a_message_ends_with_the_agenda(lab: Body, planner: User) -> None:
    assert said(convocation_letter(planned(lab, planner))).endswith(
        "Varie ed eventuali Per l'Ufficio di Piano"
    )


def test_the_convocation_is_told_in_the_minutes(lab: Body, planner: User) -> None:
    meeting = convene(planned(lab, planner), by=planner, post=POST)
    assert "Convocazione inviata il 09/01/2017" in said(minutes_from_register(meeting))


def test_files_are_named_by_what_they_are(meeting: Meeting) -> None:
    assert file_name("verbale", meeting, "docx") == "verbale-labgo-famiglia-2017-01-09.docx"


def test_a_demonstration_says_so_on_every_act(meeting: Meeting, district: District) -> None:
    assert minutes_from_register(meeting).synthetic is False
    meeting.is_synthetic = True
    assert minutes_from_register(meeting).synthetic is True
    meeting = Meeting.objects.select_related("district").get(pk=meeting.pk)
    meeting.district.is_demonstration = True
    assert replace(minutes_from_register(meeting)).synthetic is True
