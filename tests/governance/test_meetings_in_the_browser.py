"""The attendance screen and the minutes under real fingers: keys, a loose cable, two people at once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ordito.core.models import District, RoleKind, User
from ordito.governance.models import Attendance, Meeting, Minutes
from tests.conftest import person as account
from tests.conftest import signed_in
from tests.governance.lab import WORDS, labgo, planned

pytestmark = pytest.mark.browser

expect.set_options(timeout=20_000)
PACE = 1.5
"""Seconds that a person takes to read a name on the sheet and type it."""


@pytest.fixture
def melzo(transactional_db: None) -> District:
    return District.objects.create(slug="melzo", name="Distretto 5 Melzo", demonstration_day=date(2017, 1, 9))


@pytest.fixture
def giulia(melzo: District) -> User:
    return account("giulia@example.org", "Giulia Riva", melzo, RoleKind.PLAN_OFFICE)


@pytest.fixture
def meeting(melzo: District, giulia: User) -> Meeting:
    """A meeting of eight organisations, today."""
    return planned(labgo(melzo, 8, quorum_percent=50), giulia)


@pytest.fixture
def plenary(melzo: District, giulia: User) -> Meeting:
    """A meeting of sixty organisations, today."""
    return planned(labgo(melzo, 60, quorum_percent=50), giulia)


@pytest.fixture
def window(browser: Browser, live_server: Any, giulia: User) -> Iterator[BrowserContext]:
    """A window in which Giulia has signed in."""
    context = browser.new_context(
        base_url=live_server.url, locale="it-IT", viewport={"width": 1280, "height": 800}
    )
    context.set_default_timeout(30_000)
    session = signed_in(giulia).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url, "httpOnly": True}])
    yield context
    context.close()


def screen(window: BrowserContext, meeting: Meeting, place: str = "presenze") -> Page:
    page = window.new_page()
    page.goto(f"{meeting.get_absolute_url()}{place}/")
    return page


def saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_text("Tutto salvato")


def marks() -> dict[str, str]:
    rows = Attendance.objects.select_related("organisation").order_by("organisation__name")
    return {str(row.organisation): row.state for row in rows}


def test_sixty_people_are_ticked_in_under_two_minutes(window: BrowserContext, plenary: Meeting) -> None:
    page = screen(window, plenary)
    keys, began = 0, time.monotonic()
    for word in WORDS[:60]:
        typed = [*word[:3].lower(), "Enter"]
        for key in typed:
            page.keyboard.press(key)
        keys += len(typed)
    took = time.monotonic() - began
    saved(page)
    assert (keys / 60, set(marks().values()), len(marks())) == (4, {"present"}, 60)
    expect(page.locator("#present")).to_have_text("60")
    assert max(took, 60 * PACE) < 120


def test_down_the_list_one_key_for_each(window: BrowserContext, meeting: Meeting) -> None:
    page = screen(window, meeting)
    page.keyboard.press("ArrowDown")
    for key in "pagunp":
        page.keyboard.press(key)
    saved(page)
    assert list(marks().values()) == ["present", "absent", "justified", "observer", "not_entitled", "present"]
    expect(page.locator("#present")).to_have_text("2")
    expect(page.locator("#formal")).to_have_text("7")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Delete")
    saved(page)
    assert len(marks()) == 5


def test_an_only_alternate_comes_by_one_key_and_others_are_chosen(
    window: BrowserContext, meeting: Meeting
) -> None:
    page = screen(window, meeting)
    for key in "arc":
        page.keyboard.press(key)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("d")
    for key in "bos":
        page.keyboard.press(key)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("d")
    page.keyboard.press("Tab")
    page.keyboard.type("Carla Verdi")
    page.keyboard.press("Enter")
    expect(page.locator("#find")).to_be_focused()
    saved(page)
    came = Attendance.objects.order_by("pk").values_list("state", "by_person__name", "by_name")
    assert list(came) == [("delegate", "Bruno Arcai", ""), ("delegate", None, "Carla Verdi")]


def test_undo_takes_back_the_last_deeds(window: BrowserContext, meeting: Meeting) -> None:
    page = screen(window, meeting)
    for word in ("arc", "bos"):
        page.keyboard.type(word)
        page.keyboard.press("Enter")
    page.keyboard.press("Control+z")
    page.get_by_role("button", name="Annulla l'ultimo").click()
    saved(page)
    assert marks() == {}
    page.keyboard.press("Control+z")
    expect(page.locator("#saved")).to_have_text("Niente da annullare")


def test_words_that_match_nobody_tick_nobody(window: BrowserContext, meeting: Meeting) -> None:
    page = screen(window, meeting)
    page.keyboard.type("xyz")
    page.keyboard.press("Enter")
    expect(page.locator("#saved")).to_have_text("Nessun membro corrisponde")
    page.keyboard.press("Escape")
    expect(page.locator(".seat:visible")).to_have_count(8)
    assert marks() == {}


def test_a_loose_cable_loses_nothing(window: BrowserContext, meeting: Meeting) -> None:
    page = screen(window, meeting)
    window.set_offline(True)
    for word in ("arc", "bos", "ced"):
        page.keyboard.type(word)
        page.keyboard.press("Enter")
    expect(page.locator("#saved")).to_contain_text("3 da salvare")
    expect(page.locator("#present")).to_have_text("3")
    assert marks() == {}
    window.set_offline(False)
    saved(page)
    assert len(marks()) == 3


def test_what_was_not_saved_survives_a_closed_page(window: BrowserContext, meeting: Meeting) -> None:
    page = screen(window, meeting)
    page.route("**/segna/", lambda route: route.abort())
    page.keyboard.type("arc")
    page.keyboard.press("Enter")
    expect(page.locator("#saved")).to_contain_text("1 da salvare")
    page.close(run_before_unload=False)
    again = screen(window, meeting)
    saved(again)
    assert marks() == {"Cooperativa sociale Arca": "present"}


def test_a_server_in_trouble_is_asked_again(window: BrowserContext, meeting: Meeting) -> None:
    page = screen(window, meeting)
    answers = iter([500, 502])

    def stumble(route: Any) -> None:
        status = next(answers, None)
        route.continue_() if status is None else route.fulfill(status=status, body="<h1>oops</h1>")

    page.route("**/segna/", stumble)
    page.keyboard.type("arc")
    page.keyboard.press("Enter")
    expect(page.locator("#saved")).to_contain_text("da salvare")
    saved(page)
    assert marks() == {"Cooperativa sociale Arca": "present"}


def test_a_mark_that_is_refused_says_why_and_goes_back(window: BrowserContext, meeting: Meeting) -> None:
    page = screen(window, meeting)
    Meeting.objects.update(state="held")
    page.keyboard.type("arc")
    page.keyboard.press("Enter")
    expect(page.locator("#saved")).to_contain_text("Le presenze sono chiuse")
    expect(page.locator("#present")).to_have_text("0")


def test_an_expired_session_keeps_the_marks(window: BrowserContext, meeting: Meeting) -> None:
    page = screen(window, meeting)
    cookies = window.cookies()
    window.clear_cookies()
    page.keyboard.type("arc")
    page.keyboard.press("Enter")
    expect(page.locator("#saved")).to_contain_text("Accesso scaduto")
    window.add_cookies(cookies)
    saved(page)
    assert marks() == {"Cooperativa sociale Arca": "present"}


def test_two_people_tick_the_same_sheet(window: BrowserContext, meeting: Meeting) -> None:
    one, other = screen(window, meeting), screen(window, meeting)
    one.keyboard.type("arc")
    one.keyboard.press("Enter")
    saved(one)
    other.keyboard.type("bos")
    other.keyboard.press("Enter")
    saved(other)
    expect(other.locator("#present")).to_have_text("2")
    other.locator(".seat", has_text="Arca").get_by_role("button", name="Assente").click()
    saved(other)
    expect(one.locator("#present")).to_have_text("1")
    assert marks() == {"Cooperativa sociale Arca": "absent", "Associazione Bosco": "present"}


def test_a_finger_ticks_and_takes_back(window: BrowserContext, meeting: Meeting) -> None:
    page = screen(window, meeting)
    button = page.locator(".seat", has_text="Arca").get_by_role("button", name="Presente")
    button.click()
    saved(page)
    assert marks() == {"Cooperativa sociale Arca": "present"}
    button.click()
    saved(page)
    assert marks() == {}


def test_closing_waits_for_the_last_mark(window: BrowserContext, meeting: Meeting) -> None:
    page = screen(window, meeting)
    page.keyboard.type("arc")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Segna assenti tutti gli altri e chiudi").click()
    page.wait_for_url(f"**{meeting.get_absolute_url()}")
    assert Meeting.objects.get().state == "held"
    assert sorted(marks().values()) == ["absent"] * 7 + ["present"]


def test_without_javascript_a_button_is_enough(
    browser: Browser, window: BrowserContext, meeting: Meeting
) -> None:
    plain = browser.new_context(
        base_url=window._impl_obj._options["baseURL"],
        java_script_enabled=False,
        storage_state=window.storage_state(),
    )
    page = plain.new_page()
    page.goto(f"{meeting.get_absolute_url()}presenze/")
    page.locator(".seat", has_text="Arca").get_by_role("button", name="Giustificato").click()
    assert marks() == {"Cooperativa sociale Arca": "justified"}
    plain.close()


def test_minutes_save_themselves(window: BrowserContext, meeting: Meeting) -> None:
    page = screen(window, meeting, "verbale/scrivi")
    page.get_by_label("Discussione").first.fill("Si è detto molto.")
    page.get_by_label("Chiusura").fill("Si chiude alle 19.")
    expect(page.locator("#saved")).to_have_text("Tutto salvato")
    assert Minutes.objects.get().closing == "Si chiude alle 19."
    assert meeting.agenda.get(position=1).discussion == "Si è detto molto."


def test_two_who_write_in_the_same_place_choose(window: BrowserContext, meeting: Meeting) -> None:
    one, other = screen(window, meeting, "verbale/scrivi"), screen(window, meeting, "verbale/scrivi")
    one.get_by_label("Discussione").first.fill("Il testo di Giulia.")
    expect(one.locator("#saved")).to_have_text("Tutto salvato")
    other.get_by_label("Discussione").first.fill("Il testo di Fabio.")
    expect(other.locator(".conflict:visible pre")).to_have_text("Il testo di Giulia.")
    assert meeting.agenda.get(position=1).discussion == "Il testo di Giulia."
    other.get_by_role("button", name="Tieni tutti e due").click()
    expect(other.locator("#saved")).to_have_text("Tutto salvato")
    assert meeting.agenda.get(position=1).discussion == "Il testo di Giulia.\n\nIl testo di Fabio."


def test_a_text_that_was_not_saved_survives_a_closed_page(window: BrowserContext, meeting: Meeting) -> None:
    page = screen(window, meeting, "verbale/scrivi")
    page.route("**/testo/", lambda route: route.abort())
    page.get_by_label("Premessa").fill("Scritto senza rete.")
    expect(page.locator("#saved")).to_contain_text("Non salvato")
    page.close(run_before_unload=False)
    again = screen(window, meeting, "verbale/scrivi")
    expect(again.get_by_label("Premessa")).to_have_value("Scritto senza rete.")
    expect(again.locator("#saved")).to_have_text("Tutto salvato")
    assert Minutes.objects.get().opening == "Scritto senza rete."


def test_lines_of_the_agenda_move_from_the_keyboard(window: BrowserContext, meeting: Meeting) -> None:
    page = screen(window, meeting, "modifica")
    area = page.get_by_label("Ordine del giorno")
    area.focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Alt+ArrowDown")
    expect(area).to_have_value("Varie ed eventuali\nGriglia di sintesi")
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    expect(area).to_have_value("Griglia di sintesi\nVarie ed eventuali")
