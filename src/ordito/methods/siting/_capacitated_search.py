"""The search behind the capacitated p-median."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING

import numpy as np

from ordito.methods.siting._load_tree import LoadSearch, Split, only_what_follows
from ordito.methods.siting._results import Flags, Index, Real
from ordito.methods.siting._settle_loops import settle

if TYPE_CHECKING:
    from collections.abc import Iterator


@cache
def ready() -> None:
    """Compile the loops by a small case, so that no time limit pays for it."""
    cost = np.arange(36.0).reshape(6, 6) * 18 % 17
    size, room = np.array([3, 2, 2, 2, 1, 1]), np.full(6, 4)
    CapacitatedSearch(
        cost=cost,
        size=size,
        least=np.zeros(6, dtype=np.int64),
        most=room,
        own=np.full(6, -1),
        k=3,
        deadline=math.inf,
        demand=size.astype(np.float64),
        room=room.astype(np.float64),
    ).run()


_SITES_TRIED = 6
"""For each open site, how many others are tried in its place."""


@dataclass
class CapacitatedSearch(LoadSearch):
    """Sites with room for so much demand; demand is not split."""

    demand: Real = field(default_factory=lambda: np.zeros(0))
    room: Real = field(default_factory=lambda: np.zeros(0))

    def __post_init__(self) -> None:
        super().__post_init__()
        self._tried: set[bytes] = set()
        self._fine = 0.3 * float(self.cost.max()) / max(1.0, float(self.size.mean()))

    def start(self) -> None:
        """From the sites that help most one after the other, wherever there is room."""
        opened: list[int] = []
        served = self.cost.max(axis=0)
        for _site in range(self.k):
            total = np.minimum(self.cost, served).sum(axis=1)
            total[opened] = np.inf
            opened.append(int(total.argmin()))
            served = np.minimum(served, self.cost[opened[-1]])
        largest = np.argsort(-self.room, kind="stable")[: self.k]
        for sites in (np.array(opened), largest):
            self._settled(sites, self.cost[sites].argmin(axis=0))
        if not len(self.who):
            self._packed(largest)
        if not len(self.who):
            self._filled(largest)
        self._exchanged()

    def _packed(self, sites: Index) -> None:
        """The largest units first, each where it leaves the least room (best fit decreasing)."""
        left = self.room[sites]
        who = np.zeros(len(self.demand), dtype=np.int64)
        for unit in np.argsort(-self.demand, kind="stable").tolist():
            rest = np.where(left >= self.demand[unit], left - self.demand[unit], np.inf)
            who[unit] = rest.argmin()
            left[who[unit]] -= self.demand[unit]
        self.keep(sites[who])

    def _filled(self, sites: Index) -> None:
        """One site after the other as full as can be, the narrowest first, with the largest units for it."""
        who = np.full(len(self.size), sites[0])
        left = np.argsort(self.size, kind="stable").tolist()
        for site in sites[:0:-1].tolist():
            within = (1 << int(self.most[site]) + 1) - 1
            reached = [1]  # loads that the first units left can make, a bit for each
            for unit in left:
                reached.append((reached[-1] | reached[-1] << int(self.size[unit])) & within)
            load = reached[-1].bit_length() - 1
            for unit, without in zip(left[::-1], reached[-2::-1], strict=True):
                size = int(self.size[unit])
                if load >= size and without >> load - size & 1:
                    who[unit], load = site, load - size
            left = [unit for unit in left if who[unit] != site]
        self.keep(who)

    def answer(self, chosen: Index, take: Flags) -> None:
        """Units taken more than once go to the cheapest, units left out to the nearest; then local search."""
        sign = chosen.tobytes() + take[chosen].tobytes()
        if sign in self._tried:
            return
        self._tried.add(sign)
        cost = self.cost[chosen]
        wanted = np.where(take[chosen], cost, np.inf)
        who = np.where(take[chosen].any(axis=0), wanted.argmin(axis=0), cost.argmin(axis=0))
        before = self.best
        self._settled(chosen, who)
        if self.best < before:
            self._exchanged()

    def _settled(self, site: Index, who: Index) -> None:
        for dearer in (1.0, 4.0):
            site, who = site.copy(), who.astype(np.int64)
            beyond = settle(self.cost, self.size, self.most, site, who, dearer * self._fine)
            if beyond == 0:
                self.keep(site[who])
                return

    def _exchanged(self) -> None:
        """Close one open site and open another, while that helps."""
        better = len(self.who) > 0
        while better and not self.late():
            before = self.best
            moves = self._moves(np.unique(self.who))
            for sites in takewhile(lambda _sites: not self.late(), moves):
                self._settled(sites, self.cost[sites].argmin(axis=0))
            better = self.best < before

    def _moves(self, opened: Index) -> Iterator[Index]:
        """The open sites with one of them moved: near it, or near those who pay most."""
        paid = self.cost[self.who, np.arange(len(self.who))]
        worst = np.argsort(-paid, kind="stable")[:_SITES_TRIED]
        entering = {int(j) for i in worst for j in np.argsort(self.cost[:, i], kind="stable")[:2]}
        for site in opened.tolist():
            near = np.argsort(self.apart[site], kind="stable")[1 : 1 + _SITES_TRIED]
            for other in sorted((entering | set(near.tolist())) - set(opened.tolist())):
                yield np.sort(np.append(opened[opened != site], other))

    def holds(self, who: Index) -> bool:
        """No site serves more than its room, and no more than `k` are open."""
        load = np.bincount(who, weights=self.demand, minlength=len(self.room))
        return bool((load <= self.room).all()) and len(np.unique(who)) <= self.k

    def parting(self, who: Index, allowed: Flags) -> Split | None:
        """Rounded loads may hide a site too full: one of its units that may go elsewhere does or does not."""
        load = np.bincount(who, weights=self.demand, minlength=len(self.room))
        loose = np.flatnonzero((load > self.room)[who] & (allowed.sum(axis=0) > 1))
        return Split(int(loose[0]), who[loose[:1]]) if len(loose) else None

    def narrow(self, allowed: Flags, state: Index) -> bool:
        """Close sites left without units to serve, unless all that is left is needed."""
        allowed &= self.demand[None, :] <= self.room[:, None]
        return only_what_follows(allowed, state, self.k)
