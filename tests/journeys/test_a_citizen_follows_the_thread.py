"""A citizen without an account goes from the plan to who asked for it, and from there to the money.

With `ORDITO_PICTURES=docs/img` the pictures of the how-tos are taken again on the way.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.pictures import picture

pytestmark = pytest.mark.browser

ASKED = "Parlare con altri genitori di adolescenti senza che sia un corso"
PATH = "/melzo/percorsi/labgo-famiglia/"


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("link", name=name, exact=True).first.click()


def test_two_clicks_from_the_plan_to_who_asked_and_two_more_to_the_money(window: BrowserContext) -> None:
    page = window.new_page()
    page.goto("/melzo/piano/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Piano di Zona 2015-2017")
    expect(page.locator("main")).to_contain_text("per ogni persona che vive qui")
    picture(page, "piano-per-tutti", high=1_200)
    press(page, "Gruppi di parola per genitori")
    expect(page.locator("#filo")).to_contain_text("Detto")
    picture(page, "filo-di-un-azione", high=1_150)
    press(page, ASKED)
    expect(page.get_by_role("heading", name="Che cosa ne è stato")).to_be_visible()
    picture(page, "filo-di-una-voce", high=1_500)
    told = page.locator("main").inner_text()
    for stage in ("Messo nella sintesi", "Scritto nelle ipotesi", "Deciso", "Obiettivo del piano", "Risorse"):
        assert stage in told
    press(page, "113.000 €")
    expect(page).to_have_url(re.compile(r"/azioni/1\.3/#risorse$"))
    expect(page.locator("#risorse tfoot")).to_contain_text("113.000,00 €")


def test_what_was_said_is_found_where_it_was_put_and_in_what_was_written(window: BrowserContext) -> None:
    page = window.new_page()
    page.goto(PATH)
    press(page, "Griglia di sintesi per la famiglia")
    expect(page.locator("main")).to_contain_text("58 contributi")
    picture(page, "griglia", high=1_300)
    page.goto(PATH)
    press(page, "Compiti, tempo, relazioni: tre ipotesi")
    expect(page.locator("main")).to_contain_text("Poggia su")
    picture(page, "ipotesi", high=1_200)
    page.goto(f"{PATH}che-ne-e-stato/")
    expect(page.locator("main")).to_contain_text("nessuno l'ha ancora raccolto")
    picture(page, "che-ne-e-stato", high=1_100)
    page.goto(f"{PATH}raccolte/plenaria/")
    expect(page.locator("main")).to_contain_text("devono avere un modo solo per iscriversi")
    picture(page, "raccolta", high=1_000)
    page.goto(f"{PATH}scelte/ventimila-euro/")
    expect(page.locator("main")).to_contain_text("Parti uguali")
    picture(page, "scelta", high=1_100)
