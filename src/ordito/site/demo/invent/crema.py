"""Crema: forty-eight municipalities in sub-areas that nobody published, on their way to a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ordito.site.demo.invent import meetings, opinions, voices
from ordito.site.demo.invent.euros import invent_budget
from ordito.site.demo.invent.people import People
from ordito.territory import italy

if TYPE_CHECKING:
    from ordito.site.demo.sheets import Sheets

SUB_AREAS = {
    "centro": (
        "Crema, Campagnola Cremasca, Capergnanica, Chieve, Cremosano, Izano, Madignano, Pianengo, "
        "Ripalta Cremasca, Trescore Cremasco, Bagnolo Cremasco, Vaiano Cremasco"
    ),
    "nord": (
        "Sergnano, Camisano, Capralba, Casale Cremasco-Vidolasco, Casaletto Vaprio, Castel Gabbiano, "
        "Pieranica, Quintano, Ricengo, Torlino Vimercati, Vailate"
    ),
    "ovest": ("Pandino, Agnadello, Dovera, Monte Cremasco, Palazzo Pignano, Rivolta d'Adda, Spino d'Adda"),
    "sud": (
        "Castelleone, Casaletto Ceredano, Credera Rubbiano, Fiesco, Gombito, Montodine, Moscazzano, "
        "Ripalta Arpina, Ripalta Guerina"
    ),
    "est": (
        "Soncino, Casaletto di Sopra, Cumignano sul Naviglio, Genivolta, Offanengo, Romanengo, Salvirola, "
        "Ticengo, Trigolo"
    ),
}
MUNICIPALITIES = tuple(name for names in SUB_AREAS.values() for name in names.split(", "))
DESKS = {
    "centro": "sportello-crema",
    "nord": "sportello-sergnano",
    "ovest": "sportello-pandino",
    "sud": "sportello-castelleone",
    "est": "sportello-soncino",
}
SINCE = "2011-01-01"
PRESENT = {"assemblea-2011-04-18": 41}
ADMINISTRATORS, TECHNICIANS, CHOSEN = 5, 6, 4


def invent(sheets: Sheets) -> None:
    """Invent sub-areas, mayors, the mixed group and who came to the workshops."""
    people = People(sheets, start=600)
    signatories = [row["code"] for row in sheets.rows("organisations")]
    codes: dict[str, list[str]] = {}
    for area, joined in SUB_AREAS.items():
        names = joined.split(", ")
        codes[area] = voices.tell_municipalities(sheets, names)
        for found in italy.find(names).municipalities:
            sheets.invent("municipalities", istat_code=found.istat_code, name=found.name, sub_area=area)
    municipalities = [code for each in codes.values() for code in each]
    voices.give_mayors(people, municipalities, since=SINCE)
    voices.give_delegates(people, signatories, since=SINCE)
    voices.seat(sheets, "assemblea", municipalities, since=SINCE, role="Sindaco")
    seated = _seat_groups(sheets, people)
    chair = voices.name_of(sheets, seated["Amministratore"][0])
    secretary = voices.name_of(sheets, seated["Tecnico"][0])
    _co_lead(sheets, seated)
    voices.seat(sheets, "confronto", (*municipalities, *signatories), since=SINCE)
    for area, members in codes.items():
        voices.seat(sheets, f"sub-area-{area}", (*members, "azienda-consortile"), since=SINCE)
        for municipality in sheets.rows("municipalities", sub_area=area):
            sheets.invent("place_catchments", place=DESKS[area], municipality=municipality["istat_code"])
    chairs = {row["code"]: chair for row in sheets.rows("bodies")}
    chairs["assemblea"] = voices.mayor_of(sheets, "comune-di-crema")
    meetings.hold(sheets, present=PRESENT, chairs=chairs, secretary=secretary)
    opinions.join(sheets)
    invent_budget(sheets)


def _co_lead(sheets: Sheets, seated: dict[str, list[str]]) -> None:
    """Give every workshop of a sub-area an administrator and a technician who lead it together."""
    led = [row for row in sheets.rows("workshops") if row.get("sub_area")]
    for turn, workshop in enumerate(led):
        workshop["administrator"] = seated["Amministratore"][turn % ADMINISTRATORS]
        workshop["technician"] = seated["Tecnico"][turn % TECHNICIANS]


def _seat_groups(sheets: Sheets, people: People) -> dict[str, list[str]]:
    """Seat administrators and technicians by name, and give them by what they are."""
    groups = {"Amministratore": ADMINISTRATORS, "Tecnico": TECHNICIANS}
    seated = {role: [people.somebody() for _seat in range(number)] for role, number in groups.items()}
    for role, members in seated.items():
        voices.seat(sheets, "gruppo-misto", members, since="2011-05-02", role=role)
    technicians = seated["Tecnico"][:CHOSEN]
    voices.seat(sheets, "sottogruppo-tecnico", technicians, since="2011-06-14", role="Tecnico")
    voices.seat(sheets, "ufficio-piano", technicians[:2], since=SINCE, role="Ufficio di Piano")
    return seated
