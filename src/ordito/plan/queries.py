"""What the plan knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from ordito.core.loop import Due, Station
    from ordito.core.models import Actor, District
    from ordito.core.search import Hit


def stations(district: District, user: Actor, today: date) -> list[Station]:
    """Tell the home page the plan's figure."""
    del district, user, today
    return []


def due(district: District, user: Actor, today: date) -> list[Due]:
    """Tell the home page what the plan waits for."""
    del district, user, today
    return []


def search(district: District, user: Actor, words: str) -> list[Hit]:
    """Find in the plan."""
    del district, user, words
    return []
