"""Suggestions for a synthesis grid: where a contribution would go, which contributions make a row.

The method proposes and a person disposes: what was placed are its examples, what was moved or refused are its
limits, and where it is unsure it says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ordito.participation.analysis.waiting import desk
from ordito.participation.models import Contribution, ContributionState, Correction, Placement
from ordito.participation.queries.synthesis import standing_in

if TYPE_CHECKING:
    from ordito.participation.models import Grid

SURE, LIKELY, UNSURE = 0.5, 0.3, 0.05
"""From which sureness it is right nine times in ten, or more often than not; below the last it says nothing.

Measured on the invented contributions of the tests, with 10 to 30 examples of 12 topics.
"""
FEWEST_EXAMPLES = 2
"""With a single example in a cell it is not called sure: there it was right less often."""
EXAMPLES_A_CELL, EXAMPLES = 30, 900
FEWEST = 4
"""With fewer texts there is nothing to group."""


@dataclass(frozen=True, slots=True)
class Material:
    """What the method is given: nothing of it comes from a database any more."""

    numbers: tuple[int, ...]
    texts: tuple[str, ...]
    labels: tuple[str | None, ...] = ()
    must: tuple[tuple[int, int], ...] = ()
    cannot: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Where a contribution would go, the words that made it, and how sure it is."""

    number: int
    key: str
    words: tuple[str, ...]
    sureness: float
    examples: int

    @property
    def level(self) -> str:
        """How sure to call it: sure, likely or unsure."""
        level = level_of(self.sureness)
        return "likely" if level == "sure" and self.examples < FEWEST_EXAMPLES else level


@dataclass(frozen=True, slots=True)
class Group:
    """Contributions that speak of the same, the words that tell it, the one that says it best first."""

    words: tuple[str, ...]
    numbers: tuple[int, ...]
    sureness: tuple[float, ...]

    @property
    def title(self) -> str:
        """A title to begin from; who reads gives the right one."""
        told = ", ".join(self.words[:3])
        return told[:1].upper() + told[1:]


@dataclass(frozen=True, slots=True)
class Advice:
    """All that the method has to say now."""

    suggestions: tuple[Suggestion, ...] = ()
    groups: tuple[Group, ...] = ()
    alone: tuple[int, ...] = ()


def level_of(sureness: float) -> str:
    """How a sureness is told: sure, likely or unsure."""
    return "sure" if sureness >= SURE else "likely" if sureness >= LIKELY else "unsure"


def too_little(material: Material) -> str:
    """Why there is nothing to suggest yet; empty when there is."""
    if material.labels and len({label for label in material.labels if label}) < 2:  # noqa: PLR2004 - to choose from
        return _("Per imparare servono contributi già messi in almeno due celle.")
    waiting = sum(label is None for label in material.labels) or (
        0 if material.labels else len(material.texts)
    )
    if not waiting:
        return _("Non c'è niente da collocare.")
    if not material.labels and waiting < FEWEST:
        return _("Con meno di quattro contributi non c'è niente da raggruppare.")
    return ""


def cells_advice(grid: Grid, material: Material) -> Advice | None:
    """For each contribution that waits, the cell that holds what is most like it; None while it computes."""
    return desk().ask((grid.pk, "cells", material), partial(_suggested, material))


def groups_advice(grid: Grid, material: Material) -> Advice | None:
    """The contributions that wait, in groups that could be rows; None while it computes."""
    return desk().ask((grid.pk, "groups", material), partial(_grouped, material))


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that a grid has to say to the method, in four questions."""

    examples: tuple[tuple[int, str, str], ...]
    """What stands in the cells: number, text, cell."""
    waiting: tuple[Contribution, ...]
    refused: tuple[tuple[int, str], ...]
    """In which cells a person said that a contribution does not go, the latest first."""
    pairs: tuple[tuple[int, int, bool], ...]
    """Which contributions a person said to be together, or apart, the latest first."""


def gather(grid: Grid) -> Gathered:
    """Read what stands, what waits, what was corrected, what was taken away."""
    corrections = Correction.objects.filter(grid=grid).order_by("-number")
    said = list(
        corrections.values_list(
            "contribution__number", "cell__row__number", "cell__column__number", "other__number", "together"
        )
    )
    taken = Placement.objects.filter(cell__grid=grid, removed_at__isnull=False).order_by("-removed_at", "pk")
    moved = taken.values_list("contribution__number", "cell__row__number", "cell__column__number")
    cells = [(number, row, column) for number, row, column, _other, _together in said if row is not None]
    return Gathered(
        tuple(_examples(grid)),
        tuple(_waiting(grid)),
        tuple((number, f"{row}-{column}") for number, row, column in (*cells, *moved)),
        tuple((number, other, together) for number, _row, _column, other, together in said if other),
    )


def material_of_cells(found: Gathered) -> Material:
    """What stands in the cells as examples, what waits as questions, what was refused or moved as limits."""
    numbers = [number for number, _text, _key in found.examples] + [each.number for each in found.waiting]
    texts = [text for _number, text, _key in found.examples] + [each.text for each in found.waiting]
    labels = [*(key for _number, _text, key in found.examples), *(None for _each in found.waiting)]
    first: dict[int, int] = {}
    example: dict[str, int] = {}
    for place, (number, label) in enumerate(zip(numbers, labels, strict=True)):
        first.setdefault(number, place)
        if label is not None:
            example.setdefault(label, place)
    said = _placed(found.pairs, first) + [
        (first[number], example[key], False)
        for number, key in found.refused
        if number in first and key in example and labels[first[number]] is None
    ]
    must, cannot = consistent(said, labels)
    return Material(tuple(numbers), tuple(texts), tuple(labels), must, cannot)


def material_of_groups(found: Gathered) -> Material:
    """All that waits to be placed, and what was said of pairs."""
    first = {each.number: place for place, each in enumerate(found.waiting)}
    must, cannot = consistent(_placed(found.pairs, first), [None] * len(found.waiting))
    numbers, texts = (tuple(getattr(each, name) for each in found.waiting) for name in ("number", "text"))
    return Material(numbers, texts, (), must, cannot)


def consistent(
    said: Sequence[tuple[int, int, bool]], labels: Sequence[str | None]
) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    """Keep what does not contradict itself, the first said before: pairs together, pairs apart.

    Parameters
    ----------
    said : positions of two texts, and whether they go together; the latest first
    labels : the cell where a person put each text, which no pair undoes

    Examples
    --------
    >>> consistent([(0, 1, True), (1, 2, True), (0, 2, False)], [None, None, None])
    (((0, 1), (1, 2)), ())
    """
    bundle = list(range(len(labels)))
    label = list(labels)
    must: list[tuple[int, int]] = []
    cannot: list[tuple[int, int]] = []

    def clash(one: int, other: int) -> bool:
        """Whether putting two bundles together would break a label or a pair apart."""
        if label[one] is not None and label[other] is not None and label[one] != label[other]:
            return True
        named = label[one] if label[one] is not None else label[other]
        for left, right in cannot:
            ends = {bundle[left], bundle[right]}
            if ends == {one, other}:
                return True
            rest = ends - {one, other}
            if len(rest) == 1 and len(ends) > 1 and named is not None and label[rest.pop()] == named:
                return True
        return False

    for left, right, together in said:
        one, other = bundle[left], bundle[right]
        if together and one != other and not clash(one, other):
            label[one] = label[one] if label[one] is not None else label[other]
            bundle = [one if each == other else each for each in bundle]
            must.append((left, right))
        elif not together and one != other and (label[one] is None or label[one] != label[other]):
            cannot.append((left, right))
    return tuple(must), tuple(cannot)


def _examples(grid: Grid) -> list[tuple[int, str, str]]:
    """What stands in each cell, the latest first and not too much of it, and the sentence that sums it up."""
    found: list[tuple[int, str, str]] = []
    often: dict[str, int] = {}
    rows = standing_in(grid).select_related("contribution", "cell__row", "cell__column")
    for placed in rows.order_by("-placed_at", "contribution__number", "pk"):
        key = f"{placed.cell.row.number}-{placed.cell.column.number}"
        often[key] = often.get(key, 0) + 1
        if often[key] <= EXAMPLES_A_CELL and len(found) < EXAMPLES:
            found.append((placed.contribution.number, placed.contribution.text, key))
        if often[key] == 1 and placed.cell.summary:
            found.append((0, placed.cell.summary, key))
    return found


def _waiting(grid: Grid) -> QuerySet[Contribution]:
    there = Placement.objects.filter(
        cell__grid=grid,
        removed_at__isnull=True,
        cell__row__removed_at__isnull=True,
        cell__column__removed_at__isnull=True,
    )
    shown = Contribution.objects.filter(process_id=grid.process_id, state=ContributionState.SHOWN)
    rows = shown.exclude(pk__in=there.values("contribution_id"))
    return rows.select_related("organisation").order_by("number")


def _placed(pairs: Iterable[tuple[int, int, bool]], first: dict[int, int]) -> list[tuple[int, int, bool]]:
    """What was said of pairs, by the positions of those that are here."""
    return [
        (first[one], first[other], together)
        for one, other, together in pairs
        if one in first and other in first
    ]


def _suggested(material: Material) -> Advice:
    import numpy as np

    from ordito.methods import synthesis

    corpus = synthesis.prepare(material.texts, groups=1, rng=np.random.default_rng(0))
    found = corpus.group(
        must_link=material.must or None, cannot_link=material.cannot or None, labels=list(material.labels)
    )
    examples = Counter(material.labels)
    suggestions, alone = [], []
    for place, number in enumerate(material.numbers):
        if material.labels[place] is not None:
            continue
        group, sureness = int(found.groups[place]), float(found.sureness[place])
        key = found.topics[group].label if group >= 0 else None
        words = found.shared[place]
        if not isinstance(key, str) or sureness < UNSURE or not words:
            alone.append(number)
        else:
            suggestions.append(Suggestion(number, key, words[:5], sureness, examples[key]))
    suggestions.sort(key=lambda each: (-each.sureness, each.number))
    return Advice(suggestions=tuple(suggestions), alone=tuple(alone))


def _grouped(material: Material) -> Advice:
    import numpy as np

    from ordito.methods import synthesis

    corpus = synthesis.prepare(material.texts, rng=np.random.default_rng(0))
    found = corpus.group(must_link=material.must or None, cannot_link=material.cannot or None)
    groups = []
    for turn, topic in enumerate(found.topics):
        members = [place for place in range(len(material.numbers)) if found.groups[place] == turn]
        members.sort(key=lambda place: (place != topic.typical, -found.sureness[place]))
        groups.append(
            Group(
                topic.words[:6],
                tuple(material.numbers[place] for place in members),
                tuple(float(found.sureness[place]) for place in members),
            )
        )
    return Advice(groups=tuple(groups), alone=tuple(material.numbers[place] for place in found.alone))
