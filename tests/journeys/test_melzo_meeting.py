"""Melzo's evening: convene, print the sheet, tick who came, decide, approve the minutes of last time."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from ordito.core.press.pandoc import pandoc
from tests.journeys.conftest import House, enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LAB = "/melzo/confronto/labgo-famiglia/"
TONIGHT = f"{LAB}incontri/labgo-famiglia-2017-01-09"
BEFORE = f"{LAB}incontri/labgo-famiglia-2016-11-07"


def taken(page: Page, form: str) -> bytes:
    """The file that a link of the page gives, whose name says what it is."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=form, exact=True).first.click()
    path = Path(waiting.value.path())
    assert waiting.value.suggested_filename == f"verbale-labgo-famiglia-2016-11-07.{form.lower()}"
    return path.read_bytes()


def said(form: str, file: bytes) -> str:
    if form == "PDF":
        text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(file)).pages)
    else:
        text = pandoc("-f", form.lower(), "-t", "plain", "--wrap=none", source=file).decode()
    return " ".join(text.split())


def convene_for_tonight(page: Page) -> None:
    page.goto("/melzo/")
    page.get_by_role("navigation", name="Le stazioni del ciclo").get_by_role("link", name="Confronto").click()
    page.get_by_role("link", name="LabGo Famiglia", exact=True).first.click()
    page.get_by_role("link", name="Convoca un incontro").click()
    page.get_by_label("Data", exact=True).fill("2017-01-09")
    page.get_by_label("Dalle").fill("17:30")
    page.get_by_label("Altro luogo, o indicazioni").fill("Sala consiliare")
    page.get_by_label("Ordine del giorno").fill(
        "Verbale del 07/11/2016\nPriorità per il 2017\nVarie ed eventuali"
    )
    page.get_by_role("button", name="Salva e vai alla convocazione").click()
    expect(page.get_by_role("heading", name=re.compile(r"^\d+ destinatari"))).to_be_visible()
    page.get_by_role("button", name="Convoca adesso").click()
    expect(page.get_by_role("status").filter(has_text=re.compile(r"^\d+ messaggi partiti$"))).to_be_visible(
        timeout=60_000
    )


def print_the_sheet(page: Page) -> None:
    page.goto(f"{TONIGHT}/")
    page.get_by_role("link", name="Foglio firme").first.click()
    expect(page.locator("table.sheet").first.locator("tbody tr")).to_have_count(30)
    expect(page.get_by_role("button", name="Stampa")).to_be_visible()


def tick_who_came(page: Page) -> int:
    """Tick the first sixteen of the sheet, invited ones among them, and say how many formal members came."""
    page.goto(f"{TONIGHT}/")
    page.get_by_role("link", name="Segna le presenze").click()
    expect(page.locator("#find")).to_be_focused()
    page.wait_for_load_state()
    page.keyboard.press("ArrowDown")
    for _member in range(16):
        page.keyboard.press("p")
    expect(page.locator("#saved")).to_have_text("Tutto salvato")
    present = page.locator(".seat[data-formal][data-state=present]").count()
    expect(page.locator("#present")).to_have_text(str(present))
    page.get_by_role("button", name="Segna assenti tutti gli altri e chiudi").click()
    expect(page.get_by_text(f"{present} su 28")).to_be_visible()
    return present


def decide_and_leave_a_task(page: Page, present: int) -> None:
    page.get_by_role("link", name="Scrivi il verbale").click()
    page.get_by_label("Presiede").fill("Ada Bini")
    page.get_by_label("Discussione").nth(1).fill("Si sceglie di partire dalla conciliazione dei tempi.")
    expect(page.locator("#saved")).to_have_text("Tutto salvato")
    page.get_by_role("link", name="Decisione su questo punto").nth(1).click()
    page.get_by_label("Che cosa si decide").fill("Il 2017 comincia dalla conciliazione.")
    page.get_by_label("Favorevoli").fill(str(present + 1))
    page.get_by_role("button", name="Aggiungi la decisione").click()
    expect(page.get_by_role("alert")).to_contain_text(
        f"i voti sono {present + 1} e i presenti con diritto di voto {present}"
    )
    page.get_by_label("Favorevoli").fill(str(present - 1))
    page.get_by_label("Contrari").fill("1")
    page.get_by_role("button", name="Aggiungi la decisione").click()
    expect(page.get_by_text(f"favorevoli {present - 1}, contrari 1")).to_be_visible()
    page.get_by_label("Che cosa c'è da fare").fill("Scrivere la scheda di lavoro")
    page.get_by_label("Chi", exact=False).last.fill("Ufficio di Piano")
    page.get_by_label("Entro il").fill("2017-02-01")
    page.get_by_role("button", name="Aggiungi il compito").click()
    expect(page.locator("#compiti").get_by_text("Scrivere la scheda di lavoro").first).to_be_visible()
    page.get_by_role("link", name="Rileggi e invia").click()
    expect(page.get_by_text(f"Presenti {present} su 28 adesioni formalizzate")).to_be_visible()
    page.get_by_role("button", name="Invia ai membri").click()
    expect(page.get_by_text("Il verbale è da approvare")).to_be_visible()


def amend_and_approve_the_time_before(page: Page) -> None:
    page.goto(f"{BEFORE}/verbale/scrivi/")
    page.get_by_label("Chiusura").fill("L'incontro si chiude alle 19:40.")
    expect(page.locator("#saved")).to_have_text("Tutto salvato")
    page.goto(f"{BEFORE}/verbale/")
    page.get_by_label("Che cosa cambia, e perché").fill("Aggiunta l'ora di chiusura")
    page.get_by_role("button", name="Registra l'emendamento").click()
    expect(page.get_by_text("emendato", exact=True)).to_be_visible()
    page.get_by_label("Approvato nell'incontro del").select_option(label="09/01/2017")
    page.get_by_label("Favorevoli").fill("12")
    page.get_by_role("button", name="Approva il verbale").click()
    expect(page.get_by_text("Il verbale è approvato.")).to_be_visible()


def test_an_evening_of_labgo_famiglia(window: BrowserContext, house: House) -> None:
    page = enter(window, house, "ufficio.melzo@example.org")
    convene_for_tonight(page)
    print_the_sheet(page)
    present = tick_who_came(page)
    decide_and_leave_a_task(page, present)
    amend_and_approve_the_time_before(page)
    for form in ("PDF", "DOCX", "ODT"):
        text = said(form, taken(page, form))
        assert "Verbale dell'incontro del 07/11/2016".lower() in text.lower()
        assert "L’incontro si chiude alle 19:40." in text.replace("'", "’")
        assert "approvato da LabGo Famiglia nell’incontro del 09/01/2017" in text.replace("'", "’")
        assert "BOZZA" not in text


def test_a_citizen_reads_the_evening_without_names(window: BrowserContext, house: House) -> None:
    page = window.new_page()
    page.goto(f"{BEFORE}/")
    expect(page.get_by_role("heading", name="Ordine del giorno")).to_be_visible()
    expect(page.get_by_role("heading", name="Chi c'era")).to_have_count(0)
    answer = page.goto(f"{BEFORE}/verbale/")
    assert answer is not None
    assert "/accesso/" in page.url
