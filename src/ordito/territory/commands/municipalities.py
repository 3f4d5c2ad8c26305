"""A district out of the names of its municipalities, and municipalities that come and go."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from ordito.core.command import command, journal
from ordito.core.commands import create_district
from ordito.core.refused import Refused
from ordito.territory import italy
from ordito.territory.models import Adjacency, Municipality, Population

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ordito.core.models import Actor, District
    from ordito.territory.models import SubArea

ISTAT = "ISTAT"
OLDEST = 100
"""The last age of the files, which means that age and over."""
LONGEST_REGION = 60
HUNDREDTHS = Decimal("0.01")


class MunicipalityRefused(Refused):
    """The municipality cannot be added, changed or taken away as asked."""


@command("territory.new_district", needs="core.create_district")
def new_district(
    district: District, *, by: Actor, comuni: Sequence[str], starts_on: date | None = None
) -> District:
    """Make a working district out of an unsaved one and the names of its municipalities.

    Codes, boundaries, centres, neighbours, areas and people by sex and year of age come by themselves.
    Raises `italy.UnknownMunicipalities` with every name that is unknown or ambiguous, and suggestions.
    """
    found = italy.find(comuni).municipalities
    regions = dict.fromkeys(one.region for one in found)
    district.region = district.region or " / ".join(regions)[:LONGEST_REGION]
    made = create_district(district, by=by)
    _settle(made, found, starts_on)
    return made


@command("territory.add_municipalities", needs="territory.tend")
def add_municipalities(
    district: District, *, by: Actor, comuni: Sequence[str], starts_on: date | None = None
) -> District:
    """Add municipalities by name; one that had left comes back."""
    present = {each.istat_code: each for each in district.municipalities.defer("geometry")}
    found = italy.find(comuni, near=present).municipalities
    staying = [
        one.name for one in found if one.istat_code in present and present[one.istat_code].ends_before is None
    ]
    if staying:
        raise MunicipalityRefused(_("Già nell'ambito: %(names)s.") % {"names": ", ".join(staying)})
    new = [one for one in found if one.istat_code not in present]
    for one in found:
        if one.istat_code in present:
            back = present[one.istat_code]
            _write(back, by=by, changes={"ends_before": [back.ends_before, None]})
            back.ends_before = None
            back.save(update_fields=["ends_before"])
    for municipality in _settle(district, new, starts_on):
        _write(municipality, by=by, changes={"istat_code": [None, municipality.istat_code]})
    return district


@command("territory.describe_municipality", needs="territory.tend")
def describe_municipality(
    municipality: Municipality,
    *,
    by: Actor,
    official_area_km2: Decimal | None,
    sub_area: SubArea | None,
    starts_on: date | None,
) -> Municipality:
    """Say the official area of a municipality, its sub-area, and since when it belongs to the district."""
    if sub_area is not None and sub_area.district_id != municipality.district_id:
        raise MunicipalityRefused(_("La sub-area è di un altro ambito."))
    _refuse_empty_period(starts_on, municipality.ends_before)
    municipality.official_area_km2 = official_area_km2
    municipality.sub_area = sub_area
    municipality.starts_on = starts_on
    municipality.save(update_fields=["official_area_km2", "sub_area", "starts_on"])
    return municipality


@command("territory.remove_municipality", needs="territory.tend")
def remove_municipality(municipality: Municipality, *, by: Actor, ends_before: date) -> Municipality:
    """Let a municipality leave the district on a day: what was true until then stays written."""
    if municipality.ends_before is not None:
        raise MunicipalityRefused(_("%(name)s è già uscito dall'ambito.") % {"name": municipality.name})
    _refuse_empty_period(municipality.starts_on, ends_before)
    municipality.ends_before = ends_before
    municipality.save(update_fields=["ends_before"])
    return municipality


@command("territory.discard_municipality", needs="territory.tend")
def discard_municipality(municipality: Municipality, *, by: Actor) -> None:
    """Take away a municipality that was added by mistake, as if it had never been there."""
    try:
        municipality.delete()
    except ProtectedError as problem:
        used = sorted(str(each) for each in problem.protected_objects)
        raise MunicipalityRefused(
            _("%(name)s non si può togliere: vi si trovano %(used)s. Se è uscito, dire da quando.")
            % {"name": municipality.name, "used": ", ".join(used)}
        ) from problem


def _settle(
    district: District, found: Sequence[italy.Known], starts_on: date | None
) -> Sequence[Municipality]:
    """Write the municipalities with all that is known of them, and who borders on whom."""
    if not found:
        return ()
    there = dict(district.municipalities.values_list("istat_code", "pk"))
    on_the_map = {one.istat_code for one in italy.municipalities()}
    everyone = {*(there.keys() & on_the_map), *(one.istat_code for one in found)}
    shapes = {feature["id"]: feature["geometry"] for feature in italy.boundaries(everyone)["features"]}
    new = Municipality.objects.bulk_create(
        [_municipality(district, one, shapes[one.istat_code], starts_on) for one in found]
    )
    pks = there | {each.istat_code: each.pk for each in new}
    Adjacency.objects.bulk_create(
        Adjacency(one_id=pks[one], other_id=pks[other])
        for one, other in italy.neighbours(everyone)
        if one not in there or other not in there
    )
    _count(pks, [one.istat_code for one in found])
    return new


def _municipality(
    district: District, one: italy.Known, geometry: Mapping[str, Any], starts_on: date | None
) -> Municipality:
    whole = italy.polygon(one.istat_code)
    centre = italy.centre(whole)
    return Municipality(
        district=district,
        istat_code=one.istat_code,
        cadastral_code=one.cadastral_code,
        name=one.name,
        province=one.province,
        polygon_area_km2=Decimal(italy.area_km2(whole)).quantize(HUNDREDTHS),
        longitude=round(centre.longitude, 5),
        latitude=round(centre.latitude, 5),
        geometry=geometry,
        starts_on=starts_on,
    )


def _count(pks: Mapping[str, int], codes: Iterable[str]) -> None:
    people = italy.population(list(codes))
    Population.objects.bulk_create(
        (
            Population(
                municipality_id=pks[row.istat_code],
                source=ISTAT,
                on=date(people.year, 1, 1),
                sex=row.sex,
                age_from=row.age,
                age_before=row.age + 1 if row.age < OLDEST else None,
                people=row.people,
            )
            for row in people.rows
        ),
        batch_size=5_000,
    )


def _refuse_empty_period(starts_on: date | None, ends_before: date | None) -> None:
    if starts_on is not None and ends_before is not None and ends_before <= starts_on:
        raise MunicipalityRefused(_("Un comune non può uscire dall'ambito prima di esserci entrato."))


def _write(municipality: Municipality, *, by: Actor, changes: dict[str, Any]) -> None:
    journal("territory.add_municipality", by=by, subject=municipality, changes=changes)
