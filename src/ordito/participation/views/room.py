"""The room as phones and the wall see it: whoever has the word enters, without account or name."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import TYPE_CHECKING

import segno
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ordito.core.access import Forbidden, may
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.participation.commands import contributions as voices
from ordito.participation.commands.gatherings import AlreadyInside, TooFast, enter_room, keep_address
from ordito.participation.commands.opinions import vote_from_phone
from ordito.participation.forms.voices import KINDS
from ordito.participation.live.pace import Pace
from ordito.participation.live.pass_word import stream_address
from ordito.participation.models import ContributionKind, ContributionState, Gathering, Phone, Statement
from ordito.participation.queries.opinions import room_state, votes_from
from ordito.participation.queries.voices import said_from
from ordito.participation.views.gatherings import ONLY_HERE

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

COOKIE = "voce"
KEPT_FOR = 180 * 24 * 60 * 60
SECRET = re.compile(r"[-\w]{32}")
NOBODY = AnonymousUser()
"""Deeds of a phone are nobody's, even when whoever holds it has signed in elsewhere on it."""
TOO_FAST = 429
OF_A_PHONE, OF_A_ROOM = Pace(most=90), Pace(most=6_000)
"""Messages a minute that a worker takes from one phone and from one room."""


@require_safe
@never_cache
def room(request: HttpRequest, join_word: str) -> HttpResponse:
    """The question, one field, the statements, the results: all that a phone needs."""
    found = _gathering(request, join_word)
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
    phone = _known(request, found)
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
        mine=said_from(phone) if phone else [],
        kinds=KINDS,
        mark=secrets.token_hex(8),
        typed=typed,
        refusal=refusal,
        said=said,
    )
    _keep_the_secret(request, answer, found)
    return answer


@require_POST
def speak(request: HttpRequest, join_word: str) -> HttpResponse:
    """Say something; the same mark twice is one contribution."""
    found, text = _gathering(request, join_word), request.POST.get("text", "")
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
    found = _gathering(request, join_word)
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
    found, number = _gathering(request, join_word), request.POST.get("number", "")

    def deed(phone: Phone) -> dict[str, object]:
        made = voices.withdraw_from_phone(phone, by=NOBODY, number=int(number) if _is_a_number(number) else 0)
        return {"number": made.number}

    return _answered(request, found, deed)


@require_POST
def address(request: HttpRequest, join_word: str) -> HttpResponse:
    """Leave an e-mail to be told what became of it, or take it back."""
    found = _gathering(request, join_word)

    def deed(phone: Phone) -> dict[str, object]:
        keep_address(phone, by=NOBODY, email=request.POST.get("email", ""))
        return {}

    return _answered(request, found, deed)


@require_safe
@never_cache
def state(request: HttpRequest, join_word: str) -> HttpResponse:
    """How the room stands, for whoever cannot follow it: nothing, when it is as they know it."""
    now = room_state(_gathering(request, join_word))
    if request.GET.get("noto") == now.mark:
        return HttpResponse(status=204)
    answer = HttpResponse(now.as_json(), content_type="application/json")
    answer["X-Mark"] = now.mark
    return answer


@require_safe
@never_cache
def wall(request: HttpRequest, join_word: str) -> HttpResponse:
    """The page for the wall: the question, the code, what is thought and what was said last."""
    found = _gathering(request, join_word)
    host = request.get_host()
    return page(
        request,
        "participation/voices/wall.html",
        gathering=found,
        state=room_state(found),
        stream=stream_address(found.pk),
        kind_names=dict(ContributionKind.choices),
        opens=may(NOBODY, "participation.enter_room", found),
        address=request.build_absolute_uri(found.address),
        only_here=host in ONLY_HERE or host.rpartition(":")[0] in ONLY_HERE,
    )


@require_safe
def code(request: HttpRequest, join_word: str) -> HttpResponse:
    """The code that a phone scans."""
    found = _gathering(request, join_word)
    drawn = segno.make(request.build_absolute_uri(found.address), error="m", micro=False)
    answer = HttpResponse(drawn.svg_inline(scale=8, border=2, dark="#000", light="#fff", svgns=True))
    answer["Content-Type"] = "image/svg+xml"
    return answer


def _gathering(request: HttpRequest, word: str) -> Gathering:
    rows = Gathering.objects.select_related("process__district", "sub_area")
    found = rows.filter(join_word=word).first()
    if found is None:
        raise Http404(_("Questa parola non apre nessuna raccolta: si può chiedere a chi conduce."))
    request.district = found.district  # type: ignore[attr-defined]
    return found


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
    secret = _secret(request) or secrets.token_urlsafe(24)
    status, why, done = 200, "", dict[str, object]()
    try:
        _refuse_a_flood(found, secret)
        done = deed(_entered(request, found, secret))
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
    _keep_the_secret(request, answer, found, secret)
    return answer


def _refuse_a_flood(found: Gathering, secret: str) -> None:
    """One device cannot keep the others waiting; many phones behind one address are many."""
    if not (OF_A_PHONE.takes(f"{found.pk}:{secret}") and OF_A_ROOM.takes(str(found.pk))):
        raise TooFast(_("Stanno arrivando molti messaggi: questo parte fra un momento."))


def _entered(request: HttpRequest, found: Gathering, secret: str) -> Phone:
    """The phone of this browser: the same secret is the same phone."""
    known = _known(request, found)
    if known is not None:
        return known
    try:
        return enter_room(found, by=NOBODY, fingerprint=_fingerprint(secret), at=found.district.now())
    except AlreadyInside as before:
        return before.phone


def _known(request: HttpRequest, found: Gathering) -> Phone | None:
    secret = _secret(request)
    if not secret:
        return None
    phone = Phone.objects.filter(gathering=found, key_sha256=_fingerprint(secret)).first()
    if phone is not None:
        phone.gathering = found
    return phone


def _secret(request: HttpRequest) -> str:
    given = request.COOKIES.get(COOKIE, "")
    return given if SECRET.fullmatch(given) else ""


def _fingerprint(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _keep_the_secret(request: HttpRequest, answer: HttpResponse, found: Gathering, secret: str = "") -> None:
    """Only this browser has it, only for this gathering: what one says elsewhere is not tied to it."""
    if _secret(request):
        return
    answer.set_cookie(
        COOKIE,
        secret or secrets.token_urlsafe(24),
        max_age=KEPT_FOR,
        path=found.address,
        secure=settings.BEHIND_TLS,
        httponly=True,
        samesite="Lax",
    )


def _is_a_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10  # noqa: PLR2004 - it fits the database
