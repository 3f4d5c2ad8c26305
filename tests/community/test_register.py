"""Organisations and people are written once, rightly, and keep their codes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ordito.community.commands import (
    Contacts,
    LooksLikeAnother,
    OrganisationFacts,
    PersonFacts,
    RegisterRefused,
    add_organisation,
    add_person,
    strike_organisation,
    strike_person,
    update_contacts,
    update_organisation,
    update_person,
)
from ordito.community.models import Organisation, Person
from ordito.community.tax_code import TaxCodeRefused
from ordito.core.access import Forbidden
from ordito.core.models import District, JournalEntry, RoleKind, User
from ordito.territory.models import Municipality
from tests.community.conftest import agreement, offer, organisation, person, voice
from tests.conftest import person as account

FILO = OrganisationFacts(
    name="  Cooperativa   Il Filo ",
    kind="cooperative",
    tax_code="it 00795710151",
    purpose=" Doposcuola ",
    contacts=Contacts(email="info@filo.example", website="https://filo.example", phone=" 02 123 "),
)


def test_an_organisation_is_written_clean_with_a_code_from_its_name(
    district: District, planner: User, melzo: Municipality
) -> None:
    facts = replace(FILO, municipality=melzo)
    made = Organisation.objects.get(pk=add_organisation(district, by=planner, facts=facts).pk)
    assert (made.name, made.code, made.kind) == ("Cooperativa Il Filo", "cooperativa-il-filo", "cooperative")
    assert (made.tax_code, made.municipality, made.purpose) == ("00795710151", melzo, "Doposcuola")
    assert (made.email, made.website, made.phone) == ("info@filo.example", "https://filo.example", "02 123")
    assert JournalEntry.objects.values_list("deed", "by_name", "subject_name").get() == (
        "community.add_organisation",
        "Giulia Riva",
        "Cooperativa Il Filo",
    )


def test_an_organisation_of_which_only_the_name_is_known_says_so(district: District, planner: User) -> None:
    made = add_organisation(district, by=planner, facts=OrganisationFacts(name="Amici"), is_synthetic=True)
    assert (made.kind, made.tax_code, made.municipality, made.is_synthetic) == ("other", "", None, True)


def test_a_new_name_does_not_change_the_code(filo: Organisation, planner: User) -> None:
    renamed = update_organisation(filo, by=planner, facts=OrganisationFacts(name="Il Filo e l'Ordito"))
    assert (renamed.name, renamed.code) == ("Il Filo e l'Ordito", "cooperativa-il-filo")
    assert JournalEntry.objects.latest("pk").changes["name"] == ["Cooperativa Il Filo", "Il Filo e l'Ordito"]


def test_codes_of_organisations_and_of_people_never_coincide(district: District) -> None:
    codes = [
        organisation(district, "Anna Sala").code,
        person(district, "Anna Sala").code,
        organisation(district, "Anna Sala").code,
        person(district, "Anna Sala").code,
    ]
    assert codes == ["anna-sala", "anna-sala-2", "anna-sala-3", "anna-sala-4"]


def test_districts_do_not_share_codes_names_or_tax_codes(district: District, elsewhere: District) -> None:
    facts = {"name": "Caritas", "tax_code": "00795710151"}
    codes = [organisation(place, **facts).code for place in (district, elsewhere)]
    assert codes == ["caritas", "caritas"]


def test_a_tax_code_of_another_organisation_is_refused_by_its_name(district: District, planner: User) -> None:
    organisation(district, "Cooperativa Il Filo", tax_code="00795710151")
    caritas = organisation(district, "Caritas")
    with pytest.raises(RegisterRefused, match="00795710151 è già di «Cooperativa Il Filo»"):
        add_organisation(district, by=planner, facts=replace(FILO, name="Nuova"))
    with pytest.raises(RegisterRefused, match="è già di «Cooperativa Il Filo»"):
        update_organisation(caritas, by=planner, facts=replace(FILO, name="Caritas"))
    assert set(Organisation.objects.values_list("name", "tax_code")) == {
        ("Cooperativa Il Filo", "00795710151"),
        ("Caritas", ""),
    }


def test_an_organisation_keeps_its_own_tax_code_when_it_is_updated(district: District, planner: User) -> None:
    made = add_organisation(district, by=planner, facts=FILO)
    assert update_organisation(made, by=planner, facts=FILO).tax_code == "00795710151"


def test_a_mistyped_tax_code_is_refused(district: District, planner: User) -> None:
    with pytest.raises(TaxCodeRefused, match="errore di battitura"):
        add_organisation(district, by=planner, facts=replace(FILO, tax_code="00795710152"))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": "  "}, "^Nome: "),
        ({"name": "x" * 201}, "^Nome: .*200"),
        ({"kind": "club"}, "^Tipo: "),
        ({"contacts": Contacts(email="filo")}, "^E-mail: "),
        ({"contacts": Contacts(certified_email="filo")}, "^Pec: "),
        ({"contacts": Contacts(website="javascript:alert(1)")}, "^Sito: "),
    ],
)
def test_what_the_register_cannot_hold_is_refused(
    district: District, planner: User, wrong: dict[str, Any], says: str
) -> None:
    with pytest.raises(RegisterRefused, match=says):
        add_organisation(district, by=planner, facts=replace(FILO, **wrong))
    assert Organisation.objects.count() == 0


def test_a_municipality_of_another_district_is_refused(
    district: District, elsewhere: District, planner: User
) -> None:
    fanano = Municipality.objects.create(district=elsewhere, istat_code="036011", name="Fanano")
    with pytest.raises(RegisterRefused, match="non è di questo ambito"):
        add_organisation(district, by=planner, facts=replace(FILO, municipality=fanano))


@pytest.mark.parametrize(
    "name", ["Il Filo", "Coop. sociale Il Filo ONLUS", "Filo, Il - Cooperativa", "COOPERATIVA IL FILÒ"]
)
def test_a_name_like_another_is_told_before_it_is_written_twice(
    filo: Organisation, planner: User, name: str
) -> None:
    with pytest.raises(LooksLikeAnother, match="simile: Cooperativa Il Filo") as warned:
        add_organisation(filo.district, by=planner, facts=OrganisationFacts(name=name))
    assert warned.value.similar == (filo,)
    meant = add_organisation(
        filo.district, by=planner, facts=OrganisationFacts(name=name), despite_similar=True
    )
    assert Organisation.objects.filter(pk=meant.pk).exists()


def test_names_that_share_only_their_legal_form_are_not_alike(filo: Organisation, planner: User) -> None:
    for name in ("Cooperativa sociale La Rete", "Il Faro", "Cooperativa"):
        add_organisation(filo.district, by=planner, facts=OrganisationFacts(name=name))
    assert Organisation.objects.count() == 4


def test_a_likeness_in_another_district_is_not_told(
    filo: Organisation, elsewhere: District, stranger: User
) -> None:
    made = add_organisation(elsewhere, by=stranger, facts=OrganisationFacts(name="Cooperativa Il Filo"))
    assert made.code == "cooperativa-il-filo"


def test_a_delegate_keeps_the_contacts_of_their_own_organisation_and_nothing_else(
    filo: Organisation, caritas: Organisation, marco: Person, delegate: User
) -> None:
    voice(filo, marco)
    kept = update_contacts(filo, by=delegate, contacts=Contacts(phone="02 999", address="Via Roma 1"))
    assert (kept.phone, kept.address, kept.name) == ("02 999", "Via Roma 1", "Cooperativa Il Filo")
    assert JournalEntry.objects.latest("pk").changes == {
        "phone": ["", "02 999"],
        "address": ["", "Via Roma 1"],
    }
    with pytest.raises(Forbidden):
        update_contacts(caritas, by=delegate, contacts=Contacts())
    with pytest.raises(Forbidden):
        update_organisation(filo, by=delegate, facts=OrganisationFacts(name="Mio"))
    with pytest.raises(RegisterRefused, match=r"^E-mail: "):
        update_contacts(filo, by=delegate, contacts=Contacts(email="no"))


def test_a_person_is_written_with_a_code_and_an_account(
    district: District, planner: User, delegate: User
) -> None:
    facts = PersonFacts(name=" Marco  Neri ", email="marco@filo.example", phone="333", account=delegate)
    made = Person.objects.get(pk=add_person(district, by=planner, facts=facts, is_synthetic=True).pk)
    assert (made.name, made.code, made.email, made.phone) == (
        "Marco Neri",
        "marco-neri",
        "marco@filo.example",
        "333",
    )
    assert (made.account, made.is_synthetic) == (delegate, True)


def test_a_person_is_updated_and_keeps_code_and_account(marco: Person, planner: User, delegate: User) -> None:
    facts = PersonFacts(name="Marco Neri Bianchi", account=delegate)
    kept = update_person(marco, by=planner, facts=facts)
    assert (kept.name, kept.code, kept.account) == ("Marco Neri Bianchi", "marco-neri", delegate)


def test_a_person_needs_a_name_and_a_true_address(district: District, planner: User) -> None:
    with pytest.raises(RegisterRefused, match=r"^Nome e cognome: "):
        add_person(district, by=planner, facts=PersonFacts(name=""))
    with pytest.raises(RegisterRefused, match=r"^E-mail: "):
        add_person(district, by=planner, facts=PersonFacts(name="Anna", email="anna@"))


def test_an_account_is_one_person_of_the_district(
    marco: Person, anna: Person, planner: User, delegate: User
) -> None:
    with pytest.raises(RegisterRefused, match=r"marco@example\.org è già di Marco Neri"):
        update_person(anna, by=planner, facts=PersonFacts(name="Anna Sala", account=delegate))


def test_an_account_without_a_role_in_the_district_is_nobody_here(
    anna: Person, planner: User, stranger: User
) -> None:
    with pytest.raises(RegisterRefused, match="Sara Altrove non ha un ruolo in questo ambito"):
        update_person(anna, by=planner, facts=PersonFacts(name="Anna Sala", account=stranger))


def test_the_same_name_with_the_surname_first_is_told(anna: Person, planner: User) -> None:
    with pytest.raises(LooksLikeAnother, match="simile: Anna Sala"):
        add_person(anna.district, by=planner, facts=PersonFacts(name="SALA Anna"))
    meant = add_person(anna.district, by=planner, facts=PersonFacts(name="Sala Anna"), despite_similar=True)
    assert meant.code == "sala-anna"


def test_what_was_written_by_mistake_is_taken_away_and_the_journal_keeps_it(
    filo: Organisation, anna: Person, planner: User
) -> None:
    strike_organisation(filo, by=planner)
    strike_person(anna, by=planner)
    assert (Organisation.objects.count(), Person.objects.count()) == (0, 0)
    told = JournalEntry.objects.order_by("-pk")[:2]
    assert [(each.deed, each.subject_name, each.subject_id) for each in told] == [
        ("community.strike_person", "Anna Sala", anna.pk),
        ("community.strike_organisation", "Cooperativa Il Filo", filo.pk),
    ]
    assert told[0].changes["email"] == ["anna@example.org", None]


def test_what_the_register_speaks_of_is_not_taken_away(
    district: District, filo: Organisation, caritas: Organisation, anna: Person, planner: User
) -> None:
    scuola = organisation(district, "Scuola Ungaretti")
    voice(filo, anna)
    offer(caritas, "Ascolto")
    agreement(district, "Patto", parties=(scuola,))
    for struck in (filo, caritas, scuola):
        with pytest.raises(RegisterRefused, match=f"«{struck.name}» non si può cancellare"):
            strike_organisation(struck, by=planner)
    with pytest.raises(RegisterRefused, match="«Anna Sala» non si può cancellare"):
        strike_person(anna, by=planner)
    assert (Organisation.objects.count(), Person.objects.count()) == (3, 1)


@pytest.mark.parametrize("kind", [RoleKind.HEAD_OF_SERVICE, RoleKind.DELEGATE])
def test_whoever_only_reads_writes_nothing(filo: Organisation, anna: Person, kind: RoleKind) -> None:
    reader = account("lettore@example.org", "Lia", filo.district, kind)
    for deed in (
        lambda: add_organisation(filo.district, by=reader, facts=FILO),
        lambda: update_organisation(filo, by=reader, facts=FILO),
        lambda: update_contacts(filo, by=reader, contacts=Contacts()),
        lambda: strike_organisation(filo, by=reader),
        lambda: add_person(filo.district, by=reader, facts=PersonFacts(name="X")),
        lambda: update_person(anna, by=reader, facts=PersonFacts(name="X")),
        lambda: strike_person(anna, by=reader),
    ):
        with pytest.raises(Forbidden):
            deed()
    assert (Organisation.objects.get().name, Person.objects.get().name) == (filo.name, anna.name)
