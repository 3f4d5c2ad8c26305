"""What is known together: the map of documents, what a path suggests to read, what it looked into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Prefetch, Q
from django.utils.translation import gettext as _

from ordito.community.models import UserArea
from ordito.core import press
from ordito.governance.models import Meeting
from ordito.participation.models import (
    Elaboration,
    EmblematicActivity,
    Process,
    Source,
    SuggestedReading,
)
from ordito.territory.models import Municipality

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ordito.core.models import Actor, District

WHOLE = "tutto"
"""How an address says «the whole district», where another would say a municipality."""
UNSAID = "non-detta"
"""How an address says that nobody wrote for whom."""


def sources_in(district: District, user: Actor) -> QuerySet[Any]:
    """The sources that the reader may see, with the municipalities that they describe."""
    places = Prefetch("municipalities", queryset=Municipality.objects.order_by("name"))
    rows = Source.objects.visible_to(user).filter(district=district)
    return rows.select_related("district").prefetch_related(places)


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """How many sources describe a user area in a place; the address words that show them."""

    area: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A place with its cells; `key` is what the filter of the list calls it."""

    key: str
    name: str
    cells: tuple[MatrixCell, ...]

    @property
    def count(self) -> int:
        return sum(cell.count for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Which documents describe what, where; and what nobody has described."""

    areas: tuple[str, ...]
    rows: tuple[MatrixRow, ...]

    @property
    def silent(self) -> int:
        """The pairs of a municipality and a user area of which no document speaks."""
        return sum(
            1
            for row in self.rows
            if row.key != WHOLE
            for cell in row.cells
            if not cell.count and cell.area != UNSAID
        )


def matrix_of(district: District, user: Actor) -> Matrix:
    """Count the sources by municipality and user area, in two queries.

    A source that names no municipality speaks of the whole district: it has a row of its own, and is not
    counted in every municipality, of which it may say nothing in particular.
    """
    counted = (
        Source.objects.visible_to(user)
        .filter(district=district)
        .values_list("municipalities__istat_code", "user_area")
        .annotate(n=Count("pk", distinct=True))
        .order_by()
    )
    found = {(place or WHOLE, area or UNSAID): n for place, area, n in counted}
    columns = [(area.value, str(area.label)) for area in UserArea]
    if any(area == UNSAID for _place, area in found):
        columns.append((UNSAID, _("non detta")))
    today = district.today()
    towns = Municipality.objects.filter(
        Q(ends_before__isnull=True) | Q(ends_before__gt=today) | Q(sources__isnull=False), district=district
    )
    named = towns.order_by("name").distinct().values_list("istat_code", "name")
    return Matrix(
        areas=tuple(label for _area, label in columns),
        rows=tuple(
            MatrixRow(
                key,
                name,
                tuple(MatrixCell(area, label, found.get((key, area), 0)) for area, label in columns),
            )
            for key, name in [(WHOLE, _("tutto l'ambito")), *named]
        ),
    )


def readings_of(process: Process, user: Actor) -> list[SuggestedReading]:
    """What a path suggests to read, in order: only what the reader may see."""
    rows = process.readings.filter(source__in=Source.objects.visible_to(user))
    return list(rows.select_related("source__district").order_by("number", "pk"))


def activities_of(process: Process) -> list[EmblematicActivity]:
    """The activities that were looked into, by sub-area and then in order."""
    rows = process.activities.select_related("organisation__district", "sub_area")
    return list(rows.order_by("sub_area__name", "number"))


@dataclass(frozen=True, slots=True)
class Paper:
    """An elaboration as it is read on a page: its text is safe to print as it is."""

    elaboration: Elaboration
    html: str
    cites: tuple[Source, ...]
    meeting: Meeting | None


def elaborations_of(process: Process, user: Actor, *, meeting: Meeting | None = None) -> list[Paper]:
    """What was prepared, for one meeting or for all: with the sources and the meeting that one may see."""
    seen = Prefetch(
        "cites", queryset=Source.objects.visible_to(user).select_related("district").order_by("title")
    )
    rows = process.elaborations.select_related("file").defer("file__content").prefetch_related(seen)
    if meeting is not None:
        rows = rows.filter(meeting=meeting)
    else:
        met = Meeting.objects.visible_to(user).select_related("body", "district")
        rows = rows.prefetch_related(Prefetch("meeting", queryset=met))
    found = list(rows.order_by("number"))
    read = press.typed_html([each.text for each in found if each.text])
    return [
        Paper(
            each,
            read.get(each.text, ""),
            tuple(each.cites.all()),
            meeting if meeting is not None else each.meeting,
        )
        for each in found
    ]


def used_in(source: Source, user: Actor) -> list[Process]:
    """The paths that suggest a source or cite it, which the reader may see."""
    rows = Process.objects.visible_to(user).filter(
        Q(readings__source=source) | Q(elaborations__cites=source), district=source.district_id
    )
    return list(rows.select_related("district").distinct().order_by("-starts_on", "pk"))
