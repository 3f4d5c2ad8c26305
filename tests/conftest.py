"""Three fixed people: Giulia keeps the plan office, Marco is a delegate, Sara works elsewhere."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from playwright.sync_api import Browser, sync_playwright

from ordito.core.models import District, Role, RoleKind, User
from ordito.site.setup.browser import find

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-unsafe-swiftshader",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium, one for all the tests of a process.

    While it runs there is an event loop in the thread of the tests: Django must believe that they know it.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        yield found
        found.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def person(email: str, name: str, district: District | None = None, kind: RoleKind | None = None) -> User:
    """An account, with a role in a district when one is named."""
    user = User.objects.create_user(email, name, "una-password-lunga")
    if district is not None and kind is not None:
        Role.objects.create(user=user, district=district, kind=kind, starts_on=date(2010, 1, 1))
    return user


@pytest.fixture
def district(db: None) -> District:
    """Melzo on Monday 9 January 2017."""
    return District.objects.create(slug="melzo", name="Distretto 5 Melzo", demonstration_day=date(2017, 1, 9))


@pytest.fixture
def elsewhere(db: None) -> District:
    """A district that is nobody's business here, and not public."""
    return District.objects.create(slug="altrove", name="Altrove", is_public=False)


@pytest.fixture
def planner(district: District) -> User:
    """Giulia, of the plan office."""
    return person("giulia@example.org", "Giulia Riva", district, RoleKind.PLAN_OFFICE)


@pytest.fixture
def delegate(district: District) -> User:
    """Marco, who comes for an organisation."""
    return person("marco@example.org", "Marco Neri", district, RoleKind.DELEGATE)


@pytest.fixture
def stranger(elsewhere: District) -> User:
    """Sara, who keeps the plan office of another district."""
    return person("sara@example.org", "Sara Altrove", elsewhere, RoleKind.PLAN_OFFICE)


def signed_in(user: User) -> Client:
    """A browser in which the person has signed in."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def at_planners_desk(planner: User) -> Client:
    return signed_in(planner)


@pytest.fixture
def in_the_street(db: None) -> Client:
    """A browser of somebody who did not sign in."""
    return Client()
