"""DOCX by pandoc: the styles and the page by code, and the few things that pandoc leaves undone."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from ordito.core.press.archive import closed, parts
from ordito.core.press.clean import one_line
from ordito.core.press.look import (
    BOTTOM_CM,
    EDGE_CM,
    HAIR,
    INK,
    PAGE_CM,
    SHADE,
    SIDE_CM,
    TALL_ROW_CM,
    TEXT_CM,
    TOP_CM,
)
from ordito.core.press.office import moment, written
from ordito.core.press.ooxml_styles import styles, twips
from ordito.core.press.pandoc import pandoc
from ordito.core.press.tree import tables_of

if TYPE_CHECKING:
    from datetime import date

    from ordito.core.press.tree import Act

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NAMESPACES = f'xmlns:w="{_W}" xmlns:r="{_R}"'

_TEMPLATE_BODY = re.compile(r"(<w:body>).*(</w:body>)", re.DOTALL)
_PICTURE_NAME = re.compile(r'<pic:cNvPr descr="[^"]*"')
_TABLE = re.compile(r"<w:tbl>.*?</w:tbl>", re.DOTALL)
_ROW = re.compile(r"<w:tr>.*?</w:tr>", re.DOTALL)
_PLAIN_ROW = re.compile(r"<w:tr><w:tc>")
_WHOLE_ROW = "<w:tr><w:trPr><w:cantSplit /></w:trPr><w:tc>"
# What stands before a table of signatures: the last paragraph, or the table that ends there.
_SIGNATURES = re.compile(
    r"((?:<w:tbl>(?:(?!</w:tbl>).)*</w:tbl>\s*|<w:p>(?:(?!</?w:p>).)*</w:p>\s*)(?:<w:(?:p|bookmark\w+)\b[^>]*/>\s*)*)"
    r'(<w:tbl><w:tblPr><w:tblStyle w:val="Firme" />)',
    re.DOTALL,
)
_PARAGRAPH = re.compile(r"<w:pPr><w:pStyle [^>]*/>(?!<w:keepNext)")
_CELL = re.compile(r"<w:tcPr />")
_COLUMN = re.compile(r'<w:gridCol w:w="(\d+)" />')


def docx(act: Act, *, day: date) -> bytes:
    """Write `act` for Word."""
    made = parts(written(act, "docx", day=day, reference=_reference(act), template=_template()))
    body = made["word/document.xml"].decode()
    made["word/document.xml"] = _finished(body, act).encode()
    made["word/settings.xml"] = _settings(act.words.tag)
    made["docProps/app.xml"] = (
        f'{_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>Ordito</Application></Properties>"
    ).encode()
    made["docProps/core.xml"] = _properties(act, moment(day))
    return closed(made)


@cache
def _default() -> dict[str, bytes]:
    return parts(pandoc("--print-default-data-file", "reference.docx"))


@cache
def _template() -> str:
    """Give pandoc's own page without its title, because the act brings its heading in its body."""
    page = pandoc("--print-default-template", "openxml").decode()
    return _TEMPLATE_BODY.sub(r"\1\n$body$\n$sectpr$\n\2", page)


def _reference(act: Act) -> bytes:
    named = dict(_default())
    named["word/styles.xml"] = styles(act.words.tag).encode()
    named["word/header1.xml"] = _running("hdr", "Header", act.head[0], _text(act.head[1]), "bottom")
    number = _text(f"{act.words.page} ") + _field("PAGE") + _text(f" {act.words.of} ") + _field("NUMPAGES")
    named["word/footer1.xml"] = _running("ftr", "Footer", act.foot, number, "top")
    named["word/document.xml"] = (
        f"{_HEAD}<w:document {_NAMESPACES}><w:body><w:p/><w:sectPr>"
        '<w:headerReference w:type="default" r:id="rId101"/>'
        '<w:footerReference w:type="default" r:id="rId102"/>'
        '<w:footerReference w:type="first" r:id="rId102"/>'
        f'<w:pgSz w:w="{twips(PAGE_CM[0])}" w:h="{twips(PAGE_CM[1])}"/>'
        f'<w:pgMar w:top="{twips(TOP_CM)}" w:right="{twips(SIDE_CM)}" w:bottom="{twips(BOTTOM_CM)}"'
        f' w:left="{twips(SIDE_CM)}" w:header="{twips(EDGE_CM)}" w:footer="{twips(EDGE_CM)}"'
        ' w:gutter="0"/><w:titlePg/></w:sectPr></w:body></w:document>'
    ).encode()
    links = "".join(
        f'<Relationship Id="{identity}" Type="{_R}/{kind}" Target="{kind}1.xml"/>'
        for identity, kind in (("rId101", "header"), ("rId102", "footer"))
    )
    _insert(named, "word/_rels/document.xml.rels", links, before="</Relationships>")
    types = "".join(
        f'<Override PartName="/word/{kind}1.xml"'
        f' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
        for kind in ("header", "footer")
    )
    _insert(named, "[Content_Types].xml", types, before="</Types>")
    return closed(named)


def _insert(named: dict[str, bytes], part: str, text: str, *, before: str) -> None:
    named[part] = named[part].decode().replace(before, text + before).encode()


def _running(kind: str, style: str, left: str, right: str, side: str) -> bytes:
    """Write the line that runs at the head or at the foot of the pages; `right` is already XML."""
    return (
        f'{_HEAD}<w:{kind} {_NAMESPACES}><w:p><w:pPr><w:pStyle w:val="{style}"/>'
        f'<w:pBdr><w:{side} w:val="single" w:sz="4" w:space="4" w:color="{HAIR}"/></w:pBdr>'
        f'<w:tabs><w:tab w:val="right" w:pos="{twips(TEXT_CM)}"/></w:tabs></w:pPr>'
        f"{_text(left)}<w:r><w:tab/></w:r>{right}</w:p></w:{kind}>"
    ).encode()


def _text(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _settings(language: str) -> bytes:
    """Open as a document of today's Word, not in its compatibility mode."""
    return (
        f'{_HEAD}<w:settings xmlns:w="{_W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f'<w:themeFontLang w:val="{language}"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/>'
        "</w:settings>"
    ).encode()


def _properties(act: Act, at: str) -> bytes:
    when = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{at}</dcterms:{name}>' for name in ("created", "modified")
    )
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(act.title)}</dc:title><dc:creator>{escape(act.issuer)}</dc:creator>"
        f"<dc:language>{act.words.tag}</dc:language><cp:lastModifiedBy>{escape(act.issuer)}</cp:lastModifiedBy>"
        f"{when}</cp:coreProperties>"
    ).encode()


def _finished(body: str, act: Act) -> str:
    """Mend what pandoc leaves: rows that break between pages, cells like lists, pictures without words."""
    pictures = iter(act.figures)
    body = _PICTURE_NAME.sub(lambda _: f"<pic:cNvPr descr={quoteattr(one_line(next(pictures).alt))}", body)
    tables = tables_of(act)
    body = _TABLE.sub(lambda table: _finished_table(table[0], next(tables)[1]), body)
    return _SIGNATURES.sub(lambda found: _kept(found[1]) + found[2], body)


def _kept(before: str) -> str:
    """Hold the last lines of the text, or the last two rows of a table, on the page of the signatures."""
    before = before.replace("<w:p />", "<w:p><w:pPr><w:keepNext /></w:pPr></w:p>")
    rows = [found.start() for found in _ROW.finditer(before)]
    last = rows[-2:][0] if rows else before.rfind("<w:p>")
    return before[:last] + _PARAGRAPH.sub(r"\g<0><w:keepNext />", before[last:])


def _finished_table(table: str, breaks: list[bool]) -> str:
    columns = [int(width) for width in _COLUMN.findall(table)]
    shares = [round(width / sum(columns) * twips(TEXT_CM)) for width in columns]
    widths = iter(shares)
    table = _COLUMN.sub(lambda _: f'<w:gridCol w:w="{next(widths)}" />', table)
    table = table.replace("<w:trPr><w:tblHeader", "<w:trPr><w:cantSplit /><w:tblHeader")
    rows = iter(breaks)
    table = _PLAIN_ROW.sub(lambda row: row[0] if next(rows) else _WHOLE_ROW, table)
    tall = '<w:tblStyle w:val="TableTall" />' in table
    return _ROW.sub(lambda row: _finished_row(row[0], shares, tall=tall), table)


def _finished_row(row: str, shares: list[int], *, tall: bool) -> str:
    """Give each cell its width and its style: a cell is not a point of a list."""
    dressing, style = "", "Cella"
    if tall:
        height = f'<w:trHeight w:val="{twips(TALL_ROW_CM)}" w:hRule="atLeast"/>'
        row = row.replace("<w:cantSplit /></w:trPr>", f"<w:cantSplit />{height}</w:trPr>")
    if "<w:tblHeader" in row:
        edge = f'<w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="{INK}"/></w:tcBorders>'
        dressing = f'{edge}<w:shd w:val="clear" w:color="auto" w:fill="{SHADE}"/>'
        style = "CellaTitolo"
    widths = iter(shares)
    row = _CELL.sub(lambda _: f'<w:tcPr><w:tcW w:w="{next(widths)}" w:type="dxa"/>{dressing}</w:tcPr>', row)
    return row.replace('<w:pStyle w:val="Compact" />', f'<w:pStyle w:val="{style}" />')
