"""Words inside a paragraph: plain text, bold, emphasis, links, what was added and what was taken away.

A plain ``str`` is data: whatever it contains is printed as it is. Marks exist only as the objects of this
module, or in the template given to `rich`, which is written by us and never by a user.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Bold:
    """Words that weigh more."""

    text: Text


@dataclass(frozen=True, slots=True)
class Em:
    """Words that are stressed, or foreign, or titles."""

    text: Text


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere; with an address that is not http, https or mailto they stay plain words."""

    text: Text
    url: str


@dataclass(frozen=True, slots=True)
class Inserted:
    """Words that were not there before: underlined."""

    text: Text


@dataclass(frozen=True, slots=True)
class Deleted:
    """Words that are there no more: struck out."""

    text: Text


Span: TypeAlias = str | Bold | Em | Link | Inserted | Deleted
Text: TypeAlias = Span | Sequence[Span]

_MARK = re.compile(
    r"\*\*(?P<bold>.+?)\*\*|\*(?P<em>.+?)\*|\[(?P<label>[^\]]+)\]\((?P<url>[^)\s]+)\)|\{(?P<name>\w+)\}",
    re.DOTALL,
)


def flat(text: Text) -> tuple[Span, ...]:
    """Give the spans of `text`, whether it is one or many."""
    if isinstance(text, str) or not isinstance(text, Sequence):
        return (text,)
    return tuple(text)


def rich(template: str, /, **data: Text) -> tuple[Span, ...]:
    """Read the marks of a sentence that we wrote, and put users' words in its places.

    Examples
    --------
    >>> rich("Presiede **{name}**.", name="Ada *Bini*")
    ('Presiede ', Bold(text=('Ada *Bini*',)), '.')
    """
    spans: list[Span] = []
    end = 0
    for mark in _MARK.finditer(template):
        spans.extend(filter(None, (template[end : mark.start()],)))
        end = mark.end()
        found = mark.groupdict()
        if found["bold"] is not None:
            spans.append(Bold(rich(found["bold"], **data)))
        elif found["em"] is not None:
            spans.append(Em(rich(found["em"], **data)))
        elif found["label"] is not None:
            spans.append(Link(rich(found["label"], **data), found["url"].format(**data)))
        else:
            spans.extend(flat(data[found["name"]]))
    spans.extend(filter(None, (template[end:],)))
    return tuple(spans)
