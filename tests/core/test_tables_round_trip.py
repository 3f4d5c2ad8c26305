"""What is exported re-imports unchanged: into an empty district, and then out again to the same bytes."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from frictionless import Package
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from ordito.core.tables import Registry
from ordito.core.tables.escape import escaped, runs, unescaped
from ordito.core.tables.exporting import UnableToExport
from ordito.core.tables.xlsx_out import MOST_ROWS, TooManyRows, XlsxWriter
from ordito.core.tables.zip_out import FixedZip
from tests.core.toy_tables import Exchange, Shelf

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ordito.core.tables.exporting import Format

FORMS: tuple[Format, ...] = ("folder", "zip", "xlsx")
ROME = ZoneInfo("Europe/Rome")


def content(path: Path) -> Mapping[str, bytes]:
    """The bytes of a file, or of the files of a folder."""
    if path.is_dir():
        return {each.name: each.read_bytes() for each in path.iterdir()}
    return {path.name: path.read_bytes()}


def there_and_back(exchange: Exchange, form: Format) -> Mapping[str, bytes]:
    """Export, import into an empty district, export again: the two exports must be one."""
    with TemporaryDirectory() as name:
        first, second = Path(name) / "a" / "tables", Path(name) / "b" / "tables"
        first.parent.mkdir()
        second.parent.mkdir()
        exchange.bring_out(first, form)
        exchange.bring_in(first, exchange.empty)
        exchange.bring_out(second, form, exchange.empty)
        assert content(first) == content(second)
        return content(first)


def a_register() -> Exchange:
    exchange = Exchange(Shelf())
    point = {"type": "Point", "coordinates": [10.85, 44.3]}
    exchange.put(
        "places",
        {"istat_code": "036030", "name": "Pavullo nel Frignano", "population": 18103, "shape": point},
        {"istat_code": "036011", "name": "Fanano, «Cimone»", "area_km2": Decimal("89.91"), "founded": 1200},
    )
    exchange.put("organisations", {"code": "coop-aurora", "name": "Aurora"})
    exchange.put("people", {"code": "rossi", "name": "Anna Rossi", "phone": "+39 02 1234"})
    exchange.put(
        "bodies",
        {"code": "labgo-famiglia", "name": "LabGo Famiglia", "kind": "lab", "mandated_by": "tavolo"},
        {"code": "assemblea", "name": "Assemblea", "kind": "assembly"},
        {"code": "tavolo", "name": "Tavolo Tecnico", "kind": "office", "mandated_by": "assemblea"},
    )
    exchange.put(
        "memberships",
        {"body": "labgo-famiglia", "member": "coop-aurora", "starts_on": date(2016, 6, 7)},
        {"body": "assemblea", "member": "rossi", "ends_before": date(2019, 1, 1)},
    )
    exchange.put(
        "meetings",
        {"code": "famiglia-1", "body": "labgo-famiglia", "date": date(2016, 7, 18), "online": False},
        {
            "code": "f-2",
            "body": "labgo-famiglia",
            "date": date(1899, 9, 12),
            "opened_at": datetime(2016, 9, 12, 16, 30, tzinfo=UTC),
            "starts_at": time(17, 30),
        },
    )
    exchange.put("attendance", {"meeting": "famiglia-1", "member": "coop-aurora", "state": "present"})
    return exchange


@pytest.mark.parametrize("form", FORMS)
def test_an_export_into_an_empty_district_is_exported_to_the_same_bytes(form: Format) -> None:
    exchange = a_register()
    there_and_back(exchange, form)
    for table in exchange.registry:
        assert exchange.shelf.of(exchange.empty, table.name) == exchange.shelf.of(exchange.melzo, table.name)


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_district_exports_headings_that_import_as_nothing(form: Format) -> None:
    exchange = Exchange(Shelf())
    there_and_back(exchange, form)
    assert [exchange.rows(table.name, exchange.empty) for table in exchange.registry] == [[]] * 7


def test_rows_leave_sorted_by_their_key_whatever_their_order_in_the_district(tmp_path: Path) -> None:
    a_register().bring_out(tmp_path / "out", "folder")
    assert (tmp_path / "out" / "bodies.csv").read_bytes().decode() == (
        "code,name,kind,mandated_by\n"
        "assemblea,Assemblea,assembly,\n"
        "labgo-famiglia,LabGo Famiglia,lab,tavolo\n"
        "tavolo,Tavolo Tecnico,office,assemblea\n"
    )


def test_cells_are_written_as_everyone_reads_them(tmp_path: Path) -> None:
    a_register().bring_out(tmp_path / "out", "folder")
    read = {
        name: (tmp_path / "out" / f"{name}.csv").read_bytes().decode()
        for name in ("places", "meetings", "people")
    }
    assert read["places"] == (
        "istat_code,name,population,area_km2,rate,founded,shape,more,note\n"
        '036011,"Fanano, «Cimone»",,89.91,,1200,,,\n'
        '036030,Pavullo nel Frignano,18103,,,,"{""coordinates"":[10.85,44.3],""type"":""Point""}",,\n'
    )
    assert read["meetings"] == (
        "code,body,date,opened_at,online,starts_at\n"
        "f-2,labgo-famiglia,1899-09-12,2016-09-12T18:30:00+02:00,,17:30:00\n"
        "famiglia-1,labgo-famiglia,2016-07-18,,false,\n"
    )
    assert read["people"] == "code,name,phone\nrossi,Anna Rossi,'+39 02 1234\n"


def test_a_workbook_keeps_codes_as_texts_dates_as_dates_and_its_heading_in_sight(tmp_path: Path) -> None:
    a_register().bring_out(tmp_path / "out.xlsx", "xlsx")
    workbook = load_workbook(tmp_path / "out.xlsx")
    assert [(sheet.title, sheet.sheet_state, sheet.freeze_panes) for sheet in workbook][-3:] == [
        ("attendance", "visible", "A2"),
        ("_datapackage", "hidden", None),
        ("_long", "hidden", None),
    ]
    place = workbook["places"][2]
    assert [(cell.value, cell.data_type, cell.number_format) for cell in place[:4]] == [
        ("036011", "s", "@"),
        ("Fanano, «Cimone»", "s", "@"),
        (None, "n", "General"),
        (89.91, "n", "General"),
    ]
    meetings = workbook["meetings"]
    assert meetings["C3"].value == datetime(2016, 7, 18)  # noqa: DTZ001 - a workbook knows no zones
    assert meetings["C3"].number_format == "dd/mm/yyyy"
    assert meetings["C2"].value == "1899-09-12"
    assert meetings["D2"].value == datetime(2016, 9, 12, 18, 30)  # noqa: DTZ001
    assert meetings["E3"].value is False
    assert meetings["F2"].value == time(17, 30)
    assert [each.formula1 for each in workbook["bodies"].data_validations.dataValidation] == [
        '"assembly,lab,office"'
    ]


def test_the_description_inside_a_workbook_is_the_one_beside_the_csv(tmp_path: Path) -> None:
    exchange = a_register()
    exchange.bring_out(tmp_path / "out.xlsx", "xlsx")
    exchange.bring_out(tmp_path / "out", "folder")
    sheet = load_workbook(tmp_path / "out.xlsx")["_datapackage"]
    inside = "".join(str(row[0].value) for row in sheet.iter_rows(min_row=2))
    assert inside == (tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8")


def test_frictionless_finds_the_exported_package_right(tmp_path: Path) -> None:
    exchange = a_register()
    exchange.bring_out(tmp_path / "out", "folder")
    report = Package(str(tmp_path / "out" / "datapackage.json")).validate()
    assert report.flatten(["title", "note"]) == []


def test_frictionless_finds_what_the_schema_forbids(tmp_path: Path) -> None:
    a_register().bring_out(tmp_path / "out", "folder")
    bodies = tmp_path / "out" / "bodies.csv"
    bodies.write_text("code,name,kind,mandated_by\na,A,circolo,\na,A,lab,z\n")
    report = Package(str(tmp_path / "out" / "datapackage.json")).validate()
    found = {error[0] for error in report.flatten(["type"])}
    assert found == {"constraint-error", "primary-key", "foreign-key"}


def test_the_archive_and_the_workbook_carry_no_clock(tmp_path: Path) -> None:
    for form in ("zip", "xlsx"):
        a_register().bring_out(tmp_path / "out", form)
        with zipfile.ZipFile(tmp_path / "out") as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("form", ["zip", "xlsx"])
def test_an_open_file_is_written_and_read_as_a_path_is(form: Format, tmp_path: Path) -> None:
    exchange, file = a_register(), io.BytesIO()
    exchange.bring_out(file, form)
    exchange.bring_out(tmp_path / "tables", form)
    assert file.getvalue() == (tmp_path / "tables").read_bytes()
    file.seek(0)
    assert exchange.bring_in(file, exchange.empty).rows["bodies"] == 3


def test_a_second_export_takes_the_place_of_the_first_and_leaves_other_files_alone(tmp_path: Path) -> None:
    exchange = a_register()
    (tmp_path / "note.txt").write_text("mia")
    exchange.bring_out(tmp_path, "folder")
    exchange.put("organisations", {"code": "acli", "name": "ACLI"})
    exchange.bring_out(tmp_path, "folder")
    assert (tmp_path / "organisations.csv").read_text() == "code,name\nacli,ACLI\ncoop-aurora,Aurora\n"
    assert (tmp_path / "note.txt").read_text() == "mia"
    assert len(list(tmp_path.iterdir())) == 9


def test_an_export_that_fails_leaves_nothing_half_written(tmp_path: Path) -> None:
    exchange = a_register()
    exchange.put("places", {"istat_code": "036014", "rate": Decimal("NaN")})
    for form in FORMS:
        with pytest.raises(ValueError, match="cannot be written"):
            exchange.bring_out(tmp_path / form / "tables", form) if form == "folder" else exchange.bring_out(
                tmp_path / form, form
            )
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_folder_is_not_written_over_a_file_nor_into_an_open_file(tmp_path: Path) -> None:
    exchange = a_register()
    (tmp_path / "tables").write_text("")
    with pytest.raises(UnableToExport, match="«tables» è un file: serve una cartella"):
        exchange.bring_out(tmp_path / "tables", "folder")
    (tmp_path / "dir").mkdir()
    with pytest.raises(UnableToExport, match="«dir» è una cartella: serve il nome di un file"):
        exchange.bring_out(tmp_path / "dir", "xlsx")
    with pytest.raises(TypeError):
        exchange.bring_out(io.BytesIO(), "folder")


def test_a_table_too_long_for_a_sheet_is_refused_with_advice() -> None:
    exchange = Exchange(Shelf())
    with (
        FixedZip(io.BytesIO()) as archive,
        pytest.raises(
            TooManyRows, match="«people» ha più righe di quante un foglio può tenerne: esportare in CSV"
        ),
    ):
        XlsxWriter(archive, exchange.registry).write(exchange.registry["people"], [[]] * (MOST_ROWS + 1))


def test_a_column_that_the_table_does_not_declare_stops_the_export(tmp_path: Path) -> None:
    shelf = Shelf()
    exchange = Exchange(shelf)
    table = exchange.registry["people"]
    rows = [{"code": "rossi", "name": "Anna", "phone": None, "nickname": "Nina"}]
    exchange.registry = Registry([replace(table, rows=lambda _district: rows)])
    with pytest.raises(KeyError, match="nickname"):
        exchange.bring_out(tmp_path / "out", "folder")
    del rows[0]["nickname"]
    del rows[0]["phone"]
    exchange.bring_out(tmp_path / "out", "folder")
    assert (tmp_path / "out" / "people.csv").read_text() == "code,name,phone\nrossi,Anna,\n"


def test_what_would_run_in_a_spreadsheet_is_written_as_a_text_everywhere(tmp_path: Path) -> None:
    exchange = Exchange(Shelf())
    attacks = [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "'=1",
        "＝1",
        "\n=1",
        "=cmd|' /C calc'!A0",
    ]
    harmless = ["1-1", "'Ndrangheta", "a=b", "’=1"]
    for number, text in enumerate([*attacks, *harmless]):
        exchange.put("organisations", {"code": f"o{number:02}", "name": text})
    there_and_back(exchange, "folder")
    there_and_back(exchange, "xlsx")
    assert [row["name"] for row in exchange.rows("organisations", exchange.empty)] == [*attacks, *harmless]
    exchange.bring_out(tmp_path / "out.xlsx", "xlsx")
    cells = [row[1] for row in load_workbook(tmp_path / "out.xlsx")["organisations"].iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.quotePrefix for cell in cells] == [True] * len(attacks) + [False] * len(harmless)
    exchange.bring_out(tmp_path / "out.zip", "zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        written = [
            row[1] for row in csv.reader(io.StringIO(archive.read("organisations.csv").decode(), newline=""))
        ][1:]
    assert written == [f"'{attack}" for attack in attacks] + harmless


def test_texts_longer_than_a_cell_of_a_spreadsheet_travel_in_a_sheet_of_their_own(tmp_path: Path) -> None:
    exchange = Exchange(Shelf())
    texts = {"a": "è" * 100_000, "b": "😀" * 20_000, "c": "_long:1", "d": "x" * 32_767, "e": "😀" * 16_384}
    for code, text in texts.items():
        exchange.put("organisations", {"code": code, "name": text})
    there_and_back(exchange, "xlsx")
    assert {row["code"]: row["name"] for row in exchange.rows("organisations", exchange.empty)} == texts
    exchange.bring_out(tmp_path / "out.xlsx", "xlsx")
    sheet = load_workbook(tmp_path / "out.xlsx")["organisations"]
    assert [sheet.cell(row, 2).value for row in (2, 3, 4, 6)] == ["_long:1", "_long:2", "_long:3", "_long:4"]


def test_numbers_that_a_spreadsheet_would_round_are_kept_to_the_last_digit(tmp_path: Path) -> None:
    exchange = Exchange(Shelf())
    rates = [Decimal("0.12345678901234567890"), Decimal("12.50"), Decimal("-0.1"), 0.1, 7, Decimal("1E+20")]
    for number, rate in enumerate(rates):
        exchange.put("places", {"istat_code": f"{number:06}", "rate": rate})
    there_and_back(exchange, "xlsx")
    assert [str(row["rate"]) for row in exchange.rows("places", exchange.empty)] == [
        "0.12345678901234567890",
        "12.50",
        "-0.1",
        "0.1",
        "7",
        "100000000000000000000",
    ]


def test_an_hour_that_the_clock_skipped_is_the_one_after_it(tmp_path: Path) -> None:
    exchange = Exchange(Shelf())
    exchange.put("bodies", {"code": "a", "name": "A", "kind": "lab"})
    skipped = datetime(2016, 3, 27, 2, 30, tzinfo=ROME)
    exchange.put("meetings", {"code": "m", "body": "a", "date": skipped.date(), "opened_at": skipped})
    assert b",2016-03-27T03:30:00+02:00," in there_and_back(exchange, "folder")["meetings.csv"]
    exchange.put("meetings", {"code": "m", "body": "a", "opened_at": skipped.replace(tzinfo=None)})
    with pytest.raises(ValueError, match="does not say its zone"):
        exchange.bring_out(tmp_path / "out", "folder")


def test_the_two_same_hours_of_the_night_of_october_stay_two(tmp_path: Path) -> None:
    exchange = Exchange(Shelf())
    exchange.put("bodies", {"code": "a", "name": "A", "kind": "lab"})
    hours = [datetime(2016, 10, 30, 0, 30, tzinfo=UTC), datetime(2016, 10, 30, 1, 30, tzinfo=UTC)]
    for number, hour in enumerate(hours):
        exchange.put("meetings", {"code": f"{number}", "body": "a", "date": hour.date(), "opened_at": hour})
    there_and_back(exchange, "xlsx")
    assert [row["opened_at"] for row in exchange.rows("meetings", exchange.empty)] == hours


TEXTS = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"], exclude_characters="\x00"),
        st.sampled_from("=+-@'\"\t\r\n,; _x0DA\ufeff\x01\uffff"),
    ),
    max_size=12,
)
MOMENTS = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.sampled_from([UTC, ROME]))  # noqa: DTZ001
JSON = st.recursive(
    st.one_of(
        st.booleans(), st.integers(-(10**20), 10**20), st.floats(allow_nan=False, allow_infinity=False), TEXTS
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=5,
)
PLACES = st.fixed_dictionaries(
    {
        "istat_code": st.from_regex(r"[0-9]{6}", fullmatch=True, alphabet=st.sampled_from("0123456789")),
        "note": TEXTS,
        "population": st.none() | st.integers(0, 2**31 - 1),
        "area_km2": st.none() | st.decimals(-(10**6), 10**6, places=3),
        "rate": st.none()
        | st.builds(
            lambda digits, places: Decimal(f"{digits}E{places}"), st.integers(), st.integers(-40, 40)
        ),
        "founded": st.none() | st.integers(1000, 2100),
        "shape": st.none()
        | st.builds(
            lambda x, y: {"type": "Point", "coordinates": [x, y]}, st.floats(-180, 180), st.floats(-90, 90)
        ),
        "more": st.none() | JSON,
    }
)
MEETINGS = st.fixed_dictionaries(
    {
        "body": st.just("a"),
        "code": st.from_regex(r"[0-9a-z_-]{1,9}", fullmatch=True),
        "date": st.dates(),
        "opened_at": st.none() | MOMENTS,
        "online": st.none() | st.booleans(),
        "starts_at": st.none() | st.times(),
    }
)


def instant(value: object) -> object:
    """The moment itself: in the hour that comes twice, Python holds that no two zones ever agree."""
    return value.astimezone(UTC) if isinstance(value, datetime) else value


@settings(max_examples=60, deadline=None)
@given(
    places=st.lists(PLACES, max_size=4, unique_by=lambda row: row["istat_code"]),
    meetings=st.lists(MEETINGS, max_size=4, unique_by=lambda row: row["code"]),
    form=st.sampled_from(FORMS),
)
def test_whatever_a_district_holds_comes_back_the_same(
    places: list[dict[str, Any]], meetings: list[dict[str, Any]], form: Format
) -> None:
    exchange = Exchange(Shelf())
    exchange.put("places", *places)
    exchange.put("bodies", {"code": "a", "name": "A", "kind": "lab"})
    exchange.put("meetings", *meetings)
    there_and_back(exchange, form)
    for name, rows in (("places", places), ("meetings", meetings)):
        came = exchange.shelf.of(exchange.empty, name)
        for row in rows:
            back = next(each for key, each in came.items() if row.get("istat_code", row.get("code")) in key)
            assert {column: instant(back[column]) for column in row} == {
                column: instant(value) for column, value in row.items()
            }


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_the_apostrophe_that_disarms_a_formula_is_taken_away_and_no_other(text: str) -> None:
    assert unescaped(escaped(text)) == text
    assert not escaped(text).startswith(tuple("=+-@\t\r"))
    assert runs(text) == (escaped(text) != text)
