"""How a phone of a room is known: by a secret that only its browser has, for one gathering alone."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from ordito.participation.commands.gatherings import AlreadyInside, TooFast, enter_room
from ordito.participation.live.pace import Pace
from ordito.participation.models import Gathering, Phone

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ordito.participation.models import Ballot

COOKIE = "voce"
KEPT_FOR = 180 * 24 * 60 * 60
SECRET = re.compile(r"[-\w]{32}")
NOBODY = AnonymousUser()
"""Deeds of a phone are nobody's, even when whoever holds it has signed in elsewhere on it."""
CHOSEN = "scheda_senza_nome"
OF_A_PHONE, OF_A_ROOM = Pace(most=90), Pace(most=6_000)
"""Messages a minute that are taken from one phone and from one room, by all the workers together."""


def gathering_of(request: HttpRequest, word: str) -> Gathering:
    rows = Gathering.objects.select_related("process__district", "sub_area")
    found = rows.filter(join_word=word).first()
    if found is None:
        raise Http404(_("Questa parola non apre nessuna raccolta: si può chiedere a chi conduce."))
    request.district = found.district  # type: ignore[attr-defined]
    return found


def refuse_a_flood(found: Gathering, secret: str) -> None:
    """One device cannot keep the others waiting; many phones behind one address are many."""
    if not (OF_A_PHONE.takes(f"{found.pk}:{secret}") and OF_A_ROOM.takes(str(found.pk))):
        raise TooFast(_("Stanno arrivando molti messaggi: questo parte fra un momento."))


def entered(request: HttpRequest, found: Gathering, secret: str) -> Phone:
    """The phone of this browser: the same secret is the same phone."""
    already = known(request, found)
    if already is not None:
        return already
    try:
        return enter_room(found, by=NOBODY, fingerprint=_fingerprint(secret), at=found.district.now())
    except AlreadyInside as before:
        return before.phone


def known(request: HttpRequest, found: Gathering) -> Phone | None:
    secret = secret_of(request)
    if not secret:
        return None
    phone = Phone.objects.filter(gathering=found, key_sha256=_fingerprint(secret)).first()
    if phone is not None:
        phone.gathering = found
    return phone


def secret_of(request: HttpRequest) -> str:
    given = request.COOKIES.get(COOKIE, "")
    return given if SECRET.fullmatch(given) else ""


def _fingerprint(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def keep_the_secret(request: HttpRequest, answer: HttpResponse, found: Gathering, secret: str = "") -> None:
    """Only this browser has it, only for this gathering: what one says elsewhere is not tied to it."""
    if secret_of(request):
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


def mark_the_browser(answer: HttpResponse, ballot: Ballot, *, gave: bool) -> None:
    """Let a browser that gave a paper without a name say so where papers are given with an account.

    It says yes or no, to the one address where it would make two of one; whose the phone is stays unknown.
    """
    there = reverse("participation:choose", args=[ballot.district.slug, ballot.process.code, ballot.code])
    if gave:
        answer.set_cookie(
            CHOSEN,
            "1",
            max_age=KEPT_FOR,
            path=there,
            secure=settings.BEHIND_TLS,
            httponly=True,
            samesite="Lax",
        )
    else:
        answer.delete_cookie(CHOSEN, path=there, samesite="Lax")
