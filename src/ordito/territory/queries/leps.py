"""The essential level of the professional social service (L. 178/2020, art. 1, c. 797 and following)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

INHABITANTS_PER_WORKER = (6_500, 5_000, 4_000)
"""From where the State's contribution begins, the essential level, and the target."""


@dataclass(frozen=True, slots=True)
class Need:
    """Full-time social workers at one ratio; `missing` is None while nobody knows how many are in force."""

    inhabitants_per_worker: int
    workers: Decimal
    missing: Decimal | None

    @property
    def is_met(self) -> bool:
        return self.missing is not None and self.missing <= 0


def social_workers_needed(people: int, *, in_force: Decimal | None = None) -> tuple[Need, ...]:
    """Full-time social workers that a population needs, at each ratio of the law.

    Parameters
    ----------
    people : inhabitants, >= 0
    in_force : full-time social workers that there are, None when unknown

    Examples
    --------
    >>> [round(float(need.workers), 2) for need in social_workers_needed(41_239)]
    [6.34, 8.25, 10.31]
    """
    needs = []
    for ratio in INHABITANTS_PER_WORKER:
        workers = Decimal(people) / ratio
        missing = None if in_force is None else workers - in_force
        needs.append(Need(ratio, workers, missing))
    return tuple(needs)
