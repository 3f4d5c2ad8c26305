"""Limits of municipalities: shapes, areas, neighbours."""

from collections.abc import Callable, Collection
from functools import cache
from itertools import combinations
from typing import Any, Literal, NamedTuple, TypedDict

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from ._files import UnknownCode, chosen, istat, table
from ._names import known

_A = 6378137.0  # WGS 84: half the larger axis of the ellipsoid, in metres
_E2 = 0.00669437999014  # and the square of its eccentricity
_METRES_PER_DEGREE = 111_320.0
_DECIMALS = 6  # of a degree: about a tenth of a metre

Coordinates = NDArray[np.float64]


class Position(NamedTuple):
    """Degrees east and north, WGS 84."""

    longitude: float
    latitude: float


class Feature(TypedDict):
    """A GeoJSON feature: `id` is the ISTAT code, `properties` has `istat_code`, `name` and `province`."""

    type: Literal["Feature"]
    id: str
    properties: dict[str, str]
    geometry: dict[str, Any]


class FeatureCollection(TypedDict):
    """A GeoJSON feature collection (RFC 7946), longitude before latitude."""

    type: Literal["FeatureCollection"]
    features: list[Feature]


def polygon(istat_code: str, *, year: int | None = None) -> BaseGeometry:
    """Limits of a municipality: a valid (multi)polygon in degrees of longitude and latitude.

    Raises
    ------
    UnknownCode : no municipality has this code in `year` (the latest when not said)

    References
    ----------
    ISTAT, Confini delle unità amministrative a fini statistici, CC BY 4.0.
    """
    year = chosen(year)
    shapes = _shapes(year)
    if istat_code not in shapes:
        raise UnknownCode(istat_code, year)
    shape = shapely.from_wkb(shapes[istat_code])
    return shape if shape.is_valid else shapely.make_valid(shape)


def boundaries(
    codes: Collection[str], *, tolerance: float = 40.0, year: int | None = None
) -> FeatureCollection:
    """Limits of the municipalities as light GeoJSON in which neighbours still share the same line.

    Shared lines are simplified once for both sides, so that no sliver opens between them.

    Parameters
    ----------
    codes : ISTAT codes, six digits; repeated codes count once
    tolerance : metres >= 0: details smaller than about this square go; 0 leaves every point

    Returns
    -------
    FeatureCollection : one feature per code, by code

    Raises
    ------
    UnknownCode : a code is of no municipality in `year`
    """
    asked = sorted(set(codes))
    shapes = np.array([polygon(code, year=year) for code in asked], dtype=object)
    if asked and tolerance > 0:
        to_metres, to_degrees = _local_frame(shapes)
        flat = shapely.transform(shapes, to_metres)
        shapes = shapely.transform(shapely.coverage_simplify(flat, tolerance), to_degrees)
    shapes = shapely.transform(shapes, lambda points: points.round(_DECIMALS))
    return {
        "type": "FeatureCollection",
        "features": [_feature(code, shape, year) for code, shape in zip(asked, shapes, strict=True)],
    }


def neighbours(codes: Collection[str], *, year: int | None = None) -> frozenset[tuple[str, str]]:
    """Pairs of municipalities that share a stretch of border; meeting in a point is not enough.

    Returns
    -------
    frozenset of (code, greater code)

    Raises
    ------
    UnknownCode : a code is of no municipality in `year`

    Examples
    --------
    >>> sorted(neighbours(["036011", "036014", "036043", "036042"]))
    [('036011', '036014'), ('036011', '036043'), ('036014', '036043')]
    """
    shapes = {code: polygon(code, year=year) for code in sorted(set(codes))}
    for shape in shapes.values():
        shapely.prepare(shape)
    return frozenset(
        (one, other)
        for (one, shape), (other, beside) in combinations(shapes.items(), 2)
        if shape.intersects(beside) and shapely.get_dimensions(shape.intersection(beside)) > 0
    )


def area_km2(geometry: BaseGeometry) -> float:
    """Area on the ellipsoid, in square kilometres.

    Degrees are mapped to the cylinder of equal area. A geodesic between two points far apart bends away from
    the straight line there: on no Italian municipality does this make a difference of one part in 10,000.
    What differs more is that ISTAT's limits are generalised: the ten municipalities of Frignano come to
    690.97 km² against 689.53 official, one of them 1.5 % off. Where an official area is known, it wins.

    Parameters
    ----------
    geometry : in degrees of longitude and latitude

    References
    ----------
    Snyder (1987), Map Projections: A Working Manual, eqs. 3-12 and 10-14, 10-15 (standard parallel 0).
    """
    return float(shapely.transform(geometry, _equal_area).area) / 1e6


def centre(geometry: BaseGeometry) -> Position:
    """Centroid when it lies inside, else the middle of the widest part.

    Parameters
    ----------
    geometry : (multi)polygon in degrees of longitude and latitude
    """
    point = shapely.centroid(geometry)
    if not geometry.contains(point):
        point = shapely.point_on_surface(geometry)
    return Position(point.x, point.y)


@cache
def _shapes(year: int) -> dict[str, bytes]:
    rows = table("geo_municipalities", year)
    codes = rows["municipality_code"].to_pylist()
    return dict(zip(map(istat, codes), rows["geometry"].to_pylist(), strict=True))


def _feature(code: str, shape: BaseGeometry, year: int | None) -> Feature:
    one = known(code, year=year)
    return {
        "type": "Feature",
        "id": code,
        "properties": {"istat_code": code, "name": one.name, "province": one.province},
        "geometry": shapely.geometry.mapping(shape),
    }


def _local_frame(shapes: NDArray[np.object_]) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Degrees to metres and back, with north and east on the same scale amid the shapes."""
    _west, south, _east, north = shapely.total_bounds(shapes)
    scale = np.array([np.cos(np.radians((south + north) / 2)), 1.0]) * _METRES_PER_DEGREE
    return lambda points: points * scale, lambda points: points / scale


def _equal_area(points: Coordinates) -> Coordinates:
    """Degrees to metres on Lambert's cylinder: x = a λ, y = a q(φ) / 2."""
    sine, e = np.sin(np.radians(points[:, 1])), np.sqrt(_E2)
    q = (1 - _E2) * (sine / (1 - _E2 * sine**2) - np.log((1 - e * sine) / (1 + e * sine)) / (2 * e))
    return np.column_stack([_A * np.radians(points[:, 0]), _A * q / 2])
