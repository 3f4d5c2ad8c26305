"""The map of opinions of a gathering: what unites the room and what divides it, when that may be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ordito.core.access import may
from ordito.core.http import PublicRequest, in_district
from ordito.core.listing import csv_file
from ordito.core.page import page
from ordito.participation.analysis.opinion_act import opinion_act
from ordito.participation.analysis.opinions import FEWEST, Map, map_of, method_told
from ordito.participation.queries.opinion_votes import votes_cast
from ordito.participation.views.ballots import FILE_FORMS, STATION
from ordito.participation.views.files import document_file
from ordito.participation.views.found import gathering_or_404

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ordito.participation.analysis.opinions import Line
    from ordito.participation.models import Gathering


def _mapped_or_404(request: PublicRequest, process: str, code: str) -> Gathering:
    """The gathering of the address; while it is open its map is read by who facilitates it alone."""
    found = gathering_or_404(request, process, code)
    if found.is_open(request.now) and not may(request.user, "participation.facilitate", found.process):
        raise Http404(_("La mappa delle opinioni si legge quando la raccolta è chiusa."))
    return found


@require_safe
@in_district
def opinion_map(request: PublicRequest, process: str, gathering: str) -> HttpResponse:
    """The groups that there are, what each says, what all share; or plain counts, and why."""
    found = _mapped_or_404(request, process, gathering)
    told = map_of(votes_cast(found))
    return page(
        request,
        "participation/choices/opinions.html",
        station=STATION,
        process=found.process,
        gathering=found,
        is_open=found.is_open(request.now),
        map=told,
        drawn=_drawn(told),
        method=method_told(),
        fewest=FEWEST,
        file_forms=FILE_FORMS,
    )


@require_safe
@in_district
def opinion_map_file(request: PublicRequest, process: str, gathering: str, form: str) -> HttpResponse:
    """The same figures as a document, or as a table."""
    found = _mapped_or_404(request, process, gathering)
    cast = votes_cast(found)
    if form != "csv":
        return document_file(opinion_act(found, cast, request.today), f"{found.code}-opinioni", form)
    told = map_of(cast)
    header = [_("N."), _("Affermazione"), _("Votanti"), _("D'accordo"), _("Non d'accordo"), _("Passano")]
    header += [_("Mani: d'accordo"), _("Mani: non d'accordo"), _("Mani: passano")]
    header += [
        _("Gruppo %(letter)s: d'accordo, su cento") % {"letter": group.letter} for group in told.groups
    ]
    return csv_file(f"{found.code}-opinioni", [header], (_row(line, told) for line in told.lines))


def _row(line: Line, told: Map) -> list[object]:
    counts = [line.voted, line.agree, line.disagree, line.passed] if line.is_told else ["", "", "", ""]
    hands = line.hands
    shown = ["", "", ""] if hands is None else [hands.agree, hands.disagree, hands.passed]
    shares = [round(100 * cell.agree) for cell in line.cells] if line.cells else [""] * len(told.groups)
    return [line.statement.number, line.statement.text, *counts, *shown, *shares]


def _drawn(told: Map) -> dict[str, object] | None:
    """What the picture shows: groups as discs, and the shares of each on each statement; no single voter."""
    if not told.groups:
        return None
    lines = [line for line in told.lines if line.cells]
    return {
        "groups": [
            {"letter": group.letter, "size": group.size, "x": round(group.x, 3), "y": round(group.y, 3)}
            for group in told.groups
        ],
        "lines": [
            {
                "number": line.statement.number,
                "text": line.statement.text,
                "shares": [round(100 * cell.agree) for cell in line.cells],
            }
            for line in lines
        ],
    }
