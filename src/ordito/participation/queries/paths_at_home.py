"""What paths tell the house: what ends, what is late, what a search finds in them and in the map."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Left
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ordito.core.loop import Due
from ordito.core.rules import works_in_plan_office
from ordito.core.search import Hit, around, matching
from ordito.core.waiting import Waiting
from ordito.participation.models import (
    Elaboration,
    EmblematicActivity,
    Phase,
    Process,
    Product,
    Source,
)

if TYPE_CHECKING:
    from datetime import date

    from ordito.core.models import Actor, District

LOOK_AHEAD = timedelta(days=14)
MOST_HITS = 20
LONG = 100_000


def due_of_paths(district: District, user: Actor, today: date) -> list[Waiting]:
    """Phases that are about to end, for whoever may see them; for the office also the products to deliver."""
    seen = Process.objects.visible_to(user).filter(district=district)
    found = [_phases(district, seen, today)]
    return [*found, _products(district, seen, today)] if works_in_plan_office(user, district) else found


def _phases(district: District, seen: QuerySet[Process], today: date) -> Waiting:
    return Waiting(
        rows=Phase.objects.filter(
            process__in=seen, starts_on__lte=today, ends_before__gt=today, ends_before__lte=today + LOOK_AHEAD
        ),
        day="ends_before",
        facts={"title": "title", "number": "number", "path": "process__title", "code": "process__code"},
        told=lambda ends_before, phase: Due(
            on=(last := ends_before - timedelta(days=1)),
            when=_("fino al %(day)s") % {"day": date_format(last, "d/m/Y")},
            title=_("Finisce la fase «%(phase)s»") % {"phase": phase["title"]},
            url=reverse("participation:process", args=[district.slug, phase["code"]])
            + f"#fase-{phase['number']}",
            detail=phase["path"],
        ),
    )


def _products(district: District, seen: QuerySet[Process], today: date) -> Waiting:
    def told(due_on: date, product: dict[str, Any]) -> Due:
        late, day = due_on < today, date_format(due_on, "d/m/Y")
        return Due(
            on=due_on,
            when=_("in ritardo") if late else _("entro il %(day)s") % {"day": day},
            title=_("Da consegnare: %(product)s") % {"product": product["title"]},
            url=reverse("participation:product", args=[district.slug, product["code"], product["number"]]),
            detail=_("%(path)s, entro il %(day)s") % {"path": product["path"], "day": day}
            if late
            else product["path"],
            urgency="late" if late else "soon",
        )

    return Waiting(
        rows=Product.objects.filter(
            process__in=seen, delivered_on__isnull=True, due_on__lte=today + LOOK_AHEAD
        ),
        day="due_on",
        facts={"title": "title", "number": "number", "path": "process__title", "code": "process__code"},
        told=told,
    )


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Rows of one kind: the fields that are searched, and where its own code and its words are."""

    kind: str
    rows: QuerySet[Any]
    fields: tuple[str, ...]
    code: str
    says: str


def search_paths(district: District, user: Actor, words: str) -> list[Hit]:
    """Paths, sources, activities and elaborations that hold the words, in one question to the database."""
    seen = Process.objects.visible_to(user).filter(district=district)
    sources = Source.objects.visible_to(user).filter(district=district)
    looked_into = EmblematicActivity.objects.filter(process__in=seen)
    papers = Elaboration.objects.filter(Q(process__in=seen))
    shelves = [
        _Shelf("process", seen, ("title", "purpose"), "code", "purpose"),
        _Shelf("source", sources, ("title", "phenomenon", "treatment"), "code", "phenomenon"),
        _Shelf(
            "activity",
            looked_into,
            ("title", "positive", "critical", "to_revise"),
            "process__code",
            "positive",
        ),
        _Shelf("elaboration", papers, ("title", "text"), "process__code", "text"),
    ]
    first, *others = (_matched(order, shelf, words) for order, shelf in enumerate(shelves))
    rows = first.union(*others, all=True).order_by("order", "headline")
    return [_hit(district, shelves[row["order"]].kind, row) for row in rows]


def _matched(order: int, shelf: _Shelf, words: str) -> QuerySet[Any, dict[str, Any]]:
    beginning = Left(Cast(shelf.says, TextField()), LONG)
    found: QuerySet[Any, dict[str, Any]] = (
        matching(shelf.rows, words, shelf.fields)
        .order_by("pk")
        .annotate(
            order=Value(order),
            own_code=Cast(F(shelf.code), TextField()),
            headline=Cast(F("title"), TextField()),
            excerpt=around(beginning, words),
        )
        .values("order", "own_code", "headline", "excerpt")[:MOST_HITS]
    )
    return found


def _hit(district: District, kind: str, row: dict[str, Any]) -> Hit:
    label, view, anchor = {
        "process": (_("Percorsi"), "process", ""),
        "source": (_("Fonti"), "source", ""),
        "activity": (_("Attività emblematiche"), "knowledge", "#attivita"),
        "elaboration": (_("Elaborazioni"), "knowledge", "#elaborazioni"),
    }[kind]
    where = reverse(f"participation:{view}", args=[district.slug, row["own_code"]])
    return Hit(label, row["headline"], where + anchor, row["excerpt"])
