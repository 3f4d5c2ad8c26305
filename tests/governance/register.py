"""A small register that the tests of the room share: bodies, organisations, seats, meetings with sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ordito.community.models import Organisation, Person
from ordito.governance.models import Attendance, Body, Meeting, MeetingState, Membership

if TYPE_CHECKING:
    from datetime import date

    from ordito.core.models import District

Member = Organisation | Person


def body(district: District, code: str, above: Body | None = None, **facts: Any) -> Body:
    name = facts.pop("name", code.replace("-", " ").title())
    return Body.objects.create(district=district, code=code, name=name, mandated_by=above, **facts)


def organisation(district: District, code: str, **facts: Any) -> Organisation:
    facts = {"name": code.replace("-", " ").title(), "kind": "association", **facts}
    return Organisation.objects.create(district=district, code=code, **facts)


def person(district: District, code: str, **facts: Any) -> Person:
    facts = {"name": code.replace("-", " ").title(), **facts}
    return Person.objects.create(district=district, code=code, **facts)


def who(member: Member) -> dict[str, Any]:
    """The field that holds a member, in a seat or in a line of a sheet."""
    return {"organisation" if isinstance(member, Organisation) else "person": member}


def seat(
    body: Body, member: Member, starts_on: date, ends_before: date | None = None, **facts: Any
) -> Membership:
    return Membership.objects.create(
        body=body, starts_on=starts_on, ends_before=ends_before, **who(member), **facts
    )


def held(body: Body, day: date, sheet: dict[Any, str], **facts: Any) -> Meeting:
    """A meeting that was held, with the sheet that came back from the room."""
    facts = {"state": MeetingState.HELD, "code": f"{body.code}-{day}", **facts}
    meeting = Meeting.objects.create(body=body, date=day, **facts)
    for member, state in sheet.items():
        Attendance.objects.create(meeting=meeting, state=state, **who(member))
    return meeting
