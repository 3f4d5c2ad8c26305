"""What a reader of a table with withheld cells can work out about each of them."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from ordito.methods.disclosure._program import SLACK, Program, sums
from ordito.methods.disclosure._rules import Needs
from ordito.methods.disclosure._table import Table


@dataclass(slots=True)
class Attack:
    """A reader who knows the sums, the cells that are shown, and that no cell is below its floor.

    Everything is told as a move `d` from the truth: another table that the reader cannot exclude is the
    truth plus a move with A d = 0. Each such table that is met is kept in `least` and `most`, the reach of
    each cell so far, so that one linear program vouches for many cells at once.
    """

    table: Table
    cells: NDArray[np.int64]
    matrix: sparse.csc_array
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    open_ended: NDArray[np.bool_]
    part: NDArray[np.int32]
    whole: bool
    finest: float
    least: NDArray[np.float64] = field(init=False)
    most: NDArray[np.float64] = field(init=False)
    moves: list[NDArray[np.float64]] = field(default_factory=list)
    tolerance: float = field(init=False)
    _program: Program | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        """Start from the truth alone."""
        self.least = np.zeros(len(self.cells))
        self.most = np.zeros(len(self.cells))
        # What is asked of a small cell must not drown in the rounding of a large one beside it.
        self.tolerance = min(SLACK * max(1.0, float(self.table.value.max())), 1e-3 * self.finest)

    @classmethod
    def on(cls, table: Table, withheld: NDArray[np.bool_], needs: Needs, *, whole: bool = False) -> "Attack":
        """Attack the table whose `withheld` and hidden cells are unknown."""
        cells = np.flatnonzero(withheld | table.never_shown())
        matrix = sums(table.relations, table.size)[:, cells]
        used = np.diff(matrix.tocsr().indptr) > 0
        matrix = sparse.csc_array(matrix[used])
        floor, ceiling = table.limits()
        value = table.value[cells]
        box = 10 * (float(table.value.max()) + float(needs.above.max()) + 1)
        return cls(
            table,
            cells,
            matrix,
            floor[cells] - value,
            np.minimum(ceiling[cells] - value, box),
            np.isinf(ceiling[cells]),
            components(matrix),
            whole,
            needs.finest,
        )

    @property
    def program(self) -> Program:
        """The model of the unknown cells, built once."""
        if self._program is None:
            self._program = Program.of(self.matrix, self.low, self.high)
        return self._program

    def see(self, move: NDArray[np.float64]) -> None:
        """Keep what a move shows, or the parts of it that are whole where people are counted."""
        if self.whole:
            move = whole_parts(self.matrix, move)
        move = np.clip(move, self.low, self.high)
        stray = self.matrix @ move
        if stray.size and abs(stray).max() > (0 if self.whole else self.tolerance):
            return
        if (move < self.least).any() or (move > self.most).any():
            self.moves.append(move)
            self.least = np.minimum(self.least, move)
            self.most = np.maximum(self.most, move)

    def lacking(
        self, below: NDArray[np.float64], above: NDArray[np.float64]
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Which cells are not known yet to reach that far below, and above."""
        return self.least > self.tolerance - below, self.most < above - self.tolerance

    def certify(
        self, below: NDArray[np.float64], above: NDArray[np.float64], *, until_one: bool = False
    ) -> NDArray[np.bool_]:
        """Which cells cannot be shown to reach that far (0 where nothing is asked), or just the first."""
        below, above = np.where(below > self.tolerance, below, 0), np.where(above > self.tolerance, above, 0)
        failed_down, failed_up = np.zeros(len(below), dtype=np.bool_), np.zeros(len(below), dtype=np.bool_)
        while True:
            down, up = self.lacking(below, above)
            down, up = down & (below > 0) & ~failed_down, up & (above > 0) & ~failed_up
            if not (down.any() or up.any()) or (until_one and (failed_down | failed_up).any()):
                return failed_down | failed_up
            before = int(down.sum() + up.sum())
            self._push(signs(self.matrix, down, up), below, above)
            left_down, left_up = self.lacking(below, above)
            if int((left_down & down).sum() + (left_up & up).sum()) < before:
                continue
            for sign, asked, levels, failed in ((-1, down, below, failed_down), (1, up, above, failed_up)):
                for cells in self.one_per_part(asked)[:1]:
                    self.furthest(cells, sign, levels[cells])
                    reach = (self.least if sign < 0 else -self.most)[cells]
                    failed[cells[reach > self.tolerance - levels[cells]]] = True

    def _push(
        self, sign: NDArray[np.float64], below: NDArray[np.float64], above: NDArray[np.float64]
    ) -> None:
        """Move many cells at once, each no further than is asked of it."""
        high = np.where(sign > 0, np.minimum(self.high, above), self.high)
        low = np.where(sign < 0, np.maximum(self.low, -below), self.low)
        self.program.room(low, high)
        self.program.price(-sign)
        move = self.program.least()
        self.program.room(self.low, self.high)
        if move is not None:
            self.see(move)

    def one_per_part(self, asked: NDArray[np.bool_]) -> list[NDArray[np.int64]]:
        """Rounds of cells, no two of a round in one part, so that a program answers for a whole round."""
        cells = np.flatnonzero(asked)
        order = cells[np.argsort(self.part[cells], kind="stable")]
        part = self.part[order]
        starts = (
            np.flatnonzero(np.r_[True, part[1:] != part[:-1]]) if len(order) else np.array([], dtype=np.int64)
        )
        nth = np.arange(len(order)) - np.repeat(starts, np.diff(np.r_[starts, len(order)]))
        return [order[nth == each] for each in range(int(nth.max()) + 1)] if len(order) else []

    def furthest(
        self, cells: NDArray[np.int64], sign: int, enough: NDArray[np.float64] | None = None
    ) -> NDArray[np.float64]:
        """How far each of these cells, no two in one part, can go down (-1) or up (+1); or if `enough`."""
        cost = np.zeros(len(self.cells))
        cost[cells] = -sign
        self.program.price(cost)
        move = self.program.least()
        if move is None:
            return (self.least if sign < 0 else self.most)[cells]
        self.see(move)
        reached = move[cells]
        for nth, cell in enumerate(cells):
            boxed = self.open_ended & (self.part == self.part[cell]) & (move > self.high - self.tolerance)
            if boxed.any() and sign > 0:
                reached[nth] = self._beyond(int(cell), reached[nth])
            seen = self.least[cell] if sign < 0 else self.most[cell]
            if enough is not None and (
                abs(reached[nth]) < enough[nth] - self.tolerance or abs(seen) >= enough[nth] - self.tolerance
            ):
                continue
            if self.whole and abs(reached[nth] - seen) > self.tolerance and np.isfinite(reached[nth]):
                reached[nth] = self._whole(int(cell), sign, np.inf if enough is None else enough[nth])
        return reached

    def _beyond(self, cell: int, reached: float) -> float:
        """Go on without the box; infinity where nothing stops the cell."""
        cost = np.zeros(len(self.cells))
        cost[cell] = -1
        self.program.price(cost)
        self.program.room(self.low, np.where(self.open_ended, np.inf, self.high))
        move = self.program.least()
        endless = move is None and self.program.endless()
        self.program.room(self.low, self.high)
        return np.inf if endless else reached if move is None else float(move[cell])

    def _whole(self, cell: int, sign: int, level: float = np.inf) -> float:
        """Go as far as whole numbers allow, or to `level`; what is not proved does not count."""
        everything = np.arange(len(self.cells))
        cost = np.zeros(len(self.cells))
        cost[cell] = -sign
        self.program.price(cost)
        self.program.room(np.maximum(self.low, -level), np.minimum(self.high, level))
        move = self.program.whole(everything)
        self.program.room(self.low, self.high)
        if move is not None:
            self.see(move)
        return float(self.least[cell] if sign < 0 else self.most[cell])

    def shut(self, cell: int, below: NDArray[np.float64], above: NDArray[np.float64]) -> bool:
        """Show this cell if the others still reach as far as asked; whether it could be."""
        before = (self.moves, self.least, self.most, self.low[cell], self.high[cell])
        near = self.part == self.part[cell]
        self.moves = [np.where(near, 0, move) if move[cell] else move for move in self.moves]
        self.least = np.minimum(np.min(self.moves, axis=0, initial=0), 0) if self.moves else self.least
        self.most = np.maximum(np.max(self.moves, axis=0, initial=0), 0) if self.moves else self.most
        self.low[cell] = self.high[cell] = 0
        self.program.room(self.low, self.high)
        if not self.certify(below, above, until_one=True).any():
            return True
        self.moves, self.least, self.most, self.low[cell], self.high[cell] = before
        self.program.room(self.low, self.high)
        return False

    def bounds(self, asked: NDArray[np.bool_]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return how far down and up each of the `asked` cells can go, exactly."""
        down, up = self.least.copy(), self.most.copy()
        low, high = implied(self.matrix, self.low, np.where(self.open_ended, np.inf, self.high))
        for sign, reach, end in ((-1, down, low), (1, up, high)):
            for cells in self.one_per_part(asked):
                seen = self.least if sign < 0 else self.most
                there = abs(seen[cells] - end[cells]) <= self.tolerance
                reach[cells[there]] = end[cells[there]]
                if not there.all():
                    reach[cells[~there]] = self.furthest(cells[~there], sign)
        return down, up


def implied(
    matrix: sparse.csc_array, low: NDArray[np.float64], high: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return bounds that follow from each sum alone, again and again: never too tight, often exact."""
    lines = matrix.tocsr()
    row = np.repeat(np.arange(lines.shape[0]), np.diff(lines.indptr))
    cell, sign = lines.indices, lines.data
    for _each in range(10):
        least = np.where(sign > 0, low[cell], -high[cell])
        most = np.where(sign > 0, high[cell], -low[cell])
        floor, ceiling = _others(least, row, lines.shape[0]), _others(most, row, lines.shape[0])
        new_high, new_low = high.copy(), low.copy()
        np.minimum.at(new_high, cell, np.where(sign > 0, -floor, ceiling))
        np.maximum.at(new_low, cell, np.where(sign > 0, -ceiling, floor))
        if (new_high == high).all() and (new_low == low).all():
            break
        low, high = new_low, new_high
    return low, high


def _others(terms: NDArray[np.float64], row: NDArray[np.int64], rows: int) -> NDArray[np.float64]:
    """Return the sum of the other terms of each term's row; infinite where one of them is."""
    endless = np.isinf(terms)
    finite = np.where(endless, 0, terms)
    total, ends = np.bincount(row, finite, rows), np.bincount(row, endless, rows)
    rest = total[row] - finite
    falls = np.bincount(row, terms == -np.inf, rows)[row] > 0
    return np.where(ends[row] - endless > 0, np.where(falls, -np.inf, np.inf), rest)


def components(matrix: sparse.csc_array) -> NDArray[np.int32]:
    """Which columns hang together through rows; the number of the part of each."""
    rows, size = matrix.shape
    graph = sparse.block_array([[None, abs(matrix)], [sparse.csc_array((size, rows)), None]], format="csr")
    return connected_components(graph, directed=False)[1][rows:].astype(np.int32)


def whole_parts(matrix: sparse.csc_array, move: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the parts of a move, each feasible by itself, that are whole numbers; the rest stays at zero."""
    rounded = np.round(move)
    broken = abs(move - rounded) > 1e-6  # noqa: PLR2004 - zero, one or two, up to rounding
    if not broken.any():
        return rounded
    moved = np.flatnonzero(abs(move) > 1e-9)  # noqa: PLR2004 - zero, one or two, up to rounding
    part = components(sparse.csc_array(matrix[:, moved]))
    bad = np.isin(part, np.unique(part[broken[moved]]))
    rounded[moved[bad]] = 0
    return rounded


def signs(matrix: sparse.csc_array, down: NDArray[np.bool_], up: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Choose a direction for each cell that lacks one, so that moves cancel within each sum."""
    balance = np.zeros(matrix.shape[0])
    chosen = np.zeros(matrix.shape[1])
    for cell in np.flatnonzero(down | up):
        inside = slice(matrix.indptr[cell], matrix.indptr[cell + 1])
        rows, weight = matrix.indices[inside], matrix.data[inside]
        lean = float(balance[rows] @ weight)
        sign = -1.0 if (down[cell] and (lean > 0 or not up[cell])) else 1.0
        chosen[cell] = sign
        balance[rows] += sign * weight
    return chosen
