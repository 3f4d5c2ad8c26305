"""Make any text fit to be printed, without changing a word of it."""

import re
import unicodedata

# Bullets that word processors keep in private code points of their symbol fonts.
_SYMBOL_FONT = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xF076: "❖", 0xF02D: "-"}
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_NOT_TEXT = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\ufeff\ufdd0-\ufdef\ud800-\udfff]"
    "|["
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
_PRIVATE = re.compile(r"[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_BLANKS = re.compile(r"[ \t]+")


def clean(text: str) -> str:
    r"""Strip what is not text (control characters, byte order marks, hidden hyphens), compose accents.

    Line ends become ``\n``; direction marks, joiners and emoji stay.
    """
    if text.isascii() and text.isprintable():  # most cells of most tables: nothing to look for
        return text
    text = _LINE_ENDS.sub("\n", text)
    text = _NOT_TEXT.sub("", text)
    text = _PRIVATE.sub(lambda found: _SYMBOL_FONT.get(ord(found[0]), "\ufffd"), text)
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """Give `text` cleaned, on one line: for titles, headers and attributes."""
    return " ".join(clean(text).split())


def lines(text: str) -> list[str]:
    """Give the lines of `text` cleaned, with single blanks."""
    return [_BLANKS.sub(" ", line) for line in clean(text).split("\n")]
