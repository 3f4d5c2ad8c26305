"""Versions of the plan: the act as it is now, each as it was, and what differs between two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import override

from ordito.core import press
from ordito.governance.queries.frozen import thaw
from ordito.plan.models import AreaPlan, PlanVersion
from ordito.plan.queries.document import commitments, document_of

FIRST_COMMITMENT = "3."
"""The chapter with which the commitments begin: those before are written by the registers."""


@dataclass(frozen=True, slots=True)
class Change:
    """Lines that one version has and the other has not, under the heading where they stand."""

    under: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def act_now(plan: AreaPlan, on: date) -> press.Document:
    """The plan as the act that would be adopted today: what anybody may read, in Italian."""
    with override("it"):
        return document_of(plan, user=AnonymousUser(), on=on, as_act=True)


def act_of(version: PlanVersion) -> press.Document:
    """The act as it was."""
    kept: press.Document = thaw(version.document)
    return kept


def changes_since(version: PlanVersion, on: date) -> tuple[Change, ...]:
    """What the plan commits to today and did not then, and the other way round."""
    with override("it"):
        now = _lines(list(commitments(version.plan, on, as_act=True)))
    return _changes(_committed(act_of(version)), now)


def changes_between(one: PlanVersion, other: PlanVersion) -> tuple[Change, ...]:
    """What differs in the commitments of two versions."""
    return _changes(_committed(act_of(one)), _committed(act_of(other)))


def _committed(act: press.Document) -> list[tuple[str, str]]:
    blocks = list(act.blocks)
    for place, block in enumerate(blocks):
        if (
            isinstance(block, press.Heading)
            and block.level == 1
            and _plain(block.text).startswith(FIRST_COMMITMENT)
        ):
            return _lines(_without_signatures(blocks[place:]))
    return _lines(blocks)


def _without_signatures(blocks: list[press.Block]) -> list[press.Block]:
    """The commitments without who signs them, which is known after."""
    last = next((place for place, block in enumerate(blocks) if isinstance(block, press.Signatures)), None)
    if last is None:
        return blocks
    before = blocks[last - 1]
    return blocks[: last - (isinstance(before, press.Heading) and before.level == 1)]


def _lines(blocks: Iterable[press.Block]) -> list[tuple[str, str]]:
    """Each line of an act with the heading under which it stands."""
    told: list[tuple[str, str]] = []
    under = ""
    for block in blocks:
        if isinstance(block, press.Heading):
            under = _plain(block.text)
        told += [(under, line) for line in _said(block) if line.strip()]
    return told


def _said(block: Any) -> Iterator[str]:
    if isinstance(block, press.Heading | press.Paragraph | press.Lead | press.Note | press.Quote):
        yield _plain(block.text)
    elif isinstance(block, press.Typed):
        yield from block.text.splitlines()
    elif isinstance(block, press.Definitions):
        yield from (f"{_plain(name)}: {_plain(value)}" for name, value in block.items)
    elif isinstance(block, press.Table):
        yield from (" · ".join(_plain(cell) for cell in row) for row in block.rows)


def _plain(text: Any) -> str:
    if isinstance(text, str):
        return text
    if isinstance(text, Sequence):
        return "".join(_plain(part) for part in text)
    return _plain(getattr(text, "text", ""))


def _changes(before: list[tuple[str, str]], after: list[tuple[str, str]]) -> tuple[Change, ...]:
    found = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        gone, come = before[start:end], after[new_start:new_end]
        found.append(
            Change(
                under=(come or gone)[0][0],
                before=tuple(line for _under, line in gone),
                after=tuple(line for _under, line in come),
            )
        )
    return tuple(found)
