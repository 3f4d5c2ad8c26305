"""The result of a closed ballot, whatever its method."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ordito.participation.analysis.ballots import Count, count
from ordito.participation.analysis.budget import Budget, Project, within_budget
from ordito.participation.analysis.reasons import why_by_greedy, why_by_shares
from ordito.participation.models import BallotMethod

if TYPE_CHECKING:
    from ordito.participation.models import Ballot
    from ordito.participation.queries.ballots import Papers


@dataclass(frozen=True, slots=True)
class Reasoned:
    """A project with the reasons of both choices in words."""

    project: Project
    by_shares: str
    by_greedy: str


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a ballot: a count, or the two choices within a budget; neither when nobody chose."""

    papers: int
    abstained: int
    count: Count | None = None
    budget: Budget | None = None
    reasoned: tuple[Reasoned, ...] = ()

    @property
    def chose(self) -> int:
        return self.papers - self.abstained


def result_of(ballot: Ballot, papers: Papers) -> Result:
    """Count the papers of a ballot by its method."""
    told = len(papers.numbers), papers.blank
    if ballot.method != BallotMethod.BUDGET:
        counted = count(ballot, papers)
        return Result(*told, count=counted if counted.places else None)
    found = within_budget(ballot, papers)
    if found is None:
        return Result(*told)
    reasoned = [
        Reasoned(each, why_by_shares(each, found, ballot.voters), why_by_greedy(each, ballot.voters))
        for each in found.projects
    ]
    return Result(*told, budget=found, reasoned=tuple(reasoned))
