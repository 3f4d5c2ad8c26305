"""The pass by which a page follows a gathering: signed, so that a stream asks nothing of the database."""

from __future__ import annotations

from django.core import signing

SALT = "participation.live"
LONGEST = 24 * 60 * 60
"""Seconds: a page left open for longer asks for itself again."""

PREFIX = "/vivo/"


def stream_address(gathering_id: int) -> str:
    """Where a page that may see a gathering follows it."""
    return f"{PREFIX}{signing.dumps(gathering_id, salt=SALT)}/"


def gathering_of(path: str) -> int | None:
    """The gathering that an address lets follow; None when the pass is not ours, or too old."""
    try:
        found = signing.loads(path.removeprefix(PREFIX).rstrip("/"), salt=SALT, max_age=LONGEST)
    except signing.BadSignature:
        return None
    return found if isinstance(found, int) else None
