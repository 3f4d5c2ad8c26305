"""Frignano: ten municipalities with their associations, and a plan that is being written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ordito.site.demo.invent import meetings, opinions, voices
from ordito.site.demo.invent.euros import invent_budget
from ordito.site.demo.invent.people import People

if TYPE_CHECKING:
    from ordito.site.demo.sheets import Sheets

MUNICIPALITIES = (
    "Fanano",
    "Fiumalbo",
    "Lama Mocogno",
    "Montecreto",
    "Pavullo nel Frignano",
    "Pievepelago",
    "Polinago",
    "Riolunato",
    "Serramazzoni",
    "Sestola",
)
SINCE, CONVENTION, LAB = "2023-01-01", "2014-01-01", "2023-10-16"
CIMONE = ("comune-di-fanano", "comune-di-sestola", "comune-di-montecreto")
ALTO_FRIGNANO = ("comune-di-pievepelago", "comune-di-riolunato", "comune-di-fiumalbo")
PRESENT = {"sindaci-2023-10-16": 9, "sindaci-2024-02-26": 8, "community-lab-2024-02-19": 17}
OPERATORS_OF_2011 = 14


def invent(sheets: Sheets) -> None:
    """Invent who takes part today; of who designed it in 2011 only that there were operators."""
    people = People(sheets, start=300)
    third_sector = voices.third_sector(sheets)
    municipalities = voices.tell_municipalities(sheets, MUNICIPALITIES)
    for code in (*municipalities, "unione-frignano"):
        sheets.tell("agreement_parties", agreement="convenzione-2013", organisation=code)
    voices.give_mayors(people, municipalities, since=SINCE)
    voices.give_operators(people, municipalities, since=SINCE)
    guests = ("unione-frignano", "distretto-sanitario", "scuola-del-crinale")
    voices.give_delegates(people, (*third_sector, *guests), since=SINCE)
    voices.seat(sheets, "sindaci", municipalities, since=CONVENTION, role="Sindaco")
    operators = [people.somebody() for _operator in range(OPERATORS_OF_2011)]
    voices.seat(
        sheets,
        "progettazione-partecipata",
        operators,
        since="2011-01-01",
        until=CONVENTION,
        role="Operatore (nome dimostrativo)",
    )
    voices.seat(sheets, "community-lab", municipalities, since=LAB, role="Operatori e amministratori")
    voices.seat(sheets, "community-lab", (*third_sector, "unione-frignano", "distretto-sanitario"), since=LAB)
    voices.seat(sheets, "community-lab", ("scuola-del-crinale",), since=LAB, role="Invitata", is_formal=False)
    for body, around in (("gruppo-cimone", CIMONE), ("gruppo-alto-frignano", ALTO_FRIGNANO)):
        voices.seat(sheets, body, (*around, "unione-frignano", "distretto-sanitario"), since=LAB)
    office = [people.somebody() for _seat in range(2)]
    voices.seat(sheets, "ufficio-piano", office, since=SINCE, role="Ufficio di Piano")
    chair, secretary = (voices.name_of(sheets, code) for code in office)
    chairs = dict.fromkeys(("community-lab", "gruppo-cimone", "gruppo-alto-frignano"), chair)
    chairs["sindaci"] = voices.mayor_of(sheets, "comune-di-pavullo-nel-frignano")
    meetings.hold(sheets, present=PRESENT, chairs=chairs, secretary=secretary)
    opinions.join(sheets)
    invent_budget(sheets)
