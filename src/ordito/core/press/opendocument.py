"""ODT by pandoc: the styles and the page by code, and the few things that pandoc leaves undone."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from ordito.core.press.archive import closed, parts
from ordito.core.press.clean import one_line
from ordito.core.press.look import LOOKS
from ordito.core.press.office import moment, written
from ordito.core.press.opendocument_styles import cells, styles
from ordito.core.press.pandoc import pandoc
from ordito.core.press.tree import tables_of

if TYPE_CHECKING:
    from datetime import date

    from ordito.core.press.tree import Act

_TEXT = re.compile(r"(<office:text>).*(</office:text>)", re.DOTALL)
_CELL_STYLES = re.compile(r'<style:style style:name="Table(Header)?RowCell".*?</style:style>', re.DOTALL)
_TABLE = re.compile(r"<table:table .*?</table:table>", re.DOTALL)
_ROW = "<table:table-row>"
_CELL = '<table:table-cell table:style-name="TableRowCell"'
_QUOTE_MARGIN = re.compile(
    r'(style:parent-style-name="Quotations">\s*<style:paragraph-properties )fo:margin-left="0.5in"'
)
_SIGNATURES = re.compile(
    r'<table:table table:name="([^"]*)"[^>]*>(?:(?!</table:table>).)*?"SignatureCell"', re.DOTALL
)
_WORN = re.compile(r'<text:p text:style-name="([^"]*)"')
_AUTOMATIC = r'<style:style style:name="%s" style:family="paragraph"(?:(?!</style:style>).)*</style:style>'
_FEW_ROWS = 12  # of a table that goes to the next page whole, with the signatures under it
_FRAME = re.compile(r'<draw:frame (draw:name="[^"]*") ?(.*?)</draw:frame>', re.DOTALL)


def odt(act: Act, *, day: date) -> bytes:
    """Write `act` for LibreOffice."""
    made = parts(written(act, "odt", day=day, reference=_reference(act), template=_template()))
    made["content.xml"] = _finished(made["content.xml"].decode(), act).encode()
    made["meta.xml"] = _properties(act, moment(day))
    return closed(made)


@cache
def _default() -> dict[str, bytes]:
    return parts(pandoc("--print-default-data-file", "reference.odt"))


@cache
def _template() -> str:
    """Give pandoc's own page without its title, because the act brings its heading in its body."""
    page = pandoc("--print-default-template", "opendocument").decode()
    return _TEXT.sub(r"\1\n$body$\n\2", page)


def _reference(act: Act) -> bytes:
    return closed(_default() | {"styles.xml": styles(act).encode()})


def _finished(content: str, act: Act) -> str:
    """Mend what pandoc leaves: cells without lines, bullets with a full stop, pictures without words."""
    figures = iter(act.figures)

    def frame(found: re.Match[str]) -> str:
        alt = escape(one_line(next(figures).alt))
        return (
            f'<draw:frame {found[1]} draw:style-name="Picture" text:anchor-type="as-char" {found[2]}'
            f"<svg:desc>{alt}</svg:desc></draw:frame>"
        )

    content = _CELL_STYLES.sub("", content).replace(
        "</office:automatic-styles>", cells() + "</office:automatic-styles>", 1
    )
    content = re.sub(r'(<text:list-level-style-bullet [^>]*?) style:num-suffix="\."', r"\1", content)
    content = content.replace(
        ' office:name=""><text:span text:style-name="Definition">',
        '><text:span text:style-name="Internet_20_link">',
    )
    content = _QUOTE_MARGIN.sub(rf'\g<1>fo:margin-left="{LOOKS["quote"].left}pt"', content)
    content = _FRAME.sub(frame, content)
    tables = tables_of(act)
    content = _TABLE.sub(lambda table: _finished_table(table[0], *next(tables)), content)
    return _signed(content)


def _signed(content: str) -> str:
    """Keep the signatures together, and what stands before them with them."""
    for number, signatures in enumerate(_SIGNATURES.findall(content), start=1):
        content = _with_properties(content, signatures, 'style:may-break-between-rows="false"')
        before, opening, after = content.partition(f'<table:table table:name="{signatures}"')
        if before.rstrip().endswith("</table:table>"):
            table = before[before.rindex("<table:table ") :]
            if table.count("<table:table-row") <= _FEW_ROWS:
                name = table.split('table:style-name="', 1)[1].split('"', 1)[0]
                before = _with_properties(before, name, 'fo:keep-with-next="always"')
        else:
            before = _kept(before, f"Kept{number}")
        content = before + opening + after
    return content


def _with_properties(content: str, table: str, property_: str) -> str:
    start = f'<style:style style:name="{table}" style:family="table">'
    head, found, tail = content.partition(start)
    return head + found + tail.replace("<style:table-properties", f"<style:table-properties {property_}", 1)


def _kept(before: str, name: str) -> str:
    """Give the last paragraph a style of its own: the same, but on the page of what follows."""
    place = before.rfind("<text:p ")
    worn = _WORN.match(before, place) if place >= 0 else None
    if worn is None:
        return before
    made = _AUTOMATIC % re.escape(worn[1])
    known = re.search(made, before, re.DOTALL)
    keep = '<style:paragraph-properties fo:keep-with-next="always"'
    if known is None:
        head = (
            f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="{worn[1]}">'
        )
        style = f"{head}{keep} /></style:style>"
    else:
        style = known[0].replace(f'style:name="{worn[1]}"', f'style:name="{name}"', 1)
        style = style.replace("<style:paragraph-properties", keep, 1)
    before = before[:place] + before[place:].replace(f'"{worn[1]}"', f'"{name}"', 1)
    return before.replace("</office:automatic-styles>", style + "</office:automatic-styles>", 1)


def _finished_table(table: str, style: str, breaks: list[bool]) -> str:
    if style == "Firme":
        table = table.replace(_CELL, _CELL.replace("TableRowCell", "SignatureCell"))
    header, end, body = table.rpartition("</table:table-header-rows>")
    row = "TallRow" if style == "TableTall" else "WholeRow"
    pieces = body.split(_ROW)
    dressed = (_ROW if long else _row(row) for long in breaks)
    body = pieces[0] + "".join(mark + piece for mark, piece in zip(dressed, pieces[1:], strict=True))
    return (header + end).replace(_ROW, _row("WholeRow")) + body


def _row(style: str) -> str:
    return f'<table:table-row table:style-name="{style}">'


def _properties(act: Act, at: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" office:version="1.3"><office:meta>'
        f"<meta:generator>Ordito</meta:generator><dc:title>{escape(act.title)}</dc:title>"
        f"<meta:initial-creator>{escape(act.issuer)}</meta:initial-creator><dc:creator>{escape(act.issuer)}</dc:creator>"
        f"<dc:language>{act.words.tag}</dc:language><meta:creation-date>{at}</meta:creation-date>"
        f"<dc:date>{at}</dc:date></office:meta></office:document-meta>"
    ).encode()
