"""The pages of the register: what each reader sees, what each may do, and that no row costs a question."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ordito.community.models import Delegate
from ordito.core.models import District, User
from ordito.governance.commands.documents import add_document
from ordito.governance.models import (
    AgendaItem,
    Body,
    Decision,
    Document,
    Mandate,
    MeetingState,
    Membership,
    Minutes,
    Task,
)
from tests.conftest import signed_in
from tests.governance import register

if TYPE_CHECKING:
    from django.test import Client

JUNE, JULY = date(2016, 6, 1), date(2016, 7, 18)
MOST_QUERIES = 15


@pytest.fixture
def lab(district: District) -> Body:
    """LabGo Famiglia: two organisations and a person, two meetings and one to come, decisions, tasks."""
    table = register.body(district, "tavolo", name="Tavolo Tecnico", kind="technical_table")
    lab = register.body(
        district, "labgo", table, name="LabGo Famiglia", kind="lab", way_of_working="In plenaria"
    )
    register.body(district, "gruppo", lab, name="Gruppo nidi", kind="working_group")
    Mandate.objects.create(body=lab, mandated_by=table, object="Ricognizione dei servizi")
    alfa = register.organisation(district, "alfa", name="Cooperativa Alfa", kind="cooperative")
    beta = register.organisation(district, "beta", name="Associazione Beta")
    anna = register.person(district, "anna", name="Anna Sala")
    luca = register.person(district, "luca", name="Luca Ferri")
    sara = register.person(district, "sara", name="Sara Conti")
    Delegate.objects.create(organisation=alfa, person=luca, starts_on=JUNE, ends_before=date(2016, 9, 1))
    Delegate.objects.create(organisation=alfa, person=sara, starts_on=date(2016, 9, 1))
    for member in (alfa, beta, anna):
        register.seat(lab, member, JUNE)
    first = register.held(lab, JULY, {alfa: "present", beta: "absent", anna: "justified"})
    register.held(lab, date(2016, 9, 12), {alfa: "present", beta: "present"}, is_public=False)
    register.held(lab, date(2017, 1, 16), {}, state=MeetingState.CONVENED)
    item = AgendaItem.objects.create(meeting=first, position=1, title="Le esigenze")
    Decision.objects.create(meeting=first, number="1", agenda_item=item, text="Si fa la griglia")
    Minutes.objects.create(meeting=first, status="approved")
    Task.objects.create(meeting=first, number=1, text="Scrivere la griglia", due_on=date(2017, 1, 20))
    return lab


@pytest.fixture
def grid(lab: Body, planner: User) -> Document:
    return add_document(lab, by=planner, title="Griglia di sintesi")


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_tree_and_the_list_tell_how_each_body_is_taken_part_in(in_the_street: Client, lab: Body) -> None:
    page = shown(in_the_street, "/melzo/confronto/")
    assert page.count('class="branch"') == 3
    assert page.index("Tavolo Tecnico") < page.index("LabGo Famiglia") < page.index("Gruppo nidi")
    assert "1,5 su 3" in page
    assert "Ricognizione dei servizi" in page
    assert 'href="/melzo/confronto/labgo/incontri/labgo-2017-01-16/"' in page


def test_an_empty_register_teaches_how_to_begin(at_planners_desk: Client, in_the_street: Client) -> None:
    assert "ordito import bodies.csv --district melzo" in shown(at_planners_desk, "/melzo/confronto/")
    assert "ordito import" not in shown(in_the_street, "/melzo/confronto/")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=plenaria", ["labgo"]),
        ("tipo=lab", ["labgo"]),
        ("a=labgo", ["gruppo"]),
        ("mandato=con", ["labgo"]),
        ("mandato=senza", ["gruppo"]),
        ("stato=chiusi", ["vecchio"]),
        ("stato=attivi&sort=-met", ["labgo", "tavolo", "gruppo"]),
        ("sort=next&tipo=lab", ["labgo"]),
    ],
)
def test_bodies_are_searched_filtered_sorted_and_exported_as_shown(
    in_the_street: Client, lab: Body, asked: str, found: list[str]
) -> None:
    register.body(lab.district, "vecchio", ends_before=date(2016, 1, 1))
    sheet = in_the_street.get(f"/melzo/confronto/?{asked}&export=csv").content.decode("utf-8-sig")
    names = dict(Body.objects.values_list("name", "code"))
    rows = [line.split(",") for line in sheet.splitlines()[1:]]
    assert [names[row[0]] for row in rows] == found


def test_the_exported_list_writes_what_the_page_shows(in_the_street: Client, lab: Body) -> None:
    sheet = in_the_street.get("/melzo/confronto/?tipo=lab&export=csv").content.decode("utf-8-sig")
    assert sheet.splitlines() == [
        "Organismo,Tipo,Risponde a,Incontri,Partecipazione media,Prossimo incontro,Ultimo mandato",
        "LabGo Famiglia,Laboratorio,Tavolo Tecnico,2,1.5 / 3,16/01/2017,Ricognizione dei servizi",
    ]


def test_a_body_shows_its_register_to_whoever_works_there(
    at_planners_desk: Client, lab: Body, grid: Document
) -> None:
    page = shown(at_planners_desk, "/melzo/confronto/labgo/")
    for words in (
        "1,5 su 3",
        "data non indicata",
        "In plenaria",
        "Luca Ferri",
        "Sara Conti",
        "Anna Sala",
        "2 su 2",
        "1 delegato cambiato",
        "Griglia di sintesi",
        "Si fa la griglia",
        "Scrivere la griglia",
        "Gruppo nidi",
        "12/09/2016",
    ):
        assert words in page, words


def test_the_public_reads_no_person_and_nothing_that_is_not_public(
    in_the_street: Client, lab: Body, grid: Document
) -> None:
    page = shown(in_the_street, "/melzo/confronto/labgo/")
    for words in (
        "1,5 su 3",
        "Cooperativa Alfa",
        "Vi siede 1 persona",
        "Un altro incontro non è pubblico",
        "Si fa la griglia",
    ):
        assert words in page, words
    for words in (
        "Luca",
        "Sara Conti",
        "Anna",
        "Griglia di sintesi",
        "12/09/2016",
        "Scrivere la griglia",
        "giustificat",
    ):
        assert words not in page, words


def test_the_public_learns_nothing_of_a_person_by_searching_for_it(in_the_street: Client, lab: Body) -> None:
    found = in_the_street.get("/melzo/confronto/labgo/?q=anna", headers={"HX-Request": "true"}).content
    never = in_the_street.get("/melzo/confronto/labgo/?q=zzzz", headers={"HX-Request": "true"}).content
    assert found == never


def test_members_are_found_by_their_name_their_delegate_or_their_kind(
    at_planners_desk: Client, lab: Body
) -> None:
    def found(asked: str) -> list[str]:
        page = at_planners_desk.get(f"/melzo/confronto/labgo/?{asked}", headers={"HX-Request": "true"})
        return [name for name in ("Alfa", "Beta", "Anna") if name in page.content.decode()]

    assert found("q=béta") == ["Beta"]
    assert found("q=conti") == ["Alfa"]
    assert found("tipo=cooperative") == ["Alfa"]
    assert found("q=") == ["Alfa", "Beta", "Anna"]


def test_a_body_that_is_not_public_is_not_there_for_the_street(
    in_the_street: Client, at_planners_desk: Client, lab: Body
) -> None:
    Body.objects.filter(code="labgo").update(is_public=False)
    assert in_the_street.get("/melzo/confronto/labgo/").status_code == 404
    assert "LabGo" not in shown(in_the_street, "/melzo/confronto/")
    assert "non pubblico" in shown(at_planners_desk, "/melzo/confronto/labgo/")
    Body.objects.filter(code="labgo").update(is_public=True)
    Body.objects.filter(code="tavolo").update(is_public=False)
    assert "Tavolo Tecnico" not in shown(in_the_street, "/melzo/confronto/")
    assert "risponde a" not in shown(in_the_street, "/melzo/confronto/labgo/")


def test_a_closed_body_keeps_its_page_and_says_so(at_planners_desk: Client, lab: Body) -> None:
    Body.objects.filter(code="gruppo").update(ends_before=date(2016, 12, 1))
    page = shown(at_planners_desk, "/melzo/confronto/gruppo/")
    assert "chiuso il 30/11/2016" in page
    assert "Convoca un incontro" not in page
    assert shown(at_planners_desk, "/melzo/confronto/").count('class="branch"') == 2


def test_the_figure_opens_on_the_meetings_from_which_it_comes(
    in_the_street: Client, at_planners_desk: Client, lab: Body
) -> None:
    register.held(lab, date(2016, 10, 1), {}, head_count=3)
    register.held(lab, date(2016, 10, 2), {})
    page = shown(at_planners_desk, "/melzo/confronto/labgo/partecipazione/")
    for words in (
        "2 su 3",
        "le 6 presenze di 3 incontri, divise per 3",
        "si conosce solo quanti erano",
        "non si sa nulla",
    ):
        assert words in page, words
    assert "Un altro incontro non è pubblico" in shown(
        in_the_street, "/melzo/confronto/labgo/partecipazione/"
    )


def test_a_body_that_never_met_says_so_without_a_figure(in_the_street: Client, lab: Body) -> None:
    assert "ancora nessun incontro" in shown(in_the_street, "/melzo/confronto/gruppo/")
    assert "Non ci sono ancora incontri svolti" in shown(
        in_the_street, "/melzo/confronto/gruppo/partecipazione/"
    )


def test_the_meetings_leave_as_a_sheet_that_any_reader_may_have(in_the_street: Client, lab: Body) -> None:
    register.held(lab, date(2016, 10, 1), {}, head_count=3)
    register.held(lab, date(2016, 10, 2), {})
    sheet = in_the_street.get("/melzo/confronto/labgo/incontri.csv").content.decode("utf-8-sig")
    assert sheet.splitlines() == [
        "Data,Titolo,Stato,Presenti,Adesioni,Come si sa,Verbale",
        "2017-01-16,,convocato,,,,",
        "2016-10-02,,svolto,,3,non si sa,",
        "2016-10-01,,svolto,3,3,solo il numero,",
        "2016-07-18,,svolto,1,3,foglio firme,approvato",
    ]


def test_the_register_of_attendance_leaves_member_by_member(at_planners_desk: Client, lab: Body) -> None:
    gamma = register.organisation(lab.district, "gamma", name="Gamma")
    register.seat(lab, gamma, date(2016, 9, 1), date(2016, 10, 1), is_formal=False)
    register.held(lab, date(2016, 10, 1), {}, head_count=3)
    sheet = at_planners_desk.get("/melzo/confronto/labgo/presenze.csv").content.decode("utf-8-sig")
    assert sheet.splitlines() == [
        "Membro,Adesione,Dal,Fino al,Convocato,Presente,Giustificato,2016-07-18,2016-09-12,2016-10-01",
        "Anna Sala,formalizzata,2016-06-01,,2,0,1,assente giustificato,assente,non si sa",
        "Associazione Beta,formalizzata,2016-06-01,,2,1,0,assente,presente,non si sa",
        "Cooperativa Alfa,formalizzata,2016-06-01,,2,2,0,presente,presente,non si sa",
        "Gamma,su invito,2016-09-01,2016-09-30,1,0,0,non era membro,assente,non era membro",
    ]


def test_a_member_shows_every_meeting_that_was_its_own(at_planners_desk: Client, lab: Body) -> None:
    beta = Membership.objects.get(organisation__code="beta")
    beta.ends_before = date(2016, 9, 1)
    beta.save()
    register.held(lab, date(2016, 5, 1), {}, head_count=3)
    register.held(lab, date(2016, 8, 1), {}, head_count=3)
    register.held(lab, date(2016, 8, 2), {beta.organisation: "not_entitled"})
    page = shown(at_planners_desk, "/melzo/confronto/labgo/membri/beta/")
    for words in (
        "0 su 1",
        "dal 01/06/2016 al 31/08/2016",
        "non aveva titolo",
        "non si sa chi c'era",
        "fuori dall'adesione",
    ):
        assert words in page, words
    assert "Luca Ferri" in shown(at_planners_desk, "/melzo/confronto/labgo/membri/alfa/")
    assert "0 su 3" in shown(at_planners_desk, "/melzo/confronto/labgo/membri/anna/")
    assert at_planners_desk.get("/melzo/confronto/labgo/membri/nessuno/").status_code == 404


READERS = ("street", "stranger", "delegate", "planner")
PAGES: list[tuple[str, str, tuple[int, int, int, int]]] = [
    ("get", "", (200, 200, 200, 200)),
    ("get", "nuovo/", (302, 404, 403, 200)),
    ("get", "documenti/", (200, 200, 200, 200)),
    ("get", "labgo/", (200, 200, 200, 200)),
    ("get", "labgo/partecipazione/", (200, 200, 200, 200)),
    ("get", "labgo/incontri.csv", (200, 200, 200, 200)),
    ("get", "labgo/calendario.ics", (200, 200, 200, 200)),
    ("get", "labgo/presenze.csv", (302, 404, 200, 200)),
    ("get", "labgo/membri/alfa/", (302, 404, 200, 200)),
    ("get", "labgo/modifica/", (302, 404, 403, 200)),
    ("post", "labgo/chiudi/", (302, 404, 403, 422)),
    ("post", "labgo/riapri/", (302, 404, 403, 302)),
    ("get", "labgo/mandati/nuovo/", (302, 404, 403, 200)),
    ("get", "labgo/mandati/{mandate}/", (302, 404, 403, 200)),
    ("get", "labgo/ammetti/", (302, 404, 403, 200)),
    ("get", "labgo/adesioni/{seat}/", (302, 404, 403, 200)),
    ("post", "labgo/adesioni/{seat}/chiudi/", (302, 404, 403, 422)),
    ("post", "labgo/adesioni/{seat}/formalizza/", (302, 404, 403, 422)),
    ("post", "labgo/adesioni/{seat}/togli/", (302, 404, 403, 422)),
    ("get", "labgo/nuovo-documento/", (302, 404, 403, 200)),
    ("get", "labgo/documenti/labgo-griglia-di-sintesi/", (404, 404, 200, 200)),
    ("get", "labgo/documenti/labgo-griglia-di-sintesi/modifica/", (302, 404, 403, 200)),
    ("post", "labgo/documenti/labgo-griglia-di-sintesi/versioni/", (302, 404, 403, 422)),
    ("post", "labgo/documenti/labgo-griglia-di-sintesi/stato/", (302, 404, 403, 422)),
    ("get", "labgo/documenti/labgo-griglia-di-sintesi/versioni/1/", (404, 404, 404, 404)),
    ("get", "labgo/documenti/labgo-griglia-di-sintesi/versioni/1.pdf", (404, 404, 404, 404)),
    ("get", "nessuno/", (404, 404, 404, 404)),
]


@pytest.fixture
def readers(in_the_street: Client, stranger: User, delegate: User, planner: User) -> dict[str, Client]:
    clients = [in_the_street, signed_in(stranger), signed_in(delegate), signed_in(planner)]
    return dict(zip(READERS, clients, strict=True))


@pytest.mark.parametrize(("method", "path", "answers"), PAGES, ids=[f"{m} {p}" for m, p, _a in PAGES])
def test_each_page_opens_to_whom_it_should(
    readers: dict[str, Client], lab: Body, grid: Document, method: str, path: str, answers: tuple[int, ...]
) -> None:
    seat = Membership.objects.get(organisation__code="alfa")
    path = path.format(mandate=Mandate.objects.get().pk, seat=seat.pk)
    told = [getattr(readers[who], method)(f"/melzo/confronto/{path}").status_code for who in READERS]
    assert told == list(answers)


def grow(lab: Body, size: int) -> None:
    """Give the lab, and the district, many of everything."""
    district = lab.district
    members = [register.organisation(district, f"o{size}-{n}") for n in range(size)]
    for n, member in enumerate(members):
        speaker = register.person(district, f"p{size}-{n}")
        Delegate.objects.create(organisation=member, person=speaker, starts_on=JUNE)
        register.seat(lab, member, JUNE)
        other = register.body(district, f"b{size}-{n}", lab)
        Mandate.objects.create(body=other, mandated_by=lab, object="Mandato", date=date(2016, 6, 1 + n % 28))
        Mandate.objects.create(body=lab, mandated_by=other, object="Mandato", date=date(2016, 6, 1 + n % 28))
        register.held(other, date(2017, 1, 10 + n % 20), {}, state=MeetingState.CONVENED)
        meeting = register.held(
            lab, date(2016, 8, 1 + n % 28), dict.fromkeys(members, "present"), code=f"m{size}-{n}"
        )
        Decision.objects.create(meeting=meeting, number="1", text="Sì")
        Task.objects.create(
            meeting=meeting, number=1, text="Fare", organisation=member, due_on=date(2017, 1, 12)
        )
        Minutes.objects.create(meeting=meeting, status="approved")
        document = Document.objects.create(body=other, code=f"d{size}-{n}", title="Doc", is_public=True)
        Document.objects.create(body=lab, code=f"e{size}-{n}", title="Doc", is_public=True)
        del document


def cost(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


LISTED = [
    "confronto/",
    "confronto/?export=csv",
    "confronto/labgo/",
    "confronto/labgo/partecipazione/",
    "confronto/labgo/incontri.csv",
    "confronto/labgo/membri/alfa/",
    "confronto/labgo/presenze.csv",
    "confronto/labgo/ammetti/",
    "confronto/labgo/modifica/",
    "confronto/labgo/mandati/nuovo/",
    "confronto/documenti/",
    "confronto/labgo/documenti/labgo-griglia-di-sintesi/",
    "calendario/",
    "calendario.ics",
    "confronto/labgo/calendario.ics",
]


@pytest.mark.parametrize("path", LISTED)
def test_no_page_asks_more_for_thirty_rows_than_for_three(
    at_planners_desk: Client, lab: Body, grid: Document, path: str
) -> None:
    grow(lab, 3)
    few = cost(at_planners_desk, f"/melzo/{path}")
    grow(lab, 30)
    many = cost(at_planners_desk, f"/melzo/{path}")
    assert few == many
    assert many <= MOST_QUERIES


@pytest.mark.parametrize("path", ["confronto/", "confronto/labgo/", "confronto/documenti/", "calendario/"])
def test_public_pages_ask_no_more_either(in_the_street: Client, lab: Body, path: str) -> None:
    grow(lab, 3)
    few = cost(in_the_street, f"/melzo/{path}")
    grow(lab, 30)
    assert cost(in_the_street, f"/melzo/{path}") == few <= MOST_QUERIES
