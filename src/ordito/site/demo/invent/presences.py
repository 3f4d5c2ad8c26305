"""Who came to a meeting: as many as are asked for, chosen among those who could, always the same."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from ordito.site.demo.sheets import Row, Sheets

FAITHFUL = 38
"""How much the same members tend to come, out of a hundred."""
JUSTIFIED_OF_TEN = 4
ALTERNATE_OF_TEN = 4


def draw(*words: str, sides: int) -> int:
    """Throw dice that fall the same way for the same words."""
    return crc32("/".join(words).encode()) % sides


def seats_on(sheets: Sheets, body: str, day: str) -> list[Row]:
    """Give the seats of a body in force on a day."""
    return [seat for seat in sheets.rows("memberships", body=body) if _in_force(seat, day)]


def mark_presences(sheets: Sheets, *, body: str, meeting: str, day: str, present: int) -> None:
    """Invent who was at a meeting: `present` of the formal members, and some of the invited."""
    formal = [seat["member"] for seat in seats_on(sheets, body, day) if seat.get("is_formal") != "false"]
    invited = [seat["member"] for seat in seats_on(sheets, body, day) if seat.get("is_formal") == "false"]
    coming = sorted(formal, key=lambda member: _keenness(meeting, member))[:present]
    for member in formal:
        if member in coming:
            _mark_present(sheets, meeting, member, day)
        else:
            justified = draw(meeting, member, "perché", sides=10) < JUSTIFIED_OF_TEN
            _mark(sheets, meeting, member, "justified" if justified else "absent")
    for member in invited:
        came = draw(meeting, member, "invitato", sides=2)
        _mark(sheets, meeting, member, "observer" if came else "justified")


def _keenness(meeting: str, member: str) -> tuple[int, str]:
    habit = draw(member, "abitudine", sides=FAITHFUL)
    return habit + draw(meeting, member, sides=100 - FAITHFUL), member


def _mark_present(sheets: Sheets, meeting: str, member: str, day: str) -> None:
    voices = [each for each in sheets.rows("delegates", organisation=member) if _in_force(each, day)]
    alternates = [each["person"] for each in voices if each["kind"] == "alternate"]
    if alternates and draw(meeting, member, "supplente", sides=10) < ALTERNATE_OF_TEN:
        _mark(sheets, meeting, member, "delegate", alternates[0])
        return
    speaking = [each["person"] for each in voices if each["kind"] == "delegate"]
    speaking += [each["person"] for each in voices if each["kind"] == "representative"]
    _mark(sheets, meeting, member, "present", speaking[0] if speaking else "")


def _mark(sheets: Sheets, meeting: str, member: str, state: str, by_person: str = "") -> None:
    sheets.invent("attendance", meeting=meeting, member=member, state=state, by_person=by_person)


def _in_force(row: Row, day: str) -> bool:
    return row.get("starts_on", "") <= day < row.get("ends_before", "9999")
