"""What the register tells the house: its station, what is due, what a search finds, its deeds in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import AnonymousUser

from ordito.core.command import commands
from ordito.core.models import District, Operator, User
from ordito.governance.commands.documents import NewVersion, add_document, add_version
from ordito.governance.models import (
    AgendaItem,
    Body,
    Decision,
    Document,
    Mandate,
    MeetingState,
    Minutes,
    MinutesVersion,
    Task,
)
from ordito.governance.queries import at_home, deed_names, shelves, sits_in, tree
from tests.governance import register
from tests.home import found_on, told_by

if TYPE_CHECKING:
    from ordito.core.models import Actor

stations, due = told_by(at_home)
search = found_on(shelves)
TODAY = date(2017, 1, 9)
STREET = AnonymousUser()
NOON = datetime(2017, 1, 9, 11, tzinfo=UTC)


@pytest.fixture
def lab(district: District) -> Body:
    table = register.body(district, "tavolo", name="Tavolo Tecnico")
    lab = register.body(district, "labgo", table, name="LabGo Famiglia")
    register.seat(lab, register.organisation(district, "alfa"), date(2016, 1, 1))
    register.seat(lab, register.organisation(district, "beta"), date(2016, 1, 1), date(2016, 12, 1))
    register.held(lab, date(2016, 7, 18), {})
    register.held(lab, date(2016, 9, 12), {}, is_public=False)
    return lab


def test_the_station_counts_bodies_meetings_and_organisations_that_sit_today(
    district: District, planner: User, lab: Body
) -> None:
    (told,) = stations(district, planner, TODAY)
    assert (told.key, told.figure, told.what, told.url, told.due) == (
        "confronto",
        "2",
        "organismi al lavoro, 2 incontri svolti, 1 organizzazione",
        "/melzo/confronto/",
        "",
    )
    (public,) = stations(district, STREET, TODAY)
    assert public.what == "organismi al lavoro, 1 incontro svolto, 1 organizzazione"


@pytest.mark.parametrize(
    ("day", "hour", "words", "urgency"),
    [
        (date(2017, 1, 9), time(17, 0), "oggi 17:00: LabGo Famiglia", "soon"),
        (date(2017, 1, 10), None, "domani: LabGo Famiglia", "soon"),
        (date(2017, 2, 9), None, "tra 31 giorni: LabGo Famiglia", "calm"),
    ],
)
def test_the_station_says_what_meets_next(
    district: District, planner: User, lab: Body, day: date, hour: time | None, words: str, urgency: str
) -> None:
    register.held(lab, day, {}, state=MeetingState.CONVENED, starts_at=hour)
    (told,) = stations(district, planner, TODAY)
    assert (told.due, told.urgency) == (words, urgency)


def titles(district: District, user: Actor) -> list[str]:
    return [each.title for each in due(district, user, TODAY)]


def test_the_plan_office_is_told_of_mandates_that_end_or_are_missing(
    district: District, planner: User, delegate: User, lab: Body
) -> None:
    lab.meetings.all().delete()
    assert [(d.title, d.detail, d.urgency, d.url) for d in due(district, planner, TODAY)] == [
        (
            "1 organismo senza mandato",
            "LabGo Famiglia",
            "calm",
            "/melzo/confronto/?mandato=senza&stato=attivi",
        )
    ]
    mandate = Mandate.objects.create(body=lab, object="Ricognizione", ends_before=date(2017, 3, 1))
    (told,) = due(district, planner, TODAY)
    assert (told.title, told.on, told.when, told.url) == (
        "Finisce il mandato di LabGo Famiglia",
        date(2017, 2, 28),
        "fino al 28/02/2017",
        "/melzo/confronto/labgo/#mandato",
    )
    Mandate.objects.create(body=lab, object="Altro", date=date(2016, 6, 7))
    assert titles(district, planner) == []
    Mandate.objects.exclude(pk=mandate.pk).update(ends_before=date(2017, 1, 9))
    mandate.ends_before = date(2018, 1, 1)
    mandate.save()
    assert titles(district, planner) == []
    Mandate.objects.all().delete()
    assert titles(district, delegate) == []


def test_many_bodies_without_a_mandate_are_one_thing_to_do(district: District, planner: User) -> None:
    top = register.body(district, "assemblea")
    for letter in "abcde":
        register.body(district, letter, top, name=letter.upper())
    register.body(district, "chiuso", top, ends_before=TODAY)
    (told,) = due(district, planner, TODAY)
    assert (told.title, told.detail) == ("5 organismi senza mandato", "A, B, C, D…")


def test_documents_long_under_review_are_due(district: District, planner: User) -> None:
    body = register.body(district, "labgo")
    for code, status, day in (
        ("a", "under_review", date(2016, 11, 10)),
        ("b", "under_review", date(2016, 11, 11)),
        ("c", "under_review", None),
        ("d", "adopted", date(2016, 1, 1)),
    ):
        Document.objects.create(body=body, code=code, title=code.upper(), status=status, date=day)
    (told,) = due(district, planner, TODAY)
    assert (told.title, told.when, told.detail, told.url) == (
        "A",
        "da 60 giorni",
        "in istruttoria dal 10/11/2016 · Labgo",
        "/melzo/confronto/labgo/documenti/a/",
    )


def test_what_is_due_asks_the_same_whatever_there_is(
    district: District, planner: User, lab: Body, django_assert_max_num_queries: object
) -> None:
    for n in range(30):
        body = register.body(district, f"b{n}", lab)
        Document.objects.create(
            body=body, code=f"d{n}", title="D", status="under_review", date=date(2016, 1, 1)
        )
        meeting = register.held(body, date(2017, 1, 10), {}, state=MeetingState.CONVENED)
        Task.objects.create(meeting=meeting, number=1, text="Fare", due_on=TODAY)
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        assert len(due(district, planner, TODAY)) == 91
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        stations(district, planner, TODAY)


@pytest.fixture
def written(lab: Body) -> Body:
    """The word «accoglienza», in one form or another, is everywhere in the register."""
    lab.role = "accoglienza delle famiglie"
    lab.save()
    Mandate.objects.create(body=lab, object="Connettere le accoglienze", date=date(2016, 6, 7))
    meeting, closed = lab.meetings.order_by("date")
    meeting.title = "Accoglienza diffusa"
    meeting.save()
    item = AgendaItem.objects.create(
        meeting=meeting, position=1, title="L'accoglienza", discussion="Si è parlato di accoglienze"
    )
    AgendaItem.objects.create(meeting=closed, position=1, title="Accoglienza riservata")
    Decision.objects.create(meeting=meeting, number="1", agenda_item=item, text="Accoglienza insieme")
    Decision.objects.create(meeting=closed, number="1", text="Accoglienza altrove")
    Task.objects.create(meeting=meeting, number=1, text="Scrivere dell'accoglienza")
    minutes = Minutes.objects.create(meeting=meeting, status="approved")
    MinutesVersion.objects.create(minutes=minutes, number=1, text="accoglienza, prima", at=NOON)
    MinutesVersion.objects.create(minutes=minutes, number=2, text="accoglienza, seconda", at=NOON)
    draft = Minutes.objects.create(meeting=closed)
    MinutesVersion.objects.create(minutes=draft, number=1, text="accoglienza in bozza", at=NOON)
    document = add_document(lab, by=Operator(), title="Carta dell'accoglienza", is_public=True)
    add_version(document, by=Operator(), at=NOON, version=NewVersion(text="niente"))
    other = add_document(lab, by=Operator(), title="Griglia")
    add_version(other, by=Operator(), at=NOON, version=NewVersion(text="le accoglienze"))
    old = add_document(lab, by=Operator(), title="Superato")
    add_version(old, by=Operator(), at=NOON, version=NewVersion(text="accoglienza"))
    add_version(old, by=Operator(), at=NOON, version=NewVersion(text="altro"))
    return lab


def found(district: District, user: Actor, words: str) -> list[tuple[str, str]]:
    return [
        (hit.kind, hit.url.removeprefix("/melzo/confronto/labgo/")) for hit in search(district, user, words)
    ]


def test_a_search_finds_whatever_was_written_in_any_form_of_the_word(
    district: District, planner: User, written: Body
) -> None:
    public, closed = "incontri/labgo-2016-07-18/", "incontri/labgo-2016-09-12/"
    assert found(district, planner, "accoglienze") == [
        ("Organismo", ""),
        ("Mandato", "#mandato"),
        ("Incontro", public),
        ("Punto all'ordine del giorno", closed),
        ("Punto all'ordine del giorno", public),
        ("Decisione", f"{closed}#decisioni"),
        ("Decisione", f"{public}#decisioni"),
        ("Documento", "documenti/labgo-carta-dellaccoglienza/"),
        ("Documento", "documenti/labgo-griglia/"),
        ("Discussione", public),
        ("Compito", f"{public}#compiti"),
        ("Verbale", public),
    ]
    assert "seconda" in next(
        hit.excerpt for hit in search(district, planner, "accoglienza") if hit.kind == "Verbale"
    )


def test_a_long_text_is_quoted_around_what_was_sought(
    district: District, planner: User, written: Body
) -> None:
    text = "Premessa di rito. " * 100 + "Si apre lo sportello nelle valli. " + "Varie. " * 100
    minutes = Minutes.objects.get(status="approved")
    MinutesVersion.objects.create(minutes=minutes, number=3, text=text, at=NOON)
    (hit,) = search(district, planner, "sportelli")
    assert "apre lo sportello nelle valli" in hit.excerpt
    assert len(hit.excerpt) < len(text) / 10


def test_a_search_from_the_street_finds_only_what_the_street_may_read(
    district: District, written: Body
) -> None:
    public = "incontri/labgo-2016-07-18/"
    assert found(district, STREET, "accoglienza") == [
        ("Organismo", ""),
        ("Mandato", "#mandato"),
        ("Incontro", public),
        ("Punto all'ordine del giorno", public),
        ("Decisione", f"{public}#decisioni"),
        ("Documento", "documenti/labgo-carta-dellaccoglienza/"),
    ]


def test_a_search_is_one_question_and_finds_nothing_elsewhere(
    district: District, elsewhere: District, planner: User, written: Body, django_assert_num_queries: object
) -> None:
    search(district, planner, "accoglienza")  # what is remembered of the person is asked once
    with django_assert_num_queries(1):  # type: ignore[operator]
        search(district, planner, "accoglienza")
    assert search(elsewhere, Operator(), "accoglienza") == []
    assert search(district, planner, "zebra") == []


def test_every_deed_of_the_register_has_words() -> None:
    deeds = {name for name in commands() if name.startswith("governance.")}
    assert deeds - set(deed_names()) == set()


def test_who_sits_in_a_body_is_asked_once(
    district: District, delegate: User, stranger: User, lab: Body, django_assert_num_queries: object
) -> None:
    other = register.body(district, "altro")
    register.seat(other, register.person(district, "marco", account=delegate), date(2016, 1, 1))
    user = User.objects.get(pk=delegate.pk)
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert [sits_in(user, body) for body in (lab, other, lab, other)] == [False, True, False, True]
    assert [sits_in(actor, other) for actor in (stranger, STREET, Operator())] == [False, False, False]


def test_the_tree_stands_even_where_whoever_mandates_is_not_seen(district: District, lab: Body) -> None:
    below = register.body(district, "gruppo", lab, name="Álbero")
    (top,) = tree([lab, below])
    assert (top.body, [node.body for node in top.below]) == (lab, [below])
    whole = tree(Body.objects.all())
    assert [node.body.code for root in whole for node in root] == ["tavolo", "labgo", "gruppo"]
    assert [node.body.code for node in whole[0].branches] == ["labgo"]
    assert [node.body.code for node in whole[0].branches[0].leaves] == ["gruppo"]
