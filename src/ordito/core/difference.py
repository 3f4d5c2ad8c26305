"""The difference between two texts as a careful editor marks it: whole words, few marks, nothing lost.

What is common is found by rapidfuzz (the longest common subsequence of words, exactly); what follows is
taste: an addition that could begin in two places begins where a sentence does, a change shattered around a
few common words is written as one change, a sentence of which little stays is written anew. Either text can
be rebuilt from the marks, and no mark cuts a word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rapidfuzz.distance import Indel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Kind = Literal["same", "out", "in"]

# A number with its separators, a word with its apostrophe or its inner hyphens, or any other sign alone; with
# the blanks before it and the accents, variants and joiners after it: a family of emoji is one sign.
ACCENTS = r"[\u0300-\u036f\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]*"
LETTERS = rf"(?:\w{ACCENTS})+"
SIGN = rf"\S{ACCENTS}(?:\u200d\S{ACCENTS})*"
TOKEN = re.compile(rf"\s*(?:\d+(?:[.,/:]\d+)+|{LETTERS}(?:[-\u2011]{LETTERS})*['\u2019]?|{SIGN})|\s+\Z")
ENDS_A_SENTENCE = frozenset(".!?;:…")
ENDS_A_PHRASE = frozenset(',)»\u201d"-\u2013\u2014')
MOST_CELLS = 40_000_000
"""Words by words that are compared at once: 5 MB; a longer stretch is compared by sentences first."""
ISLAND = 4
"""Common words between two changes that may be written again to have one change."""
LITTLE = 0.35
"""A sentence of which less than this stays is written anew."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that stays, goes out or comes in."""

    kind: Kind
    text: str

    @property
    def blank(self) -> str:
        """The blanks before it, that are not worth a mark."""
        return self.text[: len(self.text) - len(self.text.lstrip())]

    @property
    def marked(self) -> str:
        return self.text.lstrip()


@dataclass(frozen=True, slots=True)
class Change:
    """What goes out and what comes in at one place; when nothing changes, both are the same words."""

    out: tuple[str, ...]
    into: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        return self.out == self.into

    @property
    def is_double(self) -> bool:
        """Something goes and something comes."""
        return not self.is_same and bool(self.out) and bool(self.into)


@dataclass(frozen=True, slots=True)
class Difference:
    """Two texts read together."""

    changes: tuple[Change, ...]

    @property
    def before(self) -> str:
        return "".join(word for change in self.changes for word in change.out)[1:]

    @property
    def after(self) -> str:
        return "".join(word for change in self.changes for word in change.into)[1:]

    @property
    def is_empty(self) -> bool:
        return all(change.is_same for change in self.changes)

    @property
    def runs(self) -> tuple[Run, ...]:
        """The stretches in the order in which they are read: what goes before what comes in its place."""
        told = []
        for change in self.changes:
            if change.is_same:
                told.append(Run("same", "".join(change.out)))
                continue
            sides: tuple[tuple[Kind, tuple[str, ...]], ...] = (("out", change.out), ("in", change.into))
            told += [Run(kind, "".join(words)) for kind, words in sides if words]
        if told:
            told[0] = Run(told[0].kind, told[0].text[1:])
        return tuple(run for run in told if run.text)

    def cut(self, *sizes: int) -> list[Difference]:
        """The same difference in pieces: the second text cut after so many words, again and again."""
        pieces, left = [], list(self.changes)
        for size in sizes:
            piece, left = _first_words(left, size)
            pieces.append(Difference(tuple(piece)))
        return [*pieces, Difference(tuple(left))]

    @property
    def share_kept(self) -> float:
        """How much of the longer text stays, from 0 to 1, counted in words."""
        kept = sum(len(change.out) for change in self.changes if change.is_same)
        longer = max(
            sum(len(change.out) for change in self.changes),
            sum(len(change.into) for change in self.changes),
        )
        return kept / longer if longer else 1.0


def difference(before: str, after: str) -> Difference:
    """Mark what changes from a text to another."""
    # A blank before each: then the first word is the same word as in the middle of a sentence.
    old, new = (words_in(f" {text}") if text else () for text in (before, after))
    found = _joined(_compared(old, new))
    found = _joined(_islands_flooded(_joined(_slid(found))))
    return Difference(tuple(_sentences_rewritten(found)))


def words_in(text: str) -> tuple[str, ...]:
    """The words and signs of a text, each with the blanks before it: joined, they are the text."""
    return tuple(TOKEN.findall(text))


def _first_words(changes: list[Change], size: int) -> tuple[list[Change], list[Change]]:
    """The changes until the second text has so many words, and the rest; what goes stays with the first."""
    first: list[Change] = []
    for place, change in enumerate(changes):
        if size < len(change.into):
            here, there = change.into[:size], change.into[size:]
            if change.is_same:
                return [*first, Change(here, here)], [Change(there, there), *changes[place + 1 :]]
            return [*first, Change(change.out, here)], [Change((), there), *changes[place + 1 :]]
        size -= len(change.into)
        first.append(change)
    return first, []


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """The longest that two texts have in common; in bounded room, whatever the texts."""
    if len(old) * len(new) <= MOST_CELLS:
        yield from _matched(old, new)
        return
    before, after = _sentences(old), _sentences(new)
    if len(before) * len(after) > MOST_CELLS:
        yield Change(tuple(old), tuple(new))
        return
    for change in _matched(before, after):
        out, into = _flat(change.out), _flat(change.into)
        if change.is_same or len(out) * len(into) > MOST_CELLS:
            yield Change(out, into)
        else:
            yield from _matched(out, into)


def _matched(old: Sequence[object], new: Sequence[object]) -> Iterator[Change]:
    for step in Indel.opcodes(old, new):
        out = tuple(old[step.src_start : step.src_end])
        into = tuple(new[step.dest_start : step.dest_end])
        yield Change(out, into)  # type: ignore[arg-type]


def _sentences(words: Sequence[str]) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    begun: list[str] = []
    for word in words:
        begun.append(word)
        if word[-1] in ENDS_A_SENTENCE:
            found.append(tuple(begun))
            begun = []
    return [*found, tuple(begun)] if begun else found


def _flat(sentences: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(word for sentence in sentences for word in sentence)


def _joined(changes: Iterable[Change]) -> list[Change]:
    """Neighbours of one sort made one."""
    told: list[Change] = []
    for change in changes:
        if not change.out and not change.into:
            continue
        if told and told[-1].is_same == change.is_same:
            last = told.pop()
            told.append(Change(last.out + change.out, last.into + change.into))
        else:
            told.append(change)
    return told


def _slid(changes: list[Change]) -> list[Change]:
    """Let what only goes or only comes begin, among the places where it could, where a sentence does."""
    told = list(changes)
    for place in range(1, len(told) - 1):
        change = told[place]
        if change.is_same or change.is_double:
            continue
        before, after = told[place - 1].out, told[place + 1].out
        best = _best_place(before, change.out or change.into, after)
        if best is None:
            continue
        before, words, after = best
        told[place - 1] = Change(before, before)
        told[place] = Change(words, ()) if change.out else Change((), words)
        told[place + 1] = Change(after, after)
    return told


def _best_place(
    before: tuple[str, ...], words: tuple[str, ...], after: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]] | None:
    """Among the places to which a stretch can slide, the one that cuts least; None when it stays."""
    row = before + words + after
    first = last = len(before)
    while first > 0 and row[first - 1] == row[first - 1 + len(words)]:
        first -= 1
    while last + len(words) < len(row) and row[last] == row[last + len(words)]:
        last += 1
    if first == last:
        return None
    best = max(range(first, last + 1), key=lambda at: (_cut(row, at) + _cut(row, at + len(words)), at))
    return row[:best], row[best : best + len(words)], row[best + len(words) :]


def _cut(row: tuple[str, ...], at: int) -> int:
    """How good a place is for a mark to begin or end: best between sentences."""
    if at in {0, len(row)}:
        return 4
    last, following = row[at - 1], row[at]
    if "\n" in following[: len(following) - len(following.lstrip())]:
        return 4
    if last[-1] in ENDS_A_SENTENCE:
        return 3
    return 2 if last[-1] in ENDS_A_PHRASE or following[-1] == "(" else int(following[:1].isspace())


def _islands_flooded(changes: list[Change]) -> list[Change]:
    """Write again the few common words that stand between two larger changes."""
    told: list[Change] = []
    for change in changes:
        told.append(change)
        while len(told) > 2 and told[-2].is_same and _is_island(told[-3], told[-2].out, told[-1]):  # noqa: PLR2004 - two and what is between
            before, middle, after = told[-3:]
            told[-3:] = [Change(before.out + middle.out + after.out, before.into + middle.into + after.into)]
    return told


def _is_island(before: Change, words: tuple[str, ...], after: Change) -> bool:
    spoken = [word for word in words if _is_word(word)]
    if len(spoken) > ISLAND or any(word[-1] in ENDS_A_SENTENCE for word in words):
        return False
    if not (before.is_double or after.is_double):
        return not spoken
    size = sum(map(len, spoken))
    return all(size < max(sum(map(len, side.out)), sum(map(len, side.into))) for side in (before, after))


def _is_word(word: str) -> bool:
    return any(sign.isalnum() for sign in word)


def _sentences_rewritten(changes: list[Change]) -> list[Change]:
    """Where little of a sentence stays on both sides, say that it is written anew."""
    told: list[Change] = []
    for change in _at_sentences(changes):
        told += _rewritten(change)
    return _joined(told)


def _at_sentences(changes: list[Change]) -> Iterator[list[Change]]:
    """The changes of one sentence at a time: stretches that stay are cut where a sentence ends."""
    begun: list[Change] = []
    for change in changes:
        if not change.is_same:
            begun.append(change)
            continue
        for sentence in _sentences(change.out):
            begun.append(Change(sentence, sentence))
            if sentence[-1][-1] in ENDS_A_SENTENCE:
                yield begun
                begun = []
    if begun:
        yield begun


def _rewritten(sentence: list[Change]) -> list[Change]:
    out = tuple(word for change in sentence for word in change.out)
    into = tuple(word for change in sentence for word in change.into)
    doubles = sum(change.is_double for change in sentence)
    kept = sum(_is_word(word) for change in sentence if change.is_same for word in change.out)
    longer = max(sum(map(_is_word, out)), sum(map(_is_word, into)))
    if doubles and sum(not change.is_same for change in sentence) > 1 and kept < LITTLE * longer:
        return [Change(out, into)]
    return sentence


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run as a page shows it; of a long one that stays, how many words in the middle are folded away."""

    kind: Kind
    blank: str
    text: str
    folded: int = 0
    end: str = ""


EDGE = 12
"""Words that stay around what is folded."""


def stretches(found: Difference, *, whole: bool = True) -> list[Stretch]:
    """The runs of a difference for a page; unless the whole is asked, long common stretches are folded."""
    runs = found.runs
    told = []
    for place, run in enumerate(runs):
        words = words_in(run.text)
        if whole or run.kind != "same" or len(words) <= 4 * EDGE:
            told.append(Stretch(run.kind, run.blank, run.marked))
            continue
        head = words[: EDGE if place or len(runs) == 1 else 0]
        tail = words[len(words) - (EDGE if place < len(runs) - 1 else 0) :]
        hidden = words[len(head) : len(words) - len(tail)]
        count = sum(map(_is_word, hidden))
        told.append(Stretch("same", run.blank, "".join(head).lstrip(), count, "".join(tail)))
    return told
