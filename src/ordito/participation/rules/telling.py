"""Who is told, and who asks for silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ordito.core.access import rule

if TYPE_CHECKING:
    from ordito.core.models import Actor
    from ordito.participation.models import Silence


@rule("participation.choose_silence")
def may_choose_silence(_user: Actor, silence: Silence) -> bool:
    """Whoever holds the link of an address decides for that address: the link is what names it."""
    return bool(silence.email)
