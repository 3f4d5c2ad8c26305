"""As much of HTTP as a phone needs: requests on a connection that stays open, and a stream of events."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

PATIENCE = 30.0


@dataclass
class Answer:
    """What a server said."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def cookies(self) -> dict[str, str]:
        pairs = [value.partition(";")[0] for name, value in self.headers if name == "set-cookie"]
        return dict(pair.split("=", 1) for pair in pairs)


@dataclass
class Wire:
    """A connection to the server, opened again when it falls."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None

    async def ask(self, method: str, path: str, data: dict[str, str] | None = None, **headers: str) -> Answer:
        """Ask for something and take the whole answer; a broken connection is an OSError."""
        body = urlencode(data or {}).encode()
        try:
            async with asyncio.timeout(PATIENCE):
                if self._writer is None or self._reader is None:
                    self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
                await _send(self._writer, method, path, self.cookies, body, headers)
                answer = await _taken(self._reader)
        except (OSError, EOFError, TimeoutError, ValueError) as why:
            await self.close()
            raise OSError(str(why)) from why
        self.cookies |= answer.cookies()
        return answer

    async def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            with contextlib.suppress(OSError):
                await self._writer.wait_closed()
        self._reader = self._writer = None


async def events(port: int, path: str, last: str = "") -> AsyncIterator[tuple[str, str]]:
    """The mark and the data of each event, until the server hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        await _send(writer, "GET", path, {}, b"", {"last_event_id": last} if last else {})
        status, headers = await _head(reader)
        if status != 200:
            raise OSError(f"the stream answered {status}")
        chunked = ("transfer-encoding", "chunked") in headers
        held, mark = b"", ""
        while piece := await (_chunk(reader) if chunked else reader.read(65_536)):
            held += piece
            while b"\n\n" in held:
                event, _blank, held = held.partition(b"\n\n")
                lines = dict(
                    line.split(": ", 1) for line in event.decode().split("\n") if not line.startswith(":")
                )
                mark = lines.get("id", mark)
                if "data" in lines:
                    yield mark, lines["data"]
    except (EOFError, ValueError) as why:
        raise OSError(str(why)) from why
    finally:
        writer.close()


async def _send(
    writer: asyncio.StreamWriter,
    method: str,
    path: str,
    cookies: dict[str, str],
    body: bytes,
    headers: dict[str, str],
) -> None:
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if cookies:
        lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items()))
    if method == "POST":
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + (body if method == "POST" else b""))
    await writer.drain()


async def _taken(reader: asyncio.StreamReader) -> Answer:
    status, headers = await _head(reader)
    given = dict(headers)
    if given.get("transfer-encoding") == "chunked":
        body = b""
        while piece := await _chunk(reader):
            body += piece
    else:
        body = await reader.readexactly(int(given.get("content-length", "0")))
    return Answer(status, headers, body)


async def _head(reader: asyncio.StreamReader) -> tuple[int, list[tuple[str, str]]]:
    first = (await reader.readuntil(b"\r\n")).split()
    headers = []
    while (line := await reader.readuntil(b"\r\n")) != b"\r\n":
        name, _colon, value = line.decode("latin-1").partition(":")
        headers.append((name.lower(), value.strip()))
    return int(first[1]), headers


async def _chunk(reader: asyncio.StreamReader) -> bytes:
    size = int(await reader.readuntil(b"\r\n"), 16)
    piece = await reader.readexactly(size + 2)
    return piece[:-2]
