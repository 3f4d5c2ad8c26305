"""Crema, from a mandate to the plan: four phases, hypotheses amended in the sub-areas, four macro-groups."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from ordito.core.press.pandoc import pandoc
from tests.journeys.conftest import AXE, House, enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PLAN = "/crema/piano/piano-2012-2014/"
FOUR_PHASES = (
    "Conoscere insieme",
    "Scrivere le ipotesi",
    "Confrontarle nei laboratori e nelle sub-aree",
    "Attivare i ruoli",
)
HYPOTHESES = {
    "Un solo riferimento per persona": (
        "Chi chiede aiuto ha un operatore che tiene insieme i servizi. Gli altri lo sanno."
    ),
    "Le comunità come soggetto": "Il lavoro di comunità comincia dai quartieri. Lo conducono i tecnici.",
    "Il servizio sociale sta insieme": "I comuni programmano insieme. Il servizio è distrettuale.",
    "Si prova, poi si decide": "Ogni prova dura un anno e dice prima come si guarderà se è andata bene.",
}
AMENDED = (
    "Il lavoro di comunità comincia dalle frazioni. Lo conducono insieme un amministratore e un tecnico."
)
REJECTED = "I comuni programmano insieme. Il servizio si organizza comune per comune."
ANSWER = "Comune per comune i più piccoli non ce la fanno: lo dicono le elaborazioni."
MACRO_GROUPS = (
    "Presa in carico integrata",
    "Lavoro di comunità",
    "Modello organizzativo",
    "Progetti sperimentali",
)
FIRST_OF_EACH = (
    "Una presa in carico sola",
    "Far crescere le comunità nelle sub-aree",
    "Un'organizzazione del servizio sociale a livello distrettuale",
    "Provare prima di decidere",
)
WRONGS = """async () => (await axe.run({resultTypes: ['violations']})).violations
    .map(each => each.id + ': ' + each.nodes.map(node => node.target).join(' '))"""


def nothing_wrong(page: Page) -> None:
    """Ask axe about the page as it stands."""
    page.evaluate(AXE.read_text())
    assert page.evaluate(WRONGS) == []


def begin_the_path(office: Page) -> None:
    office.goto("/crema/percorsi/")
    office.get_by_role("link", name="Comincia un percorso").first.click()
    office.get_by_role("link", name=re.compile("^Parti da qui.*Percorso verso il piano$")).click()
    office.get_by_label("Titolo").fill("Verso il piano, da capo")
    office.get_by_label("Chi lo conduce").select_option(label="Gruppo di lavoro misto")
    office.get_by_label("Sottogruppo tecnico").select_option(label="Sottogruppo tecnico")
    mandate = office.locator("[name=mandate] option").filter(has_text="Disegnare e accompagnare")
    office.locator("[name=mandate]").select_option(value=mandate.get_attribute("value"))
    office.locator("[name=starts_on]").fill("2011-07-04")
    office.locator("[name=last_day]").fill("2012-06-03")
    office.get_by_role("button", name="Ridistribuisci le fasi sul periodo").click()
    expect(office.locator("[name=form-2-starts_on]")).to_have_value("2012-01-16")
    office.get_by_role("button", name="Comincia il percorso").click()


def see_its_four_phases(office: Page) -> None:
    expect(office.get_by_role("heading", name="Verso il piano, da capo")).to_be_visible()
    way = office.get_by_role("region", name="Il cammino")
    expect(way).to_contain_text("Disegnare e accompagnare il ripensamento del welfare locale")
    expect(way.locator("h3")).to_contain_text(["Mandato", *FOUR_PHASES])
    now = office.get_by_role("region", name="Adesso")
    expect(now).to_contain_text(FOUR_PHASES[2])
    expect(now.get_by_role("link", name="proponi un emendamento")).to_be_visible()


def hold_a_meeting_of_who_decides(office: Page, path: str) -> None:
    office.goto(path)
    office.get_by_role("link", name="Aggiungi un incontro").first.click()
    office.get_by_label("Chi si incontra").select_option(label="Gruppo di lavoro misto")
    office.locator("[name=date]").fill("2012-02-06")
    office.locator("[name=heading]").fill("Le sub-aree e le ipotesi")
    office.locator("[name=agenda]").fill("Emendamenti delle sub-aree\nApprovazione delle ipotesi")
    office.get_by_role("button", name="Salva").click()
    expect(office.get_by_role("heading", name="Le sub-aree e le ipotesi")).to_be_visible()


def write_the_hypotheses(office: Page, path: str) -> str:
    """Paste four paragraphs, keep them, open them to amendments; give the address of the document."""
    office.goto(path)
    office.get_by_role("link", name="Scrivi un documento di ipotesi").click()
    office.get_by_label("Titolo").fill("Ipotesi da capo")
    expect(office.get_by_label("Chi decide").locator("option:checked")).to_have_text("Gruppo di lavoro misto")
    office.get_by_label("Il testo").fill("\n\n".join(f"{name}\n{text}" for name, text in HYPOTHESES.items()))
    office.get_by_role("button", name="Comincia").click()
    expect(office.locator("fieldset.piece")).to_have_count(4)
    office.get_by_role("link", name="Lascia stare").click()
    for name in HYPOTHESES:
        expect(office.get_by_role("heading", name=name)).to_be_visible()
    office.get_by_role("button", name="Apri agli emendamenti").click()
    expect(office.get_by_text("Il documento è aperto agli emendamenti.")).to_be_visible()
    return office.url


def meet_in_the_sub_area(office: Page, path: str, area: str, asked: str) -> None:
    office.goto(path)
    office.get_by_role("link", name="Apri una raccolta").click()
    office.get_by_label("Titolo").fill(f"Incontro della {area}")
    office.get_by_label("La domanda").fill(asked)
    chosen = office.locator("[name=sub_area] option").filter(has_text=area)
    office.locator("[name=sub_area]").select_option(value=chosen.get_attribute("value"))
    office.get_by_role("button", name="Apri adesso").click()
    expect(office.get_by_role("heading", name=f"Incontro della {area}")).to_be_visible()


def propose(office: Page, hypotheses: str, place: int, text: str, gathering: str) -> None:
    office.goto(hypotheses)
    office.get_by_role("link", name=f"Proponi di cambiarlo ({place})").click()
    office.get_by_label("Nuovo testo").fill(text)
    office.get_by_label("Perché").fill(f"Lo chiede l'{gathering[0].lower()}{gathering[1:]}.")
    office.get_by_label("Nell'incontro").select_option(label=gathering)
    office.get_by_role("button", name="Proponi").click()
    expect(office.get_by_text(re.compile(r"L'emendamento n\. \d è proposto\."))).to_be_visible()
    expect(office.locator("main")).to_contain_text(gathering)


def decide_in_one_sitting(office: Page, hypotheses: str) -> None:
    """Accept the one, answer the other: without an answer it is refused."""
    office.goto(hypotheses)
    office.get_by_role("link", name="Decidi gli emendamenti").click()
    nothing_wrong(office)
    first = office.get_by_role("group", name="Esito dell'emendamento n. 1")
    second = office.get_by_role("group", name="Esito dell'emendamento n. 2")
    first.get_by_label("accogli", exact=True).check()
    second.get_by_label("respingi").check()
    meeting = office.get_by_label("Nuova, nell'incontro")
    meeting.select_option(label="06/02/2012 Le sub-aree e le ipotesi")
    office.get_by_label("Che cosa si decide").fill("Si accoglie la sub-area nord, si risponde alla sud.")
    office.get_by_label("Favorevoli").fill("9")
    office.get_by_role("button", name="Scrivi le decisioni").click()
    expect(office.get_by_role("alert")).to_contain_text("serve una risposta a chi lo ha proposto")
    expect(second.get_by_label("respingi")).to_be_checked()
    office.locator("[name=risposta-2]").fill(ANSWER)
    office.get_by_role("button", name="Scrivi le decisioni").click()
    expect(office.get_by_text("2 emendamenti decisi.")).to_be_visible()
    expect(office.get_by_text(AMENDED)).to_be_visible()
    expect(office.get_by_text(REJECTED)).to_have_count(0)
    office.get_by_role("link", name="emendamento n. 2", exact=True).click()
    expect(office.get_by_text(ANSWER)).to_be_visible()


def read_what_changed(office: Page, hypotheses: str) -> None:
    office.goto(hypotheses)
    office.get_by_role("link", name="che cosa cambia (2)").click()
    expect(office.get_by_role("heading", name="Dalla versione 1 alla versione 2")).to_be_visible()
    expect(office.locator(".prose ins").filter(has_text="frazioni")).to_be_visible()
    expect(office.locator(".prose del").filter(has_text="quartieri")).to_be_visible()
    nothing_wrong(office)


def approve_the_whole(office: Page, hypotheses: str) -> None:
    office.goto(hypotheses)
    office.get_by_role("link", name="Scrivi la decisione").click()
    office.get_by_label("è approvato").check()
    meeting = office.get_by_label("Nuova, nell'incontro")
    meeting.select_option(label="06/02/2012 Le sub-aree e le ipotesi")
    office.get_by_label("Che cosa si decide").fill("Le ipotesi sono approvate, come emendate.")
    office.get_by_role("button", name="Scrivi la decisione").click()
    expect(office.get_by_text("La decisione sul documento è scritta.")).to_be_visible()
    expect(office.get_by_role("region", name="Chi decide")).to_contain_text("Le ipotesi sono approvate")
    expect(office.get_by_role("link", name=re.compile("Proponi di cambiarlo"))).to_have_count(0)
    office.get_by_role("link", name="Decisione n. 2 del 06/02/2012").click()
    expect(office.locator("main")).to_contain_text("Le ipotesi sono approvate, come emendate.")


def rest_the_plan_on_them(office: Page) -> None:
    """In each macro-group an objective rests on a paragraph, and leads back to it."""
    office.goto(PLAN)
    expect(office.locator("main section > h2.text-uppercase")).to_have_text(list(MACRO_GROUPS))
    for objective, paragraph in zip(FIRST_OF_EACH, HYPOTHESES, strict=True):
        office.goto(PLAN)
        office.get_by_role("link", name=re.compile(rf"^\d\. {objective}$")).click()
        office.wait_for_load_state("networkidle")  # the thread comes after the page
        office.get_by_role("link", name="Su che cosa poggia").click()
        office.wait_for_url(re.compile("/fondamenti/$"))
        office.get_by_label("Fra").select_option(label="Paragrafi delle ipotesi")
        office.get_by_label("Parole").fill(paragraph)
        office.get_by_role("button", name=re.compile(f"^Aggiungi.*{paragraph}$")).click()
        expect(office.get_by_role("button", name=re.compile(f"^Togli.*{paragraph}$"))).to_be_visible()
        office.get_by_role("link", name="Fatto").click()
        expect(office.locator("#filo").get_by_role("link", name=paragraph)).to_be_visible()
    office.locator("#filo").get_by_role("link", name=paragraph).click()
    expect(office.get_by_role("heading", name="Ipotesi da capo")).to_be_visible()
    for objective in FIRST_OF_EACH:
        expect(office.get_by_role("link", name=objective, exact=True)).to_be_visible()


def headings_of_the_docx(office: Page) -> list[tuple[int, str]]:
    """The headings of the plan as a word processor finds them: how deep, and what they say."""
    office.goto(PLAN)
    office.get_by_role("link", name="Il documento", exact=True).click()
    with office.expect_download() as waiting:
        office.get_by_role("link", name="DOCX", exact=True).click()
    file = Path(waiting.value.path()).read_bytes()
    text = pandoc("-f", "docx", "-t", "commonmark", "--wrap=none", source=file).decode()
    found = re.findall(r"^(#+) (.+)$", text, re.MULTILINE)
    return [(len(marks), name.replace("\\", "").replace("’", "'")) for marks, name in found]


def test_from_a_mandate_to_four_macro_groups(window: BrowserContext, house: House) -> None:
    office = enter(window, house, "ufficio.crema@example.org")
    begin_the_path(office)
    path = office.url
    see_its_four_phases(office)
    nothing_wrong(office)
    hold_a_meeting_of_who_decides(office, path)
    hypotheses = write_the_hypotheses(office, path)
    meet_in_the_sub_area(office, path, "Sub-area nord", "Da dove comincia il lavoro di comunità?")
    meet_in_the_sub_area(office, path, "Sub-area sud", "Che cosa resta in ogni comune?")
    propose(office, hypotheses, 2, AMENDED, "Incontro della Sub-area nord")
    propose(office, hypotheses, 3, REJECTED, "Incontro della Sub-area sud")
    decide_in_one_sitting(office, hypotheses)
    read_what_changed(office, hypotheses)
    approve_the_whole(office, hypotheses)
    rest_the_plan_on_them(office)
    office.goto(PLAN)
    nothing_wrong(office)
    headings = headings_of_the_docx(office)
    groups = [at for at, (_deep, name) in enumerate(headings) if name in MACRO_GROUPS]
    assert [headings[at][1] for at in groups] == list(MACRO_GROUPS)
    assert {headings[at][0] for at in groups} == {2}
    for at, objective in zip(groups, FIRST_OF_EACH, strict=True):
        deep, name = headings[at + 1]
        assert deep == 3
        assert objective in name
