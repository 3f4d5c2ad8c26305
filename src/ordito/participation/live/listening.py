"""One connection of a worker that listens to the database, for as long as the worker lives."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

import psycopg
from django.db import connections

from ordito.core import postgres
from ordito.participation.live.channel import CHANNEL

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS_BETWEEN_SIGNS_OF_LIFE = 20
FIRST_WAIT, LONGEST_WAIT = 0.25, 5.0
ONLY_DJANGO_KNOWS = frozenset({"context", "cursor_factory", "prepare_threshold", "pool"})


async def listen(told: Callable[[int], None], again: Callable[[], None]) -> None:
    """Call `told` with each gathering that changed; `again` whenever something may have been missed."""
    wait = FIRST_WAIT
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(**_where(), autocommit=True) as connection:
                await connection.execute(f"LISTEN {CHANNEL}")
                again()
                wait = FIRST_WAIT
                while True:
                    async for each in connection.notifies(timeout=SECONDS_BETWEEN_SIGNS_OF_LIFE):
                        if each.payload.isdecimal():
                            told(int(each.payload))
                    await connection.execute("SELECT 1")  # a silent break shows itself here
                    again()
        except (psycopg.Error, OSError) as why:
            logging.getLogger(__name__).warning("the database is away, listening again soon: %s", why)
        await asyncio.sleep(wait)
        wait = min(2 * wait, LONGEST_WAIT)
        await asyncio.to_thread(_wake)


def _where() -> dict[str, Any]:
    """How to reach the database that Django uses, outside its pool."""
    asked = connections["default"].get_connection_params()
    return {name: value for name, value in asked.items() if name not in ONLY_DJANGO_KNOWS}


def _wake() -> None:
    """Start the embedded database again if it died; a server of others wakes by itself."""
    try:
        postgres.database_url()
    except Exception:
        logging.getLogger(__name__).exception("the embedded database does not start; it will be tried again")
