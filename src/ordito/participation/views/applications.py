"""Applications in the hands of the office: typed in, examined, completed, scored, decided."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ordito.core.access import require
from ordito.core.attachments import download
from ordito.core.http import SignedInRequest, signed_in
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.participation.commands import applications as deeds
from ordito.participation.commands.outcome import declare_conflicts, score_application
from ordito.participation.forms.calls import DecisionForm, IntegrationForm, RecordForm, papers_in
from ordito.participation.models import (
    Application,
    ApplicationFile,
    ApplicationState,
    Call,
    CallState,
    Commissioner,
    Criterion,
    Finding,
)
from ordito.participation.models.applications import DECIDED
from ordito.participation.queries import applications_of, link_of, rows_of_checks, scores_of
from ordito.participation.views.calls import STATION, call_or_404

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse


@require_http_methods(["GET", "POST"])
@signed_in
def record(request: SignedInRequest, call: str) -> HttpResponse:
    """Type in an application; the next one can be typed at once."""
    found = call_or_404(request, call)
    require(request.user, "participation.keep_calls", found)
    form = RecordForm(
        request.POST or None, request.FILES or None, call=found, initial={"received_at": request.now}
    )
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            made = deeds.record_application(
                found,
                by=request.user,
                facts=form.facts(),
                arrival=form.arrival(),
                papers=papers_in(form),
                at=request.now,
            )
        except Refused as why:
            refusal = str(why)
        else:
            told = {"name": made.name, "number": made.number}
            messages.success(request, _("Domanda n. %(number)d di %(name)s: scritta.") % told)
            if "next" in request.POST:
                return redirect(
                    "participation:record_application", district=request.district.slug, call=found.code
                )
            return redirect(made)
    return page(
        request,
        "participation/application_form.html",
        station=STATION,
        form=form,
        refusal=refusal,
        call=found,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def amend(request: SignedInRequest, call: str, number: int) -> HttpResponse:
    """Correct what was typed wrong."""
    found = _found(request, call, number)
    form = RecordForm(request.POST or None, call=found.call, initial=RecordForm.of(found))
    del form.fields["papers"]
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            deeds.amend_application(found, by=request.user, facts=form.facts(), arrival=form.arrival())
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("Salvato."))
            return redirect(found)
    return page(
        request,
        "participation/application_form.html",
        station=STATION,
        form=form,
        refusal=refusal,
        call=found.call,
        application=found,
    )


@require_safe
@signed_in
def application(request: SignedInRequest, call: str, number: int) -> HttpResponse:
    """One application with all that was found of it."""
    return _application_page(request, _found(request, call, number))


def _application_page(request: SignedInRequest, found: Application, refusal: str = "") -> HttpResponse:
    call = found.call
    return page(
        request,
        "participation/application.html",
        station=STATION,
        call=call,
        application=found,
        labs=list(found.labs.select_related("district").order_by("name")),
        files=list(found.files.select_related("attachment").defer("attachment__content").order_by("pk")),
        checks=rows_of_checks(found),
        outcomes=Finding.choices,
        scores=scores_of(found),
        integrations=list(found.integrations.order_by("pk")),
        is_open=call.state == CallState.PUBLISHED,
        decision=DecisionForm(initial={"state": found.state, "reason": found.reason}),
        integration=IntegrationForm(),
        link=link_of(found),
        refusal=refusal,
        around=_around(found),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def examine(request: SignedInRequest, call: str) -> HttpResponse:
    """All the applications by all the requirements on one page, for one sitting."""
    found = call_or_404(request, call)
    require(request.user, "participation.keep_calls", found)
    refusal = ""
    requirements = list(found.requirements.order_by("number"))
    if request.method == "POST":
        try:
            with transaction.atomic():
                told = _examined(request, found)
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, told)
            return redirect("participation:examine_applications", request.district.slug, found.code)
    rows = applications_of(found)
    met = _met(found)
    return page(
        request,
        "participation/examine.html",
        station=STATION,
        call=found,
        requirements=requirements,
        rows=[(row, [(each, (row.application.pk, each.pk) in met) for each in requirements]) for row in rows],
        refusal=refusal,
        is_open=found.state == CallState.PUBLISHED,
    )


@require_POST
@signed_in
def check(request: SignedInRequest, call: str, number: int) -> HttpResponse:
    """Write what was found of each requirement."""
    found = _found(request, call, number)
    known = {value for value, _label in Finding.choices}
    given = {
        each.requirement: (
            request.POST.get(f"esito-{each.requirement.number}", ""),
            request.POST.get(f"nota-{each.requirement.number}", "")[:300],
        )
        for each in rows_of_checks(found)
    }
    wanted = {key: (outcome if outcome in known else "", note) for key, (outcome, note) in given.items()}
    return _done(
        request, found, partial(deeds.check_requirements, found=wanted), _("I requisiti sono scritti.")
    )


@require_POST
@signed_in
def ask(request: SignedInRequest, call: str, number: int) -> HttpResponse:
    """Ask to complete the application."""
    found, form = _found(request, call, number), IntegrationForm(request.POST)
    if not form.is_valid():
        return _application_page(request, found, _("Servono che cosa manca ed entro quando."))
    deed = partial(deeds.ask_integration, on=request.today, **form.cleaned_data)
    return _done(
        request, found, deed, _("La richiesta è scritta: chi ha fatto domanda la vede dal suo collegamento.")
    )


@require_POST
@signed_in
def decide(request: SignedInRequest, call: str, number: int) -> HttpResponse:
    """Admit, exclude with a reason, write that it was withdrawn, or open it again."""
    found, form = _found(request, call, number), DecisionForm(request.POST)
    if not form.is_valid():
        return _application_page(request, found, _("Serve l'esito."))
    deed = partial(deeds.decide_application, on=request.today, **form.cleaned_data)
    return _done(request, found, deed, _("L'esito è scritto."))


@require_POST
@signed_in
def score(request: SignedInRequest, call: str, number: int) -> HttpResponse:
    """Write the points of the commission."""
    found = _found(request, call, number)
    points: dict[tuple[Criterion, Commissioner], Decimal | None] = {}
    for row in scores_of(found):
        for key, who, _given, able in row.boxes:
            typed = request.POST.get(key, "").strip().replace(",", ".")
            if not able:
                continue
            try:
                points[row.criterion, who] = Decimal(typed).quantize(Decimal("0.01")) if typed else None
            except InvalidOperation:
                return _application_page(
                    request, found, _("«%(typed)s» non è un numero di punti.") % {"typed": typed[:20]}
                )
    return _done(request, found, partial(score_application, points=points), _("I punti sono scritti."))


@require_POST
@signed_in
def declare(request: SignedInRequest, call: str, number: int) -> HttpResponse:
    """Write what a commissioner declared."""
    found = call_or_404(request, call)
    require(request.user, "participation.keep_calls", found)
    who = get_object_or_404(Commissioner, call=found, number=number)
    chosen = found.applications.filter(
        number__in=[word for word in request.POST.getlist("con") if word.isdecimal()]
    )
    reason = request.POST.get("text", "")[:300]
    try:
        declare_conflicts(who, by=request.user, conflicts=dict.fromkeys(chosen, reason), on=request.today)
    except Refused as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("La dichiarazione di %(name)s è scritta.") % {"name": who.name})
    return redirect(found)


@require_safe
@signed_in
def file(request: SignedInRequest, call: str, number: int, pk: int) -> HttpResponse:
    """A document that came with an application."""
    found = _found(request, call, number)
    kept = get_object_or_404(ApplicationFile.objects.select_related("attachment"), application=found, pk=pk)
    return download(kept.attachment)


def _examined(request: SignedInRequest, call: Call) -> str:
    """Write the boxes that were ticked; when asked, admit whoever has all."""
    requirements = list(call.requirements.order_by("number"))
    ticked = set(request.POST.getlist("c"))
    was = _met(call)
    admitted = 0
    for one in call.applications.exclude(state__in=DECIDED).select_related("call").order_by("number"):
        found = {
            each: (Finding.MET if f"{one.number}-{each.number}" in ticked else "", "")
            for each in requirements
            if (f"{one.number}-{each.number}" in ticked) != ((one.pk, each.pk) in was)
        }
        if found:
            deeds.check_requirements(one, by=request.user, found=found)
        whole = all(f"{one.number}-{each.number}" in ticked for each in requirements)
        if "admit" in request.POST and whole and not one.is_late:
            deeds.decide_application(one, by=request.user, state=ApplicationState.ADMITTED, on=request.today)
            admitted += 1
    if "admit" not in request.POST:
        return _("L'esame è salvato.")
    return ngettext(
        "L'esame è salvato: %(n)d domanda ammessa.", "L'esame è salvato: %(n)d domande ammesse.", admitted
    ) % {"n": admitted}


def _met(call: Call) -> set[tuple[int, int]]:
    return set(
        call.requirements.filter(checks__outcome=Finding.MET).values_list("checks__application_id", "pk")
    )


def _around(found: Application) -> tuple[Application | None, Application | None]:
    """The application before and the one after, to go down the list: numbers have no holes."""
    near = found.call.applications.filter(number__in=(found.number - 1, found.number + 1))
    by_number = {each.number: each for each in near.select_related("call__district")}
    return by_number.get(found.number - 1), by_number.get(found.number + 1)


def _found(request: SignedInRequest, call: str, number: int) -> Application:
    within = call_or_404(request, call)
    require(request.user, "participation.keep_calls", within)
    return get_object_or_404(
        Application.objects.select_related("call__district", "organisation__district"),
        call=within,
        number=number,
    )


def _done(
    request: SignedInRequest, found: Application, deed: Callable[..., object], told: str
) -> HttpResponse:
    try:
        deed(found, by=request.user)
    except Refused as why:
        return _application_page(request, found, str(why))
    messages.success(request, told)
    return redirect(found)
