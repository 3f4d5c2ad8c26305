"""The search behind the districts."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cache
from itertools import product, takewhile

import numpy as np

from ordito.methods.siting._district_loops import grow, only_reached, reached, smooth
from ordito.methods.siting._load_tree import LoadSearch, Split, only_what_follows
from ordito.methods.siting._results import Flags, Index, Real


@cache
def ready() -> None:
    """Compile the loops by a small case, so that no time limit pays for it."""
    n = 6
    road = np.abs(np.arange(n)[:, None] - np.arange(n))
    weight = (1 + np.arange(n) * 10 % 7).astype(np.float64)
    cost = road * (road + 10) % 13 * weight
    DistrictSearch(
        cost=cost,
        size=weight.astype(np.int64),
        least=np.full(n, 5),
        most=np.full(n, 10),
        own=np.arange(n),
        k=3,
        deadline=math.inf,
        near=road % 2 == 1,
        weight=weight,
        lightest=5.0,
        heaviest=10.0,
    ).run()


@dataclass
class DistrictSearch(LoadSearch):
    """Every site is a unit that serves itself, and what it serves is in one piece with a weight in bounds."""

    near: Flags = field(default_factory=lambda: np.zeros((0, 0), dtype=np.bool_))
    weight: Real = field(default_factory=lambda: np.zeros(0))
    lightest: float = 0.0
    heaviest: float = 0.0

    def __post_init__(self) -> None:
        super().__post_init__()
        self._tried: set[bytes] = set()
        self._fine = float(self.cost.max(axis=1).mean()) / max(float(self.weight.mean()), 1e-300)

    def start(self) -> None:
        """From centres far from each other, then by exchange."""
        sites = [int(self.cost.sum(axis=1).argmin())]
        while len(sites) < self.k:
            far = self.cost[sites].min(axis=0)
            far[sites] = -1.0
            sites.append(int(far.argmax()))
        self._from(np.array(sites))
        self._exchanged()

    def answer(self, chosen: Index, take: Flags) -> None:  # noqa: ARG002 - the borders say more
        """Grow from the centres that a bound chose."""
        if self._from(chosen):
            self._exchanged()

    def _from(self, sites: Index) -> bool:
        """Grow from these centres and smooth the borders; whether that is the best so far."""
        sites = np.sort(sites)
        if sites.tobytes() in self._tried:
            return False
        self._tried.add(sites.tobytes())
        before = self.best
        grown = np.empty(self.cost.shape[1], dtype=np.int64)
        if grow(self.cost, self.near, sites, grown):
            for dearer in (0.3, 2.0, 20.0):
                site, who = sites.copy(), grown.copy()
                bounds = (self.lightest, self.heaviest)
                smooth(self.cost, self.weight, self.near, *bounds, site, who, dearer * self._fine)
                smooth(self.cost, self.weight, self.near, *bounds, site, who, 1e3 * self._fine)
                self.keep(site[who])
        return self.best < before

    def _exchanged(self) -> None:
        """Move one centre anywhere else, while that helps."""
        better = len(self.who) > 0
        while better and not self.late():
            better = False
            centres = np.unique(self.who)
            others = np.setdiff1d(np.arange(len(self.cost)), centres)
            moves = product(centres.tolist(), others.tolist())
            for centre, other in takewhile(lambda _move: not self.late(), moves):
                better = self._from(np.append(centres[centres != centre], other)) or better

    def holds(self, who: Index) -> bool:
        """Centres serve themselves, loads are in bounds, each sub-area is in one piece."""
        centres = np.unique(who)
        if len(centres) != self.k or (who[centres] != centres).any():
            return False
        load = np.bincount(who, weights=self.weight, minlength=len(who))[centres]
        if (load < self.lightest).any() or (load > self.heaviest).any():
            return False
        return all(self._apart(who, centre) is None for centre in centres.tolist())

    def _apart(self, who: Index, centre: int) -> Flags | None:
        """The units of a centre in pieces that do not touch it, or None."""
        inside = who == centre
        seen = np.zeros(len(who), dtype=np.bool_)
        reached(self.near, inside, centre, seen, np.empty(len(who), dtype=np.int64))
        left: Flags = inside & ~seen
        return left if left.any() else None

    def parting(self, who: Index, allowed: Flags) -> Split | None:
        """A piece apart is either not its centre's or joined to it through a unit on its border."""
        for centre in np.unique(who).tolist():
            left = self._apart(who, centre)
            if left is None:
                continue
            choices = allowed.sum(axis=0)
            loose = np.flatnonzero(left & (choices > 1))
            if not len(loose):
                piece = self.near[left].any(axis=0) & (who != centre) & allowed[centre] & (choices > 1)
                loose = np.flatnonzero(piece)
            if len(loose):
                return Split(int(loose[0]), np.array([centre]))
        return None

    def narrow(self, allowed: Flags, state: Index) -> bool:
        """A centre serves itself and whom it can reach."""
        possible = only_what_follows(allowed, state, self.k)
        while possible and only_reached(self.near, self.size, self.least, allowed, state):
            possible = only_what_follows(allowed, state, self.k)
        return possible
