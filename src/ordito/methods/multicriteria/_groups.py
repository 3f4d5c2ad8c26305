"""Agreement within each group of judges, and distance between groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np

from ordito.methods.agreement import Agreement, krippendorff_alpha
from ordito.methods.errors import InvalidInput
from ordito.methods.multicriteria._judgements import Bools, Floats, Judgements
from ordito.methods.multicriteria._plan import WeightsOf
from ordito.methods.multicriteria._smaa import Smaa, half_width, smaa
from ordito.methods.multicriteria._values import Method

RELABELLINGS = 5000
FEWEST_JUDGES = 2
NEARLY = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Within:
    """How far the judges of one group agree.

    Attributes
    ----------
    judges : how many
    whole : how many of them compare what is ranked on every criterion
    concord : probability that two of these, each with weights of their own, put two alternatives in the same
        order; 0.5 is chance; None with fewer than two of them. Its Monte Carlo error is at most twice the
        `by_judge_error` of the group
    agreement : Krippendorff's alpha of their judgements, cell by cell, as intervals
    """

    judges: int
    whole: int
    concord: float | None
    agreement: Agreement


@dataclass(frozen=True, slots=True, eq=False)
class Between:
    """How far two groups are from each other.

    Attributes
    ----------
    distance : root mean square, over pairs of alternatives, of the difference between the two pairwise
        winning indices, 0 when both order everything alike, 1 when they are opposite and certain; None
        where fewer than two alternatives are ranked by both. Its Monte Carlo error is at most the sum of the
        `monte_carlo_error` of the two groups
    p_value : how often judges who judged everything, dealt to the groups by chance, are as far apart; None
        where a group has fewer than two of them
    p_value_error : half-width at 95 % of its Monte Carlo error, 0 where every way to deal them was tried
    difference : (alternatives, alternatives) pairwise winning index of the first group less the second's
    gap : (alternatives, criteria) mean judgement of the first group less the second's, on the values
    why : empty, or what cannot be told
    """

    distance: float | None
    p_value: float | None
    p_value_error: float | None
    difference: Floats
    gap: Floats
    why: str


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Each group alone, the agreement inside it, and the distance between each two (names in order)."""

    groups: Mapping[str, Smaa]
    within: Mapping[str, Within]
    between: Mapping[tuple[str, str], Between]


def compare(
    said: Judgements,
    *,
    weights: WeightsOf = None,
    draws: int = 100_000,
    rng: np.random.Generator,
    method: Method = "additive",
) -> Comparison:
    """Let each group decide alone, then say how far it agrees inside and how far it is from the others.

    Parameters
    ----------
    said : judgements with the name of each judge's group
    weights, draws, rng, method : as for `smaa`; `draws` for each group

    Returns
    -------
    Comparison

    Raises
    ------
    InvalidInput : what `smaa` refuses, what is not made by `judgements`, or judgements of a single group

    References
    ----------
    The distance is the energy distance between orders drawn from the two groups, pair by pair (Székely, Rizzo
    2013, Journal of Statistical Planning and Inference 143(8), 1249-1272), judged by relabelling.

    Examples
    --------
    >>> from ordito.methods.multicriteria import judgements
    >>> scores = np.array([[[0.9, 0.8, 0.1, 0.2]], [[0.2, 0.3, 0.9, 0.7]]])
    >>> said = judgements(scores, groups=["technicians"] * 2 + ["politicians"] * 2)
    >>> told = compare(said, rng=np.random.default_rng(1))
    >>> told.within["technicians"].concord, told.between["politicians", "technicians"].distance
    (1.0, 1.0)

    With two judges each, one relabelling in three is as far apart: it could be chance.

    >>> round(told.between["politicians", "technicians"].p_value, 3)
    0.333
    """
    if not isinstance(said, Judgements):
        raise InvalidInput(f"a comparison needs what `judgements` makes, not {type(said).__name__}")
    if len(said.names) < 2:  # noqa: PLR2004
        raise InvalidInput("a comparison needs the judgements of two groups at least")
    groups, within = {}, {}
    for name in said.names:
        own = said.of(name)
        groups[name] = smaa(own, weights=weights, draws=draws, rng=rng, method=method)
        values = _middles(own)
        within[name] = Within(
            judges=len(own.groups),
            whole=int(groups[name].whole.sum()),
            concord=_concord(groups[name]),
            agreement=krippendorff_alpha(values.reshape(-1, len(own.groups)).T, level="interval", rng=rng),
        )
    between = {
        (one, other): _between(groups[one], groups[other], _gap(said.of(one), said.of(other)), rng)
        for one, other in combinations(said.names, 2)
    }
    return Comparison(groups, within, between)


def _middles(said: Judgements) -> Floats:
    """(alternatives, criteria, judges) middle of each judgement, levels between 0 and 1."""
    steps = np.array([each.levels - 1 if each.levels else 1 for each in said.criteria])
    return np.asarray((said.low + said.high) / 2 / steps[None, :, None])


def _gap(one: Judgements, other: Judgements) -> Floats:
    return _mean(_middles(one)) - _mean(_middles(other))


def _mean(values: Floats) -> Floats:
    """Mean over the judges who spoke; NaN where nobody did."""
    spoke = (~np.isnan(values)).sum(axis=2)
    return np.asarray(np.nansum(values, axis=2) / np.where(spoke, spoke, np.nan))


def _pairs(by_judge: Floats, ranked: Bools) -> Floats:
    """(judges, pairs) probability that the first of the pair beats the second."""
    kept = np.flatnonzero(ranked)
    one, other = np.triu_indices(kept.size, 1)
    return np.asarray(by_judge[:, kept[one], kept[other]])


def _concord(told: Smaa) -> float | None:
    judges = int(told.whole.sum())
    if judges < FEWEST_JUDGES:
        return None
    pairs = _pairs(told.by_judge[told.whole], told.ranked)
    both = pairs.sum(axis=0) ** 2 - (pairs**2).sum(axis=0)
    neither = (1 - pairs).sum(axis=0) ** 2 - ((1 - pairs) ** 2).sum(axis=0)
    return float((both + neither).mean() / (judges * (judges - 1)))


def _between(one: Smaa, other: Smaa, gap: Floats, rng: np.random.Generator) -> Between:
    ranked = one.ranked & other.ranked
    difference = one.pairwise - other.pairwise
    if ranked.sum() < 2:  # noqa: PLR2004
        return Between(
            None, None, None, difference, gap, "fewer than two alternatives are ranked by both groups"
        )
    far = float(np.sqrt((_pairs(difference[None], ranked) ** 2).mean()))
    pairs = [_pairs(each.by_judge[each.whole], ranked) for each in (one, other)]
    if min(map(len, pairs)) < FEWEST_JUDGES:
        why = (
            "a group has fewer than two judges who judged everything: persons and groups cannot be told apart"
        )
        return Between(far, None, None, difference, gap, why)
    together = np.concatenate(pairs)
    together = together[np.lexsort(together.T[::-1])]
    seen = _distances(together, pairs[0].sum(axis=0)[None], len(pairs[0]))[0]
    dealt = np.array([together[list(deal)].sum(axis=0) for deal in _deals(together, len(pairs[0]), rng)])
    found = _distances(together, dealt, len(pairs[0])) >= seen - NEARLY
    every = comb(len(together), len(pairs[0])) <= RELABELLINGS
    p_value = found.mean() if every else (found.sum() + 1) / (found.size + 1)
    error = 0.0 if every else float(half_width(p_value, found.size))
    return Between(far, float(p_value), error, difference, gap, "")


def _distances(together: Floats, sums: Floats, judges: int) -> Floats:
    """Distances when a group of so many judges has these sums (deals, pairs), and the others the rest."""
    rest = (together.sum(axis=0) - sums) / (len(together) - judges)
    return np.asarray(np.sqrt(((sums / judges - rest) ** 2).mean(axis=1)))


def _deals(together: Floats, judges: int, rng: np.random.Generator) -> Iterator[tuple[int, ...]]:
    """Every way to deal the judges to the first group, or many of them by chance."""
    if comb(len(together), judges) <= RELABELLINGS:
        yield from combinations(range(len(together)), judges)
        return
    for _deal in range(RELABELLINGS - 1):
        yield tuple(rng.permutation(len(together))[:judges].tolist())
