"""Sub-areas: made, changed, dissolved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ordito.core.command import command, journal
from ordito.core.refused import Refused
from ordito.territory.commands.sets import free_code, municipalities_by_code
from ordito.territory.models import SubArea

if TYPE_CHECKING:
    from collections.abc import Collection

    from ordito.core.models import Actor


class SubAreaRefused(Refused):
    """The sub-area cannot be made or changed as asked."""


@command("territory.create_sub_area", needs="territory.tend")
def create_sub_area(sub_area: SubArea, *, by: Actor, istat_codes: Collection[str] = ()) -> SubArea:
    """Make a sub-area out of an unsaved one, with its municipalities."""
    _name(sub_area, sub_area.name)
    sub_area.code = sub_area.code or free_code(SubArea, sub_area.district, sub_area.name)
    sub_area.save()
    _assign(sub_area, istat_codes, by=by)
    return sub_area


@command("territory.describe_sub_area", needs="territory.tend")
def describe_sub_area(sub_area: SubArea, *, by: Actor, name: str, istat_codes: Collection[str]) -> SubArea:
    """Change the name of a sub-area and say which municipalities are in it."""
    _name(sub_area, name)
    sub_area.save(update_fields=["name"])
    _assign(sub_area, istat_codes, by=by)
    return sub_area


@command("territory.dissolve_sub_area", needs="territory.tend")
def dissolve_sub_area(sub_area: SubArea, *, by: Actor) -> None:
    """Take a sub-area away; its municipalities stay in the district."""
    sub_area.delete()


def _name(sub_area: SubArea, name: str) -> None:
    sub_area.name = " ".join(name.split())
    if not sub_area.name:
        raise SubAreaRefused(_("Serve il nome della sub-area."))
    same = SubArea.objects.filter(district=sub_area.district, name__iexact=sub_area.name)
    if same.exclude(pk=sub_area.pk).exists():
        raise SubAreaRefused(_("C'è già una sub-area «%(name)s».") % {"name": sub_area.name})


def _assign(sub_area: SubArea, istat_codes: Collection[str], *, by: Actor) -> None:
    """Put these municipalities, and no others, in the sub-area."""
    chosen = municipalities_by_code(sub_area.district, istat_codes)
    left = sub_area.municipalities.exclude(istat_code__in=istat_codes).defer("geometry")
    moves = [(each, None) for each in left] + [(each, sub_area) for each in chosen]
    for municipality, to in moves:
        if municipality.sub_area_id != (to.pk if to else None):
            changes = {"sub_area": [municipality.sub_area_id, to.pk if to else None]}
            municipality.sub_area = to
            municipality.save(update_fields=["sub_area"])
            journal("territory.describe_municipality", by=by, subject=municipality, changes=changes)
