"""What the office types is read as a few marks of Markdown, and never loses a word."""

import pytest

from ordito.core.press import Typed, words
from ordito.core.press.tree import tree
from tests.core.press_acts import act
from tests.core.press_words import assert_same_words


def read(text: str) -> list[dict[str, object]]:
    return tree(act(Typed(text))).blocks[3:]


def kinds(text: str) -> list[object]:
    return [block["t"] for block in read(text)]


def said(text: str) -> list[str]:
    return words(act(Typed(text)))[6:]


def string(text: str) -> dict[str, str]:
    return {"t": "Str", "c": text}


def test_paragraphs_lists_and_quotations_are_read() -> None:
    assert kinds("uno\n\ndue\n- a\n- b\n\n1. c\n\n> d") == [
        "Para",
        "Para",
        "BulletList",
        "OrderedList",
        "BlockQuote",
    ]


def test_bold_and_emphasis_are_read() -> None:
    assert read("a **b** *c*") == [
        {
            "t": "Para",
            "c": [
                string("a "),
                {"t": "Strong", "c": [string("b")]},
                string(" "),
                {"t": "Emph", "c": [string("c")]},
            ],
        }
    ]


def test_a_line_break_stays_where_it_was_typed() -> None:
    assert read("uno\r\ndue") == [{"t": "Para", "c": [string("uno"), {"t": "LineBreak"}, string("due")]}]


def test_a_list_keeps_the_number_it_starts_from() -> None:
    assert read("7. settimo")[0]["c"] == [
        [7, {"t": "Decimal"}, {"t": "Period"}],
        [[{"t": "Plain", "c": [string("settimo")]}]],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<b>grassetto</b> <script>alert(1)</script>",
        "<div onclick=x>ciao</div>",
        "<!-- commento -->",
        "[nota]: testo che resta",
        "[^1]: nota a piede",
        "```python codice```",
        "~~~ recinto ~~~",
        "| a | b |",
        "$x^2$ #let @ref \\begin{x}",
        "5 < 6 > 4 & via",
        "%s {{ x }} {% y %}",
        'l\'ente... -- "virgolette"',
    ],
)
def test_whatever_is_not_one_of_the_marks_is_printed_as_it_was_typed(text: str) -> None:
    assert said(text) == text.split()


def test_titles_become_bold_lines_and_code_becomes_words() -> None:
    assert read("# Titolo\n\n    rientrato *qui*") == [
        {"t": "Para", "c": [{"t": "Strong", "c": [string("Titolo")]}]},
        {"t": "Para", "c": [string("rientrato *qui*")]},
    ]


def test_images_leave_their_words_and_rules_leave_nothing() -> None:
    assert said("![la piazza](https://example.org/a.png)\n\n---\n\nfine") == ["la", "piazza", "fine"]


def test_only_safe_links_are_links() -> None:
    text = "[a](https://example.org) [b](javascript:alert(1)) <mailto:c@example.org> [d](file:///etc/passwd)"
    found = [inline["t"] for inline in read(text)[0]["c"]]  # type: ignore[attr-defined]
    assert found == ["Link", "Str", "Link", "Str"]
    assert said(text) == ["a", "b", "mailto:c@example.org", "d"]


def test_lists_deeper_than_a_page_can_show_are_flattened_without_losing_a_point() -> None:
    text = "\n".join("  " * depth + f"- punto{depth}" for depth in range(40))
    assert assert_same_words(act(Typed(text)))[6:] == [f"punto{depth}" for depth in range(40)]
    quoted = ">" * 40 + " citato"
    assert assert_same_words(act(Typed(quoted)))[6:] == ["citato"]
    stressed = "dentro"
    for depth in range(20):
        mark = "*_"[depth % 2]
        stressed = f"{mark}a {stressed} z{mark}"
    assert assert_same_words(act(Typed(stressed)))[6:] == ["a"] * 20 + ["dentro"] + ["z"] * 20


@pytest.mark.parametrize("mark", ["[", "*", "_", ">", "- ", "`", "(", "<", "![", "&", "\\"])
def test_a_field_full_of_one_mark_is_read_in_time(mark: str) -> None:
    assert said(mark * (20_000 // len(mark)) + " fine")[-1] == "fine"


def test_a_text_that_is_only_marks_does_not_spoil_its_neighbours() -> None:
    blocks = tree(act(Typed("*a*"), Typed(">" * 5_000 + " b"), Typed("*c*"))).blocks[3:]
    assert [block["c"][0]["t"] for block in blocks] == ["Emph", "Str", "Emph"]


def test_two_texts_do_not_touch_each_other() -> None:
    blocks = tree(act(Typed("[a]: b\n\n<div>"), Typed("[a]\n\n*x"), Typed("[a]: b\n\n<div>"))).blocks[3:]
    assert [block["c"][0]["c"] for block in blocks] == ["[a]: b", "<div>", "[a]", "*x", "[a]: b", "<div>"]
