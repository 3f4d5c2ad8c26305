"""Archives from outside, opened with suspicion: nothing is unpacked before its size is known and allowed."""

from __future__ import annotations

import zipfile
import zlib
from io import BufferedReader, RawIOBase
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING

from django.utils.translation import gettext as _

from ordito.core.tables.sheet import Unreadable

if TYPE_CHECKING:
    from typing import BinaryIO

    from typing_extensions import Buffer

    from ordito.core.tables.limits import Limits

ENCRYPTED = 0x1
CHUNK = 1 << 16
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


class Archive:
    """A zip whose directory was judged before any of its entries is read."""

    def __init__(self, file: BinaryIO, limits: Limits) -> None:
        self._limits = limits
        try:
            self._zip = zipfile.ZipFile(file)
        except DAMAGE as problem:
            raise Unreadable(
                _("un archivio rovinato"), _("un file .zip o .xlsx integro: salvarlo o scaricarlo di nuovo")
            ) from problem
        self._entries = {entry.filename: entry for entry in self._zip.infolist() if not entry.is_dir()}
        self._judge()

    @property
    def names(self) -> list[str]:
        return sorted(self._entries)

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def size(self, name: str) -> int:
        return self._entries[name].file_size

    def open(self, name: str) -> BufferedReader:
        """Open an entry for reading; what it gives never passes the size that the directory declares."""
        try:
            stream = self._zip.open(self._entries[name])
        except DAMAGE as problem:
            raise _damaged(name) from problem
        return BufferedReader(_Guarded(stream, name), CHUNK)

    def _judge(self) -> None:
        entries = self._zip.infolist()
        if len(entries) > self._limits.entries or len({entry.filename for entry in entries}) < len(entries):
            raise Unreadable(
                _("un archivio di %(entries)d file") % {"entries": len(entries)},
                _("al massimo %(most)d file, con nomi diversi") % {"most": self._limits.entries},
            )
        if sum(entry.file_size for entry in entries) > self._limits.unpacked:
            raise _too_large("")
        for entry in self._entries.values():
            path = PurePosixPath(entry.filename)
            if (
                not path.parts
                or path.is_absolute()
                or ".." in path.parts
                or "\\" in entry.orig_filename
                or ":" in path.parts[0]
            ):
                raise Unreadable(
                    _("un file che esce dall'archivio: «%(name)s»") % {"name": entry.orig_filename},
                    _("nomi di file semplici"),
                )
            if entry.flag_bits & ENCRYPTED:
                raise Unreadable(_("un archivio protetto da password"), _("un archivio senza password"))
            grows = entry.file_size > self._limits.ratio * max(entry.compress_size, 1)
            if entry.file_size > self._limits.ratio_from and grows:
                raise _too_large(entry.filename)


class _Guarded(RawIOBase):
    """An entry whose damage, found only while unpacking, is told as such."""

    def __init__(self, stream: IO[bytes], name: str) -> None:
        super().__init__()
        self._stream = stream
        self._name = name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        view = memoryview(buffer)
        try:
            read = self._stream.read(len(view))
        except DAMAGE as problem:
            raise _damaged(self._name) from problem
        view[: len(read)] = read
        return len(read)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _damaged(name: str) -> Unreadable:
    return Unreadable(
        _("«%(name)s» rovinato dentro l'archivio") % {"name": name}, _("un file integro: salvarlo di nuovo")
    )


def _too_large(name: str) -> Unreadable:
    return Unreadable(
        _("un archivio che si gonfia oltre misura %(name)s") % {"name": f"(«{name}»)" if name else ""},
        _("dati veri: un archivio così può essere fatto per bloccare il programma"),
    )
