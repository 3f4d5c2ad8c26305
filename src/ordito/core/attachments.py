"""Files that people hand in: known by what they hold, and never opened by the browser itself."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from ordito.core.models import Attachment
from ordito.core.refused import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from ordito.core.models import District

LARGEST = 20 * 1024 * 1024
LONGEST_NAME = 200
LONGEST_MIMETYPE = 200
TYPES = {
    "pdf": "application/pdf",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "jpg": "image/jpeg",
}
SAME = {"jpeg": "jpg"}
SIGNATURES = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}
OFFICE_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
MACROS = ("vbaproject.bin", "basic/", "scripts/")
ACCEPT = ",".join(f".{ending}" for ending in (*TYPES, *SAME))
"""For the `accept` of a file input."""


class FileRefused(Refused):
    """The file cannot be kept."""


def attachment(*, district: District, name: str, content: bytes, at: datetime) -> Attachment:
    """Check a file that somebody handed in, and make of it an attachment, not yet saved."""
    name = _plain_name(name)
    if not content:
        raise FileRefused(_("Il file «%(name)s» è vuoto.") % {"name": name})
    if len(content) > LARGEST:
        raise FileRefused(_("Il file «%(name)s» supera i 20 MB.") % {"name": name})
    ending = PurePosixPath(name).suffix.lower().removeprefix(".")
    ending = SAME.get(ending, ending)
    if ending not in TYPES:
        raise FileRefused(
            _("Il file «%(name)s» non è di un tipo ammesso: PDF, ODT, DOCX, ODS, XLSX, PNG o JPG.")
            % {"name": name}
        )
    if kind_of(content) != ending:
        raise FileRefused(
            _(
                "Il file «%(name)s» non contiene quello che il nome promette, o contiene macro: "
                "aprirlo, salvarlo di nuovo in %(kind)s e riprovare."
            )
            % {"name": name, "kind": ending.upper()}
        )
    return Attachment.of(district=district, name=name, content_type=TYPES[ending], content=content, at=at)


def kind_of(content: bytes) -> str:
    """Tell the kind of a file by its content: one of `TYPES`, or "" when it is none of them."""
    for signature, kind in SIGNATURES.items():
        if content.startswith(signature):
            return kind
    return _kind_of_archive(content) if content.startswith(b"PK\x03\x04") else ""


def download(kept: Attachment) -> HttpResponse:
    """Give a file to be saved: the browser neither opens it nor guesses what it is."""
    answer = HttpResponse(bytes(kept.content), content_type=kept.content_type)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=kept.name) or ""
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _kind_of_archive(content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = set(archive.namelist())
            if any(part.lower().startswith(MACROS) or part.lower().endswith(MACROS[0]) for part in parts):
                return ""
            for part, kind in OFFICE_PARTS.items():
                if part in parts and "[Content_Types].xml" in parts:
                    return kind
            if "mimetype" in parts and archive.getinfo("mimetype").file_size <= LONGEST_MIMETYPE:
                said = archive.read("mimetype").decode("ascii").strip()
                return {TYPES[kind]: kind for kind in ("odt", "ods")}.get(said, "")
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, UnicodeDecodeError):
        return ""
    return ""


def _plain_name(name: str) -> str:
    """Take from a name folders and what does not print; a long one keeps its end."""
    bare = "".join(c for c in name.replace("\\", "/").rpartition("/")[2] if c.isprintable()).strip()
    return bare[-LONGEST_NAME:] or "file"
