"""What people hand in is known by what it holds."""

from __future__ import annotations

import zipfile
from datetime import datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest

from ordito.core.attachments import LARGEST, TYPES, FileRefused, attachment, download, kind_of
from ordito.core.models import Attachment, District

NOON = datetime(2017, 1, 9, 12, tzinfo=ZoneInfo("Europe/Rome"))


def archive(**parts: bytes | str) -> bytes:
    """A zip with these parts; `__` stands for a slash and `_dot_` for a dot."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as zipped:
        for name, content in parts.items():
            zipped.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return written.getvalue()


def office(part: str, **more: bytes) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as zipped:
        for name in ("[Content_Types].xml", part, *more.values()):
            zipped.writestr(name if isinstance(name, str) else name.decode(), "<x/>")
    return written.getvalue()


WORD = office("word/document.xml")
SHEET = office("xl/workbook.xml")
TEXT = archive(mimetype=TYPES["odt"], content_dot_xml="<x/>")
TABLE = archive(mimetype=TYPES["ods"], content_dot_xml="<x/>")
PDF, PNG, JPG = b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n....", b"\xff\xd8\xff\xe0...."


def handed_in(district: District, name: str, content: bytes) -> Attachment:
    return attachment(district=district, name=name, content=content, at=NOON)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (PNG, "png"),
        (JPG, "jpg"),
        (WORD, "docx"),
        (SHEET, "xlsx"),
        (TEXT, "odt"),
        (TABLE, "ods"),
        (b"MZ\x90 a program", ""),
        (b"<html>", ""),
        (archive(readme="x"), ""),
        (archive(mimetype="application/epub+zip"), ""),
        (archive(mimetype="\u00e8".encode()), ""),
        (archive(mimetype="x" * 1000), ""),
        (office("word/document.xml", more=b"word/vbaProject.bin"), ""),
        (archive(mimetype=TYPES["odt"], Basic__script="x"), ""),
        (b"PK\x03\x04 and nothing else", ""),
    ],
)
def test_a_file_is_known_by_its_content(content: bytes, kind: str) -> None:
    assert kind_of(content) == kind


def test_a_good_file_keeps_its_name_without_folders(district: District) -> None:
    kept = handed_in(district, "C:\\atti\\Convenzione 2016.PDF", PDF)
    assert (kept.name, kept.content_type, kept.added_at) == ("Convenzione 2016.PDF", "application/pdf", NOON)
    assert len(kept.sha256) == 64


def test_a_long_name_is_cut_and_keeps_its_ending(district: District) -> None:
    kept = handed_in(district, "x" * 300 + ".jpeg", JPG)
    assert (len(kept.name), kept.name[-6:], kept.content_type) == (200, "x.jpeg", "image/jpeg")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("atto.pdf", b"", "è vuoto"),
        ("atto.pdf", PDF + b"x" * LARGEST, "supera i 20 MB"),
        ("atto.exe", PDF, "non è di un tipo ammesso"),
        ("", PDF, "Il file «file» non è di un tipo ammesso"),
        ("atto.pdf", PNG, "salvarlo di nuovo in PDF"),
        ("atto.docx", SHEET, "salvarlo di nuovo in DOCX"),
    ],
)
def test_a_bad_file_is_refused_and_told_why(district: District, name: str, content: bytes, says: str) -> None:
    with pytest.raises(FileRefused, match=says):
        handed_in(district, name, content)


def test_a_file_is_given_to_be_saved_and_never_opened_in_the_page(district: District) -> None:
    answer = download(handed_in(district, "Carta dell’accoglienza.pdf", PDF))
    assert (
        answer["Content-Disposition"] == "attachment; filename*=utf-8''Carta%20dell%E2%80%99accoglienza.pdf"
    )
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", "application/pdf")
    assert answer.content == PDF
