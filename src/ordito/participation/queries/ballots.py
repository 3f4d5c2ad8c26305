"""Ballots: which there are, what is chosen among, who has chosen; never what a single one chose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Q

from ordito.community.models import Organisation
from ordito.community.queries import speaks_for
from ordito.core.models import RoleKind, User, holds
from ordito.core.period import in_force
from ordito.governance.models import Membership
from ordito.participation.models import (
    Ballot,
    BallotMark,
    BallotOption,
    BallotPaper,
    Doing,
    VoterKind,
    Whom,
)
from ordito.participation.queries.phases import open_to

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from ordito.core.models import Actor
    from ordito.participation.models import Gathering, Phone, Process


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers of a ballot: their numbers, and what each marks, in the order of the numbers."""

    options: tuple[BallotOption, ...]
    numbers: tuple[int, ...]
    marks: tuple[tuple[int | None, ...], ...]
    """A row a paper, a column an option: the value, or None where nothing is marked."""

    @property
    def blank(self) -> int:
        """How many said nothing: they abstain."""
        return sum(all(value is None for value in row) for row in self.marks)


@dataclass(frozen=True, slots=True)
class BallotRow:
    """A ballot of a path: how it stands now, how many options and papers it has."""

    ballot: Ballot
    state: str
    options: int
    papers: int


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many papers came, of how many that could, where that is known."""

    papers: int
    on_paper: int
    by_phone: int
    of: int | None
    of_whom: str = ""

    @property
    def is_too_many(self) -> bool:
        """Whether more papers came than people were counted in the room: somebody gave two."""
        return self.of is not None and self.papers > self.of

    @property
    def share(self) -> float | None:
        return self.papers / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Voice:
    """An organisation for which the reader may choose, and who of it already did."""

    organisation: Organisation
    chosen_by: str
    chosen_at: datetime | None
    mine: BallotPaper | None
    """The paper, when the reader gave it: the others of the organisation see only who did."""


def in_process(process: Process, user: Actor) -> list[BallotRow]:
    """The ballots of a path that the reader may see: those in preparation only who facilitates. One query."""
    now = process.district.now()
    found: QuerySet[Any] = Ballot.objects.filter(process=process).annotate(
        given=Count("papers", filter=Q(papers__void_because=""), distinct=True),
        choices=Count("options", distinct=True),
    )
    if not holds(user, process.district, RoleKind.PLAN_OFFICE, RoleKind.FACILITATOR):
        found = found.filter(opens_at__lte=now)
    rows = []
    for ballot in found.order_by(F("opens_at").desc(nulls_first=True), "code"):
        ballot.process = process
        rows.append(BallotRow(ballot, state_of(ballot, now), ballot.choices, ballot.given))
    return rows


def state_of(ballot: Ballot, at: datetime) -> str:
    """Whether a ballot is in preparation, open, or closed."""
    if ballot.is_closed(at):
        return "closed"
    return "open" if ballot.is_open(at) else "preparing"


def ballots_in_room(gathering: Gathering) -> list[Ballot]:
    """The open ballots in which the phones of a gathering choose, where a phase lets the room do so."""
    process, now = gathering.process, gathering.process.district.now()
    rows = Ballot.objects.filter(gathering=gathering, voters=VoterKind.PERSON, opens_at__lte=now)
    found = list(rows.filter(Q(closes_at__isnull=True) | Q(closes_at__gt=now)).order_by("opens_at", "code"))
    return found if open_to(process, Doing.PRIORITISE, process.district.today()) == Whom.ROOM else []


def options_of(ballot: Ballot) -> list[BallotOption]:
    """What is chosen among, each with what it comes from."""
    return list(
        BallotOption.objects.filter(ballot=ballot)
        .select_related(
            "contribution__process__district",
            "cell__grid__process__district",
            "cell__row",
            "cell__column",
            "paragraph__hypothesis__process__district",
        )
        .order_by("number")
    )


def papers_of(ballot: Ballot, options: Sequence[BallotOption]) -> Papers:
    """Every paper that counts with its marks: two queries."""
    numbers = list(counted(ballot).order_by("number").values_list("number", flat=True))
    place = {option.pk: at for at, option in enumerate(options)}
    rows: dict[int, list[int | None]] = {number: [None] * len(options) for number in numbers}
    marks = BallotMark.objects.filter(paper__ballot=ballot, paper__void_because="").values_list(
        "paper__number", "option_id", "value"
    )
    for number, option, value in marks:
        rows[number][place[option]] = value
    return Papers(tuple(options), tuple(numbers), tuple(tuple(row) for row in rows.values()))


def counted(ballot: Ballot) -> QuerySet[BallotPaper]:
    """The papers that count: all but those taken back from phones."""
    return BallotPaper.objects.filter(ballot=ballot, void_because="")


def void_papers(ballot: Ballot) -> list[BallotPaper]:
    """The papers that do not count, each with its reason, by number."""
    return list(BallotPaper.objects.filter(ballot=ballot).exclude(void_because="").order_by("number"))


def turnout_of(ballot: Ballot, at: datetime) -> Turnout:
    """Count papers without opening any; of how many, when the members of a body or a room choose."""
    rows = counted(ballot).aggregate(
        all=Count("pk"), typed=Count("pk", filter=~Q(on_paper="")), phones=Count("phone")
    )
    day = min(ballot.closes_at or at, at).astimezone(at.tzinfo).date()
    of, of_whom = None, ""
    if ballot.voters == VoterKind.ORGANISATION:
        if open_to(ballot.process, Doing.PRIORITISE, day) in {Whom.MEMBERS, None}:
            seats = Membership.objects.filter(in_force(day), body=ballot.process.body_id)
            of = seats.filter(organisation__isnull=False).values("organisation").distinct().count()
            of_whom = "members"
    elif ballot.gathering is not None and ballot.gathering.head_count:
        of, of_whom = ballot.gathering.head_count, "room"
    return Turnout(rows["all"], rows["typed"], rows["phones"], of or None, of_whom if of else "")


def voices_of(ballot: Ballot, user: Actor) -> list[Voice]:
    """The organisations for which the reader speaks and that may choose, with who of each already did."""
    speaking = speaks_for(user)
    if not speaking:
        return []
    entitled = organisations_entitled(ballot, speaking)
    given = {
        paper.organisation_id: paper
        for paper in BallotPaper.objects.filter(ballot=ballot, organisation__in=speaking).select_related(
            "user"
        )
    }
    return [_voice(each, given.get(each.pk), user) for each in entitled]


def organisations_entitled(ballot: Ballot, among: set[int] | None = None) -> list[Organisation]:
    """Which organisations may choose today: the members of who leads, or any where the phase is wider."""
    found = Organisation.objects.filter(district=ballot.process.district_id)
    if among is not None:
        found = found.filter(pk__in=among)
    today = ballot.district.today()
    if open_to(ballot.process, Doing.PRIORITISE, today) in {Whom.MEMBERS, None}:
        seats = Membership.objects.filter(in_force(today), body=ballot.process.body_id)
        found = found.filter(pk__in=seats.filter(organisation__isnull=False).values("organisation"))
    return list(found.order_by("name"))


def paper_of(
    ballot: Ballot,
    *,
    user: Actor | None = None,
    phone: Phone | None = None,
    organisation: Organisation | None = None,
) -> BallotPaper | None:
    """The paper of a voter, for the voter alone."""
    papers = BallotPaper.objects.filter(ballot=ballot)
    if organisation is not None:
        return papers.filter(organisation=organisation).select_related("user").first()
    if phone is not None:
        return papers.filter(phone=phone).first()
    if isinstance(user, User):
        return papers.filter(user=user, organisation__isnull=True).first()
    return None


def marks_of(paper: BallotPaper) -> dict[int, int]:
    """What a paper says, by the number of the option."""
    return dict(paper.marks.values_list("option__number", "value"))


def typed_papers(ballot: Ballot) -> list[BallotPaper]:
    """The papers typed in from paper, by the number written on them, without what they say."""
    return list(ballot.papers.exclude(on_paper="").select_related("organisation").order_by("on_paper"))


def _voice(organisation: Organisation, paper: BallotPaper | None, user: Actor) -> Voice:
    if paper is None:
        return Voice(organisation, "", None, None)
    is_mine = paper.user_id is not None and paper.user_id == user.pk
    name = paper.user.name if paper.user else ""
    return Voice(organisation, name, paper.at, paper if is_mine else None)
