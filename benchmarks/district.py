"""A district of full size, made of tables: 80 organisations, 20 bodies, three years of meetings."""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from pathlib import Path

ORGANISATIONS, BODIES, MEETINGS_A_BODY, MEMBERS_A_BODY = 80, 20, 36, 28
FIRST = date(2014, 1, 13)
STATES = ["present"] * 5 + ["delegate", "justified", "absent", "absent"]


def write(folder: Path, *, meetings: int = MEETINGS_A_BODY, seed: int = 1) -> int:
    """Write the tables of a district into a folder; return the number of attendance rows."""
    chance = random.Random(seed)  # noqa: S311 - invented rows, not secrets
    organisations = [f"org-{n}" for n in range(ORGANISATIONS)]
    bodies = [f"lab-{n}" for n in range(BODIES)]
    members = {body: chance.sample(organisations, MEMBERS_A_BODY) for body in bodies}
    days = {
        body: [FIRST + timedelta(days=28 * n + chance.randrange(20)) for n in range(meetings)]
        for body in bodies
    }
    _table(
        folder,
        "organisations",
        "code,name,kind",
        [(o, f"Associazione {o}", "association") for o in organisations],
    )
    people = [(f"p-{o}", f"Persona {o}", f"{o}@example.org") for o in organisations]
    _table(folder, "people", "code,name,email", people)
    delegates = [(o, f"p-{o}", "delegate", "2013-01-01") for o in organisations]
    _table(folder, "delegates", "organisation,person,kind,starts_on", delegates)
    _table(folder, "bodies", "code,name,kind,role", [(b, f"LabGo {b}", "lab", "Un compito") for b in bodies])
    seats = [(b, o, "2013-01-01") for b in bodies for o in members[b]]
    _table(folder, "memberships", "body,member,starts_on", seats)
    sittings = [(f"{b}-{n}", b, day, "held") for b in bodies for n, day in enumerate(days[b])]
    _table(folder, "meetings", "code,body,date,state", sittings)
    rows = [(code, o, chance.choice(STATES)) for code, b, _day, _state in sittings for o in members[b]]
    _table(folder, "attendance", "meeting,member,state", rows)
    return len(rows)


def _table(
    folder: Path, name: str, header: str, rows: list[tuple[object, ...]] | list[tuple[str, ...]]
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)
