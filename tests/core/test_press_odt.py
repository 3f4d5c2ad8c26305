"""The ODT is a file that LibreOffice and whoever listens to it can use without mending it."""

import io
import re
import zipfile
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from ordito.core.press import Block, Bullets, Paragraph, Signatures, Table, odt
from ordito.core.press.archive import parts
from tests.core.press_acts import act, whole_act

NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}


def name(prefixed: str) -> str:
    prefix, local = prefixed.split(":")
    return f"{{{NAMES[prefix]}}}{local}"


def xml(part: bytes) -> ET.Element:
    return ET.fromstring(part)  # noqa: S314 - a part that we wrote


@pytest.fixture(scope="module")
def opened() -> dict[str, bytes]:
    return parts(odt(whole_act()))


@pytest.fixture(scope="module")
def content(opened: dict[str, bytes]) -> ET.Element:
    return xml(opened["content.xml"])


@pytest.fixture(scope="module")
def sheet(opened: dict[str, bytes]) -> ET.Element:
    return xml(opened["styles.xml"])


def test_it_is_an_open_document_whose_parts_are_all_listed(opened: dict[str, bytes]) -> None:
    assert opened["mimetype"] == b"application/vnd.oasis.opendocument.text"
    for part_name, part in opened.items():
        if part_name.endswith((".xml", ".rdf")):
            xml(part)
    listed = set(re.findall(r'manifest:full-path="([^"]+)"', opened["META-INF/manifest.xml"].decode()))
    assert set(opened) - listed == {"mimetype", "META-INF/manifest.xml"}


def test_every_style_that_is_used_is_on_the_sheet(content: ET.Element, sheet: ET.Element) -> None:
    known = {
        one.get(name("style:name")) for root in (content, sheet) for one in root.iter(name("style:style"))
    }
    used = {one.get(name("text:style-name")) for one in content.iter() if one.tag == name("text:p")}
    used |= {one.get(name("table:style-name")) for one in content.iter() if one.get(name("table:style-name"))}
    used |= {one.get(name("style:parent-style-name")) for one in content.iter(name("style:style"))} - {None}
    assert used - known == set()


def test_the_first_row_of_a_table_is_a_header_that_every_page_repeats(content: ET.Element) -> None:
    tables = list(content.iter(name("table:table")))
    assert [len(list(table.iter(name("table:table-header-rows")))) for table in tables] == [1, 1, 0]
    header = next(content.iter(name("table:table-header-rows")))
    assert "".join(header.itertext()).split() == ["Organizzazione", "Delegato", "Quota", "Importo"]
    rows = {row.get(name("table:style-name")) for row in content.iter(name("table:table-row"))}
    assert rows == {"WholeRow", "TallRow"}


def test_tables_have_hairlines_and_signatures_have_none(content: ET.Element) -> None:
    edges = {
        style.get(name("style:name")): style[0].get(name("fo:border-bottom"))
        for style in content.iter(name("style:style"))
        if style.get(name("style:family")) == "table-cell"
    }
    assert edges == {
        "TableHeaderRowCell": "0.75pt solid #17324D",
        "TableRowCell": "0.5pt solid #B5C0CB",
        "SignatureCell": None,
    }
    cells = [
        {cell.get(name("table:style-name")) for cell in table.iter(name("table:table-cell"))}
        for table in content.iter(name("table:table"))
    ]
    ruled = {"TableHeaderRowCell", "TableRowCell"}
    assert cells == [ruled, ruled, {"SignatureCell"}]


def test_rows_to_write_in_by_hand_are_tall() -> None:
    sheet = Table(["Nome", "Firma"], [["Ada", ""], ["Ugo", ""]], tall=True)
    made = parts(odt(act(sheet, Table(["a"], [["b"]]))))
    rows = xml(made["content.xml"]).iter(name("table:table-row"))
    styles = [row.get(name("table:style-name")) for row in rows]
    assert styles == ["WholeRow", "TallRow", "TallRow", "WholeRow", "WholeRow"]
    assert b'style:min-row-height="1.2cm"' in made["content.xml"]


def test_pictures_have_words_and_stand_in_the_line(content: ET.Element) -> None:
    frames = list(content.iter(name("draw:frame")))
    assert [frame.findtext(name("svg:desc")) for frame in frames] == [
        "Istogramma: Famiglia 14",
        "Lo stesso istogramma",
    ]
    assert {frame.get(name("text:anchor-type")) for frame in frames} == {"as-char"}
    assert [frame.get(name("svg:width")) for frame in frames] == ["6.29921in", "1.88976in"]  # 16 and 4.8 cm


def test_bullets_are_not_followed_by_a_full_stop() -> None:
    content = parts(odt(act(Bullets(["a"]))))["content.xml"].decode()
    assert "text:list-level-style-bullet" in content
    assert not re.search(r"list-level-style-bullet[^>]*num-suffix", content)


def test_the_language_and_the_properties_are_those_of_the_act(
    opened: dict[str, bytes], sheet: ET.Element
) -> None:
    letters = next(sheet.iter(name("style:text-properties")))
    assert (letters.get(name("fo:language")), letters.get(name("fo:country"))) == ("it", "IT")
    meta = xml(opened["meta.xml"])[0]
    assert {one.tag.split("}")[1]: one.text for one in meta} == {
        "generator": "Ordito",
        "title": "Verbale",
        "initial-creator": "Distretto 5 – Melzo",
        "creator": "Distretto 5 – Melzo",
        "language": "it-IT",
        "creation-date": "2016-07-18T12:00:00Z",
        "date": "2016-07-18T12:00:00Z",
    }


def test_every_page_says_whose_it_is_and_its_number(sheet: ET.Element) -> None:
    master = next(sheet.iter(name("style:master-page")))
    lines = {line.tag.split("}")[1]: "".join(line.itertext()) for line in master}
    footer = "Documento dimostrativo: persone e importi sono inventatipagina 1 di 1"
    assert lines == {
        "header": "Distretto 5 – MelzoProt. n. 1234/2016",
        "header-first": "",
        "footer": footer,
        "footer-first": footer,
    }
    assert len(list(master.iter(name("text:page-number")))) == 2
    assert len(list(master.iter(name("text:page-count")))) == 2


def test_the_same_act_gives_the_same_bytes() -> None:
    assert odt(whole_act()) == odt(whole_act())


def test_acts_older_than_computers_can_be_printed() -> None:
    made = parts(odt(act(Paragraph("Costituzione"), date=date(1947, 12, 27))))
    assert b"1947-12-27T12:00:00Z" in made["meta.xml"]


def test_the_kind_of_file_is_told_by_its_first_bytes() -> None:
    with zipfile.ZipFile(io.BytesIO(odt(act(Paragraph("x"))))) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    ("before", "kept"),
    [(Paragraph("Ultima"), "paragraph"), (Table(["a"], [["1"], ["2"]]), "table")],
    ids=["words", "table"],
)
def test_signatures_stay_together_and_with_what_stands_before_them(before: Block, kept: str) -> None:
    made = parts(odt(act(Paragraph("Prima"), before, Signatures([("Presiede", "Ada"), ("Teste", "Ivo")]))))
    page = xml(made["content.xml"])
    families = [
        style.get(name("style:family"))
        for style in page.iter(name("style:style"))
        for layout in style
        if layout.get(name("fo:keep-with-next")) == "always"
    ]
    whole = [
        each.get(name("style:may-break-between-rows")) for each in page.iter(name("style:table-properties"))
    ]
    assert (families, whole[-1]) == ([kept], "false")
