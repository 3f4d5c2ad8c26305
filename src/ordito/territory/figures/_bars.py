"""Bars to compare municipalities."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ._palette import FIRST, INK, LINE, PAPER, QUIET, SECOND
from ._svg import Anchor, drawing, element, number, text, text_width, wrapped

_ROW = 24.0
_BAR = 13.0
_SIZE = 12.0


class Bar(NamedTuple):
    """A name and its value; None is said to be missing."""

    label: str
    value: float | None


def bars_svg(
    bars: Sequence[Bar],
    *,
    title: str,
    unit: str = "",
    decimals: int = 0,
    reference: Bar | None = None,
    source: str = "",
    width: float = 480,
) -> SafeString:
    """Draw one horizontal bar for each name, from the greatest, with a line where the whole stands.

    Parameters
    ----------
    bars : at least one; drawn from the greatest value, missing ones last
    title : what is compared; written above and read aloud
    unit : of the values, written under the title
    decimals : of the values, >= 0
    reference : the value to compare with («Distretto», 25,5), drawn as a line
    source : where the figures are from, written small at the foot
    width : pixels, >= 300

    Returns
    -------
    SafeString : a standalone SVG document
    """
    ordered = sorted(bars, key=lambda bar: (bar.value is None, -(bar.value or 0), bar.label))
    table = _laid_out(bars, reference, decimals, width)
    heading = wrapped(title, width - 8, 13, bold=True)
    top = 16.0 * len(heading) + (15 if unit else 0) + (24 if reference else 8)
    bottom = top + _ROW * len(bars)
    foot = wrapped(source, width - 8, 10.5) if source else []
    parts = [
        *(text(line, 4, 13 + 16 * turn, size=13, bold=True) for turn, line in enumerate(heading)),
        text(unit, 4, 12 + 16 * len(heading), size=11, fill=QUIET) if unit else "",
        *(_bar(bar, table, top + _ROW * turn) for turn, bar in enumerate(ordered)),
        element("path", d=f"M{table.x(0):.1f} {top:.1f}V{bottom:.1f}", stroke=LINE, stroke_width=1),
        _reference_line(reference, table, top, bottom, decimals) if reference else "",
        *(_figure(bar, table, top + _ROW * turn, decimals) for turn, bar in enumerate(ordered)),
        *(text(line, 4, bottom + 15 * (turn + 1), size=10.5, fill=QUIET) for turn, line in enumerate(foot)),
    ]
    return drawing(
        parts,
        width=width,
        height=bottom + 15 * len(foot) + 8,
        title=title,
        description=_described(ordered, reference, unit, decimals),
    )


@dataclass(frozen=True, slots=True)
class _Table:
    """Names at the left, bars from `left` to `right`, room for figures at their ends."""

    names: float
    left: float
    right: float
    low: float
    high: float

    def x(self, value: float) -> float:
        share = (value - self.low) / ((self.high - self.low) or 1)
        return self.left + share * (self.right - self.left)


def _laid_out(bars: Sequence[Bar], reference: Bar | None, decimals: int, width: float) -> _Table:
    values = [bar.value for bar in (*bars, reference) if bar is not None and bar.value is not None]
    names = min(max(text_width(bar.label, _SIZE) for bar in bars) + 8, width * 0.42)
    figures = max((text_width(number(value, decimals), _SIZE) for value in values), default=0.0) + 8
    low, high = min([0.0, *values]), max([0.0, *values])
    left = 4 + names + (figures if low < 0 else 0)
    return _Table(names, left, width - 4 - figures, low, high)


def _bar(bar: Bar, table: _Table, y: float) -> str:
    lines = wrapped(bar.label, table.names, _SIZE)
    middle = y + _ROW / 2
    names = "".join(
        text(
            line, 4, middle + 4 + (turn - (len(lines) - 1) / 2) * 11, size=_SIZE if len(lines) == 1 else 10.5
        )
        for turn, line in enumerate(lines)
    )
    if bar.value is None:
        return names
    zero, end = table.x(0), table.x(bar.value)
    return names + element(
        "rect",
        x=min(zero, end),
        y=middle - _BAR / 2,
        width=abs(end - zero),
        height=_BAR,
        fill=FIRST if bar.value >= 0 else SECOND,
    )


def _figure(bar: Bar, table: _Table, y: float, decimals: int) -> str:
    foot = y + _ROW / 2 + 4
    if bar.value is None:
        return text(_("dato mancante"), table.x(0) + 6, foot, size=_SIZE, fill=QUIET, italic=True, halo=PAPER)
    anchor: Anchor = "start" if bar.value >= 0 else "end"
    outwards = 4 if bar.value >= 0 else -4
    words = number(bar.value, decimals)
    return text(words, table.x(bar.value) + outwards, foot, size=_SIZE, anchor=anchor, halo=PAPER)


def _reference_line(reference: Bar, table: _Table, top: float, bottom: float, decimals: int) -> str:
    if reference.value is None:
        return ""
    x = table.x(reference.value)
    said = f"{reference.label} {number(reference.value, decimals)}"
    half = text_width(said, 11, bold=True) / 2
    middle = min(max(x, half + 4), table.right + 4 - half)
    line = element(
        "path", d=f"M{x:.1f} {top - 4:.1f}V{bottom:.1f}", stroke=INK, stroke_width=1.5, stroke_dasharray="5 3"
    )
    return line + text(said, max(middle, half + 4), top - 8, size=11, bold=True, anchor="middle")


def _described(ordered: Sequence[Bar], reference: Bar | None, unit: str, decimals: int) -> str:
    said = [
        f"{bar.label} {_('dato mancante') if bar.value is None else number(bar.value, decimals)}"
        for bar in (*ordered, reference)
        if bar is not None
    ]
    return f"{unit}: {', '.join(said)}." if unit else f"{', '.join(said)}."
