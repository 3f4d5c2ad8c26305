"""A path to be walked in tests: Melzo's LabGo, with a phase that is open."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from ordito.core.models import District, Operator
from ordito.governance.models import Body, Mandate, Meeting, MeetingState
from ordito.participation.commands.phases import WorkshopFacts, attach_meeting
from ordito.participation.commands.processes import (
    PhaseFacts,
    ProcessFacts,
    ProductFacts,
    add_product,
    begin_process,
)
from ordito.participation.models import Process, Product, Workshop

OPERATOR = Operator()
TODAY = date(2017, 1, 9)
WEEK = timedelta(days=7)


def lab(district: District, name: str = "LabGo Famiglia") -> Body:
    code = name.lower().replace(" ", "-")
    return Body.objects.get_or_create(district=district, code=code, defaults={"name": name, "kind": "lab"})[0]


def phase(title: str, starts_on: date, weeks: int | None = 4, **opens: str) -> PhaseFacts:
    end = None if weeks is None else starts_on + weeks * WEEK
    return PhaseFacts(title=title, starts_on=starts_on, ends_before=end, opens=opens)


def begun(
    district: District, *phases: PhaseFacts, title: str = "LabGo Famiglia 2017", **facts: Any
) -> Process:
    """A path led by the lab of families, since four weeks before today."""
    told = {"body": lab(district), "starts_on": TODAY - 4 * WEEK, "kind": "labgo"} | facts
    return begin_process(district, by=OPERATOR, facts=ProcessFacts(title=title, **told), phases=phases)


def met(process: Process, on: date, state: str = MeetingState.HELD, **facts: Any) -> Workshop:
    """A meeting of who leads the path, made a step of it."""
    code = f"{process.code}-{on:%Y-%m-%d}"
    meeting = Meeting.objects.create(body=process.body, code=code, date=on, state=state)
    return attach_meeting(process, by=OPERATOR, meeting=meeting, facts=WorkshopFacts(**facts))


def due(process: Process, title: str, due_on: date | None) -> Product:
    return add_product(process, by=OPERATOR, facts=ProductFacts(title=title, due_on=due_on))


def mandate(body: Body, by: Body | None = None) -> Mandate:
    return Mandate.objects.create(body=body, mandated_by=by, date=TODAY, object="Ripensare il welfare")
