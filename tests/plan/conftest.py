"""A whole thread: what two people said, and what became of it in Melzo's plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from ordito.core.models import District
from ordito.governance.models import Body, Decision, Meeting, Minutes, MinutesStatus
from ordito.participation.models import (
    Axis,
    Cell,
    Contribution,
    Gathering,
    Grid,
    GridLine,
    Hypothesis,
    HypothesisState,
    HypothesisVersion,
    Paragraph,
    ParagraphText,
    Placement,
    Process,
    Statement,
)
from ordito.plan.models import Action, AreaPlan, BudgetLine, Ground, Indicator, Objective, Reading

AT = datetime(2016, 10, 3, 10, 0, tzinfo=UTC)


@dataclass
class Loop:
    """A whole thread: two people spoke, one cell, one paragraph, one decision, one objective, two actions."""

    district: District
    process: Process
    buses: Contribution
    homework: Contribution
    alone: Contribution
    hypothesis: Hypothesis
    paragraph: Paragraph
    decision: Decision
    objective: Objective
    plan: AreaPlan
    action: Action
    other: Action


@pytest.fixture
def loop(district: District) -> Loop:
    body = Body.objects.create(district=district, code="famiglia", name="LabGo Famiglia")
    process = Process.objects.create(
        district=district, code="labgo", title="Percorso", body=body, starts_on=date(2016, 5, 2)
    )
    said = [
        Contribution.objects.create(process=process, number=n, text=text, channel="note", at=AT, size=size)
        for n, (text, size) in enumerate(
            [("Autobus la sera", 12), ("Compiti nel pomeriggio", 1), ("Nessuno l'ha raccolto", 1)], start=1
        )
    ]
    gathering = Gathering.objects.create(
        process=process, code="plenaria", title="Plenaria", join_word="telaio", opens_at=AT
    )
    Statement.objects.create(gathering=gathering, number=1, text="Più autobus", contribution=said[0])
    grid = Grid.objects.create(process=process, code="griglia", title="Griglia")
    row = GridLine.objects.create(grid=grid, axis=Axis.ROW, number=1, title="Conciliazione")
    column = GridLine.objects.create(grid=grid, axis=Axis.COLUMN, number=1, title="Trasporti")
    cell = Cell.objects.create(grid=grid, row=row, column=column)
    Placement.objects.create(contribution=said[0], cell=cell, placed_at=AT)
    hypothesis = Hypothesis.objects.create(
        process=process, code="ipotesi", title="Ipotesi", decided_by=body, state=HypothesisState.APPROVED
    )
    paragraph = Paragraph.objects.create(hypothesis=hypothesis, number=1)
    paragraph.cells.add(cell)
    paragraph.contributions.add(said[1])
    for number, text in enumerate(["Prima stesura", "Muoversi la sera"], start=1):
        version = HypothesisVersion.objects.create(hypothesis=hypothesis, number=number, at=AT)
        ParagraphText.objects.create(version=version, paragraph=paragraph, position=1, text=text)
    meeting = Meeting.objects.create(body=body, code="m1", date=date(2016, 11, 7), state="held")
    Minutes.objects.create(meeting=meeting, status=MinutesStatus.APPROVED)
    decision = Decision.objects.create(meeting=meeting, number="1", text="Le ipotesi sono approvate")
    hypothesis.decision = decision
    hypothesis.save()
    plan = AreaPlan.objects.create(
        district=district,
        code="p",
        title="Piano",
        starts_on=date(2015, 1, 1),
        ends_before=date(2018, 1, 1),
        is_public=True,
    )
    objective = Objective.objects.create(plan=plan, code="1", title="Conciliare")
    Ground.objects.create(plan=plan, objective=objective, paragraph=paragraph)
    action, other = (
        Action.objects.create(plan=plan, objective=objective, code=code, title=title)
        for code, title in (("1.1", "Navetta serale"), ("1.2", "Doposcuola"))
    )
    BudgetLine.objects.create(action=action, year=2016, source="municipal", amount=Decimal(12_000))
    indicator = Indicator.objects.create(action=action, code="a", name="Corse", unit="corse")
    Reading.objects.create(indicator=indicator, on=date(2016, 12, 1), value=Decimal(40))
    return Loop(district, process, *said, hypothesis, paragraph, decision, objective, plan, action, other)
