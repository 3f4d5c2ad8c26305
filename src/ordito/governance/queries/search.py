"""Where a search looks in the register."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from ordito.core.models import RoleKind, holds
from ordito.core.rules import is_insider
from ordito.core.shelves import Found, Shelf
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
    from ordito.core.models import Actor, District
    from ordito.core.search import Hit


def shelves(district: District, user: Actor) -> list[Shelf]:
    """What the reader may see, of every kind.

    Decisions are everybody's once the minutes are approved; what was said in a meeting is for insiders
    only, and for its writers alone while the minutes are not approved.
    """
    found = _open_shelves(district, user)
    return found + _inner_shelves(district, user) if is_insider(user, district) else found


def _open_shelves(district: District, user: Actor) -> list[Shelf]:
    bodies = Body.objects.visible_to(user).filter(district=district)
    meetings = Meeting.objects.visible_to(user).filter(district=district)
    documents = Document.objects.visible_to(user).filter(district=district)
    versions = DocumentVersion.objects.filter(document__in=documents)
    latest = versions.order_by("document", "-number").distinct("document")
    keeps = holds(user, district, RoleKind.PLAN_OFFICE, RoleKind.FACILITATOR)
    approved = Q(minutes__status=MinutesStatus.APPROVED)
    about = ("name", "role", "way_of_working", "goes_on")
    return [
        Shelf(bodies, about, "name", ("code", "code"), partial(_hit, district, "body"), "role"),
        Shelf(
            Mandate.objects.filter(body__in=bodies),
            ("object",),
            "body__name",
            ("body__code", "body__code"),
            partial(_hit, district, "mandate"),
            "object",
            "date",
        ),
        Shelf(
            meetings,
            ("title", "place_text"),
            "body__name",
            ("body__code", "code"),
            partial(_hit, district, "meeting"),
            "title",
            "date",
        ),
        _inside(district, AgendaItem, meetings, "agenda", "title"),
        _inside(district, Decision, meetings if keeps else meetings.filter(approved), "decision", "text"),
        Shelf(
            documents,
            ("title",),
            "title",
            ("body__code", "code"),
            partial(_hit, district, "document"),
            "body__name",
            "date",
        ),
        Shelf(
            DocumentVersion.objects.filter(pk__in=latest.values("pk")),
            ("text",),
            "document__title",
            ("document__body__code", "document__code"),
            partial(_hit, district, "document"),
            "text",
            "document__date",
        ),
    ]


def _inner_shelves(district: District, user: Actor) -> list[Shelf]:
    meetings = Meeting.objects.visible_to(user).filter(district=district)
    keeps = holds(user, district, RoleKind.PLAN_OFFICE, RoleKind.FACILITATOR)
    told = meetings if keeps else meetings.filter(minutes__status=MinutesStatus.APPROVED)
    approved = MinutesVersion.objects.filter(
        minutes__meeting__in=meetings, minutes__status=MinutesStatus.APPROVED
    )
    latest = approved.order_by("minutes", "-number").distinct("minutes")
    return [
        _inside(district, AgendaItem, told, "discussion", "discussion"),
        _inside(district, Task, meetings, "task", "text"),
        Shelf(
            MinutesVersion.objects.filter(pk__in=latest.values("pk")),
            ("text",),
            "minutes__meeting__body__name",
            ("minutes__meeting__body__code", "minutes__meeting__code"),
            partial(_hit, district, "minutes"),
            "text",
            "minutes__meeting__date",
        ),
    ]


def _inside(
    district: District, model: type[Model], meetings: QuerySet[Meeting], kind: str, field: str
) -> Shelf:
    rows = model._default_manager.filter(meeting__in=meetings)  # noqa: SLF001 - Django's documented name
    return Shelf(
        rows,
        (field,),
        "meeting__body__name",
        ("meeting__body__code", "meeting__code"),
        partial(_hit, district, kind),
        field,
        "meeting__date",
    )


def _hit(district: District, kind: str, found: Found) -> Hit:
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
    codes = found.keys[:1] if view == "body" else found.keys
    return found.hit(label, reverse(f"governance:{view}", args=[district.slug, *codes]) + anchor)
