"""Pictures for the documentation: as wide as a page, in 256 colours, so that a clone stays light."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from playwright.sync_api import Locator, Page

WIDTH, COLOURS, ROOM = 1280, 256, 24
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def picture(page: Page, name: str, *, high: int = 900, top: Locator | None = None) -> None:
    """Take a picture of the page from its top, or from a thing on it, when somebody asks for pictures."""
    folder = os.environ.get("ORDITO_PICTURES")
    if not folder:
        return
    page.mouse.move(0, 0)
    page.wait_for_timeout(1_000)
    whole = page.evaluate("document.documentElement.scrollHeight")
    place = top.bounding_box() if top else None
    start = max(0, place["y"] - ROOM) if place else 0
    clip = {"x": 0, "y": start, "width": WIDTH, "height": min(high, whole - start)}
    taken = page.screenshot(clip=clip, full_page=True)
    (Path(folder) / f"{name}.png").write_bytes(with_few_colours(taken))


def with_few_colours(png: bytes) -> bytes:
    """The same picture with the colours that it uses most; the others become the nearest of these."""
    parts = list(chunks(png))
    width, height = struct.unpack(">II", dict(parts)[b"IHDR"][:8])
    packed = b"".join(content for kind, content in parts if kind == b"IDAT")
    pixels = unfiltered(zlib.decompress(packed), width, height).reshape(-1, 3)
    colours, place, count = np.unique(pixels, axis=0, return_inverse=True, return_counts=True)
    kept = colours[np.argsort(-count)[:COLOURS]]
    distance = ((colours[:, None, :].astype(int) - kept[None, :, :].astype(int)) ** 2).sum(axis=2)
    rows = distance.argmin(axis=1)[place].astype(np.uint8).reshape(height, width)
    lines = b"".join(b"\x00" + row.tobytes() for row in rows)
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    return SIGNATURE + b"".join(
        chunk(kind, content)
        for kind, content in (
            (b"IHDR", header),
            (b"PLTE", kept.astype(np.uint8).tobytes()),
            (b"IDAT", zlib.compress(lines, 9)),
            (b"IEND", b""),
        )
    )


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(SIGNATURE)
    while place < len(png):
        (size,) = struct.unpack(">I", png[place : place + 4])
        yield png[place + 4 : place + 8], png[place + 8 : place + 8 + size]
        place += 12 + size


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def unfiltered(raw: bytes, width: int, height: int) -> np.ndarray:
    """The bytes of the pixels, three a pixel, out of lines that say how they differ from their neighbours."""
    stride, step = 3 * width, 3
    found = np.zeros((height, stride), np.uint8)
    above = [0] * stride
    for number in range(height):
        start = number * (stride + 1)
        manner, line = raw[start], list(raw[start + 1 : start + 1 + stride])
        for place in range(stride):
            left = line[place - step] if place >= step else 0
            corner = above[place - step] if place >= step else 0
            line[place] = (line[place] + guessed(manner, left, above[place], corner)) & 0xFF
        found[number], above = line, line
    return found


def guessed(manner: int, left: int, up: int, corner: int) -> int:
    """What PNG's filters expect of a byte."""
    if manner == 4:
        guess = left + up - corner
        return min((left, up, corner), key=lambda near: abs(guess - near))
    return (0, left, up, (left + up) // 2)[manner]
