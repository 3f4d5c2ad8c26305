"""A typeface of last resort: characters that no typeface at hand can draw become a box with their code.

An archival PDF may not hold a character without a shape, and a name or an emoji may not vanish from an act.
The typeface is made for the characters of one document; what is copied or read aloud is still the character.
The shapes are the hexadecimal digits, each on a grid of three by five squares, in two lines.
"""

from __future__ import annotations

import struct

FAMILY = "Ordito Codici"

_UNITS = 1000
_ADVANCE = 720
_SQUARE = 56
# Five rows of three squares for each digit, as bits.
_SHAPES = (
    (7, 5, 5, 5, 7),
    (2, 6, 2, 2, 7),
    (7, 1, 7, 4, 7),
    (7, 1, 7, 1, 7),
    (5, 5, 7, 1, 1),
    (7, 4, 7, 1, 7),
    (7, 4, 7, 5, 7),
    (7, 1, 1, 2, 2),
    (7, 5, 7, 5, 7),
    (7, 5, 7, 1, 7),
    (7, 5, 7, 5, 5),
    (6, 5, 6, 5, 6),
    (7, 4, 4, 4, 7),
    (6, 5, 5, 5, 6),
    (7, 4, 7, 4, 7),
    (7, 4, 7, 4, 4),
)
_BOX = 17  # glyphs: 0 is blank, 1-16 are digits, 17 is the box, then one for each character
_FIRST = 18


def typeface(characters: set[str]) -> bytes:
    """Make a TrueType typeface that draws the code of each of `characters`."""
    codes = sorted(map(ord, characters))
    glyphs = [b"", *(_simple(_squares(shape)) for shape in _SHAPES), _simple(_box())]
    glyphs += [_composite(code) for code in codes]
    glyphs = [glyph + b"\0" * (-len(glyph) % 4) for glyph in glyphs]
    offsets = [0]
    for glyph in glyphs:
        offsets.append(offsets[-1] + len(glyph))
    count = len(glyphs)
    tables = {
        b"OS/2": _os2(),
        b"cmap": _cmap(codes),
        b"glyf": b"".join(glyphs),
        b"head": struct.pack(
            ">4I2H2q4h2H3h",
            0x10000,
            0x10000,
            0,
            0x5F0F3CF5,
            3,
            _UNITS,
            0,
            0,
            0,
            -200,
            _ADVANCE,
            800,
            0,
            8,
            2,
            1,
            0,
        ),
        b"hhea": struct.pack(">I3hH11hH", 0x10000, 800, -200, 0, _ADVANCE, *[0] * 11, count),
        b"hmtx": struct.pack(">Hh", _ADVANCE, 0) * count,
        b"loca": struct.pack(f">{count + 1}I", *offsets),
        b"maxp": struct.pack(">I14H", 0x10000, count, 256, 64, 512, 128, 2, 0, 0, 0, 0, 0, 0, 8, 1),
        b"name": _names(),
        b"post": struct.pack(">Ii2h5I", 0x30000, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    return _assemble(tables)


def _squares(shape: tuple[int, ...]) -> list[list[tuple[int, int]]]:
    return [
        _rectangle(column * _SQUARE, (4 - row) * _SQUARE, _SQUARE, _SQUARE)
        for row, bits in enumerate(shape)
        for column in range(3)
        if bits & (4 >> column)
    ]


def _box() -> list[list[tuple[int, int]]]:
    line = 24
    inside = _rectangle(30 + line, -170 + line, _ADVANCE - 60 - 2 * line, 940 - 2 * line)
    return [_rectangle(30, -170, _ADVANCE - 60, 940), inside[::-1]]


def _rectangle(left: int, bottom: int, width: int, height: int) -> list[tuple[int, int]]:
    right, top = left + width, bottom + height
    return [(left, bottom), (left, top), (right, top), (right, bottom)]


def _simple(contours: list[list[tuple[int, int]]]) -> bytes:
    points = [point for contour in contours for point in contour]
    across, up = zip(*points, strict=True)
    glyph = struct.pack(">5h", len(contours), min(across), min(up), max(across), max(up))
    glyph += struct.pack(f">{len(contours)}H", *(4 * place + 3 for place in range(len(contours))))
    glyph += struct.pack(">H", 0) + b"\x01" * len(points)
    for axis in (across, up):
        steps = [after - before for before, after in zip((0, *axis), axis, strict=False)]
        glyph += struct.pack(f">{len(steps)}h", *steps)
    return glyph


def _composite(code: int) -> bytes:
    digits = f"{code:04X}" if code <= 0xFFFF else f"{code:06X}"  # noqa: PLR2004 - the basic plane
    across = len(digits) // 2
    step = 3 * _SQUARE + _SQUARE // 2
    left = (_ADVANCE - across * step + _SQUARE // 2) // 2
    parts = [(_BOX, 0, 0)]
    for place, digit in enumerate(digits):
        line, column = divmod(place, across)
        parts.append((1 + int(digit, 16), left + column * step, (360, -40)[line]))
    glyph = struct.pack(">5h", -1, 30, -170, _ADVANCE - 30, 770)
    for number, (part, x, y) in enumerate(parts, start=1):
        more = 0x20 if number < len(parts) else 0
        glyph += struct.pack(">2H2h", 0x1 | 0x2 | more, part, x, y)
    return glyph


def _cmap(codes: list[int]) -> bytes:
    groups = [(0x20, 0x20, 0), *((code, code, _FIRST + place) for place, code in enumerate(codes))]
    body = b"".join(struct.pack(">3I", *group) for group in groups)
    table = struct.pack(">2H3I", 12, 0, 16 + len(body), 0, len(groups)) + body
    return struct.pack(">2H2HI", 0, 1, 3, 10, 12) + table


def _names() -> bytes:
    texts = {1: FAMILY, 2: "Regular", 3: FAMILY, 4: FAMILY, 6: FAMILY.replace(" ", "")}
    records, strings = b"", b""
    for number, text in texts.items():
        written = text.encode("utf-16-be")
        records += struct.pack(">6H", 3, 1, 0x409, number, len(written), len(strings))
        strings += written
    return struct.pack(">3H", 0, len(texts), 6 + len(records)) + records + strings


def _os2() -> bytes:
    head = struct.pack(">Hh3H11h", 4, _ADVANCE, 400, 5, 0, 650, 600, 0, 75, 650, 600, 0, 350, 50, 300, 0)
    middle = bytes(10) + bytes(16) + b"ORDI" + struct.pack(">3H", 0x40, 0x20, 0xFFFF)
    return head + middle + struct.pack(">3h2H2I2h3H", 800, -200, 0, 800, 200, 0, 0, 350, 500, 0, 0x20, 1)


def _assemble(tables: dict[bytes, bytes]) -> bytes:
    count = len(tables)
    power = count.bit_length() - 1
    directory = struct.pack(">I4H", 0x10000, count, 16 << power, power, 16 * count - (16 << power))
    place = 12 + 16 * count
    body = b""
    for tag, table in tables.items():
        padded = table + b"\0" * (-len(table) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        directory += struct.pack(">4s3I", tag, total, place + len(body), len(table))
        body += padded
    return directory + body
