"""The community's registers come in right or not at all, and leave as they came."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from ordito.community import tables as community
from ordito.community.models import Agreement, Competence, Delegate, Organisation, Person
from ordito.core.models import District, Operator
from ordito.core.tables import Registry, WrongTables
from ordito.core.tables.exporting import bring_out
from ordito.core.tables.importing import bring_in
from ordito.territory import tables as territory
from tests.community.conftest import agreement, offer, organisation, person, voice

if TYPE_CHECKING:
    from pathlib import Path

    from ordito.territory.models import Municipality

Bring = Callable[..., None]
NOON = datetime(2017, 1, 9, 12, tzinfo=ZoneInfo("Europe/Rome"))
REGISTRY = Registry((*territory.TABLES, *community.TABLES))
MELZO_AGREEMENTS = (
    "title,kind,from,to,date,decision\n"
    '"Convenzione per la gestione associata degli interventi e dei servizi alla persona in ambito sociale, '
    'Distretto 5 Melzo",convention,2016-01-01,2018-12-31,2015-11-17,'
    '"Decisione n. 20 dell\'Assemblea Distrettuale dei Sindaci"\n'
)


@pytest.fixture
def bring(district: District, tmp_path: Path) -> Bring:
    """Bring tables, written as CSV, into Melzo."""

    def into_melzo(**tables: str) -> None:
        folder = tmp_path / f"brought-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        for name, text in tables.items():
            (folder / f"{name}.csv").write_text(text)
        with transaction.atomic():
            bring_in(district, folder, by=Operator(), at=NOON, registry=REGISTRY)

    return into_melzo


def wrongs(refused: pytest.ExceptionInfo[WrongTables]) -> list[tuple[str, int | None, str, str, str]]:
    return [(each.sheet, each.row, each.column, each.found, each.expected) for each in refused.value.wrongs]


def test_the_published_agreements_of_melzo_come_in_as_they_are(bring: Bring) -> None:
    bring(agreements=MELZO_AGREEMENTS)
    made = Agreement.objects.get()
    assert (made.kind, made.starts_on, made.last_day, made.signed_on, made.decision) == (
        "convention",
        date(2016, 1, 1),
        date(2018, 12, 31),
        date(2015, 11, 17),
        "Decisione n. 20 dell'Assemblea Distrettuale dei Sindaci",
    )
    assert made.code.startswith("convenzione-per-la-gestione-associata-degli-interventi")


def test_an_agreement_written_by_hand_is_the_one_that_comes_in_later(
    district: District, bring: Bring
) -> None:
    title = MELZO_AGREEMENTS.split('"')[1]
    by_hand = agreement(district, title)
    bring(agreements=MELZO_AGREEMENTS)
    assert Agreement.objects.get().pk == by_hand.pk
    assert Agreement.objects.get().starts_on == date(2016, 1, 1)


def test_the_smallest_files_come_in_and_guess_nothing(bring: Bring) -> None:
    bring(
        organisations="code,name\nfilo,Il Filo\n",
        people="code,name\nanna,Anna Sala\n",
        agreements="title\nPatto\n",
        delegates="organisation,person,starts_on\nfilo,anna,2016-01-01\n",
        competences="organisation,description,starts_on\nfilo,Mediazione familiare,2016-01-01\n",
    )
    filo, anna, patto = Organisation.objects.get(), Person.objects.get(), Agreement.objects.get()
    assert (filo.code, filo.name, filo.kind, filo.municipality, filo.tax_code) == (
        "filo",
        "Il Filo",
        "other",
        None,
        "",
    )
    assert (anna.code, anna.name, anna.email, anna.is_synthetic) == ("anna", "Anna Sala", "", False)
    assert (patto.code, patto.kind, patto.starts_on) == ("patto", "other", None)
    assert Delegate.objects.values_list("kind", "ends_before").get() == ("delegate", None)
    assert Competence.objects.values_list("code", "kind", "user_area").get() == (
        "mediazione-familiare",
        "competence",
        "",
    )


def test_what_leaves_comes_back_the_same_in_another_district(
    district: District, elsewhere: District, melzo: Municipality, tmp_path: Path
) -> None:
    filo = organisation(
        district,
        "Il Filo",
        kind="cooperative",
        tax_code="00795710151",
        municipality=melzo,
        purpose="Prima riga\n=SECONDA",
    )
    caritas = organisation(district, "Caritas")
    anna = person(district, "Anna Sala", email="anna@example.org", phone="+39 02")
    voice(filo, anna, date(2015, 1, 1), date(2016, 1, 1))
    voice(filo, anna, date(2016, 1, 1), kind="alternate")
    offer(filo, "Mediazione", user_area="FAM")
    agreement(
        district,
        "Patto",
        kind="pact",
        starts_on=date(2016, 1, 1),
        ends_before=date(2017, 1, 1),
        parties=(filo, caritas),
    )
    agreement(district, "Senza date")
    files = []
    for place, folder in ((district, tmp_path / "one"), (elsewhere, tmp_path / "two")):
        bring_out(place, folder, "folder", registry=REGISTRY)
        files.append({path.name: path.read_bytes() for path in sorted(folder.iterdir())})
        if place is district:
            with transaction.atomic():
                bring_in(elsewhere, folder, by=Operator(), at=NOON, registry=REGISTRY)
    assert files[0] == files[1]
    assert files[0]["agreement_parties.csv"].decode().split() == [
        "agreement,organisation",
        "patto,caritas",
        "patto,il-filo",
    ]


def test_a_second_import_brings_up_to_date_and_leaves_what_the_file_does_not_say(
    district: District, bring: Bring
) -> None:
    organisation(district, "Filo", kind="cooperative", tax_code="00795710151", purpose="Famiglie")
    person(district, "Anna", email="anna@example.org")
    bring(organisations="code,name\nfilo,Il Filo\n", people="code,name\nanna,Anna Sala\n")
    assert Organisation.objects.values_list("name", "kind", "tax_code", "purpose").get() == (
        "Il Filo",
        "cooperative",
        "00795710151",
        "Famiglie",
    )
    assert Person.objects.values_list("name", "email").get() == ("Anna Sala", "anna@example.org")


def test_two_organisations_exchange_their_tax_codes_in_one_file(district: District, bring: Bring) -> None:
    organisation(district, "Uno", tax_code="00795710151")
    organisation(district, "Due", tax_code="00743110157")
    bring(organisations="code,name,tax_code\nuno,Uno,it00743110157\ndue,Due,00795710151\n")
    assert set(Organisation.objects.values_list("code", "tax_code")) == {
        ("uno", "00743110157"),
        ("due", "00795710151"),
    }


def test_every_wrong_cell_of_an_organisation_is_told_and_nothing_is_written(bring: Bring) -> None:
    with pytest.raises(WrongTables) as refused:
        bring(
            organisations=(
                "code,name,tax_code,email,website,municipality\n"
                "a,A,00795710152,no,,\n"
                "b,B,00795710151,,ftp://b.example,\n"
                "c,C,IT00795710151,c@example.org,https://c.example,\n"
                "d d,D,,,,999999\n"
            )
        )
    told = wrongs(refused)
    assert [(row, column, found) for _, row, column, found, _ in told] == [
        (2, "email", "«no»"),
        (2, "tax_code", "«00795710152»"),
        (3, "website", "«ftp://b.example»"),
        (4, "tax_code", "«IT00795710151»"),
        (5, "code", "«d d»"),
        (5, "municipality", "«999999»"),
    ]
    assert told[3][4] == "un codice fiscale non ripetuto: è già alla riga 3"
    assert Organisation.objects.count() == 0


def test_a_tax_code_of_an_organisation_that_stays_is_refused(district: District, bring: Bring) -> None:
    organisation(district, "Il Filo", tax_code="00795710151")
    with pytest.raises(WrongTables) as refused:
        bring(organisations="code,name,tax_code\ncaritas,Caritas,00795710151\n")
    assert wrongs(refused) == [
        (
            "organisations.csv",
            2,
            "tax_code",
            "«00795710151»",
            "un codice fiscale diverso da quello di «Il Filo»",
        )
    ]
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize("known_first", ["organisation", "person"])
def test_a_code_is_of_an_organisation_or_of_a_person_and_never_of_both(
    district: District, bring: Bring, known_first: str
) -> None:
    (organisation if known_first == "organisation" else person)(district, "Anna Sala")
    table = "people" if known_first == "organisation" else "organisations"
    with pytest.raises(WrongTables) as refused:
        bring(**{table: "code,name\nnuovo,Nuovo\nanna-sala,Altro\n"})
    assert [(sheet, row, column) for sheet, row, column, *_ in wrongs(refused)] == [
        (f"{table}.csv", 3, "code")
    ]
    assert (Organisation.objects.count(), Person.objects.count()) == (
        int(known_first == "organisation"),
        int(known_first == "person"),
    )


def test_a_code_of_both_in_the_same_files_is_refused(bring: Bring) -> None:
    with pytest.raises(WrongTables, match="organizzazioni e persone non ne hanno in comune"):
        bring(organisations="code,name\nanna,Anna\n", people="code,name\nanna,Anna\n")
    assert (Organisation.objects.count(), Person.objects.count()) == (0, 0)


def test_people_have_addresses_that_can_be_written_to(bring: Bring) -> None:
    with pytest.raises(WrongTables) as refused:
        bring(people="code,name,email\nanna,Anna,anna@\n")
    assert wrongs(refused) == [("people.csv", 2, "email", "«anna@»", "un indirizzo e-mail")]


def test_delegations_that_overlap_in_the_file_or_with_the_district_are_refused(
    district: District, bring: Bring
) -> None:
    filo, anna, luca = organisation(district, "Filo"), person(district, "Anna"), person(district, "Luca")
    voice(filo, anna, date(2016, 1, 1))
    voice(filo, luca, date(2015, 1, 1), date(2015, 7, 1))
    header = "organisation,person,kind,from,to\n"
    with pytest.raises(WrongTables) as refused:
        bring(
            delegates=f"{header}filo,luca,delegate,2016-01-01,\nfilo,luca,delegate,2018-01-01,\n"
            "filo,luca,alternate,2017-01-01,2016-12-30\n"
        )
    assert [(row, column) for _, row, column, *_ in wrongs(refused)] == [(3, "starts_on"), (4, "ends_before")]
    with pytest.raises(WrongTables) as refused:
        bring(delegates=f"{header}filo,luca,delegate,2016-01-01,\nfilo,anna,delegate,2015-06-01,2016-01-01\n")
    assert [(row, column, found) for _, row, column, found, _ in wrongs(refused)] == [
        (3, "starts_on", "«2015-06-01»")
    ]
    assert Delegate.objects.count() == 2
    bring(delegates=f"{header}filo,anna,delegate,2015-06-01,2015-12-31\nfilo,anna,alternate,2015-06-01,\n")
    assert Delegate.objects.count() == 4


def test_every_column_about_a_natural_person_says_so() -> None:
    personal = {
        f"{table.name}.{field.name}" for table in community.TABLES for field in table.fields if field.personal
    }
    assert personal == {"people.name", "people.email", "people.phone", "delegates.person"}
