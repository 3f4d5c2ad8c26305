"""What the judges said: scores, intervals, levels, silences; and who can speak about what."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ordito.methods.errors import InvalidInput

Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]
Kind = TypeVar("Kind")

FEWEST_ALTERNATIVES = 2
MOST_LEVELS = 1000
LARGEST = 1e150
"""Differences, sums and squares of scores up to here can be told."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """How the scores of one criterion are read.

    With neither scale nor levels the scores are values as they stand, the larger the better.

    Attributes
    ----------
    worst, best : the two ends of a scale; a cost has `worst` > `best`; the value is linear between them
    levels : for a qualitative scale, how many (2 to 1000): scores are then 0 (worst) … levels - 1 (best), of
        which only the order is known
    indifference, preference : thresholds of PROMETHEE in the unit of the scores, indifference <= preference;
        both 0 is the usual criterion, equal ones a step, 0 and p a V, otherwise linear with indifference
    name : for people
    """

    worst: float | None = None
    best: float | None = None
    levels: int | None = None
    indifference: float = 0.0
    preference: float = 0.0
    name: str = ""

    def __post_init__(self) -> None:
        ends = (each for each in (self.worst, self.best) if each is not None)
        for each in (*ends, self.indifference, self.preference):
            if not isinstance(each, int | float | np.integer | np.floating):
                raise InvalidInput(f"a scale and thresholds are numbers, not {each!r}")
        if (self.worst is None) != (self.best is None):
            raise InvalidInput("a scale has both a worst and a best score")
        if self.worst is not None and self.best is not None:
            if not max(abs(self.worst), abs(self.best)) <= LARGEST or self.worst == self.best:
                raise InvalidInput(f"worst and best must differ, and be finite and within ±{LARGEST:g}")
            if self.levels is not None:
                raise InvalidInput("a criterion has either a scale or levels, not both")
        if self.levels is not None and (
            not isinstance(self.levels, int | np.integer) or not 2 <= self.levels <= MOST_LEVELS  # noqa: PLR2004
        ):
            raise InvalidInput(f"levels must be an integer >= 2, up to {MOST_LEVELS}, not {self.levels!r}")
        if not 0 <= self.indifference <= self.preference < np.inf:
            raise InvalidInput("thresholds must be finite, with 0 <= indifference <= preference")
        if self.levels is not None and self.preference > 0:
            raise InvalidInput("levels are only ordered: they have no thresholds")

    @property
    def unit(self) -> float:
        """How many units of score make the whole scale; negative for a cost, 1 where there is no scale."""
        return self.best - self.worst if self.best is not None and self.worst is not None else 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Judgements:
    """Checked judgements of named groups; make it with `judgements`.

    Attributes
    ----------
    low, high : (alternatives, criteria, judges) ends of each judgement, larger is better: 0 … 1 on a scale,
        level numbers on levels, the scores themselves elsewhere; NaN where the judge is silent
    criteria : how each criterion is read
    groups : the group of each judge
    """

    low: Floats
    high: Floats
    criteria: tuple[Criterion, ...]
    groups: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The groups, once each, in alphabetical order."""
        return tuple(sorted(set(self.groups)))

    def of(self, group: str) -> Judgements:
        """The judgements of one group alone."""
        kept = [judge for judge, name in enumerate(self.groups) if name == group]
        return Judgements(
            self.low[:, :, kept], self.high[:, :, kept], self.criteria, tuple(self.groups[j] for j in kept)
        )


def judgements(
    low: ArrayLike,
    high: ArrayLike | None = None,
    *,
    criteria: Sequence[Criterion] | None = None,
    groups: Sequence[str] | None = None,
) -> Judgements:
    """Check what the judges said and read it the same way for every criterion.

    Parameters
    ----------
    low : (alternatives, criteria) or (alternatives, criteria, judges) scores; NaN where nothing was said
    high : None, or of the same shape: each judgement is then the interval from `low` to `high`
    criteria : one `Criterion` each; None reads the scores as values, the larger the better
    groups : (judges,) the name of each judge's group; None puts everybody in one, named ""

    Returns
    -------
    Judgements

    Raises
    ------
    InvalidInput : shapes disagree, a score is off its scale, infinite or beyond ±1e150, low > high, half an
        interval

    Examples
    --------
    Two forms on two criteria: a cost between 100 and 20, and a level from 0 to 3, uncertain for the second.

    >>> read = [Criterion(worst=100, best=20), Criterion(levels=4)]
    >>> said = judgements([[60, 3], [40, 1]], [[60, 3], [40, 2]], criteria=read)
    >>> said.low[:, 0, 0].tolist(), said.high[:, 1, 0].tolist()
    ([0.5, 0.75], [3.0, 2.0])
    """
    first = _cube(low)
    last = first if high is None else _cube(high)
    if first.shape != last.shape:
        raise InvalidInput(f"low and high must have one shape, not {first.shape} and {last.shape}")
    if (np.isnan(first) != np.isnan(last)).any():
        raise InvalidInput("a judgement has both ends or none")
    if (first > last).any():
        raise InvalidInput("low must not exceed high")
    read = (Criterion(),) * first.shape[1] if criteria is None else _listed(criteria, Criterion, "criteria")
    if len(read) != first.shape[1]:
        raise InvalidInput(f"{first.shape[1]} criteria are judged and {len(read)} are described")
    named = ("",) * first.shape[2] if groups is None else _listed(groups, str, "groups")
    if len(named) != first.shape[2]:
        raise InvalidInput(f"{first.shape[2]} judges speak and {len(named)} have a group")
    ends = [np.empty_like(first), np.empty_like(first)]
    for column, criterion in enumerate(read):
        one, two = (_read(each[:, column], criterion, column) for each in (first, last))
        ends[0][:, column], ends[1][:, column] = (two, one) if criterion.unit < 0 else (one, two)
    return Judgements(ends[0], ends[1], read, named)


def _listed(given: Iterable[Kind], kind: type[Kind], name: str) -> tuple[Kind, ...]:
    read = tuple(given) if isinstance(given, Iterable) and not isinstance(given, str) else None
    if read is None or not all(isinstance(each, kind) for each in read):
        raise InvalidInput(f"{name} must be a list, each of them a {kind.__name__}, not {given!r}")
    return read


def numbered(alternative: object, alternatives: int) -> int:
    """The number of an alternative that is there."""
    try:
        number = -1 if isinstance(alternative, bool) else operator.index(alternative)  # type: ignore[arg-type]
    except TypeError:
        number = -1
    if not 0 <= number < alternatives:
        raise InvalidInput(
            f"alternatives are numbered from 0 to {alternatives - 1}, there is no {alternative!r}"
        )
    return number


def as_judgements(scores: ArrayLike | Judgements) -> Judgements:
    """What was checked already, or plain scores read as values."""
    return scores if isinstance(scores, Judgements) else judgements(scores)


def _cube(scores: ArrayLike) -> Floats:
    try:
        kind = np.asarray(scores).dtype.kind
        cube = np.array(scores, dtype=float) if kind in "biufO" else None
    except (TypeError, ValueError) as why:
        raise InvalidInput("scores must be numbers, NaN where nothing was said") from why
    if cube is None:
        raise InvalidInput(f"scores must be numbers, not {np.asarray(scores).dtype}")
    if cube.ndim == 2:  # noqa: PLR2004
        cube = cube[:, :, None]
    if cube.ndim != 3 or 0 in cube.shape:  # noqa: PLR2004
        raise InvalidInput(
            "scores must have shape (alternatives, criteria) or (alternatives, criteria, judges), "
            f"none of them zero, not {cube.shape}"
        )
    if (np.abs(cube) > LARGEST).any():
        raise InvalidInput(f"scores must be finite and within ±{LARGEST:g}, or NaN where nothing was said")
    return cube


def _read(scores: Floats, criterion: Criterion, column: int) -> Floats:
    said = scores[~np.isnan(scores)]
    if criterion.levels is not None:
        if ((said < 0) | (said >= criterion.levels) | (said % 1 != 0)).any():
            raise InvalidInput(f"scores of criterion {column} must be levels 0 … {criterion.levels - 1}")
        return scores
    if criterion.worst is None:
        return scores
    values = (scores - criterion.worst) / criterion.unit
    if ((values < 0) | (values > 1)).any():
        raise InvalidInput(
            f"scores of criterion {column} must lie between {criterion.worst} and {criterion.best}"
        )
    return np.asarray(values)


@dataclass(frozen=True, slots=True)
class Speaking:
    """Which alternatives can be ranked, and whose judgements compare them all.

    A judge who is silent about one of the ranked alternatives does not speak on that criterion: a severe
    judge who kept silent about a single form would otherwise favour it.
    """

    ranked: Bools
    eligible: Bools
    missing: tuple[tuple[int, int], ...]
    silences: tuple[tuple[int, int, int], ...]
    set_aside: int

    @property
    def why(self) -> str:
        """Empty, or what cannot be told."""
        return (
            ""
            if self.ranked.sum() >= FEWEST_ALTERNATIVES
            else "fewer than two alternatives are judged on everything"
        )


def speaking(said: Judgements) -> Speaking:
    """Withhold the alternatives on which some criterion is silent, and the judges who cannot compare."""
    silent = np.isnan(said.low)
    ranked: Bools = ~np.any(np.all(silent, axis=2), axis=1)
    while True:
        eligible: Bools = ~np.any(silent[ranked], axis=0)
        mute: Bools = ~np.any(eligible, axis=1)
        if not mute.any():
            break
        ranked &= ~np.any(silent[:, mute], axis=(1, 2))
    cells = np.any(silent[~ranked], axis=2)
    rows = np.flatnonzero(~ranked)
    missing = tuple((int(rows[row]), int(column)) for row, column in zip(*np.nonzero(cells), strict=True))
    used = (~silent[ranked] & eligible).sum()
    silences = tuple((int(row), int(column), int(judge)) for row, column, judge in np.argwhere(silent))
    return Speaking(ranked, eligible, missing, silences, int((~silent).sum() - used))
