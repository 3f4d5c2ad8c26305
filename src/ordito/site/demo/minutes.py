"""The minutes as they were sent and approved: frozen from the register, once it holds the meetings."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from ordito.core import press
from ordito.governance.models import Minutes, MinutesStatus
from ordito.governance.queries.acts import as_approved, minutes_from_register
from ordito.governance.queries.frozen import freeze
from ordito.site.demo.sheets import Sheets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ordito.core.models import District
    from ordito.core.press import Document

SENT_AFTER = timedelta(days=5)


def versions_of_minutes(district: District) -> Sheets:
    """Give every version of the minutes that were sent to the members, as a table."""
    sheets = Sheets()
    waiting = Minutes.objects.filter(meeting__district=district).exclude(status=MinutesStatus.DRAFT)
    for minutes in waiting.select_related("meeting__body", "meeting__district", "approved_at", "decision"):
        for number, (act, day, note) in enumerate(_versions(minutes), start=1):
            sheets.invent(
                "minutes_versions",
                minutes=minutes.meeting.code,
                number=number,
                text=" ".join(press.words(act)),
                document=json.dumps(freeze(act), ensure_ascii=False),
                note=note,
                at=_at_noon(day).isoformat(),
            )
    return sheets


def _versions(minutes: Minutes) -> Iterator[tuple[Document, date, str]]:
    act, day = minutes_from_register(minutes.meeting), minutes.meeting.date
    yield act, min(day + SENT_AFTER, minutes.meeting.district.today()), ""
    meeting, decision = minutes.approved_at, minutes.decision
    if meeting is not None and decision is not None:
        approved = as_approved(act, at=meeting, decision=decision)
        yield approved, meeting.date, f"approvato nell'incontro del {meeting.date:%d/%m/%Y}"


def _at_noon(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))  # noqa: DTZ001 - made aware here
