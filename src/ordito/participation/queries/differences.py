"""What changed between two versions of a document in paragraphs: what moved, what was rewritten, and how."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import ngettext

from ordito.core.difference import Difference, difference, stretches, words_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ordito.core.difference import Stretch
    from ordito.participation.models import ParagraphText


@dataclass(frozen=True, slots=True)
class Written:
    """A paragraph as a version writes it."""

    number: int
    position: int
    heading: str
    text: str
    split_from: int | None = None
    joined_to: int | None = None

    @property
    def name(self) -> str:
        """How one calls it: its heading, or its first words."""
        return self.heading or first_words(self.text)


def first_words(text: str, longest: int = 60) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[:longest].rsplit(" ", 1)[0].rstrip(",;: ") + "…"


def written(texts: Iterable[ParagraphText]) -> list[Written]:
    """The texts of a version, with their paragraphs, in the order in which they are read."""
    told = []
    for each in texts:
        one = each.paragraph
        told.append(
            Written(
                one.number,
                each.position,
                each.heading,
                each.text,
                one.split_from.number if one.split_from else None,
                one.joined_to.number if one.joined_to else None,
            )
        )
    return sorted(told, key=lambda one: one.position)


@dataclass(frozen=True)
class Passage:
    """What became of one paragraph from a version to another."""

    before: Written | None
    after: Written | None
    heading: Difference
    text: Difference
    moved: bool = False
    split_from: Written | None = None
    joined: tuple[Written, ...] = ()
    joined_to: Written | None = None

    @property
    def here(self) -> Written:
        """The paragraph as it is now, or as it was if it is no more."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 - one of the two is always there
        return found

    @property
    def kind(self) -> str:
        if self.after is None:
            return "joined" if self.joined_to else "removed"
        if self.before is None:
            return "split" if self.split_from else "added"
        if self.heading.is_empty and self.text.is_empty and not self.joined:
            return "moved" if self.moved else "same"
        return "changed"

    @cached_property
    def title_runs(self) -> list[Stretch]:
        return stretches(self.heading)

    @cached_property
    def runs(self) -> list[Stretch]:
        """The whole text with its marks."""
        return stretches(self.text)

    @cached_property
    def folded_runs(self) -> list[Stretch]:
        """The text with its marks and what stands around them."""
        return stretches(self.text, whole=False)


def passages(before: Sequence[Written], after: Sequence[Written]) -> list[Passage]:
    """Every paragraph of two versions, in the order of the second, each gone one after what it followed."""
    old, new = {one.number: one for one in before}, {one.number: one for one in after}
    pieces = {one.number: root for one in after if (root := _origin(one, old, new)) is not None}
    absorbed = {one.number: root for one in before if (root := _destination(one, old, new)) is not None}
    moved = _moved(before, after)
    told: dict[int, Passage] = {}
    for one in after:
        if one.number in pieces:
            continue
        joined = tuple(gone for gone in before if absorbed.get(gone.number) == one.number)
        mine = [one, *(each for each in after if pieces.get(each.number) == one.number)]
        for each, found in zip(mine, _texts(old.get(one.number), joined, mine), strict=True):
            was = old.get(each.number)
            told[each.number] = Passage(
                before=was,
                after=each,
                heading=difference(was.heading if was else "", each.heading),
                text=found,
                moved=each.number in moved,
                split_from=None if each is one else one,
                joined=joined if each is one else (),
            )
    return _with_gone(before, after, told, absorbed, new)


def _texts(was: Written | None, joined: Sequence[Written], mine: Sequence[Written]) -> list[Difference]:
    """How the words of a paragraph, and of those joined to it, went to it and to those split from it."""
    sources = sorted([*([was] if was else []), *joined], key=lambda one: one.position)
    texts = sorted(mine, key=lambda one: one.position)
    blanks = ("\n", " ") if len(sources) > 1 or len(texts) > 1 else (" ",)
    tried = [difference(_run_on(sources, old), _run_on(texts, new)) for old in blanks for new in blanks]
    whole = max(tried, key=lambda found: found.share_kept)
    cuts = whole.cut(*(len(words_in(f" {one.text}")) if one.text else 0 for one in texts[:-1]))
    found = {one.number: cut for one, cut in zip(texts, cuts, strict=True)}
    return [found[one.number] for one in mine]


def _run_on(texts: Sequence[Written], blank: str) -> str:
    """Several texts as one: how their ends met is not kept, and is found by trying."""
    return blank.join(one.text for one in texts if one.text)


def _origin(one: Written, old: Mapping[int, Written], new: Mapping[int, Written]) -> int | None:
    """The paragraph of both versions from which a new one was split."""
    if one.number in old or one.split_from is None:
        return None
    seen: set[int] = {one.number}
    at: int | None = one.split_from
    while at is not None and at not in seen:
        seen.add(at)
        if at in old and at in new:
            return at
        at = new[at].split_from if at in new else None
    return None


def _destination(one: Written, old: Mapping[int, Written], new: Mapping[int, Written]) -> int | None:
    """The paragraph of both versions to which one that is no more was joined."""
    if one.number in new or one.joined_to is None:
        return None
    seen: set[int] = {one.number}
    at: int | None = one.joined_to
    while at is not None and at not in seen:
        seen.add(at)
        if at in old and at in new:
            return at
        at = old[at].joined_to if at in old else None
    return None


def _moved(before: Sequence[Written], after: Sequence[Written]) -> set[int]:
    """The fewest paragraphs which, moved, give the second order: all but a longest run still in order."""
    places = {one.number: place for place, one in enumerate(after)}
    order = [one.number for one in before if one.number in places]
    tails: list[int] = []
    lasts: list[int] = []
    back: dict[int, int | None] = {}
    for number in order:
        at = bisect_left(tails, places[number])
        tails[at : at + 1] = [places[number]]
        lasts[at : at + 1] = [number]
        back[number] = lasts[at - 1] if at else None
    kept: set[int] = set()
    last: int | None = lasts[-1] if lasts else None
    while last is not None:
        kept.add(last)
        last = back[last]
    return set(order) - kept


def _with_gone(
    before: Sequence[Written],
    after: Sequence[Written],
    told: Mapping[int, Passage],
    absorbed: Mapping[int, int],
    new: Mapping[int, Written],
) -> list[Passage]:
    following: dict[int | None, list[Passage]] = {}
    last: int | None = None
    for one in before:
        if one.number in told:
            last = one.number
            continue
        to = new.get(absorbed.get(one.number, 0))
        gone = Passage(
            before=one,
            after=None,
            heading=difference(one.heading, ""),
            text=difference("", "") if to else difference(one.text, ""),
            joined_to=to,
        )
        following.setdefault(last, []).append(gone)
    found = list(following.get(None, ()))
    for one in after:
        found += [told[one.number], *following.get(one.number, ())]
    return found


@dataclass(frozen=True, slots=True)
class Fold:
    """Some passages on end: either one that changed, or several that did not."""

    passages: tuple[Passage, ...]

    @property
    def is_same(self) -> bool:
        return self.passages[0].kind == "same"


def folded(found: Iterable[Passage]) -> list[Fold]:
    """Passages with those that did not change gathered together."""
    told: list[Fold] = []
    for same, group in groupby(found, key=lambda one: one.kind == "same"):
        gathered = tuple(group)
        told += [Fold(gathered)] if same else [Fold((one,)) for one in gathered]
    return told


def summary(found: Sequence[Passage]) -> str:
    """What changed in a line: 2 paragrafi riscritti, 1 aggiunto."""
    counts = {kind: sum(one.kind == kind for one in found) for kind in ("changed", "added", "removed")}
    counts["added"] += sum(one.kind == "split" for one in found)
    counts["removed"] += sum(one.kind == "joined" for one in found)
    moved = sum(one.moved for one in found)
    said = [
        ngettext("%(n)d paragrafo riscritto", "%(n)d paragrafi riscritti", counts["changed"]),
        ngettext("%(n)d aggiunto", "%(n)d aggiunti", counts["added"]),
        ngettext("%(n)d tolto", "%(n)d tolti", counts["removed"]),
        ngettext("%(n)d spostato", "%(n)d spostati", moved),
    ]
    numbers = (counts["changed"], counts["added"], counts["removed"], moved)
    return ", ".join(words % {"n": number} for words, number in zip(said, numbers, strict=True) if number)


def words_moved(found: Iterable[Passage]) -> tuple[int, int]:
    """How many words come in, and how many go out."""
    sides = [0, 0]
    for one in found:
        for change in (*one.heading.changes, *one.text.changes):
            if not change.is_same:
                sides[0] += sum(any(sign.isalnum() for sign in word) for word in change.into)
                sides[1] += sum(any(sign.isalnum() for sign in word) for word in change.out)
    return sides[0], sides[1]
