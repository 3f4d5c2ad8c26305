"""What a search finds in the register, in one question to the database, whatever the kinds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import DateField, Expression, F, IntegerField, Model, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Left
from django.urls import reverse
from django.utils.translation import gettext as _

from ordito.core.models import RoleKind, holds
from ordito.core.rules import is_insider
from ordito.core.search import Hit, around, matching
from ordito.governance.models import (
    AgendaItem,
    Body,
    Decision,
    Document,
    DocumentVersion,
    Mandate,
    Meeting,
    MinutesStatus,
    MinutesVersion,
    Task,
)

if TYPE_CHECKING:
    from datetime import date

    from ordito.core.models import Actor, District

MOST_HITS = 20
LONG = 100_000


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Rows of one kind: the fields that are searched, and where its body, its own code and its words are."""

    kind: str
    rows: QuerySet[Any]
    fields: tuple[str, ...]
    body: str
    code: str
    title: str
    says: str
    day: str = ""


def search(district: District, user: Actor, words: str) -> list[Hit]:
    """Find what the reader may see, of every kind.

    Decisions are everybody's once the minutes are approved; what was said in a meeting is for insiders
    only, and for its writers alone while the minutes are not approved.
    """
    shelves = _open_shelves(district, user)
    if is_insider(user, district):
        shelves += _inner_shelves(district, user)
    first, *others = (_matched(order, shelf, words) for order, shelf in enumerate(shelves))
    hits: dict[tuple[str, ...], Hit] = {}
    for row in first.union(*others, all=True).order_by("order", "-day", "headline"):
        shelf = shelves[row["order"]]
        hit = _hit(district, shelf.kind, row)
        hits.setdefault((hit.kind, hit.url, hit.excerpt), hit)
    return list(hits.values())


def _open_shelves(district: District, user: Actor) -> list[_Shelf]:
    bodies = Body.objects.visible_to(user).filter(district=district)
    meetings = Meeting.objects.visible_to(user).filter(district=district)
    documents = Document.objects.visible_to(user).filter(district=district)
    versions = DocumentVersion.objects.filter(document__in=documents)
    latest = versions.order_by("document", "-number").distinct("document")
    keeps = holds(user, district, RoleKind.PLAN_OFFICE, RoleKind.FACILITATOR)
    approved = Q(minutes__status=MinutesStatus.APPROVED)
    about = ("name", "role", "way_of_working", "goes_on")
    return [
        _Shelf("body", bodies, about, "code", "code", "name", "role"),
        _Shelf(
            "mandate",
            Mandate.objects.filter(body__in=bodies),
            ("object",),
            "body__code",
            "body__code",
            "body__name",
            "object",
            "date",
        ),
        _Shelf(
            "meeting", meetings, ("title", "place_text"), "body__code", "code", "body__name", "title", "date"
        ),
        _inside(AgendaItem, meetings, "agenda", "title"),
        _inside(Decision, meetings if keeps else meetings.filter(approved), "decision", "text"),
        _Shelf("document", documents, ("title",), "body__code", "code", "title", "body__name", "date"),
        _Shelf(
            "document",
            DocumentVersion.objects.filter(pk__in=latest.values("pk")),
            ("text",),
            "document__body__code",
            "document__code",
            "document__title",
            "text",
            "document__date",
        ),
    ]


def _inner_shelves(district: District, user: Actor) -> list[_Shelf]:
    meetings = Meeting.objects.visible_to(user).filter(district=district)
    keeps = holds(user, district, RoleKind.PLAN_OFFICE, RoleKind.FACILITATOR)
    told = meetings if keeps else meetings.filter(minutes__status=MinutesStatus.APPROVED)
    approved = MinutesVersion.objects.filter(
        minutes__meeting__in=meetings, minutes__status=MinutesStatus.APPROVED
    )
    latest = approved.order_by("minutes", "-number").distinct("minutes")
    return [
        _inside(AgendaItem, told, "discussion", "discussion"),
        _inside(Task, meetings, "task", "text"),
        _Shelf(
            "minutes",
            MinutesVersion.objects.filter(pk__in=latest.values("pk")),
            ("text",),
            "minutes__meeting__body__code",
            "minutes__meeting__code",
            "minutes__meeting__body__name",
            "text",
            "minutes__meeting__date",
        ),
    ]


def _inside(model: type[Model], meetings: QuerySet[Meeting], kind: str, field: str) -> _Shelf:
    rows = model._default_manager.filter(meeting__in=meetings)  # noqa: SLF001 - Django's documented name
    return _Shelf(
        kind,
        rows,
        (field,),
        "meeting__body__code",
        "meeting__code",
        "meeting__body__name",
        field,
        "meeting__date",
    )


def _matched(order: int, shelf: _Shelf, words: str) -> QuerySet[Any, dict[str, Any]]:
    day = F(shelf.day) if shelf.day else Value(None)
    beginning: Expression = Left(Cast(shelf.says, TextField()), LONG)
    says = around(beginning, words) if shelf.says in shelf.fields else beginning
    found: QuerySet[Any, dict[str, Any]] = (
        matching(shelf.rows, words, shelf.fields)
        .order_by(shelf.day or "pk")
        .annotate(
            order=Value(order, IntegerField()),
            body_code=Cast(shelf.body, TextField()),
            own_code=Cast(shelf.code, TextField()),
            headline=Cast(shelf.title, TextField()),
            says=says,
            day=Cast(day, DateField()),
        )
        .values("order", "body_code", "own_code", "headline", "says", "day")[:MOST_HITS]
    )
    return found


def _hit(district: District, kind: str, row: dict[str, Any]) -> Hit:
    label, view, anchor = {
        "body": (_("Organismo"), "body", ""),
        "mandate": (_("Mandato"), "body", "#mandato"),
        "meeting": (_("Incontro"), "meeting", ""),
        "agenda": (_("Punto all'ordine del giorno"), "meeting", ""),
        "discussion": (_("Discussione"), "meeting", ""),
        "decision": (_("Decisione"), "meeting", "#decisioni"),
        "task": (_("Compito"), "meeting", "#compiti"),
        "minutes": (_("Verbale"), "meeting", ""),
        "document": (_("Documento"), "document", ""),
    }[kind]
    codes = [row["body_code"]] if view == "body" else [row["body_code"], row["own_code"]]
    on: date | None = row["day"]
    return Hit(
        kind=label,
        title=row["headline"],
        url=reverse(f"governance:{view}", args=[district.slug, *codes]) + anchor,
        excerpt=row["says"],
        on=on,
    )
