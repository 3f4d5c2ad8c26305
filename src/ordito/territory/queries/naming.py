"""What the names that somebody typed mean, before anything is made of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ordito.territory import italy

SEPARATORS = re.compile(r"[\n\r,;]+")


@dataclass(frozen=True, slots=True)
class Recognised:
    """The municipalities that were understood, and the names that were not."""

    found: tuple[italy.Known, ...]
    problems: tuple[italy.Problem, ...]
    people: int
    year: int

    @property
    def provinces(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.province_name for one in self.found))


def names_in(text: str) -> list[str]:
    """The names of a list, whether by line, comma or semicolon."""
    return [name for each in SEPARATORS.split(text) if (name := " ".join(each.split()))]


def recognised(names: Sequence[str], *, near: Collection[str] = ()) -> Recognised:
    """What each name means; blank lists mean nothing and are no problem."""
    problems: tuple[italy.Problem, ...] = ()
    try:
        found = italy.find(names, near=near).municipalities
    except italy.UnknownMunicipalities as why:
        found, problems = why.found.municipalities, why.problems
    except italy.NoNames:
        found = ()
    counted = italy.population([one.istat_code for one in found])
    return Recognised(found, problems, counted.total, counted.year)


def suggested(typed: str, *, near: Collection[str] = ()) -> tuple[italy.Known, ...]:
    """Municipalities whose names begin like what is being typed, or resemble it."""
    return italy.suggest(typed, near=near, limit=8)
