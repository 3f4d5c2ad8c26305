"""Measures that the registers already have: an indicator can take its readings from one of them.

A room below adds its own to `ROOMS`: the observatory will be one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from ordito.core.models import District
from ordito.governance.models import Body, Meeting, MeetingState
from ordito.governance.queries import participation
from ordito.participation.models import Contribution, ContributionState, Process
from ordito.plan.models import AreaPlan
from ordito.territory.queries import BY_KEY
from ordito.territory.queries import overview_of as territory_of

THOUSANDTH = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that a register counts: its key, in which group it is chosen, what it is called."""

    key: str
    group: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class Measured:
    """The value of a measure on a day, and where it was read."""

    value: Decimal
    source: str


def measures_of(district: District) -> list[Measure]:
    """What can be chosen, room by room."""
    return [measure for room in ROOMS for measure in room(district)]


def taken(key: str, plan: AreaPlan, on: date) -> Measured | None:
    """What a measure is worth on a day; None when the register cannot say, or the measure is no more."""
    room, _colon, rest = key.partition(":")
    read = READERS.get(room)
    value = read(plan, rest, on) if read else None
    if value is None:
        return None
    told, source = value
    when = _("dai registri, il %(day)s") % {"day": f"{on:%d/%m/%Y}"}
    return Measured(told.quantize(THOUSANDTH), f"{source} ({when})"[:200])


def _of_territory(_district: District) -> Iterator[Measure]:
    for key, each in BY_KEY.items():
        yield Measure(f"territory:{key}", _("Territorio"), str(each.name), str(each.unit))


def _of_governance(district: District) -> Iterator[Measure]:
    bodies = Body.objects.filter(district=district).order_by("name").values_list("code", "name")
    told = list(bodies)
    for code, name in told:
        yield Measure(f"meetings:{code}", _("Incontri svolti nel periodo del piano"), name, _("incontri"))
    for code, name in told:
        yield Measure(f"participation:{code}", _("Partecipazione media"), name, _("presenze"))


def _of_participation(district: District) -> Iterator[Measure]:
    for code, title in (
        Process.objects.filter(district=district).order_by("title").values_list("code", "title")
    ):
        yield Measure(f"contributions:{code}", _("Contributi raccolti"), title, _("contributi"))


def _read_territory(plan: AreaPlan, key: str, on: date) -> tuple[Decimal, str] | None:
    indicator, overview = BY_KEY.get(key), territory_of(plan.district, on)
    value = indicator.of(overview.figures) if indicator else None
    if value is None:
        return None
    counted = overview.latest.label if overview.latest else ""
    return Decimal(str(value)), ", ".join(filter(None, [_("Territorio"), counted]))


def _read_meetings(plan: AreaPlan, key: str, on: date) -> tuple[Decimal, str] | None:
    body = Body.objects.filter(district=plan.district, code=key).first()
    if body is None:
        return None
    held = Q(state=MeetingState.HELD, date__gte=plan.starts_on, date__lt=plan.ends_before, date__lte=on)
    return Decimal(Meeting.objects.filter(held, body=body).count()), _("Incontri di %(name)s") % {
        "name": body.name
    }


def _read_participation(plan: AreaPlan, key: str, on: date) -> tuple[Decimal, str] | None:
    body = Body.objects.filter(district=plan.district, code=key).first()
    rows = participation(plan.district, on=on, bodies=[body]) if body else []
    if not rows or rows[0].mean_attendance is None:
        return None
    told = {"name": rows[0].body.name, "n": rows[0].meetings, "formal": rows[0].formal_members}
    return rows[0].mean_attendance, _(
        "Presenze medie di %(name)s, su %(n)s incontri e %(formal)s adesioni"
    ) % told


def _read_contributions(plan: AreaPlan, key: str, on: date) -> tuple[Decimal, str] | None:
    process = Process.objects.filter(district=plan.district, code=key).first()
    if process is None:
        return None
    found = Contribution.objects.filter(process=process, state=ContributionState.SHOWN, at__date__lte=on)
    return Decimal(found.count()), _("Contributi di %(name)s") % {"name": process.title}


ROOMS: tuple[Callable[[District], Iterator[Measure]], ...] = (
    _of_territory,
    _of_governance,
    _of_participation,
)
READERS: dict[str, Callable[[AreaPlan, str, date], tuple[Decimal, str] | None]] = {
    "territory": _read_territory,
    "meetings": _read_meetings,
    "participation": _read_participation,
    "contributions": _read_contributions,
}
