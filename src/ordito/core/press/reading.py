"""The words of a tree, in the order of reading: what is the same in every file made from it."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ordito.core.press.nodes import Node

# Where the words are, inside the nodes that hold other nodes; also those that only pandoc's readers make.
_INLINES_WITHIN: dict[str, Callable[[Any], list[Node]]] = {
    **dict.fromkeys(("Strong", "Emph", "Underline", "Strikeout", "SmallCaps"), lambda content: content),
    **dict.fromkeys(("Link", "Span"), lambda content: content[1]),
}
_TEXTS_WITHIN: dict[str, Callable[[Any], list[Node]]] = {
    **dict.fromkeys(("Para", "Plain"), lambda content: content),
    "Header": lambda content: content[2],
}
_BLOCKS_WITHIN: dict[str, Callable[[Any], list[list[Node]]]] = {
    "BlockQuote": lambda content: [content],
    "Div": lambda content: [content[1]],
    "BulletList": lambda content: content,
    "OrderedList": lambda content: content[1],
    "Figure": lambda content: [content[2], content[1][1]],
    "Table": lambda content: [content[1][1], *_cells(content)],
}
_BLANK = frozenset({"Space", "SoftBreak", "LineBreak"})


def split_words(text: str) -> list[str]:
    """Split `text` at blanks, leaving aside what has no ink (joiners, direction marks)."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(letter for letter in composed if not _inkless(letter)).split()


def _inkless(letter: str) -> bool:
    return unicodedata.category(letter) == "Cf" or "\ufe00" <= letter <= "\ufe0f"


def text_of(inlines: list[Node]) -> str:
    """Give the text of `inlines` as it is read on the page; images have none."""
    return "".join(_inline_text(inline) for inline in inlines)


def _inline_text(inline: Node) -> str:
    kind = inline["t"]
    if kind == "Str":
        return str(inline["c"])
    if kind in _INLINES_WITHIN:
        return text_of(_INLINES_WITHIN[kind](inline["c"]))
    return " " if kind in _BLANK else ""


def words_of(blocks: list[Node]) -> list[str]:
    """Give the words of `blocks`, captions before their tables and after their figures."""
    return [word for text in _texts(blocks) for word in split_words(text)]


def _texts(blocks: list[Node]) -> Iterator[str]:
    for block in blocks:
        kind = block["t"]
        if kind in _TEXTS_WITHIN:
            yield text_of(_TEXTS_WITHIN[kind](block["c"]))
        elif kind == "DefinitionList":
            for term, meanings in block["c"]:
                yield text_of(term)
                for meaning in meanings:
                    yield from _texts(meaning)
        else:
            for inside in _BLOCKS_WITHIN[kind](block["c"]):
                yield from _texts(inside)


def _cells(table: Any) -> list[list[Node]]:
    _attributes, _caption, _columns, head, bodies, foot = table
    rows = [*head[1], *(row for body in bodies for row in (*body[2], *body[3])), *foot[1]]
    return [cell[4] for row in rows for cell in row[1]]
