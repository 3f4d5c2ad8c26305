"""One screen where sixty people are ticked in two minutes, and the small deeds behind its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ordito.core.access import require
from ordito.core.http import SignedInRequest, signed_in
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.governance.commands import attendance as deeds
from ordito.governance.models import MeetingState
from ordito.governance.queries.meetings import minutes_of, when
from ordito.governance.queries.seats import seats_of, turnout_of
from ordito.governance.views.found import address, meeting_or_404

if TYPE_CHECKING:
    from collections.abc import Callable

    from ordito.governance.models import Meeting

REFUSED = 422


def keys() -> list[tuple[str, str, str]]:
    """The states of attendance with the key of each and its word on the screen."""
    return [
        ("present", "P", _("Presente")),
        ("delegate", "D", _("Supplente")),
        ("justified", "G", _("Giustificato")),
        ("absent", "A", _("Assente")),
        ("observer", "U", _("Uditore")),
        ("not_entitled", "N", _("Senza titolo")),
    ]


@require_safe
@signed_in
def attendance(request: SignedInRequest, body: str, meeting: str) -> HttpResponse:
    """Tick who came, from the keyboard."""
    found = meeting_or_404(request, body, meeting)
    require(request.user, "governance.keep_meetings", found)
    seats = seats_of(found)
    return page(
        request,
        "governance/attendance.html",
        station="confronto",
        meeting=found,
        when=when(found),
        minutes=minutes_of(found),
        seats=seats,
        turnout=turnout_of(found, seats),
        is_open=found.state in (MeetingState.PLANNED, MeetingState.CONVENED),
        is_to_come=found.date > request.today,
        keys=keys(),
    )


@require_POST
@signed_in
def tick(request: SignedInRequest, body: str, meeting: str) -> HttpResponse:
    """Write one mark at once; the answer says how many are there now."""
    found = meeting_or_404(request, body, meeting)
    asked = request.POST
    person = asked.get("person", "")
    try:
        deeds.tick(
            found,
            by=request.user,
            member=asked.get("member", ""),
            state=asked.get("state", ""),
            person=int(person) if person.isdecimal() and len(person) < 19 else None,  # noqa: PLR2004 - a number of the database
            name=asked.get("name", ""),
        )
    except Refused as why:
        if _wants_json(request):
            return JsonResponse({**_state(found), "refusal": str(why)}, status=REFUSED)
        messages.error(request, str(why))
    return JsonResponse(_state(found)) if _wants_json(request) else redirect(address("attendance", found))


@require_safe
@signed_in
def state(request: SignedInRequest, body: str, meeting: str) -> HttpResponse:
    """What everybody has ticked so far, for a screen that two people keep."""
    found = meeting_or_404(request, body, meeting)
    require(request.user, "governance.keep_meetings", found)
    return JsonResponse(_state(found))


@require_POST
@signed_in
def others_absent(request: SignedInRequest, body: str, meeting: str) -> HttpResponse:
    """Mark absent everybody of whom nothing was said."""
    return _do(request, body, meeting, lambda found: deeds.mark_others_absent(found, by=request.user))


@require_POST
@signed_in
def head_count(request: SignedInRequest, body: str, meeting: str) -> HttpResponse:
    """Write how many were there, when that is all that is known."""
    typed = request.POST.get("head_count", "").strip()
    if typed and not (typed.isdecimal() and len(typed) < 7):  # noqa: PLR2004 - more is no meeting
        messages.error(request, _("Serve un numero, senza altre parole."))
        return redirect(address("attendance", meeting_or_404(request, body, meeting)))
    number = int(typed) if typed else None
    return _do(
        request, body, meeting, lambda found: deeds.count_heads(found, by=request.user, head_count=number)
    )


@require_POST
@signed_in
def guests(request: SignedInRequest, body: str, meeting: str) -> HttpResponse:
    """Write who came without being a member."""
    typed = request.POST.get("guests", "")
    return _do(request, body, meeting, lambda found: deeds.name_guests(found, by=request.user, guests=typed))


@require_POST
@signed_in
def close(request: SignedInRequest, body: str, meeting: str) -> HttpResponse:
    """Fix who was there, and go on to the minutes."""
    found = meeting_or_404(request, body, meeting)
    others = "others_absent" in request.POST
    try:
        deeds.close_attendance(found, by=request.user, at=request.now, others_absent=others)
    except Refused as why:
        messages.error(request, str(why))
        return redirect(address("attendance", found))
    return redirect(found.get_absolute_url())


@require_POST
@signed_in
def reopen(request: SignedInRequest, body: str, meeting: str) -> HttpResponse:
    """Let attendance be corrected."""
    return _do(request, body, meeting, lambda found: deeds.reopen_attendance(found, by=request.user))


def _do(request: SignedInRequest, body: str, code: str, deed: Callable[[Meeting], object]) -> HttpResponse:
    found = meeting_or_404(request, body, code)
    try:
        deed(found)
    except Refused as why:
        messages.error(request, str(why))
    return redirect(address("attendance", found))


def _wants_json(request: SignedInRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _state(meeting: Meeting) -> dict[str, Any]:
    seats = seats_of(meeting, with_voices=False)
    turnout = turnout_of(meeting, seats)
    marks = {
        seat.key: [seat.state, seat.attendance.by_person_id, seat.attendance.by_name]
        for seat in seats
        if seat.attendance is not None
    }
    return {
        "marks": marks,
        "present": turnout.present,
        "formal": turnout.formal,
        "unmarked": turnout.unmarked,
        "needed": turnout.needed,
        "quorum": turnout.has_quorum,
    }
