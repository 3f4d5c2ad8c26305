"""A document of hypotheses as those of Crema wrote it: twelve paragraphs, and who proposes to change them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from ordito.community.models import Delegate, Organisation, Person
from ordito.core.models import District, User
from ordito.governance.models import Body, Meeting, MeetingState
from ordito.participation.commands.amendments import AmendmentFacts, propose_amendment
from ordito.participation.commands.hypotheses import open_hypothesis, write_hypothesis
from ordito.participation.models import (
    Amendment,
    Doing,
    Hypothesis,
    Opening,
    Paragraph,
    Process,
    Whom,
)
from ordito.participation.queries.pieces import Piece
from tests.participation.conftest import OPERATOR

WRITTEN = datetime(2016, 11, 7, 9, tzinfo=UTC)
PROPOSED = datetime(2016, 12, 1, 17, tzinfo=UTC)
DECIDED = datetime(2017, 1, 9, 18, tzinfo=UTC)

TITLES = (
    "Una porta sola",
    "Il tempo della risposta",
    "La rete delle associazioni",
    "Il lavoro di comunità",
    "Chi valuta, e con chi",
    "La tutela dei minori",
    "Gli anziani a casa loro",
    "Abitare",
    "Il lavoro e il reddito",
    "Il compito dei comuni",
    "Il compito dell'azienda",
    "Come si misura",
)
SENTENCES = (
    "Chi ha bisogno di aiuto oggi incontra sportelli diversi per ogni servizio, con orari e moduli propri.",
    "L'ipotesi è che ogni comune tenga una porta sola, dove una persona formata ascolta e orienta.",
    "La presa in carico resta al servizio sociale, che la condivide con chi conosce già la famiglia.",
    "Le associazioni mettono a disposizione competenze e tempo, e chiedono di sapere che cosa ne è stato.",
    "I comuni programmano insieme, con un solo calendario e una scheda, che l'azienda consortile custodisce.",
    "Ogni sei mesi si guarda insieme ai territori se le distanze fra comuni si sono ridotte, e perché.",
    "Nessuna spesa di personale in più: cambia il modo di lavorare, non il numero di chi lavora.",
)


def long_text(turn: int) -> str:
    """About a hundred and twenty words, a little different each time."""
    return (
        " ".join(SENTENCES[(turn + step) % len(SENTENCES)] for step in range(7))
        + f" Fa parte dell'ipotesi {turn + 1}."
    )


def document(process: Process, pieces: int = 12, **facts: Any) -> Hypothesis:
    """A document of so many paragraphs, in draft."""
    told = {
        "title": "Nuove ipotesi per il welfare locale",
        "decided_by": process.body,
        "pieces": [Piece(TITLES[turn % 12], long_text(turn)) for turn in range(pieces)],
        "by": OPERATOR,
        "at": WRITTEN,
    } | facts
    return write_hypothesis(process, **told)


def opened(process: Process, pieces: int = 12) -> Hypothesis:
    """A document that takes amendments, in a phase that lets all who work here propose them."""
    phase = process.phases.order_by("number").first()
    assert phase is not None
    Opening.objects.get_or_create(phase=phase, doing=Doing.AMEND, defaults={"whom": Whom.INSIDERS})
    return open_hypothesis(document(process, pieces), by=OPERATOR)


def paragraph(hypothesis: Hypothesis, number: int) -> Paragraph:
    return hypothesis.paragraphs.get(number=number)


def proposed(
    hypothesis: Hypothesis, number: int | None, text: str = "", kind: str = "replace", **facts: Any
) -> Amendment:
    """An amendment of one paragraph."""
    told = AmendmentFacts(
        kind=kind,
        paragraph=paragraph(hypothesis, number) if number is not None else None,
        text=text,
        **{"reason": "Così lo chiede chi ci vive."} | facts,
    )
    return propose_amendment(hypothesis, by=OPERATOR, facts=told, at=PROPOSED)


def fifteen(hypothesis: Hypothesis) -> list[Amendment]:
    """Fifteen amendments: two on the first paragraph, some that add, one that takes away."""
    made = []
    for turn in range(15):
        number = min(12, max(1, turn))
        text = (
            long_text(number - 1)
            .replace("una porta sola", "la stessa porta")
            .replace("Ogni sei mesi", "Ogni anno")
        )
        if turn % 5 == 3:
            made.append(proposed(hypothesis, number, f"Si aggiunge che {SENTENCES[turn % 7].lower()}", "add"))
        elif turn == 12:
            made.append(proposed(hypothesis, number, kind="remove"))
        else:
            made.append(
                proposed(
                    hypothesis, number, f"{text} E si torna a guardarlo ({turn}).", heading=TITLES[number - 1]
                )
            )
    return made


def speaks_for(user: User, district: District, code: str = "caritas", name: str = "Caritas") -> Organisation:
    """An organisation for which the person speaks."""
    organisation = Organisation.objects.create(district=district, code=code, name=name)
    person = Person.objects.create(district=district, code=f"{code}-voce", name=user.name, account=user)
    Delegate.objects.create(
        organisation=organisation, person=person, kind="delegate", starts_on=date(2010, 1, 1)
    )
    return organisation


def sitting(body: Body) -> Meeting:
    """A meeting of the body, held today."""
    return Meeting.objects.create(
        body=body, code=f"{body.code}-1", date=date(2017, 1, 9), title="Seduta", state=MeetingState.HELD
    )
