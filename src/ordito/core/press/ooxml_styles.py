"""The sheet of styles as Word keeps it."""

from __future__ import annotations

from ordito.core.press.look import FONT, HAIR, LINK, LOOKS, Look

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

# Word's name of each style, and the look that it has.
_STYLES = {
    "Normal": "compact",
    "Body Text": "body",
    "First Paragraph": "body",
    "Compact": "compact",
    "Title": "title",
    "Subtitle": "subtitle",
    **{f"heading {level}": f"heading {level}" for level in range(1, 7)},
    "Block Text": "quote",
    "Table Caption": "table caption",
    "Image Caption": "figure caption",
    "Figure": "figure",
    "Captioned Figure": "figure",
    "Definition Term": "term",
    "Definition": "meaning",
    "Cella": "cell",
    "CellaTitolo": "cell header",
    "header": "running",
    "footer": "running",
    **{name: name for name in LOOKS if name[0].isupper()},
}
_PARENTS = {"Normal": "", "First Paragraph": "BodyText", "Captioned Figure": "Figure"}
_SIDES_OF_A_FRAME = 4
_FRAME_ROOM = 6  # Word draws a frame outside the text: this brings it back within the margins
_JUSTIFY = {"left": "left", "right": "right", "center": "center", "both": "both"}


def twips(centimetres: float) -> int:
    """Give Word's unit of length, a twentieth of a point."""
    return round(centimetres / 2.54 * 1440)


def styles(language: str) -> str:
    """Write the whole `styles.xml`."""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:styles xmlns:w="{_W}">'
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}"'
        f' w:cs="{FONT}"/><w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val="{language}" w:eastAsia="zh-CN"'
        ' w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
        + "".join(_paragraph(name, LOOKS[look]) for name, look in _STYLES.items())
        + _CHARACTERS
        + _TABLES
        + "</w:styles>"
    )


def _paragraph(name: str, look: Look) -> str:
    identity = name.title().replace(" ", "") if name[0].islower() else name.replace(" ", "")
    parent = _PARENTS.get(name, "Normal")
    default = ' w:default="1"' if name == "Normal" else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{identity}"><w:name w:val="{name}"/>'
        + (f'<w:basedOn w:val="{parent}"/>' if parent else "")
        + ('<w:next w:val="BodyText"/>' if name.startswith("heading") else "")
        + f"<w:qFormat/><w:pPr>{_layout(look)}{_outline(name)}</w:pPr>"
        f"<w:rPr>{_letters(look)}</w:rPr></w:style>"
    )


def _outline(name: str) -> str:
    return f'<w:outlineLvl w:val="{int(name[-1]) - 1}"/>' if name.startswith("heading ") else ""


def _layout(look: Look) -> str:
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="{round(width * 8)}" w:space="5" w:color="{colour}"/>'
        for side, width, colour in look.borders
    )
    inside = _FRAME_ROOM if len(look.borders) == _SIDES_OF_A_FRAME else 0
    return (
        f'<w:keepNext w:val="{int(look.keep)}"/><w:keepLines w:val="{int(look.keep)}"/>'
        f'<w:pageBreakBefore w:val="{int(look.new_page)}"/><w:widowControl/>'
        + (f"<w:pBdr>{borders}</w:pBdr>" if borders else "")
        + f'<w:spacing w:before="{_points(look.before)}" w:after="{_points(look.after)}"'
        f' w:line="{round(look.line * 240)}" w:lineRule="auto"/>'
        f'<w:ind w:left="{_points(look.left or inside)}" w:right="{_points(inside)}"/>'
        f'<w:jc w:val="{_JUSTIFY[look.align]}"/>'
    )


def _letters(look: Look) -> str:
    return (
        f'<w:b w:val="{int(look.bold)}"/><w:bCs w:val="{int(look.bold)}"/>'
        f'<w:i w:val="{int(look.italic)}"/><w:iCs w:val="{int(look.italic)}"/>'
        f'<w:smallCaps w:val="{int(look.small_caps)}"/><w:color w:val="{look.colour}"/>'
        f'<w:sz w:val="{round(look.size * 2)}"/><w:szCs w:val="{round(look.size * 2)}"/>'
    )


def _points(points: float) -> int:
    return round(points * 20)


_CHARACTERS = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/></w:style>'
    '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
    f'<w:rPr><w:color w:val="{LINK}"/></w:rPr></w:style>'
)
_SIDES = (
    '<w:tblCellMar><w:top w:w="34" w:type="dxa"/><w:left w:w="{side}" w:type="dxa"/>'
    '<w:bottom w:w="34" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/></w:tblCellMar>'
)
_TABLES = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
    '<w:style w:type="table" w:styleId="Table"><w:name w:val="Table"/><w:basedOn w:val="TableNormal"/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
    f'<w:tblBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="{HAIR}"/>'
    f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{HAIR}"/></w:tblBorders>'
    + _SIDES.format(side=85)
    + "</w:tblPr></w:style>"
    '<w:style w:type="table" w:styleId="TableTall"><w:name w:val="TableTall"/><w:basedOn w:val="Table"/>'
    "</w:style>"
    '<w:style w:type="table" w:styleId="Firme"><w:name w:val="Firme"/><w:basedOn w:val="TableNormal"/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>' + _SIDES.format(side=480) + "</w:tblPr></w:style>"
)
