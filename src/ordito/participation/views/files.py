"""Documents to be downloaded, in the form that is asked for."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from ordito.core import press

FORMS = {
    "docx": (press.docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "odt": (press.odt, "application/vnd.oasis.opendocument.text"),
    "pdf": (press.pdf, "application/pdf"),
}


def document_file(act: press.Document, name: str, form: str) -> HttpResponse:
    """An act as PDF, DOCX or ODT; 404 for any other form."""
    if form not in FORMS:
        raise Http404(_("Il documento si scarica in PDF, DOCX o ODT."))
    write, kind = FORMS[form]
    answer = HttpResponse(write(act), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer
