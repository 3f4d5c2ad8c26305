"""Convocation, its letter and invitation, and the sheet that goes round at the meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ordito.core import press
from ordito.core.access import require
from ordito.core.http import PublicRequest, SignedInRequest, in_district, signed_in
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.governance.commands.meetings import convene
from ordito.governance.commands.notices import retry_notices
from ordito.governance.models import MeetingState, NoticeKind
from ordito.governance.queries.acts import convocation_letter, file_name, sign_in_sheet
from ordito.governance.queries.meetings import when, where
from ordito.governance.queries.notices import agenda_lines, invitation, progress, reach
from ordito.governance.queries.seats import seats_of
from ordito.governance.views.found import address, meeting_or_404, post_of

if TYPE_CHECKING:
    from ordito.core.press import Document
    from ordito.governance.models import Meeting

FORMS = {
    "docx": (press.docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "odt": (press.odt, "application/vnd.oasis.opendocument.text"),
    "pdf": (press.pdf, "application/pdf"),
}
GUEST_LINES = range(10)


def printed(
    request: SignedInRequest, document: Document, *, kind: str, meeting: Meeting, form: str
) -> HttpResponse:
    """An act of a meeting as a file to keep; when it cannot be made, the page of the meeting says why."""
    if form not in FORMS:
        raise Http404
    write, content_type = FORMS[form]
    try:
        answer = HttpResponse(write(document), content_type=content_type)
    except press.PressFailed as why:
        messages.error(request, str(why))
        return redirect(meeting.get_absolute_url())
    answer["Content-Disposition"] = f'attachment; filename="{file_name(kind, meeting, form)}"'
    return answer


@require_http_methods(["GET", "POST"])
@signed_in
def convocation(request: SignedInRequest, body: str, meeting: str) -> HttpResponse:
    """Whom a convocation reaches, before it leaves; who got it, afterwards."""
    found = meeting_or_404(request, body, meeting)
    require(request.user, "governance.convene", found)
    refusal = ""
    if request.method == "POST":
        try:
            convene(found, by=request.user, post=post_of(request, found))
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("Convocazione registrata: i messaggi partono adesso."))
            return redirect(address("convocation", found))
    return page(
        request,
        "governance/convocation.html",
        part="sending",
        station="confronto",
        meeting=found,
        when=when(found),
        where=where(found),
        agenda=agenda_lines(found),
        reach=reach(found),
        progress=progress(found),
        is_planned=found.state == MeetingState.PLANNED,
        refusal=refusal,
    )


@require_POST
@signed_in
def retry(request: SignedInRequest, body: str, meeting: str) -> HttpResponse:
    """Try again what could not be sent."""
    found = meeting_or_404(request, body, meeting)
    retry_notices(found, by=request.user, at=request.now)
    messages.success(request, _("I messaggi che non erano partiti vengono riprovati."))
    return redirect(address("convocation", found))


@require_safe
@signed_in
def letter(request: SignedInRequest, body: str, meeting: str, form: str) -> HttpResponse:
    """The letter of convocation, as DOCX, ODT or PDF."""
    found = meeting_or_404(request, body, meeting)
    return printed(request, convocation_letter(found), kind="convocazione", meeting=found, form=form)


@require_safe
@in_district
def invitation_file(request: PublicRequest, body: str, meeting: str) -> HttpResponse:
    """The meeting for the reader's own calendar."""
    found = meeting_or_404(request, body, meeting)
    kind = NoticeKind.CANCEL if found.state == MeetingState.CANCELLED else NoticeKind.REQUEST
    event = invitation(
        found,
        kind=kind,
        sequence=found.ics_sequence,
        at=found.convened_at or request.now,
        page=request.build_absolute_uri(found.get_absolute_url()),
        method="PUBLISH",
    )
    answer = HttpResponse(event, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{file_name("incontro", found, "ics")}"'
    return answer


@require_safe
@signed_in
def sheet(request: SignedInRequest, body: str, meeting: str) -> HttpResponse:
    """The sheet that goes round, to print from the browser."""
    found = meeting_or_404(request, body, meeting)
    require(request.user, "governance.keep_meetings", found)
    return page(
        request,
        "governance/signin.html",
        station="confronto",
        meeting=found,
        when=when(found),
        where=where(found),
        seats=[seat for seat in seats_of(found) if seat.is_member],
        guest_lines=GUEST_LINES,
    )


@require_safe
@signed_in
def sheet_file(request: SignedInRequest, body: str, meeting: str, form: str) -> HttpResponse:
    """The sheet that goes round, as DOCX, ODT or PDF."""
    found = meeting_or_404(request, body, meeting)
    require(request.user, "governance.keep_meetings", found)
    return printed(request, sign_in_sheet(found), kind="foglio-firme", meeting=found, form=form)
