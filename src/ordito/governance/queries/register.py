"""What the register knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from ordito.core.models import User, holds
from ordito.core.period import in_force
from ordito.governance.models import Membership

if TYPE_CHECKING:
    from ordito.core.models import Actor
    from ordito.governance.models import Body


def sits_in(user: Actor, body: Body) -> bool:
    """Whether the person is a member, or speaks for one, today. One query per request, whatever the bodies."""
    return isinstance(user, User) and holds(user, body.district) and body.pk in _bodies_of(user)


def _bodies_of(user: User) -> set[int]:
    kept: set[int] | None = getattr(user, "_sits_in", None)
    if kept is None:
        today = timezone.localdate()
        speaks = Q(organisation__delegates__person__account=user) & in_force(
            today, "organisation__delegates__"
        )
        seats = Membership.objects.filter(in_force(today)).filter(Q(person__account=user) | speaks)
        kept = set(seats.values_list("body_id", flat=True))
        user._sits_in = kept  # type: ignore[attr-defined]  # noqa: SLF001 - remembered on this request's own user
    return kept
