"""What will be drawn, in an order that depends on what was said and not on where it was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ordito.methods.errors import InvalidInput
from ordito.methods.multicriteria._judgements import Floats, Judgements, Speaking
from ordito.methods.multicriteria._polytope import Polytope
from ordito.methods.multicriteria._values import Cells
from ordito.methods.multicriteria._weights import Weights, as_weights, polytope

Integers: TypeAlias = NDArray[np.intp]
WeightsOf: TypeAlias = Weights | ArrayLike | Mapping[str, Weights] | None

ROOM_OF_A_BLOCK = 1 << 17


@dataclass(frozen=True, slots=True)
class Plan:
    """What is drawn, in an order that depends on what was said and not on where it was written."""

    cells: Cells
    spaces: tuple[Polytope, ...]
    rows: Integers
    columns: Integers
    people: Integers

    @property
    def block(self) -> int:
        """How many draws fit in the cache at once."""
        criteria, alternatives, _judges = self.cells.low.shape
        pairs = alternatives * (alternatives - 1) // 2
        return int(np.clip(ROOM_OF_A_BLOCK // (criteria * max(alternatives, pairs)), 64, 4096))


def possible(said: Judgements, weights: WeightsOf) -> tuple[Polytope, ...]:
    """The possible weights of each judge, who shares them with the group."""
    criteria = said.low.shape[1]
    if not isinstance(weights, Mapping):
        return (polytope(as_weights(weights), criteria),) * len(said.groups)
    absent = set(said.names) - set(weights)
    if absent:
        raise InvalidInput(f"there are no weights for {', '.join(map(repr, sorted(absent)))}")
    spaces = {name: polytope(as_weights(weights[name]), criteria) for name in said.names}
    return tuple(spaces[name] for name in said.groups)


def planned(said: Judgements, spaces: tuple[Polytope, ...], speak: Speaking) -> Plan:
    """Judges, then criteria, then alternatives, each sorted by all that was said of it."""
    rows = np.flatnonzero(speak.ranked)
    heard = np.flatnonzero(speak.eligible.any(axis=0))
    ends = np.stack([said.low[rows][:, :, heard], said.high[rows][:, :, heard]])
    _two, alternatives, criteria, judges = ends.shape
    space = np.array(
        [np.concatenate([spaces[judge].low, spaces[judge].high, spaces[judge].rank]) for judge in heard]
    )
    own = [np.sort(part, axis=1) for part in np.split(space, 3, axis=1)]
    people = _sorted(np.column_stack([np.sort(ends.reshape(-1, judges), axis=0).T, *own]))
    read = [[each.levels or 0, each.indifference, each.preference] for each in said.criteria]
    about = np.sort(ends.transpose(0, 1, 3, 2).reshape(-1, criteria), axis=0).T
    bounds = space[people].reshape(judges, 3, criteria).transpose(2, 0, 1).reshape(criteria, -1)
    columns = _sorted(np.column_stack([about, read, bounds]))
    inside = ends[:, :, columns][:, :, :, people]
    order = _sorted(inside.transpose(1, 0, 2, 3).reshape(alternatives, -1))
    low, high = inside[:, order].transpose(0, 2, 1, 3)
    eligible = speak.eligible[columns][:, heard[people]]
    cells = Cells(low, high, eligible, tuple(said.criteria[column] for column in columns))
    moved = {each: each.in_order(columns) for each in set(spaces)}
    people = heard[people]
    return Plan(cells, tuple(moved[spaces[judge]] for judge in people), rows[order], columns, people)


def _sorted(keys: Floats) -> Integers:
    return np.lexsort(keys.T[::-1])
