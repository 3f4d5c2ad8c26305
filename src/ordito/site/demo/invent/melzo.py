"""Melzo: thirty-five organisations of the third sector in six laboratories, as attended as was published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ordito.site.demo.invent import calls, meetings, monitoring, opinions, voices
from ordito.site.demo.invent.euros import invent_budget
from ordito.site.demo.invent.people import People

if TYPE_CHECKING:
    from ordito.site.demo.sheets import Sheets

MUNICIPALITIES = (
    "Cassano d'Adda",
    "Inzago",
    "Liscate",
    "Melzo",
    "Pozzuolo Martesana",
    "Settala",
    "Truccazzano",
    "Vignate",
)
LABS = {
    "labgo-famiglia": (
        "il-filo il-gomitolo il-rocchetto il-pettine punto-croce fili-d-erba la-trama nodo-dopo-nodo "
        "il-rammendo doppio-filo l-imbastitura cucire-insieme il-ditale toppe-e-colori maglie-larghe il-refe "
        "la-navetta fondazione-telaio fondazione-tessuto-vivo"
    ),
    "labgo-isel": (
        "l-orditoio la-matassa canapa-e-lino doppia-frontura il-subbio il-ditale passamano doppio-filo "
        "l-imbastitura punto-a-giorno la-trama il-bandolo la-navetta fondazione-gualchiera fondazione-fuso "
        "fondazione-tessuto-vivo"
    ),
    "labgo-migra": "la-spola doppio-filo fili-migranti cucire-insieme il-ditale",
    "labgo-abitare": (
        "il-subbio la-matassa lana-e-legami passamano il-rammendo fondazione-fuso fondazione-arcolaio "
        "fondazione-gualchiera"
    ),
    "labgo-giovani": (
        "fili-d-erba controfilo toppe-e-colori maglie-larghe il-bandolo il-filo la-trama il-rocchetto "
        "punto-a-giorno doppia-frontura l-orditoio canapa-e-lino nodo-dopo-nodo la-cimosa lana-e-legami "
        "fondazione-telaio fondazione-tessuto-vivo"
    ),
}
PRESENT = {
    "labgo-famiglia-2016-07-18": 14,
    "labgo-famiglia-2016-09-12": 14,
    "labgo-famiglia-2016-10-26": 13,
    "labgo-famiglia-2016-11-07": 15,
    "labgo-isel-2016-07-20": 8,
    "labgo-isel-2016-09-14": 7,
    "labgo-isel-2016-11-30": 9,
    "labgo-migra-2016-05-09": 9,
    "labgo-migra-2016-05-23": 10,
    "labgo-migra-2016-07-25": 10,
    "labgo-migra-2016-09-26": 11,
    "labgo-migra-2016-11-14": 9,
    "labgo-migra-2016-12-12": 11,
    "labgo-abitare-2016-07-21": 6,
    "labgo-abitare-2016-11-10": 8,
    "labgo-giovani-2016-09-19": 11,
}
"""How many formal members came: means of 14, 8, 10, 7 and 11, as published."""
PLAN, LAST_PLAN = "piano-2015-2017", "piano-2012-2014"
PLENARY = "labgo-famiglia/plenaria"
LEANINGS = (
    (1, 1),
    (1, 1),
    (1, 0),
    (1, -1),
    (1, -1),
    (1, 0),
    (0, 1),
    (-1, 1),
    (1, 1),
    (-1, 1),
    (1, 1),
    (-1, 1),
)
"""What whoever works in shifts, and whoever works in the services, says of the twelve statements."""
ADMITTED, CONVENTION, ELECTED = "2016-05-02", "2016-01-01", "2014-06-01"
LEFT = "2016-10-01"
"""The day on which one organisation leaves LabGo Famiglia and another takes its place."""


def invent(sheets: Sheets) -> None:
    """Invent who takes part, and what was written."""
    people = People(sheets, start=0)
    municipalities = voices.tell_municipalities(sheets, MUNICIPALITIES)
    for code in municipalities:
        sheets.tell("agreement_parties", agreement="convenzione-2016-2018", organisation=code)
    voices.give_mayors(people, municipalities, since=ELECTED)
    voices.give_operators(people, municipalities, since=CONVENTION)
    joined = sorted({code for codes in LABS.values() for code in codes.split()})
    voices.give_delegates(people, joined, since=ADMITTED)
    voices.give_delegates(people, ("scuola-i-telai", "ats", "asst"), since=ADMITTED)
    voices.replace_delegate(sheets, people, "il-filo", on=LEFT)
    sheets.rows("delegates", organisation="fondazione-telaio")[0]["ends_before"] = "2017-02-01"
    for each in sheets.rows("delegates", organisation="fondazione-arcolaio"):
        each["ends_before"] = "2016-12-31"
    _seat_in_labs(sheets, municipalities)
    chairs = _seat_elsewhere(sheets, people, municipalities)
    secretary = voices.name_of(sheets, people.somebody())
    meetings.hold(sheets, present=PRESENT, chairs=chairs, secretary=secretary)
    invent_budget(sheets)
    calls.invent(sheets, LABS, admitted=ADMITTED, office=secretary)
    for plan, year in ((LAST_PLAN, 2015), (PLAN, 2017)):
        monitoring.share(sheets, plan, "abitanti")
        monitoring.spend(sheets, plan, until=year)
    mayors = [(code, voices.mayor_of(sheets, code), "Sindaco") for code in municipalities]
    monitoring.sign(sheets, PLAN, mayors, on="2015-04-28")
    opinions.join(sheets)
    opinions.vote(sheets, PLENARY, LEANINGS, voters=52, evening="2016-09-12")


def _seat_in_labs(sheets: Sheets, municipalities: list[str]) -> None:
    for lab, third_sector in LABS.items():
        voices.seat(sheets, lab, municipalities, since=ADMITTED, role="Operatori e referente politico")
        voices.seat(sheets, lab, third_sector.split(), since=ADMITTED)
    voices.seat(sheets, "labgo-famiglia", ["la-cimosa"], since=ADMITTED, until=LEFT)
    voices.seat(sheets, "labgo-famiglia", ["il-bandolo"], since=LEFT)
    invited = {
        "labgo-famiglia": ("scuola-i-telai", "asst"),
        "labgo-giovani": ("scuola-i-telai",),
        "labgo-migra": ("parrocchia-dell-ago",),
    }
    for lab, guests in invited.items():
        voices.seat(sheets, lab, guests, since=ADMITTED, role="Invitato permanente", is_formal=False)
    voices.seat(
        sheets, "labgo-sociosanitario", municipalities, since=ADMITTED, role="Operatori e referente politico"
    )
    voices.seat(sheets, "labgo-sociosanitario", ("ats", "asst"), since=ADMITTED)


def _seat_elsewhere(sheets: Sheets, people: People, municipalities: list[str]) -> dict[str, str]:
    """Seat mayors, technicians, referents and coordinators; give who chairs each body, by name."""
    voices.seat(sheets, "assemblea", municipalities, since=ELECTED, role="Sindaco")
    voices.seat(sheets, "tavolo-tecnico", municipalities, since=CONVENTION, role="Responsabile dei servizi")
    referents = [people.somebody() for _seat in range(3)]
    voices.seat(sheets, "tavolo-tecnico", referents, since=ADMITTED, role="Referente del Terzo Settore")
    office = [people.somebody() for _seat in range(3)]
    voices.seat(sheets, "ufficio-piano", office, since=CONVENTION, role="Ufficio di Piano")
    chairs = {"assemblea": voices.mayor_of(sheets, "comune-di-melzo")}
    for lab in LABS:
        coordinator = people.somebody()
        chairs[lab] = voices.name_of(sheets, coordinator)
        role = f"Coordinamento di {sheets.rows('bodies', code=lab)[0]['name']}"
        voices.seat(sheets, "tavolo-unificato", [coordinator], since=ADMITTED, role=role)
    return chairs
