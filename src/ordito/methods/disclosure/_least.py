"""The least that protection can cost: a bound for any pattern, and for small tables the best pattern."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ordito.methods.disclosure._pattern import Search
from ordito.methods.disclosure._program import Program

ROUNDS = 60
"""How often the best pattern so far is attacked again."""
SMALL = 400
"""Up to this many cells the best pattern itself is sought."""


@dataclass(slots=True)
class Master:
    """Which cells to withhold at least cost, under all the conditions met so far: sum of coef * y >= need."""

    search: Search
    rows: list[NDArray[np.float64]]
    right: list[float]

    @classmethod
    def of(cls, search: Search) -> "Master":
        """Start from single sums: what one cell moves, the others in the sum must be able to take up."""
        needs, matrix = search.needs, search.matrix.tocsr()
        master = cls(search, [], [])
        for cell in np.flatnonzero(needs.sensitive):
            column = slice(search.matrix.indptr[cell], search.matrix.indptr[cell + 1])
            for row, own in zip(search.matrix.indices[column], search.matrix.data[column], strict=True):
                line = slice(matrix.indptr[row], matrix.indptr[row + 1])
                others, weight = matrix.indices[line], matrix.data[line]
                for need, way in ((needs.above[cell], 1.0), (needs.below[cell], -1.0)):
                    falls = weight * own * way > 0
                    room = np.where(falls, search.room_down[others], search.room_up[others])
                    coefficient = np.zeros(search.table.size)
                    coefficient[others] = room
                    coefficient[cell] = 0
                    master.add(coefficient, need)
        return master

    def add(self, coefficient: NDArray[np.float64], need: float) -> None:
        """Keep a condition, unless what is withheld in any case satisfies it."""
        always = self.search.needs.sensitive | self.search.table.never_shown()
        left = need - float(coefficient[always].sum())
        if left > 1e-7 * max(1.0, need):
            self.rows.append(np.where(always, 0, np.minimum(coefficient, left)))
            self.right.append(left)

    def solve(self, *, whole: bool) -> tuple[NDArray[np.float64] | None, float]:
        """Return the best choice under the conditions so far, and the bound that it proves."""
        search, size = self.search, self.search.table.size
        fixed = search.needs.sensitive
        if not self.rows:
            return fixed.astype(np.float64), float(search.cost[fixed].sum())
        rows = sparse.csc_array(np.array(self.rows))
        open_to = ~(search.kept | search.table.never_shown())
        program = Program.of(
            rows,
            fixed.astype(np.float64),
            open_to.astype(np.float64),
            np.array(self.right),
            np.full(rows.shape[0], np.inf),
        )
        program.price(search.cost)
        choice = program.whole(np.arange(size)) if whole else program.least()
        if choice is None:
            return None, program.bound() if whole else 0.0
        return choice, float(search.cost @ choice)

    def cut(self, choice: NDArray[np.bool_]) -> bool:
        """Attack a choice, keep a condition for each sensitive cell left exposed; whether there was one."""
        search, found = self.search, len(self.rows)
        open_to = choice | search.table.never_shown()
        low, high = np.where(open_to, -search.room_down, 0), np.where(open_to, search.room_up, 0)
        program = Program.of(search.matrix, low, high)
        for cell in np.flatnonzero(search.needs.sensitive):
            for need, way in ((search.needs.above[cell], 1.0), (search.needs.below[cell], -1.0)):
                if need <= 0:
                    continue
                cost = np.zeros(search.table.size)
                cost[cell] = -way
                program.price(cost)
                move = program.least()
                if move is None or way * move[cell] >= need - 1e-6 * max(1.0, need):
                    continue
                slope = np.array(program.solver.getSolution().col_dual)
                self.add(
                    np.maximum(-slope, 0) * search.room_up + np.maximum(slope, 0) * search.room_down, need
                )
        return len(self.rows) > found


def least(search: Search) -> float:
    """Prove a bound on the cost of any pattern; where a cheaper safe one is met, `search` takes it."""
    master = Master.of(search)
    small = search.table.size <= SMALL
    bound = float(search.cost[search.needs.sensitive].sum())
    for _each in range(ROUNDS):
        choice, proved = master.solve(whole=small)
        bound = max(bound, proved)
        if choice is None or not small:
            return bound
        withheld = choice > 0.5  # noqa: PLR2004 - zero, one or two, up to rounding
        if not master.cut(withheld):
            if search.cost[withheld].sum() < search.cost[search.pattern].sum() - 1e-9 and search.holds(
                withheld
            ):
                search.pattern = withheld
            return bound
    return bound
