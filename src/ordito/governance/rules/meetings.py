"""Who convenes meetings, takes attendance and writes minutes; who reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ordito.core.access import rule
from ordito.core.models import RoleKind, holds
from ordito.core.rules import is_installation_admin, works_in_plan_office
from ordito.governance.models import MinutesStatus
from ordito.governance.queries import sits_in

if TYPE_CHECKING:
    from ordito.core.models import Actor
    from ordito.core.rules import InDistrict
    from ordito.governance.models import Minutes


@rule("governance.convene")
def may_convene(user: Actor, thing: InDistrict) -> bool:
    """The plan office calls a body together, moves a meeting, cancels it."""
    return works_in_plan_office(user, thing)


@rule("governance.keep_meetings")
def may_keep_meetings(user: Actor, thing: InDistrict) -> bool:
    """Attendance, minutes, decisions and tasks: the plan office, and whoever facilitates."""
    return holds(user, thing.district, RoleKind.PLAN_OFFICE, RoleKind.FACILITATOR)


@rule("governance.read_minutes")
def may_read_minutes(user: Actor, minutes: Minutes) -> bool:
    """A draft is its writers'; once sent, also the members'; approved, everybody's who works here."""
    if is_installation_admin(user) or may_keep_meetings(user, minutes):
        return True
    if minutes.status == MinutesStatus.DRAFT:
        return False
    if minutes.status == MinutesStatus.APPROVED:
        return holds(user, minutes.district)
    return holds(user, minutes.district, RoleKind.ADMINISTRATOR, RoleKind.HEAD_OF_SERVICE) or sits_in(
        user, minutes.meeting.body
    )
