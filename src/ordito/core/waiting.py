"""What waits in many registers, asked in one question to the database, however many they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import DateField, F, Func, IntegerField, JSONField, QuerySet, Value
from django.db.models.functions import Cast

from ordito.core.kept import Worded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from django.db.models.expressions import Combinable

    from ordito.core.loop import Due

MOST = 200
"""Of one kind: more than anybody reads on a home page, few enough to be told at once."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Rows that wait for somebody.

    Parameters
    ----------
    rows : those that wait, and that the reader may know of
    day : the field, or the expression, that puts them in order; a date
    facts : what `told` wants to know of a row, by name; dates arrive as ISO 8601 says them
    told : makes of a row something that is due, or None when it is not, after all
    most : the earliest so many
    """

    rows: QuerySet[Any]
    day: str | Combinable
    facts: Mapping[str, str | Combinable]
    told: Callable[[date, dict[str, Any]], Due | None]
    most: int = MOST


class Registers:
    """Many registers, worded as one question."""

    def __init__(self, waiting: Sequence[Waiting]) -> None:
        self._told = [(each.told, tuple(each.facts)) for each in waiting]
        self._rows: Worded | None = None
        if waiting:
            first, *others = (_rows(number, each) for number, each in enumerate(waiting))
            self._rows = Worded(first.union(*others, all=True) if others else first)

    def due(self) -> list[Due]:
        """Ask now what waits."""
        if self._rows is None:
            return []
        found = (self._due(*row) for row in self._rows.ask())
        return [each for each in found if each is not None]

    def _due(self, register: int, day: date, facts: Sequence[Any]) -> Due | None:
        told, names = self._told[register]
        return told(day, dict(zip(names, facts, strict=True)))


def _rows(number: int, register: Waiting) -> QuerySet[Any, dict[str, Any]]:
    day = F(register.day) if isinstance(register.day, str) else register.day
    rows: QuerySet[Any, dict[str, Any]] = (
        register.rows.annotate(
            register_=Value(number, IntegerField()),
            day_=Cast(day, DateField()),
            facts_=_Facts(*register.facts.values()),
        )
        .order_by("day_", "pk")
        .values("register_", "day_", "facts_")[: register.most]
    )
    return rows


class _Facts(Func):
    """The facts of a row in a column of their own, whatever they are; their names stay here."""

    function = "JSONB_BUILD_ARRAY"
    output_field = JSONField()
