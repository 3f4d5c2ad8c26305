"""The grammar of a cell: what each type of field looks like in a file, and how strictly it is read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from sys import intern
from typing import TYPE_CHECKING, Any, TypeAlias

from django.utils import timezone
from django.utils.translation import gettext as _

from ordito.core.tables.escape import unescaped
from ordito.core.tables.wrong import quoted

if TYPE_CHECKING:
    from ordito.core.tables.fields import Field

EXACT_DIGITS = 15
"""A spreadsheet keeps no more digits of a number."""
LARGEST_EXPONENT = 300
LARGEST_INTEGER = 2**31 - 1
FIRST_SERIAL, LAST_SERIAL = 14_611, 73_050
"""The numbers that a spreadsheet uses for the days from 1940 to 2099: none of them looks like a year."""
GEOMETRIES = frozenset(
    {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"}
)
TRUE = frozenset({"true", "1", "sì", "si", "vero", "yes"})
FALSE = frozenset({"false", "0", "no", "falso"})
INTEGER = re.compile(r"[+-]?[0-9]+")
NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3})+")
ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]00:00(?::00)?)?")
ITALIAN_DATE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})(?: 0?0:00(?::00)?)?")
HOUR = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])(?:[:.]([0-5][0-9])(?:\.([0-9]{1,6}))?)?")
ITALIAN_MOMENT = re.compile(
    r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})[ T,]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?"
)


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell of a workbook that holds no value: an error, or a formula that was never computed."""

    why: str

    def __str__(self) -> str:
        return self.why


Raw: TypeAlias = str | Decimal | bool | datetime | time | Mapping[str, Any] | Broken | None
"""A cell as a source gives it. CSV knows only strings; an empty cell is None or ""."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a source writes its cells."""

    typed: bool = False
    """a workbook: cells have types of their own, and texts need no escape"""
    decimal_comma: bool = False
    """a CSV with semicolons, as a spreadsheet set to Italian writes it"""
    exact: bool = False
    """exported by this program: spaces around a text are meant"""


class Unfit(ValueError):  # noqa: N818 - it is told as a `Wrong`
    """The cell does not hold what the field holds; the message says what was expected."""


def parser(field: Field, manner: Manner) -> Callable[[Raw], Any]:
    """Make the function that reads the filled cells of a column."""
    if field.type == "string":
        return _string_parser(field, manner)
    read = _READERS[field.type]

    def parse(raw: Raw) -> Any:
        if isinstance(raw, Broken):
            raise Unfit(_("un valore"))
        value = read(raw, manner)
        _bounded(field, value)
        return value

    return parse


def blank(field: Field) -> str | None:
    """Give what an empty cell means: "" for a plain string, None for everything else."""
    return "" if field.type == "string" and not field.targets else None


def _string_parser(field: Field, manner: Manner) -> Callable[[Raw], str | None]:
    by_label = {str(label).casefold(): code for code, label in field.choices}
    codes = {code: code for code, _label in field.choices} | {
        code.casefold(): code for code, _l in field.choices
    }
    pattern = re.compile(field.pattern) if field.pattern else None

    empty, is_code = blank(field), bool(field.targets)

    def parse(raw: Raw) -> str | None:
        text = raw if isinstance(raw, str) else _text_of(raw)
        if not manner.typed:
            text = unescaped(text)
        if not manner.exact:
            text = text.strip()
        if not text:
            return empty
        if "\x00" in text:
            raise Unfit(_("un testo senza caratteri nulli"))
        if codes:
            found = (
                codes.get(text) or codes.get(text.strip().casefold()) or by_label.get(text.strip().casefold())
            )
            if found is None:
                raise Unfit(_("uno fra %(codes)s") % {"codes": ", ".join(code for code, _l in field.choices)})
            return found
        if pattern and not pattern.fullmatch(text):
            raise Unfit(_("un testo della forma %(pattern)s") % {"pattern": field.pattern})
        if field.max_length is not None and len(text) > field.max_length:
            raise Unfit(_("un testo di al massimo %(length)d caratteri") % {"length": field.max_length})
        return intern(text) if is_code else text

    return parse


def _text_of(raw: Raw) -> str:
    if isinstance(raw, Broken):
        raise Unfit(_("un valore"))
    if isinstance(raw, Decimal) and len(raw.as_tuple().digits) <= EXACT_DIGITS:
        return format(_whole(raw), "f")
    raise Unfit(_("un testo (impostare la cella come testo e riscriverla)"))


def _whole(number: Decimal) -> Decimal:
    return number.to_integral_value() if number == number.to_integral_value() else number


def _integer(raw: Raw, _manner: Manner) -> int:
    if (isinstance(raw, str) and INTEGER.fullmatch(raw.strip()) and len(raw) <= LARGEST_EXPONENT) or (
        isinstance(raw, Decimal)
        and raw == raw.to_integral_value()
        and abs(raw.adjusted()) <= LARGEST_EXPONENT
    ):
        found = int(raw)
    else:
        raise Unfit(_("un numero intero senza separatori, per esempio 41006"))
    if abs(found) > LARGEST_INTEGER:
        raise Unfit(_("un numero intero fra −2147483647 e 2147483647"))
    return found


def _number(raw: Raw, manner: Manner) -> Decimal:
    if isinstance(raw, Decimal) and abs(raw.adjusted()) <= LARGEST_EXPONENT:
        return raw
    if isinstance(raw, str):
        text = raw.strip()
        if manner.decimal_comma and text.count(",") == 1 and "." not in text:
            text = text.replace(",", ".")
        elif manner.decimal_comma and THOUSANDS.fullmatch(text):
            raise Unfit(_("un numero senza separatore delle migliaia, per esempio 1234,5"))
        if NUMBER.fullmatch(text) and len(text) <= 2 * LARGEST_EXPONENT:
            return Decimal(text)
    if manner.decimal_comma:
        raise Unfit(_("un numero senza separatore delle migliaia, per esempio 1234,5"))
    raise Unfit(_("un numero con il punto decimale e senza separatore delle migliaia, per esempio 1234.5"))


def _boolean(raw: Raw, _manner: Manner) -> bool:
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str | Decimal):
        folded = str(raw).strip().casefold()
        if folded in TRUE or folded in FALSE:
            return folded in TRUE
    raise Unfit(_("«true» o «false» (anche «sì» o «no»)"))


def _date(raw: Raw, manner: Manner) -> date:
    expected = _("una data, per esempio 2016-07-18 o 18/07/2016")
    if isinstance(raw, datetime) and raw.time() == time():
        return raw.date()
    if manner.typed and isinstance(raw, Decimal) and FIRST_SERIAL <= raw <= LAST_SERIAL and raw == int(raw):
        return date.fromordinal(date(1899, 12, 30).toordinal() + int(raw))
    if isinstance(raw, str):
        text = raw.strip()
        if found := ISO_DATE.fullmatch(text):
            return _day(found[1], found[2], found[3], expected)
        if found := ITALIAN_DATE.fullmatch(text):
            return _day(found[3], found[2], found[1], expected)
        if text.isdecimal():
            raise Unfit(
                _("%(date)s, non il numero con cui un foglio di calcolo conta i giorni") % {"date": expected}
            )
    raise Unfit(expected)


def _day(year: str, month: str, day: str, expected: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Unfit(_("%(date)s, che esista nel calendario") % {"date": expected}) from None


def _time(raw: Raw, _manner: Manner) -> time:
    if isinstance(raw, time):
        return raw
    found = HOUR.fullmatch(raw.strip()) if isinstance(raw, str) else None
    if found is None:
        raise Unfit(_("un'ora, per esempio 18:30"))
    hour, minute, second = (int(part or 0) for part in found.groups()[:3])
    return time(hour, minute, second, int((found[4] or "").ljust(6, "0")))


def _datetime(raw: Raw, _manner: Manner) -> datetime:
    expected = _("una data con l'ora, per esempio 2016-07-18T18:30:00+02:00 o 18/07/2016 18:30")
    moment = raw if isinstance(raw, datetime) else None
    if isinstance(raw, str):
        text = raw.strip()
        found = ITALIAN_MOMENT.fullmatch(text)
        try:
            if found:
                day, month, year, hour, minute, second = (int(part or 0) for part in found.groups())
                moment = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - made aware below
            elif "T" in text or " " in text:
                moment = datetime.fromisoformat(text)
        except ValueError:
            moment = None
    if moment is None:
        raise Unfit(expected)
    return moment if timezone.is_aware(moment) else in_rome(moment)


def in_rome(moment: datetime) -> datetime:
    zone = timezone.get_default_timezone()
    first, second = moment.replace(tzinfo=zone, fold=0), moment.replace(tzinfo=zone, fold=1)
    if first.utcoffset() != second.utcoffset():
        raise Unfit(
            _("un'ora con il suo scarto, per esempio 2016-10-30T02:30:00+02:00: quella notte cambiò l'ora")
        )
    return first


def _year(raw: Raw, _manner: Manner) -> int:
    text = str(_whole(raw)) if isinstance(raw, Decimal) else raw
    if isinstance(text, str) and re.fullmatch(r"[1-9][0-9]{3}", text.strip()):
        return int(text)
    raise Unfit(_("un anno di quattro cifre, per esempio 2016"))


def _json(raw: Raw, manner: Manner) -> Any:
    expected = _("un valore in JSON")
    if isinstance(raw, str):
        text = raw if manner.typed else unescaped(raw)
        try:
            value = json.loads(text, parse_constant=_refuse)
        except (ValueError, RecursionError):
            raise Unfit(expected) from None
    else:
        value = raw
    if not isinstance(value, dict | list | str | int | float | None) or not _storable(value):
        raise Unfit(expected)
    return value


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _storable(value: Any) -> bool:
    """Tell whether the database can hold it: no infinities, no NULs, no halves of characters."""
    try:
        json.dumps(value, allow_nan=False, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return False
    return not any("\x00" in text for text in _texts(value))


def _texts(value: Any) -> list[str]:
    found, left = [], [value]
    while left:
        each = left.pop()
        if isinstance(each, str):
            found.append(each)
        elif isinstance(each, list):
            left += each
        elif isinstance(each, dict):
            left += [*each.keys(), *each.values()]
    return found


def _geojson(raw: Raw, manner: Manner) -> dict[str, Any]:
    expected = _("una geometria in GeoJSON")
    try:
        value = _json(raw, manner)
    except Unfit:
        raise Unfit(expected) from None
    if not isinstance(value, dict) or value.get("type") not in GEOMETRIES:
        raise Unfit(expected)
    if not isinstance(
        value.get("geometries" if value["type"] == "GeometryCollection" else "coordinates"), list
    ):
        raise Unfit(expected)
    return value


def _bounded(field: Field, value: Any) -> None:
    if field.minimum is not None and value < field.minimum:
        raise Unfit(_("un valore non minore di %(minimum)s") % {"minimum": field.minimum})
    if field.maximum is not None and value > field.maximum:
        raise Unfit(_("un valore non maggiore di %(maximum)s") % {"maximum": field.maximum})
    if field.decimals is not None and isinstance(value, Decimal):
        try:
            fits = value == value.quantize(Decimal(1).scaleb(-field.decimals))
        except InvalidOperation:
            fits = False
        if not fits:
            raise Unfit(_("un numero con al massimo %(decimals)d decimali") % {"decimals": field.decimals})


def shown(raw: Raw) -> str:
    """Quote what was found, as the person sees it."""
    if isinstance(raw, Broken):
        return raw.why
    if isinstance(raw, datetime):
        return quoted(f"{raw:%d/%m/%Y}" if raw.time() == time() else f"{raw:%d/%m/%Y %H:%M:%S}")
    if isinstance(raw, time):
        return quoted(f"{raw:%H:%M:%S}")
    if isinstance(raw, bool):
        return quoted(_("VERO") if raw else _("FALSO"))
    return quoted("" if raw is None else raw)


_READERS: dict[str, Callable[[Raw, Manner], Any]] = {
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "time": _time,
    "datetime": _datetime,
    "year": _year,
    "json": _json,
    "geojson": _geojson,
}
