"""What the addresses of a path name, or 404 to whoever may not know of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext as _

from ordito.core.kept import SAID, Said, WordedThings, kept
from ordito.participation.models import Contribution, Gathering, Process
from ordito.participation.queries.voices import visible, with_what_a_row_says

if TYPE_CHECKING:
    from datetime import date

    from ordito.core.http import PublicRequest
    from ordito.core.models import Actor, District


def path_or_404(request: PublicRequest, code: str) -> Process:
    """The path of an address."""
    rows = Process.objects.visible_to(request.user).filter(district=request.district)
    found = rows.select_related("body").filter(code=code).first()
    if found is None:
        raise Http404(_("Questo percorso non c'è, o lo vede solo chi lavora nell'ambito."))
    found.district = request.district
    return found


def gathering_or_404(request: PublicRequest, process: str, code: str) -> Gathering:
    """The gathering of an address."""
    path = path_or_404(request, process)
    rows = Gathering.objects.select_related("meeting__district", "meeting__body", "sub_area")
    found = rows.filter(process=path, code=code).first()
    if found is None:
        raise Http404(_("Questa raccolta non c'è."))
    found.process = path
    return found


def contribution_or_404(request: PublicRequest, process: str, number: int) -> Contribution:
    """The contribution of an address, with its path, if the reader may see both."""
    asked = _contribution(request.district, request.user, request.today)
    found: Contribution | None = next(iter(asked.ask(said=process, number=number)), None)
    if found is None:
        raise Http404(_("Questo contributo non c'è, o non si mostra più."))
    found.process.district = request.district
    for thing in (found.gathering, found.about):
        if thing is not None:
            thing.process = found.process
    if found.organisation is not None:
        found.organisation.district = request.district
    return found


@kept
def _contribution(district: District, user: Actor, _today: date) -> WordedThings:
    paths = Process.objects.visible_to(user).filter(district=district, code=SAID)
    said = visible(Contribution.objects.filter(process__in=paths, number=Said("number")), district, user)
    return WordedThings(with_what_a_row_says(said).select_related("process__body", "phone"))
