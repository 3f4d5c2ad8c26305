"""How far the municipalities are from each other: every indicator on one page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ordito.territory.queries.indicators import INDICATORS
from ordito.territory.queries.map import classes_of, written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ordito.territory.queries.indicators import Indicator
    from ordito.territory.queries.overview import MunicipalityRow, Overview

LEAST_TO_COMPARE = 2
SHADES = 5


@dataclass(frozen=True, slots=True)
class Dot:
    """A municipality on the strip of an indicator, from 0 at the lowest value to 100 at the highest."""

    name: str
    value: str
    position: float


@dataclass(frozen=True, slots=True)
class Strip:
    """One indicator: the extremes, the whole, and where everybody stands between."""

    indicator: Indicator
    lowest: Dot
    highest: Dot
    whole: Dot | None
    dots: tuple[Dot, ...]
    times: float | None
    """How many times the highest is the lowest, when both are above zero."""


@dataclass(frozen=True, slots=True)
class Shade:
    """One cell of the comparison: what is written, and how dark, from 1 to 5; 0 is unknown."""

    indicator: Indicator
    value: str
    shade: int


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    municipality: MunicipalityRow
    cells: tuple[Shade, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    strips: tuple[Strip, ...]
    rows: tuple[DifferenceRow, ...]
    whole: tuple[Shade, ...]


def differences_of(overview: Overview, rows: Sequence[MunicipalityRow]) -> Differences:
    """The strips, and the table with the municipalities in the order asked."""
    known = known_of(overview)
    strips = [_strip(indicator, overview) for indicator in known]
    shades = {indicator.key: _shader(indicator, overview) for indicator in known}
    return Differences(
        strips=tuple(strip for strip in strips if strip is not None),
        rows=tuple(
            DifferenceRow(
                row,
                tuple(
                    Shade(
                        each,
                        written(each, each.of(row.figures)),
                        shades[each.key].get(row.istat_code, 0),
                    )
                    for each in known
                ),
            )
            for row in rows
        ),
        whole=tuple(Shade(each, written(each, each.of(overview.figures)), 0) for each in known),
    )


def known_of(overview: Overview) -> tuple[Indicator, ...]:
    """The indicators that at least one municipality has."""
    return tuple(
        each
        for each in INDICATORS
        if any(each.of(row.figures) is not None for row in overview.municipalities)
    )


def _shader(indicator: Indicator, overview: Overview) -> dict[str, int]:
    classes = classes_of(indicator, overview.municipalities)
    last = max(len(classes) - 1, 1)
    values = {row.istat_code: indicator.of(row.figures) for row in overview.municipalities}
    return {
        code: 1 + round((SHADES - 1) * classes.of(value) / last)
        for code, value in values.items()
        if value is not None
    }


def _strip(indicator: Indicator, overview: Overview) -> Strip | None:
    """Nothing while fewer than two municipalities have the number."""
    values = {
        row: value for row in overview.municipalities if (value := indicator.of(row.figures)) is not None
    }
    if len(values) < LEAST_TO_COMPARE:
        return None
    low, high = min(values.values()), max(values.values())
    whole = indicator.of(overview.figures) if indicator.is_ratio else None

    def dot(name: str, value: float) -> Dot:
        share = (value - low) / (high - low) if high > low else 0.5
        return Dot(name, written(indicator, value), round(100 * min(max(share, 0), 1), 2))

    dots = sorted((dot(row.name, value) for row, value in values.items()), key=lambda each: each.position)
    return Strip(
        indicator=indicator,
        lowest=dots[0],
        highest=dots[-1],
        whole=None if whole is None else dot("", whole),
        dots=tuple(dots),
        times=high / low if low > 0 else None,
    )
