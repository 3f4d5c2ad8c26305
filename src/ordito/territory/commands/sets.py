"""Sets of things that a deed changes beside the row itself: written in the journal as well."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from ordito.core.command import journal
from ordito.core.refused import Refused
from ordito.territory.models import Municipality

if TYPE_CHECKING:
    from django.db.models import Model

    from ordito.core.models import Actor, District
    from ordito.territory.models import Function, Place, SubArea

STEM = 50


class StrangeMunicipalities(Refused):
    """Some codes are not of municipalities of the district."""


def free_code(model: type[SubArea | Place | Function], district: District, name: str) -> str:
    """The name as a code that nothing else of its kind has in the district."""
    stem = slugify(name)[:STEM].strip("-") or "senza-nome"
    same = model._default_manager.filter(district=district, code__startswith=stem)  # noqa: SLF001
    taken = set(same.values_list("code", flat=True))
    number, code = 1, stem
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code


def municipalities_by_code(district: District, istat_codes: Collection[str]) -> list[Municipality]:
    """The municipalities of the district that have these codes; all of them, or a refusal."""
    rows = Municipality.objects.filter(district=district, istat_code__in=istat_codes)
    found = list(rows.defer("geometry").order_by("istat_code"))
    unknown = set(istat_codes) - {each.istat_code for each in found}
    if unknown:
        named = ", ".join(sorted(unknown))
        raise StrangeMunicipalities(_("Non sono comuni dell'ambito: %(codes)s.") % {"codes": named})
    return found


def change_set(rows: Any, things: Collection[Model], *, deed: str, by: Actor, field: str) -> None:
    """Set a many-to-many relation of a row, and write in the journal which names came and went."""
    before = sorted(str(each) for each in rows.all())
    after = sorted(str(each) for each in things)
    if before != after:
        rows.set(things)
        journal(deed, by=by, subject=rows.instance, changes={field: [before, after]})
