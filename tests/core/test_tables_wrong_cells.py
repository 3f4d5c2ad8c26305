"""A cell that does not hold what its field holds is told as the person wrote it, never guessed."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.core.toy_tables import Exchange, a_small_register, csv_file, refused, sheet

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def exchange() -> Exchange:
    return a_small_register()


@pytest.mark.parametrize(
    "found", ["42569", "18.07.2016", "18/07/16", "31/02/2016", "2016-07-18 10:00", "07/18/2016"]
)
def test_a_date_of_a_csv_is_written_as_a_date(exchange: Exchange, tmp_path: Path, found: str) -> None:
    (told,) = refused(exchange, csv_file(tmp_path, "meetings", f"body,date\ntavolo,{found}\n"))
    expected = "una data, per esempio 2016-07-18 o 18/07/2016"
    because = {
        "42569": ", non il numero con cui un foglio di calcolo conta i giorni",
        "31/02/2016": ", che esista nel calendario",
        "07/18/2016": ", che esista nel calendario",
    }.get(found, "")
    assert told == f"meetings.csv, riga 2, colonna «date»: trovato «{found}»; atteso {expected}{because}."


@pytest.mark.parametrize(
    ("column", "found", "expected"),
    [
        (
            "opened_at",
            "2016-07-18",
            "una data con l'ora, per esempio 2016-07-18T18:30:00+02:00 o 18/07/2016 18:30",
        ),
        (
            "opened_at",
            "31/02/2016 9:00",
            "una data con l'ora, per esempio 2016-07-18T18:30:00+02:00 o 18/07/2016 18:30",
        ),
        (
            "opened_at",
            "30/10/2016 02:30",
            "un'ora con il suo scarto, per esempio 2016-10-30T02:30:00+02:00: quella notte cambiò l'ora",
        ),
        ("starts_at", "25:00", "un'ora, per esempio 18:30"),
        ("starts_at", "alle nove", "un'ora, per esempio 18:30"),
        ("online", "forse", "«true» o «false» (anche «sì» o «no»)"),
    ],
)
def test_a_moment_and_a_yes_are_not_guessed(
    exchange: Exchange, tmp_path: Path, column: str, found: str, expected: str
) -> None:
    content = f"body,date,{column}\ntavolo,2016-07-18,{found}\n"
    (told,) = refused(exchange, csv_file(tmp_path, "meetings", content))
    assert told == f"meetings.csv, riga 2, colonna «{column}»: trovato «{found}»; atteso {expected}."


@pytest.mark.parametrize(
    ("column", "found", "expected"),
    [
        ("population", "41.006", "un numero intero senza separatori, per esempio 41006"),
        ("population", "9999999999", "un numero intero fra −2147483647 e 2147483647"),
        ("thousands", "9" * 400, "un numero intero senza separatori, per esempio 41006"),
        ("founded", "16", "un anno di quattro cifre, per esempio 2016"),
        ("founded", "2101", "un valore non maggiore di 2100"),
        (
            "area_km2",
            "1e3",
            "un numero con il punto decimale e senza separatore delle migliaia, per esempio 1234.5",
        ),
        ("area_km2", "9" * 40, "un numero con al massimo 3 decimali"),
        ("name", "x" * 61, "un testo di al massimo 60 caratteri"),
        ("name", "Fa\x00nano", "un testo senza caratteri nulli"),
        ("more", "{", "un valore in JSON"),
        ("more", "NaN", "un valore in JSON"),
        ("more", "1e999", "un valore in JSON"),
        ("more", '"\\ud800"', "un valore in JSON"),
        ("more", '{"a":["\\u0000"]}', "un valore in JSON"),
        ("more", "[" * 100_000, "un valore in JSON"),
        ("shape", "POINT(1 2)", "una geometria in GeoJSON"),
        ("shape", "[1]", "una geometria in GeoJSON"),
        ("shape", '{"type":"Feature"}', "una geometria in GeoJSON"),
        ("shape", '{"type":"Point","coordinates":1}', "una geometria in GeoJSON"),
        ("shape", '{"type":"GeometryCollection","coordinates":[]}', "una geometria in GeoJSON"),
    ],
)
def test_what_a_field_cannot_hold_is_told_in_its_own_words(
    exchange: Exchange, tmp_path: Path, column: str, found: str, expected: str
) -> None:
    cell = '"' + found.replace('"', '""') + '"'
    (told,) = refused(exchange, csv_file(tmp_path, "places", f"istat_code,{column}\n036011,{cell}\n"))
    assert told.partition("; atteso ")[2] == f"{expected}."


def test_thousands_and_decimals_are_not_confused_in_a_file_with_semicolons(
    exchange: Exchange, tmp_path: Path
) -> None:
    content = "istat_code;rate\n000001;1.234\n000002;1.234,5\n000003;1,2,3\n"
    told = refused(exchange, csv_file(tmp_path, "places", content))
    assert [each.partition("trovato ")[2] for each in told] == [
        f"«{found}»; atteso un numero senza separatore delle migliaia, per esempio 1234,5."
        for found in ("1.234", "1.234,5", "1,2,3")
    ]


@pytest.mark.parametrize(
    ("field", "found", "shown", "expected"),
    [
        ("code", datetime(2016, 7, 18), "«18/07/2016»", "un testo"),  # noqa: DTZ001 - workbooks know no zones
        ("code", datetime(2016, 7, 18, 9, 5), "«18/07/2016 09:05:00»", "un testo"),  # noqa: DTZ001
        ("code", True, "«VERO»", "un testo"),
        ("code", False, "«FALSO»", "un testo"),
        ("code", 1 / 3, "«0.3333333333333333»", "un testo"),
        ("date", datetime(2016, 7, 18, 9, 0), "«18/07/2016 09:00:00»", "una data, per esempio"),  # noqa: DTZ001
        ("date", 2016, "«2016»", "una data, per esempio"),
        ("date", 42569.5, "«42569.5»", "una data, per esempio"),
        ("date", True, "«VERO»", "una data, per esempio"),
        ("online", 2, "«2»", "«true» o «false»"),
        ("opened_at", 3, "«3»", "una data con l'ora"),
        ("starts_at", 18.3, "«18.3»", "un'ora, per esempio 18:30"),
        ("code", time(18, 30), "«18:30:00»", "un testo"),
        ("date", time(18, 30), "«18:30:00»", "una data, per esempio"),
        ("online", date(2016, 7, 18), "«18/07/2016»", "«true» o «false»"),
        ("online", "#N/A", "l'errore #N/A", "un valore"),
        ("date", "=TODAY()", "una formula mai calcolata", "un valore"),
    ],
)
def test_a_cell_of_a_workbook_is_what_its_type_says(
    exchange: Exchange, field: str, found: object, shown: str, expected: str
) -> None:
    row = {
        "code": "m",
        "body": "tavolo",
        "date": date(2016, 7, 18),
        "online": None,
        "opened_at": None,
        field: found,
    }
    (told,) = refused(exchange, sheet("meetings", list(row), list(row.values())))
    assert told.startswith(f"foglio meetings, riga 2, colonna «{field}»: trovato {shown}; atteso {expected}")


def test_a_year_and_a_whole_number_of_a_workbook_are_whole(exchange: Exchange) -> None:
    rows = [
        ["istat_code", "population", "founded", "rate"],
        ["000001", 1.5, 2016.5, True],
        ["000002", Decimal("1E+9"), 1e300, 1e-301],
    ]
    told = refused(exchange, sheet("places", *rows))
    assert [each.partition(": ")[0].removeprefix("foglio places, ") for each in told] == [
        "riga 2, colonna «population»",
        "riga 2, colonna «founded»",
        "riga 2, colonna «rate»",
        "riga 3, colonna «founded»",
        "riga 3, colonna «rate»",
    ]
