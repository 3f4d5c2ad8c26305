"""What templates ask: permissions, Italian numbers and days, changed query strings."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ordito.core import access, moments, queries
from ordito.core.numbers import shortest, writer, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from ordito.core.listing import Listing

register = template.Library()


@register.simple_tag(takes_context=True)
def may(context: template.Context, permission: str, subject: object) -> bool:
    """Ask the same rule that the command asks: {% may "governance.convene" body as ok %}."""
    return access.may(context["request"].user, permission, subject)


@register.filter
def number(value: float | Decimal | None, decimals: int | None = None) -> str:
    """A number as Italians write it: 41.006 or 12,5; a dash when there is none."""
    if value is None or value == "":
        return "—"
    return written(value, decimals)


@register.filter
def cells(values: Iterable[Decimal | None], decimals: int) -> SafeString:
    """Numbers of a table's row, each in its cell: one filter, where a loop would ask for each of them."""
    write = writer(decimals)
    told = ("—" if value is None else write(value) for value in values)
    return mark_safe("".join(f'<td class="num-cell">{each}</td>' for each in told))  # noqa: S308 - digits only


@register.filter
def figure(value: Decimal | None) -> str:
    """A decimal without the zeros that its column adds: 12 or 12,5."""
    if value is None:
        return "—"
    return number(shortest(value))


@register.filter
def unlocalized(value: object) -> str:
    """A year, a code: written as it is, never with a thousands separator."""
    return str(value)


@register.filter
def plainly(value: float) -> str:
    """A number as HTML attributes want it, with a dot."""
    return f"{value:.4f}"


@register.filter
def percent(value: float | None, decimals: int = 1) -> str:
    """A ratio as a percentage: 0.125 is 12,5 %."""
    if value is None:
        return "—"
    return f"{written(100 * value, decimals)}\u00a0%"


@register.filter
def get(mapping: Mapping[str, Any], key: str) -> Any:
    """The value of a key that only the template knows."""
    return mapping.get(key, "")


@register.filter
def deed_name(deed: str) -> str:
    """A deed in the plan office's words."""
    return queries.deed_name(deed)


@register.filter
def day(value: date | None) -> str:
    """18/07/2016, in every language."""
    return f"{value:%d/%m/%Y}" if value else "—"


@register.filter
def out_of(part: float | str, whole: float) -> str:
    """14 su 28."""
    return _("%(n)s su %(tot)s") % {"n": part, "tot": whole}


register.filter("long_day", moments.long_day)
register.filter("until", moments.until)


@register.filter
def in_days(value: date, today: date) -> str:
    """How far a day is: oggi, domani, tra 5 giorni, da 3 giorni."""
    distance = (value - today).days
    if distance == 0:
        return _("oggi")
    if distance == 1:
        return _("domani")
    if distance > 0:
        return ngettext("tra %(n)s giorno", "tra %(n)s giorni", distance) % {"n": distance}
    return ngettext("da %(n)s giorno", "da %(n)s giorni", -distance) % {"n": -distance}


@register.simple_tag
def sort_link(listing: Listing[Any], key: str) -> str:
    """The address that sorts by a column, the other way round when it already does."""
    return listing.link(sort=f"-{key}" if listing.sort == key else key)


@register.simple_tag
def sort_state(listing: Listing[Any], key: str) -> str:
    """The value of aria-sort for a column."""
    return {key: "ascending", f"-{key}": "descending"}.get(listing.sort, "none")


@register.simple_tag
def list_link(listing: Listing[Any], **change: object) -> str:
    """The address of the list with something changed."""
    return listing.link(**{key: "" if value is None else str(value) for key, value in change.items()})
