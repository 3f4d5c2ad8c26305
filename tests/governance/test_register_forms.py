"""What the plan office writes in the register from its pages, and what a refused form says."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ordito.core.models import District, User
from ordito.governance.commands.documents import add_document
from ordito.governance.models import Body, Document, Mandate, Membership
from tests.governance import register

if TYPE_CHECKING:
    from django.test import Client

JUNE = date(2016, 6, 1)
HOUSE = "/melzo/confronto/"
LAB = f"{HOUSE}labgo/"


@pytest.fixture
def lab(district: District) -> Body:
    table = register.body(district, "tavolo", name="Tavolo Tecnico")
    return register.body(district, "labgo", table, name="LabGo Famiglia", kind="lab")


def refused(client: Client, path: str, typed: dict[str, object], why: str) -> None:
    """The form comes back with what was typed, and says why."""
    answer = client.post(path, typed)
    assert answer.status_code == 422
    assert why in answer.content.decode()


def accepted(client: Client, path: str, typed: dict[str, object], then: str) -> None:
    answer = client.post(path, typed)
    assert (answer.status_code, answer["Location"]) == (302, then)


def test_a_body_is_added_under_another(at_planners_desk: Client, lab: Body) -> None:
    page = at_planners_desk.get(f"{HOUSE}nuovo/?sotto=labgo").content.decode()
    assert f'value="{lab.pk}" selected' in page
    typed = {"name": "Gruppo nidi", "kind": "working_group", "mandated_by": lab.pk, "is_public": "on"}
    accepted(at_planners_desk, f"{HOUSE}nuovo/", typed, f"{HOUSE}gruppo-nidi/")
    made = Body.objects.get(code="gruppo-nidi")
    assert (made.mandated_by, made.is_public, made.quorum_percent) == (lab, True, None)
    refused(at_planners_desk, f"{HOUSE}nuovo/", {"name": ""}, "obbligatorio")
    refused(
        at_planners_desk, f"{HOUSE}nuovo/", {"name": "«»«", "kind": "lab", "quorum_percent": "101"}, "100"
    )


def test_a_body_that_would_answer_to_itself_is_refused_and_keeps_what_was_typed(
    at_planners_desk: Client, lab: Body
) -> None:
    top = Body.objects.get(code="tavolo")
    typed = {"name": "Nuovo nome", "kind": "lab", "mandated_by": lab.pk}
    answer = at_planners_desk.post(f"{HOUSE}tavolo/modifica/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "mandante di se stesso" in page
    assert 'value="Nuovo nome"' in page
    accepted(
        at_planners_desk,
        f"{HOUSE}tavolo/modifica/",
        {"name": "Tavolo", "kind": "technical_table"},
        f"{HOUSE}tavolo/",
    )
    top.refresh_from_db()
    assert (top.name, top.is_public) == ("Tavolo", False)


def test_a_body_closes_on_its_last_day_and_opens_again(at_planners_desk: Client, lab: Body) -> None:
    refused(at_planners_desk, f"{HOUSE}tavolo/chiudi/", {"ends_before": "2016-12-31"}, "Rispondono ancora")
    refused(at_planners_desk, f"{LAB}chiudi/", {"ends_before": ""}, "obbligatorio")
    accepted(at_planners_desk, f"{LAB}chiudi/", {"ends_before": "2016-12-31"}, LAB)
    lab.refresh_from_db()
    assert lab.ends_before == date(2017, 1, 1)
    assert "Riapri" in at_planners_desk.get(f"{LAB}modifica/").content.decode()
    accepted(at_planners_desk, f"{LAB}riapri/", {}, LAB)
    lab.refresh_from_db()
    assert lab.ends_before is None


def test_the_last_day_that_is_proposed_is_today(at_planners_desk: Client, lab: Body) -> None:
    assert 'value="2017-01-09"' in at_planners_desk.get(f"{LAB}modifica/").content.decode()


def test_a_mandate_is_given_completed_and_ended(at_planners_desk: Client, lab: Body) -> None:
    top = Body.objects.get(code="tavolo")
    new = f"{LAB}mandati/nuovo/"
    assert f'value="{top.pk}" selected' in at_planners_desk.get(new).content.decode()
    accepted(at_planners_desk, new, {"object": "Ricognizione", "mandated_by": top.pk}, f"{LAB}#mandato")
    refused(at_planners_desk, new, {"object": "Di nuovo", "mandated_by": top.pk}, "C&#x27;è già un mandato")
    mandate = Mandate.objects.get()
    edit = f"{LAB}mandati/{mandate.pk}/"
    typed = {
        "object": "Ricognizione",
        "mandated_by": top.pk,
        "date": "2016-06-07",
        "ends_before": "2017-12-31",
    }
    accepted(at_planners_desk, edit, typed, f"{LAB}#mandato")
    mandate.refresh_from_db()
    assert (mandate.date, mandate.ends_before) == (date(2016, 6, 7), date(2018, 1, 1))
    assert 'value="2017-12-31"' in at_planners_desk.get(edit).content.decode()
    assert at_planners_desk.get(f"{HOUSE}tavolo/mandati/{mandate.pk}/").status_code == 404


def test_who_enters_on_the_same_day_is_ticked_together(at_planners_desk: Client, lab: Body) -> None:
    alfa, beta = (register.organisation(lab.district, code) for code in ("alfa", "beta"))
    anna = register.person(lab.district, "anna")
    typed = {
        "organisations": [alfa.pk, beta.pk],
        "people": [anna.pk],
        "starts_on": "2016-06-01",
        "is_formal": "on",
    }
    accepted(at_planners_desk, f"{LAB}ammetti/", typed, f"{LAB}#membri")
    assert sorted(seat.member.code for seat in lab.memberships.all()) == ["alfa", "anna", "beta"]
    assert "Nessuno da ammettere" in at_planners_desk.get(f"{LAB}ammetti/").content.decode()
    gamma = register.organisation(lab.district, "gamma")
    refused(at_planners_desk, f"{LAB}ammetti/", {"starts_on": "2016-06-01"}, "Scegliere almeno")
    refused(
        at_planners_desk, f"{LAB}ammetti/", {"organisations": [gamma.pk], "starts_on": ""}, "obbligatorio"
    )


def test_if_one_cannot_enter_nobody_does(at_planners_desk: Client, lab: Body) -> None:
    alfa, beta = (register.organisation(lab.district, code) for code in ("alfa", "beta"))
    register.seat(lab, beta, JUNE, date(2016, 7, 1))
    typed = {"organisations": [alfa.pk, beta.pk], "starts_on": "2016-06-15"}
    refused(at_planners_desk, f"{LAB}ammetti/", typed, "Beta siede già")
    assert lab.memberships.count() == 1


def test_a_seat_is_corrected_formalised_closed_and_taken_away(at_planners_desk: Client, lab: Body) -> None:
    seat = register.seat(lab, register.organisation(lab.district, "alfa"), JUNE, is_formal=False)
    card, here = f"{LAB}membri/alfa/", f"{LAB}adesioni/{seat.pk}/"
    assert "Formalizza" in at_planners_desk.get(card).content.decode()
    refused(
        at_planners_desk,
        here,
        {"starts_on": "2016-06-01", "ends_before": "2016-05-01"},
        "prima di cominciare",
    )
    refused(at_planners_desk, here, {"starts_on": ""}, "obbligatorio")
    accepted(at_planners_desk, here, {"starts_on": "2016-05-01", "role": "capofila"}, card)
    refused(at_planners_desk, f"{here}formalizza/", {"on": ""}, "obbligatorio")
    accepted(at_planners_desk, f"{here}formalizza/", {"on": "2016-09-01"}, card)
    refused(at_planners_desk, f"{here}formalizza/", {"on": "2016-09-01"}, "già finita")
    last = Membership.objects.get(is_formal=True)
    there = f"{LAB}adesioni/{last.pk}/"
    refused(at_planners_desk, f"{there}chiudi/", {"ends_before": "2016-08-01"}, "prima di cominciare")
    refused(at_planners_desk, f"{there}chiudi/", {"ends_before": "mai"}, "data")
    accepted(at_planners_desk, f"{there}chiudi/", {"ends_before": "2016-12-31"}, card)
    assert list(
        Membership.objects.order_by("pk").values_list("starts_on", "ends_before", "is_formal", "role")
    ) == [
        (date(2016, 5, 1), date(2016, 9, 1), False, "capofila"),
        (date(2016, 9, 1), date(2017, 1, 1), True, "capofila"),
    ]
    register.held(lab, date(2016, 10, 1), {last.organisation: "present"})
    refused(at_planners_desk, f"{there}togli/", {}, "si può solo chiudere")
    accepted(at_planners_desk, f"{here}togli/", {}, f"{LAB}#membri")
    assert Membership.objects.get() == last
    assert at_planners_desk.post(f"{here}togli/").status_code == 404


def test_a_document_is_opened_described_handed_in_and_moved(
    at_planners_desk: Client, in_the_street: Client, lab: Body
) -> None:
    refused(at_planners_desk, f"{LAB}nuovo-documento/", {"title": ""}, "obbligatorio")
    here = f"{LAB}documenti/labgo-griglia/"
    accepted(at_planners_desk, f"{LAB}nuovo-documento/", {"title": "Griglia"}, here)
    refused(at_planners_desk, f"{here}versioni/", {"note": "niente"}, "un testo, un file, o tutti e due")
    file = SimpleUploadedFile("griglia.pdf", b"%PDF-1.7 x", "application/pdf")
    accepted(at_planners_desk, f"{here}versioni/", {"text": "**Le** esigenze <b>x</b>", "file": file}, here)
    page = at_planners_desk.get(here).content.decode()
    assert "<strong>Le</strong> esigenze &lt;b&gt;x&lt;/b&gt;" in page
    assert in_the_street.get(f"{here}versioni/1/").status_code == 404
    accepted(at_planners_desk, f"{here}modifica/", {"title": "Griglia", "is_public": "on"}, here)
    refused(at_planners_desk, f"{here}modifica/", {"title": ""}, "obbligatorio")
    given = in_the_street.get(f"{here}versioni/1/")
    assert (given.content, given["Content-Disposition"]) == (
        b"%PDF-1.7 x",
        'attachment; filename="griglia.pdf"',
    )
    refused(at_planners_desk, f"{here}stato/", {"status": "submitted", "date": "2016-12-30"}, "a chi è stato")
    refused(at_planners_desk, f"{here}stato/", {"status": "lost"}, "lost")
    accepted(
        at_planners_desk,
        f"{here}stato/",
        {"status": "submitted", "date": "2016-12-30", "submitted_to": "Ministero"},
        here,
    )
    assert "Ministero" in in_the_street.get(here).content.decode()


@pytest.mark.parametrize(
    ("form", "starts"), [("pdf", b"%PDF-"), ("docx", b"PK\x03\x04"), ("odt", b"PK\x03\x04")]
)
def test_the_text_of_a_version_is_taken_away_as_an_act(
    at_planners_desk: Client, planner: User, lab: Body, form: str, starts: bytes
) -> None:
    document = add_document(lab, by=planner, title="Griglia")
    at_planners_desk.post(f"{LAB}documenti/labgo-griglia/versioni/", {"text": "Le esigenze"})
    answer = at_planners_desk.get(f"{LAB}documenti/{document.code}/versioni/1.{form}")
    assert answer.content.startswith(starts)
    assert answer["Content-Disposition"] == f'attachment; filename="labgo-griglia-v1.{form}"'
    assert at_planners_desk.get(f"{LAB}documenti/{document.code}/versioni/1.exe").status_code == 404


def test_the_list_of_documents_tells_where_each_stands(
    in_the_street: Client, at_planners_desk: Client, lab: Body
) -> None:
    Document.objects.create(body=lab, code="a", title="Griglia", status="adopted", is_public=True)
    Document.objects.create(body=lab, code="b", title="Bozza riservata", submitted_to="Prefettura")
    street = in_the_street.get(f"{HOUSE}documenti/").content.decode()
    assert ("Griglia" in street, "Bozza riservata" in street) == (True, False)
    sheet = at_planners_desk.get(f"{HOUSE}documenti/?stato=draft&organismo=labgo&q=prefettura&export=csv")
    assert sheet.content.decode("utf-8-sig").splitlines() == [
        "Documento,Organismo,Stato,A chi,Data",
        "Bozza riservata,LabGo Famiglia,bozza,Prefettura,",
    ]
