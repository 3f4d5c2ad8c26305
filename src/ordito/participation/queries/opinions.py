"""How a room stands: what it is asked, what it said last, what it thinks of each statement."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Count, Sum

from ordito.participation.models import (
    Contribution,
    ContributionState,
    CountedVote,
    Gathering,
    Opinion,
    Statement,
    Vote,
)
from ordito.participation.models.voices import at_table

if TYPE_CHECKING:
    from ordito.core.models import Actor
    from ordito.participation.models import Phone

NEWEST = 12
LONGEST_SHOWN = 280


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement and what the room thinks of it: phones, accounts and hands together."""

    number: int
    text: str
    is_open: bool
    agree: int = 0
    disagree: int = 0
    passed: int = 0

    @property
    def total(self) -> int:
        return self.agree + self.disagree + self.passed

    @property
    def shares(self) -> tuple[float, float, float]:
        """Agree, disagree and pass as parts of a hundred, for a bar."""
        if not self.total:
            return (0.0, 0.0, 0.0)
        agree, disagree = 100 * self.agree / self.total, 100 * self.disagree / self.total
        return (agree, disagree, 100 - agree - disagree)

    @property
    def passes_from(self) -> float:
        """Where in the bar those who pass begin."""
        return self.shares[0] + self.shares[1]


@dataclass(frozen=True, slots=True)
class VoiceRow:
    """Something said, as the wall shows it: never by whom, unless it is an organisation."""

    number: int
    kind: str
    text: str
    who: str = ""
    table: str = ""
    size: int = 1

    @property
    def at_table(self) -> str:
        """From which table it comes, in words."""
        return at_table(self.table)


@dataclass(frozen=True, slots=True)
class RoomState:
    """All that the wall and the phones of a gathering show, at one moment."""

    title: str
    question: str
    is_open: bool
    phones: int
    voices: int
    people: int
    statements: tuple[StatementRow, ...]
    newest: tuple[VoiceRow, ...] = field(default=())

    def as_json(self) -> str:
        """The state as pages in a browser read it."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @property
    def mark(self) -> str:
        """What tells this state from every other."""
        return hashlib.sha256(self.as_json().encode()).hexdigest()[:20]


def room_state(gathering: Gathering) -> RoomState:
    """How a gathering stands now, in five queries however many voted."""
    shown = Contribution.objects.filter(gathering=gathering, state=ContributionState.SHOWN)
    last = shown.select_related("organisation").order_by("-number")[:NEWEST]
    figures = shown.aggregate(voices=Count("pk"), people=Sum("size"))
    return RoomState(
        title=gathering.title,
        question=gathering.question,
        is_open=gathering.is_open(gathering.district.now()),
        phones=gathering.phones.count(),
        voices=figures["voices"],
        people=figures["people"] or 0,
        statements=statements_of(gathering),
        newest=tuple(_voice(each) for each in last),
    )


def state_of(gathering_id: int) -> RoomState | None:
    """The same for whoever only knows a number; None when there is no such gathering."""
    found = Gathering.objects.select_related("process__district").filter(pk=gathering_id).first()
    return room_state(found) if found else None


def statements_of(gathering: Gathering) -> tuple[StatementRow, ...]:
    """The statements of a gathering in their order, with what is thought of each."""
    counts: dict[int, dict[str, int]] = defaultdict(lambda: {"agree": 0, "disagree": 0, "passed": 0})
    names = {Opinion.AGREE: "agree", Opinion.DISAGREE: "disagree", Opinion.PASS: "passed"}
    votes = Vote.objects.filter(statement__gathering=gathering).values_list("statement__number", "value")
    for number, value, n in votes.annotate(n=Count("pk")).order_by():
        counts[number][names[Opinion(value)]] += n
    hands = CountedVote.objects.filter(statement__gathering=gathering).values("statement__number")
    for row in hands.annotate(a=Sum("agree"), d=Sum("disagree"), p=Sum("passed")).order_by():
        counted = counts[row["statement__number"]]
        counted["agree"] += row["a"]
        counted["disagree"] += row["d"]
        counted["passed"] += row["p"]
    rows = Statement.objects.filter(gathering=gathering).order_by("number")
    return tuple(
        StatementRow(number, text, is_open, **counts[number])
        for number, text, is_open in rows.values_list("number", "text", "is_open")
    )


def hands_at(gathering: Gathering, table: str) -> list[tuple[Statement, CountedVote | None]]:
    """The statements of a gathering, each with the hands counted at a table."""
    counted = CountedVote.objects.filter(statement__gathering=gathering, table=table)
    kept = {each.statement_id: each for each in counted}
    rows = Statement.objects.filter(gathering=gathering).order_by("number")
    return [(each, kept.get(each.pk)) for each in rows]


def votes_from(phone: Phone) -> dict[int, int]:
    """What a phone said, by the number of the statement."""
    return dict(phone.votes.values_list("statement__number", "value"))


def votes_by(user: Actor, gathering: Gathering) -> dict[int, int]:
    """What a person said with their account, by the number of the statement."""
    if not user.is_authenticated or user.pk is None:
        return {}
    rows = Vote.objects.filter(user_id=user.pk, statement__gathering=gathering)
    return dict(rows.values_list("statement__number", "value"))


def _voice(contribution: Contribution) -> VoiceRow:
    text = contribution.text
    return VoiceRow(
        number=contribution.number,
        kind=contribution.kind,
        text=text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…",
        who=contribution.organisation.name if contribution.organisation else "",
        table=contribution.table,
        size=contribution.size,
    )
