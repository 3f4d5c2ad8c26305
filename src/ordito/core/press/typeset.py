"""PDF/A-2a and pictures by Typst: the tree goes in as data, the page is in `act.typ`."""

from __future__ import annotations

import copy
import json
import tempfile
import unicodedata
from datetime import UTC, date, datetime, time
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _

from ordito.core.press.codes import FAMILY, typeface
from ordito.core.press.columns import LINE
from ordito.core.press.document import Figure
from ordito.core.press.errors import PressFailed
from ordito.core.press.tree import Act

STANDARDS = ["a-2a", "ua-1"]  # archived for ever, and read by everybody
FONTS = ["Libertinus Serif", "DejaVu Sans Mono", "New Computer Modern Math"]
_PAGE = Path(__file__).with_name("act.typ")
_ALWAYS_DRAWN = frozenset("–—‘’“”„…•€")
_LATIN = 0xFF
# Longer words are let break anywhere, or they would leave the page.
_LINE = 64
_PICTURE = b"""#set page(width: 16cm, height: auto, margin: 0pt, fill: white)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%)"""
_PIXELS_PER_INCH = 220


def pdf(act: Act, *, day: date) -> bytes:
    """Lay `act` out as a tagged, archival PDF."""
    blocks = copy.deepcopy(act.blocks)
    _let_break(blocks, _LINE)
    figures = [{"svg": _svg(figure), "width": min(max(figure.width, 0.05), 1.0)} for figure in act.figures]
    language, region = act.words.tag.split("-")
    source = {
        "title": act.title or act.issuer or act.words.date(day),
        "issuer": act.issuer,
        "reference": act.reference,
        "running": act.running,
        "date": [day.year, day.month, day.day],
        "lang": language,
        "region": region,
        "page": act.words.page,
        "of": act.words.of,
        "blocks": blocks,
        "figures": figures,
    }
    rare = _rare(source)
    with tempfile.TemporaryDirectory() as folder:
        if rare:
            (Path(folder) / "codici.ttf").write_bytes(typeface(rare))
        source["fonts"] = [*FONTS, FAMILY] if rare else FONTS
        return _compile(
            _PAGE.read_bytes(),
            folder,
            sys_inputs={"act": json.dumps(source, ensure_ascii=False)},
            font_paths=typst.Fonts(include_system_fonts=False, font_paths=[folder]) if rare else _fonts(),
            pdf_standards=STANDARDS,
            timestamp=datetime.combine(day, time(12), tzinfo=UTC),
        )


@lru_cache(maxsize=32)
def png(svg: str) -> bytes:
    """Draw `svg` sixteen centimetres wide, for the programs that cannot draw it themselves."""
    with tempfile.TemporaryDirectory() as folder:
        return _compile(
            _PICTURE, folder, sys_inputs={"svg": svg}, font_paths=_fonts(), format="png", ppi=_PIXELS_PER_INCH
        )


def drawn(figure: Figure) -> bytes:
    """Give `figure` as PNG, or say which one cannot be drawn."""
    try:
        return png(_svg(figure))
    except PressFailed as why:
        raise PressFailed(
            _("La figura «%(figure)s» non è un disegno SVG leggibile. Rigenerarla e riprovare.")
            % {"figure": figure.alt}
        ) from why


def _svg(figure: Figure) -> str:
    return figure.svg if isinstance(figure.svg, str) else figure.svg.decode("utf-8", errors="replace")


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


def _compile(page: bytes, root: str, **how: Any) -> bytes:
    """Run Typst with `root` as all that it can read, and nothing of the machine's own typefaces."""
    try:
        made = typst.compile(page, root=root, **how)
    except typst.TypstError as why:
        raise PressFailed(
            _("Il PDF non può essere composto. Segnalare all'assistenza questo messaggio: %(reason)s")
            % {"reason": " ".join([why.message, *why.hints])[:500]}
        ) from why
    return bytes(made)


def _rare(source: object) -> set[str]:
    """Give the characters that our typefaces may not draw; those without ink need no shape."""
    letters = set(json.dumps(source, ensure_ascii=False)) - _ALWAYS_DRAWN
    return {
        letter
        for letter in letters
        if ord(letter) > _LATIN and unicodedata.category(letter) not in ("Cf", "Zs")
    }


def _let_break(value: Any, longest: float) -> None:
    """Put invisible places to break inside the words that are longer than their line, in place."""
    if isinstance(value, list):
        for one in value:
            _let_break(one, longest)
    elif isinstance(value, dict):
        if value.get("t") == "Str":
            value["c"] = " ".join(_breakable(word, longest) for word in value["c"].split(" "))
        elif value.get("t") == "Table":
            _let_break_cells(value["c"])
        elif value.get("t") != "Image":
            _let_break(value.get("c"), longest)


def _let_break_cells(table: list[Any]) -> None:
    _attributes, caption, specs, head, bodies, _foot = table
    _let_break(caption[1], _LINE)
    for row in (*head[1], *(row for body in bodies for row in body[3])):
        for cell, spec in zip(row[1], specs, strict=True):
            _let_break(cell[4], max(2, spec[1]["c"] * LINE - 2))


def _breakable(word: str, longest: float) -> str:
    """Put a place to break every few letters of `word`, never inside what is drawn as one."""
    if len(word) <= longest:
        return word
    few = max(1, int(longest / 8))
    pieces = [""]
    for letter in word:
        joined = unicodedata.category(letter)[0] == "M" or "\u200d" in (letter, pieces[-1][-1:])
        if len(pieces[-1]) >= few and not joined:
            pieces.append("")
        pieces[-1] += letter
    return "\u200b".join(pieces)
