"""Which phases a path is in on a day, and to whom they open what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from ordito.core.models import RoleKind, User, holds
from ordito.core.period import in_force
from ordito.core.rules import is_insider
from ordito.governance.queries.register import seats_of
from ordito.participation.models import Opening, Phase, Whom

if TYPE_CHECKING:
    from datetime import date

    from ordito.core.models import Actor, District
    from ordito.participation.models import Doing, Process

FACILITATES = (RoleKind.PLAN_OFFICE, RoleKind.FACILITATOR)
WIDEST_FIRST = (Whom.ROOM, Whom.INSIDERS, Whom.MEMBERS)


def phases_on(process: Process, on: date) -> list[Phase]:
    """The phases that a path is in on a day: often one, sometimes two at once."""
    return list(Phase.objects.filter(in_force(on), process=process).order_by("number"))


def openings_on(process: Process, on: date) -> dict[str, Whom]:
    """What the phases of a day open, each to the widest circle named; one query a request."""
    kept: dict[date, dict[str, Whom]] = process.__dict__.setdefault("_openings", {})
    if on not in kept:
        rows = Opening.objects.filter(in_force(on, "phase__"), phase__process=process)
        found: dict[str, Whom] = {}
        for doing, whom in rows.values_list("doing", "whom"):
            named = [Whom(whom), found[doing]] if doing in found else [Whom(whom)]
            found[doing] = min(named, key=WIDEST_FIRST.index)
        kept[on] = found
    return kept[on]


def keep_openings(process: Process, on: date, found: dict[str, Whom]) -> None:
    """Spare the question to whoever already knows what the phases of a day open."""
    process.__dict__.setdefault("_openings", {})[on] = found


def open_to(process: Process, doing: Doing, on: date) -> Whom | None:
    """The widest circle to which a doing is open on a day; None when no phase opens it."""
    return openings_on(process, on).get(doing)


def circles_of(user: Actor, district: District) -> Q:
    """The openings that are for a reader: the room's for everybody, the others as `is_open_to` says."""
    if holds(user, district, *FACILITATES):
        return Q()
    if not isinstance(user, User) or not is_insider(user, district):
        return Q(whom=Whom.ROOM)
    seats = seats_of(user, district=district)
    return ~Q(whom=Whom.MEMBERS) | Q(phase__process__body__in=seats.values("body_id"))
