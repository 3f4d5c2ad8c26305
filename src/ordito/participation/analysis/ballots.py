"""The result of a ballot: counted by its method, exactly, with ties told as ties."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from ordito.methods import choice
from ordito.participation.models import BallotMethod

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ordito.participation.models import Ballot, BallotOption
    from ordito.participation.queries.ballots import Papers

    Tiers = Sequence[tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an option stands: its place, whether it shares it, its points, how many said something of it."""

    option: BallotOption
    place: int
    tied: bool
    score: Fraction
    voted: int
    share: float | None = None
    other_place: int | None = None
    other_tied: bool = False

    @property
    def differs(self) -> bool:
        """Whether the two counts of a ranking put it in different places."""
        return self.other_place is not None and self.other_place != self.place


@dataclass(frozen=True, slots=True)
class Count:
    """A ballot without a budget: options from the first place, how many chose, how many abstained."""

    method: str
    places: tuple[Place, ...]
    papers: int
    abstained: int
    preferred: tuple[tuple[int, ...], ...] = ()
    """For a ranking: how many put the option of the row above that of the column, as options are numbered."""

    @property
    def chose(self) -> int:
        return self.papers - self.abstained

    @property
    def winners(self) -> tuple[Place, ...]:
        return tuple(each for each in self.places if each.place == 1)


def count(ballot: Ballot, papers: Papers) -> Count:
    """Count a ballot that is not within a budget."""
    table = _table(papers)
    if not papers.numbers or papers.blank == len(papers.numbers):
        return Count(ballot.method, (), len(papers.numbers), papers.blank)
    if ballot.method == BallotMethod.RANKING:
        return _ranking(papers, table)
    if ballot.method == BallotMethod.APPROVAL:
        said = ~np.isnan(table).all(1)
        table[said] = np.where(np.isnan(table[said]), 0, table[said])
        tally = choice.approval(table)
    else:
        tally = choice.points(table, most=ballot.points)
    chose = len(papers.numbers) - tally.abstained
    shares: list[float | None] = [float(score) / chose for score in tally.scores]
    if ballot.method == BallotMethod.POINTS:
        total = sum(tally.scores)
        shares = [float(score / total) if total else None for score in tally.scores]
    return Count(
        ballot.method,
        _places(papers.options, tally.tiers, tally.scores, tally.voted, shares),
        len(papers.numbers),
        tally.abstained,
    )


def _ranking(papers: Papers, table: NDArray[np.float64]) -> Count:
    """Borda's points and, beside them, Schulze's places."""
    borda, schulze = choice.borda(table), choice.schulze(table)
    other = {each: (place, tied) for each, place, tied in _numbered(schulze.tiers)}
    places = tuple(
        Place(
            papers.options[each],
            place,
            tied,
            borda.scores[each],
            borda.voted[each],
            other_place=other[each][0],
            other_tied=other[each][1],
        )
        for each, place, tied in _numbered(borda.tiers)
    )
    preferred = tuple(tuple(int(each) for each in row) for row in schulze.preferred)
    return Count(BallotMethod.RANKING, places, len(papers.numbers), borda.abstained, preferred)


def _places(
    options: Sequence[BallotOption],
    tiers: Tiers,
    scores: Sequence[Fraction],
    voted: Sequence[int],
    shares: Sequence[float | None],
) -> tuple[Place, ...]:
    return tuple(
        Place(options[each], place, tied, scores[each], voted[each], shares[each])
        for each, place, tied in _numbered(tiers)
    )


def _numbered(tiers: Tiers) -> list[tuple[int, int, bool]]:
    """Each option with its place: after two that share the first comes the third."""
    found, before = [], 1
    for tier in tiers:
        found += [(each, before, len(tier) > 1) for each in tier]
        before += len(tier)
    return found


def _table(papers: Papers) -> NDArray[np.float64]:
    rows = [[np.nan if value is None else value for value in row] for row in papers.marks]
    return np.array(rows, dtype=float).reshape(len(rows), len(papers.options))
