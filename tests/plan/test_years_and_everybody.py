"""The plan year by year, beside the last one, against the law, and for whoever never read one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from ordito.core.models import District, User
from ordito.governance.models import Body, Meeting
from ordito.plan import commands
from ordito.plan.commands import IndicatorFacts, ObjectiveFacts, PlanFacts, PlanRefused, StepFacts
from ordito.plan.models import Action, AreaPlan, Ground, Indicator, Objective, Reading, Signature
from ordito.plan.queries import at_home
from ordito.plan.queries.comparisons import beside, check_of
from ordito.plan.queries.measures import measures_of, taken
from ordito.plan.queries.public import public_plan
from ordito.plan.queries.years import year_document, year_of
from ordito.territory.models import Function, Municipality, Population
from tests.core.press_words import assert_same_words
from tests.home import told_by
from tests.plan.rich import decided, rich_plan

_stations, due = told_by(at_home)
HERE = "/melzo/piano/piano-di-zona/"
TODAY = date(2017, 1, 9)


@pytest.fixture
def plan(district: District) -> AreaPlan:
    made = rich_plan(district)
    AreaPlan.objects.filter(pk=made.pk).update(is_public=True)
    made.refresh_from_db()
    return made


def people(district: District) -> None:
    for town in Municipality.objects.filter(district=district):
        Population.objects.create(municipality=town, source="ISTAT", on=date(2016, 1, 1), people=10_000)


def test_the_document_of_a_year_says_what_was_done_what_it_cost_and_what_changed(
    plan: AreaPlan, planner: User
) -> None:
    action = Action.objects.get(plan=plan)
    lab = Body.objects.create(district=plan.district, code="labgo", name="LabGo Famiglia", kind="lab")
    Meeting.objects.create(district=plan.district, body=lab, code="l1", date=date(2016, 7, 18), state="held")
    told = StepFacts(date(2016, 11, 3), "suspended", "Chiuso per lavori", "Riapre in un'altra sede")
    commands.record_step(action, by=planner, facts=told, today=TODAY)
    view = year_of(plan, 2016, user=planner, on=TODAY)
    said = " ".join(assert_same_words(year_document(view, TODAY)))
    for words in (
        "Prima le famiglie.",
        "Azione 1.1. Spazio gioco",
        "sospesa (doveva finire entro il 31/12/2016)",
        "1.500,01 €, di cui spesi 400,50 €",
        "03/11/2016: Chiuso per lavori",
        "Riapre in un'altra sede",
        "2,5 (01/06/2016)",
        "LabGo Famiglia 1 18/07",
        "591,06 €",
    ):
        assert words in said


def test_a_year_without_facts_says_so_and_one_outside_the_plan_is_nowhere(
    plan: AreaPlan, planner: User, in_the_street: Client, at_planners_desk: Client
) -> None:
    said = in_the_street.get(f"{HERE}anni/2017/").content.decode()
    for words in (
        "Da scrivere.",
        "Nessun cambiamento",
        "Nessuna risorsa",
        "Nessun indicatore",
        "Nessun incontro",
    ):
        assert words in said
    outside = [in_the_street.get(f"{HERE}anni/{what}").status_code for what in ("2014/", "2018/", "2014.pdf")]
    assert outside == [404, 404, 404]
    assert in_the_street.get(f"{HERE}anni/2016.docx").content.startswith(b"PK")
    assert in_the_street.get(f"{HERE}anni/2016.exe").status_code == 404
    sent = at_planners_desk.post(f"{HERE}anni/2017/scrivi/", {"text": "Avanti **così**.\r\nBene."})
    assert (sent.status_code, plan.year_notes.get(year=2017).text) == (302, "Avanti **così**.\nBene.")
    with pytest.raises(PlanRefused, match="fuori dal piano"):
        commands.write_year(plan, by=planner, year=2018, text="x")


def test_the_office_is_reminded_of_the_year_until_its_words_are_written(
    plan: AreaPlan, planner: User
) -> None:
    AreaPlan.objects.filter(pk=plan.pk).update(state="adopted")
    reminded = "Scrivere il documento di attuazione (DAPP) del 2017"
    assert reminded in [each.title for each in due(plan.district, planner, TODAY)]
    commands.write_year(plan, by=planner, year=2017, text="Scritto.")
    assert reminded not in [each.title for each in due(plan.district, planner, TODAY)]


def test_a_citizen_reads_what_is_done_who_asked_and_what_it_costs_each(
    plan: AreaPlan, in_the_street: Client
) -> None:
    people(plan.district)
    Action.objects.filter(plan=plan).update(plainly="Un posto dove i bambini giocano", state="started")
    shown = in_the_street.get(f"{HERE}per-tutti/").content.decode()
    for words in ("Un posto dove i bambini giocano", "in corso", "0,05", "30.000", "chi l'ha chiesto"):
        assert words in shown
    assert in_the_street.get("/melzo/piano/?").status_code in {200, 302}
    Ground.objects.all().delete()
    assert "nessuno l'ha chiesto, per ora" in in_the_street.get(f"{HERE}per-tutti/").content.decode()


@pytest.mark.parametrize(
    ("words", "group", "found"),
    [
        ("", "", 1),
        ("bambini", "", 1),
        ("FAMIGLIE gioco", "", 1),
        ("trasporti", "", 0),
        ("", "Area 1", 1),
        ("", "x", 0),
    ],
)
def test_a_citizen_searches_the_plan(plan: AreaPlan, words: str, group: str, found: int) -> None:
    Action.objects.filter(plan=plan).update(plainly="Un posto dove i bambini giocano")
    view = public_plan(plan, TODAY, words=words, group=group)
    assert (view.found, view.all) == (found, 1)


def test_a_citizen_comes_in_by_the_page_for_all_and_the_office_by_its_own(
    plan: AreaPlan, in_the_street: Client, at_planners_desk: Client
) -> None:
    AreaPlan.objects.exclude(pk=plan.pk).update(is_public=False)
    assert in_the_street.get("/melzo/piano/")["Location"].endswith("/per-tutti/")
    Objective.objects.filter(plan=plan).update(continues=None)
    AreaPlan.objects.filter(pk=plan.pk).update(previous=None)
    Objective.objects.exclude(plan=plan).delete()
    AreaPlan.objects.exclude(pk=plan.pk).delete()
    assert at_planners_desk.get("/melzo/piano/")["Location"] == HERE


def test_the_last_plan_stands_beside_this_one(
    plan: AreaPlan, planner: User, at_planners_desk: Client
) -> None:
    before = plan.previous
    assert before is not None
    dropped = commands.add_objective(before, by=planner, facts=ObjectiveFacts("", "Trasporti"))
    new = commands.add_objective(plan, by=planner, facts=ObjectiveFacts("", "Abitare"))
    old = commands.add_action(
        Objective.objects.get(plan=before, code="1"), by=planner, facts=commands.ActionFacts("", "Gioco")
    )
    commands.set_budget(old, by=planner, year=2013, source="municipal", amount=Decimal(300))
    measure = commands.add_indicator(old, by=planner, facts=IndicatorFacts("Famiglie"))
    commands.read_indicator(
        measure, by=planner, on=date(2014, 6, 1), value=Decimal(2), source="", today=TODAY
    )
    view = beside(plan, before)
    assert [(pair.now, pair.before) for pair in view.continued] == [
        (Objective.objects.get(plan=plan, code="1"), Objective.objects.get(plan=before, code="1"))
    ]
    assert ([pair.now for pair in view.new], [pair.before for pair in view.dropped]) == ([new], [dropped])
    assert view.totals == (Decimal(300), Decimal("1500.01"))
    assert view.by_year == (Decimal(100), Decimal("1500.01") / 3)
    twice = view.indicators[0]
    assert (twice.before and twice.before.value, twice.now and twice.now.value) == (2, Decimal("2.5"))
    assert "Trasporti" in at_planners_desk.get(f"{HERE}prima/").content.decode()
    alone = at_planners_desk.get("/melzo/piano/piano-2012-2014/prima/").content.decode()
    assert "Non è ancora detto quale piano" in alone


def test_an_objective_continues_one_of_the_plan_before_and_no_other(plan: AreaPlan, planner: User) -> None:
    mine = Objective.objects.get(plan=plan)
    with pytest.raises(PlanRefused, match="del piano di prima"):
        commands.add_objective(plan, by=planner, facts=ObjectiveFacts("", "X", continues=mine))
    facts = PlanFacts("Piano di Zona", plan.starts_on, plan.ends_before, previous=plan)
    with pytest.raises(PlanRefused, match="un altro piano"):
        commands.describe_plan(plan, by=planner, facts=facts)


def test_the_check_says_what_the_law_asks_and_where_to_write_it(
    plan: AreaPlan, planner: User, at_planners_desk: Client
) -> None:
    district = plan.district
    told = [gap.text for gap in check_of(plan, TODAY).gaps]
    assert "gli abitanti non sono contati: i livelli essenziali non si possono verificare" in told
    assert "non si sa quanti assistenti sociali sono in servizio" in told
    people(district)
    Function.objects.create(
        district=district,
        code="ssp",
        name="Servizio sociale",
        level="central",
        starts_on=date(2016, 1, 1),
        full_time_social_workers=Decimal(5),
    )
    Signature.objects.all().delete()
    commands.set_budget(
        Action.objects.get(plan=plan), by=planner, year=2017, source="municipal", amount=Decimal(5)
    )
    view = check_of(plan, TODAY)
    assert [(need.inhabitants_per_worker, need.is_met) for need in view.needs] == [
        (6500, True),
        (5000, False),
        (4000, False),
    ]
    assert view.missing_letters == 7
    told = [gap.text for gap in view.gaps]
    assert "una quota comunale non dice chi la paga" in told
    assert "non si sa chi firma l'accordo di programma" in told
    page = at_planners_desk.get(f"{HERE}verifica/").content.decode()
    assert ("ne mancano 1,00" in page, f'href="{HERE}firme/"' in page) == (True, True)
    assert "Uno ogni </span>5.000 abitanti" in page  # on a phone the head of the table does not show


def test_a_reading_is_taken_from_the_registers_with_its_source_and_day(
    plan: AreaPlan, planner: User, at_planners_desk: Client
) -> None:
    people(plan.district)
    decided(plan.district)
    indicator = Indicator.objects.get()
    facts = IndicatorFacts("abitanti", taken_from="territory:people")
    commands.describe_indicator(indicator, by=planner, facts=facts)
    at_planners_desk.post(f"{HERE}azioni/1.1/indicatori/1/", {"take": "1"})
    reading = Reading.objects.get(indicator=indicator, on=TODAY)
    assert "Letto: 30.000." in at_planners_desk.get(f"{HERE}azioni/1.1/").content.decode()
    assert (reading.value, reading.source) == (
        Decimal(30_000),
        "Territorio, ISTAT, 01/01/2016 (dai registri, il 09/01/2017)",
    )
    met = taken("meetings:assemblea", plan, TODAY)
    assert met is not None
    assert (met.value, "Incontri di Assemblea" in met.source) == (1, True)
    lacking = ["nothing:x", "meetings:x", "participation:x", "contributions:x", "territory:x", ""]
    assert [taken(key, plan, TODAY) for key in lacking] == [None] * 6
    assert {"territory:people", "meetings:assemblea"} <= {each.key for each in measures_of(plan.district)}
    with pytest.raises(PlanRefused, match="non c'è"):
        commands.describe_indicator(indicator, by=planner, facts=IndicatorFacts("x", taken_from="a:b"))
    Indicator.objects.update(taken_from="participation:assemblea")
    answer = at_planners_desk.post(f"{HERE}azioni/1.1/indicatori/1/", {"take": "1"})
    assert (answer.status_code, "non sanno dire" in answer.content.decode()) == (422, True)
