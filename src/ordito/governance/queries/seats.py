"""Who was expected at a meeting, who came, and whether they were enough."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ordito.community.models import DelegateKind, Organisation
from ordito.community.queries import delegates_on
from ordito.core.period import in_force
from ordito.core.search import plain
from ordito.governance.models import Attendance, AttendanceState, Membership

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ordito.community.models import Person
    from ordito.community.queries import Voice
    from ordito.governance.models import Meeting

CAME = frozenset({AttendanceState.PRESENT, AttendanceState.DELEGATE})
WAS_THERE = CAME | {AttendanceState.OBSERVER}


@dataclass(frozen=True, slots=True)
class Seat:
    """A member on the day of a meeting, or a guest from the register, and how they took part."""

    key: str
    member: Organisation | Person
    role: str
    is_formal: bool
    is_member: bool
    voices: tuple[Voice, ...]
    attendance: Attendance | None

    @property
    def name(self) -> str:
        return self.member.name

    @property
    def organisation(self) -> Organisation | None:
        return self.member if isinstance(self.member, Organisation) else None

    @property
    def person(self) -> Person | None:
        return None if isinstance(self.member, Organisation) else self.member

    @property
    def state(self) -> str:
        return self.attendance.state if self.attendance else ""

    @property
    def came(self) -> bool:
        return self.state in CAME

    @property
    def delegates(self) -> list[Voice]:
        """Whoever speaks for the member in the first place."""
        named = [voice for voice in self.voices if voice.kind == DelegateKind.DELEGATE]
        return named or [voice for voice in self.voices if not voice.is_alternate]

    @property
    def alternates(self) -> list[Voice]:
        return [voice for voice in self.voices if voice.is_alternate]

    @property
    def who_came(self) -> str:
        """The person who came for an organisation: as written, or else its only delegate of the day."""
        if self.attendance is None or self.state not in WAS_THERE:
            return ""
        if self.attendance.by_person is not None:
            return self.attendance.by_person.name
        if self.attendance.by_name or self.state == AttendanceState.DELEGATE:
            return self.attendance.by_name
        delegates = self.delegates
        return delegates[0].name if len(delegates) == 1 else ""


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many came, of how many; `only_counted` when nobody wrote the names."""

    formal: int
    present: int
    invited: int = 0
    observers: int = 0
    justified: int = 0
    absent: int = 0
    not_entitled: int = 0
    unmarked: int = 0
    only_counted: bool = False
    quorum_percent: int | None = None

    @property
    def is_known(self) -> bool:
        return self.only_counted or bool(
            self.present + self.invited + self.observers + self.justified + self.absent + self.not_entitled
        )

    @property
    def needed(self) -> int | None:
        """The least number of formal members with which the meeting is valid."""
        if self.quorum_percent is None:
            return None
        return -(-self.formal * self.quorum_percent // 100)

    @property
    def has_quorum(self) -> bool:
        return self.needed is None or self.present >= self.needed


def key_of(row: Membership | Attendance) -> str:
    """The short name of a member on the attendance screen: o12 an organisation, p7 a person."""
    return f"o{row.organisation_id}" if row.organisation_id else f"p{row.person_id}"


def members_on_the_day(meeting: Meeting) -> list[Membership]:
    """The seats of the body in force on the day, formal before invited, one per member."""
    rows = (
        Membership.objects.filter(in_force(meeting.date), body=meeting.body_id)
        .select_related("organisation__district", "person__district")
        .order_by("-is_formal", "pk")
    )
    return list({key_of(row): row for row in reversed(rows)}.values())


def seats_of(meeting: Meeting, *, with_voices: bool = True) -> list[Seat]:
    """Every member in force on the day with who may speak for it; then the register's guests; by name."""
    members = members_on_the_day(meeting)
    attended = meeting.attendance.select_related("organisation__district", "person__district", "by_person")
    marks = {key_of(row): row for row in attended.order_by("pk")}
    known = {key_of(row) for row in members}
    guests = [row for key, row in marks.items() if key not in known]
    rows: list[Membership | Attendance] = [*members, *guests]
    organisations = {row.organisation_id for row in rows if row.organisation_id}
    voices = delegates_on(organisations, meeting.date) if with_voices else {}
    seats = [_seat(row, voices, marks.get(key_of(row)), is_member=True) for row in members]
    invited = [_seat(row, voices, row, is_member=False) for row in guests]
    return [*sorted(seats, key=_by_name), *sorted(invited, key=_by_name)]


def turnout_of(meeting: Meeting, seats: Collection[Seat]) -> Turnout:
    """Count the seats: the denominator is the formal members in force who were entitled."""
    formal = Counter(seat.state for seat in seats if seat.is_formal)
    others = Counter(seat.state for seat in seats if not seat.is_formal)
    entitled = formal.total() - formal[AttendanceState.NOT_ENTITLED]
    quorum = meeting.body.quorum_percent
    if meeting.head_count is not None and not any(seat.state for seat in seats):
        return Turnout(entitled, meeting.head_count, only_counted=True, quorum_percent=quorum)
    return Turnout(
        formal=entitled,
        present=sum(formal[state] for state in CAME),
        invited=sum(others[state] for state in CAME),
        observers=formal[AttendanceState.OBSERVER] + others[AttendanceState.OBSERVER],
        justified=formal[AttendanceState.JUSTIFIED],
        absent=formal[AttendanceState.ABSENT],
        not_entitled=formal[AttendanceState.NOT_ENTITLED],
        unmarked=formal[""]
        + sum(1 for seat in seats if seat.is_member and not seat.is_formal and not seat.state),
        quorum_percent=quorum,
    )


def turnout(meeting: Meeting) -> Turnout:
    """Read a meeting's figures alone: for the public page, and for the rules on votes."""
    return turnout_of(meeting, seats_of(meeting, with_voices=False))


def _seat(
    row: Membership | Attendance,
    voices: Mapping[int, tuple[Voice, ...]],
    mark: Attendance | None,
    *,
    is_member: bool,
) -> Seat:
    member = row.organisation or row.person
    assert member is not None  # noqa: S101 - the database says so
    return Seat(
        key=key_of(row),
        member=member,
        role=row.role if isinstance(row, Membership) else "",
        is_formal=isinstance(row, Membership) and row.is_formal,
        is_member=is_member,
        voices=voices.get(row.organisation_id or 0, ()),
        attendance=mark,
    )


def _by_name(seat: Seat) -> str:
    return plain(seat.name)
