"""Linear programs over moves of cells: A d = 0, each d within its room."""

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

SLACK = 1e-6
"""How far a solved program may stray, in parts of the largest number in it."""
MOST_NODES = 2000
"""Branches after which a whole-number question is left unproved: a count, not a clock, so it ends the same
way."""


def sums(relations: tuple[tuple[int, tuple[int, ...]], ...], size: int) -> sparse.csc_array:
    """Return the relations as rows of a matrix, parts +1 and totals -1."""
    rows = np.repeat(np.arange(len(relations)), [1 + len(parts) for _total, parts in relations])
    cells = np.array([cell for total, parts in relations for cell in (total, *parts)], dtype=np.int64)
    signs = np.array([s for _total, parts in relations for s in (-1.0, *[1.0] * len(parts))])
    return sparse.csc_array((signs, (rows, cells)), shape=(len(relations), size))


@dataclass(slots=True)
class Program:
    """One HiGHS model that is asked again with other objectives and bounds, from where it stands."""

    solver: Any
    size: int

    @classmethod
    def of(
        cls,
        matrix: sparse.csc_array,
        low: NDArray[np.float64],
        high: NDArray[np.float64],
        row_low: NDArray[np.float64] | None = None,
        row_high: NDArray[np.float64] | None = None,
    ) -> "Program":
        model = highspy.HighsLp()
        rows, size = matrix.shape
        model.num_col_, model.num_row_ = size, rows
        model.col_cost_ = np.zeros(size)
        model.col_lower_, model.col_upper_ = low, high
        model.row_lower_ = np.zeros(rows) if row_low is None else row_low
        model.row_upper_ = np.zeros(rows) if row_high is None else row_high
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = matrix.indptr
        model.a_matrix_.index_ = matrix.indices
        model.a_matrix_.value_ = matrix.data
        solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", 0),
            ("solver", "simplex"),
            ("presolve", "off"),
            ("mip_max_nodes", MOST_NODES),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 0.0),
        ):
            solver.setOptionValue(option, value)
        solver.passModel(model)
        return cls(solver, size)

    def price(self, cost: NDArray[np.float64]) -> None:
        """Change every cost."""
        self.solver.changeColsCost(self.size, np.arange(self.size, dtype=np.int32), cost)

    def room(self, low: NDArray[np.float64], high: NDArray[np.float64]) -> None:
        """Change every bound."""
        self.solver.changeColsBounds(self.size, np.arange(self.size, dtype=np.int32), low, high)

    def whole(self, cells: NDArray[np.int64]) -> NDArray[np.float64] | None:
        """Return the point of least cost that is whole in these columns, None where that is not proved."""
        columns = cells.astype(np.int32)
        for kind, presolve in (
            (highspy.HighsVarType.kInteger, "on"),
            (highspy.HighsVarType.kContinuous, "off"),
        ):
            kinds = np.full(len(cells), int(kind), dtype=np.uint8)
            self.solver.changeColsIntegrality(len(cells), columns, kinds)
            self.solver.setOptionValue("presolve", presolve)
            if presolve == "on":
                point = self.least()
        return point

    def least(self, *, afresh: bool = False) -> NDArray[np.float64] | None:
        """Return the point of least cost, or None where there is none or it has no end."""
        if afresh:
            self.solver.clearSolver()
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.array(self.solver.getSolution().col_value)

    def endless(self) -> bool:
        """Whether the last question had no end."""
        return self.solver.getModelStatus() in {
            highspy.HighsModelStatus.kUnbounded,
            highspy.HighsModelStatus.kUnboundedOrInfeasible,
        }

    def bound(self) -> float:
        """Return the proved bound of the last whole-number question."""
        return float(self.solver.getInfo().mip_dual_bound)
