"""An act is the same to the word in DOCX, ODT and PDF, whatever was typed in it."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ordito.core.press import (
    Block,
    Bullets,
    Definitions,
    Figure,
    Heading,
    Note,
    Numbered,
    PageBreak,
    Paragraph,
    Quote,
    Signatures,
    Table,
    Typed,
    words,
)
from ordito.core.press.reading import split_words
from tests.core.press_acts import BARS, act, whole_act
from tests.core.press_words import assert_same_words

# Every sign that means something to Markdown, Typst, HTML, XML or a template.
SIGNS = (
    r"""#import "x" $x^2$ *b* _e_ <script>alert('1')</script> ]]> &amp; {{ x }} \n \u{41} "q" 'a' `c` @ref """
    r"""<lab> // c /* d */ = h - l + e ~ -- --- ... ^ | % \ #(1+1) [a](http://b) ![i](x) <w:p> ${x} {%x%}"""
)
ITALIAN = "l'ente l’ente «però» È perché città 12,5 % 1.234,50 € n° ½ ² § – — … œ ﬁ ß"


def test_every_kind_of_block_says_the_same_in_the_three_files() -> None:
    assert_same_words(whole_act())


def test_the_words_come_in_the_order_of_reading() -> None:
    assert words(whole_act())[:24] == split_words(
        "Distretto 5 – Melzo Verbale LabGo Famiglia – quarta seduta 18/07/2016 · Prot. n. 1234/2016 "
        "Documento dimostrativo: persone e importi sono inventati Indice Presenze"
    )


@pytest.mark.parametrize("text", [SIGNS, ITALIAN], ids=["signs", "italian"])
def test_what_users_wrote_is_never_read_as_a_mark(text: str) -> None:
    blocks: list[Block] = [
        Heading(1, text),
        Paragraph(text),
        Bullets([text]),
        Numbered([text]),
        Definitions([(text, text)]),
        Table([text, "b"], [[text, "x"]], text),
        Quote(text),
        Note(text),
        Signatures([(text, text)]),
        Figure(BARS, text, text),
    ]
    found = assert_same_words(act(*blocks, title=text, subtitle=text, issuer=text, reference=text))
    assert found.count(text.split(maxsplit=1)[0]) == 18


def test_marks_of_direction_joiners_emoji_and_far_scripts_survive() -> None:
    text = "a\u200fb \u202aabc\u202c 😀 👨‍👩‍👧 🇮🇹 ❤️ ✔ 王小明 שלום e\u0301"
    assert_same_words(act(Heading(1, "😀"), Paragraph(text), Paragraph("عالم"), Table(["王"], [["😀"]])))
    assert words(act(Paragraph(text)))[-10:] == [
        "ab", "abc", "😀", "👨👩👧", "🇮🇹", "❤", "✔", "王小明", "שלום", "é",
    ]  # fmt: skip


def test_characters_that_are_not_text_are_left_out() -> None:
    text = "a\x00b\x1b\ud800c\ufeff d\u00ade \uf0b7 \ue123 f\x85g\u2028h\r\ni\tl"
    assert assert_same_words(act(Paragraph(text)))[6:] == split_words("abc de • \ufffd f g h i l")


def test_a_paragraph_of_a_hundred_thousand_characters_is_printed() -> None:
    text = "parola " * 14_300
    assert assert_same_words(act(Typed(text)))[6:] == text.split()


def test_a_word_longer_than_a_page_is_printed() -> None:
    assert assert_same_words(act(Paragraph("x" * 20_000)))[6:] == ["x" * 20_000]


def test_what_is_empty_takes_no_place() -> None:
    blocks: list[Block] = [
        Paragraph(""),
        Paragraph(" \n "),
        Heading(1, ""),
        Bullets([]),
        Bullets(["", " "]),
        Numbered([]),
        Numbered([""]),
        Definitions([]),
        Table([], []),
        Table(["a", "b"], []),
        Table([], [["x", "1"]]),
        Table(["c"], [[""]]),
        Signatures([]),
        Signatures([("", "")]),
        Typed(""),
        Typed(" \n\n"),
        Quote(""),
        Note(""),
        PageBreak(),
        PageBreak(),
    ]
    assert assert_same_words(act(*blocks))[6:] == ["a", "b", "x", "1", "c"]


def test_an_act_without_title_or_issuer_is_still_an_act() -> None:
    assert assert_same_words(act(title="", issuer="")) == ["18/07/2016"]


def test_long_words_in_narrow_columns_stay_whole() -> None:
    mail = "nome.cognome.lunghissimo@comune.pavullo-nel-frignano.mo.it"
    header = ["Amministrazione", "Posta", "C", "D", "E", "F", "G", "H"]
    row = ["straordinaria", mail, "giustificata", "presente", "12/12/2016", "1.234.567,89 €", "", "è" * 60]
    assert mail in assert_same_words(
        act(Table(header, [row]), Paragraph("https://example.org/" + "a/" * 100))
    )


def test_english_acts_have_english_words() -> None:
    assert assert_same_words(act(Table(["a"], [["b"]], "c"), language="en", synthetic=True))[
        6:
    ] == split_words("Demonstration document: persons and amounts are invented Table 1. c a b")


# Scripts from right to left are written rightly, but a PDF keeps them as they are drawn.
LEFT_TO_RIGHT = st.characters(codec="utf-8").filter(
    lambda letter: unicodedata.bidirectional(letter) not in ("R", "AL", "AN")
)


@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.lists(st.text(LEFT_TO_RIGHT, max_size=60), min_size=1, max_size=12))
def test_any_text_at_all_says_the_same_in_the_three_files(texts: list[str]) -> None:
    blocks = [block for text in texts for block in (Paragraph(text), Typed(text), Bullets([text]))]
    assert_same_words(act(*blocks, Table([texts[0]], [[text] for text in texts])))
