"""What actions rest on, and how they go on."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from ordito.community.models import Organisation
from ordito.core.models import District, User
from ordito.governance.models import Body, Decision
from ordito.participation.models import Contribution, Process
from ordito.plan import commands
from ordito.plan.commands import PlanRefused, StepFacts
from ordito.plan.models import Action, AreaPlan, Ground, Objective, Reading
from ordito.plan.queries.grounds import candidates
from ordito.plan.queries.monitoring import monitoring_of
from ordito.plan.queries.overview import without_ground
from tests.plan.rich import rich_plan

HERE = "/melzo/piano/piano-di-zona/"
TODAY = date(2017, 1, 9)
NOON = datetime(2016, 9, 12, 12, tzinfo=ZoneInfo("Europe/Rome"))
NASTY = "<script>alert(1)</script> \u202eorario\u202c più lungo 👪"


@pytest.fixture
def plan(district: District) -> AreaPlan:
    return rich_plan(district)


@pytest.fixture
def action(plan: AreaPlan) -> Action:
    return Action.objects.get(plan=plan)


@pytest.fixture
def voice(district: District) -> Contribution:
    body = Body.objects.create(district=district, code="labgo", name="LabGo", kind="lab")
    process = Process.objects.create(
        district=district,
        code="labgo-famiglia",
        title="LabGo Famiglia",
        body=body,
        starts_on=date(2016, 1, 1),
    )
    return Contribution.objects.create(process=process, number=1, text=NASTY, channel="note", at=NOON)


def test_a_contribution_is_found_added_shown_and_taken_away(
    action: Action, voice: Contribution, at_planners_desk: Client
) -> None:
    address = f"{HERE}azioni/1.1/fondamenti/"
    found = at_planners_desk.get(address, {"q": "lunghi"}, headers={"hx-request": "true"}).content.decode()
    assert f'value="contribution/{voice.pk}"' in found
    assert "<script>alert" not in found
    at_planners_desk.post(address, {"add": f"contribution/{voice.pk}", "note": "lo chiede"})
    ground = Ground.objects.get(contribution=voice)
    assert (ground.action, ground.note, ground.plan) == (action, "lo chiede", action.plan)
    again = at_planners_desk.get(address, {"q": "lunghi"}, headers={"hx-request": "true"}).content.decode()
    assert f'value="contribution/{voice.pk}"' not in again
    thread = at_planners_desk.get(f"{HERE}azioni/1.1/filo/").content.decode()
    assert voice.get_absolute_url() in thread
    at_planners_desk.post(address, {"remove": ground.pk})
    assert Ground.objects.filter(contribution=voice).count() == 0


@pytest.mark.parametrize("add", ["", "contribution/0", "person/1", "contribution/99999999999999999999", "x"])
def test_what_is_not_in_the_register_is_not_cited(action: Action, at_planners_desk: Client, add: str) -> None:
    answer = at_planners_desk.post(f"{HERE}azioni/1.1/fondamenti/", {"add": add})
    assert (answer.status_code, "non c&#x27;è" in answer.content.decode()) == (422, True)


def test_another_districts_voice_is_no_ground(
    action: Action, voice: Contribution, planner: User, elsewhere: District
) -> None:
    Process.objects.update(district=elsewhere)
    with pytest.raises(PlanRefused, match="altro ambito"):
        commands.add_ground(action, by=planner, kind="contribution", pk=voice.pk)


def test_every_kind_is_sought_and_without_words_the_latest_few_are_shown(
    plan: AreaPlan, voice: Contribution, planner: User, district: District
) -> None:
    names = [name for name, _rows in candidates(district, planner, "")]
    assert names == ["Contributi", "Decisioni", "Letture degli indicatori"]
    assert [name for name, _rows in candidates(district, planner, "approva")] == ["Decisioni"]
    assert candidates(district, planner, "niente di simile") == []


def test_an_action_is_asked_for_when_it_or_its_objective_rests_on_something(
    plan: AreaPlan, action: Action, planner: User
) -> None:
    assert without_ground(plan) == set()
    Ground.objects.filter(action=action).delete()
    assert without_ground(plan) == set()
    Ground.objects.all().delete()
    assert without_ground(plan) == {action.pk}
    commands.add_ground(
        Objective.objects.get(plan=plan), by=planner, kind="decision", pk=Decision.objects.get().pk
    )
    assert without_ground(plan) == set()


def test_a_ground_is_added_once_and_keeps_its_last_note(action: Action, planner: User) -> None:
    reading = Reading.objects.get()
    for note in ("uno", "", "due"):
        commands.add_ground(action, by=planner, kind="reading", pk=reading.pk, note=note)
    assert list(Ground.objects.filter(action=action).values_list("note", flat=True)) == ["due"]


def test_the_state_is_that_of_the_latest_day_whenever_it_was_written(action: Action, planner: User) -> None:
    def write(on: date, state: str, done: str = "") -> None:
        commands.record_step(action, by=planner, facts=StepFacts(on, state, done), today=TODAY)

    write(date(2016, 9, 1), "suspended")
    write(date(2016, 5, 1), "started", "si era aperto")
    action.refresh_from_db()
    assert action.state == "suspended"
    with pytest.raises(PlanRefused, match="nel futuro"):
        write(date(2017, 1, 10), "done")
    with pytest.raises(PlanRefused, match="Lo stato è lo stesso"):
        write(TODAY, "suspended")


def test_an_owners_actions_are_gone_through_in_one_sitting(
    plan: AreaPlan, action: Action, planner: User, at_planners_desk: Client
) -> None:
    objective, town = action.objective, Organisation.objects.get(code="melzo")
    other = commands.add_action(
        objective, by=planner, facts=commands.ActionFacts("", "Consultorio", owner=town)
    )
    address = f"{HERE}andamento/melzo/"
    shown = at_planners_desk.get(address).content.decode()
    assert ("Spazio gioco" in shown, "Consultorio" in shown) == (True, True)
    at_planners_desk.post(
        address,
        {
            f"a{action.pk}-state": "done",
            f"a{action.pk}-on": "2016-12-31",
            f"a{action.pk}-changed": "finita prima",
            f"a{other.pk}-state": "planned",
        },
    )
    action.refresh_from_db()
    assert (action.state, action.steps.count(), other.steps.count()) == ("done", 1 + 1, 0)
    wrong = at_planners_desk.post(
        address,
        {f"a{action.pk}-state": "done", f"a{other.pk}-state": "started", f"a{other.pk}-on": "2030-01-01"},
    )
    assert (wrong.status_code, "1.2: Un passo" in wrong.content.decode()) == (422, True)


def test_the_whole_plan_is_on_one_page_with_what_is_late_first(
    plan: AreaPlan, action: Action, at_planners_desk: Client
) -> None:
    action.state = "started"
    action.save()
    view = monitoring_of(plan, TODAY)
    assert [each.action for each in view.late] == [action]
    assert [(owner.code, owner.actions, owner.late) for owner in view.owners] == [("melzo", 1, 1)]
    assert monitoring_of(plan, TODAY, group="Altra").standings == ()
    shown = at_planners_desk.get(f"{HERE}andamento/", {"gruppo": "Area 1", "responsabile": "melzo"})
    assert "doveva finire entro il 31/12/2016" in shown.content.decode()
    assert "Nessuna azione corrisponde" in (
        at_planners_desk.get(f"{HERE}andamento/", {"gruppo": "x"}).content.decode()
    )
