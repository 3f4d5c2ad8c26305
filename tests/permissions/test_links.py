"""Links given to who has no account open one thing, for as long as they last, and nothing beside it."""

from __future__ import annotations

import csv
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from ordito.core.models import District
from ordito.participation.models import Application, ApplicationState
from ordito.participation.queries.link import LASTS, link_of
from ordito.participation.queries.telling import silence_word
from tests.permissions.test_every_address import READERS, TABLE, answered
from tests.permissions.town import address, views

pytestmark = pytest.mark.django_db


@pytest.fixture
def excluded() -> Application:
    found = Application.objects.filter(call__code="manifestazione-labgo").order_by("pk")[0]
    found.state, found.reason = ApplicationState.EXCLUDED, "Non ha sede né attività nel distretto."
    found.save()
    return found


def receipt(application: Application, word: str) -> str:
    call = application.call
    return reverse("participation:receipt", args=[call.district.slug, call.code, word])


def test_an_excluded_applicant_reads_why_with_their_link_and_nobody_elses_application(
    excluded: Application,
) -> None:
    browser = Client()
    told = browser.get(receipt(excluded, link_of(excluded)))
    assert told.status_code == 200
    assert "Non ha sede né attività nel distretto." in told.content.decode()
    other = Application.objects.filter(call=excluded.call).exclude(pk=excluded.pk)[0]
    assert other.name not in told.content.decode()
    assert browser.get(other.get_absolute_url()).status_code == 302


def test_with_the_link_in_hand_every_other_address_answers_as_to_any_citizen(excluded: Application) -> None:
    browser = Client()
    assert browser.get(receipt(excluded, link_of(excluded))).status_code == 200
    with TABLE.open(encoding="utf-8", newline="") as file:
        expected = {row["view"]: row for row in csv.DictReader(file)}
    seen = {
        name: str(answered(browser, address(name, asked), deed=bool(expected[name]["deed"])))
        for name, asked in views().items()
    }
    assert seen == {name: row["citizen"] for name, row in expected.items()}
    assert "citizen" in READERS


def test_a_link_that_expired_or_was_changed_by_a_letter_opens_nothing(excluded: Application) -> None:
    word = link_of(excluded)
    assert Client().get(receipt(excluded, word[:-1] + ("A" if word[-1] != "A" else "B"))).status_code == 404
    later = (LASTS + timedelta(days=1)).total_seconds()
    real = signing.time.time()
    with patch("django.core.signing.time.time", return_value=real + later):
        assert Client().get(receipt(excluded, word)).status_code == 404


def test_a_link_of_a_digest_opens_silence_and_only_in_its_district() -> None:
    word = silence_word(District.objects.get(slug="melzo"), "qualcuno@example.org")
    assert Client().get(reverse("participation:silence", args=["melzo", word])).status_code == 200
    assert Client().get(reverse("participation:silence", args=["crema", word])).status_code == 404
    assert (
        Client()
        .get(reverse("participation:receipt", args=["melzo", "manifestazione-labgo", word]))
        .status_code
        == 404
    )
