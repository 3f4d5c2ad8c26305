"""Phones that vote until they are told that it is written, and followers that watch the numbers move."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import time
from dataclasses import dataclass, field

from benchmarks.room.wire import Wire, events

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
STREAM = re.compile(r'data-stream="([^"]+)"')
AGAIN = 0.5


@dataclass
class Phone:
    """One phone: what it voted, and when it was told that it arrived."""

    port: int
    word: str
    number: int
    token: str = ""
    stream: str = ""
    said: dict[int, int] = field(default_factory=dict)
    acknowledged: list[tuple[float, float]] = field(default_factory=list)
    """When each vote was first sent, and when it was acknowledged."""
    again: list[str] = field(default_factory=list)
    """Why each message that was sent again had not been taken: a status, or a connection that fell."""

    def __post_init__(self) -> None:
        self.wire = Wire(self.port)

    async def enter(self) -> None:
        """Open the page, as after scanning the code."""
        answer = await self.wire.ask("GET", f"/r/{self.word}/")
        page = answer.body.decode()
        token, stream = TOKEN.search(page), STREAM.search(page)
        if answer.status != 200 or token is None or stream is None:
            raise SystemExit(f"the page of the room answered {answer.status}")
        self.token, self.stream = token[1], stream[1]

    async def vote(self, statement: int, value: int) -> None:
        """Vote, and vote again until the server says that it has it."""
        first = time.monotonic()
        while True:
            try:
                answer = await self.wire.ask(
                    "POST",
                    f"/r/{self.word}/opinione/",
                    {"statement": str(statement), "value": str(value)},
                    x_csrftoken=self.token,
                    accept="application/json",
                )
            except OSError:
                answer = None
            if answer is not None and answer.status == 200:
                break
            if answer is not None and answer.status < 500 and answer.status != 429:
                raise SystemExit(f"a vote was answered {answer.status}: {answer.body.decode()[:200]}")
            self.again.append(str(answer.status) if answer else "fallen")
            await asyncio.sleep(AGAIN)
        self.said[statement] = value
        self.acknowledged.append((first, time.monotonic()))

    async def vote_all(self, values: list[int], start: float, apart: float) -> None:
        """Vote on every statement in turn, one each `apart` seconds."""
        for turn, value in enumerate(values):
            await asyncio.sleep(max(0.0, start + turn * apart - time.monotonic()))
            await self.vote(turn + 1, value)


@dataclass
class Follower:
    """A page that follows: how many votes it had seen at which moment, and how many events it was sent."""

    port: int
    stream: str
    seen: list[tuple[float, int]] = field(default_factory=list)
    events: int = 0
    fell: int = 0

    async def follow(self) -> None:
        """Follow for ever, and again after the connection fell, as EventSource does."""
        mark = ""
        while True:
            with contextlib.suppress(OSError):
                async for last, data in events(self.port, self.stream, mark):
                    mark = last
                    self.events += 1
                    rows = json.loads(data)["statements"]
                    total = sum(row["agree"] + row["disagree"] + row["passed"] for row in rows)
                    self.seen.append((time.monotonic(), total))
            self.fell += 1
            await asyncio.sleep(AGAIN)

    def delays(self, acknowledged: list[float]) -> list[float]:
        """How long after each acknowledgement as many votes were seen."""
        found, place = [], 0
        for count, at in enumerate(sorted(acknowledged), start=1):
            while place < len(self.seen) and self.seen[place][1] < count:
                place += 1
            found.append(self.seen[place][0] - at if place < len(self.seen) else float("inf"))
        return [max(0.0, each) for each in found]
