"""PDF/A-2a and pictures by Typst: the tree goes in as data, the page is in `act.typ`."""

from __future__ import annotations

import copy
import json
import re
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
from ordito.core.press.look import TALLEST_CM, TEXT_CM
from ordito.core.press.tree import Act

STANDARDS = ["a-2a", "ua-1"]  # archived for ever, and read by everybody
FONTS = ["Libertinus Serif", "DejaVu Sans Mono", "New Computer Modern Math"]
_PAGE = Path(__file__).with_name("act.typ")
_ALWAYS_DRAWN = frozenset("–—‘’“”„…•€")
_LATIN = 0xFF
_DOTTED_CIRCLE = "\u25cc"  # stands under an accent that has no letter
# Characters of Unicode that are invisible by rule (joiners, directions, variations) or plain blanks.
_INKLESS = re.compile(
    r"[\u061c\u2000-\u200f\u202a-\u202f\u205f-\u206f\u3000\ufe00-\ufe0f\U000e0000-\U000e0fff]"
)
# Longer words are let break anywhere, or they would leave the page.
_LINE = 64
_PICTURE = f"""
#let drawn = width => image(bytes(sys.inputs.svg), format: "svg", width: width)
#set page(width: auto, height: auto, margin: 0pt, fill: white)
#context {{
  let width = {TEXT_CM}cm
  let height = measure(drawn(width)).height
  drawn(if height > {TALLEST_CM}cm {{ width * ({TALLEST_CM}cm / height) }} else {{ width }})
}}""".encode()
_PIXELS_PER_INCH = 220


def pdf(act: Act, *, day: date) -> bytes:
    """Lay `act` out as a tagged, archival PDF."""
    source = _source(act, day)
    rare = _rare(source)
    source["fonts"] = [*FONTS, FAMILY] if rare else FONTS
    with tempfile.TemporaryDirectory() as folder:
        try:
            return _compile(
                _PAGE.read_bytes(),
                folder,
                sys_inputs={"act": json.dumps(source, ensure_ascii=False)},
                font_paths=_typefaces(rare, folder),
                pdf_standards=STANDARDS,
                timestamp=datetime.combine(day, time(12), tzinfo=UTC),
            )
        except PressFailed:
            for figure in act.figures:
                drawn(figure)  # says which one, if it was a figure
            raise


def _source(act: Act, day: date) -> dict[str, Any]:
    """Give all that the page needs, as data."""
    blocks = copy.deepcopy(act.blocks)
    _let_break(blocks, _LINE)
    language, region = act.words.tag.split("-")
    return {
        "title": act.title or act.issuer or act.words.date(day),
        "issuer": act.issuer,
        "head": act.head,
        "foot": act.foot,
        "date": [day.year, day.month, day.day],
        "lang": language,
        "region": region,
        "page": act.words.page,
        "of": act.words.of,
        "blocks": blocks,
        "figures": [{"svg": _svg(figure), "width": share(figure)} for figure in act.figures],
    }


def share(figure: Figure) -> float:
    """Give how much of the line `figure` takes, within reason."""
    return min(max(figure.width, 0.05), 1.0)


@lru_cache(maxsize=32)
def png(svg: str) -> bytes:
    """Draw `svg` as wide as the page, or as tall, for the programs that cannot draw it themselves."""
    with tempfile.TemporaryDirectory() as folder:
        return _compile(
            _PICTURE,
            folder,
            sys_inputs={"svg": svg},
            font_paths=_typefaces(_rare(svg), folder),
            format="png",
            ppi=_PIXELS_PER_INCH,
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


def _typefaces(rare: set[str], folder: str) -> typst.Fonts:
    """Give the typefaces that come with Typst, and one made in `folder` for the `rare` characters."""
    if not rare:
        return _typst_typefaces()
    (Path(folder) / "codici.ttf").write_bytes(typeface(rare))
    return typst.Fonts(include_system_fonts=False, font_paths=[folder])


@cache
def _typst_typefaces() -> typst.Fonts:
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
    """Give the characters that our typefaces may not draw, and those that shaping may put in their place."""
    found = _unsure(json.dumps(source, ensure_ascii=False))
    return found | _unsure(unicodedata.normalize("NFKD", "".join(found)) + _DOTTED_CIRCLE) if found else found


def _unsure(text: str) -> set[str]:
    letters = set(text) - _ALWAYS_DRAWN
    return {letter for letter in letters if ord(letter) > _LATIN and not _INKLESS.match(letter)}


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
    few = max(1, int(longest / 4))
    pieces = [""]
    for letter in word:
        joined = unicodedata.category(letter)[0] == "M" or "\u200d" in (letter, pieces[-1][-1:])
        if len(pieces[-1]) >= few and not joined:
            pieces.append("")
        pieces[-1] += letter
    return "\u200b".join(pieces)
