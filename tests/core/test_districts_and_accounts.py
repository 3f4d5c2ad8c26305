"""Districts described, roles given and ended, accounts made: what is written and what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from ordito.core.commands import (
    AccountRefused,
    DistrictRefused,
    create_account,
    create_district,
    describe_district,
    end_role,
    give_role,
    set_password,
)
from ordito.core.models import District, Operator, RoleKind, User

OPERATOR = Operator()
LONG = "una-password-lunga-davvero"
DAY = date(2017, 1, 9)


def new(name: str, slug: str = "") -> District:
    return create_district(District(name=name, slug=slug), by=OPERATOR)


def given(
    district: District, email: str = "lia@example.org", name: str = "Lia", kind: str = "delegate"
) -> User:
    return give_role(district, by=OPERATOR, email=email, name=name, kind=kind, starts_on=DAY).user


def test_a_district_takes_its_address_from_its_name_and_never_anothers(db: None) -> None:
    assert [new("Ambito  di Crema").slug, new("Ambito di Crema").slug, new("…").slug] == [
        "ambito-di-crema",
        "ambito-di-crema-2",
        "ambito",
    ]
    for name, slug, said in (
        (" ", "", "Serve il nome"),
        ("A", "ambito", "Esiste già"),
        ("A", "accesso", "riservato"),
    ):
        with pytest.raises(DistrictRefused, match=said):
            new(name, slug)


def test_a_district_presents_itself_with_a_name(district: District) -> None:
    words = {"subtitle": " Otto comuni ", "lead_body": "Melzo", "is_public": False}
    told = describe_district(district, by=OPERATOR, name=" Distretto Adda ", **words)
    assert (told.name, told.subtitle, told.is_public) == ("Distretto Adda", "Otto comuni", False)
    with pytest.raises(DistrictRefused, match="Serve il nome"):
        describe_district(district, by=OPERATOR, name=" ", **words)


def test_a_role_is_given_once_to_a_person_with_a_name_and_an_address(district: District) -> None:
    first = given(district)
    assert given(district, email=" LIA@example.org", name="", kind=RoleKind.FACILITATOR) == first
    for wrong, said in (
        ({"kind": "re"}, "non esiste"),
        ({}, "ha già questo ruolo"),
        ({"email": "lia"}, "non è un indirizzo"),
        ({"email": "ugo@example.org", "name": " "}, "Serve il nome della persona"),
    ):
        with pytest.raises(AccountRefused, match=said):
            given(district, **wrong)


def test_a_role_does_not_end_before_it_begins(district: District) -> None:
    role = given(district).roles.get()
    with pytest.raises(AccountRefused, match="prima di cominciare"):
        end_role(role, by=OPERATOR, ends_before=DAY)
    assert end_role(role, by=OPERATOR, ends_before=date(2017, 2, 1)).ends_before == date(2017, 2, 1)


def test_an_account_has_an_address_of_its_own_and_a_password_that_is_hard_to_guess(db: None) -> None:
    made = create_account(User(email="Lia@Example.org", name="Lia"), by=OPERATOR, password=LONG)
    assert (made.email, made.check_password(LONG)) == ("lia@example.org", True)
    for email, password in (("lia", LONG), ("ugo@example.org", "1234"), ("LIA@example.org", LONG)):
        with pytest.raises(AccountRefused):
            create_account(User(email=email, name="X"), by=OPERATOR, password=password)
    with pytest.raises(AccountRefused):
        set_password(made, by=OPERATOR, password="1234")
    assert set_password(made, by=OPERATOR, password=LONG + "2").check_password(LONG + "2")
