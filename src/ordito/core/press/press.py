"""One source for each document: the facts of an act go in, its files come out, the same to the word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ordito.core.press import ooxml, opendocument, page, typeset
from ordito.core.press.reading import words_of
from ordito.core.press.tree import tree

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from ordito.core.press.document import Document


def docx(document: Document) -> bytes:
    """Write `document` for Word; the same document always gives the same bytes.

    Raises
    ------
    PressFailed : the file cannot be made; the message says what to do
    """
    return ooxml.docx(tree(document), day=document.date)


def odt(document: Document) -> bytes:
    """Write `document` for LibreOffice; the same document always gives the same bytes.

    Raises
    ------
    PressFailed : the file cannot be made; the message says what to do
    """
    return opendocument.odt(tree(document), day=document.date)


def pdf(document: Document) -> bytes:
    """Write `document` as PDF/A-2a and PDF/UA-1; the same document always gives the same bytes.

    Raises
    ------
    PressFailed : the file cannot be made; the message says what to do
    """
    return typeset.pdf(tree(document), day=document.date)


def html(document: Document, *, top: int = 2) -> str:
    """Write `document` as a safe piece of a page, its title at heading level `top`.

    Raises
    ------
    PressFailed : what was typed cannot be read
    """
    return page.html(tree(document), top=top)


def typed_html(texts: list[str]) -> dict[str, SafeString]:
    """Write what people typed in large fields as safe pieces of a page; the answer is by text.

    Raises
    ------
    PressFailed : what was typed cannot be read
    """
    return page.typed_html(texts)


def words(document: Document) -> list[str]:
    """Give the words of `document` in the order of reading: those that every file of it must hold.

    Raises
    ------
    PressFailed : what was typed cannot be read
    """
    return words_of(tree(document).blocks)
