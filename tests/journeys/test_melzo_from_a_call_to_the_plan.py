"""Melzo, from a call to the plan: thirty-five organisations, sixty voices, a grid, two objectives."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.conftest import House, enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PATH = "/melzo/percorsi/labgo-famiglia/"
MACRO_ISSUES = (
    "Conciliazione dei tempi di vita e di lavoro",
    "Successo formativo dei figli, scolastico ed esperienziale",
    "Occasioni formative, animative, ricreative ed educative extrascolastiche",
    "Cura: aspetti sanitari e sociali",
    "Competenze genitoriali: autorità giudiziaria e nuovi modelli familiari",
)
THEMES = ("orari", "compiti", "pomeriggi", "cura", "genitori")
BY_ROOM, BY_PHONE, BY_DELEGATE = 40, 15, 5
PHONES = 3


@pytest.fixture
def phones(browser: Browser, house: House) -> Iterator[list[Page]]:
    """Phones in the room: each a browser of its own, without an account."""
    contexts = [
        browser.new_context(base_url=house.url, locale="it-IT", viewport={"width": 360, "height": 740})
        for _phone in range(PHONES)
    ]
    yield [context.new_page() for context in contexts]
    for context in contexts:
        context.close()


def publish_the_call(office: Page) -> None:
    office.goto("/melzo/avvisi/nuovo/")
    told = {
        "title": "Manifestazione di interesse 2017",
        "officer": "Nora Orditelli",
        "purpose": "Si cercano organizzazioni per i sei laboratori.",
        "terms": "Per PEC all'Ufficio di Piano.",
        "timing": "Entro il 5 gennaio.",
        "conclusion": "Con l'elenco degli ammessi.",
        "transparency": "Su queste pagine.",
        "requirements": "Sede o attività nel distretto\nStatuto o atto costitutivo",
    }
    for name, text in told.items():
        office.locator(f"[name={name}]").fill(text)
    labs = office.get_by_role("checkbox", name=re.compile("LabGo"))
    expect(labs).to_have_count(6)
    for number in range(6):
        labs.nth(number).check()
    office.get_by_role("button", name="Salva").click()
    office.locator("[name=on]").fill("2016-12-12")
    office.locator("[name=closes_on]").fill("2017-01-05")
    office.get_by_role("button", name="Pubblica l'avviso").click()
    expect(office.get_by_text("in valutazione").first).to_be_visible()


def type_in_the_applications(office: Page) -> None:
    office.get_by_role("link", name="Scrivi una domanda arrivata").click()
    for number in range(1, 36):
        office.locator("[name=name]").fill(f"Organizzazione di prova {number:02d}")
        office.locator("[name=represented_by]").fill(f"Persona Inventata {number:02d}")
        office.locator("[name=email]").fill(f"prova{number:02d}@example.org")
        office.locator("[name=labs]").nth(number % 6).check()
        office.locator("[name=labs]").nth((number + 1) % 6).check()
        office.locator("[name=received_at]").fill("2017-01-03T10:00")
        office.locator("[name=protocol]").fill(f"{100 + number}/2017")
        office.get_by_role("button", name="Salva e scrivi la prossima").click()
        expect(office.get_by_text(f"Domanda n. {number} di")).to_be_visible()


def admit_them_all(office: Page) -> None:
    office.goto("/melzo/avvisi/manifestazione-di-interesse-2017/")
    office.get_by_role("link", name="Esamina le domande").click()
    for box in office.locator("input[name=c]").all():
        box.check()
    office.get_by_role("button", name="Salva e ammetti chi ha tutto").click()
    office.goto("/melzo/avvisi/manifestazione-di-interesse-2017/")
    office.get_by_role("button", name="Pubblica l'esito").click()
    admitted = office.locator("section[aria-labelledby=esito] tbody tr")
    expect(admitted).to_have_count(35)


def open_the_plenary(office: Page) -> tuple[str, str]:
    """Open a gathering; give its page, and the address by which phones enter."""
    office.goto(PATH)
    office.get_by_role("link", name="Apri una raccolta").click()
    office.locator("[name=title]").fill("Plenaria di gennaio")
    office.locator("[name=question]").fill("Che cosa serve alle famiglie?")
    office.locator("[name=head_count]").fill("60")
    office.locator("form button.btn-primary").last.click()
    expect(office.get_by_role("heading", name="Plenaria di gennaio")).to_be_visible()
    short = re.search(r"/r/\w+/", office.locator("main").inner_text())
    assert short is not None
    return office.url, short[0]


def said(number: int) -> str:
    return f"Voce {number:02d} su {THEMES[number % 5]}"


def sixty_speak(office: Page, phones: list[Page], delegate: Page, gathering: str, short: str) -> None:
    office.goto(f"{gathering}sala/")
    office.locator("[name=table]").fill("tavolo 1")
    for number in range(BY_ROOM):
        office.locator("[name=text]").fill(said(number))
        office.locator("[name=text]").press("Enter")
        expect(office.locator("[name=text]")).to_have_value("")
    expect(office.locator("#typed li")).to_have_count(BY_ROOM)
    for turn in range(BY_PHONE):
        phone = phones[turn % PHONES]
        phone.goto(short)
        phone.get_by_label("Che cosa vuoi dire?").fill(said(BY_ROOM + turn))
        phone.get_by_role("button", name="Manda").click()
        expect(phone.locator("#mine").get_by_text(said(BY_ROOM + turn))).to_be_visible()
    for turn in range(BY_DELEGATE):
        delegate.goto(f"{PATH}voci/porta/")
        delegate.locator("[name=text]").fill(said(BY_ROOM + BY_PHONE + turn))
        delegate.locator("form button.btn-primary").last.click()
        expect(delegate.get_by_text(said(BY_ROOM + BY_PHONE + turn)).first).to_be_visible()


def place_them_all(office: Page) -> None:
    office.goto(f"{PATH}griglie/nuova/")
    office.locator("[name=title]").fill("Griglia di gennaio")
    office.locator("[name=rows]").fill("\n".join(MACRO_ISSUES))
    office.locator("[name=columns]").fill("Che cosa manca\nChe cosa si mette insieme")
    office.locator("form button.btn-primary").last.click()
    expect(office.get_by_role("heading", name="Griglia di gennaio")).to_be_visible()
    for row, theme in enumerate(THEMES):
        office.locator("#q").fill(f"su {theme}")
        office.locator(".tray").get_by_role("button", name="Cerca").click()
        cards = office.locator(".tray .said")
        expect(cards).to_have_count(12)
        for box in cards.locator("input[type=checkbox]").all():
            box.check()
        office.locator("#spot").select_option(f"{row + 1}-1")
        office.get_by_role("button", name="Colloca", exact=True).click()
        expect(office.locator(f"[data-spot='{row + 1}-1'] .said")).to_have_count(12)


def write_the_plan(office: Page) -> str:
    """Two objectives and five actions, each resting on what was said; give the page of one action."""
    office.goto("/melzo/piano/nuovo/")
    office.locator("[name=title]").fill("Piano di Zona 2018-2020")
    office.locator("[name=starts_on]").fill("2018-01-01")
    office.locator("[name=last_day]").fill("2020-12-31")
    office.locator("form button.btn-primary").last.click()
    office.wait_for_url(re.compile(r"/melzo/piano/[-\w]+/$"))
    plan = office.url
    for objective, actions in (("Conciliare i tempi", 2), ("Crescere insieme", 3)):
        office.goto(f"{plan}obiettivi/nuovo/")
        office.locator("[name=title]").fill(objective)
        office.locator("form button.btn-primary").last.click()
        office.wait_for_url(lambda url: "nuovo" not in url)
        office.goto(plan)
        article = office.locator("article").filter(has_text=objective)
        address = article.get_by_role("link", name=re.compile("^Aggiungi un'azione")).get_attribute("href")
        assert address is not None
        for number in range(actions):
            office.goto(address)
            office.locator("[name=title]").fill(f"{objective}: azione {number + 1}")
            office.locator("form button.btn-primary").last.click()
            office.wait_for_url(lambda url: "/azione/" not in url)
    office.goto(plan)
    opened = office.get_by_role("link", name=re.compile(r": azione \d$"))
    expect(opened).to_have_count(5)
    pages = [str(each.get_attribute("href")) for each in opened.all()]
    for number, page in enumerate(pages):
        office.goto(f"{page}fondamenti/")
        office.locator("#q").fill(said(number))
        office.get_by_role("button", name=re.compile(f"^Aggiungi.*{said(number)}$")).click()
        expect(office.get_by_role("button", name=re.compile(f"^Togli.*{said(number)}$"))).to_be_visible()
    return pages[0]


def test_from_a_call_to_two_objectives_and_five_actions(
    window: BrowserContext, house: House, phones: list[Page], browser: Browser
) -> None:
    office = enter(window, house, "ufficio.melzo@example.org")
    publish_the_call(office)
    type_in_the_applications(office)
    admit_them_all(office)
    gathering, short = open_the_plenary(office)
    theirs = browser.new_context(base_url=house.url, locale="it-IT")
    delegate = enter(theirs, house, "delegato.melzo@example.org")
    sixty_speak(office, phones, delegate, gathering, short)
    place_them_all(office)
    action = write_the_plan(office)
    office.goto(f"{action}filo/")
    office.get_by_role("link", name=said(0), exact=True).click()
    expect(office.get_by_role("link", name="Conciliare i tempi: azione 1")).to_be_visible()
    phones[0].goto(short)
    expect(phones[0].locator("#mine li")).to_have_count(BY_PHONE // PHONES)
    theirs.close()
