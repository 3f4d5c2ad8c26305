"""The plan as an act: adopted, frozen, amended by a decision, signed."""

from __future__ import annotations

from datetime import date, datetime
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from ordito.community.models import Organisation
from ordito.core.models import District, JournalEntry, User
from ordito.governance.models import Body, Decision
from ordito.plan import commands
from ordito.plan.commands import ObjectiveFacts, PlanRefused, SignatureFacts, StepFacts
from ordito.plan.models import Action, AreaPlan, PlanVersion, Signature
from ordito.plan.queries import at_home
from ordito.plan.queries.versions import act_of, changes_between, changes_since
from tests.core.press_words import assert_same_words
from tests.home import told_by
from tests.plan.rich import decided, rich_plan

stations, due = told_by(at_home)

HERE = "/melzo/piano/piano-di-zona/"
TODAY = date(2017, 1, 9)
NOW = datetime(2017, 1, 9, 12, tzinfo=ZoneInfo("Europe/Rome"))


@pytest.fixture
def plan(district: District) -> AreaPlan:
    """A plan in which nothing was adopted yet."""
    made = rich_plan(district)
    AreaPlan.objects.create(
        district=district, code="vuoto", title="Vuoto", starts_on=made.starts_on, ends_before=made.ends_before
    )
    return AreaPlan.objects.get(code="piano-di-zona")


@pytest.fixture
def adopted(plan: AreaPlan, planner: User) -> AreaPlan:
    """The same plan with a true version beside the first, that came from elsewhere."""
    AreaPlan.objects.filter(pk=plan.pk).update(state="adopted", is_public=True)
    plan.refresh_from_db()
    commands.revise_plan(plan, by=planner, decision=decided(plan.district), note="Si riscrive.", at=NOW)
    return plan


def test_what_is_adopted_is_frozen_as_version_1_and_how_it_goes_is_not_in_it(
    district: District, planner: User
) -> None:
    made = rich_plan(district)
    fresh = commands.create_plan(
        district, by=planner, facts=commands.PlanFacts("Nuovo", date(2018, 1, 1), date(2021, 1, 1))
    )
    commands.add_objective(fresh, by=planner, facts=ObjectiveFacts("", "Abitare"))
    commands.adopt_plan(fresh, by=planner, decision=decided(district), at=NOW)
    version = fresh.versions.get()
    assert (version.number, version.decision, version.by) == (1, version.decision, planner)
    assert made.versions.count() == 1
    assert changes_since(version, TODAY) == ()
    assert "Abitare" in " ".join(assert_same_words(act_of(version)))


def test_the_journal_says_that_the_plan_was_amended_and_does_not_keep_the_act_again(
    adopted: AreaPlan,
) -> None:
    entry = JournalEntry.objects.get(deed="plan.revise")
    assert (entry.changes["note"], "document" in entry.changes) == ([None, "Si riscrive."], False)


def test_how_an_action_goes_is_no_amendment_and_what_it_commits_to_is(
    adopted: AreaPlan, planner: User
) -> None:
    action, last = Action.objects.get(plan=adopted), adopted.versions.get(number=2)
    commands.record_step(action, by=planner, facts=StepFacts(TODAY, "done"), today=TODAY)
    assert changes_since(last, TODAY) == ()
    with pytest.raises(PlanRefused, match="le stesse cose"):
        commands.revise_plan(adopted, by=planner, decision=last.decision, note="Di nuovo.", at=NOW)
    told = commands.ActionFacts("1.1", "Spazi gioco in ogni comune", owner=action.owner)
    commands.describe_action(action, by=planner, facts=told)
    assert next((change.before[0], change.after[0]) for change in changes_since(last, TODAY)) == (
        "Azione 1.1. Spazio gioco",
        "Azione 1.1. Spazi gioco in ogni comune",
    )
    made = commands.revise_plan(adopted, by=planner, decision=last.decision, note="In ogni comune.", at=NOW)
    assert (made.number, changes_since(made, TODAY)) == (3, ())
    assert changes_between(last, made) != ()


def test_an_amendment_needs_an_approved_decision_of_the_district_and_a_reason(
    adopted: AreaPlan, planner: User, elsewhere: District
) -> None:
    good = adopted.versions.get(number=2).decision
    draft = AreaPlan.objects.get(code="vuoto")
    for plan, decision, note, why in (
        (adopted, decided(adopted.district, outcome="rejected"), "x", "non è stata approvata"),
        (adopted, decided(elsewhere), "x", "altro ambito"),
        (adopted, good, " ", "Serve che cosa cambia"),
        (draft, good, "x", "non è ancora adottato"),
    ):
        assert decision is not None
        with pytest.raises(PlanRefused, match=why):
            commands.revise_plan(plan, by=planner, decision=decision, note=note, at=NOW)


def test_a_lab_does_not_adopt_a_plan(plan: AreaPlan, planner: User) -> None:
    decision = decided(plan.district)
    Body.objects.update(kind="lab")
    with pytest.raises(PlanRefused, match="l'Assemblea, la Giunta o il Consiglio"):
        commands.adopt_plan(AreaPlan.objects.get(code="vuoto"), by=planner, decision=decision, at=NOW)


def test_versions_are_read_compared_and_taken_away_by_anybody(
    adopted: AreaPlan, planner: User, at_planners_desk: Client, in_the_street: Client
) -> None:
    page = in_the_street.get(f"{HERE}versioni/").content.decode()
    assert ("Versione 2" in page, "Si riscrive." in page, "Registra" in page) == (True, True, False)
    read = in_the_street.get(f"{HERE}versioni/2/").content.decode()
    assert ("Spazio gioco" in read, "Che cosa è cambiato dalla versione 1" in read) == (True, True)
    again = in_the_street.get(f"{HERE}versioni/1/", {"con": "2"}).content.decode()
    assert "Che cosa è cambiato dalla versione 2" in again
    assert in_the_street.get(f"{HERE}versioni/1/", {"con": "99999999999999999999"}).status_code == 200
    assert in_the_street.get(f"{HERE}versioni/2.pdf").content.startswith(b"%PDF-")
    missing = [in_the_street.get(f"{HERE}versioni/{what}").status_code for what in ("9/", "2.exe", "9.pdf")]
    assert missing == [404, 404, 404]
    commands.add_objective(adopted, by=planner, facts=ObjectiveFacts("", "Abitare insieme"))
    page = at_planners_desk.get(f"{HERE}versioni/").content.decode()
    assert ("Abitare insieme" in page, "Registra una revisione" in page) == (True, True)
    sent = at_planners_desk.post(
        f"{HERE}versioni/nuova/",
        {"decision": adopted.versions.get(number=2).decision_id, "note": "Si abita insieme."},
    )
    assert (sent.status_code, PlanVersion.objects.filter(plan=adopted).count()) == (302, 3)


def test_a_body_signs_once_and_who_signed_stays(
    plan: AreaPlan, planner: User, elsewhere: District, at_planners_desk: Client
) -> None:
    address = f"{HERE}firme/"
    health = Organisation.objects.create(
        district=plan.district, code="ats", name="ATS Milano", kind="health_authority"
    )
    at_planners_desk.post(address, {"organisation": health.pk, "name": "Ugo Verdi", "role": "Direttore"})
    at_planners_desk.post(
        address, {"organisation": health.pk, "name": "Ugo Verdi", "signed_on": "2017-01-08"}
    )
    assert list(Signature.objects.order_by("number").values_list("number", "name", "signed_on")) == [
        (1, "Ada Bruni", None),
        (2, "Ugo Verdi", date(2017, 1, 8)),
    ]
    kept = at_planners_desk.post(address, {"remove": "2"})
    assert (kept.status_code, "Ha già firmato" in kept.content.decode()) == (422, True)
    at_planners_desk.post(address, {"remove": "1"})
    assert Signature.objects.count() == 1
    assert at_planners_desk.post(address, {"remove": "x"}).status_code == 404
    far = Organisation.objects.create(district=elsewhere, code="x", name="X", kind="association")
    for facts, why in (
        (SignatureFacts(far, "N"), "enti dell'ambito"),
        (SignatureFacts(health, " "), "nome di chi firma"),
        (SignatureFacts(health, "N", signed_on=date(2017, 1, 10)), "futuro"),
    ):
        with pytest.raises(PlanRefused, match=why):
            commands.add_signature(plan, by=planner, facts=facts, today=TODAY)


def test_a_plan_is_concluded_when_its_period_is_over(adopted: AreaPlan, planner: User) -> None:
    with pytest.raises(PlanRefused, match="finisce il 31/12/2017"):
        commands.conclude_plan(adopted, by=planner, today=TODAY)
    assert commands.conclude_plan(adopted, by=planner, today=date(2018, 1, 1)).state == "concluded"
    with pytest.raises(PlanRefused, match="piano adottato"):
        commands.conclude_plan(adopted, by=planner, today=date(2018, 1, 1))


def test_the_office_concludes_from_the_page_once_the_period_is_over(
    adopted: AreaPlan, planner: User, at_planners_desk: Client
) -> None:
    here = f"{HERE}conclusione/"
    early = at_planners_desk.get(here).content.decode()
    assert ("si conclude dal giorno dopo" in early, 'method="post" class="actions"' in early) == (True, False)
    refused = at_planners_desk.post(here)
    assert (refused.status_code, "finisce il 31/12/2017" in refused.content.decode()) == (422, True)
    AreaPlan.objects.update(ends_before=TODAY)
    AreaPlan.objects.exclude(pk=adopted.pk).update(starts_on=date(2014, 1, 1))
    assert "conclusione/" in at_planners_desk.get(HERE).content.decode()
    told = due(adopted.district, planner, TODAY)
    assert "Concludere il piano" in [each.title for each in told]
    shown = at_planners_desk.get(here).content.decode()
    assert "1 azione non è né conclusa né abbandonata" in shown
    assert "Un piano concluso non si riapre." in shown
    done = at_planners_desk.post(here, follow=True).content.decode()
    assert ("Il piano è concluso" in done, "conclusione/" in done) == (True, False)
    assert "Il piano è già concluso." in at_planners_desk.get(here).content.decode()
    adopted.refresh_from_db()
    assert adopted.state == "concluded"
    told = due(adopted.district, planner, TODAY)
    assert [each.title for each in told if "piano" in each.title] == []
    AreaPlan.objects.filter(pk=adopted.pk).update(state="draft")
    assert "si conclude un piano adottato" in at_planners_desk.get(here).content.decode()


def test_the_office_adopts_from_the_page(district: District, at_planners_desk: Client) -> None:
    plan = rich_plan(district)
    decision = decided(district)
    other = AreaPlan.objects.create(
        district=district, code="nuovo", title="Nuovo", starts_on=plan.starts_on, ends_before=plan.ends_before
    )
    Decision.objects.update(outcome="postponed")
    lacks = at_planners_desk.get("/melzo/piano/nuovo/adozione/").content.decode()
    assert ("Non c'è ancora una decisione" in unescape(lacks), 'name="decision"' in lacks) == (True, False)
    assert 'href="/melzo/confronto/"' in lacks
    Decision.objects.update(outcome="approved")
    sent = at_planners_desk.post("/melzo/piano/nuovo/adozione/", {"decision": decision.pk})
    other.refresh_from_db()
    assert (sent.status_code, other.state, other.versions.count()) == (302, "adopted", 1)
    again = at_planners_desk.post("/melzo/piano/nuovo/adozione/", {"decision": decision.pk})
    assert (again.status_code, "già adottato" in again.content.decode()) == (422, True)
