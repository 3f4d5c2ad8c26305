"""DOCX and ODT are zips: open one, change its parts, close it so that the same parts give the same bytes."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_BEFORE_TIME = (1980, 1, 1, 0, 0, 0)
_FIRST = ("mimetype", "[Content_Types].xml")


def parts(archive: bytes) -> dict[str, bytes]:
    """Give the parts of `archive` by name."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def closed(named: Mapping[str, bytes]) -> bytes:
    """Give the archive of the parts `named`; a `mimetype` goes first and is not compressed, as ODF asks."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in sorted(named, key=lambda one: (one not in _FIRST, one)):
            entry = zipfile.ZipInfo(name, _BEFORE_TIME)
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, named[name])
    return written.getvalue()
