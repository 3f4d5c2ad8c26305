"""How much each criterion counts: unknown, ranked, bounded or stated; and draws from all that is possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ordito.methods.errors import InvalidInput
from ordito.methods.multicriteria._judgements import Floats
from ordito.methods.multicriteria._polytope import ROOM, Polytope, centre
from ordito.methods.multicriteria._walk import WALKERS, Walkers

FEWEST_ACCEPTED = 0.02
PILOT = 2000


@dataclass(frozen=True, slots=True)
class Weights:
    """What is known of the weights of the criteria, which are >= 0 and add up to 1.

    Make it with `unknown`, `ranked`, `bounded` or `stated`, which raise `InvalidInput` for what no weights
    can be.

    Attributes
    ----------
    low, high : None, or bounds of each weight
    rank : None, or the place of each criterion, 1 the most important; equal places say nothing between them
    """

    low: tuple[float, ...] | None = None
    high: tuple[float, ...] | None = None
    rank: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        if (self.low is None) != (self.high is None):
            raise InvalidInput("weights need as many low as high bounds")
        if self.low is not None and self.high is not None:
            _check_bounds(_vector(self.low), _vector(self.high))
        if self.rank is not None:
            _places(self.rank)

    @classmethod
    def unknown(cls) -> Weights:
        """Nothing is known: every vector of weights is as likely."""
        return cls()

    @classmethod
    def ranked(cls, rank: Sequence[int]) -> Weights:
        """Criteria in order of importance: `rank` (criteria,) with 1 the first, equal where nothing is said.

        Examples
        --------
        >>> Weights.ranked([1, 2, 2]).rank
        (1, 2, 2)
        """
        return cls(rank=_places(rank))

    @classmethod
    def bounded(cls, low: ArrayLike, high: ArrayLike, *, rank: Sequence[int] | None = None) -> Weights:
        """Each weight between two bounds (criteria,), and in an order of importance too where it is given."""
        return cls(
            tuple(_vector(low).tolist()),
            tuple(_vector(high).tolist()),
            None if rank is None else _places(rank),
        )

    @classmethod
    def stated(cls, weights: ArrayLike) -> Weights:
        """The weights (criteria,) themselves, in any unit: they are divided by their sum."""
        given = _vector(weights)
        if (given < 0).any() or not given.any():
            raise InvalidInput("stated weights must be >= 0 and not all zero")
        given /= given.max()
        exact = tuple((given / given.sum()).tolist())
        return cls(exact, exact)


def as_weights(weights: Weights | ArrayLike | None) -> Weights:
    """None is unknown; an array is stated."""
    if weights is None:
        return Weights.unknown()
    return weights if isinstance(weights, Weights) else Weights.stated(weights)


def _vector(values: ArrayLike) -> Floats:
    try:
        kind = np.asarray(values).dtype.kind
        vector = np.array(values, dtype=float) if kind in "biufO" else None
    except (TypeError, ValueError):
        vector = None
    if vector is None:
        raise InvalidInput("weights must be numbers, one for each criterion")
    if vector.ndim != 1 or vector.size == 0 or not np.isfinite(vector).all():
        raise InvalidInput("weights must be finite, one for each criterion")
    return vector


def _check_bounds(low: Floats, high: Floats) -> None:
    if low.shape != high.shape:
        raise InvalidInput("weights need as many low as high bounds")
    if (low < 0).any() or (low > high).any():
        raise InvalidInput("bounds of weights must have 0 <= low <= high")
    if low.sum() > 1 + ROOM or np.minimum(high, 1).sum() < 1 - ROOM:
        raise InvalidInput("no weights that add up to 1 lie within the bounds")


def _places(rank: Sequence[int]) -> tuple[int, ...]:
    try:
        places = np.asarray(rank)
    except ValueError:
        places = np.empty(0)
    if places.ndim != 1 or places.size == 0 or places.dtype.kind not in "iu":
        raise InvalidInput("the order of the criteria must be integers, one for each criterion")
    return tuple(int(place) for place in places)


def polytope(weights: Weights, criteria: int) -> Polytope:
    """What is possible, once checked against the number of criteria."""
    for each in (weights.low, weights.high, weights.rank):
        if each is not None and len(each) != criteria:
            raise InvalidInput(f"there are {criteria} criteria and weights for {len(each)}")
    low = np.zeros(criteria) if weights.low is None else np.array(weights.low)
    high = np.ones(criteria) if weights.high is None else np.minimum(np.array(weights.high), 1)
    rank = np.zeros(criteria) if weights.rank is None else np.array(weights.rank, dtype=float)
    found = Polytope(low, high, rank)
    if weights.rank is not None and found.bounded:
        centre(found)
    return found


class Sampler:
    """Independent draws, uniform over the possible weights."""

    def __init__(self, space: Polytope, rng: np.random.Generator) -> None:
        self.space, self.rng = space, rng
        self.loose = np.flatnonzero(space.high > space.low)
        self.walkers: Walkers | None = None
        self.way = "plain"
        if space.fixed:
            self.way = "fixed"
        elif space.bounded:
            self.way = self._way()

    def draw(self, size: int) -> Floats:
        """(criteria, size) weights."""
        if self.way == "fixed":
            return np.repeat(self.space.only()[:, None], size, axis=1)
        if self.way == "plain":
            return self._in_order(self._simplex(self.space.rank.size, size))
        if self.walkers is not None:
            return self.walkers.draw(size)
        drawn: list[Floats] = []
        while (left := size - sum(each.shape[1] for each in drawn)) > 0:
            drawn.append(self._kept(self.way, max(left, 512))[:, :left])
        return np.concatenate(drawn, axis=1)

    def _way(self) -> str:
        """Throw away what is out of bounds while enough is left of it; walk otherwise."""
        ways = ["ordered"] if np.unique(self.space.rank).size > 1 else ["from below", "from above"]
        left = [self._kept(way, PILOT).shape[1] / PILOT for way in ways]
        if max(left) >= FEWEST_ACCEPTED:
            return ways[int(np.argmax(left))]
        if centre(self.space)[1] < ROOM:
            raise InvalidInput("the bounds and the order leave the weights no room: state them instead")
        free = self.loose.size == self.space.low.size
        start = self._in_order(self._simplex(self.loose.size, WALKERS)) if free else self._above(WALKERS)
        self.walkers = Walkers(start, self.space, self.rng)
        return "walk"

    def _above(self, size: int) -> Floats:
        """Above the low bounds; weights that are known stay put."""
        low = self.space.low
        drawn = np.repeat(low[:, None], size, axis=1)
        drawn[self.loose] += (1 - low.sum()) * self._simplex(self.loose.size, size)
        return drawn

    def _kept(self, way: str, size: int) -> Floats:
        low, high = self.space.low, self.space.high
        if way == "ordered":
            drawn = self._in_order(self._simplex(low.size, size))
        elif way == "from below":
            drawn = self._above(size)
        else:
            drawn = np.repeat(high[:, None], size, axis=1)
            drawn[self.loose] -= (high.sum() - 1) * self._simplex(self.loose.size, size)
        fits = ((drawn >= low[:, None]) & (drawn <= high[:, None])).all(axis=0)
        return drawn[:, fits]

    def _simplex(self, n: int, size: int) -> Floats:
        drawn = self.rng.standard_exponential((n, size))
        drawn /= drawn.sum(axis=0)
        return drawn

    def _in_order(self, drawn: Floats) -> Floats:
        """The largest to the first place, and so on; by chance within a place."""
        places = np.unique(self.space.rank)
        if places.size == 1:
            return drawn
        drawn = -np.sort(-drawn, axis=0)
        given = np.empty_like(drawn)
        start = 0
        for place in places:
            members = np.flatnonzero(self.space.rank == place)
            part = drawn[start : start + members.size]
            given[members] = self.rng.permuted(part, axis=0) if members.size > 1 else part
            start += members.size
        return given
