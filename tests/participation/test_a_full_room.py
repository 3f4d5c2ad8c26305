"""A real server, some phones, and a kill in the middle: what was acknowledged is there, once."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.room.__main__ import hold
from benchmarks.room.house import House

pytestmark = pytest.mark.slow
PHONES, STATEMENTS = 6, 5
PATIENCE = 60


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    made = House(tmp_path, port, fast=True)
    word = made.prepare(STATEMENTS)
    assert word == "bolareti"
    made.start()
    yield made
    assert made.stop() < PATIENCE


def test_nothing_acknowledged_is_lost_and_every_page_sees_it(house: House) -> None:
    told = asyncio.run(
        hold(house, "bolareti", phones=PHONES, statements=STATEMENTS, seconds=5, kill=True, wait=PATIENCE)
    )
    assert (told.sent, told.written, told.lost, told.twice) == (30, 30, 0, 0)
    assert max([*told.wall, *told.phones]) < PATIENCE
    assert len(told.phones) == PHONES * 30
