"""What only several rows or several tables can tell: repeated keys, unknown codes, circles, periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ordito.core.tables import Field, Registry
from tests.core.toy_tables import Exchange, Shelf, a_small_register, csv_file, refused

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def exchange() -> Exchange:
    return a_small_register()


def test_a_repeated_row_names_the_first(exchange: Exchange, tmp_path: Path) -> None:
    content = (
        "body,member,starts_on\ntavolo,rossi,2016-01-01\ntavolo,rossi,2016-02-01\ntavolo,rossi,2016-01-01\n"
    )
    told = refused(exchange, csv_file(tmp_path, "memberships", content))
    assert told[1] == (
        "memberships.csv, riga 4, colonna «body, member, starts_on»: trovato «tavolo, rossi, 2016-01-01»;"
        " atteso un"
        " valore non ripetuto: è già alla riga 2."
    )


def test_a_repeated_row_is_found_even_where_a_part_of_its_key_is_empty(
    exchange: Exchange, tmp_path: Path
) -> None:
    content = "body,member,starts_on\ntavolo,rossi,\ntavolo,rossi,\n"
    assert refused(exchange, csv_file(tmp_path, "memberships", content)) == [
        (
            "memberships.csv, riga 3, colonna «body, member, starts_on»: trovato «tavolo, rossi, »;"
            " atteso un valore non"
            " ripetuto: è già alla riga 2."
        )
    ]


def test_a_row_without_any_part_of_its_key_cannot_be_told_from_others(tmp_path: Path) -> None:
    shelf = Shelf()
    fields = [Field(name, "string", name) for name in ("code", "sub_code", "name")]
    exchange = Exchange(shelf, Registry([shelf.table("things", fields, ("code", "sub_code"))]))
    assert refused(exchange, csv_file(tmp_path, "things", "code,sub_code,name\n,1,uno\n,,due\n")) == [
        (
            "things.csv, riga 3, colonna «code, sub_code»: trovato una cella vuota; atteso un valore che"
            " distingua la riga."
        )
    ]


def test_two_meetings_that_derive_the_same_code_are_repeated(exchange: Exchange, tmp_path: Path) -> None:
    content = "body,date\ntavolo,2016-07-18\ntavolo,18/07/2016\n"
    assert refused(exchange, csv_file(tmp_path, "meetings", content)) == [
        (
            "meetings.csv, riga 3, colonna «code»: trovato «tavolo-20160718»; atteso un valore non"
            " ripetuto: è già alla"
            " riga 2."
        )
    ]


def test_a_derived_value_must_fit_its_field_too(exchange: Exchange, tmp_path: Path) -> None:
    exchange.put("bodies", {"code": "b" * 40, "name": "B", "kind": "lab"})
    told = refused(exchange, csv_file(tmp_path, "meetings", f"body,date\n{'b' * 40},2016-07-18\n"))
    assert told == [
        (
            f"meetings.csv, riga 2, colonna «code»: trovato «{'b' * 40}-20160718»; atteso un testo di al"
            " massimo 40"
            " caratteri."
        )
    ]


def test_a_unique_value_that_comes_twice_is_told(exchange: Exchange, tmp_path: Path) -> None:
    content = "istat_code,name\n000001,Fanano\n000002,\n000003,\n000004,Fanano\n"
    assert refused(exchange, csv_file(tmp_path, "places", content)) == [
        (
            "places.csv, riga 5, colonna «name»: trovato «Fanano»; atteso un valore non ripetuto: è già alla"
            " riga 2."
        )
    ]


def test_a_code_that_neither_the_files_nor_the_district_know_is_unknown(
    exchange: Exchange, tmp_path: Path
) -> None:
    csv_file(tmp_path, "people", "code,name\nverdi,Ugo Verdi\n")
    csv_file(
        tmp_path, "memberships", "body,member\ntavolo,verdi\ntavolo,rossi\ntavolo,aurora\ntavolo,Aurora\n"
    )
    assert refused(exchange, tmp_path) == [
        (
            "memberships.csv, riga 5, colonna «member»: trovato «Aurora»; atteso un codice che c'è nella"
            " tabella"
            " organisations o people, o già nell'ambito."
        )
    ]


def test_a_code_that_two_tables_have_is_not_guessed(exchange: Exchange, tmp_path: Path) -> None:
    csv_file(tmp_path, "organisations", "code,name\nrossi,Ditta Rossi\n")
    csv_file(tmp_path, "memberships", "body,member\ntavolo,rossi\n")
    assert refused(exchange, tmp_path) == [
        (
            "memberships.csv, riga 2, colonna «member»: trovato «rossi»; atteso un codice di una sola fra"
            " le tabelle"
            " organisations, people."
        )
    ]


def test_a_table_that_cannot_be_read_does_not_make_all_its_codes_unknown(
    exchange: Exchange, tmp_path: Path
) -> None:
    csv_file(tmp_path, "bodies", "code;name;kind\nnuovo;Nuovo;lab\naltro,Altro,lab\n")
    csv_file(tmp_path, "memberships", "body,member\naltro,rossi\n")
    csv_file(tmp_path, "attendance", "meeting,member,state\nm,aurora,present\n")
    assert [told.partition(",")[0] for told in refused(exchange, tmp_path)] == [
        "bodies.csv",
        "attendance.csv",
    ]


def test_a_wrong_row_still_tells_its_code_to_those_who_refer_to_it(
    exchange: Exchange, tmp_path: Path
) -> None:
    csv_file(tmp_path, "bodies", "code,name,kind,mandated_by\nnuovo,Nuovo,boh,\nsotto,Sotto,lab,nuovo\n")
    assert [told.partition(":")[0] for told in refused(exchange, tmp_path)] == [
        "bodies.csv, riga 2, colonna «kind»"
    ]


def test_a_body_does_not_mandate_itself(exchange: Exchange, tmp_path: Path) -> None:
    content = "code,name,kind,mandated_by\nlab,Lab,lab,lab\n"
    assert refused(exchange, csv_file(tmp_path, "bodies", content)) == [
        (
            "bodies.csv, riga 2, colonna «mandated_by»: trovato «lab»; atteso un codice diverso da quello"
            " della riga stessa."
        )
    ]


def test_mandates_do_not_go_in_circles(exchange: Exchange, tmp_path: Path) -> None:
    content = "code,name,kind,mandated_by\na,A,lab,c\nb,B,lab,a\nc,C,lab,b\nd,D,lab,a\n"
    assert refused(exchange, csv_file(tmp_path, "bodies", content)) == [
        (
            "bodies.csv, riga 2, colonna «mandated_by»: trovato «a → c → b → a»; atteso una catena che"
            " non torna su sé"
            " stessa."
        )
    ]


def test_a_circle_is_found_even_when_half_of_it_is_already_in_the_district(
    exchange: Exchange, tmp_path: Path
) -> None:
    content = "code,name,kind,mandated_by\nassemblea,Assemblea,assembly,tavolo\n"
    assert refused(exchange, csv_file(tmp_path, "bodies", content)) == [
        (
            "bodies.csv, riga 2, colonna «mandated_by»: trovato «assemblea → tavolo → assemblea»; atteso"
            " una catena che"
            " non torna su sé stessa."
        )
    ]


@pytest.mark.parametrize("end", ["2016-01-01", "2015-12-31"])
def test_a_period_does_not_end_before_it_starts(exchange: Exchange, tmp_path: Path, end: str) -> None:
    content = f"body,member,starts_on,ends_before\ntavolo,rossi,2016-01-01,{end}\n"
    assert refused(exchange, csv_file(tmp_path, "memberships", content)) == [
        (
            f"memberships.csv, riga 2, colonna «ends_before»: trovato «{end}»; atteso un giorno dopo"
            " «2016-01-01», quando"
            " il periodo comincia."
        )
    ]


def test_periods_of_the_same_seat_do_not_overlap(exchange: Exchange, tmp_path: Path) -> None:
    content = (
        "body,member,starts_on,ends_before\n"
        "tavolo,rossi,2016-01-01,2017-01-01\ntavolo,rossi,2017-01-01,\ntavolo,aurora,2016-06-01,\n"
        "tavolo,rossi,2016-12-31,2017-01-01\n"
    )
    assert refused(exchange, csv_file(tmp_path, "memberships", content)) == [
        (
            "memberships.csv, riga 5, colonna «starts_on»: trovato «2016-12-31»; atteso un periodo che"
            " non si sovrappone"
            " a quello della riga 2."
        )
    ]


def test_two_columns_that_must_differ_are_told_when_they_do_not(exchange: Exchange, tmp_path: Path) -> None:
    exchange.put("people", {"code": "tavolo", "name": "Tavolo"})
    assert refused(exchange, csv_file(tmp_path, "memberships", "body,member\ntavolo,tavolo\n")) == [
        (
            "memberships.csv, riga 2, colonna «member»: trovato «tavolo»; atteso un valore diverso da quello"
            " di «body»."
        )
    ]


def test_a_last_day_that_cannot_be_followed_by_another_is_told(exchange: Exchange, tmp_path: Path) -> None:
    content = "body,member,to\ntavolo,rossi,9999-12-31\n"
    (told,) = refused(exchange, csv_file(tmp_path, "memberships", content))
    assert told.startswith("memberships.csv, riga 2, colonna «ends_before»: trovato «9999-12-31»; atteso ")
