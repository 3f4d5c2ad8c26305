"""Who follows which gathering in this worker, and what they were told last.

A gathering that changes is read once, at most twice a second, whatever the number of those who follow it; a
slow phone is told only how things stand now, never all that it missed.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field

from django.db import Error, connections

from ordito.participation.live.listening import listen
from ordito.participation.queries.opinions import state_of

LOG = logging.getLogger(__name__)
SECONDS_BETWEEN_STATES = 0.5
SECONDS_AFTER_A_FAULT = 1.0
MOST_FOLLOWERS = 4_000


@dataclass(slots=True, eq=False)
class Follower:
    """One open stream: it is woken when there is something new, or when it has to end."""

    woken: asyncio.Event = field(default_factory=asyncio.Event)
    gone: bool = False

    def leave(self) -> None:
        self.gone = True
        self.woken.set()


@dataclass(slots=True, eq=False)
class Room:
    """A gathering that somebody follows: its last state as an event, and the task that reads it."""

    gathering_id: int
    followers: set[Follower] = field(default_factory=set)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    mark: str = ""
    event: bytes = b""
    task: asyncio.Task[None] | None = None

    async def keep_up(self) -> None:
        """Read the state whenever it may have changed, and wake those who follow."""
        while True:
            await self.changed.wait()
            self.changed.clear()
            pause = SECONDS_BETWEEN_STATES
            try:
                mark, event = await asyncio.to_thread(_read, self.gathering_id)
            except (Error, OSError):
                logging.getLogger(__name__).warning(
                    "the state of a gathering could not be read", exc_info=True
                )
                self.changed.set()
                pause = SECONDS_AFTER_A_FAULT
            else:
                if mark != self.mark:
                    self.mark, self.event = mark, event
                    for each in self.followers:
                        each.woken.set()
            await asyncio.sleep(pause)


class Switchboard:
    """The rooms that are followed in one worker."""

    def __init__(self) -> None:
        self._rooms: dict[int, Room] = {}
        self._listening: asyncio.Task[None] | None = None
        self._closed = False

    @property
    def is_full(self) -> bool:
        return sum(len(room.followers) for room in self._rooms.values()) >= MOST_FOLLOWERS

    def enter(self, gathering_id: int) -> tuple[Room, Follower]:
        """Follow a gathering from now on."""
        if self._listening is None or self._listening.done():
            self._listening = asyncio.create_task(listen(self._told, self._again))
        room = self._rooms.get(gathering_id)
        if room is None:
            room = self._rooms[gathering_id] = Room(gathering_id)
            room.task = asyncio.create_task(room.keep_up())
            room.changed.set()
        follower = Follower(gone=self._closed)
        room.followers.add(follower)
        return room, follower

    def leave(self, room: Room, follower: Follower) -> None:
        """Stop following; a gathering that nobody follows is not read any more."""
        room.followers.discard(follower)
        if not room.followers and room.task is not None:
            room.task.cancel()
            self._rooms.pop(room.gathering_id, None)

    def close(self) -> None:
        """End every stream: the worker is about to stop."""
        self._closed = True
        for room in self._rooms.values():
            for follower in room.followers:
                follower.leave()
        if self._listening is not None:
            self._listening.cancel()

    def _told(self, gathering_id: int) -> None:
        room = self._rooms.get(gathering_id)
        if room is not None:
            room.changed.set()

    def _again(self) -> None:
        for room in self._rooms.values():
            room.changed.set()


def _read(gathering_id: int) -> tuple[str, bytes]:
    """The state of a gathering as an event; the connection goes back to the pool at once."""
    try:
        state = state_of(gathering_id)
    finally:
        connections.close_all()
    if state is None:
        return "", b""
    return state.mark, f"id: {state.mark}\ndata: {state.as_json()}\n\n".encode()
