"""The plan as a document: read here, or taken away as DOCX, ODT and PDF."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from ordito.core import press
from ordito.core.http import PublicRequest, in_district
from ordito.core.page import page
from ordito.plan.queries.document import document_of
from ordito.plan.views.plans import STATION, plan_or_404

FORMS = {
    "docx": (press.docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "odt": (press.odt, "application/vnd.oasis.opendocument.text"),
    "pdf": (press.pdf, "application/pdf"),
}


@require_safe
@in_district
def preview(request: PublicRequest, plan: str) -> HttpResponse:
    """The document on the page, as it will be printed."""
    found = plan_or_404(request, plan)
    html = press.html(document_of(found, user=request.user, on=request.today))
    text = mark_safe(html)  # noqa: S308 - the press escapes all that people typed
    return page(request, "plan/document.html", station=STATION, plan=found, document=text)


@require_safe
@in_district
def download(request: PublicRequest, plan: str, form: str) -> HttpResponse:
    """The document as a file."""
    found = plan_or_404(request, plan)
    if form not in FORMS:
        raise Http404
    write, content_type = FORMS[form]
    answer = HttpResponse(
        write(document_of(found, user=request.user, on=request.today)), content_type=content_type
    )
    answer["Content-Disposition"] = f'attachment; filename="{found.district.slug}-{found.code}.{form}"'
    return answer
