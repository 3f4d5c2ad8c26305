"""What each room tells the home page: a figure for its station, and what is due."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import Subquery

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
    """What a room tells: its stations, and what is due there."""

    stations: Sequence[Station] = ()
    due: Sequence[Due] = ()


def _nothing(_figures: Mapping[str, Any]) -> Told:
    return Told()


@dataclass(frozen=True, slots=True)
class AtHome:
    """What a room wants to know before it tells, worded without asking.

    Parameters
    ----------
    figures : what it counts, by name (`core.counting`); the house asks those of all rooms at once
    waiting : the registers in which something may wait (`core.waiting`); asked at once as well
    tells : told the figures by name, tells the rest
    """

    figures: Mapping[str, Subquery] = field(default_factory=dict)
    waiting: Sequence[Waiting] = ()
    tells: Callable[[Mapping[str, Any]], Told] = _nothing
