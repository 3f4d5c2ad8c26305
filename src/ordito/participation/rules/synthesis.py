"""Who draws a concept map: whoever facilitates, and whoever may bring contributions meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ordito.core.access import rule
from ordito.participation.models import ConceptMap, Doing
from ordito.participation.rules.processes import is_open_to, may_facilitate

if TYPE_CHECKING:
    from typing import Protocol

    from ordito.core.models import Actor, District

    class OnAMap(Protocol):
        """A concept or a tie: what hangs from a map."""

        @property
        def district(self) -> District: ...

        map: ConceptMap


@rule("participation.draw")
def may_draw(user: Actor, thing: ConceptMap | OnAMap) -> bool:
    """Maps are drawn together: a facilitator always, the others while a phase lets them contribute."""
    drawn = thing if isinstance(thing, ConceptMap) else thing.map
    return may_facilitate(user, drawn) or is_open_to(user, drawn.process, Doing.CONTRIBUTE)
