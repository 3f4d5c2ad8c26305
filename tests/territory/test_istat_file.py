"""ISTAT's yearly file of residents, as it is downloaded."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from ordito.core.models import JournalEntry
from ordito.territory.commands import Counted, CountRefused, IstatFileRefused, count_people
from ordito.territory.models import Population
from tests.territory.conftest import OPERATOR, Towns

TITLE = '"Popolazione residente per età e sesso al 1° gennaio 2025"\n'
HEADING = '"Codice comune";"Comune";"Età";"Celibi";"Totale maschi";"Totale femmine";"Totale"\n'
OURS = ("999001", "999002")


def lines(code: str, men: int = 1, women: int = 2) -> str:
    ages = "".join(f'"{code}";"X";{age};0;{men};{women};{men + women}\n' for age in range(101))
    return ages + f'"{code}";"X";999;0;{101 * men};{101 * women};0\n'


def posas(
    *codes: str, title: str = TITLE, heading: str = HEADING, note: str = '"Nota: i dati sono provvisori"\n'
) -> str:
    return title + heading + "".join(lines(code) for code in codes) + note


def taken(towns: Towns, text: str | bytes, year: int | None = None) -> Counted:
    content = text.encode() if isinstance(text, str) else text
    return count_people(towns.district, by=OPERATOR, file=io.BytesIO(content), year=year)


def zipped(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name.replace("_csv", ".csv"), text)
    return out.getvalue()


def spoilt(archive: bytes) -> bytes:
    middle = len(archive) // 2
    return archive[:middle] + bytes(20) + archive[middle + 20 :]


def test_the_municipalities_of_the_district_are_taken_from_the_file_of_a_province(towns: Towns) -> None:
    told = taken(towns, posas("028001", *OURS))
    assert told == Counted("ISTAT", date(2025, 1, 1), 2, 606, ("Casale",))
    rows = Population.objects.filter(municipality=towns.alba, on=date(2025, 1, 1), age_from__gte=99)
    assert list(rows.order_by("age_from", "sex").values_list("sex", "age_from", "age_before", "people")) == [
        ("F", 99, 100, 2),
        ("M", 99, 100, 1),
        ("F", 100, None, 2),
        ("M", 100, None, 1),
    ]
    entry = JournalEntry.objects.get(deed="territory.count_people")
    assert entry.changes == {"source": [None, "ISTAT"], "on": [None, "2025-01-01"], "people": [None, 606]}


def test_a_count_of_the_same_day_is_brought_up_to_date_and_others_stay(towns: Towns) -> None:
    taken(towns, posas(*OURS))
    taken(towns, posas(*OURS).replace("0;1;2;3", "0;5;6;11"))
    assert Population.objects.filter(on=date(2025, 1, 1)).count() == 404
    assert (
        Population.objects.get(municipality=towns.alba, on=date(2025, 1, 1), sex="F", age_from=7).people == 6
    )
    assert Population.objects.filter(on=date(2023, 1, 1)).count() == 10


def test_an_estimate_is_another_source(towns: Towns) -> None:
    title = '"Popolazione residente per età e sesso al 1° gennaio 2026 (stima)"\n'
    assert taken(towns, posas(*OURS, title=title)).source == "ISTAT (stima)"


def test_the_archive_is_taken_as_it_is_downloaded(towns: Towns) -> None:
    assert taken(towns, zipped(POSAS_csv=posas(*OURS))).municipalities == 2


def test_plain_columns_and_commas_will_do_when_the_year_is_said(towns: Towns) -> None:
    text = posas(*OURS, title="", heading='"istat_code";"comune";"eta";"celibi";"maschi";"femmine";"t"\n')
    assert taken(towns, text.replace(";", ","), year=2025).on == date(2025, 1, 1)


@pytest.mark.parametrize(
    ("text", "year", "why"),
    [
        (posas(*OURS, title=""), None, "indicare l'anno"),
        (posas(*OURS, title=""), 1066, "indicare l'anno"),
        (posas(*OURS), 2024, "è del 1° gennaio 2025, non dell'anno indicato"),
        (posas("028001"), None, "nessuno dei comuni dell'ambito"),
        (
            posas(*OURS).replace('"999001";"X";50;0;1;2;3\n', ""),
            None,
            "non ha tutte le età, da 0 a 100: Alba",
        ),
        (posas(*OURS, "999001"), None, "non ha tutte le età, da 0 a 100: Alba"),
    ],
)
def test_a_count_that_is_not_whole_or_of_no_known_day_is_refused(
    towns: Towns, text: str, year: int | None, why: str
) -> None:
    with pytest.raises(CountRefused, match=why):
        taken(towns, text, year)
    assert Population.objects.filter(on=date(2025, 1, 1)).exists() is False


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "Non si trova l'intestazione"),
        (b"nome;cognome\nAda;Rossi\n", "Non si trova l'intestazione"),
        (posas(*OURS).encode("latin-1"), "non è in UTF-8"),
        (
            posas(*OURS).replace(";50;0;1;", ";50;0;x;").encode(),
            "Riga 53: l'età e le persone sono numeri interi",
        ),
        (posas(*OURS).replace(";50;0;1;", ";50;0;-1;").encode(), "Riga 53: l'età va da 0 a 100"),
        (posas(*OURS).replace('"X";50;', '"X";101;').encode(), "Riga 53: l'età va da 0 a 100"),
        (zipped(a_csv=posas(*OURS), b_csv=""), "un solo file CSV"),
        (zipped(a_csv=posas(*OURS))[:-30] + b"PK\x05\x06" + bytes(18), "rovinato|un solo file"),
        ((TITLE + HEADING).encode() + b'"999001";"X";0;0;' + b"1" * 200_000 + b";1;1\n", "numeri interi"),
        (spoilt(zipped(a_csv=posas(*OURS))), "Il file è rovinato"),
        (zipped(**{"../a_csv": posas(*OURS)}), "L'archivio è rovinato"),
    ],
    ids=[
        "empty",
        "something else",
        "windows",
        "letters",
        "negative",
        "too old",
        "two files",
        "broken",
        "huge",
        "spoilt inside",
        "escaping",
    ],
)
def test_a_file_that_is_not_istats_is_refused(towns: Towns, content: bytes, why: str) -> None:
    with pytest.raises(IstatFileRefused, match=why):
        taken(towns, content)
