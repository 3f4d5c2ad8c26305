"""How the money of a plan goes: shared among the municipalities, spent year by year, signed for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ordito.site.demo.invent.presences import draw

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ordito.site.demo.sheets import Sheets

LEAST_SPENT, SPREAD = 78, 23
"""Out of a hundred euros planned for a year that is over, how many were spent: from 78 to 100."""


def share(sheets: Sheets, plan: str, key: str) -> None:
    """Let the municipalities share their part of every action of a plan by a key."""
    for line in sheets.rows("budget_lines", source="municipal"):
        if line["action"].startswith(f"{plan}/"):
            line["sharing_key"] = f"{plan}/{key}"


def spend(sheets: Sheets, plan: str, *, until: int) -> None:
    """Invent what was spent on each line of the years that are over."""
    for line in sheets.rows("budget_lines"):
        action, year, source = line["action"], line["year"], line["source"]
        if action.startswith(f"{plan}/") and int(year) < until:
            part = LEAST_SPENT + draw(action, year, source, sides=SPREAD)
            sheets.invent(
                "expenses",
                action=action,
                year=year,
                source=source,
                number=1,
                on=f"{year}-12-31",
                amount=int(line["amount"]) * part // 100,
                note="Consuntivo dimostrativo",
            )


def sign(sheets: Sheets, plan: str, signers: Iterable[tuple[str, str, str]], *, on: str) -> None:
    """Let each body sign: (organisation, name, in what capacity)."""
    for number, (organisation, name, role) in enumerate(signers, start=1):
        sheets.invent(
            "signatures",
            plan=plan,
            number=number,
            organisation=organisation,
            name=name,
            role=role,
            signed_on=on,
        )
