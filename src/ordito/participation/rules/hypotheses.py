"""Who writes a document of hypotheses, who proposes to change it, who writes what the body decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ordito.core.access import rule
from ordito.core.models import RoleKind, User, holds
from ordito.core.rules import works_in_plan_office
from ordito.participation.models import AmendmentState, Hypothesis, HypothesisState, Paragraph
from ordito.participation.queries.hypotheses import writes_hypotheses
from ordito.participation.rules.processes import may_amend

if TYPE_CHECKING:
    from ordito.core.models import Actor
    from ordito.participation.models import Amendment, Process


@rule("participation.write_hypotheses")
def may_write_hypotheses(user: Actor, thing: Process | Hypothesis | Paragraph) -> bool:
    """Drafts are written, and read, by the office, by who facilitates and by the members of who leads."""
    document = thing.hypothesis if isinstance(thing, Paragraph) else thing
    return writes_hypotheses(user, document.process if isinstance(document, Hypothesis) else document)


@rule("participation.propose_amendment")
def may_propose_amendment(user: Actor, hypothesis: Hypothesis) -> bool:
    """While a phase opens it to whoever asks, and the document is open."""
    return hypothesis.state == HypothesisState.OPEN and may_amend(user, hypothesis.process)


@rule("participation.remark_amendment")
def may_remark_amendment(user: Actor, amendment: Amendment) -> bool:
    """Until it is decided, by whoever may propose one and by whoever writes the document."""
    process = amendment.hypothesis.process
    return amendment.state == AmendmentState.PROPOSED and (
        writes_hypotheses(user, process) or may_amend(user, process)
    )


@rule("participation.withdraw_amendment")
def may_withdraw_amendment(user: Actor, amendment: Amendment) -> bool:
    """Its author, and the office on the word of whoever proposed it."""
    mine = isinstance(user, User) and user.pk == amendment.author_id and holds(user, amendment.district)
    return amendment.state == AmendmentState.PROPOSED and (mine or works_in_plan_office(user, amendment))


@rule("participation.decide_hypotheses")
def may_decide_hypotheses(user: Actor, hypothesis: Hypothesis) -> bool:
    """The body decides; who keeps its meetings writes what it decided."""
    return holds(user, hypothesis.district, RoleKind.PLAN_OFFICE, RoleKind.FACILITATOR)
