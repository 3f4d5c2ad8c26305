"""How many queries a page asks, and how long it takes with some clients at once."""

from __future__ import annotations

import http.client
import statistics
import time
from concurrent.futures import ThreadPoolExecutor

REQUESTS = 60
WARMING = 5


def signed_in(slug: str) -> str:
    """Give a plan officer of the district a session; return its cookie."""
    from datetime import date

    from django.test import Client

    from ordito.core.models import District, Role, RoleKind, User

    user = User.objects.create_user("bench@example.org", "Misura", "una-password-lunga")
    Role.objects.create(
        user=user,
        district=District.objects.get(slug=slug),
        kind=RoleKind.PLAN_OFFICE,
        starts_on=date(2010, 1, 1),
    )
    browser = Client()
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return f"sessionid={browser.cookies['sessionid'].value}"


def queries(slug: str, pages: tuple[str, ...]) -> dict[str, int]:
    """Count the queries of each page for a plan officer."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from ordito.core.models import User

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    browser = Client()
    browser.force_login(User.objects.get(), backend="allauth.account.auth_backends.AuthenticationBackend")
    counted = {}
    for page in pages:
        browser.get(f"/{slug}/{page}")
        with CaptureQueriesContext(connection) as asked:
            answer = browser.get(f"/{slug}/{page}")
        if answer.status_code != 200:
            raise SystemExit(f"/{slug}/{page} answered {answer.status_code}")
        counted[page] = len(asked)
    return counted


def times(port: int, path: str, cookie: str, clients: int) -> tuple[float, float]:
    """p50 and p95 in milliseconds of REQUESTS requests shared by some clients at once."""

    def one_client(requests: int) -> list[float]:
        took = []
        server = http.client.HTTPConnection("127.0.0.1", port)
        for _request in range(requests):
            start = time.perf_counter()
            server.request("GET", path, headers={"Cookie": cookie})
            answer = server.getresponse()
            answer.read()
            took.append(1000 * (time.perf_counter() - start))
            if answer.status != 200:
                raise SystemExit(f"{path} answered {answer.status}")
        return took

    one_client(WARMING)
    with ThreadPoolExecutor(clients) as pool:
        took = [each for part in pool.map(one_client, [REQUESTS // clients] * clients) for each in part]
    return statistics.median(took), statistics.quantiles(took, n=20)[-1]
