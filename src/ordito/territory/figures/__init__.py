"""Drawings of a territory, as standalone SVG: the same on a page, in a PDF and in a Word file.

Nothing is fetched and nothing is styled from outside: no style sheets, no inline styles (the pages forbid
them), no fonts but those that are there. Each drawing says in its `title` and `desc` what it shows, for
whoever cannot see it, and writes numbers in the language that is active. A drawing is made for a width
in pixels, at which its letters are 11 or 12 pixels high: ask a narrow one for a telephone (360), a wide one
for a page (720) or a document (600).

Colours are told apart by the colour-blind, and no meaning is left to colour alone.
"""

from ._bars import Bar, bars_svg
from ._classes import Classes, equal_classes, quantile_classes
from ._key import Indicator
from ._legend import class_meaning
from ._map import Place, map_svg
from ._palette import BLUES, OCHRES, Palette, readable_on, shades
from ._pyramid import AgeCount, pyramid_svg

__all__ = [
    "BLUES",
    "OCHRES",
    "AgeCount",
    "Bar",
    "Classes",
    "Indicator",
    "Palette",
    "Place",
    "bars_svg",
    "class_meaning",
    "equal_classes",
    "map_svg",
    "pyramid_svg",
    "quantile_classes",
    "readable_on",
    "shades",
]
