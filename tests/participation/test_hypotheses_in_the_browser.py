"""A document of hypotheses under real fingers: propose, remark, decide, read what changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ordito.core.models import District, User
from ordito.participation.commands.hypotheses import save_hypothesis
from ordito.participation.models import Amendment, AmendmentState, Hypothesis, Process
from ordito.participation.queries.hypotheses import last_version, texts_of
from ordito.participation.queries.pieces import Piece, pieces_of, stepped
from tests.conftest import signed_in
from tests.journeys.conftest import AXE
from tests.participation.conftest import OPERATOR
from tests.participation.ideas import DECIDED, fifteen, opened, sitting, speaks_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HERE = "/melzo/percorsi/labgo/ipotesi/nuove-ipotesi-per-il-welfare-locale/"
RUN_AXE = "async () => (await axe.run({resultTypes: ['violations']})).violations.map(v => v.id)"
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 720}


@pytest.fixture
def window(browser: Browser, live_server: Any) -> Iterator[Any]:
    """A window for whoever signs in."""
    contexts: list[BrowserContext] = []

    def of(user: User) -> Page:
        context = browser.new_context(base_url=live_server.url, locale="it-IT", viewport=DESK)
        context.set_default_timeout(30_000)
        session = signed_in(user).cookies["sessionid"].value
        context.add_cookies(
            [{"name": "sessionid", "value": session, "url": live_server.url, "httpOnly": True}]
        )
        contexts.append(context)
        return context.new_page()

    yield of
    for context in contexts:
        context.close()


def test_a_delegate_proposes_others_remark_the_body_decides_and_everybody_reads_the_difference(
    path: Process, planner: User, delegate: User, window: Any
) -> None:
    opened(path, pieces=3)
    sitting(path.body)
    speaks_for(delegate, path.district)
    marco, giulia = window(delegate), window(planner)
    marco.goto(HERE)
    marco.get_by_role("link", name="Proponi di cambiarlo").first.click()
    box = marco.get_by_label("Nuovo testo")
    box.fill(box.input_value().replace("una porta sola", "una porta sola, aperta anche il sabato"))
    marco.get_by_label("Perché", exact=True).fill("Chi lavora può venire solo il sabato.")
    marco.get_by_role("button", name="Proponi").click()
    expect(marco.get_by_role("heading", name="Emendamento n. 1")).to_be_visible()
    expect(marco.locator("ins").last).to_contain_text("aperta anche il sabato")
    giulia.goto(f"{HERE}emendamenti/1/")
    giulia.get_by_label("Osservazione").fill("Due sabati al mese si possono già fare.")
    giulia.get_by_role("button", name="Scrivi l'osservazione").click()
    expect(giulia.get_by_text("Due sabati al mese")).to_be_visible()
    giulia.get_by_role("link", name="Decidi", exact=True).click()
    giulia.get_by_label("accogli con modifiche").check()
    giulia.get_by_text("Le parole con cui si accoglie").click()
    words = giulia.get_by_label("Testo", exact=True)
    words.fill(words.input_value().replace("anche il sabato", "anche due sabati al mese"))
    giulia.get_by_label("Risposta a chi").fill("Si comincia da due sabati.")
    giulia.get_by_label("Nuova, nell'incontro").select_option(index=1)
    giulia.get_by_label("Che cosa si decide").fill("Si accoglie, con due sabati al mese.")
    giulia.get_by_role("button", name="Scrivi le decisioni").click()
    expect(giulia.get_by_text("1 emendamento deciso.")).to_be_visible()
    marco.goto(f"{HERE}differenze/")
    expect(marco.locator("article ins")).to_have_text("[aggiunto: aperta anche due sabati al mese,]")
    expect(marco.get_by_text("2 paragrafi non cambiano")).to_be_visible()
    one = Amendment.objects.get()
    assert (one.state, one.is_changed, one.answer) == (
        AmendmentState.ACCEPTED,
        True,
        "Si comincia da due sabati.",
    )
    assert one.decision is not None
    assert one.organisation is not None


def test_paragraphs_go_up_are_joined_and_divided_without_the_mouse(
    path: Process, planner: User, window: Any
) -> None:
    made = opened(path, pieces=3)
    page = window(planner)
    page.goto(f"{HERE}scrivi/")
    page.get_by_role("button", name="su", exact=False).first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Titoletto").first).to_have_value("Il tempo della risposta")
    expect(page.get_by_label("Testo", exact=True).first).to_be_focused()
    page.get_by_role("button", name="dividi in due").nth(2).click()
    expect(page.get_by_label("Titoletto")).to_have_count(4)
    page.get_by_role("button", name="Rivedi che cosa cambia").click()
    expect(page.get_by_role("heading", name="Che cosa cambierebbe")).to_be_visible()
    page.get_by_label("Che cosa cambia").fill("Prima i tempi")
    page.get_by_role("button", name="Salva la versione").click()
    expect(page.get_by_text("Versione 2 salvata.")).to_be_visible()
    assert [each.paragraph.number for each in texts(made, 2)] == [2, 1, 3, 4]
    assert made.paragraphs.get(number=4).split_from_id == made.paragraphs.get(number=3).pk


def rewritten(made: Hypothesis) -> None:
    """A second version: a paragraph rewritten, one moved, two joined, one divided, one gone, one new."""
    pieces = pieces_of(texts_of(last_version(made)))
    pieces[0] = replace(pieces[0], text=pieces[0].text.replace("una porta sola", "la stessa porta"))
    pieces = stepped(stepped(stepped(pieces, "giu-4"), "unisci-8"), "dividi-2")
    pieces = [
        *pieces[:10],
        Piece("Chi tiene il filo", "Una persona per famiglia tiene il filo."),
        *pieces[11:],
    ]
    save_hypothesis(made, by=OPERATOR, pieces=pieces, note="Dopo i territori", based_on=1, at=DECIDED)


def texts(hypothesis: Hypothesis, number: int) -> list[Any]:
    version = hypothesis.versions.get(number=number)
    return list(version.texts.select_related("paragraph").order_by("position"))


def test_every_page_of_a_long_document_is_for_everybody(
    path: Process, district: District, planner: User, window: Any
) -> None:
    made = opened(path)
    fifteen(made)
    sitting(path.body)
    rewritten(made)
    page = window(planner)
    said = {}
    for name, address in {
        "documento": "",
        "scrivi": "scrivi/",
        "poggia": "paragrafi/1/",
        "differenze": "differenze/",
        "emendamenti": "emendamenti/",
        "emendamento": "emendamenti/1/",
        "proponi": "emendamenti/nuovo/?paragrafo=1",
        "decidi": "decidi/",
        "esito": "esito/",
        "nuova": "../nuova/",
    }.items():
        for size, box in (("desk", DESK), ("phone", PHONE)):
            page.set_viewport_size(box)
            page.goto(f"{HERE}{address}")
            page.evaluate(AXE.read_text())
            wide = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            found = page.evaluate(RUN_AXE) + ([f"{wide} too wide"] if wide > 0 else [])
            said |= {f"{name} {size}": found} if found else {}
            if folder := os.environ.get("ORDITO_PICTURES"):
                page.screenshot(path=Path(folder) / f"{name}-{size}.png", full_page=True)
    assert said == {}
