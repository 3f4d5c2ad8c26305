"""A plan office writes a plan, and the plan says what it lacks and what is late."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from ordito.community.models import Organisation
from ordito.core.access import Forbidden
from ordito.core.models import District, JournalEntry, User
from ordito.governance.models import Body, Decision, Meeting
from ordito.plan import commands
from ordito.plan.commands import (
    ActionFacts,
    IndicatorFacts,
    ObjectiveFacts,
    PlanFacts,
    PlanRefused,
    StepFacts,
)
from ordito.plan.models import Action, AreaPlan, BudgetLine, Objective
from ordito.plan.queries import at_home, budget_of, current_plan, indicator_rows, overview_of, shelves
from ordito.plan.queries.overview import natural
from tests.conftest import signed_in
from tests.home import found_on, told_by

stations, due = told_by(at_home)
search = found_on(shelves)
TODAY = date(2017, 1, 9)
NOW = datetime(2017, 1, 9, 12, tzinfo=ZoneInfo("Europe/Rome"))
FACTS = PlanFacts(title="Piano di Zona 2015-2017", starts_on=date(2015, 1, 1), ends_before=date(2018, 1, 1))


@pytest.fixture
def plan(district: District, planner: User) -> AreaPlan:
    return commands.create_plan(district, by=planner, facts=FACTS)


@pytest.fixture
def objective(plan: AreaPlan, planner: User) -> Objective:
    return commands.add_objective(
        plan, by=planner, facts=ObjectiveFacts(code="", title="Sostenere le famiglie")
    )


@pytest.fixture
def town(district: District) -> Organisation:
    return Organisation.objects.create(
        district=district, code="melzo", name="Comune di Melzo", kind="municipality"
    )


@pytest.fixture
def action(objective: Objective, planner: User, town: Organisation) -> Action:
    facts = ActionFacts(
        "", "Spazio gioco", owner=town, starts_on=date(2016, 1, 1), ends_before=date(2017, 7, 1)
    )
    return commands.add_action(objective, by=planner, facts=facts)


def decision(district: District, outcome: str = "approved") -> Decision:
    body = Body.objects.create(district=district, code="assemblea", name="Assemblea", kind="assembly")
    meeting = Meeting.objects.create(
        district=district, body=body, code="a1", date=date(2015, 11, 17), state="held", chair="La Presidente"
    )
    return Decision.objects.create(meeting=meeting, number="20", text="Approva il piano", outcome=outcome)


def test_objectives_and_actions_number_themselves(
    plan: AreaPlan, objective: Objective, action: Action, planner: User
) -> None:
    second = commands.add_objective(plan, by=planner, facts=ObjectiveFacts(code="", title="Abitare"))
    more = commands.add_action(objective, by=planner, facts=ActionFacts("", "Consultorio"))
    assert [objective.code, second.code, action.code, more.code] == ["1", "2", "1.1", "1.2"]


def test_codes_sort_as_people_count() -> None:
    assert sorted(["10", "2.10", "2.9", "2", "b", "1-3"], key=natural) == [
        "b",
        "1-3",
        "2",
        "2.9",
        "2.10",
        "10",
    ]


def test_an_action_not_begun_on_its_day_is_late_and_says_since_when(plan: AreaPlan, action: Action) -> None:
    assert [row.late for row in overview_of(plan, TODAY).late] == ["doveva cominciare il 01/01/2016"]


@pytest.mark.parametrize(
    ("state", "on", "says"),
    [
        ("planned", date(2015, 12, 31), ""),
        ("planned", date(2016, 1, 1), ""),
        ("started", date(2017, 6, 30), ""),
        ("started", date(2017, 7, 1), "doveva finire entro il 30/06/2017"),
        ("suspended", date(2018, 1, 1), "doveva finire entro il 30/06/2017"),
        ("done", date(2018, 1, 1), ""),
        ("abandoned", date(2018, 1, 1), ""),
    ],
)
def test_lateness_follows_state_and_day(
    plan: AreaPlan, action: Action, planner: User, state: str, on: date, says: str
) -> None:
    commands.record_step(action, by=planner, facts=StepFacts(date(2015, 1, 1), state, "fatto"), today=TODAY)
    assert [row.late for row in overview_of(plan, on).actions] == [says]


def test_the_budget_adds_up_by_source_and_by_year(
    plan: AreaPlan, action: Action, objective: Objective, planner: User
) -> None:
    other = commands.add_action(objective, by=planner, facts=ActionFacts("", "Altra"))
    for where, year, source, euros in (
        (action, 2015, "municipal", "1000.50"),
        (action, 2016, "municipal", "2000"),
        (other, 2016, "municipal", "1"),
        (other, 2016, "regional", "300.25"),
    ):
        commands.set_budget(where, by=planner, year=year, source=source, amount=Decimal(euros))
    table = budget_of(plan)
    assert (table.years, table.by_year, table.total) == (
        (2015, 2016),
        (Decimal("1000.50"), Decimal("2301.25")),
        Decimal("3301.75"),
    )
    assert table.rows == (
        ("quote comunali", (Decimal("1000.50"), Decimal(2001)), Decimal("3001.50")),
        ("fondo regionale", (Decimal(0), Decimal("300.25")), Decimal("300.25")),
    )
    assert [row.budget for row in overview_of(plan, TODAY).actions] == [Decimal("3000.50"), Decimal("301.25")]


def test_writing_a_budget_line_again_corrects_it_and_zero_takes_it_away(
    action: Action, planner: User
) -> None:
    for euros in ("10", "20"):
        commands.set_budget(action, by=planner, year=2015, source="users", amount=Decimal(euros))
    assert list(BudgetLine.objects.values_list("amount", flat=True)) == [Decimal(20)]
    commands.set_budget(action, by=planner, year=2015, source="users", amount=Decimal(0))
    assert BudgetLine.objects.count() == 0


@pytest.mark.parametrize(
    ("year", "source", "amount"),
    [(2014, "users", "1"), (2018, "users", "1"), (2015, "lottery", "1"), (2015, "users", "-1")],
)
def test_a_budget_line_outside_the_plan_is_refused(
    action: Action, planner: User, year: int, source: str, amount: str
) -> None:
    with pytest.raises(PlanRefused):
        commands.set_budget(action, by=planner, year=year, source=source, amount=Decimal(amount))


def test_the_plan_lists_what_it_lacks(plan: AreaPlan, planner: User) -> None:
    gaps = [gap.text for gap in overview_of(plan, TODAY).gaps]
    assert (len(gaps), gaps[-1]) == (8, "nessun obiettivo")
    for letter in "abcdefg":
        commands.write_section(plan, by=planner, letter=letter, text="Scritto.\r\nBene.")
    objective = commands.add_objective(plan, by=planner, facts=ObjectiveFacts("", "Uno"))
    assert [gap.text for gap in overview_of(plan, TODAY).gaps] == ["l'obiettivo 1 non ha azioni"]
    commands.add_action(objective, by=planner, facts=ActionFacts("", "Fare"))
    assert [gap.text for gap in overview_of(plan, TODAY).gaps] == [
        "all'azione 1.1 mancano il responsabile, il periodo, le risorse, un indicatore",
        "azione 1.1: nessuno l'ha chiesta, per ora",
    ]
    AreaPlan.objects.update(state="concluded")
    plan.refresh_from_db()
    assert overview_of(plan, TODAY).gaps == ()


def test_an_indicator_tells_its_way_also_downwards_and_says_when_it_cannot(
    plan: AreaPlan, action: Action, planner: User
) -> None:
    down = commands.add_indicator(
        action, by=planner, facts=IndicatorFacts("attesa", "giorni", Decimal(60), Decimal(20))
    )
    commands.add_indicator(action, by=planner, facts=IndicatorFacts("senza partenza", target=Decimal(3)))
    for on, value in ((date(2016, 6, 1), "50"), (date(2016, 12, 1), "30")):
        commands.read_indicator(down, by=planner, on=on, value=Decimal(value), source="desk", today=TODAY)
    rows = indicator_rows(plan)
    assert [(row.indicator.code, row.progress) for row in rows] == [("1", 0.75), ("2", None)]


def test_an_indicator_is_not_read_in_the_future_nor_taken_away_once_read(
    action: Action, planner: User
) -> None:
    indicator = commands.add_indicator(action, by=planner, facts=IndicatorFacts("famiglie"))
    with pytest.raises(PlanRefused, match="futuro"):
        commands.read_indicator(
            indicator, by=planner, on=date(2017, 1, 10), value=Decimal(1), source="", today=TODAY
        )
    commands.read_indicator(indicator, by=planner, on=TODAY, value=Decimal(1), source="", today=TODAY)
    with pytest.raises(PlanRefused, match="letture"):
        commands.remove_indicator(indicator, by=planner)
    renamed = commands.describe_indicator(indicator, by=planner, facts=IndicatorFacts("bambini"))
    unread = commands.add_indicator(action, by=planner, facts=IndicatorFacts("altro"))
    commands.remove_indicator(unread, by=planner)
    assert [each.name for each in action.indicators.all()] == [renamed.name]
    with pytest.raises(PlanRefused, match="nome"):
        commands.add_indicator(action, by=planner, facts=IndicatorFacts(" "))


def test_an_adopted_plan_names_its_decision_and_becomes_public(
    district: District, plan: AreaPlan, planner: User
) -> None:
    adopted = commands.adopt_plan(plan, by=planner, decision=decision(district), at=NOW)
    assert (adopted.state, adopted.is_public) == ("adopted", True)
    with pytest.raises(PlanRefused, match="già adottato"):
        commands.adopt_plan(plan, by=planner, decision=Decision.objects.get(), at=NOW)


def test_a_plan_is_not_adopted_by_a_rejected_decision_nor_by_another_districts(
    district: District, elsewhere: District, plan: AreaPlan, planner: User
) -> None:
    with pytest.raises(PlanRefused, match="non è stata approvata"):
        commands.adopt_plan(plan, by=planner, decision=decision(district, "rejected"), at=NOW)
    with pytest.raises(PlanRefused, match="altro ambito"):
        commands.adopt_plan(plan, by=planner, decision=decision(elsewhere), at=NOW)


def test_an_objective_with_actions_and_an_action_that_began_stay(
    plan: AreaPlan, objective: Objective, action: Action, planner: User
) -> None:
    with pytest.raises(PlanRefused, match="ha delle azioni"):
        commands.remove_objective(objective, by=planner)
    commands.record_step(action, by=planner, facts=StepFacts(date(2016, 1, 1), "started"), today=TODAY)
    with pytest.raises(PlanRefused, match="abbandonata"):
        commands.remove_action(action, by=planner)
    commands.record_step(action, by=planner, facts=StepFacts(date(2016, 1, 2), "planned"), today=TODAY)
    commands.remove_action(action, by=planner)
    commands.remove_objective(objective, by=planner)
    assert (Objective.objects.count(), Action.objects.count()) == (0, 0)
    assert JournalEntry.objects.filter(deed="plan.remove_action").count() == 1


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (ActionFacts("", " "), "titolo"),
        (ActionFacts("1/2", "Con barra"), "«/»"),
        (ActionFacts("1.1", "Doppia"), "già l'azione"),
        (
            ActionFacts("", "A rovescio", starts_on=date(2016, 2, 1), ends_before=date(2016, 2, 1)),
            "prima di cominciare",
        ),
    ],
)
def test_a_wrong_action_is_refused_with_its_reason(
    objective: Objective, action: Action, planner: User, facts: ActionFacts, why: str
) -> None:
    with pytest.raises(PlanRefused, match=why):
        commands.add_action(objective, by=planner, facts=facts)


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (ObjectiveFacts("", ""), "titolo"),
        (ObjectiveFacts("a/b", "X"), "«/»"),
        (ObjectiveFacts("1", "X"), "già l'obiettivo"),
    ],
)
def test_a_wrong_objective_is_refused_with_its_reason(
    plan: AreaPlan, objective: Objective, planner: User, facts: ObjectiveFacts, why: str
) -> None:
    with pytest.raises(PlanRefused, match=why):
        commands.add_objective(plan, by=planner, facts=facts)


def test_who_answers_for_an_action_belongs_to_the_district(
    objective: Objective, planner: User, elsewhere: District
) -> None:
    far = Organisation.objects.create(district=elsewhere, code="x", name="Lontana", kind="association")
    with pytest.raises(PlanRefused, match="dell'ambito"):
        commands.add_action(objective, by=planner, facts=ActionFacts("", "X", partners=(far,)))
    body = Body.objects.create(district=elsewhere, code="b", name="B", kind="lab")
    with pytest.raises(PlanRefused, match="altro ambito"):
        commands.describe_objective(objective, by=planner, facts=ObjectiveFacts("1", "X", proposed_by=body))


@pytest.mark.parametrize(
    "facts",
    [
        PlanFacts(" ", date(2015, 1, 1), date(2018, 1, 1)),
        PlanFacts("A rovescio", date(2018, 1, 1), date(2018, 1, 1)),
        PlanFacts("Piano di zona 2015-2017", date(2015, 1, 1), date(2018, 1, 1)),
    ],
)
def test_a_plan_without_title_period_or_a_name_of_its_own_is_refused(
    plan: AreaPlan, planner: User, facts: PlanFacts
) -> None:
    with pytest.raises(PlanRefused):
        commands.create_plan(plan.district, by=planner, facts=facts)


def test_a_plan_and_its_parts_can_be_written_again(
    plan: AreaPlan, objective: Objective, action: Action, planner: User
) -> None:
    told = commands.describe_plan(
        plan, by=planner, facts=PlanFacts("Nuovo", date(2015, 1, 1), date(2019, 1, 1), is_public=True)
    )
    again = commands.describe_objective(
        objective, by=planner, facts=ObjectiveFacts("", "Famiglie", "Area 1", "testo")
    )
    moved = commands.describe_action(action, by=planner, facts=ActionFacts("", "Gioco", "testo"))
    assert (told.code, told.title, again.code, again.group, moved.code, moved.owner) == (
        "piano-di-zona-2015-2017",
        "Nuovo",
        "1",
        "Area 1",
        "1.1",
        None,
    )
    with pytest.raises(PlanRefused, match="lettera"):
        commands.write_section(plan, by=planner, letter="z", text="")
    with pytest.raises(PlanRefused, match="non esiste"):
        commands.record_step(action, by=planner, facts=StepFacts(TODAY, "flying"), today=TODAY)


def test_a_delegate_reads_the_draft_and_writes_nothing(
    plan: AreaPlan, delegate: User, in_the_street: Client
) -> None:
    with pytest.raises(Forbidden):
        commands.write_section(plan, by=delegate, letter="a", text="mio")
    address = plan.get_absolute_url()
    browser = signed_in(delegate)
    assert [browser.get(address).status_code, browser.get(f"{address}obiettivi/nuovo/").status_code] == [
        200,
        403,
    ]
    assert in_the_street.get(address).status_code == 404


def test_the_house_hears_of_the_plan(
    district: District, plan: AreaPlan, action: Action, planner: User, in_the_street: Client
) -> None:
    from django.contrib.auth.models import AnonymousUser

    station = stations(district, planner, TODAY)[0]
    assert (station.figure, station.of, station.due, station.urgency) == (
        "0",
        "1",
        "1 azione in ritardo",
        "late",
    )
    told = [(each.title, each.when, each.urgency) for each in due(district, planner, TODAY)]
    assert told == [("Azione 1.1 Spazio gioco", "da 374 giorni", "late")]
    near_the_end = [each.title for each in due(district, planner, date(2017, 12, 1))]
    assert near_the_end == ["Azione 1.1 Spazio gioco", "Preparare il piano che segue"]
    nobody = AnonymousUser()
    assert (due(district, nobody, TODAY), stations(district, nobody, TODAY)[0].figure) == ([], "—")


def test_search_finds_objectives_actions_and_sections_whatever_the_ending(
    district: District, plan: AreaPlan, action: Action, planner: User
) -> None:
    commands.write_section(
        plan, by=planner, letter="f", text="La collaborazione con le famiglie del territorio"
    )
    found = [(hit.kind, hit.title) for hit in search(district, planner, "famiglia")]
    assert found == [
        ("Obiettivo", "1 Sostenere le famiglie"),
        (
            "Sezione del piano",
            "f) Collaborazione con i soggetti della solidarietà e con le risorse della comunità",
        ),
    ]
    assert [hit.kind for hit in search(district, planner, "giochi")] == ["Azione"]


def test_the_plan_in_force_comes_first_then_the_newest(
    district: District, plan: AreaPlan, planner: User
) -> None:
    later = commands.create_plan(
        district, by=planner, facts=PlanFacts("Dopo", date(2018, 1, 1), date(2021, 1, 1))
    )
    days = (date(2016, 1, 1), date(2019, 1, 1), date(2030, 1, 1))
    assert [current_plan(district, planner, day) for day in days] == [plan, later, later]
