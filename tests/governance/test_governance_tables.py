"""The register comes in right or not at all, and leaves as it came, byte for byte."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.db import ProgrammingError, transaction

from ordito.core.models import Attachment, District, Operator
from ordito.core.tables import Registry, WrongTables
from ordito.core.tables import tables as installed
from ordito.core.tables.exporting import bring_out
from ordito.core.tables.importing import bring_in
from ordito.governance.commands.documents import NewVersion, add_document, add_version, set_document_status
from ordito.governance.models import (
    AgendaItem,
    Attendance,
    Body,
    Decision,
    Document,
    DocumentVersion,
    Mandate,
    Meeting,
    Membership,
    Minutes,
    MinutesVersion,
    Task,
)
from ordito.governance.queries.reports import participation_report
from ordito.territory.models import Place
from tests.governance import register

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

NOON = datetime(2017, 1, 9, 11, tzinfo=UTC)
MINE = [
    "bodies",
    "mandates",
    "memberships",
    "meetings",
    "agenda_items",
    "attendance",
    "decisions",
    "minutes",
    "minutes_versions",
    "tasks",
    "documents",
    "document_steps",
    "document_versions",
    "document_files",
]
MELZO = Path(os.environ.get("ORDITO_MELZO_DATA", "src/ordito/site/demo/melzo"))
BODIES = "code,name,mandated_by\nassemblea,Assemblea,\nlabgo,LabGo,assemblea\n"
ORGANISATIONS = "code,name\nalfa,Alfa\nbeta,Beta\n"
PEOPLE = "code,name\nanna,Anna Sala\n"

Bring = "Callable[..., Any]"


@pytest.fixture
def bring(district: District, tmp_path: Path) -> Callable[..., Any]:
    """Bring tables, written as CSV, into Melzo, with two organisations and a person."""

    def into(place: District = district, **tables: str) -> Any:
        folder = tmp_path / f"brought-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        for name, text in {"organisations": ORGANISATIONS, "people": PEOPLE, **tables}.items():
            (folder / f"{name}.csv").write_text(text)
        with transaction.atomic():
            return bring_in(place, folder, by=Operator(), at=NOON, registry=installed())

    return into


def told(refused: pytest.ExceptionInfo[WrongTables]) -> list[tuple[str, int | None, str, str]]:
    return [(each.sheet, each.row, each.column, each.expected) for each in refused.value.wrongs]


def written(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_least_files_are_enough(bring: Callable[..., Any]) -> None:
    bring(
        bodies="code,name\nlabgo,LabGo\n",
        memberships="body,member,starts_on,ends_before\nlabgo,alfa,2016-06-01,\nlabgo,anna,2016-06-01,2016-12-31\n",
        meetings="code,body,date\nm1,labgo,2016-06-10\nm2,labgo,2017-06-10\n",
        attendance="meeting,member,state\nm1,alfa,present\nm1,anna,justified\n",
    )
    body = Body.objects.get()
    assert (body.kind, body.is_public, body.mandated_by) == ("other", True, None)
    assert [(seat.member.code, seat.is_formal) for seat in Membership.objects.order_by("pk")] == [
        ("alfa", True),
        ("anna", True),
    ]
    assert list(Meeting.objects.order_by("code").values_list("code", "state", "is_public")) == [
        ("m1", "held", True),
        ("m2", "convened", True),
    ]
    assert participation_report(body.district).rows == [("labgo", 1, 1, 2)]


def test_a_meeting_and_a_document_without_a_code_take_one_from_what_they_are(
    bring: Callable[..., Any],
) -> None:
    bring(
        bodies=BODIES,
        meetings="body,date\nlabgo,18/07/2016\n",
        documents="body,title,status\nlabgo,Griglia di sintesi,adopted\nlabgo,Bozza,\n",
    )
    assert Meeting.objects.get().code == "labgo-2016-07-18"
    assert list(Document.objects.order_by("code").values_list("code", "status")) == [
        ("labgo-bozza", "draft"),
        ("labgo-griglia-di-sintesi", "adopted"),
    ]


def test_two_meetings_of_a_day_need_a_code_to_be_told_apart(bring: Callable[..., Any]) -> None:
    with pytest.raises(WrongTables) as refused:
        bring(bodies=BODIES, meetings="body,date\nlabgo,2016-07-18\nlabgo,2016-07-18\n")
    assert [(row, column) for _sheet, row, column, _expected in told(refused)] == [(3, "code")]
    bring(bodies=BODIES, meetings="code,body,date\n,labgo,2016-07-18\nsera,labgo,2016-07-18\n")
    assert set(Meeting.objects.values_list("code", flat=True)) == {"labgo-2016-07-18", "sera"}


def test_the_published_files_of_melzo_come_in_as_they_are(district: District) -> None:
    with transaction.atomic():
        brought = bring_in(district, MELZO, by=Operator(), at=NOON, registry=installed())
    assert {name: brought.rows[name] for name in ("bodies", "mandates", "meetings", "documents")} == {
        "bodies": 10,
        "mandates": 5,
        "meetings": 16,
        "documents": 6,
    }
    assert [(row[0], row[1]) for row in participation_report(district).rows] == [
        ("labgo-migra", 6),
        ("labgo-abitare", 2),
        ("labgo-famiglia", 4),
        ("labgo-giovani", 1),
        ("labgo-isel", 3),
    ]
    assert list(
        Mandate.objects.filter(date__isnull=True).order_by("body__code").values_list("body__code", flat=True)
    ) == ["labgo-abitare", "labgo-giovani"]


@pytest.fixture
def full(district: District) -> District:
    """A district in which every column of every table of the register says something."""
    assembly = register.body(district, "assemblea", kind="assembly", starts_on=date(2010, 1, 1))
    lab = register.body(
        district,
        "labgo",
        assembly,
        kind="lab",
        role="ruolo\neducativo",
        way_of_working="=in plenaria",
        goes_on="linee; «nuove»",
        quorum_percent=50,
        is_public=False,
        starts_on=date(2016, 1, 1),
        ends_before=date(2020, 1, 1),
    )
    Mandate.objects.create(
        body=lab,
        mandated_by=assembly,
        date=date(2016, 6, 7),
        object="Ricognizione",
        ends_before=date(2018, 1, 1),
    )
    Mandate.objects.create(body=lab, object="Conoscere")
    alfa, anna = register.organisation(district, "alfa"), register.person(district, "anna")
    register.seat(lab, alfa, date(2016, 6, 1), date(2016, 12, 1), role="capofila", is_formal=False)
    register.seat(lab, alfa, date(2016, 12, 1))
    register.seat(lab, anna, date(2016, 6, 1), role="Sindaca")
    _meetings(district, lab, alfa, anna)
    _documents(lab)
    return district


def _meetings(district: District, lab: Body, alfa: Any, anna: Any) -> None:
    from ordito.territory.models import Municipality

    town = Municipality.objects.create(district=district, istat_code="015142", name="Melzo")
    place = Place.objects.create(
        district=district, code="sala", name="Sala", kind="meeting_room", municipality=town
    )
    first = register.held(
        lab,
        date(2016, 7, 18),
        {alfa: "delegate", anna: "not_entitled"},
        title="Primo incontro",
        starts_at=time(17, 30),
        ends_at=time(19, 0),
        place=place,
        place_text="scala B",
        link="https://example.org/stanza",
        message="Gentili delegati,\nvi aspettiamo.",
        notice="spostato",
        guests="Un ospite\nUn'altra",
        chair="Anna Sala",
        secretary="Marta Bini",
        is_public=False,
        convened_at=NOON,
        closed_at=NOON,
        ics_sequence=3,
        is_synthetic=True,
    )
    first.attendance.filter(organisation=alfa).update(by_person=anna, by_name="Luca Ferri")
    second = register.held(lab, date(2016, 9, 12), {}, head_count=15, state="convened")
    minutes = Minutes.objects.create(meeting=first, opening="premessa", closing="chiusura", status="approved")
    point = AgendaItem.objects.create(
        meeting=second, position=1, title="Approvazione", discussion="letto", minutes=minutes
    )
    AgendaItem.objects.create(meeting=second, position=2, title="Varie")
    decision = Decision.objects.create(
        meeting=second,
        number="1",
        agenda_item=point,
        text="Approvato",
        votes_for=9,
        votes_against=1,
        abstained=2,
    )
    Decision.objects.create(meeting=second, number="2/b", text="Rinviato", outcome="postponed")
    minutes.approved_at, minutes.approved_on, minutes.decision = second, second.date, decision
    minutes.save()
    MinutesVersion.objects.create(
        minutes=minutes, number=1, text="Verbale", document={"a": [1, None]}, note="n", at=NOON
    )
    Task.objects.create(
        meeting=second,
        number=1,
        decision=decision,
        text="Scrivere",
        organisation=alfa,
        due_on=date(2017, 1, 1),
    )
    Task.objects.create(meeting=second, number=2, text="Leggere", person=anna, done_on=date(2017, 1, 2))
    Task.objects.create(meeting=second, number=3, text="Altro", who="il portiere")


def _documents(lab: Body) -> None:
    grid = add_document(lab, by=Operator(), title="Griglia", is_public=True)
    big = b"%PDF-1.7 " + bytes(range(256)) * 300
    add_version(grid, by=Operator(), at=NOON, version=NewVersion(text="testo\nlungo", note="prima"))
    add_version(grid, by=Operator(), at=NOON, version=NewVersion(file=("Griglia.pdf", big)))
    set_document_status(grid, by=Operator(), status="adopted", date=date(2016, 11, 7))
    set_document_status(grid, by=Operator(), status="draft", note="mancano due comuni")
    sent = add_document(lab, by=Operator(), title="Senza versioni")
    set_document_status(
        sent, by=Operator(), status="submitted", date=date(2016, 12, 30), submitted_to="Ministero"
    )


@pytest.mark.parametrize("form", ["folder", "zip", "xlsx"])
def test_what_leaves_comes_back_and_leaves_again_as_the_same_bytes(
    full: District, tmp_path: Path, form: Any
) -> None:
    first, second = tmp_path / f"first.{form}", tmp_path / f"second.{form}"
    bring_out(full, first, form, registry=installed())
    other = District.objects.create(slug="altro", name="Altro", demonstration_day=date(2020, 1, 1))
    with transaction.atomic():
        bring_in(other, first, by=Operator(), at=NOON, registry=installed())
    bring_out(other, second, form, registry=installed())
    assert (written(first) if form == "folder" else first.read_bytes()) == (
        written(second) if form == "folder" else second.read_bytes()
    )
    assert bytes(Attachment.objects.get(district=other).content) == bytes(
        Attachment.objects.get(district=full).content
    )
    assert [(v.number, v.file and v.file.name) for v in _versions_in(other)] == [
        (1, None),
        (2, "Griglia.pdf"),
    ]


def _versions_in(district: District) -> Iterable[DocumentVersion]:
    return DocumentVersion.objects.filter(document__district=district).order_by("number")


def test_every_column_of_the_register_is_in_the_round_trip(full: District) -> None:
    """A column that the district above leaves empty would be a round trip that proves nothing."""
    empty = set()
    for name in MINE:
        table = installed()[name]
        names = [field.name for field in table.exported]
        rows = [
            row if isinstance(row, dict) else dict(zip(names, row, strict=True)) for row in table.rows(full)
        ]
        empty |= {
            f"{name}.{field}" for field in names if not any(row[field] not in (None, "") for row in rows)
        }
    assert empty == set()


def test_bringing_the_same_tables_twice_changes_nothing(full: District, tmp_path: Path) -> None:
    bring_out(full, tmp_path / "first", "folder", registry=installed())
    with transaction.atomic():
        bring_in(full, tmp_path / "first", by=Operator(), at=NOON, registry=installed())
    bring_out(full, tmp_path / "second", "folder", registry=installed())
    assert written(tmp_path / "first") == written(tmp_path / "second")


def test_columns_that_a_file_does_not_have_are_left_as_they_are(
    bring: Callable[..., Any], full: District
) -> None:
    bring(
        full,
        bodies="code,name\nlabgo,Nuovo nome\n",
        meetings="code,body,date,title\nlabgo-2016-09-12,labgo,2016-09-12,Secondo\n",
        agenda_items="meeting,position,title\nlabgo-2016-09-12,1,Letto\nlabgo-2016-09-12,2,Varie\nlabgo-2016-09-12,3,Saluti\n",
        decisions="meeting,number,text\nlabgo-2016-09-12,1,Approvato da tutti\n",
        tasks="meeting,number,text\nlabgo-2016-09-12,1,Riscrivere\n",
        documents="body,title\nlabgo,Griglia\n",
    )
    body = Body.objects.get(code="labgo")
    assert (body.name, body.way_of_working, body.mandated_by) == (
        "Nuovo nome",
        "=in plenaria",
        Body.objects.get(code="assemblea"),
    )
    meeting = Meeting.objects.get(code="labgo-2016-09-12")
    assert (meeting.title, meeting.head_count, meeting.state) == ("Secondo", 15, "convened")
    assert list(
        meeting.agenda.order_by("position").values_list("title", "discussion", "minutes__meeting__code")
    ) == [
        ("Letto", "letto", "labgo-2016-07-18"),
        ("Varie", "", None),
        ("Saluti", "", None),
    ]
    decision, task = meeting.decisions.get(number="1"), meeting.tasks.get(number=1)
    assert (decision.text, decision.agenda_item and decision.agenda_item.position, decision.votes_for) == (
        "Approvato da tutti",
        1,
        9,
    )
    assert (task.text, task.organisation and task.organisation.code, task.decision) == (
        "Riscrivere",
        "alfa",
        decision,
    )


def test_a_document_that_comes_back_elsewhere_remembers_the_step(bring: Callable[..., Any]) -> None:
    bring(bodies=BODIES, documents="code,body,title,status\ng,labgo,Griglia,draft\n")
    bring(
        documents="code,body,title,status,submitted_to,date\ng,labgo,Griglia,submitted,Ministero,2016-12-30\n"
    )
    bring(
        documents="code,body,title,status,submitted_to,date\ng,labgo,Griglia,submitted,Ministero,2016-12-30\n"
    )
    assert list(
        Document.objects.get()
        .steps.order_by("number")
        .values_list("number", "status", "date", "submitted_to")
    ) == [(1, "draft", None, ""), (2, "submitted", date(2016, 12, 30), "Ministero")]


def test_minutes_that_a_point_approves_are_begun_with_it(bring: Callable[..., Any]) -> None:
    bring(
        bodies=BODIES,
        meetings="code,body,date\nm1,labgo,2016-06-10\nm2,labgo,2016-07-10\n",
        agenda_items="meeting,position,title,approves\nm2,1,Approvazione,m1\n",
    )
    assert list(Minutes.objects.values_list("meeting__code", "status")) == [("m1", "draft")]
    assert AgendaItem.objects.get().minutes == Minutes.objects.get()


def test_wrong_rows_are_all_told_and_nothing_is_written(bring: Callable[..., Any]) -> None:
    with pytest.raises(WrongTables) as refused:
        bring(
            bodies="code,name,mandated_by,from,to\na,A,b,,\nb,B,a,,\ndocumenti,C,,2016-06-01,2016-05-01\n",
            mandates="body,mandated_by,object\na,a,X\n",
            memberships="body,member,starts_on,ends_before\na,alfa,2016-01-01,\na,alfa,2016-02-01,\na,nobody,2016-01-01,\n",
            meetings="code,body,date,starts_at,ends_at,link,state\nm,a,2016-01-01,25:00,,,\nn,z,2016-01-01,18:00,17:00,javascript:x,lost\no,a,2016-01-01,18:00,17:00,,\n",
            attendance="meeting,member,state\nm,alfa,present\nm,alfa,absent\nm,beta,asleep\n",
        )
    assert [(sheet, row, column) for sheet, row, column, _expected in told(refused)] == [
        ("bodies.csv", 4, "ends_before"),
        ("bodies.csv", 4, "code"),
        ("bodies.csv", 2, "mandated_by"),
        ("mandates.csv", 2, "mandated_by"),
        ("memberships.csv", 3, "starts_on"),
        ("memberships.csv", 4, "member"),
        ("meetings.csv", 2, "starts_at"),
        ("meetings.csv", 3, "link"),
        ("meetings.csv", 3, "state"),
        ("meetings.csv", 3, "body"),
        ("meetings.csv", 4, "ends_at"),
        ("attendance.csv", 3, "meeting, member"),
        ("attendance.csv", 4, "state"),
    ]
    assert (Body.objects.count(), Meeting.objects.count(), Attendance.objects.count()) == (0, 0, 0)


def test_a_seat_that_overlaps_one_already_there_is_refused(bring: Callable[..., Any]) -> None:
    bring(bodies=BODIES, memberships="body,member,starts_on,ends_before\nlabgo,alfa,2016-01-01,2016-06-01\n")
    bring(memberships="body,member,starts_on,ends_before\nlabgo,alfa,2016-06-01,\nlabgo,anna,2016-01-01,\n")
    with pytest.raises(WrongTables) as refused:
        bring(
            memberships="body,member,starts_on\nlabgo,alfa,2016-05-31\nlabgo,beta,2016-01-01\nlabgo,anna,2015-01-01\n"
        )
    assert [(row, column) for _sheet, row, column, _expected in told(refused)] == [
        (2, "starts_on"),
        (4, "starts_on"),
    ]
    assert Membership.objects.count() == 3


def test_decisions_and_points_that_are_not_there_are_told(bring: Callable[..., Any]) -> None:
    with pytest.raises(WrongTables) as refused:
        bring(
            bodies=BODIES,
            meetings="code,body,date\nm1,labgo,2016-06-10\nm2,labgo,2016-07-10\n",
            decisions="meeting,number,text,agenda_position\nm1,1,Si fa,7\n",
        )
    assert [(sheet, row, column) for sheet, row, column, _expected in told(refused)] == [
        ("decisions.csv", 2, "agenda_position")
    ]
    with pytest.raises(WrongTables) as refused:
        bring(
            bodies=BODIES,
            meetings="code,body,date\nm1,labgo,2016-06-10\nm2,labgo,2016-07-10\n",
            minutes="meeting,approved_at,decision\nm1,m2,5\nm2,,5\n",
        )
    assert [(sheet, row, column) for sheet, row, column, _expected in told(refused)] == [
        ("minutes.csv", 2, "decision"),
        ("minutes.csv", 3, "decision"),
    ]


def test_versions_that_are_there_never_change(bring: Callable[..., Any], full: District) -> None:
    with pytest.raises(WrongTables) as refused:
        bring(
            full,
            minutes_versions="minutes,number,text,at\nlabgo-2016-07-18,1,Altro,2017-01-09T12:00:00+01:00\n",
        )
    assert told(refused)[0][:3] == ("minutes_versions.csv", 2, "number")
    with pytest.raises(WrongTables) as refused:
        bring(
            full,
            document_versions="document,number,text,at\nlabgo-griglia,1,Altro,2017-01-09T12:00:00+01:00\n",
        )
    assert told(refused)[0][:3] == ("document_versions.csv", 2, "number")
    version = DocumentVersion.objects.get(number=1)
    version.text = "Altro"
    with pytest.raises(ProgrammingError, match="never changed"), transaction.atomic():
        version.save()


def test_files_that_are_not_what_they_should_be_are_told(bring: Callable[..., Any], full: District) -> None:
    head = "document,version,part,name,content\n"
    pdf = "JVBERi0xLjcgYWx0cm8="
    for rows, column in (
        (f"labgo-griglia,9,1,a.pdf,{pdf}\n", "version"),
        (f"labgo-griglia,1,2,a.pdf,{pdf}\n", "part"),
        (f"labgo-griglia,1,1,a.docx,{pdf}\n", "content"),
        ("labgo-griglia,1,1,a.pdf,JVBERi0xLjc\n", "content"),
        (f"labgo-griglia,2,1,a.pdf,{pdf}\n", "content"),
    ):
        with pytest.raises(WrongTables) as refused:
            bring(full, document_files=head + rows)
        assert told(refused)[0][:3] == ("document_files.csv", 2, column)
    bring(full, document_files=f"{head}labgo-griglia,1,1,a.pdf,{pdf}\n")
    first = DocumentVersion.objects.get(number=1)
    assert first.file is not None
    assert (first.file.name, bytes(first.file.content)) == ("a.pdf", b"%PDF-1.7 altro")


def test_the_tables_of_the_register_are_declared_in_an_order_that_can_be_loaded() -> None:
    order = [table.name for table in Registry(installed()) if table.name in MINE]
    assert sorted(order) == sorted(MINE)
    assert order.index("agenda_items") < order.index("decisions") < order.index("minutes")
    assert order.index("document_versions") < order.index("document_files")
