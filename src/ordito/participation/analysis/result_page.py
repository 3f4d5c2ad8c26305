"""The result of a ballot as its page shows it: places, scores and amounts already in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ordito.participation.analysis.reasons import euros
from ordito.participation.analysis.result_act import counted_with, how_counted
from ordito.participation.analysis.result_rows import placed, points

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ordito.participation.analysis.budget import Budget, Part, Side
    from ordito.participation.analysis.results import Result
    from ordito.participation.models import Ballot, BallotOption


@dataclass(frozen=True, slots=True)
class PlaceShown:
    """An option at its place."""

    option: BallotOption
    place: str
    score: str
    voted: int
    share: float | None
    other: str
    differs: bool


@dataclass(frozen=True, slots=True)
class SideShown:
    """One of the two choices within a budget."""

    chosen: int
    spent: str
    left: str
    without: int


@dataclass(frozen=True, slots=True)
class PartShown:
    """Where a voter's part went."""

    share_told: str
    left_told: str
    told: tuple[tuple[BallotOption, str], ...]


def shown(ballot: Ballot, options: Sequence[BallotOption], result: Result | None) -> dict[str, Any]:
    """What the template of a ballot reads."""
    told: dict[str, Any] = {"how": how_counted(ballot.method), "counted_with": counted_with()}
    if result is None:
        return told
    if result.count is not None:
        preferred = result.count.preferred
        told["rows"] = [
            PlaceShown(
                each.option,
                placed(each.place, tied=each.tied),
                points(each.score),
                each.voted,
                each.share,
                "" if each.other_place is None else placed(each.other_place, tied=each.other_tied),
                each.differs,
            )
            for each in result.count.places
        ]
        told["pairs"] = [
            (options[at], [None if other == at else number for other, number in enumerate(row)])
            for at, row in enumerate(preferred)
        ]
    if result.budget is not None:
        found = result.budget
        told["sides"] = [(_("Parti uguali"), _side(found.shares)), (_("I più scelti"), _side(found.greedy))]
        told["shares_told"] = shares_told(found)
    return told


def shares_told(found: Budget) -> str:
    """What each paper had to spend, and how it was raised."""
    told = ngettext(
        "Bilancio: %(budget)s, per l'unica scheda che ha scelto.",
        "Bilancio: %(budget)s. Diviso fra %(n)d schede fa %(share)s a testa.",
        found.chose,
    ) % {"budget": euros(found.budget), "n": found.chose, "share": euros(found.first_share)}
    if not found.raised:
        return told
    return f"{told} " + _(
        "La parte è poi cresciuta di %(raised)s per tutti, finché si è potuto comprare qualcosa di più senza "
        "superare il bilancio."
    ) % {"raised": euros(found.raised)}


def part_shown(part: Part) -> PartShown:
    """The part of one voter, for that voter alone."""
    paid = tuple((option, euros(money)) for option, money in part.paid)
    return PartShown(euros(part.share), euros(part.left), paid)


def _side(side: Side) -> SideShown:
    return SideShown(side.chosen, euros(side.spent), euros(side.left), side.without)
