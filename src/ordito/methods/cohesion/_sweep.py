"""See whether a graph is k-connected; if it is not, split off what lies behind its small cuts.

A set of nodes is *inseparable* when no cut of fewer than k nodes parts two of them. A node with k paths to
such a set (of k nodes or more) that meet only in that node may join it; once all have joined, the graph is
k-connected. A node that cannot join shows a cut of fewer than k nodes, and no k-component has nodes on both
sides of it, so that the k-components of each side with its cut are those of the graph (Wen et al. 2017,
overlap partition).
"""

from ordito.methods.cohesion._paths import Fan, Nodes, members


def core(ties: list[Nodes], there: Nodes, k: int) -> Nodes:
    """Drop, again and again, who has fewer than k ties: they are in no k-component."""
    doubtful = there
    while doubtful:
        shaken = 0
        for node in members(doubtful):
            if (ties[node] & there).bit_count() < k:
                there ^= 1 << node
                shaken |= ties[node]
        doubtful = shaken & there
    return there


def _scattered(node: int) -> int:
    """Sort key that puts neighbours by number far apart (Knuth's multiplicative hash)."""
    return node * 2654435769 & 0xFFFFFFFF


class Sweep:
    """One pass over the graph of the nodes `there`, each of which has k ties or more.

    The first k join by paths to each of those inside, and most tied first, since a tie needs no path. The
    others join by paths to all of those inside, and scattered, so that one inside is never far; who has k
    ties to those inside joins at once.
    """

    __slots__ = (
        "_inside",
        "_inward",
        "_k",
        "_ready",
        "_scattered",
        "_ties",
        "pieces",
        "smallest_cut",
        "there",
    )

    def __init__(self, ties: list[Nodes], there: Nodes, k: int) -> None:
        self._ties = ties
        self._k = k
        self._inside = 0
        self._inward = dict.fromkeys(members(there), 0)
        self._ready: list[int] = []
        self._scattered = sorted(self._inward, key=_scattered)
        self.there = there
        self.pieces: list[Nodes] = []
        self.smallest_cut = k

    def split(self) -> bool:
        """Tell whether this is a k-component; if not, its k-components are in `pieces` and in `there`."""
        while (node := self._next()) is not None:
            if fan := self._obstacle(node):
                self._cut_off(fan)
            else:
                self._join(node)
        return self.smallest_cut == self._k

    def weaken(self) -> bool:
        """Stop at the first cut of fewer than k nodes, its size in `smallest_cut`; False if there is none."""
        while (node := self._next()) is not None:
            if fan := self._obstacle(node):
                self.smallest_cut = fan.paths
                return True
            self._join(node)
        return False

    def _next(self) -> int | None:
        outside = self.there & ~self._inside
        if self._inside.bit_count() < self._k:
            inward, ties = self._inward, self._ties
            return max(
                members(outside),
                key=lambda node: (inward[node], (ties[node] & outside).bit_count()),
                default=None,
            )
        for waiting in (self._ready, self._scattered):
            while waiting:
                node = waiting.pop()
                if outside >> node & 1:
                    return node
        return None

    def _obstacle(self, node: int) -> Fan | None:
        """Give the cut that keeps `node` out, None where it may join."""
        k = self._k
        if self._inward[node] >= k:
            return None
        if self._inside.bit_count() >= k:
            fan = Fan(self._ties, self.there, node, self._inside, k)
            return fan if fan.paths < k else None
        for other in members(self._inside & ~self._ties[node]):
            fan = Fan(self._ties, self.there & ~(1 << other), node, self._ties[other], k)
            if fan.paths < k:
                return fan
        return None

    def _join(self, node: int) -> None:
        self._inside |= 1 << node
        for other in members(self._ties[node] & self.there & ~self._inside):
            self._inward[other] += 1
            if self._inward[other] == self._k:
                self._ready.append(other)

    def _cut_off(self, fan: Fan) -> None:
        """Put the side with its cut among the pieces; go on without it and who then has too few ties."""
        self.smallest_cut = min(self.smallest_cut, fan.paths)
        self.pieces.append(fan.side | fan.cut)
        self.there = core(self._ties, self.there & ~fan.side, self._k)
        self._inside &= self.there
        for node in members(self.there & ~self._inside):
            self._inward[node] = (self._ties[node] & self._inside).bit_count()
