"""Read what the office typed as limited Markdown, and keep only what an official act may hold."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from ordito.core.press.clean import clean, lines
from ordito.core.press.nodes import API_VERSION, Node, attr, link, node, para, tidy
from ordito.core.press.pandoc import pandoc

_READER = Path(__file__).with_name("typed.lua")
_DEEPEST = 4
# A line such as «[nota]: testo» would vanish as the address of a link; a fence would swallow its first words.
_LINK_ADDRESS = re.compile(r"(?<!\\)\[(?=[^\[\]]{1,999}\]:)")
_FENCE = re.compile(r"(?<!\\)[`~]")


@lru_cache(maxsize=64)
def _read(texts: tuple[str, ...]) -> str:
    blocks = [
        node("CodeBlock", [attr(), _FENCE.sub(r"\\\g<0>", _LINK_ADDRESS.sub(r"\\[", text))]) for text in texts
    ]
    source = json.dumps({"pandoc-api-version": API_VERSION, "meta": {}, "blocks": blocks}).encode()
    return pandoc("-f", "json", "-t", "json", "--lua-filter", str(_READER), source=source).decode()


def read_typed(texts: list[str]) -> dict[str, list[Node]]:
    """Read all the typed texts of a document at once; the answer is by text.

    Paragraphs, lists, quotations, bold, emphasis and safe links stay. Titles become bold lines, and whatever
    else looks like a mark (HTML, images, code) becomes the words it is made of: nothing typed is lost.
    """
    distinct = tuple(dict.fromkeys(texts))
    try:
        return _read_together(distinct)
    except RecursionError:  # thousands of marks one inside the other: that text is no prose
        if len(distinct) == 1:
            return {text: [para(_literal(text))] for text in distinct}
        return {text: blocks for one in distinct for text, blocks in read_typed([one]).items()}


def _read_together(texts: tuple[str, ...]) -> dict[str, list[Node]]:
    if not texts:
        return {}
    found = json.loads(_read(tuple(clean(text) for text in texts)))["blocks"]
    return {text: _blocks(div["c"][1], 0) for text, div in zip(texts, found, strict=True)}


def _blocks(found: list[Node], depth: int) -> list[Node]:
    return [block for one in found for block in _block(one["t"], one.get("c"), depth)]


def _block(kind: str, content: Any, depth: int) -> list[Node]:
    match kind:
        case "Para" | "Plain":
            kept = [node(kind, _inlines(content, 0))]
        case "Header":
            kept = [para([node("Strong", _inlines(content[2], 0))])]
        case "BulletList" | "OrderedList" | "BlockQuote":
            kept = _nested(kind, content, depth)
        case "CodeBlock" | "RawBlock":
            kept = [para(_literal(content[1]))]
        case _:  # a rule across the page: no words
            kept = []
    return [block for block in kept if block["c"]]


def _nested(kind: str, content: Any, depth: int) -> list[Node]:
    if kind == "BlockQuote":
        inside = _blocks(content, depth + 1)
        return inside if depth >= _DEEPEST else [node(kind, inside)]
    items = content if kind == "BulletList" else content[1]
    kept = [inside for item in items if (inside := _blocks(item, depth + 1))]
    if depth >= _DEEPEST:
        return [para(block["c"]) if block["t"] == "Plain" else block for inside in kept for block in inside]
    if kind == "BulletList":
        return [node(kind, kept)]
    start = content[0][0]
    return [node(kind, [[start, node("Decimal"), node("Period")], kept])] if kept else []


def _literal(text: str) -> list[Node]:
    inlines: list[Node] = []
    for line in lines(text):
        inlines += [node("Str", line), node("LineBreak")]
    return tidy(inlines)


def _inlines(found: list[Node], depth: int) -> list[Node]:
    return tidy([inline for one in found for inline in _inline(one["t"], one.get("c"), depth)])


def _inline(kind: str, content: Any, depth: int) -> list[Node]:  # noqa: PLR0911 - a line for each kind
    match kind:
        case "Str":
            return [node("Str", clean(content))]
        case "LineBreak":
            return [node("LineBreak")]
        case "Strong" | "Emph":
            inside = _inlines_inside(content, depth + 1)
            return inside if depth >= _DEEPEST or not inside else [node(kind, inside)]
        case "Link":
            return link(_inlines_inside(content[1], depth + 1), content[2][0])
        case "Image":
            return _inlines_inside(content[1], depth + 1)
        case "RawInline" | "Code":
            return _literal(content[1])
        case _:  # Space, SoftBreak
            return [node("Str", " ")]


def _inlines_inside(found: list[Node], depth: int) -> list[Node]:
    return [inline for one in found for inline in _inline(one["t"], one.get("c"), depth)]
