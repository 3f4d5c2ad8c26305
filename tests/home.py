"""What one room tells the home page, asked as the house asks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ordito.core.waiting import gathered

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from ordito.core.loop import Due, Station, Told
    from ordito.core.models import Actor, District

    Room = Callable[[District, Actor, date], Told]


def told_by(
    at_home: Room,
) -> tuple[Callable[[District, Actor, date], list[Station]], Callable[[District, Actor, date], list[Due]]]:
    """Its stations, and what is due there."""

    def stations(district: District, user: Actor, today: date) -> list[Station]:
        return list(at_home(district, user, today).stations)

    def due(district: District, user: Actor, today: date) -> list[Due]:
        return gathered(at_home(district, user, today).due)

    return stations, due
