"""Draw, rank and count."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ordito.methods.multicriteria._judgements import Floats
from ordito.methods.multicriteria._plan import Plan
from ordito.methods.multicriteria._values import Draws, Method
from ordito.methods.multicriteria._weights import Sampler

NEARLY = 1e-10


@dataclass(slots=True)
class Tally:
    """Sums over the draws, in the order of the plan."""

    places: Floats
    wins: Floats
    central: Floats
    squares: Floats
    confidence: Floats
    each: int
    chance: bool


def simulated(plan: Plan, method: Method, draws: int, rng: np.random.Generator) -> Tally:
    criteria, alternatives, judges = plan.cells.low.shape
    brought = Draws(plan.cells, method, rng)
    samplers = {space: Sampler(space, rng) for space in dict.fromkeys(plan.spaces)}
    chance = not (plan.cells.certain and all(space.fixed for space in plan.spaces))
    tally = Tally(
        places=np.zeros((alternatives, alternatives)),
        wins=np.zeros((judges, alternatives, alternatives)),
        central=np.zeros((alternatives, criteria)),
        squares=np.zeros((alternatives, criteria)),
        confidence=np.full(alternatives, np.nan),
        each=draws // judges if chance else 1,
        chance=chance,
    )
    for judge in range(judges):
        for size in blocks(tally.each, plan.block):
            drawn = samplers[plan.spaces[judge]].draw(size)
            _count(tally, judge, brought.of(judge, size), drawn, brought.spans)
    firsts = tally.places[:, 0]
    known = np.where(firsts > 0, firsts, np.nan)[:, None]
    tally.central /= known
    tally.squares /= known
    _confide(tally, plan, brought)
    return tally


def blocks(draws: int, block: int) -> list[int]:
    """Sizes of at most a block that add up to the draws."""
    return [min(block, draws - start) for start in range(0, draws, block)]


def _count(tally: Tally, judge: int, brought: Floats, weights: Floats, spans: Floats) -> None:
    if brought.shape[2] == 1:
        values = brought[:, :, 0].T @ weights
    else:
        values = np.einsum("cab,cb->ab", brought, weights)
    alternatives, size = values.shape
    nearly = NEARLY * (spans @ weights)
    above = np.zeros(values.shape, dtype=np.int16)
    level = np.ones(values.shape, dtype=np.int16)
    for one in range(alternatives - 1):
        after = slice(one + 1, alternatives)
        ahead = values[one] - values[after]
        wins, loses = ahead > nearly, ahead < -nearly
        above[one] += np.count_nonzero(loses, axis=0).astype(np.int16)
        above[after] += wins
        won, lost = np.count_nonzero(wins, axis=1), np.count_nonzero(loses, axis=1)
        ties = size - won - lost
        tally.wins[judge, one, after] += won + ties / 2
        tally.wins[judge, after, one] += lost + ties / 2
        if ties.any():
            tied = ~(wins | loses)
            level[one] += np.count_nonzero(tied, axis=0).astype(np.int16)
            level[after] += tied
    share = 1.0 / level
    for place in range(alternatives):
        held = ((above <= place) & (place < above + level)) * share
        tally.places[:, place] += held.sum(axis=1)
        if place == 0:
            tally.central += held @ weights.T
            tally.squares += held @ (weights**2).T


def _confide(tally: Tally, plan: Plan, brought: Draws) -> None:
    """How often each alternative that is ever first is first at its own central weights."""
    able = np.flatnonzero(tally.places[:, 0] > 0)
    criteria, alternatives, judges = plan.cells.low.shape
    each = 1 if plan.cells.certain else tally.each
    total = np.zeros(able.size)
    for judge in range(judges):
        for size in blocks(each, plan.block):
            drawn = brought.of(judge, size).reshape(criteria, -1)
            values = (tally.central[able] @ drawn).reshape(able.size, alternatives, size)
            ahead = values - values[np.arange(able.size), able][:, None]
            nearly = NEARLY * (tally.central[able] @ brought.spans)[:, None, None]
            best = ~(ahead > nearly).any(axis=1)
            total += (best / (np.abs(ahead) <= nearly).sum(axis=1)).sum(axis=1)
    tally.confidence[able] = total / (each * judges)
