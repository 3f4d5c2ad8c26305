"""What each room tells the home page: a figure for its station, and what is due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

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
