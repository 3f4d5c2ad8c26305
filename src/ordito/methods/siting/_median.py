"""The p-median: a tree search on Lagrangian bounds."""

from __future__ import annotations

import heapq
import math
import time
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from ordito.methods.siting._median_loops import ascend, interchange, nearest
from ordito.methods.siting._proof import goal, grain, relative_gap
from ordito.methods.siting._results import Flags, Index, Real

_ROOT_ROUNDS = 60
_ROOT_TURNS = 25
_NODE_ROUNDS = 100
_SMALLEST_STEP = 1e-4


@cache
def ready() -> None:
    """Compile the loops by a small case, so that no time limit pays for it."""
    MedianSearch(np.array([[0.0, 4.0, 5.0], [4.0, 0.0, 5.0], [5.0, 4.0, 0.0]]), 1, math.inf).run()


@dataclass(slots=True)
class _Node:
    bound: float
    price: Real
    state: Index
    often: Real


@dataclass(slots=True)
class MedianSearch:
    """The search for the `k` rows of `cost` (m, n) whose least entries have the smallest sum.

    References
    ----------
    Cornuéjols, Fisher, Nemhauser (1977), Management Science 23(8), 789-810; Beasley (1985), European Journal
    of Operational Research 21(2), 270-273.
    """

    cost: Real
    k: int
    deadline: float
    best: float = math.inf
    opened: Index = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    bound: float = -math.inf
    _grain: float = 0.0
    _columns: Index = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    _near: Index = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int64))
    _near_cost: Real = field(default_factory=lambda: np.zeros((0, 0)))
    _far: Real = field(default_factory=lambda: np.zeros(0))
    _tried: set[bytes] = field(default_factory=set)

    def run(self) -> float:
        """Search until proved or out of time; return the gap."""
        self._grain = grain(self.cost.T)
        self._far = self.cost.max(axis=0)
        self._keep(np.arange(len(self.cost)))
        self._try(self._greedy(), self._columns)
        root = self._root()
        if root.bound < self._goal():
            self._climb(self._settled(root))
        return relative_gap(self.best, self.bound, self._grain)

    def _goal(self) -> float:
        return goal(self.best, self._grain)

    def _late(self) -> bool:
        return time.monotonic() > self.deadline

    def _keep(self, places: Index) -> None:
        """Go on with these columns only, and list them for each row from the nearest."""
        self._columns = places if not len(self._columns) else self._columns[places]
        cost = np.ascontiguousarray(self.cost[self._columns].T)
        self._near = np.argsort(cost, axis=1, kind="stable")
        self._near_cost = np.take_along_axis(cost, self._near, axis=1)

    def _greedy(self) -> Index:
        """Columns that help most, one after the other."""
        opened: list[int] = []
        served = self._far
        for _site in range(self.k):
            total = np.minimum(self.cost, served).sum(axis=1)
            total[opened] = np.inf
            opened.append(int(total.argmin()))
            served = np.minimum(served, self.cost[opened[-1]])
        return np.array(opened, dtype=np.int64)

    def _try(self, opened: Index, candidates: Index) -> None:
        """Improve this answer by interchange with candidates, and keep it if it is the best so far."""
        opened = np.sort(opened)
        if opened.tobytes() in self._tried:
            return
        self._tried.add(opened.tobytes())
        found = interchange(self.cost, self._far, opened, candidates)
        if found < self.best:
            self.best, self.opened = found, np.sort(opened)

    def _root(self) -> _Node:
        rows = self.cost.shape[1]
        first, second, serving = np.empty(rows), np.empty(rows), np.zeros(rows, dtype=np.int64)
        nearest(self.cost, self._far, self.opened, first, second, serving)
        node = _Node(-math.inf, (first + second) / 2, np.zeros(len(self.cost), dtype=np.int64), np.zeros(0))
        step = 1.0
        for _turn in range(_ROOT_TURNS):
            step = self._raise(node, _ROOT_ROUNDS, step, 12)
            self.bound = node.bound
            if node.bound >= self._goal() or step < _SMALLEST_STEP or self._late():
                break
        return node

    def _raise(self, node: _Node, rounds: int, step: float, patience: int) -> float:
        """Raise the bound of a node, decide what its reduced costs decide, and try the columns it chose."""
        free = self.k - int((node.state == 1).sum())
        aim = self.best * (1.005 if rounds == _ROOT_ROUNDS else 1.002)
        lists = self._near, self._near_cost
        bound, node.price, worth, chosen, node.often, step = ascend(
            *lists, node.price, node.state, free, self._goal(), aim, rounds, step, patience
        )
        node.bound = max(node.bound, bound)
        self._try(self._columns[chosen], self._columns[node.state >= 0])
        if node.bound < self._goal():
            self._decide(node, bound, worth, chosen)
        return step

    def _decide(self, node: _Node, bound: float, worth: Real, chosen: Flags) -> None:
        """A column that would lift the bound over the goal by coming in, or by going, stays as it is."""
        inside = (node.state == 0) & chosen
        outside = (node.state == 0) & ~chosen
        if not inside.any() or not outside.any():
            return
        dearest, cheapest = worth[inside].max(), worth[outside].min()
        node.state = node.state.copy()
        node.state[outside & (bound - dearest + worth >= self._goal())] = -1
        node.state[inside & (bound - worth + cheapest >= self._goal())] = 1

    def _settled(self, root: _Node) -> _Node:
        """The root without the columns already out."""
        kept = np.flatnonzero(root.state >= 0)
        self._keep(kept)
        return _Node(root.bound, root.price, root.state[kept], root.often[kept])

    def _climb(self, root: _Node) -> None:
        """Best bound first; what was opened first among equal bounds."""
        heap = [(root.bound, 0, root)]
        born = 0
        while heap:
            self.bound, _, node = heapq.heappop(heap)
            if self.bound >= self._goal():
                return
            if self._late():
                return
            self._raise(node, _NODE_ROUNDS, 0.3, 8)
            if node.bound >= self._goal() or self._is_leaf(node):
                continue
            free = np.flatnonzero(node.state == 0)
            column = free[np.abs(node.often[free] - 0.6).argmin()]
            for state in (1, -1):
                child = _Node(node.bound, node.price, node.state.copy(), node.often)
                child.state[column] = state
                born += 1
                heapq.heappush(heap, (child.bound, born, child))
        self.bound = self.best

    def _is_leaf(self, node: _Node) -> bool:
        """Whether all is decided, and then what it costs."""
        left = self.k - int((node.state == 1).sum())
        free = int((node.state == 0).sum())
        if 0 < left < free:
            return False
        opened = np.sort(self._columns[(node.state == 1) | ((node.state == 0) & (left > 0))])
        total = float(self.cost[opened].min(axis=0).sum())
        if total < self.best:
            self.best, self.opened = total, opened
        return True
