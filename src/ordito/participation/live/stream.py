"""Server-sent events outside Django's handler: a stream costs one coroutine, no thread and no connection."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from typing import TYPE_CHECKING, Any

from ordito.participation.live.pass_word import PREFIX, gathering_of
from ordito.participation.live.switchboard import Follower, Room, Switchboard

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Receive = Callable[[], Awaitable[dict[str, Any]]]
    Send = Callable[[dict[str, Any]], Awaitable[None]]

HEARTBEAT = 15.0
"""Seconds of silence after which a stream says that it is alive: proxies close what is silent."""

HEADERS = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
)

_boards: dict[asyncio.AbstractEventLoop, Switchboard] = {}


def is_a_stream(scope: dict[str, Any]) -> bool:
    """Whether a request asks to follow a gathering."""
    return bool(scope["type"] == "http" and scope["path"].startswith(PREFIX))


async def stream(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Answer a request for a stream, and go on until the other side leaves or the worker stops."""
    gathering_id = gathering_of(scope["path"]) if scope["method"] == "GET" else None
    board = _board()
    if gathering_id is None or board.is_full:
        await _refuse(send, 404 if gathering_id is None else 503)
        return
    room, follower = board.enter(gathering_id)
    leaving = asyncio.create_task(_until_gone(receive, follower))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": list(HEADERS)})
        await _tell(room, follower, send, _known(scope))
        await send({"type": "http.response.body", "body": b""})
    except OSError:
        pass  # the phone went away while it was being told
    finally:
        leaving.cancel()
        board.leave(room, follower)


async def _tell(room: Room, follower: Follower, send: Send, known: str) -> None:
    await _send(send, b"retry: 3000\n\n")
    while not follower.gone:
        follower.woken.clear()
        if room.mark and room.mark != known:
            known = room.mark
            await _send(send, room.event)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(follower.woken.wait(), HEARTBEAT)
            continue
        await _send(send, b": \n\n")


async def _send(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _until_gone(receive: Receive, follower: Follower) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    follower.leave()


async def _refuse(send: Send, status: int) -> None:
    headers = [(b"content-type", b"text/plain"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _known(scope: dict[str, Any]) -> str:
    """The last state that a browser saw before its connection fell."""
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == b"last-event-id"), "")


def _board() -> Switchboard:
    """The switchboard of this worker: one for each event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _boards:
        for old in [each for each in _boards if each.is_closed()]:
            del _boards[old]
        _boards[loop] = Switchboard()
        _end_with_the_worker(_boards[loop], loop)
    return _boards[loop]


def _end_with_the_worker(board: Switchboard, loop: asyncio.AbstractEventLoop) -> None:
    """End the streams when the worker is told to stop: a server waits for all that is open."""
    for number in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(number)

        def stop(signum: int, frame: Any, before: Any = before) -> None:
            loop.call_soon_threadsafe(board.close)
            if callable(before):
                before(signum, frame)

        with contextlib.suppress(ValueError):  # only the main thread of a program may watch for signals
            signal.signal(number, stop)
