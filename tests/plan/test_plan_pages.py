"""The plan's pages and its document, as a plan office, a delegate and a citizen meet them."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ordito.community.models import Organisation
from ordito.core.models import District, Operator, User
from ordito.core.tables import WrongTables, export_tables, import_tables
from ordito.governance.models import Body, Document, Mandate
from ordito.plan import commands
from ordito.plan.commands import ActionFacts, IndicatorFacts, ObjectiveFacts, PlanFacts
from ordito.plan.models import Action, AreaPlan, Indicator, Objective
from ordito.plan.queries.document import document_of
from tests.core.press_words import assert_same_words

OFFICE = Operator()
HERE = "/melzo/piano/piano-di-zona/"


def written_plan(district: District, *, actions: int) -> AreaPlan:
    """A plan with that many actions, each with money, partners and an indicator read twice."""
    facts = PlanFacts("Piano di Zona", date(2015, 1, 1), date(2018, 1, 1))
    plan = commands.create_plan(district, by=OFFICE, facts=facts)
    body = Body.objects.create(
        district=district, code="labgo", name="LabGo Famiglia", kind="lab", role="Famiglia"
    )
    Mandate.objects.create(body=body, object="Ricognizione delle unità d'offerta")
    Document.objects.create(
        district=district, body=body, code="griglia", title="Griglia riservata", status="draft"
    )
    town = Organisation.objects.create(
        district=district, code="melzo", name="Comune di Melzo", kind="municipality"
    )
    objective = commands.add_objective(
        plan, by=OFFICE, facts=ObjectiveFacts("", "Famiglie", "Prima area", "Con **cura**.", body)
    )
    for number in range(actions):
        told = ActionFacts("", f"Azione {number}", "", town, (town,), date(2016, 1, 1), date(2017, 1, 1))
        action = commands.add_action(objective, by=OFFICE, facts=told)
        commands.set_budget(action, by=OFFICE, year=2016, source="municipal", amount=Decimal("1234.5"))
        indicator = commands.add_indicator(
            action, by=OFFICE, facts=IndicatorFacts("famiglie", "n.", Decimal(1), Decimal(9))
        )
        commands.read_indicator(
            indicator, by=OFFICE, on=date(2016, 6, 1), value=Decimal("2.5"), source="", today=date(2017, 1, 9)
        )
    return plan


@pytest.fixture
def plan(district: District) -> AreaPlan:
    return written_plan(district, actions=2)


PAGES = [
    "",
    "azioni/",
    "azioni/1.1/",
    "documento/",
    "azioni/1.1/fondamenti/",
    "andamento/",
    "andamento/melzo/",
    "risorse/",
    "anni/2016/",
    "per-tutti/",
    "verifica/",
]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_the_same_queries_for_three_actions_and_for_thirty(
    district: District, at_planners_desk: Client, page: str
) -> None:
    asked = []
    for actions in (3, 30):
        AreaPlan.objects.all().delete()
        Mandate.objects.all().delete()
        Document.objects.all().delete()
        Body.objects.all().delete()
        Organisation.objects.all().delete()
        written_plan(district, actions=actions)
        at_planners_desk.get(f"{HERE}{page}")
        with CaptureQueriesContext(connection) as queries:
            assert at_planners_desk.get(f"{HERE}{page}").status_code == 200
        asked.append(len(queries))
    limit = 30 if page == "documento/" else 15
    assert (asked[0], asked[1] <= limit) == (asked[1], True)


def test_the_page_names_eight_things_that_are_missing_and_leads_to_the_others(
    district: District, at_planners_desk: Client
) -> None:
    plan = written_plan(district, actions=1)
    shown = at_planners_desk.get(HERE).content.decode()
    assert ("Mancano 8 cose" in shown, "nella verifica" in shown) == (True, False)
    objective = Objective.objects.get(plan=plan)
    bare = commands.add_action(objective, by=OFFICE, facts=ActionFacts("", "Sportello"))
    page = at_planners_desk.get(HERE).content.decode()
    assert ("Mancano 10 cose" in page, "e altre 2, nella verifica" in page) == (True, True)
    check = at_planners_desk.get(f"{HERE}verifica/").content.decode()
    assert f"azione {bare.code}: nessuno l&#x27;ha chiesta, per ora" in check


def test_the_document_says_the_same_words_in_docx_odt_and_pdf(plan: AreaPlan, planner: User) -> None:
    said = " ".join(assert_same_words(document_of(plan, user=planner, on=date(2017, 1, 9))))
    assert "Ricognizione delle unità d'offerta" in said
    assert "Azione 1.1. Azione 0" in said
    assert "2.469,00 €" in said
    assert "Sezione da scrivere." in said
    assert "Griglia riservata bozza" in said


def test_a_citizen_reads_a_public_plan_without_what_is_not_public(
    plan: AreaPlan, in_the_street: Client
) -> None:
    AreaPlan.objects.update(is_public=True)
    page = in_the_street.get(f"{HERE}documento/").content.decode()
    assert ("Ricognizione" in page, "Griglia riservata" in page) == (True, False)
    shown = in_the_street.get(HERE).content.decode()
    assert ("modifica" in shown, "Aggiungi" in shown, "Mancano" in shown) == (False, False, False)


@pytest.mark.parametrize(("form", "starts"), [("pdf", b"%PDF-"), ("docx", b"PK"), ("odt", b"PK")])
def test_the_document_is_taken_away_as_a_file_with_a_name(
    plan: AreaPlan, at_planners_desk: Client, form: str, starts: bytes
) -> None:
    answer = at_planners_desk.get(f"{HERE}documento.{form}")
    assert answer.content.startswith(starts)
    assert answer["Content-Disposition"] == f'attachment; filename="melzo-piano-di-zona.{form}"'
    assert at_planners_desk.get(f"{HERE}documento.exe").status_code == 404


def test_the_first_plan_is_written_from_the_pages(district: District, at_planners_desk: Client) -> None:
    def send(path: str, **told: object) -> None:
        answer = at_planners_desk.post(path, told)
        assert (answer.status_code, getattr(answer.context, "get", lambda _k: None)("refusal")) == (
            302,
            None,
        ), answer.content

    send("/melzo/piano/nuovo/", title="Piano di Zona", starts_on="2015-01-01", last_day="2017-12-31")
    assert AreaPlan.objects.get().ends_before == date(2018, 1, 1)
    send(f"{HERE}art-19/a/", text="Gli obiettivi.")
    send(f"{HERE}obiettivi/nuovo/", title="Famiglie", group="Area")
    send(f"{HERE}obiettivi/1/modifica/", title="Le famiglie", code="1")
    send(f"{HERE}obiettivi/1/azione/", title="Spazio gioco", starts_on="2016-01-01", last_day="2016-12-31")
    send(
        f"{HERE}azioni/1.1/modifica/",
        title="Spazi gioco",
        code="1.1",
        starts_on="2016-01-01",
        last_day="2017-06-30",
    )
    send(f"{HERE}azioni/1.1/", state="started")
    send(f"{HERE}azioni/1.1/", year=2016, source="municipal", amount="1.234,50")
    send(f"{HERE}azioni/1.1/indicatori/nuovo/", name="famiglie", baseline="1,5", target="9")
    typed = at_planners_desk.get(f"{HERE}azioni/1.1/indicatori/1/").content.decode()
    assert ('value="1,5"' in typed, 'value="9"' in typed) == (True, True)
    send(f"{HERE}azioni/1.1/indicatori/1/", on="2017-01-01", value="3,5", source="sportello")
    send(f"{HERE}azioni/1.1/indicatori/1/", name="famiglie seguite")
    send(
        f"{HERE}modifica/",
        title="Piano di Zona",
        starts_on="2015-01-01",
        last_day="2017-12-31",
        is_public="on",
    )
    action = Action.objects.get()
    assert (action.title, action.state, action.ends_before) == ("Spazi gioco", "started", date(2017, 7, 1))
    assert [line.amount for line in action.budget.all()] == [Decimal("1234.50")]
    assert [(row.name, [read.value for read in row.readings.all()]) for row in Indicator.objects.all()] == [
        ("famiglie seguite", [Decimal("3.500")])
    ]
    send(f"{HERE}azioni/1.1/", state="planned")
    send(f"{HERE}azioni/1.1/modifica/", remove="1")
    send(f"{HERE}obiettivi/1/modifica/", remove="1")
    assert Objective.objects.count() == 0


def test_a_refused_form_keeps_what_was_typed_and_says_why(plan: AreaPlan, at_planners_desk: Client) -> None:
    answer = at_planners_desk.post(f"{HERE}obiettivi/nuovo/", {"title": "Doppio", "code": "1"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert ("già l&#x27;obiettivo 1" in page, 'value="Doppio"' in page) == (True, True)


def test_what_is_exported_imports_into_an_empty_district_and_exports_the_same(
    plan: AreaPlan, elsewhere: District, tmp_path: Path
) -> None:
    Document.objects.all().delete()  # made here beside its deeds, so that no step of it was ever written
    export_tables(plan.district, tmp_path / "one", "folder", by=OFFICE)
    import_tables(elsewhere, tmp_path / "one", by=OFFICE, at=plan.district.now())
    export_tables(elsewhere, tmp_path / "two", "folder", by=OFFICE)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert {"actions.csv", "budget_lines.csv", "readings.csv", "datapackage.json"} <= set(files)
    same = [
        (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes() for name in files
    ]
    assert same == [True] * len(files)


def test_an_action_that_hangs_from_another_plan_is_refused_with_its_row(
    plan: AreaPlan, tmp_path: Path
) -> None:
    (tmp_path / "actions.csv").write_text(
        "code,plan,objective,number,title\n"
        "piano-di-zona/9,piano-di-zona,piano-di-zona/1,9,Bene\n"
        "altro/8,piano-di-zona,piano-di-zona/1,8,Male\n"
    )
    with pytest.raises(WrongTables) as wrong:
        import_tables(plan.district, tmp_path, by=OFFICE, at=plan.district.now())
    assert "piano-di-zona/8" in str(wrong.value)
    assert Action.objects.filter(code="9").count() == 0
