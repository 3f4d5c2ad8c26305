"""Meetings, their agendas, and who was there, as tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ordito.core.tables import Field, Table, Trouble
from ordito.governance.codes import meeting_code
from ordito.governance.models import AgendaItem, Attendance, AttendanceState, Meeting, MeetingState, Minutes
from ordito.governance.tables.bodies import member_ids
from ordito.governance.tables.columns import (
    BODY,
    LONGEST_INTEGER,
    MEETING,
    MEMBER,
    SMALLEST_INTEGER_MAXIMUM,
    code,
    yes,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ordito.core.models import District
    from ordito.core.tables import Loading, Record

HOUR = r"([01][0-9]|2[0-3]):[0-5][0-9]"
TEXTS = ("title", "place_text", "link", "message", "notice", "guests", "chair", "secretary")
FACTS = (
    "head_count",
    "is_public",
    "convened_at",
    "closed_at",
    "ics_sequence",
    "is_synthetic",
    *TEXTS,
)


@dataclass(frozen=True, slots=True)
class HoursInOrder:
    """Ask that a meeting end after it starts."""

    def begin(self) -> Callable[[Record], Iterable[Trouble]]:
        return self._judge

    def _judge(self, record: Record) -> Iterable[Trouble]:
        starts, ends = record["starts_at"], record["ends_at"]
        if starts and ends and ends <= starts:
            yield Trouble("ends_at", f"«{ends}»", gettext("un'ora dopo «%(start)s»") % {"start": starts})


def _code(row: Mapping[str, Any]) -> str | None:
    """Make the code of a meeting when its body and its day are known; else these are what is wrong."""
    body, day = row.get("body"), row.get("date")
    return meeting_code(body, day) if isinstance(body, str) and isinstance(day, date) else None


def _meetings(district: District) -> Iterable[dict[str, Any]]:
    rows = Meeting.objects.filter(district=district).select_related("body", "place")
    for row in rows.iterator(chunk_size=2_000):
        yield {
            "code": row.code,
            "body": row.body.code,
            "date": row.date,
            "starts_at": row.starts_at and f"{row.starts_at:%H:%M}",
            "ends_at": row.ends_at and f"{row.ends_at:%H:%M}",
            "place": row.place and row.place.code,
            "state": row.state,
            **{name: getattr(row, name) for name in FACTS},
        }


def _load_meetings(loading: Loading) -> None:
    today = loading.district.today()
    update = loading.given(*FACTS, "body", "date", "starts_at", "ends_at", "place", "state")
    for batch in loading.batches():
        rows = [
            Meeting(
                district=loading.district,
                code=row["code"],
                body_id=loading.pk("bodies", row["body"]),
                date=row["date"],
                starts_at=_hour(row["starts_at"]),
                ends_at=_hour(row["ends_at"]),
                place_id=loading.pk_or_none("places", row["place"]),
                state=row["state"] or _state(row["date"], today),
                **{name: row[name] for name in FACTS},
            )
            for row in batch
        ]
        loading.upsert(Meeting, rows, by=["district", "code"], update=update)


def _hour(text: str) -> time | None:
    return time.fromisoformat(text) if text else None


def _state(day: date, today: date) -> str:
    """Say of a meeting whose state nobody wrote: past it was held, to come it is convened."""
    return MeetingState.HELD if day < today else MeetingState.CONVENED


def _agenda(district: District) -> Iterable[tuple[Any, ...]]:
    rows = AgendaItem.objects.filter(meeting__district=district)
    return rows.values_list(
        "meeting__code", "position", "title", "discussion", "minutes__meeting__code"
    ).iterator()


def _load_agenda(loading: Loading) -> None:
    """Write the points one by one where they are: two of them may exchange places in one file."""
    fields = loading.given("title", "discussion", "approves")
    update = ["minutes" if name == "approves" else name for name in fields]
    points = AgendaItem.objects.filter(meeting__district=loading.district)
    at = {(meeting, place): pk for pk, meeting, place in points.values_list("pk", "meeting", "position")}
    for batch in loading.batches():
        minutes = _minutes_to_approve(loading, batch)
        new: list[AgendaItem] = []
        known: list[AgendaItem] = []
        for row in batch:
            meeting = loading.pk("meetings", row["meeting"])
            point = AgendaItem(
                pk=at.get((meeting, row["position"])),
                meeting_id=meeting,
                position=row["position"],
                title=row["title"],
                discussion=row["discussion"],
                minutes_id=minutes.get(row["approves"]),
            )
            (known if point.pk else new).append(point)
        AgendaItem.objects.bulk_create(new)
        AgendaItem.objects.bulk_update(known, update, batch_size=1_000)


def _minutes_to_approve(loading: Loading, batch: list[Record]) -> dict[str, int]:
    """Begin the minutes that a point approves, where nobody has: their own table fills them."""
    codes = {row["approves"]: loading.pk("meetings", row["approves"]) for row in batch if row["approves"]}
    Minutes.objects.bulk_create([Minutes(meeting_id=pk) for pk in codes.values()], ignore_conflicts=True)
    begun = dict(Minutes.objects.filter(meeting__in=codes.values()).values_list("meeting", "pk"))
    return {code: begun[pk] for code, pk in codes.items()}


def _attendance(district: District) -> Iterable[tuple[Any, ...]]:
    rows = Attendance.objects.filter(meeting__district=district)
    member = Coalesce("organisation__code", "person__code")
    return rows.values_list("meeting__code", member, "state", "by_person__code", "by_name").iterator()


def _load_attendance(loading: Loading) -> None:
    """Copy the rows beside the table and merge them in one go: a large district has hundreds of thousands."""
    with connection.cursor() as cursor:
        cursor.execute(_BESIDE)
        for batch in loading.batches():
            rows = [_line(loading, row) for row in batch]  # before the copy, which lets nothing else be asked
            with cursor.copy("COPY attendance_in FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        cursor.execute(_MERGE, {name: name in loading.columns for name in ("by_person", "by_name")})
        cursor.execute("DROP TABLE attendance_in")


def _line(loading: Loading, row: Record) -> tuple[Any, ...]:
    member = member_ids(loading, row)
    return (
        loading.pk("meetings", row["meeting"]),
        member["organisation_id"],
        member["person_id"],
        row["state"],
        loading.pk_or_none("people", row["by_person"]),
        row["by_name"],
    )


_BESIDE = """
CREATE TEMPORARY TABLE attendance_in (
    meeting_id bigint, organisation_id bigint, person_id bigint, state text, by_person_id bigint, by_name text
)
"""
_MERGE = """
INSERT INTO governance_attendance AS known
    (meeting_id, organisation_id, person_id, state, by_person_id, by_name)
SELECT meeting_id, organisation_id, person_id, state, by_person_id, by_name FROM attendance_in
ON CONFLICT (meeting_id, organisation_id, person_id) DO UPDATE SET
    state = EXCLUDED.state,
    by_person_id = CASE WHEN %(by_person)s THEN EXCLUDED.by_person_id ELSE known.by_person_id END,
    by_name = CASE WHEN %(by_name)s THEN EXCLUDED.by_name ELSE known.by_name END
"""

MEETINGS = (
    Table(
        "meetings",
        _("Incontri"),
        _("Gli incontri degli organismi, passati e a venire."),
        (
            code(
                _("Codice"),
                _(
                    "Unico nell'ambito. Vuoto diventa organismo e data; "
                    "serve quando un organismo si riunisce due volte in un giorno."
                ),
                120,
                _code,
            ),
            BODY,
            Field("title", "string", _("Titolo"), max_length=200),
            Field("date", "date", _("Data"), required=True),
            Field("starts_at", "string", _("Dalle"), _("Come 17:30; vuota se non si sa."), pattern=HOUR),
            Field("ends_at", "string", _("Alle"), _("Come 19:00."), pattern=HOUR),
            Field(
                "place",
                "string",
                _("Luogo"),
                _("Il codice di un luogo dell'ambito."),
                references="places.code",
            ),
            Field("place_text", "string", _("Altro luogo"), max_length=200),
            Field("link", "string", _("Collegamento"), pattern=r"https?://\S+", max_length=200),
            Field("message", "string", _("Testo di accompagnamento")),
            Field(
                "state",
                "string",
                _("Stato"),
                _("Vuoto: svolto se il giorno è passato, convocato se deve venire."),
                choices=MeetingState.choices,
            ),
            Field("notice", "string", _("Perché è cambiato o annullato"), max_length=300),
            Field(
                "head_count",
                "integer",
                _("Presenti (solo il numero)"),
                _("Quando si sa quanti erano e non chi."),
                minimum=0,
            ),
            Field("guests", "string", _("Ospiti"), _("Uno per riga."), personal=True),
            Field("chair", "string", _("Presiede"), max_length=160, personal=True),
            Field("secretary", "string", _("Verbalizza"), max_length=160, personal=True),
            yes("is_public", _("Pubblico"), _("Vuoto vale vero.")),
            Field("convened_at", "datetime", _("Convocato il")),
            Field("closed_at", "datetime", _("Presenze chiuse il")),
            Field(
                "ics_sequence",
                "integer",
                _("Quante volte è cambiata la convocazione"),
                minimum=0,
                maximum=LONGEST_INTEGER,
                default=lambda _row: 0,
            ),
            Field(
                "is_synthetic",
                "boolean",
                _("Dimostrativo"),
                _("Vero per i dati inventati delle dimostrazioni; vuoto vale falso."),
                default=lambda _row: False,
            ),
        ),
        room="governance",
        primary_key=("code",),
        rows=_meetings,
        load=_load_meetings,
        keys=lambda district: Meeting.objects.filter(district=district).values_list("code", "pk"),
        checks=(HoursInOrder(),),
    ),
    Table(
        "agenda_items",
        _("Punti all'ordine del giorno"),
        _("Di che cosa si è parlato, punto per punto."),
        (
            MEETING,
            Field(
                "position",
                "integer",
                _("Punto"),
                required=True,
                minimum=1,
                maximum=SMALLEST_INTEGER_MAXIMUM,
            ),
            Field("title", "string", _("Argomento"), required=True, max_length=300),
            Field("discussion", "string", _("Che cosa si è detto")),
            Field(
                "approves",
                "string",
                _("Verbale da approvare"),
                _("Il codice dell'incontro di cui questo punto approva il verbale."),
                references="meetings.code",
            ),
        ),
        room="governance",
        primary_key=("meeting", "position"),
        rows=_agenda,
        load=_load_agenda,
    ),
    Table(
        "attendance",
        _("Presenze"),
        _(
            "Come ciascun membro ha preso parte a ciascun incontro. "
            "Chi manca da un incontro di cui ci sono presenze era assente."
        ),
        (
            MEETING,
            MEMBER,
            Field("state", "string", _("Stato"), required=True, choices=AttendanceState.choices),
            Field(
                "by_person",
                "string",
                _("Chi è venuto"),
                _("Il codice della persona venuta per l'organizzazione."),
                references="people.code",
                personal=True,
            ),
            Field(
                "by_name",
                "string",
                _("Chi è venuto, se non è nel registro"),
                max_length=160,
                personal=True,
            ),
        ),
        room="governance",
        primary_key=("meeting", "member"),
        rows=_attendance,
        load=_load_attendance,
    ),
)
