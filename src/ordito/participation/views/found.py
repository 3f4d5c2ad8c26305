"""What the addresses of a path name, or 404 to whoever may not know of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext as _

from ordito.participation.models import Contribution, Gathering, Process
from ordito.participation.queries.voices import contributions_in, with_what_a_row_says

if TYPE_CHECKING:
    from ordito.core.http import PublicRequest


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
    """The contribution of an address, if the reader may see it."""
    path = path_or_404(request, process)
    rows = with_what_a_row_says(contributions_in(path, request.user)).select_related(
        "process__district", "organisation__district", "phone"
    )
    found = rows.filter(number=number).first()
    if found is None:
        raise Http404(_("Questo contributo non c'è, o non si mostra più."))
    found.process = path
    if found.gathering is not None:
        found.gathering.process = path
    return found
