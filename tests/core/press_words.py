"""The words of a file as a reader meets them: one extractor each for DOCX, ODT and PDF, and their comparison.

Running headers and footers, list markers, pictures and what has no ink are not words of the act.
"""

import difflib
import io
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pypdf
from pypdf.generic import ContentStream

from ordito.core.press import Document, docx, odt, pdf, words
from ordito.core.press.pandoc import pandoc
from ordito.core.press.reading import split_words, words_of

INLINE = {"/Span", "/Link", "/Strong", "/Em", "/Reference", "/Annot"}
NOT_WORDS = {"/Figure", "/Artifact"}


def assert_same_words(document: Document) -> list[str]:
    """Refuse a document whose three files differ by a word from each other, or from what was put in."""
    expected = words(document)
    assert_words("DOCX", docx_words(docx(document)), expected)
    assert_words("ODT", odt_words(odt(document)), expected)
    assert_words("PDF", pdf_words(pdf(document)), expected)
    return expected


def assert_words(kind: str, found: list[str], expected: list[str]) -> None:
    """Say where two readings part, rather than print both."""
    if found != expected:
        parting = difflib.unified_diff(expected, found, "the act", kind, lineterm="", n=2)
        raise AssertionError("\n".join([f"{kind} does not say what the act says", *islice(parting, 40)]))


def docx_words(file: bytes) -> list[str]:
    return _read_by_pandoc("docx", file)


def odt_words(file: bytes) -> list[str]:
    return _read_by_pandoc("odt", file)


def _read_by_pandoc(kind: str, file: bytes) -> list[str]:
    read = json.loads(pandoc("-f", kind, "-t", "json", source=file))
    assert read["meta"] == {}, "a heading became a property: it would be read out of its place"
    return words_of(read["blocks"])


def pdf_words(file: bytes) -> list[str]:
    """Read the logical structure, as an assistive technology does, and not the ink on the page."""
    reader = pypdf.PdfReader(io.BytesIO(file))
    marked = {
        page.indirect_reference.idnum: dict(_marked_texts(page))
        for page in reader.pages
        if page.indirect_reference is not None
    }
    root: Any = reader.trailer["/Root"]
    return split_words("".join(_element_text(root["/StructTreeRoot"], marked, 0)))


def _element_text(element: Any, marked: dict[int, dict[int, str]], page: int) -> Iterator[str]:
    role = element.get("/S")
    if role in NOT_WORDS or (role == "/Lbl" and _is_marker(element)):
        return
    if "/Pg" in element:
        page = element.raw_get("/Pg").idnum
    children = element.get("/K", [])
    edge = "" if role in INLINE else "\n"
    yield edge
    for child in children if isinstance(children, list) else [children]:
        kid = child.get_object()
        if isinstance(kid, int):
            yield marked[page].get(kid, "")
        elif kid.get("/Type") == "/MCR":
            where = kid.raw_get("/Pg").idnum if "/Pg" in kid else page
            yield marked[where].get(kid["/MCID"], "")
        elif kid.get("/Type") != "/OBJR":
            yield from _element_text(kid, marked, page)
    yield edge


def _is_marker(label: Any) -> bool:
    """Tell the mark of a point of a list from the term of a list of definitions, which is words."""
    points = label["/P"]["/P"]
    return bool(points["/A"][0]["/ListNumbering"] != "/None")


def _marked_texts(page: pypdf.PageObject) -> Iterator[tuple[int, str]]:
    """Give the text of each marked piece of `page`, by its number."""
    fonts = {name: _letters(font.get_object()) for name, font in page["/Resources"].get("/Font", {}).items()}  # type: ignore[attr-defined]
    texts: defaultdict[int, str] = defaultdict(str)
    open_marks: list[tuple[int | None, str | None]] = [
        (None, None)
    ]  # number, and the text that replaces the drawn one
    letters: dict[int, str] = {}
    for operands, operator in ContentStream(page["/Contents"].get_object(), page.pdf).operations:
        if operator == b"Tf":
            letters = fonts[operands[0]]
        elif operator in (b"BDC", b"BMC"):
            properties = operands[1] if operator == b"BDC" and isinstance(operands[1], dict) else {}
            number, actual = open_marks[-1]
            open_marks.append((properties.get("/MCID", number), properties.get("/ActualText", actual)))
        elif operator == b"EMC":
            number, actual = open_marks.pop()
            if number is not None and actual is not None and open_marks[-1][1] is None:
                texts[number] += actual
        elif operator in (b"Tj", b"TJ") and open_marks[-1][0] is not None and open_marks[-1][1] is None:
            shown = operands[0] if operator == b"TJ" else [operands[0]]
            codes = b"".join(one.original_bytes for one in shown if not isinstance(one, int | float))
            read = (letters[int.from_bytes(codes[at : at + 2])] for at in range(0, len(codes), 2))
            texts[open_marks[-1][0]] += _in_order("".join(read))
    yield from texts.items()


def _in_order(shown: str) -> str:
    """Turn round a run of letters that was drawn from right to left."""
    return shown[::-1] if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in shown) else shown


def _letters(font: Any) -> dict[int, str]:
    """Read the table that says which character each shape stands for."""
    table = font["/ToUnicode"].get_object().get_data().decode("latin-1")
    letters: dict[int, str] = {}
    for part in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, text in re.findall(r"<(\w+)>\s*<(\w*)>", part):
            letters[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for part in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", part):
            start = bytes.fromhex(text).decode("utf-16-be")
            for step in range(int(last, 16) - int(first, 16) + 1):
                letters[int(first, 16) + step] = start[:-1] + chr(ord(start[-1]) + step)
    return letters
