"""Documents: opened by a body, handed in version by version, moved from status to status."""

from datetime import UTC, date, datetime

import pytest

from ordito.core.access import Forbidden
from ordito.core.attachments import FileRefused
from ordito.core.models import Attachment, District, Operator, User
from ordito.governance.codes import document_code
from ordito.governance.commands.documents import (
    DocumentRefused,
    NewVersion,
    add_document,
    add_version,
    describe_document,
    set_document_status,
)
from ordito.governance.models import Body, Document
from tests.governance import register

NOON = datetime(2017, 1, 9, 11, tzinfo=UTC)
PDF = b"%PDF-1.7 una griglia"


@pytest.fixture
def lab(district: District) -> Body:
    return register.body(district, "labgo-famiglia", name="LabGo Famiglia")


@pytest.fixture
def grid(planner: User, lab: Body) -> Document:
    return add_document(lab, by=planner, title="  Griglia  di sintesi ")


def steps(document: Document) -> list[tuple[object, ...]]:
    return list(
        document.steps.order_by("number").values_list("number", "status", "date", "submitted_to", "note")
    )


def test_a_document_opens_as_a_draft_with_a_code_from_its_body_and_title(grid: Document) -> None:
    grid.refresh_from_db()
    assert (grid.code, grid.title, grid.status, grid.is_public) == (
        "labgo-famiglia-griglia-di-sintesi",
        "Griglia di sintesi",
        "draft",
        False,
    )
    assert steps(grid) == [(1, "draft", None, "", "")]


def test_two_documents_of_the_same_title_keep_apart(planner: User, grid: Document) -> None:
    again = add_document(grid.body, by=planner, title="Griglia di sintesi")
    assert again.code == "labgo-famiglia-griglia-di-sintesi-2"


def test_a_long_title_is_cut_and_still_told_from_its_neighbour() -> None:
    title = "Elementi fondativi della bozza di Regolamento generale in materia di servizi sociali, anno"
    one, other = document_code("labgo-isel", f"{title} 2016"), document_code("labgo-isel", f"{title} 2017")
    assert one != other
    assert one == document_code("labgo-isel", f"{title} 2016")
    assert len(one) == 80


def test_a_document_has_a_title(planner: User, lab: Body, grid: Document) -> None:
    with pytest.raises(DocumentRefused, match="Serve il titolo"):
        add_document(lab, by=planner, title=" ")
    describe_document(grid, by=planner, title="Griglia degli interventi", is_public=True)
    grid.refresh_from_db()
    assert (grid.title, grid.is_public, grid.code) == (
        "Griglia degli interventi",
        True,
        "labgo-famiglia-griglia-di-sintesi",
    )


def test_versions_are_numbered_and_the_earlier_ones_stay(planner: User, grid: Document) -> None:
    add_version(grid, by=planner, at=NOON, version=NewVersion(text=" Prima stesura "))
    add_version(
        grid,
        by=Operator(),
        at=NOON,
        version=NewVersion(file=("C:\\Griglia.pdf", PDF), note="con le cifre dei comuni"),
    )
    assert [
        (v.number, v.text, v.file and v.file.name, v.note, v.by) for v in grid.versions.order_by("number")
    ] == [(1, "Prima stesura", None, "", planner), (2, "", "Griglia.pdf", "con le cifre dei comuni", None)]


def test_a_version_says_something_and_its_file_is_what_it_claims(planner: User, grid: Document) -> None:
    with pytest.raises(DocumentRefused, match="un testo, un file, o tutti e due"):
        add_version(grid, by=planner, at=NOON, version=NewVersion(text=" ", note="niente"))
    with pytest.raises(FileRefused):
        add_version(grid, by=planner, at=NOON, version=NewVersion(file=("virus.exe", b"MZ")))
    assert (grid.versions.count(), Attachment.objects.count()) == (0, 0)


def test_a_document_moves_forward_and_remembers_each_step(planner: User, grid: Document) -> None:
    set_document_status(grid, by=planner, status="under_review")
    set_document_status(grid, by=planner, status="adopted", date=date(2016, 11, 7))
    set_document_status(
        grid, by=planner, status="submitted", date=date(2016, 12, 30), submitted_to=" Ministero del Lavoro "
    )
    grid.refresh_from_db()
    assert (grid.status, grid.date, grid.submitted_to) == (
        "submitted",
        date(2016, 12, 30),
        "Ministero del Lavoro",
    )
    assert steps(grid)[1:] == [
        (2, "under_review", None, "", ""),
        (3, "adopted", date(2016, 11, 7), "", ""),
        (4, "submitted", date(2016, 12, 30), "Ministero del Lavoro", ""),
    ]


def test_a_document_goes_back_only_with_a_reason(planner: User, grid: Document) -> None:
    set_document_status(grid, by=planner, status="adopted")
    with pytest.raises(DocumentRefused, match="serve una nota"):
        set_document_status(grid, by=planner, status="draft", note=" ")
    set_document_status(grid, by=planner, status="draft", note="mancano i dati di due comuni")
    grid.refresh_from_db()
    assert grid.status == "draft"
    assert steps(grid)[-1] == (3, "draft", None, "", "mancano i dati di due comuni")


def test_a_step_that_says_nothing_is_refused(planner: User, grid: Document) -> None:
    for facts, why in (
        ({"status": "lost"}, "Lo stato «lost» non esiste"),
        ({"status": "draft"}, "già in questo stato: bozza"),
        ({"status": "submitted", "date": date(2016, 12, 30)}, "a chi è stato trasmesso"),
        ({"status": "submitted", "submitted_to": "Ministero"}, "in che giorno"),
    ):
        with pytest.raises(DocumentRefused, match=why):
            set_document_status(grid, by=planner, **facts)  # type: ignore[arg-type]
    assert len(steps(grid)) == 1


def test_only_the_plan_office_writes_documents(delegate: User, grid: Document) -> None:
    with pytest.raises(Forbidden):
        add_version(grid, by=delegate, at=NOON, version=NewVersion(text="X"))
    with pytest.raises(Forbidden):
        set_document_status(grid, by=delegate, status="adopted")
