"""What would have to change for the second to become first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ordito.methods.errors import InvalidInput
from ordito.methods.multicriteria._judgements import (
    Criterion,
    Floats,
    Judgements,
    as_judgements,
    numbered,
    speaking,
)
from ordito.methods.multicriteria._nearest import nearest
from ordito.methods.multicriteria._plan import Plan, WeightsOf, planned, possible
from ordito.methods.multicriteria._polytope import reference
from ordito.methods.multicriteria._values import Flows, Method, checked

NEARLY = 1e-10
HALVINGS = 60


@dataclass(frozen=True, slots=True, eq=False)
class Reversal:
    """The smallest changes, one at a time, that put the second level with the first or past it.

    Attributes
    ----------
    first, second : alternatives in the order of the central judgements at `weights`; None where it is a tie
    lead : how much the value (or net flow) of the first exceeds the second's
    weights : (criteria,) weights of reference: stated, the centroid of an order, or equal; or the nearest
        possible
    nearest : (criteria,) the possible weights nearest to them at which nobody is ahead of the second; None
        where no possible weights do it
    shift : share of the weight that moves from some criteria to others; None with `nearest`
    gain : (criteria,) change of the second's score (everybody's judgement, in its unit) that suffices on that
        criterion alone; NaN where none within the scale does
    fall : (criteria,) change of the first's score that lets the second pass it; NaN where none does
    why : empty, or what cannot be told
    """

    first: int | None
    second: int | None
    lead: float | None
    weights: Floats
    nearest: Floats | None
    shift: float | None
    gain: Floats
    fall: Floats
    why: str


def reversal(
    scores: ArrayLike | Judgements,
    *,
    weights: WeightsOf = None,
    method: Method = "additive",
    second: int | None = None,
) -> Reversal:
    """Say what would have to change, in weights or on one criterion, for the second to become first.

    Judgements are taken at their middle, levels evenly spaced, judges together; nothing is left to chance.

    Parameters
    ----------
    scores, weights, method : as for `smaa`; the weights of one group, the same for all its judges
    second : None takes the one that comes second; a number asks about that alternative instead

    Returns
    -------
    Reversal

    Raises
    ------
    InvalidInput : what `smaa` refuses, weights that differ between judges, an alternative that is not there

    Examples
    --------
    With equal weights the first form has 0.6 and the second 0.5: it must gain 0.2 on either criterion, or an
    eighth of the weight must move to what it does best.

    >>> told = reversal([[0.9, 0.3], [0.4, 0.6]])
    >>> told.first, told.second, told.gain.round(6).tolist(), round(told.shift, 6)
    (0, 1, [0.2, 0.2], 0.125)
    """
    said = as_judgements(scores)
    checked(method)
    spaces = possible(said, weights)
    if len(set(spaces)) > 1:
        raise InvalidInput("the weights of one group are needed: judges here have different ones")
    if second is not None:
        second = numbered(second, said.low.shape[0])
    speak = speaking(said)
    usual = reference(spaces[0])
    why = speak.why
    if not why and second is not None and not speak.ranked[second]:
        why = f"alternative {second} is not judged on everything"
    if why:
        return _untold(usual, why)
    plan = planned(said, spaces, speak)
    at = usual[plan.columns]
    model = _Model(plan, method)
    values = at @ model.brought(model.middle)
    order = np.argsort(-values, kind="stable")
    asked = None if second is None else int(np.flatnonzero(plan.rows == second)[0])
    top, runner = order[0], order[1] if asked is None else asked
    level = np.flatnonzero(np.abs(values - values[runner]) <= model.tie(at))
    if runner == top:
        return _untold(usual, f"alternative {second} is first already")
    if top in level or (asked is None and level.size > 1):
        names = ", ".join(str(row) for row in np.sort(plan.rows[level]))
        return _untold(usual, f"alternatives {names} are level")
    return _changes(plan, model, at, (int(top), int(runner)), usual)


def _untold(usual: Floats, why: str) -> Reversal:
    nothing = np.full(usual.size, np.nan)
    return Reversal(None, None, None, usual, None, None, nothing, nothing, why)


class _Model:
    """Values at the middle of all judgements, and after a change."""

    def __init__(self, plan: Plan, method: Method) -> None:
        cells = plan.cells
        self.middle = (cells.low + cells.high) / 2
        self.eligible, self.criteria = cells.eligible, cells.criteria
        self.flows = Flows(cells.criteria, cells.low.shape[1]) if method == "promethee" else None
        self.steps = np.array([each.levels - 1.0 if each.levels else 1.0 for each in cells.criteria])
        self.spans = (
            np.ptp(self.brought(self.middle), axis=1) if self.flows is None else np.ones(len(self.steps))
        )

    def tie(self, at: Floats) -> float:
        """How far apart two values at these weights are taken for the same."""
        return NEARLY * float(at @ self.spans)

    def brought(self, scores: Floats) -> Floats:
        """(criteria, alternatives) mean over those who can compare, of (criteria, alternatives, judges)."""
        each = scores / self.steps[:, None, None] if self.flows is None else self.flows.of(scores)
        heard = np.where(self.eligible[:, None], each, 0).sum(axis=2)
        return np.asarray(heard / self.eligible.sum(axis=1)[:, None])

    def changed(self, criterion: int, alternative: int, by: float) -> Floats:
        """What is brought once everybody judges it so much better there, never off the scale."""
        scores = self.middle.copy()
        moved = scores[criterion, alternative] + by
        if (top := _top(self.criteria[criterion])) is not None:
            moved = np.clip(moved, 0, top)
        scores[criterion, alternative] = moved
        return self.brought(scores)

    def most(self, criterion: int, weight: float, lead: float) -> float:
        """A change after which no further change can matter."""
        if (top := _top(self.criteria[criterion])) is not None:
            return top
        if self.flows is None:
            return 2 * lead / weight if weight > 0 else 0.0
        return 2 * float(np.nanmax(np.abs(self.middle[criterion]))) + float(self.flows.full[criterion]) + 1


def _top(criterion: Criterion) -> float | None:
    if criterion.levels is not None:
        return criterion.levels - 1.0
    return None if criterion.worst is None else 1.0


def _changes(plan: Plan, model: _Model, at: Floats, pair: tuple[int, int], usual: Floats) -> Reversal:
    first, second = pair
    now = model.brought(model.middle)
    lead = float(at @ (now[:, first] - now[:, second]))
    others = [row for row in range(now.shape[1]) if row != second]
    rows, sides = plan.spaces[0].inequalities()
    ahead = (now[:, others] - now[:, [second]]).T
    found = nearest(at, np.vstack([rows, ahead]), np.append(sides, np.zeros(len(others))))
    tie = model.tie(at)

    def wins(brought: Floats) -> bool:
        values = at @ brought
        return bool((values[second] >= values - tie).all())

    def passes(brought: Floats) -> bool:
        return bool(at @ brought[:, second] >= at @ brought[:, first] - tie)

    gain, fall = np.full(at.size, np.nan), np.full(at.size, np.nan)
    for place, column in enumerate(plan.columns):
        criterion, most = model.criteria[place], model.most(place, at[place], lead)
        up = _least(lambda by, c=place: wins(model.changed(c, second, by)), most, criterion)  # type: ignore[misc]
        down = _least(lambda by, c=place: passes(model.changed(c, first, -by)), most, criterion)  # type: ignore[misc]
        gain[column], fall[column] = up * criterion.unit, -down * criterion.unit
    near = None
    if found is not None:
        near = np.empty(at.size)
        near[plan.columns] = np.clip(found, 0, 1)
    return Reversal(
        int(plan.rows[first]),
        int(plan.rows[second]),
        lead,
        usual,
        near,
        None if near is None else float(np.abs(near - usual).sum() / 2),
        gain,
        fall,
        "",
    )


def _least(enough: Callable[[float], bool], most: float, criterion: Criterion) -> float:
    """The least change that is enough, or NaN; whole levels where there are levels."""
    if not enough(most):
        return np.nan
    if criterion.levels is not None:
        return next(float(by) for by in range(1, criterion.levels) if enough(by))
    low, high = 0.0, most
    for _halving in range(HALVINGS):
        half = (low + high) / 2
        low, high = (low, half) if enough(half) else (half, high)
    return high
