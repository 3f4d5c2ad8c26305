"""What is known together in a path: what to read, the activities looked into, the elaborations."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ordito.core import press
from ordito.core.access import may, require
from ordito.core.attachments import download
from ordito.core.http import PublicRequest, SignedInRequest, in_district, signed_in
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.participation.commands import knowledge as deeds
from ordito.participation.forms.knowledge import ActivityForm, ElaborationForm, ReadingForm
from ordito.participation.models import Elaboration, EmblematicActivity, SuggestedReading
from ordito.participation.queries.knowledge import activities_of, elaborations_of, readings_of
from ordito.participation.queries.readings import activities_act, knowledge_act
from ordito.participation.views.calls import FORMS
from ordito.participation.views.processes import STATION, process_or_404

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms

ACTS = {"attivita": activities_act, "conoscere": knowledge_act}


@require_safe
@in_district
def knowledge(request: PublicRequest, process: str) -> HttpResponse:
    """Readings, activities side by side, elaborations of a path."""
    return _knowledge_page(request, process_or_404(request, process))


def _knowledge_page(request: PublicRequest, found: Any, refusal: str = "") -> HttpResponse:
    keeps = may(request.user, "participation.keep_processes", found)
    return page(
        request,
        "participation/knowledge/knowledge.html",
        station=STATION,
        process=found,
        readings=readings_of(found, request.user),
        activities=activities_of(found),
        elaborations=elaborations_of(found, request.user),
        keeps=keeps,
        form=ReadingForm(district=request.district) if keeps else None,
        file_forms=("pdf", "docx", "odt"),
        refusal=refusal,
    )


@require_safe
@in_district
def act(request: PublicRequest, process: str, act: str, form: str) -> HttpResponse:
    """The activities, or all that is known together, as a file."""
    found = process_or_404(request, process)
    if act not in ACTS or form not in FORMS:
        raise Http404
    write_file, content_type = FORMS[form]
    try:
        document = ACTS[act](found, request.user, request.today)
        answer = HttpResponse(write_file(document), content_type=content_type)
    except press.PressFailed as why:
        messages.error(request, str(why))
        return redirect("participation:knowledge", request.district.slug, found.code)
    answer["Content-Disposition"] = f'attachment; filename="{act}-{found.code}.{form}"'
    return answer


@require_POST
@signed_in
def suggest(request: SignedInRequest, process: str) -> HttpResponse:
    """Suggest to read a source."""
    found = process_or_404(request, process)
    require(request.user, "participation.keep_processes", found)
    form = ReadingForm(request.POST, district=request.district)
    if not form.is_valid():
        return _knowledge_page(request, found, _("Quale fonte? Se non c'è, prima si mette nella mappa."))
    deed = partial(deeds.suggest_reading, found, **form.cleaned_data)
    return _done(request, found, deed, _("La lettura è nell'elenco."), "letture")


@require_POST
@signed_in
def move(request: SignedInRequest, process: str, source: str) -> HttpResponse:
    """Move a reading up or down."""
    found, reading = _reading(request, process, source)
    deed = partial(deeds.move_reading, reading, up="up" in request.POST)
    return _done(request, found, deed, "", "letture")


@require_POST
@signed_in
def drop(request: SignedInRequest, process: str, source: str) -> HttpResponse:
    """Take a reading out of the list."""
    found, reading = _reading(request, process, source)
    told = _("«%(title)s» non è più fra le letture; nella mappa resta.") % {"title": reading.source.title}
    return _done(request, found, partial(deeds.drop_reading, reading), told, "letture")


@require_http_methods(["GET", "POST"])
@signed_in
def add_activity(request: SignedInRequest, process: str) -> HttpResponse:
    """Look into an activity."""
    found = _kept(request, process)
    form = ActivityForm(request.POST or None, district=request.district)

    def done() -> None:
        deeds.add_activity(found, by=request.user, facts=form.facts())

    return _written(request, found, form, done, "activity_form.html", "attivita")


@require_http_methods(["GET", "POST"])
@signed_in
def activity(request: SignedInRequest, process: str, number: int) -> HttpResponse:
    """Change what was found of an activity."""
    found = _kept(request, process)
    one = get_object_or_404(EmblematicActivity, process=found, number=number)
    form = ActivityForm(request.POST or None, initial=ActivityForm.of(one), district=request.district)

    def done() -> None:
        deeds.change_activity(one, by=request.user, facts=form.facts())

    return _written(request, found, form, done, "activity_form.html", "attivita", activity=one)


@require_POST
@signed_in
def strike_activity(request: SignedInRequest, process: str, number: int) -> HttpResponse:
    """Take an activity away."""
    found = process_or_404(request, process)
    one = get_object_or_404(EmblematicActivity, process=found, number=number)
    return _done(request, found, partial(deeds.strike_activity, one), _("L'attività è tolta."), "attivita")


@require_http_methods(["GET", "POST"])
@signed_in
def add_elaboration(request: SignedInRequest, process: str) -> HttpResponse:
    """Write what was prepared."""
    found = _kept(request, process)
    chosen = found.workshops.filter(meeting__code=request.GET.get("incontro", "").replace("\x00", "")).first()
    given = {"meeting": chosen.meeting_id} if chosen else None
    form = ElaborationForm(request.POST or None, request.FILES or None, initial=given, process=found)

    def done() -> None:
        deeds.add_elaboration(found, by=request.user, facts=form.facts(), at=request.now, paper=form.paper())

    return _written(request, found, form, done, "elaboration_form.html", "elaborazioni")


@require_http_methods(["GET", "POST"])
@signed_in
def elaboration(request: SignedInRequest, process: str, number: int) -> HttpResponse:
    """Change an elaboration."""
    found = _kept(request, process)
    one = get_object_or_404(Elaboration, process=found, number=number)
    form = ElaborationForm(
        request.POST or None, request.FILES or None, initial=ElaborationForm.of(one), process=found
    )

    def done() -> None:
        deeds.change_elaboration(one, by=request.user, facts=form.facts(), at=request.now, paper=form.paper())

    return _written(request, found, form, done, "elaboration_form.html", "elaborazioni", elaboration=one)


@require_POST
@signed_in
def strike_elaboration(request: SignedInRequest, process: str, number: int) -> HttpResponse:
    """Take an elaboration away."""
    found = process_or_404(request, process)
    one = get_object_or_404(Elaboration, process=found, number=number)
    deed = partial(deeds.strike_elaboration, one)
    return _done(request, found, deed, _("L'elaborazione è tolta."), "elaborazioni")


@require_safe
@in_district
def file(request: PublicRequest, process: str, number: int) -> HttpResponse:
    """The file of an elaboration."""
    found = process_or_404(request, process)
    one = get_object_or_404(Elaboration.objects.select_related("file"), process=found, number=number)
    if one.file is None:
        raise Http404(_("Di questa elaborazione non c'è il file."))
    return download(one.file)


def _kept(request: SignedInRequest, process: str) -> Any:
    found = process_or_404(request, process)
    require(request.user, "participation.keep_processes", found)
    return found


def _reading(request: SignedInRequest, process: str, source: str) -> tuple[Any, SuggestedReading]:
    found = process_or_404(request, process)
    rows = SuggestedReading.objects.select_related("source", "process__district")
    return found, get_object_or_404(rows, process=found, source__code=source)


def _written(
    request: SignedInRequest,
    found: Any,
    form: forms.Form,
    deed: Callable[[], None],
    template: str,
    anchor: str,
    **more: Any,
) -> HttpResponse:
    """Show a form; when it is sent and right, do the deed and go back to its section."""
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            deed()
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("Salvato."))
            return _back(request, found, anchor)
    return page(
        request,
        f"participation/knowledge/{template}",
        station=STATION,
        process=found,
        form=form,
        refusal=refusal,
        **more,
    )


def _done(
    request: SignedInRequest, found: Any, deed: Callable[..., object], told: str, anchor: str
) -> HttpResponse:
    try:
        deed(by=request.user)
    except Refused as why:
        return _knowledge_page(request, found, str(why))
    if told:
        messages.success(request, told)
    return _back(request, found, anchor)


def _back(request: SignedInRequest, found: Any, anchor: str) -> HttpResponse:
    where = reverse("participation:knowledge", args=[request.district.slug, found.code])
    return redirect(f"{where}#{anchor}")
