"""What the foundations know."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

from django.apps import apps
from django.utils.module_loading import module_has_submodule
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ordito.core.models import JournalEntry

if TYPE_CHECKING:
    from ordito.core.models import District


def deeds_of(district: District) -> list[str]:
    """The kinds of deed that the journal of a district holds."""
    return list(
        JournalEntry.objects.filter(district=district)
        .order_by("deed")
        .values_list("deed", flat=True)
        .distinct()
    )


def deed_names() -> dict[str, str]:
    """The foundations' deeds in the plan office's words."""
    return {
        "core.create_district": _("ambito creato"),
        "core.describe_district": _("ambito descritto"),
        "core.give_role": _("ruolo dato"),
        "core.end_role": _("ruolo chiuso"),
        "core.create_account": _("account creato"),
        "core.set_password": _("password cambiata"),
        "core.import_tables": _("tabelle importate"),
        "core.export_tables": _("tabelle esportate"),
    }


def deed_name(deed: str) -> str:
    """A deed in words, whichever room it comes from; one without words is shown by its own name."""
    return _deeds_of_every_room(get_language() or "").get(deed, deed)


@lru_cache
def _deeds_of_every_room(language: str) -> dict[str, str]:
    del language  # the words are those of the language in force
    named: dict[str, str] = {}
    for room in apps.get_app_configs():
        if room.name.startswith("ordito.") and module_has_submodule(room.module, "queries"):
            named |= getattr(import_module(f"{room.name}.queries"), "deed_names", dict)()
    return named
