"""Frignano: ten names become a working district, and the district its plan, in one sitting."""

from __future__ import annotations

import io
import re

import pypdf
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.conftest import House, enter

pytestmark = pytest.mark.browser
NAMES = (
    "Fanano, Fiumalbo, Lama Mocogno, Montecreto, Pavullo nel Frignano, "
    "Pievepelago, Polinago, Riolunato, Serramazoni, Sestola"
)


def save(page: Page) -> None:
    page.get_by_role("button", name="Salva", exact=True).click()


def test_ten_names_become_a_district_with_its_plan(window: BrowserContext, house: House) -> None:
    page = enter(window, house, "admin@example.org")
    page.goto("/nuovo-ambito/")
    page.get_by_label("Nome dell'ambito").fill("Frignano da capo")
    page.locator("textarea[name=comuni]").fill(NAMES)
    page.get_by_role("button", name="Controlla i nomi").click()
    expect(page.locator("main")).to_contain_text("Serramazzoni")
    page.locator("textarea[name=comuni]").fill(NAMES.replace("Serramazoni", "Serramazzoni"))
    page.get_by_role("button", name="Controlla i nomi").click()
    page.get_by_role("button", name="Crea l'ambito").click()
    page.wait_for_url("**/frignano-da-capo/**")

    page.goto("/frignano-da-capo/territorio/")
    expect(page.locator("main")).to_contain_text("41.239")
    expect(page.locator("main")).to_contain_text("18 coppie di confinanti")

    page.goto("/frignano-da-capo/persone-e-ruoli/")
    page.get_by_label("Nome e cognome").fill("Amministratrice")
    page.get_by_label("E-mail").fill("admin@example.org")
    page.get_by_label("Ruolo").select_option("plan_office")
    page.get_by_role("button", name="Dai il ruolo").click()

    page.goto("/frignano-da-capo/piano/nuovo/")
    page.get_by_label("Titolo").fill("Piano di Zona 2027-2029")
    page.get_by_label("Dal").fill("2027-01-01")
    page.get_by_label("Al (compreso)").fill("2029-12-31")
    save(page)
    page.get_by_role("link", name="Aggiungi un obiettivo", exact=True).click()
    page.get_by_label("Obiettivo").fill("Un operatore in ogni comune")
    save(page)
    page.get_by_role("link", name=re.compile("^Aggiungi un'azione")).click()
    page.get_by_label("Azione").fill("Sportello sociale a Riolunato")
    page.get_by_label("Dal").fill("2027-01-01")
    page.get_by_label("Al (compreso)").fill("2027-12-31")
    save(page)
    page.get_by_label("Importo (€)").first.fill("12.500,00")
    page.get_by_role("button", name="Scrivi le risorse").click()
    expect(page.locator("#risorse")).to_contain_text("12.500,00 €")

    answer = page.request.get("/frignano-da-capo/piano/piano-di-zona-2027-2029/documento.pdf")
    said = " ".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(answer.body())).pages)
    said = " ".join(said.split())
    assert "41.239" in said
    assert "Sportello sociale a Riolunato" in said
    assert "12.500,00 €" in said
