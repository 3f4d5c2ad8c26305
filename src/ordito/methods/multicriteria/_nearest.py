"""The nearest point of a set of weights, exactly."""

from __future__ import annotations

import numpy as np

from ordito.methods.multicriteria._judgements import Floats


def nearest(point: Floats, rows: Floats, sides: Floats) -> Floats | None:
    """The w with sum 1 and `rows @ w <= sides` nearest to `point` (sum 1); None where there is none.

    Lawson & Hanson (1974), Solving least squares problems, chapter 23: least distance by non-negative least
    squares, in the coordinates of the plane of vectors that add up to nothing.
    """
    from scipy.linalg import null_space
    from scipy.optimize import nnls

    plane = null_space(np.ones((1, point.size)))
    slopes, room = -rows @ plane, rows @ point - sides
    system = np.vstack([slopes.T, room])
    goal = np.zeros(point.size)
    goal[-1] = 1.0
    multipliers, apart = nnls(system, goal)
    if apart < 1e-9:  # noqa: PLR2004 - zero, up to rounding
        return None
    rest = system @ multipliers - goal
    return np.asarray(point + plane @ (-rest[:-1] / rest[-1]))
