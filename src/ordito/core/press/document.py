"""An official act before it becomes a file: its heading and its blocks, as plain facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from ordito.core.press.spans import Text

Align: TypeAlias = Literal["left", "right", "center"]
Language: TypeAlias = Literal["it", "en"]
# What a point of a list may hold: OpenDocument has no room there for tables and figures.
Point: TypeAlias = "Paragraph | Typed | Bullets | Numbered"
Item: TypeAlias = "Text | Point | Sequence[Point]"


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a section; a level that skips one is brought back in order."""

    level: int
    text: Text


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; a line break in it stays a line break."""

    text: Text


@dataclass(frozen=True, slots=True)
class Lead:
    """Running text that opens what follows, a list or a table: they are never parted by the end of a page."""

    text: Text


@dataclass(frozen=True, slots=True)
class Typed:
    """What the office typed in a large field: paragraphs, lists, **bold**, *emphasis*, links; nothing else.

    Anything else that looks like a mark (HTML, images, titles, tables) is printed as the words it is.
    """

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """Points without an order."""

    items: Sequence[Item]


@dataclass(frozen=True, slots=True)
class Numbered:
    """Points in their order."""

    items: Sequence[Item]
    start: int = 1


@dataclass(frozen=True, slots=True)
class Definitions:
    """Terms, each with what it means: roles with names, fields with values."""

    items: Sequence[tuple[Text, Item]]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header that is repeated on every page.

    `align` and `widths` are hints, one per column; without them, columns of numbers go to the right and
    widths follow the words. A `tall` table has room in its rows to write by hand.
    """

    header: Sequence[Text]
    rows: Sequence[Sequence[Text]]
    caption: Text = ""
    align: Sequence[Align | None] = ()
    widths: Sequence[float] = ()
    tall: bool = False

    def __post_init__(self) -> None:
        """Refuse a ragged table where it is written, not in the file."""
        columns = len(self.header) or (len(self.rows[0]) if self.rows else 0)
        for number, row in enumerate(self.rows, start=1):
            if len(row) != columns:
                raise ValueError(f"row {number} has {len(row)} cells, the table has {columns} columns")
        for hint in (self.align, self.widths):
            if hint and len(hint) != columns:
                raise ValueError(f"{len(hint)} hints for {columns} columns")


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with its caption, and with the words that replace it for who cannot see it."""

    svg: str | bytes
    caption: Text
    alt: str
    width: float = 1.0  # of the width of the text

    def __post_init__(self) -> None:
        """Refuse a figure that says nothing to who cannot see it."""
        if not self.alt.strip():
            raise ValueError("a figure needs the words that replace it")


@dataclass(frozen=True, slots=True)
class Signatures:
    """Who signs: (role, name), two to a line; an empty name leaves room for it."""

    signers: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Note:
    """Small print: sources, legal references, how a number was computed."""

    text: Text


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of somebody else."""

    text: Text


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The headings of the document down to `depth`, each leading to its place."""

    depth: int = 2


Block: TypeAlias = (
    Heading
    | Paragraph
    | Lead
    | Typed
    | Bullets
    | Numbered
    | Definitions
    | Table
    | Figure
    | Signatures
    | Note
    | Quote
    | PageBreak
    | Contents
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One act: who issues it, what it is called, its date and reference, and its blocks."""

    title: str
    issuer: str
    date: date
    blocks: Sequence[Block]
    subtitle: str = ""
    reference: str = ""
    language: Language = "it"
    synthetic: bool = False
