"""A linear programme as it grows, and what its columns stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
NONE = -1
INF = float("inf")


class Program:
    """Columns and rows of a linear program, as they grow."""

    def __init__(self) -> None:
        self.lower: list[float] = []
        self.upper: list[float] = []
        self.whole: list[bool] = []
        self.row_lower: list[float] = []
        self.row_upper: list[float] = []
        self.starts: list[int] = [0]
        self.columns: list[int] = []
        self.factors: list[float] = []

    def column(self, lower: float, upper: float, *, whole: bool) -> int:
        self.lower.append(lower)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.lower) - 1

    def block(self, present: Array, upper: float, *, whole: bool) -> Array:
        """One column for each true of `present`; `NONE` elsewhere."""
        index = np.full(present.shape, NONE, dtype=np.int64)
        for place in np.argwhere(present):
            index[tuple(place)] = self.column(0.0, upper, whole=whole)
        return index

    def row(self, terms: list[tuple[Any, float]], lower: float, upper: float) -> None:
        """One row: lower <= sum of factor x column <= upper; columns that are `NONE` are left out."""
        for column, factor in terms:
            if column != NONE and factor:
                self.columns.append(int(column))
                self.factors.append(float(factor))
        self.starts.append(len(self.columns))
        self.row_lower.append(lower)
        self.row_upper.append(upper)


@dataclass(frozen=True, slots=True)
class Model:
    """The program with the columns that stand for each decision (`NONE` where there is nothing to decide).

    A *crew* is one post, or posts that differ only in name and cost; a *trade* is a set of functions that the
    same posts can do, or the desk (trade 0).

    `keep` (p,) · `present` (c, n) · `hours` (c, n, t) a week · `level` (f, 3) · `desk` (n,) · `pole` (n,) ·
    `assigned` (n, n) municipality to pole · `cost` (thousand euros), `nearness` (minutes) and
    `shortfall` (workers): objectives by column · `loaded` (p, n) contract hours that an hour at a seat takes,
    journeys included ·
    `connected`: catchments must be of one piece.
    """

    program: Program
    crews: tuple[tuple[int, ...], ...]
    trades: tuple[tuple[int, ...], ...]
    keep: Array
    present: Array
    hours: Array
    level: Array
    desk: Array
    pole: Array
    assigned: Array
    loaded: Array
    cost: Array
    nearness: Array
    shortfall: Array
    connected: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What is decided before people are: `level` (f,), `desk` (n,), `pole` (n,) and `kept` (p,)."""

    level: Array
    desk: Array
    pole: Array
    kept: Array
