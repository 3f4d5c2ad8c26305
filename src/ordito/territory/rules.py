"""Who may change what the district is made of, and see who works where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ordito.core.access import rule
from ordito.core.models import RoleKind, holds
from ordito.core.rules import is_installation_admin, works_in_plan_office

if TYPE_CHECKING:
    from ordito.core.models import Actor, District


class InDistrict(Protocol):
    """Anything that belongs to a district: a municipality, a place, a function, the district itself."""

    @property
    def district(self) -> District: ...


@rule("territory.tend")
def may_tend(user: Actor, subject: InDistrict) -> bool:
    """Municipalities, sub-areas, places, functions and counts of people are the plan office's to keep."""
    return is_installation_admin(user) or works_in_plan_office(user, subject.district)


@rule("territory.tend_staff")
def may_tend_staff(user: Actor, subject: InDistrict) -> bool:
    """Who works at which place is said by the plan office, or by a head of service."""
    return may_tend(user, subject) or holds(user, subject.district, RoleKind.HEAD_OF_SERVICE)


@rule("territory.read_staff")
def may_read_staff(user: Actor, subject: InDistrict) -> bool:
    """Names of people who work at a place are for whoever works in the district."""
    return is_installation_admin(user) or holds(user, subject.district)
