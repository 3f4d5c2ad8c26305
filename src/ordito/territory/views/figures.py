"""The territory to look at: the map, the differences, one indicator opened up, the ages."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ordito.core.http import PublicRequest, in_district
from ordito.core.page import page
from ordito.territory import figures as drawings
from ordito.territory.queries import (
    BY_KEY,
    INDICATORS,
    Figures,
    Indicator,
    Overview,
    Pyramid,
    Scope,
    counts_of,
    differences_of,
    drawn_map,
    geojson_of,
    has_boundaries,
    known_of,
    marks_of,
    neighbour_pairs,
    overview_of,
    pyramid_of,
    scopes_of,
    source_of_area,
    source_of_boundaries,
    written,
)
from ordito.territory.views.sorting import csv_answer, heads, municipalities_csv, sorted_rows

STATION = "bisogni"
MAP_WIDTH, MAP_NARROW = 640, 340
WIDTHS = (560, 340)
"""Of a drawing on a page: for a desk, and for a telephone."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A number as it is written, with the indicator that opens it."""

    indicator: Indicator
    value: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table of figures."""

    name: str
    url: str
    sub_area: str
    code: str
    cells: tuple[Cell, ...]


@require_safe
@in_district
def territory(request: PublicRequest) -> HttpResponse:
    """The map, coloured by any indicator, with the table that says the same."""
    overview = overview_of(request.district, request.today)
    sort, rows = sorted_rows(overview, request.GET.get("ordina", ""))
    if request.GET.get("export") == "csv":
        return municipalities_csv(_("Territorio"), rows)
    indicator = BY_KEY.get(request.GET.get("indicatore", ""), INDICATORS[0])
    shown = [each for each in INDICATORS if each.key in {"people", "area"} or each == indicator]
    return page(
        request,
        "territory/territory.html",
        part="results",
        station=STATION,
        overview=overview,
        indicator=indicator,
        indicators=INDICATORS,
        source=source_of(indicator, overview),
        heads=heads(request, shown, sort),
        lines=[
            _line(row.name, row.figures, shown, url=row.url, sub_area=row.sub_area, code=row.istat_code)
            for row in rows
        ],
        whole=_line(_("Ambito"), overview.figures, shown),
        sub_areas=[
            (area, _line(area.name, area.figures, shown, code=area.code)) for area in overview.sub_areas
        ],
        shown=shown,
        pairs=neighbour_pairs(request.district, request.today),
        has_map=has_boundaries(request.district, request.today),
        narrow=MAP_NARROW,
    )


@require_safe
@in_district
def drawn(request: PublicRequest) -> HttpResponse:
    """The map as a drawing: for paper, and for whoever has no script or no graphics."""
    overview = overview_of(request.district, request.today)
    asked = BY_KEY.get(request.GET.get("indicatore", ""), INDICATORS[0])
    svg = drawn_map(
        request.district,
        overview,
        asked,
        marks=marks_of(request.district, overview),
        source=f"{_said(asked, overview)} {source_of_boundaries()}",
        width=MAP_NARROW if request.GET.get("larghezza") == str(MAP_NARROW) else MAP_WIDTH,
    )
    if not svg:
        raise Http404(_("I confini di questi comuni non ci sono ancora."))
    return HttpResponse(svg, content_type="image/svg+xml")


@require_safe
@in_district
def boundaries(request: PublicRequest) -> HttpResponse:
    """What the live map draws, as GeoJSON."""
    overview = overview_of(request.district, request.today)
    marks = marks_of(request.district, overview)
    return JsonResponse(geojson_of(request.district, overview, INDICATORS, marks))


@require_safe
@in_district
def differences(request: PublicRequest) -> HttpResponse:
    """Every indicator of every municipality, on one page."""
    overview = overview_of(request.district, request.today)
    sort, rows = sorted_rows(overview, request.GET.get("ordina", ""))
    if request.GET.get("export") == "csv":
        return municipalities_csv(_("Differenze fra comuni"), rows)
    return page(
        request,
        "territory/differences.html",
        part="results",
        station=STATION,
        overview=overview,
        differences=differences_of(overview, rows),
        heads=heads(request, known_of(overview), sort),
    )


@require_safe
@in_district
def indicator(request: PublicRequest, key: str) -> HttpResponse:
    """One indicator opened up: its formula, its sources, and what it is made of for every municipality."""
    asked = BY_KEY.get(key)
    if asked is None:
        raise Http404(_("Questo indicatore non esiste."))
    overview = overview_of(request.district, request.today)
    if request.GET.get("export") == "csv":
        return csv_answer(str(asked.name), _opened_csv(asked, overview))
    bars = [drawings.Bar(row.name, asked.of(row.figures)) for row in overview.municipalities]
    whole = drawings.Bar(_("Ambito"), asked.of(overview.figures)) if asked.below else None
    return page(
        request,
        "territory/indicator.html",
        station=STATION,
        indicator=asked,
        overview=overview,
        sources=_sources_of(asked, overview),
        counts=counts_of(request.district, request.today) if asked.key == "people" else (),
        rows=[
            _opened(asked, row.name, row.figures, row.istat_code, row.url) for row in overview.municipalities
        ],
        sub_areas=[_opened(asked, area.name, area.figures, area.code, "") for area in overview.sub_areas],
        whole=_opened(asked, _("Ambito"), overview.figures, "", ""),
        drawn=[
            drawings.bars_svg(
                bars,
                title=str(asked.name),
                unit=str(asked.unit),
                decimals=asked.decimals,
                reference=whole,
                source=_said(asked, overview),
                width=width,
            )
            for width in WIDTHS
            if bars
        ],
    )


@require_safe
@in_district
def pyramid(request: PublicRequest) -> HttpResponse:
    """The ages of a place, beside those of another."""
    overview = overview_of(request.district, request.today)
    scopes = scopes_of(overview, request.district)
    here = _scope(scopes, request.GET.get("di", "")) or scopes[0]
    there = _scope(scopes, request.GET.get("con", "-"))
    shown = pyramid_of(request.district, here)
    compared = None
    if shown is not None and there is not None and there != here:
        compared = pyramid_of(request.district, there, like=shown.source)
    if request.GET.get("export") == "csv" and shown is not None:
        return csv_answer(
            _("Piramide delle età %(name)s") % {"name": here.name}, _pyramid_csv(shown, compared)
        )
    return page(
        request,
        "territory/pyramid.html",
        part="results",
        station=STATION,
        overview=overview,
        scopes=scopes,
        here=here,
        there=there,
        pyramid=shown,
        compared=compared,
        rows=list(zip(shown.rows, compared.rows if compared else shown.rows, strict=True)) if shown else [],
        drawn=drawn_pyramid(shown, compared),
    )


def drawn_pyramid(shown: Pyramid | None, compared: Pyramid | None) -> list[str]:
    """A pyramid as a drawing for each width; people as bars, or shares with the outline of another place."""
    if shown is None:
        return []
    return [
        drawings.pyramid_svg(
            shown.counts,
            name=shown.scope.name,
            compared=(compared.scope.name, compared.counts) if compared else None,
            source=shown.source.label,
            width=width,
        )
        for width in WIDTHS
    ]


def source_of(asked: Indicator, overview: Overview) -> str:
    """Who says the main ingredient of an indicator, and when."""
    if not asked.is_of_people:
        return source_of_area(overview.figures)
    return overview.latest.label if overview.latest else _("nessun conteggio")


def _sources_of(asked: Indicator, overview: Overview) -> list[tuple[str, str]]:
    """Each ingredient of an indicator with where it comes from."""
    found = []
    if asked.is_of_people:
        found.append((_("Persone"), overview.latest.label if overview.latest else _("nessun conteggio")))
    if asked.key == "change":
        label = overview.earlier.label if overview.earlier else _("nessun altro conteggio")
        found.append((_("Conteggio precedente"), label))
    if asked.key in {"density", "area"}:
        found.append((_("Superficie"), source_of_area(overview.figures)))
    if asked.key == "per_place":
        found.append((_("Luoghi"), _("registro dell'ambito, luoghi aperti oggi")))
    return found


def _said(asked: Indicator, overview: Overview) -> str:
    return "; ".join(f"{name}: {source}" for name, source in _sources_of(asked, overview)) + "."


def _line(
    name: str, figures: Figures, shown: list[Indicator], *, url: str = "", sub_area: str = "", code: str = ""
) -> Line:
    cells = tuple(Cell(each, written(each, each.of(figures))) for each in shown)
    return Line(name, url, sub_area, code, cells)


def _opened(asked: Indicator, name: str, figures: Figures, code: str, url: str) -> dict[str, object]:
    return {
        "name": name,
        "code": code,
        "url": url,
        "above": asked.above(figures),
        "below": asked.below(figures) if asked.below else None,
        "value": written(asked, asked.of(figures)),
        "figures": figures,
    }


def _opened_csv(asked: Indicator, overview: Overview) -> list[list[object]]:
    lines: list[list[object]] = [["istat_code", "name", "numerator", "denominator", asked.key]]
    for row in overview.municipalities:
        opened = _opened(asked, row.name, row.figures, row.istat_code, "")
        value = asked.of(row.figures)
        lines.append(
            [row.istat_code, row.name, opened["above"], opened["below"], "" if value is None else value]
        )
    return lines


def _pyramid_csv(shown: Pyramid, compared: Pyramid | None) -> list[list[object]]:
    lines: list[list[object]] = [["place", "age", "women", "men"]]
    for each in (shown, compared):
        if each is not None:
            lines += [[each.scope.name, row.label, row.women, row.men] for row in each.rows]
    return lines


def _scope(scopes: tuple[Scope, ...], key: str) -> Scope | None:
    return next((scope for scope in scopes if scope.key == key), None)
