"""Codes that name meetings and documents in a district: taken from what they name, the same every time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ordito.community.codes import code_of

if TYPE_CHECKING:
    from datetime import date


def meeting_code(body: str, day: date) -> str:
    """Make the code of a body's meeting of a day: `labgo-famiglia-2016-07-18`."""
    return f"{body}-{day:%Y-%m-%d}"


def document_code(body: str, title: str) -> str:
    """Make the code of a body's document from its title."""
    return code_of(f"{body} {title}", "documento")
