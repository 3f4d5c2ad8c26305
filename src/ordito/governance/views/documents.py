"""Documents: the list of the district, the page of each with its versions, and the forms that move them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ordito.core.access import may, require
from ordito.core.attachments import download
from ordito.core.http import PublicRequest, SignedInRequest, in_district, signed_in
from ordito.core.listing import Column, Filter, Listing, list_page
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.governance.commands.documents import (
    add_document,
    add_version,
    describe_document,
    set_document_status,
)
from ordito.governance.forms.documents import DocumentForm, StatusForm, VersionForm
from ordito.governance.models import Body, Document, DocumentStatus, DocumentVersion
from ordito.governance.queries.documents import act_of_version, versions_of
from ordito.governance.views.convocation import FORMS
from ordito.governance.views.found import body_or_404


@require_safe
@in_district
def documents(request: PublicRequest) -> HttpResponse:
    """Everything that the bodies of the district have produced, and where it stands."""
    rows = Document.objects.visible_to(request.user).filter(district=request.district)
    bodies = Body.objects.visible_to(request.user).filter(documents__in=rows).order_by("name").distinct()
    listing = Listing(
        request=request,
        title=_("Documenti degli organismi"),
        rows=rows.select_related("body", "district"),
        columns=[
            Column("title", _("Documento"), lambda row: row.title, sort=["title"]),
            Column("body", _("Organismo"), lambda row: row.body.name, sort=["body__name", "title"]),
            Column("status", _("Stato"), lambda row: row.get_status_display(), sort=["status", "title"]),
            Column("to", _("A chi"), lambda row: row.submitted_to, sort=["submitted_to", "title"]),
            Column("date", _("Data"), lambda row: row.date, sort=["date", "title"]),
        ],
        search=["title", "submitted_to", "body__name"],
        filters=[
            Filter("stato", _("Stato"), DocumentStatus.choices, "status"),
            Filter("organismo", _("Organismo"), [(body.code, body.name) for body in bodies], "body__code"),
        ],
        default_sort="title",
    )
    return list_page(request, "governance/documents.html", listing, station="confronto")


@require_safe
@in_district
def document(request: PublicRequest, body: str, document: str) -> HttpResponse:
    """Where a document stands, the way it came, and every version of it."""
    return _document(request, _document_or_404(request, body, document))


@require_http_methods(["GET", "POST"])
@signed_in
def new_document(request: SignedInRequest, body: str) -> HttpResponse:
    """Open a document of a body."""
    found = body_or_404(request, body)
    require(request.user, "governance.keep_register", found)
    form, refusal = DocumentForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            made = add_document(found, by=request.user, **form.cleaned_data)
            messages.success(request, _("Il documento è aperto, in bozza: ora la prima versione."))
            return redirect(made)
        except Refused as why:
            refusal = str(why)
    return page(
        request, "governance/document_form.html", station="confronto", body=found, form=form, refusal=refusal
    )


@require_http_methods(["GET", "POST"])
@signed_in
def edit_document(request: SignedInRequest, body: str, document: str) -> HttpResponse:
    """Change the title of a document, or who may read it."""
    found = _document_or_404(request, body, document)
    require(request.user, "governance.keep_register", found)
    initial = {"title": found.title, "is_public": found.is_public}
    form, refusal = DocumentForm(request.POST or None, initial=initial), ""
    if request.method == "POST" and form.is_valid():
        try:
            describe_document(found, by=request.user, **form.cleaned_data)
            messages.success(request, _("Le modifiche sono scritte."))
            return redirect(found)
        except Refused as why:
            refusal = str(why)
    return page(
        request,
        "governance/document_form.html",
        station="confronto",
        body=found.body,
        document=found,
        form=form,
        refusal=refusal,
    )


@require_POST
@signed_in
def new_version(request: SignedInRequest, body: str, document: str) -> HttpResponse:
    """Hand in the next version of a document."""
    found = _document_or_404(request, body, document)
    require(request.user, "governance.keep_register", found)
    form = VersionForm(request.POST, request.FILES)
    if not form.is_valid():
        return _document(request, found, version_form=form)
    try:
        made = add_version(found, by=request.user, at=request.now, version=form.version)
    except Refused as why:
        return _document(request, found, version_form=form, version_refusal=str(why))
    messages.success(request, _("La versione %(n)s è consegnata.") % {"n": made.number})
    return redirect(found)


@require_POST
@signed_in
def move_document(request: SignedInRequest, body: str, document: str) -> HttpResponse:
    """Move a document to another status."""
    found = _document_or_404(request, body, document)
    require(request.user, "governance.keep_register", found)
    form = StatusForm(request.POST)
    if not form.is_valid():
        return _document(request, found, status_form=form)
    try:
        moved = set_document_status(found, by=request.user, **form.cleaned_data)
    except Refused as why:
        return _document(request, found, status_form=form, status_refusal=str(why))
    messages.success(request, _("Il documento ora è: %(status)s.") % {"status": moved.get_status_display()})
    return redirect(moved)


@require_safe
@in_district
def version_file(request: PublicRequest, body: str, document: str, number: int) -> HttpResponse:
    """Give the file of a version to whoever may read the document."""
    found = _document_or_404(request, body, document)
    version = get_object_or_404(DocumentVersion.objects.select_related("file"), document=found, number=number)
    if version.file is None:
        raise Http404(_("Questa versione non ha un file."))
    return download(version.file)


@require_safe
@in_district
def version_act(request: PublicRequest, body: str, document: str, number: int, form: str) -> HttpResponse:
    """Give the text of a version as DOCX, ODT or PDF."""
    found = _document_or_404(request, body, document)
    version = get_object_or_404(DocumentVersion.objects.exclude(text=""), document=found, number=number)
    if form not in FORMS:
        raise Http404
    version.document = found
    write, content_type = FORMS[form]
    answer = HttpResponse(write(act_of_version(version)), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{found.code}-v{number}.{form}"'
    return answer


def _document_or_404(request: PublicRequest, body: str, code: str) -> Document:
    rows = Document.objects.visible_to(request.user).filter(district=request.district)
    return get_object_or_404(rows.select_related("body__district", "district"), body__code=body, code=code)


def _document(request: PublicRequest, found: Document, **more: Any) -> HttpResponse:
    forward = _next_status(found)
    return page(
        request,
        "governance/document.html",
        station="confronto",
        document=found,
        steps=found.steps.order_by("number"),
        versions=versions_of(found),
        keeps=may(request.user, "governance.keep_register", found),
        knows_names=may(request.user, "governance.read_register", found),
        **{
            "version_form": VersionForm(),
            "status_form": StatusForm(initial={"status": forward, "date": request.today}),
            **more,
        },
    )


def _next_status(document: Document) -> str:
    values = DocumentStatus.values
    return values[min(values.index(document.status) + 1, len(values) - 1)]
