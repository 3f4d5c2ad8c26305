"""The real thing: `ordito run` with its own database and the demonstration, and a browser in front of it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
LONGEST_START = 180


@dataclass(frozen=True)
class House:
    """A running Ordito: where it is, the password of the demonstration's accounts, and its data."""

    url: str
    password: str
    var: Path


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Start the program as a plan office would, and stop it at the end."""
    var = tmp_path_factory.mktemp("house")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "ordito.site.cli", "run", "--port", str(port), "--workers", "1"]
    environment = {**os.environ, "ORDITO_VAR": str(var), "ORDITO_PG_FAST": "1"}
    for inherited in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        environment.pop(inherited, None)
    log = (var / "log.txt").open("wb")
    server = subprocess.Popen(words, stdout=log, stderr=subprocess.STDOUT, env=environment)
    url = f"http://localhost:{port}"
    try:
        _wait(url, server, var)
        password = re.search(
            r"password: *(\S+)", (var / "demonstration-accounts.txt").read_text(), re.IGNORECASE
        )
        assert password is not None
        yield House(url, password.group(1), var)
    finally:
        server.terminate()
        server.wait(30)


def _wait(url: str, server: subprocess.Popen[bytes], var: Path) -> None:
    for _attempt in range(LONGEST_START * 4):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{url}/stato/").read()
        except (URLError, ConnectionError):
            time.sleep(0.25)
        else:
            return
    pytest.fail(f"the house did not open:\n{(var / 'log.txt').read_text()}")


@pytest.fixture
def window(browser: Browser, house: House) -> Iterator[BrowserContext]:
    """A clean window, in Italian."""
    context = browser.new_context(base_url=house.url, viewport={"width": 1280, "height": 900}, locale="it-IT")
    context.set_default_timeout(15_000)
    yield context
    context.close()


def enter(window: BrowserContext, house: House, email: str) -> Page:
    """Sign in as a demonstration account, and open a page."""
    page = window.new_page()
    page.goto("/accesso/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(house.password)
    page.get_by_role("button", name="Accedi").click()
    page.wait_for_url(lambda url: "/accesso/" not in url)
    return page
