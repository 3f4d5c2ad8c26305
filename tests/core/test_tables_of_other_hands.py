"""Files that other programs and other people wrote are read wherever they leave no doubt."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.core.toy_tables import Exchange, Shelf, a_small_register, csv_file, saved, sheet

if TYPE_CHECKING:
    from pathlib import Path

ROME = ZoneInfo("Europe/Rome")


@pytest.fixture
def exchange() -> Exchange:
    return a_small_register()


@pytest.mark.parametrize(
    "content",
    [
        "code,name,phone\nverdi,Ugo Verdi,02 1\n",
        "code;name;phone\nverdi;Ugo Verdi;02 1\n",
        "code\tname\tphone\nverdi\tUgo Verdi\t02 1\n",
        "\ufeffcode;name;phone\r\nverdi;Ugo Verdi;02 1\r\n",
        '"code","name","phone"\n"verdi","Ugo Verdi","02 1"\n',
        " Code , NAME ,phone\n verdi , Ugo Verdi , 02 1 \n",
        "phone,code,name,,\n\n02 1,verdi,Ugo Verdi,,\n,,,,\n",
        "code,name,phone\rverdi,Ugo Verdi,02 1\r",
    ],
)
def test_the_separator_the_mark_and_the_spaces_of_a_csv_do_not_matter(
    exchange: Exchange, tmp_path: Path, content: str
) -> None:
    exchange.bring_in(csv_file(tmp_path, "people", content))
    assert exchange.rows("people")[1:] == [{"code": "verdi", "name": "Ugo Verdi", "phone": "02 1"}]


def test_an_empty_cell_is_empty_however_many_spaces_it_holds(exchange: Exchange, tmp_path: Path) -> None:
    exchange.bring_in(csv_file(tmp_path, "places", "istat_code,name,population,founded\n036011,  ,, \n"))
    (place,) = exchange.rows("places")
    assert (place["name"], place["population"], place["founded"]) == ("", None, None)


def test_numbers_with_a_decimal_comma_come_from_files_with_semicolons(
    exchange: Exchange, tmp_path: Path
) -> None:
    content = "istat_code;area_km2;rate\n036011;89,91;-0,5\n036014;39.1;7\n"
    exchange.bring_in(csv_file(tmp_path, "places", content))
    assert [(row["area_km2"], row["rate"]) for row in exchange.rows("places")] == [
        (Decimal("89.91"), Decimal("-0.5")),
        (Decimal("39.1"), Decimal(7)),
    ]


@pytest.mark.parametrize(
    "written",
    ["2016-07-18", "18/07/2016", "18/7/2016", "2016-07-18T00:00:00", "18/07/2016 0:00", " 2016-07-18 "],
)
def test_a_date_is_read_the_italian_way_and_the_international_one(
    exchange: Exchange, tmp_path: Path, written: str
) -> None:
    exchange.bring_in(csv_file(tmp_path, "meetings", f"body,date\ntavolo,{written}\n"))
    assert [(row["code"], row["date"]) for row in exchange.rows("meetings")] == [
        ("tavolo-20160718", date(2016, 7, 18))
    ]


@pytest.mark.parametrize(
    "written",
    [
        "2016-07-18T18:30:00+02:00",
        "2016-07-18T16:30:00Z",
        "2016-07-18 18:30",
        "18/07/2016 18:30",
        "18/7/2016, 18:30:00",
    ],
)
def test_a_moment_without_its_zone_is_in_rome(exchange: Exchange, tmp_path: Path, written: str) -> None:
    exchange.bring_in(csv_file(tmp_path, "meetings", f'body,date,opened_at\ntavolo,2016-07-18,"{written}"\n'))
    assert [row["opened_at"] for row in exchange.rows("meetings")] == [
        datetime(2016, 7, 18, 18, 30, tzinfo=ROME)
    ]


@pytest.mark.parametrize("written", ["17:30", "17.30", "17:30:00", "17:30:00.0", " 17:30 "])
def test_an_hour_is_read_as_offices_write_it(exchange: Exchange, tmp_path: Path, written: str) -> None:
    exchange.bring_in(csv_file(tmp_path, "meetings", f"body,date,starts_at\ntavolo,2016-07-18,{written}\n"))
    assert [row["starts_at"] for row in exchange.rows("meetings")] == [time(17, 30)]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("sì", True), ("VERO", True), ("1", True), ("no", False), ("Falso", False), ("", None)],
)
def test_a_yes_is_a_yes_in_italian_too(
    exchange: Exchange, tmp_path: Path, written: str, meant: object
) -> None:
    exchange.bring_in(csv_file(tmp_path, "meetings", f"body,date,online\ntavolo,2016-07-18,{written}\n"))
    assert [row["online"] for row in exchange.rows("meetings")] == [meant]


@pytest.mark.parametrize("written", ["lab", "LAB", "Laboratorio", " laboratorio "])
def test_a_choice_is_understood_by_its_label_and_kept_by_its_code(
    exchange: Exchange, tmp_path: Path, written: str
) -> None:
    exchange.bring_in(csv_file(tmp_path, "bodies", f"code,name,kind\nl,L,{written}\n"))
    assert exchange.rows("bodies")[-1]["kind"] == "lab"


def test_a_last_day_becomes_the_day_before_which_the_period_ends(exchange: Exchange, tmp_path: Path) -> None:
    content = "body,member,from,to\ntavolo,rossi,2016-01-01,2018-12-31\ntavolo,aurora,2016-01-01,\n"
    exchange.bring_in(csv_file(tmp_path, "memberships", content))
    assert [(row["starts_on"], row["ends_before"]) for row in exchange.rows("memberships")] == [
        (date(2016, 1, 1), date(2019, 1, 1)),
        (date(2016, 1, 1), None),
    ]


def test_columns_to_be_ignored_are_not_read_and_columns_only_for_entering_are(
    exchange: Exchange, tmp_path: Path
) -> None:
    csv_file(tmp_path, "bodies", "code,name,kind,Appunti\nlab,Lab,lab,da rivedere\n")
    csv_file(tmp_path, "places", "istat_code,hint,thousands\n036011,qui,3\n")
    exchange.bring_in(tmp_path)
    (place,) = exchange.rows("places")
    assert (place["hint"], place["population"]) == ("qui", 3000)
    exchange.bring_out(tmp_path / "out", "folder")
    assert "hint" not in (tmp_path / "out" / "places.csv").read_text()


def test_rows_may_refer_to_rows_further_down_and_to_what_the_district_holds(
    exchange: Exchange, tmp_path: Path
) -> None:
    content = "code,name,kind,mandated_by\na,A,lab,b\nb,B,lab,tavolo\nassemblea,Assemblea,assembly,\n"
    exchange.bring_in(csv_file(tmp_path, "bodies", content))
    assert {row["code"]: row["mandated_by"] for row in exchange.rows("bodies")} == {
        "assemblea": None,
        "tavolo": "assemblea",
        "a": "b",
        "b": "tavolo",
    }


def test_a_row_that_exists_is_brought_up_to_date_only_in_the_columns_that_came(
    exchange: Exchange, tmp_path: Path
) -> None:
    exchange.put("people", {"code": "rossi", "name": "Anna Rossi", "phone": "02 1"})
    exchange.bring_in(csv_file(tmp_path, "people", "code,name\nrossi,Anna Bianchi\n"))
    assert exchange.rows("people") == [{"code": "rossi", "name": "Anna Bianchi", "phone": "02 1"}]


def test_only_some_tables_may_come_and_what_is_no_table_is_named(exchange: Exchange, tmp_path: Path) -> None:
    csv_file(tmp_path, "people", "code,name\nverdi,Ugo\n")
    csv_file(tmp_path, "synthesis_grid_family", "macro_issue\nCura\n")
    (tmp_path / "LEGGIMI.txt").write_text("ciao")
    (tmp_path / ".nascosto").write_text("")
    (tmp_path / "cartella").mkdir()
    came = exchange.bring_in(tmp_path)
    assert (came.rows, came.unread) == ({"people": 1}, ("LEGGIMI.txt", "synthesis_grid_family.csv"))


def test_a_foreign_package_description_does_not_hinder(exchange: Exchange, tmp_path: Path) -> None:
    csv_file(tmp_path, "people", "code,name\nverdi, Ugo \n")
    (tmp_path / "datapackage.json").write_text('{"name": "altri", "resources": []}')
    exchange.bring_in(tmp_path)
    assert exchange.rows("people")[-1]["name"] == "Ugo"


def test_features_of_geojson_are_rows(exchange: Exchange, tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [10.85, 44.3]}
    properties = {
        "istat_code": "036011",
        "name": "Fanano",
        "population": 2943,
        "area_km2": 89.91,
        "more": True,
    }
    features = [
        {"type": "Feature", "properties": properties, "geometry": point},
        {"type": "Feature", "properties": {"istat_code": "036014"}, "geometry": None},
    ]
    (tmp_path / "boundaries.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": features})
    )
    exchange.bring_in(tmp_path)
    first, second = exchange.rows("places")
    assert (first["name"], first["population"], first["area_km2"]) == ("Fanano", 2943, Decimal("89.91"))
    assert (first["shape"], first["more"], second["shape"]) == (point, True, None)


@pytest.mark.parametrize("folder", ["", "melzo/", "__MACOSX/"])
def test_an_archive_of_a_folder_is_read_as_the_folder(exchange: Exchange, folder: str) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "melzo/people.csv" if folder == "__MACOSX/" else f"{folder}people.csv", "code,name\nverdi,Ugo\n"
        )
        archive.writestr(f"{folder}._people.csv", "\x00")
    file.seek(0)
    came = exchange.bring_in(file)
    assert came.rows == {"people": 1}


def test_files_deeper_in_an_archive_are_named_and_not_read(exchange: Exchange) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("people.csv", "code,name\nverdi,Ugo\n")
        archive.writestr("vecchi/people.csv", "code,name\n")
    file.seek(0)
    assert exchange.bring_in(file).unread == ("vecchi/people.csv",)


def test_a_workbook_of_another_hand_is_read_by_the_types_of_its_cells(exchange: Exchange) -> None:
    rich = CellRichText("Lama ", TextBlock(InlineFont(b=True), "Mocogno"))
    workbook = Workbook()
    made = workbook.create_sheet("Places")
    made.append(["ISTAT_CODE", "name", "population", "area_km2", "founded", None, "note"])
    made.append(["036018", rich, 2634, 63.91, 1200, None, 12])
    made.append([36024000000000 // 10**9, "Montecreto", 930.0, 31, "1300", None, 0.5])
    made.append([None] * 7)
    made["A3"] = "036024"
    workbook["Sheet"].append(["appunti"])
    came = exchange.bring_in(saved(workbook))
    assert came.unread == ("foglio Sheet",)
    assert [(*tuple(row.values())[:6], row["note"]) for row in exchange.rows("places")] == [
        ("036018", "Lama Mocogno", 2634, Decimal("63.91"), None, 1200, "12"),
        ("036024", "Montecreto", 930, Decimal(31), None, 1300, "0.5"),
    ]


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_dates_of_a_workbook_are_read_from_either_beginning_of_time(
    exchange: Exchange, epoch: datetime | None
) -> None:
    workbook = Workbook()
    workbook.epoch = epoch or workbook.epoch
    made = workbook.create_sheet("meetings")
    made.append(["body", "date", "opened_at", "starts_at"])
    made.append(["tavolo", date(2016, 7, 18), datetime(2016, 7, 18, 18, 30, 15), time(9, 5)])  # noqa: DTZ001
    made.append(["tavolo", date(1908, 1, 31), None, time(0, 0)])
    exchange.bring_in(saved(workbook))
    assert [(row["date"], row["opened_at"], row["starts_at"]) for row in exchange.rows("meetings")] == [
        (date(2016, 7, 18), datetime(2016, 7, 18, 18, 30, 15, tzinfo=ROME), time(9, 5)),
        (date(1908, 1, 31), None, time(0, 0)),
    ]


@pytest.mark.parametrize(
    ("format_code", "serial", "meant"),
    [
        ("General", 42569, date(2016, 7, 18)),
        ("dd/mm/yyyy", 42569, date(2016, 7, 18)),
        ('[$-410]d mmmm yyyy;@" circa"', 42569, date(2016, 7, 18)),
        ("yyyy-mm-dd", 59, date(1900, 2, 28)),
        ("yyyy-mm-dd", 61, date(1900, 3, 1)),
    ],
)
def test_a_day_counted_by_a_workbook_is_that_day(
    exchange: Exchange, format_code: str, serial: int, meant: date
) -> None:
    workbook = Workbook()
    made = workbook.create_sheet("meetings")
    made.append(["body", "date"])
    made.append(["tavolo", serial])
    made["B2"].number_format = format_code
    exchange.bring_in(saved(workbook))
    assert exchange.rows("meetings")[0]["date"] == meant


def test_a_number_that_only_looks_like_money_is_a_number(exchange: Exchange) -> None:
    workbook = Workbook()
    made = workbook.create_sheet("places")
    made.append(["istat_code", "area_km2"])
    made.append(["036011", 89.91])
    made["B2"].number_format = '#,##0.00\\ "days"[$€-410];[Red]-0'
    exchange.bring_in(saved(workbook))
    assert exchange.rows("places")[0]["area_km2"] == Decimal("89.91")


WORKBOOK_TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=20
).filter(lambda text: text.strip() == text and not text.startswith("=") and "_x" not in text)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(WORKBOOK_TEXTS, st.integers(-(10**9), 10**9), st.dates(date(1900, 3, 1)), st.booleans()),
        max_size=5,
    )
)
def test_what_another_program_writes_in_a_workbook_is_what_is_read(
    rows: list[tuple[str, int, date, bool]],
) -> None:
    exchange = Exchange(Shelf())
    exchange.put("bodies", {"code": "a", "name": "A", "kind": "lab"})
    meetings = [["m" + str(place), "a", day, yes] for place, (_t, _n, day, yes) in enumerate(rows)]
    places = [[f"{place:06}", number, text] for place, (text, number, _d, _y) in enumerate(rows)]
    exchange.bring_in(sheet("meetings", ["code", "body", "date", "online"], *meetings))
    exchange.bring_in(sheet("places", ["istat_code", "rate", "note"], *places))
    assert [(row["date"], row["online"]) for row in exchange.rows("meetings")] == [row[2:] for row in rows]
    assert [(row["note"], row["rate"]) for row in exchange.rows("places")] == [row[:2] for row in rows]


def test_the_progress_is_told_while_judging_and_while_loading(exchange: Exchange, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    rows = "".join(f"c{number},N\n" for number in range(12_000))
    exchange.bring_in(
        csv_file(tmp_path, "people", f"code,name\n{rows}"),
        progress=lambda table, done, total: told.append((table, done, total)),
    )
    judging = [("people", done, 0) for done in (5_000, 10_000, 12_000)]
    assert told == [*judging, *(("people", done, 12_000) for done in (5_000, 10_000, 12_000))]
