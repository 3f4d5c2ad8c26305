"""Elements, text and the frame of a drawing."""

import hashlib
import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString

from ordito.core.numbers import written

from ._palette import INK

_FAMILY = "Titillium Web, Arial, Helvetica, sans-serif"
# Widths of Helvetica's letters over their height, in groups; what is in no group is as wide as a figure.
_WIDTHS = (
    (0.24, "ijl'’.,:;|!"),
    (0.30, "fIt()[]/ -\u00a0\u202f·"),
    (0.36, 'r"“”«»*°²'),
    (0.69, "ABCDEGHKNOPQRSUVXYZwÀÈÉÙ&"),
    (0.86, "mMW%"),
)
_WIDTH_OF = {letter: width for width, group in _WIDTHS for letter in group}
_BOLD = 1.07

# Stands in the parts for the name of the drawing, which is known when all is drawn.
OWN = "\ue000"
_UNPRINTABLE = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff{OWN}]")

Anchor = Literal["start", "middle", "end"]


class Box(NamedTuple):
    """A rectangle in pixels; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box", margin: float = 0.0) -> bool:
        return (
            self.left < other.right + margin
            and other.left < self.right + margin
            and self.top < other.bottom + margin
            and other.top < self.bottom + margin
        )

    def within(self, other: "Box") -> bool:
        return (
            self.left >= other.left
            and self.top >= other.top
            and self.right <= other.right
            and self.bottom <= other.bottom
        )


def number(value: float, decimals: int = 0) -> str:
    """A number as the reader writes it: 41.239 or 12,5; the minus is a minus."""
    return written(value, decimals).replace("-", "\N{MINUS SIGN}")


def text_width(words: str, size: float, *, bold: bool = False) -> float:
    """Pixels that the words take in a sans-serif of the usual width; the true width varies by a tenth."""
    return size * sum(_WIDTH_OF.get(letter, 0.56) for letter in words) * (_BOLD if bold else 1.0)


def element(name: str, content: str = "", /, **attributes: str | float | None) -> str:
    """One element: `content` is markup; attributes are escaped, `_` written `-`, None left out."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_attribute(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{said}>{content}</{name}>" if content else f"<{name}{said}/>"


def text(  # noqa: PLR0913 - as many as the ways of writing a word
    words: str,
    x: float,
    y: float,
    *,
    size: float = 12,
    bold: bool = False,
    fill: str = INK,
    anchor: Anchor = "start",
    halo: str | None = None,
    spacing: float | None = None,
    italic: bool = False,
) -> str:
    """Words on the line `y`; a `halo` of a colour keeps them readable over lines."""
    return element(
        "text",
        _said(words),
        x=x,
        y=y,
        font_size=size,
        font_weight=600 if bold else None,
        font_style="italic" if italic else None,
        text_anchor=None if anchor == "start" else anchor,
        fill=fill,
        stroke=halo,
        stroke_width=3 if halo else None,
        stroke_linejoin="round" if halo else None,
        paint_order="stroke" if halo else None,
        letter_spacing=spacing,
    )


def wrapped(words: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """The words on as many lines as the width asks."""
    lines = [""]
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size, bold=bold) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def drawing(parts: Iterable[str], *, width: float, height: float, title: str, description: str) -> SafeString:
    """A whole drawing that can stand alone; its title and description are read aloud.

    `OWN` in the parts becomes a name that no other drawing on the page has.
    """
    body = "".join(parts)
    own = "f" + hashlib.sha256(f"{title}{description}{width}{body}".encode()).hexdigest()[:10]
    return SafeString(
        element(
            "svg",
            element("title", _said(title), id=f"{own}-t")
            + element("desc", _said(description), id=f"{own}-d")
            + body.replace(OWN, own),
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {_attribute(width)} {_attribute(height)}",
            width="100%",
            role="img",
            aria_labelledby=f"{own}-t {own}-d",
            font_family=_FAMILY,
        )
    )


def _said(words: str) -> str:
    return escape(_UNPRINTABLE.sub("", words))


def _attribute(value: str | float) -> str:
    if isinstance(value, str):
        return escape(value)
    return f"{value:.2f}".rstrip("0").rstrip(".")
