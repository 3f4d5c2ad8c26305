"""Who speaks for whom."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Case, DateField, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from ordito.community.models import Delegate, DelegateKind
from ordito.core.models import User
from ordito.core.period import in_force

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from ordito.core.models import Actor

FIRST_TO_SPEAK = Case(
    When(kind=DelegateKind.DELEGATE, then=0), When(kind=DelegateKind.REPRESENTATIVE, then=1), default=2
)
"""A delegate was sent to speak; the legal representative speaks where nobody was; alternates come last."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A person who speaks for an organisation on a day."""

    person_id: int
    code: str
    name: str
    email: str
    phone: str
    kind: DelegateKind

    @property
    def is_alternate(self) -> bool:
        return self.kind is DelegateKind.ALTERNATE


def speaks_for(user: Actor) -> set[int]:
    """Give the ids of the organisations for which the person speaks today.

    One query per request, whatever the organisations; today is that of each organisation's district.
    """
    if not isinstance(user, User):
        return set()
    kept: set[int] | None = getattr(user, "_speaks_for", None)
    if kept is None:
        stands_still = F("organisation__district__demonstration_day")
        today = Coalesce(stands_still, Value(timezone.localdate()), output_field=DateField())
        delegations = Delegate.objects.filter(person__account=user).alias(today=today)
        now = delegations.filter(
            Q(ends_before__isnull=True) | Q(ends_before__gt=F("today")), starts_on__lte=F("today")
        )
        kept = set(now.values_list("organisation_id", flat=True))
        user._speaks_for = kept  # type: ignore[attr-defined]  # noqa: SLF001 - remembered on the request's user
    return kept


def delegates_on(organisation_ids: Collection[int], day: date) -> Mapping[int, tuple[Voice, ...]]:
    """Give, for each of the organisations, who speaks for it on a day: whoever speaks first, first.

    Delegates come before the legal representative, and alternates last. Nobody comes twice for the same
    organisation; an organisation without a voice has an empty tuple. One query.
    """
    delegations = (
        Delegate.objects.filter(in_force(day), organisation_id__in=organisation_ids)
        .select_related("person")
        .order_by(FIRST_TO_SPEAK, "starts_on", "person__name", "pk")
    )
    found: dict[int, dict[int, Voice]] = defaultdict(dict)
    for each in delegations:
        found[each.organisation_id].setdefault(
            each.person_id,
            Voice(
                person_id=each.person_id,
                code=each.person.code,
                name=each.person.name,
                email=each.person.email,
                phone=each.person.phone,
                kind=DelegateKind(each.kind),
            ),
        )
    return {pk: tuple(found[pk].values()) if pk in found else () for pk in organisation_ids}
