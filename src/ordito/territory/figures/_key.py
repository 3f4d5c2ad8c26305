"""Which colour each municipality has on a map, and the legend that says why."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ._classes import Classes, equal_classes, quantile_classes
from ._legend import HATCHED, Block, Entry, class_meaning, line_sign, swatch
from ._marks import sign
from ._palette import BLUES, PAPER, TINTS, Palette, shades

SUB_AREA_LINE = 2.4

SubAreas = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One number for each municipality.

    `values` by ISTAT code: absent, None or not finite is hatched and said to be missing. `unit` goes in the
    legend («abitanti», «% della popolazione»). `decimals`, >= 0, are written. `classes`: `quantile` (as many
    municipalities in each of five classes), `equal` (five classes as wide as each other) or limits of
    one's own. `palette` goes from low to high.
    """

    values: Mapping[str, float | None]
    unit: str = ""
    decimals: int = 0
    classes: Literal["quantile", "equal"] | Classes = "quantile"
    palette: Palette = BLUES

    def value(self, code: str) -> float | None:
        value = self.values.get(code)
        return value if value is not None and isfinite(value) else None


def by_value(codes: Sequence[str], indicator: Indicator, title: str) -> tuple[dict[str, str], Block]:
    """Colours by class of value, the classes from the highest as on a thermometer."""
    values = {code: value for code in codes if (value := indicator.value(code)) is not None}
    classes = _classes(values.values(), indicator.classes)
    colours = shades(indicator.palette, len(classes))
    entries = [Entry(swatch(colour), class_meaning(classes, turn)) for turn, colour in enumerate(colours)][
        ::-1
    ]
    missing = len(codes) - len(values)
    if missing:
        said = ngettext("dato mancante (%(n)s Comune)", "dato mancante (%(n)s Comuni)", missing)
        entries.append(Entry(swatch(HATCHED), said % {"n": missing}))
    fills = {code: colours[classes.of(values[code])] if code in values else HATCHED for code in codes}
    return fills, Block(title, indicator.unit, entries if values else entries[-1:])


def by_sub_area(codes: Sequence[str], sub_areas: SubAreas, title: str) -> tuple[dict[str, str], Block]:
    """One tint for each sub-area; municipalities in none are left white."""
    fills = dict.fromkeys(codes, PAPER if sub_areas else TINTS[0])
    entries = []
    for turn, (name, inside) in enumerate(sub_areas.items()):
        tint = TINTS[turn % len(TINTS)]
        fills |= {code: tint for code in inside if code in fills}
        entries.append(Entry(swatch(tint), name))
    return fills, Block(title, "", entries)


def signs(kinds: Iterable[str], *, sub_area_line: bool) -> Block:
    """What lines and marks mean."""
    line = [Entry(line_sign(SUB_AREA_LINE), _("confine di sub-area"))] if sub_area_line else []
    return Block("", "", [*line, *(Entry(sign(turn), kind) for turn, kind in enumerate(kinds))])


def _classes(values: Iterable[float], how: Literal["quantile", "equal"] | Classes) -> Classes:
    if isinstance(how, Classes):
        return how
    return quantile_classes(values) if how == "quantile" else equal_classes(values)
