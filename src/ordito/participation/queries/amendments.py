"""Amendments beside the text that they change: word by word, with those that want the same paragraph."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Count

from ordito.core.difference import Difference, difference, stretches
from ordito.participation.models import Amendment, AmendmentKind, AmendmentState, ParagraphText
from ordito.participation.queries.differences import first_words
from ordito.participation.queries.hypotheses import amendments_of, last_version, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ordito.core.difference import Stretch
    from ordito.participation.models import Hypothesis, HypothesisVersion


@dataclass(frozen=True)
class Compared:
    """Two texts of a paragraph, word by word: together, or one beside the other."""

    heading: Difference
    text: Difference

    @cached_property
    def runs(self) -> list[Stretch]:
        return stretches(self.text)

    @cached_property
    def title_runs(self) -> list[Stretch]:
        return stretches(self.heading)

    @property
    def left(self) -> list[Stretch]:
        return [run for run in self.runs if run.kind != "in"]

    @property
    def right(self) -> list[Stretch]:
        return [run for run in self.runs if run.kind != "out"]

    @property
    def title_left(self) -> list[Stretch]:
        return [run for run in self.title_runs if run.kind != "in"]

    @property
    def title_right(self) -> list[Stretch]:
        return [run for run in self.title_runs if run.kind != "out"]


def compared(old: ParagraphText | None, heading: str, text: str) -> Compared:
    """How a paragraph would change."""
    return Compared(
        difference(old.heading if old else "", heading), difference(old.text if old else "", text)
    )


@dataclass(frozen=True)
class AmendmentRow:
    """An amendment with the text that it changes, as it reads now and as it read then."""

    amendment: Amendment
    now: ParagraphText | None
    was: ParagraphText | None
    rivals: tuple[Amendment, ...]
    result: ParagraphText | None = None

    @property
    def is_waiting(self) -> bool:
        return self.amendment.state == AmendmentState.PROPOSED

    @property
    def adds(self) -> bool:
        return self.amendment.kind == AmendmentKind.ADD

    @property
    def is_gone(self) -> bool:
        """Its paragraph is no more in the text."""
        return self.amendment.paragraph_id is not None and self.now is None

    @property
    def is_stale(self) -> bool:
        """Its paragraph does not read now as when it was proposed."""
        if self.amendment.paragraph_id is None or self.now is None or self.was is None or self.adds:
            return self.is_gone
        return (self.now.heading, self.now.text) != (self.was.heading, self.was.text)

    @property
    def place(self) -> str:
        """The paragraph, as one calls it."""
        text = self.now or self.was
        return (text.heading or first_words(text.text)) if text else ""

    @cached_property
    def change(self) -> Compared:
        """What it changes: of the text of now while it waits, of the text of then once it is decided."""
        one = self.amendment
        base = None if self.adds else ((self.now or self.was) if self.is_waiting else self.was)
        return compared(base, one.heading, one.text)

    @cached_property
    def meanwhile(self) -> Compared | None:
        """What changed in the paragraph since it was proposed."""
        if not self.is_stale or self.was is None or self.now is None:
            return None
        return compared(self.was, self.now.heading, self.now.text)

    @cached_property
    def accepted(self) -> Compared | None:
        """From the words that were proposed to those that were accepted."""
        one = self.amendment
        if not one.is_changed or self.result is None:
            return None
        return Compared(difference(one.heading, self.result.heading), difference(one.text, self.result.text))


def rows_of(
    amendments: Iterable[Amendment],
    texts: Sequence[ParagraphText],
    among: Iterable[Amendment] = (),
) -> list[AmendmentRow]:
    """Amendments with their texts, two questions whatever their number; `among` are the possible rivals."""
    found = list(amendments)
    rivals = list(among) or found
    now = {each.paragraph_id: each for each in texts}
    versions = {each.based_on_id for each in found} | {each.result_id for each in found if each.result_id}
    paragraphs = {each.paragraph_id for each in found} | {each.added_id for each in found}
    told = ParagraphText.objects.filter(version__in=versions, paragraph__in=paragraphs - {None})
    then = {(each.version_id, each.paragraph_id): each for each in told}
    return [
        AmendmentRow(
            amendment=each,
            now=now.get(each.paragraph_id or 0),
            was=then.get((each.based_on_id, each.paragraph_id or 0)),
            rivals=tuple(other for other in rivals if _rival(each, other)),
            result=then.get((each.result_id or 0, each.added_id or each.paragraph_id or 0)),
        )
        for each in found
    ]


def _rival(one: Amendment, other: Amendment) -> bool:
    """Whether two that wait want to write the same paragraph in different ways."""
    waiting = {one.state, other.state} == {AmendmentState.PROPOSED}
    writing = AmendmentKind.ADD not in {one.kind, other.kind}
    return waiting and writing and one.pk != other.pk and one.paragraph_id == other.paragraph_id


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph with the amendments that are about it, for who decides them together."""

    text: ParagraphText | None
    rows: tuple[AmendmentRow, ...]

    @property
    def clash(self) -> bool:
        """More than one wants to write it."""
        return sum(not row.adds for row in self.rows) > 1


@dataclass(frozen=True, slots=True)
class Sitting:
    """What the body has to decide: the version that is read, and its paragraphs with their amendments."""

    version: HypothesisVersion
    places: tuple[Place, ...]

    @property
    def rows(self) -> list[AmendmentRow]:
        return [row for place in self.places for row in place.rows]


def sitting_of(hypothesis: Hypothesis) -> Sitting:
    """The amendments that wait, paragraph by paragraph in the order of the text; last, those of none."""
    version = last_version(hypothesis)
    texts = texts_of(version)
    waiting = (
        amendments_of(hypothesis)
        .filter(state=AmendmentState.PROPOSED)
        .annotate(remarks_count=Count("remarks"))
    )
    rows = rows_of(waiting, texts)
    order: list[ParagraphText | None] = [None, *texts]
    places = []
    for text in order:
        mine = tuple(row for row in rows if row.now is text and not row.is_gone)
        if mine:
            places.append(Place(text, mine))
    gone = tuple(row for row in rows if row.is_gone)
    return Sitting(version, (*places, *((Place(None, gone),) if gone else ())))
