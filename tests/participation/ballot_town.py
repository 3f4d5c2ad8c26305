"""What the tests of ballots build: a path in which priorities are chosen, delegates, papers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from ordito.community.models import Delegate, Organisation, Person
from ordito.core.models import District, RoleKind, User
from ordito.governance.models import Membership
from ordito.participation.commands.ballots import (
    BallotFacts,
    OptionFacts,
    add_option,
    open_ballot,
    write_ballot,
)
from ordito.participation.commands.papers import type_paper
from ordito.participation.models import Ballot, Doing, Opening, Phase, Process, Whom
from tests.conftest import person
from tests.participation.conftest import OPERATOR

NOON = datetime(2017, 1, 8, 11, tzinfo=UTC)
"""The day before the demonstration's: it is past at whatever hour the tests are run."""


def opened_to(process: Process, whom: Whom) -> None:
    """Let the phase of the path open the choice of priorities to a circle."""
    phase = Phase.objects.get(process=process)
    Opening.objects.update_or_create(phase=phase, doing=Doing.PRIORITISE, defaults={"whom": whom})


def prepared(process: Process, method: str, *options: Any, **facts: Any) -> Ballot:
    """A ballot with options, each a title or a title with its cost."""
    if method == "points":
        facts.setdefault("points", 10)
    ballot = write_ballot(
        process, by=OPERATOR, facts=BallotFacts(title="Che cosa prima", method=method, **facts)
    )
    for each in options:
        title, cost = each if isinstance(each, tuple) else (each, None)
        add_option(
            ballot, by=OPERATOR, facts=OptionFacts(title=title, cost=None if cost is None else Decimal(cost))
        )
    return ballot


def opened(process: Process, method: str, *options: Any, **facts: Any) -> Ballot:
    return open_ballot(prepared(process, method, *options, **facts), by=OPERATOR, at=NOON)


def typed(ballot: Ballot, *papers: dict[int, int]) -> None:
    """Papers of paper, numbered from 1."""
    first = ballot.papers.count() + 1
    for number, marks in enumerate(papers, start=first):
        type_paper(ballot, by=OPERATOR, on_paper=str(number), marks=marks, at=NOON)


def organisation(district: District, name: str, process: Process | None = None) -> Organisation:
    """An organisation, that sits in the body of a path when one is named."""
    made = Organisation.objects.create(district=district, code=name.lower(), name=name)
    if process is not None:
        Membership.objects.create(body=process.body, organisation=made, starts_on=date(2016, 1, 1))
    return made


def delegate_of(
    organisation: Organisation, name: str, *, ends_before: date | None = None, email: str = ""
) -> User:
    """An account that speaks for an organisation until a day."""
    email = email or f"{name.lower()}@example.org"
    user = person(email, name, organisation.district, RoleKind.DELEGATE)
    who = Person.objects.create(district=organisation.district, code=name.lower(), name=name, account=user)
    Delegate.objects.create(
        organisation=organisation, person=who, starts_on=date(2016, 1, 1), ends_before=ends_before
    )
    return user
