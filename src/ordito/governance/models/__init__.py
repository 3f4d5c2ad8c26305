"""Bodies and their mandates, members, meetings, minutes, decisions and documents."""

from ordito.governance.models.bodies import Body, BodyKind, Mandate, Membership
from ordito.governance.models.calendar import CalendarKey
from ordito.governance.models.documents import Document, DocumentStatus, DocumentStep, DocumentVersion
from ordito.governance.models.meetings import (
    AgendaItem,
    Attendance,
    AttendanceState,
    Convocation,
    Decision,
    Meeting,
    MeetingState,
    Minutes,
    MinutesStatus,
    MinutesVersion,
    NoticeKind,
    Outcome,
    Task,
)

__all__ = [
    "AgendaItem",
    "Attendance",
    "AttendanceState",
    "Body",
    "BodyKind",
    "CalendarKey",
    "Convocation",
    "Decision",
    "Document",
    "DocumentStatus",
    "DocumentStep",
    "DocumentVersion",
    "Mandate",
    "Meeting",
    "MeetingState",
    "Membership",
    "Minutes",
    "MinutesStatus",
    "MinutesVersion",
    "NoticeKind",
    "Outcome",
    "Task",
]
