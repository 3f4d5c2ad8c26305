"""What each room tells the home page: a figure for its station, and what is due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ordito.core.waiting import Waiting

Urgency = Literal["late", "soon", "calm"]


@dataclass(frozen=True, slots=True)
class Station:
    """One station of the loop: a big figure, what it counts, where it opens, and the most urgent thing."""

    key: str
    name: str
    figure: str
    what: str
    url: str
    due: str = ""
    urgency: Urgency = "calm"
    of: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """Something that somebody should do now; `on` orders the list and `when` is what the page says."""

    on: date
    when: str
    title: str
    url: str
    detail: str = ""
    urgency: Urgency = "soon"


@dataclass(frozen=True, slots=True)
class Told:
    """What a room tells: its stations, and what is due there, known already or to be asked for."""

    stations: Sequence[Station] = ()
    due: Sequence[Due | Waiting] = ()
