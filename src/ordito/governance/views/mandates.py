"""The forms of a mandate: given, completed, closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ordito.core.access import require
from ordito.core.http import SignedInRequest, signed_in
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.governance.commands.register import amend_mandate, give_mandate
from ordito.governance.forms.register import MandateForm
from ordito.governance.models import Body, Mandate
from ordito.governance.views.found import body_or_404

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_http_methods(["GET", "POST"])
@signed_in
def new_mandate(request: SignedInRequest, body: str) -> HttpResponse:
    """Write what a body is asked to do."""
    found = body_or_404(request, body)
    return _form(request, found, None)


@require_http_methods(["GET", "POST"])
@signed_in
def edit_mandate(request: SignedInRequest, body: str, pk: int) -> HttpResponse:
    """Complete a mandate, correct it, or say until when it held."""
    found = body_or_404(request, body)
    return _form(request, found, get_object_or_404(Mandate, body=found, pk=pk))


def _form(request: SignedInRequest, body: Body, mandate: Mandate | None) -> HttpResponse:
    require(request.user, "governance.keep_register", body)
    form, refusal = MandateForm(request.POST or None, body=body, mandate=mandate), ""
    if request.method == "POST" and form.is_valid():
        try:
            if mandate is None:
                give_mandate(body, by=request.user, **form.cleaned_data)
            else:
                amend_mandate(mandate, by=request.user, **form.cleaned_data)
            messages.success(request, _("Il mandato è scritto."))
            return redirect(f"{reverse('governance:body', args=[request.district.slug, body.code])}#mandato")
        except Refused as why:
            refusal = str(why)
    return page(
        request,
        "governance/mandate_form.html",
        station="confronto",
        body=body,
        mandate=mandate,
        form=form,
        refusal=refusal,
    )
