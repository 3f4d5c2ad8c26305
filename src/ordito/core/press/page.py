"""The same tree as a piece of a web page: to read an act before it becomes a file."""

from __future__ import annotations

import base64
from html import escape
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString

from ordito.core.press.typed import read_typed

if TYPE_CHECKING:
    from ordito.core.press.document import Figure
    from ordito.core.press.nodes import Node
    from ordito.core.press.tree import Act

_SIDES = {"AlignLeft": "text-start", "AlignRight": "text-end", "AlignCenter": "text-center"}
_LAST_HEADING = 6
_TAGS = {"Strong": "strong", "Emph": "em", "Underline": "ins", "Strikeout": "del"}
# What each style of the sheet becomes: (element, classes of the design system).
_STYLES = {
    "Ente": ("p", "text-uppercase fw-semibold border-bottom pb-2"),
    "Subtitle": ("p", "lead"),
    "Estremi": ("p", "text-secondary"),
    "Dimostrativo": ("p", "alert alert-warning"),
    "Attacco": ("p", ""),
    "Nota": ("p", "small text-secondary"),
    "IndiceTitolo": ("p", "fw-semibold"),
    "FirmaRuolo": ("p", "mb-4"),
    "FirmaNome": ("p", "border-top"),
}


def html(act: Act, *, top: int = 2) -> str:
    """Write `act` for a page whose own headings come before level `top`, which the title of the act takes.

    Every word is escaped, no style is inline, and figures are images, where nothing can run.
    """
    inside = _Page(act.figures, top).blocks(act.blocks)
    return SafeString(f'<article class="ordito-act" lang="{escape(act.words.tag)}">{inside}</article>')


def typed_html(texts: list[str]) -> dict[str, SafeString]:
    """Write what people typed as safe pieces of a page, all read together; the answer is by text."""
    return {text: SafeString(_Page([], 0).blocks(blocks)) for text, blocks in read_typed(texts).items()}


class _Page:
    def __init__(self, figures: list[Figure], top: int) -> None:
        self.figures = figures
        self.top = top

    def blocks(self, blocks: list[Node]) -> str:
        return "".join(self.block(block["t"], block.get("c")) for block in blocks)

    def block(self, kind: str, content: Any) -> str:  # noqa: PLR0911 - a line for each kind of block
        match kind:
            case "Para":
                return f"<p>{self.inlines(content)}</p>"
            case "Plain":
                return self.inlines(content)
            case "Header":
                level = min(self.top + content[0], _LAST_HEADING)
                return f'<h{level} id="{escape(content[1][0])}">{self.inlines(content[2])}</h{level}>'
            case "BlockQuote":
                return f'<blockquote class="blockquote">{self.blocks(content)}</blockquote>'
            case "Div":
                return self.styled(content[0][1][0], content[1])
            case "Figure":
                caption = self.blocks(content[1][1])
                return (
                    f'<figure class="figure">{self.blocks(content[2])}'
                    f'<figcaption class="figure-caption">{caption}</figcaption></figure>'
                )
            case "Table":
                return self.table(content)
            case _:
                return self.points(kind, content)

    def points(self, kind: str, content: Any) -> str:
        if kind == "DefinitionList":
            terms = (
                f"<dt>{self.inlines(term)}</dt>" + "".join(f"<dd>{self.blocks(one)}</dd>" for one in meanings)
                for term, meanings in content
            )
            return f"<dl>{''.join(terms)}</dl>"
        items = content if kind == "BulletList" else content[1]
        inside = "".join(f"<li>{self.blocks(item)}</li>" for item in items)
        if kind == "BulletList":
            return f"<ul>{inside}</ul>"
        return f'<ol start="{content[0][0]}">{inside}</ol>'

    def styled(self, style: str, blocks: list[Node]) -> str:
        words = self.inlines(blocks[0]["c"])
        if style == "Title":
            return f"<h{self.top}>{words}</h{self.top}>"
        if style == "NuovaPagina":
            return "<hr>"
        if style == "Figura":
            return f'<figure class="figure">{words}</figure>'
        element, classes = _STYLES.get(style, ("p", "mb-1"))
        return f'<{element} class="{classes}">{words}</{element}>'

    def table(self, content: Any) -> str:
        attributes, caption, specs, head, bodies, _foot = content
        if "Firme" in attributes[1]:
            cells = "".join(
                f'<div class="col-md-6">{self.blocks(cell[4])}</div>'
                for row in bodies[0][3]
                for cell in row[1]
            )
            return f'<div class="row">{cells}</div>'
        sides = [_SIDES[side["t"]] for side, _width in specs]

        def row(cells: Any, element: str) -> str:
            scope = ' scope="col"' if element == "th" else ""
            written = (
                f'<{element}{scope} class="{side}">{self.blocks(cell[4])}</{element}>'
                for cell, side in zip(cells[1], sides, strict=True)
            )
            return f"<tr>{''.join(written)}</tr>"

        title = f"<caption>{self.blocks(caption[1])}</caption>" if caption[1] else ""
        header = "".join(row(cells, "th") for cells in head[1])
        body = "".join(row(cells, "td") for cells in bodies[0][3])
        return (
            f'<div class="table-responsive" tabindex="0"><table class="table table-sm caption-top">{title}'
            + (f"<thead>{header}</thead>" if header else "")
            + f"<tbody>{body}</tbody></table></div>"
        )

    def inlines(self, inlines: list[Node]) -> str:
        return "".join(self.inline(inline["t"], inline.get("c")) for inline in inlines)

    def inline(self, kind: str, content: Any) -> str:
        match kind:
            case "Str":
                return escape(content)
            case "Strong" | "Emph" | "Underline" | "Strikeout":
                return f"<{_TAGS[kind]}>{self.inlines(content)}</{_TAGS[kind]}>"
            case "Link":
                return f'<a href="{escape(content[2][0])}">{self.inlines(content[1])}</a>'
            case "Image":
                return self.image(content)
            case _:
                return "<br>"

    def image(self, content: Any) -> str:
        svg = self.figures[int(content[2][0].removeprefix("figure:"))].svg
        data = base64.b64encode(svg.encode() if isinstance(svg, str) else svg).decode()
        alt = escape("".join(one["c"] for one in content[1]))
        return f'<img class="figure-img img-fluid" src="data:image/svg+xml;base64,{data}" alt="{alt}">'
