"""The PDF can be archived for ever (PDF/A-2a) and read by everybody (PDF/UA-1)."""

import io
import itertools
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pypdf
import pytest

from ordito.core.press import (
    Block,
    Bullets,
    Contents,
    Heading,
    Lead,
    Note,
    Numbered,
    Paragraph,
    Quote,
    Signatures,
    Table,
    pdf,
)
from tests.core.press_acts import act, whole_act


@pytest.fixture(scope="module")
def reader() -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf(whole_act())))


def root(reader: pypdf.PdfReader) -> Any:
    return reader.trailer["/Root"]


def elements(element: Any) -> Iterator[Any]:
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        inside = kid.get_object()
        if isinstance(inside, dict) and "/S" in inside:
            yield inside
            yield from elements(inside)


def roles(reader: pypdf.PdfReader) -> list[str]:
    return [str(element["/S"]) for element in elements(root(reader)["/StructTreeRoot"])]


def test_it_says_that_it_is_an_archival_and_accessible_document(reader: pypdf.PdfReader) -> None:
    says = root(reader)["/Metadata"].get_object().get_data().decode()
    found = dict(re.findall(r"<(pdfaid:part|pdfaid:conformance|pdfuaid:part)>([^<]+)<", says))
    assert found == {"pdfaid:part": "2", "pdfaid:conformance": "A", "pdfuaid:part": "1"}


def test_it_is_tagged_and_has_language_title_author_and_date(reader: pypdf.PdfReader) -> None:
    assert root(reader)["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a boolean of the file, not of Python
    assert root(reader)["/Lang"] == "it-IT"
    assert root(reader)["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("Verbale", "Distretto 5 – Melzo")
    assert str(reader.metadata["/CreationDate"])[:10] == "D:20160718"


def test_tables_headers_headings_lists_and_figures_are_what_they_are(reader: pypdf.PdfReader) -> None:
    found = roles(reader)
    kinds = ["/H1", "/H2", "/Table", "/TH", "/TD", "/L", "/BlockQuote", "/Figure", "/Link"]
    assert {kind: found.count(kind) for kind in kinds} == {
        "/H1": 2,
        "/H2": 1,
        "/Table": 2,
        "/TH": 6,
        "/TD": 14,
        "/L": 6,
        "/BlockQuote": 2,
        "/Figure": 2,
        "/Link": 4,
    }
    words_of_figures = [
        one["/Alt"] for one in elements(root(reader)["/StructTreeRoot"]) if one["/S"] == "/Figure"
    ]
    assert words_of_figures == ["Istogramma: Famiglia 14", "Lo stesso istogramma"]


def test_every_shape_is_embedded_and_stands_for_a_character(reader: pypdf.PdfReader) -> None:
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
    assert all("/ToUnicode" in font for font in fonts)
    descriptors = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert all({"/FontFile2", "/FontFile3"} & set(descriptor) for descriptor in descriptors)


def test_headings_are_bookmarks_and_contents_lead_to_them(reader: pypdf.PdfReader) -> None:
    titles = [
        [inside.title for inside in one if not isinstance(inside, list)]
        if isinstance(one, list)
        else one.title
        for one in reader.outline
    ]
    assert titles == ["Presenze", ["Ordine del giorno"], "Decisioni"]


def test_every_page_says_whose_it_is_and_its_number(reader: pypdf.PdfReader) -> None:
    pages = [page.extract_text() for page in reader.pages]
    total = len(pages)
    assert total == 3
    assert [f"pagina {number} di {total}" in text for number, text in enumerate(pages, start=1)] == [True] * 3
    assert ["Prot. n. 1234/2016\n" in text.split("Presenze")[0] for text in pages[1:]] == [True] * 2
    assert all("Documento dimostrativo: persone e importi sono inventati" in text for text in pages)


def test_the_sheet_is_a4(reader: pypdf.PdfReader) -> None:
    box = reader.pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)


def test_headings_that_skip_a_level_are_brought_back_in_order() -> None:
    blocks: list[Block] = [Contents(6), *(Heading(level, f"l{level}") for level in (4, 1, 6, 9, 0))]
    made = pypdf.PdfReader(io.BytesIO(pdf(act(*blocks))))
    assert [role for role in roles(made) if role[:2] == "/H"] == ["/H1", "/H1", "/H2", "/H3", "/H1"]


def test_a_table_longer_than_a_page_repeats_its_header_for_the_eye_only() -> None:
    rows = [[str(number), "presente"] for number in range(1, 121)]
    made = pypdf.PdfReader(io.BytesIO(pdf(act(Table(["Numero", "Stato"], rows)))))
    assert ["Numero" in page.extract_text() for page in made.pages] == [True] * len(made.pages)
    assert len(made.pages) == 3
    assert roles(made).count("/TH") == 2


def test_rows_to_write_in_by_hand_are_tall() -> None:
    rows = [[f"Persona {number}", ""] for number in range(60)]
    pages = [
        len(pypdf.PdfReader(io.BytesIO(pdf(act(Table(["Nome", "Firma"], rows, tall=tall))))).pages)
        for tall in (False, True)
    ]
    assert pages == [2, 3]


def test_a_character_that_no_typeface_draws_is_printed_as_its_code_and_read_as_itself() -> None:
    made = pypdf.PdfReader(io.BytesIO(pdf(act(Paragraph("Firma: 王 😀")))))
    assert "Firma: 王 😀" in made.pages[0].extract_text()
    fonts = {font.get_object()["/BaseFont"][8:] for font in made.pages[0]["/Resources"]["/Font"].values()}  # type: ignore[index]
    assert "OrditoCodici" in fonts


def test_a_long_title_runs_on_one_line_at_the_foot() -> None:
    title = "Accordo di programma " * 10
    made = pypdf.PdfReader(io.BytesIO(pdf(act(Paragraph("x"), title=title))))
    assert made.pages[0].extract_text().endswith(f"\n{title[:80].rstrip()}… pagina 1 di 1")


def test_numbers_of_a_list_start_where_they_are_told() -> None:
    made = pypdf.PdfReader(io.BytesIO(pdf(act(Numbered(["quattro", "cinque"], start=4)))))
    assert "4. quattro\n5. cinque" in made.pages[0].extract_text()


def test_the_same_act_gives_the_same_bytes() -> None:
    assert pdf(whole_act()) == pdf(whole_act())


def test_acts_older_than_computers_can_be_printed() -> None:
    made = pypdf.PdfReader(io.BytesIO(pdf(act(Paragraph("Costituzione"), date=date(1947, 12, 27)))))
    assert made.metadata is not None
    assert str(made.metadata["/CreationDate"])[:10] == "D:19471227"


def test_a_cell_longer_than_a_page_goes_on_in_the_next_ones() -> None:
    words = " ".join(["parola"] * 4_000)
    made = pdf(act(Table(["Che cosa", "Testo"], [["Corta", "breve"], ["Lunga", words]])))
    reader = pypdf.PdfReader(io.BytesIO(made))
    drawn = sum(page.extract_text().count("parola") for page in reader.pages)
    assert (len(reader.pages) > 5, drawn) == (True, 4_000)


def test_signatures_are_never_alone_on_a_page() -> None:
    signers = Signatures([("Presiede", "Ada"), ("Verbalizza", "Ugo")])
    alone = []
    for lines, ending in itertools.product(range(30, 50), (Paragraph, Note, Quote)):
        before = [Paragraph(f"riga {number}") for number in range(lines)]
        made = pdf(act(*before, ending("ultima riga"), signers))
        last = pypdf.PdfReader(io.BytesIO(made)).pages[-1].extract_text()
        alone += [(lines, ending)] if "riga" not in last else []
    assert alone == []


def test_signatures_after_a_long_table_stand_under_its_last_rows() -> None:
    signers = Signatures([("Presiede", "Ada"), ("Verbalizza", "Ugo"), ("Componente", "Ivo")])
    wrong = []
    for rows in range(3, 75, 3):
        table = Table(["Numero", "Stato"], [[f"riga {number}", "presente"] for number in range(rows)])
        made = pypdf.PdfReader(io.BytesIO(pdf(act(table, signers))))
        pages = [page.extract_text() for page in made.pages]
        signed = next(words for words in pages if "Presiede" in words)
        held = f"riga {rows - 1}" in signed and f"riga {rows - 2}" in signed
        drawn = sorted(
            number for words in pages for number in range(rows) if f"riga {number} presente" in words
        )
        if not held or "Numero" not in signed or drawn != list(range(rows)):
            wrong.append(rows)
    assert wrong == []


def test_what_opens_a_list_or_a_table_is_on_its_page() -> None:
    parted = []
    for lines, follows in itertools.product(
        range(28, 46), (Bullets(["primo", "secondo"]), Table(["Capo"], [["primo"], ["secondo"]]))
    ):
        before = [Paragraph(f"riga {number}") for number in range(lines)]
        made = pypdf.PdfReader(io.BytesIO(pdf(act(*before, Heading(1, "Titolo"), Lead("Apre"), follows))))
        opens = next(page.extract_text() for page in made.pages if "Apre" in page.extract_text())
        parted += [] if "Titolo" in opens and "primo" in opens else [(lines, follows)]
    assert parted == []
