"""What must hold inside a row, or between the rows of one file, beyond the type of each cell."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from django.utils.translation import gettext as _

from ordito.core.tables.wrong import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ordito.core.tables.loading import Record


class Trouble(NamedTuple):
    """What a check has to say of a row: in which column, what was found, what was expected."""

    column: str
    found: str
    expected: str


class Check(Protocol):
    """Something that must hold. `begin` gives a fresh judge of rows for each file."""

    def begin(self) -> Callable[[Record], Iterable[Trouble]]: ...


@dataclass(frozen=True, slots=True)
class _EndsAfterStarts:
    starts: str
    ends: str

    def begin(self) -> Callable[[Record], Iterable[Trouble]]:
        return self._judge

    def _judge(self, record: Record) -> Iterable[Trouble]:
        start, end = record.get(self.starts), record.get(self.ends)
        if start is not None and end is not None and end <= start:
            yield Trouble(
                self.ends,
                quoted(end),
                _("un giorno dopo %(start)s, quando il periodo comincia") % {"start": quoted(start)},
            )


@dataclass(frozen=True, slots=True)
class _Different:
    one: str
    other: str

    def begin(self) -> Callable[[Record], Iterable[Trouble]]:
        return self._judge

    def _judge(self, record: Record) -> Iterable[Trouble]:
        value = record.get(self.other)
        if value not in (None, "") and value == record.get(self.one):
            yield Trouble(
                self.other,
                quoted(value),
                _("un valore diverso da quello di «%(column)s»") % {"column": self.one},
            )


@dataclass(frozen=True, slots=True)
class _Grows:
    low: str
    high: str

    def begin(self) -> Callable[[Record], Iterable[Trouble]]:
        return self._judge

    def _judge(self, record: Record) -> Iterable[Trouble]:
        low, high = record.get(self.low), record.get(self.high)
        if low is not None and high is not None and high <= low:
            yield Trouble(self.high, quoted(high), _("un numero maggiore di %(low)s") % {"low": quoted(low)})


@dataclass(frozen=True, slots=True)
class _NoOverlaps:
    by: tuple[str, ...]
    starts: str
    ends: str

    def begin(self) -> Callable[[Record], Iterable[Trouble]]:
        seen: dict[tuple[Any, ...], list[tuple[date, date, int]]] = defaultdict(list)

        def judge(record: Record) -> Iterable[Trouble]:
            start, end = record.get(self.starts), record.get(self.ends) or date.max
            if start is None:
                return
            others = seen[tuple(record.get(column) for column in self.by)]
            place = bisect_left(others, (start, date.min, 0))
            # those kept do not overlap each other, so only the ones beside can overlap this one
            for other_start, other_end, row in others[max(place - 1, 0) : place + 1]:
                if start < other_end and other_start < end:
                    expected = _("un periodo che non si sovrappone a quello della riga %(row)d")
                    yield Trouble(self.starts, quoted(start), expected % {"row": row})
                    return
            others.insert(place, (start, end, record.row))

        return judge


def ends_after_starts(starts: str = "starts_on", ends: str = "ends_before") -> Check:
    """Ask that a period that has an end ends after it starts."""
    return _EndsAfterStarts(starts, ends)


def different(one: str, other: str) -> Check:
    """Ask that two columns of a row never hold the same value: nobody mandates itself."""
    return _Different(one, other)


def grows(low: str, high: str) -> Check:
    """Ask that the second of two numbers, where there is one, is greater than the first."""
    return _Grows(low, high)


def no_overlaps(*by: str, starts: str = "starts_on", ends: str = "ends_before") -> Check:
    """Ask that the periods of rows that agree on the columns `by` do not overlap."""
    return _NoOverlaps(by, starts, ends)
