"""The pages of calls, as the office, an applicant and strangers meet them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ordito.core.models import District, User
from ordito.governance.models import Body, Membership
from ordito.participation.commands.applications import ask_integration, decide_application
from ordito.participation.commands.outcome import conclude_call, declare_conflicts, score_application
from ordito.participation.models import Application, ApplicationState, Call, CallState
from ordito.participation.queries import application_of, at_home, deed_names, link_of, shelves
from tests.conftest import signed_in
from tests.home import found_on, told_by
from tests.participation.conftest import LAST_DAY, OPERATOR, TAX_CODES, TODAY, recorded, with_all

_stations, due = told_by(at_home)
search = found_on(shelves)
STREET = Client()
AFTER = date(2017, 1, 31)


def said(answer: HttpResponse) -> str:
    text = re.sub(r"<(script|style).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def later(district: District, day: date) -> None:
    district.demonstration_day = day
    district.save()


def test_an_office_writes_a_call_and_publishes_it(at_planners_desk: Client, labs: tuple[Body, Body]) -> None:
    desk = at_planners_desk
    typed = {
        "title": "Voci per i laboratori",
        "kind": "co_design",
        "initiative": "body",
        "officer": "Nora",
        "purpose": "Cercasi",
        "frame": "Un anno",
        "terms": "Dal sito",
        "timing": "Presto",
        "conclusion": "Elenco",
        "transparency": "Sito",
        "requirements": "Sede\n\nStatuto\n",
        "criteria": "Esperienza; 20\nIdee; 12,5",
        "commission": "Ada; presidente\nUgo",
        "labs": [str(labs[0].pk)],
    }
    wrong = desk.post("/melzo/avvisi/nuovo/", typed | {"criteria": "Esperienza"})
    assert (wrong.status_code, "servono un punto e virgola" in said(wrong)) == (422, True)
    made = desk.post("/melzo/avvisi/nuovo/", typed, follow=True)
    assert made.redirect_chain == [("/melzo/avvisi/voci-per-i-laboratori/", 302)]
    assert "Pubblica l'avviso" in said(made)
    form = desk.get("/melzo/avvisi/voci-per-i-laboratori/modifica/")
    assert "Idee; 12.5" in form.content.decode()
    where = "/melzo/avvisi/voci-per-i-laboratori/"
    again = desk.post(f"{where}modifica/", typed | {"title": "Voci nuove"}, follow=True)
    assert "Voci nuove" in said(again)
    soon = desk.post(f"{where}pubblica/", {"on": "2017-01-09", "closes_on": "2017-01-20"})
    assert (soon.status_code, "11 giorni di pubblicazione" in said(soon)) == (422, True)
    desk.post(f"{where}pubblica/", {"on": "2017-01-09", "closes_on": "2017-01-30"})
    assert Call.objects.get().state == CallState.PUBLISHED
    assert "ancora 21 giorni" in said(STREET.get(where))


def test_a_call_that_lacks_something_says_what_instead_of_a_button(
    at_planners_desk: Client, district: District
) -> None:
    at_planners_desk.post(
        "/melzo/avvisi/nuovo/", {"title": "Mezzo", "kind": "interest", "initiative": "body"}
    )
    page = said(at_planners_desk.get("/melzo/avvisi/mezzo/"))
    assert "Prima di pubblicare manca:" in page
    assert "almeno un requisito" in page
    assert "Pubblica l'avviso" not in page
    assert STREET.get("/melzo/avvisi/mezzo/").status_code == 404
    assert at_planners_desk.post("/melzo/avvisi/mezzo/cancella/").status_code == 302
    assert not Call.objects.exists()


def test_anybody_applies_and_follows_the_application_with_the_link(
    opened: Call, labs: tuple[Body, Body], at_planners_desk: Client
) -> None:
    where = f"/melzo/avvisi/{opened.code}/domanda/"
    typed = {
        "name": "Il Filo",
        "kind": "association",
        "tax_code": TAX_CODES[0],
        "represented_by": "Anna Bianchi",
        "email": "filo@example.org",
        "labs": [str(labs[0].pk)],
        "offers": "<script>alert(1)</script> doposcuola",
    }
    assert STREET.post(where, typed | {"tax_code": "123"}).status_code == 422
    statute = SimpleUploadedFile("statuto.pdf", b"%PDF-1.7")
    sent = STREET.post(where, typed | {"papers": [statute]}, follow=True)
    receipt = sent.redirect_chain[0][0]
    assert "Domanda n. 1 di Il Filo" in said(sent)
    assert "<script>alert" not in sent.content.decode()
    one = Application.objects.get()
    paper = at_planners_desk.get(f"{one.get_absolute_url()}documenti/{one.files.get().pk}/")
    assert (paper.status_code, b"".join([paper.content])) == (200, b"%PDF-1.7")
    ask_integration(one, by=OPERATOR, text="L'atto costitutivo", on=TODAY, due_on=LAST_DAY)
    assert "Da completare entro il 30/01/2017" in said(STREET.get(receipt))
    assert STREET.post(receipt, {"answer": ""}).status_code == 422
    done = STREET.post(receipt, {"answer": "Eccolo"}, follow=True)
    assert "in esame" in said(done)


def test_an_excluded_applicant_reads_why_only_when_the_outcome_is_published(
    district: District, opened: Call, labs: tuple[Body, Body]
) -> None:
    one = recorded(opened, "Il Filo", labs[0])
    receipt = f"/melzo/avvisi/{opened.code}/ricevuta/{link_of(one)}/"
    decide_application(one, by=OPERATOR, state=ApplicationState.EXCLUDED, reason="Non opera qui", on=TODAY)
    before = said(STREET.get(receipt))
    assert ("Non opera qui" in before, "in esame" in before) == (False, True)
    conclude_call(opened, by=OPERATOR, on=AFTER)
    assert "Non opera qui" in said(STREET.get(receipt))
    assert "Il Filo" not in said(STREET.get(opened.get_absolute_url()))


def test_a_link_that_was_made_up_or_is_of_another_call_opens_nothing(
    opened: Call, scored: Call, labs: tuple[Body, Body]
) -> None:
    one = recorded(opened, "Il Filo", labs[0])
    word = link_of(one)
    assert application_of(opened, word) == one
    assert [application_of(scored, word), application_of(opened, "x" + word), application_of(opened, "")] == [
        None
    ] * 3
    assert STREET.get(f"/melzo/avvisi/{scored.code}/ricevuta/{word}/").status_code == 404


def test_a_closed_call_has_no_form(district: District, opened: Call) -> None:
    assert STREET.get(f"/melzo/avvisi/{opened.code}/domanda/").status_code == 200
    later(district, AFTER)
    assert STREET.get(f"/melzo/avvisi/{opened.code}/domanda/").status_code == 404


def test_thirty_five_applications_are_typed_examined_and_admitted_in_one_sitting(
    district: District, opened: Call, labs: tuple[Body, Body], at_planners_desk: Client
) -> None:
    desk, where = at_planners_desk, f"/melzo/avvisi/{opened.code}/"
    for turn in range(35):
        typed = {
            "name": f"Organizzazione {turn}",
            "kind": "informal_group",
            "represented_by": "Chi parla",
            "email": f"o{turn}@example.org",
            "labs": [str(labs[turn % 2].pk)],
            "channel": "certified_mail",
            "received_at": "2017-01-09T00:00",
            "protocol": f"{turn}/2017",
            "next": "1",
        }
        answer = desk.post(f"{where}domande/nuova/", typed)
        assert (answer.status_code, answer["Location"]) == (302, f"{where}domande/nuova/")
    ticks = [f"{number}-{requirement}" for number in range(1, 35) for requirement in (1, 2)] + ["35-1"]
    desk.post(f"{where}domande/esame/", {"c": ticks, "admit": "1"})
    states = opened.applications.values_list("state", flat=True)
    assert (list(states).count("admitted"), list(states).count("received")) == (34, 1)
    last = opened.applications.get(number=35)
    desk.post(f"{last.get_absolute_url()}esito/", {"state": "excluded", "reason": "Manca lo statuto"})
    later(district, AFTER)
    desk.post(f"{where}concludi/")
    assert Membership.objects.filter(starts_on=AFTER).count() == 34
    assert "Dal 31/01/2017 sono membri" in said(STREET.get(where))


def test_what_is_unticked_is_taken_back_and_a_late_one_is_not_admitted_with_the_others(
    opened: Call, labs: tuple[Body, Body], at_planners_desk: Client, district: District
) -> None:
    one = with_all(recorded(opened, "Il Filo", labs[0]))
    where = f"/melzo/avvisi/{opened.code}/domande/esame/"
    at_planners_desk.post(where, {"c": ["1-1"]})
    assert one.checks.count() == 1
    later(district, date(2017, 2, 5))
    Application.objects.update(received_at="2017-02-01T10:00:00Z")
    at_planners_desk.post(where, {"c": ["1-1", "1-2"], "admit": "1"})
    assert Application.objects.get().state == ApplicationState.RECEIVED


def test_the_office_works_on_one_application(
    opened: Call, labs: tuple[Body, Body], at_planners_desk: Client
) -> None:
    one = recorded(opened, "Il Filo", labs[0])
    here, desk = one.get_absolute_url(), at_planners_desk
    refused = desk.post(f"{here}esito/", {"state": "admitted"})
    assert (refused.status_code, "mancano questi requisiti" in said(refused)) == (422, True)
    desk.post(f"{here}requisiti/", {"esito-1": "met", "nota-1": "visto", "esito-2": "boh"})
    assert list(one.checks.values_list("outcome", "note")) == [("met", "visto")]
    assert desk.post(f"{here}integrazione/", {"text": ""}).status_code == 422
    desk.post(f"{here}integrazione/", {"text": "Lo statuto", "due_on": "2017-01-20"})
    assert "si aspetta" in said(desk.get(here))
    assert desk.post(f"{here}esito/", {"state": "boh"}).status_code == 422
    typed = {
        "name": "Il Filo rosso",
        "kind": "association",
        "represented_by": "Anna",
        "email": "a@example.org",
        "labs": [str(labs[1].pk)],
        "channel": "by_hand",
        "received_at": "2017-01-09T00:00",
    }
    desk.post(f"{here}modifica/", typed)
    assert "Il Filo rosso" in said(desk.get(here))
    wrong = desk.post(f"{here}modifica/", typed | {"represented_by": " ", "email": "x"})
    assert wrong.status_code == 422


def test_the_commission_declares_and_scores_on_the_pages(scored: Call, at_planners_desk: Client) -> None:
    one = recorded(scored, "Il Filo")
    desk, where = at_planners_desk, f"/melzo/avvisi/{scored.code}/"
    desk.post(f"{where}commissione/1/", {})
    desk.post(f"{where}commissione/2/", {"con": ["1", "boh"], "text": "Ne è socio"})
    page = said(desk.get(where))
    assert ("nessun conflitto, dichiarato il 09/01/2017" in page, "1 conflitto dichiarato" in page) == (
        True,
        True,
    )
    here = one.get_absolute_url()
    assert desk.post(f"{here}punti/", {"punti-1-1": "abc"}).status_code == 422
    assert desk.post(f"{here}punti/", {"punti-1-1": "21"}).status_code == 422
    desk.post(f"{here}punti/", {"punti-1-1": "18,5", "punti-1-2": "9"})
    assert list(one.scores.values_list("points", flat=True)) == [18.5]
    assert "in conflitto" in said(desk.get(here))


def test_the_outcome_of_a_co_design_is_published_with_its_points_the_best_first(
    scored: Call, client: Client
) -> None:
    ada = scored.commission.get(name="Ada")
    declare_conflicts(ada, by=OPERATOR, conflicts={}, on=TODAY)
    ada.refresh_from_db()
    experience = scored.criteria.get(text="Esperienza")
    for name, points in (("Il Filo", "8"), ("Caritas", "15.5")):
        one = with_all(recorded(scored, name))
        score_application(one, by=OPERATOR, points={(experience, ada): Decimal(points)})
        decide_application(one, by=OPERATOR, state=ApplicationState.ADMITTED, on=TODAY)
    conclude_call(scored, by=OPERATOR, on=date(2017, 1, 31))
    page = said(client.get(f"/melzo/avvisi/{scored.code}/"))
    assert "Esito pubblicato il 31/01/2017." in page
    assert "membri dei laboratori" not in page
    assert page.index("Caritas") < page.index("15,50") < page.index("Il Filo") < page.index("8,00")


def test_days_are_added_and_a_call_is_revoked_on_its_page(opened: Call, at_planners_desk: Client) -> None:
    where = f"/melzo/avvisi/{opened.code}/"
    assert at_planners_desk.post(f"{where}proroga/", {"closes_on": ""}).status_code == 422
    at_planners_desk.post(f"{where}proroga/", {"closes_on": "2017-02-05"})
    opened.refresh_from_db()
    assert opened.closes_on == date(2017, 2, 5)
    assert at_planners_desk.post(f"{where}revoca/", {"because": ""}).status_code == 422
    at_planners_desk.post(f"{where}revoca/", {"because": "Un errore nel testo"})
    assert "L'avviso è revocato: Un errore nel testo" in said(STREET.get(where))
    assert at_planners_desk.post(f"{where}cancella/").status_code == 422


@pytest.mark.parametrize("form", ["docx", "odt", "pdf"])
def test_notice_list_and_minutes_leave_as_files(
    opened: Call, labs: tuple[Body, Body], at_planners_desk: Client, form: str
) -> None:
    recorded(opened, "Il Filo", labs[0])
    starts = {"docx": b"PK", "odt": b"PK", "pdf": b"%PDF"}
    for act in ("avviso", "ammessi", "verbale"):
        answer = at_planners_desk.get(f"/melzo/avvisi/{opened.code}/atti/{act}.{form}")
        assert (answer.status_code, answer.content[:4].startswith(starts[form])) == (200, True)
    public = [
        STREET.get(f"/melzo/avvisi/{opened.code}/atti/{act}.{form}").status_code
        for act in ("avviso", "ammessi", "verbale", "altro")
    ]
    assert public == [200, 404, 404, 404]


def test_a_page_asks_the_same_questions_for_three_applications_and_for_thirty(
    opened: Call, labs: tuple[Body, Body], at_planners_desk: Client
) -> None:
    pages = ["/melzo/avvisi/", opened.get_absolute_url(), f"{opened.get_absolute_url()}domande/esame/"]

    def asked() -> list[int]:
        found = []
        for page in [*pages, Application.objects.order_by("pk")[0].get_absolute_url()]:
            with CaptureQueriesContext(connection) as queries:
                assert at_planners_desk.get(page).status_code == 200
            found.append(len(queries))
        return found

    for turn in range(3):
        recorded(opened, f"O{turn}", *labs)
    few = asked()
    for turn in range(3, 30):
        with_all(recorded(opened, f"O{turn}", *labs))
    assert few == asked()
    assert max(few) <= 15


def test_the_office_is_told_what_waits_and_everybody_that_a_call_is_open(
    district: District, opened: Call, labs: tuple[Body, Body], planner: User, delegate: User
) -> None:
    one = recorded(opened, "Il Filo", labs[0])
    ask_integration(one, by=OPERATOR, text="Lo statuto", on=TODAY, due_on=date(2017, 1, 12))
    assert [each.detail for each in due(district, planner, TODAY)] == ["1 domanda arrivata"]
    assert [(each.title, each.detail) for each in due(district, delegate, TODAY)] == [
        (f"Avviso aperto: {opened.title}", "")
    ]
    told = due(district, planner, AFTER)
    assert [each.detail for each in told] == ["1 domanda da decidere", opened.title]
    assert due(district, delegate, AFTER) == []


def test_a_search_finds_calls_for_all_and_applications_for_the_office(
    district: District, opened: Call, labs: tuple[Body, Body], planner: User, delegate: User
) -> None:
    recorded(opened, "Il Filo", labs[0])
    assert [hit.title for hit in search(district, delegate, "organizzazione")] == [opened.title]
    assert [hit.title for hit in search(district, planner, "filo")] == ["Il Filo"]
    assert search(district, delegate, "filo") == []


def test_strangers_and_delegates_find_no_office_door(
    opened: Call, labs: tuple[Body, Body], delegate: User, stranger: User
) -> None:
    one = recorded(opened, "Il Filo", labs[0])
    doors = [f"/melzo/avvisi/{opened.code}/domande/nuova/", one.get_absolute_url(), "/melzo/avvisi/nuovo/"]
    for who, expected in ((delegate, 403), (stranger, 404)):
        assert [signed_in(who).get(door).status_code for door in doors] == [expected] * 3
    assert "Il Filo" not in said(signed_in(delegate).get(opened.get_absolute_url()))


def test_every_deed_has_words(opened: Call) -> None:
    assert all(deed_names().values())
