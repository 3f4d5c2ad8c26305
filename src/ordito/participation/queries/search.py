"""Where a search looks in calls and paths."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import Q, TextField, Value
from django.db.models.functions import Coalesce, Concat, NullIf, TruncDate
from django.urls import reverse
from django.utils.translation import gettext as _

from ordito.core.kept import SAID
from ordito.core.rules import works_in_plan_office
from ordito.core.shelves import Shelf
from ordito.participation.models import (
    Amendment,
    AmendmentState,
    Application,
    Call,
    Cell,
    Concept,
    Contribution,
    Elaboration,
    EmblematicActivity,
    Process,
    Source,
)
from ordito.participation.models.voices import in_a_line
from ordito.participation.queries.hypotheses import hypotheses_in, latest_texts
from ordito.participation.queries.voices import visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from ordito.core.models import Actor, District
    from ordito.core.search import Hit
    from ordito.core.shelves import Found


def shelves(district: District, user: Actor) -> list[Shelf]:
    """Calls and paths that the reader may see, with all that is in them; for the office also who applied."""
    heard = _hypotheses(district, user) + _voices(district, user)
    return _calls(district, user) + heard + _knowledge(district, user)


def _opens(district: District, kind: str, view: str, anchor: str = "") -> Callable[[Found], Hit]:
    """Tell a thing of a kind, which opens at the view of its keys."""

    def told(found: Found) -> Hit:
        return found.hit(kind, reverse(f"participation:{view}", args=[district.slug, *found.keys]) + anchor)

    return told


def _calls(district: District, user: Actor) -> list[Shelf]:
    calls = Call.objects.visible_to(user).filter(district=district)
    opened = _opens(district, _("Avvisi"), "call")
    found = [Shelf(calls, ("title", "purpose"), "title", ("code",), opened, "purpose", "published_on")]
    if works_in_plan_office(user, district):
        named = Q(name__icontains=Value(SAID)) | Q(protocol__iexact=Value(SAID))
        applied = Application.objects.filter(named, call__district=district)
        opened = _opens(district, _("Domande"), "application")
        found.append(Shelf(applied, (), "name", ("call__code", "number"), opened, "call__title"))
    return found


def _hypotheses(district: District, user: Actor) -> list[Shelf]:
    """Documents by their title or by the words of their text of now, and amendments."""
    seen = hypotheses_in(district, user)
    opened = _opens(district, _("Ipotesi"), "hypothesis")
    texts = latest_texts().filter(version__hypothesis__in=seen).annotate(on=TruncDate("version__at"))
    amendments = Amendment.objects.filter(hypothesis__in=seen).exclude(state=AmendmentState.WITHDRAWN)

    def paragraph(found: Found) -> Hit:
        hit = opened(replace(found, keys=found.keys[:2]))
        return replace(hit, url=f"{hit.url}#p{found.keys[2]}")

    def amendment(found: Found) -> Hit:
        title = _("n. %(number)s a «%(title)s»") % {"number": found.keys[2], "title": found.title}
        return _opens(district, _("Emendamento"), "amendment")(replace(found, title=title))

    return [
        Shelf(seen, ("title",), "title", ("process__code", "code"), opened, "process__title"),
        Shelf(
            texts,
            ("heading", "text"),
            Coalesce(NullIf("heading", Value("")), "version__hypothesis__title"),
            ("version__hypothesis__process__code", "version__hypothesis__code", "paragraph__number"),
            paragraph,
            "text",
            "on",
        ),
        Shelf(
            amendments.annotate(on=TruncDate("at")),
            ("text", "reason"),
            "hypothesis__title",
            ("hypothesis__process__code", "hypothesis__code", "number"),
            amendment,
            Coalesce(NullIf("text", Value("")), "reason"),
            "on",
        ),
    ]


def _voices(district: District, user: Actor) -> list[Shelf]:
    """What was said, and the cells and the concepts in which it was gathered."""
    paths = Process.objects.visible_to(user).filter(district=district)
    said = visible(Contribution.objects.filter(process__in=paths), district, user)
    opened = _opens(district, _("Contributi"), "contribution")
    cells = Cell.objects.filter(
        grid__process__in=paths, row__removed_at__isnull=True, column__removed_at__isnull=True
    )

    place = Concat("row__number", Value("-"), "column__number", output_field=TextField())

    def cell(found: Found) -> Hit:
        process, grid, row_and_column = found.keys
        told = replace(found, keys=(process, grid, *row_and_column.split("-")))
        return _opens(district, _("Celle delle griglie"), "cell")(told)

    return [
        Shelf(
            said.annotate(on=TruncDate("at")),
            ("text",),
            "text",
            ("process__code", "number"),
            lambda found: opened(replace(found, title=in_a_line(found.title))),
            "process__title",
            "on",
        ),
        Shelf(
            cells,
            ("summary", "row__title", "column__title"),
            Concat("row__title", Value(" × "), "column__title"),
            ("grid__process__code", "grid__code", place),
            cell,
            "summary",
        ),
        Shelf(
            Concept.objects.filter(map__process__in=paths),
            ("text",),
            "text",
            ("map__process__code", "map__code"),
            _opens(district, _("Concetti delle mappe"), "concept_map"),
            "map__title",
        ),
    ]


def _knowledge(district: District, user: Actor) -> list[Shelf]:
    """The paths themselves, and what they know."""
    paths = Process.objects.visible_to(user).filter(district=district)
    sources = Source.objects.visible_to(user).filter(district=district)
    activities = EmblematicActivity.objects.filter(process__in=paths)
    elaborations = Elaboration.objects.filter(process__in=paths)
    looked_into = _opens(district, _("Attività emblematiche"), "knowledge", "#attivita")
    worked_out = _opens(district, _("Elaborazioni"), "knowledge", "#elaborazioni")
    return [
        Shelf(
            paths,
            ("title", "purpose"),
            "title",
            ("code",),
            _opens(district, _("Percorsi"), "process"),
            "purpose",
        ),
        Shelf(
            sources,
            ("title", "phenomenon", "treatment"),
            "title",
            ("code",),
            _opens(district, _("Fonti"), "source"),
            "phenomenon",
        ),
        Shelf(
            activities,
            ("title", "positive", "critical", "to_revise"),
            "title",
            ("process__code",),
            looked_into,
            "positive",
        ),
        Shelf(elaborations, ("title", "text"), "title", ("process__code",), worked_out, "text"),
    ]
