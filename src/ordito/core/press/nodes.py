"""The pandoc syntax tree, as far as an official act needs it: small constructors, no text ever parsed.

Only these nodes ever leave the press, so that every writer (pandoc's, and ours) knows all that it can meet:
blocks Para, Plain, Header, BulletList, OrderedList, DefinitionList, BlockQuote, Table, Figure, Div;
inlines Str, LineBreak, Strong, Emph, Underline, Strikeout, Link, Image. There are no raw nodes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Sequence

Node: TypeAlias = dict[str, Any]

API_VERSION = (1, 23, 1)
_SAFE_SCHEMES = frozenset({"http", "https", "mailto"})


def attr(identifier: str = "", classes: Sequence[str] = (), **pairs: str) -> list[Any]:
    """Give pandoc's attributes; underscores in names are hyphens."""
    return [identifier, list(classes), [[name.replace("_", "-"), value] for name, value in pairs.items()]]


def node(kind: str, content: Any = None) -> Node:
    """Give one node."""
    return {"t": kind} if content is None else {"t": kind, "c": content}


def para(inlines: list[Node]) -> Node:
    """Give a paragraph."""
    return node("Para", inlines)


def plain(inlines: list[Node]) -> Node:
    """Give words that are not a paragraph of their own: list items, cells, captions."""
    return node("Plain", inlines)


def styled(style: str, *blocks: Node) -> Node:
    """Give `blocks` a named paragraph style: of the sheet in `look`, and a class for our own writers."""
    return node("Div", [attr(classes=[style], custom_style=style), list(blocks)])


def link(inlines: list[Node], url: str) -> list[Node]:
    """Give a link, or its bare words where the address is not one that a reader may safely follow."""
    return [node("Link", [attr(), inlines, [url, ""]])] if safe_url(url) else inlines


def safe_url(url: str) -> bool:
    """Say whether `url` is http, https or mailto, and well formed."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if parts.scheme not in _SAFE_SCHEMES or any(letter.isspace() for letter in url):
        return False
    return bool(parts.path if parts.scheme == "mailto" else parts.netloc)


def tidy(inlines: list[Node]) -> list[Node]:
    """Join neighbouring words into one run, and trim blanks at the ends of lines."""
    runs: list[Node] = []
    for inline in inlines:
        if inline["t"] == "Str" and runs and runs[-1]["t"] == "Str":
            runs[-1] = node("Str", runs[-1]["c"] + inline["c"])
        else:
            runs.append(inline)
    for place, run in enumerate(runs):
        if run["t"] == "Str":
            words = run["c"]
            if place == 0 or runs[place - 1]["t"] == "LineBreak":
                words = words.lstrip(" ")
            if place == len(runs) - 1 or runs[place + 1]["t"] == "LineBreak":
                words = words.rstrip(" ")
            runs[place] = node("Str", words)
    runs = [run for run in runs if run != node("Str", "")]
    while runs and runs[-1]["t"] == "LineBreak":
        runs.pop()
    while runs and runs[0]["t"] == "LineBreak":
        runs.pop(0)
    return runs
