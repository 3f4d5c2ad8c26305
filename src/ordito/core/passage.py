"""Let one other account through to a folder, and open nothing else.

Needed when root starts the program: the database must run as somebody else, and its folder may lie below one
that is closed, such as root's own home. Where the file system knows access lists, only that account may pass;
where it does not, the folder becomes passable to all but stays unreadable.
"""

import os
import stat
import struct
from pathlib import Path

ACL = "system.posix_acl_access"
VERSION = struct.pack("<I", 2)
ENTRY = struct.Struct("<HHI")  # tag, permissions, who
OWNER, ACCOUNT, GROUP, MASK, OTHER = 0x01, 0x02, 0x04, 0x10, 0x20
NOBODY_IN_PARTICULAR = 0xFFFFFFFF
PASS = 1


def open_way(folder: Path, uid: int) -> None:
    """Let the account `uid` pass through `folder` and everything above it."""
    for step in (folder, *folder.parents):
        seen = step.stat()
        if seen.st_mode & stat.S_IXOTH or seen.st_uid == uid:
            continue
        try:
            os.setxattr(step, ACL, _with_passage(_entries(step, seen.st_mode), uid))
        except (AttributeError, OSError):
            step.chmod(stat.S_IMODE(seen.st_mode) | stat.S_IXOTH)


def let_read(folder: Path) -> None:
    """Let everybody read a folder of programs."""
    for path in (folder, *folder.rglob("*")):
        mode = path.stat().st_mode
        run = stat.S_IXOTH if mode & stat.S_IXUSR else 0
        path.chmod(stat.S_IMODE(mode) | stat.S_IROTH | run)


def _entries(step: Path, mode: int) -> list[tuple[int, int, int]]:
    try:
        raw = os.getxattr(step, ACL)
    except OSError:
        return [
            (OWNER, mode >> 6 & 7, NOBODY_IN_PARTICULAR),
            (GROUP, mode >> 3 & 7, NOBODY_IN_PARTICULAR),
            (OTHER, mode & 7, NOBODY_IN_PARTICULAR),
        ]
    return list(ENTRY.iter_unpack(raw[len(VERSION) :]))


def _with_passage(entries: list[tuple[int, int, int]], uid: int) -> bytes:
    granted = {(tag, who): may for tag, may, who in entries}
    granted[ACCOUNT, uid] = granted.get((ACCOUNT, uid), 0) | PASS
    mask = granted.get((MASK, NOBODY_IN_PARTICULAR), granted[GROUP, NOBODY_IN_PARTICULAR])
    granted[MASK, NOBODY_IN_PARTICULAR] = mask | PASS
    return VERSION + b"".join(ENTRY.pack(tag, granted[tag, who], who) for tag, who in sorted(granted))
