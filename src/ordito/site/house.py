"""What the house gathers from its rooms: the stations of the loop, what is due, what a search finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F, Max, Min, Q

from ordito.community import queries as community
from ordito.core.waiting import gathered
from ordito.governance import queries as governance
from ordito.governance.models import Body, MeetingState
from ordito.participation import queries as participation
from ordito.plan import queries as plan
from ordito.territory import queries as territory

if TYPE_CHECKING:
    from datetime import date

    from ordito.core.loop import Due, Station
    from ordito.core.models import Actor, District
    from ordito.core.search import Hit

ROOMS = (territory, community, governance, participation, plan)
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
    told = [room.at_home(district, user, on) for room in ROOMS]
    stations = {station.key: station for each in told for station in each.stations}
    due = sorted(gathered(due for each in told for due in each.due), key=_urgency)
    loop = tuple(stations[key] for key in ORDER[:-1] if key in stations)
    return Today(loop=loop, cohesion=stations.get(ORDER[-1]), due=tuple(due))


def search(district: District, user: Actor, words: str) -> list[Hit]:
    """Ask every room for what holds the words; the order of the rooms from the nearest to daily work."""
    nearest_first = (governance, participation, plan, community, territory)
    return [hit for room in nearest_first for hit in room.search(district, user, words)]


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


def _urgency(each: Due) -> tuple[int, date]:
    return ({"late": 0, "soon": 1, "calm": 2}[each.urgency], each.on)
