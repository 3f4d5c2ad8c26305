"""The map of documents and what a path knows together, as the office and citizens meet them."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ordito.community.models import Organisation
from ordito.core.models import District, User
from ordito.governance.models import Meeting, MeetingState
from ordito.participation.commands.knowledge import (
    ActivityFacts,
    ElaborationFacts,
    SourceFacts,
    add_activity,
    add_elaboration,
    add_source,
    suggest_reading,
)
from ordito.participation.models import Elaboration, EmblematicActivity, Process, Source, SuggestedReading
from ordito.participation.queries import at_home, shelves
from ordito.participation.queries.knowledge import matrix_of
from ordito.territory.models import Municipality, SubArea
from tests.conftest import signed_in
from tests.home import found_on, told_by
from tests.participation.conftest import NOON
from tests.participation.paths import OPERATOR, TODAY, WEEK, begun, met, phase
from tests.participation.paths import due as owed
from tests.participation.test_path_pages import ODD, said

_stations, due = told_by(at_home)
search = found_on(shelves)
STREET = Client()
PDF = b"%PDF-1.7 bilanci"


@pytest.fixture
def towns(district: District) -> tuple[Municipality, Municipality]:
    return (
        Municipality.objects.create(district=district, istat_code="015142", name="Melzo"),
        Municipality.objects.create(district=district, istat_code="015122", name="Liscate"),
    )


def source(district: District, title: str, *places: Municipality, **facts: object) -> Source:
    told = {"user_area": "ELD"} | facts
    made = SourceFacts(title=title, municipalities=places, **told)  # type: ignore[arg-type]
    return add_source(district, by=OPERATOR, facts=made, at=NOON)


def test_the_office_puts_a_document_in_the_map_with_its_file(
    at_planners_desk: Client, district: District, towns: tuple[Municipality, Municipality]
) -> None:
    sent = {
        "title": ODD,
        "kind": "budget",
        "author": "Comuni",
        "year": "2010",
        "phenomenon": "Quanto si spende per chi è solo",
        "user_area": "ELD",
        "municipalities": [str(towns[0].pk)],
        "treatment": "Assistenza domiciliare",
        "link": "https://example.org/bilanci",
        "is_public": "on",
    }
    where = "/melzo/fonti/nuova/"
    assert "checked" in at_planners_desk.get(f"{where}?comune=015142&user_area=ELD").content.decode()
    macro = SimpleUploadedFile("bilanci.pdf", b"MZ not a pdf")
    wrong = at_planners_desk.post(where, sent | {"file": macro})
    assert (wrong.status_code, "non contiene quello che il nome promette" in said(wrong)) == (422, True)
    for change in ({"year": "12"}, {"link": "javascript:alert(1)"}, {"title": "a\x00"}, {"kind": "nessuno"}):
        assert at_planners_desk.post(where, sent | change).status_code == 422
    made = at_planners_desk.post(where, sent | {"file": SimpleUploadedFile("b.pdf", PDF)}, follow=True)
    found = Source.objects.get()
    assert made.redirect_chain == [(found.get_absolute_url(), 302)]
    page = STREET.get(found.get_absolute_url())
    assert "<script>alert" not in page.content.decode()
    assert "Melzo" in said(page)
    assert STREET.get(f"{found.get_absolute_url()}file/").getvalue() == PDF
    sent["is_public"] = ""
    at_planners_desk.post(f"{found.get_absolute_url()}modifica/", sent)
    assert STREET.get(found.get_absolute_url()).status_code == 404
    assert STREET.get(f"{found.get_absolute_url()}file/").status_code == 404
    kept = at_planners_desk.get(f"{found.get_absolute_url()}file/")
    assert kept.getvalue() == PDF  # a form without a file leaves the one that there is


def test_documents_are_found_by_their_words_by_place_and_by_whom_they_speak_of(
    district: District, towns: tuple[Municipality, Municipality]
) -> None:
    melzo, liscate = towns
    source(district, "Bilanci", melzo, phenomenon="La spesa per gli anziani soli", year=2010)
    source(district, "Indagine", melzo, liscate, user_area="FAM", year=2009, kind="survey")
    source(district, "Norma", user_area="", kind="act")
    for query, titles in (
        ("q=anziano", ["Bilanci"]),
        ("q=spese", ["Bilanci"]),
        ("comune=015142", ["Bilanci", "Indagine"]),
        ("comune=tutto", ["Norma"]),
        ("area=non-detta", ["Norma"]),
        ("area=FAM&tipo=survey&anno=2009", ["Indagine"]),
        ("comune=015122&area=ELD", []),
        ("anno=1999", ["Bilanci", "Indagine", "Norma"]),
    ):
        page = STREET.get(f"/melzo/fonti/?{query}")
        assert [row.title for row in page.context["listing"].page] == titles, query
    exported = STREET.get("/melzo/fonti/?comune=015122&export=csv").content.decode("utf-8-sig")
    assert exported.splitlines()[1] == 'Indagine,,2009,"indagine, dati",Famiglia e minori,"Liscate, Melzo",'


def test_the_matrix_shows_what_nobody_has_described(
    district: District, towns: tuple[Municipality, Municipality], at_planners_desk: Client
) -> None:
    melzo, liscate = towns
    source(district, "Bilanci", melzo)
    source(district, "Indagine", melzo, liscate, is_public=False)
    source(district, "Norma", user_area="")
    counted = {
        (row.name, cell.area): cell.count
        for row in matrix_of(district, OPERATOR).rows
        for cell in row.cells
        if cell.count
    }
    assert counted == {
        ("Melzo", "ELD"): 2,
        ("Liscate", "ELD"): 1,
        ("tutto l'ambito", "non-detta"): 1,
    }
    assert matrix_of(district, OPERATOR).silent == 12  # two towns, seven areas, two of them described
    street = STREET.get("/melzo/fonti/matrice/")
    assert "13 caselle sono vuote" in said(street)
    assert "fonti/nuova/" not in street.content.decode()
    assert street.content.decode().count('<a class="tag ok"') == 2
    assert 'class="tag"' not in street.content.decode()
    desk = at_planners_desk.get("/melzo/fonti/matrice/").content.decode()
    assert "fonti/nuova/?comune=015122&amp;user_area=FAM" in desk


def test_a_path_suggests_what_to_read_in_an_order(
    at_planners_desk: Client, district: District, stranger: User
) -> None:
    path = begun(district)
    one, two, other = (source(district, title) for title in ("Uno", "Due", "Riservato"))
    Source.objects.filter(pk=other.pk).update(is_public=False)
    where = f"{path.get_absolute_url()}conoscere/"
    for each in (one, two, other):
        at_planners_desk.post(f"{where}letture/", {"source": str(each.pk), "why": f"perché {each.title}"})
    assert at_planners_desk.post(f"{where}letture/", {"source": "0"}).status_code == 422
    at_planners_desk.post(f"{where}letture/", {"source": str(one.pk), "why": "un motivo migliore"})
    at_planners_desk.post(f"{where}letture/due/sposta/", {"up": "1"})
    at_planners_desk.post(f"{where}letture/due/sposta/", {"up": "1"})
    page = said(STREET.get(where))
    assert page.index("perché Due") < page.index("un motivo migliore")
    assert ("perché Uno" in page, "Riservato" in page) == (False, False)
    refused = at_planners_desk.post(f"{two.get_absolute_url()}togli/")
    assert (refused.status_code, "prima si toglie da lì" in said(refused)) == (422, True)
    assert path.title in said(STREET.get(two.get_absolute_url()))
    at_planners_desk.post(f"{where}letture/due/togli/")
    at_planners_desk.post(f"{two.get_absolute_url()}togli/")
    assert not Source.objects.filter(pk=two.pk).exists()
    assert signed_in(stranger).post(f"{where}letture/uno/togli/").status_code == 404
    assert [each.number for each in SuggestedReading.objects.order_by("number")] == [2, 3]


def test_activities_stand_side_by_side_and_leave_as_documents(
    at_planners_desk: Client, district: District
) -> None:
    path = begun(district)
    filo = Organisation.objects.create(district=district, code="filo", name="Il Filo", kind="association")
    where = f"{path.get_absolute_url()}conoscere/"
    sent = {"title": "Doposcuola", "organisation": str(filo.pk), "positive": "I volontari restano"}
    at_planners_desk.post(f"{where}attivita/nuova/", sent | {"critical": ODD})
    at_planners_desk.post(f"{where}attivita/1/", sent | {"critical": "Non dappertutto", "to_revise": ODD})
    page = STREET.get(where)
    assert "Doposcuola Il Filo I volontari restano Non dappertutto" in said(page)
    assert "<script>alert" not in page.content.decode()
    for form, signature in (("docx", b"PK"), ("odt", b"PK"), ("pdf", b"%PDF")):
        for act in ("attivita", "conoscere"):
            answer = STREET.get(f"{where}{act}.{form}")
            assert (answer.status_code, answer.content[: len(signature)]) == (200, signature)
            assert answer["Content-Disposition"] == f'attachment; filename="{act}-{path.code}.{form}"'
    written = ZipFile(BytesIO(STREET.get(f"{where}attivita.docx").content)).read("word/document.xml")
    assert "I volontari restano" in written.decode()
    assert STREET.get(f"{where}altro.docx").status_code == 404
    assert STREET.get(f"{where}attivita.exe").status_code == 404
    at_planners_desk.post(f"{where}attivita/1/togli/")
    assert not EmblematicActivity.objects.exists()


def test_an_elaboration_stands_by_its_meeting_with_the_sources_that_it_cites(
    at_planners_desk: Client, district: District
) -> None:
    path = begun(district, phase("Una", TODAY - 4 * WEEK))
    step = met(path, TODAY)
    seen, hidden = source(district, "Bilanci"), source(district, "Riservata", is_public=False)
    where = f"{path.get_absolute_url()}conoscere/"
    empty = at_planners_desk.post(f"{where}elaborazioni/nuova/", {"title": "Niente"})
    assert (empty.status_code, "un testo, o un file" in said(empty)) == (422, True)
    sent = {
        "title": "Quanto si spende",
        "text": "# Tre cose\n\n- la spesa\n\n<script>alert(1)</script>",
        "meeting": str(step.meeting.pk),
        "cites": [str(seen.pk), str(hidden.pk)],
        "file": SimpleUploadedFile("dati.pdf", PDF),
    }
    given = at_planners_desk.get(f"{where}elaborazioni/nuova/?incontro={step.meeting.code}")
    assert f'value="{step.meeting.pk}" selected' in given.content.decode()
    at_planners_desk.post(f"{where}elaborazioni/nuova/", sent)
    beside = f"{path.get_absolute_url()}incontri/{step.meeting.code}/"
    for page in (STREET.get(where), STREET.get(beside)):
        told = said(page)
        assert "Tre cose" in told
        assert "Bilanci" in told
        assert "Riservata" not in told
        assert "<script>alert" not in page.content.decode()
    assert STREET.get(f"{where}elaborazioni/1/file/").getvalue() == PDF
    Meeting.objects.update(state=MeetingState.PLANNED)
    assert "per l'incontro" not in said(STREET.get(where))
    written = STREET.get(f"{where}conoscere.docx")
    assert b"word/document.xml" in written.content
    long = at_planners_desk.post(f"{where}elaborazioni/1/", sent | {"text": "a" * 100_001, "file": ""})
    assert long.status_code == 422
    at_planners_desk.post(f"{where}elaborazioni/1/", sent | {"text": "a\u202e🧵 " * 20_000, "file": ""})
    assert STREET.get(where).status_code == 200
    at_planners_desk.post(f"{where}elaborazioni/1/togli/")
    assert not Elaboration.objects.exists()


def test_the_house_says_what_ends_what_is_late_and_finds_what_is_known(
    district: District, planner: User
) -> None:
    path = begun(district, phase("Confrontare", TODAY - WEEK, 2), phase("Lontana", TODAY, 9))
    hidden = begun(district, phase("Segreta", TODAY - WEEK, 2), title="Riservato", is_public=False)
    owed(path, "Griglia", TODAY - WEEK)
    owed(path, "Relazione", TODAY + WEEK)
    owed(path, "Più in là", TODAY + 9 * WEEK)
    told = [(each.title, each.urgency) for each in due(district, planner, TODAY)]
    assert told == [
        ("Finisce la fase «Confrontare»", "soon"),
        ("Finisce la fase «Segreta»", "soon"),
        ("Da consegnare: Griglia", "late"),
        ("Da consegnare: Relazione", "soon"),
    ]
    assert [each.title for each in due(district, STREET.get("/").wsgi_request.user, TODAY)] == [
        "Finisce la fase «Confrontare»"
    ]
    one = source(district, "La mappa degli anziani")
    add_activity(hidden, by=OPERATOR, facts=ActivityFacts(title="Casa degli anziani"))
    add_activity(path, by=OPERATOR, facts=ActivityFacts(title="Orto", positive="Gli anziani insegnano"))
    add_elaboration(
        path, by=OPERATOR, facts=ElaborationFacts(title="Dati", text="Quanti anziani siamo"), at=NOON
    )
    found = {(hit.kind, hit.title) for hit in search(district, STREET.get("/").wsgi_request.user, "anziana")}
    assert found == {("Fonti", one.title), ("Attività emblematiche", "Orto"), ("Elaborazioni", "Dati")}
    assert len(search(district, planner, "anziano")) == 4
    assert [hit.title for hit in search(district, planner, "riservato")] == ["Riservato"]


@pytest.mark.parametrize("reader", ["street", "planner"])
def test_what_is_known_takes_the_same_queries_however_much_it_is(
    district: District, planner: User, reader: str, towns: tuple[Municipality, Municipality]
) -> None:
    browser = STREET if reader == "street" else signed_in(planner)
    few, many = begun(district, title="Poco"), begun(district, title="Molto")
    north = SubArea.objects.create(district=district, code="nord", name="Nord")
    step = met(few, TODAY)
    pages = ["/melzo/fonti/", "/melzo/fonti/matrice/", f"{few.get_absolute_url()}conoscere/"]
    _know(few, 2, towns, north, step.meeting)
    before = [_queries(browser, where) for where in pages]
    _know(many, 12, towns, north, met(many, TODAY).meeting)
    pages[2] = f"{many.get_absolute_url()}conoscere/"
    assert [_queries(browser, where) for where in pages] == before
    assert max(before) <= 15


def _know(
    path: Process, times: int, towns: tuple[Municipality, ...], area: SubArea, meeting: Meeting
) -> None:
    for turn in range(times):
        made = source(path.district, f"{path.title} {turn}", *towns, year=date(2000 + turn, 1, 1).year)
        suggest_reading(path, by=OPERATOR, source=made, why="")
        add_activity(path, by=OPERATOR, facts=ActivityFacts(title=f"Attività {turn}", sub_area=area))
        facts = ElaborationFacts(title=f"Dati {turn}", text=f"testo {turn}", cites=(made,), meeting=meeting)
        add_elaboration(path, by=OPERATOR, facts=facts, at=NOON)


def _queries(browser: Client, where: str) -> int:
    with CaptureQueriesContext(connection) as counted:
        assert browser.get(where).status_code == 200
    return len(counted)
