"""The page of the map of opinions: what is told, to whom, with which words."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ordito.core.models import User
from ordito.participation.models import Contribution, CountedVote, Gathering, Process, Statement
from tests.conftest import signed_in
from tests.participation.ballot_town import NOON
from tests.participation.test_ballot_pages import rows_of, said
from tests.participation.test_opinion_map import ALIKE, OTHERS, phones, vote

STREET = Client()
WHERE = "/melzo/percorsi/labgo/raccolte/plenaria/opinioni/"


@pytest.fixture
def voted(plenary: Gathering) -> Gathering:
    """Two groups, on nine statements of which one comes from a contribution; the gathering is closed."""
    contribution = Contribution.objects.create(
        process=plenary.process, number=4, text="Spazi", kind="need", channel="note", at=NOON
    )
    statements = [
        Statement.objects.create(
            gathering=plenary,
            number=number,
            text=f"Frase {number}",
            contribution=contribution if number == 9 else None,
        )
        for number in range(1, 10)
    ]
    vote(statements, phones(plenary, 12), ALIKE)
    vote(statements, phones(plenary, 9), OTHERS)
    CountedVote.objects.create(statement=statements[0], table="1", agree=30, disagree=2, passed=1, at=NOON)
    Gathering.objects.filter(pk=plenary.pk).update(closes_at=NOON)
    plenary.refresh_from_db()
    return plenary


def test_what_unites_comes_first_then_each_group_then_what_divides(voted: Gathering) -> None:
    page = STREET.get(WHERE)
    text = said(page)
    order = [
        "Che cosa unisce tutti i gruppi",
        "Gruppo A: 12 persone",
        "Gruppo B: 9 persone",
        "Che cosa divide",
    ]
    assert [text.find(each) for each in order] == sorted(text.find(each) for each in order)
    assert -1 not in [text.find(each) for each in order]
    assert "d'accordo Frase 9 ( contributo 4 )" in text
    assert "1,00 ± 0,00" in text
    assert "21 votanti, 189 voti" in text
    assert "opinion_map" in text
    assert rows_of(page)[0] == [
        "1",
        "Frase 1",
        "12 d'accordo, 9 no, 0 passano mani contate: 30 d'accordo, 2 no, 1 passano",
        "100 %",
        "0 %",
    ]


def test_no_position_of_a_single_voter_leaves_the_server(voted: Gathering) -> None:
    page = STREET.get(WHERE).content.decode()
    found = re.search(r'<script id="opinion-data" type="application/json">(.*?)</script>', page)
    assert found is not None
    told = json.loads(found[1])
    assert [set(each) for each in told["groups"]] == [{"letter", "size", "x", "y"}] * 2
    assert {"groups", "lines"} == set(told)
    assert next(each["shares"] for each in told["lines"]) == [100, 0]


def test_where_groups_are_not_told_the_page_says_why_and_shows_the_counts(plenary: Gathering) -> None:
    statements = [Statement.objects.create(gathering=plenary, number=n, text=f"Frase {n}") for n in (1, 2)]
    vote(statements, phones(plenary, 4), [1, -1])
    vote(statements[:1], phones(plenary, 3), [1])
    Gathering.objects.filter(pk=plenary.pk).update(closes_at=NOON)
    page = STREET.get(WHERE)
    text = said(page)
    assert "I gruppi non si mostrano. Meno di 10 persone" in text
    assert "non si può dire: i voti sono troppo pochi" in text
    assert [row[2] for row in rows_of(page)] == [
        "7 d'accordo, 0 no, 0 passano",
        "meno di 5 voti: non si mostrano",
    ]
    assert "opinion-data" not in page.content.decode()


def test_while_the_gathering_is_open_only_who_facilitates_reads_the_map(
    voted: Gathering, planner: User, delegate: User
) -> None:
    Gathering.objects.update(closes_at=None)
    codes = [browser.get(WHERE).status_code for browser in (STREET, signed_in(delegate), signed_in(planner))]
    assert codes == [404, 404, 200]
    assert STREET.get(WHERE.replace("opinioni/", "opinioni.csv")).status_code == 404


def test_the_map_of_a_path_that_is_not_public_is_not_found(voted: Gathering, delegate: User) -> None:
    Process.objects.update(is_public=False)
    assert (STREET.get(WHERE).status_code, signed_in(delegate).get(WHERE).status_code) == (404, 200)


def test_a_hidden_contribution_is_not_linked(voted: Gathering) -> None:
    Contribution.objects.update(state="hidden", state_because="ci sono nomi")
    text = said(STREET.get(WHERE))
    assert ("Frase 9" in text, "contributo 4" in text) == (True, False)


def test_the_figures_leave_as_a_table(voted: Gathering) -> None:
    file = STREET.get(WHERE.replace("opinioni/", "opinioni.csv"))
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert rows[0][-2:] == ["Gruppo A: d'accordo, su cento", "Gruppo B: d'accordo, su cento"]
    assert rows[1] == ["1", "Frase 1", "21", "12", "9", "0", "30", "2", "1", "100", "0"]


def test_a_gathering_without_statements_teaches(plenary: Gathering) -> None:
    Gathering.objects.filter(pk=plenary.pk).update(closes_at=NOON)
    assert "Un'affermazione è una frase" in said(STREET.get(WHERE))


def test_the_map_asks_the_same_whatever_the_votes(voted: Gathering) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert STREET.get(WHERE).status_code == 200
        return len(seen)

    few = asked()
    statements = list(voted.statements.order_by("number"))
    vote(statements, phones(voted, 20), ALIKE)
    more = Statement.objects.create(gathering=voted, number=10, text="<script>alert(1)</script> \u202e 🧵")
    vote([more], list(voted.phones.all()[:30]), [1])
    assert (asked() == few, few <= 15) == (True, True)
    assert "<script>alert" not in STREET.get(WHERE).content.decode()


@pytest.mark.parametrize("form", ["docx", "odt", "pdf"])
def test_the_map_is_a_document_in_italian_whoever_reads(voted: Gathering, form: str) -> None:
    reader = Client(headers={"accept-language": "en"})
    answer = reader.get(WHERE.replace("opinioni/", f"opinioni.{form}"))
    assert answer["Content-Disposition"] == f'attachment; filename="plenaria-opinioni.{form}"'
    if form == "pdf":
        assert answer.content.startswith(b"%PDF-1.7")
        return
    name = "word/document.xml" if form == "docx" else "content.xml"
    text = re.sub(r"<[^>]+>", "", zipfile.ZipFile(io.BytesIO(answer.content)).read(name).decode())
    assert "D’accordo: Frase 9" in text.replace("'", "’").replace("&#39;", "’").replace("&apos;", "’")
    assert "Che cosa divide" in text


def test_a_document_of_a_map_without_groups_says_why(plenary: Gathering) -> None:
    Statement.objects.create(gathering=plenary, number=1, text="Frase 1")
    Gathering.objects.filter(pk=plenary.pk).update(closes_at=NOON)
    answer = STREET.get(WHERE.replace("opinioni/", "opinioni.docx"))
    text = zipfile.ZipFile(io.BytesIO(answer.content)).read("word/document.xml").decode()
    assert "Nessuno ha ancora votato." in re.sub(r"<[^>]+>", "", text)
    assert STREET.get(WHERE.replace("opinioni/", "opinioni.exe")).status_code == 404
