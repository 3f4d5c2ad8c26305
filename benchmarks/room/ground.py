"""What a room stands on: asked for in a process of its own, which wakes Django and ends."""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict

EMAIL, PASSWORD = "franca@example.org", "una-password-lunga"


def main() -> None:
    """Do what was asked, and say the answer as the last line."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "ordito.site.settings"
    import django

    django.setup()
    done = {"prepare": prepare, "votes": votes, "connections": connections}[sys.argv[1]](*sys.argv[2:])
    print(json.dumps(done))


def prepare(statements: str) -> str:
    from datetime import date, timedelta

    from django.core.management import call_command
    from django.utils import timezone

    from ordito.core.models import District, Role, RoleKind, User
    from ordito.governance.models import Body
    from ordito.participation.models import Gathering, Opening, Phase, Process, Statement

    call_command("migrate", verbosity=0)
    district = District.objects.create(slug="sala", name="Sala piena")
    body = Body.objects.create(district=district, code="tavolo", name="Tavolo")
    start = date(2016, 1, 1)
    path = Process.objects.create(district=district, code="p", title="Percorso", body=body, starts_on=start)
    phase = Phase.objects.create(process=path, number=1, title="Dirsi", starts_on=start)
    for doing in ("contribute", "vote"):
        Opening.objects.create(phase=phase, doing=doing, whom="room")
    made = Gathering.objects.create(
        process=path,
        code="plenaria",
        title="Plenaria",
        question="Di che cosa hanno bisogno le famiglie?",
        join_word="bolareti",
        opens_at=timezone.now() - timedelta(hours=1),
    )
    texts = (
        Statement(gathering=made, number=n + 1, text=f"Affermazione {n + 1}") for n in range(int(statements))
    )
    Statement.objects.bulk_create(texts)
    facilitator = User.objects.create_user(EMAIL, "Franca Conduce", PASSWORD)
    Role.objects.create(user=facilitator, district=district, kind=RoleKind.FACILITATOR, starts_on=start)
    return made.join_word


def votes() -> dict[str, list[int]]:
    from ordito.participation.models import Vote

    found: dict[str, list[int]] = defaultdict(list)
    for phone, statement, value in Vote.objects.values_list(
        "phone__key_sha256", "statement__number", "value"
    ):
        found[f"{phone} {statement}"].append(value)
    return found


def connections() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'")
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    main()
