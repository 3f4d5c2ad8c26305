"""The sheet of styles, the page and its running lines as OpenDocument keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from ordito.core.press.look import (
    BOTTOM_CM,
    EDGE_CM,
    FONT,
    HAIR,
    INK,
    LINK,
    LOOKS,
    PAGE_CM,
    SHADE,
    SIDE_CM,
    TALL_ROW_CM,
    TEXT_CM,
    TOP_CM,
    Look,
)

if TYPE_CHECKING:
    from ordito.core.press.tree import Act

_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "style": "style",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
    }.items()
)
# Name of each style in the file, and the look that it has.
_STYLES = {
    "Standard": "compact",
    "Text body": "body",
    "First paragraph": "body",
    "Title": "title",
    "Subtitle": "subtitle",
    **{f"Heading {level}": f"heading {level}" for level in range(1, 7)},
    "Quotations": "quote",
    "TableCaption": "table caption",
    "FigureCaption": "figure caption",
    "FigureWithCaption": "figure",
    "Definition Term": "term",
    "Definition Definition": "meaning",
    "Definition Term Tight": "term",
    "Definition Definition Tight": "meaning",
    "Table Contents": "cell",
    "Table Heading": "cell header",
    "Header": "running",
    "Footer": "running",
    **{name: name for name in LOOKS if name[0].isupper() and name != "NuovaPagina"},
    "NuovaPagina": "NuovaPagina",
}
_PADDING = ' fo:padding="0.06cm" fo:padding-left="0.15cm" fo:padding-right="0.15cm"'
_ALIGN = {"left": "start", "right": "end", "center": "center", "both": "justify"}


def cells() -> str:
    """Write the automatic styles of table cells, in place of pandoc's own."""
    return (
        '<style:style style:name="TableHeaderRowCell" style:family="table-cell"><style:table-cell-properties'
        f' fo:background-color="#{SHADE}"{_PADDING}'
        f' fo:border="none" fo:border-bottom="0.75pt solid #{INK}"/></style:style>'
        '<style:style style:name="TableRowCell" style:family="table-cell"><style:table-cell-properties'
        f'{_PADDING} fo:border="none" fo:border-bottom="0.5pt solid #{HAIR}"/></style:style>'
        '<style:style style:name="SignatureCell" style:family="table-cell"><style:table-cell-properties'
        ' fo:padding-left="0.85cm" fo:padding-right="0.85cm" fo:border="none"/></style:style>'
        '<style:style style:name="WholeRow" style:family="table-row"><style:table-row-properties'
        ' fo:keep-together="always"/></style:style>'
        '<style:style style:name="TallRow" style:family="table-row"><style:table-row-properties'
        f' fo:keep-together="always" style:min-row-height="{TALL_ROW_CM}cm"/></style:style>'
        '<style:style style:name="Picture" style:family="graphic"><style:graphic-properties'
        ' style:vertical-pos="top" style:vertical-rel="baseline" fo:border="none"/></style:style>'
    )


def styles(act: Act) -> str:
    """Write the whole `styles.xml`."""
    language, country = act.words.tag.split("-")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-styles {_NAMESPACES} office:version="1.3">'
        f'<office:font-face-decls><style:font-face style:name="{FONT}" svg:font-family="\'{FONT}\'"'
        ' style:font-family-generic="roman" style:font-pitch="variable"/></office:font-face-decls>'
        '<office:styles><style:default-style style:family="paragraph"><style:paragraph-properties'
        ' style:tab-stop-distance="1.25cm" style:writing-mode="page"/>'
        f'<style:text-properties style:font-name="{FONT}" fo:font-size="11pt" fo:language="{language}"'
        f' fo:country="{country}" style:language-asian="zxx" style:country-asian="none"'
        ' style:language-complex="zxx" style:country-complex="none" fo:hyphenate="false"/>'
        '</style:default-style><style:default-style style:family="table">'
        '<style:table-properties table:border-model="collapsing"/>'
        "</style:default-style>"
        '<style:default-style style:family="graphic"/>'
        + "".join(_paragraph(name, LOOKS[look]) for name, look in _STYLES.items())
        + _CHARACTERS
        + "</office:styles>"
        + _page(act)
        + "</office:document-styles>"
    )


def _paragraph(name: str, look: Look) -> str:
    identity = name.replace(" ", "_20_")
    level = f' style:default-outline-level="{name[-1]}"' if name.startswith("Heading ") else ""
    parent = "" if name == "Standard" else ' style:parent-style-name="Standard"'
    following = ' style:next-style-name="Text_20_body"' if level else ""
    keep = "always" if look.keep else "auto"
    borders = "".join(
        f' fo:border-{side}="{width}pt solid #{colour}" fo:padding-{side}="5pt"'
        for side, width, colour in look.borders
    )
    return (
        f'<style:style style:name="{identity}" style:display-name="{name}" style:family="paragraph"'
        f' style:class="text"{parent}{following}{level}><style:paragraph-properties'
        f' fo:margin-top="{look.before}pt" fo:margin-bottom="{look.after}pt" fo:margin-left="{look.left}pt"'
        f' fo:line-height="{round(look.line * 100)}%" fo:text-align="{_ALIGN[look.align]}"'
        f' fo:keep-with-next="{keep}" fo:keep-together="{keep}"'
        f' fo:break-before="{"page" if look.new_page else "auto"}"{borders}/>'
        f'<style:text-properties fo:font-size="{look.size}pt" fo:color="#{look.colour}"'
        f' fo:font-weight="{"bold" if look.bold else "normal"}"'
        f' fo:font-style="{"italic" if look.italic else "normal"}"'
        f' fo:font-variant="{"small-caps" if look.small_caps else "normal"}"/></style:style>'
    )


_CHARACTERS = (
    '<style:style style:name="Internet_20_link" style:display-name="Internet link" style:family="text">'
    f'<style:text-properties fo:color="#{LINK}"/></style:style>'
    '<style:style style:name="Bullet_20_Symbols" style:display-name="Bullet Symbols" style:family="text"/>'
    '<style:style style:name="Numbering_20_Symbols" style:family="text"'
    ' style:display-name="Numbering Symbols"/>'
    '<style:style style:name="Formula" style:family="graphic"/>'
    '<text:outline-style style:name="Outline">'
    + "".join(
        f'<text:outline-level-style text:level="{level}" style:num-format=""/>' for level in range(1, 11)
    )
    + "</text:outline-style>"
)


def _page(act: Act) -> str:
    def edge(kind: str, where: str) -> str:
        return (
            f'<style:{kind}-style><style:header-footer-properties fo:min-height="{EDGE_CM / 2}cm"'
            f' fo:margin-{where}="0.4cm" style:dynamic-spacing="false"/></style:{kind}-style>'
        )

    def line(style: str, left: str, right: str) -> str:
        return f'<text:p text:style-name="{style}">{escape(left)}<text:tab/>{right}</text:p>'

    number = (
        f'{escape(act.words.page)} <text:page-number text:select-page="current">1</text:page-number>'
        f" {escape(act.words.of)} <text:page-count>1</text:page-count>"
    )
    footer = line("RunningFooter", act.foot, number)
    return (
        "<office:automatic-styles>"
        + _running("RunningHeader", "Header", "bottom")
        + _running("RunningFooter", "Footer", "top")
        + '<style:page-layout style:name="Sheet"><style:page-layout-properties'
        f' fo:page-width="{PAGE_CM[0]}cm" fo:page-height="{PAGE_CM[1]}cm" style:print-orientation="portrait"'
        f' fo:margin-top="{EDGE_CM}cm" fo:margin-bottom="{EDGE_CM}cm"'
        f' fo:margin-left="{SIDE_CM}cm" fo:margin-right="{SIDE_CM}cm"/>'
        + edge("header", "bottom").replace(f"{EDGE_CM / 2}cm", f"{TOP_CM - EDGE_CM - 0.4:.2f}cm")
        + edge("footer", "top").replace(f"{EDGE_CM / 2}cm", f"{BOTTOM_CM - EDGE_CM - 0.4:.2f}cm")
        + "</style:page-layout></office:automatic-styles>"
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="Sheet">'
        f"<style:header>{line('RunningHeader', act.head[0], escape(act.head[1]))}</style:header>"
        '<style:header-first><text:p text:style-name="Header"/></style:header-first>'
        f"<style:footer>{footer}</style:footer><style:footer-first>{footer}</style:footer-first>"
        "</style:master-page></office:master-styles>"
    )


def _running(name: str, parent: str, side: str) -> str:
    return (
        f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="{parent}">'
        f'<style:paragraph-properties fo:border-{side}="0.5pt solid #{HAIR}" fo:padding-{side}="4pt">'
        f'<style:tab-stops><style:tab-stop style:position="{TEXT_CM}cm" style:type="right"/>'
        "</style:tab-stops>"
        "</style:paragraph-properties></style:style>"
    )
