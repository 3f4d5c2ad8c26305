"""The reference is what the code says, and nothing is missing from it."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from ordito.community.models import Agreement, Competence, Organisation
from ordito.core.access import rules
from ordito.core.command import commands
from ordito.core.models import District, RoleKind, User
from ordito.core.queries import deed_name
from ordito.governance.models import AttendanceState, Body, CalendarKey, Meeting, Minutes
from ordito.participation.models import (
    Amendment,
    Application,
    Ballot,
    Call,
    ConceptMap,
    Contribution,
    Gathering,
    Hypothesis,
    HypothesisState,
    Integration,
    Phone,
    Process,
    Silence,
)
from ordito.site.setup.reference.permissions import gather
from ordito.site.setup.reference.sentences import SENTENCES
from tests.conftest import person
from tests.docs.pages import DOCS, ROOT, tables

SETTING = re.compile(r"\b(?:ORDITO_[A-Z_]+|DATABASE_URL)\b")
READS = re.compile(r"environ(?:\.get\(|\[)\"(\w+)\"(?!\] (?:=|\+=))|\"(\w+)\" (?:not )?in os\.environ")


@pytest.mark.slow
def test_the_pages_that_the_program_writes_are_up_to_date() -> None:
    asked = [sys.executable, "-m", "ordito.site.setup.reference", "check"]
    done = subprocess.run(
        asked, cwd=ROOT, env=os.environ | {"ORDITO_LANG": "it"}, capture_output=True, text=True, check=False
    )
    assert (done.stderr, done.returncode) == ("", 0)


def test_every_permission_is_said_in_words_and_no_word_is_left_over() -> None:
    gather()
    assert sorted(SENTENCES) == list(rules())


def test_every_deed_has_words_for_the_journal() -> None:
    gather()
    with translation.override("it"):
        assert [deed for deed in commands() if deed_name(deed) == deed] == []


@pytest.fixture
def things(district: District) -> dict[str, object]:
    """Something of every kind that a permission is asked of, tied to none of those who ask."""
    organisation = Organisation.objects.create(district=district, code="alfa", name="Alfa")
    body = Body.objects.create(district=district, code="tavolo", name="Tavolo")
    meeting = Meeting.objects.create(body=body, code="tavolo-1", date=district.today())
    call = Call(district=district, title="Avviso")
    process = Process.objects.create(
        district=district, code="percorso", title="Percorso", body=body, starts_on=district.today()
    )
    gathering = Gathering(process=process, opens_at=district.now())
    hypothesis = Hypothesis(process=process, title="Ipotesi", decided_by=body, state=HypothesisState.OPEN)
    return {
        "community.offer_competence": organisation,
        "community.read_document": Agreement(district=district, title="Patto"),
        "community.tend_competence": Competence(organisation=organisation, description="Ascolto"),
        "community.update_contacts": organisation,
        "governance.own_calendar": CalendarKey(user=person("altri@example.org", "Altri")),
        "governance.read_minutes": Minutes.objects.create(meeting=meeting),
        "participation.amend": process,
        "participation.answer_integration": Integration(application=Application(call=call)),
        "participation.apply": call,
        "participation.choose": Ballot(process=process),
        "participation.choose_by_phone": Ballot(process=process),
        "participation.choose_silence": Silence(district=district),
        "participation.contribute": process,
        "participation.draw": ConceptMap(process=process),
        "participation.enter_room": gathering,
        "participation.keep_address": Phone(gathering=gathering),
        "participation.prioritise": process,
        "participation.propose_amendment": hypothesis,
        "participation.read_outcome": call,
        "participation.remark_amendment": Amendment(hypothesis=hypothesis),
        "participation.speak_from_phone": gathering,
        "participation.tend_contribution": Contribution(process=process, channel="note"),
        "participation.vote": process,
        "participation.vote_from_phone": gathering,
        "participation.withdraw_amendment": Amendment(hypothesis=hypothesis),
        "participation.write_hypotheses": process,
    }


@pytest.mark.parametrize("name", SENTENCES)
def test_who_holds_a_permission_is_who_the_reference_says(
    name: str, district: District, things: dict[str, object]
) -> None:
    gather()
    asked, thing = rules()[name], things.get(name, district)
    holders = [
        kind for kind in RoleKind if asked(person(f"{kind}@example.org", kind.label, district, kind), thing)
    ]
    admin = User.objects.create_user("admin@example.org", "Admin", is_installation_admin=True)
    sentence = SENTENCES[name]
    assert (set(holders), asked(admin, thing)) == (set(sentence.roles), sentence.admin)
    assert asked(AnonymousUser(), thing) is False


def test_every_setting_that_the_code_reads_is_described_and_no_other() -> None:
    read = {
        name
        for path in (ROOT / "src" / "ordito").rglob("*.py")
        for pair in READS.findall(path.read_text())
        for name in pair
        if SETTING.fullmatch(name)
    }
    page = (DOCS / "reference" / "settings.md").read_text()
    described = {
        row[0].strip("`") for table in tables(page) for row in table if SETTING.fullmatch(row[0].strip("`"))
    }
    assert described == read


def test_the_states_of_attendance_are_those_of_the_program() -> None:
    (states, *_rest) = tables((DOCS / "reference" / "attendance.md").read_text())
    with translation.override("it"):
        said = [(row[0].strip("`"), row[1]) for row in states[1:] if row[0].startswith("`")]
        assert said == [(state.value, str(state.label)) for state in AttendanceState]
