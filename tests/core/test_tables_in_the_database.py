"""Tables on real rows: one command, one transaction, one line of the journal, and the database's own"
" refusals."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from ordito.core.access import Forbidden
from ordito.core.models import District, JournalEntry, Operator, Role, RoleKind, User
from ordito.core.tables import Field, Loading, Registry, Table, WrongTables, export_tables, import_tables
from tests.core.toy_tables import csv_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

NOW = datetime(2017, 1, 9, 8, 0, tzinfo=UTC)


def _people(district: District) -> Iterable[tuple[Any, ...]]:
    return User.objects.filter(roles__district=district).distinct().values_list("email", "name")


def _load_people(loading: Loading) -> None:
    for batch in loading.batches(2):
        people = [User(email=row["email"], name=row["name"]) for row in batch]
        loading.upsert(User, people, by=["email"], update=loading.given("name"))
    loading.forget("people")


def _roles(district: District) -> Iterable[tuple[Any, ...]]:
    rows = Role.objects.filter(district=district)
    return rows.values_list("user__email", "kind", "starts_on", "ends_before")


def _load_roles(loading: Loading) -> None:
    roles = []
    for row in loading:
        if row["kind"] == RoleKind.REGION:
            loading.wrong(row, "kind", "un ruolo dell'ambito")
            continue
        assert loading.pk_or_none("people", None) is None
        table, pk = loading.find(row["person"], "roles", "people")
        assert (table, pk) == ("people", loading.pk_or_none("people", row["person"]))
        period = {"starts_on": row["starts_on"], "ends_before": row["ends_before"]}
        roles.append(Role(district=loading.district, user_id=pk, kind=row["kind"], **period))
    loading.upsert(
        Role, roles, by=["user", "district", "kind", "starts_on"], update=loading.given("ends_before")
    )


REGISTRY = Registry(
    [
        Table(
            "people",
            "Persone",
            "",
            (
                Field("email", "string", "E-mail", required=True),
                Field("name", "string", "Nome", default=lambda row: row["email"]),
            ),
            room="core",
            primary_key=("email",),
            rows=_people,
            load=_load_people,
            keys=lambda _district: User.objects.values_list("email", "pk"),
        ),
        Table(
            "roles",
            "Ruoli",
            "",
            (
                Field("person", "string", "Persona", required=True, references="people.email"),
                Field("kind", "string", "Ruolo", required=True, choices=RoleKind.choices),
                Field("starts_on", "date", "Dal", required=True),
                Field("ends_before", "date", "Fino a"),
            ),
            room="core",
            primary_key=("person", "kind", "starts_on"),
            rows=_roles,
            load=_load_roles,
        ),
    ]
)


def bring_in(district: District, source: Path, by: User | Operator) -> Any:
    return import_tables(district, source, by=by, at=NOW, registry=REGISTRY)


def roles_file(tmp_path: Path, *rows: str) -> Path:
    return csv_file(tmp_path, "roles", "\n".join(["person,kind,starts_on,ends_before", *rows, ""]))


def test_rows_are_written_brought_up_to_date_and_journalled_in_one_deed(
    district: District, planner: User, tmp_path: Path
) -> None:
    people = "".join(f"{name}@example.org,{name.title()}\n" for name in ("ada", "bea", "ciro"))
    csv_file(tmp_path, "people", f"email,name\n{people}")
    roles_file(
        tmp_path,
        "ada@example.org,delegate,2016-01-01,",
        "giulia@example.org,plan_office,2010-01-01,2018-01-01",
    )
    came = bring_in(district, tmp_path, planner)
    assert came.rows == {"people": 3, "roles": 2}
    assert sorted(_roles(district)) == [
        ("ada@example.org", "delegate", date(2016, 1, 1), None),
        ("giulia@example.org", "plan_office", date(2010, 1, 1), date(2018, 1, 1)),
    ]
    (line,) = JournalEntry.objects.filter(deed="core.import_tables")
    assert (line.by, line.district, line.subject_name) == (planner, district, "Distretto 5 Melzo")
    assert line.changes == {"people": [None, 3], "roles": [None, 2]}


def test_an_export_of_real_rows_comes_back_to_the_same_bytes(
    district: District, elsewhere: District, planner: User, delegate: User, tmp_path: Path
) -> None:
    for form in ("folder", "zip", "xlsx"):
        export_tables(district, tmp_path / f"one.{form}", form, by=planner, registry=REGISTRY)
        bring_in(elsewhere, tmp_path / f"one.{form}", Operator())
        export_tables(elsewhere, tmp_path / f"two.{form}", form, by=Operator(), registry=REGISTRY)
    for one in (*(tmp_path / "one.folder").iterdir(), tmp_path / "one.zip", tmp_path / "one.xlsx"):
        two = (
            tmp_path / "two.folder" / one.name
            if one.parent != tmp_path
            else tmp_path / one.name.replace("one", "two")
        )
        assert one.read_bytes() == two.read_bytes()
    assert JournalEntry.objects.filter(deed="core.export_tables", by=planner).count() == 3


@pytest.mark.django_db(transaction=True)
def test_an_export_sees_the_district_as_it_was_at_one_moment(tmp_path: Path) -> None:
    district = District.objects.create(slug="melzo", name="Melzo")
    seen = []

    def level(_district: District) -> list[tuple[str, str]]:
        with connection.cursor() as cursor:
            cursor.execute("SHOW transaction_isolation")
            seen.append(cursor.fetchone())
        return []

    registry = Registry([replace(REGISTRY["people"], rows=level)])
    export_tables(district, tmp_path / "out", "folder", by=Operator(), registry=registry)
    assert seen == [("repeatable read",)]


def test_whoever_may_not_move_tables_neither_imports_nor_exports(
    district: District, delegate: User, stranger: User, tmp_path: Path
) -> None:
    source = csv_file(tmp_path, "people", "email\nada@example.org\n")
    for person in (delegate, stranger):
        with pytest.raises(Forbidden):
            bring_in(district, source, person)
        with pytest.raises(Forbidden):
            export_tables(district, tmp_path / "out", "folder", by=person, registry=REGISTRY)
    assert not User.objects.filter(email="ada@example.org").exists()
    assert not (tmp_path / "out").exists()


def test_what_the_database_refuses_undoes_the_tables_before_it(
    district: District, planner: User, tmp_path: Path
) -> None:
    csv_file(tmp_path, "people", "email\nada@example.org\n")
    roles_file(tmp_path, "ada@example.org,delegate,2016-01-01,2015-01-01")
    with pytest.raises(WrongTables) as refusal:
        bring_in(district, tmp_path, planner)
    (wrong,) = refusal.value.wrongs
    assert (wrong.sheet, wrong.row, wrong.column) == ("roles.csv", None, "")
    assert (
        wrong.expected == "righe che rispettino le regole del registro (vincolo «role_ends_after_it_starts»)"
    )
    assert not User.objects.filter(email="ada@example.org").exists()
    assert not JournalEntry.objects.filter(deed="core.import_tables").exists()


def test_a_value_that_does_not_fit_its_column_of_the_database_is_told_too(
    district: District, planner: User, tmp_path: Path
) -> None:
    csv_file(tmp_path, "people", f"email,name\nada@example.org,{'x' * 121}\n")
    with pytest.raises(WrongTables, match="varying\\(120\\)"):
        bring_in(district, tmp_path, planner)


def test_what_only_the_room_knows_is_told_like_the_rest(
    district: District, planner: User, tmp_path: Path
) -> None:
    source = roles_file(
        tmp_path,
        "giulia@example.org,region,2016-01-01,",
        "giulia@example.org,delegate,2016-01-01,",
        "giulia@example.org,Regione,2017-01-01,",
    )
    with pytest.raises(WrongTables) as refusal:
        bring_in(district, source, planner)
    assert [str(wrong) for wrong in refusal.value.wrongs] == [
        "roles.csv, riga 2, colonna «kind»: trovato «region»; atteso un ruolo dell'ambito.",
        "roles.csv, riga 4, colonna «kind»: trovato «region»; atteso un ruolo dell'ambito.",
    ]
    assert list(_roles(district)) == [("giulia@example.org", "plan_office", date(2010, 1, 1), None)]


def test_an_upsert_without_columns_to_update_leaves_rows_as_they_are(
    district: District, planner: User, tmp_path: Path
) -> None:
    bring_in(district, csv_file(tmp_path, "people", "email\ngiulia@example.org\n"), planner)
    assert User.objects.get(email="giulia@example.org").name == "Giulia Riva"
