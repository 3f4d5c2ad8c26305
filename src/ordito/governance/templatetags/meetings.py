"""What the templates of meetings ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from ordito.governance.queries import meetings

if TYPE_CHECKING:
    from datetime import date

    from ordito.governance.models import Decision, Task

register = template.Library()


@register.filter
def vote(decision: Decision) -> str:
    """Favorevoli 10, contrari 1, astenuti 2."""
    return meetings.vote(decision)


@register.filter
def late(task: Task, today: date) -> bool:
    """Whether a task should have been done by now."""
    return meetings.is_late(task, today)


@register.filter
def fingerprint(text: str) -> str:
    """The short name of a text, from which whoever writes it says that they began."""
    return meetings.fingerprint(text)
