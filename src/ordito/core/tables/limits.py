"""How much a file may hold before it is refused, so that no file can exhaust the machine."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest that is read. A year of a large district stays far below every one of these."""

    rows: int = 1_000_000
    """of one table"""
    columns: int = 300
    cell: int = 1_000_000
    """characters of one cell: the polygon of a large municipality fits"""
    entries: int = 500
    """files in an archive, or parts of a workbook"""
    unpacked: int = 1024 * MIB
    """bytes of all that an archive holds"""
    ratio: int = 250
    """how many times larger an entry of more than `ratio_from` bytes may become when unpacked"""
    ratio_from: int = 16 * MIB
    listing: int = 8 * MIB
    """bytes of a part of a workbook that lists others, or its styles"""
    whole: int = 64 * MIB
    """bytes of a part that must be held in memory whole: shared strings, GeoJSON"""
    strings: int = 3_000_000
    """shared strings of a workbook"""


LIMITS = Limits()
