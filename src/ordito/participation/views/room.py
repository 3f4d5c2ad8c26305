"""The room as phones and the wall see it: whoever has the word enters, without account or name."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from django.contrib.staticfiles import finders
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ordito.core.access import Forbidden, may
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.participation.codes import code_of_address
from ordito.participation.commands import contributions as voices
from ordito.participation.commands.gatherings import TooFast, keep_address
from ordito.participation.commands.opinions import vote_from_phone
from ordito.participation.forms.voices import KINDS
from ordito.participation.live.pass_word import stream_address
from ordito.participation.models import ContributionKind, ContributionState, Gathering, Phone, Statement
from ordito.participation.queries.ballots import ballots_in_room
from ordito.participation.queries.opinions import StatementRow, room_state, votes_from
from ordito.participation.queries.voices import said_from
from ordito.participation.views.gatherings import ONLY_HERE
from ordito.participation.views.phones import (
    NOBODY,
    entered,
    gathering_of,
    keep_the_secret,
    known,
    refuse_a_flood,
    secret_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

TOO_FAST = 429
BLANK = StatementRow(0, "", is_open=True)
"""The model of a statement that comes while the page is open."""


@require_safe
@never_cache
def room(request: HttpRequest, join_word: str) -> HttpResponse:
    """The question, one field, the statements, the results: all that a phone needs."""
    found = gathering_of(request, join_word)
    return _page(request, found, said=request.GET.get("esito", ""))


def _page(
    request: HttpRequest,
    found: Gathering,
    *,
    typed: str = "",
    refusal: str = "",
    said: str = "",
    status: int | None = None,
) -> HttpResponse:
    phone = known(request, found)
    answer = page(
        request,
        "participation/voices/room.html",
        status=status,
        gathering=found,
        process=found.process,
        state=room_state(found),
        stream=stream_address(found.pk),
        speaks=may(NOBODY, "participation.speak_from_phone", found),
        votes=may(NOBODY, "participation.vote_from_phone", found),
        phone=phone,
        own=votes_from(phone) if phone else {},
        ballots=ballots_in_room(found),
        mine=said_from(phone) if phone else [],
        kinds=KINDS,
        blank=BLANK,
        mark=secrets.token_hex(8),
        typed=typed,
        refusal=refusal,
        said=said,
    )
    keep_the_secret(request, answer, found)
    return answer


@require_safe
def away(request: HttpRequest, join_word: str) -> HttpResponse:
    """Give the script that keeps a phone's page while the network is away: here, so for this room alone."""
    gathering_of(request, join_word)
    script = Path(finders.find("participation/away.js")).read_text(encoding="utf-8")  # type: ignore[arg-type]
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@require_POST
def speak(request: HttpRequest, join_word: str) -> HttpResponse:
    """Say something; the same mark twice is one contribution."""
    found, text = gathering_of(request, join_word), request.POST.get("text", "")
    mark = request.POST.get("mark", "")[:24]

    def deed(phone: Phone) -> dict[str, object]:
        kind = request.POST.get("kind", "") or "need"
        said = voices.Said(text=text, kind=kind, mark=f"t{phone.pk}:{mark}" if mark else "")
        try:
            made = voices.speak_from_phone(phone, by=NOBODY, said=said, at=found.district.now())
        except voices.AlreadySaid as before:
            made = before.contribution
        return {"number": made.number, "shown": made.state == ContributionState.SHOWN}

    return _answered(request, found, deed, typed=text)


@require_POST
def vote(request: HttpRequest, join_word: str) -> HttpResponse:
    """Agree, disagree or pass; again, it changes. Answered only when it is written."""
    found = gathering_of(request, join_word)
    number, value = request.POST.get("statement", ""), request.POST.get("value", "")

    def deed(phone: Phone) -> dict[str, object]:
        rows = Statement.objects.filter(gathering=found, number=int(number) if _is_a_number(number) else 0)
        statement = rows.first()
        if statement is None or value not in {"1", "0", "-1"}:
            raise Refused(_("Questa affermazione non c'è più."))
        vote_from_phone(phone, by=NOBODY, statement=statement, value=int(value), at=found.district.now())
        return {"statement": statement.number, "value": int(value)}

    anchor = f"#a{number}" if _is_a_number(number) else ""
    return _answered(request, found, deed, anchor=anchor)


@require_POST
def withdraw(request: HttpRequest, join_word: str) -> HttpResponse:
    """Take back what was said from this phone."""
    found, number = gathering_of(request, join_word), request.POST.get("number", "")

    def deed(phone: Phone) -> dict[str, object]:
        made = voices.withdraw_from_phone(phone, by=NOBODY, number=int(number) if _is_a_number(number) else 0)
        return {"number": made.number}

    return _answered(request, found, deed)


@require_POST
def address(request: HttpRequest, join_word: str) -> HttpResponse:
    """Leave an e-mail to be told what became of it, or take it back."""
    found = gathering_of(request, join_word)

    def deed(phone: Phone) -> dict[str, object]:
        keep_address(phone, by=NOBODY, email=request.POST.get("email", ""))
        return {}

    return _answered(request, found, deed)


@require_safe
@never_cache
def state(request: HttpRequest, join_word: str) -> HttpResponse:
    """How the room stands, for whoever cannot follow it: nothing, when it is as they know it."""
    now = room_state(gathering_of(request, join_word))
    if request.GET.get("noto") == now.mark:
        return HttpResponse(status=204)
    answer = HttpResponse(now.as_json(), content_type="application/json")
    answer["X-Mark"] = now.mark
    return answer


@require_safe
@never_cache
def wall(request: HttpRequest, join_word: str) -> HttpResponse:
    """The page for the wall: the question, the code, what is thought and what was said last."""
    found = gathering_of(request, join_word)
    host = request.get_host()
    return page(
        request,
        "participation/voices/wall.html",
        gathering=found,
        state=room_state(found),
        stream=stream_address(found.pk),
        kind_names=dict(ContributionKind.choices),
        blank=BLANK,
        opens=may(NOBODY, "participation.enter_room", found),
        address=request.build_absolute_uri(found.address),
        only_here=host in ONLY_HERE or host.rpartition(":")[0] in ONLY_HERE,
    )


@require_safe
def code(request: HttpRequest, join_word: str) -> HttpResponse:
    """The code that a phone scans."""
    found = gathering_of(request, join_word)
    picture = code_of_address(request.build_absolute_uri(found.address))
    return HttpResponse(picture, content_type="image/svg+xml")


def _answered(
    request: HttpRequest,
    found: Gathering,
    deed: Callable[[Phone], dict[str, object]],
    *,
    typed: str = "",
    anchor: str = "",
) -> HttpResponse:
    """Let the phone do it: with JSON for the page's own program, with a page for whoever has none."""
    wants_json = request.headers.get("Accept", "") == "application/json"
    secret = secret_of(request) or secrets.token_urlsafe(24)
    status, why, done = 200, "", dict[str, object]()
    try:
        refuse_a_flood(found, secret)
        done = deed(entered(request, found, secret))
    except TooFast as refused:
        status, why = TOO_FAST, str(refused)
    except Refused as refused:
        status, why = 422, str(refused)
    except Forbidden:
        status, why = 403, _("In questo momento la raccolta è chiusa.")
    if wants_json:
        answer: HttpResponse = JsonResponse({"why": why} if why else done, status=status)
    elif why:
        return _page(request, found, typed=typed, refusal=why, status=status)
    else:
        answer = redirect(f"{found.address}?esito=arrivato{anchor}")
    keep_the_secret(request, answer, found, secret)
    return answer


def _is_a_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10  # noqa: PLR2004 - it fits the database
