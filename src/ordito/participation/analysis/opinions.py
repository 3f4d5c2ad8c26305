"""The map of opinions of a gathering: where groups stand, or why none is drawn.

Nobody may be recognised. No group below `FEWEST` voters is told, nor one whose voters all belong to the same
organisation or sat at the same table; the shares of the groups on a statement are told only when every part
that could be found by subtracting from the total, those in no group included, is nobody or at least `FEWEST`.
Positions of single voters do not leave this module: a group stands where its voters stand on the average.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np
from django.utils.translation import gettext as _

from ordito.core.numbers import written
from ordito.methods.opinion import OpinionMap, opinion_map

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ordito.participation.models import Statement
    from ordito.participation.queries.opinion_votes import Hands, VotesCast

FEWEST = 5
"""Voters below whom nothing is told of a part of the room."""
FEWEST_PLACED = 10
THRESHOLD = 0.75
REPLICATES = 20
SEED = 20
"""The resampling is drawn from this: the same votes give the same map."""
LETTERS = "ABCDE"
HALF = 0.5
AGREE, DISAGREE = 0, 1
"""Where the method counts them."""
REMEMBERED = 32


@dataclass(frozen=True, slots=True)
class Cell:
    """What a group says of a statement: shares of those of the group who voted on it."""

    letter: str
    voters: int
    agree: float
    disagree: float
    passed: float


@dataclass(frozen=True, slots=True)
class Line:
    """A statement, how everyone voted on it, and how each group did where it can be told."""

    statement: Statement
    voted: int
    agree: int
    disagree: int
    passed: int
    hands: Hands | None
    cells: tuple[Cell, ...] = ()

    @property
    def is_told(self) -> bool:
        """Whether those who voted are enough for their counts to be told."""
        return self.voted == 0 or self.voted >= FEWEST


@dataclass(frozen=True, slots=True)
class Represents:
    """A statement that tells a group from the others."""

    line: Line
    agrees: bool
    cell: Cell | None


@dataclass(frozen=True, slots=True)
class Group:
    """Voters who think alike, without their names: a letter, how many, where on the average."""

    letter: str
    size: int
    x: float
    y: float
    represents: tuple[Represents, ...]


@dataclass(frozen=True, slots=True)
class Map:
    """What may be told of a gathering's opinions; without groups, `why_not` says why in words."""

    lines: tuple[Line, ...]
    voters: int
    votes: int
    first: datetime | None
    last: datetime | None
    why_not: str = ""
    stability: float | None = None
    stability_error: float | None = None
    groups: tuple[Group, ...] = ()
    unplaced: int = 0
    together: tuple[Line, ...] = ()
    """The statements on which every group agrees, the most agreed first."""
    against: tuple[Line, ...] = ()
    divisive: tuple[Line, ...] = ()


def map_of(cast: VotesCast, *, most: int = 5) -> Map:
    """Draw the map of the votes cast, or say why it is not drawn."""
    told = Counter(zip(cast.statement, cast.value, strict=True))
    bare = Map(
        tuple(_line(cast, told, each, ()) for each in cast.statements),
        voters=len(set(cast.voter)),
        votes=len(cast.value),
        first=cast.first,
        last=cast.last,
    )
    if not cast.value:
        return replace(bare, why_not=_("Nessuno ha ancora votato."))
    found = _found(tuple(cast.voter), tuple(cast.statement), tuple(cast.value))
    if not np.isnan(found.stability):
        bare = replace(bare, stability=found.stability, stability_error=found.stability_error)
    why_not = _why_not(found, cast)
    if why_not:
        return replace(bare, why_not=why_not)
    place = {int(pk): at for at, pk in enumerate(found.statements)}
    cells = {each.pk: _cells(found, place.get(each.pk)) for each in cast.statements}
    lines = {each.pk: _line(cast, told, each, cells[each.pk]) for each in cast.statements}
    return replace(
        bare,
        lines=tuple(lines.values()),
        groups=tuple(_group(found, number, lines) for number in range(found.k)),
        unplaced=int((found.groups < 0).sum()),
        together=_agreed(found, lines, AGREE, most),
        against=_agreed(found, lines, DISAGREE, most),
        divisive=tuple(lines[int(pk)] for pk in found.by_division[:most]),
    )


@lru_cache(maxsize=REMEMBERED)
def _found(voter: tuple[int, ...], statement: tuple[int, ...], value: tuple[int, ...]) -> OpinionMap:
    rng = np.random.default_rng(SEED)
    return opinion_map(voter, statement, value, rng=rng, threshold=THRESHOLD, replicates=REPLICATES)


def _why_not(found: OpinionMap, cast: VotesCast) -> str:
    """In words, why no groups are told; nothing when they may be."""
    if np.isnan(found.stability):
        return _(
            "Meno di %(n)d persone hanno votato abbastanza affermazioni: sono troppo poche per dire se "
            "ci sono gruppi."
        ) % {"n": FEWEST_PLACED}
    if found.components == 0:
        return _("Non ci sono gruppi: le differenze fra i voti sono quelle che verrebbero anche per caso.")
    if found.k == 0 and found.stability < THRESHOLD:
        return _(
            "Non ci sono gruppi che reggano: rifacendo i conti con altre persone della stessa sala, la "
            "divisione migliore torna solo in parte (stabilità %(found)s, ne serve %(asked)s)."
        ) % {"found": written(found.stability, 2), "asked": written(THRESHOLD, 2)}
    if found.k == 0:
        return _("Non ci sono gruppi: la sola divisione che regge metterebbe da parte una persona sola.")
    sizes = np.bincount(found.groups[found.groups >= 0], minlength=found.k)
    if sizes.min() < FEWEST:
        return _(
            "Un gruppo avrebbe meno di %(n)d persone, che si potrebbero riconoscere: i gruppi non si "
            "mostrano."
        ) % {"n": FEWEST}
    return _of_one_origin(found, cast)


def _of_one_origin(found: OpinionMap, cast: VotesCast) -> str:
    """Why not, where all the voters of a group come from the same organisation or the same table."""
    for number in range(found.k):
        voters = found.voters[found.groups == number].tolist()
        shared = frozenset.intersection(*(cast.belongs.get(each, frozenset()) for each in voters))
        if any(each.startswith("organisation:") for each in shared):
            return _(
                "Un gruppo sarebbe fatto soltanto di persone della stessa organizzazione: mostrarlo "
                "direbbe che cosa hanno votato."
            )
        if shared:
            return _(
                "Un gruppo sarebbe fatto soltanto di persone dello stesso tavolo: mostrarlo direbbe che cosa "
                "hanno votato."
            )
    return ""


def _line(
    cast: VotesCast, told: Mapping[tuple[int, int], int], statement: Statement, cells: tuple[Cell, ...]
) -> Line:
    agree, disagree, passed = (told.get((statement.pk, value), 0) for value in (1, -1, 0))
    voted = agree + disagree + passed
    return Line(statement, voted, agree, disagree, passed, cast.hands.get(statement.pk), cells)


def _cells(found: OpinionMap, at: int | None) -> tuple[Cell, ...]:
    """What each group says of a statement; nothing where a part of the voters would be too small."""
    if at is None:
        return ()
    counts = found.group_counts[:, at]
    in_groups = counts.sum(1)
    in_none = int(found.counts[at].sum() - counts.sum())
    if in_groups.min() < FEWEST or 0 < in_none < FEWEST:
        return ()
    return tuple(
        Cell(letter, int(voted), *(float(number) for number in each / voted))
        for letter, each, voted in zip(LETTERS, counts, in_groups, strict=False)
    )


def _group(found: OpinionMap, number: int, lines: Mapping[int, Line]) -> Group:
    here = found.groups == number
    x, y = found.positions[here].mean(0).tolist()
    said = []
    for each in found.representative[number]:
        line = lines[each.statement]
        said.append(Represents(line, each.agrees, line.cells[number] if line.cells else None))
    return Group(LETTERS[number], int(here.sum()), x, y, tuple(said))


def _agreed(found: OpinionMap, lines: Mapping[int, Line], kind: int, most: int) -> tuple[Line, ...]:
    """The statements on which more than half of every group agrees (or disagrees), the surest first."""
    score = found.consensus if kind == AGREE else found.rejection
    shares = (found.group_counts[:, :, kind] + 1) / (found.group_counts.sum(2) + 2)
    order = np.lexsort((found.statements, -score))
    of_all = [at for at in order if shares[:, at].min() > HALF]
    return tuple(lines[int(found.statements[at])] for at in of_all[:most])


def method_told() -> str:
    """How the map is made, for whoever opens a figure."""
    return _(
        "Metodo «opinion_map» di Ordito %(version)s: componenti principali, gruppi per medie (k-means), "
        "stabilità da %(replicates)d ricampionamenti con seme %(seed)d, soglia %(threshold)s."
    ) % {
        "version": version("ordito"),
        "replicates": REPLICATES,
        "seed": SEED,
        "threshold": written(THRESHOLD, 2),
    }
