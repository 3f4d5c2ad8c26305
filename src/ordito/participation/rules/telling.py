"""Who is told, and who asks for silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ordito.core.access import rule

if TYPE_CHECKING:
    from ordito.core.models import Actor
    from ordito.core.rules import InDistrict


@rule("participation.choose_silence")
def may_choose_silence(_user: Actor, _thing: InDistrict) -> bool:
    """Whoever holds the link of an address decides for that address."""
    return True
