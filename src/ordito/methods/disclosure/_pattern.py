"""Which further cells to withhold, so that the sensitive ones cannot be worked out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ordito.methods.disclosure._attack import Attack, signs
from ordito.methods.disclosure._program import Program, sums
from ordito.methods.disclosure._rules import Needs
from ordito.methods.disclosure._table import Table
from ordito.methods.errors import InvalidInput

PASSES = 3
"""How often the costs of a joint move are corrected towards few cells instead of small moves."""
TOGETHER = 16
"""How many cells are protected by one joint move: more is slower, fewer sees less of what they share."""
WORK = 10_000_000
FEW = 12
"""How many cells are tried again: as many as the square of the unknown ones goes into WORK, FEW at least."""
PUSH = 1e3
"""What a unit of missing protection costs, where the dearest cell costs one."""


@dataclass(slots=True)
class Search:
    """A pattern that grows until every sensitive cell is protected, then shrinks while it still is."""

    table: Table
    needs: Needs
    cost: NDArray[np.float64]
    kept: NDArray[np.bool_]
    matrix: sparse.csc_array
    pattern: NDArray[np.bool_]
    program: Program
    room_down: NDArray[np.float64]
    room_up: NDArray[np.float64]
    whole: bool

    @classmethod
    def of(
        cls, table: Table, needs: Needs, cost: NDArray[np.float64], kept: NDArray[np.bool_], *, whole: bool
    ) -> "Search":
        matrix = sums(table.relations, table.size)
        floor, ceiling = table.limits()
        box = 10 * (float(table.value.max()) + float(max(needs.above.max(), needs.below.max())) + 1)
        down = np.where(kept, 0, table.value - floor)
        up = np.where(kept, 0, np.minimum(ceiling - table.value, box))
        both = sparse.csc_array(sparse.hstack([matrix, -matrix]))
        program = Program.of(both, np.zeros(2 * table.size), np.r_[up, down])
        scaled = cost / float(cost.max())
        return cls(table, needs, scaled, kept, matrix, needs.sensitive.copy(), program, down, up, whole)

    def free(self) -> NDArray[np.bool_]:
        """Which cells may move at no cost: withheld already, or never shown."""
        return self.pattern | self.table.never_shown()

    def grow(self) -> None:
        """Add cells until nothing sensitive can be bounded more tightly than allowed."""
        while True:
            failing = self._failing()
            if not failing.any():
                return
            before = int(self.pattern.sum())
            self._protect(failing)
            if int(self.pattern.sum()) == before:
                self._insist(failing)

    def holds(self, pattern: NDArray[np.bool_]) -> bool:
        """Whether another pattern protects everything too."""
        own, self.pattern = self.pattern, pattern
        held = not self._failing().any()
        self.pattern = own
        return held

    def _failing(self) -> NDArray[np.bool_]:
        attack = Attack.on(self.table, self.pattern, self.needs, whole=self.whole)
        failed = attack.certify(self.needs.below[attack.cells], self.needs.above[attack.cells])
        cells = np.zeros(self.table.size, dtype=np.bool_)
        cells[attack.cells[failed]] = True
        return cells

    def _protect(self, cells: NDArray[np.bool_]) -> None:
        """Withhold what a joint move one way, and one the other way, would need, a few cells at a time."""
        every = np.flatnonzero(cells)
        for start in range(0, len(every), TOGETHER):
            few = np.zeros(self.table.size, dtype=np.bool_)
            few[every[start : start + TOGETHER]] = True
            down, up = few & (self.needs.below > 0), few & (self.needs.above > 0)
            way = signs(self.matrix, down, up)
            self._move(way)
            self._move(np.where(((way > 0) & down) | ((way < 0) & up), -way, 0))

    def _move(self, way: NDArray[np.float64]) -> None:
        if not way.any():
            return
        size = self.table.size
        up, down = self.room_up.copy(), self.room_down.copy()
        up[way > 0] = np.minimum(up, self.needs.above)[way > 0]
        down[way < 0] = np.minimum(down, self.needs.below)[way < 0]
        up[way < 0] = 0
        down[way > 0] = 0
        self.program.room(np.zeros(2 * size), np.r_[up, down])
        base = np.where(self.free(), 0, self.cost)
        price = base
        move = np.zeros(size)
        for _each in range(PASSES):
            self.program.price(np.r_[price - PUSH * (way > 0), price - PUSH * (way < 0)])
            both = self.program.least(afresh=True)
            if both is None:
                return
            move = both[:size] - both[size:]
            price = base / (abs(move) + 1)
        self.pattern |= (abs(move) > 1e-7) & ~self.table.never_shown()  # noqa: PLR2004 - zero, one or two, up to rounding

    def _insist(self, failing: NDArray[np.bool_]) -> None:
        """Withhold all that stands in one sum with a cell that resists: wide, but sure to end."""
        rows = (abs(self.matrix) @ failing.astype(np.float64)) > 0
        near = (abs(self.matrix).T @ rows.astype(np.float64)) > 0
        wider = self.pattern | (near & ~self.kept & ~self.table.never_shown())
        if (wider == self.pattern).all():
            near = (abs(self.matrix).T @ ((abs(self.matrix) @ self.free().astype(np.float64)) > 0)) > 0
            wider = self.pattern | (near & ~self.kept & ~self.table.never_shown())
        if (wider == self.pattern).all():
            cells = ", ".join(str(cell) for cell in np.flatnonzero(failing)[:5])
            raise InvalidInput(f"nothing can protect cells {cells} while the cells to keep are shown")
        self.pattern = wider

    def shrink(self) -> None:
        """Show again what turns out not to be needed, dearest first; of large tables only the dearest."""
        attack = Attack.on(self.table, self.pattern, self.needs, whole=self.whole)
        below, above = self.needs.below[attack.cells], self.needs.above[attack.cells]
        attack.certify(below, above)
        most = max(FEW, WORK // max(1, len(attack.cells)) ** 2)
        extra = np.flatnonzero((self.pattern & ~self.needs.sensitive)[attack.cells])
        for cell in extra[np.argsort(-self.cost[attack.cells[extra]], kind="stable")][:most]:
            if attack.shut(int(cell), below, above):
                self.pattern[attack.cells[cell]] = False
