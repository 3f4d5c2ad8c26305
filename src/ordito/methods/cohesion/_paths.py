"""Paths that share no node, and the small cut that shows where there are too few of them.

A set of nodes is one `int`, bit `v` standing for node `v`: a union, a meeting or a count of hundreds of nodes
is then one operation, and part of a graph is the same ties with a smaller set of those who are there.
"""

from collections.abc import Iterator

Nodes = int


def members(nodes: Nodes) -> Iterator[int]:
    """Each node of the set, from the lowest."""
    while nodes:
        lowest = nodes & -nodes
        yield lowest.bit_length() - 1
        nodes ^= lowest


def pieces(ties: list[Nodes], there: Nodes) -> Iterator[Nodes]:
    """Each connected piece of those who are there, from the one with the lowest node."""
    while there:
        piece = fresh = there & -there
        while fresh:
            beyond = 0
            for node in members(fresh):
                beyond |= ties[node]
            fresh = beyond & there & ~piece
            piece |= fresh
        yield piece
        there ^= piece


class Fan:
    """Paths from `source` to distinct targets that meet only in `source`: `paths` of them, `k` are enough.

    When fewer than `k` exist, `cut` are as many nodes as the paths found, which part `side` (where the source
    is) from every target outside the cut (Menger 1927; Ford and Fulkerson 1956).
    """

    __slots__ = ("_before", "_free", "_source", "_there", "_ties", "_used", "cut", "paths", "side")

    def __init__(self, ties: list[Nodes], there: Nodes, source: int, targets: Nodes, k: int) -> None:
        self._ties = ties
        self._source = source
        self._there = there & ~(1 << source)
        self._free = targets & self._there
        self.side = self.cut = 0
        self._used = ties[source] & self._free
        self.paths = self._used.bit_count()
        if self.paths < k:
            self._free ^= self._used
            self._before = dict.fromkeys(members(self._used), source)
            self._short(k)
            while self.paths < k and self._one_more():
                self.paths += 1

    def _short(self, k: int) -> None:
        """Take first the paths with one node between: they are most of all, and need no search."""
        for node in members(self._ties[self._source] & self._there & ~self._used):
            reached = self._ties[node] & self._free
            if reached:
                end = reached & -reached
                self._free ^= end
                self._used |= end | 1 << node
                self._before[node] = self._source
                self._before[end.bit_length() - 1] = node
                self.paths += 1
                if self.paths == k:
                    return

    def _one_more(self) -> bool:
        """Search breadth first for one more path, rerouting those that stand in the way."""
        ties, there, free, used = self._ties, self._there, self._free, self._used
        entered = left = undone = 0
        seen: list[tuple[int, Nodes]] = []
        turned: dict[int, int] = {}
        waiting = [1 << self._source]
        for layer in waiting:
            for node in members(layer):
                fresh = ties[node] & there & ~entered
                if not fresh:
                    continue
                seen.append((node, fresh))
                if reached := fresh & free:
                    self._extend((reached & -reached).bit_length() - 1, seen, turned, undone)
                    return True
                entered |= fresh
                new = fresh & ~used
                for taken in members(fresh & used):
                    back = self._go_back(taken, entered, turned)
                    undone |= back & ~entered
                    entered |= back
                    new |= back
                left |= new
                waiting.append(new)
        self.side = left | 1 << self._source
        self.cut = entered & ~left
        return False

    def _go_back(self, node: int, entered: Nodes, turned: dict[int, int]) -> Nodes:
        """`node` is on a path already: go back along that path, and give the nodes from which to go on."""
        reached = 0
        while (previous := self._before[node]) != self._source and previous not in turned:
            turned[previous] = node
            reached |= 1 << previous
            if entered >> previous & 1:
                break
            node = previous
        return reached

    def _extend(self, end: int, seen: list[tuple[int, Nodes]], turned: dict[int, int], undone: Nodes) -> None:
        """Draw the path found up to `end`; what it goes back along is taken away from the other paths."""
        before, node = self._before, end
        self._free ^= 1 << end
        while True:
            if undone >> node & 1:
                del before[node]
                self._used ^= 1 << node
                node = turned[node]
                continue
            previous = next(each for each, fresh in seen if fresh >> node & 1)
            before[node] = previous
            self._used |= 1 << node
            if previous == self._source:
                return
            node = turned.get(previous, previous)
