"""On a page an act is read before it becomes a file; nothing that was typed can run there."""

import re
from html.parser import HTMLParser

from django.utils.safestring import SafeString

from ordito.core.press import (
    Block,
    Bullets,
    Figure,
    Heading,
    Link,
    Note,
    Paragraph,
    Signatures,
    Table,
    Typed,
    html,
)
from ordito.core.press.reading import split_words
from tests.core.press_acts import BARS, act, whole_act

HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(2)>" \' onclick="alert(3)'


class Reader(HTMLParser):
    """Keep the elements with their attributes, and the text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def names(self) -> set[str]:
        return {name for name, _attributes in self.elements}


def test_the_page_has_the_words_of_the_act() -> None:
    read = Reader(html(whole_act()))
    said = split_words(" ".join(read.text))
    assert {"Melzo", "«Il", "Filo»", "41.006", "dimostrativo:", "12,5", "annidato", "Bini"} - set(
        said
    ) == set()
    assert read.elements[0] == ("article", {"class": "ordito-act", "lang": "it-IT"})


def test_nothing_that_was_typed_becomes_an_element_or_an_attribute() -> None:
    blocks: list[Block] = [
        Heading(1, HOSTILE),
        Paragraph(HOSTILE),
        Typed(HOSTILE),
        Bullets([HOSTILE]),
        Table([HOSTILE], [[HOSTILE]], HOSTILE),
        Note(Link(HOSTILE, "https://example.org/\"onclick=alert(4)'")),
        Signatures([(HOSTILE, HOSTILE)]),
        Figure(BARS, HOSTILE, HOSTILE),
    ]
    page = html(act(*blocks, title=HOSTILE, issuer=HOSTILE, subtitle=HOSTILE, reference=HOSTILE))
    read = Reader(page)
    assert read.names() & {"script", "svg", "iframe", "style", "object"} == set()
    attributes = {name for _element, found in read.elements for name in found}
    assert attributes == {"class", "lang", "href", "src", "alt", "id", "scope", "tabindex"}
    assert isinstance(page, SafeString)


def test_addresses_that_could_run_are_left_as_words() -> None:
    urls = [
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org",
        "http://[",
        "https://a b",
        "mailto:",
        "",
    ]
    page = html(act(*(Paragraph(Link("vai", url)) for url in urls), Typed("[vai](javascript:alert(1))")))
    assert "href" not in page
    assert page.count("vai") == 8


def test_safe_addresses_are_links() -> None:
    page = html(
        act(Paragraph((Link("sito", "https://example.org/?a=1&b=2"), Link("posta", "mailto:a@example.org"))))
    )
    assert re.findall(r'href="([^"]+)"', page) == ["https://example.org/?a=1&amp;b=2", "mailto:a@example.org"]


def test_headings_follow_those_of_the_page() -> None:
    page = html(act(Heading(1, "a"), Heading(2, "b")), top=3)
    assert re.findall(r"<h(\d)", page) == ["3", "4", "5"]
    assert re.findall(r"<h(\d)", html(act(*(Heading(level, "a") for level in range(1, 7))))) == list(
        "2345666"
    )


def test_tables_have_headers_captions_and_sides() -> None:
    page = html(act(Table(["Voce", "Euro"], [["a", "1.000"]], "Spese"), Table([], [["senza", "testa"]])))
    assert "<caption><strong>Tabella 1.</strong> Spese</caption>" in page
    assert '<th scope="col" class="text-end">Euro</th>' in page
    assert '<td class="text-end">1.000</td>' in page
    assert page.count("<thead>") == 1


def test_figures_are_images_where_nothing_runs() -> None:
    images = [found for name, found in Reader(html(whole_act())).elements if name == "img"]
    assert [image["alt"] for image in images] == ["Istogramma: Famiglia 14", "Lo stesso istogramma"]
    assert all(str(image["src"]).startswith("data:image/svg+xml;base64,") for image in images)
    assert "data:image/svg+xml;base64," in html(act(Figure(BARS.encode(), "", "byte")))


def test_no_style_is_inline() -> None:
    assert not any("style" in found for _name, found in Reader(html(whole_act())).elements)
