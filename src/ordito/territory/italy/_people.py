"""Residents by age and sex."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ._files import chosen, istat, table

Sex = Literal["F", "M"]
Counts = NDArray[np.signedinteger[Any]]


class PeopleCount(NamedTuple):
    """The residents of one municipality, of one sex and one age.

    `age` is in completed years, 0..100; 100 is "100 and over".
    """

    istat_code: str
    sex: Sex
    age: int
    people: int


@dataclass(frozen=True, slots=True)
class Population:
    """Residents at 1 January of `year` in `rows`; `missing` are the codes of which nobody is counted."""

    year: int
    rows: tuple[PeopleCount, ...]
    missing: tuple[str, ...]

    @property
    def total(self) -> int:
        return sum(row.people for row in self.rows)


def population(codes: Collection[str], *, year: int | None = None) -> Population:
    """Residents of the municipalities by single year of age and sex, at 1 January.

    Parameters
    ----------
    codes : ISTAT codes, six digits
    year : one of `years()`, the latest when not said

    Returns
    -------
    Population : 202 rows per municipality (101 ages, two sexes), people as whole numbers >= 0, ordered by
        municipality, sex (F, M) and age; in `missing`, sorted, the codes of which the files count nobody

    Raises
    ------
    UnknownYear : the files do not cover `year`

    References
    ----------
    ISTAT, Popolazione residente per età e sesso al 1° gennaio, CC BY 4.0.

    Examples
    --------
    >>> population(["036011"], year=2023).total
    2943
    """
    year = chosen(year)
    asked = {code for code in codes if code.isdecimal()}
    municipality, age, women, men = _residents(year)
    here = np.isin(municipality, [int(code) for code in asked])
    by_sex: tuple[tuple[Sex, Counts], ...] = (("F", women), ("M", men))
    rows = [
        PeopleCount(istat(code), sex, years_old, people)
        for sex, counts in by_sex
        for code, years_old, people in zip(
            municipality[here].tolist(), age[here].tolist(), counts[here].tolist(), strict=True
        )
        if istat(code) in asked
    ]
    return Population(year, tuple(sorted(rows)), tuple(sorted({*codes} - {row.istat_code for row in rows})))


@cache
def _residents(year: int) -> tuple[Counts, ...]:
    """Municipality, age, women and men, in numbers no larger than they need (11 MB instead of 32)."""
    everyone = table("pop", year)
    columns = {"municipality_code": np.int32, "age": np.int8, "F": np.int32, "M": np.int32}
    return tuple(_numbers(everyone[name]).astype(kind) for name, kind in columns.items())


def _numbers(column: Any) -> Counts:
    # Arrow's own `to_numpy` would first import pandas, for more than a second.
    return np.concatenate([np.from_dlpack(chunk) for chunk in column.chunks])
