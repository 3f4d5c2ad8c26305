"""Who may tend districts and accounts."""

from django.contrib.auth.models import AnonymousUser

from ordito.core.access import rule
from ordito.core.models import Actor, District, RoleKind, holds


def works_in_plan_office(user: Actor, district: District) -> bool:
    """The daily user: everything in the register of a district is the plan office's to keep."""
    return holds(user, district, RoleKind.PLAN_OFFICE)


def is_installation_admin(user: Actor) -> bool:
    return not isinstance(user, AnonymousUser) and user.is_installation_admin


@rule("core.create_district")
def may_create_district(user: Actor, _district: object) -> bool:
    return is_installation_admin(user)


@rule("core.tend_district")
def may_tend_district(user: Actor, district: District) -> bool:
    return is_installation_admin(user) or works_in_plan_office(user, district)


@rule("core.tend_accounts")
def may_tend_accounts(user: Actor, district: District) -> bool:
    return is_installation_admin(user) or works_in_plan_office(user, district)


@rule("core.read_journal")
def may_read_journal(user: Actor, district: District) -> bool:
    return is_installation_admin(user) or works_in_plan_office(user, district)


@rule("core.move_tables")
def may_move_tables(user: Actor, district: District) -> bool:
    return is_installation_admin(user) or works_in_plan_office(user, district)
