"""How many there are of many things, asked in one question to the database."""

from __future__ import annotations

from typing import Any

from django.db.models import DecimalField, F, Func, IntegerField, QuerySet, Subquery

from ordito.core.models import District


def figures(district: District, **asked: Subquery) -> dict[str, Any]:
    """Answer what `number` and `total` ask, by name.

    >>> figures(district, desks=number(desks), workers=total(functions, "full_time_social_workers"))
    {'desks': 7, 'workers': Decimal('6.50')}
    """
    columns = {f"{name}_": each for name, each in asked.items()}  # no field may end so: none is hidden
    row: dict[str, Any] = dict(District.objects.filter(pk=district.pk).values(**columns).get())
    return {name: row[f"{name}_"] for name in asked}


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
