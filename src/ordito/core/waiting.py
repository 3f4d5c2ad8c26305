"""What waits in many registers, asked in one question to the database, however many they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import DateField, F, Func, IntegerField, JSONField, QuerySet, Value
from django.db.models.functions import Cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
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


def gathered(waiting: Iterable[Due | Waiting]) -> list[Due]:
    """What is due: what was known already, and what one question finds in the registers."""
    known: list[Due] = []
    registers: list[Waiting] = []
    for each in waiting:
        if isinstance(each, Waiting):
            registers.append(each)
        else:
            known.append(each)
    return known + _asked(registers)


def _asked(registers: Sequence[Waiting]) -> list[Due]:
    if not registers:
        return []
    first, *others = (_rows(number, each) for number, each in enumerate(registers))
    rows = first.union(*others, all=True) if others else first
    found = (_told(registers[row["register_"]], row["day_"], row["facts_"]) for row in rows)
    return [each for each in found if each is not None]


def _told(register: Waiting, day: date, facts: list[Any]) -> Due | None:
    return register.told(day, dict(zip(register.facts, facts, strict=True)))


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
