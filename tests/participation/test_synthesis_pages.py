"""The pages of grids and maps: who opens them, what they ask of the database, what they do with bad input."""

from __future__ import annotations

import zipfile
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from ordito.community.models import Organisation
from ordito.core import press
from ordito.core.models import District, User
from ordito.core.refused import Refused
from ordito.participation.commands.concepts import add_concept, begin_map, strike_concept, tie_concepts
from ordito.participation.commands.synthesis import Spot, place, summarise
from ordito.participation.models import (
    Concept,
    ConceptMap,
    ConceptTie,
    Grid,
    Opening,
    Phase,
    Placement,
    Process,
)
from ordito.participation.queries.concepts import drawing_of, picture_of, text_of
from ordito.participation.queries.grid_acts import document_of, workbook_of
from ordito.participation.queries.synthesis import sheet_of
from tests.conftest import signed_in
from tests.participation.conftest import TODAY
from tests.participation.synthesis_case import AT, SAID, grid_of, path_of, say

HOSTILE = (
    "<script>alert(1)</script>",
    "\u202eal contrario\u202c",
    "👩\u200d👧 famiglie",
    "a" * 100_000,
    "con un \x00 nascosto",
    "=cmd|' /C calc'!A0",
)


@pytest.fixture
def process(district: District) -> Process:
    found = path_of(district)
    filo = Organisation.objects.create(district=district, code="filo", name="Il Filo", kind="association")
    say(found, *SAID, organisation=filo)
    return found


@pytest.fixture
def grid(process: Process, planner: User) -> Grid:
    found = grid_of(process)
    place(found, by=planner, numbers=[1, 2], spot=Spot(1, 1), at=AT)
    place(found, by=planner, numbers=[3], spot=Spot(2, 2), at=AT)
    summarise(found, by=planner, spot=Spot(1, 1), text="La casa costa troppo")
    return found


def test_who_placed_what_is_told_to_the_office_and_what_came_from_a_table_too(
    grid: Grid, planner: User
) -> None:
    Placement.objects.filter(contribution__number=2).update(placed_by=None)
    cell = signed_in(planner).get(f"{grid.get_absolute_url()}celle/1-1/").content.decode()
    assert cell.count(f'<td data-label="Chi">{planner.name}</td>') == 1
    assert cell.count('<td data-label="Chi">dalle tabelle</td>') == 1
    assert planner.name not in Client().get(f"{grid.get_absolute_url()}celle/1-1/").content.decode()


@pytest.fixture
def drawn(process: Process, planner: User) -> ConceptMap:
    found = begin_map(process, by=planner, title="Le cause")
    add_concept(found, by=planner, text="affitti alti")
    add_concept(found, by=planner, text="", contribution=3)
    add_concept(found, by=planner, text="Un concetto solo")
    tie_concepts(found, by=planner, source=1, target=2, kind="leads_to")
    return found


def pages(grid: Grid, drawn: ConceptMap) -> list[str]:
    here = grid.get_absolute_url()
    return [
        here,
        f"{here}?q=bus&kind=need",
        f"{here}celle/1-1/",
        f"{here}righe-e-colonne/",
        f"{here}suggerimenti/",
        f"{here}suggerimenti/?per=righe",
        f"{here}griglia.xlsx",
        drawn.get_absolute_url(),
        f"{drawn.get_absolute_url()}stato/",
        f"{drawn.get_absolute_url()}mappa.svg",
    ]


def test_every_page_asks_the_same_of_the_database_at_two_sizes(
    at_planners_desk: Client, grid: Grid, drawn: ConceptMap, planner: User
) -> None:
    def counted() -> dict[str, int]:
        found = {}
        for path in pages(grid, drawn):
            with CaptureQueriesContext(connection) as asked:
                answer = at_planners_desk.get(path)
            assert answer.status_code == 200, path
            found[path] = len(asked)
        return found

    few = counted()
    more = say(grid.process, *(f"Ancora {each} affitti e bus" for each in range(40)))
    place(grid, by=planner, numbers=[each.number for each in more[:20]], spot=Spot(1, 2), at=AT)
    for each in more[:8]:
        add_concept(drawn, by=planner, text=each.text, contribution=each.number)
    for number in range(4, 9):
        tie_concepts(drawn, by=planner, source=number, target=number + 1, kind="needs")
    assert counted() == few
    assert max(few.values()) <= 15


def test_a_public_path_shows_its_grid_and_map_to_all_and_a_private_one_to_insiders(
    grid: Grid, drawn: ConceptMap, in_the_street: Client, delegate: User, stranger: User
) -> None:
    shown = in_the_street.get(grid.get_absolute_url()).content.decode()
    assert "Il Filo" in shown
    assert 'name="chosen"' not in shown
    cell = in_the_street.get(f"{grid.get_absolute_url()}celle/1-1/").content.decode()
    assert "Giulia Riva" not in cell
    assert "La casa costa troppo" in cell
    grid.process.is_public = False
    grid.process.save()
    for path in (grid.get_absolute_url(), drawn.get_absolute_url(), f"{grid.get_absolute_url()}griglia.pdf"):
        assert in_the_street.get(path).status_code == 404
        assert signed_in(stranger).get(path).status_code == 404
        assert signed_in(delegate).get(path).status_code == 200


def test_a_delegate_arranges_no_grid_and_draws_a_map_while_contributions_are_open(
    grid: Grid, drawn: ConceptMap, delegate: User
) -> None:
    browser = signed_in(delegate)
    place_it = {"spot": "1-1", "chosen": "4", "deed": "place"}
    assert browser.post(f"{grid.get_absolute_url()}colloca/", place_it).status_code == 403
    concept = f"{drawn.get_absolute_url()}concetti/"
    assert browser.post(concept, {"text": "Nidi"}).status_code == 403
    phase = Phase.objects.create(process=grid.process, number=1, title="Ora", starts_on=TODAY)
    Opening.objects.create(phase=phase, doing="contribute", whom="insiders")
    assert browser.post(concept, {"text": "Nidi"}).status_code == 302
    assert Concept.objects.filter(text="Nidi").exists()


def test_without_javascript_a_form_places_moves_takes_and_undoes(
    at_planners_desk: Client, grid: Grid
) -> None:
    here = grid.get_absolute_url()

    def there() -> list[tuple[int, str]]:
        rows = Placement.objects.filter(removed_at=None, contribution__number=4).select_related(
            "cell__row", "cell__column"
        )
        return [
            (each.contribution.number, str(each.cell))
            for each in rows.order_by("cell__row__number", "cell__column__number")
        ]

    def send(address: str, **told: object) -> str:
        return at_planners_desk.post(f"{here}{address}", told, follow=True).content.decode()

    assert "1 contributo messo in Casa × Servizi" in send("colloca/", chosen="4", spot="1-2", deed="place")
    send("colloca/", chosen="4@1-2", spot="2-1", deed="place", keep="1")
    assert there() == [(4, "Casa × Servizi"), (4, "Muoversi × Progetti")]
    send("colloca/", chosen="4@1-2", spot="2-2", deed="place")
    assert there() == [(4, "Muoversi × Progetti"), (4, "Muoversi × Servizi")]
    assert "tolto" in send("colloca/", chosen=["4@2-1", "4@2-2"], deed="take")
    assert there() == []
    page = at_planners_desk.get(here).content.decode()
    done_at = page.split('name="done_at" value="')[1].split('"')[0]
    assert "Annullato: 1 contributo" in send("annulla/", done_at=done_at)
    assert len(there()) == 2


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("colloca/", {}),
        ("colloca/", {"chosen": ["x", "4@", "99999999999", "4"], "spot": "1-1-1"}),
        ("colloca/", {"chosen": "4", "spot": "9-9", "deed": "place"}),
        ("colloca/", {"chosen": "4", "deed": "take"}),
        ("annulla/", {"done_at": "ieri"}),
        ("annulla/", {"done_at": "2017-01-09T12:00:00"}),
        ("righe-e-colonne/nuova/", {"axis": "row", "title": ""}),
        ("righe-e-colonne/nuova/", {"axis": "row", "title": "Casa"}),
        ("righe-e-colonne/row-1/", {"deed": "esplodi"}),
        ("righe-e-colonne/row-9/", {"deed": "rename", "title": "X"}),
        ("righe-e-colonne/row-1/", {"deed": "remove"}),
        ("nome/", {"title": ""}),
        ("cancella/", {}),
        ("suggerimenti/accetta/", {"accept": "boh"}),
        ("suggerimenti/accetta/", {"refuse": "99@1-1"}),
        ("suggerimenti/gruppo/", {"title": "", "kept": ["4"]}),
        ("suggerimenti/gruppo/", {"title": "Senza nessuno"}),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(
    at_planners_desk: Client, grid: Grid, address: str, told: dict[str, object]
) -> None:
    before = Placement.objects.count(), grid.lines.count()
    answer = at_planners_desk.post(f"{grid.get_absolute_url()}{address}", told)
    assert answer.status_code == 422
    assert "alert-danger" in answer.content.decode() or "has-error" in answer.content.decode()
    assert (Placement.objects.count(), grid.lines.count()) == before


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_neither_breaks_nor_runs(
    at_planners_desk: Client, grid: Grid, drawn: ConceptMap, text: str
) -> None:
    here, there = grid.get_absolute_url(), drawn.get_absolute_url()
    grid.process.contributions.filter(number=1).update(text=text.replace("\x00", "")[:4000])
    for address, told in (
        (f"{here}righe-e-colonne/nuova/", {"axis": "row", "title": text}),
        (f"{here}celle/1-1/sintesi/", {"summary": text, "before": "La casa costa troppo"}),
        (f"{here}nome/", {"title": text, "rows_name": "R", "columns_name": "C"}),
        (f"{there}concetti/", {"text": text, "contribution": "1"}),
        (f"{there}nome/", {"title": text}),
        (f"{here}suggerimenti/gruppo/", {"title": text, "kept": ["4", "5"], "shown": ["4", "5", "6"]}),
        (
            "/melzo/percorsi/famiglia/griglie/nuova/",
            {"title": text, "rows": text, "rows_name": "R", "columns_name": "C"},
        ),
        ("/melzo/percorsi/famiglia/mappe/nuova/", {"title": text}),
    ):
        assert at_planners_desk.post(address, told).status_code in {200, 302, 422}, address
    for path in pages(grid, drawn):
        answer = at_planners_desk.get(path)
        assert answer.status_code == 200
        if answer["Content-Type"] != "application/json":
            assert b"<script>alert" not in answer.content
    grid.refresh_from_db()
    ET.fromstring(picture_of(drawing_of(drawn)))  # noqa: S314 - our own


def test_a_grid_is_a_document_in_three_forms_and_a_workbook(
    at_planners_desk: Client, grid: Grid, planner: User
) -> None:
    place(grid, by=planner, numbers=[1], spot=Spot(2, 2), at=AT)
    grid.process.contributions.filter(number=2).update(size=12, text="=SOMMA(A1)")
    written = " ".join(press.words(document_of(sheet_of(grid), TODAY)))
    for word in ("Macro-questioni", "Casa", "12", "Filo", "costa"):
        assert word in written
    for form, start in (("docx", b"PK"), ("odt", b"PK"), ("pdf", b"%PDF")):
        answer = at_planners_desk.get(f"{grid.get_absolute_url()}griglia.{form}")
        assert (answer.status_code, answer.content[: len(start)]) == (200, start)
    assert at_planners_desk.get(f"{grid.get_absolute_url()}griglia.exe").status_code == 404
    book = load_workbook(BytesIO(workbook_of(sheet_of(grid))))
    assert book.sheetnames == ["Griglia", "Conteggi", "Contributi"]
    texts, counts, listed = (list(sheet.iter_rows(values_only=True)) for sheet in book)
    assert texts[0] == ("Macro-questioni × Interventi", "Progetti", "Servizi")
    assert texts[1][1].splitlines()[0] == "La casa costa troppo"
    assert counts[1][:4] == ("Casa", 2, 13, 1)
    assert [(row[0], row[1], row[2]) for row in listed[1:]] == [
        (1, "Casa", "Progetti"),
        (2, "Casa", "Progetti"),
        (1, "Muoversi", "Servizi"),
        (3, "Muoversi", "Servizi"),
    ]
    assert book["Griglia"].page_setup.orientation == "landscape"
    assert workbook_of(sheet_of(grid)) == workbook_of(sheet_of(grid))
    assert zipfile.ZipFile(BytesIO(workbook_of(sheet_of(grid)))).testzip() is None


def test_a_grid_that_is_empty_or_wide_is_a_document_too(grid: Grid) -> None:
    empty = grid_of(grid.process, rows=(), columns=(), code="vuota")
    assert "non ha ancora" in " ".join(press.words(document_of(sheet_of(empty), TODAY)))
    wide = grid_of(grid.process, columns=[f"Colonna {each}" for each in range(9)], code="larga")
    assert "Niente, finora." in " ".join(press.words(document_of(sheet_of(wide), TODAY)))


def test_a_map_is_said_in_sentences_and_drawn_in_a_picture(drawn: ConceptMap) -> None:
    assert text_of(drawing_of(drawn)).splitlines() == [
        "Le cause",
        "",
        "«Affitti alti» porta a «Il bus per le visite non passa la domenica».",
        "Un concetto solo.",
    ]
    picture = ET.fromstring(picture_of(drawing_of(drawn)))  # noqa: S314 - our own
    words = "".join(picture.itertext())
    assert "affitti alti" in words
    assert "porta a" in words


def test_who_has_the_map_already_gets_nothing_new_until_somebody_draws(
    in_the_street: Client, drawn: ConceptMap, planner: User
) -> None:
    path = f"{drawn.get_absolute_url()}stato/"
    first = in_the_street.get(path)
    assert first.json()["concepts"][0]["text"] == "affitti alti"
    mark = first["ETag"]
    assert in_the_street.get(path, headers={"If-None-Match": mark}).status_code == 304
    strike_concept(Concept.objects.get(number=1), by=planner)
    again = in_the_street.get(path, headers={"If-None-Match": mark})
    assert (again.status_code, again.json()["ties"]) == (200, [])


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("concetti/", {"text": " "}),
        ("concetti/", {"contribution": "99"}),
        ("concetti/1/", {"deed": "reword", "text": ""}),
        ("concetti/9/", {"deed": "strike"}),
        ("concetti/1/", {"deed": "move", "x": "nord"}),
        ("legami/", {}),
        ("legami/", {"source": "1", "target": "1", "kind": "needs"}),
        ("legami/", {"source": "1", "target": "9", "kind": "needs"}),
        ("legami/", {"source": "1", "target": "2", "kind": "odia"}),
        ("nome/", {"title": ""}),
        ("cancella/", {}),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_words(
    at_planners_desk: Client, drawn: ConceptMap, address: str, told: dict[str, str]
) -> None:
    answer = at_planners_desk.post(f"{drawn.get_absolute_url()}{address}", told)
    assert answer.status_code == 422
    assert "alert-danger" in answer.content.decode()
    assert (Concept.objects.count(), ConceptTie.objects.count()) == (3, 1)


def test_a_map_is_drawn_by_forms_alone(at_planners_desk: Client, drawn: ConceptMap) -> None:
    here = drawn.get_absolute_url()
    for address, told in (
        ("concetti/", {"text": "Nidi", "x": "5000", "y": "10"}),
        ("concetti/4/", {"deed": "reword", "text": "Nidi che chiudono"}),
        ("concetti/4/", {"deed": "move", "x": "20", "y": "30"}),
        ("legami/", {"source": "4", "target": "1", "kind": "opposes"}),
        ("legami/", {"source": "4", "target": "1", "kind": "opposes"}),
        ("legami/", {"source": "1", "target": "2", "kind": "leads_to", "deed": "strike"}),
        ("concetti/3/", {"deed": "strike"}),
        ("nome/", {"title": "Altre cause"}),
    ):
        assert at_planners_desk.post(f"{here}{address}", told).status_code == 302
    concept = Concept.objects.get(number=4)
    assert (concept.text, concept.x, concept.y) == ("Nidi che chiudono", 20, 30)
    assert [str(tie) for tie in ConceptTie.objects.all()] == ["Nidi che chiudono contrasta affitti alti"]
    for number in (1, 2, 4):
        at_planners_desk.post(f"{here}concetti/{number}/", {"deed": "strike"})
    assert at_planners_desk.post(f"{here}cancella/").status_code == 302
    assert not ConceptMap.objects.exists()


def test_a_crowded_sheet_takes_no_more(process: Process, planner: User) -> None:
    full = begin_map(process, by=planner, title="Piena")
    Concept.objects.bulk_create(Concept(map=full, number=each, text=str(each)) for each in range(1, 151))
    with pytest.raises(Refused, match="altra mappa"):
        add_concept(full, by=planner, text="Uno di troppo")
