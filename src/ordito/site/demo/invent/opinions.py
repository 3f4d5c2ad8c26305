"""Votes of a room of phones, in which two ways of seeing things stand side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ordito.site.demo.invent.presences import draw

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ordito.site.demo.sheets import Sheets

OF_TWENTY = 20
SILENT, UNDECIDED, CONTRARY = 0, 1, 2
"""What one throw in twenty means: no vote, a pass, the contrary of one's side."""


def vote(
    sheets: Sheets, gathering: str, leanings: Sequence[tuple[int, int]], *, voters: int, evening: str
) -> None:
    """Let the phones of a gathering vote; `leanings` says of each statement what the two sides think.

    The phones that already spoke are the first voters; the others join at the beginning of the evening.
    """
    known = len(sheets.rows("phones", gathering=gathering))
    for phone in range(known + 1, voters + 1):
        joined = f"{evening}T17:{30 + phone % 30:02d}:00"
        sheets.invent("phones", gathering=gathering, number=phone, joined_at=joined)
    for phone in range(1, voters + 1):
        for number, sides in enumerate(leanings, start=1):
            dice = draw(gathering, str(number), str(phone), sides=OF_TWENTY)
            if dice == SILENT:
                continue
            leaning = sides[phone % 2]
            value = 0 if dice == UNDECIDED else -leaning if dice == CONTRARY else leaning
            at = f"{evening}T19:{number + phone % 40:02d}:{phone % 60:02d}"
            sheets.invent(
                "votes", statement=f"{gathering}/{number}", phone=f"{gathering}/{phone}", value=value, at=at
            )


def join(sheets: Sheets) -> None:
    """Give the room each phone that a contribution names, from the moment it spoke first."""
    for row in sheets.rows("contributions", channel="phone"):
        gathering, _slash, number = row["phone"].rpartition("/")
        if not sheets.rows("phones", gathering=gathering, number=number):
            sheets.invent("phones", gathering=gathering, number=number, joined_at=row["at"])
