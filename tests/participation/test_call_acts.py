"""The papers of a call say what happened: to whom, by when, with how many points."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape

from ordito.community.models import Organisation
from ordito.core import press
from ordito.core.models import District
from ordito.governance.models import Body
from ordito.participation.commands.applications import answer_integration, ask_integration, decide_application
from ordito.participation.commands.calls import publish_call, write_call
from ordito.participation.commands.outcome import conclude_call, declare_conflicts, score_application
from ordito.participation.models import ApplicationState, Call, Initiative
from ordito.participation.queries.acts import admitted_list_of, minutes_of, notice_of
from tests.participation.conftest import LAST_DAY, NOON, NOTICE, OPERATOR, TODAY, recorded, with_all

AFTER = date(2017, 1, 31)


def said(act: press.Document) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", press.html(act))).split())


def test_a_notice_says_who_asked_for_it_by_whose_mandate_and_why_its_days_are_few(
    district: District, labs: tuple[Body, Body]
) -> None:
    asker = Organisation.objects.create(district=district, code="forum", name="Forum del Terzo settore")
    facts = replace(
        NOTICE,
        initiative=Initiative.THIRD_SECTOR,
        requested_by=asker,
        mandated_by=labs[0],
        labs=labs,
        timing="",
    )
    draft = write_call(district, by=OPERATOR, facts=facts)
    assert "Pubblicato il" not in said(notice_of(draft, TODAY))
    draft = write_call(district, by=OPERATOR, facts=replace(facts, timing="Presto"))
    short = publish_call(draft, by=OPERATOR, on=TODAY, closes_on=date(2017, 1, 20), shorter_because="Urgenza")
    words = said(notice_of(short, TODAY))
    for word in (
        "Forum del Terzo settore",
        "LabGo Famiglia",
        "20/01/2017 compreso (11 giorni",
        "Urgenza",
        "LabGo ISEL",
    ):
        assert word in words


def test_a_co_design_says_its_criteria_and_who_won_how_many_points(scored: Call) -> None:
    assert "Esperienza" in said(notice_of(scored, TODAY))
    one, two = with_all(recorded(scored, "Il Filo")), with_all(recorded(scored, "Caritas"))
    three = with_all(recorded(scored, "Auser", at=datetime(2017, 1, 31, 9, tzinfo=UTC)))
    ada, ugo = scored.commission.order_by("number")
    declare_conflicts(ada, by=OPERATOR, conflicts={three: "Ne è socia"}, on=TODAY)
    ada.refresh_from_db()
    experience = scored.criteria.get(text="Esperienza")
    for application, points in ((one, "8"), (two, "15.5")):
        score_application(application, by=OPERATOR, points={(experience, ada): Decimal(points)})
        decide_application(application, by=OPERATOR, state=ApplicationState.ADMITTED, on=AFTER)
    decide_application(three, by=OPERATOR, state=ApplicationState.EXCLUDED, reason="Fuori termine", on=AFTER)
    minutes = said(minutes_of(scored, AFTER))
    for word in (
        "Auser: Ne è socia",
        "dichiarazione non ancora resa",
        "(dopo il termine)",
        "esclusa: Fuori termine",
        "punti 15,50",
    ):
        assert word in minutes
    declare_conflicts(ugo, by=OPERATOR, conflicts={}, on=TODAY)
    assert "nessuno, dichiarato il 09/01/2017" in said(minutes_of(scored, AFTER))
    listed = said(admitted_list_of(scored, AFTER))
    assert listed.index("Caritas") < listed.index("Il Filo")
    assert "Auser" not in listed


def test_the_list_says_since_when_they_are_members_and_that_nobody_was_admitted(
    opened: Call, labs: tuple[Body, Body]
) -> None:
    assert "Nessuna organizzazione è stata ammessa" in said(admitted_list_of(opened, AFTER))
    one = with_all(recorded(opened, "Il Filo", labs[0]))
    decide_application(one, by=OPERATOR, state=ApplicationState.ADMITTED, on=AFTER)
    done = conclude_call(opened, by=OPERATOR, on=AFTER)
    assert "Dal 31/01/2017 sono membri" in said(admitted_list_of(done, AFTER))


def test_nobody_becomes_a_member_where_there_is_no_lab_or_nobody_is_admitted(
    scored: Call, opened: Call
) -> None:
    one = with_all(recorded(scored, "Il Filo"))
    decide_application(one, by=OPERATOR, state=ApplicationState.ADMITTED, on=AFTER)
    without_labs = said(admitted_list_of(conclude_call(scored, by=OPERATOR, on=AFTER), AFTER))
    assert "Esito pubblicato il 31/01/2017." in without_labs
    assert ("membri" in without_labs, "Laboratori" in without_labs) == (False, False)
    nobody = said(admitted_list_of(conclude_call(opened, by=OPERATOR, on=AFTER), AFTER))
    assert "Esito pubblicato il 31/01/2017. Nessuna organizzazione è stata ammessa." in nobody
    assert ("membri" in nobody, "Il responsabile del procedimento" in nobody) == (False, True)


def test_the_minutes_say_what_was_asked_to_be_completed_and_what_came(
    opened: Call, labs: tuple[Body, Body]
) -> None:
    assert "Non è arrivata nessuna domanda" in said(minutes_of(opened, AFTER))
    one, two = recorded(opened, "Il Filo", labs[0]), recorded(opened, "Caritas", labs[0])
    came = ask_integration(one, by=OPERATOR, text="Lo statuto.", on=TODAY, due_on=LAST_DAY)
    ask_integration(two, by=OPERATOR, text="La firma.", on=TODAY, due_on=LAST_DAY)
    answer_integration(came, by=OPERATOR, answer="Eccolo", papers=[], at=NOON)
    words = said(minutes_of(opened, AFTER))
    assert "Lo statuto. È arrivata il 09/01/2017." in words
    assert "La firma. Non è arrivata." in words
