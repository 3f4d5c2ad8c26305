"""Where the words go on a map, so that they cover neither each other nor what they name."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from ._svg import Anchor, Box, text_width

_LINE_HEIGHT = 1.12
_MOST_OUTSIDE = 0.45  # of a name may lie outside the area that it names
_OVER_LAND = 150.0  # pixels farther that a name of a region goes, not to lie over it
_CLEAR, _ALL_OVER = 4.0, 0.98
_STEPS = (0.0, -0.5, 0.5, -1.0, 1.0, -1.6, 1.6)
_AROUND = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))


@dataclass(frozen=True, slots=True)
class Words:
    """Some lines in one size; the first `bold_lines` are bold."""

    lines: tuple[str, ...]
    size: float
    bold_lines: int = 0

    @property
    def width(self) -> float:
        return max(
            text_width(line, self.size, bold=turn < self.bold_lines) for turn, line in enumerate(self.lines)
        )

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * _LINE_HEIGHT


@dataclass(frozen=True, slots=True)
class Placed:
    """Words with their place: lines have their foot at `feet` and are anchored at `x`."""

    words: Words
    box: Box
    anchor: Anchor = "middle"

    @property
    def x(self) -> float:
        if self.anchor == "middle":
            return (self.box.left + self.box.right) / 2
        return self.box.left if self.anchor == "start" else self.box.right

    @property
    def feet(self) -> list[float]:
        step = self.words.size * _LINE_HEIGHT
        return [self.box.top + step * (turn + 0.8) for turn in range(len(self.words.lines))]


@dataclass(slots=True)
class Sheet:
    """The room for words: a frame, and what already lies in it."""

    frame: Box
    taken: list[Box] = field(default_factory=list)

    def take(self, box: Box) -> None:
        self.taken.append(box)

    def is_free(self, box: Box) -> bool:
        return box.within(self.frame) and not any(box.overlaps(other, 1.0) for other in self.taken)

    def name_area(self, area: BaseGeometry, choices: Iterable[tuple[float, Words]]) -> Placed | None:
        """Write the choice that costs least over the area, mostly inside it; None when none fits.

        A choice costs what it says, plus its distance from the widest part, plus what falls outside.
        """
        middle = _widest_part(area)
        best: tuple[float, Words, Box] | None = None
        for own_cost, words in choices:
            room = words.width * words.height
            if area.area < room * (1 - _MOST_OUTSIDE):
                continue
            for distance, box in _boxes_near(middle, words):
                if best and own_cost + distance >= best[0]:
                    break
                if not self.is_free(box):
                    continue
                outside = 1 - area.intersection(shapely.box(*box)).area / room
                cost = own_cost + distance + 3 * outside
                if outside <= _MOST_OUTSIDE and (not best or cost < best[0]):
                    best = (cost, words, box)
        if best is None:
            return None
        self.take(best[2])
        return Placed(best[1], best[2])

    def name_point(self, x: float, y: float, radius: float, words: Words) -> Placed | None:
        """Write the words beside a mark, on the first side that is free; None when none is."""
        for right, down in _AROUND:
            reach = radius * (0.75 if right and down else 1) + 2
            left = x + right * reach - (words.width if right < 0 else 0 if right else words.width / 2)
            top = y + down * reach - (words.height if down < 0 else 0 if down else words.height / 2)
            box = Box(left, top, left + words.width, top + words.height)
            if self.is_free(box):
                self.take(box)
                anchor: Anchor = "start" if right > 0 else "end" if right < 0 else "middle"
                return Placed(words, box, anchor)
        return None

    def name_region(self, region: BaseGeometry, others: BaseGeometry, words: Words) -> Placed | None:
        """Write the words just outside a region, or over it when there is no room; never on another."""
        wide, high = words.width, words.height
        left, top, right, bottom = region.bounds
        best: tuple[float, Box] | None = None
        for x in _steps(left - wide - high, right + high, wide / 8):
            for y in _steps(top - 2 * high, bottom + high, high / 2):
                box = Box(x, y, x + wide, y + high)
                if not self.is_free(box):
                    continue
                shape = shapely.box(*box)
                away, from_others = region.distance(shape), others.distance(shape)
                if away > 2 * high or from_others < away + high:
                    continue
                over = region.intersection(shape).area / shape.area
                cost = region.centroid.distance(shape.centroid) + _OVER_LAND * over
                if (away > _CLEAR or over > _ALL_OVER) and (best is None or cost < best[0]):
                    best = (cost, box)
        if best is None:
            return None
        self.take(best[1])
        return Placed(words, best[1])


def name_choices(name: str, value: str | None, size: float) -> list[tuple[float, Words]]:
    """Ways to write a name and its value, with what each costs: broken, smaller, without the value."""
    below = (value,) if value else ()
    sizes = ((0.0, size), (0.35, size - 1.0), (0.6, size - 1.8))
    return [
        (broken + smaller + left_out, Words((*way, *rest), points, len(way)))
        for left_out, rest in ((0.0, below), (2.0, ()))
        for smaller, points in sizes
        for broken, way in _broken(name)
    ]


def _broken(name: str) -> Iterator[tuple[float, Sequence[str]]]:
    """The name on one line, then on two as equal as they can be."""
    yield 0.0, [name]
    words = name.split()
    if len(words) > 1:
        cuts = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words))]
        yield 0.12, min(cuts, key=lambda lines: max(map(len, lines)))


def _widest_part(area: BaseGeometry) -> tuple[float, float]:
    radius = shapely.maximum_inscribed_circle(np.array([area]), tolerance=1.0)
    x, y = shapely.get_coordinates(radius)[0]
    return float(x), float(y)


def _boxes_near(middle: tuple[float, float], words: Words) -> Iterator[tuple[float, Box]]:
    """Boxes around a point, with their distance from it in boxes, the nearest first."""
    x, y = middle
    offsets = sorted((abs(right) * 0.8 + abs(down) * 0.5, right, down) for right in _STEPS for down in _STEPS)
    for distance, right, down in offsets:
        left = x + (right / 2 - 0.5) * words.width
        top = y + (down / 2 - 0.5) * words.height
        yield distance, Box(left, top, left + words.width, top + words.height)


def _steps(start: float, stop: float, step: float) -> Iterator[float]:
    while start <= stop:
        yield start
        start += step
