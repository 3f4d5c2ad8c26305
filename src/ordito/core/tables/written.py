"""Values as they are written: one text for each, the same on every machine."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ordito.core.models import District
    from ordito.core.tables.fields import Field
    from ordito.core.tables.table import Table

TEXTUAL = frozenset({"string", "json", "geojson"})
"""The types whose cells are texts: the ones that a spreadsheet could run."""


def texts_of(table: Table, district: District) -> list[list[str]]:
    """Write all the rows of a table, sorted by primary key in the order of the characters."""
    fields = table.exported
    writers = [_WRITERS.get(field.type, str) for field in fields]
    rows = [
        [
            "" if value is None else write(value)
            for write, value in zip(writers, _values(row, fields), strict=True)
        ]
        for row in table.rows(district)
    ]
    names = [field.name for field in fields]
    key = [names.index(name) for name in table.primary_key]
    rows.sort(key=lambda row: [row[place] for place in key])
    return rows


def _values(row: Sequence[Any] | Mapping[str, Any], fields: Iterable[Field]) -> Sequence[Any]:
    if not isinstance(row, Mapping):
        return row
    names = [field.name for field in fields]
    if unknown := row.keys() - set(names):
        raise KeyError(f"columns that the table does not declare: {', '.join(sorted(unknown))}")
    return [row.get(name) for name in names]


def _integer(value: Any) -> str:
    return str(int(value))


def _number(value: Any) -> str:
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        raise ValueError(f"{value!r} cannot be written in a table")
    return format(number, "f")


def _boolean(value: Any) -> str:
    return "true" if value else "false"


def _date(value: date) -> str:
    return value.isoformat()


def _time(value: time) -> str:
    return value.isoformat()


def _datetime(value: datetime) -> str:
    if timezone.is_naive(value):
        raise ValueError(f"{value!r} cannot be written in a table: it does not say its zone")
    # through UTC, since an hour that the clock skipped has no other way to the one that it was
    return value.astimezone(UTC).astimezone(timezone.get_default_timezone()).isoformat()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


_WRITERS: dict[str, Callable[[Any], str]] = {
    "integer": _integer,
    "year": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "time": _time,
    "datetime": _datetime,
    "json": _json,
    "geojson": _json,
}
