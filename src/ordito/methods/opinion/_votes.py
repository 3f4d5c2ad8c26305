"""Votes as they come, made a sparse table whose order depends only on what was voted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ordito.methods.errors import InvalidInput

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Integers = NDArray[np.int64]

LARGEST_NAME, EXACT = 2**63 - 1, 2**53


@dataclass(frozen=True, slots=True)
class Votes:
    """One standing vote per voter and statement, voter by voter, in an order that names do not change.

    `voters` and `statements` are the names in that order; row `i` has its votes in
    `column[start[i]:start[i + 1]]` and `value[...]`. `cast` counts the votes as they came, per statement.
    """

    voters: Integers
    statements: Integers
    start: Integers
    column: Integers
    value: NDArray[np.int8]
    cast: Integers
    contradicted: int

    @property
    def row(self) -> Integers:
        """The voter of each vote."""
        return np.repeat(np.arange(self.voters.size), self.made)

    @property
    def made(self) -> Integers:
        """How many votes each voter has."""
        return np.diff(self.start)


def read(voter: ArrayLike, statement: ArrayLike, value: ArrayLike, when: ArrayLike | None) -> Votes:
    """Check the votes, keep one per voter and statement, and put them in their own order."""
    names = integers("voter", voter), integers("statement", statement)
    marks = integers("value", value)
    if not names[0].size == names[1].size == marks.size:
        told = f"{names[0].size}, {names[1].size} and {marks.size}"
        raise InvalidInput(f"voter, statement and value have one entry per vote, not {told}")
    if marks.size == 0:
        raise InvalidInput("there must be at least one vote")
    if marks.min() < -1 or marks.max() > 1:
        raise InvalidInput("a vote is 1 (agree), -1 (disagree) or 0 (pass)")
    voters, row = _compact(names[0])
    statements, column = _compact(names[1])
    cast = np.bincount(column * 3 + marks + 1, minlength=3 * statements.size).reshape(-1, 3)[:, [2, 0, 1]]
    time = None if when is None else _times(when, marks.size)
    row, column, marks, contradicted = _standing(row, column, marks, time)
    rows, columns = _own_order(row, column, marks, voters.size, statements.size)
    row, column = _places(rows)[row], _places(columns)[column]
    order = _sorted(column, row)
    start = np.zeros(voters.size + 1, dtype=np.int64)
    np.cumsum(np.bincount(row, minlength=voters.size), out=start[1:])
    return Votes(
        voters[rows],
        statements[columns],
        start,
        column[order],
        marks[order].astype(np.int8),
        cast[columns],
        contradicted,
    )


def integers(name: str, given: Any) -> Integers:
    """A flat array of whole numbers, as they are."""
    try:
        array = np.asarray(given)
    except ValueError as why:
        raise InvalidInput(f"{name} is a flat array of integers") from why
    if array.ndim != 1:
        raise InvalidInput(f"{name} is a flat array of integers, not of shape {array.shape}")
    if array.size == 0:
        return np.zeros(0, dtype=np.int64)
    whole = array.dtype.kind == "f" and np.isfinite(array).all() and (array == np.rint(array)).all()
    if array.dtype.kind not in "iu" and not whole:
        raise InvalidInput(f"{name} is made of integers; NaN, fractions and words are not")
    if np.ma.is_masked(given):
        raise InvalidInput(f"{name} has masked entries: leave those votes out")
    if array.dtype.kind in "uf" and np.abs(array).max() > (
        LARGEST_NAME if array.dtype.kind == "u" else EXACT
    ):
        raise InvalidInput(f"{name} is made of integers of 64 bits, or of floats that are still exact")
    return array.astype(np.int64)


def _times(when: ArrayLike, size: int) -> NDArray[Any]:
    try:
        time = np.asarray(when)
    except ValueError as why:
        raise InvalidInput("when is a flat array of numbers or dates") from why
    if time.shape != (size,) or time.dtype.kind not in "iufM":
        raise InvalidInput(f"when has one number or numpy.datetime64 per vote ({size})")
    if (
        np.ma.is_masked(when)
        or (np.isnat(time) if time.dtype.kind == "M" else ~np.isfinite(time.astype(float))).any()
    ):
        raise InvalidInput("when has a number or a date for every vote")
    return time


def _compact(names: Integers) -> tuple[Integers, Integers]:
    """The names present, ascending, and the place of each entry among them."""
    low, high = int(names.min()), int(names.max())
    if high - low > 4 * names.size + 1000:
        present, place = np.unique(names, return_inverse=True)
        return present, place.astype(np.int64)
    there = np.zeros(high - low + 1, dtype=bool)
    there[names - low] = True
    return np.flatnonzero(there) + low, (np.cumsum(there) - 1)[names - low]


def _standing(
    row: Integers, column: Integers, value: Integers, time: NDArray[Any] | None
) -> tuple[Integers, Integers, Integers, int]:
    """One vote per voter and statement: the latest; a pass where there are latest ones that differ."""
    order = _sorted(column, row) if time is None else np.lexsort((time, column, row))
    row, column, value = row[order], column[order], value[order]
    opens = np.r_[True, (row[1:] != row[:-1]) | (column[1:] != column[:-1])]
    if time is not None:
        time = time[order]
        last = time[np.r_[np.flatnonzero(opens)[1:] - 1, row.size - 1]]
        kept = time == last[np.cumsum(opens) - 1]
        row, column, value = row[kept], column[kept], value[kept]
        opens = np.r_[True, (row[1:] != row[:-1]) | (column[1:] != column[:-1])]
    first = np.flatnonzero(opens)
    least, most = np.minimum.reduceat(value, first), np.maximum.reduceat(value, first)
    return row[first], column[first], np.where(least == most, most, 0), int((least != most).sum())


def _sorted(*keys: Integers) -> Integers:
    """The order by the last key, then by the one before it; numbers below 65,536 are sorted by counting."""
    order = np.arange(keys[0].size)
    for key in keys:
        small = key.astype(np.uint16) if key.max() <= np.iinfo(np.uint16).max else key
        order = order[np.argsort(small[order], kind="stable")]
    return order


def _own_order(
    row: Integers, column: Integers, value: Integers, rows: int, columns: int
) -> tuple[Integers, Integers]:
    """An order of voters and of statements that comes from the votes alone, whatever the names.

    Each side is told apart by a sum of hashes of the other side, twice (Weisfeiler and Leman's colours);
    who still looks the same keeps the order of the names.
    """
    by_column = _sorted(column)
    row_start = np.searchsorted(row, np.arange(rows))
    column_start = np.searchsorted(column[by_column], np.arange(columns))
    mark = _mixed((value + 2).astype(np.uint64))
    of_columns = np.zeros(columns, dtype=np.uint64)
    for _turn in range(3):
        of_rows = np.add.reduceat(_mixed(of_columns[column] + mark), row_start)
        of_columns = np.add.reduceat(_mixed(of_rows[row] + mark)[by_column], column_start)
    return np.argsort(of_rows, kind="stable"), np.argsort(of_columns, kind="stable")


def _mixed(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Steele, Lea and Flood's splitmix64."""
    words = words + np.uint64(0x9E3779B97F4A7C15)
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return words ^ (words >> np.uint64(31))


def _places(order: Integers) -> Integers:
    places = np.empty_like(order)
    places[order] = np.arange(order.size)
    return places
