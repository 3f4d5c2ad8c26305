"""The money of a plan adds up, to the cent, from whatever side one looks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from ordito.core.models import District, User
from ordito.plan import commands
from ordito.plan.commands import KeyFacts, PlanFacts, PlanRefused
from ordito.plan.models import Action, AreaPlan, BudgetLine, BudgetSource, Expense, Objective, SharingKey
from ordito.plan.queries.money import (
    Money,
    MoneyLine,
    Share,
    Town,
    by_action,
    by_municipality,
    by_source,
    by_who_pays,
    crossings,
    money_of,
    sides_of,
)
from ordito.plan.queries.shares import shares_of
from ordito.territory.models import Municipality, Population
from tests.plan.rich import rich_plan

HERE = "/melzo/piano/piano-di-zona/"
TODAY = date(2017, 1, 9)
euros = st.integers(0, 10**10).map(lambda cents: Decimal(cents).scaleb(-2))
weights = st.lists(st.integers(0, 10**9).map(lambda each: Decimal(each).scaleb(-3)), min_size=1, max_size=12)


@pytest.fixture
def plan(district: District) -> AreaPlan:
    return rich_plan(district)


@pytest.fixture
def action(plan: AreaPlan) -> Action:
    return Action.objects.get(plan=plan)


@given(amount=euros, told=weights)
def test_the_parts_are_always_the_whole_and_none_is_a_cent_away_from_its_due(
    amount: Decimal, told: list[Decimal]
) -> None:
    parts = shares_of(amount, told)
    if not sum(told):
        assert parts is None
        return
    assert parts is not None
    assert sum(parts) == amount
    exact = [amount * weight / sum(told) for weight in told]
    assert all(abs(part - due) < Decimal("0.0101") for part, due in zip(parts, exact, strict=True))
    assert all(part == 0 for part, weight in zip(parts, told, strict=True) if weight == 0 or amount == 0)


@given(
    told=st.lists(
        st.tuples(
            st.sampled_from(BudgetSource.values),
            st.integers(min_value=1, max_value=5),
            st.sampled_from([2015, 2016, 2017]),
            euros,
            st.booleans(),
        ),
        max_size=20,
    ),
    weighing=st.lists(st.integers(min_value=1, max_value=10**6), min_size=3, max_size=3),
)
def test_whatever_the_lines_every_side_comes_to_the_same_total_and_the_same_years(
    told: list[tuple[str, int, int, Decimal, bool]], weighing: list[int]
) -> None:
    towns = tuple(Town(number, f"Comune {number}", 100 * number) for number in (1, 2, 3))
    plan = AreaPlan(
        district=District(slug="x"), code="p", starts_on=date(2015, 1, 1), ends_before=date(2018, 1, 1)
    )
    lines = []
    for source, code, year, amount, is_shared in told:
        action = Action(pk=code, plan=plan, code=str(code), title="A")
        action.objective = Objective(pk=1, code="1", title="O", plan=plan)
        line = BudgetLine(action=action, year=year, source=source, amount=amount)
        parts = shares_of(amount, [Decimal(each) for each in weighing]) or ()
        shares = tuple(Share(town, part, Decimal(0)) for town, part in zip(towns, parts, strict=True))
        divided = is_shared and source == BudgetSource.MUNICIPAL
        lines.append(MoneyLine(line, Decimal(0), shares if divided else ()))
    written = sum((each.amount for each in lines), Decimal(0))
    money = Money(plan, (2015, 2016, 2017), tuple(lines), towns, written)
    assert [each for each in crossings(money, sides_of(money)) if not each.holds] == []
    for side in (by_source(money), by_action(money), by_municipality(money), by_who_pays(money)):
        assert sum(side.by_year) == side.total == sum(row.total for row in side.rows)


def test_a_municipal_line_is_shared_by_inhabitants_to_the_cent(plan: AreaPlan) -> None:
    money = money_of(plan)
    rows = {row.name: (row.amounts[1], row.spent) for row in by_municipality(money).rows}
    assert rows == {
        "Liscate": (Decimal("130.99"), Decimal("52.46")),
        "Melzo": (Decimal("591.06"), Decimal("236.72")),
        "Pozzuolo Martesana": (Decimal("277.96"), Decimal("111.32")),
    }
    assert [each.holds for each in crossings(money, sides_of(money))] == [True] * 6
    assert (money.total, money.spent) == (Decimal("1500.01"), Decimal("400.50"))


def test_inhabitants_are_copied_once_with_their_source_and_their_day(plan: AreaPlan, planner: User) -> None:
    with pytest.raises(PlanRefused, match="abitanti di tutti i comuni"):
        commands.add_sharing_key(plan, by=planner, facts=KeyFacts("Nuovo"), on=TODAY)
    for number, town in enumerate(Municipality.objects.order_by("name"), start=1):
        Population.objects.create(
            municipality=town, source="ISTAT", on=date(2016, 1, 1), people=1000 * number
        )
    key = commands.add_sharing_key(plan, by=planner, facts=KeyFacts("Nuovo"), on=TODAY)
    Population.objects.update(people=5)
    assert (key.source, key.counted_on) == ("ISTAT", date(2016, 1, 1))
    assert [str(each.weight) for each in key.weights.order_by("municipality__name")] == [
        "1000.000",
        "2000.000",
        "3000.000",
    ]
    with pytest.raises(PlanRefused, match="già un criterio"):
        commands.add_sharing_key(plan, by=planner, facts=KeyFacts("Nuovo"), on=TODAY)


def test_weights_are_the_districts_own_and_percentages_make_a_hundred(
    plan: AreaPlan, planner: User, elsewhere: District
) -> None:
    key = SharingKey.objects.get()
    towns = list(Municipality.objects.order_by("name"))
    far = Municipality.objects.create(district=elsewhere, istat_code="036011", name="Fanano")
    percent = KeyFacts("Quote", "percentages")
    for weights, why in (
        ({far: Decimal(1)}, "dell'ambito"),
        ({towns[0]: Decimal(0)}, "maggiore di zero"),
        ({towns[0]: Decimal(60)}, "devono fare 100"),
    ):
        with pytest.raises(PlanRefused, match=why):
            commands.set_weights(key, by=planner, facts=percent, weights=weights)
    written = {towns[0]: Decimal(60), towns[1]: Decimal(40)}
    commands.set_weights(key, by=planner, facts=percent, weights=written)
    assert key.weights.count() == 2


def test_a_line_says_who_shares_it_and_one_that_was_spent_stays(action: Action, planner: User) -> None:
    key = SharingKey.objects.get()
    with pytest.raises(PlanRefused, match="solo le quote comunali"):
        commands.set_budget(action, by=planner, year=2016, source="users", amount=Decimal(1), sharing_key=key)
    with pytest.raises(PlanRefused, match="già speso"):
        commands.set_budget(action, by=planner, year=2016, source="municipal", amount=Decimal(0))
    with pytest.raises(PlanRefused, match="divise con questo criterio"):
        commands.remove_sharing_key(key, by=planner)
    commands.set_budget(action, by=planner, year=2016, source="municipal", amount=Decimal(9))
    commands.remove_sharing_key(key, by=planner)
    assert [each.line.source for each in money_of(action.plan).unshared] == ["municipal"]


def test_expenses_only_add_and_a_negative_one_corrects(action: Action, planner: User) -> None:
    line = BudgetLine.objects.get(source="municipal")
    for on, amount, why in ((date(2017, 1, 10), "1", "futuro"), (TODAY, "0", "quanto si è speso")):
        with pytest.raises(PlanRefused, match=why):
            commands.record_expense(line, by=planner, on=on, amount=Decimal(amount), note="", today=TODAY)
    commands.record_expense(line, by=planner, on=TODAY, amount=Decimal("-0.50"), note="storno", today=TODAY)
    assert list(Expense.objects.order_by("number").values_list("number", "amount")) == [
        (1, Decimal("400.50")),
        (2, Decimal("-0.50")),
    ]
    assert money_of(action.plan).spent == Decimal(400)


def test_the_office_writes_money_from_the_pages_and_takes_it_away_as_files(
    plan: AreaPlan, at_planners_desk: Client
) -> None:
    def send(path: str, **told: object) -> None:
        answer = at_planners_desk.post(f"{HERE}{path}", told)
        assert answer.status_code == 302, answer.content.decode()

    send("risorse/criteri/", name="Ore di servizio", kind="hours")
    send(
        "risorse/criteri/ore-di-servizio/",
        name="Ore di servizio",
        kind="hours",
        source="convenzione",
        **{"weight-015142": "12,5", "weight-015125": "7"},
    )
    key = SharingKey.objects.get(code="ore-di-servizio")
    send("azioni/1.1/", year=2017, source="municipal", amount="1.000,10", sharing_key=key.pk)
    line = BudgetLine.objects.get(year=2017)
    send("azioni/1.1/", line=line.pk, on="2017-01-02", spent="10,20", note="mandato 3")
    shown = at_planners_desk.get(f"{HERE}risorse/").content.decode()
    assert "641,09" in shown
    assert ">no</span>" not in shown
    csv = at_planners_desk.get(f"{HERE}risorse.csv").content.decode()
    assert "Melzo,0.00,591.06,641.09,1232.15" in csv
    book = load_workbook(BytesIO(at_planners_desk.get(f"{HERE}risorse.xlsx").content))
    assert {"by_source", "by_action", "by_municipality", "shares"} <= set(book.sheetnames)
    assert sum(row[2] for row in book["by_municipality"].iter_rows(min_row=2, values_only=True)) == (
        pytest.approx(2500.11)
    )
    send("azioni/1.1/", year=2017, source="regional", amount="5")
    kept = at_planners_desk.post(f"{HERE}risorse/criteri/ore-di-servizio/", {"remove": "1"})
    assert (kept.status_code, "divise con questo criterio" in kept.content.decode()) == (422, True)
    assert at_planners_desk.get(f"{HERE}risorse.exe").status_code == 404


def test_an_empty_plan_has_no_money_and_says_so(
    district: District, planner: User, at_planners_desk: Client
) -> None:
    commands.create_plan(district, by=planner, facts=PlanFacts("Vuoto", date(2015, 1, 1), date(2018, 1, 1)))
    shown = at_planners_desk.get("/melzo/piano/vuoto/risorse/").content.decode()
    assert "qui si sommano" in shown
