"""Ballots: the list of a path, the page of each, and what the office does with one until it is closed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ordito.core.access import may, require
from ordito.core.http import PublicRequest, SignedInRequest, in_district, signed_in
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.participation.analysis.result_page import part_shown, shown
from ordito.participation.analysis.results import result_of
from ordito.participation.commands import ballots as deeds
from ordito.participation.forms.ballots import BallotForm, OpenForm, OptionForm, TakeForm
from ordito.participation.models import Ballot, Process, VoterKind
from ordito.participation.queries.ballots import (
    in_process,
    options_of,
    papers_of,
    state_of,
    turnout_of,
    void_papers,
)
from ordito.participation.views.found import path_or_404
from ordito.participation.views.voters import voter_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from ordito.participation.models import BallotOption, Process

STATION = "confronto"
FILE_FORMS = ("pdf", "docx", "odt")


def ballot_or_404(request: PublicRequest, process: str, ballot: str) -> Ballot:
    """The ballot of the address; those in preparation are seen by who facilitates."""
    path = path_or_404(request, process)
    rows = Ballot.objects.filter(process=path).select_related("gathering")
    found = get_object_or_404(rows, code=ballot)
    found.process = path
    if found.gathering is not None:
        found.gathering.process = path
    opened = found.opens_at is not None and found.opens_at <= request.now
    if not (opened or may(request.user, "participation.facilitate", path)):
        raise Http404(_("Questa scelta non è ancora aperta."))
    return found


@require_safe
@in_district
def ballots(request: PublicRequest, process: str) -> HttpResponse:
    """The ballots of a path."""
    path = path_or_404(request, process)
    return page(
        request,
        "participation/choices/ballots.html",
        station=STATION,
        process=path,
        rows=in_process(path, request.user),
    )


@require_safe
@in_district
def ballot(request: PublicRequest, process: str, ballot: str) -> HttpResponse:
    """What is chosen, by whom, until when; once closed, what came of it."""
    return ballot_page(request, ballot_or_404(request, process, ballot))


def ballot_page(
    request: PublicRequest, found: Ballot, refusal: str = "", status: int | None = None, **forms: Any
) -> HttpResponse:
    """The page of a ballot as it stands now."""
    state = state_of(found, request.now)
    facilitates = may(request.user, "participation.facilitate", found.process)
    keeps = may(request.user, "participation.keep_processes", found.process)
    options = options_of(found)
    prepares = facilitates and state == "preparing"
    closed = state == "closed"
    papers = papers_of(found, options) if closed else None
    result = result_of(found, papers) if papers else None
    voter = voter_of(request, found)
    return page(
        request,
        "participation/choices/ballot.html",
        station=STATION,
        process=found.process,
        ballot=found,
        state=state,
        facilitates=facilitates,
        keeps=keeps,
        options=options,
        turnout=turnout_of(found, request.now) if state != "preparing" else None,
        void=void_papers(found) if state != "preparing" else [],
        result=result,
        **shown(found, options, result),
        voter=voter,
        parts=[(paper, part_shown(part)) for paper, part in voter.parts(papers)] if papers else [],
        missing=deeds.missing_of(found) if prepares else [],
        option_form=forms.get("option_form") or (OptionForm(ballot=found) if prepares else None),
        take_form=forms.get("take_form") or (TakeForm(process=found.process) if prepares else None),
        open_form=forms.get("open_form") or (OpenForm() if prepares else None),
        file_forms=FILE_FORMS,
        refusal=refusal,
        status=status,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def write(request: SignedInRequest, process: str) -> HttpResponse:
    """Begin a ballot."""
    path = path_or_404(request, process)
    require(request.user, "participation.facilitate", path)
    form, refusal = BallotForm(request.POST or None, process=path, initial={"voters": VoterKind.PERSON}), ""
    if request.method == "POST" and form.is_valid():
        try:
            made = deeds.write_ballot(path, by=request.user, facts=form.facts())
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("La scelta è in preparazione: ora servono le opzioni."))
            return redirect(made)
    return _form_page(request, path, form, refusal)


@require_http_methods(["GET", "POST"])
@signed_in
def rewrite(request: SignedInRequest, process: str, ballot: str) -> HttpResponse:
    """Write a ballot in preparation anew."""
    found = ballot_or_404(request, process, ballot)
    require(request.user, "participation.facilitate", found.process)
    form = BallotForm(request.POST or None, initial=BallotForm.of(found), process=found.process)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            deeds.rewrite_ballot(found, by=request.user, facts=form.facts())
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("Salvato."))
            return redirect(found)
    return _form_page(request, found.process, form, refusal, found)


def _form_page(
    request: PublicRequest, path: Process, form: BallotForm, refusal: str, found: Ballot | None = None
) -> HttpResponse:
    return page(
        request,
        "participation/choices/ballot_form.html",
        station=STATION,
        process=path,
        ballot=found,
        form=form,
        refusal=refusal,
    )


@require_POST
@signed_in
def strike(request: SignedInRequest, process: str, ballot: str) -> HttpResponse:
    """Take away a ballot in preparation."""
    found = ballot_or_404(request, process, ballot)
    try:
        deeds.strike_ballot(found, by=request.user)
    except Refused as why:
        return ballot_page(request, found, str(why))
    messages.success(request, _("La scelta in preparazione è cancellata."))
    return redirect("participation:ballots", district=request.district.slug, process=process)


@require_POST
@signed_in
def add(request: SignedInRequest, process: str, ballot: str) -> HttpResponse:
    """Add an option."""
    found = ballot_or_404(request, process, ballot)
    require(request.user, "participation.facilitate", found.process)
    form = OptionForm(request.POST, ballot=found)
    if not form.is_valid():
        return ballot_page(request, found, option_form=form)
    return _done(request, found, partial(deeds.add_option, facts=form.facts()), _("Opzione aggiunta."))


@require_POST
@signed_in
def take(request: SignedInRequest, process: str, ballot: str) -> HttpResponse:
    """Take options from contributions, cells and paragraphs."""
    found = ballot_or_404(request, process, ballot)
    require(request.user, "participation.facilitate", found.process)
    form = TakeForm(request.POST, process=found.process)
    if not form.is_valid():
        return ballot_page(request, found, take_form=form)
    return _done(request, found, partial(deeds.add_options, **form.chosen()), _("Opzioni aggiunte."))


@require_http_methods(["GET", "POST"])
@signed_in
def rewrite_option(request: SignedInRequest, process: str, ballot: str, number: int) -> HttpResponse:
    """Change an option of a ballot in preparation."""
    found = ballot_or_404(request, process, ballot)
    require(request.user, "participation.facilitate", found.process)
    option = _option_or_404(found, number)
    form = OptionForm(request.POST or None, initial=OptionForm.of(option), ballot=found)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        told = {"cost": None} | form.cleaned_data
        try:
            deeds.rewrite_option(option, by=request.user, **told)
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("Salvato."))
            return redirect(found)
    return page(
        request,
        "participation/choices/option_form.html",
        station=STATION,
        process=found.process,
        ballot=found,
        option=option,
        form=form,
        refusal=refusal,
    )


@require_POST
@signed_in
def strike_option(request: SignedInRequest, process: str, ballot: str, number: int) -> HttpResponse:
    """Take away an option of a ballot in preparation."""
    found = ballot_or_404(request, process, ballot)
    option = _option_or_404(found, number)
    try:
        deeds.strike_option(option, by=request.user)
    except Refused as why:
        return ballot_page(request, found, str(why))
    messages.success(request, _("Opzione tolta."))
    return redirect(found)


@require_POST
@signed_in
def open_(request: SignedInRequest, process: str, ballot: str) -> HttpResponse:
    """Take papers from now on."""
    found = ballot_or_404(request, process, ballot)
    require(request.user, "participation.keep_processes", found.process)
    form = OpenForm(request.POST)
    if not form.is_valid():
        return ballot_page(request, found, open_form=form)
    deed = partial(deeds.open_ballot, at=request.now, closes_at=form.cleaned_data["closes_at"])
    return _done(request, found, deed, _("La scelta è aperta: si possono dare le schede."))


@require_POST
@signed_in
def close(request: SignedInRequest, process: str, ballot: str) -> HttpResponse:
    """Take no more papers, and tell the result."""
    found = ballot_or_404(request, process, ballot)
    deed = partial(deeds.close_ballot, at=request.now)
    return _done(request, found, deed, _("La scelta è chiusa: ecco il risultato."))


def _done(request: SignedInRequest, found: Ballot, deed: Callable[..., object], said: str) -> HttpResponse:
    try:
        deed(found, by=request.user)
    except Refused as why:
        return ballot_page(request, found, str(why))
    messages.success(request, said)
    return redirect(found)


def _option_or_404(found: Ballot, number: int) -> BallotOption:
    return get_object_or_404(found.options.select_related("ballot__process__district"), number=number)
