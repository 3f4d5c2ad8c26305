"""An act kept as it was: its blocks as plain JSON, and back."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from ordito.core import press

KIND = "is"
KINDS: dict[str, Any] = {
    kind.__name__: kind
    for kind in (
        press.Bold,
        press.Bullets,
        press.Contents,
        press.Definitions,
        press.Document,
        press.Em,
        press.Figure,
        press.Heading,
        press.Lead,
        press.Link,
        press.Note,
        press.Numbered,
        press.PageBreak,
        press.Paragraph,
        press.Quote,
        press.Signatures,
        press.Table,
        press.Typed,
    )
}


def freeze(thing: object) -> Any:
    """Write an act, or a part of one, as JSON can keep it."""
    if is_dataclass(thing):
        parts = {each.name: freeze(getattr(thing, each.name)) for each in fields(thing)}
        return {KIND: type(thing).__name__, **parts}
    if isinstance(thing, date):
        return {KIND: "date", "on": thing.isoformat()}
    if isinstance(thing, list | tuple):
        return [freeze(each) for each in thing]
    return thing


def thaw(kept: Any) -> Any:
    """Read an act as it was."""
    if isinstance(kept, list):
        return tuple(thaw(each) for each in kept)
    if not isinstance(kept, dict):
        return kept
    if kept[KIND] == "date":
        return date.fromisoformat(kept["on"])
    return KINDS[kept[KIND]](**{name: thaw(part) for name, part in kept.items() if name != KIND})
