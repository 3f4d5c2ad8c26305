"""A wrong file is refused with everything that is wrong in it, and nothing of it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from ordito.core.tables import Wrong, WrongTables
from tests.core.toy_tables import Exchange, a_small_register, csv_file, refused, saved, sheet

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def exchange() -> Exchange:
    return a_small_register()


def test_every_wrong_cell_of_every_file_is_told_at_once(exchange: Exchange, tmp_path: Path) -> None:
    csv_file(tmp_path, "bodies", "code,name,kind,mandated_by\nlab,,circolo,\nx,X,lab,boh\n")
    csv_file(tmp_path, "places", 'istat_code,population,area_km2\n36011,-1,1.2345\n036011,tanti,"1,5"\n')
    assert refused(exchange, tmp_path) == [
        "places.csv, riga 2, colonna «istat_code»: trovato «36011»; atteso un testo della forma [0-9]{6}.",
        "places.csv, riga 2, colonna «population»: trovato «-1»; atteso un valore non minore di 0.",
        (
            "places.csv, riga 2, colonna «area_km2»: trovato «1.2345»; atteso un numero con al massimo 3"
            " decimali."
        ),
        (
            "places.csv, riga 3, colonna «population»: trovato «tanti»; atteso un numero intero senza"
            " separatori,"
            " per esempio 41006."
        ),
        (
            "places.csv, riga 3, colonna «area_km2»: trovato «1,5»; atteso un numero con il punto"
            " decimale e senza"
            " separatore delle migliaia, per esempio 1234.5."
        ),
        "bodies.csv, riga 2, colonna «kind»: trovato «circolo»; atteso uno fra assembly, lab, office.",
        (
            "bodies.csv, riga 2, colonna «name»: trovato una cella vuota; atteso un valore, che qui è"
            " obbligatorio."
        ),
        (
            "bodies.csv, riga 3, colonna «mandated_by»: trovato «boh»; atteso un codice che c'è nella"
            " tabella bodies,"
            " o già nell'ambito."
        ),
    ]


def test_a_refusal_tells_where_what_was_found_and_what_was_expected(
    exchange: Exchange, tmp_path: Path
) -> None:
    with pytest.raises(WrongTables) as refusal:
        exchange.bring_in(csv_file(tmp_path, "people", "code,name\n\nrossi,\n"))
    expected = "un valore, che qui è obbligatorio"
    assert refusal.value.wrongs == (Wrong("people.csv", 3, "name", "una cella vuota", expected),)
    assert str(refusal.value) == (
        "C'è 1 errore: non è stato scritto nulla.\n"
        "- people.csv, riga 3, colonna «name»: trovato una cella vuota; atteso un valore, che qui è"
        " obbligatorio."
    )


def test_a_file_wrong_everywhere_is_counted_whole_and_printed_in_part(
    exchange: Exchange, tmp_path: Path
) -> None:
    rows = "".join(f"c{number},\n" for number in range(12_000))
    with pytest.raises(WrongTables) as refusal:
        exchange.bring_in(csv_file(tmp_path, "people", f"code,name\n{rows}"))
    lines = str(refusal.value).splitlines()
    assert (refusal.value.total, len(refusal.value.wrongs), len(lines)) == (12_000, 10_000, 202)
    assert lines[0] == "Ci sono 12.000 errori: non è stato scritto nulla."
    assert lines[-1] == "… e altri 11.800."


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (
            "code,name\nrossi,Perché\n".encode("cp1252"),
            (
                "riga 2: trovato un carattere che non è in UTF-8: il file sembra in Windows-1252, il CSV"
                " semplice di Excel"
            ),
        ),
        (b"code,name\nrossi,\x81\n", "riga 2: trovato un carattere che non è in UTF-8"),
        ("code,name\nrossi,Anna\n".encode("utf-16"), ": trovato un file in UTF-16"),
        ("code,name\nrossi,Anna\n".encode("utf-16-le"), ": trovato un file in UTF-16"),
    ],
)
def test_a_file_that_is_not_utf_8_is_told_its_encoding_and_the_way_out(
    exchange: Exchange, tmp_path: Path, content: bytes, found: str
) -> None:
    (told,) = refused(exchange, csv_file(tmp_path, "people", content))
    assert told.removeprefix("people.csv").removeprefix(", ") == (
        f"{found}; atteso un file in UTF-8: in Excel salvare come «CSV UTF-8», in LibreOffice scegliere"
        " «Unicode (UTF-8)»."
    )


@pytest.mark.parametrize(
    ("content", "cells"),
    [
        ("code;name\nrossi;Anna\nverdi,Ugo\n", "una riga di 1 cella; atteso 2 celle"),
        ("code,name\nrossi,Anna\nverdi;Ugo;x\n", "una riga di 1 cella; atteso 2 celle"),
        ("code,name\nrossi,Anna,Maria\n", "una riga di 3 celle; atteso 2 celle"),
    ],
)
def test_a_file_that_changes_its_separator_on_the_way_is_not_guessed(
    exchange: Exchange, tmp_path: Path, content: str, cells: str
) -> None:
    (told,) = refused(exchange, csv_file(tmp_path, "people", content))
    assert (
        told.partition("trovato ")[2] == f"{cells} come nell'intestazione (vedere separatore e virgolette)."
    )


@pytest.mark.parametrize(
    "content", ['code,name\nrossi,"Anna\n', 'code,name\nrossi,"Anna"x\n', '"code,name\n']
)
def test_quotes_that_never_close_are_told_at_their_row(
    exchange: Exchange, tmp_path: Path, content: str
) -> None:
    (told,) = refused(exchange, csv_file(tmp_path, "people", content))
    row = 2 if content.startswith("code") else 1
    assert told == (
        f"people.csv, riga {row}: trovato virgolette aperte e mai chiuse, o una cella smisurata; atteso"
        " celle fra"
        " virgolette doppie, con le virgolette interne raddoppiate."
    )


def test_the_heading_is_judged_before_the_rows(exchange: Exchange, tmp_path: Path) -> None:
    content = "code,Name,NAME,colore\nrossi,Anna,Anna,blu\n"
    assert refused(exchange, csv_file(tmp_path, "people", content)) == [
        "people.csv, riga 1, colonna «NAME»: trovato un'altra volta la colonna «name»; atteso una sola.",
        (
            "people.csv, riga 1, colonna «colore»: trovato una colonna sconosciuta; atteso una fra code,"
            " name, phone."
        ),
    ]


def test_a_column_under_two_of_its_names_is_refused(exchange: Exchange, tmp_path: Path) -> None:
    content = "body,member,starts_on,from\ntavolo,rossi,2016-01-01,2016-01-01\n"
    assert refused(exchange, csv_file(tmp_path, "memberships", content)) == [
        (
            "memberships.csv, riga 1, colonna «from»: trovato un'altra volta la colonna «starts_on»; atteso"
            " una sola."
        )
    ]


def test_a_required_column_that_is_missing_is_named(exchange: Exchange, tmp_path: Path) -> None:
    assert refused(exchange, csv_file(tmp_path, "people", "code,phone\nrossi,1\n")) == [
        (
            "people.csv, riga 1, colonna «name»: trovato nessuna colonna con questo nome; atteso la"
            " colonna, che è"
            " obbligatoria."
        )
    ]


@pytest.mark.parametrize("content", ["", "\n\n", ",,\n"])
def test_an_empty_file_is_not_a_table(exchange: Exchange, tmp_path: Path, content: str) -> None:
    assert refused(exchange, csv_file(tmp_path, "people", content)) == [
        "people.csv: trovato un foglio vuoto; atteso un'intestazione e poi le righe."
    ]


def test_a_value_under_an_empty_heading_is_refused(exchange: Exchange, tmp_path: Path) -> None:
    assert refused(exchange, csv_file(tmp_path, "people", "code,,name\nrossi,,Anna\nverdi,x,Ugo\n")) == [
        "people.csv, riga 3: trovato «x»; atteso nessun valore dove l'intestazione è vuota."
    ]


def test_a_file_called_like_no_table_is_refused_with_the_names_of_the_tables(
    exchange: Exchange, tmp_path: Path
) -> None:
    told = refused(exchange, csv_file(tmp_path, "elenco", "code,name\nrossi,Anna\n"))
    assert told == [
        (
            "elenco.csv: trovato nessuna tabella conosciuta; atteso almeno una fra places, organisations,"
            " people, bodies,"
            " memberships, meetings, attendance."
        )
    ]


def test_a_file_called_almost_like_a_table_is_a_slip_of_the_pen(exchange: Exchange, tmp_path: Path) -> None:
    csv_file(tmp_path, "people", "code,name\n")
    csv_file(tmp_path, "meeting", "body,date\n")
    assert refused(exchange, tmp_path) == [
        "meeting.csv: trovato un nome che nessuna tabella ha; atteso «meetings»."
    ]


def test_the_same_table_twice_is_refused(exchange: Exchange, tmp_path: Path) -> None:
    csv_file(tmp_path, "places", "istat_code\n")
    csv_file(tmp_path, "boundaries", "istat_code\n")
    assert refused(exchange, tmp_path) == [
        "places.csv: trovato un'altra volta la tabella «places»; atteso una sola."
    ]


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff"])
def test_a_description_that_cannot_be_read_is_told(
    exchange: Exchange, tmp_path: Path, content: bytes
) -> None:
    csv_file(tmp_path, "people", "code,name\n")
    (tmp_path / "datapackage.json").write_bytes(content)
    assert refused(exchange, tmp_path) == [
        (
            "datapackage.json: trovato una descrizione che non è JSON; atteso un Data Package, o nessuna"
            " descrizione."
        )
    ]


def test_tables_of_a_version_to_come_are_not_guessed(exchange: Exchange, tmp_path: Path) -> None:
    exchange.bring_out(tmp_path, "folder")
    description = tmp_path / "datapackage.json"
    description.write_text(description.read_text().replace('"format": 1', '"format": 2'))
    assert refused(exchange, tmp_path) == [
        "datapackage.json: trovato una versione che questo programma non conosce; atteso la versione 1."
    ]


def test_merged_cells_are_told_where_they_are(exchange: Exchange) -> None:
    workbook = Workbook()
    made = workbook.create_sheet("people")
    for row in (["code", "name"], ["rossi", "Anna"], [None, "Ugo"]):
        made.append(row)
    made.merge_cells("A2:A3")
    told = "foglio people, riga 2: trovato celle unite: A2:A3; atteso una cella per ogni valore"
    assert refused(exchange, saved(workbook)) == [
        f"{told} (togliere «Unisci celle»).",
        (
            "foglio people, riga 3, colonna «code»: trovato una cella vuota; atteso un valore, che qui è"
            " obbligatorio."
        ),
    ]


def test_a_path_where_there_is_nothing_is_told(exchange: Exchange, tmp_path: Path) -> None:
    assert refused(exchange, tmp_path / "melzo") == [
        "melzo: trovato nessun file e nessuna cartella; atteso il percorso di ciò che si importa."
    ]


def test_a_heading_that_is_an_error_is_an_unknown_column(exchange: Exchange) -> None:
    (told,) = refused(exchange, sheet("people", ["code", "name", "#REF!"], ["rossi", "Anna"]))
    assert told.startswith("foglio people, riga 1, colonna «l'errore #REF!»: trovato una colonna sconosciuta")


def test_a_hidden_sheet_called_like_a_table_is_not_read_behind_ones_back(exchange: Exchange) -> None:
    workbook = Workbook()
    workbook.create_sheet("people").append(["code", "name"])
    workbook.create_sheet("bodies").append(["code", "name", "kind"])
    workbook["people"].sheet_state = "hidden"
    assert refused(exchange, saved(workbook)) == [
        "foglio people: trovato un foglio nascosto; atteso un foglio visibile, o nessuno."
    ]


def test_a_value_beyond_the_heading_of_a_sheet_is_refused(exchange: Exchange) -> None:
    made = sheet("people", ["code", "name"], ["rossi", "Anna", None, "dimenticato"])
    assert refused(exchange, made) == [
        "foglio people, riga 2: trovato «dimenticato»; atteso nessun valore dove l'intestazione è vuota."
    ]


def test_a_feature_without_its_parts_is_not_geojson(exchange: Exchange, tmp_path: Path) -> None:
    for content in (
        "{",
        '{"features":[{}]}',
        '{"features":[{"properties":{"x":NaN},"geometry":null}]}',
        "[]",
    ):
        (tmp_path / "places.geojson").write_text(content)
        assert refused(exchange, tmp_path) == [
            (
                "places.geojson: trovato un file che non è GeoJSON; atteso una FeatureCollection in"
                " GeoJSON, con proprietà"
                " e geometria in ogni elemento."
            )
        ]
