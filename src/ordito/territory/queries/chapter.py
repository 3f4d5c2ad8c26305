"""The plan's chapter on the territory: facts already in words and numbers, with the two drawings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ordito.core import numbers
from ordito.territory import figures as drawings
from ordito.territory.queries.indicators import BY_KEY
from ordito.territory.queries.map import drawn_map, marks_of, written
from ordito.territory.queries.members import neighbour_pairs
from ordito.territory.queries.organisation import organisation_of
from ordito.territory.queries.overview import overview_of
from ordito.territory.queries.pyramid import pyramid_of, scopes_of

if TYPE_CHECKING:
    from datetime import date

    from ordito.core.models import District
    from ordito.territory.queries.indicators import Figures
    from ordito.territory.queries.organisation import Organisation
    from ordito.territory.queries.overview import Overview
    from ordito.territory.queries.pyramid import Pyramid

COLUMNS = ("people", "area", "density", "under_18", "over_65", "over_75", "ageing")
DRAWING_WIDTH = 600


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure as the document writes it, and where it comes from."""

    label: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class TerritoryTable:
    """The municipalities and the whole, cell by cell as they are written; the first column is the name."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class TerritoryChapter:
    """Everything that the plan says of the territory; drawings are SVG, empty when they cannot be made."""

    facts: tuple[Fact, ...]
    municipalities: TerritoryTable
    sub_areas: tuple[tuple[str, tuple[str, ...], str], ...]
    """Name, municipalities, inhabitants."""
    places: tuple[tuple[str, str, str], ...]
    """Kind, name, municipality."""
    functions: tuple[tuple[str, str, str], ...]
    """Name, level, where."""
    social_workers: tuple[Fact, ...]
    map_svg: str
    pyramid_svg: str
    sources: tuple[str, ...]


def territory_chapter_facts(district: District, on: date | None = None) -> TerritoryChapter:
    """What the chapter on the territory says on a day, today's when none is given."""
    on = on or district.today()
    overview = overview_of(district, on)
    marks = marks_of(district, overview)
    pyramid = pyramid_of(district, scopes_of(overview, district)[0])
    organisation = organisation_of(overview, district)
    return TerritoryChapter(
        facts=tuple(_facts(district, overview)),
        municipalities=_table(overview),
        sub_areas=tuple(
            (
                area.name,
                tuple(row.name for row in area.municipalities),
                written(BY_KEY["people"], BY_KEY["people"].of(area.figures)),
            )
            for area in overview.sub_areas
        ),
        places=tuple((str(mark.kind.label), mark.name, mark.municipality) for mark in marks),
        functions=tuple(
            (
                row.function.name,
                row.function.get_level_display(),
                ", ".join(place.name for place in row.places),
            )
            for row in organisation.rows
        ),
        social_workers=tuple(_social_workers(organisation, overview)),
        map_svg=drawn_map(
            district,
            overview,
            BY_KEY["people"],
            marks=marks,
            source=source_of_boundaries(),
            width=DRAWING_WIDTH,
        ),
        pyramid_svg=_drawn_pyramid(pyramid),
        sources=tuple(source.label for source in (overview.latest, overview.earlier) if source is not None),
    )


def source_of_boundaries() -> str:
    """Who drew the boundaries: said wherever they are shown."""
    return _("Confini: ISTAT, CC BY 4.0; elaborazione Ordito.")


def source_of_area(figures: Figures) -> str:
    """Whether an area is the official one, or reckoned on the boundaries."""
    return _("superficie ufficiale") if figures.official_area else _("calcolata sui confini, non ufficiale")


def _facts(district: District, overview: Overview) -> list[Fact]:
    figures = overview.figures
    facts = [Fact(_("Comuni"), numbers.written(len(overview.municipalities)), _("registro dell'ambito"))]
    counts = ((overview.latest, figures.people), (overview.earlier, figures.before))
    facts += [
        Fact(_("Abitanti"), numbers.written(people), source.label)
        for source, people in counts
        if source is not None and people is not None
    ]
    if figures.area_km2 is not None:
        value = f"{numbers.written(figures.area_km2, 2)} km²"
        facts.append(Fact(_("Superficie"), value, source_of_area(figures)))
    pairs = neighbour_pairs(district, overview.on)
    facts.append(Fact(_("Coppie di comuni confinanti"), numbers.written(pairs), source_of_boundaries()))
    facts.append(Fact(_("Sub-aree"), numbers.written(len(overview.sub_areas)), _("registro dell'ambito")))
    return facts


def _table(overview: Overview) -> TerritoryTable:
    indicators = [BY_KEY[key] for key in COLUMNS]

    def line(name: str, figures: Figures) -> tuple[str, ...]:
        return (name, *(written(each, each.of(figures)) for each in indicators))

    return TerritoryTable(
        header=(_("Comune"), *(f"{each.name} ({each.unit})" for each in indicators)),
        rows=tuple(line(row.name, row.figures) for row in overview.municipalities),
        total=line(_("Ambito"), overview.figures),
        source=overview.latest.label if overview.latest else "",
    )


def _social_workers(organisation: Organisation, overview: Overview) -> list[Fact]:
    source = overview.latest.label if overview.latest else ""
    return [
        Fact(
            _("Assistenti sociali a tempo pieno, uno ogni %(n)s abitanti")
            % {"n": numbers.written(need.inhabitants_per_worker)},
            numbers.written(need.workers, 2),
            source,
        )
        for need in organisation.needs
    ]


def _drawn_pyramid(pyramid: Pyramid | None) -> str:
    if pyramid is None:
        return ""
    return drawings.pyramid_svg(
        pyramid.counts, name=pyramid.scope.name, source=pyramid.source.label, width=DRAWING_WIDTH
    )
