"""The staff of a social service of several municipalities, as one model under named limits."""

from ordito.methods.staffing._arrangement import Arrangement, Change, Standard
from ordito.methods.staffing._case import (
    CENTRE,
    DESK,
    LEPS,
    POLE,
    Case,
    Functions,
    Limits,
    Municipalities,
    Posts,
    Professions,
    standard_hours,
)
from ordito.methods.staffing._conflict import Conflict, Shadow, conflict, shadows
from ordito.methods.staffing._front import LADDER, Front, Point, Scenario, front, scenario
from ordito.methods.staffing._limits import KINDS, Limit

__all__ = [
    "CENTRE",
    "DESK",
    "KINDS",
    "LADDER",
    "LEPS",
    "POLE",
    "Arrangement",
    "Case",
    "Change",
    "Conflict",
    "Front",
    "Functions",
    "Limit",
    "Limits",
    "Municipalities",
    "Point",
    "Posts",
    "Professions",
    "Scenario",
    "Shadow",
    "Standard",
    "conflict",
    "front",
    "scenario",
    "shadows",
    "standard_hours",
]
