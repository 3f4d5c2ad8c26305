"""What each statement says about the groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ordito.methods.opinion._votes import Votes

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

SURE = 1.2815515655446004
"""One-sided 90 %, as in Polis."""
AGREE, DISAGREE, PASS = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Representative:
    """A statement that tells a group from the others.

    `agrees` says whether by agreeing or by disagreeing with it; `share` is the smoothed share of the group
    that does so, `elsewhere` that of the others; `z_share` and `z_difference` say how far that is from a half
    and from the others, in standard errors.
    """

    statement: int
    agrees: bool
    share: float
    elsewhere: float
    z_share: float
    z_difference: float

    @property
    def weight(self) -> float:
        """Polis's order: how much more likely here, times how sure."""
        return self.share / self.elsewhere * self.z_difference * self.share * self.z_share


def by_group(votes: Votes, groups: Integers, k: int) -> Integers:
    """Standing votes of each group, (k, statements, 3): agree, disagree, pass."""
    row = groups[votes.row]
    kind = np.array([DISAGREE, PASS, AGREE])[votes.value + 1]
    cell = (row * votes.statements.size + votes.column) * 3 + kind
    counted = np.bincount(cell[row >= 0], minlength=k * votes.statements.size * 3)
    return counted.reshape(k, votes.statements.size, 3)


def consensus(counts: Integers, kind: int) -> Floats:
    """The product over groups of the smoothed share, (n + 1) / (votes + 2), that votes `kind`."""
    shares: Floats = (counts[:, :, kind] + 1) / (counts.sum(2) + 2)
    product: Floats = shares.prod(0)
    return product


def divisive(counts: Integers) -> Floats:
    """How far apart the groups' smoothed shares of agreement are; NaN where there are not two groups."""
    if counts.shape[0] < 2:  # noqa: PLR2004 - two groups
        return np.full(counts.shape[1], np.nan)
    shares = (counts[:, :, AGREE] + 1) / (counts.sum(2) + 2)
    apart: Floats = np.ptp(shares, axis=0)
    return apart


def priority(counts: Integers, loadings: Floats) -> Floats:
    """Polis's weight for what to show next: agreed with, seldom passed, far from the centre, seldom seen."""
    seen = counts.sum(1)
    passed, agreed = (counts[:, PASS] + 1) / (seen + 2), (counts[:, AGREE] + 1) / (seen + 2)
    far = np.sqrt((loadings[:, :2] ** 2).sum(1) * loadings.shape[0])
    weight: Floats = ((1 - passed) * agreed * (far + 1) * (1 + 8 * 2.0 ** (-seen / 5))) ** 2
    return weight


def representative(counts: Integers, names: Integers, most: int) -> tuple[tuple[Representative, ...], ...]:
    """For each group the statements on which it differs from a half and from the others, surest first."""
    return tuple(_of_group(counts, group, names, most) for group in range(counts.shape[0]))


def _of_group(counts: Integers, group: int, names: Integers, most: int) -> tuple[Representative, ...]:
    here, there = counts[group], counts.sum(0) - counts[group]
    votes, others = here.sum(1), there.sum(1)
    found = []
    for kind in (AGREE, DISAGREE):
        z_share = 2 * np.sqrt(votes + 1) * ((here[:, kind] + 1) / (votes + 1) - 0.5)
        z_difference = _difference(here[:, kind] + 1, votes + 1, there[:, kind] + 1, others + 1)
        shares = (here[:, kind] + 1) / (votes + 2), (there[:, kind] + 1) / (others + 2)
        tells = (z_share > SURE) & (z_difference > SURE)
        found += [
            Representative(
                int(names[each]),
                kind == AGREE,
                float(shares[0][each]),
                float(shares[1][each]),
                float(z_share[each]),
                float(z_difference[each]),
            )
            for each in np.flatnonzero(tells)
        ]
    return tuple(sorted(found, key=lambda one: (-one.weight, one.statement))[:most])


def _difference(first: Integers, of_first: Integers, second: Integers, of_second: Integers) -> Floats:
    """The z of a difference between two shares."""
    both = (first + second) / (of_first + of_second)
    error = np.sqrt(np.maximum(both * (1 - both), 0) * (1 / of_first + 1 / of_second))
    z: Floats = np.where(
        error > 0, (first / of_first - second / of_second) / np.where(error > 0, error, 1), 0.0
    )
    return z
