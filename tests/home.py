"""What one room tells the home page and a search, asked as the house asks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ordito.core.counting import Figures
from ordito.core.shelves import Shelves
from ordito.core.waiting import Registers

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from ordito.core.loop import AtHome, Due, Station
    from ordito.core.models import Actor, District
    from ordito.core.search import Hit
    from ordito.core.shelves import Shelf

    Room = Callable[[District, Actor, date], AtHome]


def told_by(
    at_home: Room,
) -> tuple[Callable[[District, Actor, date], list[Station]], Callable[[District, Actor, date], list[Due]]]:
    """Its stations, and what is due there."""

    def stations(district: District, user: Actor, today: date) -> list[Station]:
        room = at_home(district, user, today)
        return list(room.tells(_figures(district, room)).stations)

    def due(district: District, user: Actor, today: date) -> list[Due]:
        room = at_home(district, user, today)
        return [*room.tells(_figures(district, room)).due, *Registers(room.waiting).due()]

    return stations, due


def found_on(
    shelves: Callable[[District, Actor], list[Shelf]],
) -> Callable[[District, Actor, str], list[Hit]]:
    """What a search finds on its shelves."""
    return lambda district, user, words: Shelves(shelves(district, user)).with_words(words)


def _figures(district: District, room: AtHome) -> dict[str, object]:
    return Figures(district, room.figures).told() if room.figures else {}
