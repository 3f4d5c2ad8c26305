"""From the facts of a document to the one syntax tree that all its files are written from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from ordito.core.press.clean import lines, one_line
from ordito.core.press.columns import alignments, is_long, widths
from ordito.core.press.document import (
    Block,
    Bullets,
    Definitions,
    Document,
    Figure,
    Heading,
    Item,
    Lead,
    Note,
    Numbered,
    PageBreak,
    Paragraph,
    Point,
    Quote,
    Signatures,
    Table,
    Typed,
)
from ordito.core.press.nodes import Node, attr, link, node, para, plain, styled, tidy
from ordito.core.press.reading import text_of
from ordito.core.press.spans import Bold, Deleted, Em, Inserted, Link, Text, flat
from ordito.core.press.typed import read_typed
from ordito.core.press.wording import Wording, wording

_POINTS = (Paragraph, Typed, Bullets, Numbered)
_SIDES = {"left": "AlignLeft", "right": "AlignRight", "center": "AlignCenter"}
_TO_A_LINE = 2
LONG_ROW = "Lunga"  # a row that may go on in the next page
_DEEPEST_HEADING = 6


@dataclass(frozen=True, slots=True)
class Act:
    """A document as a tree, with what its files' properties need; figures are numbered as the images say."""

    title: str
    issuer: str
    head: tuple[str, str]  # of each page after the first
    foot: str
    words: Wording
    blocks: list[Node]
    figures: list[Figure]


def tree(document: Document) -> Act:
    """Build the tree of `document`."""
    words = wording(document.language)
    builder = _Builder(words, read_typed(list(_typed_texts(document.blocks))))
    blocks = [*_opening(document, words), *builder.blocks(document.blocks)]
    return Act(
        title=one_line(document.title),
        issuer=one_line(document.issuer),
        head=(_shortened(document.issuer, 60), _shortened(document.reference, 60)),
        foot=words.synthetic if document.synthetic else _shortened(document.title, 80),
        words=words,
        blocks=_with_contents(blocks, words),
        figures=builder.figures,
    )


def tables_of(act: Act) -> Iterator[tuple[str, list[bool]]]:
    """Give the style of each table of `act`, and which rows of its body may break."""
    for block in act.blocks:
        if block["t"] == "Table":
            attributes, _caption, _specs, _head, bodies, _foot = block["c"]
            yield attributes[1][0], [LONG_ROW in row[0][1] for body in bodies for row in body[3]]


def _shortened(text: str, longest: int) -> str:
    """Keep a running line on one line."""
    line = one_line(text)
    return line if len(line) <= longest else line[:longest].rstrip() + "…"


def inlines(text: Text) -> list[Node]:
    """Give the nodes of `text`, trimmed."""
    return tidy(_spans(text))


def _spans(text: Text) -> list[Node]:
    found: list[Node] = []
    for span in flat(text):
        match span:
            case str():  # first: it is nearly always so
                found += _words(span)
            case Bold(inside):
                found.append(node("Strong", _spans(inside)))
            case Em(inside):
                found.append(node("Emph", _spans(inside)))
            case Inserted(inside):
                found.append(node("Underline", _spans(inside)))
            case Deleted(inside):
                found.append(node("Strikeout", _spans(inside)))
            case Link(inside, url):
                found += link(_spans(inside), url)
            case _:
                found += _words(str(span))
    return [one for one in found if one.get("c") != []]


def _words(text: str) -> Iterator[Node]:
    for number, line in enumerate(lines(text)):
        if number:
            yield node("LineBreak")
        if line:
            yield node("Str", line)


def _opening(document: Document, words: Wording) -> list[Node]:
    facts = " · ".join(filter(None, (words.date(document.date), one_line(document.reference))))
    lines_ = [
        ("Ente", one_line(document.issuer)),
        ("Title", one_line(document.title)),
        ("Subtitle", one_line(document.subtitle)),
        ("Estremi", facts),
        ("Dimostrativo", words.synthetic if document.synthetic else ""),
    ]
    return [styled(style, para([node("Str", text)])) for style, text in lines_ if text]


def _points(item: Item) -> list[Point]:
    """Give the blocks of `item`, none where it is only words."""
    if isinstance(item, _POINTS):
        return [item]
    if isinstance(item, str) or not isinstance(item, Sequence):
        return []
    return [one for one in item if isinstance(one, _POINTS)]


def _typed_texts(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Typed):
            yield block.text
        elif isinstance(block, Bullets | Numbered):
            for item in block.items:
                yield from _typed_texts(_points(item))
        elif isinstance(block, Definitions):
            for _term, item in block.items:
                yield from _typed_texts(_points(item))


def _with_contents(blocks: list[Node], words: Wording) -> list[Node]:
    """Put the headings where the document asks for its contents, now that they are all known."""
    headings = [block["c"] for block in blocks if block["t"] == "Header"]
    found: list[Node] = []
    for block in blocks:
        if block["t"] != "Contents":
            found.append(block)
            continue
        entries = [
            styled(f"Indice{level}", para([node("Link", [attr(), label, [f"#{identity[0]}", ""]])]))
            for level, identity, label in headings
            if level <= block["c"]
        ]
        if entries:
            found += [styled("IndiceTitolo", para([node("Str", words.contents)])), *entries]
    return found


@dataclass(slots=True)
class _Builder:
    """Walks the blocks in order, because headings, tables and figures are counted."""

    words: Wording
    typed: dict[str, list[Node]]
    figures: list[Figure] = field(default_factory=list)
    level: int = 0
    headings: int = 0
    captions: dict[str, int] = field(default_factory=dict)

    def blocks(self, blocks: Iterable[Block]) -> list[Node]:
        return [found for block in blocks for found in self.block(block)]

    def block(self, block: Block) -> list[Node]:  # noqa: C901, PLR0911, PLR0912 - a line for each kind of block
        match block:
            case Heading():
                return self.heading(block)
            case Paragraph(text):
                return _filled(para(inlines(text)))
            case Lead(text):
                return _in_style("Attacco", text)
            case Typed(text):
                return self.typed[text]
            case Bullets(items):
                return _filled(node("BulletList", self.items(items)))
            case Numbered(items, start):
                found = self.items(items)
                return (
                    [node("OrderedList", [[start, node("Decimal"), node("Period")], found])] if found else []
                )
            case Definitions(items):
                return _filled(node("DefinitionList", [[inlines(t), [self.item(item)]] for t, item in items]))
            case Table():
                return self.table(block)
            case Figure():
                return self.figure(block)
            case Signatures(signers):
                return _signatures(signers)
            case Note(text):
                return _in_style("Nota", text)
            case Quote(text):
                return [node("BlockQuote", found) for found in [_filled(para(inlines(text)))] if found]
            case PageBreak():
                return [styled("NuovaPagina", para([]))]
            case _:
                return [node("Contents", block.depth)]

    def items(self, items: Sequence[Item]) -> list[list[Node]]:
        return [found for item in items if (found := self.item(item))]

    def item(self, item: Item) -> list[Node]:
        blocks = _points(item)
        if not blocks:
            return _filled(plain(inlines(cast("Text", item))))
        found = self.blocks(blocks)
        if found and found[0]["t"] == "Para":
            found[0] = plain(found[0]["c"])
        return found

    def heading(self, block: Heading) -> list[Node]:
        label = inlines(block.text)
        if not label:
            return []
        self.headings += 1
        self.level = max(1, min(block.level, self.level + 1, _DEEPEST_HEADING))
        return [node("Header", [self.level, attr(f"sezione-{self.headings}"), label])]

    def caption(self, text: Text, name: str) -> list[Node]:
        label = inlines(text)
        if label:
            self.captions[name] = self.captions.get(name, 0) + 1
            label = [
                node("Strong", [node("Str", f"{name} {self.captions[name]}.")]),
                node("Str", " "),
                *label,
            ]
        return tidy(label)

    def table(self, block: Table) -> list[Node]:
        caption = self.caption(block.caption, self.words.table)
        header = [inlines(cell) for cell in block.header]
        rows = [[inlines(cell) for cell in row] for row in block.rows]
        columns = len(header) or (len(rows[0]) if rows else 0)
        if not columns:
            return _filled(para(caption))
        read = [[text_of(cell) for cell in row] for row in rows]
        sides = alignments(read, block.align, columns)
        shares = widths(
            [[text_of(cell) for cell in header], *read] if header else read, block.widths, columns
        )
        specs = [
            [node(_SIDES[side]), node("ColWidth", share)] for side, share in zip(sides, shares, strict=True)
        ]
        return [
            _table(
                [_filled(plain(cell)) for cell in header],
                [[_filled(plain(c)) for c in r] for r in rows],
                specs,
                caption=caption,
                style="TableTall" if block.tall else "Table",
                long=[is_long(row, shares) for row in read],
            )
        ]

    def figure(self, block: Figure) -> list[Node]:
        self.figures.append(block)
        alt = [node("Str", one_line(block.alt))]
        image = node("Image", [attr(), alt, [f"figure:{len(self.figures) - 1}", ""]])
        caption = self.caption(block.caption, self.words.figure)
        if not caption:
            return [styled("Figura", para([image]))]
        return [node("Figure", [attr(), [None, [plain(caption)]], [plain([image])]])]


def _filled(block: Node) -> list[Node]:
    return [block] if block["c"] else []


def _in_style(style: str, text: Text) -> list[Node]:
    found = inlines(text)
    return [styled(style, para(found))] if found else []


def _signatures(signers: Sequence[tuple[str, str]]) -> list[Node]:
    cells = [
        [styled("FirmaRuolo", para(inlines(role) or [])), styled("FirmaNome", para(inlines(name)))]
        for role, name in signers
    ]
    if not cells:
        return []
    cells += [[]] * (-len(cells) % _TO_A_LINE)
    rows = [cells[place : place + _TO_A_LINE] for place in range(0, len(cells), _TO_A_LINE)]
    specs = [[node("AlignCenter"), node("ColWidth", 1 / _TO_A_LINE)]] * _TO_A_LINE
    return [_table([], rows, specs, caption=[], style="Firme")]


def _table(
    header: list[list[Node]],
    rows: list[list[list[Node]]],
    specs: list[Any],
    *,
    caption: list[Node],
    style: str,
    long: Sequence[bool] = (),
) -> Node:
    def row(cells: list[list[Node]], *, breaks: bool = False) -> list[Any]:
        dress = attr(classes=[LONG_ROW]) if breaks else attr()
        return [dress, [[attr(), node("AlignDefault"), 1, 1, blocks] for blocks in cells]]

    dressed = zip(rows, long or [False] * len(rows), strict=True)

    return node(
        "Table",
        [
            attr(classes=[style], custom_style=style),
            [None, _filled(plain(caption))],
            specs,
            [attr(), [row(header)] if header else []],
            [[attr(), 0, [], [row(cells, breaks=breaks) for cells, breaks in dressed]]],
            [attr(), []],
        ],
    )
