"""How many messages a minute are taken from one sender, counted where every worker sees it.

The counts stand in a table of their own that no model knows: it is not logged, so that it costs no writing to
disk, nobody reads it after a minute, and it is not part of what a district keeps (docs/decisions/0018).
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection

MINUTE = 60.0
TAKE = """
INSERT INTO participation_pace AS kept (sender, minute, sent, sent_before)
VALUES (%(sender)s, %(minute)s, 1, 0)
ON CONFLICT (sender) DO UPDATE SET
    sent_before = CASE kept.minute WHEN %(minute)s THEN kept.sent_before
                                   WHEN %(minute)s - 1 THEN kept.sent ELSE 0 END,
    sent = CASE kept.minute WHEN %(minute)s THEN kept.sent + 1 ELSE 1 END,
    minute = %(minute)s
WHERE CASE kept.minute WHEN %(minute)s THEN kept.sent + kept.sent_before * %(left)s
                       WHEN %(minute)s - 1 THEN kept.sent * %(left)s ELSE 0 END <= %(most)s - 1
RETURNING sent
"""


@dataclass(frozen=True, slots=True)
class Pace:
    """At most about `most` messages in any minute from each sender, whichever worker they reach.

    What was sent in the minute before counts for the part of it that lies within the last sixty seconds.
    """

    most: int

    def takes(self, sender: str, *, now: float | None = None) -> bool:
        """Whether one more message of a sender is taken; one that is not taken does not count."""
        minute, second = divmod(time.time() if now is None else now, MINUTE)
        asked: dict[str, bytes | int | float] = {
            "sender": hashlib.sha256(sender.encode()).digest(),
            "minute": int(minute),
            "left": 1 - second / MINUTE,
            "most": self.most,
        }
        _forget_before(int(minute) - 1)
        with connection.cursor() as cursor:
            cursor.execute(TAKE, asked)
            return cursor.fetchone() is not None


@lru_cache(maxsize=1)
def _forget_before(minute: int) -> None:
    """Clear away, once a minute for each worker, who has been silent since before."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM participation_pace WHERE minute < %s", [minute])
