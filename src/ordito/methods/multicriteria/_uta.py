"""UTA-GMS: what follows from a few stated preferences, for every additive value that respects them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from ordito.methods.errors import InvalidInput
from ordito.methods.multicriteria._judgements import Bools, Floats, Judgements, as_judgements, numbered

NEARLY = 1e-7

Pairs: TypeAlias = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True, eq=False)
class Relations:
    """What all compatible value functions say (necessary), and what at least one says (possible).

    Attributes
    ----------
    necessary : (alternatives, alternatives) the row is at least as good as the column whatever the values;
        None where the statements contradict each other
    possible : (alternatives, alternatives) the same for at least one compatible value; None likewise
    conflict : statements that cannot hold together, though any of them can be dropped to mend it: (better,
        worse), or (one, other) of an indifference, in increasing order; empty where there is no conflict
    """

    necessary: Bools | None
    possible: Bools | None
    conflict: tuple[tuple[int, int], ...]


def necessary_and_possible(
    scores: ArrayLike | Judgements, preferences: Pairs = (), indifferences: Pairs = ()
) -> Relations:
    """Necessary and possible weak preferences, by linear programming, with no weights at all.

    A value is a sum of non-decreasing functions of the criteria, 0 at the worst of each and 1 at the best of
    all. An interval, or several judges, may mean any value between its ends; silence may mean any value at
    all, so an alternative on which somebody kept silent has fewer necessary relations and more possible ones.

    Parameters
    ----------
    scores : `Judgements`, or scores as for `smaa`
    preferences : (better, worse) pairs of alternatives, strictly
    indifferences : (one, other) pairs of equal value

    Returns
    -------
    Relations

    Raises
    ------
    InvalidInput : scores that `smaa` refuses, or pairs of alternatives that are not there

    References
    ----------
    Greco, Mousseau, Słowiński (2008), EJOR 191(2), 416-436.

    Examples
    --------
    Form 0 is cheaper and form 1 nearer; 2 is a little worse than 0 on both, 3 a little worse than 1. Somebody
    who prefers 2 to 1 must prefer 0 to 3.

    >>> told = necessary_and_possible([[9, 3], [4, 8], [8, 2], [3, 7]], [(2, 1)])
    >>> bool(told.necessary[0, 3]), bool(told.possible[3, 0])
    (True, False)
    """
    said = as_judgements(scores)
    alternatives = said.low.shape[0]
    strict, equal = _pairs(preferences, alternatives), _pairs(indifferences, alternatives)
    model = _Programme(said)
    if model.slack(strict, equal) <= NEARLY:
        return Relations(None, None, _conflict(model, strict, equal))
    necessary = np.eye(alternatives, dtype=bool)
    possible = np.eye(alternatives, dtype=bool)
    for one in range(alternatives):
        for other in range(alternatives):
            if one != other:
                possible[one, other] = model.slack(strict, equal, weak=(one, other)) > NEARLY
                necessary[one, other] = model.slack([*strict, (other, one)], equal) <= NEARLY
    return Relations(necessary, possible, ())


def _pairs(pairs: Pairs, alternatives: int) -> list[tuple[int, int]]:
    found = set()
    try:
        listed = [tuple(pair) for pair in pairs]
    except TypeError:
        raise InvalidInput(f"statements are pairs of alternatives, not {pairs!r}") from None
    for pair in listed:
        try:
            one, other = (numbered(each, alternatives) for each in pair)
        except ValueError:
            one = other = 0
        if one == other:
            raise InvalidInput(f"a statement is about two of the {alternatives} alternatives, not {pair!r}")
        found.add((one, other))
    return sorted(found)


def _conflict(
    model: _Programme, strict: list[tuple[int, int]], equal: list[tuple[int, int]]
) -> tuple[tuple[int, int], ...]:
    """Drop each statement in turn, and leave it out when the rest is still a contradiction."""
    for kind in (strict, equal):
        for pair in list(kind):
            kind.remove(pair)
            if model.slack(strict, equal) > NEARLY:
                kind.append(pair)
    return tuple(sorted(strict + equal))


class _Programme:
    """Variables: rises of the value functions at each distinct score, unsure values, slack."""

    def __init__(self, said: Judgements) -> None:
        alternatives, criteria, _judges = said.low.shape
        silent: Bools = np.all(np.isnan(said.low), axis=2)
        low = np.where(np.isnan(said.low), np.inf, said.low).min(axis=2)
        high = np.where(np.isnan(said.high), -np.inf, said.high).max(axis=2)
        knots = [_knots(said, column, low, high, silent) for column in range(criteria)]
        if all(each.size == 1 for each in knots):
            knots[0] = np.append(knots[0], np.inf)  # nothing differs, and the value must rise somewhere
        starts = np.cumsum([0, *(each.size - 1 for each in knots)])
        unsure = np.argwhere(silent | (low < high))
        self.size = int(starts[-1]) + len(unsure)
        self.rises = int(starts[-1])
        self.value = np.zeros((alternatives, self.size))
        limits: list[Floats] = []
        for column, scores in enumerate(knots):
            span = slice(starts[column], starts[column + 1])
            for row in range(alternatives):
                if not silent[row, column] and low[row, column] == high[row, column]:
                    self.value[row, span] = scores[1:] <= low[row, column]
        for place, (row, column) in enumerate(unsure, start=self.rises):
            span, scores = slice(starts[column], starts[column + 1]), knots[column]
            floor, roof = np.zeros(self.size), np.zeros(self.size)
            roof[span] = True if silent[row, column] else scores[1:] <= high[row, column]
            floor[span] = False if silent[row, column] else scores[1:] <= low[row, column]
            roof[place] = floor[place] = -1
            limits += [floor, -roof]
            self.value[row, place] = 1
        self.limits = np.array(limits).reshape(-1, self.size)

    def slack(
        self,
        strict: Sequence[tuple[int, int]],
        equal: Sequence[tuple[int, int]],
        weak: tuple[int, int] | None = None,
    ) -> float:
        """The most by which every strict preference can hold; -1 where the others cannot hold at all."""
        from scipy.optimize import linprog

        rows = [np.append(self.value[worse] - self.value[better], 1.0) for better, worse in strict]
        if weak is not None:
            rows.append(np.append(self.value[weak[1]] - self.value[weak[0]], 0.0))
        rows += [np.append(limit, 0.0) for limit in self.limits]
        same = [np.append(self.value[one] - self.value[other], 0.0) for one, other in equal]
        total = np.zeros(self.size + 1)
        total[: self.rises] = 1
        found = linprog(
            np.append(np.zeros(self.size), -1.0),
            A_ub=np.array(rows) if rows else None,
            b_ub=np.zeros(len(rows)) if rows else None,
            A_eq=np.array([total, *same]),
            b_eq=np.append(1.0, np.zeros(len(same))),
            bounds=[(0, 1)] * self.size + [(-1, 1)],
            method="highs",
        )
        return -1.0 if found.fun is None else -float(found.fun)


def _knots(said: Judgements, column: int, low: Floats, high: Floats, silent: Bools) -> Floats:
    """The distinct scores, and the ends of the scale; beyond those heard where somebody kept silent."""
    read, heard = said.criteria[column], ~silent[:, column]
    found = np.concatenate([low[heard, column], high[heard, column]])
    if read.levels:
        return np.unique(np.append(found, [0.0, read.levels - 1.0]))
    if read.worst is not None:
        return np.unique(np.append(found, [0.0, 1.0]))
    if heard.all():
        return np.unique(found)
    ends = [found.min() - 1, found.max() + 1] if found.size else [0.0, 1.0]
    return np.unique(np.append(found, ends))
