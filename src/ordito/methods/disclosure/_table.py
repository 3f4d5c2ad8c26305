"""Cells and the sums that tie them: what a reader of published tables knows about how they are made."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from operator import index
from typing import Any, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ordito.methods.errors import InvalidInput

MOST_AXES = 6


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Cells, and which of them is the sum of which others.

    Several tables that share cells are one `Table`: a shared cell stands once and is in the sums of each.

    Attributes
    ----------
    value : (n,) finite floats >= 0, the true value of each cell (people, euros)
    relations : pairs of a total and its parts, as positions in `value`
    shape : the shape of the array whose cells these are in C order, margins last; (n,) where there is none
    contributors : (n,) whole numbers >= 0, or None where each value is itself a count of people
    largest : (n, m) floats >= 0, the greatest single contributions to each cell, descending; None if unknown
    hidden : (n,) booleans, cells that exist, are never shown and ask for no protection (the inside of a cube
        of which only margins are published); a reader reasons about them too
    floor, ceiling : (n,) what any reader knows beforehand of each cell; 0 and infinity where None

    Examples
    --------
    Two municipalities and their sum.

    >>> Table(np.array([3.0, 4.0, 7.0]), ((2, (0, 1)),)).size
    3
    """

    value: NDArray[np.float64]
    relations: tuple[tuple[int, tuple[int, ...]], ...]
    shape: tuple[int, ...] = ()
    contributors: NDArray[np.int64] | None = None
    largest: NDArray[np.float64] | None = None
    hidden: NDArray[np.bool_] | None = None
    floor: NDArray[np.float64] | None = None
    ceiling: NDArray[np.float64] | None = None

    def __post_init__(self) -> None:
        """Refuse sums that are not sums, and columns of another length."""
        value = numbers(self.value, "value")
        if value.ndim != 1 or not value.size:
            raise InvalidInput("value must be a vector with one number per cell")
        object.__setattr__(self, "value", value)
        try:
            shape = tuple(index(each) for each in self.shape)
        except TypeError:
            raise InvalidInput(f"shape must be whole numbers, not {self.shape!r}") from None
        object.__setattr__(self, "shape", shape or (value.size,))
        if int(np.prod(self.shape)) != value.size:
            raise InvalidInput(f"shape {self.shape} is not that of {value.size} cells")
        self._settle("contributors", np.int64, 1)
        self._settle("largest", np.float64, 2)
        self._settle("hidden", np.bool_, 1)
        self._settle("floor", np.float64, 1)
        self._settle("ceiling", np.float64, 1, endless=True)
        self._check_sums()
        low, high = self.limits()
        if (value < low).any() or (value > high).any():
            raise InvalidInput("every value must lie between its floor and its ceiling")

    def _settle(self, name: str, kind: type, axes: int, *, endless: bool = False) -> None:
        given = getattr(self, name)
        if given is None:
            return
        column = numbers(given, name, endless=endless)
        if column.ndim != axes or column.shape[0] != self.size:
            raise InvalidInput(f"{name} must have one row for each of the {self.size} cells")
        if kind is not np.float64 and (column != np.floor(column)).any():
            raise InvalidInput(f"{name} must be whole numbers")
        if kind is np.bool_ and (column > 1).any():
            raise InvalidInput(f"{name} must be booleans")
        if name == "largest" and (np.diff(column, axis=1) > 0).any():
            raise InvalidInput("largest must be in descending order along each row")
        object.__setattr__(self, name, column.astype(kind))

    def _check_sums(self) -> None:
        try:
            relations = [
                (index(total), tuple(index(part) for part in parts)) for total, parts in self.relations
            ]
        except (TypeError, ValueError):
            raise InvalidInput("relations must be pairs of a total and its parts, as positions") from None
        object.__setattr__(self, "relations", tuple(relations))
        for total, parts in relations:
            cells = (total, *parts)
            if not parts or len(set(cells)) < len(cells) or min(cells) < 0 or max(cells) >= self.size:
                raise InvalidInput("a relation is a total and its parts, distinct positions among the cells")
            told, summed = self.value[total], self.value[list(parts)].sum()
            if abs(told - summed) > 1e-9 * max(1.0, told):
                raise InvalidInput(f"cell {total} is {told:g}, but its parts sum to {summed:g}")

    @property
    def size(self) -> int:
        """How many cells."""
        return int(self.value.size)

    @property
    def whole(self) -> bool:
        """Whether the cells count people, so that a reader knows that they are whole numbers."""
        return self.contributors is None and bool((self.value == np.floor(self.value)).all())

    def limits(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """What any reader knows beforehand: the least and the most of each cell."""
        low = np.zeros(self.size) if self.floor is None else self.floor
        high = np.full(self.size, np.inf) if self.ceiling is None else self.ceiling
        return low, high

    def never_shown(self) -> NDArray[np.bool_]:
        """Which cells are hidden."""
        return np.zeros(self.size, dtype=np.bool_) if self.hidden is None else self.hidden


def numbers(given: ArrayLike, name: str, *, endless: bool = False) -> NDArray[np.float64]:
    """Floats >= 0, or a refusal."""
    try:
        kind = np.asarray(given).dtype.kind
        column = np.array(given, dtype=np.float64) if kind in "biufO" else None
    except (TypeError, ValueError) as why:
        raise InvalidInput(f"{name} must be numbers") from why
    if column is None:
        raise InvalidInput(f"{name} must be numbers, not {np.asarray(given).dtype}")
    if np.isnan(column).any() or (not endless and np.isinf(column).any()):
        raise InvalidInput(f"{name} must be finite numbers; a cell that is not known cannot be protected")
    if (column < 0).any():
        raise InvalidInput(f"{name} must not be negative")
    return column


def cross(
    counts: ArrayLike,
    *,
    trees: Mapping[int, Sequence[ArrayLike]] | None = None,
    publish: Sequence[Sequence[int]] | None = None,
) -> Table:
    """Make a cross table of its inner cells, with every margin and subtotal.

    Parameters
    ----------
    counts : array of 1 to 6 dimensions, whole numbers or amounts >= 0, without margins
    trees : for an axis that is grouped (municipalities in sub-areas), a list of groupings from the finest to
        the coarsest; each gives the group of each position, whole numbers from 0, and is a union of groups
        of the one before
    publish : the tables that are published, each as the axes that it shows, if not the whole:
        ``[(0, 1), (0, 2)]`` publishes two tables linked by the margin of axis 0, and never the cube inside

    Returns
    -------
    Table : cells in C order of an array where each axis holds its positions, then its groups, then the total

    Raises
    ------
    InvalidInput : not numbers >= 0; an axis that does not exist; groups that are not nested

    Examples
    --------
    Two municipalities by two needs, with the margins.

    >>> table = cross([[3, 9], [8, 5]])
    >>> table.value.reshape(table.shape)
    array([[ 3.,  9., 12.],
           [ 8.,  5., 13.],
           [11., 14., 25.]])
    """
    inner = numbers(counts, "counts")
    if not 1 <= inner.ndim <= MOST_AXES or not inner.size:
        raise InvalidInput(f"counts must have 1 to {MOST_AXES} dimensions and at least one cell")
    grouped = {} if trees is None else trees
    if not isinstance(grouped, Mapping) or not set(grouped) <= set(range(inner.ndim)):
        raise InvalidInput("trees must name axes of counts, each with its groupings")
    axes = [_Axis.of(size, grouped.get(axis, ())) for axis, size in enumerate(inner.shape)]
    with np.errstate(over="ignore"):
        endless = not np.isfinite(inner.sum())
    if endless:
        raise InvalidInput("counts must have finite sums")
    whole = inner
    for axis, each in enumerate(axes):
        whole = np.moveaxis(np.tensordot(each.member, whole, axes=(1, axis)), 0, axis)
    place = np.arange(whole.size).reshape(whole.shape)
    relations = []
    for axis, each in enumerate(axes):
        lines = np.moveaxis(place, axis, -1).reshape(-1, whole.shape[axis])
        relations += [
            (int(line[total]), tuple(int(cell) for cell in line[list(parts)]))
            for line in lines
            for total, parts in each.sums
        ]
    return Table(whole.ravel(), tuple(relations), whole.shape, hidden=_unpublished(axes, publish))


@dataclass(frozen=True, slots=True)
class _Axis:
    """The nodes of one axis: its positions, its groups, its total."""

    member: NDArray[np.float64]
    sums: tuple[tuple[int, tuple[int, ...]], ...]

    @classmethod
    def of(cls, size: int, groupings: Sequence[ArrayLike]) -> "_Axis":
        rows = [np.eye(size)]
        below = list(range(size))
        sums: list[tuple[int, tuple[int, ...]]] = []
        for given in (*groupings, np.zeros(size)):
            group = numbers(given, "trees")
            if group.shape != (size,) or (group != np.floor(group)).any():
                raise InvalidInput("each grouping must give a whole number to each position of its axis")
            member = (group == np.unique(group)[:, None]).astype(np.float64)
            start = sum(len(each) for each in rows)
            finer = np.concatenate(rows)[below]
            if ((finer @ member.T > 0).sum(axis=1) > 1).any():
                raise InvalidInput("each grouping must be a union of groups of the one before")
            inside = finer @ member.T > 0
            sums += [
                (start + nth, tuple(below[cell] for cell in np.flatnonzero(inside[:, nth])))
                for nth in range(len(member))
            ]
            below = list(range(start, start + len(member)))
            rows.append(member)
        return cls(np.concatenate(rows), tuple(sums))


def _unpublished(axes: list[_Axis], publish: Sequence[Sequence[int]] | None) -> NDArray[np.bool_] | None:
    if publish is None:
        return None
    try:
        tables = [set(each) for each in publish]
    except TypeError:
        tables = []
    if not tables or not all(each <= set(range(len(axes))) for each in tables):
        raise InvalidInput("publish must list tables, each as axes of counts")
    sizes = [len(axis.member) for axis in axes]
    shown = [
        any(
            all(axis in table or node == sizes[axis] - 1 for axis, node in enumerate(nodes))
            for table in tables
        )
        for nodes in product(*(range(size) for size in sizes))
    ]
    return cast("NDArray[np.bool_]", ~np.array(shown))


def linked(
    tables: Sequence[Table], names: Sequence[Sequence[Hashable]]
) -> tuple[Table, list[NDArray[np.int64]]]:
    """Make one table of several that share cells.

    Parameters
    ----------
    tables : tables of values of the same kind
    names : for each table, one name per cell (text, a number, a tuple); the same name in two tables is the
        same cell

    Returns
    -------
    Table, and for each table the positions of its cells in it

    Raises
    ------
    InvalidInput : a name missing, or the same cell with two values, contributors or largest contributions

    Examples
    --------
    The needs and the ages of the same 12 people.

    >>> needs, ages = cross([3, 9]), cross([5, 7])
    >>> both, places = linked([needs, ages], [["home", "work", "all"], ["young", "old", "all"]])
    >>> both.value, places[1]
    (array([ 3.,  9., 12.,  5.,  7.]), array([3, 4, 2]))
    """
    if not tables or len(names) != len(tables) or not all(isinstance(each, Table) for each in tables):
        raise InvalidInput("linked needs tables, and a list of names for each")
    found: dict[Hashable, list[tuple[Table, int]]] = {}
    for table, own in zip(tables, names, strict=True):
        if not all(isinstance(name, Hashable) for name in own):
            raise InvalidInput("the name of a cell must be text, a number or a tuple of these")
        if len(own) != table.size or len(set(own)) != len(own):
            raise InvalidInput("each table needs one name per cell, each once")
        for cell, name in enumerate(own):
            found.setdefault(name, []).append((table, cell))
    position = {name: place for place, name in enumerate(found)}
    places = [np.array([position[name] for name in own], dtype=np.int64) for own in names]
    relations = tuple(
        dict.fromkeys(
            (int(place[total]), tuple(int(place[part]) for part in parts))
            for table, place in zip(tables, places, strict=True)
            for total, parts in table.relations
        )
    )
    return _merged(found, relations), places


def _merged(
    found: Mapping[Hashable, list[tuple[Table, int]]], relations: tuple[tuple[int, tuple[int, ...]], ...]
) -> Table:
    """A cell is hidden where no table shows it, and known to lie where every table says."""
    cells = list(found.items())
    return Table(
        np.array([_agreed(name, [table.value[at] for table, at in each]) for name, each in cells]),
        relations,
        contributors=_column(cells, "contributors"),
        largest=_column(cells, "largest"),
        hidden=np.array([all(table.never_shown()[at] for table, at in each) for _name, each in cells]),
        floor=np.array([max(table.limits()[0][at] for table, at in each) for _name, each in cells]),
        ceiling=np.array([min(table.limits()[1][at] for table, at in each) for _name, each in cells]),
    )


def _column(cells: list[tuple[Hashable, list[tuple[Table, int]]]], field: str) -> Any:
    """What all the tables say of each cell beside its value, or None where none does."""
    told = [getattr(table, field) is not None for _name, each in cells for table, _at in each]
    if not any(told):
        return None
    if not all(told):
        raise InvalidInput(f"either all of the linked tables say their {field}, or none")
    return np.array(
        [_agreed(name, [getattr(table, field)[at] for table, at in each]) for name, each in cells]
    )


def _agreed(name: Hashable, told: list[Any]) -> Any:
    """What the tables say of one cell: the same, or the same up to how a sum of floats was made."""
    if any(
        np.shape(each) != np.shape(told[0]) or (abs(each - told[0]) > 1e-9 * abs(told[0])).any()
        for each in told
    ):
        raise InvalidInput(f"cell {name!r} has two values")
    return told[0]
