"""What DOCX and ODT have in common: the tree goes through pandoc with pictures inside it."""

from __future__ import annotations

import base64
import copy
import json
import struct
import tempfile
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from ordito.core.press.look import TALLEST_CM, TEXT_CM
from ordito.core.press.nodes import API_VERSION, node
from ordito.core.press.pandoc import pandoc
from ordito.core.press.tree import Act
from ordito.core.press.typeset import drawn, share


def moment(day: date) -> str:
    """Give the one moment that the properties of a file tell: the noon of the act."""
    return _noon(day).strftime("%Y-%m-%dT%H:%M:%SZ")


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def written(act: Act, kind: str, *, day: date, reference: bytes, template: str) -> bytes:
    """Let pandoc write `act` as `kind`, with the styles of `reference` and the page of `template`."""
    blocks = copy.deepcopy(act.blocks)
    _place_pictures(blocks, act)
    meta = {
        "title": node("MetaInlines", [node("Str", act.title)]),
        "author": node("MetaList", [node("MetaInlines", [node("Str", act.issuer)])]),
        "lang": node("MetaInlines", [node("Str", act.words.tag)]),
    }
    source = json.dumps({"pandoc-api-version": API_VERSION, "meta": meta, "blocks": blocks})
    with tempfile.TemporaryDirectory() as folder:
        styles = Path(folder) / f"reference.{kind}"
        styles.write_bytes(reference)
        page = Path(folder) / "page.xml"
        page.write_text(template, encoding="utf-8")
        return pandoc(
            "-f", "json",
            "-t", f"{kind}+empty_paragraphs",
            "--reference-doc", str(styles),
            "--template", str(page),
            "--syntax-highlighting=none",
            "-o", "-",
            source=source.encode(),
            epoch=max(0, int(_noon(day).timestamp())),
        )  # fmt: skip


def _place_pictures(value: Any, act: Act) -> None:
    """Put the drawn figures in place of their numbers, as wide as the page and their height allow."""
    if isinstance(value, list):
        for one in value:
            _place_pictures(one, act)
    elif isinstance(value, dict):
        if value.get("t") != "Image":
            _place_pictures(value.get("c"), act)
            return
        attributes, _alt, target = value["c"]
        figure = act.figures[int(target[0].removeprefix("figure:"))]
        picture = drawn(figure)
        pixels_wide, pixels_high = struct.unpack(">2I", picture[16:24])
        width = min(TEXT_CM * share(figure), TALLEST_CM * pixels_wide / pixels_high)
        attributes[2] = [
            ["width", f"{width:.2f}cm"],
            ["height", f"{width * pixels_high / pixels_wide:.2f}cm"],
        ]
        target[0] = "data:image/png;base64," + base64.b64encode(picture).decode()
