"""Counts of people, brought in from the files that ISTAT publishes every year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import IO

from django.utils.translation import gettext as _

from ordito.core.command import command
from ordito.core.models import Actor, District
from ordito.core.refused import Refused
from ordito.territory.commands.istat_file import OLDEST, Line, opened
from ordito.territory.commands.municipalities import ISTAT
from ordito.territory.models import Population, Sex

ESTIMATE = "ISTAT (stima)"
FIRST_YEAR, LAST_YEAR = 1950, 2100


class CountRefused(Refused):
    """The count cannot be taken from this file."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What came in: from whom, of which day, of how many municipalities; `missing` are not in the file."""

    source: str
    on: date
    municipalities: int
    people: int
    missing: tuple[str, ...]

    @property
    def journalled(self) -> dict[str, object]:
        """What the journal keeps."""
        return {"source": [None, self.source], "on": [None, self.on], "people": [None, self.people]}


@command("territory.count_people", needs="territory.tend")
def count_people(district: District, *, by: Actor, file: IO[bytes], year: int | None = None) -> Counted:
    """Take the residents of the district's municipalities out of ISTAT's file for a year.

    The year is the one in the file's title, or else the one given. A count of the same day is brought up to
    date; those of other days stay.
    """
    ours = dict(district.municipalities.filter(ends_before__isnull=True).values_list("istat_code", "name"))
    with opened(file) as found:
        stated = found.year or year
        if stated is None or not FIRST_YEAR <= stated <= LAST_YEAR:
            raise CountRefused(_("Il file non dice di quale 1° gennaio è il conteggio: indicare l'anno."))
        if year is not None and year != stated:
            raise CountRefused(
                _("Il file è del 1° gennaio %(year)d, non dell'anno indicato.") % {"year": stated}
            )
        lines = [line for line in found.lines if line.istat_code in ours]
        source = ESTIMATE if found.is_estimate else ISTAT
    _refuse_gaps(lines, ours)
    on = date(stated, 1, 1)
    _write(district, lines, source=source, on=on)
    seen = {line.istat_code for line in lines}
    return Counted(
        source=source,
        on=on,
        municipalities=len(seen),
        people=sum(line.men + line.women for line in lines),
        missing=tuple(sorted(name for code, name in ours.items() if code not in seen)),
    )


def _refuse_gaps(lines: list[Line], ours: dict[str, str]) -> None:
    """A municipality is there with every age once, or it is not there."""
    ages: dict[str, list[int]] = defaultdict(list)
    for line in lines:
        ages[line.istat_code].append(line.age)
    if not ages:
        raise CountRefused(_("Il file non ha nessuno dei comuni dell'ambito: forse è di un'altra provincia."))
    wrong = [ours[code] for code, found in ages.items() if sorted(found) != list(range(OLDEST + 1))]
    if wrong:
        names = ", ".join(sorted(wrong))
        raise CountRefused(
            _("Di questi comuni il file non ha tutte le età, da 0 a 100: %(names)s.") % {"names": names}
        )


def _write(district: District, lines: list[Line], *, source: str, on: date) -> None:
    pks = dict(district.municipalities.values_list("istat_code", "pk"))
    Population.objects.bulk_create(
        (
            Population(
                municipality_id=pks[line.istat_code],
                source=source,
                on=on,
                sex=sex,
                age_from=line.age,
                age_before=line.age + 1 if line.age < OLDEST else None,
                people=people,
            )
            for line in lines
            for sex, people in ((Sex.FEMALE, line.women), (Sex.MALE, line.men))
        ),
        batch_size=5_000,
        update_conflicts=True,
        unique_fields=["municipality", "source", "on", "sex", "age_from", "age_before"],
        update_fields=["people"],
    )
