"""Deeds on documents: they are added, they get new versions, they move from status to status."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ordito.community.codes import free_code
from ordito.core.attachments import attachment
from ordito.core.command import command
from ordito.core.models import User
from ordito.core.refused import Refused
from ordito.governance.codes import document_code
from ordito.governance.models import Document, DocumentStatus, DocumentStep, DocumentVersion

if TYPE_CHECKING:
    from datetime import date, datetime

    from ordito.core.models import Actor
    from ordito.governance.models import Body

PATH = list(DocumentStatus.values)
"""The order in which a document moves forward."""


class DocumentRefused(Refused):
    """The document cannot be written as asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVersion:
    """What somebody hands in as a version: a text, a file (its name and content), or both."""

    text: str = ""
    file: tuple[str, bytes] | None = None
    note: str = ""


@command("governance.add_document", needs="governance.keep_register")
def add_document(body: Body, *, by: Actor, title: str, is_public: bool = False) -> Document:
    """Open a document of a body, as a draft without versions."""
    document = Document(body=body, title=_titled(title), is_public=is_public)
    wanted = document_code(body.code, document.title)
    same = Document.objects.filter(district=body.district, code__startswith=wanted)
    document.code = free_code(wanted, set(same.values_list("code", flat=True)))
    document.save()
    DocumentStep.objects.create(document=document, number=1, status=document.status)
    return document


@command("governance.describe_document", needs="governance.keep_register")
def describe_document(document: Document, *, by: Actor, title: str, is_public: bool) -> Document:
    """Change the title of a document, or who may read it."""
    document.title, document.is_public = _titled(title), is_public
    document.save()
    return document


@command("governance.add_version", needs="governance.keep_register")
def add_version(document: Document, *, by: Actor, at: datetime, version: NewVersion) -> DocumentVersion:
    """Hand in the next version; the earlier ones stay as they are."""
    if not version.text.strip() and version.file is None:
        raise DocumentRefused(_("Una versione ha un testo, un file, o tutti e due."))
    kept = None
    if version.file is not None:
        name, content = version.file
        kept = attachment(district=document.district, name=name, content=content, at=at)
        kept.save()
    return DocumentVersion.objects.create(
        document=document,
        number=document.versions.count() + 1,
        text=version.text.strip(),
        file=kept,
        note=version.note.strip(),
        at=at,
        by=by if isinstance(by, User) else None,
    )


@command("governance.set_document_status", needs="governance.keep_register")
def set_document_status(
    document: Document,
    *,
    by: Actor,
    status: str,
    date: date | None = None,
    submitted_to: str = "",
    note: str = "",
) -> Document:
    """Move a document along draft, under review, adopted, submitted; to go back one says why."""
    if status not in PATH:
        raise DocumentRefused(_("Lo stato «%(status)s» non esiste.") % {"status": status})
    if status == document.status:
        raise DocumentRefused(
            _("Il documento è già in questo stato: %(status)s.") % {"status": document.get_status_display()}
        )
    if status == DocumentStatus.SUBMITTED and not submitted_to.strip():
        raise DocumentRefused(_("Dire a chi è stato trasmesso."))
    if status == DocumentStatus.SUBMITTED and date is None:
        raise DocumentRefused(_("Dire in che giorno è stato trasmesso."))
    if PATH.index(status) < PATH.index(document.status) and not note.strip():
        raise DocumentRefused(_("Per tornare indietro serve una nota che dica perché."))
    document.status, document.date, document.submitted_to = status, date, submitted_to.strip()
    document.save()
    DocumentStep.objects.create(
        document=document,
        number=document.steps.count() + 1,
        status=status,
        date=date,
        submitted_to=document.submitted_to,
        note=note.strip(),
    )
    return document


def _titled(title: str) -> str:
    title = " ".join(title.split())
    if not title:
        raise DocumentRefused(_("Serve il titolo del documento."))
    return title
