"""Texts that a spreadsheet would run as formulas, made harmless and given back as they were."""

from __future__ import annotations

import re

# What spreadsheets take for the start of a formula, also in full width or after spaces.
RUNS = re.compile(r"'*(?:[\t\r\n]|[\s\ufeff]*[=+\-@＝＋－＠])")


def runs(text: str) -> bool:
    """Tell whether a spreadsheet could run the text, or could once an apostrophe before it is dropped."""
    return RUNS.match(text) is not None


def escaped(text: str) -> str:
    """Put an apostrophe before a text that could run: the sign by which a spreadsheet knows a text."""
    return f"'{text}" if RUNS.match(text) else text


def unescaped(text: str) -> str:
    """Drop the apostrophe that `escaped` put; any other apostrophe is the text's own."""
    return text[1:] if text.startswith("'") and RUNS.match(text) else text
