"""What the questions about places give back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Index = NDArray[np.int64]
Real = NDArray[np.float64]
Flags = NDArray[np.bool_]


class NothingFoundInTime(TimeoutError):  # noqa: N818 - it names what happened
    """The time ran out before any answer that keeps the limits was found, so there is nothing to return."""


@dataclass(frozen=True, slots=True, eq=False)
class Siting:
    """The sites to open and who goes where.

    Attributes
    ----------
    opened : (k,) the columns opened, ascending
    serves : (n,) for each row the column that serves it
    cost : the total that was made smallest (for `p_centre`, the longest travel)
    mean_travel : mean travel of a person, in the unit of `travel`
    gap : 0 when proved best (within one part in 10⁹); otherwise no answer can be better than
        ``cost * (1 - gap)``
    """

    opened: Index
    serves: Index
    cost: float
    mean_travel: float
    gap: float


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """The sites to open and who is within reach of one.

    Attributes
    ----------
    opened : (k,) the columns opened, ascending
    serves : (n,) for each row the nearest opened column, −1 where none is within reach
    covered : the demand within reach of an opened site
    share : `covered` over all the demand
    out_of_reach : the rows that no site could reach, whichever were opened
    gap : 0 when proved best (within one part in 10⁹). For `maximal_coverage` no answer covers more than
        ``covered / (1 - gap)``; for `fewest_sites` none opens fewer than ``len(opened) * (1 - gap)`` sites
    """

    opened: Index
    serves: Index
    covered: float
    share: float
    out_of_reach: Index
    gap: float


@dataclass(frozen=True, slots=True, eq=False)
class Districts:
    """Contiguous sub-areas.

    Attributes
    ----------
    district : (n,) for each unit the number of its sub-area, 0 to k − 1, in the order of `centres`
    centres : (k,) the unit at the centre of each sub-area, ascending
    loads : (k,) the weight of each sub-area
    cost : sum over units of weight × travel to the centre of their sub-area
    mean_travel : `cost` over all the weight
    gap : 0 when proved best (within one part in 10⁹); otherwise no answer can be better than
        ``cost * (1 - gap)``
    """

    district: Index
    centres: Index
    loads: Real
    cost: float
    mean_travel: float
    gap: float
