"""Who may tend districts and accounts."""

from typing import Protocol

from django.contrib.auth.models import AnonymousUser

from ordito.core.access import rule
from ordito.core.models import Actor, District, RoleKind, holds


class InDistrict(Protocol):
    """Anything that belongs to a district; a district belongs to itself."""

    @property
    def district(self) -> District: ...


def works_in_plan_office(user: Actor, thing: InDistrict) -> bool:
    """The daily user: everything in the register of a district is the plan office's to keep."""
    return holds(user, thing.district, RoleKind.PLAN_OFFICE)


def is_installation_admin(user: Actor) -> bool:
    return not isinstance(user, AnonymousUser) and user.is_installation_admin


def is_insider(user: Actor, thing: InDistrict) -> bool:
    """Whoever holds any role in the district; strangers never read the names of those who take part."""
    return is_installation_admin(user) or holds(user, thing.district)


@rule("core.create_district")
def may_create_district(user: Actor, _district: object) -> bool:
    return is_installation_admin(user)


@rule("core.tend_district")
def may_tend_district(user: Actor, thing: InDistrict) -> bool:
    return is_installation_admin(user) or works_in_plan_office(user, thing)


@rule("core.tend_accounts")
def may_tend_accounts(user: Actor, thing: InDistrict) -> bool:
    return is_installation_admin(user) or works_in_plan_office(user, thing)


@rule("core.read_journal")
def may_read_journal(user: Actor, thing: InDistrict) -> bool:
    return is_installation_admin(user) or works_in_plan_office(user, thing)


@rule("core.move_tables")
def may_move_tables(user: Actor, thing: InDistrict) -> bool:
    return is_installation_admin(user) or works_in_plan_office(user, thing)
