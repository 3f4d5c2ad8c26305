"""Places where people meet the service, and who works there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from ordito.core.command import command
from ordito.core.refused import Refused
from ordito.territory.commands.sets import change_set, free_code, municipalities_by_code
from ordito.territory.models import Municipality, Place, PlaceKind, RolePlace

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from ordito.core.models import Actor, Role

WEST, EAST, SOUTH, NORTH = 6.0, 19.0, 35.0, 48.0
"""Degrees between which Italy lies."""


class PlaceRefused(Refused):
    """The place cannot be opened, changed or closed as asked."""


class PostRefused(Refused):
    """The person cannot be put at the place, or taken from it, as asked."""


@command("territory.open_place", needs="territory.tend")
def open_place(place: Place, *, by: Actor, catchment: Collection[str] = ()) -> Place:
    """Open a place out of an unsaved one; `catchment` are the ISTAT codes of the municipalities it serves."""
    _check(place)
    place.code = place.code or free_code(Place, place.district, place.name)
    if Place.objects.filter(district=place.district, code=place.code).exists():
        raise PlaceRefused(_("C'è già un luogo con il codice «%(code)s».") % {"code": place.code})
    place.save()
    _serve(place, catchment, deed="territory.open_place", by=by)
    return place


@command("territory.describe_place", needs="territory.tend")
def describe_place(  # noqa: PLR0913 - what is said of a place
    place: Place,
    *,
    by: Actor,
    name: str,
    kind: str,
    municipality: Municipality | None,
    address: str,
    opening_hours: str,
    phone: str,
    longitude: float | None,
    latitude: float | None,
    starts_on: date | None,
    catchment: Collection[str],
) -> Place:
    """Change what is said of a place and whom it serves."""
    place.name, place.kind, place.municipality = name, kind, municipality
    place.address, place.opening_hours, place.phone = address, opening_hours, phone
    place.longitude, place.latitude, place.starts_on = longitude, latitude, starts_on
    _check(place)
    place.save()
    _serve(place, catchment, deed="territory.describe_place", by=by)
    return place


@command("territory.close_place", needs="territory.tend")
def close_place(place: Place, *, by: Actor, ends_before: date) -> Place:
    """Close a place from a day on: what was true until then stays written, posts end with it."""
    if place.ends_before is not None:
        raise PlaceRefused(_("«%(name)s» è già chiuso.") % {"name": place.name})
    if place.starts_on is not None and ends_before <= place.starts_on:
        raise PlaceRefused(_("Un luogo non può chiudere prima di aprire."))
    place.ends_before = ends_before
    place.save(update_fields=["ends_before"])
    place.held_here.filter(starts_on__gte=ends_before).delete()
    later = Q(ends_before__isnull=True) | Q(ends_before__gt=ends_before)
    place.held_here.filter(later).update(ends_before=ends_before)
    return place


@command("territory.post_to_place", needs="territory.tend_staff")
def post_to_place(place: Place, *, by: Actor, role: Role, starts_on: date) -> RolePlace:
    """Say that somebody holds their role at this place from a day on."""
    if role.district_id != place.district_id:
        raise PostRefused(_("Il ruolo è di un altro ambito."))
    if starts_on < role.starts_on or (role.ends_before is not None and starts_on >= role.ends_before):
        raise PostRefused(_("In quel giorno %(name)s non ha questo ruolo.") % {"name": role.user.name})
    if place.ends_before is not None and starts_on >= place.ends_before:
        raise PostRefused(_("In quel giorno «%(name)s» è chiuso.") % {"name": place.name})
    going_on = Q(ends_before__isnull=True) | Q(ends_before__gt=starts_on)
    if RolePlace.objects.filter(going_on, role=role, place=place).exists():
        raise PostRefused(_("%(name)s lavora già qui in quel giorno.") % {"name": role.user.name})
    return RolePlace.objects.create(role=role, place=place, starts_on=starts_on)


@command("territory.end_post", needs="territory.tend_staff")
def end_post(post: RolePlace, *, by: Actor, ends_before: date) -> RolePlace:
    """Say that somebody no longer works at a place from a day on."""
    if ends_before <= post.starts_on:
        raise PostRefused(_("L'assegnazione non può finire prima di cominciare."))
    post.ends_before = ends_before
    post.save(update_fields=["ends_before"])
    return post


def _check(place: Place) -> None:
    place.name = " ".join(place.name.split())
    if not place.name:
        raise PlaceRefused(_("Serve il nome del luogo."))
    if place.kind not in PlaceKind.values:
        raise PlaceRefused(_("Il tipo di luogo «%(kind)s» non esiste.") % {"kind": place.kind})
    if place.municipality is not None and place.municipality.district_id != place.district_id:
        raise PlaceRefused(_("Il comune è di un altro ambito."))
    if (place.longitude is None) != (place.latitude is None):
        raise PlaceRefused(_("Servono sia la longitudine sia la latitudine, o nessuna delle due."))
    if place.longitude is not None and place.latitude is not None:
        inside = WEST <= place.longitude <= EAST and SOUTH <= place.latitude <= NORTH
        if not inside:
            raise PlaceRefused(
                _("Il punto non è in Italia: la longitudine va da 6 a 19, la latitudine da 35 a 48.")
            )


def _serve(place: Place, istat_codes: Collection[str], *, deed: str, by: Actor) -> None:
    served = municipalities_by_code(place.district, istat_codes)
    change_set(place.catchment, served, deed=deed, by=by, field="catchment")
