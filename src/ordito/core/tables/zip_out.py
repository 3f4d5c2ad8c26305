"""Archives whose bytes depend on their content alone: no clock, no machine in them."""

from __future__ import annotations

import zipfile
from typing import IO, TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable

EPOCH = (1980, 1, 1, 0, 0, 0)
UNIX = 3
READABLE = 0o644 << 16
LEVEL = 6
CHUNK = 1 << 16


class FixedZip:
    """An archive being written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)

    def write(self, name: str, texts: Iterable[str]) -> None:
        """Add a file with this content, which may come in many pieces."""
        with self.open(name) as stream:
            waiting: list[str] = []
            size = 0
            for text in texts:
                waiting.append(text)
                size += len(text)
                if size > CHUNK:
                    stream.write("".join(waiting).encode())
                    waiting, size = [], 0
            stream.write("".join(waiting).encode())

    def open(self, name: str) -> IO[bytes]:
        """Add a file, and give where to write its content."""
        entry = zipfile.ZipInfo(name, EPOCH)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry._compresslevel = LEVEL  # type: ignore[attr-defined]  # noqa: SLF001 - public only from Python 3.13
        entry.create_system = UNIX
        entry.external_attr = READABLE
        return self._zip.open(entry, "w")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._zip.close()
