"""LabGo Famiglia as the tests of its meetings know it: members with delegates, on 9 January 2017."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils.text import slugify

from ordito.community.models import Delegate, DelegateKind, Organisation
from ordito.governance.commands.meetings import MeetingFacts, plan_meeting
from ordito.governance.commands.notices import Post
from tests.governance.register import body, organisation, person, seat

if TYPE_CHECKING:
    from ordito.core.models import Actor, District
    from ordito.governance.models import Body, Meeting

TODAY = date(2017, 1, 9)
NOW = datetime(2017, 1, 9, 10, tzinfo=ZoneInfo("Europe/Rome"))
POST = Post(at=NOW, page="https://melzo.example.org/incontro/", reply_to="giulia@example.org")

NAMES = """
Arca Bosco Cedro Duna Elce Faro Gelso Orto Isola Kiwi Lume Melo Nido Onda Perla Quercia Rosa Sole Tiglio
Ulivo Viola Zolla Aurora Betulla Cometa Dalia Edera Falco Ginestra Ibis Larice Mirto Nespolo Opale Prato
Radice Sorgente Tasso Uva Vento Zefiro Acero Baita Ciliegio Dado Eco Fiume Grano Iris Lago Magnolia Noce
Oasi Pino Ruscello Salice Torre Unione Vela Zattera
"""
WORDS = NAMES.split()


def member(lab: Body, word: str, number: int) -> Organisation:
    """One organisation of the lab: every third is a cooperative, every fifth has an alternate too."""
    kind = "Cooperativa sociale" if number % 3 == 0 else "Associazione"
    made = organisation(lab.district, slugify(word), name=f"{kind} {word}")
    speaks(made, f"Anna {word}i", f"anna.{slugify(word)}@example.org")
    if number % 5 == 0:
        speaks(made, f"Bruno {word}i", f"bruno.{slugify(word)}@example.org", DelegateKind.ALTERNATE)
    seat(lab, made, date(2016, 1, 1))
    return made


def speaks(
    who: Organisation, name: str, email: str, kind: DelegateKind = DelegateKind.DELEGATE, **period: Any
) -> Delegate:
    """Give an organisation somebody who speaks for it."""
    someone = person(who.district, slugify(f"{name} {who.code}"), name=name, email=email)
    period = {"starts_on": date(2016, 1, 1), **period}
    return Delegate.objects.create(organisation=who, person=someone, kind=kind, **period)


def labgo(district: District, members: int = 4, **facts: Any) -> Body:
    """A lab with so many members, none of them a real one."""
    lab = body(district, "labgo-famiglia", name="LabGo Famiglia", kind="lab", **facts)
    for number, word in enumerate(WORDS[:members]):
        member(lab, word, number)
    return lab


def planned(lab: Body, by: Actor, day: date = TODAY, **facts: Any) -> Meeting:
    """A meeting in the register, with an agenda of two points and an evening hour."""
    told = {"agenda": ["Griglia di sintesi", "Varie ed eventuali"], "starts_at": time(17, 30), **facts}
    return plan_meeting(lab, by=by, facts=MeetingFacts(date=day, **told))
