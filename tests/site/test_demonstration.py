"""The four districts, loaded: what was published comes out of the queries, and nothing is done twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import transaction
from django.db.models import Sum
from django.test import override_settings

from ordito.community.models import Agreement, Organisation, Person
from ordito.core.models import District, JournalEntry, Operator, User
from ordito.core.tables import export_tables, import_tables
from ordito.governance.models import Body, Document, Mandate, Meeting, Minutes
from ordito.governance.queries import attendance_rates, sits_in
from ordito.governance.queries.reports import participation_report
from ordito.plan.models import AreaPlan, Objective, Reading
from ordito.plan.queries.comparisons import beside
from ordito.site.demo.accounts import ACCOUNTS
from ordito.site.demo.districts import DEMONSTRATIONS
from ordito.site.demo.load import accounts_file, load_demonstration, load_district
from ordito.site.demo.sheets import Sheets
from ordito.territory.models import Adjacency, Function, Place, Population, RolePlace
from ordito.territory.queries import overview_of, social_workers_needed

pytestmark = pytest.mark.django_db
SLUGS = [each.slug for each in DEMONSTRATIONS]
MELZO = next(each for each in DEMONSTRATIONS if each.slug == "melzo")


@pytest.fixture(scope="module", autouse=True)
def said(
    django_db_setup: None,
    django_db_blocker: pytest.FixtureDef[None],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[list[str]]:
    """Load everything once for all the tests here, and take it away at the end."""
    told: list[str] = []
    var = tmp_path_factory.mktemp("var")
    with django_db_blocker.unblock(), override_settings(VAR=var), transaction.atomic():  # type: ignore[attr-defined]
        load_demonstration(say=told.append)
        yield told
        transaction.set_rollback(True)


@pytest.fixture
def kept_file() -> Iterator[None]:
    """The file of the accounts is put back as it was; the database does that by itself."""
    kept = accounts_file().read_bytes()
    yield
    accounts_file().write_bytes(kept)


def district(slug: str) -> District:
    return District.objects.get(slug=slug)


def password() -> str:
    line = next(each for each in accounts_file().read_text("utf-8").splitlines() if "Password" in each)
    return line.partition(": ")[2]


# Melzo


def test_melzo_publishes_the_participation_that_it_published() -> None:
    report = participation_report(district("melzo"))
    assert report.columns == ("body", "meetings", "mean_attendance", "formal_members")
    assert {row[0]: row[1:] for row in report.rows} == {
        "labgo-famiglia": (4, 14, 28),
        "labgo-isel": (3, 8, 24),
        "labgo-migra": (6, 10, 13),
        "labgo-abitare": (2, 7, 16),
        "labgo-giovani": (1, 11, 25),
    }


def test_melzo_has_its_ten_bodies_and_who_gave_them_a_mandate() -> None:
    bodies = Body.objects.filter(district__slug="melzo")
    assert sorted(bodies.values_list("code", "mandated_by__code")) == [
        ("assemblea", None),
        ("labgo-abitare", "tavolo-tecnico"),
        ("labgo-famiglia", "tavolo-tecnico"),
        ("labgo-giovani", "tavolo-tecnico"),
        ("labgo-isel", "tavolo-tecnico"),
        ("labgo-migra", "assemblea"),
        ("labgo-sociosanitario", "tavolo-tecnico"),
        ("tavolo-tecnico", "assemblea"),
        ("tavolo-unificato", "tavolo-tecnico"),
        ("ufficio-piano", "assemblea"),
    ]
    mandates = Mandate.objects.filter(body__district__slug="melzo").order_by("body__code")
    assert list(mandates.values_list("body__code", "date")) == [
        ("labgo-abitare", None),
        ("labgo-famiglia", date(2016, 6, 7)),
        ("labgo-giovani", None),
        ("labgo-isel", date(2016, 6, 7)),
        ("labgo-migra", date(2016, 5, 31)),
    ]


def test_melzo_has_its_sixteen_meetings_on_their_days_and_the_others_are_marked() -> None:
    held = Meeting.objects.filter(district__slug="melzo", is_synthetic=False)
    assert held.filter(state="held").count() == held.count() == 16
    assert sorted(held.filter(body__code="labgo-migra").values_list("date", flat=True)) == [
        date(2016, 5, 9),
        date(2016, 5, 23),
        date(2016, 7, 25),
        date(2016, 9, 26),
        date(2016, 11, 14),
        date(2016, 12, 12),
    ]
    coming = Meeting.objects.filter(district__slug="melzo", state="convened").order_by("date")
    assert list(coming.values_list("body__code", "date", "is_synthetic")) == [
        ("labgo-giovani", date(2017, 1, 11), True),
        ("labgo-famiglia", date(2017, 1, 16), True),
        ("tavolo-tecnico", date(2017, 1, 18), True),
    ]


def test_melzo_has_its_six_documents_and_its_convention() -> None:
    documents = Document.objects.filter(district__slug="melzo")
    assert sorted(documents.values_list("body__code", "status")) == [
        ("labgo-famiglia", "adopted"),
        ("labgo-isel", "draft"),
        ("labgo-isel", "submitted"),
        ("labgo-migra", "adopted"),
        ("labgo-migra", "under_review"),
        ("labgo-migra", "under_review"),
    ]
    sent = documents.get(status="submitted")
    assert (sent.date, sent.submitted_to) == (
        date(2016, 12, 30),
        "Ministero del Lavoro e delle Politiche Sociali",
    )
    grid = documents.get(code="griglia-famiglia").versions.get()
    assert [line[:1] for line in grid.text.splitlines() if line[:1].isdigit()] == ["1", "2", "3", "4", "5"]
    convention = Agreement.objects.get(district__slug="melzo")
    assert (convention.starts_on, convention.last_day, convention.signed_on) == (
        date(2016, 1, 1),
        date(2018, 12, 31),
        date(2015, 11, 17),
    )


def test_thirty_five_organisations_of_the_third_sector_were_admitted_to_melzos_labs() -> None:
    admitted = Organisation.objects.filter(
        district__slug="melzo",
        kind__in=["cooperative", "association", "foundation"],
        memberships__is_formal=True,
    ).distinct()
    assert (admitted.count(), admitted.filter(is_synthetic=True).count()) == (35, 35)
    referents = Person.objects.filter(district__slug="melzo", memberships__body__code="tavolo-tecnico")
    assert referents.count() == 3


def test_an_organisation_left_a_lab_of_melzo_and_another_took_its_place() -> None:
    rates = {(rate.body, rate.member): rate.convened for rate in attendance_rates(district("melzo"))}
    assert rates["labgo-famiglia", "la-cimosa"] == 2
    assert rates["labgo-famiglia", "il-bandolo"] == 2
    assert rates["labgo-famiglia", "la-trama"] == 4


def test_every_state_of_attendance_is_seen_in_melzo() -> None:
    states = Meeting.objects.filter(district__slug="melzo").values_list("attendance__state", flat=True)
    assert set(states) - {None} == {"present", "delegate", "justified", "absent", "observer"}


def test_melzos_plan_is_adopted_and_shows_what_it_lacks() -> None:
    plan = AreaPlan.objects.get(district__slug="melzo", code="piano-2015-2017")
    assert (plan.state, plan.is_public, plan.is_synthetic) == ("adopted", True, True)
    assert set("abcdefg") - set(plan.sections.values_list("letter", flat=True)) == {"c", "e"}
    assert (plan.objectives.count(), plan.actions.count()) == (8, 21)
    assert not plan.actions.filter(budget__isnull=True).exists()
    assert not plan.actions.filter(indicators__isnull=True).exists()


def test_melzos_plan_is_held_against_the_one_before_it_that_was_concluded() -> None:
    plan = AreaPlan.objects.get(district__slug="melzo", code="piano-2015-2017")
    last = AreaPlan.objects.get(district__slug="melzo", followed_by=plan)
    assert (last.state, last.is_public, last.is_synthetic) == ("concluded", True, True)
    assert not last.actions.filter(is_synthetic=False).exists()
    view = beside(plan, last)
    assert (len(view.continued), len(view.new), len(view.dropped)) == (4, 4, 1)
    assert {each.name for each in view.indicators if each.before and each.now} >= {
        "Bambini e ragazzi iscritti",
        "Tirocini avviati",
    }


def test_minutes_that_were_sent_are_frozen_as_they_were() -> None:
    minutes = Minutes.objects.filter(meeting__district__slug="melzo")
    kept = {each.meeting.code: (each.status, each.versions.count()) for each in minutes}
    assert kept["labgo-famiglia-2016-07-18"] == ("approved", 2)
    assert kept["labgo-famiglia-2016-11-07"] == ("to_approve", 1)
    assert kept["labgo-isel-2016-11-30"] == ("draft", 0)
    assert "labgo-migra-2016-12-12" not in kept


# Frignano


def test_frignano_counts_the_inhabitants_of_the_deck_and_those_of_istat() -> None:
    deck = Population.objects.filter(municipality__district__slug="frignano", on__isnull=True)
    assert deck.aggregate(all=Sum("people"))["all"] == 41_006
    overview = overview_of(district("frignano"), date(2024, 3, 4))
    assert (overview.figures.people, overview.figures.area_km2) == (41_239, Decimal("689.53"))
    assert [row.name for row in overview.sub_areas] == ["Alto Frignano", "Basso Frignano", "Cimone"]
    needed = [round(float(need.workers), 2) for need in social_workers_needed(overview.figures.people or 0)]
    assert needed == [6.34, 8.25, 10.31]
    assert Adjacency.objects.filter(one__district__slug="frignano").count() == 18


def test_frignano_has_a_desk_in_every_municipality_and_two_health_houses() -> None:
    places = Place.objects.filter(district__slug="frignano", is_synthetic=False)
    assert places.filter(kind="desk").values("municipality").distinct().count() == 10
    houses = places.filter(kind="health_house").order_by("code")
    assert [
        (house.name, house.municipality and house.municipality.name, house.catchment.count())
        for house in houses
    ] == [
        ("Casa della Salute Alto Frignano", "Pievepelago", 3),
        ("Casa della Salute Cimone", "Fanano", 3),
    ]


def test_frignano_keeps_three_functions_at_the_centre_and_two_in_every_municipality() -> None:
    functions = Function.objects.filter(district__slug="frignano").order_by("level", "name")
    assert list(functions.values_list("level", "name", "starts_on", "is_synthetic")) == [
        (level, name, date(2014, 1, 1), False)
        for level, name in (
            ("central", "Amministrazione"),
            ("central", "Coordinamento per aree del piano"),
            ("central", "Tutela dei minori"),
            ("every_municipality", "Assistente sociale"),
            ("every_municipality", "Sportello sociale"),
        )
    ]


def test_the_design_of_2011_had_one_constraint() -> None:
    mandate = Mandate.objects.get(body__district__slug="frignano", body__code="progettazione-partecipata")
    assert "nessun aumento della spesa di personale" in mandate.object
    convention = Agreement.objects.get(district__slug="frignano", code="convenzione-2013")
    assert (convention.starts_on, convention.parties.count()) == (date(2014, 1, 1), 11)


# Crema and Reggio Emilia


def test_crema_gathers_its_plan_in_four_macro_groups() -> None:
    groups = Objective.objects.filter(plan__district__slug="crema").values_list("group", flat=True)
    assert set(groups) == {
        "Presa in carico integrata",
        "Lavoro di comunità",
        "Modello organizzativo",
        "Progetti sperimentali",
    }


def test_crema_held_three_workshops_of_which_the_month_is_known() -> None:
    workshops = Meeting.objects.filter(district__slug="crema", body__code="confronto")
    told = [(each.date.month, "giorno non pubblicato" in each.title) for each in workshops]
    assert told == [(11, True)] * 3
    mandate = Mandate.objects.get(body__code="gruppo-misto")
    assert (mandate.mandated_by_id, mandate.date) == (
        Body.objects.get(code="assemblea", district=district("crema")).pk,
        None,
    )
    assert district("crema").municipalities.filter(sub_area__isnull=False).count() == 48


def test_reggio_has_a_pact_of_over_eighty_actors_three_lines_and_two_great_objectives() -> None:
    pact = Agreement.objects.get(district__slug="reggio-emilia")
    assert (pact.kind, pact.signed_on, pact.parties.count() > 80) == ("pact", None, True)
    groups = list(
        Objective.objects.filter(plan__district__slug="reggio-emilia").values_list("group", flat=True)
    )
    assert (groups.count("Patto per il Welfare: tre linee strategiche"), len(groups)) == (3, 5)
    reading = Reading.objects.get(value=2_300)
    assert (reading.indicator.name, reading.indicator.is_synthetic) == (
        "Persone in accoglienza ai poli",
        False,
    )
    assert "il giorno del conteggio non è indicato" in reading.source


# Loading


def test_every_district_says_how_many_rows_it_brought(said: list[str]) -> None:
    assert [line.partition(":")[0] for line in said] == [each.name for each in DEMONSTRATIONS]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_district_stands_still_on_its_day(slug: str) -> None:
    found = district(slug)
    day = next(each.day for each in DEMONSTRATIONS if each.slug == slug)
    assert (found.is_demonstration, found.is_public, found.today()) == (True, True, day)


def test_loading_twice_changes_nothing() -> None:
    told: list[str] = []
    before = (JournalEntry.objects.count(), User.objects.count(), accounts_file().read_bytes())
    load_demonstration(say=told.append)
    assert (told, (JournalEntry.objects.count(), User.objects.count(), accounts_file().read_bytes())) == (
        [],
        before,
    )


def test_a_district_that_stops_half_way_leaves_nothing() -> None:
    District.objects.filter(slug="melzo").update(slug="il-primo-melzo")

    def stop(_sheets: Sheets) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        load_district(replace(MELZO, invent=stop), password=password())
    assert not District.objects.filter(slug="melzo").exists()
    assert Organisation.objects.filter(code="il-filo").count() == 1


def test_a_district_of_the_same_address_is_left_alone() -> None:
    District.objects.create(slug="nostro", name="Il nostro ambito")
    assert load_district(replace(MELZO, slug="nostro"), password=password()) == 0
    assert not Body.objects.filter(district__slug="nostro").exists()


def test_a_file_that_no_table_reads_is_a_mistake() -> None:
    def misspell(sheets: Sheets) -> None:
        sheets.tell("sub_areas", code="nord", name="Nord")
        sheets.tell("marziani", code="sud", name="Sud")

    with pytest.raises(ValueError, match="marziani"):
        load_district(replace(MELZO, slug="altrove", invent=misspell), password=password())


@pytest.mark.parametrize("slug", SLUGS)
def test_what_it_exports_comes_back_to_the_byte(slug: str, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    export_tables(district(slug), first, "folder", by=Operator())
    empty = District.objects.create(slug="vuoto", name="Vuoto", demonstration_day=district(slug).today())
    import_tables(empty, first, by=Operator(), at=empty.now())
    export_tables(empty, second, "folder", by=Operator())
    assert {path.name: path.read_bytes() for path in first.iterdir()} == {
        path.name: path.read_bytes() for path in second.iterdir()
    }


# Accounts


def test_everybody_in_the_file_can_sign_in_and_nobody_else_reads_it() -> None:
    assert accounts_file().stat().st_mode & 0o777 == 0o600
    text = accounts_file().read_text("utf-8")
    for email in [*(account.email for account in ACCOUNTS), "admin@example.org"]:
        assert email in text
        assert User.objects.get(email=email).check_password(password())


def test_each_account_has_its_role_and_the_region_has_it_everywhere() -> None:
    for account in ACCOUNTS:
        roles = User.objects.get(email=account.email).held_roles
        assert {(role.kind, role.district.slug) for role in roles} == {
            (account.kind, slug) for slug in account.districts
        }
    assert User.objects.get(email="admin@example.org").is_installation_admin


def test_the_delegate_sits_in_labgo_famiglia_and_not_in_migra() -> None:
    delegate = User.objects.get(email="delegato.melzo@example.org")
    famiglia, migra = (Body.objects.get(code=code) for code in ("labgo-famiglia", "labgo-migra"))
    assert (sits_in(delegate, famiglia), sits_in(delegate, migra)) == (True, False)
    assert delegate.name == Person.objects.get(account=delegate).name


def test_the_desk_operator_works_at_a_desk() -> None:
    post = RolePlace.objects.get(role__user__email="sportello.frignano@example.org")
    assert (post.place.code, post.starts_on) == ("sportello-fanano", date(2014, 1, 1))


def test_who_loses_the_file_gets_a_new_password(kept_file: None) -> None:
    former = password()
    accounts_file().unlink()
    load_demonstration(say=str)
    assert password() != former
    assert User.objects.get(email="ufficio.melzo@example.org").check_password(password())
