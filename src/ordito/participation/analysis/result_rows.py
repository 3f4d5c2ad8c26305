"""The result of a ballot as rows, for a spreadsheet and for the tables of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ordito.core.numbers import written
from ordito.participation.analysis.reasons import euros
from ordito.participation.models import BallotMethod

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from ordito.participation.analysis.ballots import Place
    from ordito.participation.analysis.results import Reasoned, Result
    from ordito.participation.models import Ballot, BallotOption

Rows = list[list[str]]


def placed(place: int, *, tied: bool) -> str:
    """A place as people say it, with the tie."""
    return (_("%(n)d° a pari merito") if tied else _("%(n)d°")) % {"n": place}


def points(score: Fraction) -> str:
    """A score, with its half where it has one."""
    return written(float(score), 0 if score.denominator == 1 else 1)


def result_rows(ballot: Ballot, options: Sequence[BallotOption], result: Result) -> tuple[list[str], Rows]:
    """The heading and the rows of a result: the options as they stand, or as they are where nobody chose."""
    if result.budget is not None:
        return _budget_header(), [_project(each) for each in result.reasoned]
    if result.count is not None:
        return _header(ballot), [_place(ballot, each) for each in result.count.places]
    return [_("N."), _("Opzione")], [[str(each.number), each.title] for each in options]


def _header(ballot: Ballot) -> list[str]:
    first = [_("N."), _("Opzione")]
    if ballot.method == BallotMethod.RANKING:
        return [*first, _("Posto (Borda)"), _("Punti (Borda)"), _("Posto (Schulze)")]
    if ballot.method == BallotMethod.POINTS:
        return [*first, _("Posto"), _("Punti"), _("Da quante schede")]
    return [*first, _("Posto"), _("Approvazioni"), _("Su cento schede")]


def _place(ballot: Ballot, each: Place) -> list[str]:
    first = [str(each.option.number), each.option.title, placed(each.place, tied=each.tied)]
    score = points(each.score)
    if ballot.method == BallotMethod.RANKING:
        return [*first, score, placed(each.other_place or 0, tied=each.other_tied)]
    if ballot.method == BallotMethod.POINTS:
        return [*first, score, str(each.voted)]
    return [*first, score, "" if each.share is None else written(100 * each.share, 0)]


def _budget_header() -> list[str]:
    return [
        _("N."),
        _("Progetto"),
        _("Costo"),
        _("Scelto da"),
        _("Parti uguali"),
        _("Perché, con le parti uguali"),
        _("I più scelti"),
        _("Perché, con i più scelti"),
    ]


def _project(each: Reasoned) -> list[str]:
    project = each.project
    return [
        str(project.option.number),
        project.option.title,
        euros(project.cost),
        str(project.supporters),
        _("sì") if project.by_shares else _("no"),
        each.by_shares,
        _("sì") if project.by_greedy else _("no"),
        each.by_greedy,
    ]
