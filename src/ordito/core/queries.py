"""What the foundations know."""

from __future__ import annotations

from typing import TYPE_CHECKING

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


def deed_name(deed: str) -> str:
    """A deed in words that the plan office uses; a deed without words is shown by its own name."""
    return {
        "core.create_district": _("ambito creato"),
        "core.describe_district": _("ambito descritto"),
        "core.give_role": _("ruolo dato"),
        "core.end_role": _("ruolo chiuso"),
        "core.create_account": _("account creato"),
        "core.import_tables": _("tabelle importate"),
    }.get(deed, deed)
