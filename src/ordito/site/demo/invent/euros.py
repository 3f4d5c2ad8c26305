"""Euros for the actions of a plan: round sums, from sources that could pay for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ordito.site.demo.invent.presences import draw

if TYPE_CHECKING:
    from ordito.site.demo.sheets import Row, Sheets

SOURCES = ("municipal", "regional", "national", "private", "european", "health")
"""The first pays for every action; one or two of the others pay with it."""
ROUND, LEAST, STEPS = 500, 2_000, 60


def invent_budget(sheets: Sheets) -> None:
    """Give every action that has begun or will begin its euros, year by year."""
    for action in sheets.rows("actions"):
        code = f"{action['plan']}/{action['number']}"
        for year in _years(sheets, action):
            for source in _sources(code):
                steps = draw(code, source, sides=STEPS) + draw(code, source, str(year), sides=4)
                amount = LEAST + steps * ROUND
                sheets.invent("budget_lines", action=code, year=year, source=source, amount=amount)


def _years(sheets: Sheets, action: Row) -> range:
    """Give the years of the action that are also of the plan."""
    plan = next(row for row in sheets.rows("plans", code=action["plan"]))
    first = max(plan["starts_on"], action["starts_on"])
    last = min(plan["ends_before"], action["ends_before"])
    ends_with_the_year = last.endswith("-01-01")
    return range(int(first[:4]), int(last[:4]) + (0 if ends_with_the_year else 1))


def _sources(code: str) -> list[str]:
    others = SOURCES[1:]
    first = draw(code, "fonte", sides=len(others))
    joined = [others[first]]
    if draw(code, "due fonti", sides=3) == 0:
        joined.append(others[(first + 1) % len(others)])
    return [SOURCES[0], *joined]
