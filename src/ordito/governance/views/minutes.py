"""The minutes: read, written as one goes, sent, amended, approved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ordito.core import press
from ordito.core.access import may, require
from ordito.core.http import SignedInRequest, signed_in
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.governance.commands import minutes as deeds
from ordito.governance.forms.meetings import ApprovalForm, DecisionForm, TaskForm
from ordito.governance.models import Meeting, Minutes, MinutesStatus
from ordito.governance.queries.acts import act_of, current_act, has_changed
from ordito.governance.queries.meetings import (
    agenda_with_decisions,
    fingerprint,
    meetings_that_can_approve,
    minutes_of,
    minutes_waiting,
    next_number,
    when,
)
from ordito.governance.queries.seats import seats_of, turnout_of
from ordito.governance.views.convocation import printed
from ordito.governance.views.found import address, meeting_or_404, post_of

if TYPE_CHECKING:
    from ordito.core.press import Document
    from ordito.governance.models import MinutesVersion

CONFLICT = 409
REFUSED = 422


def read(act: Document) -> dict[str, Any]:
    """An act as a piece of a page, or the reason why it cannot be shown."""
    try:
        return {"act": press.html(act)}
    except press.PressFailed as why:
        return {"refusal": str(why)}


def _readable(request: SignedInRequest, meeting: Meeting) -> Minutes | None:
    """The minutes, or 404 to whoever may not know what they say yet."""
    minutes = minutes_of(meeting)
    keeps = may(request.user, "governance.keep_meetings", meeting)
    if not keeps and (minutes is None or not may(request.user, "governance.read_minutes", minutes)):
        raise Http404(_("Il verbale non è ancora stato inviato ai membri."))
    return minutes


@require_safe
@signed_in
def minutes(request: SignedInRequest, body: str, meeting: str) -> HttpResponse:
    """The minutes as they stand, with what to do next."""
    found = meeting_or_404(request, body, meeting)
    kept = _readable(request, found)
    keeps = may(request.user, "governance.keep_meetings", found)
    versions = list(kept.versions.select_related("by").order_by("-number")) if kept else []
    last = versions[0] if versions else None
    waits = keeps and kept is not None and kept.status == MinutesStatus.TO_APPROVE
    able = meetings_that_can_approve(kept, today=request.today) if waits and kept is not None else []
    return page(
        request,
        "governance/minutes.html",
        station="confronto",
        meeting=found,
        when=when(found),
        minutes=kept,
        versions=versions,
        keeps=keeps,
        has_changed=waits and last is not None and has_changed(found, last),
        able=list(able),
        form=ApprovalForm(),
        **read(current_act(found, kept, last)),
    )


@require_safe
@signed_in
def version(request: SignedInRequest, body: str, meeting: str, number: int) -> HttpResponse:
    """One version of the minutes, as it was."""
    found = meeting_or_404(request, body, meeting)
    asked, is_last = _version(request, found, number)
    return page(
        request,
        "governance/minutes_version.html",
        station="confronto",
        meeting=found,
        when=when(found),
        version=asked,
        is_last=is_last,
        **read(act_of(asked, is_last=is_last)),
    )


@require_safe
@signed_in
def download(
    request: SignedInRequest, body: str, meeting: str, form: str, number: int | None = None
) -> HttpResponse:
    """The minutes, or one version of them, as DOCX, ODT or PDF."""
    found = meeting_or_404(request, body, meeting)
    if number is None:
        kept = _readable(request, found)
        last = kept.versions.order_by("-number").first() if kept else None
        act: Document = current_act(found, kept, last)
    else:
        asked, is_last = _version(request, found, number)
        act = act_of(asked, is_last=is_last)
    return printed(request, act, kind="verbale", meeting=found, form=form)


def _version(request: SignedInRequest, meeting: Meeting, number: int) -> tuple[MinutesVersion, bool]:
    kept = _readable(request, meeting)
    if kept is None:
        raise Http404
    asked = get_object_or_404(kept.versions.select_related("minutes__meeting__body"), number=number)
    return asked, not kept.versions.filter(number__gt=number).exists()


@require_safe
@signed_in
def write(request: SignedInRequest, body: str, meeting: str) -> HttpResponse:
    """One page where minutes are written as the meeting goes."""
    found = meeting_or_404(request, body, meeting)
    require(request.user, "governance.keep_meetings", found)
    return page(request, "governance/minutes_write.html", station="confronto", **editor(found))


def editor(meeting: Meeting) -> dict[str, Any]:
    """What the page where minutes are written knows."""
    kept = minutes_of(meeting)
    seats = seats_of(meeting)
    points, others = agenda_with_decisions(meeting)
    number = next_number(meeting)
    decision_form = DecisionForm(meeting=meeting, initial={"number": number})
    decision_form.choose_from([item for item, _decisions in points])
    task_form = TaskForm(meeting=meeting)
    task_form.choose_from([*(each for _item, decisions in points for each in decisions), *others])
    return {
        "meeting": meeting,
        "when": when(meeting),
        "minutes": kept,
        "seats": seats,
        "turnout": turnout_of(meeting, seats),
        "points": points,
        "others": others,
        "tasks": list(meeting.tasks.select_related("organisation", "person", "decision").order_by("number")),
        "texts": _texts(meeting, kept),
        "waiting": list(minutes_waiting(meeting.body, before=meeting.date)),
        "decision_form": decision_form,
        "task_form": task_form,
    }


def _texts(meeting: Meeting, kept: Minutes | None) -> dict[str, tuple[str, str]]:
    """The texts around the agenda, each with its fingerprint."""
    texts = {
        "chair": meeting.chair,
        "secretary": meeting.secretary,
        "opening": kept.opening if kept else "",
        "closing": kept.closing if kept else "",
    }
    return {place: (text, fingerprint(text)) for place, text in texts.items()}


@require_POST
@signed_in
def save_text(request: SignedInRequest, body: str, meeting: str) -> HttpResponse:
    """Save one text while it is written; when somebody else wrote there meanwhile, give both back."""
    found = meeting_or_404(request, body, meeting)
    require(request.user, "governance.keep_meetings", found)
    asked = request.POST
    written = deeds.Written(text=asked.get("text", ""), base=asked.get("base", ""))
    try:
        base = deeds.write_text(found, by=request.user, place=asked.get("place", ""), written=written)
    except deeds.TextChanged as why:
        theirs = {"refusal": str(why), "theirs": why.current, "base": fingerprint(why.current)}
        return JsonResponse(theirs, status=CONFLICT)
    except Refused as why:
        return JsonResponse({"refusal": str(why)}, status=REFUSED)
    return JsonResponse({"base": base})


@require_POST
@signed_in
def send(request: SignedInRequest, body: str, meeting: str) -> HttpResponse:
    """Freeze the minutes and send them to the members."""
    found = meeting_or_404(request, body, meeting)
    try:
        kept = minutes_of(found) or deeds.begin_minutes(found, by=request.user)
        deeds.send_minutes(kept, by=request.user, post=post_of(request, found))
    except Refused as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("Il verbale è da approvare: i membri lo ricevono adesso."))
    return redirect(address("minutes", found))


@require_POST
@signed_in
def amend(request: SignedInRequest, body: str, meeting: str) -> HttpResponse:
    """Record what changed since the minutes were sent."""
    found = meeting_or_404(request, body, meeting)
    kept = get_object_or_404(Minutes, meeting=found)
    try:
        deeds.amend_minutes(
            kept,
            by=request.user,
            note=request.POST.get("note", ""),
            post=post_of(request, found),
            tell_members="tell_members" in request.POST,
        )
    except Refused as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("L'emendamento è registrato in una nuova versione."))
    return redirect(address("minutes", found))


@require_POST
@signed_in
def approve(request: SignedInRequest, body: str, meeting: str) -> HttpResponse:
    """Record the approval, in the later meeting that gave it."""
    found = meeting_or_404(request, body, meeting)
    require(request.user, "governance.keep_meetings", found)
    kept = get_object_or_404(Minutes, meeting=found)
    form = ApprovalForm(request.POST)
    here = Meeting.objects.select_related("body", "district").filter(body=found.body_id)
    later = here.filter(code=request.POST.get("at", "")).first()
    if later is None or not form.is_valid():
        messages.error(request, _("Serve l'incontro che approva, e i voti in numeri interi."))
        return redirect(address("minutes", found))
    try:
        deeds.approve_minutes(kept, by=request.user, at_meeting=later, facts=form.facts(), at=request.now)
    except Refused as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("Il verbale è approvato."))
    return redirect(address("minutes", found))
