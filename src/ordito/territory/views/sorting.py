"""Tables of reckoned figures: sorted by any column, and taken away as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ordito.core.tables.escape import escaped
from ordito.territory.queries import BY_KEY, INDICATORS, Indicator, MunicipalityRow, Overview


@dataclass(frozen=True, slots=True)
class Head:
    """A heading by which the table sorts."""

    key: str
    title: str
    link: str
    state: str
    """The value of aria-sort."""
    numeric: bool = True
    unit: str = ""


def heads(request: HttpRequest, indicators: Sequence[Indicator], sort: str) -> list[Head]:
    """The headings of a table of municipalities: the name, and the indicators."""
    columns = [("name", _("Comune"), False, "")]
    columns += [(each.key, str(each.name), True, str(each.unit)) for each in indicators]
    return [
        Head(key, title, _link(request, key, sort), _state(key, sort), numeric, unit)
        for key, title, numeric, unit in columns
    ]


def sorted_rows(overview: Overview, asked: str) -> tuple[str, list[MunicipalityRow]]:
    """The sort that was understood, and the municipalities in that order; unknown values come last."""
    down, key = asked.startswith("-"), asked.removeprefix("-")
    rows = list(overview.municipalities)
    if key in BY_KEY:
        values = {row: BY_KEY[key].of(row.figures) for row in rows}
        known = [row for row in rows if values[row] is not None]
        known.sort(key=lambda row: values[row] or 0, reverse=down)
        return asked, [*known, *(row for row in rows if values[row] is None)]
    return ("-name", rows[::-1]) if asked == "-name" else ("name", rows)


def municipalities_csv(title: str, rows: Iterable[MunicipalityRow]) -> HttpResponse:
    """Every indicator of the municipalities, with points for decimals, for another program to read."""
    header = ["istat_code", "name", "sub_area", *(indicator.key for indicator in INDICATORS)]
    lines = [
        [
            row.istat_code,
            escaped(row.name),
            escaped(row.sub_area),
            *(_plain(each, each.of(row.figures)) for each in INDICATORS),
        ]
        for row in rows
    ]
    return csv_answer(title, [header, *lines])


def csv_answer(title: str, lines: Iterable[Sequence[object]]) -> HttpResponse:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(lines)
    answer = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{slugify(title)}.csv"'
    return answer


def _plain(indicator: Indicator, value: float | None) -> str:
    return "" if value is None else f"{value:.{indicator.decimals}f}"


def _link(request: HttpRequest, key: str, sort: str) -> str:
    query = request.GET.copy()
    query.pop("export", None)
    query["ordina"] = f"-{key}" if sort == key else key
    return f"?{query.urlencode()}"


def _state(key: str, sort: str) -> str:
    return {key: "ascending", f"-{key}": "descending"}.get(sort, "none")
