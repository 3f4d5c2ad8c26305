"""What a room thinks: one phone one vote, hands counted, statements that stay what they were."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ordito.core.access import Forbidden
from ordito.core.models import JournalEntry, User
from ordito.participation.commands import opinions as deeds
from ordito.participation.commands.contributions import Said, hide_contribution, record_contribution
from ordito.participation.commands.gatherings import close_gathering
from ordito.participation.commands.opinions import StatementRefused, VoteRefused
from ordito.participation.models import CountedVote, Gathering, Opening, Process, Statement, Vote, Whom
from ordito.participation.queries.opinions import hands_at, room_state, state_of, statements_of, votes_by
from tests.participation.conftest import NOON
from tests.participation.test_voices import phone_in

NOBODY = AnonymousUser()


@pytest.fixture
def statement(plenary: Gathering, planner: User) -> Statement:
    return deeds.add_statement(plenary, by=planner, text="Servono spazi\nper i compiti")


@pytest.fixture
def elsewhere_statement(path: Process) -> Statement:
    other = Gathering.objects.create(process=path, code="b", title="B", join_word="b", opens_at=NOON)
    return Statement.objects.create(gathering=other, number=1, text="Altrove")


def test_a_phone_votes_once_and_may_change_its_mind(plenary: Gathering, statement: Statement) -> None:
    one, two = phone_in(plenary), phone_in(plenary, "b")
    for phone, value in ((one, 1), (two, -1), (one, 0), (one, -1)):
        deeds.vote_from_phone(phone, by=NOBODY, statement=statement, value=value, at=NOON)
    assert Vote.objects.count() == 2
    (row,) = statements_of(plenary)
    assert (row.text, row.agree, row.disagree, row.passed) == ("Servono spazi per i compiti", 0, 2, 0)
    assert row.shares == (0, 100, 0)


def test_a_vote_is_its_own_record_and_the_journal_has_the_entrance(
    plenary: Gathering, statement: Statement
) -> None:
    before = JournalEntry.objects.count()
    phone = phone_in(plenary)
    deeds.vote_from_phone(phone, by=NOBODY, statement=statement, value=1, at=NOON)
    assert [each.deed for each in JournalEntry.objects.order_by("pk")[before:]] == [
        "participation.enter_room"
    ]


def test_a_vote_takes_few_queries_however_many_voted(plenary: Gathering, statement: Statement) -> None:
    taken = []
    for secret in "abcdef":
        phone = phone_in(plenary, secret)
        with CaptureQueriesContext(connection) as asked:
            deeds.vote_from_phone(phone, by=NOBODY, statement=statement, value=1, at=NOON)
        taken.append(len(asked))
    assert taken == [6] * 6  # savepoint, phone with its path, openings, vote, notice, release


@pytest.mark.parametrize("value", [2, -2, 7])
def test_an_opinion_is_one_of_three(plenary: Gathering, statement: Statement, value: int) -> None:
    with pytest.raises(VoteRefused, match="passare"):
        deeds.vote_from_phone(phone_in(plenary), by=NOBODY, statement=statement, value=value, at=NOON)


def test_votes_stay_in_their_room(plenary: Gathering, elsewhere_statement: Statement, planner: User) -> None:
    with pytest.raises(VoteRefused, match="altra raccolta"):
        deeds.vote_from_phone(phone_in(plenary), by=NOBODY, statement=elsewhere_statement, value=1, at=NOON)
    with pytest.raises(VoteRefused, match="altra raccolta"):
        deeds.count_hands(plenary, by=planner, table="", counts={elsewhere_statement: (1, 0, 0)}, at=NOON)


def test_what_is_closed_takes_no_vote(plenary: Gathering, statement: Statement, planner: User) -> None:
    phone = phone_in(plenary)
    closed = deeds.set_voting(statement, by=planner, is_open=False)
    with pytest.raises(VoteRefused, match="non è più aperta"):
        deeds.vote_from_phone(phone, by=NOBODY, statement=closed, value=1, at=NOON)
    again = deeds.set_voting(statement, by=planner, is_open=True)
    Opening.objects.filter(doing="vote").update(whom=Whom.INSIDERS)
    with pytest.raises(Forbidden):
        deeds.vote_from_phone(phone, by=NOBODY, statement=again, value=1, at=NOON)


def test_who_has_an_account_votes_with_it_and_once(
    plenary: Gathering, statement: Statement, delegate: User, planner: User, elsewhere_statement: Statement
) -> None:
    path = plenary.process
    for value in (1, -1):
        deeds.vote(path, by=delegate, statement=statement, value=value, at=NOON)
    assert votes_by(delegate, plenary) == {1: -1}
    assert votes_by(NOBODY, plenary) == {}
    close_gathering(plenary, by=planner, at=NOON)
    statement.gathering.refresh_from_db()
    with pytest.raises(VoteRefused, match="chiusa"):
        deeds.vote(path, by=delegate, statement=statement, value=1, at=NOON)


def test_an_account_votes_in_the_path_that_it_names(
    plenary: Gathering, statement: Statement, delegate: User
) -> None:
    other = Process.objects.create(
        district=plenary.district,
        code="altro",
        title="Altro",
        body=plenary.process.body,
        starts_on=NOON.date(),
    )
    phase = other.phases.create(number=1, title="F", starts_on=NOON.date())
    Opening.objects.create(phase=phase, doing="vote", whom=Whom.ROOM)
    with pytest.raises(VoteRefused, match="altro percorso"):
        deeds.vote(other, by=delegate, statement=statement, value=1, at=NOON)


def test_hands_are_counted_by_table_counted_again_and_taken_away(
    plenary: Gathering, statement: Statement, planner: User
) -> None:
    for table, numbers in (("1", (5, 1, 0)), ("", (20, 3, 2)), ("1", (6, 0, 0))):
        deeds.count_hands(plenary, by=planner, table=table, counts={statement: numbers}, at=NOON)
    (row,) = statements_of(plenary)
    assert (row.agree, row.disagree, row.passed) == (26, 3, 2)
    assert [str(counted) for _statement, counted in hands_at(plenary, "1")] == [f"{statement.pk}: +6 -0 =0"]
    deeds.count_hands(plenary, by=planner, table="1", counts={statement: (0, 0, 0)}, at=NOON)
    assert CountedVote.objects.count() == 1
    assert JournalEntry.objects.filter(deed="participation.count_hands").latest("pk").changes == {
        "1 · 1": [None, "0 / 0 / 0"]
    }
    with pytest.raises(VoteRefused, match="da zero"):
        deeds.count_hands(plenary, by=planner, table="1", counts={statement: (-1, 0, 0)}, at=NOON)


def test_a_statement_that_somebody_voted_is_not_said_otherwise(
    plenary: Gathering, statement: Statement, planner: User
) -> None:
    deeds.reword_statement(statement, by=planner, text="Servono spazi")
    deeds.vote_from_phone(phone_in(plenary), by=NOBODY, statement=statement, value=1, at=NOON)
    for deed in (
        lambda: deeds.reword_statement(statement, by=planner, text="Non servono"),
        lambda: deeds.strike_statement(statement, by=planner),
    ):
        with pytest.raises(StatementRefused, match="già detto"):
            deed()
    Vote.objects.all().delete()
    deeds.strike_statement(statement, by=planner)
    assert not Statement.objects.exists()


@pytest.mark.parametrize(("text", "words"), [(" ", "Serve"), ("a" * 301, "lunga")])
def test_a_statement_is_one_short_sentence(plenary: Gathering, planner: User, text: str, words: str) -> None:
    with pytest.raises(StatementRefused, match=words):
        deeds.add_statement(plenary, by=planner, text=text)


def test_a_statement_comes_from_a_contribution_of_its_own_path(
    plenary: Gathering, planner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = record_contribution(plenary, by=planner, said=Said(text="Spazi"), channel="note", at=NOON)
    assert deeds.add_statement(plenary, by=planner, text="Spazi", contribution=said).contribution == said
    other = Process.objects.create(
        district=plenary.district,
        code="altro",
        title="Altro",
        body=plenary.process.body,
        starts_on=NOON.date(),
    )
    there = other.contributions.create(number=1, text="Là", channel="note", at=NOON)
    with pytest.raises(StatementRefused, match="altro percorso"):
        deeds.add_statement(plenary, by=planner, text="Là", contribution=there)
    monkeypatch.setattr("ordito.participation.commands.opinions.MOST_STATEMENTS", 1)
    with pytest.raises(StatementRefused, match="molte"):
        deeds.add_statement(plenary, by=planner, text="Ancora")


def test_the_room_is_told_in_one_state_without_what_is_hidden(
    plenary: Gathering, statement: Statement, planner: User
) -> None:
    said = [
        record_contribution(
            plenary,
            by=planner,
            said=Said(text=text, size=size),
            channel="note",
            at=NOON + timedelta(minutes=n),
        )
        for n, (text, size) in enumerate([("Spazi", 12), ("Nomi", 1), ("x" * 400, 1)])
    ]
    hide_contribution(said[1], by=planner, because="Ci sono nomi")
    with CaptureQueriesContext(connection) as asked:
        state = room_state(plenary)
    assert len(asked) == 6
    assert (state.voices, state.people, state.phones) == (2, 13, 0)
    assert [len(each.text) for each in state.newest] == [280, 5]
    assert "Nomi" not in state.as_json()
    assert state_of(plenary.pk) == state
    assert state_of(0) is None
    record_contribution(plenary, by=planner, said=Said(text="Altro"), channel="note", at=NOON)
    assert room_state(plenary).mark != state.mark
    assert statements_of(plenary)[0].shares == (0, 0, 0)
