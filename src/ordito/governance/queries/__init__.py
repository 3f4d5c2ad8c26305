"""What the register knows: import from here, whatever the file."""

from ordito.governance.queries.attendance import (
    AttendanceRate,
    Participation,
    Presence,
    attendance_rates,
    participation,
    participation_of,
    presences,
)
from ordito.governance.queries.register import Node, bodies_of, in_tree_order, sits_in, tree

__all__ = [
    "AttendanceRate",
    "Node",
    "Participation",
    "Presence",
    "attendance_rates",
    "bodies_of",
    "in_tree_order",
    "participation",
    "participation_of",
    "presences",
    "sits_in",
    "tree",
]
