"""Versions of documents as a page and as acts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from ordito.core import press
from ordito.governance.models import DocumentVersion

if TYPE_CHECKING:
    from ordito.governance.models import Document


@dataclass(frozen=True, slots=True)
class Handed:
    """A version as it is read on the page: its text is safe to print as it is."""

    version: DocumentVersion
    html: str


def versions_of(document: Document) -> list[Handed]:
    """Tell the versions of a document, the latest first; their texts are all read together."""
    rows = list(document.versions.select_related("file", "by").defer("file__content").order_by("-number"))
    read = press.typed_html([row.text for row in rows if row.text])
    return [Handed(row, read.get(row.text, "")) for row in rows]


def act_of_version(version: DocumentVersion) -> press.Document:
    """Make of the text of a version an act that can be printed."""
    document = version.document
    district = document.district
    return press.Document(
        title=document.title,
        subtitle=document.body.name,
        issuer=" – ".join(filter(None, [district.name, district.lead_body])),
        reference=_("Versione %(n)s, %(status)s")
        % {"n": version.number, "status": document.get_status_display()},
        date=timezone.localdate(version.at),
        blocks=(press.Typed(version.text),),
        synthetic=district.is_demonstration,
    )
