"""A district of full size, in tables: 80 organisations, 20 bodies, three years of meetings and of voices."""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from pathlib import Path

ORGANISATIONS, BODIES, MEETINGS_A_BODY, MEMBERS_A_BODY = 80, 20, 36, 28
FIRST = date(2014, 1, 13)
PATHS, VOICES_A_PATH, ROWS, COLUMNS = 5, 1_000, 6, 4
OBJECTIVES, ACTIONS = 40, 120
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


def write_voices(folder: Path, *, seed: int = 1) -> None:
    """Add five paths of a thousand contributions, half of them in a grid, and a plan that rests on them."""
    chance = random.Random(seed)  # noqa: S311 - invented rows, not secrets
    paths = [f"percorso-{n}" for n in range(PATHS)]
    kept = "code,title,kind,body,starts_on"
    _table(folder, "processes", kept, [(p, p, "labgo", f"lab-{n}", FIRST) for n, p in enumerate(paths)])
    gathered = [(p, "prima", "Prima raccolta", f"{FIRST}T18:00:00") for p in paths]
    _table(folder, "gatherings", "process,slug,title,opens_at", gathered)
    said = [
        (
            p,
            n,
            f"{p}/prima",
            "note",
            f"Voce {n}: {' '.join(chance.choices(WORDS, k=12))}",
            f"{FIRST}T18:00:00",
        )
        for p in paths
        for n in range(1, VOICES_A_PATH + 1)
    ]
    _table(folder, "contributions", "process,number,gathering,channel,text,at", said)
    grids = [(p, "griglia", "Griglia", "Questioni", "Interventi") for p in paths]
    _table(folder, "grids", "process,slug,title,rows_name,columns_name", grids)
    lines = [
        (f"{p}/griglia", axis, n, f"{axis} {n}")
        for p in paths
        for axis, many in (("row", ROWS), ("column", COLUMNS))
        for n in range(1, many + 1)
    ]
    _table(folder, "grid_lines", "grid,axis,number,title", lines)
    cells = [(f"{p}/griglia", r, c) for p in paths for r in range(1, ROWS + 1) for c in range(1, COLUMNS + 1)]
    crossed = [(grid, f"{grid}/row/{r}", f"{grid}/column/{c}") for grid, r, c in cells]
    _table(folder, "cells", "grid,row,column", crossed)
    placed = [
        (f"{p}/{n}", f"{p}/griglia/{1 + n % ROWS}/{1 + n % COLUMNS}", f"{FIRST}T20:00:00")
        for p in paths
        for n in range(1, VOICES_A_PATH + 1, 2)
    ]
    _table(folder, "placements", "contribution,cell,placed_at", placed)
    _table(
        folder, "plans", "code,title,starts_on,ends_before", [("piano", "Piano", "2014-01-01", "2017-01-01")]
    )
    aims = [("piano", n, f"Obiettivo {n}", f"Macro-gruppo {n % 4}") for n in range(1, OBJECTIVES + 1)]
    _table(folder, "objectives", "plan,number,title,group", aims)
    deeds = [
        ("piano", f"piano/{1 + n % OBJECTIVES}", f"{1 + n % OBJECTIVES}.{n}", f"Azione {n}", f"org-{n % 80}")
        for n in range(ACTIONS)
    ]
    _table(folder, "actions", "plan,objective,number,title,owner", deeds)
    money = [
        (f"piano/{deed[2]}", 2015, source, 10_000) for deed in deeds for source in ("municipal", "regional")
    ]
    _table(folder, "budget_lines", "action,year,source,amount", money)
    grounds = [
        (f"piano/{deed[2]}", "contribution", f"{paths[n % PATHS]}/{1 + n * 7}")
        for n, deed in enumerate(deeds)
    ]
    _table(folder, "grounds", "action,kind,cited", grounds)


WORDS = [
    "casa",
    "bus",
    "scuola",
    "compiti",
    "sera",
    "anziani",
    "sportello",
    "medico",
    "lavoro",
    "figli",
    "sala",
    "aiuto",
    "orario",
    "tempo",
    "rete",
    "paese",
    "giovani",
    "madri",
    "turni",
    "assistenza",
    "affitto",
    "corriera",
    "volontari",
    "famiglie",
]


def _table(
    folder: Path, name: str, header: str, rows: list[tuple[object, ...]] | list[tuple[str, ...]]
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)
