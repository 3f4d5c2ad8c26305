"""Reports that other programs read: plain columns, codes for names, numbers with a dot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ordito.governance.models import Body
from ordito.governance.queries.attendance import attendance_rates, participation
from ordito.governance.queries.register import in_tree_order

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from ordito.core.models import District

Cell = str | int | float | None
DIGITS = 4


@dataclass(frozen=True, slots=True)
class Report:
    """A table for programs: the names of the columns, then the rows."""

    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]]


def participation_report(district: District, on: date | None = None) -> Report:
    """Mean participation of the bodies that have met, in the order of the tree."""
    return Report(
        ("body", "meetings", "mean_attendance", "formal_members"),
        [
            (told.body.code, told.meetings, _number(told.mean_attendance), told.formal_members)
            for told in participation(district, on=on)
            if told.meetings
        ],
    )


def attendance_report(district: District) -> Report:
    """Attendance of every member that a body has or had: bodies as in the tree, members by code."""
    place = {
        body.code: number for number, body in enumerate(in_tree_order(Body.objects.filter(district=district)))
    }
    rates = sorted(attendance_rates(district), key=lambda rate: (place[rate.body], rate.member))
    return Report(
        ("body", "member", "convened", "present", "justified", "rate"),
        [
            (rate.body, rate.member, rate.convened, rate.present, rate.justified, _number(rate.rate))
            for rate in rates
        ],
    )


def _number(value: Decimal | None) -> int | float | None:
    """Write 14 when it is whole, 13.6667 when it is not."""
    if value is None:
        return None
    return int(value) if value == int(value) else round(float(value), DIGITS)
