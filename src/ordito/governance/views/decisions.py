"""Decisions and tasks, written on the page of the minutes and answered in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ordito.core.access import require
from ordito.core.http import SignedInRequest, signed_in
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.governance.commands import decisions as deeds
from ordito.governance.commands.meetings import move_agenda_item
from ordito.governance.forms.meetings import DecisionForm, TaskForm
from ordito.governance.models import AgendaItem, Decision, Task
from ordito.governance.views.found import address, meeting_or_404
from ordito.governance.views.minutes import editor

if TYPE_CHECKING:
    from collections.abc import Callable

    from ordito.governance.models import Meeting


@require_POST
@signed_in
def move_item(request: SignedInRequest, body: str, meeting: str, pk: int) -> HttpResponse:
    """Move a point of the agenda one place up or down."""
    found = meeting_or_404(request, body, meeting)
    item = get_object_or_404(AgendaItem, meeting=found, pk=pk)
    try:
        move_agenda_item(item, by=request.user, up=request.POST.get("dove") == "su")
    except Refused as why:
        messages.error(request, str(why))
    return redirect(f"{address('write_minutes', found)}#punto-{pk}")


@require_POST
@signed_in
def add_decision(request: SignedInRequest, body: str, meeting: str) -> HttpResponse:
    """Write a decision."""
    found = meeting_or_404(request, body, meeting)
    require(request.user, "governance.keep_meetings", found)
    form = DecisionForm(request.POST, meeting=found)
    return _written(
        request,
        found,
        decision_form=form,
        deed=lambda: deeds.decide(found, by=request.user, facts=form.facts()),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def edit_decision(request: SignedInRequest, body: str, meeting: str, pk: int) -> HttpResponse:
    """Correct a decision."""
    found = meeting_or_404(request, body, meeting)
    require(request.user, "governance.keep_meetings", found)
    decision = get_object_or_404(Decision, meeting=found, pk=pk)
    names = ("number", "text", "agenda_item", "outcome", "votes_for", "votes_against", "abstained")
    now = {name: getattr(decision, name) for name in names}
    form, refusal = DecisionForm(request.POST or None, meeting=found, initial=now), ""
    if request.method == "POST" and form.is_valid():
        try:
            deeds.correct_decision(decision, by=request.user, facts=form.facts())
        except Refused as why:
            refusal = str(why)
        else:
            return redirect(f"{address('write_minutes', found)}#decisioni")
    return page(
        request,
        "governance/decision_form.html",
        station="confronto",
        meeting=found,
        decision=decision,
        form=form,
        refusal=refusal,
    )


@require_POST
@signed_in
def remove_decision(request: SignedInRequest, body: str, meeting: str, pk: int) -> HttpResponse:
    """Take away a decision written by mistake."""
    found = meeting_or_404(request, body, meeting)
    decision = get_object_or_404(Decision, meeting=found, pk=pk)
    return _tried(request, found, lambda: deeds.withdraw_decision(decision, by=request.user))


@require_POST
@signed_in
def add_task(request: SignedInRequest, body: str, meeting: str) -> HttpResponse:
    """Leave something to do."""
    found = meeting_or_404(request, body, meeting)
    require(request.user, "governance.keep_meetings", found)
    form = TaskForm(request.POST, meeting=found)
    return _written(
        request,
        found,
        task_form=form,
        deed=lambda: deeds.assign_task(found, by=request.user, facts=form.facts()),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def edit_task(request: SignedInRequest, body: str, meeting: str, number: int) -> HttpResponse:
    """Correct a task."""
    found = meeting_or_404(request, body, meeting)
    require(request.user, "governance.keep_meetings", found)
    task = get_object_or_404(
        Task.objects.select_related("organisation", "person"), meeting=found, number=number
    )
    now = {"text": task.text, "who": task.assignee, "due_on": task.due_on, "decision": task.decision_id}
    form, refusal = TaskForm(request.POST or None, meeting=found, initial=now), ""
    if request.method == "POST" and form.is_valid():
        try:
            deeds.correct_task(task, by=request.user, facts=form.facts())
        except Refused as why:
            refusal = str(why)
        else:
            return redirect(f"{address('write_minutes', found)}#compiti")
    return page(
        request,
        "governance/task_form.html",
        station="confronto",
        meeting=found,
        task=task,
        form=form,
        refusal=refusal,
    )


@require_POST
@signed_in
def remove_task(request: SignedInRequest, body: str, meeting: str, number: int) -> HttpResponse:
    """Take away a task written by mistake."""
    found = meeting_or_404(request, body, meeting)
    task = get_object_or_404(Task, meeting=found, number=number)
    return _tried(request, found, lambda: deeds.drop_task(task, by=request.user))


@require_POST
@signed_in
def finish_task(request: SignedInRequest, body: str, meeting: str, number: int) -> HttpResponse:
    """Say that a task is done today, or that it is not done after all."""
    found = meeting_or_404(request, body, meeting)
    task = get_object_or_404(Task, meeting=found, number=number)
    done_on = request.today if request.POST.get("done") == "1" else None
    try:
        deeds.finish_task(task, by=request.user, done_on=done_on)
    except Refused as why:
        messages.error(request, str(why))
    return redirect(f"{found.get_absolute_url()}#compiti")


def _written(
    request: SignedInRequest,
    meeting: Meeting,
    *,
    deed: Callable[[], object],
    decision_form: DecisionForm | None = None,
    task_form: TaskForm | None = None,
) -> HttpResponse:
    """Do a deed of the page of the minutes; what was refused stays typed, with the reason beside it."""
    form = decision_form or task_form
    assert form is not None  # noqa: S101 - one of the two
    refusal = ""
    if form.is_valid():
        try:
            deed()
        except Refused as why:
            refusal = str(why)
        else:
            anchor = "decisioni" if decision_form else "compiti"
            return redirect(f"{address('write_minutes', meeting)}#{anchor}")
    known = editor(meeting)
    if decision_form:
        known["decision_form"] = decision_form
    if task_form:
        known["task_form"] = task_form
    return page(request, "governance/minutes_write.html", station="confronto", refusal=refusal, **known)


def _tried(request: SignedInRequest, meeting: Meeting, deed: Callable[[], object]) -> HttpResponse:
    try:
        deed()
    except Refused as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("Tolto."))
    return redirect(address("write_minutes", meeting))
