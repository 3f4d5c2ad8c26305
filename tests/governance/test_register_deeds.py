"""Adding, changing and closing bodies, and the mandates they are given."""

from datetime import date

import pytest

from ordito.core.access import Forbidden
from ordito.core.models import District, JournalEntry, User
from ordito.governance.commands.register import (
    BodyFacts,
    BodyRefused,
    MandateRefused,
    add_body,
    amend_mandate,
    close_mandate,
    end_body,
    give_mandate,
    reopen_body,
    update_body,
)
from ordito.governance.models import Body, Mandate, MeetingState
from tests.governance import register

JUNE = date(2016, 6, 7)
JULY = date(2016, 7, 1)


@pytest.fixture
def table(district: District) -> Body:
    return register.body(district, "tavolo-tecnico", name="Tavolo Tecnico")


@pytest.fixture
def lab(table: Body) -> Body:
    return register.body(table.district, "labgo-famiglia", table, name="LabGo Famiglia", kind="lab")


def test_a_body_is_added_with_a_code_taken_from_its_name(
    district: District, planner: User, table: Body
) -> None:
    facts = BodyFacts(
        name="  LabGo   Famiglia ", kind="lab", role=" ruolo educativo ", mandated_by=table, quorum_percent=50
    )
    body = add_body(district, by=planner, facts=facts)
    body.refresh_from_db()
    assert (body.code, body.name, body.kind, body.role, body.mandated_by, body.quorum_percent) == (
        "labgo-famiglia",
        "LabGo Famiglia",
        "lab",
        "ruolo educativo",
        table,
        50,
    )


def test_two_bodies_of_the_same_name_get_different_codes(
    district: District, planner: User, lab: Body
) -> None:
    assert add_body(district, by=planner, facts=BodyFacts(name="LabGo Famiglia")).code == "labgo-famiglia-2"
    assert add_body(district, by=planner, facts=BodyFacts(name="LabGo Famiglia")).code == "labgo-famiglia-3"


def test_a_name_that_is_a_word_of_the_addresses_gets_another_code(district: District, planner: User) -> None:
    assert add_body(district, by=planner, facts=BodyFacts(name="Calendario")).code == "calendario-2"
    assert add_body(district, by=planner, facts=BodyFacts(name="«»")).code == "organismo"


def test_a_code_that_was_asked_for_is_taken_or_refused(district: District, planner: User, lab: Body) -> None:
    assert add_body(district, by=planner, facts=BodyFacts(name="Famiglia"), code="Fam").code == "fam"
    with pytest.raises(BodyRefused, match="«labgo-famiglia» è già usato"):
        add_body(district, by=planner, facts=BodyFacts(name="Famiglia"), code="labgo-famiglia")


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (BodyFacts(name="  "), "Serve il nome"),
        (BodyFacts(name="X", kind="king"), "Il tipo «king» non esiste"),
    ],
)
def test_a_body_without_a_name_or_of_no_kind_is_refused(
    district: District, planner: User, facts: BodyFacts, why: str
) -> None:
    with pytest.raises(BodyRefused, match=why):
        add_body(district, by=planner, facts=facts)
    assert Body.objects.count() == 0


def test_a_body_answers_to_a_body_of_its_own_district(
    district: District, elsewhere: District, planner: User
) -> None:
    other = register.body(elsewhere, "assemblea")
    with pytest.raises(BodyRefused, match="dello stesso ambito"):
        add_body(district, by=planner, facts=BodyFacts(name="X", mandated_by=other))


def test_a_body_answers_neither_to_itself_nor_to_whoever_answers_to_it(
    planner: User, table: Body, lab: Body
) -> None:
    group = register.body(lab.district, "gruppo", lab)
    for above in (table, lab, group):
        with pytest.raises(BodyRefused, match="mandante di se stesso"):
            update_body(table, by=planner, facts=BodyFacts(name="Tavolo Tecnico", mandated_by=above))
    table.refresh_from_db()
    assert table.mandated_by is None


def test_changing_a_body_is_journalled_field_by_field(planner: User, table: Body, lab: Body) -> None:
    facts = BodyFacts(
        name="LabGo Famiglia", kind="lab", mandated_by=table, way_of_working="in plenaria", is_public=False
    )
    update_body(lab, by=planner, facts=facts)
    lab.refresh_from_db()
    assert (lab.way_of_working, lab.is_public, lab.mandated_by) == ("in plenaria", False, table)
    assert JournalEntry.objects.latest("pk").changes == {
        "way_of_working": ["", "in plenaria"],
        "is_public": [True, False],
    }


def test_only_the_plan_office_keeps_the_register(
    district: District, delegate: User, stranger: User, lab: Body
) -> None:
    for user in (delegate, stranger):
        with pytest.raises(Forbidden):
            add_body(district, by=user, facts=BodyFacts(name="X"))
        with pytest.raises(Forbidden):
            give_mandate(lab, by=user, object="X")


def test_closing_a_body_closes_its_seats_and_mandates_and_writes_each_in_the_journal(
    planner: User, table: Body, lab: Body
) -> None:
    stays = register.seat(lab, register.organisation(lab.district, "alfa"), JUNE)
    gone = register.seat(lab, register.organisation(lab.district, "beta"), JUNE, date(2016, 6, 20))
    mandate = give_mandate(lab, by=planner, object="Ricognizione", mandated_by=table, date=JUNE)
    end_body(lab, by=planner, ends_before=JULY)
    for row in (lab, stays, gone, mandate):
        row.refresh_from_db()
    assert (lab.ends_before, stays.ends_before, gone.ends_before, mandate.ends_before) == (
        JULY,
        JULY,
        date(2016, 6, 20),
        JULY,
    )
    deeds = list(JournalEntry.objects.order_by("pk").values_list("deed", "changes")[1:])
    assert deeds == [
        ("governance.end_membership", {"ends_before": [None, "2016-07-01"]}),
        ("governance.close_mandate", {"ends_before": [None, "2016-07-01"]}),
        ("governance.end_body", {"ends_before": [None, "2016-07-01"]}),
    ]


def test_a_body_to_which_others_answer_is_not_closed(planner: User, table: Body, lab: Body) -> None:
    with pytest.raises(BodyRefused, match="Rispondono ancora a questo organismo: LabGo Famiglia"):
        end_body(table, by=planner, ends_before=JULY)
    end_body(lab, by=planner, ends_before=JULY)
    assert end_body(table, by=planner, ends_before=JULY).ends_before == JULY


def test_a_body_is_not_closed_over_what_is_still_to_come(planner: User, table: Body, lab: Body) -> None:
    meeting = register.held(lab, date(2016, 7, 18), {})
    with pytest.raises(BodyRefused, match="incontro il 18/07/2016"):
        end_body(lab, by=planner, ends_before=JULY)
    meeting.state = MeetingState.CANCELLED
    meeting.save()
    seat = register.seat(lab, register.organisation(lab.district, "alfa"), JULY)
    with pytest.raises(BodyRefused, match="Un'adesione comincia dopo la chiusura"):
        end_body(lab, by=planner, ends_before=JULY)
    seat.delete()
    mandate = give_mandate(lab, by=planner, object="Ricognizione", date=JULY)
    with pytest.raises(BodyRefused, match="un mandato dato dopo la chiusura"):
        end_body(lab, by=planner, ends_before=JULY)
    amend_mandate(mandate, by=planner, object="Ricognizione")  # nobody knows the day
    assert end_body(lab, by=planner, ends_before=JULY).ends_before == JULY


def test_a_body_does_not_end_before_it_begins(planner: User, lab: Body) -> None:
    update_body(lab, by=planner, facts=BodyFacts(name="LabGo Famiglia", starts_on=JULY))
    with pytest.raises(BodyRefused, match="prima di cominciare"):
        end_body(lab, by=planner, ends_before=JULY)
    ended = end_body(lab, by=planner, ends_before=date(2016, 8, 1))
    with pytest.raises(BodyRefused, match="prima di cominciare"):
        update_body(ended, by=planner, facts=BodyFacts(name="X", starts_on=date(2016, 8, 1)))
    assert reopen_body(ended, by=planner).ends_before is None


def test_a_mandate_says_who_asks_what_and_may_not_know_the_day(planner: User, table: Body, lab: Body) -> None:
    mandate = give_mandate(lab, by=planner, object=" Conoscere i servizi ", mandated_by=table)
    mandate.refresh_from_db()
    assert (mandate.object, mandate.mandated_by, mandate.date) == ("Conoscere i servizi", table, None)
    amend_mandate(mandate, by=planner, object="Conoscere i servizi", mandated_by=table, date=JUNE)
    close_mandate(mandate, by=planner, ends_before=JULY)
    mandate.refresh_from_db()
    assert (mandate.date, mandate.ends_before) == (JUNE, JULY)
    with pytest.raises(MandateRefused, match="prima di cominciare"):
        close_mandate(mandate, by=planner, ends_before=JUNE)


def test_a_mandate_that_makes_no_sense_is_refused(
    planner: User, elsewhere: District, table: Body, lab: Body
) -> None:
    give_mandate(lab, by=planner, object="Ricognizione", mandated_by=table, date=JUNE)
    for facts, why in (
        ({"object": " "}, "Serve l'oggetto"),
        ({"object": "X", "mandated_by": lab}, "Nessun organismo dà mandato a se stesso"),
        ({"object": "X", "mandated_by": register.body(elsewhere, "altro")}, "dello stesso ambito"),
        ({"object": "X", "date": JUNE, "ends_before": JUNE}, "prima di cominciare"),
        ({"object": "X", "mandated_by": table, "date": JUNE}, "C'è già un mandato di quel giorno"),
    ):
        with pytest.raises(MandateRefused, match=why):
            give_mandate(lab, by=planner, **facts)  # type: ignore[arg-type]
    assert Mandate.objects.count() == 1
