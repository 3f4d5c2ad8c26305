"""How many messages a minute a worker takes from one sender: counted in memory, forgotten after a minute."""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass, field

MINUTE = 60.0
MOST_SENDERS = 10_000


@dataclass(slots=True)
class Pace:
    """At most `most` messages in any minute from each sender.

    >>> pace = Pace(most=2)
    >>> [pace.takes("a", now=second) for second in (0, 1, 2, 61)]
    [True, True, False, True]
    """

    most: int
    _sent: dict[str, deque[float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def takes(self, sender: str, *, now: float | None = None) -> bool:
        """Whether one more message of a sender is taken; one that is not taken does not count."""
        at = time.monotonic() if now is None else now
        with self._lock:
            if len(self._sent) > MOST_SENDERS:
                self._forget(at)
            sent = self._sent.setdefault(sender, deque())
            while sent and sent[0] <= at - MINUTE:
                sent.popleft()
            if len(sent) >= self.most:
                return False
            sent.append(at)
            return True

    def _forget(self, at: float) -> None:
        old = [sender for sender, sent in self._sent.items() if not sent or sent[-1] <= at - MINUTE]
        for sender in old:
            del self._sent[sender]
