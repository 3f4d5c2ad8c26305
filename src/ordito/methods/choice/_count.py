"""Votes without a budget: approval, points, and rankings by Borda and by Schulze."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from ordito.methods.choice._case import amount, written
from ordito.methods.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

EXACT = 2.0**53


@dataclass(frozen=True, slots=True)
class Tally:
    """A count: `tiers` are the options from the first, those tied together in one tuple, ascending.

    `scores` are exact; `voted` is how many said something on each option, `abstained` how many ballots are
    blank.
    """

    scores: tuple[Fraction, ...]
    tiers: tuple[tuple[int, ...], ...]
    voted: tuple[int, ...]
    abstained: int

    @property
    def winners(self) -> tuple[int, ...]:
        """The first tier: more than one option when they are tied."""
        return self.tiers[0]


@dataclass(frozen=True, slots=True, eq=False)
class SchulzeTally:
    """A Schulze count: `preferred[a, b]` voters put a above b, `strength[a, b]` of the strongest path.

    The first of `tiers` are the options that none beats; the second those that none beats once these are
    away; and so on. `abstained` is how many ballots are blank.
    """

    tiers: tuple[tuple[int, ...], ...]
    preferred: Integers
    strength: Integers
    abstained: int

    def __post_init__(self) -> None:
        """Keep what is told from being written over."""
        self.preferred.setflags(write=False)
        self.strength.setflags(write=False)

    @property
    def winners(self) -> tuple[int, ...]:
        """The options that none beats: more than one when they cannot be told apart."""
        return self.tiers[0]


def approval(ballots: ArrayLike) -> Tally:
    """Count approvals.

    Parameters
    ----------
    ballots : (voters, options) of 1 (approves), 0 (does not), NaN (says nothing). A ballot without a 1 is
        counted as voting where it has a 0; one that is all NaN abstains.

    Returns
    -------
    Tally : `scores` are numbers of approvals

    Raises
    ------
    InvalidInput : another shape or other values

    References
    ----------
    Brams, Fishburn (1978), American Political Science Review 72(3), 831-847.

    Examples
    --------
    >>> approval([[1, 0, 1], [1, 1, 0], [0, 1, 0]]).tiers
    ((0, 1), (2,))
    """
    table = _table(ballots)
    said = ~np.isnan(table)
    if not np.isin(table[said], (0, 1)).all():
        raise InvalidInput("approvals are 1, 0 or NaN")
    return _summed(table)


def points(ballots: ArrayLike, *, most: float | Fraction | None = None) -> Tally:
    """Add up points.

    Parameters
    ----------
    ballots : (voters, options) finite numbers >= 0, NaN where a voter gives no judgement
    most : the most points that a ballot may give in all, if there is a most

    Returns
    -------
    Tally : `scores` are the sums; by `voted` one sees how many judgements each comes from

    Raises
    ------
    InvalidInput : another shape, a negative or infinite number, a ballot with too many points

    Examples
    --------
    Three tenths are three tenths, whatever the order they are added in.

    >>> points([[0.1, 0.3], [0.2, 0.0]]).tiers
    ((0, 1),)
    """
    table = _table(ballots)
    given = np.nan_to_num(table, nan=0.0, posinf=np.inf)
    if not np.isfinite(given).all() or (given < 0).any():
        raise InvalidInput("points are finite and not negative, or NaN")
    limit = None if most is None else amount("most", most)
    if limit is not None and not all(sum(map(_written, row), Fraction(0)) <= limit for row in given):
        raise InvalidInput(f"a ballot gives more than {most} points")
    return _summed(table)


def borda(ranks: ArrayLike) -> Tally:
    """Count rankings by Borda: a point for each option put below, half a point for each one put level.

    Parameters
    ----------
    ranks : (voters, options) numbers, the least is the first choice; equal numbers are ties. NaN where an
        option is not ranked: it stands below those that are, level with the others not ranked. A ballot
        that ranks nothing abstains.

    Returns
    -------
    Tally : `scores` are points, some halves

    Raises
    ------
    InvalidInput : another shape or infinite numbers

    References
    ----------
    Emerson (2013), Social Choice and Welfare 40, 353-358 (on ballots that rank few options).

    Examples
    --------
    >>> borda([[1, 2, 3], [1, 2, np.nan], [3, 1, 2]]).scores
    (Fraction(4, 1), Fraction(4, 1), Fraction(1, 1))
    """
    table = _table(ranks)
    above, level = _pairs(table)
    doubled = 2 * above.sum(1) + level.sum(1)
    scores = tuple(Fraction(int(each), 2) for each in doubled)
    said = ~np.isnan(table)
    return Tally(scores, _tiers(scores), _counts(said), int((~said.any(1)).sum()))


def schulze(ranks: ArrayLike) -> SchulzeTally:
    """Compare options in pairs, and along the strongest paths of majorities, by winning votes.

    Parameters
    ----------
    ranks : as in `borda`

    Returns
    -------
    SchulzeTally

    Raises
    ------
    InvalidInput : another shape or infinite numbers

    Notes
    -----
    a beats b when the strongest path from a to b is stronger than that from b to a; the strength of a path
    is that of its weakest link, of a link the number of voters who put the first above the second, when they
    are more than those who put the second above the first.

    References
    ----------
    Schulze (2011), Social Choice and Welfare 36, 267-303.

    Examples
    --------
    Each of the three loses to another; the weakest of the three majorities gives way.

    >>> found = schulze(np.repeat([[1, 2, 3], [3, 1, 2], [2, 3, 1]], [4, 3, 2], axis=0))
    >>> found.tiers
    ((0,), (1,), (2,))
    """
    table = _table(ranks)
    above, _level = _pairs(table)
    strength = np.where(above > above.T, above, 0)
    for through in range(strength.shape[0]):
        strength = np.maximum(strength, np.minimum(strength[:, [through]], strength[[through]]))
    np.fill_diagonal(strength, 0)
    beats = strength > strength.T
    tiers, rest = [], np.arange(strength.shape[0])
    while rest.size:
        unbeaten = ~beats[np.ix_(rest, rest)].any(0)
        tiers.append(tuple(rest[unbeaten].tolist()))
        rest = rest[~unbeaten]
    return SchulzeTally(tuple(tiers), above, strength, int(np.isnan(table).all(1).sum()))


def _table(ballots: ArrayLike) -> Floats:
    """The ballots in floating point, where it tells them as they are."""
    try:
        given = np.asarray(ballots)
        table = given.astype(float) if given.dtype.kind in "biufO" else None
    except (TypeError, ValueError, OverflowError) as why:
        raise InvalidInput("ballots are a (voters, options) table of numbers") from why
    if table is None or np.ma.is_masked(ballots):
        raise InvalidInput("ballots are a (voters, options) table of numbers, NaN where nothing is said")
    if table.ndim != 2 or 0 in table.shape:  # noqa: PLR2004 - voters by options
        raise InvalidInput(
            f"ballots are a (voters, options) table, neither empty, not of shape {table.shape}"
        )
    if np.isinf(table).any():
        raise InvalidInput("ballots are made of finite numbers, or NaN where nothing is said")
    if given.dtype.kind in "iuO" and not _as_given(table, given):
        raise InvalidInput("ballots are numbers that floating point can tell apart from others")
    return table


def _as_given(table: Floats, given: NDArray[Any]) -> bool:
    """Whether each number, as floating point writes it, is the one that was given."""
    if given.dtype.kind != "O":
        return bool((np.abs(table) <= EXACT).all())
    said = ~np.isnan(table)
    return all(
        _written(number) == written("ballots", each)
        for number, each in zip(table[said], given[said], strict=True)
    )


def _summed(table: Floats) -> Tally:
    said = ~np.isnan(table)
    given = np.where(said, table, 0)
    if (given == np.rint(given)).all() and given.max() < EXACT / given.shape[0]:
        scores = tuple(Fraction(int(each)) for each in given.sum(0))
    else:
        scores = tuple(sum(map(_written, column), Fraction(0)) for column in given.T)
    return Tally(scores, _tiers(scores), _counts(said), int((~said.any(1)).sum()))


def _written(number: float) -> Fraction:
    """The number as it is written: 0.1 is a tenth."""
    return Fraction(str(float(number)))


def _pairs(ranks: Floats) -> tuple[Integers, Integers]:
    """How many voters who rank anything put a above b, and how many level with it."""
    ranks = ranks[~np.isnan(ranks).all(1)]
    ranks = np.where(np.isnan(ranks), np.inf, ranks)
    options = ranks.shape[1]
    above, level = np.zeros((options, options), np.int64), np.zeros((options, options), np.int64)
    for option in range(options):
        above[option] = (ranks[:, [option]] < ranks).sum(0)
        level[option] = (ranks[:, [option]] == ranks).sum(0)
    np.fill_diagonal(level, 0)
    return above, level


def _tiers(scores: Sequence[Fraction]) -> tuple[tuple[int, ...], ...]:
    return tuple(
        tuple(each for each, score in enumerate(scores) if score == level)
        for level in sorted(set(scores), reverse=True)
    )


def _counts(said: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(int(each) for each in said.sum(0))
