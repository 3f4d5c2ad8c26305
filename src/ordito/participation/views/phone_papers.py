"""The papers of a room's phones: whoever facilitates may take one out of the count, by its number alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ordito.core.access import require
from ordito.core.http import SignedInRequest, signed_in
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.participation.commands.papers import restore_paper, void_paper
from ordito.participation.forms.ballots import VoidForm
from ordito.participation.queries.ballots import turnout_of, void_papers
from ordito.participation.views.ballots import STATION, ballot_or_404

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ordito.participation.models import Ballot


@require_http_methods(["GET", "POST"])
@signed_in
def void(request: SignedInRequest, process: str, ballot: str) -> HttpResponse:
    """Take a phone's paper out of the count, with a reason; read which are out."""
    found = ballot_or_404(request, process, ballot)
    require(request.user, "participation.facilitate", found.process)
    form, refusal = VoidForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["number"]
        try:
            void_paper(
                found,
                by=request.user,
                number=number,
                because=form.cleaned_data["void_because"],
                at=request.now,
            )
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("La scheda n. %(n)d non si conta più.") % {"n": number})
            return redirect(request.path)
    return _page(request, found, form, refusal)


@require_POST
@signed_in
def restore(request: SignedInRequest, process: str, ballot: str) -> HttpResponse:
    """Put back in the count a paper that was out."""
    found = ballot_or_404(request, process, ballot)
    require(request.user, "participation.facilitate", found.process)
    typed = request.POST.get("number", "")
    number = int(typed) if typed.isascii() and typed.isdecimal() else 0
    try:
        restore_paper(found, by=request.user, number=number, at=request.now)
    except Refused as why:
        return _page(request, found, VoidForm(), str(why))
    messages.success(request, _("La scheda n. %(n)d si conta di nuovo.") % {"n": number})
    return redirect(
        "participation:void_paper", district=request.district.slug, process=process, ballot=ballot
    )


def _page(request: SignedInRequest, found: Ballot, form: VoidForm, refusal: str) -> HttpResponse:
    return page(
        request,
        "participation/choices/phone_papers.html",
        station=STATION,
        process=found.process,
        ballot=found,
        form=form,
        void=void_papers(found),
        turnout=turnout_of(found, request.now),
        is_open=found.is_open(request.now),
        refusal=refusal,
    )
