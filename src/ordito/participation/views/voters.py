"""Who is choosing, behind a request: an account, in its own name or for the organisations it speaks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ordito.core.access import may
from ordito.participation.analysis.budget import within_budget
from ordito.participation.models import BallotMethod, VoterKind
from ordito.participation.queries.ballots import Voice, paper_of, voices_of

if TYPE_CHECKING:
    from ordito.core.http import PublicRequest
    from ordito.participation.analysis.budget import Part
    from ordito.participation.models import Ballot, BallotPaper
    from ordito.participation.queries.ballots import Papers


@dataclass(frozen=True, slots=True)
class Voter:
    """Whoever reads, as a voter of a ballot: may they choose now, and the paper they gave."""

    ballot: Ballot
    may_choose: bool
    paper: BallotPaper | None
    voices: tuple[Voice, ...]

    @property
    def papers(self) -> list[BallotPaper]:
        """The papers that the reader gave: one's own, or those of organisations that one spoke for."""
        own = [self.paper] if self.paper is not None else []
        return own + [voice.mine for voice in self.voices if voice.mine is not None]

    def parts(self, papers: Papers) -> list[tuple[BallotPaper, Part]]:
        """Where the reader's own part of the budget went, for each paper that is not blank."""
        if not self.papers or self.ballot.method != BallotMethod.BUDGET:
            return []
        found = within_budget(self.ballot, papers)
        told = [(each, found.part_of(each.number)) for each in self.papers] if found else []
        return [(paper, part) for paper, part in told if part is not None]


def voter_of(request: PublicRequest, ballot: Ballot) -> Voter:
    """Who the reader is for a ballot."""
    user = request.user
    is_open = ballot.is_open(request.now)
    by_account = user.is_authenticated and may(user, "participation.choose", ballot)
    if ballot.voters == VoterKind.ORGANISATION:
        voices = tuple(voices_of(ballot, user)) if user.is_authenticated else ()
        return Voter(ballot, is_open and by_account and bool(voices), None, voices)
    return Voter(ballot, is_open and by_account, paper_of(ballot, user=user), ())
