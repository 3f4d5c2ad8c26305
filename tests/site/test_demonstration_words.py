"""What the demonstration invents says so, row by row, before any database sees it."""

from __future__ import annotations

import re

import pytest

from ordito.core.tables import tables
from ordito.site.demo.accounts import ACCOUNTS
from ordito.site.demo.districts import DEMONSTRATIONS, Demonstration
from ordito.site.demo.invent.meetings import NOTE, code_of
from ordito.site.demo.invent.people import LAST
from ordito.site.demo.sheets import MARK, Row, Sheets

MARKED = {table.name for table in tables() if MARK in {field.name for field in table.fields}}
SAY_SO = re.compile(r"dimostrativ|inventat")
IN_WORDS = ("bodies", "mandates", "sub_areas", "documents", "document_versions", "plan_sections", "readings")
"""Tables without a mark: each row that nobody published says in its own words that it is invented."""
OF_A_MEETING = ("agenda_items", "attendance", "decisions", "minutes", "tasks")
OF_A_MARKED_ROW = {
    "action_partners": ("action", "actions"),
    "function_places": ("function", "functions"),
    "objectives": ("plan", "plans"),
    "delegates": ("person", "people"),
    "place_catchments": ("place", "places"),
    "agreement_parties": ("agreement", "agreements"),
    "call_labs": ("call", "calls"),
    "call_requirements": ("call", "calls"),
    "call_criteria": ("call", "calls"),
    "call_commission": ("call", "calls"),
    "application_labs": ("application", "applications"),
    "application_checks": ("application", "applications"),
    "application_integrations": ("application", "applications"),
    "phases": ("process", "processes"),
    "openings": ("phase", "phases"),
    "workshops": ("process", "processes"),
    "products": ("process", "processes"),
    "source_municipalities": ("source", "sources"),
    "suggested_readings": ("process", "processes"),
    "elaboration_sources": ("elaboration", "elaborations"),
    "phones": ("gathering", "gatherings"),
    "votes": ("statement", "statements"),
    "counted_votes": ("statement", "statements"),
    "grid_lines": ("grid", "grids"),
    "cells": ("grid", "grids"),
    "placements": ("contribution", "contributions"),
    "concepts": ("concept_map", "concept_maps"),
    "concept_ties": ("concept_map", "concept_maps"),
    "hypothesis_versions": ("hypothesis", "hypotheses"),
    "paragraphs": ("hypothesis", "hypotheses"),
    "paragraph_cells": ("paragraph", "paragraphs"),
    "paragraph_contributions": ("paragraph", "paragraphs"),
    "paragraph_sources": ("paragraph", "paragraphs"),
    "paragraph_texts": ("version", "hypothesis_versions"),
    "amendment_remarks": ("amendment", "amendments"),
    "ballot_options": ("ballot", "ballots"),
    "ballot_papers": ("ballot", "ballots"),
    "ballot_marks": ("paper", "ballot_papers"),
    "sharing_keys": ("plan", "plans"),
    "sharing_weights": ("key", "sharing_keys"),
    "signatures": ("plan", "plans"),
    "year_notes": ("plan", "plans"),
}
"""By which column the rows of each table hang, and from which table, down to a marked one."""
CALLED = {
    "actions": ("plan", "number"),
    "objectives": ("plan", "number"),
    "applications": ("call", "number"),
    "phases": ("process", "number"),
    "elaborations": ("process", "number"),
    "contributions": ("process", "number"),
    "statements": ("gathering", "number"),
    "paragraphs": ("hypothesis", "number"),
    "hypothesis_versions": ("hypothesis", "number"),
    "amendments": ("hypothesis", "number"),
    "ballot_papers": ("ballot", "number"),
    "gatherings": ("process", "slug"),
    "grids": ("process", "slug"),
    "concept_maps": ("process", "slug"),
    "hypotheses": ("process", "slug"),
    "ballots": ("process", "slug"),
    "sharing_keys": ("plan", "key"),
}
"""Tables whose rows are called by what they are in and by their number, or name, there."""
WHO_SITS = ("memberships",)
"""Seats name members who are marked; that the municipalities sit in the bodies is told in SOURCES.md."""
GROUND = ("municipalities",)
"""Crema's municipalities with their sub-area, whose name says that it is invented."""


@pytest.fixture(scope="module", params=DEMONSTRATIONS, ids=lambda each: each.slug)
def demonstration(request: pytest.FixtureRequest) -> Demonstration:
    asked: Demonstration = request.param
    return asked


@pytest.fixture(scope="module")
def whole(demonstration: Demonstration) -> Sheets:
    return demonstration.sheets()


@pytest.fixture(scope="module")
def published(demonstration: Demonstration) -> Sheets:
    sheets = Sheets()
    sheets.read_published(demonstration.folder)
    return sheets


def added(whole: Sheets, published: Sheets, table: str) -> list[Row]:
    """The rows that the published files do not hold; a published row may have got more cells."""
    told = published.rows(table)
    return [row for row in whole.rows(table) if not any(fact.items() <= row.items() for fact in told)]


def test_every_row_that_nobody_published_is_marked(whole: Sheets, published: Sheets) -> None:
    unmarked = [row for table in MARKED for row in added(whole, published, table) if row.get(MARK) != "true"]
    municipalities = [row for row in unmarked if row.get("kind") == "municipality"]
    assert [row for row in unmarked if row not in municipalities] == []


def test_what_was_published_is_not_marked(published: Sheets) -> None:
    assert [row for table in published.names() for row in published.rows(table) if MARK in row] == []


def test_where_a_table_has_no_mark_the_words_say_it(whole: Sheets, published: Sheets) -> None:
    silent = [
        row
        for table in IN_WORDS
        for row in added(whole, published, table)
        if not SAY_SO.search(" ".join(row.values()))
    ]
    plan_offices = [row for row in silent if row.get("kind") == "plan_office"]
    assert silent == plan_offices == []


def test_what_a_meeting_left_behind_is_of_a_meeting_that_says_it(whole: Sheets) -> None:
    said = {
        code_of(row)
        for row in whole.rows("meetings")
        if row.get(MARK) == "true" or row.get("message") == NOTE
    }
    silent = [row for table in OF_A_MEETING for row in whole.rows(table) if row["meeting"] not in said]
    assert silent == []


def test_what_hangs_from_a_row_hangs_from_one_that_says_it(whole: Sheets, published: Sheets) -> None:
    for table, (column, above) in OF_A_MARKED_ROW.items():
        known = {_code(row, above) for row in published.rows(above)}
        assert {row[column] for row in added(whole, published, table)} <= _said(whole, above) | known


def test_what_the_plan_rests_on_is_said_of_what_was_invented(whole: Sheets) -> None:
    upheld = {row.get("action") or row["objective"] for row in whole.rows("grounds")}
    assert upheld <= _said(whole, "actions") | _said(whole, "objectives")


def test_no_table_is_forgotten_here(whole: Sheets) -> None:
    judged = {*MARKED, *IN_WORDS, *OF_A_MEETING, *OF_A_MARKED_ROW, *WHO_SITS, *GROUND, "grounds"}
    assert {table for table in whole.names() if table not in judged} <= {"adjacency"}


def test_nobody_in_it_ever_was(whole: Sheets) -> None:
    people = whole.rows("people")
    assert {row["name"].split()[-1] for row in people} <= set(LAST)
    assert {row["email"].rpartition("@")[2] for row in people} == {"example.org"}
    assert [row for row in people if row.get("phone")] == []
    officers = {
        row[name] for row in whole.rows("meetings") for name in ("chair", "secretary") if row.get(name)
    }
    assert officers <= {row["name"] for row in people}


def test_nobody_who_signs_in_ever_was() -> None:
    assert {account.name.split()[-1] for account in ACCOUNTS if account.name} <= set(LAST)
    assert {account.email.rpartition("@")[2] for account in ACCOUNTS} == {"example.org"}


def test_the_same_is_invented_every_time(demonstration: Demonstration, whole: Sheets) -> None:
    again = demonstration.sheets()
    assert {table: again.rows(table) for table in again.names()} == {
        table: whole.rows(table) for table in whole.names()
    }


def test_every_folder_says_where_its_facts_come_from(demonstration: Demonstration) -> None:
    sources = (demonstration.folder / "SOURCES.md").read_text("utf-8")
    files = [path.name for path in demonstration.folder.iterdir() if path.suffix in {".csv", ".geojson"}]
    assert [name for name in files if f"`{name}`" not in sources] == []


def _said(whole: Sheets, table: str) -> set[str]:
    """The rows of a table that say to be invented, or that hang from one that does."""
    if table in MARKED:
        return {_code(row, table) for row in whole.rows(table) if row.get(MARK) == "true"}
    column, above = OF_A_MARKED_ROW[table]
    said = _said(whole, above)
    return {_code(row, table) for row in whole.rows(table) if row[column] in said}


def _code(row: Row, table: str) -> str:
    return "/".join(row[name] for name in CALLED[table]) if table in CALLED else row["code"]
