"""The key of a map: what each colour, line and mark means."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ._classes import Classes
from ._palette import INK, LINE, QUIET
from ._svg import OWN, element, number, text, text_width, wrapped

HATCHED = f"url(#{OWN}-h)"
ROW = 18.0
_SWATCH = 22.0
_SIZE = 12.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A sign (markup drawn around 0, 0, at most 22 by 12 pixels) and its meaning."""

    sign: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Block:
    """Entries under a heading."""

    heading: str
    note: str
    entries: Sequence[Entry]

    def lines(self, width: float) -> tuple[list[str], list[list[str]]]:
        heading = wrapped(self.heading, width, 13, bold=True) if self.heading else []
        return heading, [wrapped(entry.meaning, width - _SWATCH - 8, _SIZE) for entry in self.entries]

    def height(self, width: float) -> float:
        heading, meanings = self.lines(width)
        rows = sum(ROW + (len(lines) - 1) * 14 for lines in meanings)
        return len(heading) * 16 + (15 if self.note else 0) + (4 if heading else 0) + rows

    def draw(self, x: float, y: float, width: float) -> str:
        heading, meanings = self.lines(width)
        parts = []
        for line in heading:
            y += 16
            parts.append(text(line, x, y - 3, size=13, bold=True))
        if self.note:
            y += 15
            parts.append(text(self.note, x, y - 3, size=11, fill=QUIET))
        y += 4 if heading else 0
        for entry, lines in zip(self.entries, meanings, strict=True):
            parts.append(
                element("g", entry.sign, transform=f"translate({x + _SWATCH / 2:.1f} {y + ROW / 2:.1f})")
            )
            for line in lines:
                parts.append(text(line, x + _SWATCH + 8, y + ROW / 2 + 4, size=_SIZE))
                y += 14
            y += ROW - 14
        return "".join(parts)

    def natural_width(self) -> float:
        """The width at which nothing has to be broken."""
        meanings = (text_width(entry.meaning, _SIZE) + _SWATCH + 8 for entry in self.entries)
        return 2 + max([text_width(self.heading, 13, bold=True), text_width(self.note, 11), *meanings])


def class_meaning(classes: Classes, turn: int) -> str:
    """«meno di 1.000», «da 1.000 a 2.000», «5.000 e oltre»."""
    decimals = max(map(_decimals, classes.limits), default=0)
    limits = [number(limit, decimals) for limit in classes.limits]
    if not limits:
        return _("tutti i valori")
    if turn == 0:
        return _("meno di %(limit)s") % {"limit": limits[0]}
    if turn == len(limits):
        return _("%(limit)s e oltre") % {"limit": limits[-1]}
    return _("da %(low)s a %(high)s") % {"low": limits[turn - 1], "high": limits[turn]}


def swatch(fill: str) -> str:
    return element("rect", x=-11, y=-6, width=22, height=12, fill=fill, stroke=LINE, stroke_width=0.7)


def line_sign(width: float) -> str:
    return element("path", d="M-11 0H11", stroke=INK, stroke_width=width, fill="none")


def hatching() -> str:
    """The pattern of what is not known, to be filled with `HATCHED`."""
    lines = element("rect", width=6, height=6, fill="#f4f5f7") + element(
        "rect", width=1.4, height=6, fill="#8a97a5"
    )
    pattern = element(
        "pattern",
        lines,
        id=f"{OWN}-h",
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
    return element("defs", pattern)


def _decimals(value: float) -> int:
    return len(f"{value:.6f}".rstrip("0").partition(".")[2])
