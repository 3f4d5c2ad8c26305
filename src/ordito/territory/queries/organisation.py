"""The macro-organisation: which function is kept where, and by how many people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from ordito.core.period import Period
from ordito.territory.models import Function, FunctionLevel, Municipality
from ordito.territory.queries.leps import social_workers_needed
from ordito.territory.queries.members import places_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal

    from ordito.core.models import District
    from ordito.territory.models import Place
    from ordito.territory.queries.leps import Need
    from ordito.territory.queries.overview import MunicipalityRow, Overview

LEVELS = list(FunctionLevel)


@dataclass(frozen=True, slots=True)
class FunctionRow:
    """A function in force and the open places where it is kept."""

    function: Function
    places: tuple[Place, ...]
    reaches: tuple[str, ...]
    """For each municipality, in order, where its people find the function; empty when nowhere."""
    unreached: tuple[str, ...]
    """The municipalities that do not find it anywhere."""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One municipality and where it finds each function, in the order of the functions."""

    municipality: MunicipalityRow
    cells: tuple[tuple[FunctionRow, str], ...]


@dataclass(frozen=True, slots=True)
class Organisation:
    """The macro-organisation on a day; `people` and `needs` are those of the essential level."""

    rows: tuple[FunctionRow, ...]
    coming: tuple[Function, ...]
    ended: tuple[Function, ...]
    matrix: tuple[MatrixRow, ...]
    full_time_workers: Decimal | None
    social_workers: Decimal | None
    people: int | None
    needs: tuple[Need, ...]


def functions_of(district: District, on: date) -> tuple[FunctionRow, ...]:
    """The functions in force on a day with their places, central ones first; nobody's reach is worked out."""
    return tuple(
        FunctionRow(function, tuple(function.places.all()), (), ())
        for function in _ordered(district, on)
        if on in Period(function.starts_on, function.ends_before)
    )


def organisation_of(overview: Overview, district: District) -> Organisation:
    """The macro-organisation, by function and by municipality, with the essential level."""
    on, municipalities = overview.on, overview.municipalities
    ordered = _ordered(district, on)
    now = [each for each in ordered if on in Period(each.starts_on, each.ends_before)]
    rows = tuple(_row(function, municipalities) for function in now)
    social_workers = _sum(function.full_time_social_workers for function in now)
    people = overview.figures.people
    return Organisation(
        rows=rows,
        coming=tuple(each for each in ordered if each.starts_on > on),
        ended=tuple(each for each in ordered if each.ends_before is not None and each.ends_before <= on),
        matrix=tuple(
            MatrixRow(municipality, tuple((row, row.reaches[place]) for row in rows))
            for place, municipality in enumerate(municipalities)
        ),
        full_time_workers=_sum(function.full_time_workers for function in now),
        social_workers=social_workers,
        people=people,
        needs=social_workers_needed(people, in_force=social_workers) if people is not None else (),
    )


def history_of(district: District, code: str) -> tuple[Function, ...]:
    """How a function has been kept, the latest first."""
    rows = Function.objects.filter(district=district, code=code).prefetch_related("places__district")
    return tuple(rows.order_by("-starts_on"))


def _ordered(district: District, on: date) -> list[Function]:
    served = Prefetch("catchment", Municipality.objects.only("pk"))
    places = places_of(district, on).select_related("district").prefetch_related(served).order_by("name")
    rows = Function.objects.filter(district=district).prefetch_related(Prefetch("places", places))
    return sorted(rows, key=lambda f: (LEVELS.index(FunctionLevel(f.level)), f.name, f.starts_on))


def _row(function: Function, municipalities: Iterable[MunicipalityRow]) -> FunctionRow:
    reaches = tuple(_where(function, each) for each in municipalities)
    missed = tuple(each.name for each, where in zip(municipalities, reaches, strict=True) if not where)
    return FunctionRow(function, tuple(function.places.all()), reaches, missed)


def _where(function: Function, municipality: MunicipalityRow) -> str:
    """Where the people of a municipality find a function."""
    if function.level == FunctionLevel.CENTRAL:
        return _("centrale")
    if function.level == FunctionLevel.EVERY_MUNICIPALITY:
        return _("nel comune")
    if function.level == FunctionLevel.SUB_AREA:
        return municipality.sub_area
    return ", ".join(place.name for place in function.places.all() if _serves(place, municipality))


def _serves(place: Place, municipality: MunicipalityRow) -> bool:
    return place.municipality_id == municipality.pk or any(
        served.pk == municipality.pk for served in place.catchment.all()
    )


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known[1:], known[0]) if known else None
