"""Calls: the list, the page of each, and what the office does with one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ordito.core import press
from ordito.core.access import may, require
from ordito.core.http import PublicRequest, SignedInRequest, in_district, signed_in
from ordito.core.listing import Column, Filter, Listing, list_page
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.participation.commands import calls as deeds
from ordito.participation.commands.outcome import conclude_call
from ordito.participation.forms.calls import CallForm, ExtendForm, PublishForm
from ordito.participation.models import Call, CallKind, CallPhase, CallState
from ordito.participation.queries import applications_of, calls_in
from ordito.participation.queries.acts import admitted_list_of, minutes_of, notice_of
from ordito.participation.queries.calls import admitted_of, row_of

if TYPE_CHECKING:
    from collections.abc import Callable

STATION = "confronto"
FORMS = {
    "docx": (press.docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "odt": (press.odt, "application/vnd.oasis.opendocument.text"),
    "pdf": (press.pdf, "application/pdf"),
}
ACTS = {"avviso": notice_of, "ammessi": admitted_list_of, "verbale": minutes_of}


@require_safe
@in_district
def calls(request: PublicRequest) -> HttpResponse:
    """Every call that the reader may see."""
    today = request.today
    listing = Listing(
        request=request,
        title=_("Avvisi"),
        rows=calls_in(request.district, request.user),
        columns=[
            Column[Call]("title", _("Avviso"), lambda row: row.title, sort=["title"]),
            Column[Call]("kind", _("Tipo"), lambda row: row.get_kind_display(), sort=["kind", "title"]),
            Column[Call]("phase", _("Stato"), lambda row: row.phase(today).label),
            Column[Call](
                "published_on", _("Pubblicato"), lambda row: row.published_on, sort=["published_on"]
            ),
            Column[Call]("closes_on", _("Domande fino al"), lambda row: row.closes_on, sort=["closes_on"]),
        ],
        search=["title", "purpose"],
        filters=[
            Filter("tipo", _("Tipo"), CallKind.choices, "kind"),
            Filter("stato", _("Stato"), CallState.choices, "state"),
        ],
        default_sort="-published_on",
    )
    rows = [row_of(each, today) for each in listing.page]
    return list_page(request, "participation/calls.html", listing, station=STATION, rows=rows)


@require_safe
@in_district
def call(request: PublicRequest, call: str) -> HttpResponse:
    """What a call asks, until when, and what came of it."""
    return _call_page(request, call_or_404(request, call))


def _call_page(
    request: PublicRequest, found: Call, refusal: str = "", form: PublishForm | None = None
) -> HttpResponse:
    keeps = may(request.user, "participation.keep_calls", found)
    rows = applications_of(found) if keeps or found.state == CallState.CONCLUDED else []
    return page(
        request,
        "participation/call.html",
        station=STATION,
        call=found,
        row=row_of(found, request.today),
        phases=CallPhase,
        keeps=keeps,
        requirements=list(found.requirements.order_by("number")),
        criteria=list(found.criteria.order_by("number")),
        commission=list(found.commission.order_by("number").prefetch_related("conflicts")) if keeps else [],
        labs=list(found.labs.select_related("district").order_by("name")),
        rows=rows if keeps else [],
        admitted=admitted_of(rows),
        missing=deeds.missing_of(found) if keeps and found.state == CallState.DRAFT else [],
        form=form or PublishForm.on_day(request.today),
        refusal=refusal,
        file_forms=("pdf", "docx", "odt"),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def write(request: SignedInRequest) -> HttpResponse:
    """Begin a call."""
    require(request.user, "participation.keep_calls", request.district)
    form, refusal = CallForm(request.POST or None, district=request.district), ""
    if request.method == "POST" and form.is_valid():
        try:
            made = deeds.write_call(request.district, by=request.user, facts=form.facts())
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("L'avviso è in preparazione: lo vede solo chi lavora qui."))
            return redirect(made)
    return page(request, "participation/call_form.html", station=STATION, form=form, refusal=refusal)


@require_http_methods(["GET", "POST"])
@signed_in
def rewrite(request: SignedInRequest, call: str) -> HttpResponse:
    """Write a draft anew."""
    found = call_or_404(request, call)
    require(request.user, "participation.keep_calls", found)
    form = CallForm(request.POST or None, initial=CallForm.of(found), district=request.district)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            deeds.rewrite_call(found, by=request.user, facts=form.facts())
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("Salvato."))
            return redirect(found)
    return page(
        request, "participation/call_form.html", station=STATION, form=form, refusal=refusal, call=found
    )


@require_POST
@signed_in
def strike(request: SignedInRequest, call: str) -> HttpResponse:
    """Take away a draft."""
    found = call_or_404(request, call)
    try:
        deeds.strike_call(found, by=request.user)
    except Refused as why:
        return _call_page(request, found, str(why))
    messages.success(request, _("L'avviso in preparazione è cancellato."))
    return redirect("participation:calls", district=request.district.slug)


@require_POST
@signed_in
def publish(request: SignedInRequest, call: str) -> HttpResponse:
    """Publish a draft, with its days counted."""
    found, form = call_or_404(request, call), PublishForm(request.POST)
    require(request.user, "participation.keep_calls", found)
    if not form.is_valid():
        return _call_page(request, found, form=form)
    deed = partial(deeds.publish_call, **form.cleaned_data)
    return _done(request, found, deed, _("L'avviso è pubblicato."), form)


@require_POST
@signed_in
def extend(request: SignedInRequest, call: str) -> HttpResponse:
    """Give more days."""
    found = call_or_404(request, call)
    require(request.user, "participation.keep_calls", found)
    form = ExtendForm(request.POST)
    if not form.is_valid():
        return _call_page(request, found, _("Serve il nuovo ultimo giorno."))
    deed = partial(deeds.extend_call, closes_on=form.cleaned_data["closes_on"])
    return _done(request, found, deed, _("L'avviso è prorogato."))


@require_POST
@signed_in
def revoke(request: SignedInRequest, call: str) -> HttpResponse:
    """Take back a published call."""
    deed = partial(deeds.revoke_call, because=request.POST.get("because", "")[:300])
    return _done(request, call_or_404(request, call), deed, _("L'avviso è revocato."))


@require_POST
@signed_in
def conclude(request: SignedInRequest, call: str) -> HttpResponse:
    """Publish the outcome."""
    deed = partial(conclude_call, on=request.today)
    done = _("L'esito è pubblicato: da oggi chi è ammesso è membro dei laboratori che ha scelto.")
    return _done(request, call_or_404(request, call), deed, done)


@require_safe
@in_district
def act(request: PublicRequest, call: str, act: str, form: str) -> HttpResponse:
    """The notice, the list of those admitted or the minutes, as a file."""
    found = call_or_404(request, call)
    if act not in ACTS or form not in FORMS:
        raise Http404
    keeps = may(request.user, "participation.keep_calls", found)
    if act == "ammessi" and not (keeps or may(request.user, "participation.read_outcome", found)):
        raise Http404
    if act == "verbale" and not keeps:
        raise Http404
    write_file, content_type = FORMS[form]
    try:
        answer = HttpResponse(write_file(ACTS[act](found, request.today)), content_type=content_type)
    except press.PressFailed as why:
        messages.error(request, str(why))
        return redirect(found)
    answer["Content-Disposition"] = f'attachment; filename="{act}-{found.code}.{form}"'
    return answer


def call_or_404(request: PublicRequest, code: str) -> Call:
    """The call of an address, if the reader may know of it."""
    rows = calls_in(request.district, request.user).select_related("requested_by", "mandated_by__district")
    found: Call = get_object_or_404(rows, code=code)
    return found


def _done(
    request: SignedInRequest,
    found: Call,
    deed: Callable[..., object],
    told: str,
    form: PublishForm | None = None,
) -> HttpResponse:
    try:
        deed(found, by=request.user)
    except Refused as why:
        return _call_page(request, found, str(why), form)
    messages.success(request, told)
    return redirect(found)
