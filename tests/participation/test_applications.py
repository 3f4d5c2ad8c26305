"""Who answers a call, what the office finds, and who sits in the labs in the end."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser

from ordito.community.models import Organisation, OrganisationKind
from ordito.core.access import Forbidden
from ordito.core.models import District, User
from ordito.governance.models import Body, Membership
from ordito.participation.commands.applications import (
    MOST_FILES,
    ApplicationRefused,
    Arrival,
    Paper,
    UnableToDecide,
    amend_application,
    answer_integration,
    ask_integration,
    check_requirements,
    decide_application,
    send_application,
)
from ordito.participation.commands.calls import revoke_call
from ordito.participation.commands.outcome import (
    UnableToConclude,
    UnableToScore,
    conclude_call,
    declare_conflicts,
    score_application,
)
from ordito.participation.models import Application, ApplicationState, Call, CallState, Channel, Finding
from ordito.participation.queries.calls import applications_of, rows_of_checks, scores_of, totals_of
from tests.participation.conftest import (
    LAST_DAY,
    NOON,
    OPERATOR,
    TAX_CODES,
    TODAY,
    applicant,
    recorded,
    with_all,
)

ANYBODY = AnonymousUser()
AFTER = LAST_DAY + timedelta(days=1)
PDF = Paper("statuto.pdf", b"%PDF-1.7 statuto")


def decided(application: Application, state: str, reason: str = "") -> Application:
    return decide_application(application, by=OPERATOR, state=state, reason=reason, on=AFTER)


def admitted(application: Application) -> Application:
    return decided(with_all(application), ApplicationState.ADMITTED)


def test_anybody_answers_an_open_call_from_the_site(opened: Call, labs: tuple[Body, Body]) -> None:
    facts = applicant("Il Filo", labs[0], tax_code=TAX_CODES[0])
    sent = send_application(opened, by=ANYBODY, facts=facts, papers=[PDF], at=NOON)
    assert (sent.number, sent.channel, sent.state, sent.is_late) == (1, "online", "received", False)
    assert [str(each) for each in sent.files.all()] == ["statuto.pdf"]
    assert list(sent.labs.all()) == [labs[0]]


def test_nobody_answers_after_the_last_day_or_without_a_tax_code(
    opened: Call, labs: tuple[Body, Body]
) -> None:
    late = datetime(2017, 1, 30, 23, 30, tzinfo=UTC)  # already the 31st in Rome
    facts = applicant("Il Filo", labs[0], tax_code=TAX_CODES[0])
    with pytest.raises(ApplicationRefused, match="ultimo giorno"):
        send_application(opened, by=ANYBODY, facts=facts, papers=[], at=late)
    with pytest.raises(ApplicationRefused, match="codice fiscale"):
        send_application(opened, by=ANYBODY, facts=applicant("Il Filo", labs[0]), papers=[], at=NOON)
    informal = applicant("Mamme del parco", labs[0], kind=OrganisationKind.INFORMAL_GROUP)
    assert send_application(opened, by=ANYBODY, facts=informal, papers=[], at=NOON).tax_code == ""


def test_a_draft_takes_no_applications_from_anybody(draft: Call, labs: tuple[Body, Body]) -> None:
    with pytest.raises(Forbidden):
        send_application(draft, by=ANYBODY, facts=applicant("Il Filo", labs[0]), papers=[], at=NOON)
    with pytest.raises(ApplicationRefused, match="non è pubblicato"):
        recorded(draft, "Il Filo", labs[0])


def test_an_application_is_tied_to_the_organisation_that_the_register_has(
    district: District, opened: Call, labs: tuple[Body, Body]
) -> None:
    known = Organisation.objects.create(district=district, code="filo", name="Il Filo", tax_code=TAX_CODES[0])
    named = Organisation.objects.create(district=district, code="caritas", name="Caritas")
    assert recorded(opened, "Associazione il filo", labs[0], tax_code=TAX_CODES[0]).organisation == known
    assert recorded(opened, "caritas", labs[0]).organisation == named
    assert recorded(opened, "Nuova", labs[0]).organisation is None


def test_nobody_applies_twice(district: District, opened: Call, labs: tuple[Body, Body]) -> None:
    Organisation.objects.create(district=district, code="caritas", name="Caritas")
    recorded(opened, "Caritas", labs[0])
    recorded(opened, "Il Filo", labs[0], tax_code=TAX_CODES[0])
    with pytest.raises(ApplicationRefused, match="ha già fatto domanda"):
        recorded(opened, "CARITAS", labs[0])
    with pytest.raises(ApplicationRefused, match="codice fiscale"):
        recorded(opened, "Altro nome", labs[0], tax_code=TAX_CODES[0])
    assert opened.applications.count() == 2


def test_an_application_names_itself_who_speaks_and_a_lab_of_the_call(
    district: District, opened: Call, labs: tuple[Body, Body]
) -> None:
    other = Body.objects.create(district=district, code="altro", name="Altro")
    with pytest.raises(ApplicationRefused, match="chi la rappresenta"):
        recorded(opened, "Il Filo", labs[0], represented_by=" ")
    with pytest.raises(ApplicationRefused, match="almeno un laboratorio"):
        recorded(opened, "Il Filo")
    with pytest.raises(ApplicationRefused, match="fra i laboratori"):
        recorded(opened, "Il Filo", other)
    assert not Application.objects.exists()


def test_too_many_papers_are_refused_and_nothing_is_kept(opened: Call, labs: tuple[Body, Body]) -> None:
    facts = applicant("Il Filo", labs[0], tax_code=TAX_CODES[0])
    with pytest.raises(ApplicationRefused, match="al massimo 10"):
        send_application(opened, by=ANYBODY, facts=facts, papers=[PDF] * (MOST_FILES + 1), at=NOON)
    assert not Application.objects.exists()


def test_a_paper_application_came_in_the_past_and_a_late_one_is_marked(
    opened: Call, labs: tuple[Body, Body]
) -> None:
    tomorrow = Arrival(channel=Channel.BY_HAND, received_at=NOON + timedelta(days=1))
    from ordito.participation.commands.applications import record_application

    with pytest.raises(ApplicationRefused, match="domani"):
        record_application(opened, by=OPERATOR, facts=applicant("A", labs[0]), arrival=tomorrow, at=NOON)
    assert recorded(opened, "Tardi", labs[0], at=datetime(2017, 1, 31, 9, tzinfo=UTC)).is_late


def test_what_was_typed_wrong_is_corrected(opened: Call, labs: tuple[Body, Body]) -> None:
    one = recorded(opened, "Il Filo", labs[0])
    arrival = Arrival(channel=Channel.BY_HAND, received_at=NOON, protocol=" 77 ")
    facts = applicant("Il Filo rosso", labs[1], tax_code=TAX_CODES[1])
    amended = amend_application(one, by=OPERATOR, facts=facts, arrival=arrival)
    assert (amended.name, amended.tax_code, amended.protocol) == ("Il Filo rosso", TAX_CODES[1], "77")
    assert list(amended.labs.all()) == [labs[1]]


def test_only_who_has_every_requirement_is_admitted(opened: Call, labs: tuple[Body, Body]) -> None:
    one = recorded(opened, "Il Filo", labs[0])
    first, second = opened.requirements.order_by("number")
    check_requirements(
        one, by=OPERATOR, found={first: (Finding.MET, ""), second: (Finding.TO_INTEGRATE, " copia ")}
    )
    with pytest.raises(UnableToDecide, match="Statuto o atto costitutivo"):
        decided(one, ApplicationState.ADMITTED)
    assert [(row.outcome, row.note) for row in rows_of_checks(one)] == [
        ("met", ""),
        ("to_integrate", "copia"),
    ]
    check_requirements(one, by=OPERATOR, found={first: ("", "")})
    assert [row.outcome for row in rows_of_checks(Application.objects.get())] == ["", "to_integrate"]


def test_a_requirement_of_another_call_is_not_checked(
    opened: Call, scored: Call, labs: tuple[Body, Body]
) -> None:
    one = recorded(opened, "Il Filo", labs[0])
    foreign = scored.requirements.order_by("number")[0]
    with pytest.raises(UnableToDecide, match="altro avviso"):
        check_requirements(one, by=OPERATOR, found={foreign: (Finding.MET, "")})


def test_who_is_excluded_is_told_why_and_may_be_heard_again(opened: Call, labs: tuple[Body, Body]) -> None:
    one = recorded(opened, "Il Filo", labs[0])
    with pytest.raises(UnableToDecide, match="perché"):
        decided(one, ApplicationState.EXCLUDED, " ")
    out = decided(one, ApplicationState.EXCLUDED, "Fuori termine")
    assert (out.reason, out.decided_on) == ("Fuori termine", AFTER)
    with pytest.raises(UnableToDecide, match="riaperta"):
        check_requirements(one, by=OPERATOR, found={})
    again = decided(one, ApplicationState.RECEIVED)
    assert (again.reason, again.decided_on, again.is_decided) == ("", None, False)


def test_what_is_missing_is_asked_and_comes_by_the_link(opened: Call, labs: tuple[Body, Body]) -> None:
    one = recorded(opened, "Il Filo", labs[0])
    for text, due, said in ((" ", AFTER, "che cosa manca"), ("Lo statuto", date(2017, 1, 8), "già passato")):
        with pytest.raises(UnableToDecide, match=said):
            ask_integration(one, by=OPERATOR, text=text, on=TODAY, due_on=due)
    asked = ask_integration(one, by=OPERATOR, text="Lo statuto", on=TODAY, due_on=LAST_DAY)
    one.refresh_from_db()
    assert (one.state, str(asked)) == ("integration", "Lo statuto")
    with pytest.raises(ApplicationRefused, match="una risposta"):
        answer_integration(asked, by=ANYBODY, answer=" ", papers=[], at=NOON)
    answer_integration(asked, by=ANYBODY, answer="Eccolo", papers=[PDF], at=NOON)
    one.refresh_from_db()
    assert (one.state, one.files.count()) == ("received", 1)
    with pytest.raises(ApplicationRefused, match="già risposto"):
        answer_integration(asked, by=ANYBODY, answer="Ancora", papers=[], at=NOON)


def test_the_outcome_waits_for_the_last_day_and_for_every_application(
    draft: Call, labs: tuple[Body, Body]
) -> None:
    from ordito.participation.commands.calls import publish_call

    with pytest.raises(UnableToConclude, match="pubblicato"):
        conclude_call(draft, by=OPERATOR, on=AFTER)
    opened = publish_call(draft, by=OPERATOR, on=TODAY, closes_on=LAST_DAY)
    recorded(opened, "Il Filo", labs[0])
    with pytest.raises(UnableToConclude, match="ultimo giorno"):
        conclude_call(opened, by=OPERATOR, on=LAST_DAY)
    with pytest.raises(UnableToConclude, match="1 domanda da decidere"):
        conclude_call(opened, by=OPERATOR, on=AFTER)


def test_whoever_is_admitted_sits_in_the_labs_they_chose_from_the_day_of_the_outcome(
    district: District, opened: Call, labs: tuple[Body, Body]
) -> None:
    known = Organisation.objects.create(district=district, code="caritas", name="Caritas")
    Membership.objects.create(body=labs[0], organisation=known, starts_on=date(2016, 1, 1))
    admitted(recorded(opened, "Caritas", *labs))
    admitted(recorded(opened, "Nuova", labs[1], tax_code=TAX_CODES[2]))
    decided(recorded(opened, "Fuori", labs[1]), ApplicationState.EXCLUDED, "Non opera nel distretto")
    done = conclude_call(opened, by=OPERATOR, on=AFTER)
    assert (done.state, done.result_on) == (CallState.CONCLUDED, AFTER)
    seats = Membership.objects.order_by("organisation__name", "body__name")
    assert [
        (seat.organisation.name, seat.body.name, seat.starts_on) for seat in seats if seat.organisation
    ] == [
        ("Caritas", "LabGo Famiglia", date(2016, 1, 1)),
        ("Caritas", "LabGo ISEL", AFTER),
        ("Nuova", "LabGo ISEL", AFTER),
    ]
    new = Organisation.objects.get(name="Nuova")
    assert (new.tax_code, new.email) == (TAX_CODES[2], "filo@example.org")
    assert not Organisation.objects.filter(name="Fuori").exists()


def test_after_the_outcome_nothing_changes(opened: Call, labs: tuple[Body, Body]) -> None:
    one = admitted(recorded(opened, "Il Filo", labs[0]))
    conclude_call(opened, by=OPERATOR, on=AFTER)
    for deed in (
        lambda: decided(one, ApplicationState.EXCLUDED, "x"),
        lambda: recorded(opened, "B", labs[0]),
    ):
        with pytest.raises(ApplicationRefused, match="esito è già scritto"):
            deed()


def test_a_revoked_call_takes_no_points(scored: Call) -> None:
    one = recorded(scored, "Il Filo")
    ada = scored.commission.get(name="Ada")
    revoke_call(scored, by=OPERATOR, because="Errore")
    with pytest.raises(UnableToScore, match="non è pubblicato"):
        score_application(one, by=OPERATOR, points={})
    with pytest.raises(UnableToScore, match="non è pubblicato"):
        declare_conflicts(ada, by=OPERATOR, conflicts={}, on=TODAY)


def test_a_commissioner_declares_first_and_never_scores_where_there_is_an_interest(scored: Call) -> None:
    one, two = recorded(scored, "Il Filo"), recorded(scored, "Caritas")
    experience = scored.criteria.get(text="Esperienza")
    ada = scored.commission.get(name="Ada")
    with pytest.raises(UnableToScore, match="deve prima dichiarare"):
        score_application(one, by=OPERATOR, points={(experience, ada): Decimal(10)})
    declare_conflicts(ada, by=OPERATOR, conflicts={}, on=TODAY)
    ada.refresh_from_db()
    score_application(one, by=OPERATOR, points={(experience, ada): Decimal(10)})
    declare_conflicts(ada, by=OPERATOR, conflicts={one: ""}, on=TODAY)
    assert (one.scores.count(), str(ada.conflicts.get())) == (0, "Ada: dichiarato")
    with pytest.raises(UnableToScore, match="conflitto"):
        score_application(one, by=OPERATOR, points={(experience, ada): Decimal(10)})
    assert [able for _key, _who, _given, able in scores_of(one)[0].boxes] == [False, False]
    assert [able for _key, _who, _given, able in scores_of(two)[0].boxes] == [True, False]


def test_points_are_means_of_the_commissioners_summed_over_the_criteria(scored: Call) -> None:
    one, two = recorded(scored, "Il Filo"), recorded(scored, "Caritas")
    experience, ideas = scored.criteria.order_by("number")
    for who in scored.commission.all():
        declare_conflicts(who, by=OPERATOR, conflicts={}, on=TODAY)
    ada, ugo = scored.commission.order_by("number")
    given = {(experience, ada): Decimal(10), (experience, ugo): Decimal(15), (ideas, ada): Decimal(30)}
    score_application(one, by=OPERATOR, points=dict(given))
    assert totals_of(scored) == {one.pk: Decimal("42.5")}
    assert [row.points for row in applications_of(scored)] == [Decimal("42.5"), None]
    score_application(one, by=OPERATOR, points={(ideas, ada): None})
    assert (totals_of(scored), two.scores.count()) == ({one.pk: Decimal("12.5")}, 0)


def test_points_stay_within_their_criterion_and_their_call(
    scored: Call, opened: Call, labs: tuple[Body, Body]
) -> None:
    one, other = recorded(scored, "Il Filo"), recorded(opened, "Caritas", labs[0])
    ada = scored.commission.get(name="Ada")
    declare_conflicts(ada, by=OPERATOR, conflicts={}, on=TODAY)
    ada.refresh_from_db()
    experience = scored.criteria.get(text="Esperienza")
    for points in (Decimal("20.5"), Decimal(-1)):
        with pytest.raises(UnableToScore, match="da 0 a"):
            score_application(one, by=OPERATOR, points={(experience, ada): points})
    with pytest.raises(UnableToScore, match="altro avviso"):
        score_application(other, by=OPERATOR, points={(experience, ada): Decimal(1)})
    with pytest.raises(UnableToScore, match="altro avviso"):
        declare_conflicts(ada, by=OPERATOR, conflicts={other: "x"}, on=TODAY)


def test_only_the_office_types_examines_and_decides(
    opened: Call, labs: tuple[Body, Body], delegate: User, stranger: User
) -> None:
    one = recorded(opened, "Il Filo", labs[0])
    for who in (delegate, stranger, ANYBODY):
        with pytest.raises(Forbidden):
            decide_application(one, by=who, state=ApplicationState.EXCLUDED, reason="x", on=TODAY)
        with pytest.raises(Forbidden):
            conclude_call(opened, by=who, on=AFTER)
