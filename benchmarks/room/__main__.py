"""`python -m benchmarks.room`: 80 phones, 2,400 votes a minute; again with the server killed half-way."""

from __future__ import annotations

import asyncio
import hashlib
import random
import statistics
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from benchmarks.room.house import House
from benchmarks.room.phones import Follower, Phone

PHONES, STATEMENTS, SECONDS = 80, 30, 60.0
PORT = 8766
CEILING = 2.0


@dataclass(frozen=True)
class Outcome:
    """What came of a room."""

    sent: int
    written: int
    lost: int
    twice: int
    again: dict[str, int]
    cpu: float
    took: float
    answers: list[float]
    wall: list[float]
    phones: list[float]
    events: float
    fell: int
    threads: int
    megabytes: float
    connections: int


async def hold(
    house: House, word: str, *, phones: int, statements: int, seconds: float, kill: bool, wait: float
) -> Outcome:
    """Fill a room, let everybody vote on everything, compare what is written with what was acknowledged."""
    chance = random.Random(1)  # noqa: S311 - votes, not secrets
    room = [Phone(house.port, word, n) for n in range(phones)]
    for start in range(0, phones, 10):
        await asyncio.gather(*(each.enter() for each in room[start : start + 10]))
    wall = Follower(house.port, room[0].stream)
    followers = [wall, *(Follower(house.port, each.stream) for each in room)]
    following = [asyncio.create_task(each.follow()) for each in followers]
    await asyncio.sleep(1)
    spent = 0.0 if kill else await asyncio.to_thread(house.cpu_seconds)
    apart, begin = seconds / statements, time.monotonic() + 0.5
    voting = [
        asyncio.create_task(
            each.vote_all(
                [chance.choice((1, 0, -1)) for _statement in range(statements)],
                begin + apart * each.number / phones,
                apart,
            )
        )
        for each in room
    ]
    await asyncio.sleep(seconds / 2)
    megabytes, threads = await asyncio.to_thread(house.memory_and_threads)
    connections = 0
    if not kill:
        connections = await asyncio.to_thread(house.connections)
    else:
        await asyncio.to_thread(house.kill, database=not house.fast)
        await asyncio.to_thread(house.start)
    await asyncio.gather(*voting)
    took = max(at for each in room for _first, at in each.acknowledged) - begin
    cpu = 0.0 if kill else await asyncio.to_thread(house.cpu_seconds) - spent
    await _until_all_have_seen(followers, phones * statements, wait)
    for each in following:
        each.cancel()
    written = await asyncio.to_thread(house.votes)
    for each in room:
        await each.wire.close()
    acknowledged = [at for each in room for _first, at in each.acknowledged]
    expected = {
        f"{hashlib.sha256(each.wire.cookies['voce'].encode()).hexdigest()} {statement}": value
        for each in room
        for statement, value in each.said.items()
    }
    return Outcome(
        sent=len(expected),
        written=sum(len(values) for values in written.values()),
        lost=sum(written.get(key) != [value] for key, value in expected.items()),
        twice=sum(len(values) > 1 for values in written.values()),
        again=dict(Counter(why for each in room for why in each.again)),
        cpu=cpu,
        took=took,
        answers=[at - first for each in room for first, at in each.acknowledged],
        wall=wall.delays(acknowledged),
        phones=[delay for each in followers[1:] for delay in each.delays(acknowledged)],
        events=statistics.mean(each.events for each in followers) / took,
        fell=sum(each.fell for each in followers),
        threads=threads,
        megabytes=megabytes,
        connections=connections,
    )


async def _until_all_have_seen(followers: list[Follower], votes: int, wait: float) -> None:
    for _tenth in range(int(10 * wait)):
        if all(each.seen and each.seen[-1][1] >= votes for each in followers):
            return
        await asyncio.sleep(0.1)


def main() -> None:
    """Hold the two rooms and print what came of them."""
    for kill in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            house = House(Path(folder), PORT)
            word = house.prepare(STATEMENTS)
            house.start()
            try:
                told = asyncio.run(
                    hold(
                        house,
                        word,
                        phones=PHONES,
                        statements=STATEMENTS,
                        seconds=SECONDS,
                        kill=kill,
                        wait=3 * CEILING,
                    )
                )
            finally:
                stopped = house.stop()
        _print(told, kill=kill, stopped=stopped)


def _print(told: Outcome, *, kill: bool, stopped: float) -> None:
    what = "server and database killed half-way" if kill else "two workers, one database"
    print(f"\n{PHONES} phones, {told.sent:,} votes in {told.took:.0f} s ({what})")
    print(f"  lost {told.lost}, twice {told.twice}, written {told.written:,}; sent again {told.again or 0}")
    for name, delays in (("answer", told.answers), ("wall", told.wall), ("phones", told.phones)):
        half, most = _part(delays, 50), max(delays)
        print(f"  {name:7} p50 {half:6.2f} s   p95 {_part(delays, 95):6.2f} s   most {most:6.2f} s")
    print(f"  {told.events:.1f} events a second each; {PHONES + 1} streams open, fallen {told.fell} times")
    print(
        f"  workers: {told.threads} threads, {told.megabytes:.0f} MB, {told.cpu:.1f} s of processor,"
        f" {told.connections} connections;"
        f" stopped in {stopped:.1f} s"
    )
    if told.lost or told.twice or (not kill and _part(told.wall, 95) > CEILING):
        print("  NOT AS PROMISED")


def _part(delays: list[float], percent: int) -> float:
    return statistics.quantiles(delays, n=100)[percent - 1]


if __name__ == "__main__":
    main()
