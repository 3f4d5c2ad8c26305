"""Small cells withheld from published tables, so that nobody can be worked out of them.

`suppress` finds which cells to withhold; `audit` proves, for any choice of cells, what a reader can still
work out.

The reader of the proof knows every sum, every cell shown, and that no cell is below its floor. It is not
the reader who is in the table: who knows that a cell of two holds himself and one other knows more than is
proved here.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ordito.methods.disclosure._order import canonical, reordered
from ordito.methods.disclosure._rules import Needs, Rule, needs
from ordito.methods.disclosure._table import Table, cross, linked, numbers
from ordito.methods.errors import InvalidInput

if TYPE_CHECKING:
    from ordito.methods.disclosure._attack import Attack

__all__ = ["Audit", "InvalidInput", "Suppression", "Table", "audit", "cross", "linked", "suppress"]


@dataclass(frozen=True, slots=True, eq=False)
class Audit:
    """What a reader can work out.

    Attributes
    ----------
    safe : whether no sensitive cell is shown or can be bounded more tightly than allowed
    exposed : (n,) booleans, the sensitive cells for which that is not so
    lower, upper : (n,) what a reader knows of each cell, equal for one that is shown or can be worked out;
        with `exact` the tightest bounds, else an interval that no reader can narrow, and that may be wider
        in truth
    exact : whether the bounds are the tightest
    sensitive : (n,) booleans, the cells that the rules ask to protect
    """

    safe: bool
    exposed: NDArray[np.bool_]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    exact: bool
    sensitive: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Suppression:
    """Which cells to withhold.

    Attributes
    ----------
    pattern : (n,) booleans, the cells to withhold; `pattern.reshape(table.shape)` for a cross table
    primary : (n,) booleans, those withheld for themselves; the others protect them
    cost : what is lost, the sum of the costs of the cells withheld
    bound : no pattern that is safe costs less
    gap : (cost - bound) / cost, 0 when the pattern is proved best
    audit : the proof that the pattern is safe
    """

    pattern: NDArray[np.bool_]
    primary: NDArray[np.bool_]
    cost: float
    bound: float
    gap: float
    audit: Audit


def suppress(  # noqa: PLR0913 - each rule is an argument of its own
    table: Table | ArrayLike,
    *,
    threshold: int | None = 5,
    dominance: tuple[int, float] | None = None,
    p_percent: float | None = None,
    safety: float = 0.15,
    lower: ArrayLike | None = None,
    upper: ArrayLike | None = None,
    cost: ArrayLike | None = None,
    keep: ArrayLike | None = None,
    whole: bool = False,
) -> Suppression:
    """Withhold the sensitive cells and as few others as can be found, so that nobody can work them out.

    Cells are added along the cheapest moves that leave every sum as it is, several at a time (linear
    programs with costs reweighted towards few cells), then shown again where they turn out not to be
    needed. Up to 400 cells the best pattern is also sought by cutting planes; beyond that, the gap is
    against a bound from single sums.

    Parameters
    ----------
    table : a `Table`, or an array of inner cells of which `cross` makes one
    threshold : counts from 1 to threshold - 1 are sensitive, or cells with so few contributors; None for no
        such rule. A reader must not be able to tell that a count is not at least the threshold, nor that it
        is not one less than it is
    dominance : (n, k): sensitive where the n largest contributors make more than k % of the cell
    p_percent : sensitive where the second contributor can tell the first to within so many per cent
    safety : for amounts with few contributors, how far on either side a reader must be left unsure, as a
        part of the value
    lower, upper : (n,) floats >= 0, how far below and above the truth a reader's interval must reach,
        instead of what the rules ask; cells with a level above 0 are sensitive too. No interval is asked to
        reach beyond the floor and the ceiling of its cell, which every reader knows beforehand
    cost : (n,) floats > 0, what is lost with each cell; 1 + log(1 + value) if not given
    keep : (n,) booleans, cells that must be shown (published already)
    whole : whether to prove it also against a reader who uses that counts are whole numbers; slower. In a
        two-way table without groups on both axes it makes no difference

    Returns
    -------
    Suppression

    Raises
    ------
    InvalidInput : a value out of range, a sensitive cell among those to keep, or no pattern is safe with them

    References
    ----------
    Fischetti, Salazar (2001), Management Science 47(7), 1008-1027. Hundepool et al. (2012), Statistical
    Disclosure Control, ch. 4.

    Examples
    --------
    One person in home care in the first town. Without her cell, the margins would tell her; three more
    cells are withheld.

    >>> found = suppress([[1, 9, 20], [8, 5, 30], [40, 50, 60]])
    >>> found.pattern.reshape(4, 4).astype(int)
    array([[1, 1, 0, 0],
           [1, 1, 0, 0],
           [0, 0, 0, 0],
           [0, 0, 0, 0]])
    >>> found.gap, found.audit.safe
    (0.0, True)
    """
    told = _table(table)
    asked = needs(told, Rule(threshold, dominance, p_percent, safety, lower, upper))
    price, kept = _cost(told, cost), _kept(told, keep, asked)
    if not asked.sensitive.any():
        return Suppression(asked.sensitive, asked.sensitive, 0.0, 0.0, 0.0, _shown(told))
    from ordito.methods.disclosure._least import least
    from ordito.methods.disclosure._pattern import Search

    order = canonical(told, asked.below, asked.above, price, kept.astype(np.float64))
    sorted_needs = Needs(asked.sensitive[order], asked.below[order], asked.above[order])
    search = Search.of(reordered(told, order), sorted_needs, price[order], kept[order], whole=whole)
    search.grow()
    search.shrink()
    bound = least(search) * float(price.max())
    pattern = np.zeros(told.size, dtype=np.bool_)
    pattern[order] = search.pattern
    proof = _audit(told, pattern, asked, exact=False, whole=whole)
    lost = float(price[pattern].sum())
    bound = min(bound, lost)
    gap = 0.0 if lost - bound <= 1e-9 * lost else (lost - bound) / lost
    return Suppression(pattern, asked.sensitive, lost, bound, gap, proof)


def audit(  # noqa: PLR0913 - each rule is an argument of its own
    table: Table | ArrayLike,
    pattern: ArrayLike,
    *,
    threshold: int | None = 5,
    dominance: tuple[int, float] | None = None,
    p_percent: float | None = None,
    safety: float = 0.15,
    lower: ArrayLike | None = None,
    upper: ArrayLike | None = None,
    exact: bool = True,
    whole: bool = False,
) -> Audit:
    """Prove what a reader can work out of a table whose `pattern` is withheld.

    One linear program pushes many cells at once, as far as the rules ask: another table with the same sums
    and the same cells shown is a proof for every cell that it moves far enough. What is left is solved cell
    by cell, at once in parts that have no sum in common.

    Parameters
    ----------
    table : as in `suppress`
    pattern : booleans, one per cell, in C order whatever its shape: the cells that are withheld
    exact : whether to find the tightest bounds of every withheld cell, or only to prove that they are wide
        enough
    threshold, dominance, p_percent, safety, lower, upper, whole : as in `suppress`

    Returns
    -------
    Audit

    Raises
    ------
    InvalidInput : as in `suppress`; a pattern of another size

    References
    ----------
    Fischetti, Salazar (2001), Management Science 47(7), 1008-1027, section 2.

    Examples
    --------
    A single cell withheld is no secret; its row tells it.

    >>> alone = np.zeros((3, 3), dtype=bool)
    >>> alone[0, 0] = True
    >>> told = audit([[3, 9], [8, 5]], alone)
    >>> told.safe, float(told.lower[0]), float(told.upper[0])
    (False, 3.0, 3.0)
    """
    told = _table(table)
    asked = needs(told, Rule(threshold, dominance, p_percent, safety, lower, upper))
    return _audit(told, _flags(told, pattern, "pattern"), asked, exact=exact, whole=whole)


def _audit(table: Table, pattern: NDArray[np.bool_], asked: Needs, *, exact: bool, whole: bool) -> Audit:
    from ordito.methods.disclosure._attack import Attack

    attack = Attack.on(table, pattern, asked, whole=whole)
    exposed = asked.sensitive & ~pattern
    failed = attack.certify(asked.below[attack.cells], asked.above[attack.cells])
    exposed[attack.cells[failed]] = True
    down, up = _reach(attack, exact=exact)
    low, high = table.value.copy(), table.value.copy()
    low[attack.cells] += down
    high[attack.cells] += up
    return Audit(not exposed.any(), exposed, low, high, exact, asked.sensitive)


def _reach(attack: "Attack", *, exact: bool) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    if not exact:
        return attack.least, attack.most
    return attack.bounds(np.ones(len(attack.cells), dtype=np.bool_))


def _shown(table: Table) -> Audit:
    nothing = np.zeros(table.size, dtype=np.bool_)
    return Audit(True, nothing, table.value, table.value, True, nothing)  # noqa: FBT003 - the fields name them


def _table(given: Table | ArrayLike) -> Table:
    return given if isinstance(given, Table) else cross(given)


def _cost(table: Table, given: ArrayLike | None) -> NDArray[np.float64]:
    if given is None:
        return 1 + np.log1p(table.value)
    cost = numbers(given, "cost").ravel()
    if cost.size != table.size or (cost <= 0).any():
        raise InvalidInput(f"cost must be above 0 for each of the {table.size} cells")
    return cost


def _flags(table: Table, given: ArrayLike, name: str) -> NDArray[np.bool_]:
    flags = np.asarray(given)
    if flags.dtype != np.bool_ or flags.size != table.size:
        raise InvalidInput(f"{name} must be a boolean for each of the {table.size} cells")
    return flags.ravel()


def _kept(table: Table, given: ArrayLike | None, asked: Needs) -> NDArray[np.bool_]:
    kept = np.zeros(table.size, dtype=np.bool_) if given is None else _flags(table, given, "keep")
    if (kept & asked.sensitive).any():
        raise InvalidInput("a sensitive cell cannot be kept")
    return kept
