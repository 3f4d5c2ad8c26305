"""Who may open which address, and who may do what there: every view, every role, in one table.

`addresses.csv` holds what each role is answered: a page is asked for, a deed (a view that takes only POST) is
sent empty and taken back. 404 is what one may not see, 403 what one may not do, 302 leads to the entrance or
back to the page, 405 says that the view is a deed, 422 and 409 that it was refused for another reason.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client

from ordito.core.models import User
from ordito.site.demo.districts import DEMONSTRATIONS
from tests.conftest import signed_in
from tests.permissions.town import address, views

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).with_name("addresses.csv")
FROM_A_PHONE = "participation:room_"
"""What a phone in the room does without an account: whoever has the word of the gathering."""
READERS = {
    "citizen": "",
    "stranger": "ufficio.frignano@example.org",
    "delegate": "delegato.melzo@example.org",
    "facilitator": "facilitatore.melzo@example.org",
    "administrator": "sindaca.melzo@example.org",
    "region": "regione@example.org",
    "planner": "ufficio.melzo@example.org",
    "admin": "admin@example.org",
}


def browser_of(email: str) -> Client:
    return signed_in(User.objects.get(email=email)) if email else Client()


def is_a_deed(planner: Client, path: str) -> bool:
    return planner.get(path).status_code == 405


def answered(browser: Client, path: str, *, deed: bool) -> int:
    """The status of a page, or of a deed that is taken back."""
    with transaction.atomic():
        status = (browser.post(path, {}) if deed else browser.get(path)).status_code
        transaction.set_rollback(True)
    return status


def observed() -> dict[str, dict[str, str]]:
    planner = browser_of(READERS["admin"])
    seen: dict[str, dict[str, str]] = {}
    browsers = {reader: browser_of(email) for reader, email in READERS.items()}
    for name, asked in views().items():
        path = address(name, asked)
        deed = is_a_deed(planner, path)
        row = {reader: str(answered(browser, path, deed=deed)) for reader, browser in browsers.items()}
        seen[name] = {"deed": "deed" if deed else "", **row}
    return seen


def test_each_role_is_answered_what_the_table_says_and_no_address_is_missing_from_it() -> None:
    assert len(DEMONSTRATIONS) == 4
    with TABLE.open(encoding="utf-8", newline="") as file:
        expected = {row.pop("view"): row for row in csv.DictReader(file)}
    found = observed()
    differing = {
        name: (expected.get(name), found.get(name))
        for name in {*expected, *found}
        if expected.get(name) != found.get(name)
    }
    assert differing == {}


def test_no_stranger_and_no_citizen_does_anything() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    allowed = {(row["view"], row["citizen"], row["stranger"]) for row in rows if row["deed"]}
    allowed = {each for each in allowed if not each[0].startswith(FROM_A_PHONE)}
    done = {
        (view, citizen, stranger)
        for view, citizen, stranger in allowed
        if {citizen, stranger} - {"302", "404", "403"}
    }
    assert done == set()
