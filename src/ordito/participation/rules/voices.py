"""Who speaks in a room, and who tends what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ordito.core.access import rule
from ordito.core.models import User
from ordito.participation.models import ContributionChannel, Doing, Phone, Whom
from ordito.participation.queries.phases import open_to
from ordito.participation.rules.processes import is_open_to, may_facilitate

if TYPE_CHECKING:
    from ordito.core.models import Actor
    from ordito.participation.models import Contribution, Gathering

TYPED_FOR_OTHERS = frozenset(
    {
        ContributionChannel.NOTE,
        ContributionChannel.HAND,
        ContributionChannel.PAPER,
        ContributionChannel.OFFICE,
    }
)


@rule("participation.speak_from_phone")
def may_speak_from_phone(_user: Actor, thing: Gathering | Phone) -> bool:
    """Whoever is in the room, while the gathering and the phase are open to the room."""
    return is_open_to_the_room(thing, Doing.CONTRIBUTE)


@rule("participation.vote_from_phone")
def may_vote_from_phone(_user: Actor, thing: Gathering | Phone) -> bool:
    """Whoever is in the room, while the gathering and the phase let the room vote."""
    return is_open_to_the_room(thing, Doing.VOTE)


@rule("participation.enter_room")
def may_enter_room(_user: Actor, thing: Gathering) -> bool:
    """Whoever has the word of a gathering in which phones may do something now."""
    return any(is_open_to_the_room(thing, each) for each in (Doing.CONTRIBUTE, Doing.VOTE, Doing.PRIORITISE))


@rule("participation.keep_address")
def may_keep_address(_user: Actor, phone: Phone) -> bool:
    """Whoever holds the secret of a phone leaves an address, or takes it back, at any time."""
    return phone.pk is not None


@rule("participation.tend_contribution")
def may_tend_contribution(user: Actor, contribution: Contribution) -> bool:
    """One's own while it is open; what was typed for others, whoever facilitates."""
    if contribution.channel in TYPED_FOR_OTHERS:
        return may_facilitate(user, contribution)
    own = isinstance(user, User) and contribution.author_id == user.pk
    return own and is_still_open(user, contribution)


def is_still_open(user: Actor, contribution: Contribution) -> bool:
    """Whether what was said may still be changed by whoever said it."""
    gathering = contribution.gathering
    if gathering is not None and not gathering.is_open(contribution.district.now()):
        return False
    return is_open_to(user, contribution.process, Doing.CONTRIBUTE)


def is_open_to_the_room(thing: Gathering | Phone, doing: Doing) -> bool:
    """Whether the phones of a gathering may do something now."""
    gathering = thing.gathering if isinstance(thing, Phone) else thing
    district = gathering.district
    return gathering.is_open(district.now()) and (
        open_to(gathering.process, doing, district.today()) == Whom.ROOM
    )
