"""Who writes the plan."""

from ordito.core.access import rule
from ordito.core.models import Actor
from ordito.core.rules import InDistrict, is_insider, works_in_plan_office


@rule("plan.write")
def may_write(user: Actor, thing: InDistrict) -> bool:
    """The plan office writes the plan: objectives, actions, budget, indicators, the sections of the law."""
    return works_in_plan_office(user, thing)


@rule("plan.adopt")
def may_adopt(user: Actor, thing: InDistrict) -> bool:
    """The plan office registers that the plan was adopted; the decision itself is a body's."""
    return works_in_plan_office(user, thing)


@rule("plan.read_drafts")
def may_read_drafts(user: Actor, thing: InDistrict) -> bool:
    """Whoever works in the district reads plans that are not public."""
    return is_insider(user, thing)
