"""Generated registers against an oracle that counts one day and one person at a time, as on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ordito.core.models import District
from ordito.governance.models import AttendanceState, MeetingState
from ordito.governance.queries import attendance_rates, participation, presences
from tests.governance import register

FIRST = date(2016, 1, 1)
MEMBERS = ("alfa", "beta", "gamma", "anna")
PEOPLE = {"anna"}
BODIES = ("lab-a", "lab-b")


@dataclass(frozen=True)
class Seat:
    body: str
    member: str
    starts: int
    length: int | None
    formal: bool

    def holds_on(self, day: int) -> bool:
        return self.starts <= day and (self.length is None or day < self.starts + self.length)


@dataclass(frozen=True)
class Sitting:
    body: str
    day: int
    state: str
    sheet: dict[str, str]
    head_count: int | None


days = st.integers(0, 20)
seats = st.builds(
    Seat,
    body=st.sampled_from(BODIES),
    member=st.sampled_from(MEMBERS),
    starts=days,
    length=st.none() | st.integers(1, 12),
    formal=st.booleans(),
)
sittings = st.builds(
    Sitting,
    body=st.sampled_from(BODIES),
    day=days,
    state=st.sampled_from([MeetingState.HELD, MeetingState.HELD, MeetingState.HELD, *MeetingState]),
    sheet=st.dictionaries(st.sampled_from(MEMBERS), st.sampled_from(list(AttendanceState)), max_size=4),
    head_count=st.none() | st.integers(0, 9),
)
registers = st.tuples(
    st.lists(seats, max_size=9, unique_by=lambda seat: (seat.body, seat.member, seat.starts)),
    st.lists(sittings, max_size=7),
)
numbers = count()


def write(seats: list[Seat], sittings: list[Sitting]) -> District:
    """Put the generated register in a district of its own."""
    district = District.objects.create(slug=f"d{next(numbers)}", name="Prova")
    bodies = {code: register.body(district, code) for code in BODIES}
    members = {
        code: (register.person if code in PEOPLE else register.organisation)(district, code)
        for code in MEMBERS
    }
    for each in seats:
        starts = FIRST + timedelta(each.starts)
        ends = None if each.length is None else starts + timedelta(each.length)
        register.seat(bodies[each.body], members[each.member], starts, ends, is_formal=each.formal)
    for number, sitting in enumerate(sittings):
        register.held(
            bodies[sitting.body],
            FIRST + timedelta(sitting.day),
            {members[code]: state for code, state in sitting.sheet.items()},
            code=f"m{number}",
            state=sitting.state,
            head_count=sitting.head_count,
        )
    return district


def members_on(seats: list[Seat], body: str, day: int, *, formal_only: bool = False) -> set[str]:
    return {
        seat.member
        for seat in seats
        if seat.body == body and seat.holds_on(day) and (seat.formal or not formal_only)
    }


def rates_on_paper(seats: list[Seat], sittings: list[Sitting]) -> list[tuple[str, str, int, int, int]]:
    rows = []
    for body, member in sorted({(seat.body, seat.member) for seat in seats}):
        convened = present = justified = 0
        for sitting in sittings:
            if sitting.body != body or sitting.state != "held" or not sitting.sheet:
                continue
            if member not in members_on(seats, body, sitting.day):
                continue
            state = sitting.sheet.get(member, "absent")
            if state == "not_entitled":
                continue
            convened += 1
            present += state in ("present", "delegate")
            justified += state == "justified"
        rows.append((body, member, convened, present, justified))
    return rows


def presence_on_paper(seats: list[Seat], sitting: Sitting) -> tuple[int | None, int, int]:
    formal = members_on(seats, sitting.body, sitting.day, formal_only=True)
    out = {member for member in formal if sitting.sheet.get(member) == "not_entitled"}
    came = {member for member in formal if sitting.sheet.get(member) in ("present", "delegate")}
    return (len(came) if sitting.sheet else sitting.head_count, len(formal - out), len(formal))


@pytest.mark.django_db
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(registers)
def test_what_the_database_counts_is_what_one_counts_on_paper(
    generated: tuple[list[Seat], list[Sitting]],
) -> None:
    seats, sittings = generated
    district = write(seats, sittings)
    told = attendance_rates(district)
    assert [(r.body, r.member, r.convened, r.present, r.justified) for r in told] == rates_on_paper(
        seats, sittings
    )
    held = [sitting for sitting in sittings if sitting.state == "held"]
    in_order = sorted(held, key=lambda sitting: sitting.day)
    on_paper = [presence_on_paper(seats, sitting) for sitting in in_order]
    assert [(p.present, p.entitled, p.formal) for p in presences(district)] == on_paper
    for each in participation(district):
        mine = [
            (sitting, paper)
            for sitting, paper in zip(in_order, on_paper, strict=True)
            if sitting.body == each.body.code
        ]
        known = [paper[0] for _sitting, paper in mine if paper[0] is not None]
        assert each.meetings == len(mine)
        assert each.mean_attendance == (Decimal(sum(known)) / len(known) if known else None)
        if mine:
            assert each.formal_members == mine[-1][1][2]
