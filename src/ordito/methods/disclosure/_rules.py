"""Which cells are sensitive, and how uncertain a reader must be left about each."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ordito.methods.disclosure._table import Table, numbers
from ordito.methods.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Rule:
    """What makes a cell sensitive; the arguments of `suppress`."""

    threshold: int | None
    dominance: tuple[int, float] | None
    p_percent: float | None
    safety: float
    lower: ArrayLike | None
    upper: ArrayLike | None


@dataclass(frozen=True, slots=True)
class Needs:
    """The sensitive cells, and how far below and above the truth a reader's interval must reach."""

    sensitive: NDArray[np.bool_]
    below: NDArray[np.float64]
    above: NDArray[np.float64]

    @property
    def finest(self) -> float:
        """The least that is asked of any cell, at most 1: people come one by one."""
        asked = np.concatenate([self.below, self.above])
        return float(asked[asked > 0].min(initial=1.0))


def needs(table: Table, rule: Rule) -> Needs:
    """Apply the rules; where several ask, the widest interval counts."""
    below, above = np.zeros(table.size), np.zeros(table.size)
    sensitive = np.zeros(table.size, dtype=np.bool_)
    for asked, down, up in (_few(table, rule), _dominant(table, rule), _guessed(table, rule)):
        sensitive |= asked
        below = np.maximum(below, np.where(asked, down, 0))
        above = np.maximum(above, np.where(asked, up, 0))
    below, above = _own(table, rule.lower, "lower", below), _own(table, rule.upper, "upper", above)
    sensitive |= (below > 0) | (above > 0)
    sensitive &= ~table.never_shown()
    low, high = table.limits()
    if table.whole:
        below, above = np.ceil(below), np.ceil(above)
    below = np.where(sensitive, np.minimum(below, table.value - low), 0)
    above = np.where(sensitive, np.minimum(above, high - table.value), 0)
    return Needs(sensitive, below, above)


Asked = tuple[NDArray[np.bool_], NDArray[np.float64], NDArray[np.float64]]


def _own(table: Table, given: ArrayLike | None, name: str, ruled: NDArray[np.float64]) -> NDArray[np.float64]:
    if given is None:
        return ruled
    levels = numbers(given, name)
    if levels.size != table.size:
        raise InvalidInput(f"{name} must have one level for each of the {table.size} cells")
    return levels.ravel()


def _amount(given: object) -> bool:
    return isinstance(given, int | float | np.integer | np.floating)


def _nothing(table: Table) -> Asked:
    return np.zeros(table.size, dtype=np.bool_), np.zeros(table.size), np.zeros(table.size)


def _few(table: Table, rule: Rule) -> Asked:
    if rule.threshold is None:
        return _nothing(table)
    if (
        not isinstance(rule.threshold, int | np.integer)
        or isinstance(rule.threshold, bool)
        or rule.threshold < 1
    ):
        raise InvalidInput(f"threshold must be a whole number >= 1, or None, not {rule.threshold!r}")
    if not _amount(rule.safety) or not 0 < rule.safety <= 1:
        raise InvalidInput("safety must be above 0 and at most 1")
    if table.contributors is None:
        few = (table.value > 0) & (table.value < rule.threshold)
        return few, np.minimum(table.value, 1), rule.threshold - table.value
    few = (table.contributors > 0) & (table.contributors < rule.threshold)
    return few, rule.safety * table.value, rule.safety * table.value


def _dominant(table: Table, rule: Rule) -> Asked:
    if rule.dominance is None:
        return _nothing(table)
    given = rule.dominance
    count, percent = given if isinstance(given, tuple | list) and len(given) == 2 else (0, 0.0)  # noqa: PLR2004 - a pair
    whole = isinstance(count, int | np.integer) and count >= 1
    if not whole or not _amount(percent) or not 0 < percent < 100:  # noqa: PLR2004 - per cent
        raise InvalidInput(
            "dominance must be a number of contributors >= 1 and a percentage between 0 and 100"
        )
    top = _largest(table, int(count))[:, : int(count)].sum(axis=1)
    level = top * 100 / percent - table.value
    return level > 0, level, level


def _guessed(table: Table, rule: Rule) -> Asked:
    if rule.p_percent is None:
        return _nothing(table)
    if not _amount(rule.p_percent) or not 0 < rule.p_percent < np.inf:
        raise InvalidInput("p_percent must be above 0")
    two = _largest(table, 2)
    level = rule.p_percent / 100 * two[:, 0] - (table.value - two[:, 0] - two[:, 1])
    return level > 0, level, level


def _largest(table: Table, least: int) -> NDArray[np.float64]:
    if table.largest is None or table.largest.shape[1] < least:
        raise InvalidInput(f"this rule needs the {least} largest contributions to each cell")
    if (table.largest.sum(axis=1) > table.value * (1 + 1e-9) + 1e-9).any():
        raise InvalidInput("the largest contributions to a cell must not exceed its value")
    return table.largest
