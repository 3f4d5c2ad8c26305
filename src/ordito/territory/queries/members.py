"""Which municipalities make the district on a day, and how they lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from ordito.territory.models import Adjacency, Municipality, Place

if TYPE_CHECKING:
    from datetime import date

    from ordito.core.models import District


def standing(on: date, path: str = "") -> Q:
    """Rows that hold on a day, those without a first day included; `path` reaches the row with the period."""
    begun = Q(**{f"{path}starts_on__isnull": True}) | Q(**{f"{path}starts_on__lte": on})
    return begun & (Q(**{f"{path}ends_before__isnull": True}) | Q(**{f"{path}ends_before__gt": on}))


def members_of(district: District, on: date) -> QuerySet[Municipality]:
    """The municipalities of the district on a day, without their heavy boundaries."""
    return Municipality.objects.filter(standing(on), district=district).defer("geometry")


def places_of(district: District, on: date) -> QuerySet[Place]:
    """The places open on a day."""
    return Place.objects.filter(standing(on), district=district)


def features_of(district: District, on: date) -> list[dict[str, Any]]:
    """The boundaries as GeoJSON features, of the municipalities that have them."""
    rows = Municipality.objects.filter(standing(on), district=district, geometry__isnull=False)
    return [
        {
            "type": "Feature",
            "id": code,
            "properties": {"istat_code": code, "name": name},
            "geometry": geometry,
        }
        for code, name, geometry in rows.order_by("istat_code").values_list("istat_code", "name", "geometry")
    ]


def has_boundaries(district: District, on: date) -> bool:
    """Whether there is anything to draw."""
    return members_of(district, on).filter(geometry__isnull=False).exists()


def neighbour_pairs(district: District, on: date) -> int:
    """How many pairs of municipalities of the district share a stretch of boundary."""
    return Adjacency.objects.filter(
        standing(on, "one__"), standing(on, "other__"), one__district=district
    ).count()


def neighbours_of(municipality: Municipality, on: date) -> QuerySet[Municipality]:
    """The municipalities of the district that border on one."""
    sides = Adjacency.objects.filter(Q(one=municipality) | Q(other=municipality)).values_list("one", "other")
    pks = {pk for pair in sides for pk in pair} - {municipality.pk}
    return members_of(municipality.district, on).filter(pk__in=pks).order_by("name")
