"""A document from its opening to its approval, through its pages, and the papers that it leaves."""

from __future__ import annotations

from datetime import date

from django.test import Client

from ordito.core.models import User
from ordito.governance.commands.decisions import DecisionFacts
from ordito.governance.models import Decision
from ordito.participation.commands.amendments import Verdict, decide_amendments
from ordito.participation.commands.hypotheses import BodyDecision, conclude_hypothesis, save_hypothesis
from ordito.participation.models import Doing, Gathering, Opening, Process, Whom
from ordito.participation.queries.amendments import rows_of, sitting_of
from ordito.participation.queries.hypotheses import last_version, texts_of
from ordito.participation.queries.hypothesis_acts import differences_of, document_of
from ordito.participation.queries.pieces import Piece, pieces_of, stepped
from tests.conftest import signed_in
from tests.participation.conftest import OPERATOR
from tests.participation.ideas import (
    DECIDED,
    document,
    opened,
    paragraph,
    proposed,
    sitting,
    speaks_for,
)

ONE = "/melzo/percorsi/labgo/ipotesi/nuove-ipotesi-per-il-welfare-locale/"


def test_a_document_lives_from_its_opening_to_its_approval_in_its_pages(
    path: Process, plenary: Gathering, at_planners_desk: Client, delegate: User
) -> None:
    made = document(path, 2)
    Opening.objects.create(phase=path.phases.get(), doing=Doing.AMEND, whom=Whom.INSIDERS)
    office, marco = at_planners_desk, signed_in(delegate)
    assert "Nuove ipotesi" in office.get("/melzo/percorsi/labgo/").content.decode()
    told = {"title": "Ipotesi nuove", "decided_by": path.body.pk}
    assert office.post(f"{ONE}modifica/", told).status_code == 302
    assert office.post(f"{ONE}modifica/", told | {"title": "\n"}).status_code == 422
    assert marco.post(f"{ONE}apri/").status_code == 404
    assert office.post(f"{ONE}apri/").status_code == 302
    caritas = speaks_for(delegate, path.district)
    page = marco.get(f"{ONE}emendamenti/nuovo/?paragrafo=1&come=remove").content.decode()
    assert "Caritas" in page
    assert "Plenaria" not in page
    sent = {"paragrafo": "1", "kind": "replace", "heading": "Porta", "text": "Una porta.", "reason": "Sì"}
    assert marco.post(f"{ONE}emendamenti/nuovo/", sent | {"organisation": caritas.pk}).status_code == 302
    assert marco.post(f"{ONE}emendamenti/nuovo/", sent | {"gathering": plenary.pk}).status_code == 302
    same = texts_of(last_version(made))[0]
    refused = marco.post(f"{ONE}emendamenti/nuovo/", sent | {"heading": same.heading, "text": same.text})
    assert "uguale a quello che c" in refused.content.decode()
    beginning = {"heading": "", "text": "Premessa.", "reason": "Manca", "gathering": plenary.pk}
    assert office.post(f"{ONE}emendamenti/nuovo/", beginning).status_code == 302
    one, two, three = made.amendments.order_by("number")
    assert (one.organisation, two.gathering, three.gathering, three.paragraph) == (
        caritas,
        None,
        plenary,
        None,
    )
    remark = {"text": "Bene", "organisation": caritas.pk}
    assert marco.post(f"{ONE}emendamenti/1/osserva/", remark).status_code == 302
    assert marco.post(f"{ONE}emendamenti/3/ritira/").status_code == 403
    assert marco.post(f"{ONE}emendamenti/2/ritira/").status_code == 302
    assert office.post(f"{ONE}chiudi/").status_code == 302
    assert office.post(f"{ONE}chiudi/", follow=True).status_code == 200
    meeting = sitting(path.body)
    verdicts = {"letta": "1", "esito-1": "accolto", "esito-3": "respinto", "risposta-3": "Non serve."}
    act = {"atto-meeting": meeting.pk, "atto-text": "Si decide", "atto-number": "7"}
    assert office.post(f"{ONE}decidi/", verdicts | act).status_code == 302
    decision = Decision.objects.get(number="7")
    both = {"outcome": "approved", "atto-decision": decision.pk, "atto-meeting": meeting.pk, "atto-text": "x"}
    assert "O una decisione che c" in office.post(f"{ONE}esito/", both).content.decode()
    lonely = {"outcome": "approved", "atto-meeting": meeting.pk}
    assert "Serve il testo della decisione" in office.post(f"{ONE}esito/", lonely).content.decode()
    assert (
        office.post(f"{ONE}esito/", {"outcome": "approved", "atto-decision": decision.pk}).status_code == 302
    )
    for deed in ("apri/", "scrivi/"):
        assert (
            "già deciso"
            in office.post(f"{ONE}{deed}", {"base": "2", "text": "x"}, follow=True).content.decode()
        )
    told = office.get(ONE).content.decode()
    assert "Decisione n. 7 del 09/01/2017" in told
    assert "Ipotesi nuove" in told
    answered = marco.get(f"{ONE}emendamenti/3/").content.decode()
    assert "Non serve." in answered


def test_the_papers_say_what_moved_was_split_joined_and_how_each_amendment_ended(
    path: Process, plenary: Gathering, delegate: User
) -> None:
    made = opened(path, 5)
    caritas = speaks_for(delegate, path.district)
    one = proposed(made, 1, "Una porta sola.", organisation=caritas)
    added = proposed(made, None, "Premessa.", "add", gathering=plenary)
    proposed(made, 2, kind="remove")
    pieces = stepped(
        stepped(stepped(pieces_of(texts_of(last_version(made))), "giu-0"), "unisci-3"), "dividi-1"
    )
    save_hypothesis(
        made, by=OPERATOR, pieces=[*pieces[:-1], Piece("Coda", "In fondo.")], note="", based_on=1, at=DECIDED
    )
    (row, *_rest) = [each for each in sitting_of(made).rows if each.amendment.pk == one.pk]
    assert row.is_stale
    assert row.place == "Una porta sola"
    decide_amendments(
        made,
        verdicts=[
            Verdict(
                amendment=one, accepted=True, heading="Porta", text="Una porta, e il sabato.", reread=True
            ),
            Verdict(amendment=added, accepted=True, answer="Volentieri."),
            Verdict(amendment=made.amendments.get(number=3), accepted=False, answer="Serve ancora."),
        ],
        decision=BodyDecision(meeting=sitting(path.body), facts=DecisionFacts(text="Si accoglie")),
        read=2,
        by=OPERATOR,
        at=DECIDED,
    )
    one.refresh_from_db()
    (row,) = rows_of([one], texts_of(last_version(made)))
    assert row.accepted is not None
    assert "".join(run.text for run in row.accepted.runs if run.kind == "in") == ", e il sabato"
    assert (row.accepted.title_runs[0].kind, row.place) == ("in", "Porta")
    made.refresh_from_db()
    facts = DecisionFacts(text="Si approva", number="9")
    conclude_hypothesis(
        made,
        by=OPERATOR,
        approved=True,
        decision=BodyDecision(meeting=path.body.meetings.get(), facts=facts),
    )
    made.refresh_from_db()
    text = repr(document_of(made, last_version(made), date(2017, 1, 9)))
    for said in (
        "Caritas",
        "Plenaria",
        "accolto con modifiche, il 09/01/2017, decisione n. 1",
        "aggiunge dopo all'inizio",
        "Volentieri.",
        "Serve ancora.",
        "n. 9 del 09/01/2017",
        "approvata",
    ):
        assert said in text
    versions = {each.number: each for each in made.versions.all()}
    marked = repr(differences_of(made, versions[1], versions[2], date(2017, 1, 9)))
    for said in ("Spostato: era al posto", "Staccato da «", "Unito a «", "Inserted", "Deleted"):
        assert said in marked
    assert "Non è cambiato niente" in repr(differences_of(made, versions[2], versions[2], date(2017, 1, 9)))
    assert [str(each) for each in (versions[1], paragraph(made, 1), texts_of(versions[1])[0], one)] == [
        "Nuove ipotesi per il welfare locale v1",
        "Nuove ipotesi per il welfare locale §1",
        "Nuove ipotesi per il welfare locale v1 §1",
        "Nuove ipotesi per il welfare locale · 1",
    ]
