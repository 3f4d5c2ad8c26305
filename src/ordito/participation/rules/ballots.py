"""Who chooses priorities: an account while a phase opens it, a phone where it opens it to the room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ordito.core.access import rule
from ordito.participation.models import Doing, VoterKind, Whom
from ordito.participation.queries.phases import open_to
from ordito.participation.rules.processes import may_facilitate, may_prioritise

if TYPE_CHECKING:
    from ordito.core.models import Actor
    from ordito.participation.models import Ballot


@rule("participation.choose")
def may_choose(user: Actor, ballot: Ballot) -> bool:
    """Giving a paper with one's account, while a phase of the path opens the choice of priorities."""
    return may_prioritise(user, ballot.process)


@rule("participation.choose_by_phone")
def may_choose_by_phone(_user: Actor, ballot: Ballot) -> bool:
    """A phone of the room chooses where every person does and the phase opens it to the room."""
    return (
        ballot.voters == VoterKind.PERSON
        and ballot.gathering_id is not None
        and open_to(ballot.process, Doing.PRIORITISE, ballot.district.today()) == Whom.ROOM
    )


@rule("participation.read_papers")
def may_read_papers(user: Actor, ballot: Ballot) -> bool:
    """The papers of a closed ballot, by number alone, to count again: whoever facilitates."""
    return may_facilitate(user, ballot)
