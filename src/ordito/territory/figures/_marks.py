"""Marks of places on a map, told apart by shape as well as by colour."""

from collections.abc import Sequence
from dataclasses import dataclass

from ._palette import MARKS, PAPER
from ._svg import Box, element

RADIUS = 5.0
_SHAPES = (
    "M-4.6 0a4.6 4.6 0 1 0 9.2 0a4.6 4.6 0 1 0-9.2 0z",
    "M-4.3-4.3H4.3V4.3H-4.3z",
    "M0-6L6 0L0 6L-6 0z",
    "M0-5.8L5.6 4.4H-5.6z",
    "M-1.9-5.5H1.9V-1.9H5.5V1.9H1.9V5.5H-1.9V1.9H-5.5V-1.9H-1.9z",
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the sheet, in pixels."""

    kind: int
    label: str
    x: float
    y: float

    @property
    def box(self) -> Box:
        return Box(self.x - RADIUS, self.y - RADIUS, self.x + RADIUS, self.y + RADIUS)

    def draw(self) -> str:
        return element("g", sign(self.kind), transform=f"translate({self.x:.1f} {self.y:.1f})")


def sign(kind: int) -> str:
    return element(
        "path",
        d=_SHAPES[kind % len(_SHAPES)],
        fill=MARKS[kind % len(MARKS)],
        stroke=PAPER,
        stroke_width=1.6,
        paint_order="stroke",
    )


def apart(marks: Sequence[Mark]) -> list[Mark]:
    """The marks, those that would hide each other put side by side."""
    heaps: list[list[Mark]] = []
    for mark in marks:
        for heap in heaps:
            if any(mark.box.overlaps(other.box) for other in heap):
                heap.append(mark)
                break
        else:
            heaps.append([mark])
    return [moved for heap in heaps for moved in _side_by_side(heap)]


def _side_by_side(heap: Sequence[Mark]) -> list[Mark]:
    x = sum(mark.x for mark in heap) / len(heap)
    y = sum(mark.y for mark in heap) / len(heap)
    first = x - (len(heap) - 1) * RADIUS * 1.15
    return [Mark(mark.kind, mark.label, first + turn * RADIUS * 2.3, y) for turn, mark in enumerate(heap)]
