"""What was added is underlined and what was taken away is struck out, in every file and on the page."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

from ordito.core.press import Bold, Deleted, Inserted, Paragraph, docx, html, odt, pdf
from tests.core.press_acts import act
from tests.core.press_words import assert_same_words

MARKED = act(Paragraph(("Si aprono ", Deleted("due"), " ", Inserted(("tre ", Bold("nuovi"))), " sportelli.")))


def part(file: bytes, name: str) -> str:
    with ZipFile(BytesIO(file)) as archive:
        return archive.read(name).decode()


def test_marks_are_lines_under_and_through_and_not_colours() -> None:
    assert "Si aprono <del>due</del> <ins>tre <strong>nuovi</strong></ins> sportelli." in html(MARKED)
    word = part(docx(MARKED), "word/document.xml")
    assert word.count("<w:strike") == 1
    assert word.count("<w:u ") == 2
    writer = part(odt(MARKED), "content.xml")
    assert 'style:text-line-through-style="solid"' in writer
    assert 'style:text-underline-style="solid"' in writer


def test_marked_words_are_read_in_their_order_in_every_file() -> None:
    assert_same_words(MARKED)
    assert pdf(MARKED).startswith(b"%PDF")
