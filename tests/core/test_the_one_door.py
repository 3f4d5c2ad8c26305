from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from ordito.core.access import Forbidden
from ordito.core.commands import AccountRefused, end_role, give_role
from ordito.core.models import District, JournalEntry, Operator, Role, RoleKind, User
from ordito.core.search import like
from tests.conftest import signed_in


def test_a_deed_is_written_in_the_journal_with_who_did_it_and_what_changed(
    district: District, planner: User
) -> None:
    role = give_role(
        district,
        by=planner,
        email="Anna@Example.org",
        name="Anna Sala",
        kind="facilitator",
        starts_on=date(2016, 1, 1),
    )
    end_role(role, by=planner, ends_before=date(2017, 1, 1))
    deeds = list(JournalEntry.objects.order_by("pk").values_list("deed", "by_name", "subject_name"))
    assert deeds == [
        ("core.give_role", "Giulia Riva", "Anna Sala · Facilitatore"),
        ("core.end_role", "Giulia Riva", "Anna Sala · Facilitatore"),
    ]
    assert JournalEntry.objects.latest("pk").changes == {"ends_before": [None, "2017-01-01"]}


def test_who_may_not_do_a_deed_changes_nothing_and_leaves_no_trace(
    district: District, delegate: User
) -> None:
    with pytest.raises(Forbidden):
        give_role(
            district,
            by=delegate,
            email="x@example.org",
            name="X",
            kind="plan_office",
            starts_on=date(2016, 1, 1),
        )
    assert User.objects.count() == 1
    assert JournalEntry.objects.count() == 0


def test_a_refused_deed_rolls_back_the_account_it_had_begun(district: District) -> None:
    with pytest.raises(AccountRefused):
        give_role(
            district,
            by=Operator(),
            email="nuova@example.org",
            name="Nuova",
            kind="king",
            starts_on=date(2016, 1, 1),
        )
    assert User.objects.count() == 0


def test_the_database_refuses_to_change_the_journal(district: District) -> None:
    give_role(
        district, by=Operator(), email="a@example.org", name="A", kind="delegate", starts_on=date(2016, 1, 1)
    )
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        JournalEntry.objects.update(by_name="nobody")


def test_a_district_that_is_not_public_does_not_exist_for_strangers(
    elsewhere: District, stranger: User, planner: User, in_the_street: Client
) -> None:
    assert signed_in(stranger).get("/altrove/diario/").status_code == 200
    assert signed_in(planner).get("/altrove/diario/").status_code == 404
    assert in_the_street.get("/altrove/").status_code == 404


def test_a_role_that_ended_opens_no_door(district: District) -> None:
    user = User.objects.create_user("ex@example.org", "Ex", "una-password-lunga")
    Role.objects.create(
        user=user,
        district=district,
        kind=RoleKind.PLAN_OFFICE,
        starts_on=date(2010, 1, 1),
        ends_before=date(2011, 1, 1),
    )
    assert signed_in(user).get("/melzo/diario/").status_code == 404


def test_a_search_in_a_list_forgives_accents_and_case(district: District) -> None:
    District.objects.create(slug="forli", name="Unione di Forlì")
    assert [d.slug for d in like(District.objects.all(), "forli'", ["name"])] == []
    assert [d.slug for d in like(District.objects.all(), "UNIONE di forli", ["name"])] == ["forli"]
