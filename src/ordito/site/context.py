"""What every page's frame knows: the district, the loop, and who is reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from ordito.core.models import District, holds

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Stop:
    """One entry of the navigation: a station of the loop."""

    key: str
    name: str
    url: str
    here: bool


STOPS = (
    ("ascolto", "territory:places"),
    ("bisogni", "territory:territory"),
    ("confronto", "governance:bodies"),
    ("piano", "plan:plans"),
    ("riordino", "territory:organisation"),
    ("servizi", "community:competences"),
    ("coesione", "community:organisations"),
)


def stop_names() -> dict[str, str]:
    """The loop's stations by key, in the reader's language."""
    return {
        "ascolto": _("Ascolto"),
        "bisogni": _("Bisogni"),
        "confronto": _("Confronto"),
        "piano": _("Piano"),
        "riordino": _("Riordino"),
        "servizi": _("Servizi"),
        "coesione": _("Coesione"),
    }


def house(request: HttpRequest) -> dict[str, Any]:
    """Give templates `district`, `loop`, `is_insider` and `languages`."""
    district: District | None = getattr(request, "district", None)
    known: dict[str, Any] = {"languages": settings.LANGUAGES, "district": district}
    if district is None:
        return known
    here = request.resolver_match.view_name if request.resolver_match else ""
    names = stop_names()
    known["loop"] = [
        Stop(key=key, name=names[key], url=reverse(view, args=[district.slug]), here=here == view)
        for key, view in STOPS
    ]
    works_here = request.user.is_authenticated and holds(request.user, district)
    administers = request.user.is_authenticated and request.user.is_installation_admin
    known["is_insider"] = works_here or administers
    known["roleless"] = administers and not works_here
    return known
