"""The pages of paths, as the office, a delegate and citizens meet them."""

from __future__ import annotations

import itertools
import re
from html import unescape

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ordito.community.models import Person
from ordito.core.models import District, User
from ordito.governance.models import Document, Meeting, MeetingState
from ordito.participation.models import Doing, PathKind, Phase, Process, Product, Workshop
from ordito.participation.queries.templates import TEMPLATES, spread
from ordito.territory.models import SubArea
from tests.conftest import signed_in
from tests.participation.paths import TODAY, WEEK, begun, due, lab, mandate, met, phase

STREET = Client()
ODD = "<script>alert(1)</script> \u202eotto 🧵 " + "à" * 150


def said(answer: HttpResponse) -> str:
    text = re.sub(r"<(script|style).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def typed(answer: HttpResponse) -> dict[str, str]:
    """What a page's form would send as it is."""
    form = answer.context["form"]
    sent = {}
    for each in (form, *getattr(answer.context.get("phases"), "forms", ())):
        for field in each:
            value = field.value()
            if value not in (None, False, ""):
                sent[field.html_name] = "on" if value is True else str(value)
    phases = answer.context.get("phases")
    if phases is not None:
        sent |= {field.html_name: str(field.value()) for field in phases.management_form}
    return sent


def test_the_office_begins_a_path_from_what_crema_walked(
    at_planners_desk: Client, district: District
) -> None:
    body = lab(district, "Gruppo misto")
    given = mandate(body, lab(district, "Assemblea"))
    assert "Crema, 2011" in said(at_planners_desk.get("/melzo/percorsi/nuovo/"))
    page = at_planners_desk.get("/melzo/percorsi/nuovo/path_to_plan/")
    sent = typed(page) | {"title": "Verso il piano", "body": str(body.pk), "mandate": str(given.pk)}
    again = at_planners_desk.post(
        "/melzo/percorsi/nuovo/path_to_plan/", sent | {"last_day": "2017-12-31", "spread": "1"}
    )
    assert again.status_code == 200
    sent = typed(again) | {"form-3-title": "Chi fa che cosa"}
    del sent["form-1-keep"]
    made = at_planners_desk.post("/melzo/percorsi/nuovo/path_to_plan/", sent, follow=True)
    assert made.redirect_chain == [("/melzo/percorsi/verso-il-piano/", 302)]
    path = Process.objects.get()
    assert [str(each) for each in path.phases.order_by("number")] == [
        "1. Conoscere insieme",
        "2. Confrontarle nei laboratori e nelle sub-aree",
        "3. Chi fa che cosa",
    ]
    first, last = path.phases.order_by("number")[0], path.phases.order_by("-number")[0]
    assert (first.starts_on, last.last_day, path.last_day) == (TODAY, path.last_day, path.last_day)
    assert path.products.order_by("number")[0].due_on == first.last_day
    told = said(made)
    assert "Ripensare il welfare da Assemblea il 09/01/2017" in told
    assert "portano contributi: i membri di chi conduce" in told
    assert "ancora 148 giorni" in told


def test_every_template_can_be_begun_as_it_is(at_planners_desk: Client, district: District) -> None:
    body = lab(district)
    for template in TEMPLATES:
        where = f"/melzo/percorsi/nuovo/{template.kind.value}/"
        sent = typed(at_planners_desk.get(where)) | {"title": str(template.kind.label), "body": str(body.pk)}
        assert at_planners_desk.post(where, sent).status_code == 302
    assert {path.kind for path in Process.objects.all()} == set(PathKind.values)
    assert at_planners_desk.get("/melzo/percorsi/nuovo/nessuno/").status_code == 404


def test_phases_of_a_template_follow_one_another_without_holes_and_fill_the_period() -> None:
    phases = TEMPLATES[0].phases
    for days in (1, 3, 4, 5, 48, 365):
        found = spread(phases, TODAY, TODAY + (days - 1) * WEEK / 7)
        assert found[0][0] == TODAY
        assert all(first <= last for first, last in found)
        assert all((after[0] - before[1]).days == 1 for before, after in itertools.pairwise(found))
        assert (found[-1][1] - TODAY).days + 1 == max(days, 4)


def test_what_is_late_comes_first_for_who_works_here_and_not_for_citizens(
    at_planners_desk: Client, district: District
) -> None:
    path = begun(
        district, phase("Vuota", TODAY - 4 * WEEK, 2), phase("Piena", TODAY - 2 * WEEK, 4, contribute="room")
    )
    late = due(path, "Griglia", TODAY - WEEK)
    page = at_planners_desk.get(path.get_absolute_url())
    told = said(page)
    assert told.index("in ritardo Griglia") < told.index("finita vuota Vuota") < told.index("Piena")
    assert "portano contributi: anche chi è in sala, con il telefono" in told
    street = said(STREET.get(path.get_absolute_url()))
    assert ("finita vuota" in street, "era da consegnare" in street) == (False, False)
    assert "portano contributi: anche chi è in sala, con il telefono" in street
    where = f"{path.get_absolute_url()}prodotti/{late.number}/"
    document = Document.objects.create(body=path.body, code="griglia", title="La griglia", is_public=True)
    wrong = at_planners_desk.post(f"{where}consegna/", {"on": "2017-02-01"})
    assert (wrong.status_code, "La consegna è nel futuro" in said(wrong)) == (422, True)
    at_planners_desk.post(f"{where}consegna/", {"on": "2017-01-09", "document": str(document.pk)})
    assert f'href="{document.get_absolute_url()}"' in STREET.get(path.get_absolute_url()).content.decode()
    assert at_planners_desk.post(f"{where}togli/").status_code == 422
    at_planners_desk.post(f"{where}riprendi/")
    assert "in ritardo Griglia" in said(at_planners_desk.get(path.get_absolute_url()))
    at_planners_desk.post(f"{where}togli/")
    assert not Product.objects.exists()


def test_phases_are_moved_lengthened_closed_and_opened_again(
    at_planners_desk: Client, district: District
) -> None:
    end = TODAY + 2 * WEEK
    path = begun(
        district,
        phase("Una", TODAY - 4 * WEEK, 4),
        phase("Due", TODAY, 1),
        phase("Tre", TODAY + WEEK, 1, vote="room"),
        ends_before=end,
    )
    where = f"{path.get_absolute_url()}fasi/"
    sent = typed(at_planners_desk.get(f"{where}1/"))
    at_planners_desk.post(f"{where}1/", sent | {"last_day": "2017-01-11", "together": "1"})
    days = [(each.title, each.starts_on.day, each.ends_before.day) for each in path.phases.order_by("number")]  # type: ignore[union-attr]
    assert days == [("Una", 12, 12), ("Due", 12, 19), ("Tre", 19, 26)]
    path.refresh_from_db()
    assert path.ends_before == end + WEEK / 7 * 3
    back = typed(at_planners_desk.get(f"{where}3/"))
    assert back["vote"] == "room"
    at_planners_desk.post(f"{where}3/", back | {"starts_on": "2016-12-13", "last_day": "2016-12-20"})
    assert [each.title for each in path.phases.order_by("number")] == ["Una", "Tre", "Due"]
    wrong = at_planners_desk.post(f"{where}2/", back | {"starts_on": "2016-01-01"})
    assert (wrong.status_code, "comincia prima del percorso" in said(wrong)) == (422, True)
    at_planners_desk.post(f"{where}1/chiudi/")
    assert Phase.objects.get(title="Una").ends_before == TODAY
    assert at_planners_desk.post(f"{where}1/chiudi/").status_code == 422
    assert at_planners_desk.post(f"{where}3/chiudi/").status_code == 422
    assert at_planners_desk.post(f"{where}1/riapri/", {"last_day": "2016-01-01"}).status_code == 422
    at_planners_desk.post(f"{where}1/riapri/", {"last_day": ""})
    assert Phase.objects.get(title="Una").ends_before is None
    at_planners_desk.post(f"{where}3/togli/")
    new = at_planners_desk.post(
        f"{where}nuova/",
        {"title": "Nuova", "starts_on": "2017-01-20"} | dict.fromkeys(Doing.values, "closed"),
    )
    assert (new.status_code, [each.title for each in path.phases.order_by("number")]) == (
        302,
        ["Una", "Tre", "Nuova"],
    )


def test_a_meeting_is_a_step_of_a_path_and_tells_who_leads_it_to_who_works_here(
    at_planners_desk: Client, district: District
) -> None:
    path = begun(district, phase("Sub-aree", TODAY - WEEK))
    other = begun(district, title="Un altro")
    east = SubArea.objects.create(district=district, code="est", name="Adda Est")
    ada = Person.objects.create(district=district, code="ada", name="Ada Bini")
    ugo = Person.objects.create(district=district, code="ugo", name="Ugo Sala")
    ground = Document.objects.create(body=path.body, code="contesto", title="Il contesto", is_public=True)
    where = f"{path.get_absolute_url()}incontri/"
    sent = {
        "phase": str(path.phases.get().pk),
        "sub_area": str(east.pk),
        "addressed_to": ODD,
        "administrator": str(ada.pk),
        "technician": str(ada.pk),
        "grounded_on": str(ground.pk),
        "body": str(path.body.pk),
        "heading": "Incontro con gli operatori",
        "date": "2017-01-20",
        "agenda": "Le ipotesi\nIl confronto",
    }
    assert "Serve" not in said(at_planners_desk.get(f"{where}nuovo/?fase=1"))
    none = at_planners_desk.post(f"{where}nuovo/", sent | {"date": ""})
    assert "Per un incontro nuovo serve" in said(none)
    wrong = at_planners_desk.post(f"{where}nuovo/", sent)
    assert (wrong.status_code, "sono due persone" in said(wrong)) == (422, True)
    assert not Meeting.objects.exists()
    made = at_planners_desk.post(f"{where}nuovo/", sent | {"technician": str(ugo.pk)}, follow=True)
    assert "Ada Bini per gli amministratori" in said(made)
    meeting = Meeting.objects.get()
    assert [item.title for item in meeting.agenda.order_by("position")] == ["Le ipotesi", "Il confronto"]
    page = f"{where}{meeting.code}/"
    assert STREET.get(page).status_code == 404  # it is not convened yet
    Meeting.objects.update(state=MeetingState.CONVENED)
    street = STREET.get(page)
    assert ("un amministratore e un tecnico" in said(street), "Ada Bini" in said(street)) == (True, False)
    assert "<script>alert" not in street.content.decode()
    assert "Il contesto" in said(street)
    hub = said(STREET.get(path.get_absolute_url()))
    assert "Adda Est 20/01/2017 · Incontro con gli operatori" in hub
    assert "Ada Bini" not in hub
    twice = {"meeting": str(meeting.pk), "body": "", "date": ""}
    taken = at_planners_desk.post(f"{other.get_absolute_url()}incontri/nuovo/", twice)
    assert taken.status_code == 422
    assert at_planners_desk.post(f"{path.get_absolute_url()}fasi/1/togli/").status_code == 422
    at_planners_desk.post(f"{page}modifica/", {"addressed_to": "operatori"})
    assert Workshop.objects.get().sub_area is None
    at_planners_desk.post(f"{page}stacca/")
    assert (Workshop.objects.count(), Meeting.objects.count()) == (0, 1)
    back = at_planners_desk.post(f"{where}nuovo/", {"meeting": str(meeting.pk)})
    assert back.status_code == 302


def test_a_path_that_is_not_public_is_known_only_to_who_works_here(
    district: District, delegate: User, stranger: User
) -> None:
    path = begun(district, is_public=False)
    for browser, status in ((STREET, 404), (signed_in(stranger), 404), (signed_in(delegate), 200)):
        assert browser.get(path.get_absolute_url()).status_code == status
    assert "LabGo Famiglia 2017" not in said(STREET.get("/melzo/percorsi/"))
    assert "non pubblico" in said(signed_in(delegate).get("/melzo/percorsi/"))
    assert signed_in(delegate).post(f"{path.get_absolute_url()}cancella/").status_code == 403


def test_only_a_path_in_which_nothing_happened_is_taken_away(
    at_planners_desk: Client, district: District
) -> None:
    walked, mistaken = begun(district, title="Camminato"), begun(district, title="Sbagliato")
    met(walked, TODAY)
    refused = at_planners_desk.post(f"{walked.get_absolute_url()}cancella/")
    assert (refused.status_code, "non si cancella" in said(refused)) == (422, True)
    at_planners_desk.post(f"{mistaken.get_absolute_url()}cancella/")
    assert [path.title for path in Process.objects.all()] == ["Camminato"]


def test_a_path_is_described_anew_with_what_belongs_together(
    at_planners_desk: Client, district: District
) -> None:
    path = begun(district, phase("Una", TODAY - 4 * WEEK))
    given = mandate(lab(district, "Un altro"))
    where = f"{path.get_absolute_url()}modifica/"
    sent = typed(at_planners_desk.get(where))
    for change, why in (
        ({"mandate": str(given.pk)}, "Il mandato è di un altro organismo"),
        ({"technical_group": str(path.body.pk)}, "è un altro organismo"),
        ({"starts_on": "2017-01-09"}, "prima del percorso"),
        ({"last_day": "2016-01-01"}, "finisce prima di cominciare"),
    ):
        refused = at_planners_desk.post(where, sent | change)
        assert (refused.status_code, why in said(refused)) == (422, True), why
    at_planners_desk.post(where, sent | {"title": ODD[:190], "purpose": "a" * 100_000})
    assert Process.objects.get().title == "LabGo Famiglia 2017"
    at_planners_desk.post(where, sent | {"title": ODD[:190], "purpose": "\u202eperché 🧵"})
    page = STREET.get(path.get_absolute_url())
    assert (page.status_code, "<script>alert" in page.content.decode()) == (200, False)
    nul = at_planners_desk.post(where, sent | {"title": "a\x00b"})
    assert nul.status_code == 422


@pytest.mark.parametrize("reader", ["street", "planner"])
def test_the_pages_of_paths_take_the_same_queries_however_much_hangs_from_them(
    district: District, planner: User, reader: str
) -> None:
    browser = STREET if reader == "street" else signed_in(planner)
    few, many = begun(district, title="Poco"), begun(district, title="Molto")
    _fill(few, 1)
    _fill(many, 12)
    pages = [path.get_absolute_url() for path in (few, many)]
    meetings = [f"{page}incontri/{_first(path)}/" for page, path in zip(pages, (few, many), strict=True)]
    for one, other in (pages, meetings):
        counted = [_queries(browser, where) for where in (one, other)]
        assert counted[0] == counted[1] <= 15, counted
    before = _queries(browser, "/melzo/percorsi/")
    for turn in range(8):
        begun(district, title=f"Percorso {turn}")
    assert _queries(browser, "/melzo/percorsi/") == before <= 15


def _fill(path: Process, times: int) -> None:
    from ordito.participation.commands.phases import add_phase
    from tests.participation.paths import OPERATOR

    for turn in range(times):
        begins = TODAY + turn * WEEK
        made = add_phase(path, by=OPERATOR, facts=phase(f"Fase {turn}", begins, 1, contribute="members"))
        met(path, begins, MeetingState.CONVENED, phase=made)
        product = due(path, f"Prodotto {turn}", begins)
        product.document = Document.objects.create(
            body=path.body, code=f"{path.code}-{turn}", title=f"Documento {turn}", is_public=True
        )
        product.delivered_on = TODAY
        product.save()


def _first(path: Process) -> str:
    return Workshop.objects.filter(process=path).order_by("pk")[0].meeting.code


def _queries(browser: Client, where: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as counted:
        assert browser.get(where).status_code == 200
    return len(counted)
