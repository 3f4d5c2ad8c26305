"""What a deed changed, as the journal tells it: in words, never in the names of columns."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ordito.core.changes import Change, changes_of, field_name
from ordito.core.command import journal
from ordito.core.commands import end_role, give_role
from ordito.core.models import District, JournalEntry, Operator, Role, User
from ordito.plan.models import Reading
from tests.conftest import signed_in

MOST_QUERIES = 15
SAME_IN_ITALIAN = {"account", "file", "password"}
TOLD_OF_THE_LINE_ITSELF = {"id", "district"}


def told(entry: JournalEntry) -> list[tuple[str, str, str]]:
    return [(str(each.name), each.before, each.after) for each in changes_of([entry])[entry.pk]]


def test_every_field_that_a_deed_may_change_has_words_of_its_own() -> None:
    bare = [
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("ordito.")
        for field in model._meta.concrete_fields
        if field.name not in TOLD_OF_THE_LINE_ITSELF | SAME_IN_ITALIAN
        and str(field_name(model._meta.label_lower, field.name)) in {field.name, field.name.replace("_", " ")}
    ]
    assert bare == []


@pytest.mark.django_db
def test_a_change_is_told_as_a_page_would_write_it(district: District) -> None:
    role = give_role(
        district,
        by=Operator(),
        email="anna@example.org",
        name="Anna Sala",
        kind="facilitator",
        starts_on=date(2016, 1, 31),
    )
    given = told(JournalEntry.objects.get(deed="core.give_role"))
    assert given == [
        ("persona", "", "Anna Sala"),
        ("ruolo", "", "Facilitatore"),
        ("dal", "", "31/01/2016"),
    ]
    end_role(role, by=Operator(), ends_before=date(2017, 1, 1))
    assert told(JournalEntry.objects.latest("pk")) == [("fino a (escluso)", "", "01/01/2017")]


@pytest.mark.django_db
def test_what_is_no_field_any_more_and_who_has_gone_are_told_as_they_were_kept(
    district: District, planner: User
) -> None:
    role = Role.objects.create(user=planner, district=district, kind="delegate", starts_on=date(2016, 1, 1))
    changes = {"old_column": [None, "x"], "user": [987_654, None], "kind": [None, ["a", "b"]]}
    journal("core.give_role", by=Operator(), subject=role, changes=changes)
    journal("core.import_tables", by=Operator(), subject=district, changes={"organisations": [None, 35]})
    journal("plan.read", by=Operator(), subject=district, changes={"is_public": [False, True]})
    odd, tables, public = JournalEntry.objects.order_by("pk")
    assert told(odd) == [("persona", "n. 987654", ""), ("ruolo", "", "a, b"), ("old_column", "", "x")]
    assert told(tables) == [("Organizzazioni", "", "35")]
    assert told(public) == [("ha pagine pubbliche", "no", "sì")]


@pytest.mark.django_db
def test_a_decimal_is_told_without_the_zeros_of_its_column(district: District) -> None:
    journal("plan.read", by=Operator(), subject=district, changes={"value": [None, "12.500"]})
    entry = JournalEntry.objects.get()
    entry.subject_type = Reading._meta.label_lower
    assert changes_of([entry])[entry.pk] == [Change(field_name("plan.reading", "value"), "", "12,5")]


@pytest.mark.django_db
def test_the_journal_takes_the_same_queries_for_one_line_and_for_thirty(
    district: District, planner: User
) -> None:
    client: Client = signed_in(planner)
    counted = []
    for many in (1, 30):
        for number in range(many):
            give_role(
                district,
                by=Operator(),
                email=f"p{many}-{number}@example.org",
                name=f"Persona {number}",
                kind="delegate",
                starts_on=date(2016, 1, 1),
            )
        with CaptureQueriesContext(connection) as queries:
            answer = client.get("/melzo/diario/")
        counted.append(len(queries))
    assert counted[0] == counted[1] <= MOST_QUERIES
    page = answer.content.decode()
    assert "starts_on" not in page
    assert "<dt>Persona</dt><dd><ins>Persona 0</ins></dd>" in page
