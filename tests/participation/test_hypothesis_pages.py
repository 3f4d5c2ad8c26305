"""The pages of a document of hypotheses: who sees what, what they ask, what they say."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ordito.community.models import Person
from ordito.core.models import District, User
from ordito.core.waiting import Registers
from ordito.governance.commands.decisions import DecisionFacts
from ordito.governance.models import Membership
from ordito.participation.commands.amendments import (
    AmendmentFacts,
    Verdict,
    decide_amendments,
    propose_amendment,
    remark_amendment,
)
from ordito.participation.commands.hypotheses import BodyDecision, ground_paragraph, save_hypothesis
from ordito.participation.models import Contribution, Hypothesis, Process, Source
from ordito.participation.queries.hypotheses import last_version, texts_of
from ordito.participation.queries.hypothesis_house import waiting
from ordito.participation.queries.pieces import Piece, pieces_of
from ordito.participation.queries.search import shelves
from tests.conftest import signed_in
from tests.home import found_on
from tests.participation.conftest import OPERATOR, TODAY
from tests.participation.ideas import (
    DECIDED,
    PROPOSED,
    document,
    fifteen,
    opened,
    paragraph,
    proposed,
    sitting,
    speaks_for,
)

search = found_on(shelves)
HERE = "/melzo/percorsi/labgo/ipotesi/"
ONE = f"{HERE}nuove-ipotesi-per-il-welfare-locale/"
PAGES = (
    "",
    "modifica/",
    "scrivi/",
    "paragrafi/1/",
    "versioni/1/",
    "differenze/",
    "decidi/",
    "esito/",
    "emendamenti/",
    "emendamenti/nuovo/?paragrafo=1",
    "emendamenti/1/",
)


def test_every_page_opens(path: Process, at_planners_desk: Client) -> None:
    fifteen(opened(path))
    sitting(path.body)
    asked = [f"{ONE}{page}" for page in PAGES] + [f"{HERE}nuova/", "/melzo/percorsi/labgo/"]
    assert {page: at_planners_desk.get(page).status_code for page in asked} == dict.fromkeys(asked, 200)


def test_every_page_asks_as_many_questions_for_two_paragraphs_as_for_twelve(
    path: Process, at_planners_desk: Client
) -> None:
    small = opened(path, 2)
    proposed(small, 1, "Una porta sola.")
    remark_amendment(small.amendments.get(), by=OPERATOR, text="Sì", at=PROPOSED)
    sitting(path.body)
    grounded(path, small, 1)
    save_hypothesis(small, by=OPERATOR, pieces=[Piece("", "In fondo.", 1)], note="", based_on=1, at=DECIDED)
    asked = {page: f"{ONE}{page}" for page in PAGES}
    first = {page: questions(at_planners_desk, address) for page, address in asked.items()}
    large = opened(path, 12)
    made = fifteen(large)
    for one in made:
        remark_amendment(one, by=OPERATOR, text="Sì", at=PROPOSED)
    grounded(path, large, 6)
    save_hypothesis(
        large,
        by=OPERATOR,
        pieces=[*reversed(pieces_of(texts_of(last_version(large)))), Piece("", "In fondo.")],
        note="",
        based_on=1,
        at=DECIDED,
    )
    second = {
        page: questions(at_planners_desk, address.replace("locale/", "locale-2/"))
        for page, address in asked.items()
    }
    assert first == second
    assert max(second.values()) <= 15
    assert questions(at_planners_desk, "/melzo/percorsi/labgo/") <= 15


def questions(browser: Client, address: str) -> int:
    browser.get(address)  # what is read once for all is read
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


def grounded(path: Process, made: Hypothesis, many: int) -> None:
    """The first paragraphs rest on a contribution and a source each."""
    start = path.contributions.count()
    for number in range(1, min(many, made.paragraphs.count()) + 1):
        said = Contribution.objects.create(
            process=path, number=start + number, text="Spazi", channel="note", at=PROPOSED
        )
        source = Source.objects.create(district=path.district, code=f"f-{start + number}", title="Relazione")
        ground_paragraph(paragraph(made, number), by=OPERATOR, add=[said, source])


def test_a_draft_is_its_writers_and_what_is_open_is_everybodys(
    path: Process,
    planner: User,
    delegate: User,
    stranger: User,
    in_the_street: Client,
) -> None:
    document(path, 2)
    assert signed_in(planner).get(ONE).status_code == 200
    for browser in (signed_in(delegate), signed_in(stranger), in_the_street):
        assert browser.get(ONE).status_code == 404
        assert browser.get(f"{ONE}atti/testo.pdf").status_code == 404
        assert "Nuove ipotesi" not in browser.get("/melzo/percorsi/labgo/").content.decode()
    sits = Membership.objects.create(
        body=path.body,
        person=Person.objects.create(district=path.district, code="marco", name="Marco", account=delegate),
        starts_on=date(2016, 1, 1),
    )
    assert signed_in(delegate).get(f"{ONE}scrivi/").status_code == 200
    sits.delete()
    opened(path, 1)
    two = f"{HERE}nuove-ipotesi-per-il-welfare-locale-2/"
    for browser in (signed_in(delegate), signed_in(stranger), in_the_street):
        assert browser.get(two).status_code == 200
    path.is_public = False
    path.save()
    assert signed_in(delegate).get(two).status_code == 200
    assert in_the_street.get(two).status_code == signed_in(stranger).get(two).status_code == 404


def test_strangers_read_organisations_and_never_names(
    path: Process, planner: User, delegate: User, in_the_street: Client
) -> None:
    made = opened(path, 1)
    caritas = speaks_for(delegate, path.district)
    facts = AmendmentFacts(
        kind="remove", reason="Non serve", paragraph=paragraph(made, 1), organisation=caritas
    )
    one = propose_amendment(made, by=delegate, facts=facts, at=PROPOSED)
    remark_amendment(one, by=planner, text="Si vedrà", at=PROPOSED)
    save_hypothesis(made, by=planner, pieces=[Piece("", "Altro.", 1)], note="", based_on=1, at=DECIDED)
    for page in ("", "emendamenti/", "emendamenti/1/", "emendamenti/?export=csv"):
        told = in_the_street.get(f"{ONE}{page}").content.decode()
        assert "Caritas" in told
        assert "Marco Neri" not in told
        assert "Giulia Riva" not in told


def test_what_was_hidden_is_not_shown_under_a_paragraph(
    path: Process, at_planners_desk: Client, in_the_street: Client
) -> None:
    made = opened(path, 1)
    grounded(path, made, 1)
    Contribution.objects.update(state="hidden", state_because="ci sono nomi", text="Il signor Rossi")
    assert "Il signor Rossi" in at_planners_desk.get(ONE).content.decode()
    assert "Il signor Rossi" not in in_the_street.get(ONE).content.decode()


def test_a_text_is_pasted_written_and_saved_from_its_pages(path: Process, at_planners_desk: Client) -> None:
    sent = {
        "title": "Nuove ipotesi per il welfare locale",
        "decided_by": path.body.pk,
        "text": "Uno\n\nPrimo testo.\n\nSecondo.",
    }
    answer = at_planners_desk.post(f"{HERE}nuova/", sent)
    assert answer["Location"] == f"{ONE}scrivi/"
    made = Hypothesis.objects.get()
    typed = {
        "base": "1",
        "heading": ["Uno", ""],
        "text": ["<script>alert(1)</script> \u202e🏠", "Secondo."],
        "number": ["1", "2"],
        "from": ["", ""],
        "joined": ["", ""],
        "cells": ["", ""],
    }
    for step, there in (
        ("giu-0", "autofocus"),
        ("unisci-1", 'name="joined" value="2"'),
        ("incolla", "In fondo"),
        ("rivedi", "Che cosa cambierebbe"),
    ):
        answer = at_planners_desk.post(
            f"{ONE}scrivi/", typed | {"passo": step, "incollato": "In fondo."}, headers={"HX-Request": "true"}
        )
        assert answer.status_code == 200
        assert there in answer.content.decode()
        assert made.versions.count() == 1
    assert at_planners_desk.post(f"{ONE}scrivi/", typed).status_code == 302
    told = at_planners_desk.get(ONE).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in told
    assert "<script>alert" not in told
    stale = at_planners_desk.post(f"{ONE}scrivi/", typed | {"text": ["Altro", "Due"]})
    assert stale.status_code == 422
    assert "ha salvato la versione 2" in stale.content.decode()
    assert ">\nAltro</textarea>" in stale.content.decode()
    for wrong in (
        {"base": "x"},
        {"number": ["1", "x"]},
        {"number": ["1" * 30, "2"]},
        {"text": ["\x00", "\x00"]},
    ):
        assert at_planners_desk.post(f"{ONE}scrivi/", typed | wrong).status_code in {302, 422}
    assert "Primo testo.</textarea>" in at_planners_desk.get(f"{ONE}scrivi/?versione=1").content.decode()


def test_what_is_missing_is_said_and_what_was_typed_stays(path: Process, at_planners_desk: Client) -> None:
    made = opened(path, 2)
    empty = at_planners_desk.post(f"{HERE}nuova/", {"title": "x", "decided_by": path.body.pk})
    assert "Serve almeno un paragrafo" in empty.content.decode()
    proposed(made, 1, "Una porta.")
    refused = at_planners_desk.post(
        f"{ONE}decidi/", {"letta": "1", "esito-1": "respinto", "risposta-1": "", "testo-1": "Parole mie"}
    )
    assert refused.status_code == 422
    assert "serve una risposta" in refused.content.decode()
    assert "Parole mie</textarea>" in refused.content.decode()
    late = at_planners_desk.post(f"{ONE}decidi/", {"letta": "x", "esito-1": "accolto"})
    assert "vanno riletti" in late.content.decode()
    half = at_planners_desk.post(f"{ONE}decidi/", {"letta": "1", "esito-1": "accolto", "atto-text": "Sì"})
    assert "in cui si è deciso" in half.content.decode()
    assert at_planners_desk.post(f"{ONE}emendamenti/1/osserva/", {"text": ""}).status_code == 422
    assert at_planners_desk.post(f"{ONE}emendamenti/nuovo/", {"text": "x", "reason": ""}).status_code == 422
    takes_away = {"paragrafo": "1", "kind": "remove", "text": "", "reason": "Non serve"}
    assert at_planners_desk.post(f"{ONE}emendamenti/nuovo/", takes_away).status_code == 302
    assert at_planners_desk.post(f"{ONE}emendamenti/nuovo/", takes_away | {"kind": "add"}).status_code == 422
    assert at_planners_desk.post(f"{ONE}esito/", {"outcome": "approved"}).status_code == 422
    for gone in (
        "emendamenti/9/",
        "versioni/9/",
        "differenze/?da=9",
        "paragrafi/9/",
        "atti/testo.exe",
        "atti/altro.pdf",
        "emendamenti/nuovo/?paragrafo=9",
    ):
        assert at_planners_desk.get(f"{ONE}{gone}").status_code == 404


def test_grounds_are_found_put_and_taken_away(path: Process, at_planners_desk: Client) -> None:
    made = opened(path, 1)
    said = Contribution.objects.create(
        process=path, number=7, text="Gli orari larghi", channel="note", at=PROPOSED
    )
    Contribution.objects.create(process=path, number=8, text="Le rette", channel="note", at=PROPOSED)
    page = f"{ONE}paragrafi/1/"
    told = at_planners_desk.get(f"{page}?q=orari", headers={"HX-Request": "true"}).content.decode()
    assert "Gli orari larghi" in told
    assert "Le rette" not in told
    at_planners_desk.post(page, {"metti": [f"contribution-{said.pk}", "source-x", "nulla-1"]})
    assert list(paragraph(made, 1).contributions.all()) == [said]
    assert "/melzo/percorsi/labgo/voci/7/" in at_planners_desk.get(ONE).content.decode()
    said.state = "withdrawn"
    said.save()
    at_planners_desk.post(page, {"togli": f"contribution-{said.pk}"})
    assert not paragraph(made, 1).contributions.exists()


def test_the_house_is_told_what_waits_and_finds_what_is_written(
    path: Process, planner: User, delegate: User, district: District
) -> None:
    phase = path.phases.get()
    phase.ends_before = date(2017, 2, 1)
    phase.save()
    made = opened(path, 2)
    proposed(made, 1, "Aprire anche il sabato.")
    document(path, 1, title="Bozza segreta")
    told = {
        user.name: [(each.title, each.when) for each in Registers(waiting(district, user, TODAY)).due()]
        for user in (planner, delegate)
    }
    amend = ("Si possono proporre emendamenti a «Nuove ipotesi per il welfare locale»", "entro il 31/01")
    waits = ("Emendamenti a «Nuove ipotesi per il welfare locale»", "da decidere")
    assert told == {"Giulia Riva": [waits, amend], "Marco Neri": [amend]}
    assert waiting(district, AnonymousUser(), TODAY) == []
    found = {
        words: len(search(district, delegate, words))
        for words in ("sabato", "porta sola", "segreta", "ipotesi")
    }
    assert found["sabato"] == 1
    assert found["porta sola"] == 2
    assert found["segreta"] == 0
    assert len(search(district, planner, "segreta")) == 1
    assert len(search(district, AnonymousUser(), "sabato")) == 1


@pytest.mark.parametrize("form", ["docx", "odt", "pdf"])
def test_the_papers_hold_the_text_the_amendments_and_the_marks(
    form: str, path: Process, at_planners_desk: Client
) -> None:
    made = opened(path, 3)
    one = proposed(made, 1, "Una porta sola, aperta il sabato.")
    proposed(made, None, "All'inizio.", "add")
    proposed(made, 2, kind="remove")
    decide_amendments(
        made,
        verdicts=[Verdict(amendment=one, accepted=True, answer="Con piacere.")],
        decision=BodyDecision(meeting=sitting(path.body), facts=DecisionFacts(text="Si accoglie")),
        read=1,
        by=OPERATOR,
        at=DECIDED,
    )
    for act in ("testo", "differenze"):
        answer = at_planners_desk.get(f"{ONE}atti/{act}.{form}")
        assert answer.status_code == 200
        assert answer.content[:2] == (b"%P" if form == "pdf" else b"PK")
        if form == "docx":
            with ZipFile(BytesIO(answer.content)) as file:
                told = file.read("word/document.xml").decode()
            assert "aperta il sabato" in told
            assert ("Con piacere." in told) == (act == "testo")
            assert "<w:strike" in told
            assert "<w:u " in told
