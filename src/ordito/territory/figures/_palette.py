"""Colours: each scale goes from light to dark in one hue, so that the colour-blind read it as everyone."""

INK = "#17324d"
QUIET = "#455b71"
LINE = "#5d7a95"
GRID = "#d6dce3"
PAPER = "#ffffff"
BLACK = "#000000"
FIRST = "#0066cc"
SECOND = "#b35900"

_READABLE = 4.5  # what WCAG 2 asks of small letters at level AA

Palette = tuple[str, ...]
BLUES: Palette = ("#e4eefa", "#b5d3f2", "#7db1e6", "#2f72bd", "#0a3f7a")
OCHRES: Palette = ("#fbeedd", "#f3d09f", "#e2a654", "#9c5a0e", "#643503")
# One for each sub-area, all light enough for ink.
TINTS: Palette = ("#cfe3f7", "#fbe3bf", "#d5ecd4", "#ead9f2", "#f7d9d9", "#d3eeee", "#efe9c4", "#e0e0e6")
# Marks of places: dark enough to be told from any of the lighter colours.
MARKS: Palette = ("#17324d", "#9c2b00", "#5b2a86", "#00583a", "#7a0046")


def shades(palette: Palette, count: int) -> Palette:
    """`count` colours spread over the palette; a single one is its middle."""
    if count == 1:
        return (palette[len(palette) // 2],)
    return tuple(_between(palette, step * (len(palette) - 1) / (count - 1)) for step in range(count))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2, from 1 to 21.

    >>> round(contrast("#ffffff", "#000000"), 1)
    21.0
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(background: str) -> str:
    """Ink or paper, whichever is read better on the background; black where neither is read well."""
    better = max(INK, PAPER, key=lambda colour: contrast(colour, background))
    return better if contrast(better, background) >= _READABLE else BLACK


def _between(palette: Palette, position: float) -> str:
    lower = min(int(position), len(palette) - 2)
    share = position - lower
    mixed = (
        round(a + (b - a) * share)
        for a, b in zip(_channels(palette[lower]), _channels(palette[lower + 1]), strict=True)
    )
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    linear = (
        channel / 3294.6 if channel <= 10 else ((channel / 255 + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
        for channel in _channels(colour)
    )
    return sum(weight * channel for weight, channel in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
