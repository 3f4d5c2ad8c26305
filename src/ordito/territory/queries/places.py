"""Places, whom they serve and who works there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from ordito.core.models import Role, holds
from ordito.core.period import in_force
from ordito.territory.models import RolePlace
from ordito.territory.queries.members import places_of

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from ordito.core.models import Actor, District, User
    from ordito.territory.models import Function, Municipality, Place


@dataclass(frozen=True, slots=True)
class Post:
    """Somebody who works at a place, and as what."""

    pk: int
    name: str
    role: str
    starts_on: date
    ends_before: date | None


def staff_of(place: Place, user: Actor, on: date) -> tuple[Post, ...]:
    """Who works at a place: told to whoever holds a role in the district, and to nobody else."""
    if not (holds(user, place.district) or (user.is_authenticated and user.is_installation_admin)):
        return ()
    rows = (
        RolePlace.objects.filter(in_force(on), in_force(on, "role__"), place=place)
        .select_related("role__user")
        .order_by("role__user__name", "starts_on")
    )
    return tuple(
        Post(row.pk, row.role.user.name, row.role.get_kind_display(), row.starts_on, row.ends_before)
        for row in rows
    )


def places_where(user: User, district: District, on: date) -> frozenset[int]:
    """The places at which a person works: what a desk operator may open."""
    rows = RolePlace.objects.filter(
        in_force(on), in_force(on, "role__"), role__user=user, role__district=district
    )
    return frozenset(rows.values_list("place_id", flat=True))


def roles_to_post(place: Place, on: date) -> QuerySet[Role]:
    """The roles of the district that could be held at a place and are not yet."""
    here = RolePlace.objects.filter(Q(ends_before__isnull=True) | Q(ends_before__gt=on), place=place)
    return (
        Role.objects.filter(in_force(on), district_id=place.district_id)
        .exclude(pk__in=here.values("role_id"))
        .select_related("user")
        .order_by("user__name", "kind")
    )


def places_serving(municipality: Municipality, on: date) -> tuple[Place, ...]:
    """The open places that stand in a municipality or have it in their catchment."""
    here = Q(municipality=municipality) | Q(catchment=municipality)
    rows = places_of(municipality.district, on).filter(here).select_related("district", "municipality")
    return tuple(rows.distinct().order_by("name"))


def functions_at(place: Place, on: date) -> tuple[Function, ...]:
    """The functions that are kept at a place on a day."""
    return tuple(place.functions.filter(in_force(on)).order_by("name"))
