"""Gatherings: opened, described, closed; their page, with what the room says and thinks."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ordito.core.access import may, require
from ordito.core.http import PublicRequest, SignedInRequest, in_district, signed_in
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.participation.commands import gatherings as deeds
from ordito.participation.commands import opinions
from ordito.participation.forms.voices import GatheringForm, StatementForm
from ordito.participation.live.pass_word import stream_address
from ordito.participation.models import ContributionKind, Gathering, Statement
from ordito.participation.queries.opinions import room_state, votes_by
from ordito.participation.queries.voices import to_be_read
from ordito.participation.views.found import gathering_or_404, path_or_404

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

STATION = "confronto"
ONLY_HERE = frozenset({"localhost", "127.0.0.1", "[::1]"})


@require_safe
@in_district
def gathering(request: PublicRequest, process: str, gathering: str) -> HttpResponse:
    """What is asked, what was said, what is thought of it."""
    return _page(request, gathering_or_404(request, process, gathering))


def _page(
    request: PublicRequest, found: Gathering, refusal: str = "", form: StatementForm | None = None
) -> HttpResponse:
    facilitates = may(request.user, "participation.facilitate", found)
    is_open = found.is_open(request.now)
    votes = is_open and may(request.user, "participation.vote", found.process)
    return page(
        request,
        "participation/voices/gathering.html",
        station=STATION,
        gathering=found,
        process=found.process,
        state=room_state(found),
        is_open=is_open,
        facilitates=facilitates,
        speaks=is_open and may(request.user, "participation.contribute", found.process),
        votes=votes,
        own=votes_by(request.user, found) if votes else {},
        waiting=to_be_read(found) if facilitates else [],
        phones_in=may(request.user, "participation.enter_room", found),
        address=request.build_absolute_uri(found.address),
        only_here=request.get_host().rpartition(":")[0] in ONLY_HERE or request.get_host() in ONLY_HERE,
        stream=stream_address(found.pk),
        kind_names=dict(ContributionKind.choices),
        form=form or StatementForm(),
        refusal=refusal,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def open_gathering(request: SignedInRequest, process: str) -> HttpResponse:
    """Open a gathering in a path."""
    path = path_or_404(request, process)
    require(request.user, "participation.facilitate", path)
    form, refusal = GatheringForm(request.POST or None, process=path), ""
    if request.method == "POST" and form.is_valid():
        try:
            made = deeds.open_gathering(path, by=request.user, facts=form.facts(), at=request.now)
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("La raccolta è aperta: si entra con il codice, o con la parola."))
            return redirect(made)
    return page(
        request,
        "participation/voices/gathering_form.html",
        station=STATION,
        process=path,
        form=form,
        refusal=refusal,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def describe_gathering(request: SignedInRequest, process: str, gathering: str) -> HttpResponse:
    """Change what a gathering says of itself."""
    found = gathering_or_404(request, process, gathering)
    require(request.user, "participation.facilitate", found)
    form = GatheringForm(request.POST or None, initial=GatheringForm.of(found), process=found.process)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            deeds.describe_gathering(found, by=request.user, facts=form.facts())
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("Salvato."))
            return redirect(found)
    return page(
        request,
        "participation/voices/gathering_form.html",
        station=STATION,
        process=found.process,
        gathering=found,
        form=form,
        refusal=refusal,
    )


@require_POST
@signed_in
def close_gathering(request: SignedInRequest, process: str, gathering: str) -> HttpResponse:
    """Stop taking voices."""
    found = gathering_or_404(request, process, gathering)
    return _done(request, found, partial(deeds.close_gathering, at=request.now), _("La raccolta è chiusa."))


@require_POST
@signed_in
def reopen_gathering(request: SignedInRequest, process: str, gathering: str) -> HttpResponse:
    """Take voices again."""
    found = gathering_or_404(request, process, gathering)
    return _done(request, found, partial(deeds.reopen_gathering, at=request.now), _("La raccolta è aperta."))


@require_POST
@signed_in
def strike_gathering(request: SignedInRequest, process: str, gathering: str) -> HttpResponse:
    """Take away a gathering in which nobody spoke."""
    found = gathering_or_404(request, process, gathering)
    try:
        deeds.strike_gathering(found, by=request.user)
    except Refused as why:
        return _page(request, found, str(why))
    messages.success(request, _("La raccolta è cancellata."))
    return redirect(found.process)


@require_POST
@signed_in
def add_statement(request: SignedInRequest, process: str, gathering: str) -> HttpResponse:
    """Put a sentence to the room."""
    found, form = gathering_or_404(request, process, gathering), StatementForm(request.POST)
    require(request.user, "participation.facilitate", found)
    if not form.is_valid():
        return _page(request, found, form=form)
    deed = partial(opinions.add_statement, text=form.cleaned_data["text"])
    return _done(request, found, deed, _("L'affermazione è davanti a tutti."), form)


@require_POST
@signed_in
def tend_statement(request: SignedInRequest, process: str, gathering: str, number: int) -> HttpResponse:
    """Open a statement to votes, close it, say it better, take it away."""
    found = gathering_or_404(request, process, gathering)
    require(request.user, "participation.facilitate", found)
    statement = _statement(found, number)
    asked: dict[str, tuple[Callable[..., object], str]] = {
        "open": (partial(opinions.set_voting, is_open=True), _("L'affermazione è aperta al voto.")),
        "close": (partial(opinions.set_voting, is_open=False), _("Il voto è chiuso.")),
        "reword": (partial(opinions.reword_statement, text=request.POST.get("text", "")), _("Salvato.")),
        "strike": (opinions.strike_statement, _("L'affermazione è tolta.")),
    }
    deed, told = asked.get(request.POST.get("deed", ""), (None, ""))
    if deed is None or statement is None:
        return _page(request, found, _("Non si capisce che cosa fare dell'affermazione."))
    return _done(request, found, lambda _gathering, by: deed(statement, by=by), told)


@require_POST
@signed_in
def vote(request: SignedInRequest, process: str, gathering: str, number: int) -> HttpResponse:
    """Say with one's own account what one thinks of a statement."""
    found = gathering_or_404(request, process, gathering)
    require(request.user, "participation.vote", found.process)
    statement, value = _statement(found, number), request.POST.get("value", "")
    if statement is None or value not in {"1", "0", "-1"}:
        return _page(request, found, _("Si può dire d'accordo, non d'accordo, o passare."))
    try:
        opinions.vote(found.process, by=request.user, statement=statement, value=int(value), at=request.now)
    except Refused as why:
        return _page(request, found, str(why))
    return redirect(f"{reverse('participation:gathering', args=_names(found))}#a{number}")


def _names(found: Gathering) -> list[str]:
    return [found.district.slug, found.process.code, found.code]


def _statement(found: Gathering, number: int) -> Statement | None:
    statement = Statement.objects.filter(gathering=found, number=number).first()
    if statement is not None:
        statement.gathering = found
    return statement


def _done(
    request: SignedInRequest,
    found: Gathering,
    deed: Callable[..., object],
    told: str,
    form: StatementForm | None = None,
) -> HttpResponse:
    try:
        deed(found, by=request.user)
    except Refused as why:
        return _page(request, found, str(why), form)
    messages.success(request, told)
    return redirect(found)
