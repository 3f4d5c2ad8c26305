"""A meeting: planned, changed, cancelled, and its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ordito.core.access import may, require
from ordito.core.http import PublicRequest, SignedInRequest, in_district, signed_in
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.governance.commands.meetings import cancel_meeting, change_meeting, plan_meeting
from ordito.governance.forms.meetings import ChangeMeetingForm, MeetingForm, typed_of
from ordito.governance.models import Meeting, MeetingState, MinutesStatus
from ordito.governance.queries.meetings import (
    agenda_with_decisions,
    approval_title,
    minutes_of,
    minutes_to_suggest,
    steps,
    when,
    where,
)
from ordito.governance.queries.seats import seats_of, turnout_of
from ordito.governance.views.found import address, body_or_404, meeting_or_404, post_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ordito.governance.models import Minutes


@require_safe
@in_district
def meeting(request: PublicRequest, body: str, meeting: str) -> HttpResponse:
    """What comes next, when and where, who came, what was decided: without persons to the public."""
    found = meeting_or_404(request, body, meeting)
    minutes = minutes_of(found)
    knows_names = may(request.user, "governance.read_register", found)
    keeps = may(request.user, "governance.keep_meetings", found)
    seats = seats_of(found, with_voices=knows_names)
    turnout = turnout_of(found, seats)
    points, others = agenda_with_decisions(found)
    return page(
        request,
        "governance/meeting.html",
        station="confronto",
        meeting=found,
        when=when(found),
        where=where(found),
        minutes=minutes,
        steps=steps(found, today=request.today, is_marked=turnout.is_known, minutes=minutes),
        turnout=turnout,
        points=points,
        others=others,
        seats=seats if knows_names else [],
        keeps=keeps,
        knows_names=knows_names,
        tells_decisions=_tells_decisions(request, minutes, keeps=keeps),
        reads_minutes=minutes is not None and may(request.user, "governance.read_minutes", minutes),
        tasks=_tasks(found) if knows_names else [],
    )


def _tells_decisions(request: PublicRequest, minutes: Minutes | None, *, keeps: bool) -> bool:
    """Decisions are public once the minutes are approved; before, whoever reads the minutes reads them."""
    if keeps or minutes is None:
        return keeps
    return minutes.status == MinutesStatus.APPROVED or may(request.user, "governance.read_minutes", minutes)


def _tasks(meeting: Meeting) -> list[Any]:
    return list(meeting.tasks.select_related("organisation", "person", "decision").order_by("number"))


@require_http_methods(["GET", "POST"])
@signed_in
def plan(request: SignedInRequest, body: str) -> HttpResponse:
    """Plan a meeting of a body; the minutes that wait for approval open the agenda."""
    found = body_or_404(request, body)
    require(request.user, "governance.convene", found)
    form, refusal = MeetingForm(request.POST or None, district=request.district), ""
    if request.method == "POST" and form.is_valid():
        try:
            made = plan_meeting(found, by=request.user, facts=form.facts())
        except Refused as why:
            refusal = str(why)
        else:
            return redirect(address("convocation", made))
    if not form.is_bound:
        waiting = minutes_to_suggest(found, before=request.today)
        form.initial["agenda"] = "".join(f"{approval_title(minutes)}\n" for minutes in waiting)
    return page(
        request, "governance/meeting_form.html", station="confronto", body=found, form=form, refusal=refusal
    )


@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: SignedInRequest, body: str, meeting: str) -> HttpResponse:
    """Change a meeting; who was convened is told when the day, the hours or the place change."""
    found = meeting_or_404(request, body, meeting)
    require(request.user, "governance.convene", found)
    form = ChangeMeetingForm(request.POST or None, district=request.district, initial=typed_of(found))
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_meeting(
                found,
                by=request.user,
                facts=form.facts(),
                notice=form.cleaned_data["notice"],
                tell_members=form.cleaned_data["tell_members"],
                post=post_of(request, found),
            )
        except Refused as why:
            refusal = str(why)
        else:
            if changed.ics_sequence > found.ics_sequence:
                messages.success(request, _("L'incontro è cambiato e i membri vengono avvisati."))
            return redirect(changed.get_absolute_url())
    return page(
        request,
        "governance/meeting_form.html",
        station="confronto",
        body=found.body,
        meeting=found,
        is_convened=found.state == MeetingState.CONVENED,
        form=form,
        refusal=refusal,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def cancel(request: SignedInRequest, body: str, meeting: str) -> HttpResponse:
    """Call a meeting off, saying why."""
    found = meeting_or_404(request, body, meeting)
    require(request.user, "governance.convene", found)
    refusal = ""
    if request.method == "POST":
        why = request.POST.get("why", "")[:300]
        try:
            cancel_meeting(found, by=request.user, why=why, post=post_of(request, found))
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect(found.get_absolute_url())
    told = {row.email.lower() for row in found.convocations.all()}
    return page(
        request,
        "governance/meeting_cancel.html",
        station="confronto",
        meeting=found,
        when=when(found),
        told=len(told),
        refusal=refusal,
    )
