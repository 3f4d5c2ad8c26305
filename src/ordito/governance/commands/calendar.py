"""Deeds on a person's own calendar link."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from ordito.core.command import command
from ordito.governance.models import CalendarKey

if TYPE_CHECKING:
    from ordito.core.models import Actor


@command("governance.renew_calendar_link", needs="governance.own_calendar")
def renew_calendar_link(key: CalendarKey, *, by: Actor) -> CalendarKey:
    """Make a person's link, or a new one in its place: whoever had the old one sees nothing more."""
    key.secret = secrets.token_urlsafe(32)
    key.save()
    return key


@command("governance.revoke_calendar_link", needs="governance.own_calendar")
def revoke_calendar_link(key: CalendarKey, *, by: Actor) -> None:
    """Take a person's link away."""
    key.delete()
