"""Organisations take their seats, and people speak for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.text import slugify

from ordito.site.demo.invent.presences import draw
from ordito.territory import italy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ordito.site.demo.invent.people import People
    from ordito.site.demo.sheets import Sheets

THIRD_SECTOR = ("cooperative", "association", "foundation")
ALTERNATE_OF_THREE = 1


def tell_municipalities(sheets: Sheets, names: Sequence[str]) -> list[str]:
    """Write the municipalities as organisations, and give their codes."""
    codes = []
    for found in italy.find(names).municipalities:
        codes.append(slugify(f"comune-di-{found.name.replace(chr(39), ' ')}"))
        sheets.tell(
            "organisations",
            code=codes[-1],
            name=f"Comune di {found.name}",
            kind="municipality",
            municipality=found.istat_code,
        )
    return codes


def third_sector(sheets: Sheets) -> list[str]:
    """Give the organisations of the third sector that are already in the register."""
    return [row["code"] for row in sheets.rows("organisations") if row["kind"] in THIRD_SECTOR]


def give_mayors(people: People, municipalities: Iterable[str], *, since: str) -> None:
    """Invent a mayor for every municipality."""
    for code in municipalities:
        people.speaker(code, kind="representative", starts_on=since)


def give_operators(people: People, municipalities: Iterable[str], *, since: str) -> None:
    """Invent for every municipality the social worker who is its delegate, and a councillor who stands in."""
    for code in municipalities:
        people.speaker(code, starts_on=since)
        people.speaker(code, kind="alternate", starts_on=since)


def give_delegates(people: People, organisations: Iterable[str], *, since: str) -> None:
    """Invent a delegate for every organisation, and for one in three an alternate."""
    for code in organisations:
        people.speaker(code, starts_on=since)
        if draw(code, "supplente", sides=3) < ALTERNATE_OF_THREE:
            people.speaker(code, kind="alternate", starts_on=since)


def replace_delegate(sheets: Sheets, people: People, organisation: str, *, on: str) -> None:
    """Let somebody else become the delegate of an organisation on a day."""
    former = sheets.rows("delegates", organisation=organisation, kind="delegate")[0]
    former["ends_before"] = on
    people.speaker(organisation, starts_on=on)


def seat(
    sheets: Sheets,
    body: str,
    members: Iterable[str],
    *,
    since: str,
    until: str = "",
    role: str = "",
    is_formal: bool = True,
) -> None:
    """Give a seat in a body to each of these, from a day on."""
    for member in members:
        sheets.invent(
            "memberships",
            body=body,
            member=member,
            role=role,
            is_formal=is_formal,
            starts_on=since,
            ends_before=until,
        )


def name_of(sheets: Sheets, code: str) -> str:
    """Tell the name of a person of the register."""
    return next(row["name"] for row in sheets.rows("people", code=code))


def mayor_of(sheets: Sheets, municipality: str) -> str:
    """Tell the name of the mayor of a municipality."""
    mayor = sheets.rows("delegates", organisation=municipality, kind="representative")[0]
    return name_of(sheets, mayor["person"])
