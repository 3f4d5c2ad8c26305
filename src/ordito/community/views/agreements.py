"""Agreements: the list, the page of each, its document."""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ordito.community import commands
from ordito.community.forms import AgreementForm, DocumentForm, LastDayForm
from ordito.community.models import Agreement, AgreementKind, AgreementState
from ordito.community.queries import AGREEMENTS_WARN, agreements_in, in_state
from ordito.core.access import may, require
from ordito.core.attachments import LARGEST, download
from ordito.core.http import PublicRequest, SignedInRequest, in_district, signed_in
from ordito.core.listing import Column, Filter, Listing, list_page
from ordito.core.models import Attachment
from ordito.core.page import page
from ordito.core.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

STATION = "coesione"


@require_safe
@in_district
def agreements(request: PublicRequest) -> HttpResponse:
    """The formal ties of the macro-network."""
    today = request.today
    listing = Listing(
        request=request,
        title=_("Accordi"),
        rows=agreements_in(request.district),
        columns=[
            Column[Agreement]("title", _("Titolo"), lambda row: row.title, sort=["title"]),
            Column[Agreement]("kind", _("Tipo"), lambda row: row.get_kind_display(), sort=["kind", "title"]),
            Column[Agreement]("parties", _("Parti"), attrgetter("how_many"), sort=["how_many"], numeric=True),
            Column[Agreement]("starts_on", _("Dal"), lambda row: row.starts_on, sort=["starts_on"]),
            Column[Agreement]("last_day", _("Fino al"), lambda row: row.last_day, sort=["ends_before"]),
            Column[Agreement]("state", _("Stato"), lambda row: row.state(today).label),
            Column[Agreement]("decision", _("Atto"), lambda row: row.decision, sort=["decision"]),
        ],
        search=["title", "decision"],
        filters=[
            Filter("tipo", _("Tipo"), AgreementKind.choices, "kind"),
            Filter("stato", _("Stato"), AgreementState.choices, partial(in_state, on=today)),
        ],
        default_sort="-starts_on",
    )
    rows = [(each, each.state(today)) for each in listing.page]
    return list_page(
        request,
        "community/agreements.html",
        listing,
        station=STATION,
        rows=rows,
        soon=today + AGREEMENTS_WARN,
    )


@require_safe
@in_district
def agreement(request: PublicRequest, code: str) -> HttpResponse:
    """What an agreement binds, whom, since when and until when."""
    return _agreement_page(request, _found(request, code))


def _agreement_page(
    request: PublicRequest, found: Agreement, refusal: str = "", form: DocumentForm | None = None
) -> HttpResponse:
    pk = found.document_id
    kept = None if pk is None else Attachment.objects.defer("content").get(pk=pk)
    return page(
        request,
        "community/agreement.html",
        station=STATION,
        refusal=refusal,
        agreement=found,
        state=found.state(request.today),
        soon=request.today + AGREEMENTS_WARN,
        parties=found.parties.select_related("district").order_by("name", "pk"),
        kept=kept,
        form=form or DocumentForm(),
        today=request.today,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def add(request: SignedInRequest) -> HttpResponse:
    """Write an agreement in the register."""
    require(request.user, "community.tend_register", request.district)
    form, refusal = AgreementForm(request.POST or None, district=request.district), ""
    if request.method == "POST" and form.is_valid():
        try:
            made = commands.add_agreement(request.district, by=request.user, facts=form.facts())
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("L'accordo è nel registro. Si può allegare il documento firmato."))
            return redirect(made)
    return page(request, "community/agreement_form.html", station=STATION, form=form, refusal=refusal)


@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: SignedInRequest, code: str) -> HttpResponse:
    """Write the facts and the parties of an agreement anew."""
    found = _found(request, code)
    require(request.user, "community.tend_register", found)
    form = AgreementForm(request.POST or None, initial=AgreementForm.of(found), district=request.district)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            commands.update_agreement(found, by=request.user, facts=form.facts())
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("Salvato."))
            return redirect(found)
    return page(
        request, "community/agreement_form.html", station=STATION, form=form, refusal=refusal, agreement=found
    )


@require_POST
@signed_in
def end(request: SignedInRequest, code: str) -> HttpResponse:
    """Say which was the last day of an agreement."""
    found, form = _found(request, code), LastDayForm(request.POST)
    require(request.user, "community.tend_register", found)
    if not form.is_valid():
        return _agreement_page(request, found, _("Serve l'ultimo giorno dell'accordo."))
    deed = partial(commands.end_agreement, ends_before=form.ends_before())
    return _done(request, found, deed, _("La fine dell'accordo è scritta."))


@require_safe
@in_district
def document(request: PublicRequest, code: str) -> HttpResponse:
    """Give the document to whoever may read it; to the others it does not exist."""
    found = _found(request, code)
    if found.document is None or not may(request.user, "community.read_document", found):
        raise Http404
    return download(found.document)


@require_POST
@signed_in
def attach(request: SignedInRequest, code: str) -> HttpResponse:
    """Attach the signed text."""
    found, form = _found(request, code), DocumentForm(request.POST, request.FILES)
    require(request.user, "community.tend_register", found)
    if not form.is_valid():
        return _agreement_page(request, found, form=form)
    file = form.cleaned_data["file"]
    if file.size > LARGEST:
        return _agreement_page(request, found, _("Il file supera i 20 MB."), form)
    deed = partial(
        commands.attach_document,
        name=file.name,
        content=file.read(),
        at=request.now,
        is_public=form.cleaned_data["is_public"],
    )
    return _done(request, found, deed, _("Il documento è allegato."))


@require_POST
@signed_in
def detach(request: SignedInRequest, code: str) -> HttpResponse:
    """Show the document no more."""
    return _done(request, _found(request, code), commands.detach_document, _("Il documento non si vede più."))


@require_POST
@signed_in
def strike(request: SignedInRequest, code: str) -> HttpResponse:
    """Take away an agreement that was never made."""
    found = _found(request, code)
    commands.strike_agreement(found, by=request.user)
    messages.success(request, _("L'accordo è stato cancellato."))
    return redirect("community:agreements", district=request.district.slug)


def _done(
    request: SignedInRequest, agreement: Agreement, deed: Callable[..., object], told: str
) -> HttpResponse:
    try:
        deed(agreement, by=request.user)
    except Refused as why:
        return _agreement_page(request, agreement, refusal=str(why))
    messages.success(request, told)
    return redirect(agreement)


def _found(request: PublicRequest, code: str) -> Agreement:
    return get_object_or_404(agreements_in(request.district), code=code)
