"""From facts to the tree: captions are counted, headings in order, columns as the words ask."""

import doctest

import pytest

from ordito.core.press import (
    Bold,
    Bullets,
    Contents,
    Definitions,
    Em,
    Figure,
    Heading,
    Item,
    Link,
    Numbered,
    Paragraph,
    Table,
    Text,
    Typed,
    rich,
    spans,
    words,
)
from ordito.core.press.columns import LINE, alignments, is_long, widths
from ordito.core.press.tree import tree
from tests.core.press_acts import BARS, act


def said(*blocks: object) -> str:
    return " ".join(words(act(*blocks))[6:])  # type: ignore[arg-type]


def test_tables_and_figures_are_counted_apart_and_only_where_they_have_a_caption() -> None:
    table, figure = Table(["a"], [["b"]], "T"), Figure(BARS, "F", "x")
    blocks = [table, Table(["a"], [["b"]]), figure, table, Figure(BARS, "", "x"), figure]
    assert said(*blocks) == "Tabella 1. T a b a b Figura 1. F Tabella 2. T a b Figura 2. F"


def test_contents_list_the_headings_down_to_their_depth_wherever_they_stand() -> None:
    blocks = [Heading(1, "uno"), Heading(2, "due"), Heading(3, "tre"), Contents(2)]
    assert said(*blocks) == "uno due tre Indice uno due"
    assert said(Contents(), Paragraph("senza titoli")) == "senza titoli"


def test_items_hold_words_or_blocks_and_typed_text() -> None:
    items: list[Item] = [
        "a",
        (Bold("b"), "c"),
        Paragraph("d"),
        (Typed("*e*"), Numbered(["f", Typed("g")])),
        [Em("h")],
        (Bullets(["i"]), Paragraph("l")),
        Paragraph(""),
    ]
    terms: list[tuple[Text, Item]] = [("m", Typed("n")), ("o", (Paragraph("p"), Bullets(["q"])))]
    assert said(Bullets(items), Definitions(terms)) == "a bc d e f g h i l m n o p q"


def test_a_sentence_of_ours_takes_the_words_of_users_as_they_are() -> None:
    name = "Ada **Bini** [x](http://y) {other}"
    assert rich("Presiede **{name}**, *detta* {name}; vedi [il {what}](https://e.org/{page}).",
                name=name, what="sito", page="a") == (
        "Presiede ",
        Bold((name,)),
        ", ",
        Em(("detta",)),
        " ",
        name,
        "; vedi ",
        Link(("il ", "sito"), "https://e.org/a"),
        ".",
    )  # fmt: skip
    assert rich("{a}{b}", a="x", b=(Bold("y"), "z")) == ("x", Bold("y"), "z")
    assert doctest.testmod(spans).failed == 0


def test_lines_are_kept_and_blanks_are_single() -> None:
    blocks = tree(act(Paragraph(("\n  a \t b\nc  ", Bold("\nd"), "\n\n", Em(""))))).blocks[3:]
    assert blocks == [
        {
            "t": "Para",
            "c": [
                {"t": "Str", "c": "a b"},
                {"t": "LineBreak"},
                {"t": "Str", "c": "c "},
                {"t": "Strong", "c": [{"t": "LineBreak"}, {"t": "Str", "c": "d"}]},
            ],
        }
    ]


@pytest.mark.parametrize(
    ("cells", "side"),
    [
        (["1.234,50 €", "41.006", "12,5 %", "−3", "0"], "right"),
        (["7", "", "–", "n.d."], "right"),
        (["€ 5", "+2", "1234567"], "right"),
        (["036011", "036014"], "left"),
        (["14/28"], "left"),
        (["18/07/2016"], "left"),
        (["1.23.456"], "left"),
        (["7", "sette"], "left"),
        (["", "–"], "left"),
        ([], "left"),
    ],
)
def test_a_column_stands_to_the_right_when_all_that_is_written_in_it_is_numbers(
    cells: list[str], side: str
) -> None:
    assert alignments([[cell] for cell in cells], [], 1) == [side]


def test_a_hint_is_followed_and_none_leaves_the_choice() -> None:
    assert alignments([["1", "2"]], ["center", None], 2) == ["center", "right"]


def test_widths_follow_hints_or_words_and_fill_the_page() -> None:
    assert widths([["a", "b"]], [1, 3], 2) == [0.25, 0.75]
    assert widths([["a", "a"], ["a", "a"]], [], 2) == [0.5, 0.5]
    assert widths([["", ""]], [], 2) == [0.5, 0.5]
    found = widths([["sì", "una cella lunga che chiede molto posto nella riga della tabella"]], [], 2)
    assert found[0] < 0.1
    assert sum(found) == 1


def test_when_words_do_not_fit_only_the_longest_columns_give_way() -> None:
    found = widths([["x" * 100, "y" * 100, "presente"]], [], 3)
    assert found == [0.4344, 0.4344, 0.1313]


@pytest.mark.parametrize(
    ("header", "rows", "hints", "why"),
    [
        (["a", "b"], [["1", "2"], ["1"]], {}, "row 2 has 1 cells, the table has 2 columns"),
        ([], [["1", "2"], ["1"]], {}, "row 2 has 1 cells, the table has 2 columns"),
        (["a", "b"], [], {"align": ["left"]}, "1 hints for 2 columns"),
        (["a", "b"], [], {"widths": [1, 2, 3]}, "3 hints for 2 columns"),
    ],
)
def test_a_ragged_table_is_refused_where_it_is_written(
    header: list[str], rows: list[list[str]], hints: dict[str, list[object]], why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        Table(header, rows, **hints)  # type: ignore[arg-type]


def test_a_figure_without_words_is_refused_where_it_is_written() -> None:
    with pytest.raises(ValueError, match="a figure needs the words that replace it"):
        Figure(BARS, "Didascalia", "  ")


def test_a_hint_never_makes_a_column_narrower_than_its_longest_word() -> None:
    rows = [["Azione", "Indicatore", "Fonte"], ["1.1", "Interventi descritti nella griglia", "Griglia"]]
    found = widths(rows, [1, 12, 12], 3)
    assert (found[0] * LINE > len("Azione"), round(sum(found), 3)) == (True, 1.0)


def test_a_row_is_long_by_the_room_that_its_cells_have() -> None:
    text = "x" * 500
    assert [is_long([text, "b"], shares) for shares in ([0.9, 0.1], [0.1, 0.9])] == [False, True]
