"""The district at a glance: its municipalities and sub-areas with their figures, in a handful of queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ordito.territory.models import Municipality, Place, PlaceKind
from ordito.territory.queries.indicators import Figures, counted, together
from ordito.territory.queries.members import members_of, places_of
from ordito.territory.queries.people import ages_of, chosen_sources, sources_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from ordito.core.models import District
    from ordito.territory.queries.people import Ages, Source

ACCESS = frozenset({PlaceKind.POLE, PlaceKind.DESK, PlaceKind.HEALTH_HOUSE})
"""Where people enter the service; an office and a meeting room are not such places."""
DESKS = frozenset({PlaceKind.POLE, PlaceKind.DESK})
"""Every pole has a desk."""


@dataclass(frozen=True, slots=True)
class MunicipalityRow:
    """A municipality with its figures."""

    pk: int
    istat_code: str
    name: str
    province: str
    sub_area: str
    sub_area_code: str
    longitude: float | None
    latitude: float | None
    has_desk: bool
    url: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class SubAreaRow:
    """A sub-area, its municipalities and what they come to together."""

    code: str
    name: str
    municipalities: tuple[MunicipalityRow, ...]
    figures: Figures


@dataclass(frozen=True, slots=True)
class Overview:
    """The district on a day; `latest` is the count that is shown, `earlier` the one it is compared with."""

    on: date
    municipalities: tuple[MunicipalityRow, ...]
    sub_areas: tuple[SubAreaRow, ...]
    figures: Figures
    sources: tuple[Source, ...]
    latest: Source | None
    earlier: Source | None

    @property
    def without_sub_area(self) -> tuple[MunicipalityRow, ...]:
        return tuple(row for row in self.municipalities if not row.sub_area_code) if self.sub_areas else ()

    @property
    def without_desk(self) -> tuple[MunicipalityRow, ...]:
        return tuple(row for row in self.municipalities if not row.has_desk)

    @property
    def uncounted(self) -> tuple[MunicipalityRow, ...]:
        return tuple(row for row in self.municipalities if row.figures.people is None)


def overview_of(district: District, on: date) -> Overview:
    """Everything that the pages on the territory show, in five queries whatever the municipalities."""
    members = list(members_of(district, on).select_related("district", "sub_area").order_by("name"))
    sources = sources_of(district, on)
    latest, earlier = chosen_sources(sources, len(members))
    ages = ages_of(district, (latest, earlier))
    serving = _serving(district, on)
    rows = tuple(_row(each, latest, earlier, ages, serving) for each in members)
    return Overview(
        on=on,
        municipalities=rows,
        sub_areas=tuple(_sub_areas(rows)),
        figures=together(row.figures for row in rows),
        sources=sources,
        latest=latest,
        earlier=earlier,
    )


def inhabitants_of(district: District, on: date) -> tuple[list[tuple[int, str, int | None]], Source | None]:
    """Each municipality by name, with how many live there, and who counted them; three queries."""
    members = list(members_of(district, on).order_by("name").values_list("pk", "name"))
    latest, _earlier = chosen_sources(sources_of(district, on), len(members))
    ages = ages_of(district, (latest,))
    counted = {pk: each.between() for (pk, _source), each in ages.items()}
    return [(pk, name, counted.get(pk)) for pk, name in members], latest


def _row(
    municipality: Municipality,
    latest: Source | None,
    earlier: Source | None,
    ages: Mapping[tuple[int, Source], Ages],
    serving: Mapping[int, Mapping[int, str]],
) -> MunicipalityRow:
    here = serving.get(municipality.pk, {})
    figures = counted(
        ages.get((municipality.pk, latest)) if latest else None,
        ages.get((municipality.pk, earlier)) if earlier else None,
        area_km2=municipality.area_km2,
        official_area=municipality.official_area_km2 is not None,
        polygon_area_km2=municipality.polygon_area_km2,
        places=frozenset(pk for pk, kind in here.items() if kind in ACCESS),
    )
    sub_area = municipality.sub_area
    return MunicipalityRow(
        pk=municipality.pk,
        istat_code=municipality.istat_code,
        name=municipality.name,
        province=municipality.province,
        sub_area=sub_area.name if sub_area else "",
        sub_area_code=sub_area.code if sub_area else "",
        longitude=municipality.longitude,
        latitude=municipality.latitude,
        has_desk=not DESKS.isdisjoint(here.values()),
        url=municipality.get_absolute_url(),
        figures=figures,
    )


def _serving(district: District, on: date) -> Mapping[int, Mapping[int, str]]:
    """The open places, with their kind, that stand in each municipality or have it in their catchment."""
    kinds: dict[int, str] = {}
    serving: dict[int, dict[int, str]] = defaultdict(dict)
    for pk, kind, municipality in places_of(district, on).values_list("pk", "kind", "municipality_id"):
        kinds[pk] = kind
        if municipality is not None:
            serving[municipality][pk] = kind
    served = Place.catchment.through.objects.filter(place__district=district)
    for pk, municipality in served.values_list("place_id", "municipality_id"):
        if pk in kinds:
            serving[municipality][pk] = kinds[pk]
    return serving


def _sub_areas(rows: Iterable[MunicipalityRow]) -> Iterable[SubAreaRow]:
    groups: dict[tuple[str, str], list[MunicipalityRow]] = defaultdict(list)
    for row in rows:
        if row.sub_area_code:
            groups[row.sub_area, row.sub_area_code].append(row)
    for (name, code), group in sorted(groups.items()):
        yield SubAreaRow(code, name, tuple(group), together(row.figures for row in group))
