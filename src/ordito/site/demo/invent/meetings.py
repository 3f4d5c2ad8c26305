"""What was written of the meetings that were held: who came, who chaired, the minutes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from ordito.site.demo.invent.presences import draw, mark_presences, seats_on

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ordito.site.demo.sheets import Row, Sheets

NOTE = (
    "Dati dimostrativi: di questo incontro è pubblicato soltanto il giorno; ordine del giorno, presenze, "
    "interventi, decisioni e compiti sono inventati."
)
CONVENED_BEFORE = timedelta(days=14)
USUAL_PRESENCE = (55, 90)
"""Between which percentages of the seats a meeting is usually attended."""


def code_of(meeting: Row) -> str:
    """Give the code by which the other tables call a meeting."""
    return meeting.get("code") or f"{meeting['body']}-{meeting['date']}"


def hold(sheets: Sheets, *, present: Mapping[str, int], chairs: Mapping[str, str], secretary: str) -> None:
    """Invent presences and officers of the meetings that were held, unless only a head count is known.

    `present` says how many formal members came, where it is known; `chairs` who chairs each body, by name.
    """
    for meeting in sheets.rows("meetings", state="held"):
        code, body, day = code_of(meeting), meeting["body"], meeting["date"]
        meeting["chair"] = chairs.get(body, "")
        meeting["secretary"] = secretary
        if meeting.get("is_synthetic") != "true":
            meeting["message"] = NOTE
        if meeting.get("head_count"):
            continue
        seats = sum(seat["is_formal"] == "true" for seat in seats_on(sheets, body, day))
        least, most = USUAL_PRESENCE
        usual = seats * (least + draw(code, sides=most - least)) // 100
        mark_presences(sheets, body=body, meeting=code, day=day, present=present.get(code, usual))
    for minutes in sheets.rows("minutes", status="approved"):
        _approve(sheets, minutes)
    for meeting in sheets.rows("meetings", state="convened"):
        convened = date.fromisoformat(meeting["date"]) - CONVENED_BEFORE
        meeting["convened_at"] = f"{convened}T09:00:00"


def _approve(sheets: Sheets, minutes: Row) -> None:
    """Say on which day the minutes were approved: that of the meeting that did it."""
    days = {code_of(meeting): meeting["date"] for meeting in sheets.rows("meetings")}
    minutes["approved_on"] = days[minutes.get("approved_at", minutes["meeting"])]
