"""A plan with something of everything, for the tests that need a whole one."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from ordito.community.models import Organisation
from ordito.core import press
from ordito.core.models import District, Operator
from ordito.governance.models import Body, Decision, Meeting
from ordito.governance.queries.frozen import freeze
from ordito.plan import commands
from ordito.plan.commands import ActionFacts, IndicatorFacts, ObjectiveFacts, PlanFacts
from ordito.plan.models import (
    ActionStep,
    AreaPlan,
    BudgetLine,
    Expense,
    Ground,
    PlanVersion,
    Reading,
    SharingKey,
    SharingWeight,
    Signature,
    YearNote,
)
from ordito.territory.models import Municipality

OFFICE = Operator()
NOON = datetime(2015, 11, 17, 12, tzinfo=ZoneInfo("Europe/Rome"))
TOWNS = (
    ("015142", "Melzo", "18500"),
    ("015125", "Liscate", "4100"),
    ("015183", "Pozzuolo Martesana", "8700"),
)


def decided(district: District, *, outcome: str = "approved") -> Decision:
    """A decision of the Assembly."""
    body, _made = Body.objects.get_or_create(
        district=district, code="assemblea", defaults={"name": "Assemblea", "kind": "assembly"}
    )
    meeting, _made = Meeting.objects.get_or_create(
        district=district,
        body=body,
        code="assemblea-2015-11-17",
        defaults={"date": date(2015, 11, 17), "state": "held", "chair": "La Presidente"},
    )
    number = str(20 + meeting.decisions.count())
    return Decision.objects.create(meeting=meeting, number=number, text="Approva", outcome=outcome)


def rich_plan(district: District) -> AreaPlan:
    """Two plans: one that is over, and one that follows it with money, steps, grounds and signatures."""
    towns = [
        Municipality.objects.create(district=district, istat_code=code, name=name) for code, name, _w in TOWNS
    ]
    town = Organisation.objects.create(
        district=district, code="melzo", name="Comune di Melzo", kind="municipality"
    )
    before = commands.create_plan(
        district, by=OFFICE, facts=PlanFacts("Piano 2012-2014", date(2012, 1, 1), date(2015, 1, 1))
    )
    old = commands.add_objective(before, by=OFFICE, facts=ObjectiveFacts("", "Famiglie"))
    plan = commands.create_plan(
        district, by=OFFICE, facts=PlanFacts("Piano di Zona", date(2015, 1, 1), date(2018, 1, 1))
    )
    decision = decided(district)
    AreaPlan.objects.filter(pk=plan.pk).update(previous=before, adopted_by=decision, plainly="Per tutti.")
    objective = commands.add_objective(plan, by=OFFICE, facts=ObjectiveFacts("", "Famiglie", "Area 1"))
    objective.continues = old
    objective.save()
    action = commands.add_action(
        objective,
        by=OFFICE,
        facts=ActionFacts("", "Spazio gioco", "", town, (), date(2016, 1, 1), date(2017, 1, 1)),
    )
    ActionStep.objects.create(action=action, number=1, on=date(2016, 2, 1), state="started", done="Aperto")
    key = SharingKey.objects.create(
        plan=plan, code="abitanti", name="Per abitante", source="ISTAT", counted_on=date(2015, 1, 1)
    )
    for each, (_code, _name, weight) in zip(towns, TOWNS, strict=True):
        SharingWeight.objects.create(key=key, municipality=each, weight=Decimal(weight))
    line = BudgetLine.objects.create(
        action=action, year=2016, source="municipal", amount=Decimal("1000.01"), sharing_key=key
    )
    BudgetLine.objects.create(action=action, year=2016, source="regional", amount=Decimal(500))
    Expense.objects.create(line=line, number=1, on=date(2016, 6, 30), amount=Decimal("400.50"))
    indicator = commands.add_indicator(
        action, by=OFFICE, facts=IndicatorFacts("famiglie", "n.", Decimal(1), Decimal(9))
    )
    reading = Reading.objects.create(indicator=indicator, on=date(2016, 6, 1), value=Decimal("2.5"))
    Ground.objects.create(plan=plan, objective=objective, decision=decision)
    Ground.objects.create(plan=plan, action=action, reading=reading, note="va seguito")
    Signature.objects.create(plan=plan, number=1, organisation=town, name="Ada Bruni", role="Sindaca")
    YearNote.objects.create(plan=plan, year=2016, text="Prima le famiglie.")
    note = press.Note("Poi.")
    act = freeze(press.Document(title="Piano", issuer="Melzo", date=NOON.date(), blocks=(note,)))
    PlanVersion.objects.create(plan=plan, number=1, document=act, at=NOON, decision=decision)
    plan.refresh_from_db()
    return plan
