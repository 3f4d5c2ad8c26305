"""SMAA-2: which alternative comes where, over everything that weights and judgements leave open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ordito.methods.errors import InvalidInput
from ordito.methods.multicriteria._judgements import (
    Bools,
    Floats,
    Judgements,
    Speaking,
    as_judgements,
    speaking,
)
from ordito.methods.multicriteria._plan import Integers, Plan, WeightsOf, planned, possible
from ordito.methods.multicriteria._tally import Tally, simulated
from ordito.methods.multicriteria._values import Method, checked

Z = 1.959963984540054


@dataclass(frozen=True, slots=True, eq=False)
class Smaa:
    """How the alternatives fare over everything that is left open. Rows of what is not ranked are NaN.

    Attributes
    ----------
    ranked : (alternatives,) whether it was judged on every criterion and could be ranked
    acceptability : (alternatives, alternatives) share of the draws in which it takes each place, best first
    mean_rank : (alternatives,) from 1, the best
    mean_rank_error : (alternatives,) half-width at 95 % of its Monte Carlo error
    central : (alternatives, criteria) mean of the weights that put it first; NaN where none does
    confidence : (alternatives,) probability that it is first at its central weights; NaN where none
    pairwise : (alternatives, alternatives) probability that the row beats the column; ties are halves
    by_judge : (judges, alternatives, alternatives) the same, of each judge
    by_judge_error : the largest half-width of it: each judge has only a share of the draws
    error : (alternatives, alternatives) half-width at 95 % of the Monte Carlo error of `acceptability`
    central_error : (alternatives, criteria) the same of `central`
    monte_carlo_error : the largest of the half-widths of acceptability, pairwise and confidence
    draws : how many were made; 1 where nothing was left to chance
    missing : (alternative, criterion) cells on which somebody's silence keeps the alternative out
    silences : (alternative, criterion, judge) every judgement that was not given
    whole : (judges,) whether the judge compares what is ranked on every criterion; on the others somebody who
        can is drawn to stand in, and a judge who can on none does not speak (NaN in `by_judge`)
    set_aside : judgements given and not used, because their judge could not compare on that criterion
    why : empty, or what cannot be told
    """

    ranked: Bools
    acceptability: Floats
    mean_rank: Floats
    central: Floats
    confidence: Floats
    pairwise: Floats
    by_judge: Floats
    error: Floats
    central_error: Floats
    monte_carlo_error: float
    mean_rank_error: Floats
    by_judge_error: float
    draws: int
    missing: tuple[tuple[int, int], ...]
    silences: tuple[tuple[int, int, int], ...]
    whole: Bools
    set_aside: int
    why: str


def smaa(
    scores: ArrayLike | Judgements,
    *,
    weights: WeightsOf = None,
    draws: int = 100_000,
    rng: np.random.Generator,
    method: Method = "additive",
) -> Smaa:
    """Rank acceptability, central weights, confidence factors and pairwise winning indices.

    Weights are drawn uniformly over what is possible, an interval uniformly, the values of ordered levels
    uniformly over what is increasing; each judge has the same share of the draws, and speaks alone in them.
    The error takes the draws as independent; where bounds and order leave so little that draws must walk
    they are nearly so (correlation below 0.1).

    Parameters
    ----------
    scores : `Judgements`, or (alternatives, criteria) or (alternatives, criteria, judges) values, the larger
        the better, NaN where nothing was said
    weights : None (unknown), `Weights`, an array (stated), or `Weights` by the name of the group
    draws : >= the number of judges
    rng : decides the draws; the order of alternatives and judges does not matter
    method : "additive" (weighted sum of values) or "promethee" (PROMETHEE II net flow)

    Returns
    -------
    Smaa : an alternative is ranked only when every criterion has a judge who judged it and all that it is
        ranked against; the others are named in `missing`

    Raises
    ------
    InvalidInput : scores or weights that cannot be used, a group without weights, too few draws, no `rng`

    References
    ----------
    Lahdelma, Salminen (2001), Operations Research 49(3), 444-454; Brans, Vincke (1985), Management Science
    31(6), 647-656; Lahdelma, Miettinen, Salminen (2003), EJOR 147(1), 117-127, for ordered levels.

    Examples
    --------
    Three forms of management on two criteria of which nobody said which counts more. The third is never best.

    >>> told = smaa([[0.9, 0.2], [0.3, 0.8], [0.4, 0.4]], rng=np.random.default_rng(7))
    >>> told.acceptability[:, 0].round(2).tolist(), told.monte_carlo_error < 0.005
    ([0.5, 0.5, 0.0], True)

    Nobody judged the third on the second criterion: it is left out, and said.

    >>> told = smaa([[0.9, 0.2], [0.3, 0.8], [0.4, np.nan]], rng=np.random.default_rng(7))
    >>> told.ranked.tolist(), told.missing
    ([True, True, False], ((2, 1),))
    """
    said = as_judgements(scores)
    checked(method)
    checked_draws(draws, said, rng)
    spaces = possible(said, weights)
    speak = speaking(said)
    shape = said.low.shape
    if speak.why:
        places = np.full((shape[0], shape[0]), np.nan)
        blank = np.full(shape[:2], np.nan)
        people = np.full((shape[2], *places.shape), np.nan)
        nobody = np.zeros(shape[0], dtype=bool)
        return Smaa(
            *(
                nobody,
                places,
                blank[:, 0],
                blank,
                blank[:, 0],
                places,
                people,
                places,
                blank,
                np.nan,
                blank[:, 0],
                np.nan,
                0,
            ),
            missing=speak.missing,
            silences=speak.silences,
            whole=np.zeros(shape[2], dtype=bool),
            set_aside=speak.set_aside,
            why=speak.why,
        )
    plan = planned(said, spaces, speak)
    return _told(plan, simulated(plan, method, int(draws), rng), shape, speak)


def checked_draws(draws: int, said: Judgements, rng: np.random.Generator) -> None:
    """Refuse what is not at least one draw for each judge, or nothing to draw with."""
    if not isinstance(rng, np.random.Generator):
        raise InvalidInput(f"rng must be a numpy.random.Generator, not {rng!r}")
    if isinstance(draws, bool) or not isinstance(draws, int | np.integer) or draws < len(said.groups):
        raise InvalidInput(f"draws must be an integer, at least one for each judge, not {draws!r}")


def half_width(share: Floats, draws: int) -> Floats:
    """Agresti & Coull (1998): not zero for what was never seen."""
    middle = (share * draws + 2) / (draws + 4)
    return np.asarray(Z * np.sqrt(middle * (1 - middle) / (draws + 4)))


def _told(plan: Plan, tally: Tally, shape: tuple[int, ...], speak: Speaking) -> Smaa:
    total = tally.each * len(plan.people)
    places = tally.places / total
    by_judge = tally.wins / tally.each + np.eye(places.shape[0]) / 2
    pairwise = by_judge.mean(axis=0)
    firsts = tally.places[:, :1]
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.maximum(tally.squares - tally.central**2, 0) / (firsts - 1)
    central_error = Z * np.sqrt(np.where(firsts > 1, spread, np.inf))
    central_error[np.isnan(tally.central)] = np.nan
    error = half_width(places, total)
    certain = plan.cells.certain
    widths = [
        error.max(),
        half_width(pairwise, total).max(),
        0.0 if certain else np.nanmax(half_width(tally.confidence, total)),
    ]
    mean_rank, rank_error = _mean_rank(places, total)
    judge_error = float(half_width(by_judge, tally.each).max())
    if not tally.chance:
        rank_error, judge_error = np.zeros(len(plan.rows)), 0.0
        error[:], widths = 0.0, [0.0]
        central_error = np.where(np.isnan(tally.central), np.nan, 0.0)
    n, criteria, judges = shape
    people = np.full((judges, n, n), np.nan)
    people[np.ix_(plan.people, plan.rows, plan.rows)] = by_judge
    alone, across, between = (plan.rows,), np.ix_(plan.rows, plan.columns), np.ix_(plan.rows, plan.rows)
    unused = ((0, 0), (0, n - len(plan.rows)))
    return Smaa(
        ranked=speak.ranked,
        acceptability=put(np.pad(places, unused), (n, n), alone),
        mean_rank=put(mean_rank, (n,), alone),
        central=put(tally.central, (n, criteria), across),
        confidence=put(tally.confidence, (n,), alone),
        pairwise=put(pairwise, (n, n), between),
        by_judge=people,
        error=put(np.pad(error, unused), (n, n), alone),
        central_error=put(central_error, (n, criteria), across),
        monte_carlo_error=float(max(widths)),
        mean_rank_error=put(rank_error, (n,), alone),
        by_judge_error=judge_error,
        draws=total if tally.chance else 1,
        missing=speak.missing,
        silences=speak.silences,
        whole=np.asarray(np.all(speak.eligible, axis=0)),
        set_aside=speak.set_aside,
        why=speak.why,
    )


def _mean_rank(places: Floats, draws: int) -> tuple[Floats, Floats]:
    """The mean rank and the half-width of its error, from the shares that half-widths are counted with."""
    ranks = np.arange(1, len(places) + 1)
    seen = (places * draws + 1) / (draws + len(places))
    spread = seen @ ranks**2 - (seen @ ranks) ** 2
    return np.asarray(places @ ranks), np.asarray(Z * np.sqrt(spread / draws))


def put(part: Floats, shape: tuple[int, ...], where: tuple[Integers, ...]) -> Floats:
    """The part in its places, NaN around it."""
    whole = np.full(shape, np.nan)
    whole[where] = part
    return whole
