"""A call is written, published with its days counted, extended, revoked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from ordito.core.models import District, User
from ordito.governance.models import Body
from ordito.participation.commands.calls import (
    CallRefused,
    UnableToPublish,
    extend_call,
    missing_of,
    publish_call,
    revoke_call,
    rewrite_call,
    strike_call,
    write_call,
)
from ordito.participation.models import Call, CallKind, CallPhase, Initiative
from tests.participation.conftest import LAST_DAY, NOTICE, OPERATOR, TODAY


def published(call: Call, last_day: date, why: str = "") -> Call:
    return publish_call(call, by=OPERATOR, on=TODAY, closes_on=last_day, shorter_because=why)


def test_a_call_says_what_the_law_wants_before_it_is_published(district: District) -> None:
    bare = write_call(district, by=OPERATOR, facts=replace(NOTICE, officer=" ", terms="", requirements=()))
    assert missing_of(bare) == [
        "il responsabile del procedimento",
        "come si partecipa",
        "almeno un requisito",
    ]
    with pytest.raises(UnableToPublish, match="come si partecipa"):
        published(bare, LAST_DAY)


def test_a_co_design_also_says_its_frame_its_criteria_and_its_commission(district: District) -> None:
    bare = write_call(district, by=OPERATOR, facts=replace(NOTICE, kind=CallKind.CO_DESIGN))
    assert missing_of(bare) == [
        "il quadro progettuale ed economico",
        "i criteri di valutazione",
        "la commissione",
    ]


def test_a_call_that_the_third_sector_asked_says_who_asked(district: District) -> None:
    asked = write_call(district, by=OPERATOR, facts=replace(NOTICE, initiative=Initiative.THIRD_SECTOR))
    assert missing_of(asked) == ["chi l'ha chiesto"]


def test_the_days_of_publication_are_counted_without_the_first(opened: Call) -> None:
    assert opened.days == 21


@pytest.mark.parametrize(
    ("last_day", "said"), [(date(2017, 1, 28), "19 giorni"), (date(2017, 1, 10), "1 giorno")]
)
def test_fewer_days_than_the_law_asks_need_a_reason(draft: Call, last_day: date, said: str) -> None:
    with pytest.raises(UnableToPublish, match=said):
        published(draft, last_day)
    assert published(draft, last_day, "Scade il finanziamento").shorter_because == "Scade il finanziamento"


def test_a_reason_that_is_not_needed_is_not_kept(draft: Call) -> None:
    assert published(draft, date(2017, 1, 29), "Non serve").shorter_because == ""


def test_a_call_does_not_close_before_it_opens_and_is_not_published_twice(draft: Call) -> None:
    with pytest.raises(UnableToPublish, match="viene dopo"):
        published(draft, TODAY)
    published(draft, LAST_DAY)
    with pytest.raises(UnableToPublish, match="già"):
        published(draft, LAST_DAY)


def test_a_call_takes_applications_through_its_last_day(opened: Call) -> None:
    assert [opened.phase(day) for day in (TODAY, LAST_DAY, date(2017, 1, 31))] == [
        CallPhase.OPEN,
        CallPhase.OPEN,
        CallPhase.EVALUATION,
    ]


def test_what_was_read_by_others_is_not_rewritten_nor_deleted(draft: Call) -> None:
    rewrite_call(draft, by=OPERATOR, facts=replace(NOTICE, title="Altro titolo", requirements=("Uno", "Uno")))
    draft.refresh_from_db()
    assert (draft.title, draft.requirements.count(), draft.code) == (
        "Altro titolo",
        1,
        "manifestazione-di-interesse-per-i-labgo",
    )
    published(draft, LAST_DAY)
    for deed in (
        lambda: rewrite_call(draft, by=OPERATOR, facts=NOTICE),
        lambda: strike_call(draft, by=OPERATOR),
    ):
        with pytest.raises(CallRefused):
            deed()


def test_a_draft_that_is_not_needed_goes_away(draft: Call) -> None:
    strike_call(draft, by=OPERATOR)
    assert not Call.objects.exists()


def test_two_calls_of_one_title_have_two_addresses(district: District, draft: Call) -> None:
    assert write_call(district, by=OPERATOR, facts=NOTICE).code == f"{draft.code}-2"


def test_a_call_needs_a_title_and_names_only_its_own_district(
    district: District, elsewhere: District
) -> None:
    with pytest.raises(CallRefused, match="titolo"):
        write_call(district, by=OPERATOR, facts=replace(NOTICE, title=" "))
    theirs = Body.objects.create(district=elsewhere, code="loro", name="Loro")
    with pytest.raises(CallRefused, match="stesso ambito"):
        write_call(district, by=OPERATOR, facts=replace(NOTICE, mandated_by=theirs))


def test_more_days_are_given_and_never_fewer(draft: Call) -> None:
    with pytest.raises(CallRefused, match="pubblicato"):
        extend_call(draft, by=OPERATOR, closes_on=LAST_DAY)
    published(draft, LAST_DAY)
    with pytest.raises(CallRefused, match="più avanti"):
        extend_call(draft, by=OPERATOR, closes_on=LAST_DAY)
    assert extend_call(draft, by=OPERATOR, closes_on=date(2017, 2, 5)).days == 27


def test_a_call_is_taken_back_only_with_a_reason(draft: Call) -> None:
    with pytest.raises(CallRefused, match="pubblicato"):
        revoke_call(draft, by=OPERATOR, because="x")
    published(draft, LAST_DAY)
    with pytest.raises(CallRefused, match="perché"):
        revoke_call(draft, by=OPERATOR, because=" ")
    assert revoke_call(draft, by=OPERATOR, because="Errore").phase(TODAY) == CallPhase.REVOKED


def test_a_draft_is_seen_by_those_who_work_there_and_by_no_other(
    draft: Call, planner: User, delegate: User, stranger: User
) -> None:
    admin = User.objects.create_user("admin@example.org", "Admin", is_installation_admin=True)
    readers = (planner, delegate, stranger, AnonymousUser(), admin)

    def who_sees() -> list[bool]:
        return [Call.objects.visible_to(each).exists() for each in readers]

    assert who_sees() == [True, True, False, False, True]
    published(draft, LAST_DAY)
    assert who_sees() == [True] * 5
