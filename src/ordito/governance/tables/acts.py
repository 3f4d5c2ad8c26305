"""What meetings leave behind: decisions, tasks, minutes with their versions, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ordito.core.tables import Field, Table
from ordito.governance.models import (
    AgendaItem,
    Decision,
    Minutes,
    MinutesStatus,
    MinutesVersion,
    Outcome,
    Task,
)
from ordito.governance.tables.bodies import member_ids
from ordito.governance.tables.columns import MEETING, SMALLEST_INTEGER_MAXIMUM
from ordito.governance.tables.versions import add_versions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ordito.core.models import District
    from ordito.core.tables import Loading, Record

VOTES = ("votes_for", "votes_against", "abstained")


def _decisions(district: District) -> Iterable[tuple[Any, ...]]:
    rows = Decision.objects.filter(meeting__district=district)
    return rows.values_list(
        "meeting__code", "number", "agenda_item__position", "text", "outcome", *VOTES
    ).iterator()


def _load_decisions(loading: Loading) -> None:
    points = AgendaItem.objects.filter(meeting__district=loading.district)
    at = {(meeting, place): pk for pk, meeting, place in points.values_list("pk", "meeting", "position")}
    update = loading.given("text", "outcome", *VOTES)
    update += ["agenda_item"] if "agenda_position" in loading.columns else []
    for batch in loading.batches():
        rows = []
        for row in batch:
            meeting = loading.pk("meetings", row["meeting"])
            point = at.get((meeting, row["agenda_position"]))
            if point is None and row["agenda_position"] is not None:
                loading.wrong(
                    row, "agenda_position", gettext("un punto all'ordine del giorno di quell'incontro")
                )
            rows.append(
                Decision(
                    meeting_id=meeting,
                    number=row["number"],
                    agenda_item_id=point,
                    text=row["text"],
                    outcome=row["outcome"],
                    **{name: row[name] for name in VOTES},
                )
            )
        loading.upsert(Decision, rows, by=["meeting", "number"], update=update)


def _numbered(loading: Loading) -> dict[tuple[int, str], int]:
    """The decisions of the district by meeting and number."""
    rows = Decision.objects.filter(meeting__district=loading.district)
    return {(meeting, number): pk for pk, meeting, number in rows.values_list("pk", "meeting", "number")}


def _decision(
    loading: Loading, record: Record, numbered: dict[tuple[int, str], int], meeting: int | None
) -> int | None:
    """The decision that a row names by its number, taken in a meeting."""
    if not record["decision"]:
        return None
    found = numbered.get((meeting or 0, record["decision"]))
    if found is None:
        loading.wrong(record, "decision", gettext("il numero di una decisione di quell'incontro"))
    return found


def _minutes(district: District) -> Iterable[tuple[Any, ...]]:
    rows = Minutes.objects.filter(meeting__district=district)
    return rows.values_list(
        "meeting__code",
        "status",
        "opening",
        "closing",
        "approved_at__code",
        "approved_on",
        "decision__number",
    ).iterator()


def _load_minutes(loading: Loading) -> None:
    numbered = _numbered(loading)
    update = loading.given("status", "opening", "closing", "approved_at", "approved_on", "decision")
    for batch in loading.batches():
        rows = []
        for row in batch:
            approved_at = loading.pk_or_none("meetings", row["approved_at"])
            rows.append(
                Minutes(
                    meeting_id=loading.pk("meetings", row["meeting"]),
                    status=row["status"],
                    opening=row["opening"],
                    closing=row["closing"],
                    approved_at_id=approved_at,
                    approved_on=row["approved_on"],
                    decision_id=_decision(loading, row, numbered, approved_at),
                )
            )
        loading.upsert(Minutes, rows, by=["meeting"], update=update)


def _minutes_versions(district: District) -> Iterable[tuple[Any, ...]]:
    rows = MinutesVersion.objects.filter(minutes__meeting__district=district)
    return rows.values_list("minutes__meeting__code", "number", "text", "document", "note", "at").iterator()


def _load_minutes_versions(loading: Loading) -> None:
    add_versions(loading, MinutesVersion, "minutes", "minutes", ("text", "document", "note", "at"))


def _tasks(district: District) -> Iterable[tuple[Any, ...]]:
    rows = Task.objects.filter(meeting__district=district)
    return rows.values_list(
        "meeting__code",
        "number",
        "decision__number",
        "text",
        Coalesce("organisation__code", "person__code"),
        "who",
        "due_on",
        "done_on",
    ).iterator()


def _load_tasks(loading: Loading) -> None:
    numbered = _numbered(loading)
    update = loading.given("decision", "text", "who", "due_on", "done_on")
    update += ["organisation", "person"] if "member" in loading.columns else []
    for batch in loading.batches():
        rows = []
        for row in batch:
            meeting = loading.pk("meetings", row["meeting"])
            rows.append(
                Task(
                    meeting_id=meeting,
                    number=row["number"],
                    decision_id=_decision(loading, row, numbered, meeting),
                    text=row["text"],
                    who=row["who"],
                    due_on=row["due_on"],
                    done_on=row["done_on"],
                    **member_ids(loading, row),
                )
            )
        loading.upsert(Task, rows, by=["meeting", "number"], update=update)


NUMBER = Field("number", "integer", _("Numero"), required=True, minimum=1)

ACTS = (
    Table(
        "decisions",
        _("Decisioni"),
        _("Che cosa ha deciso ciascun incontro, con i voti dove si sono contati."),
        (
            MEETING,
            Field("number", "string", _("Numero"), required=True, max_length=40),
            Field(
                "agenda_position",
                "integer",
                _("Punto"),
                _("Il punto all'ordine del giorno su cui è stata presa."),
                minimum=1,
                maximum=SMALLEST_INTEGER_MAXIMUM,
            ),
            Field("text", "string", _("Decisione"), required=True),
            Field(
                "outcome",
                "string",
                _("Esito"),
                _("Vuoto diventa «approved»."),
                choices=Outcome.choices,
                default=lambda _row: Outcome.APPROVED.value,
            ),
            Field("votes_for", "integer", _("Favorevoli"), minimum=0),
            Field("votes_against", "integer", _("Contrari"), minimum=0),
            Field("abstained", "integer", _("Astenuti"), minimum=0),
        ),
        room="governance",
        primary_key=("meeting", "number"),
        rows=_decisions,
        load=_load_decisions,
        after=("agenda_items",),
    ),
    Table(
        "minutes",
        _("Verbali"),
        _("A che punto è il verbale di ciascun incontro."),
        (
            MEETING,
            Field(
                "status",
                "string",
                _("Stato"),
                _("Vuoto diventa «draft»."),
                choices=MinutesStatus.choices,
                default=lambda _row: MinutesStatus.DRAFT.value,
            ),
            Field("opening", "string", _("Premessa")),
            Field("closing", "string", _("Chiusura")),
            Field(
                "approved_at",
                "string",
                _("Approvato nell'incontro"),
                _("Il codice dell'incontro che lo ha approvato."),
                references="meetings.code",
            ),
            Field("approved_on", "date", _("Approvato il")),
            Field(
                "decision",
                "string",
                _("Decisione che lo approva"),
                _("Il suo numero, nell'incontro che lo ha approvato."),
                max_length=40,
            ),
        ),
        room="governance",
        primary_key=("meeting",),
        rows=_minutes,
        load=_load_minutes,
        keys=lambda district: Minutes.objects.filter(meeting__district=district).values_list(
            "meeting__code", "pk"
        ),
        after=("agenda_items", "decisions"),
    ),
    Table(
        "minutes_versions",
        _("Versioni dei verbali"),
        _("I testi dei verbali come furono consegnati: nessuno cambia più."),
        (
            Field(
                "minutes", "string", _("Verbale dell'incontro"), required=True, references="minutes.meeting"
            ),
            NUMBER,
            Field("text", "string", _("Testo")),
            Field("document", "json", _("Atto"), _("L'atto come fu consegnato, parte per parte.")),
            Field("note", "string", _("Che cosa cambia"), max_length=300),
            Field("at", "datetime", _("Quando"), required=True),
        ),
        room="governance",
        primary_key=("minutes", "number"),
        rows=_minutes_versions,
        load=_load_minutes_versions,
    ),
    Table(
        "tasks",
        _("Compiti"),
        _("Che cosa un incontro lascia da fare, a chi, entro quando."),
        (
            MEETING,
            Field(
                "number", "integer", _("Numero"), required=True, minimum=1, maximum=SMALLEST_INTEGER_MAXIMUM
            ),
            Field(
                "decision",
                "string",
                _("Decisione"),
                _("Il numero di una decisione dello stesso incontro."),
                max_length=40,
            ),
            Field("text", "string", _("Che cosa"), required=True, max_length=300),
            Field(
                "member",
                "string",
                _("A chi"),
                _("Il codice di un'organizzazione o di una persona."),
                references=("organisations.code", "people.code"),
            ),
            Field("who", "string", _("A chi, se non è nel registro"), max_length=160, personal=True),
            Field("due_on", "date", _("Entro il")),
            Field("done_on", "date", _("Fatto il")),
        ),
        room="governance",
        primary_key=("meeting", "number"),
        rows=_tasks,
        load=_load_tasks,
        after=("decisions",),
    ),
)
