"""An order of the cells that does not depend on how they came."""

import numpy as np
from numpy.typing import NDArray

from ordito.methods.disclosure._table import Table

ROUNDS = 6
"""How far apart two cells may be told to differ by what stands around them."""


def canonical(table: Table, *columns: NDArray[np.float64]) -> NDArray[np.int64]:
    """Order the cells by what they are and by the sums they stand in, rounds of colour refinement.

    Cells that stay equal are, but for contrived tables, interchangeable.

    References
    ----------
    Weisfeiler, Leman (1968); Berkholz, Bonsma, Grohe (2017), Theory of Computing Systems 60, 581-614.
    """
    total = np.array([total for total, _parts in table.relations], dtype=np.int64)
    row = np.repeat(np.arange(len(total)), [len(parts) for _total, parts in table.relations])
    part = np.array([cell for _total, parts in table.relations for cell in parts], dtype=np.int64)
    own = np.zeros(table.size, dtype=np.uint64)
    for column in (table.value, table.never_shown(), *table.limits(), *columns):
        own = _mixed(own + np.where(column == 0, 0.0, column).astype(np.float64).view(np.uint64))
    colour = own
    for _each in range(ROUNDS):
        within = np.zeros(len(total), dtype=np.uint64)
        np.add.at(within, row, _mixed(colour[part]))
        line = _mixed(within + np.uint64(3) * _mixed(colour[total] + np.uint64(1)))
        around = np.zeros(table.size, dtype=np.uint64)
        np.add.at(around, part, _mixed(line[row]))
        np.add.at(around, total, _mixed(line + np.uint64(7)))
        colour = _mixed(own + _mixed(around) + np.uint64(5) * colour)
    return np.lexsort((colour, own))


def _mixed(key: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Scatter bits (the finaliser of splitmix64), so that sums of keys stand for multisets of them."""
    key = (key ^ (key >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    key = (key ^ (key >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return key ^ (key >> np.uint64(31))


def reordered(table: Table, order: NDArray[np.int64]) -> Table:
    """Return the same table with its cells, and the sums and their parts, in this order."""
    place = np.empty(table.size, dtype=np.int64)
    place[order] = np.arange(table.size)
    relations = sorted(
        (int(place[total]), tuple(sorted(int(place[part]) for part in parts)))
        for total, parts in table.relations
    )
    return Table(
        table.value[order],
        tuple(relations),
        (table.size,),
        None if table.contributors is None else table.contributors[order],
        None if table.largest is None else table.largest[order],
        None if table.hidden is None else table.hidden[order],
        None if table.floor is None else table.floor[order],
        None if table.ceiling is None else table.ceiling[order],
    )
