"""What the house gathers from its rooms: the stations of the loop, what is due, what a search finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, Max, Min, Q

from ordito.community import queries as community
from ordito.core.counting import Figures
from ordito.core.kept import kept
from ordito.core.shelves import Shelves
from ordito.core.waiting import Registers
from ordito.governance import queries as governance
from ordito.governance.models import Body, MeetingState
from ordito.participation import queries as participation
from ordito.plan import queries as plan
from ordito.territory import queries as territory

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from ordito.core.loop import Due, Station, Told
    from ordito.core.models import Actor, District
    from ordito.core.search import Hit

ROOMS = (territory, community, governance, participation, plan)
NEAREST_FIRST = (governance, participation, plan, community, territory)
ORDER = ("ascolto", "bisogni", "confronto", "piano", "riordino", "servizi", "coesione")


@dataclass(frozen=True, slots=True)
class Today:
    """The home page: the loop, the cohesion that watches it, and what is due, the latest first."""

    loop: tuple[Station, ...]
    cohesion: Station | None
    due: tuple[Due, ...]

    @property
    def is_new(self) -> bool:
        """No body is in the register yet: whoever keeps it is told where one begins."""
        return any(station.key == "confronto" and station.figure == "0" for station in self.loop)


def today(district: District, user: Actor, on: date) -> Today:
    """Ask every room what is happening now."""
    home = _at_home(district, user, on)
    figures = home.figures.told()
    told = [tells({name: figures[f"{key}{name}"] for name in names}) for key, names, tells in home.rooms]
    stations = {station.key: station for each in told for station in each.stations}
    due = [*(due for each in told for due in each.due), *home.registers.due()]
    loop = tuple(stations[key] for key in ORDER[:-1] if key in stations)
    return Today(loop=loop, cohesion=stations.get(ORDER[-1]), due=tuple(sorted(due, key=_urgency)))


def search(district: District, user: Actor, words: str) -> list[Hit]:
    """Ask every room for what holds the words; the order of the rooms from the nearest to daily work."""
    return _shelves(district, user, district.today()).with_words(words)


def bodies_to_convene(district: District) -> list[Body]:
    """The bodies in force, those that met last first: they are the likeliest to meet again."""
    today = district.today()
    bodies = Body.objects.filter(district=district).filter(Q(ends_before=None) | Q(ends_before__gt=today))
    planned = Q(meetings__state__in=[MeetingState.PLANNED, MeetingState.CONVENED], meetings__date__gte=today)
    dated = bodies.annotate(
        last=Max("meetings__date", filter=Q(meetings__state=MeetingState.HELD)),
        next=Min("meetings__date", filter=planned),
    )
    return list(dated.order_by(F("last").desc(nulls_last=True), "name"))


@dataclass(frozen=True, slots=True)
class _Home:
    """What all the rooms want to know, each asked once: figures by room and name, and what waits."""

    figures: Figures
    registers: Registers
    rooms: list[tuple[str, tuple[str, ...], Callable[[Mapping[str, Any]], Told]]]


@kept
def _at_home(district: District, user: Actor, on: date) -> _Home:
    rooms = {f"room_{n}_": room.at_home(district, user, on) for n, room in enumerate(ROOMS)}
    asked = {f"{key}{name}": each for key, room in rooms.items() for name, each in room.figures.items()}
    return _Home(
        figures=Figures(district, asked),
        registers=Registers([each for room in rooms.values() for each in room.waiting]),
        rooms=[(key, tuple(room.figures), room.tells) for key, room in rooms.items()],
    )


@kept
def _shelves(district: District, user: Actor, _today: date) -> Shelves:
    return Shelves([shelf for room in NEAREST_FIRST for shelf in room.shelves(district, user)])


def _urgency(each: Due) -> tuple[int, date]:
    return ({"late": 0, "soon": 1, "calm": 2}[each.urgency], each.on)
