"""Papers: given with one's account, typed in from paper; and the files of a closed ballot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ordito.core.access import require
from ordito.core.http import PublicRequest, SignedInRequest, in_district, signed_in
from ordito.core.listing import csv_file
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.participation.analysis.result_act import result_act
from ordito.participation.analysis.result_rows import result_rows
from ordito.participation.analysis.results import result_of
from ordito.participation.commands import papers as deeds
from ordito.participation.forms.ballots import PaperForm
from ordito.participation.models import VoterKind
from ordito.participation.queries.ballots import (
    marks_of,
    options_of,
    organisations_entitled,
    papers_of,
    turnout_of,
    typed_papers,
)
from ordito.participation.views.ballots import STATION, ballot_or_404, ballot_page
from ordito.participation.views.files import document_file
from ordito.participation.views.phones import CHOSEN
from ordito.participation.views.voters import voter_of

if TYPE_CHECKING:
    from ordito.participation.models import Ballot, BallotOption
    from ordito.participation.queries.ballots import Papers
    from ordito.participation.views.files import document_file
from ordito.participation.views.voters import Voter


@require_http_methods(["GET", "POST"])
@in_district
def choose(request: PublicRequest, process: str, ballot: str) -> HttpResponse:
    """The paper of whoever reads, to be filled in and, while it is open, changed."""
    found = ballot_or_404(request, process, ballot)
    voter = voter_of(request, found)
    if not voter.may_choose:
        return _may_not(request, found)
    options = options_of(found)
    organisations = [each.organisation for each in voter.voices] if voter.voices else None
    form = PaperForm(
        request.POST or None,
        ballot=found,
        options=options,
        organisations=organisations,
        initial=_already(voter),
    )
    refusal = ""
    chosen_here = found.gathering is not None and bool(request.COOKIES.get(CHOSEN))
    if chosen_here:
        refusal = _(
            "Da questo browser è già stata data una scheda senza nome, da telefono della sala. Se è la tua, "
            "si riprende e poi si sceglie qui; se è di un'altra persona, si sceglie da un altro apparecchio."
        )
    elif request.method == "POST" and form.is_valid():
        try:
            given = _given(request, found, form)
        except Refused as why:
            refusal = str(why)
        else:
            said = (
                _("La scheda è cambiata: vale l'ultima. Ha il numero %(n)d, che sa solo chi l'ha data.")
                if given.again
                else _("La scheda è data. Ha il numero %(n)d, che sa solo chi l'ha data.")
            )
            messages.success(request, said % {"n": given.number})
            return redirect(found)
    return page(
        request,
        "participation/choices/paper.html",
        station=STATION,
        process=found.process,
        ballot=found,
        form=form,
        voter=voter,
        chosen_here=chosen_here,
        refusal=refusal,
    )


def _may_not(request: PublicRequest, found: Ballot) -> HttpResponse:
    """A closed ballot is told so; who may not choose in an open one is refused."""
    if not found.is_open(request.now):
        return ballot_page(request, found, _("La scelta non è aperta: non si danno schede."), status=409)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    require(request.user, "participation.choose", found)
    return ballot_page(
        request,
        found,
        _("Qui scelgono le organizzazioni, e oggi non si parla a nome di nessuna di quelle che scelgono."),
        status=409,
    )


def _already(voter: Voter) -> dict[str, object]:
    """What the reader already marked."""
    if len(voter.papers) != 1:
        return {}
    return PaperForm.of(marks_of(voter.papers[0]))


def _given(request: PublicRequest, found: Ballot, form: PaperForm) -> deeds.Given:
    return deeds.choose(
        found,
        by=request.user,
        marks=form.marks(),
        at=request.now,
        organisation=form.cleaned_data.get("organisation"),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def type_papers(request: SignedInRequest, process: str, ballot: str) -> HttpResponse:
    """Papers of paper typed in one after the other, by the number written on each."""
    found = ballot_or_404(request, process, ballot)
    require(request.user, "participation.facilitate", found.process)
    options = options_of(found)
    by_organisation = found.voters == VoterKind.ORGANISATION
    form = PaperForm(
        request.POST or None,
        ballot=found,
        options=options,
        typed=True,
        organisations=organisations_entitled(found) if by_organisation else None,
    )
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            deeds.type_paper(
                found,
                by=request.user,
                on_paper=form.cleaned_data["on_paper"],
                marks=form.marks(),
                at=request.now,
                organisation=form.cleaned_data.get("organisation"),
            )
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("Scheda %(n)s scritta.") % {"n": form.cleaned_data["on_paper"]})
            return redirect(request.path)
    return page(
        request,
        "participation/choices/papers.html",
        station=STATION,
        process=found.process,
        ballot=found,
        form=form,
        typed=typed_papers(found),
        turnout=turnout_of(found, request.now),
        is_open=found.is_open(request.now),
        refusal=refusal,
    )


@require_POST
@signed_in
def strike_paper(request: SignedInRequest, process: str, ballot: str) -> HttpResponse:
    """Take away a paper that was typed in wrongly."""
    found = ballot_or_404(request, process, ballot)
    number = request.POST.get("on_paper", "").replace("\x00", "")
    try:
        deeds.strike_paper(found, by=request.user, on_paper=number, at=request.now)
    except Refused as why:
        return ballot_page(request, found, str(why))
    messages.success(request, _("Scheda tolta: si può scriverla di nuovo."))
    return redirect(
        "participation:type_papers", district=request.district.slug, process=process, ballot=ballot
    )


@require_safe
@in_district
def result_file(request: PublicRequest, process: str, ballot: str, form: str) -> HttpResponse:
    """The result of a closed ballot as a document, or as a table."""
    found, options, papers = _closed_or_404(request, process, ballot)
    if form == "csv":
        header, rows = result_rows(found, options, result_of(found, papers))
        return csv_file(f"{found.code}-risultato", [header], rows)
    act = result_act(found, options, papers, turnout_of(found, request.now), request.today)
    return document_file(act, f"{found.code}-risultato", form)


@require_safe
@signed_in
def papers_file(request: SignedInRequest, process: str, ballot: str) -> HttpResponse:
    """Every paper of a closed ballot by its number, to count again."""
    found, options, papers = _closed_or_404(request, process, ballot)
    require(request.user, "participation.read_papers", found)
    rows = (
        [number, *("" if value is None else value for value in row)]
        for number, row in zip(papers.numbers, papers.marks, strict=True)
    )
    header = [_("Scheda"), *(f"{option.number}. {option.title}" for option in options)]
    return csv_file(f"{found.code}-schede", [header], rows)


def _closed_or_404(
    request: PublicRequest, process: str, ballot: str
) -> tuple[Ballot, list[BallotOption], Papers]:
    """A ballot with its papers; nobody reads them before it is closed."""
    found = ballot_or_404(request, process, ballot)
    if not found.is_closed(request.now):
        raise Http404(_("Il risultato si legge quando la scelta è chiusa."))
    options = options_of(found)
    return found, options, papers_of(found, options)
