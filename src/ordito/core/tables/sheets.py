"""A workbook to read and to print, not to bring in again: headings, texts that wrap, on wide paper."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from ordito.core.tables import xlsx_parts as parts
from ordito.core.tables.escape import runs
from ordito.core.tables.xlsx_out import LONGEST_CELL, NOT_IN_XML
from ordito.core.tables.zip_out import FixedZip

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NORMAL, WRAPPED, QUOTED, HEADING = range(4)
LONGEST_NAME = 31
NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, its headings, its rows, how wide its columns are in characters."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[str | int]]
    widths: Sequence[int]


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """Write the sheets; the same facts give the same bytes."""
    names = [
        each.name.translate(NOT_IN_NAMES).strip()[:LONGEST_NAME] or str(turn)
        for turn, each in enumerate(sheets)
    ]
    content = BytesIO()
    with FixedZip(content) as archive:
        for name, text in (parts.shared(names, hidden=()) | {"xl/styles.xml": _styles()}).items():
            archive.write(name, [text])
        for number, each in enumerate(sheets, start=1):
            archive.write(f"xl/worksheets/sheet{number}.xml", _sheet(each))
    return content.getvalue()


def _sheet(sheet: Sheet) -> Iterator[str]:
    yield f'{parts.HEAD}<worksheet xmlns="{parts.MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
    yield '<sheetViews><sheetView workbookViewId="0"><pane xSplit="1" ySplit="1" topLeftCell="B2"'
    yield ' activePane="bottomRight" state="frozen"/></sheetView></sheetViews><cols>'
    for place, width in enumerate(sheet.widths, start=1):
        yield f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
    yield "</cols><sheetData>"
    for number, row in enumerate([sheet.header, *sheet.rows], start=1):
        yield f'<row r="{number}">'
        for place, value in enumerate(row, start=1):
            yield _cell(value, f"{parts.letters(place)}{number}", is_heading=number == 1 or place == 1)
        yield "</row>"
    yield '</sheetData><pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
    yield '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>\n'


def _cell(value: str | int, place: str, *, is_heading: bool) -> str:
    if isinstance(value, int):
        return f'<c r="{place}"><v>{value}</v></c>'
    if not value:
        return ""
    style = HEADING if is_heading else QUOTED if runs(value) else WRAPPED
    text = value.encode("utf-16-le")[: 2 * LONGEST_CELL].decode("utf-16-le", "ignore")
    written = escape(NOT_IN_XML.sub(" ", text))
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{written}</t></is></c>'


def _styles() -> str:
    wrapped = '<alignment vertical="top" wrapText="1"/>'
    look = '<xf numFmtId="{}" fontId="{}" fillId="{}" borderId="1" xfId="0" applyAlignment="1"{}>{}</xf>'
    looks = [
        look.format(0, 0, 0, "", '<alignment vertical="top"/>'),
        look.format(49, 0, 0, "", wrapped),
        look.format(49, 0, 0, ' quotePrefix="1"', wrapped),
        look.format(49, 1, 2, ' applyFont="1" applyFill="1"', wrapped),
    ]
    fill = '<fill><patternFill patternType="{}"/></fill>'
    font = '<sz val="10"/><name val="Calibri"/></font>'
    line = "".join(
        f'<{side} style="thin"><color rgb="FFB0B7C0"/></{side}>'
        for side in ("left", "right", "top", "bottom")
    )
    return (
        f'{parts.HEAD}<styleSheet xmlns="{parts.MAIN}"><fonts count="2"><font>{font}<font><b/>{font}</fonts>'
        f'<fills count="3">{fill.format("none")}{fill.format("gray125")}'
        '<fill><patternFill patternType="solid"><fgColor rgb="FFE6F0FA"/><bgColor indexed="64"/>'
        "</patternFill></fill></fills>"
        '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
        f"<border>{line}<diagonal/></border></borders>"
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(looks)}">{"".join(looks)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>\n'
    )
