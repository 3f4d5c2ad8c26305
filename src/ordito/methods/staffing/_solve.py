"""HiGHS asked for a proved best, with catchments cut back to one piece where they fall apart."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ordito.methods.staffing._case import Case
from ordito.methods.staffing._program import INF, NONE, Model

Array = NDArray[Any]
CLOSE = 1e-6
"""Difference under which two values of an objective are one."""

FIRST_TRY = 0.25
"""Share of the time left for a first answer, when some may have to be cut off and the rest asked again."""

YES = 0.5
"""A yes or no that the solver gives as a number is a yes above this."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`values` (columns,) or None when none was found; `bound` is never better than what can be reached."""

    values: Array | None
    value: float
    bound: float
    impossible: bool

    @property
    def gap(self) -> float:
        """Distance between value and bound as a share of the value; 0 when proved best."""
        if self.value - self.bound <= 2 * CLOSE:
            return 0.0
        return (self.value - self.bound) / max(abs(self.value), CLOSE)


class Solver:
    """One model in HiGHS: asked again with another objective, another ceiling, without building it anew."""

    def __init__(self, case: Case, model: Model) -> None:
        import highspy

        self.case, self.model, self.highs = case, model, highspy.Highs()  # type: ignore[no-untyped-call]
        self.nearest = -INF
        self.rows = len(model.program.row_lower)
        settings: dict[str, Any] = {
            "output_flag": False,
            "parallel": "off",
            "threads": 1,
            "random_seed": 0,
            "mip_rel_gap": 0.0,
            "mip_abs_gap": CLOSE,
        }
        for name, value in settings.items():
            self.highs.setOptionValue(name, value)
        self.highs.passModel(_as_highs(model))

    def ceiling(self, *, cost: float, nearness: float) -> None:
        """The most that cost (euros a year) and nearness (minutes) may be from now on."""
        self.highs.changeRowBounds(self.rows - 2, -INF, cost / 1000.0)
        self.highs.changeRowBounds(self.rows - 1, self.nearest, nearness)

    def minimise(
        self,
        objective: Array,
        *,
        until: float = INF,
        known: float = -INF,
        near: float = CLOSE,
        start: Array | None = None,
    ) -> Answer:
        """The least of `objective` to within `near`, or the best found by `until` (`time.monotonic`).

        `known` is a bound already proved, at which the search may stop; `start` a solution to begin from.
        """
        highs = self.highs
        columns = np.arange(len(objective), dtype=np.int32)
        highs.changeColsCost(len(objective), columns, np.asarray(objective, dtype=float))
        highs.setOptionValue("objective_target", known + CLOSE if known > -INF else -INF)
        highs.setOptionValue("mip_abs_gap", max(near, CLOSE))
        kept, whole = None, not self.model.connected
        while True:
            highs.clearSolver()
            if start is not None:
                self._start_from(start)
            left = max(until - time.monotonic(), 0.01)
            # Until the catchments hold together only a part of the time is spent on one try.
            highs.setOptionValue("time_limit", left if whole else left * FIRST_TRY)
            highs.run()
            answer, last = self._answer(known), whole or not self._late()
            if answer.values is None:
                if last:
                    return answer if kept is None else replace(kept, bound=min(known, kept.value))
                whole = True
                continue
            known = answer.bound  # what is cut off leaves less, never better
            if not self.model.connected or not self._cut(answer.values):
                if last:
                    return answer
                kept, start, whole = answer, answer.values, True

    def _late(self) -> bool:
        import highspy

        return bool(self.highs.getModelStatus() == highspy.HighsModelStatus.kTimeLimit)

    def fix(self, columns: Array, values: Array) -> None:
        """Hold columns at values until they are held at others."""
        at = np.asarray(columns, dtype=np.int32)
        self.highs.changeColsBounds(
            len(at), at, np.asarray(values, dtype=float), np.asarray(values, dtype=float)
        )

    def let_go(self, columns: Array) -> None:
        """Columns held at values are free again within their own bounds."""
        at = np.asarray(columns, dtype=np.int32)
        lower, upper = np.array(self.model.program.lower), np.array(self.model.program.upper)
        self.highs.changeColsBounds(len(at), at, lower[at], upper[at])

    def relaxed(self, objective: Array) -> float:
        """What `objective` cannot go below even in shares; 0 when not even that is possible."""
        import highspy

        self.highs.changeColsCost(len(objective), np.arange(len(objective), dtype=np.int32), objective)
        self.highs.setOptionValue("solve_relaxation", True)  # noqa: FBT003
        self.highs.clearSolver()
        self.highs.run()
        self.highs.setOptionValue("solve_relaxation", False)  # noqa: FBT003
        solved = self.highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return max(float(self.highs.getInfo().objective_function_value), 0.0) if solved else 0.0

    def forbid(self, ones: Array, zeros: Array) -> None:
        """Not all of `ones` at one and all of `zeros` at zero together."""
        columns = np.concatenate([ones, zeros]).astype(np.int32)
        factors = np.concatenate([-np.ones(len(ones)), np.ones(len(zeros))])
        self.highs.addRow(1.0 - len(ones), INF, len(columns), columns, factors)

    def _start_from(self, values: Array) -> None:
        import highspy

        solution = highspy.HighsSolution()
        solution.col_value = list(values)
        self.highs.setSolution(solution)

    def _answer(self, known: float) -> Answer:
        import highspy

        status, info = self.highs.getModelStatus(), self.highs.getInfo()
        states = highspy.HighsModelStatus
        if status in (states.kInfeasible, states.kUnboundedOrInfeasible):
            return Answer(None, INF, INF, impossible=True)
        # No objective is ever below zero.
        bound = max(float(info.mip_dual_bound), known, 0.0)
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return Answer(None, INF, bound, impossible=False)
        values = np.array(self.highs.getSolution().col_value)
        whole = np.array(self.model.program.whole)
        values[whole] = np.round(values[whole])
        value = float(info.objective_function_value)
        return Answer(values, value, min(bound, value), impossible=False)

    def _cut(self, values: Array) -> bool:
        """Cut off each piece of a catchment that does not hold its pole; whether there was any."""
        assigned, found = self.model.assigned, False
        adjacency = np.asarray(self.case.municipalities.adjacency)
        for k in np.flatnonzero(self.model.pole != NONE):
            inside = np.flatnonzero(values[assigned[:, k]] > YES)
            for piece in pieces(adjacency, inside):
                if k not in piece:
                    found = True
                    self._border_first(piece, int(k), adjacency)
        return found

    def _border_first(self, piece: frozenset[int], pole: int, adjacency: Array) -> None:
        rows = list(piece)
        border = [j for j in np.flatnonzero(adjacency[rows].any(axis=0)) if j not in piece]
        for i in sorted(piece):
            columns = np.array(
                [self.model.assigned[i, pole], *self.model.assigned[border, pole]], dtype=np.int32
            )
            factors = np.array([1.0, *(-1.0 for _j in border)])
            self.highs.addRow(-INF, 0.0, len(columns), columns, factors)


def at(index: Array) -> Array:
    """The columns of an index that are there."""
    found: Array = index[index != NONE]
    return found


def chosen(columns: Array, values: Array) -> int:
    """The one of several columns that is a yes."""
    there = np.flatnonzero(columns != NONE)
    return int(there[np.argmax(values[columns[there]])])


def pieces(adjacency: Array, inside: Array) -> list[frozenset[int]]:
    """The connected pieces among the municipalities in `inside`."""
    left, found = set(map(int, inside)), []
    while left:
        front = {min(left)}
        piece: set[int] = set()
        while front:
            piece |= front
            beside = np.asarray(adjacency[sorted(front)].any(axis=0))
            front = {j for j in left if beside[j]} - piece
        found.append(frozenset(piece))
        left -= piece
    return found


def _as_highs(model: Model) -> Any:
    import highspy

    program, lp = model.program, highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(program.lower), len(program.row_lower)
    lp.col_cost_ = np.zeros(lp.num_col_)
    lp.col_lower_, lp.col_upper_ = np.array(program.lower), np.array(program.upper)
    lp.row_lower_, lp.row_upper_ = np.array(program.row_lower), np.array(program.row_upper)
    kinds = highspy.HighsVarType
    lp.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in program.whole]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = lp.num_col_, lp.num_row_
    lp.a_matrix_.start_ = np.array(program.starts, dtype=np.int32)
    lp.a_matrix_.index_ = np.array(program.columns, dtype=np.int32)
    lp.a_matrix_.value_ = np.array(program.factors)
    return lp
