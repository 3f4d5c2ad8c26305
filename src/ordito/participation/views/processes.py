"""Paths: the list, the page of each, how one begins and is described."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ordito.core.access import may, require
from ordito.core.http import PublicRequest, SignedInRequest, in_district, signed_in
from ordito.core.kept import SAID, WordedThings, kept_by_role
from ordito.core.listing import Column, Filter, Listing, list_page
from ordito.core.page import page
from ordito.core.period import Period
from ordito.core.refused import Refused
from ordito.core.rules import is_insider
from ordito.participation.commands import processes as deeds
from ordito.participation.forms.processes import ProcessForm, ProposedPhases, after
from ordito.participation.models import CallState, Doing, Gathering, PathKind, Process
from ordito.participation.queries import ballots, hypotheses, synthesis, voices
from ordito.participation.queries.processes import page_of, processes_in, with_knowledge
from ordito.participation.queries.templates import BY_KIND, TEMPLATES, PathTemplate, spread

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet
    from django.http import HttpResponse

    from ordito.core.models import Actor, District

STATION = "confronto"
AREAS = (
    ("voices", "voci", gettext_lazy("Voci"), voices.in_process),
    ("synthesis", "sintesi", gettext_lazy("Sintesi"), synthesis.in_process),
    ("hypotheses", "ipotesi", gettext_lazy("Ipotesi"), hypotheses.in_process),
    ("choices", "scelte", gettext_lazy("Scelte"), ballots.in_process),
)
"""What hangs from a path: the folder of its pages, its place in the page, its name, its rows."""
WHERE = {
    Doing.CONTRIBUTE: "voci",
    Doing.VOTE: "voci",
    Doing.PRIORITISE: "scelte",
    Doing.AMEND: "ipotesi",
}
"""In which section of the page each doing has its place."""
SPEAKING = {Doing.CONTRIBUTE, Doing.VOTE}
"""What one does where voices are gathered."""


@require_safe
@in_district
def processes(request: PublicRequest) -> HttpResponse:
    """Every path that the reader may see."""
    today = request.today

    def by_state(rows: QuerySet[Process], state: str) -> QuerySet[Process]:
        if state == "futuri":
            return rows.filter(starts_on__gt=today)
        if state == "conclusi":
            return rows.filter(ends_before__lte=today)
        return rows.filter(starts_on__lte=today).exclude(ends_before__lte=today)

    listing = Listing(
        request=request,
        title=_("Percorsi"),
        rows=processes_in(request.district, request.user, today),
        columns=[
            Column[Any]("title", _("Percorso"), lambda row: row.title, sort=["title"]),
            Column[Any]("kind", _("Tipo"), lambda row: row.get_kind_display(), sort=["kind", "title"]),
            Column[Any]("body", _("Chi lo conduce"), lambda row: row.body.name, sort=["body__name"]),
            Column[Any]("now", _("Adesso"), lambda row: row.current or ""),
            Column[Any]("starts_on", _("Dal"), lambda row: row.starts_on, sort=["starts_on"]),
            Column[Any]("last_day", _("Ultimo giorno"), lambda row: row.last_day, sort=["ends_before"]),
        ],
        search=["title", "purpose", "body__name"],
        filters=[
            Filter("tipo", _("Tipo"), PathKind.choices, "kind"),
            Filter(
                "stato",
                _("Stato"),
                [("in-corso", _("in corso")), ("futuri", _("futuri")), ("conclusi", _("conclusi"))],
                by_state,
            ),
        ],
        default_sort="-starts_on",
    )
    rows = [(each, Period(today, each.current_ends).last_day) for each in listing.page]
    return list_page(request, "participation/paths/list.html", listing, station=STATION, rows=rows)


@require_safe
@in_district
def process(request: PublicRequest, process: str) -> HttpResponse:
    """Where a path is now, what one can do now, and the way walked so far."""
    return process_page(request, process_or_404(request, process))


def process_page(request: PublicRequest, found: Any, refusal: str = "") -> HttpResponse:
    """The page of a path, with what a deed refused."""
    path = page_of(found, request.user, request.today)
    sections = _sections(found, request.user)
    inside = is_insider(request.user, found)
    return page(
        request,
        "participation/paths/process.html",
        station=STATION,
        process=found,
        path=path,
        sections=sections,
        listening=_listening(sections) if {each.doing for each in path.opens} & SPEAKING else [],
        doings=[(each, WHERE[each.doing], _can(request, found, each.doing)) for each in path.opens],
        keeps=may(request.user, "participation.keep_processes", found),
        body_seen=inside or found.body.is_public,
        technical_seen=inside or (found.technical_group is not None and found.technical_group.is_public),
        call_seen=found.call is not None and (inside or found.call.state != CallState.DRAFT),
        refusal=refusal,
    )


@require_safe
@signed_in
def choose(request: SignedInRequest) -> HttpResponse:
    """Which path has already been walked that looks like the one to begin."""
    require(request.user, "participation.keep_processes", request.district)
    return page(request, "participation/paths/choose.html", station=STATION, templates=TEMPLATES)


@require_http_methods(["GET", "POST"])
@signed_in
def begin(request: SignedInRequest, kind: str) -> HttpResponse:
    """Begin a path: the days that the template proposes are changed here, or later phase by phase."""
    require(request.user, "participation.keep_processes", request.district)
    template = BY_KIND.get(kind)
    if template is None:
        raise Http404(_("Questo tipo di percorso non esiste."))
    initial = ProcessForm.proposed(template, request.today)
    form = ProcessForm(request.POST or None, initial=initial, district=request.district)
    phases = ProposedPhases(
        request.POST or None, initial=_proposed(template, initial["starts_on"], initial["last_day"])
    )
    refusal, status = "", None
    if request.method == "POST" and form.is_valid() and "spread" in request.POST:
        told, status = form.cleaned_data, 200
        first, last = told["starts_on"], told["last_day"] or told["starts_on"]
        phases = ProposedPhases(initial=_proposed(template, first, last))
    elif request.method == "POST" and form.is_valid() and phases.is_valid():
        kept = [(turn, told) for turn, told in enumerate(phases.cleaned_data) if told.get("keep")]
        try:
            made = deeds.begin_process(
                request.district,
                by=request.user,
                facts=form.facts(kind),
                phases=[_phase(template, turn, told) for turn, told in kept],
                products=[each for turn, told in kept for each in _products(template, turn, told)],
            )
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("Il percorso è cominciato: le fasi si cambiano una per una da qui."))
            return redirect(made)
    return page(
        request,
        "participation/paths/form.html",
        status=status,
        station=STATION,
        form=form,
        phases=phases,
        example=template,
        proposals=list(zip(phases.forms, template.phases, strict=False)),
        refusal=refusal,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def describe(request: SignedInRequest, process: str) -> HttpResponse:
    """Change what is written of a path."""
    found = process_or_404(request, process)
    require(request.user, "participation.keep_processes", found)
    form = ProcessForm(request.POST or None, initial=ProcessForm.of(found), district=request.district)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            deeds.describe_process(found, by=request.user, facts=form.facts(found.kind))
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("Salvato."))
            return redirect(found)
    return page(
        request,
        "participation/paths/form.html",
        station=STATION,
        form=form,
        refusal=refusal,
        process=found,
    )


@require_POST
@signed_in
def strike(request: SignedInRequest, process: str) -> HttpResponse:
    """Take away a path begun by mistake."""
    found = process_or_404(request, process)
    try:
        deeds.strike_process(found, by=request.user)
    except Refused as why:
        return process_page(request, found, str(why))
    messages.success(request, _("Il percorso è cancellato."))
    return redirect("participation:processes", district=request.district.slug)


def process_or_404(request: PublicRequest, code: str) -> Any:
    """The path of an address, if the reader may know of it."""
    found = next(iter(_path(request.district, request.user, request.today).ask(said=code)), None)
    if found is None:
        raise Http404
    return found


@kept_by_role
def _path(district: District, user: Actor, today: date) -> WordedThings:
    rows = with_knowledge(processes_in(district, user, today)).filter(code=SAID)
    return WordedThings(
        rows.select_related(
            "district",
            "body__district",
            "technical_group__district",
            "mandate__mandated_by__district",
            "call",
        )
    )


def _can(request: PublicRequest, found: Process, doing: Doing) -> bool:
    return may(request.user, f"participation.{doing.value}", found)


def _sections(found: Process, user: Any) -> list[tuple[str, str, str, Any]]:
    """The sections of the areas: their template, their place in the page, their name, their rows."""
    return [
        (f"participation/{folder}/in_process.html", anchor, str(name), told(found, user))
        for folder, anchor, name, told in AREAS
    ]


def _listening(sections: list[tuple[str, str, str, Any]]) -> list[Gathering]:
    """The gatherings of the path that are open now, as its voices have told them."""
    told = next(rows for _template, _anchor, _name, rows in sections if isinstance(rows, voices.InProcess))
    return [each for each in told.gatherings if each.open_now]  # type: ignore[attr-defined]


def _proposed(template: PathTemplate, starts_on: date, last_day: date | None) -> list[dict[str, Any]]:
    days = spread(template.phases, starts_on, last_day or starts_on)
    return [
        {"keep": True, "title": str(phase.title), "starts_on": first, "last_day": last}
        for phase, (first, last) in zip(template.phases, days, strict=True)
    ]


def _phase(template: PathTemplate, turn: int, told: dict[str, Any]) -> deeds.PhaseFacts:
    proposed = template.phases[turn]
    return deeds.PhaseFacts(
        title=told["title"],
        purpose=str(proposed.purpose),
        starts_on=told["starts_on"],
        ends_before=after(told["last_day"]),
        opens={doing.value: whom.value for doing, whom in proposed.opens},
    )


def _products(template: PathTemplate, turn: int, told: dict[str, Any]) -> list[deeds.ProductFacts]:
    return [
        deeds.ProductFacts(title=str(title), kind=kind, due_on=told["last_day"])
        for kind, title in template.phases[turn].leaves
    ]
