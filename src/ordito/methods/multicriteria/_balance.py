"""Advantages and disadvantages of each alternative: the criteria where it gains or loses, and how surely."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ordito.methods.errors import InvalidInput
from ordito.methods.multicriteria._judgements import Floats, Judgements, as_judgements, numbered, speaking
from ordito.methods.multicriteria._plan import WeightsOf, planned, possible
from ordito.methods.multicriteria._smaa import Z, checked_draws, half_width, put
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
    gain_error, weighted_error : (alternatives, criteria) the same of `gain` and of `weighted`
    why : empty, or what cannot be told
    """

    gain: Floats
    sure: Floats
    weighted: Floats
    error: Floats
    gain_error: Floats
    weighted_error: Floats
    why: str

    def advantages(self, alternative: int, *, sure: float = 0.9) -> tuple[int, ...]:
        """The criteria on which it gains with at least that probability, the one that adds most first.

        `sure` is a probability above 0.5; an alternative that is not ranked has none.
        """
        return self._listed(alternative, sure, -1.0)

    def disadvantages(self, alternative: int, *, sure: float = 0.9) -> tuple[int, ...]:
        """The criteria on which it loses with at least that probability, the one that takes most first."""
        return self._listed(alternative, sure, 1.0)

    def _listed(self, alternative: int, sure: float, sign: float) -> tuple[int, ...]:
        row = numbered(alternative, len(self.sure))
        if not isinstance(sure, int | float) or not 0.5 < sure <= 1:  # noqa: PLR2004 - chance
            raise InvalidInput(f"sure must be a probability above 0.5, not {sure!r}")
        kept = self.sure[row] >= sure if sign < 0 else self.sure[row] <= 1 - sure
        order = np.argsort(sign * self.weighted[row], kind="stable")
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

    Returns
    -------
    Balance : the rows of alternatives that are not ranked are NaN; all of them with a reason in `why`

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
    if against is not None:
        against = numbered(against, shape[0])
    why = speak.why
    if against is not None and not speak.ranked[against]:
        why = f"alternative {against} is not judged on everything, and nothing can be compared with it"
    if why:
        blank = np.full(shape, np.nan)
        return Balance(blank, blank, blank, blank, blank, blank, why)
    plan = planned(said, spaces, speak)
    criteria, alternatives, judges = plan.cells.low.shape
    base = None if against is None else int(np.flatnonzero(plan.rows == against)[0])
    brought = Draws(plan.cells, method, rng)
    samplers = {space: Sampler(space, rng) for space in dict.fromkeys(plan.spaces)}
    each = draws // judges
    sums = np.zeros((5, criteria, alternatives))
    nearly = NEARLY * brought.spans[:, None, None]
    for judge in range(judges):
        for size in blocks(each, plan.block):
            drawn = brought.of(judge, size)
            apart = _apart(drawn, base)
            weight = samplers[plan.spaces[judge]].draw(size)
            gains = ((apart > nearly).sum(axis=2) + (apart >= -nearly).sum(axis=2)) / 2
            times = size / apart.shape[2]
            leads = _sum(apart, weight), _sum(apart**2, weight**2)
            sums += np.stack(
                [gains * times, *(_sum(each, None) * times for each in (apart, apart**2)), *leads]
            )
    total = each * judges
    sure, gain, squares, weighted, squared = (part.T / total for part in sums)
    chance = not plan.cells.certain
    across = np.ix_(plan.rows, plan.columns)
    return Balance(
        put(gain, shape, across),
        put(sure, shape, across),
        put(weighted, shape, across),
        put(half_width(sure, total) if chance else np.zeros(sure.shape), shape, across),
        put(_half_width(gain, squares, total), shape, across),
        put(_half_width(weighted, squared, total), shape, across),
        "",
    )


def _sum(apart: Floats, weight: Floats | None) -> Floats:
    """(criteria, alternatives) sum over the draws, weighed where there are weights."""
    if weight is None:
        return np.asarray(apart.sum(axis=2))
    if apart.shape[2] == 1:
        return np.asarray(weight.sum(axis=1)[:, None] * apart[:, :, 0])
    return np.asarray(np.einsum("cab,cb->ca", apart, weight))


def _half_width(mean: Floats, squares: Floats, draws: int) -> Floats:
    """At 95 %, of a mean of draws; none where the draws were all alike."""
    spread = squares - mean**2
    spread[spread < NEARLY * squares] = 0.0
    return np.asarray(Z * np.sqrt(spread / draws))


def _apart(brought: Floats, base: int | None) -> Floats:
    """What it brings less what the others bring on average, or less what the base brings."""
    if base is not None:
        return np.asarray(brought - brought[:, [base]])
    others = brought.shape[1] - 1
    apart = np.zeros(brought.shape)
    for step in range(1, brought.shape[1]):
        apart += brought - np.roll(brought, step, axis=1)
    return np.asarray(apart / others)
