"""From degrees to the pixels of a sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, floor, log10, radians
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from ._palette import INK, QUIET
from ._svg import Box, element, number, text

_TALLEST = 1.2
_KM_PER_DEGREE = 111.32


@dataclass(frozen=True, slots=True)
class Frame:
    """How a territory lies on a sheet `width` × `height` pixels."""

    width: float
    height: float
    west: float
    north: float
    left: float
    top: float
    scale: float  # pixels per degree of latitude
    narrowing: float  # of a degree of longitude

    @property
    def pixels_per_km(self) -> float:
        return self.scale / _KM_PER_DEGREE

    @property
    def box(self) -> Box:
        return Box(1, 1, self.width - 1, self.height - 1)

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        x, y = self._pixels(np.array([[longitude, latitude]]))[0]
        return float(x), float(y)

    def draw(self, shape: BaseGeometry) -> BaseGeometry:
        return shapely.transform(shape, self._pixels)

    def _pixels(self, degrees: NDArray[np.float64]) -> NDArray[np.float64]:
        x = self.left + (degrees[:, 0] - self.west) * self.narrowing * self.scale
        y = self.top + (self.north - degrees[:, 1]) * self.scale
        return np.column_stack([x, y]).round(2)


def framed(
    features: Sequence[Mapping[str, Any]], *, width: float, margin: float
) -> tuple[dict[str, BaseGeometry], Frame]:
    """Shapes in pixels by ISTAT code, filling the width unless that makes them much taller."""
    shapes = {
        feature["properties"]["istat_code"]: shapely.geometry.shape(feature["geometry"])
        for feature in features
    }
    west, south, east, north = shapely.total_bounds(list(shapes.values()))
    narrowing = cos(radians((south + north) / 2))
    across, down = (east - west) * narrowing, north - south
    scale = min((width - 2 * margin) / across, (width * _TALLEST - 2 * margin) / down)
    frame = Frame(
        width=width,
        height=down * scale + 2 * margin,
        west=west,
        north=north,
        left=(width - across * scale) / 2,
        top=margin,
        scale=scale,
        narrowing=narrowing,
    )
    return {code: frame.draw(shape) for code, shape in shapes.items()}, frame


def scale_bar(frame: Frame, taken: Sequence[Box], land: BaseGeometry) -> str:
    """A bar of a round number of kilometres, in the lower corner with less land under it."""
    kilometres = _round_below(frame.width * 0.22 / frame.pixels_per_km)
    length = kilometres * frame.pixels_per_km
    high = 22.0
    corners = [
        Box(left, frame.height - high, left + length + 8, frame.height)
        for left in (4.0, frame.width - length - 12)
    ]
    box = min(
        corners,
        key=lambda corner: (
            any(corner.overlaps(other) for other in taken),
            land.intersection(shapely.box(*corner)).area,
        ),
    )
    x, y = box.left + 4, box.bottom - 5
    rule = element(
        "path",
        d=f"M{x:.1f} {y - 4:.1f}v4h{length:.1f}v-4",
        fill="none",
        stroke=INK,
        stroke_width=1.2,
    )
    said = f"{number(kilometres, 0 if kilometres >= 1 else 1)} km"
    return rule + text(said, x + length / 2, y - 5, size=10.5, fill=QUIET, anchor="middle")


def _round_below(value: float) -> float:
    power = 10.0 ** floor(log10(value))
    return next(times * power for times in (5, 2, 1) if times * power <= value)
