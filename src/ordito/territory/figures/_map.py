"""A map of municipalities."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from shapely.geometry.base import BaseGeometry

from ._frame import Frame, framed, scale_bar
from ._key import SUB_AREA_LINE, Indicator, SubAreas, by_sub_area, by_value, signs
from ._labels import Placed, Sheet, Words, name_choices
from ._legend import HATCHED, Block, hatching
from ._marks import RADIUS, Mark, apart
from ._palette import INK, LINE, PAPER, QUIET, readable_on
from ._svg import drawing, element, number, text, wrapped

_NAME = 11.5
_BESIDE = 560.0  # from this width the legend stands beside the map
_GAP = 16.0
_FOOT = 10.5
_OPEN_GROUND = "#f4f5f7"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A point on the map: `kind` goes in the legend, `label` beside the mark when it is not empty."""

    kind: str
    longitude: float
    latitude: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class _Area:
    """A municipality on the sheet, with the words to write on it."""

    name: str
    value: str | None
    shape: BaseGeometry
    fill: str


def map_svg(
    features: Sequence[Mapping[str, Any]],
    *,
    title: str,
    indicator: Indicator | None = None,
    labels: Mapping[str, str] | None = None,
    sub_areas: SubAreas | None = None,
    places: Sequence[Place] = (),
    source: str = "",
    width: float = 480,
) -> SafeString:
    """Draw municipalities, coloured by an indicator or else by sub-area, with sub-areas and places.

    Parameters
    ----------
    features : GeoJSON features, at least one, in degrees, that touch without overlapping
        (`italy.boundaries`); `properties` has `istat_code` and `name`
    title : what is shown; it heads the legend and is read aloud
    indicator : the values to colour by and to write
    labels : the name to write for an ISTAT code, instead of the one in `properties`; empty writes none
    sub_areas : ISTAT codes by name of sub-area, each code in one; their borders are drawn thicker
    places : points with their kind; those on one spot are put side by side
    source : where the figures are from, written small at the foot
    width : pixels, >= 300; from 560 the legend stands beside the map, below that under it

    Returns
    -------
    SafeString : a standalone SVG document, to be put in a page or saved
    """
    sub_areas = sub_areas or {}
    beside = width >= _BESIDE
    shapes, frame = framed(
        features, width=round(width * 0.68) if beside else width, margin=22 if sub_areas else 10
    )
    names = {f["properties"]["istat_code"]: f["properties"]["name"] for f in features} | dict(labels or {})
    areas, key = _coloured(shapes, names, indicator, sub_areas, title)
    regions = _regions(shapes, sub_areas)
    kinds = list(dict.fromkeys(place.kind for place in places))
    marks = _marks(places, kinds, frame)
    sheet = Sheet(frame.box)
    words, unwritten = _words(sheet, areas, marks, regions)
    parts = [
        hatching(),
        *map(_outline, areas),
        *map(_border, regions.values()),
        *(mark.draw() for mark in marks),
        *words,
        scale_bar(frame, sheet.taken, shapely.union_all(list(shapes.values()))),
    ]
    blocks = [key, signs(kinds, sub_area_line=bool(regions) and indicator is not None)]
    foot = [*_left_out(unwritten, len(places) - len(marks)), *([source] if source else [])]
    legend, height = _around(frame, blocks, width, beside=beside, foot=foot)
    return drawing(
        [*parts, legend],
        width=width,
        height=height,
        title=title,
        description=_described(areas, indicator, names, sub_areas, kinds),
    )


def _coloured(
    shapes: Mapping[str, BaseGeometry],
    names: Mapping[str, str],
    indicator: Indicator | None,
    sub_areas: SubAreas,
    title: str,
) -> tuple[list[_Area], Block]:
    """The municipalities in their colours, and what the colours mean."""
    codes = list(shapes)
    if indicator is None:
        fills, key = by_sub_area(codes, sub_areas, title)
        return [_Area(names[code], None, shapes[code], fills[code]) for code in codes], key
    fills, key = by_value(codes, indicator, title)
    values = {code: value for code in codes if (value := indicator.value(code)) is not None}
    written = {code: number(value, indicator.decimals) for code, value in values.items()}
    return [_Area(names[code], written.get(code), shapes[code], fills[code]) for code in codes], key


def _marks(places: Sequence[Place], kinds: Sequence[str], frame: Frame) -> list[Mark]:
    """Marks on the sheet; places far from the district are left out."""
    marks = [Mark(kinds.index(p.kind), p.label, *frame.place(p.longitude, p.latitude)) for p in places]
    return apart([mark for mark in marks if mark.box.within(frame.box)])


def _regions(shapes: Mapping[str, BaseGeometry], sub_areas: SubAreas) -> dict[str, BaseGeometry]:
    inside = {name: [shapes[code] for code in codes if code in shapes] for name, codes in sub_areas.items()}
    return {name: shapely.union_all(parts) for name, parts in inside.items() if parts}


def _outline(area: _Area) -> str:
    return element(
        "path", d=_path(area.shape), fill=area.fill, fill_rule="evenodd", stroke=LINE, stroke_width=0.8
    )


def _border(region: BaseGeometry) -> str:
    return element(
        "path",
        d=_path(region),
        fill="none",
        stroke=INK,
        stroke_width=SUB_AREA_LINE,
        stroke_linejoin="round",
    )


def _path(shape: BaseGeometry) -> str:
    rings = [
        ring
        for part in shapely.get_parts(shape)
        if part.geom_type == "Polygon"
        for ring in (part.exterior, *part.interiors)
    ]
    return "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring.coords[:-1]) + "Z" for ring in rings)


def _words(
    sheet: Sheet, areas: Sequence[_Area], marks: Sequence[Mark], regions: Mapping[str, BaseGeometry]
) -> tuple[list[str], int]:
    """All that is written on the map, and how many names found no room."""
    parts: list[str] = []
    unwritten = 0
    for mark in marks:
        sheet.take(mark.box)
    for area in sorted((area for area in areas if area.name), key=lambda area: area.shape.area):
        placed = sheet.name_area(area.shape, name_choices(area.name, area.value, _NAME))
        unwritten += placed is None
        parts += _lines(placed, _OPEN_GROUND if area.fill == HATCHED else area.fill)
    for mark in marks:
        if mark.label:
            placed = sheet.name_point(mark.x, mark.y, RADIUS, Words((mark.label,), 10.5))
            unwritten += placed is None
            parts += _lines(placed, PAPER)
    land = shapely.union_all(list(regions.values()))
    for name, region in regions.items():
        words = Words((name.upper(),), 10.5, 1)
        parts += _lines(sheet.name_region(region, land.difference(region), words), PAPER)
    return parts, unwritten


def _lines(placed: Placed | None, ground: str) -> list[str]:
    if placed is None:
        return []
    words = placed.words
    return [
        text(
            line,
            placed.x,
            foot,
            size=words.size,
            bold=turn < words.bold_lines,
            fill=readable_on(ground),
            anchor=placed.anchor,
            halo=ground,
        )
        for turn, (line, foot) in enumerate(zip(words.lines, placed.feet, strict=True))
    ]


def _around(
    frame: Frame, blocks: Sequence[Block], width: float, *, beside: bool, foot: Sequence[str]
) -> tuple[str, float]:
    """The legend and the foot, with the height of the whole drawing."""
    blocks = [block for block in blocks if block.heading or block.entries]
    parts = []
    if beside:
        x, y, column = frame.width + _GAP, 8.0, width - frame.width - _GAP - 4
        for block in blocks:
            parts.append(block.draw(x, y, column))
            y += block.height(column) + 10
        bottom = max(y, frame.height)
    else:
        in_columns = sum(block.natural_width() + _GAP for block in blocks) <= width
        x, y, bottom = 4.0, frame.height + 8, frame.height + 8
        for block in blocks:
            column = block.natural_width() if in_columns else width - 8
            parts.append(block.draw(x, y, column))
            bottom = max(bottom, y + block.height(column))
            x, y = (x + column + _GAP * 1.5, y) if in_columns else (x, bottom + 4)
    for line in (line for words in foot for line in wrapped(words, width - 8, _FOOT)):
        bottom += 15
        parts.append(text(line, 4, bottom - 3, size=_FOOT, fill=QUIET))
    return "".join(parts), bottom + 4


def _left_out(names: int, places: int) -> Iterator[str]:
    if names:
        yield ngettext(
            "%(n)s nome non trova posto sulla carta: è nella tabella.",
            "%(n)s nomi non trovano posto sulla carta: sono nella tabella.",
            names,
        ) % {"n": names}
    if places:
        yield ngettext(
            "%(n)s luogo è fuori dalla carta: è nella tabella.",
            "%(n)s luoghi sono fuori dalla carta: sono nella tabella.",
            places,
        ) % {"n": places}


def _described(
    areas: Sequence[_Area],
    indicator: Indicator | None,
    names: Mapping[str, str],
    sub_areas: SubAreas,
    kinds: Sequence[str],
) -> str:
    """What the map shows, for whoever hears it."""
    said = [
        ngettext("Carta di %(n)s Comune.", "Carta di %(n)s Comuni.", len(areas)) % {"n": len(areas)},
        *(
            f"{name}: {', '.join(names[code] for code in codes if code in names)}."
            for name, codes in sub_areas.items()
        ),
    ]
    if indicator:
        said += _extremes(indicator, names)
    if kinds:
        said.append(_("Luoghi segnati: %(kinds)s.") % {"kinds": ", ".join(kinds)})
    return " ".join(said)


def _extremes(indicator: Indicator, names: Mapping[str, str]) -> list[str]:
    values = {code: value for code in names if (value := indicator.value(code)) is not None}
    said = []
    if values:
        highest, lowest = (
            max(values, key=lambda code: values[code]),
            min(values, key=lambda code: values[code]),
        )
        said.append(
            _("Il valore più alto è di %(highest)s (%(most)s), il più basso di %(lowest)s (%(least)s).")
            % {
                "highest": names[highest],
                "most": number(values[highest], indicator.decimals),
                "lowest": names[lowest],
                "least": number(values[lowest], indicator.decimals),
            }
        )
    missing = [name for code, name in names.items() if code not in values]
    if missing:
        said.append(_("Manca il dato di: %(names)s.") % {"names": ", ".join(missing)})
    return said
