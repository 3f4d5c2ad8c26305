"""Deeds on a concept map: each change is its own, so that several draw together and cover nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils.translation import gettext as _

from ordito.community.codes import code_of, free_code
from ordito.core.command import command
from ordito.core.refused import Refused
from ordito.participation.models import (
    Concept,
    ConceptMap,
    ConceptTie,
    ContributionState,
    TieKind,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from ordito.core.models import Actor
    from ordito.participation.models import Process

LONGEST_CONCEPT = 120
MOST_CONCEPTS = 150
SIDE = 1000
STEP_ACROSS, STEP_DOWN = 200, 120
RESERVED = "nuova"


class MapRefused(Refused):
    """The map cannot be drawn as asked."""


@command("participation.begin_map", needs="participation.facilitate")
def begin_map(process: Process, *, by: Actor, title: str) -> ConceptMap:
    """Begin a concept map in a path."""
    if not title.strip():
        raise MapRefused(_("Una mappa ha un titolo."))
    taken = {RESERVED, *process.concept_maps.values_list("code", flat=True)}
    return ConceptMap.objects.create(
        process=process,
        code=free_code(code_of(title, "mappa"), taken),
        title=title.strip(),
        is_synthetic=process.is_synthetic,
    )


@command("participation.rename_map", needs="participation.facilitate")
def rename_map(drawn: ConceptMap, *, by: Actor, title: str) -> ConceptMap:
    """Call a map otherwise; its address stays."""
    if not title.strip():
        raise MapRefused(_("Una mappa ha un titolo."))
    drawn.title = title.strip()
    drawn.save(update_fields=["title"])
    return drawn


@command("participation.strike_map", needs="participation.facilitate")
def strike_map(drawn: ConceptMap, *, by: Actor) -> None:
    """Take away a map that has nothing on it."""
    if drawn.concepts.exists():
        raise MapRefused(_("Sulla mappa ci sono dei concetti: prima si tolgono quelli."))
    drawn.delete()


@command("participation.add_concept", needs="participation.draw")
def add_concept(
    drawn: ConceptMap,
    *,
    by: Actor,
    text: str,
    contribution: int | None = None,
    at: tuple[int, int] | None = None,
) -> Concept:
    """Put a concept on a map: a few words, or those of a contribution; where there is room, if not said."""
    text, said = text.strip(), None
    if contribution is not None:
        said = drawn.process.contributions.filter(number=contribution, state=ContributionState.SHOWN).first()
        if said is None:
            raise MapRefused(_("Il contributo %(n)d non c'è, o non si vede.") % {"n": contribution})
        text = text or said.text
    there = list(drawn.concepts.values_list("number", "x", "y"))
    if len(there) >= MOST_CONCEPTS:
        raise MapRefused(
            _("Più di %(n)d concetti su un foglio non si leggono: serve un'altra mappa.")
            % {"n": MOST_CONCEPTS}
        )
    x, y = at or free_place([(x, y) for _number, x, y in there])
    return Concept.objects.create(
        map=drawn,
        number=(drawn.concepts.aggregate(last=Max("number"))["last"] or 0) + 1,
        text=_worded(text),
        x=_kept(x),
        y=_kept(y),
        contribution=said,
    )


@command("participation.reword_concept", needs="participation.draw")
def reword_concept(concept: Concept, *, by: Actor, text: str) -> Concept:
    """Say a concept in other words."""
    concept.text = _worded(text.strip())
    concept.save(update_fields=["text"])
    return concept


@command("participation.move_concept", needs="participation.draw")
def move_concept(concept: Concept, *, by: Actor, x: int, y: int) -> Concept:
    """Move a concept on the sheet."""
    concept.x, concept.y = _kept(x), _kept(y)
    concept.save(update_fields=["x", "y"])
    return concept


@command("participation.strike_concept", needs="participation.draw")
def strike_concept(concept: Concept, *, by: Actor) -> None:
    """Take a concept off, with its ties."""
    concept.delete()


@command("participation.tie_concepts", needs="participation.draw")
def tie_concepts(drawn: ConceptMap, *, by: Actor, source: int, target: int, kind: str) -> ConceptTie:
    """Tie a concept to another in a way; a tie that is there already stays one."""
    if kind not in TieKind.values:
        raise MapRefused(_("Manca come si legano i due concetti."))
    if source == target:
        raise MapRefused(_("Un concetto si lega a un altro, non a sé stesso."))
    ends = {each.number: each for each in drawn.concepts.filter(number__in=[source, target])}
    if len(ends) < 2:  # noqa: PLR2004 - two ends
        raise MapRefused(_("Uno dei due concetti non c'è più: intanto qualcuno l'ha tolto."))
    return ConceptTie.objects.get_or_create(
        source=ends[source], target=ends[target], kind=kind, defaults={"map": drawn}
    )[0]


@command("participation.untie_concepts", needs="participation.draw")
def untie_concepts(tie: ConceptTie, *, by: Actor) -> None:
    """Take a tie away."""
    tie.delete()


def free_place(there: Collection[tuple[int, int]]) -> tuple[int, int]:
    """The first place of a sheet, row by row, that has nothing near it; the middle when it is full.

    >>> free_place([]), free_place([(100, 80)])
    ((100, 80), (300, 80))
    """
    for y in range(80, SIDE, STEP_DOWN):
        for x in range(100, SIDE, STEP_ACROSS):
            if all(abs(x - left) >= STEP_ACROSS or abs(y - down) >= STEP_DOWN for left, down in there):
                return x, y
    return SIDE // 2, SIDE // 2


def _worded(text: str) -> str:
    """A concept in its few words; a longer text is cut at a word."""
    if not text:
        raise MapRefused(_("Un concetto ha almeno una parola."))
    if len(text) <= LONGEST_CONCEPT:
        return text
    return text[: LONGEST_CONCEPT - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def _kept(place: int) -> int:
    return min(max(place, 0), SIDE)
