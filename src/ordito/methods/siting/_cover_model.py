"""Covering put to HiGHS: which columns to open so that rows have one within reach."""

from __future__ import annotations

import math
import time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ordito.methods.siting._results import Flags, Index, Real

_NEAR = 1e-6
"""What HiGHS may be wrong by in a whole number."""


def first_of_equals(reach: Flags) -> tuple[Flags, Index]:
    """The different rows of `reach`, and for each row the number of its own."""
    known: dict[bytes, int] = {}
    alike = np.array([known.setdefault(row.tobytes(), len(known)) for row in reach], dtype=np.int64)
    return reach[np.unique(alike, return_index=True)[1]], alike


def fewest(reach: Flags, deadline: float, enough: int = 0) -> tuple[Index, int]:
    """Columns of `reach` (n, m) such that every row has one, as few as can be, and a bound on how few.

    Stops as soon as `enough` are found to do (when it is not 0).
    """
    rows = first_of_equals(reach)[0]
    opened = _greedy(rows, np.ones(len(rows)), 0)
    bound = 1
    if len(opened) > max(1, enough):
        highs = _program(rows, np.ones(rows.shape[1]), np.zeros(0), deadline)
        if enough:
            highs.setOptionValue("objective_target", enough + 0.5)
        found, low = _run(highs, rows.shape[1])
        bound = max(1, math.ceil(low - _NEAR)) if math.isfinite(low) else 1  # out of time before any bound
        chosen = np.flatnonzero(found > 1 / 2)
        if len(chosen) and len(chosen) < len(opened) and rows[:, chosen].any(axis=1).all():
            opened = chosen
    return opened, min(bound, len(opened))


def most(reach: Flags, demand: Real, k: int, deadline: float) -> tuple[Index, float]:
    """The `k` columns with the most `demand` in reach, and a bound on how much that can be."""
    rows, alike = first_of_equals(reach)
    together = np.bincount(alike, weights=demand).astype(np.float64)
    opened = _greedy(rows, together, k)
    highs = _program(rows, np.zeros(rows.shape[1]), together, deadline, k)
    found, low = _run(highs, rows.shape[1])
    chosen = np.flatnonzero(found > 1 / 2)
    if len(chosen) == k and _covered(rows, together, chosen) > _covered(rows, together, opened):
        opened = chosen
    return opened, min(float(together.sum()), max(-low, _covered(rows, together, opened)))


def _covered(rows: Flags, demand: Real, opened: NDArray[Any]) -> float:
    return float(demand[rows[:, opened].any(axis=1)].sum())


def _greedy(rows: Flags, demand: Real, k: int) -> Index:
    """The column that reaches most of what is left, then the next: `k`, or with 0 until all is reached."""
    left = demand.copy()
    opened: list[int] = []
    while len(opened) < k or (k == 0 and left.any()):
        gain = left @ rows
        gain[opened] = -1.0
        opened.append(int(gain.argmax()))
        left[rows[:, opened[-1]]] = 0.0
    return np.array(opened, dtype=np.int64)


def _program(rows: Flags, price: Real, gain: Real, deadline: float, k: int = 0) -> Any:
    """Columns cost `price`; a row either has one open, or (with `gain`) goes without what it is worth."""
    import highspy

    n, m = rows.shape
    extra = len(gain)
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = m + extra, n + (k > 0)
    program.col_cost_ = np.concatenate([price, -gain])
    program.col_lower_, program.col_upper_ = np.zeros(m + extra), np.ones(m + extra)
    program.integrality_ = [highspy.HighsVarType.kInteger] * m + [highspy.HighsVarType.kContinuous] * extra
    lower = np.zeros(n) if extra else np.ones(n)
    upper = np.full(n, np.inf)
    columns = [np.flatnonzero(row) for row in rows]
    values = [np.ones(len(each)) for each in columns]
    if extra:
        columns = [np.append(each, m + i) for i, each in enumerate(columns)]
        values = [np.append(each, -1.0) for each in values]
    if k:
        columns.append(np.arange(m))
        values.append(np.ones(m))
        lower, upper = np.append(lower, k), np.append(upper, k)
    program.row_lower_, program.row_upper_ = lower, upper
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = np.concatenate([[0], np.cumsum([len(each) for each in columns])])
    program.a_matrix_.index_ = np.concatenate(columns)
    program.a_matrix_.value_ = np.concatenate(values)
    highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    settings: dict[str, Any] = {
        "output_flag": False,
        "parallel": "off",
        "threads": 1,
        "random_seed": 0,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": _NEAR if extra else 1 - _NEAR,
    }
    for name, value in settings.items():
        highs.setOptionValue(name, value)
    if math.isfinite(deadline):
        highs.setOptionValue("time_limit", max(0.01, deadline - time.monotonic()))
    highs.passModel(program)
    return highs


def _run(highs: Any, m: int) -> tuple[Real, float]:
    """The first `m` values found (none when there are none) and the bound that HiGHS proved."""
    highs.run()
    told = highs.getInfo()
    found = np.array(highs.getSolution().col_value[:m])
    return found, float(told.mip_dual_bound)
