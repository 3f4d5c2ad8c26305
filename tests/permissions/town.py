"""An example address for every view, in the demonstration of Melzo."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from ordito.community.models import Agreement, Competence, Delegate, Organisation
from ordito.core.models import District, Role
from ordito.governance.models import (
    AgendaItem,
    Decision,
    Document,
    DocumentVersion,
    Mandate,
    Meeting,
    Membership,
    MinutesVersion,
    Task,
)
from ordito.participation.models import ApplicationFile, Contribution
from ordito.participation.queries.telling import silence_word
from ordito.plan.models import AreaPlan, Indicator, SharingKey
from ordito.territory.models import Function, Place, RolePlace, SubArea

OF_OTHERS = ("account_", "mfa_")


def views() -> dict[str, tuple[str, ...]]:
    """Every named view of ours, with the names of what its address asks for."""
    return {
        name: tuple(asked)
        for name, asked in sorted(_walk(get_resolver()))
        if not name.rpartition(":")[2].startswith(OF_OTHERS)
    }


def address(name: str, asked: tuple[str, ...], **told: object) -> str:
    """An address of the view that leads somewhere in the demonstration of Melzo, or where it is `told`."""
    room, _colon, view = name.rpartition(":")
    return reverse(name, kwargs={key: told.get(key) or _value(room, view, key) for key in asked})


def _walk(resolver: URLResolver, room: str = "") -> Iterator[tuple[str, list[str]]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, pattern.app_name or room)
        elif isinstance(pattern, URLPattern) and pattern.name:
            name = f"{room}:{pattern.name}" if room else pattern.name
            yield name, re.findall(r"<(?:\w+:)?(\w+)>", str(pattern.pattern))


def _first(rows: type[Model], field: str, **wanted: object) -> object:
    value = rows._default_manager.filter(**wanted).order_by("pk").values_list(field, flat=True).first()
    assert value is not None, f"the demonstration has no {rows.__name__} with {wanted}"
    return value


def _value(room: str, view: str, key: str) -> object:
    """What stands in an address: a code or a number that exists in Melzo."""
    lab = {"body__code": "labgo-famiglia", "body__district__slug": "melzo"}
    meeting = _first(Meeting, "code", **lab, minutes__isnull=False)
    of_meeting = {"meeting__code": meeting, "meeting__district__slug": "melzo"}
    plan = _first(AreaPlan, "code", district__slug="melzo")
    indicator = (
        Indicator.objects.filter(action__plan__code=plan)
        .select_related("action__objective")
        .order_by("pk")[0]
    )
    told: dict[str, Callable[[], object]] = {
        "district": lambda: "melzo",
        "body": lambda: "labgo-famiglia",
        "meeting": lambda: meeting,
        "plan": lambda: plan,
        "letter": lambda: "a",
        "year": lambda: 2017,
        "indicator": lambda: indicator.code,
        "form": lambda: _form(room, view),
        "key": lambda: _first(SharingKey, "code", plan__code=plan) if room == "plan" else "people",
        "token": lambda: "nobody:has:this",
        "language": lambda: "en",
        "istat_code": lambda: "015142",
        "place": lambda: _first(Place, "code", district__slug="melzo"),
        "document": lambda: _first(Document, "code", **lab),
        "member": lambda: _first(Membership, "organisation__code", **lab),
        "number": lambda: _number(room, view, lab, of_meeting),
        "code": lambda: _code(room, view, indicator),
        "pk": lambda: _pk(room, view, lab, of_meeting),
        "organisation": lambda: _organisation(view),
        "call": lambda: "co-progettazione-spazi-compiti",
        "act": lambda: {"knowledge_act": "attivita", "hypothesis_act": "testo"}.get(view, "verbale"),
        "kind": lambda: "labgo",
        "process": lambda: "prova",
        "source": lambda: "prova",
        "word": lambda: _word(view),
        "axis": lambda: "row",
        "row": lambda: 1,
        "column": lambda: 1,
        "gathering": lambda: "prova",
        "join_word": lambda: "provami",
        "ballot": lambda: _ballot(view),
    }
    return told[key]()


def _ballot(view: str) -> str:
    """A ballot as the view needs it: closed to be read, open to be chosen in, else in preparation."""
    if view in {"ballot", "ballot_result", "ballot_papers"}:
        return "chiusa"
    while_open = {"choose", "type_papers", "strike_paper", "close_ballot", "room_paper", "room_take_back"}
    while_open |= {"void_paper", "restore_paper"}
    return "aperta" if view in while_open else "preparata"


def _organisation(view: str) -> object:
    if view == "became_of_organisation":
        spoken = {"process__district__slug": "melzo", "organisation__isnull": False}
        return _first(Contribution, "organisation__code", **spoken)
    return _first(Organisation, "code", district__slug="melzo")


def _word(view: str) -> str:
    """A word that nobody was given; for the digests a good one, since it opens a page to whoever has it."""
    if view == "silence":
        return silence_word(District.objects.get(slug="melzo"), "qualcuno@example.org")
    return "mai-dato"


def _form(room: str, view: str) -> str:
    if room == "core":
        return "zip"
    return "csv" if view == "money_file" else "pdf"


def _number(room: str, view: str, lab: dict[str, str], of_meeting: dict[str, object]) -> object:
    if room in {"participation", "plan"}:
        return 1
    if "task" in view:
        return _first(Task, "number", **of_meeting)
    if "minutes" in view:
        return _first(MinutesVersion, "number", minutes__meeting__code=of_meeting["meeting__code"])
    return _first(DocumentVersion, "number", document__body__code=lab["body__code"])


def _code(room: str, view: str, indicator: Indicator) -> object:
    if room == "":
        return "en"
    if room == "participation":
        return "prova"
    if room == "plan":
        return (
            indicator.action.objective.code
            if "objective" in view or view == "add_action"
            else indicator.action.code
        )
    if room == "community":
        rows: dict[str, type[Model]] = {"person": _person(), "agreement": Agreement}
        return _first(
            next((row for word, row in rows.items() if word in view), Organisation),
            "code",
            district__slug="melzo",
        )
    if room == "territory":
        rows = {"function": Function, "sub_area": SubArea}
        return _first(
            next((row for word, row in rows.items() if word in view), Place), "code", district__slug="melzo"
        )
    return (
        _first(Document, "code", body__code="labgo-famiglia")
        if "document" in view or "version" in view
        else "labgo-famiglia"
    )


def _person() -> type[Model]:
    from ordito.community.models import Person

    return Person


def _pk(room: str, view: str, lab: dict[str, str], of_meeting: dict[str, object]) -> object:
    of_an_organisation: dict[str, object] = {"organisation__district__slug": "melzo"}
    rows: list[tuple[str, type[Model], dict[str, object]]] = [
        ("participation:", ApplicationFile, {"application__call__district__slug": "melzo"}),
        ("core:", Role, {"district__slug": "melzo"}),
        ("territory:", RolePlace, {"place__district__slug": "melzo"}),
        ("competence", Competence, of_an_organisation),
        ("delegation", Delegate, of_an_organisation),
        ("mandate", Mandate, dict(lab)),
        ("seat", Membership, dict(lab)),
        ("agenda", AgendaItem, of_meeting),
        ("decision", Decision, of_meeting),
    ]
    row, wanted = next((row, wanted) for word, row, wanted in rows if word in f"{room}:{view}")
    return _first(row, "pk", **wanted)
