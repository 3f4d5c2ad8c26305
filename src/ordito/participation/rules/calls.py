"""Who may write what: the plan office keeps the calls, anybody answers one that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ordito.core.access import rule
from ordito.core.rules import InDistrict, is_insider, works_in_plan_office
from ordito.participation.models import Call, CallState, Integration

if TYPE_CHECKING:
    from ordito.core.models import Actor


@rule("participation.keep_calls")
def may_keep_calls(user: Actor, thing: InDistrict) -> bool:
    """Calls, applications and their outcome are the plan office's to keep."""
    return works_in_plan_office(user, thing)


@rule("participation.apply")
def may_apply(_user: Actor, call: Call) -> bool:
    """Whoever reads a published call may answer it; its last day is the command's to count."""
    return call.state == CallState.PUBLISHED and call.district.is_public


@rule("participation.read_outcome")
def may_read_outcome(user: Actor, call: Call) -> bool:
    """The list of those admitted is public with the outcome."""
    return call.state == CallState.CONCLUDED and (call.district.is_public or is_insider(user, call))


@rule("participation.answer_integration")
def may_answer_integration(_user: Actor, integration: Integration) -> bool:
    """Whoever holds the link of the application answers what was asked of it, until the outcome."""
    return integration.application.call.state == CallState.PUBLISHED
