"""The votes of a gathering on its statements, as the map of opinions reads them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q, Sum
from django.utils.timezone import localdate

from ordito.community.models import Delegate
from ordito.participation.models import CountedVote, Statement, Vote

if TYPE_CHECKING:
    from datetime import datetime

    from ordito.participation.models import Gathering

ACCOUNTS = 1
"""Voters are numbers: a phone's is even, an account's is odd."""


@dataclass(frozen=True, slots=True)
class Hands:
    """Hands and paper counted at the tables on a statement: how many, never who."""

    agree: int
    disagree: int
    passed: int
    tables: int


@dataclass(frozen=True, slots=True)
class VotesCast:
    """Who voted what, by numbers that name nobody; `belongs` says what people of a voter have in common."""

    statements: list[Statement]
    voter: list[int]
    statement: list[int]
    value: list[int]
    belongs: dict[int, frozenset[str]]
    hands: dict[int, Hands]
    first: datetime | None = None
    last: datetime | None = None


def votes_cast(gathering: Gathering) -> VotesCast:
    """Read what was voted in a gathering, in four queries whatever their number."""
    statements = list(
        Statement.objects.filter(gathering=gathering)
        .select_related("contribution__process__district")
        .order_by("number")
    )
    rows = list(
        Vote.objects.filter(statement__gathering=gathering)
        .order_by("statement__number", "phone_id", "user_id")
        .values_list("statement_id", "phone_id", "user_id", "value", "at", "phone__table")
    )
    belongs: dict[int, set[str]] = defaultdict(set)
    voters = []
    for _statement, phone, user, _value, _at, table in rows:
        number = 2 * user + ACCOUNTS if phone is None else 2 * phone
        voters.append(number)
        if table:
            belongs[number].add(f"table:{table}")
    users = {number // 2 for number in voters if number % 2 == ACCOUNTS}
    for user, organisation in _organisations(gathering, users):
        belongs[2 * user + ACCOUNTS].add(f"organisation:{organisation}")
    times = [row[4] for row in rows]
    return VotesCast(
        statements=statements,
        voter=voters,
        statement=[row[0] for row in rows],
        value=[row[3] for row in rows],
        belongs={number: frozenset(said) for number, said in belongs.items()},
        hands=_hands(gathering),
        first=min(times, default=None),
        last=max(times, default=None),
    )


def _organisations(gathering: Gathering, users: set[int]) -> list[tuple[int, int]]:
    """For which organisations the accounts that voted spoke, on whatever day since the gathering opened."""
    opened = localdate(gathering.opens_at)
    found = Delegate.objects.filter(
        Q(ends_before__isnull=True) | Q(ends_before__gt=opened),
        person__account_id__in=users,
        organisation__district_id=gathering.process.district_id,
    )
    return list(found.values_list("person__account_id", "organisation_id").distinct())


def _hands(gathering: Gathering) -> dict[int, Hands]:
    found = CountedVote.objects.filter(statement__gathering=gathering).values("statement_id")
    counted = found.annotate(
        yes=Sum("agree"), no=Sum("disagree"), neither=Sum("passed"), tables=Count("pk")
    ).order_by("statement_id")
    return {
        row["statement_id"]: Hands(row["yes"], row["no"], row["neither"], row["tables"]) for row in counted
    }
