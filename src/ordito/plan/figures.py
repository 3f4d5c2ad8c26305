"""The way of an indicator as a small drawing: where it starts, where it should arrive, what was read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ordito.core.numbers import shortest, written

WIDTH, HEIGHT = 360, 150
LEFT, RIGHT, TOP, BOTTOM = 14, 346, 22, 118
INK, QUIET, LINE, BLUE, GREEN = "#17324d", "#455b71", "#d9dadb", "#0066cc", "#00552b"


class Point(NamedTuple):
    """A value read on a day."""

    on: date
    value: Decimal


def way_svg(
    points: Sequence[Point],
    *,
    name: str,
    unit: str,
    baseline: Decimal | None,
    target: Decimal | None,
    starts_on: date,
    ends_before: date,
) -> SafeString:
    """Draw the readings in time, between the line of the start and the line of the target.

    Parameters
    ----------
    points : at least one, in order of day; days outside the period widen it
    starts_on, ends_before : the period drawn; `ends_before` after `starts_on`
    """
    first = min(starts_on, points[0].on).toordinal()
    last = max(ends_before, points[-1].on).toordinal()
    known = [point.value for point in points]
    known += [value for value in (baseline, target) if value is not None]
    low, high = min(known), max(known)
    span = (high - low) or Decimal(1)

    def across(on: date) -> str:
        return f"{LEFT + (RIGHT - LEFT) * (on.toordinal() - first) / max(last - first, 1):.1f}"

    def up(value: Decimal) -> str:
        return f"{BOTTOM - (BOTTOM - TOP) * float((value - low) / span):.1f}"

    marks = [
        _level(up(value), label, colour)
        for value, label, colour in (
            (baseline, _("partenza %(value)s"), QUIET),
            (target, _("atteso %(value)s"), GREEN),
        )
        if value is not None
        for label in [label % {"value": _said(value)}]
    ]
    line = " ".join(f"{across(point.on)},{up(point.value)}" for point in points)
    dots = format_html_join(
        "",
        '<circle cx="{}" cy="{}" r="4" fill="{}"/>',
        ((across(point.on), up(point.value), BLUE) for point in points),
    )
    told = "; ".join(f"{point.on:%d/%m/%Y}: {_said(point.value)}" for point in points)
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" width="100%" role="img" aria-label="{}"'
        ' font-family="Titillium Web, Arial, sans-serif" font-size="11">{}'
        '<polyline points="{}" fill="none" stroke="{}" stroke-width="2"/>{}'
        '<text x="{}" y="140" fill="{}">{}</text>'
        '<text x="{}" y="140" fill="{}" text-anchor="end">{}</text></svg>',
        WIDTH,
        HEIGHT,
        f"{name}{f' ({unit})' if unit else ''}: {told}",
        format_html_join("", "{}", ((mark,) for mark in marks)),
        line,
        BLUE,
        dots,
        LEFT,
        QUIET,
        f"{date.fromordinal(first):%d/%m/%Y}",
        RIGHT,
        QUIET,
        f"{date.fromordinal(last):%d/%m/%Y}",
    )


def _level(height: str, label: str, colour: str) -> SafeString:
    above = f"{max(float(height) - 4, 11):.1f}"
    return format_html(
        '<path d="M{} {}H{}" stroke="{}" stroke-dasharray="4 3"/>'
        '<text x="{}" y="{}" fill="{}" text-anchor="end">{}</text>',
        LEFT,
        height,
        RIGHT,
        colour,
        RIGHT,
        above,
        colour,
        label,
    )


def _said(value: Decimal) -> str:
    return written(shortest(value))
