"""Lists that people like to use: search as one types, filter, sort, page, export what is shown."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.utils.text import slugify

from ordito.core.page import page
from ordito.core.search import like, matching
from ordito.core.tables.escape import escaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.core.paginator import Page
    from django.utils.functional import Promise

    from ordito.core.http import PublicRequest

M = TypeVar("M", bound=Model)

ROWS_A_PAGE = 50


@dataclass(frozen=True)
class Column(Generic[M]):
    """One column: its heading, what the export writes, and the fields by which it sorts, if it does."""

    key: str
    title: str
    value: Callable[[M], object]
    sort: Sequence[str] = ()
    numeric: bool = False


@dataclass(frozen=True)
class Filter:
    """One choice above the list; `lookup` is a keyword of filter(), or a function of queryset and value."""

    key: str
    title: str
    choices: Sequence[tuple[str, str | Promise]]
    lookup: str | Callable[[QuerySet[Any], str], QuerySet[Any]]


@dataclass
class Listing(Generic[M]):
    """What a list page shows now; templates read it, `core/listing.html` draws its controls."""

    request: PublicRequest
    title: str
    rows: QuerySet[M]
    columns: Sequence[Column[M]]
    search: Sequence[str] = ()
    words: Sequence[str] = ()
    """Fields searched by their words in Italian, whatever the ending; where given, `search` is not used."""
    filters: Sequence[Filter] = ()
    default_sort: str = ""
    chosen: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        asked = self.request.GET
        self.typed = asked.get("q", "").strip()[:200].replace("\x00", "")
        self.total = self.rows.count()
        rows = self.rows
        for each in self.filters:
            value = asked.get(each.key, "")
            if value in {key for key, _ in each.choices}:
                self.chosen[each.key] = value
                rows = (
                    each.lookup(rows, value) if callable(each.lookup) else rows.filter(**{each.lookup: value})
                )
        if self.typed:
            rows = (
                matching(rows, self.typed, self.words) if self.words else like(rows, self.typed, self.search)
            )
        self.found = rows.order_by(*self._order(asked.get("sort", "") or self.default_sort), "pk")

    def _order(self, asked: str) -> list[str]:
        self.sort = asked
        down, key = asked.startswith("-"), asked.removeprefix("-")
        for column in self.columns:
            if column.key == key and column.sort:
                return [f"-{name}" if down else name for name in column.sort]
        self.sort = ""
        return []

    @property
    def page(self) -> Page[M]:
        if not hasattr(self, "_page"):
            self._page = Paginator(self.found, ROWS_A_PAGE).get_page(self.request.GET.get("page"))
        return self._page

    @property
    def is_narrowed(self) -> bool:
        return bool(self.typed or self.chosen)

    def link(self, **change: str) -> str:
        """The address of this list with something changed; an empty value takes a parameter away."""
        query = self.request.GET.copy()
        for key in ("page", "export", *change):
            query.pop(key, None)
        for key, value in change.items():
            if value:
                query[key] = value
        return f"?{query.urlencode()}"

    def csv(self) -> HttpResponse:
        """Every row found, not only this page's."""
        values = (
            [column.value(row) for column in self.columns] for row in self.found.iterator(chunk_size=2_000)
        )
        return csv_file(self.title, [[column.title for column in self.columns]], values)


def csv_file(title: str, *parts: Iterable[Sequence[object]]) -> HttpResponse:
    """Rows as a CSV to be saved, that a spreadsheet opens without running any of it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in chain(*parts):
        writer.writerow([escaped(cell) if isinstance(cell, str) else cell for cell in row])
    answer = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{slugify(title)}.csv"'
    return answer


def list_page(request: PublicRequest, template: str, listing: Listing[Any], **context: Any) -> HttpResponse:
    """The list as a page, as its results alone (HTMX, while one types), or as a CSV (`?export=csv`)."""
    if request.GET.get("export") == "csv":
        return listing.csv()
    return page(request, template, part="results", listing=listing, **context)
