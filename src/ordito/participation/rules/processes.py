"""Who keeps the paths, and who does what in them: role, place, and the phase that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ordito.core.access import rule
from ordito.core.models import RoleKind, holds
from ordito.core.rules import InDistrict, is_insider, works_in_plan_office
from ordito.governance.queries import sits_in
from ordito.participation.models import Doing, Whom
from ordito.participation.queries.phases import open_to

if TYPE_CHECKING:
    from ordito.core.models import Actor
    from ordito.participation.models import Process


@rule("participation.keep_processes")
def may_keep_processes(user: Actor, thing: InDistrict) -> bool:
    """Paths, phases, workshops, sources: the plan office writes them."""
    return works_in_plan_office(user, thing)


@rule("participation.facilitate")
def may_facilitate(user: Actor, thing: InDistrict) -> bool:
    """Gatherings, what is typed in the room, synthesis: the plan office, and whoever facilitates."""
    return holds(user, thing.district, RoleKind.PLAN_OFFICE, RoleKind.FACILITATOR)


@rule("participation.contribute")
def may_contribute(user: Actor, process: Process) -> bool:
    """Bringing contributions, while a phase opens it to whoever asks."""
    return is_open_to(user, process, Doing.CONTRIBUTE)


@rule("participation.vote")
def may_vote(user: Actor, process: Process) -> bool:
    """Agreeing and disagreeing, while a phase opens it to whoever asks."""
    return is_open_to(user, process, Doing.VOTE)


@rule("participation.prioritise")
def may_prioritise(user: Actor, process: Process) -> bool:
    """Choosing priorities, while a phase opens it to whoever asks."""
    return is_open_to(user, process, Doing.PRIORITISE)


@rule("participation.amend")
def may_amend(user: Actor, process: Process) -> bool:
    """Proposing amendments and remarking on them, while a phase opens it to whoever asks."""
    return is_open_to(user, process, Doing.AMEND)


def is_open_to(user: Actor, process: Process, doing: Doing) -> bool:
    """Whether an account may do something in a path today; the phones of a room are asked for elsewhere."""
    circle = open_to(process, doing, process.district.today())
    if circle is None:
        return False
    if may_facilitate(user, process):
        return True
    return sits_in(user, process.body) if circle == Whom.MEMBERS else is_insider(user, process)
