"""Columns that several tables of the register have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ordito.core.tables import Field, inclusive

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from ordito.core.tables.fields import Text

CODE = r"[-a-zA-Z0-9_]+"
LONGEST_INTEGER = 2_147_483_647
SMALLEST_INTEGER_MAXIMUM = 32_767

BODY = Field("body", "string", _("Organismo"), required=True, references="bodies.code")
MEETING = Field("meeting", "string", _("Incontro"), required=True, references="meetings.code")
MEMBER = Field(
    "member",
    "string",
    _("Membro"),
    _("Il codice di un'organizzazione, o di una persona a titolo proprio."),
    required=True,
    references=("organisations.code", "people.code"),
)
ENDS_BEFORE = Field(
    "ends_before",
    "date",
    _("Fino a (escluso)"),
    _("Il primo giorno in cui non vale più; vuoto finché non si sa. «to» è l'ultimo giorno in cui vale."),
    aliases=(inclusive("to"),),
)


def yes(name: str, title: Text, description: Text) -> Field:
    """A boolean that is true when nobody says."""
    return Field(name, "boolean", title, description, default=lambda _row: True)


def code(
    title: Text, description: Text, longest: int, default: Callable[[Mapping[str, Any]], Any] | None = None
) -> Field:
    return Field(
        "code",
        "string",
        title,
        description,
        required=True,
        pattern=CODE,
        max_length=longest,
        default=default,
    )
