"""The map of opinions: from votes to groups, and to what the groups say."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from numbers import Integral, Real
from typing import TYPE_CHECKING

import numpy as np

from ordito.methods.errors import InvalidInput
from ordito.methods.opinion import _groups, _positions, _statements, _votes
from ordito.methods.opinion._classes import classes
from ordito.methods.opinion._stability import redraw
from ordito.methods.opinion._statements import AGREE, DISAGREE, Representative

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

MOST_GROUPS = 5
VOTERS_PER_GROUP = 12
FEWEST_VOTERS = 10
FEWEST_VOTES = 7
SAME = 0.9
SURE = 0.95


@dataclass(frozen=True, slots=True, eq=False)
class OpinionMap:
    """What a conversation says; see `opinion_map`."""

    voters: Integers
    statements: Integers
    groups: Integers
    k: int
    stability: float
    stability_error: float
    stabilities: dict[int, float]
    components: int
    positions: Floats
    counts: Integers
    group_counts: Integers
    consensus: Floats
    rejection: Floats
    divisive: Floats
    priority: Floats
    representative: tuple[tuple[Representative, ...], ...]
    contradicted: int

    def __post_init__(self) -> None:
        """Keep what is told from being written over."""
        for name in self.__slots__:
            if isinstance(each := getattr(self, name), np.ndarray):
                each.setflags(write=False)

    @property
    def by_consensus(self) -> Integers:
        """The statements, that on which all groups agree most first."""
        return self.statements[np.lexsort((self.statements, -self.consensus))]

    @property
    def by_division(self) -> Integers:
        """The statements, that which most divides the groups first; none without groups."""
        if self.k == 0:
            return self.statements[:0]
        return self.statements[np.lexsort((self.statements, -self.divisive))]

    def to_show_next(self, seen: ArrayLike | Collection[int] = (), count: int = 1) -> Integers:
        """The `count` statements most worth showing to one who has voted on those `seen`, best first."""
        order = self.statements[np.lexsort((self.statements, -self.priority))]
        known = _votes.integers("seen", sorted(seen) if isinstance(seen, AbstractSet) else seen)
        _whole("count", count, 1)
        return order[~np.isin(order, known)][:count]


def opinion_map(
    voter: ArrayLike,
    statement: ArrayLike,
    value: ArrayLike,
    *,
    rng: np.random.Generator,
    when: ArrayLike | None = None,
    threshold: float = 0.75,
    replicates: int = 20,
    most: int = 5,
) -> OpinionMap:
    """Place voters by their votes, find groups where there are any, and say what unites and divides them.

    Parameters
    ----------
    voter, statement : (votes,) integers of 64 bits, any names of voters and of statements
    value : (votes,) of 1 (agree), -1 (disagree) or 0 (pass)
    rng : draws the bootstrap and the table of chance; groups themselves are found without it
    when : (votes,) numbers or numpy.datetime64, optional. The latest of the votes of a voter on a statement
        stands. Without it, or at the same time, votes that contradict each other stand as a pass
        (`contradicted` says how many): the order of the rows says nothing.
    threshold : 0 to 1, the stability below which there are no groups
    replicates : 2 or more, of the bootstrap
    most : 0 or more, statements that represent each group

    Returns
    -------
    OpinionMap :
        `voters`, `statements` ascending; what follows is in their order.
        `groups` (voters,) 0..k-1, the largest first, or -1: for everyone when there are no groups (`k` 0),
        and for who voted too little to be placed.
        `stability` the mean adjusted Rand index between these groups and those found again among the voters
        of a bootstrap draw, each taken once, and `stability_error`, its Monte Carlo standard error;
        `stabilities` of each k tried. When there are no groups, the best of those. NaN below 10 voters with
        votes enough: nothing can be told.
        `components` how many principal components are stronger than chance (of at most 4); without any, no
        groups.
        `positions` (voters, 2) on the leading components, for drawing.
        `counts` (statements, 3) votes cast: agree, disagree, pass; one who votes again on a statement is
        counted again, as in the files of Polis. `group_counts` (k, statements, 3) counts standing votes.
        `consensus` (statements,) group-aware: the product over groups of (agree + 1) / (votes + 2);
        `rejection` the same of disagreement. Without groups, everyone is one group.
        `divisive` (statements,) the widest distance of those shares between groups; NaN without groups.
        `priority` (statements,) the weight to be shown next.
        `representative` for each group, what tells it from the others, surest first. The groups come from the
        same votes, so the z are to order by, not tests.

    Raises
    ------
    InvalidInput : arrays of different lengths, without votes or with masked ones, names that are not
        integers, other values, words out of range

    Notes
    -----
    Each vote less the mean of its statement; principal components with missing votes at the mean; positions
    stretched by sqrt(statements / votes); k-means along the components stronger than chance (one at least),
    with k of 2..5 (at most 2 + voters / 12), no group of one; of the k whose stability reaches the threshold
    the one with the widest mean silhouette. A component counts when it is stronger than those of the same
    votes with signs drawn anew; chance alone passes one time in twenty. Where latent classes started from
    these groups agree with them (adjusted Rand 0.9), each voter goes to the likeliest class, also after few
    votes if its probability reaches 0.95; otherwise voters with fewer than 7 votes (or than the median voter,
    or than there are statements, where that is less; than 2 in any case) are not placed. Groups are a cut
    that comes back, not a proof of a gap: voters who shade from one end to the other are cut too, and
    `positions` show it.

    References
    ----------
    Small, Björkegren, Erkkilä, Shaw, Megill (2021), Polis, Recerca 26(2).
    Hong, Sheng, Dobriban (2020), Selecting the number of components in PCA via random signflips.
    Hennig (2007), Computational Statistics & Data Analysis 52, 258-271.

    Examples
    --------
    Two groups of ten vote opposite ways on four statements, and all agree on the fifth.

    >>> voter, statement = np.divmod(np.arange(100), 5)
    >>> value = np.where((statement < 4) & (voter < 10), -1, 1)
    >>> found = opinion_map(voter, statement, value, rng=np.random.default_rng(1))
    >>> found.k, found.stability
    (2, 1.0)
    >>> found.by_consensus[0]
    np.int64(4)
    >>> found.counts[4]
    array([20,  0,  0])

    Four voters are too few for groups, and how stable those would be cannot be told.

    >>> few = opinion_map([1, 2, 3, 4], [1, 1, 1, 1], [1, 1, -1, -1], rng=np.random.default_rng(1))
    >>> few.groups, few.stability
    (array([-1, -1, -1, -1]), nan)
    """
    _check(rng, threshold, replicates, most)
    votes = _votes.read(voter, statement, value, when)
    places = _positions.place(votes, rng)
    groups, k, told = _grouped(votes, places, threshold, replicates, rng)
    in_groups = _statements.by_group(votes, groups, k)
    everyone = _statements.by_group(votes, np.zeros_like(groups), 1)
    judged = in_groups if k else everyone
    rows, columns = np.argsort(votes.voters), np.argsort(votes.statements)
    chosen = told.get(k, max(told.values(), default=(np.nan, np.nan)))
    drawn = places.scores[:, :2]
    return OpinionMap(
        voters=votes.voters[rows],
        statements=votes.statements[columns],
        groups=groups[rows],
        k=k,
        stability=chosen[0],
        stability_error=chosen[1],
        stabilities={each: mean for each, (mean, _error) in told.items()},
        components=places.real,
        positions=np.pad(drawn, ((0, 0), (0, 2 - drawn.shape[1])))[rows],
        counts=votes.cast[columns],
        group_counts=in_groups[:, columns],
        consensus=_statements.consensus(judged, AGREE)[columns],
        rejection=_statements.consensus(judged, DISAGREE)[columns],
        divisive=_statements.divisive(in_groups)[columns],
        priority=_statements.priority(everyone[0], places.loadings)[columns],
        representative=_statements.representative(in_groups, votes.statements, most),
        contradicted=votes.contradicted,
    )


def _check(rng: np.random.Generator, threshold: float, replicates: int, most: int) -> None:
    if not isinstance(rng, np.random.Generator):
        raise InvalidInput("rng is a numpy.random.Generator")
    if not isinstance(threshold, Real) or not 0 <= threshold <= 1:
        raise InvalidInput(f"threshold is between 0 and 1, not {threshold!r}")
    _whole("replicates", replicates, 2)
    _whole("most", most, 0)


def _whole(name: str, given: int, least: int) -> None:
    if not isinstance(given, Integral) or given < least:
        raise InvalidInput(f"{name} is a whole number, {least} or more, not {given!r}")


def _grouped(
    votes: _votes.Votes,
    places: _positions.Positions,
    threshold: float,
    replicates: int,
    rng: np.random.Generator,
) -> tuple[Integers, int, dict[int, tuple[float, float]]]:
    """The groups that hold, how many, and mean and error of the stability of each k tried."""
    nobody = np.full(votes.voters.size, -1)
    enough = min(FEWEST_VOTES, int(np.median(votes.made)), votes.statements.size)
    placed = votes.made >= max(2, enough)
    if placed.sum() < FEWEST_VOTERS:
        return nobody, 0, {}
    dimensions = min(max(places.real, 1), places.scores.shape[1])
    points = places.scores[:, :dimensions]
    most = min(MOST_GROUPS, 2 + int(placed.sum()) // VOTERS_PER_GROUP)
    labels = {k: _groups.search(points, k) for k in range(2, most + 1)}
    drawn = redraw(votes, labels, placed, dimensions=dimensions, replicates=replicates, rng=rng)
    told = {
        k: (float(each.mean()), float(each.std(ddof=1) / np.sqrt(each.size))) for k, each in drawn.items()
    }
    widths = {
        k: _groups.silhouette(points[placed], each[placed], k)
        for k, each in labels.items()
        if places.real and told[k][0] >= threshold and np.bincount(each[placed], minlength=k).min() > 1
    }
    if not widths:
        return nobody, 0, told
    k = max(widths, key=lambda each: (widths[each], -each))
    return _settled(votes, labels[k], placed, k), k, told


def _settled(votes: _votes.Votes, labels: Integers, placed: NDArray[np.bool_], k: int) -> Integers:
    """Latent classes where they say the same as the groups, and the groups' numbers by size."""
    likeliest, probability = classes(votes, labels, k)
    same = _groups.adjusted_rand(labels[None], likeliest[None], placed[None], k)[0]
    sure = placed | (probability >= SURE)
    if same >= SAME and np.bincount(likeliest[sure], minlength=k).min() > 1:
        labels, placed = likeliest, sure
    order = np.argsort(-np.bincount(labels[placed], minlength=k), kind="stable")
    number = np.empty(k, dtype=np.int64)
    number[order] = np.arange(k)
    return np.where(placed, number[labels], -1)
