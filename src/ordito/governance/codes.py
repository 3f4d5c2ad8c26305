"""Codes that name meetings and documents in a district: taken from what they name, the same every time."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from django.utils.text import slugify

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

LONGEST_DOCUMENT = 80
"""As long as the database lets the code of a document be."""


def meeting_code(body: str, day: date) -> str:
    """The code of a body's meeting of a day: `labgo-famiglia-2016-07-18`."""
    return f"{body}-{day:%Y-%m-%d}"


def document_code(body: str, title: str) -> str:
    """The code of a body's document; a long title is cut, and its fingerprint tells it from the others."""
    whole = slugify(f"{body}-{title}")
    if len(whole) <= LONGEST_DOCUMENT - 4:
        return whole
    fingerprint = sha256(whole.encode()).hexdigest()[:8]
    return f"{whole[: LONGEST_DOCUMENT - 13].rstrip('-')}-{fingerprint}"


def free_code(wanted: str, taken: Collection[str]) -> str:
    """The code itself, or the first of `code-2`, `code-3`… that is free."""
    number, code = 1, wanted
    while code in taken:
        number += 1
        code = f"{wanted}-{number}"
    return code
