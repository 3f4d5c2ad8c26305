"""A hand and a keyboard arrange a grid in a real browser; two draw a map at once."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from ordito.core.models import District, User
from ordito.participation.commands.concepts import add_concept, begin_map, tie_concepts
from ordito.participation.commands.synthesis import Spot, place
from ordito.participation.models import Concept, ConceptMap, Correction, Grid, Placement
from tests.conftest import signed_in
from tests.participation.synthesis_case import AT, SAID, grid_of, path_of, say

pytestmark = pytest.mark.django_db(transaction=True)
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"


WHERE_IS_THE_SECOND = """() => {
    const at = graph.getElementById("c2").renderedPosition();
    const sheet = document.getElementById("disegno").getBoundingClientRect();
    return [at.x + sheet.x, at.y + sheet.y];
}"""
HEADINGS_OUT_OF_THEIR_FRAME = """() => [...document.querySelectorAll("fieldset > legend")].filter((each) => {
    const [inner, outer] = [each, each.parentElement].map((box) => box.getBoundingClientRect());
    return inner.top < outer.top || inner.left <= outer.left;
}).length"""
SMALLEST_LETTERS = 9


@pytest.fixture
def grid(district: District) -> Grid:
    process = path_of(district)
    say(process, *SAID)
    return grid_of(process)


@pytest.fixture
def window(browser: Browser, live_server: Any, planner: User) -> Iterator[BrowserContext]:
    context = browser.new_context(
        base_url=live_server.url, locale="it-IT", viewport={"width": 1280, "height": 900}
    )
    context.set_default_timeout(15_000)
    session = signed_in(planner).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url, "httpOnly": True}])
    yield context
    context.close()


def opened(window: BrowserContext, path: str) -> Page:
    """A page of which nothing may go wrong in silence."""
    page = window.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(path)
    return page


def barriers(page: Page) -> list[str]:
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run()")
    return [f"{each['id']}: {node['html'][:160]}" for each in found["violations"] for node in each["nodes"]]


def standing() -> list[tuple[int, str]]:
    rows = Placement.objects.filter(removed_at__isnull=True).order_by("contribution__number")
    return [
        (each.contribution.number, str(each.cell))
        for each in rows.select_related("contribution", "cell__row", "cell__column")
    ]


def test_one_is_dragged_one_is_placed_from_the_keyboard_and_both_are_undone(
    window: BrowserContext, grid: Grid
) -> None:
    page = opened(window, grid.get_absolute_url())
    expect(page.get_by_role("heading", name="Da collocare: 7")).to_be_visible()
    page.locator(".tray .said[data-number='1'] .text").hover()
    page.mouse.down()
    page.locator("[data-spot='1-2']").hover()
    page.mouse.up()
    expect(page.get_by_role("heading", name="Da collocare: 6")).to_be_visible()
    expect(page.locator("[data-spot='1-2'] .said .text")).to_have_text(SAID[0])
    expect(page.locator("#annuncio")).to_have_text("1 contributo messo in Casa × Servizi.")
    page.get_by_role("checkbox", name="contributo 3:").focus()
    for key in ("Enter", "ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
    expect(page.locator("#annuncio")).to_have_text("B2: Muoversi, Servizi, 0 contributi")
    page.keyboard.press("Enter")
    expect(page.locator("[data-spot='2-2'] .said")).to_have_count(1)
    expect(page.get_by_role("checkbox", name="contributo 4:")).to_be_focused()
    for key in ("Enter", "b", "1", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("[data-spot='2-1'] .said")).to_have_count(1)
    assert standing() == [(1, "Casa × Servizi"), (3, "Muoversi × Servizi"), (4, "Muoversi × Progetti")]
    page.get_by_role("button", name="Annulla l'ultimo spostamento").click()
    expect(page.get_by_role("heading", name="Da collocare: 5")).to_be_visible()
    assert standing() == [(1, "Casa × Servizi"), (3, "Muoversi × Servizi")]
    assert barriers(page) == []


def test_several_are_dragged_at_once_and_a_placed_one_moves(
    window: BrowserContext, grid: Grid, planner: User
) -> None:
    place(grid, by=planner, numbers=[5], spot=Spot(1, 1), at=AT)
    page = opened(window, grid.get_absolute_url())
    for number in (1, 2):
        page.locator(f".tray .said[data-number='{number}'] input").check()
    page.locator(".tray .said[data-number='2'] .grip").hover()
    page.mouse.down()
    page.locator("[data-spot='1-1']").hover()
    page.mouse.up()
    expect(page.locator("[data-spot='1-1'] .said")).to_have_count(3)
    page.locator("[data-spot='1-1'] .said[data-number='5'] .text").hover()
    page.mouse.down()
    page.locator("[data-spot='2-2']").hover()
    page.mouse.up()
    expect(page.locator("[data-spot='2-2'] .said")).to_have_count(1)
    assert standing() == [(1, "Casa × Progetti"), (2, "Casa × Progetti"), (5, "Muoversi × Servizi")]


def test_a_suggestion_is_accepted_another_refused_and_it_is_remembered(
    window: BrowserContext, grid: Grid, planner: User
) -> None:
    place(grid, by=planner, numbers=[1, 2], spot=Spot(1, 1), at=AT)
    place(grid, by=planner, numbers=[3, 4], spot=Spot(2, 2), at=AT)
    page = opened(window, f"{grid.get_absolute_url()}suggerimenti/")
    house = page.get_by_role("group", name="A1 · Casa × Progetti")
    expect(house.get_by_text(SAID[4])).to_be_visible(timeout=30_000)
    expect(house.get_by_text("affitti")).not_to_have_count(0)
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate(HEADINGS_OUT_OF_THEIR_FRAME) == 0
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("button", name="il contributo 6 non va in B2").click()
    expect(page.get_by_role("button", name="il contributo 6 non va in B2")).to_have_count(0, timeout=30_000)
    assert [str(each.cell) for each in Correction.objects.all()] == ["Muoversi × Servizi"]
    expect(page.get_by_text(SAID[5])).to_have_count(1, timeout=30_000)
    box = house.get_by_role("checkbox")
    box.check()
    page.get_by_role("button", name="Accetta i segnati").click()
    expect(house).to_have_count(0, timeout=30_000)
    assert (5, "Casa × Progetti") in standing()
    assert Placement.objects.get(contribution__number=5).was_suggested


def test_on_a_phone_one_cell_at_a_time_and_nothing_scrolls_sideways(
    window: BrowserContext, grid: Grid, planner: User
) -> None:
    place(grid, by=planner, numbers=[1], spot=Spot(1, 1), at=AT)
    page = opened(window, grid.get_absolute_url())
    page.set_viewport_size({"width": 360, "height": 740})
    expect(page.locator("[data-spot='1-1'] .said")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.locator("[data-spot='1-1'] a").first.click()
    expect(page.get_by_role("heading", name="Casa × Progetti")).to_be_visible()
    page.get_by_label(SAID[1]).check()
    page.get_by_role("button", name="Metti qui quelli scelti").click()
    expect(page.get_by_text("1 contributo messo in Casa × Progetti.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert barriers(page) == []


def test_what_another_draws_before_the_drawing_comes_or_while_one_writes_is_said_too(
    window: BrowserContext, grid: Grid, planner: User
) -> None:
    drawn: ConceptMap = begin_map(grid.process, by=planner, title="Le cause")
    add_concept(drawn, by=planner, text="Affitti alti", at=(100, 100))
    add_concept(drawn, by=planner, text="Famiglie che partono", at=(800, 500))
    drew: list[str] = []

    def another_draws(road: Route) -> None:
        if not drew:
            drew.append(road.request.url)
            tie_concepts(drawn, by=planner, source=1, target=2, kind="leads_to")
        road.continue_()

    window.route("**/stato/", another_draws)
    page = opened(window, drawn.get_absolute_url())
    said = page.get_by_role("listitem").filter(has_text="porta a")
    expect(said).to_be_visible(timeout=20_000)
    page.get_by_label("In poche parole").fill("Nidi")
    with page.expect_response(
        lambda answer: answer.url.endswith("/stato/") and answer.status == HTTPStatus.OK
    ):
        add_concept(drawn, by=planner, text="Scuole lontane", at=(400, 300))
    page.get_by_label("In poche parole").blur()
    page.evaluate("look()")
    expect(page.get_by_label("In poche parole")).to_have_value("Nidi")
    page.get_by_label("In poche parole").fill("")
    page.get_by_label("In poche parole").blur()
    expect(page.get_by_role("heading", name="3 concetti")).to_be_visible(timeout=20_000)


def test_what_another_draws_appears_and_a_concept_is_moved(
    window: BrowserContext, grid: Grid, planner: User
) -> None:
    drawn: ConceptMap = begin_map(grid.process, by=planner, title="Le cause")
    add_concept(drawn, by=planner, text="Affitti alti", at=(100, 100))
    add_concept(drawn, by=planner, text="Famiglie che partono", at=(800, 500))
    page = opened(window, drawn.get_absolute_url())
    expect(page.locator("#disegno canvas")).not_to_have_count(0)
    other = Concept.objects.get(number=2)
    tie_concepts(drawn, by=planner, source=1, target=2, kind="leads_to")
    expect(page.get_by_role("listitem").filter(has_text="porta a")).to_be_visible(timeout=20_000)
    page.get_by_label("In poche parole").fill("Nidi che chiudono")
    page.get_by_role("button", name="Aggiungi il concetto").click()
    expect(page.get_by_role("heading", name="3 concetti")).to_be_visible()
    assert Concept.objects.get(number=3).text == "Nidi che chiudono"
    page.locator("#disegno").scroll_into_view_if_needed()
    where = page.evaluate(WHERE_IS_THE_SECOND)
    page.mouse.move(*where)
    page.mouse.down()
    page.mouse.move(where[0] - 90, where[1] + 20, steps=5)
    with page.expect_response(lambda answer: answer.url.endswith("/concetti/2/")):
        page.mouse.up()
    other.refresh_from_db()
    assert other.x < 800
    assert barriers(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    page.reload()
    page.wait_for_function("graph.nodes().length === 3")
    assert page.evaluate("15 * graph.zoom()") > SMALLEST_LETTERS
