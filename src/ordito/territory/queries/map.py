"""What a map shows: boundaries, one indicator as colour, sub-areas, places; as a drawing and as GeoJSON."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely
from django.core.cache import cache
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ordito.core import numbers
from ordito.territory import figures as drawings
from ordito.territory.models import PlaceKind
from ordito.territory.queries.members import features_of, places_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ordito.core.models import District
    from ordito.territory.queries.indicators import Indicator
    from ordito.territory.queries.overview import MunicipalityRow, Overview

MISSING = "#f4f5f7"
KEPT = 24 * 60 * 60
"""Seconds for which a drawing is kept; its key changes with anything that it shows."""
KINDS = (PlaceKind.POLE, PlaceKind.DESK, PlaceKind.HEALTH_HOUSE, PlaceKind.OFFICE, PlaceKind.MEETING_ROOM)


@dataclass(frozen=True, slots=True)
class PlaceMark:
    """A place where it can be drawn: on its own spot, or in the middle of its municipality."""

    code: str
    name: str
    kind: PlaceKind
    municipality: str
    longitude: float
    latitude: float
    is_exact: bool
    url: str


def marks_of(district: District, overview: Overview) -> tuple[PlaceMark, ...]:
    """The open places that can be put on the map, kind by kind."""
    centres = {row.pk: (row.longitude, row.latitude) for row in overview.municipalities}
    names = {row.pk: row.name for row in overview.municipalities}
    marks = []
    for place in places_of(district, overview.on).select_related("district"):
        own = place.longitude, place.latitude
        longitude, latitude = own if None not in own else centres.get(place.municipality_id or 0, own)
        if longitude is None or latitude is None:
            continue
        marks.append(
            PlaceMark(
                code=place.code,
                name=place.name,
                kind=PlaceKind(place.kind),
                municipality=names.get(place.municipality_id or 0, ""),
                longitude=longitude,
                latitude=latitude,
                is_exact=None not in own,
                url=place.get_absolute_url(),
            )
        )
    return tuple(sorted(marks, key=lambda mark: (KINDS.index(mark.kind), mark.name)))


def written(indicator: Indicator, value: float | None) -> str:
    """A value with the decimals of its indicator; a dash when there is none."""
    if value is None:
        return "—"
    return numbers.written(value, indicator.decimals).replace("-", "\N{MINUS SIGN}")


def classes_of(indicator: Indicator, rows: Sequence[MunicipalityRow]) -> drawings.Classes:
    """The classes that the map, its legend and the table share."""
    values = [value for row in rows if (value := indicator.of(row.figures)) is not None]
    return drawings.quantile_classes(values)


def drawn_map(
    district: District,
    overview: Overview,
    indicator: Indicator | None,
    *,
    marks: Sequence[PlaceMark] = (),
    source: str = "",
    width: float = 480,
) -> str:
    """The map as a drawing that needs no script; nothing while no boundary is known.

    Writing names where there is room takes a while: the same map is drawn once.
    """
    features = features_of(district, overview.on)
    if not features:
        return ""
    coloured = None
    if indicator is not None:
        values = {row.istat_code: indicator.of(row.figures) for row in overview.municipalities}
        coloured = drawings.Indicator(
            values=values,
            unit=str(indicator.unit),
            decimals=indicator.decimals,
            classes=classes_of(indicator, overview.municipalities),
        )
    asked: dict[str, Any] = {
        "title": str(indicator.name) if indicator else _("Comuni e sub-aree"),
        "indicator": coloured,
        "sub_areas": {
            area.name: [row.istat_code for row in area.municipalities] for area in overview.sub_areas
        },
        "places": [
            drawings.Place(kind=str(mark.kind.label), longitude=mark.longitude, latitude=mark.latitude)
            for mark in marks
        ],
        "source": source,
        "width": width,
    }
    key = hashlib.sha256(repr((get_language(), features, asked)).encode()).hexdigest()
    drawn = cache.get(f"map:{key}")
    if drawn is None:
        drawn = drawings.map_svg(features, **asked)
        cache.set(f"map:{key}", drawn, KEPT)
    return str(drawn)


def geojson_of(
    district: District, overview: Overview, indicators: Sequence[Indicator], marks: Sequence[PlaceMark]
) -> dict[str, Any]:
    """Boundaries with the value and the colour of every indicator, sub-areas and places, for the live map."""
    features = features_of(district, overview.on)
    shapes = {each["id"]: shapely.geometry.shape(each["geometry"]) for each in features}
    rows = {row.istat_code: row for row in overview.municipalities}
    painted: Mapping[str, Mapping[str, str]] = {
        indicator.key: _painted(indicator, overview.municipalities) for indicator in indicators
    }
    for feature in features:
        row = rows[feature["id"]]
        told = feature["properties"] | {"url": row.url, "sub_area": row.sub_area}
        for indicator in indicators:
            told[f"value_{indicator.key}"] = written(indicator, indicator.of(row.figures))
            fill = painted[indicator.key].get(row.istat_code, MISSING)
            told |= {f"fill_{indicator.key}": fill, f"ink_{indicator.key}": drawings.readable_on(fill)}
        point = shapes[feature["id"]].representative_point()
        told["at"] = [row.longitude or point.x, row.latitude or point.y]
        feature["properties"] = told
    return {
        "type": "FeatureCollection",
        "bbox": shapely.total_bounds(list(shapes.values())).tolist() if shapes else [],
        "features": features,
        "legend": {each.key: _legend(each, overview.municipalities) for each in indicators},
        "sub_areas": {"type": "FeatureCollection", "features": _sub_areas(overview, shapes)},
        "places": [
            {
                "name": mark.name,
                "kind": mark.kind.value,
                "kind_name": str(mark.kind.label),
                "municipality": mark.municipality,
                "at": [mark.longitude, mark.latitude],
                "url": mark.url,
            }
            for mark in marks
        ],
    }


def _painted(indicator: Indicator, rows: Sequence[MunicipalityRow]) -> dict[str, str]:
    classes = classes_of(indicator, rows)
    colours = drawings.shades(drawings.BLUES, len(classes))
    values = {row.istat_code: indicator.of(row.figures) for row in rows}
    return {code: colours[classes.of(value)] for code, value in values.items() if value is not None}


def _legend(indicator: Indicator, rows: Sequence[MunicipalityRow]) -> list[list[str]]:
    """Colours and what they mean, the highest first as on a thermometer."""
    classes = classes_of(indicator, rows)
    colours = drawings.shades(drawings.BLUES, len(classes))
    said = [[colour, drawings.class_meaning(classes, turn)] for turn, colour in enumerate(colours)][::-1]
    missing = any(indicator.of(row.figures) is None for row in rows)
    known = any(indicator.of(row.figures) is not None for row in rows)
    return (said if known else []) + ([[MISSING, _("dato mancante")]] if missing else [])


def _sub_areas(overview: Overview, shapes: Mapping[str, Any]) -> list[dict[str, Any]]:
    parts = {
        area.name: [shapes[row.istat_code] for row in area.municipalities if row.istat_code in shapes]
        for area in overview.sub_areas
    }
    return [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": shapely.geometry.mapping(shapely.union_all(group)),
        }
        for name, group in parts.items()
        if group
    ]
