"""Files made to do harm are refused before they do it."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from dataclasses import replace
from datetime import date
from itertools import pairwise
from time import process_time
from typing import TYPE_CHECKING

import pytest

from ordito.core.tables import WrongTables
from ordito.core.tables.limits import LIMITS, MIB
from tests.core.toy_tables import Exchange, a_small_register, csv_file, refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from ordito.core.tables.limits import Limits

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
BOMB = "un archivio che si gonfia oltre misura"
DAMAGED = "people.xlsx: trovato un foglio di calcolo rovinato; atteso un file integro: salvarlo di nuovo."


@pytest.fixture
def exchange() -> Exchange:
    return a_small_register()


def archive(entries: Mapping[str, str | bytes], *, compressed: bool = True) -> io.BytesIO:
    file = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    with zipfile.ZipFile(file, "w", method) as made:
        for name, content in entries.items():
            made.writestr(name, content)
    file.seek(0)
    file.name = "people.xlsx"
    return file


def workbook(rows: str, **parts: str) -> io.BytesIO:
    """The least workbook with a sheet «people»; `parts` take the place of its own."""
    relation = f'<Relationship Id="{{}}" Type="{OFFICE}/{{}}" Target="{{}}"/>'
    own = {
        "workbook": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="people" sheetId="1" r:id="r1"/>'
        '<sheet name="grafico" sheetId="2" r:id="r9"/></sheets></workbook>',
        "sheet": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
        "strings": f'<sst xmlns="{MAIN}"><si><t>code</t></si>'
        "<si><r><t>na</t></r><r><t>me</t></r><rPh><t>x</t></rPh></si></sst>",
        "styles": f'<styleSheet xmlns="{MAIN}"><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
        '<cellXfs><xf numFmtId="x"/></cellXfs></styleSheet>',
        **parts,
    }
    return archive(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
            f"{relation.format('r1', 'officeDocument', '/xl/workbook.xml')}</Relationships>",
            "xl/workbook.xml": own["workbook"],
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
            f"{relation.format('r1', 'worksheet', 'worksheets/one.xml')}"
            f"{relation.format('r2', 'sharedStrings', '../xl/strings.xml')}"
            f"{relation.format('r3', 'styles', 'styles.xml')}</Relationships>",
            "xl/worksheets/one.xml": own["sheet"],
            "xl/strings.xml": own["strings"],
            "xl/styles.xml": own["styles"],
        }
    )


HEADING = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
ROW = '<row r="2"><c r="A2" t="str"><f>1</f><v>verdi</v></c><c t="inlineStr"><is><t>Ugo</t></is></c></row>'


def told(exchange: Exchange, source: Path | io.BytesIO, limits: Limits = LIMITS) -> list[str]:
    with pytest.raises(WrongTables) as refusal:
        exchange.bring_in(source, limits=limits)
    return [str(wrong) for wrong in refusal.value.wrongs]


def test_the_least_workbook_is_read(exchange: Exchange) -> None:
    exchange.bring_in(workbook(HEADING + ROW))
    assert exchange.rows("people")[-1] == {"code": "verdi", "name": "Ugo", "phone": ""}


def test_two_million_rows_are_refused_as_soon_as_they_pass_the_limit(
    exchange: Exchange, tmp_path: Path
) -> None:
    path = tmp_path / "attendance.csv"
    with path.open("w") as file:
        file.write("meeting,member,state\n")
        for block in range(200):
            file.write("".join(f"m{block},{row},present\n" for row in range(10_000)))
    tracemalloc.start()
    found = told(exchange, path, replace(LIMITS, rows=5_000))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found[0] == (
        "attendance.csv: trovato più di 5.000 righe; atteso al massimo 5.000 righe per tabella:"
        " dividere il file."
    )
    assert peak < 32 * MIB


def test_an_entry_that_swells_is_refused_before_it_is_unpacked(exchange: Exchange) -> None:
    bomb = archive({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": b"0" * (20 * MIB)})
    tracemalloc.start()
    (found,) = told(exchange, bomb)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.startswith(f"people.xlsx: trovato {BOMB} («xl/workbook.xml»); atteso dati veri")
    assert peak < 2 * MIB


def test_an_archive_that_holds_too_much_in_all_is_refused(exchange: Exchange) -> None:
    many = archive({f"{number}.csv": "x" * 1000 for number in range(20)}, compressed=False)
    (found,) = told(exchange, many, replace(LIMITS, unpacked=19_000))
    assert found.startswith(f"people.xlsx: trovato {BOMB}")


def test_a_directory_that_lies_about_a_size_does_not_unpack_more_than_it_says(exchange: Exchange) -> None:
    file = archive({"people.csv": "code,name\n" + "verdi,Ugo\n" * 100_000})
    content = bytearray(file.getvalue())
    place = content.rindex(b"PK\x01\x02")
    content[place + 24 : place + 28] = struct.pack("<L", 20)
    found = told(exchange, io.BytesIO(bytes(content)))
    assert found == [
        (
            "people.csv: trovato «people.csv» rovinato dentro l'archivio; atteso un file integro: salvarlo di"
            " nuovo."
        )
    ]


def test_an_entry_that_is_not_what_the_directory_says_is_told(exchange: Exchange) -> None:
    content = archive({"people.csv": "code,name\n"}).getvalue().replace(b"people.csv", b"places.csv", 1)
    assert told(exchange, io.BytesIO(content)) == [
        (
            "people.csv: trovato «people.csv» rovinato dentro l'archivio; atteso un file integro: salvarlo di"
            " nuovo."
        )
    ]


def test_a_part_that_is_listed_and_not_there_is_as_if_it_were_empty(exchange: Exchange) -> None:
    whole = workbook(HEADING)
    without = {}
    with zipfile.ZipFile(whole) as made:
        without = {name: made.read(name) for name in made.namelist() if name != "xl/styles.xml"}
    assert exchange.bring_in(archive(without)).rows == {"people": 0}


def test_an_archive_of_too_many_files_is_refused(exchange: Exchange) -> None:
    many = archive({f"{number}.csv": "" for number in range(501)})
    assert told(exchange, many) == [
        "people.xlsx: trovato un archivio di 501 file; atteso al massimo 500 file, con nomi diversi."
    ]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_archive_with_two_files_of_one_name_is_refused(exchange: Exchange) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("people.csv", "code,name\n")
        made.writestr("people.csv", "code,name\nx,y\n")
    file.seek(0)
    (found,) = told(exchange, file)
    assert found == ": trovato un archivio di 2 file; atteso al massimo 500 file, con nomi diversi."


@pytest.mark.parametrize("name", ["../people.csv", "/people.csv", "a/../../people.csv", "C:/people.csv"])
def test_a_path_that_leaves_the_archive_is_refused(exchange: Exchange, name: str) -> None:
    assert told(exchange, archive({name: "code,name\n"})) == [
        f"people.xlsx: trovato un file che esce dall'archivio: «{name}»; atteso nomi di file semplici."
    ]


def test_an_archive_that_lists_its_own_folder_is_read_and_a_file_without_a_name_refused(
    exchange: Exchange,
) -> None:
    exchange.bring_in(archive({"./": "", "people.csv": "code,name\nverdi,Ugo\n"}))
    assert exchange.rows("people")[-1]["name"] == "Ugo"
    (found,) = told(exchange, archive({".": "x", "people.csv": "code,name\nverdi,Ugo\n"}))
    assert found.startswith("people.xlsx: trovato un file che esce dall'archivio: «.»")


def test_empty_lines_without_end_are_not_gone_through(exchange: Exchange, tmp_path: Path) -> None:
    source = csv_file(tmp_path, "people", "\n" * 5_000_000 + "code,name\nverdi,Ugo\n")
    began = process_time()
    (found,) = refused(exchange, source)
    assert process_time() - began < 10
    assert found == (
        "people.csv: trovato più di 1.048.576 righe, anche vuote; atteso un file senza righe vuote, o diviso"
        " in più file."
    )


def test_the_name_of_a_column_without_end_is_not_gone_through(exchange: Exchange) -> None:
    row = f'<row r="2"><c r="{"Z" * 1_000_000}2" t="inlineStr"><is><t>x</t></is></c></row>'
    began = process_time()
    (found,) = told(exchange, workbook(HEADING + row))
    assert process_time() - began < 5
    assert "una cella fuori posto" in found


def test_an_archive_under_a_password_is_refused(exchange: Exchange) -> None:
    content = bytearray(archive({"people.csv": "code,name\n"}).getvalue())
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    assert told(exchange, io.BytesIO(bytes(content))) == [
        ": trovato un archivio protetto da password; atteso un archivio senza password."
    ]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"PK\x03\x04 rotto", "un archivio rovinato; atteso un file .zip o .xlsx integro"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1",
            "un foglio di calcolo vecchio (.xls) o protetto da password; atteso un file .xlsx senza password",
        ),
    ],
)
def test_what_is_not_an_archive_is_told_as_what_it_is(exchange: Exchange, content: bytes, found: str) -> None:
    assert told(exchange, io.BytesIO(content))[0].startswith(f": trovato {found}")


def test_an_open_document_sheet_is_told_to_be_saved_otherwise(exchange: Exchange) -> None:
    ods = archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"})
    assert told(exchange, ods) == [
        "people.xlsx: trovato un foglio OpenDocument; atteso un file .xlsx, o CSV in UTF-8."
    ]


@pytest.mark.parametrize("part", ["workbook", "sheet", "strings", "styles"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_that_declares_entities_is_refused_in_every_part_and_encoding(
    exchange: Exchange, part: str, encoding: str
) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY l0 "ah">{laughs}]><x>&l9;</x>'
    (found,) = told(exchange, workbook(HEADING + ROW, **{part: bomb.encode(encoding)}))  # type: ignore[arg-type]
    assert found.endswith(
        "trovato XML con entità dichiarate; atteso un foglio salvato da un foglio di calcolo: nessuno ne"
        " scrive così."
    )


@pytest.mark.parametrize("part", ["workbook", "strings", "styles"])
def test_a_workbook_with_a_broken_part_is_refused(exchange: Exchange, part: str) -> None:
    assert told(exchange, workbook(HEADING, **{part: "<x>"})) == [DAMAGED]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (HEADING + '<row r="2"><c r="A2">', "foglio people: trovato un foglio di calcolo rovinato"),
        (HEADING + '<row r="due"></row>', "foglio people: trovato un foglio di calcolo rovinato"),
        (
            HEADING + '<row r="2"><c r="XFD2"><v>1</v></c></row>',
            (
                "foglio people, riga 2: trovato una cella fuori posto, oltre le colonne che una tabella"
                " può avere; atteso al"
                " massimo 300 colonne."
            ),
        ),
        (
            HEADING + '<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>',
            "foglio people, riga 2: trovato una cella fuori posto",
        ),
        (
            HEADING + '<row r="2"><c r="A2" t="s"><v>7</v></c></row>',
            "foglio people, riga 2: trovato un testo che il foglio non ha; atteso un file integro.",
        ),
        (
            HEADING + '<row r="2"><c r="A2" t="s"><v>x</v></c></row>',
            "foglio people, riga 2: trovato un testo che",
        ),
        (
            HEADING + '<row r="2"><c r="A2"><v>NaN</v></c><c t="d"><v>2016-07-18</v></c></row>',
            "foglio people, riga 2, colonna «code»: trovato un numero rovinato; atteso un valore.",
        ),
        (
            HEADING + f'<row r="2"><c r="A2" t="inlineStr"><is><t>{"x" * 1_000_001}</t></is></c></row>',
            "foglio people: trovato una cella smisurata; atteso celle di al massimo 1000000 caratteri.",
        ),
        (
            '<row r="1"><c r="A1" t="inlineStr"><is><t></t></is></c></row>',
            "foglio people: trovato un foglio vuoto",
        ),
    ],
)
def test_a_broken_sheet_is_told_where_it_breaks(exchange: Exchange, rows: str, found: str) -> None:
    assert told(exchange, workbook(rows))[0].startswith(found)


@pytest.mark.parametrize("serial", ["0.999999", "60", "2958466", "-1"])
def test_a_number_shown_as_a_date_that_is_no_day_is_told(exchange: Exchange, serial: str) -> None:
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf/><xf numFmtId="14"/></cellXfs></styleSheet>'
    rows = HEADING + f'<row r="2"><c r="A2"><v>1</v></c><c r="B2" s="1"><v>{serial}</v></c></row>'
    assert told(exchange, workbook(rows, styles=styles)) == [
        (
            f"foglio people, riga 2, colonna «name»: trovato il numero {serial}, che non è un giorno; atteso"
            " un valore."
        )
    ]


@pytest.mark.parametrize(
    "content", ["<a>" * 200, f"<!--{'x' * 5_000_000}", f'<a b="{"x" * 5_000_000}', f"<a {'b' * 5_000_000}"]
)
def test_xml_that_could_only_exhaust_the_machine_is_refused(exchange: Exchange, content: str) -> None:
    told_of = "XML che nessun foglio di calcolo scrive; atteso un foglio salvato da un foglio di calcolo."
    assert told(exchange, workbook("", sheet=content)) == [f"foglio people: trovato {told_of}"]


def test_a_list_of_parts_that_is_too_long_is_refused(exchange: Exchange) -> None:
    (found,) = told(exchange, workbook(HEADING), replace(LIMITS, listing=400))
    assert found.startswith("people.xlsx: trovato un foglio di calcolo smisurato («xl/")


def test_of_very_many_merged_cells_the_first_are_told(exchange: Exchange) -> None:
    merged = "".join(
        f'<mergeCell ref="{ref}"/>' for ref in ("?", *(f"A{row}:B{row}" for row in range(2, 2000)))
    )
    rows = f"<sheetData>{HEADING}</sheetData><mergeCells>{merged}</mergeCells>"
    sheet = f'<worksheet xmlns="{MAIN}">{rows}</worksheet>'
    (found,) = told(exchange, workbook("", sheet=sheet))
    assert found.startswith("foglio people: trovato celle unite: ?, A2:B2, A3:B3,")
    assert found.partition("; ")[0].endswith(", A10:B10")


def test_a_file_of_too_many_columns_is_refused(exchange: Exchange, tmp_path: Path) -> None:
    path = csv_file(tmp_path, "people", "code,name" + ",x" * 300 + "\n")
    assert told(exchange, path) == ["people.csv, riga 1: trovato 302 colonne; atteso al massimo 300 colonne."]


def test_a_long_chain_and_many_periods_of_one_seat_take_no_more_than_their_time(
    exchange: Exchange, tmp_path: Path
) -> None:
    chain = "".join(f"b{row},B,lab,b{row + 1}\n" for row in range(5_000))
    csv_file(tmp_path, "bodies", f"code,name,kind,mandated_by\n{chain}b5000,B,lab,b4990\n")
    first = date(1900, 1, 1).toordinal()
    days = [date.fromordinal(first + row) for row in range(5_001)]
    seats = "".join(f"b1,rossi,{start},{end}\n" for start, end in pairwise(days))
    csv_file(tmp_path, "memberships", f"body,member,starts_on,ends_before\n{seats}")
    started = process_time()
    (found,) = told(exchange, tmp_path)
    assert found.startswith("bodies.csv, riga 4992, colonna «mandated_by»: trovato «b4990 → b4991 → ")
    assert process_time() - started < 15


def test_characters_that_xml_cannot_hold_are_read_as_spreadsheets_write_them(exchange: Exchange) -> None:
    texts = "<is><t>a_x000D_b_x005F_x000D__xD800_</t></is>"
    exchange.bring_in(workbook(HEADING + f'<row><c t="str"><v>k</v></c><c t="inlineStr">{texts}</c></row>'))
    assert exchange.rows("people")[-1]["name"] == "a\rb_x000D__xD800_"


def test_too_many_different_texts_are_refused(exchange: Exchange) -> None:
    expected = [
        "people.xlsx: trovato un foglio con troppi testi diversi; atteso un CSV, per tabelle così grandi."
    ]
    assert told(exchange, workbook(HEADING), replace(LIMITS, strings=1)) == expected
    assert told(exchange, workbook(HEADING), replace(LIMITS, whole=100)) == expected


def test_a_line_without_end_is_not_held_in_memory(exchange: Exchange, tmp_path: Path) -> None:
    path = csv_file(tmp_path, "people", b"code,name\n" + b"x" * (5 * MIB) + b"\n")
    assert refused(exchange, path)[0].startswith(
        "people.csv, riga 2: trovato virgolette aperte e mai chiuse, o una cella"
    )


def test_a_cell_of_a_hundred_thousand_characters_is_read(exchange: Exchange, tmp_path: Path) -> None:
    exchange.bring_in(csv_file(tmp_path, "people", f"code,name\nverdi,{'à' * 100_000}\n"))
    assert exchange.rows("people")[-1]["name"] == "à" * 100_000


def test_a_geojson_too_large_to_be_held_is_refused(exchange: Exchange, tmp_path: Path) -> None:
    (tmp_path / "places.geojson").write_text(" " * 200)
    assert told(exchange, tmp_path, replace(LIMITS, whole=100))[0].startswith(
        "places.geojson: trovato un file smisurato"
    )


class Slow(io.BytesIO):
    """A file handed in by a browser: it has a name of its own, and no place on the disk."""

    name = "C:/Documenti/people.csv"

    def __iter__(self) -> Iterator[bytes]:
        raise AssertionError


def test_an_upload_is_known_by_the_name_that_it_had(exchange: Exchange) -> None:
    assert exchange.bring_in(Slow(b"code,name\nverdi,Ugo\n")).rows == {"people": 1}
