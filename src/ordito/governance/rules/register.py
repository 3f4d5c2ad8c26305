"""Who keeps the register of bodies, members and documents, and who reads the names in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ordito.core.access import rule
from ordito.core.models import User
from ordito.core.rules import is_insider, works_in_plan_office

if TYPE_CHECKING:
    from ordito.core.models import Actor
    from ordito.core.rules import InDistrict
    from ordito.governance.models import CalendarKey


@rule("governance.keep_register")
def may_keep_register(user: Actor, thing: InDistrict) -> bool:
    """Bodies, mandates, memberships and documents are the plan office's to write."""
    return works_in_plan_office(user, thing)


@rule("governance.read_register")
def may_read_register(user: Actor, thing: InDistrict) -> bool:
    """Names of persons, and who was at which meeting, are for whoever works in the district."""
    return is_insider(user, thing)


@rule("governance.own_calendar")
def may_own_calendar(user: Actor, key: CalendarKey) -> bool:
    """A calendar link is its owner's alone."""
    return isinstance(user, User) and user.pk == key.user_id
