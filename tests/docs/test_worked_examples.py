"""The examples on the pages, done again: the numbers and the sentences are those that one would see."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone, translation

from ordito.community.models import Organisation, Person
from ordito.core.models import District, Operator
from ordito.core.tables import WrongTables, import_tables
from ordito.governance.models import Body, Membership
from ordito.governance.queries import attendance_rates, participation, presences
from ordito.territory.commands import new_district
from tests.docs.pages import DOCS, blocks, tables
from tests.governance.register import held, organisation, person, seat

YEAR = 2016
SIGNS = {
    "presente": "present",
    "(presente)": "present",
    "supplente": "delegate",
    "giustificato": "justified",
    "assente": "absent",
    "uditore": "observer",
    "non aveva titolo": "not_entitled",
}
NOBODY_WROTE = {"—", "numero", "non segnato"}
SPAN = re.compile(r"dal (\d+)/(\d+)(?: al (\d+)/(\d+))?")


def day_of(written: str) -> date:
    day, month = written.split("/")
    return date(YEAR, int(month), int(day))


@pytest.fixture
def page() -> list[list[list[str]]]:
    """The tables of the page on attendance: members by meeting, then meetings by presence."""
    return tables((DOCS / "explanation" / "presenze.md").read_text())


@pytest.fixture
def lab(district: District, page: list[list[list[str]]]) -> Body:
    """The body of the page, written into the register as the page tells it."""
    body = Body.objects.create(district=district, code="labgo-prova", name="LabGo Prova", kind="lab")
    heading, *rows = page[0]
    members = {row[0]: member_of(district, row[0]) for row in rows}
    for row in rows:
        for found in SPAN.finditer(row[1]):
            day, month, last_day, last_month = (int(each) if each else 0 for each in found.groups())
            end = date(YEAR, last_month, last_day) + timedelta(days=1) if last_day else None
            seat(body, members[row[0]], date(YEAR, month, day), end, is_formal="invitata" not in row[0])
    for place, written in enumerate(heading[2:7], start=2):
        marks = {members[row[0]]: SIGNS[row[place]] for row in rows if row[place] not in NOBODY_WROTE}
        counted = any(row[place] == "numero" for row in rows)
        held(body, day_of(written), marks, **({"head_count": 4} if counted else {}))
    return body


def member_of(district: District, named: str) -> Organisation | Person:
    name, _space, kind = named.partition(" ")
    if kind == "(persona)":
        return person(district, name.lower(), name=name)
    return organisation(district, name.lower())


def test_the_members_of_the_page_have_the_numbers_of_the_page(lab: Body, page: list[list[list[str]]]) -> None:
    told = {row[0].partition(" ")[0].lower(): [int(cell) for cell in row[7:]] for row in page[0][1:]}
    found = attendance_rates(lab.district)
    assert {each.member: [each.convened, each.present, each.justified] for each in found} == told


def test_the_meetings_of_the_page_have_the_numbers_of_the_page(
    lab: Body, page: list[list[list[str]]]
) -> None:
    told = [(day_of(row[0]), int(row[1]), int(row[2])) for row in page[1][1:]]
    assert [(each.day, each.present, each.entitled) for each in presences(lab.district)] == told


def test_the_mean_of_the_page_is_the_mean(lab: Body) -> None:
    text = (DOCS / "explanation" / "presenze.md").read_text()
    written = re.search(r"\*\*(\d,\d) su (\d)\*\*", text)
    assert written is not None
    (told,) = participation(lab.district)
    assert (told.mean_attendance, told.formal_members) == (
        Decimal(written[1].replace(",", ".")),
        int(written[2]),
    )


@pytest.fixture
def frignano(db: None) -> District:
    """A district with the two municipalities that the page names."""
    names = ["Fanano", "Pavullo nel Frignano"]
    return new_district(District(name="Frignano", slug="frignano"), by=Operator(), comuni=names)


def files_of_the_page(folder: Path, *, wrong: bool) -> None:
    written = [block for block in blocks(DOCS / "how-to" / "importare.md") if block.kind == "csv"]
    right = 3
    for block in written[:2] + written[right:] if wrong else written[:right]:
        (folder / block.title).write_text(block.text)


def test_the_files_of_the_page_come_in(frignano: District, tmp_path: Path) -> None:
    files_of_the_page(tmp_path, wrong=False)
    done = import_tables(frignano, tmp_path, by=Operator(), at=timezone.now())
    assert dict(done.rows) == {"organisations": 3, "bodies": 1, "memberships": 3}
    ends = Membership.objects.filter(body__district=frignano).values_list("organisation__code", "ends_before")
    assert dict(ends) == {
        "comune-di-fanano": None,
        "coop-lanterna": date(2017, 1, 1),
        "auser-pavullo": None,
    }


def test_the_wrong_files_of_the_page_are_refused_in_the_words_of_the_page(
    frignano: District, tmp_path: Path
) -> None:
    files_of_the_page(tmp_path, wrong=True)
    (answer,) = [block for block in blocks(DOCS / "how-to" / "importare.md") if block.kind == "text"]
    with translation.override("it"), pytest.raises(WrongTables) as refused:
        import_tables(frignano, tmp_path, by=Operator(), at=timezone.now())
    assert str(refused.value) == answer.text.strip()
