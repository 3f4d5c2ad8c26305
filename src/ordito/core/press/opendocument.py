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
    styles_of_tables = iter([block["c"][0][1][0] for block in act.blocks if block["t"] == "Table"])
    return _TABLE.sub(lambda table: _finished_table(table[0], next(styles_of_tables)), content)


def _finished_table(table: str, style: str) -> str:
    if style == "Firme":
        table = table.replace(_CELL, _CELL.replace("TableRowCell", "SignatureCell"))
    header, end, body = table.rpartition("</table:table-header-rows>")
    row = "TallRow" if style == "TableTall" else "WholeRow"
    return (header + end).replace(_ROW, _row("WholeRow")) + body.replace(_ROW, _row(row))


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
