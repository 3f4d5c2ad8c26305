"""Reggio Emilia: the eighty-four actors of a pact that published only how many they were, more or less."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.text import slugify

from ordito.site.demo.invent import meetings, opinions, voices
from ordito.site.demo.invent.euros import invent_budget
from ordito.site.demo.invent.people import People
from ordito.site.demo.invent.presences import draw

if TYPE_CHECKING:
    from ordito.site.demo.sheets import Sheets

KNOWN = ("comune-di-reggio-emilia", "azienda-sanitaria")
KINDS = (
    ("Cooperativa", "cooperative", "Servizi educativi, di cura e di inserimento lavorativo"),
    ("Associazione", "association", "Volontariato, tempo libero e vicinato"),
    ("Circolo", "association", "Luogo di ritrovo del quartiere"),
    ("Fondazione", "foundation", "Sostiene progetti per la comunità"),
    ("Impresa", "business", "Mette a disposizione tempo, spazi e tirocini"),
    ("Parrocchia", "parish", "Centro di ascolto e oratorio"),
)
OF_WHAT = (
    "della Seta",
    "del Lino",
    "della Canapa",
    "del Cotone",
    "del Gelso",
    "della Ginestra",
    "del Feltro",
    "della Juta",
    "del Damasco",
    "del Broccato",
    "della Garza",
    "del Tulle",
    "della Iuta Blu",
    "del Panno",
)
OFFERS = (
    ("resource", "Una sala per riunioni la sera", ""),
    ("resource", "Due posti di tirocinio", "POV"),
    ("resource", "Dieci pasti al giorno dalla mensa", "POV"),
    ("competence", "Volontari per compagnia e accompagnamenti", "ELD"),
    ("competence", "Doposcuola", "FAM"),
    ("competence", "Ascolto di chi cura un familiare", "ELD"),
)
SINCE = "2012-03-05"
VOICELESS = 9
"""One actor of the pact in nine has not yet said who speaks for it."""


def invent(sheets: Sheets) -> None:
    """Invent the actors, who speaks for them, the working groups and the neighbourhood tables."""
    people = People(sheets, start=1_000)
    actors = _invent_actors(sheets)
    for code in (*KNOWN, *actors):
        sheets.tell("agreement_parties", agreement="patto-per-il-welfare", organisation=code)
    speaking = [code for at, code in enumerate(actors) if at % VOICELESS]
    voices.give_delegates(people, (*KNOWN, *speaking), since=SINCE)
    _invent_offers(sheets, actors)
    voices.seat(sheets, "patto", (*KNOWN, *actors), since=SINCE)
    voices.seat(sheets, "gruppo-servizi", (*KNOWN, *actors[0:24]), since="2012-10-08")
    voices.seat(sheets, "gruppo-imprese", (KNOWN[0], *actors[48:66]), since="2012-10-08")
    for at, table in enumerate(("tavolo-filanda", "tavolo-canapa", "tavolo-seta")):
        voices.seat(sheets, table, (KNOWN[0], *actors[at::11]), since=SINCE)
    councillors = [people.somebody() for _seat in range(5)]
    voices.seat(sheets, "giunta", councillors, since=SINCE, role="Assessore")
    office = [people.somebody() for _seat in range(3)]
    voices.seat(sheets, "ufficio-piano", office, since=SINCE, role="Ufficio di Piano")
    chair, secretary = (voices.name_of(sheets, code) for code in office[:2])
    chairs = {row["code"]: chair for row in sheets.rows("bodies")}
    meetings.hold(sheets, present={"giunta-2012-10-01": 4}, chairs=chairs, secretary=secretary)
    _give_owners(sheets, actors)
    opinions.join(sheets)
    invent_budget(sheets)


def _invent_actors(sheets: Sheets) -> list[str]:
    """Invent eighty-four organisations: with the two that are known, over eighty."""
    codes = []
    for word, kind, purpose in KINDS:
        for thread in OF_WHAT:
            codes.append(slugify(f"{word} {thread}"))
            sheets.invent(
                "organisations",
                code=codes[-1],
                name=f"{word} {thread}",
                kind=kind,
                municipality="035033",
                purpose=purpose,
            )
    return codes


def _invent_offers(sheets: Sheets, actors: list[str]) -> None:
    for at, code in enumerate(actors):
        if at % 2:
            continue
        kind, description, area = OFFERS[draw(code, "offerta", sides=len(OFFERS))]
        sheets.invent(
            "competences",
            organisation=code,
            code=slugify(description),
            kind=kind,
            description=description,
            user_area=area,
            starts_on=SINCE,
        )


def _give_owners(sheets: Sheets, actors: list[str]) -> None:
    """Let an actor of the pact answer for all the actions that have nobody but two."""
    orphans = [action for action in sheets.rows("actions") if not action.get("owner")]
    for at, action in enumerate(orphans[2:]):
        action["owner"] = actors[at * 7]
