"""What became of what was said: of a path, of an organisation; the digests, and silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from ordito.core.access import require
from ordito.core.http import PublicRequest, SignedInRequest, in_district, signed_in
from ordito.core.listing import ROWS_A_PAGE, Column, Filter, Listing, csv_file, list_page
from ordito.core.page import page
from ordito.core.search import like
from ordito.core.thread import Stage, Thread
from ordito.participation.commands import telling as deeds
from ordito.participation.models import Digest, Process, Silence
from ordito.participation.queries.telling import (
    address_of,
    became_of,
    endings_of,
    organisation_that_spoke,
    organisations_that_spoke,
    shown_contributions,
    steps_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from ordito.participation.models import Contribution
    from ordito.participation.queries.telling import Became

STATION = "confronto"


@require_safe
@in_district
def process(request: PublicRequest, process: str) -> HttpResponse:
    """How far the voices of a path came, those that stopped first before the others."""
    found = get_object_or_404(
        Process.objects.visible_to(request.user).select_related("district", "body__district"),
        district=request.district,
        code=process,
    )
    said = shown_contributions(request.user, request.district).filter(process=found)
    return _told(request, said, title=found.title, above=found)


@require_safe
@in_district
def organisation(request: PublicRequest, organisation: str) -> HttpResponse:
    """How far the voices of an organisation came, in whatever path."""
    found = organisation_that_spoke(request.district, request.user, organisation)
    if found is None:
        raise Http404(_("Di questa organizzazione non c'è nessun contributo."))
    said = shown_contributions(request.user, request.district).filter(organisation=found)
    return _told(request, said, title=found.name, above=found)


@require_safe
@in_district
def organisations(request: PublicRequest) -> HttpResponse:
    """The paths and the organisations of which one may ask what became of what they said."""
    paths = Process.objects.visible_to(request.user).filter(district=request.district)
    return page(
        request,
        "participation/telling/all.html",
        station=STATION,
        paths=list(paths.select_related("district").order_by("-starts_on", "pk")),
        spoke=list(organisations_that_spoke(request.district, request.user)),
    )


def _told(request: PublicRequest, said: QuerySet[Contribution], *, title: str, above: object) -> HttpResponse:
    thread = Thread(request.district, request.user, request.today, until=Stage.DONE)
    endings = endings_of(said, thread)
    typed = request.GET.get("q", "").strip()[:200].replace("\x00", "")
    stage = request.GET.get("fin", "")
    narrowed = [each for each in endings if not stage or each.stage == stage]
    if typed:
        alike = set(like(said, typed, ["text"]).values_list("pk", flat=True))
        narrowed = [each for each in narrowed if each.pk in alike]
    if request.GET.get("export") == "csv":
        return _csv(title, became_of(narrowed, request.district))
    shown = Paginator(narrowed, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "participation/telling/became.html",
        part="results",
        station=STATION,
        title=title,
        above=above,
        steps=steps_of(endings),
        total=len(endings),
        narrowed=len(narrowed),
        shown=shown,
        rows=became_of(list(shown), request.district),
        typed=typed,
        stage=stage,
    )


def _csv(title: str, rows: Iterable[Became]) -> HttpResponse:
    head = [
        _("Numero"),
        _("Contributo"),
        _("Organizzazione"),
        _("Persone"),
        _("Fin dove"),
        _("Che cosa ne è stato"),
    ]
    told = (
        [
            row.number,
            row.text,
            row.organisation,
            row.size,
            str(row.ending.stage.label),
            f"{last.kind}: {last.title}" if (last := row.ending.furthest) else "",
        ]
        for row in rows
    )
    return csv_file(_("Che cosa ne è stato, %(title)s") % {"title": title}, [head], told)


@require_safe
@signed_in
def digests(request: SignedInRequest) -> HttpResponse:
    """What was told to whom, for the office."""
    require(request.user, "participation.keep_processes", request.district)
    listing = Listing(
        request=request,
        title=_("Riepiloghi"),
        rows=Digest.objects.filter(district=request.district),
        columns=[
            Column[Digest]("week", _("Settimana del"), lambda row: row.week, sort=["week"]),
            Column[Digest]("email", _("A chi"), lambda row: row.email, sort=["email"]),
            Column[Digest]("news", _("Novità"), lambda row: len(row.news), numeric=True),
            Column[Digest]("sent_at", _("Spedito"), lambda row: row.sent_at or row.problem, sort=["sent_at"]),
        ],
        search=["email"],
        filters=[
            Filter(
                "stato",
                _("Stato"),
                [("spedito", _("spediti")), ("attesa", _("in attesa"))],
                lambda rows, value: rows.filter(sent_at__isnull=value == "attesa"),
            )
        ],
        default_sort="-week",
    )
    return list_page(
        request,
        "participation/telling/digests.html",
        listing,
        station=STATION,
        silences=Silence.objects.filter(district=request.district).count(),
    )


@csrf_exempt
@require_http_methods(["GET", "POST"])
@in_district
def silence(request: PublicRequest, word: str) -> HttpResponse:
    """Let an address be told nothing more, or again; mail programs send a POST of their own (RFC 8058)."""
    email = address_of(request.district, word)
    if not email:
        raise Http404(_("Il collegamento non è intero: copiarlo tutto dal messaggio."))
    if request.method == "POST":
        silence = Silence(district=request.district, email=email)
        if request.POST.get("again"):
            deeds.end_silence(silence, by=request.user)
        else:
            deeds.choose_silence(silence, by=request.user, at=request.now)
        return redirect(request.path)
    return page(
        request,
        "participation/telling/silence.html",
        email=email,
        is_silent=Silence.objects.filter(district=request.district, email=email).exists(),
    )
