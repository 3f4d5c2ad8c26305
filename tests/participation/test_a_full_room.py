"""A real server, some phones, a kill in the middle; and a room in a real browser: phone, wall, operator."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from benchmarks.room.__main__ import hold
from benchmarks.room.ground import EMAIL, PASSWORD
from benchmarks.room.house import House
from playwright.sync_api import Browser, expect

pytestmark = [pytest.mark.slow, pytest.mark.browser]
PHONES, STATEMENTS = 6, 5
PATIENCE = 60
MOMENT = 30_000  # milliseconds: a slow machine is not a fault of the room
STORED = """caches.open("ordito:/r/bolareti/").then((store) => store.keys())
    .then((all) => all.map(({ url }) => new URL(url).pathname))"""
HERE = "/sala/percorsi/p/raccolte/plenaria/"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    made = House(tmp_path_factory.mktemp("house"), port, fast=True)
    word = made.prepare(STATEMENTS)
    assert word == "bolareti"
    made.start()
    yield made
    assert made.stop() < PATIENCE


def test_nothing_acknowledged_is_lost_and_every_page_sees_it(house: House) -> None:
    evening = hold(
        house, "bolareti", phones=PHONES, statements=STATEMENTS, seconds=5, kill=True, wait=PATIENCE
    )
    with ThreadPoolExecutor(1) as apart:  # where a browser runs, this thread has a loop of its own
        told = apart.submit(asyncio.run, evening).result()
    assert (told.sent, told.written, told.lost, told.twice) == (30, 30, 0, 0)
    assert max([*told.wall, *told.phones]) < PATIENCE
    assert len(told.phones) == PHONES * 30


def test_a_page_opened_again_while_the_server_is_away_keeps_what_is_said_and_sends_it_once(
    house: House, browser: Browser
) -> None:
    phone = browser.new_context(base_url=f"http://localhost:{house.port}", locale="it-IT")
    page = phone.new_page()
    page.goto("/r/bolareti/")
    page.wait_for_function("navigator.serviceWorker.ready.then((it) => it.active.state === 'activated')")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    kept = page.evaluate("caches.keys()")
    house.kill(database=False)
    page.reload()
    page.get_by_label("Che cosa vuoi dire?").fill("Detto senza rete, dopo aver ricaricato")
    page.get_by_role("button", name="Manda").click()
    expect(page.locator("#mine li").first).to_contain_text("in attesa di rete")
    page.reload()
    expect(page.locator("#mine li").first).to_contain_text("in attesa di rete")
    house.start()
    expect(page.locator("#mine li").first).to_contain_text("arrivato", timeout=MOMENT)
    page.reload()
    expect(page.locator("#mine li", has_text="dopo aver ricaricato")).to_have_count(1)
    stored = page.evaluate(STORED)
    assert kept == ["ordito:/r/bolareti/"]
    assert [each for each in stored if not each.startswith("/static/")] == ["/r/bolareti/"]
    phone.close()


def test_a_phone_speaks_and_votes_the_wall_moves_the_operator_types(house: House, browser: Browser) -> None:
    at = {"base_url": f"http://localhost:{house.port}", "locale": "it-IT"}
    phone, projector, desk = (browser.new_context(**at) for _each in range(3))
    wall = projector.new_page()
    wall.goto("/r/bolareti/parete/")
    wanted = wall.locator("[data-statement='1'] [data-count=agree]")
    before = int(wanted.inner_text())
    page = phone.new_page()
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/r/bolareti/")
    page.get_by_label("Che cosa vuoi dire?").fill("Chi chiamo quando la badante manca?")
    page.get_by_role("button", name="Manda").click()
    expect(page.locator("#mine li").first).to_contain_text("arrivato", timeout=MOMENT)
    page.locator("[data-statement='1'] button[value='1']").click()
    expect(wall.get_by_text("Chi chiamo quando la badante manca?")).to_be_visible(timeout=MOMENT)
    expect(wanted).to_have_text(str(before + 1), timeout=MOMENT)

    phone.set_offline(True)
    page.get_by_label("Che cosa vuoi dire?").fill("Scritto senza rete")
    page.get_by_role("button", name="Manda").click()
    expect(page.locator("#mine li").first).to_contain_text("in attesa di rete")
    expect(page.locator("#line")).to_contain_text("Adesso manca la rete")
    expect(page.get_by_text("Arrivato, grazie.")).to_be_hidden()
    phone.set_offline(False)
    expect(page.locator("#mine li").first).to_contain_text("arrivato", timeout=MOMENT)
    expect(page.get_by_text("Arrivato, grazie.")).to_be_visible()
    expect(page.locator("#line")).to_be_hidden()
    expect(wall.get_by_text("Scritto senza rete")).to_have_count(1, timeout=MOMENT)

    operator = desk.new_page()
    operator.goto(f"/accesso/login/?next={HERE}sala/")
    operator.locator("input[name=login]").fill(EMAIL)
    operator.locator("input[name=password]").fill(PASSWORD)
    operator.get_by_role("button", name="Accedi").click()
    operator.get_by_label("Tavolo").first.fill("3")
    operator.wait_for_load_state()
    operator.get_by_label("Testo").focus()
    for text in ("Spazi per i compiti", "Spazi per i compiti!", "Trasporti la sera"):
        operator.keyboard.type(text)
        operator.keyboard.press("Enter")
    expect(operator.locator("#typed a")).to_have_count(3, timeout=MOMENT)
    expect(operator.locator("#typed")).to_contain_text("simile a")
    expect(wall.get_by_text("tavolo 3").first).to_be_visible(timeout=MOMENT)
    operator.keyboard.press("Control+z")
    expect(operator.locator("#typed a")).to_have_count(2, timeout=MOMENT)
    expect(wall.get_by_text("Trasporti la sera")).to_have_count(0, timeout=MOMENT)
    for each in (phone, projector, desk):
        each.close()
