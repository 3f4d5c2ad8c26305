"""How unequally people take part."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ordito.methods.cohesion._input import Floats, floats


@dataclass(frozen=True, slots=True)
class Inequality:
    """How unequal; all NaN where nobody takes part.

    `gini` is 0 when all take part as much, and (n - 1) / n when one does everything. `effective` is how many
    people, taking part as much, would make it as unequal (inverse Simpson). `half` is the fewest people who
    together make half of it.
    """

    gini: float
    effective: float
    half: float


def inequality(participation: ArrayLike) -> Inequality:
    """Measure how unequally people take part; who never does counts too.

    Parameters
    ----------
    participation : (n,) finite floats >= 0, any one unit

    Returns
    -------
    Inequality

    Raises
    ------
    InvalidInput : it is not such

    References
    ----------
    Gini (1912), Variabilita e mutabilita; as ``sum_i (2 i - n - 1) x_i / (n sum x)``, x in order.

    Examples
    --------
    >>> inequality([1, 1, 1, 1])
    Inequality(gini=0.0, effective=4.0, half=2.0)
    >>> inequality([0, 0, 0, 9])
    Inequality(gini=0.75, effective=1.0, half=1.0)
    """
    shape = np.shape(participation) if not isinstance(participation, list | tuple) else (len(participation),)
    values = np.sort(floats(participation, "participation", size=shape[0] if shape else 1, least=0))
    largest = values.max(initial=0.0)
    if largest == 0:
        return Inequality(float("nan"), float("nan"), float("nan"))
    return _measured(values / largest)


def _measured(values: Floats) -> Inequality:
    """Give the measures of values in order, the largest 1."""
    n, total = values.size, values.sum()
    gini = ((2 * np.arange(1, n + 1) - n - 1) * values).sum() / (n * total)
    reached = np.cumsum(values[::-1]) >= total / 2 * (1 - 1e-12)
    return Inequality(float(gini), float(total**2 / (values**2).sum()), float(np.argmax(reached) + 1))
