"""The ages of a place: the district, a sub-area or a municipality, by classes of five years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ordito.territory.figures import AgeCount
from ordito.territory.models import Sex
from ordito.territory.queries.people import ages_together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ordito.core.models import District
    from ordito.territory.queries.overview import Overview
    from ordito.territory.queries.people import Ages, Source

YEARS, LAST = 5, 95


@dataclass(frozen=True, slots=True)
class Scope:
    """A place whose ages can be shown; `key` stands for it in an address."""

    key: str
    name: str
    istat_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgeRow:
    """One class of five years, or the last and over."""

    label: str
    women: int
    men: int
    women_share: float
    men_share: float

    @property
    def people(self) -> int:
        return self.women + self.men


@dataclass(frozen=True, slots=True)
class Pyramid:
    """The ages of a place from one source."""

    scope: Scope
    source: Source
    rows: tuple[AgeRow, ...]
    people: int

    @property
    def women(self) -> int:
        return sum(row.women for row in self.rows)

    @property
    def men(self) -> int:
        return sum(row.men for row in self.rows)

    @property
    def counts(self) -> tuple[AgeCount, ...]:
        """What the drawing asks for; a class of five years is drawn whole from its first age."""
        return tuple(
            AgeCount(sex, turn * YEARS, people)
            for turn, row in enumerate(self.rows)
            for sex, people in ((str(Sex.FEMALE), row.women), (str(Sex.MALE), row.men))
        )


def scopes_of(overview: Overview, district: District) -> tuple[Scope, ...]:
    """The district, its sub-areas, its municipalities."""
    everyone = tuple(row.istat_code for row in overview.municipalities)
    return (
        Scope("", district.name, everyone),
        *(
            Scope(area.code, area.name, tuple(row.istat_code for row in area.municipalities))
            for area in overview.sub_areas
        ),
        *(Scope(row.istat_code, row.name, (row.istat_code,)) for row in overview.municipalities),
    )


def pyramid_of(district: District, scope: Scope, *, like: Source | None = None) -> Pyramid | None:
    """The pyramid of the latest source that counts ages finely enough; of the source `like`, to compare."""
    for source, ages in ages_together(district, scope.istat_codes).items():
        if like is not None and (source.name, source.on) != (like.name, like.on):
            continue
        rows = _rows(ages)
        if rows:
            return Pyramid(scope, source, rows, sum(row.people for row in rows))
    return None


def _rows(ages: Ages) -> tuple[AgeRow, ...]:
    starts = range(0, LAST + YEARS, YEARS)
    sides: list[Sequence[int]] = []
    for sex in (Sex.FEMALE, Sex.MALE):
        found = [ages.between(start, start + YEARS if start < LAST else None, sex) for start in starts]
        side = [people for people in found if people is not None]
        if len(side) < len(found):
            return ()
        sides.append(side)
    women, men = sides
    everyone = (sum(women) + sum(men)) or 1
    return tuple(
        AgeRow(
            label=f"{start}–{start + YEARS - 1}" if start < LAST else f"{LAST}+",
            women=women[turn],
            men=men[turn],
            women_share=women[turn] / everyone,
            men_share=men[turn] / everyone,
        )
        for turn, start in enumerate(starts)
    )
