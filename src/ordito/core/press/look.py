"""How an official act looks in the files that the office goes on writing: one sheet for DOCX and ODT.

The PDF has its own page in `act.typ`, with the same measures and colours.
"""

from __future__ import annotations

from dataclasses import dataclass

INK = "17324D"
GREY = "5C6F82"
HAIR = "B5C0CB"
SHADE = "EEF2F6"
LINK = "0B4F8A"
WARNING = "7A4A00"
FONT = "Times New Roman"  # or what takes its place: the same widths everywhere

PAGE_CM = (21.0, 29.7)
SIDE_CM, TOP_CM, BOTTOM_CM, EDGE_CM = 2.5, 2.6, 2.4, 1.25
TEXT_CM = PAGE_CM[0] - 2 * SIDE_CM
TALLEST_CM = 20.0  # of a figure
TALL_ROW_CM = 1.2  # of a row to write in by hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One paragraph style; lengths in points, borders as (side, width, colour)."""

    size: float = 11
    bold: bool = False
    italic: bool = False
    small_caps: bool = False
    colour: str = "000000"
    align: str = "left"
    before: float = 0
    after: float = 0
    left: float = 0
    line: float = 1.0
    keep: bool = False  # with the next paragraph
    new_page: bool = False
    borders: tuple[tuple[str, float, str], ...] = ()


_BOX = tuple((side, 0.75, "995C00") for side in ("top", "left", "bottom", "right"))
_HEADING = {"colour": INK, "keep": True}

LOOKS = {
    "body": Look(align="both", before=4, after=4, line=1.12),
    "compact": Look(before=1.5, after=1.5, line=1.08),
    "cell": Look(size=9.5, before=1, after=1),
    "cell header": Look(size=9.5, before=1, after=1, bold=True),
    "quote": Look(before=6, after=8, left=14, borders=(("left", 1.5, HAIR),), line=1.12),
    "table caption": Look(size=9.5, before=10, after=4, keep=True),
    "figure": Look(align="center", before=10, after=4, keep=True),
    "figure caption": Look(size=9.5, align="center", after=10),
    "term": Look(bold=True, before=4, after=1, keep=True),
    "meaning": Look(left=14, after=5),
    "heading 1": Look(size=15, bold=True, before=20, after=7, **_HEADING),  # type: ignore[arg-type]
    "heading 2": Look(size=12.5, bold=True, before=15, after=6, **_HEADING),  # type: ignore[arg-type]
    "heading 3": Look(size=11.5, bold=True, italic=True, before=12, after=5, **_HEADING),  # type: ignore[arg-type]
    "heading 4": Look(bold=True, before=10, after=4, **_HEADING),  # type: ignore[arg-type]
    "heading 5": Look(italic=True, before=10, after=4, **_HEADING),  # type: ignore[arg-type]
    "heading 6": Look(before=10, after=4, **_HEADING),  # type: ignore[arg-type]
    "title": Look(size=19, bold=True, colour=INK, align="center", before=16, after=6, keep=True),
    "subtitle": Look(size=13, italic=True, align="center", after=8, keep=True),
    "Ente": Look(
        size=12.5,
        bold=True,
        small_caps=True,
        colour=INK,
        align="center",
        after=10,
        borders=(("bottom", 0.75, INK),),
    ),
    "Estremi": Look(size=10, colour=GREY, align="center", after=16),
    "Dimostrativo": Look(
        size=10, bold=True, colour=WARNING, align="center", before=4, after=18, borders=_BOX
    ),
    "Attacco": Look(align="both", before=4, after=4, line=1.12, keep=True),
    "Nota": Look(size=9, colour=GREY, before=2, after=6),
    "FirmaRuolo": Look(size=10.5, align="center", before=24, after=30, keep=True),
    "FirmaNome": Look(size=10.5, align="center", after=4, borders=(("top", 0.5, INK),)),
    "NuovaPagina": Look(size=1, new_page=True),
    "Figura": Look(align="center", before=10, after=10),
    "IndiceTitolo": Look(size=12.5, bold=True, colour=INK, before=14, after=6, keep=True),
    **{f"Indice{level}": Look(after=3, left=13.0 * (level - 1)) for level in range(1, 7)},
    "running": Look(size=8.5, colour=GREY),
}
