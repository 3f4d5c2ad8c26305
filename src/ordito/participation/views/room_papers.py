"""The paper of a phone in a room: no account, no name; the same phone has one paper."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ordito.core.access import Forbidden, may
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.participation.analysis.result_page import part_shown
from ordito.participation.commands.gatherings import TooFast
from ordito.participation.commands.papers import PaperRefused, choose_by_phone, take_back_paper
from ordito.participation.forms.ballots import PaperForm
from ordito.participation.models import Ballot
from ordito.participation.queries.ballots import marks_of, options_of, paper_of, papers_of
from ordito.participation.views.phones import (
    NOBODY,
    entered,
    gathering_of,
    keep_the_secret,
    known,
    mark_the_browser,
    refuse_a_flood,
    secret_of,
)
from ordito.participation.views.voters import Voter

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ordito.participation.models import BallotOption, Gathering


@require_http_methods(["GET", "POST"])
@never_cache
def paper(request: HttpRequest, join_word: str, ballot: str) -> HttpResponse:
    """The paper to fill in and, while the ballot is open, to change; once closed, where the part went."""
    gathering, found = _opened_or_404(request, join_word, ballot)
    options = options_of(found)
    form, refusal = _form(request, found, options), ""
    secret = secret_of(request) or secrets.token_urlsafe(24)
    if request.method == "POST" and form.is_valid():
        try:
            if _has_an_account(request, found):
                raise PaperRefused(_("Chi ha un account dà la scheda con quello, una volta sola."))
            refuse_a_flood(gathering, secret)
            phone = entered(request, gathering, secret)
            choose_by_phone(found, by=NOBODY, phone=phone, marks=form.marks(), at=gathering.district.now())
        except Refused as why:
            return _page(request, found, form, options, str(why), 429 if isinstance(why, TooFast) else 422)
        except Forbidden:
            return _page(request, found, form, options, _("In questo momento i telefoni non scelgono."), 403)
        answer: HttpResponse = redirect(f"{request.path}?esito=data")
        mark_the_browser(answer, found, gave=True)
    else:
        answer = _page(request, found, form, options, refusal)
    keep_the_secret(request, answer, gathering, secret)
    return answer


@require_POST
def take_back(request: HttpRequest, join_word: str, ballot: str) -> HttpResponse:
    """Take back the paper of this phone, to choose with an account instead."""
    gathering, found = _opened_or_404(request, join_word, ballot)
    options = options_of(found)
    form = PaperForm(ballot=found, options=options)
    try:
        phone = known(request, gathering)
        if phone is None:
            raise PaperRefused(_("Da questo telefono non c'è nessuna scheda da riprendere."))
        take_back_paper(found, by=NOBODY, phone=phone, at=gathering.district.now())
    except Refused as why:
        return _page(request, found, form, options, str(why))
    except Forbidden:
        return _page(request, found, form, options, _("In questo momento i telefoni non scelgono."), 403)
    answer = redirect("participation:room_paper", join_word=join_word, ballot=found.code)
    mark_the_browser(answer, found, gave=False)
    return answer


def _opened_or_404(request: HttpRequest, join_word: str, ballot: str) -> tuple[Gathering, Ballot]:
    gathering = gathering_of(request, join_word)
    found = get_object_or_404(Ballot, gathering=gathering, code=ballot)
    found.gathering, found.process = gathering, gathering.process
    if found.opens_at is None or found.opens_at > gathering.district.now():
        raise Http404(_("Questa scelta non è ancora aperta."))
    return gathering, found


def _has_an_account(request: HttpRequest, found: Ballot) -> bool:
    """Whether the browser is that of somebody who chooses with an account, and would choose twice.

    It is asked now and never written: whose a phone is stays unknown, with all that was said from it.
    """
    return request.user.is_authenticated and may(request.user, "participation.choose", found)


def _form(request: HttpRequest, found: Ballot, options: list[BallotOption]) -> PaperForm:
    given = _given(request, found)
    initial = PaperForm.of(marks_of(given.paper)) if given.paper else {}
    return PaperForm(request.POST or None, ballot=found, options=options, initial=initial)


def _given(request: HttpRequest, found: Ballot) -> Voter:
    gathering: Gathering = found.gathering  # type: ignore[assignment]  # it was found by its gathering
    phone = known(request, gathering)
    is_open = found.is_open(gathering.district.now()) and may(NOBODY, "participation.choose_by_phone", found)
    return Voter(found, is_open, paper_of(found, phone=phone) if phone else None, ())


def _page(
    request: HttpRequest,
    found: Ballot,
    form: PaperForm,
    options: list[BallotOption],
    refusal: str,
    status: int | None = None,
) -> HttpResponse:
    voter = _given(request, found)
    closed = found.is_closed(found.process.district.now())
    parts = voter.parts(papers_of(found, options)) if closed else []
    answer = page(
        request,
        "participation/choices/room_paper.html",
        status=status,
        gathering=found.gathering,
        process=found.process,
        ballot=found,
        form=form,
        voter=voter,
        closed=closed,
        by_account=voter.may_choose and _has_an_account(request, found),
        parts=[part_shown(part) for _paper, part in parts],
        given=request.GET.get("esito", "") == "data",
        refusal=refusal,
    )
    mark_the_browser(answer, found, gave=voter.paper is not None and not voter.paper.is_void)
    return answer
