"""What anybody does with an open call: apply, and follow the application with a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ordito.core.http import PublicRequest, in_district
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.participation.commands import applications as deeds
from ordito.participation.forms.calls import AnswerForm, ApplicantForm, papers_in
from ordito.participation.models import CallPhase, CallState, Integration
from ordito.participation.queries import application_of, link_of
from ordito.participation.views.calls import STATION, call_or_404

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_http_methods(["GET", "POST"])
@in_district
def apply(request: PublicRequest, call: str) -> HttpResponse:
    """Answer an open call; afterwards the page of the application is known by its link alone."""
    found = call_or_404(request, call)
    if found.phase(request.today) != CallPhase.OPEN:
        raise Http404(_("L'avviso non accetta domande."))
    form = ApplicantForm(request.POST or None, request.FILES or None, call=found)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            sent = deeds.send_application(
                found, by=request.user, facts=form.facts(), papers=papers_in(form), at=request.now
            )
        except Refused as why:
            refusal = str(why)
        else:
            return redirect(
                "participation:receipt", district=request.district.slug, call=found.code, word=link_of(sent)
            )
    return page(request, "participation/apply.html", station=STATION, form=form, refusal=refusal, call=found)


@require_http_methods(["GET", "POST"])
@in_district
def receipt(request: PublicRequest, call: str, word: str) -> HttpResponse:
    """An application as whoever sent it follows it; what was asked of it is answered here."""
    found = application_of(call_or_404(request, call), word)
    if found is None:
        raise Http404(
            _("Il collegamento non vale, o è scaduto: l'ufficio può dire a che punto è la domanda.")
        )
    asked = found.integrations.filter(answered_on__isnull=True).order_by("pk").last()
    form, refusal = AnswerForm(request.POST or None, request.FILES or None), ""
    if request.method == "POST" and asked is not None and form.is_valid():
        refusal = _answer(request, asked, form)
        if not refusal:
            return redirect(request.path)
    return page(
        request,
        "participation/receipt.html",
        station=STATION,
        call=found.call,
        application=found,
        labs=list(found.labs.order_by("name")),
        files=list(found.files.select_related("attachment").defer("attachment__content").order_by("pk")),
        asked=asked,
        told=found.call.state == CallState.CONCLUDED,
        form=form,
        refusal=refusal,
        link=request.build_absolute_uri(request.path),
    )


def _answer(request: PublicRequest, asked: Integration, form: AnswerForm) -> str:
    """Complete the application; give back why not, if it cannot be."""
    try:
        deeds.answer_integration(
            asked,
            by=request.user,
            answer=form.cleaned_data["answer"],
            papers=papers_in(form),
            at=request.now,
        )
    except Refused as why:
        return str(why)
    return ""
