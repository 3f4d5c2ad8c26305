"""The tutorial, followed to the letter by a newcomer: every word in bold is on a page when its turn comes.

With `ORDITO_PICTURES=docs/img` the pictures of the documentation are taken again on the way.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.docs.pages import DOCS, blocks
from tests.journeys.conftest import House, enter
from tests.journeys.pictures import picture

pytestmark = pytest.mark.browser

TUTORIAL = DOCS / "tutorial" / "prima-serata.md"
BOLD = re.compile(r"\*\*([^*]+)\*\*")
LABELS = {" ".join(found.split()) for found in BOLD.findall(TUTORIAL.read_text())} - {"grassetto"}
PASSWORD = "una-password-lunga"
NEW_YEAR = "2026-01-01"


@dataclass
class Newcomer:
    """Somebody with the tutorial in one hand and the mouse in the other."""

    page: Page
    done: set[str] = field(default_factory=set)

    def finds(self, label: str) -> str:
        assert label in LABELS
        self.done.add(label)
        return label

    def press(self, label: str, *, exact: bool = True) -> None:
        named = re.compile(rf"^{re.escape(self.finds(label))}{'$' if exact else ''}")
        link_or_button = self.page.get_by_role("link", name=named).or_(
            self.page.get_by_role("button", name=named)
        )
        link_or_button.first.click()

    def box(self, label: str) -> Locator:
        return self.page.locator("main").get_by_label(self.finds(label)).first

    def write(self, label: str, value: str) -> None:
        self.box(label).fill(value)

    def choose(self, label: str, option: str) -> None:
        """Choose an option that the tutorial may name too."""
        self.done.update({option} & LABELS)
        self.page.locator("main").get_by_label(label).first.select_option(label=option)

    def sees(self, label: str) -> None:
        expect(self.page.get_by_text(self.finds(label)).first).to_be_visible()


def at_the_terminal(house: House, *words: str) -> None:
    environment = {**os.environ, "ORDITO_VAR": str(house.var), "ORDITO_LANG": "it"}
    for inherited in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        environment.pop(inherited, None)
    command = [sys.executable, "-m", "ordito.site.cli", *words]
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_newcomer_follows_the_tutorial_to_its_end(
    window: BrowserContext, house: House, tmp_path: Path
) -> None:
    giulia = Newcomer(enter(window, house, "ufficio.melzo@example.org"))
    looks_around(giulia)
    signs_in(giulia, house)
    makes_the_district(giulia)
    opens_a_place(giulia)
    writes_the_community(giulia, house, tmp_path)
    seats_a_table(giulia)
    meets(giulia)
    writes_the_plan(giulia)
    assert LABELS - giulia.done == set()


def looks_around(giulia: Newcomer) -> None:
    page = giulia.page
    page.goto("/")
    giulia.press("Distretto 5 Melzo", exact=False)
    picture(page, "home")
    giulia.press("Confronto")
    page.get_by_role("link", name="LabGo Famiglia", exact=True).first.click()
    picture(page, "organismo", high=1_100)
    page.goto("/frignano/territorio/")
    picture(page, "territorio", high=1_200)
    page.goto("/melzo/piano/")
    picture(page, "piano", high=1_200)
    giulia.press("Esci")


def signs_in(giulia: Newcomer, house: House) -> None:
    page = giulia.page
    own = ("giulia@example.org", "Giulia Riva", "--admin", "--password", PASSWORD)
    at_the_terminal(house, "user", "add", *own)
    page.goto("/")
    giulia.press("Accedi")
    page.locator("input[name=login]").fill("giulia@example.org")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Accedi").click()


def makes_the_district(giulia: Newcomer) -> None:
    page = giulia.page
    giulia.sees("Ambiti")
    giulia.press("Nuovo ambito")
    giulia.write("Nome dell'ambito", "Valli del Reno")
    giulia.finds("Comuni")
    page.locator("textarea[name=comuni]").fill("Vergato, Marzabotto, Grizana Morandi, Monzuno")
    giulia.press("Controlla i nomi")
    suggested = page.get_by_role("button", name="Grizzana Morandi (BO)")
    expect(suggested).to_be_visible()
    picture(page, "nuovo-ambito")
    suggested.click()
    giulia.press("Crea l'ambito")
    expect(page.locator("main")).to_contain_text("24.685")
    giulia.press("Persone e ruoli")
    page.get_by_label("Nome e cognome").fill("Giulia Riva")
    page.get_by_label("E-mail").fill("giulia@example.org")
    giulia.choose("Ruolo", "Ufficio di Piano")
    giulia.press("Dai il ruolo")
    expect(page.locator("main")).to_contain_text("Giulia Riva ora è: Ufficio di Piano.")


def opens_a_place(giulia: Newcomer) -> None:
    page = giulia.page
    giulia.press("Ascolto")
    expect(page.locator("main")).to_contain_text("4 comuni senza sportello")
    giulia.press("Apri un luogo")
    page.get_by_label("Nome", exact=True).fill("Sportello sociale di Vergato")
    giulia.choose("Tipo", "Sportello sociale")
    giulia.choose("Comune in cui si trova", "Vergato")
    giulia.sees("Comuni che serve, oltre a quello in cui si trova")
    page.get_by_label("Grizzana Morandi").check()
    giulia.press("Apri il luogo")
    giulia.press("Ascolto")
    expect(page.locator("main")).to_contain_text("2 comuni senza sportello")


def writes_the_community(giulia: Newcomer, house: House, folder: Path) -> None:
    page = giulia.page
    giulia.press("Coesione")
    giulia.press("Aggiungi un'organizzazione")
    page.get_by_label("Nome", exact=True).fill("Cooperativa Il Mulino")
    giulia.choose("Tipo", "Cooperativa sociale")
    giulia.press("Aggiungi l'organizzazione")
    giulia.press("Nomina un delegato")
    page.get_by_label("Nome e cognome").fill("Anna Sala")
    page.get_by_label("E-mail").fill("anna@example.org")
    giulia.choose(giulia.finds("In veste di"), "delegato")
    giulia.write("Dal", NEW_YEAR)
    giulia.press("Nomina")
    expect(page.locator("main")).to_contain_text("Anna Sala parla per «Cooperativa Il Mulino»")
    for block in blocks(TUTORIAL):
        if block.kind == "csv":
            (folder / block.title).write_text(block.text)
    at_the_terminal(house, "import", str(folder), "--district", "valli-del-reno")


def seats_a_table(giulia: Newcomer) -> None:
    page = giulia.page
    for name, kind, above in (
        ("Assemblea dei Sindaci", "Assemblea", ""),
        ("Tavolo famiglie", "Laboratorio", "Assemblea dei Sindaci"),
    ):
        giulia.press("Confronto")
        giulia.press("Aggiungi un organismo")
        page.get_by_label("Nome", exact=True).fill(name)
        giulia.choose("Tipo", kind)
        if above:
            giulia.choose(giulia.finds("Risponde a"), above)
        giulia.press("Aggiungi al registro")
    giulia.press("Aggiungi un mandato")
    page.get_by_label("Che cosa si chiede").fill("Leggere i bisogni delle famiglie con figli.")
    giulia.choose("Chi dà il mandato", "Assemblea dei Sindaci")
    page.get_by_label("Data").first.fill("2026-01-15")
    page.get_by_role("button", name="Aggiungi il mandato").click()
    giulia.press("Ammetti nuovi membri")
    boxes = page.locator("input[name=organisations]")
    expect(boxes).to_have_count(7)
    for box in boxes.all():
        box.check()
    giulia.write("Dal", NEW_YEAR)
    giulia.press("Ammetti")
    expect(page.locator("main")).to_contain_text("7 nuovi membri.")


def meets(giulia: Newcomer) -> None:
    page = giulia.page
    giulia.press("Convoca un incontro")
    page.get_by_label("Data").first.fill(datetime.now(ZoneInfo("Europe/Rome")).date().isoformat())
    page.get_by_label("Dalle").fill("17:30")
    giulia.write("Ordine del giorno", "Che cosa vediamo nelle famiglie\nTre proposte per il Piano")
    giulia.press("Salva e vai alla convocazione")
    expect(page.locator("main")).to_contain_text("3 destinatari, 4 da avvisare a mano")
    giulia.press("Convoca adesso")
    page.get_by_role("link", name="incontro del").first.click()
    giulia.press("Foglio firme")
    page.get_by_role("link", name="incontro del").first.click()
    giulia.press("Segna le presenze")
    expect(page.locator("#find")).to_be_focused()
    page.wait_for_load_state()
    for number, letters in enumerate(("por", "ver", "mul", "mon"), start=1):
        page.keyboard.type(letters)
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text(f"{number} su 7")
    picture(page, "presenze")
    giulia.press("Segna assenti tutti gli altri e chiudi")
    giulia.press("Scrivi il verbale")
    page.get_by_label("Discussione").first.fill("I genitori chiedono un posto dove incontrarsi.")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Tutto salvato").first).to_be_visible()
    page.get_by_label("Che cosa si decide").fill("Si propone un punto d'incontro in ogni comune.")
    page.get_by_label("Favorevoli").fill("4")
    page.get_by_role("button", name="Aggiungi la decisione").click()
    expect(page.locator("main")).to_contain_text("Decisione n. 1")
    page.get_by_label("Che cosa c'è da fare").fill("Cercare una sala in ciascun comune")
    page.get_by_role("button", name="Aggiungi il compito").click()
    expect(page.locator("main")).to_contain_text("Cercare una sala in ciascun comune")
    giulia.press("Rileggi e invia")
    expect(page.locator("main")).to_contain_text("Presenti 4 su 7 adesioni formalizzate.")
    picture(page, "verbale", high=1_250)
    for form in ("PDF", "DOCX", "ODT"):
        expect(page.get_by_role("link", name=form, exact=True)).to_be_visible()
    giulia.press("Invia ai membri")
    expect(page.locator("main")).to_contain_text("Il verbale è da approvare")


def writes_the_plan(giulia: Newcomer) -> None:
    page = giulia.page
    giulia.press("Piano")
    giulia.press("Apri un piano")
    page.get_by_label("Titolo").fill("Piano di Zona 2027-2029")
    page.get_by_label("Dal").fill("2027-01-01")
    page.get_by_label("Al (compreso)").fill("2029-12-31")
    page.get_by_role("button", name="Salva").click()
    giulia.press("Aggiungi un obiettivo")
    page.get_by_label("Obiettivo").fill("Famiglie meno sole")
    giulia.choose(giulia.finds("Proposto da"), "Tavolo famiglie")
    page.get_by_role("button", name="Salva").click()
    giulia.press("Aggiungi un'azione", exact=False)
    page.get_by_label("Azione").fill("Un punto d'incontro in ogni comune")
    giulia.choose(giulia.finds("Responsabile"), "Cooperativa Il Mulino")
    page.get_by_role("button", name="Salva").click()
    page.get_by_label("Importo (€)").fill("12.500,00")
    giulia.press("Scrivi le risorse")
    expect(page.locator("main")).to_contain_text("12.500,00 €")
    giulia.press("Aggiungi un indicatore")
    page.goto("/valli-del-reno/piano/piano-di-zona-2027-2029/")
    giulia.press("Il documento")
    expect(page.locator("main")).to_contain_text("Tavolo famiglie")
    chapter = page.get_by_role("heading", name="Il territorio").last
    picture(page, "documento", high=1_300, top=chapter)
    page.goto("/valli-del-reno/")
    giulia.sees("Serve ora")
