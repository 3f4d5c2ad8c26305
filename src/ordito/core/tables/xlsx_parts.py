"""The parts of a workbook that are not cells."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ordito.core.tables.fields import Field
    from ordito.core.tables.table import Table

TEXT, QUOTED, DATE, MOMENT, HEADING, HOUR = 1, 2, 3, 4, 5, 6
"""The places of the styles in the list below; 0 is the general one."""

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
FORMATS = {164: "dd/mm/yyyy", 165: "dd/mm/yyyy\\ hh:mm:ss"}
"""The formats of our own; of those that every spreadsheet has, 0 is general, 20 an hour, 49 a text."""


def styles() -> str:
    """Write how cells look, in the order of the places above."""
    own = "".join(f'<numFmt numFmtId="{number}" formatCode="{code}"/>' for number, code in FORMATS.items())
    looks = [
        _look(0),
        _look(49),
        _look(49, ' quotePrefix="1"'),
        _look(164),
        _look(165),
        _look(49, ' applyFont="1" applyFill="1"', font=1, fill=2),
        _look(20),
    ]
    font = '<sz val="11"/><name val="Calibri"/></font>'
    fill = '<fill><patternFill patternType="{}"/></fill>'
    return (
        f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="2">{own}</numFmts>'
        f'<fonts count="2"><font>{font}<font><b/>{font}</fonts>'
        f'<fills count="3">{fill.format("none")}{fill.format("gray125")}'
        '<fill><patternFill patternType="solid">'
        '<fgColor rgb="FFE6F0FA"/><bgColor indexed="64"/></patternFill></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(looks)}">{"".join(looks)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>\n'
    )


def _look(number: int, more: str = "", *, font: int = 0, fill: int = 0) -> str:
    ids = f'numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="0" xfId="0"'
    return f'<xf {ids} applyNumberFormat="1"{more}/>'


WIDTHS = {"integer": 12, "number": 12, "year": 8, "boolean": 8, "date": 12, "time": 8, "datetime": 20}
WIDTH_OF_TEXT = 30
LETTERS = 26
LONGEST_LIST = 250
LAST_ROW = 1_048_576
QUOTE = '"'


def letters(place: int) -> str:
    """Name a column as spreadsheets do: 1 is A, 27 is AA."""
    name = ""
    while place:
        place, rest = divmod(place - 1, LETTERS)
        name = chr(ord("A") + rest) + name
    return name


def shared(names: Sequence[str], *, hidden: Sequence[str]) -> dict[str, str]:
    """Write the parts that list the others, and the styles."""
    every = [*names, *hidden]
    sheets, relations, overrides = "", "", ""
    for number, name in enumerate(every, start=1):
        state = ' state="hidden"' if name in hidden else ""
        sheets += f'<sheet name={quoteattr(name)} sheetId="{number}"{state} r:id="rId{number}"/>'
        relations += _relation(number, "worksheet", f"worksheets/sheet{number}.xml")
        overrides += (
            f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{TYPE}.worksheet+xml"/>'
        )
    relations += _relation(len(every) + 1, "styles", "styles.xml")
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/>{overrides}</Types>\n',
        "_rels/.rels": _relations(_relation(1, "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f"<bookViews><workbookView/></bookViews><sheets>{sheets}</sheets></workbook>\n",
        "xl/_rels/workbook.xml.rels": _relations(relations),
        "xl/styles.xml": styles(),
    }


def _relation(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'


def _relations(relations: str) -> str:
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>\n'


def sheet(table: Table, rows: Iterable[str]) -> Iterator[str]:
    """Write the sheet of a table: its heading stays in sight, choices are offered in a list."""
    fields = table.exported
    yield f'{HEAD}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1"'
    yield ' topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>'
    for place, field in enumerate(fields, start=1):
        yield f'<col min="{place}" max="{place}" width="{_width(field)}" customWidth="1"/>'
    yield '</cols><sheetData><row r="1">'
    for place, field in enumerate(fields, start=1):
        yield f'<c r="{letters(place)}1" s="{HEADING}" t="inlineStr"><is><t>{field.name}</t></is></c>'
    yield "</row>"
    yield from rows
    yield f"</sheetData>{_lists(fields)}</worksheet>\n"


def hidden_sheet(rows: Iterable[str]) -> Iterator[str]:
    """Write a sheet of texts that people need not see."""
    yield f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>'
    yield from rows
    yield "</sheetData></worksheet>\n"


def _width(field: Field) -> int:
    return max(WIDTHS.get(field.type, WIDTH_OF_TEXT), len(field.name) + 3)


def _lists(fields: Sequence[Field]) -> str:
    offered = []
    for place, field in enumerate(fields, start=1):
        codes = ",".join(code for code, _label in field.choices)
        if 0 < len(codes) <= LONGEST_LIST:
            column = letters(place)
            offered.append(
                f'<dataValidation type="list" allowBlank="1" sqref="{column}2:{column}{LAST_ROW}">'
                f"<formula1>{escape(QUOTE + codes + QUOTE)}</formula1></dataValidation>"
            )
    return f'<dataValidations count="{len(offered)}">{"".join(offered)}</dataValidations>' if offered else ""
