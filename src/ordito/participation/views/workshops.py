"""The meetings that are steps of a path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ordito.core.access import may, require
from ordito.core.http import PublicRequest, SignedInRequest, in_district, signed_in
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.core.rules import is_insider
from ordito.participation.commands import phases as deeds
from ordito.participation.forms.processes import NewWorkshopForm, WorkshopForm
from ordito.participation.models import Workshop
from ordito.participation.queries.knowledge import elaborations_of
from ordito.participation.queries.processes import ground_of, workshops_of
from ordito.participation.views.processes import STATION, process_or_404, process_page

if TYPE_CHECKING:
    from django.http import HttpResponse


@require_safe
@in_district
def workshop(request: PublicRequest, process: str, meeting: str) -> HttpResponse:
    """A meeting as a step of the path: with whom, led by whom, on what it rests, what was prepared for it."""
    found = process_or_404(request, process)
    workshops = workshops_of(found, request.user)
    one = next((each for each in workshops if each.meeting.code == meeting), None)
    if one is None:
        raise Http404(_("Questo incontro non è un passo del percorso, o non è pubblico."))
    at = workshops.index(one)
    return page(
        request,
        "participation/paths/workshop.html",
        station=STATION,
        process=found,
        workshop=one,
        ground=ground_of(one, request.user),
        elaborations=elaborations_of(found, request.user, meeting=one.meeting),
        before=workshops[at - 1] if at else None,
        after=workshops[at + 1] if at + 1 < len(workshops) else None,
        names=is_insider(request.user, found),
        keeps=may(request.user, "participation.keep_processes", found),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def add(request: SignedInRequest, process: str) -> HttpResponse:
    """Make a step of a meeting that is there, or prepare a new one."""
    found = process_or_404(request, process)
    require(request.user, "participation.keep_processes", found)
    chosen = {"phase": found.phases.filter(number=_number(request)).first()}
    form, refusal = NewWorkshopForm(request.POST or None, initial=chosen, process=found), ""
    if request.method == "POST" and form.is_valid():
        meeting, place = form.cleaned_data["meeting"], form.place()
        try:
            if meeting is not None:
                made = deeds.attach_meeting(found, by=request.user, meeting=meeting, facts=place)
            else:
                made = deeds.plan_workshop(
                    found,
                    by=request.user,
                    body=form.cleaned_data["body"],
                    meeting=form.meeting_facts(),
                    facts=place,
                )
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("L'incontro è un passo del percorso."))
            return redirect("participation:workshop", request.district.slug, found.code, made.meeting.code)
    return page(
        request,
        "participation/paths/workshop_form.html",
        station=STATION,
        process=found,
        form=form,
        refusal=refusal,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def change(request: SignedInRequest, process: str, meeting: str) -> HttpResponse:
    """Change where a meeting stands in the path."""
    found = process_or_404(request, process)
    require(request.user, "participation.keep_processes", found)
    one = _found(found.pk, meeting)
    form, refusal = WorkshopForm(request.POST or None, initial=WorkshopForm.of(one), process=found), ""
    if request.method == "POST" and form.is_valid():
        try:
            deeds.change_workshop(one, by=request.user, facts=form.place())
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("Salvato."))
            return redirect("participation:workshop", request.district.slug, found.code, meeting)
    return page(
        request,
        "participation/paths/workshop_form.html",
        station=STATION,
        process=found,
        form=form,
        refusal=refusal,
        workshop=one,
    )


@require_POST
@signed_in
def detach(request: SignedInRequest, process: str, meeting: str) -> HttpResponse:
    """Let a meeting be no step of the path."""
    found = process_or_404(request, process)
    one = _found(found.pk, meeting)
    try:
        deeds.detach_meeting(one, by=request.user)
    except Refused as why:
        return process_page(request, found, str(why))
    messages.success(request, _("L'incontro non è più un passo del percorso; nel registro resta com'è."))
    return redirect(found)


def _found(process: int, meeting: str) -> Workshop:
    rows = Workshop.objects.select_related("meeting__body", "meeting__district", "process__district")
    return get_object_or_404(rows, process=process, meeting__code=meeting)


def _number(request: SignedInRequest) -> int:
    asked = request.GET.get("fase", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else 0  # noqa: PLR2004
