"""What strangers type, made harmless for the page that shows it, without changing what it says."""

import re
import unicodedata

OVERRIDES = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Marks that turn the direction of what follows: pages isolate each text instead (`dir="auto"`)."""

ACCENTS = r"[\u0300-\u036f\u0483-\u0489\u20d0-\u20f0]"
PILED = re.compile(f"(?<={ACCENTS}{{4}}){ACCENTS}+")
"""More accents than any language puts on one letter."""


def tidied(text: str) -> str:
    r"""Take away what cannot be read: control characters, marks that reverse a page, piles of accents.

    >>> tidied("  Spazi\x00 per\u202e i compiti \r\n\r\n\r\n\r\ndopo la scuola ")
    'Spazi per i compiti\n\ndopo la scuola'
    >>> tidied("\ud83c").encode()
    b''
    >>> tidied("مساحات للدراسة 👨‍👩‍👧")
    'مساحات للدراسة 👨‍👩‍👧'
    """
    whole = text.encode("utf-8", "ignore").decode()
    lines = whole.translate(OVERRIDES).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = ["".join(c for c in line if c == "\t" or not _is_control(c)).strip() for line in lines]
    found = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
    return PILED.sub("", unicodedata.normalize("NFC", found))


def on_one_line(text: str) -> str:
    r"""Do the same for what has no lines.

    >>> on_one_line("Tavolo\n 3")
    'Tavolo 3'
    """
    return " ".join(tidied(text).split())


def _is_control(character: str) -> bool:
    return unicodedata.category(character) == "Cc"
