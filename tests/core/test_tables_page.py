"""The page on which a plan office takes its tables away and brings tables in."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import FileResponse
from django.test import Client

from ordito.core.forms import LARGEST_UPLOAD, TablesForm
from ordito.core.models import District, JournalEntry, RoleKind
from ordito.governance.models import Body, Mandate
from tests.conftest import person, signed_in

BODIES = b"code,name,kind\nlabgo-famiglia,LabGo Famiglia,lab\nassemblea,Assemblea dei sindaci,assembly\n"
WRONG = b"code,name,kind\nlabgo-famiglia,LabGo Famiglia,boh\n,Senza codice,lab\n"


def csv(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "text/csv")


def taken_away(desk: Client, form: str, slug: str = "melzo") -> bytes:
    answer = desk.get(f"/{slug}/tabelle/{form}/")
    assert isinstance(answer, FileResponse)
    return b"".join(answer)


def brought_in(desk: Client, *files: SimpleUploadedFile, slug: str = "melzo", **more: str) -> tuple[int, str]:
    answer = desk.post(f"/{slug}/tabelle/", {"sheets": list(files), **more})
    return answer.status_code, unescape(answer.content.decode())


def test_what_the_office_has_in_a_sheet_is_in_the_register_after_one_upload(
    at_planners_desk: Client, district: District
) -> None:
    status, said = brought_in(at_planners_desk, csv("bodies.csv", BODIES))
    assert (status, "bodies: 2 righe" in said) == (200, True)
    assert set(Body.objects.values_list("code", flat=True)) == {"labgo-famiglia", "assemblea"}
    assert JournalEntry.objects.filter(deed="core.import_tables").count() == 1


@pytest.mark.parametrize("form", ["xlsx", "zip"])
def test_what_is_taken_away_comes_back_the_same_in_another_district(
    at_planners_desk: Client, district: District, form: str
) -> None:
    brought_in(at_planners_desk, csv("bodies.csv", BODIES))
    other = District.objects.create(slug="vuoto", name="Vuoto", demonstration_day=date(2017, 1, 9))
    there = signed_in(person("lia@example.org", "Lia", other, RoleKind.PLAN_OFFICE))
    first = taken_away(at_planners_desk, form)
    assert brought_in(there, SimpleUploadedFile(f"melzo.{form}", first), slug="vuoto")[0] == 200
    assert taken_away(there, form, "vuoto") == first


def test_several_files_come_in_together_whatever_their_order(
    at_planners_desk: Client, district: District
) -> None:
    mandates = b"body,date,mandated_by,object\nlabgo-famiglia,2016-07-18,assemblea,Proposte per le famiglie\n"
    status, said = brought_in(
        at_planners_desk, csv("mandates.csv", mandates), csv("nota.csv", b"a\n1\n"), csv("bodies.csv", BODIES)
    )
    assert (status, "nota.csv non è una tabella" in said) == (200, True)
    assert Mandate.objects.get().mandated_by.code == "assemblea"


def test_a_wrong_file_is_told_cell_by_cell_and_nothing_is_written(
    at_planners_desk: Client, district: District
) -> None:
    status, said = brought_in(at_planners_desk, csv("bodies.csv", WRONG))
    assert (status, Body.objects.count()) == (422, 0)
    assert "Ci sono 2 errori" in said
    assert "«boh»" in said


def test_a_rehearsal_tells_what_would_come_in_and_writes_nothing(
    at_planners_desk: Client, district: District
) -> None:
    status, said = brought_in(at_planners_desk, csv("bodies.csv", BODIES), rehearse="1")
    assert (status, "bodies: 2 righe" in said, Body.objects.count()) == (200, True, 0)
    assert not JournalEntry.objects.filter(deed="core.import_tables").exists()


def test_no_file_another_kind_of_file_and_too_large_ones_are_refused_with_what_to_do(
    at_planners_desk: Client, district: District
) -> None:
    assert brought_in(at_planners_desk)[0] == 422
    status, said = brought_in(at_planners_desk, csv("foto.png", b"x"))
    assert (status, "«foto.png» non è un file di tabelle" in said) == (422, True)
    large = csv("bodies.csv", b"x")
    large.size = LARGEST_UPLOAD + 1
    form = TablesForm({}, {"sheets": [large]})  # type: ignore[dict-item]
    assert "ordito import" in str(form.errors)
    assert at_planners_desk.get("/melzo/tabelle/pdf/").status_code == 404


def test_two_files_of_one_name_or_a_name_too_long_are_refused_before_one_hides_the_other(
    at_planners_desk: Client, district: District
) -> None:
    other = csv("BODIES.csv", BODIES.replace(b"LabGo Famiglia", b"Un altro"))
    status, said = brought_in(at_planners_desk, csv("bodies.csv", BODIES), other)
    assert (status, "Due file hanno lo stesso nome" in said, Body.objects.count()) == (422, True, 0)
    status, said = brought_in(at_planners_desk, csv("è" * 200 + ".csv", BODIES))
    assert (status, "Il nome di un file è troppo lungo" in said) == (422, True)


def test_tabs_are_read_from_the_page_as_from_the_command(
    at_planners_desk: Client, district: District
) -> None:
    status, said = brought_in(at_planners_desk, csv("bodies.tsv", BODIES.replace(b",", b"\t")))
    assert (status, "bodies: 2 righe" in said) == (200, True)


def test_a_text_as_long_as_a_book_is_kept_whole_and_found_by_its_beginning(
    at_planners_desk: Client, district: District
) -> None:
    book = " ".join(f"parola{number:06}" for number in range(70_000))
    long = f"code,name,kind,way_of_working\nlibro,Libro,lab,{book}\n".encode()
    assert brought_in(at_planners_desk, csv("bodies.csv", long))[0] == 200
    assert Body.objects.get().way_of_working == book
    assert "Libro" in at_planners_desk.get("/melzo/cerca/?q=parola000007").content.decode()


@pytest.mark.parametrize("words", ["абвг{}-гдеж{}", "https://a{}.it/b{}", "𐌰𐌱𐌲𐌳{}-𐌴𐌵𐌶𐌷{}"])
def test_no_alphabet_and_no_address_makes_the_words_of_a_text_too_many_to_keep(
    district: District, words: str
) -> None:
    digits = str.maketrans("0123456789", "𐌰𐌱𐌲𐌳𐌴𐌵𐌶𐌷𐌸𐌹" if "𐌰" in words else "0123456789")
    text = " ".join(words.format(n, n).translate(digits) for n in range(10_000, 70_000))
    Body.objects.create(district=district, code="x", name="X", kind="lab", way_of_working=text)
    assert Body.objects.get().way_of_working == text


def test_strangers_and_delegates_move_no_table(
    district: District, delegate: object, stranger: object
) -> None:
    for who, expected in ((delegate, 403), (stranger, 404)):
        desk = signed_in(who)  # type: ignore[arg-type]
        answers = [
            desk.get("/melzo/tabelle/"),
            desk.get("/melzo/tabelle/zip/"),
            desk.post("/melzo/tabelle/", {}),
        ]
        assert [answer.status_code for answer in answers] == [expected] * 3
