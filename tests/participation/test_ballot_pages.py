"""The pages of ballots: an oracle on small cases, who may do what, and what nobody may read."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ordito.core.models import District, RoleKind, User
from ordito.participation.commands.ballots import add_options, close_ballot
from ordito.participation.commands.papers import choose
from ordito.participation.models import Ballot, BallotPaper, Contribution, Process, Whom
from tests.conftest import person, signed_in
from tests.participation.ballot_town import (
    NOON,
    delegate_of,
    opened,
    opened_to,
    organisation,
    prepared,
    typed,
)
from tests.participation.conftest import OPERATOR

STREET = Client()
HERE = "/melzo/percorsi/labgo/scelte/"


def said(answer: HttpResponse) -> str:
    text = re.sub(r"<(script|style).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def rows_of(answer: HttpResponse, table: int = 0) -> list[list[str]]:
    """The cells of a table of the page, row by row."""
    body = re.findall(r"<tbody>(.*?)</tbody>", answer.content.decode(), flags=re.DOTALL)[table]
    return [
        [
            " ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split())
            for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, flags=re.DOTALL)
        ]
        for row in re.findall(r"<tr>(.*?)</tr>", body, flags=re.DOTALL)
    ]


def closed(ballot: Ballot) -> str:
    close_ballot(ballot, by=OPERATOR, at=NOON)
    return ballot.get_absolute_url()


# what came of it, by hand


def test_approvals_are_counted_with_ties_and_abstentions(path: Process) -> None:
    ballot = opened(path, "approval", "Compiti", "Affidi", "Orari")
    typed(ballot, {1: 1, 2: 1}, {1: 1}, {2: 1}, {3: 1}, {})
    page = STREET.get(closed(ballot))
    assert rows_of(page) == [
        ["1° a pari merito", "Compiti", "2", "50 % 50 %"],
        ["1° a pari merito", "Affidi", "2", "50 % 50 %"],
        ["3°", "Orari", "1", "25 % 25 %"],
    ]
    text = said(page)
    assert "Al primo posto, a pari merito: Compiti ; Affidi ." in text
    assert "1 scheda bianca" in text


def test_points_are_summed(path: Process) -> None:
    ballot = opened(path, "points", "Compiti", "Affidi", points=10)
    typed(ballot, {1: 10}, {1: 2, 2: 8}, {2: 9})
    assert rows_of(STREET.get(closed(ballot))) == [["1°", "Affidi", "17", "2"], ["2°", "Compiti", "12", "2"]]


def test_a_ranking_is_counted_by_borda_and_by_schulze_side_by_side(path: Process) -> None:
    """Three put A over B over C, two put B over C over A: Borda ties A and B at 6 … Schulze prefers A."""
    ballot = opened(path, "ranking", "A", "B", "C")
    typed(ballot, *[{1: 1, 2: 2, 3: 3}] * 3, *[{2: 1, 3: 2, 1: 3}] * 2)
    page = STREET.get(closed(ballot))
    assert rows_of(page) == [
        ["1°", "B", "7", "2° diverso"],
        ["2°", "A", "6", "1° diverso"],
        ["3°", "C", "2", "3°"],
    ]
    assert rows_of(page, 1) == [
        ["1. A", "—", "3", "3"],
        ["2. B", "2", "—", "5"],
        ["3. C", "2", "0", "—"],
    ]


def test_a_ranking_may_put_two_level_and_leave_some_out(path: Process) -> None:
    ballot = opened(path, "ranking", "A", "B", "C")
    typed(ballot, {1: 1, 2: 1}, {})
    page = STREET.get(closed(ballot))
    assert rows_of(page)[:2] == [
        ["1° a pari merito", "A", "1,5", "1° a pari merito"],
        ["1° a pari merito", "B", "1,5", "1° a pari merito"],
    ]
    assert "1 scheda bianca" in said(page)


def test_within_a_budget_both_ways_are_told_with_their_reasons(path: Process) -> None:
    """Three want the two parks, two the library; with 100 euros each has 20: the library is paid, 20 each."""
    ballot = opened(
        path, "budget", ("Parco nord", 50), ("Parco sud", 50), ("Biblioteca", 40), budget=Decimal(100)
    )
    typed(ballot, *[{1: 1, 2: 1}] * 3, *[{3: 1}] * 2)
    page = STREET.get(closed(ballot))
    assert rows_of(page) == [
        ["Parti uguali", "2", "90 €", "10 €", "0"],
        ["I più scelti", "2", "100 €", "0 €", "2"],
    ]
    told = {row[0].split(" 5")[0].split(" 4")[0]: row[1:] for row in rows_of(page, 1)}
    assert told["Biblioteca"] == [
        "si fa Lo pagano in parti uguali: 2 persone, 20 € a testa.",
        "non si fa È il 3° più scelto (2 persone): restavano 0 €, ne mancavano 40 €.",
    ]
    assert told["Parco nord"] == [
        "si fa Lo pagano in parti uguali: 3 persone, 16,67 € a testa.",
        "si fa È il 1° più scelto (3 persone): restavano 100 €, ci sta.",
    ]
    assert told["Parco sud"] == [
        (
            "non si fa Resta fuori: chi l'ha scelto (3 persone) aveva ancora insieme 10 €, e ne servivano "
            "altri 40 €."
        ),
        "si fa È il 2° più scelto (3 persone): restavano 50 €, ci sta.",
    ]
    assert "Diviso fra 5 schede fa 20 € a testa." in said(page)
    assert "2 schede vedono spendere di più in quello che hanno scelto, 3 di meno" in said(page)


def test_what_nobody_chose_is_not_bought_and_blank_papers_have_no_part(path: Process) -> None:
    ballot = opened(path, "budget", ("Compiti", 60), ("Affidi", 40), budget=Decimal(100))
    typed(ballot, {1: 1}, {})
    page = STREET.get(closed(ballot))
    assert rows_of(page)[0] == ["Parti uguali", "1", "60 €", "40 €", "0"]
    assert "Bilancio: 100 €, per l'unica scheda che ha scelto." in said(page)
    assert "Nessuno l'ha scelto." in said(page)


def test_what_is_left_is_used_by_raising_everybodys_part(path: Process) -> None:
    ballot = opened(path, "budget", ("Compiti", 60), ("Affidi", 30), budget=Decimal(100))
    typed(ballot, {1: 1}, {2: 1})
    text = said(STREET.get(closed(ballot)))
    assert "Diviso fra 2 schede fa 50 € a testa. La parte è poi cresciuta di 10 € per tutti" in text


def test_each_voter_and_nobody_else_reads_where_the_part_went(path: Process, delegate: User) -> None:
    opened_to(path, Whom.INSIDERS)
    ballot = opened(path, "budget", ("Compiti", 60), ("Affidi", 40), budget=Decimal(100))
    typed(ballot, {1: 1})
    number = choose(ballot, by=delegate, marks={1: 1}, at=NOON).number
    where = closed(ballot)
    own = said(signed_in(delegate).get(where))
    assert f"La tua scheda è la n. {number} La tua parte era di 50 €. È andata così: Compiti: 30 €" in own
    assert "Resta 20 €." in own
    assert str(number) not in said(STREET.get(where))


def test_a_ballot_without_papers_says_so(path: Process) -> None:
    for method in ("approval", "budget"):
        facts = {"budget": Decimal(100)} if method == "budget" else {}
        ballot = opened(path, method, ("A", 1), ("B", 2), **facts)
        typed(ballot, {})
        page = STREET.get(closed(ballot))
        assert "Nessuno ha scelto" in said(page)
        for form in ("csv", "docx"):
            assert STREET.get(f"{ballot.get_absolute_url()}risultato.{form}").status_code == 200


# what is not told


def test_while_it_is_open_nobody_sees_how_it_goes(path: Process, at_planners_desk: Client) -> None:
    ballot = opened(path, "approval", "Compiti", "Affidi")
    typed(ballot, {1: 1}, {1: 1})
    where = ballot.get_absolute_url()
    for browser in (STREET, at_planners_desk):
        page = browser.get(where)
        assert "<meter" not in page.content.decode()
        assert "nessuno vede come va" in said(page)
        assert "Schede 2" in said(page)
        for file in ("risultato.csv", "risultato.pdf", "schede.csv"):
            assert browser.get(where + file).status_code in {302, 404}


def test_papers_are_read_by_number_alone_and_by_who_facilitates(
    path: Process, district: District, planner: User, delegate: User
) -> None:
    opened_to(path, Whom.INSIDERS)
    caritas = organisation(district, "Caritas", path)
    anna = delegate_of(caritas, "Anna")
    ballot = opened(path, "approval", "Compiti", "Affidi", voters="organisation")
    number = choose(ballot, by=anna, marks={2: 1}, at=NOON, organisation=caritas).number
    where = closed(ballot)
    file = signed_in(planner).get(f"{where}schede.csv")
    assert list(csv.reader(io.StringIO(file.content.decode("utf-8-sig")))) == [
        ["Scheda", "1. Compiti", "2. Affidi"],
        [str(number), "", "1"],
    ]
    assert signed_in(delegate).get(f"{where}schede.csv").status_code == 403
    assert STREET.get(f"{where}schede.csv").status_code == 302
    for browser in (STREET, signed_in(planner), signed_in(delegate)):
        text = said(browser.get(where))
        assert ("Anna" in text, str(number) in text) == (False, False)


def test_the_others_of_an_organisation_see_who_has_chosen_and_not_what(
    path: Process, district: District
) -> None:
    opened_to(path, Whom.MEMBERS)
    caritas = organisation(district, "Caritas", path)
    anna, ugo = delegate_of(caritas, "Anna"), delegate_of(caritas, "Ugo")
    ballot = opened(path, "approval", "Compiti", "Affidi", voters="organisation")
    where = ballot.get_absolute_url()
    given = signed_in(anna).post(f"{where}scheda/", {"organisation": caritas.pk, "o2": "on"}, follow=True)
    assert "La scheda è data. Ha il numero" in said(given)
    theirs = signed_in(ugo).get(f"{where}scheda/")
    assert "Per Caritas ha già scelto Anna" in said(theirs)
    assert "checked" not in theirs.content.decode()
    own = signed_in(anna).get(f"{where}scheda/")
    assert own.content.decode().count("checked") == 1


# who may


def test_a_facilitator_prepares_and_the_office_opens_and_closes(
    path: Process, district: District, at_planners_desk: Client
) -> None:
    opened_to(path, Whom.INSIDERS)
    leads = signed_in(person("f@example.org", "Fulvia", district, RoleKind.FACILITATOR))
    typed_in = {"title": "Prima che cosa?", "method": "points", "points": "5", "voters": "person"}
    wrong = leads.post(f"{HERE}nuova/", typed_in | {"points": ""})
    assert (wrong.status_code, "Dire quanti punti" in said(wrong)) == (422, True)
    made = leads.post(f"{HERE}nuova/", typed_in, follow=True)
    where = made.redirect_chain[0][0]
    assert "Non c'è ancora nessuna opzione" in said(made)
    for title in ("Compiti", "Affidi", "Errore"):
        leads.post(f"{where}opzioni/", {"title": title})
    leads.post(f"{where}opzioni/3/togli/")
    leads.post(f"{where}opzioni/2/", {"title": "Affidi leggeri", "description": "Con le famiglie"})
    assert "la apre l'Ufficio di Piano" in said(leads.get(where))
    assert leads.post(f"{where}apri/", {}).status_code == 403
    for outsider in (STREET, signed_in(person("d@example.org", "Dora", district, RoleKind.DELEGATE))):
        assert outsider.get(where).status_code == 404
    at_planners_desk.post(f"{where}apri/", {"closes_at": ""})
    assert "Affidi leggeri" in said(STREET.get(where))
    assert leads.post(f"{where}chiudi/").status_code == 403
    assert at_planners_desk.post(f"{where}modifica/", typed_in).status_code == 422
    at_planners_desk.post(f"{where}chiudi/")
    late = leads.post(f"{where}schede/", {"on_paper": "1", "o1": "5"})
    assert (late.status_code, BallotPaper.objects.count()) == (422, 0)


def test_a_delegate_gives_a_paper_changes_it_and_finds_it_closed(
    path: Process, delegate: User, at_planners_desk: Client
) -> None:
    opened_to(path, Whom.INSIDERS)
    ballot = opened(path, "points", "Compiti", "Affidi", points=10)
    where, marco = ballot.get_absolute_url(), signed_in(delegate)
    too_many = marco.post(f"{where}scheda/", {"o1": "9", "o2": "9"})
    assert (too_many.status_code, "I punti sono 18" in said(too_many)) == (422, True)
    assert 'value="9"' in too_many.content.decode()
    for _twice in range(2):
        assert marco.post(f"{where}scheda/", {"o1": "7", "o2": "3"}).status_code == 302
    assert ballot.papers.count() == 1
    assert 'value="7"' in marco.get(f"{where}scheda/").content.decode()
    at_planners_desk.post(f"{where}chiudi/")
    refused = marco.post(f"{where}scheda/", {"o1": "10"})
    assert (refused.status_code, "La scelta non è aperta" in said(refused)) == (409, True)
    assert rows_of(STREET.get(where)) == [["1°", "Compiti", "7", "1"], ["2°", "Affidi", "3", "1"]]


def test_strangers_and_the_street_choose_nothing(
    path: Process, stranger: User, delegate: User, district: District
) -> None:
    ballot = opened(path, "approval", "Compiti", "Affidi")
    where = f"{ballot.get_absolute_url()}scheda/"
    assert STREET.get(where).status_code in {302, 403}
    assert signed_in(delegate).post(where, {"o1": "on"}).status_code == 403
    opened_to(path, Whom.INSIDERS)
    assert signed_in(stranger).post(where, {"o1": "on"}).status_code == 403
    gone = delegate_of(organisation(district, "Caritas", path), "Ida", ends_before=date(2017, 1, 1))
    theirs = opened(path, "approval", "Compiti", "Affidi", voters="organisation")
    late = signed_in(gone).post(f"{theirs.get_absolute_url()}scheda/", {"o1": "on"})
    assert (late.status_code, "a nome di nessuna" in said(late)) == (409, True)
    assert not BallotPaper.objects.exists()


def test_a_path_that_is_not_public_keeps_its_ballots(path: Process, delegate: User) -> None:
    ballot = opened(path, "approval", "Compiti", "Affidi")
    Process.objects.update(is_public=False)
    for where in (HERE, ballot.get_absolute_url()):
        assert STREET.get(where).status_code == 404
        assert signed_in(delegate).get(where).status_code == 200


def test_papers_of_paper_are_typed_one_after_the_other(path: Process, at_planners_desk: Client) -> None:
    ballot = opened(path, "ranking", "Compiti", "Affidi")
    where = f"{ballot.get_absolute_url()}schede/"
    at_planners_desk.post(where, {"on_paper": "1", "o1": "1", "o2": "1"})
    again = at_planners_desk.post(where, {"on_paper": "1", "o1": "2"})
    assert (again.status_code, "n. 1 è già stata scritta" in said(again)) == (422, True)
    page = at_planners_desk.get(where)
    assert "Già scritte n. 1" in said(page)
    at_planners_desk.post(f"{where}togli/", {"on_paper": "1"})
    assert at_planners_desk.post(f"{where}togli/", {"on_paper": "1"}).status_code == 422
    assert ballot.papers.count() == 0


# the thread, the files


def test_an_option_leads_back_to_its_contribution_while_it_is_shown(path: Process) -> None:
    contribution = Contribution.objects.create(
        process=path, number=7, text="Spazi per i compiti", kind="need", channel="note", at=NOON
    )
    ballot = prepared(path, "approval", "Altro")
    add_options(ballot, by=OPERATOR, contributions=[contribution])
    Ballot.objects.update(opens_at=NOON)
    where = ballot.get_absolute_url()
    assert f'href="{contribution.get_absolute_url()}"' in STREET.get(where).content.decode()
    Contribution.objects.update(state="hidden", state_because="ci sono nomi")
    assert contribution.get_absolute_url() not in STREET.get(where).content.decode()


def test_options_are_taken_by_the_numbers_of_the_contributions(
    path: Process, at_planners_desk: Client
) -> None:
    for number in (3, 7):
        Contribution.objects.create(
            process=path, number=number, text=f"Detto {number}", kind="need", channel="note", at=NOON
        )
    ballot = prepared(path, "approval")
    where = f"{ballot.get_absolute_url()}opzioni/prendi/"
    for wrong, told in (
        ("3, otto", "numeri separati da virgole"),
        ("3 99", "con il numero 99"),
        ("", "Dire da"),
    ):
        answer = at_planners_desk.post(where, {"contributions": wrong})
        assert (answer.status_code, told in said(answer)) == (422, True)
    at_planners_desk.post(where, {"contributions": "7; 3"})
    assert list(ballot.options.order_by("number").values_list("title", flat=True)) == ["Detto 7", "Detto 3"]


@pytest.mark.parametrize("form", ["docx", "odt", "pdf"])
def test_the_result_is_a_document_with_the_reasons(path: Process, form: str) -> None:
    ballot = opened(
        path, "budget", ("Parco nord", 50), ("Parco sud", 50), ("Biblioteca", 40), budget=Decimal(100)
    )
    typed(ballot, *[{1: 1, 2: 1}] * 3, *[{3: 1}] * 2)
    answer = STREET.get(f"{closed(ballot)}risultato.{form}")
    assert answer["Content-Disposition"] == f'attachment; filename="che-cosa-prima-risultato.{form}"'
    if form == "pdf":
        assert answer.content.startswith(b"%PDF-1.7")
        return
    name = "word/document.xml" if form == "docx" else "content.xml"
    text = re.sub(r"<[^>]+>", "", zipfile.ZipFile(io.BytesIO(answer.content)).read(name).decode())
    assert "Lo pagano in parti uguali: 2 persone, 20\u00a0€ a testa." in unescape(text)
    assert "in numeri esatti" in text


def test_the_result_is_a_table_that_runs_nothing(path: Process) -> None:
    ballot = opened(path, "approval", "=1+1", "Affidi")
    typed(ballot, {1: 1})
    answer = STREET.get(f"{closed(ballot)}risultato.csv")
    assert list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))) == [
        ["N.", "Opzione", "Posto", "Approvazioni", "Su cento schede"],
        ["1", "'=1+1", "1°", "1", "100"],
        ["2", "Affidi", "2°", "0", "0"],
    ]
    assert STREET.get(f"{ballot.get_absolute_url()}risultato.exe").status_code == 404


# bad input, and how much is asked


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "x" * 100_000, "\u202etxet", "🧵" * 100, "a\x00b"]
)
def test_bad_text_neither_breaks_nor_runs(path: Process, at_planners_desk: Client, text: str) -> None:
    ballot = prepared(path, "approval", "Altro")
    where = ballot.get_absolute_url()
    for address, name in ((f"{where}opzioni/", "title"), (f"{HERE}nuova/", "title")):
        typed_in = {
            name: text,
            "description": text,
            "method": "approval",
            "voters": "person",
            "question": text,
        }
        answer = at_planners_desk.post(address, typed_in, follow=True)
        assert answer.status_code in {200, 422}
        assert "<script>alert" not in answer.content.decode()
    answer = at_planners_desk.post(f"{where}schede/togli/", {"on_paper": text})
    assert answer.status_code == 422


@pytest.mark.parametrize("mark", ["-1", "1.5", "uno", "99999999999999999999", "\x00", "\u0661"])
def test_a_paper_with_nonsense_is_refused_and_not_guessed(path: Process, delegate: User, mark: str) -> None:
    opened_to(path, Whom.INSIDERS)
    for method in ("points", "ranking"):
        ballot = opened(path, method, "Compiti", "Affidi")
        answer = signed_in(delegate).post(f"{ballot.get_absolute_url()}scheda/", {"o1": mark})
        assert answer.status_code == 422 or ballot.papers.get().marks.get().value == 1
    assert BallotPaper.objects.count() <= 1


@pytest.mark.parametrize("method", ["approval", "ranking", "budget"])
def test_pages_ask_the_same_whatever_the_papers(
    path: Process, at_planners_desk: Client, delegate: User, method: str
) -> None:
    opened_to(path, Whom.INSIDERS)

    def grown(papers: int, options: int, contribution: Callable[[int], Contribution]) -> list[int]:
        facts = {"budget": Decimal(100)} if method == "budget" else {}
        ballot = prepared(path, method, ("Prima", 30), ("Seconda", 40), **facts)
        add_options(ballot, by=OPERATOR, contributions=[contribution(each) for each in range(options)])
        ballot.options.update(cost=20)
        Ballot.objects.filter(pk=ballot.pk).update(opens_at=NOON)
        typed(Ballot.objects.get(pk=ballot.pk), *[{1: 1}] * papers)
        where = ballot.get_absolute_url()
        asked = [HERE, where, f"{where}scheda/", f"{where}schede/"]
        counted = [queries(at_planners_desk, each) for each in asked]
        close_ballot(Ballot.objects.get(pk=ballot.pk), by=OPERATOR, at=NOON)
        return [
            *counted,
            queries(at_planners_desk, where),
            queries(at_planners_desk, f"{where}risultato.csv"),
        ]

    def contribution(number: int) -> Contribution:
        return Contribution.objects.create(
            process=path,
            number=Contribution.objects.count() + 1,
            text=f"Detto {number}",
            kind="need",
            channel="note",
            at=NOON,
        )

    few, many = grown(2, 2, contribution), grown(12, 9, contribution)
    assert few == many
    assert max(many) <= 15


def queries(browser: Client, where: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(where).status_code == 200
    return len(seen)
