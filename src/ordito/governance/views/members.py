"""Who sits in a body: the page of a member, and the forms of seats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ordito.core.access import may, require
from ordito.core.http import SignedInRequest, signed_in
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.governance.commands.members import (
    admit_all,
    amend_membership,
    end_membership,
    make_formal,
    remove_membership,
)
from ordito.governance.forms.register import AdmissionForm, ClosingForm, FormalForm, SeatForm
from ordito.governance.models import Body, Membership
from ordito.governance.queries.members import member_page
from ordito.governance.queries.overview import can_be_seated
from ordito.governance.views.found import body_or_404

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_http_methods(["GET", "POST"])
@signed_in
def admit(request: SignedInRequest, body: str) -> HttpResponse:
    """Give seats, to one or to many on the same day."""
    found = body_or_404(request, body)
    require(request.user, "governance.keep_register", found)
    form = AdmissionForm(
        request.POST or None, free=can_be_seated(found, request.today), initial={"starts_on": request.today}
    )
    refusal = ""
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        members = [*typed.pop("organisations"), *typed.pop("people")]
        try:
            admit_all(found, by=request.user, members=members, **typed)
            messages.success(
                request,
                ngettext("%(n)s nuovo membro.", "%(n)s nuovi membri.", len(members)) % {"n": len(members)},
            )
            return redirect(f"{found.get_absolute_url()}#membri")
        except Refused as why:
            refusal = str(why)
    return page(
        request, "governance/membership_new.html", station="confronto", body=found, form=form, refusal=refusal
    )


@require_safe
@signed_in
def member(request: SignedInRequest, body: str, member: str) -> HttpResponse:
    """Open the figure of a member: every meeting that was its own, and how it took part."""
    found = body_or_404(request, body)
    return _member(request, found, member)


@require_http_methods(["GET", "POST"])
@signed_in
def edit_seat(request: SignedInRequest, body: str, pk: int) -> HttpResponse:
    """Correct what was written wrong of a seat."""
    seat = _seat(request, body, pk)
    form, refusal = SeatForm(request.POST or None, seat=seat), ""
    if request.method == "POST" and form.is_valid():
        try:
            amend_membership(seat, by=request.user, **form.cleaned_data)
            messages.success(request, _("L'adesione è corretta."))
            return _back(seat)
        except Refused as why:
            refusal = str(why)
    return page(
        request,
        "governance/membership_form.html",
        station="confronto",
        body=seat.body,
        seat=seat,
        form=form,
        refusal=refusal,
    )


@require_POST
@signed_in
def close_seat(request: SignedInRequest, body: str, pk: int) -> HttpResponse:
    """End a seat after a day."""
    seat, closing = _seat(request, body, pk), ClosingForm(request.POST)
    if closing.is_valid():
        try:
            end_membership(seat, by=request.user, ends_before=closing.cleaned_data["ends_before"])
            messages.success(request, _("L'adesione è chiusa: quello che è stato resta scritto."))
            return _back(seat)
        except Refused as why:
            return _member(request, seat.body, seat.member.code, closing=closing, refusal=str(why))
    return _member(request, seat.body, seat.member.code, closing=closing)


@require_POST
@signed_in
def formalise_seat(request: SignedInRequest, body: str, pk: int) -> HttpResponse:
    """Make an invitation formal from a day."""
    seat, formal = _seat(request, body, pk), FormalForm(request.POST)
    if formal.is_valid():
        try:
            make_formal(seat, by=request.user, on=formal.cleaned_data["on"])
            messages.success(request, _("L'adesione è formalizzata."))
            return _back(seat)
        except Refused as why:
            return _member(request, seat.body, seat.member.code, formal=formal, refusal=str(why))
    return _member(request, seat.body, seat.member.code, formal=formal)


@require_POST
@signed_in
def remove_seat(request: SignedInRequest, body: str, pk: int) -> HttpResponse:
    """Take away a seat that was written by mistake."""
    seat = _seat(request, body, pk)
    try:
        remove_membership(seat, by=request.user)
        messages.success(request, _("L'adesione non c'è più: era scritta per errore."))
        return redirect(f"{seat.body.get_absolute_url()}#membri")
    except Refused as why:
        return _member(request, seat.body, seat.member.code, refusal=str(why))


def _member(request: SignedInRequest, body: Body, code: str, **more: Any) -> HttpResponse:
    told = member_page(body, code, request.today)
    if told is None:
        raise Http404(_("Qui non siede nessuno con questo codice."))
    return page(
        request,
        "governance/membership.html",
        station="confronto",
        body=body,
        told=told,
        keeps=may(request.user, "governance.keep_register", body),
        **{
            "closing": ClosingForm(today=request.today),
            "formal": FormalForm(initial={"on": request.today}),
            **more,
        },
    )


def _seat(request: SignedInRequest, body: str, pk: int) -> Membership:
    found = body_or_404(request, body)
    require(request.user, "governance.keep_register", found)
    seat = get_object_or_404(Membership.objects.select_related("organisation", "person"), body=found, pk=pk)
    seat.body = found
    return seat


def _back(seat: Membership) -> HttpResponse:
    return redirect("governance:member", seat.body.district.slug, seat.body.code, seat.member.code)
