"""An order of rows and columns that comes from the data, so that the order they arrived in decides nothing.

A solver breaks ties by what comes first. Every question is therefore put to it in one canonical order, found
by colour refinement: a row is known by its key and by what it sees in the columns, a column by what it sees
in the rows, and so on until nothing new is learnt. Rows that are still alike are told apart one at a time.
Only rows that the data cannot tell apart (twins, mirror images) keep the order they were given in.

Reference: McKay, Piperno (2014), Journal of Symbolic Computation 60, 94-112.
"""

from __future__ import annotations

import numpy as np

from ordito.methods.siting._results import Index, Real

_FIRST_TOLD_APART = 24
"""After so many individual choices the rest keep the given order: such data are all mirror images."""


def canonical_order(table: Real, row_key: Real, column_key: Real) -> tuple[Index, Index]:
    """The rows and the columns of `table` in an order that does not depend on the one they have.

    Parameters
    ----------
    table : (n, m) what each row and column say of each other; equal values are alike
    row_key : (n,) what else is known of each row
    column_key : (m,) what else is known of each column
    """
    codes = np.unique(table, return_inverse=True)[1].reshape(table.shape).astype(np.int64)
    rows = np.unique(row_key, return_inverse=True)[1].astype(np.int64)
    columns = np.unique(column_key, return_inverse=True)[1].astype(np.int64)
    rows, columns = _refined(codes, rows, columns)
    for _choice in range(_FIRST_TOLD_APART):
        alike = _first_alike(codes, rows)
        if alike < 0:  # then columns that look alike are twins too
            break
        rows, columns = _refined(codes, _told_apart(rows, alike), columns)
    return np.argsort(rows, kind="stable"), np.argsort(columns, kind="stable")


def _refined(codes: Index, rows: Index, columns: Index) -> tuple[Index, Index]:
    known = -1
    while known < (now := int(rows.max() + columns.max())):
        known = now
        rows = _seen(codes, rows, columns)
        columns = _seen(codes.T, columns, rows)
    return rows, columns


def _seen(codes: Index, mine: Index, theirs: Index) -> Index:
    """New colours: the old one first, then the sorted list of (value, other's colour)."""
    if mine.max() == len(mine) - 1:
        return mine
    pairs = np.sort(codes * (theirs.max() + 1) + theirs, axis=1)
    signs = np.concatenate([mine[:, None], pairs], axis=1)
    order = np.lexsort(signs.T[::-1])
    changes = (signs[order][1:] != signs[order][:-1]).any(axis=1)
    colours = np.empty(len(mine), dtype=np.int64)
    colours[order] = np.concatenate([[0], np.cumsum(changes)])
    return colours


def _first_alike(codes: Index, colours: Index) -> int:
    """The first colour that several rows share which are not plain twins, or −1."""
    sizes = np.bincount(colours)
    for colour in np.flatnonzero(sizes > 1):
        members = codes[colours == colour]
        if (members != members[0]).any():
            return int(colour)
    return -1


def _told_apart(colours: Index, colour: int) -> Index:
    """The first of those alike stands before the others."""
    first = int(np.flatnonzero(colours == colour)[0])
    spread = colours * 2
    spread[(colours == colour)] += 1
    spread[first] -= 1
    return np.unique(spread, return_inverse=True)[1].astype(np.int64)
