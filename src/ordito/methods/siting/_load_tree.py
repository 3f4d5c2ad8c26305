"""A tree search on Lagrangian bounds for problems where sites have a load to keep."""

from __future__ import annotations

import heapq
import math
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass, field

import numpy as np

from ordito.methods.siting._load_loops import IMPOSSIBLE, ascend_loads, forbid
from ordito.methods.siting._proof import goal, grain, relative_gap
from ordito.methods.siting._results import Flags, Index, Real

_ROOT_ROUNDS = 20
_ROOT_TURNS = 40
_NODE_ROUNDS = 50
_SMALLEST_STEP = 3e-3
_PARTINGS_TRIED = 4
_TRIAL_ROUNDS = 12
_TRIAL_STEP = 0.15


@dataclass(slots=True)
class Node:
    """A part of the answers: the pairs still allowed, the sites in (1), undecided (0) and out (-1)."""

    bound: float
    price: Real
    allowed: Flags
    state: Index


@dataclass(slots=True)
class Split:
    """A unit to place, either in `part` of its sites or in the others."""

    unit: int
    part: Index


@dataclass(slots=True)
class Taken:
    """What the best bound of a node chose: sites, their units, how often each pair lately, each unit once."""

    bound: float
    worth: Real
    chosen: Flags
    take: Flags
    often: Real
    exact: bool


@dataclass
class LoadSearch(ABC):
    """Assign n units to `k` of m sites at least `cost` (m, n), each site keeping its load.

    Subclasses say how an answer is made from what a bound chose (`answer`), whether an assignment keeps every
    limit (`holds`), and what else follows from what is allowed (`narrow`). `size`, `least` and `most` are
    whole and no stricter than the true limits.

    References
    ----------
    Ceselli, Righini (2005), Networks 45(3), 125-142; partings are tried before one is chosen: Achterberg,
    Koch, Martin (2005), Operations Research Letters 33(1), 42-54.
    """

    cost: Real
    size: Index
    least: Index
    most: Index
    own: Index
    k: int
    deadline: float
    best: float = math.inf
    who: Index = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    bound: float = -math.inf

    def __post_init__(self) -> None:
        self.grain = grain(self.cost.T)
        self.dearest = float(self.cost.max(axis=0).sum()) * (1 + 1e-6) + 1e-300
        self.apart = np.stack([np.abs(self.cost - each).sum(axis=1) for each in self.cost])

    @abstractmethod
    def start(self) -> None:
        """Find a first answer."""

    @abstractmethod
    def answer(self, chosen: Index, take: Flags) -> None:
        """Make answers from the sites that a bound chose and the units they took."""

    @abstractmethod
    def holds(self, who: Index) -> bool:
        """Whether this assignment keeps every limit."""

    @abstractmethod
    def narrow(self, allowed: Flags, state: Index) -> bool:
        """Forbid what follows from the rest, in place; False when nothing can be left."""

    @abstractmethod
    def parting(self, who: Index, allowed: Flags) -> Split | None:
        """How to part the answers when `who` breaks a limit that the bound does not see."""

    def goal(self) -> float:
        """A bound that proves the best so far, or, with none, that there is no answer."""
        return goal(self.best, self.grain) if len(self.who) else self.dearest

    def late(self) -> bool:
        """Whether the time has run out."""
        return time.monotonic() > self.deadline

    def impossible(self) -> bool:
        """Whether it is proved that there is no answer, and not only that none was found in time."""
        return not len(self.who) and self.bound >= self.goal()

    def keep(self, who: Index) -> None:
        """Keep this assignment if it is the best so far and keeps every limit."""
        total = float(self.cost[who, np.arange(len(who))].sum())
        if total < self.best and self.holds(who):
            self.best, self.who = total, who.copy()

    def run(self) -> float:
        """Search until proved or out of time; return the gap (0 with no answer: there is none)."""
        self.start()
        m, n = self.cost.shape
        root = Node(
            -math.inf, self._first_price(), np.ones((m, n), dtype=np.bool_), np.zeros(m, dtype=np.int64)
        )
        if not self.narrow(root.allowed, root.state):
            self.bound = math.inf
            return 0.0
        step = 1.0
        for _turn in range(_ROOT_TURNS):
            taken, step = self._raise(root, _ROOT_ROUNDS, step)
            self.bound = root.bound
            if taken.exact or step < _SMALLEST_STEP or root.bound >= self.goal() or self.late():
                break
        self._climb(root)
        return relative_gap(self.best, self.bound, self.grain) if len(self.who) else 0.0

    def _first_price(self) -> Real:
        place = min(self.k, len(self.cost) - 1)
        price: Real = np.sort(self.cost, axis=0)[place]
        return price

    def _raise(self, node: Node, rounds: int, step: float) -> tuple[Taken, float]:
        bound, price, worth, chosen, take, often, step, exact = self._ascended(node, rounds, step)
        node.price = price
        node.bound = max(node.bound, bound)
        if bound < IMPOSSIBLE / 2:
            self.answer(np.flatnonzero(chosen), take)
        return Taken(bound, worth, chosen, take, often, exact), step

    def _ascended(
        self, node: Node, rounds: int, step: float
    ) -> tuple[float, Real, Real, Flags, Flags, Real, float, bool]:
        free = self.k - int((node.state == 1).sum())
        aim = (
            self.best * 1.002 if math.isfinite(self.best) else 1.1 * max(node.bound, float(node.price.sum()))
        )
        limits = (self.cost, self.size, self.least, self.most, self.own)
        told: tuple[float, Real, Real, Flags, Flags, Real, float, bool] = ascend_loads(
            *limits, node.price, node.allowed, node.state, free, self.goal(), aim, rounds, step
        )
        return told

    def _climb(self, root: Node) -> None:
        """Best bound first; what was opened first among equal bounds."""
        heap = [(root.bound, 0, root)]
        born = 0
        while heap:
            self.bound, _, node = heapq.heappop(heap)
            if self.bound >= self.goal() or self.late():
                return
            for child in self._children(node):
                born += 1
                heapq.heappush(heap, (child.bound, born, child))
        self.bound = self.best

    def _children(self, node: Node) -> list[Node]:
        """Bound a node, decide what its reduced costs decide, and part the answers that are left."""
        taken, _step = self._raise(node, _NODE_ROUNDS, 0.3)
        if node.bound >= min(self.goal(), IMPOSSIBLE / 2):
            return []
        who = (taken.take & taken.chosen[:, None]).argmax(axis=0)
        if taken.exact:
            self.keep(who)
            if self.holds(who):
                return []
        allowed, state = node.allowed.copy(), node.state.copy()
        limits = (self.cost, self.size, self.least, self.most, self.own)
        forbid(*limits, node.price, taken.worth, taken.chosen, taken.bound, self.goal(), allowed, state)
        if not self.narrow(allowed, state):
            return []
        open_units = np.flatnonzero(allowed.sum(axis=0) > 1)
        if not len(open_units):
            self.keep(allowed.argmax(axis=0))
            return []
        left = Node(node.bound, node.price, allowed, state)
        split = self.parting(who, allowed) if taken.exact else None
        if split is not None:
            return self._parted(left, split)
        return self._best_parted(left, np.where(allowed, taken.often, 0.0), open_units)

    def _best_parted(self, node: Node, often: Real, open_units: Index) -> list[Node]:
        """Part by each of the units that waver most, and keep the parting that lifts the bounds most."""
        total = np.maximum(often.sum(axis=0), 1e-9)
        wavers = (1.0 - often.max(axis=0) / total) * np.sqrt(1.0 + self.size / max(1.0, self.size.mean()))
        tried = open_units[np.argsort(-wavers[open_units], kind="stable")[:_PARTINGS_TRIED]]
        best: list[Node] = []
        most = -math.inf
        for unit in tried.tolist():
            children = self._tried_out(self._parted(node, self._halves(often, node.allowed, unit)))
            if len(children) < 2:  # noqa: PLR2004 - one side is proved: nothing parts better
                return children
            lifts = [max(child.bound - node.bound, 1e-9) for child in children]
            if math.prod(lifts) > most:
                best, most = children, math.prod(lifts)
            if self.late():
                break
        return best

    def _tried_out(self, children: list[Node]) -> list[Node]:
        """These parts with a better bound each, without those that hold nothing better than the best."""
        for child in children:
            bound, price, *_rest = self._ascended(child, _TRIAL_ROUNDS, _TRIAL_STEP)
            if bound > child.bound:
                child.bound, child.price = bound, price
        return [child for child in children if child.bound < min(self.goal(), IMPOSSIBLE / 2)]

    def _halves(self, often: Real, allowed: Flags, unit: int) -> Split:
        """A unit, and the half of its sites nearest to the one it prefers."""
        sites = np.flatnonzero(allowed[:, unit])
        favourite = sites[often[sites, unit].argmax()]
        sites = sites[np.argsort(self.apart[favourite, sites], kind="stable")]
        weight = np.cumsum(often[sites, unit])
        middle = int(np.searchsorted(weight, weight[-1] / 2)) + 1
        return Split(unit, sites[: min(max(middle, 1), len(sites) - 1)])

    def _parted(self, node: Node, split: Split) -> list[Node]:
        children = []
        inside = np.zeros(len(self.cost), dtype=np.bool_)
        inside[split.part] = True
        for sites in (inside, ~inside):
            allowed, state = node.allowed.copy(), node.state.copy()
            allowed[~sites, split.unit] = False
            if self.narrow(allowed, state):
                children.append(Node(node.bound, node.price, allowed, state))
        return children


def only_what_follows(allowed: Flags, state: Index, k: int) -> bool:
    """Open the only site of a unit; close the rest when `k` are in. False when nothing can be left."""
    choices = allowed.sum(axis=0)
    if (choices == 0).any():
        return False
    single = np.flatnonzero(choices == 1)
    needed = allowed[:, single].argmax(axis=0)
    if (state[needed] < 0).any():
        return False
    state[needed] = 1
    inside = int((state == 1).sum())
    if inside == k:
        state[state == 0] = -1
        allowed[state < 0] = False
        return bool(allowed.any(axis=0).all())
    return inside < k and int((state >= 0).sum()) >= k
