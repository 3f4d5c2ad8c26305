"""Bodies and their mandates, members, meetings, minutes, decisions and documents."""

from ordito.governance.models.bodies import Body, BodyKind, Mandate, Membership
from ordito.governance.models.documents import Document, DocumentStatus, DocumentVersion
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
    Outcome,
    Task,
)

__all__ = [
    "AgendaItem",
    "Attendance",
    "AttendanceState",
    "Body",
    "BodyKind",
    "Convocation",
    "Decision",
    "Document",
    "DocumentStatus",
    "DocumentVersion",
    "Mandate",
    "Meeting",
    "MeetingState",
    "Membership",
    "Minutes",
    "MinutesStatus",
    "MinutesVersion",
    "Outcome",
    "Task",
]
