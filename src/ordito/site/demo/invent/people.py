"""People who never were: their surnames are made of threads, looms and needles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.text import slugify

if TYPE_CHECKING:
    from ordito.site.demo.sheets import Sheets

HERE = Path(__file__).resolve().parent
FIRST = (HERE / "first_names.txt").read_text("utf-8").split()
LAST = (HERE / "surnames.txt").read_text("utf-8").split()
STRIDE = 17
"""With 41 first names and 57 surnames, steps of one and of seventeen meet again only after 2,337 people."""


class People:
    """Gives people to a district, one after the other, each with an address where nothing arrives."""

    def __init__(self, sheets: Sheets, *, start: int) -> None:
        self._sheets = sheets
        self._next = start

    def somebody(self) -> str:
        """Invent a person, and give their code."""
        number, self._next = self._next, self._next + 1
        name = f"{FIRST[number % len(FIRST)]} {LAST[number * STRIDE % len(LAST)]}"
        code = slugify(name)
        self._sheets.invent("people", code=code, name=name, email=f"{code.replace('-', '.')}@example.org")
        return code

    def speaker(
        self, organisation: str, *, kind: str = "delegate", starts_on: str, ends_before: str = ""
    ) -> str:
        """Invent whoever speaks for an organisation from a day on."""
        code = self.somebody()
        self._sheets.invent(
            "delegates",
            organisation=organisation,
            person=code,
            kind=kind,
            starts_on=starts_on,
            ends_before=ends_before,
        )
        return code
