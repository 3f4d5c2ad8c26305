"""The words of a tree, in the order of reading: what is the same in every file made from it."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ordito.core.press.nodes import Node

_INLINE_WITHIN = {
    "Strong": None,
    "Emph": None,
    "Underline": None,
    "Strikeout": None,
    "SmallCaps": None,
    "Superscript": None,
    "Subscript": None,
    "Link": 1,
    "Span": 1,
    "Quoted": 1,
}
_BLANK = frozenset({"Space", "SoftBreak", "LineBreak"})


def split_words(text: str) -> list[str]:
    """Split `text` at blanks, leaving aside what has no ink: joiners, direction marks, variation selectors."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(letter for letter in composed if not _inkless(letter)).split()


def _inkless(letter: str) -> bool:
    return unicodedata.category(letter) == "Cf" or "\ufe00" <= letter <= "\ufe0f"


def text_of(inlines: list[Node]) -> str:
    """Give the text of `inlines` as it is read on the page; images have none."""
    return "".join(_inline_text(inline) for inline in inlines)


def _inline_text(inline: Node) -> str:
    kind, content = inline["t"], inline.get("c")
    if kind == "Str":
        return str(content)
    if kind in _BLANK:
        return " "
    if kind in _INLINE_WITHIN:
        place = _INLINE_WITHIN[kind]
        return text_of(content if place is None else content[place])
    return ""


def words_of(blocks: list[Node]) -> list[str]:
    """Give the words of `blocks`, captions before their tables and after their figures."""
    return [word for text in _texts(blocks) for word in split_words(text)]


def _texts(blocks: list[Node]) -> Iterator[str]:
    for block in blocks:
        yield from _block_texts(block["t"], block.get("c"))


def _block_texts(kind: str, content: Any) -> Iterator[str]:
    match kind:
        case "Para" | "Plain":
            yield text_of(content)
        case "Header":
            yield text_of(content[2])
        case "BlockQuote":
            yield from _texts(content)
        case "Div":
            yield from _texts(content[1])
        case "BulletList":
            for item in content:
                yield from _texts(item)
        case "OrderedList":
            for item in content[1]:
                yield from _texts(item)
        case "DefinitionList":
            for term, meanings in content:
                yield text_of(term)
                for meaning in meanings:
                    yield from _texts(meaning)
        case "Figure":
            yield from _texts(content[2])
            yield from _texts(content[1][1])
        case "Table":
            yield from _table_texts(content)


def _table_texts(content: Any) -> Iterator[str]:
    _attributes, caption, _columns, head, bodies, foot = content
    yield from _texts(caption[1])
    rows = [*head[1], *(row for body in bodies for row in (*body[2], *body[3])), *foot[1]]
    for row in rows:
        for cell in row[1]:
            yield from _texts(cell[4])
