"""Advantages and disadvantages of each alternative: the criteria where it gains or loses, and how surely."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ordito.methods.errors import InvalidInput
from ordito.methods.multicriteria._judgements import Bools, Floats, Judgements, as_judgements, speaking
from ordito.methods.multicriteria._plan import WeightsOf, planned, possible
from ordito.methods.multicriteria._smaa import checked_draws, half_width, put
from ordito.methods.multicriteria._tally import NEARLY, blocks
from ordito.methods.multicriteria._values import Draws, Method, checked
from ordito.methods.multicriteria._weights import Sampler


@dataclass(frozen=True, slots=True, eq=False)
class Balance:
    """Gains and losses, criterion by criterion. Rows of what is not ranked are NaN.

    Attributes
    ----------
    gain : (alternatives, criteria) mean difference from what it is compared with, before weighing
    sure : (alternatives, criteria) probability that the difference is a gain, an equality being half
    weighted : (alternatives, criteria) mean of weight × difference: what the criterion adds to its lead
    error : (alternatives, criteria) half-width at 95 % of the Monte Carlo error of `sure`
    why : empty, or what cannot be told
    """

    gain: Floats
    sure: Floats
    weighted: Floats
    error: Floats
    why: str

    def advantages(self, alternative: int, *, sure: float = 0.9) -> tuple[int, ...]:
        """The criteria on which it gains with at least that probability, the one that adds most first."""
        return self._listed(alternative, self.sure[alternative] >= sure, -1.0)

    def disadvantages(self, alternative: int, *, sure: float = 0.9) -> tuple[int, ...]:
        """The criteria on which it loses with at least that probability, the one that takes most first."""
        return self._listed(alternative, self.sure[alternative] <= 1 - sure, 1.0)

    def _listed(self, alternative: int, kept: Bools, sign: float) -> tuple[int, ...]:
        order = np.argsort(sign * self.weighted[alternative], kind="stable")
        return tuple(int(criterion) for criterion in order if kept[criterion])


def balance(
    scores: ArrayLike | Judgements,
    *,
    weights: WeightsOf = None,
    draws: int = 100_000,
    rng: np.random.Generator,
    method: Method = "additive",
    against: int | None = None,
) -> Balance:
    """On which criteria each alternative is better or worse than the others, or than today's form.

    Parameters
    ----------
    scores, weights, draws, rng, method : as for `smaa`
    against : None compares each with the mean of the others, a number with that alternative

    Raises
    ------
    InvalidInput : what `smaa` refuses, or an alternative that does not exist

    Examples
    --------
    Two judges; both say that the first form costs less, they disagree about nearness.

    >>> cost, near = [[0.9, 0.8], [0.2, 0.3]], [[0.5, 0.1], [0.4, 0.6]]
    >>> told = balance(np.stack([cost, near], axis=1), rng=np.random.default_rng(1))
    >>> told.sure[0].tolist(), told.advantages(0), told.disadvantages(0)
    ([1.0, 0.5], (0,), ())
    """
    said = as_judgements(scores)
    checked(method)
    checked_draws(draws, said, rng)
    spaces = possible(said, weights)
    speak = speaking(said)
    shape = said.low.shape[:2]
    if against is not None and not 0 <= against < shape[0]:
        raise InvalidInput(f"alternatives are numbered from 0 to {shape[0] - 1}, there is no {against}")
    why = speak.why
    if against is not None and not speak.ranked[against]:
        why = f"alternative {against} is not judged on everything, and nothing can be compared with it"
    if why:
        blank = np.full(shape, np.nan)
        return Balance(blank, blank, blank, blank, why)
    plan = planned(said, spaces, speak)
    criteria, alternatives, judges = plan.cells.low.shape
    base = None if against is None else int(np.flatnonzero(plan.rows == against)[0])
    brought = Draws(plan.cells, method, rng)
    samplers = {space: Sampler(space, rng) for space in dict.fromkeys(plan.spaces)}
    each = draws // judges
    sums = np.zeros((3, criteria, alternatives))
    for judge in range(judges):
        for size in blocks(each, plan.block):
            drawn = brought.of(judge, size)
            apart = _apart(drawn, base)
            nearly = NEARLY * brought.span
            gains = ((apart > nearly).sum(axis=2) + (apart >= -nearly).sum(axis=2)) / 2
            times = size / apart.shape[2]
            weight = samplers[plan.spaces[judge]].draw(size)
            lead = weight.sum(axis=1)[:, None] * apart[:, :, 0]
            if apart.shape[2] == size:
                lead = np.einsum("cab,cb->ca", apart, weight)
            sums += np.stack([apart.sum(axis=2) * times, gains * times, lead])
    gain, sure, weighted = (part.T / (each * judges) for part in sums)
    error = np.zeros(sure.shape) if plan.cells.certain else half_width(sure, each * judges)
    across = np.ix_(plan.rows, plan.columns)
    return Balance(
        put(gain, shape, across),
        put(sure, shape, across),
        put(weighted, shape, across),
        put(error, shape, across),
        "",
    )


def _apart(brought: Floats, base: int | None) -> Floats:
    """What it brings less what the others bring on average, or less what the base brings."""
    if base is not None:
        return np.asarray(brought - brought[:, [base]])
    others = brought.shape[1] - 1
    apart = np.zeros(brought.shape)
    for step in range(1, brought.shape[1]):
        apart += brought - np.roll(brought, step, axis=1)
    return np.asarray(apart / others)
