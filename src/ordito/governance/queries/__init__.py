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
from ordito.governance.queries.house import at_home, deed_names
from ordito.governance.queries.register import Node, bodies_of, in_tree_order, sits_in, tree
from ordito.governance.queries.search import shelves

__all__ = [
    "AttendanceRate",
    "Node",
    "Participation",
    "Presence",
    "at_home",
    "attendance_rates",
    "bodies_of",
    "deed_names",
    "in_tree_order",
    "participation",
    "participation_of",
    "presences",
    "shelves",
    "sits_in",
    "tree",
]
