"""How many there are of many things, asked in one question to the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import DecimalField, F, Func, IntegerField, QuerySet, Subquery

from ordito.core.kept import Worded
from ordito.core.models import District

if TYPE_CHECKING:
    from collections.abc import Mapping


class Figures:
    """What `number` and `total` ask, by name, in one row.

    >>> asked = {"desks": number(desks), "workers": total(functions, "full_time_social_workers")}
    >>> Figures(district, asked).told()
    {'desks': 7, 'workers': Decimal('6.50')}
    """

    def __init__(self, district: District, asked: Mapping[str, Subquery]) -> None:
        columns = {f"{name}_": each for name, each in asked.items()}  # no field may end so: none is hidden
        self._names = tuple(asked)
        self._row = Worded(District.objects.filter(pk=district.pk).values(**columns))

    def told(self) -> dict[str, Any]:
        """Ask now."""
        (row,) = self._row.ask()
        return dict(zip(self._names, row, strict=True))


def number(rows: QuerySet[Any], of: str = "pk") -> Subquery:
    """How many different values of a field there are in the rows; 0 where there are no rows."""
    return Subquery(rows.order_by().values(found_=_Number(F(of))))


def total(rows: QuerySet[Any], of: str) -> Subquery:
    """The sum of a field of the rows; None where nobody wrote it."""
    return Subquery(rows.order_by().values(found_=_Total(F(of))))


class _Number(Func):
    """A count that makes no groups: no rows are 0, and not nothing."""

    function = "COUNT"
    template = "%(function)s(DISTINCT %(expressions)s)"
    output_field = IntegerField()


class _Total(Func):
    function = "SUM"
    output_field = DecimalField()
