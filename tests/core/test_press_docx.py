"""The DOCX is a file that Word and whoever listens to Word can use without mending it."""

import io
import re
import zipfile
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from ordito.core.press import Block, Bullets, Figure, Lead, Numbered, Paragraph, Signatures, Table, docx
from ordito.core.press.archive import parts
from tests.core.press_acts import BARS, act, whole_act

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
DOC_PR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


def xml(part: bytes) -> ET.Element:
    return ET.fromstring(part)  # noqa: S314 - a part that we wrote


@pytest.fixture(scope="module")
def opened() -> dict[str, bytes]:
    return parts(docx(whole_act()))


@pytest.fixture(scope="module")
def body(opened: dict[str, bytes]) -> ET.Element:
    return xml(opened["word/document.xml"])


def styles_of(element: ET.Element) -> list[str | None]:
    return [style.get(f"{W}val") for style in element.iter(f"{W}pStyle")]


def said(part: bytes) -> str:
    return "".join(text.text or "" for text in xml(part).iter(f"{W}t"))


def test_every_part_is_well_formed_and_every_link_leads_to_a_part(opened: dict[str, bytes]) -> None:
    for name, part in opened.items():
        if name.endswith((".xml", ".rels")):
            xml(part)
    links = xml(opened["word/_rels/document.xml.rels"]).iter(RELATION)
    inside = {f"word/{link.get('Target')}" for link in links if link.get("TargetMode") != "External"}
    assert inside - set(opened) == set()


def test_every_reference_of_the_page_is_a_known_link(opened: dict[str, bytes]) -> None:
    known = {link.get("Id") for link in xml(opened["word/_rels/document.xml.rels"]).iter(RELATION)}
    used = set(re.findall(rb'r:(?:id|embed)="([^"]+)"', opened["word/document.xml"]))
    assert {one.decode() for one in used} - known == set()


def test_every_style_that_is_used_is_on_the_sheet(opened: dict[str, bytes], body: ET.Element) -> None:
    sheet = {style.get(f"{W}styleId") for style in xml(opened["word/styles.xml"]).iter(f"{W}style")}
    assert set(styles_of(body)) - sheet == set()
    assert {table.get(f"{W}val") for table in body.iter(f"{W}tblStyle")} == {"Table", "TableTall", "Firme"}


def test_the_first_row_of_a_table_is_a_header_that_every_page_repeats(body: ET.Element) -> None:
    table = next(body.iter(f"{W}tbl"))
    rows = list(table.iter(f"{W}tr"))
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False, False, False]
    assert [row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows] == [True] * 4
    assert [set(styles_of(row)) for row in rows] == [{"CellaTitolo"}, {"Cella"}, {"Cella"}, {"Cella"}]


def test_columns_of_numbers_stand_to_the_right_and_widths_fill_the_page(body: ET.Element) -> None:
    table = next(body.iter(f"{W}tbl"))
    sides = [side.get(f"{W}val") for side in list(table.iter(f"{W}tr"))[1].iter(f"{W}jc")]
    assert sides == ["left", "left", "right", "right"]
    widths = [int(column.get(f"{W}w", "")) for column in table.iter(f"{W}gridCol")]
    assert abs(sum(widths) - 9071) <= len(widths)
    assert widths[0] == max(widths)


def test_rows_to_write_in_by_hand_are_tall() -> None:
    sheet = Table(["Nome", "Firma"], [["Ada", ""], ["Ugo", ""]], tall=True)
    made = parts(docx(act(sheet, Table(["a"], [["b"]]))))
    rows = list(xml(made["word/document.xml"]).iter(f"{W}tr"))
    heights = [[one.get(f"{W}val") for one in row.iter(f"{W}trHeight")] for row in rows]
    assert heights == [[], ["680"], ["680"], [], []]


def test_pictures_have_words_and_nothing_else_in_their_place(
    opened: dict[str, bytes], body: ET.Element
) -> None:
    assert [picture.get("descr") for picture in body.iter(DOC_PR)] == [
        "Istogramma: Famiglia 14",
        "Lo stesso istogramma",
    ]
    assert b"base64" not in opened["word/document.xml"]
    assert {part[:8] for name, part in opened.items() if name.startswith("word/media/")} == {
        b"\x89PNG\r\n\x1a\n"
    }


def test_a_picture_is_as_wide_as_it_was_asked_to_be() -> None:
    made = parts(docx(act(Figure(BARS, "", "tutta"), Figure(BARS, "", "metà", 0.5))))
    widths = [int(width) for width in re.findall(rb'<wp:extent cx="(\d+)"', made["word/document.xml"])]
    assert [round(width / 360_000, 1) for width in widths] == [16.0, 8.0]


def test_the_language_and_the_properties_are_those_of_the_act(opened: dict[str, bytes]) -> None:
    language = next(xml(opened["word/styles.xml"]).iter(f"{W}lang"))
    assert language.get(f"{W}val") == "it-IT"
    properties = {one.tag.split("}")[1]: one.text for one in xml(opened["docProps/core.xml"])}
    assert properties == {
        "title": "Verbale",
        "creator": "Distretto 5 – Melzo",
        "lastModifiedBy": "Distretto 5 – Melzo",
        "language": "it-IT",
        "created": "2016-07-18T12:00:00Z",
        "modified": "2016-07-18T12:00:00Z",
    }


def test_every_page_says_whose_it_is_and_its_number(opened: dict[str, bytes]) -> None:
    assert said(opened["word/header1.xml"]) == "Distretto 5 – MelzoProt. n. 1234/2016"
    assert said(opened["word/footer1.xml"]) == (
        "Documento dimostrativo: persone e importi sono inventatipagina 1 di 1"
    )
    fields = re.findall(rb'w:instr="([^"]+)"', opened["word/footer1.xml"])
    assert fields == [b" PAGE ", b" NUMPAGES "]


def test_the_sheet_is_a4_and_its_first_page_has_no_header(body: ET.Element) -> None:
    section = next(body.iter(f"{W}sectPr"))
    size = section.find(f"{W}pgSz")
    assert size is not None
    assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("11906", "16838")
    kinds = [(one.tag.split("}")[1], one.get(f"{W}type")) for one in section if one.get(f"{R}id")]
    assert kinds == [
        ("headerReference", "default"),
        ("footerReference", "default"),
        ("footerReference", "first"),
    ]
    assert section.find(f"{W}titlePg") is not None


def test_a_numbered_list_starts_where_it_is_told() -> None:
    made = parts(docx(act(Numbered(["quattro", "cinque"], start=4))))
    starts = re.findall(rb'<w:startOverride w:val="(\d+)"', made["word/numbering.xml"])
    assert set(starts) == {b"4"}


def test_the_same_act_gives_the_same_bytes() -> None:
    assert docx(whole_act()) == docx(whole_act())


def test_acts_older_than_computers_can_be_printed() -> None:
    made = parts(docx(act(Paragraph("Costituzione"), date=date(1947, 12, 27))))
    assert b"1947-12-27T12:00:00Z" in made["docProps/core.xml"]


def test_nothing_of_the_moment_or_of_the_machine_is_in_the_archive() -> None:
    with zipfile.ZipFile(io.BytesIO(docx(act(Table(["a"], [["b"]]))))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert archive.testzip() is None


def test_only_a_row_longer_than_a_page_may_break() -> None:
    long = "parola " * 2_000
    made = parts(docx(act(Table(["a", "b"], [["corta", "breve"], ["lunga", long], ["corta", "breve"]]))))
    rows = list(xml(made["word/document.xml"]).iter(f"{W}tr"))
    assert [row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows] == [True, True, False, True]


@pytest.mark.parametrize(
    "before",
    [
        [Paragraph("Prima"), Paragraph("Ultima")],
        [Table(["a"], [["1"], ["2"], ["3"]])],
        [Numbered(["uno", "due"])],
    ],
    ids=["words", "table", "list"],
)
def test_what_stands_before_the_signatures_goes_with_them(before: list[Block]) -> None:
    made = parts(
        docx(act(*before, Signatures([("Presiede", "Ada"), ("Verbalizza", "Ugo"), ("Teste", "Ivo")])))
    )
    lines = list(xml(made["word/document.xml"]).iter(f"{W}p"))
    first = next(place for place, line in enumerate(lines) if styles_of(line) == ["FirmaRuolo"])
    kept = [line.find(f"{W}pPr/{W}keepNext") is not None for line in lines]
    assert kept[first - 1]
    assert not any(kept[: first - 3])


def test_what_opens_a_list_is_kept_with_it() -> None:
    made = parts(docx(act(Lead("Apre"), Bullets(["uno"]))))
    styles = xml(made["word/styles.xml"])
    lead = next(each for each in styles.iter(f"{W}style") if each.get(f"{W}styleId") == "Attacco")
    keep = lead.find(f"{W}pPr/{W}keepNext")
    assert keep is not None
    assert keep.get(f"{W}val") == "1"
    used = [name for line in xml(made["word/document.xml"]).iter(f"{W}p") for name in styles_of(line)]
    assert "Attacco" in used
