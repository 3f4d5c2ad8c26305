"""The map of opinions draws groups where there are some, and nobody can be recognised in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from ordito.community.models import Delegate, Organisation, Person
from ordito.core.models import District
from ordito.participation.analysis.opinions import map_of
from ordito.participation.models import (
    Contribution,
    CountedVote,
    Gathering,
    Opinion,
    Phone,
    Statement,
    Vote,
)
from ordito.participation.queries.opinion_votes import votes_cast
from tests.conftest import person
from tests.participation.conftest import NOON

YES, NO, PASS = Opinion.AGREE, Opinion.DISAGREE, Opinion.PASS
ALIKE, OTHERS = [YES] * 6 + [NO, NO, YES], [NO] * 6 + [YES, YES, YES]
"""Two ways of voting on nine statements: opposite on eight, the same on the last."""


@pytest.fixture
def statements(plenary: Gathering) -> list[Statement]:
    return [
        Statement.objects.create(gathering=plenary, number=number, text=f"Frase {number}")
        for number in range(1, 10)
    ]


def phones(gathering: Gathering, number: int, table: Callable[[int], str] = lambda _n: "") -> list[Phone]:
    first = gathering.phones.count() + 1
    return Phone.objects.bulk_create(
        Phone(
            gathering=gathering,
            number=each,
            key_sha256=f"{gathering.pk:032}{each:032}",
            joined_at=NOON,
            table=table(each),
        )
        for each in range(first, first + number)
    )


def vote(statements: Sequence[Statement], voters: Sequence[Phone], values: Sequence[int | None]) -> None:
    """Every voter says the same; None where nothing is said."""
    Vote.objects.bulk_create(
        Vote(statement=statement, phone=phone, value=value, at=NOON + timedelta(minutes=statement.number))
        for phone in voters
        for statement, value in zip(statements, values, strict=True)
        if value is not None
    )


def test_two_groups_are_told_by_what_they_say_and_by_what_they_share(
    plenary: Gathering, statements: list[Statement]
) -> None:
    vote(statements, phones(plenary, 12), ALIKE)
    vote(statements, phones(plenary, 9), OTHERS)
    found = map_of(votes_cast(plenary))
    assert (found.why_not, [(each.letter, each.size) for each in found.groups], found.unplaced) == (
        "",
        [("A", 12), ("B", 9)],
        0,
    )
    assert (found.stability, [line.statement.number for line in found.together], found.against) == (
        1.0,
        [9],
        (),
    )
    assert {line.statement.number for line in found.divisive} < set(range(1, 9))
    first = found.lines[0]
    assert (first.voted, first.agree, first.disagree) == (21, 12, 9)
    assert [(cell.letter, cell.voters, cell.agree) for cell in first.cells] == [("A", 12, 1.0), ("B", 9, 0.0)]
    assert [each.agrees for each in found.groups[0].represents if each.line.statement.number <= 6] == [
        True
    ] * len([each for each in found.groups[0].represents if each.line.statement.number <= 6])
    assert (found.voters, found.votes, found.last) == (21, 189, NOON + timedelta(minutes=9))


def test_the_same_votes_give_the_same_map(plenary: Gathering, statements: list[Statement]) -> None:
    for at, each in enumerate(phones(plenary, 24)):
        way = ALIKE if at % 3 else OTHERS
        vote(statements, [each], [*way[: at % 4], PASS, *way[at % 4 + 1 :]])
    cast = votes_cast(plenary)
    assert map_of(cast) == map_of(cast)
    assert map_of(cast).groups


def test_without_votes_it_says_so(plenary: Gathering, statements: list[Statement]) -> None:
    found = map_of(votes_cast(plenary))
    assert (found.why_not, found.groups, len(found.lines)) == ("Nessuno ha ancora votato.", (), 9)


def test_few_voters_make_no_groups(plenary: Gathering, statements: list[Statement]) -> None:
    vote(statements, phones(plenary, 5), ALIKE)
    vote(statements, phones(plenary, 4), OTHERS)
    found = map_of(votes_cast(plenary))
    assert (found.groups, found.stability, "Meno di 10 persone" in found.why_not) == ((), None, True)
    assert found.lines[0].agree == 5


def test_a_room_that_agrees_has_no_groups(plenary: Gathering, statements: list[Statement]) -> None:
    for at, each in enumerate(phones(plenary, 30)):
        noise = [YES if (at * 7 + number * 5) % 11 else NO for number in range(9)]
        vote(statements, [each], noise)
    found = map_of(votes_cast(plenary))
    assert (found.groups, "Non ci sono gruppi" in found.why_not) == ((), True)


def test_a_group_below_five_is_not_told(plenary: Gathering, statements: list[Statement]) -> None:
    vote(statements, phones(plenary, 14), ALIKE)
    vote(statements, phones(plenary, 4), OTHERS)
    found = map_of(votes_cast(plenary))
    assert (found.groups, "meno di 5 persone" in found.why_not) == ((), True)
    assert all(line.cells == () for line in found.lines)


def test_a_group_all_of_one_table_is_not_told(plenary: Gathering, statements: list[Statement]) -> None:
    vote(statements, phones(plenary, 12, lambda n: str(n % 3)), ALIKE)
    vote(statements, phones(plenary, 6, lambda _n: "9"), OTHERS)
    found = map_of(votes_cast(plenary))
    assert (found.groups, "stesso tavolo" in found.why_not) == ((), True)


def test_a_group_all_of_one_organisation_is_not_told(
    district: District, plenary: Gathering, statements: list[Statement]
) -> None:
    vote(statements, phones(plenary, 12), ALIKE)
    caritas = Organisation.objects.create(district=district, code="caritas", name="Caritas")
    for number in range(6):
        user = person(f"c{number}@example.org", f"C {number}")
        who = Person.objects.create(district=district, code=f"c{number}", name=user.name, account=user)
        Delegate.objects.create(organisation=caritas, person=who, starts_on=NOON.date())
        for statement, value in zip(statements, OTHERS, strict=True):
            Vote.objects.create(statement=statement, user=user, value=value, at=NOON)
    found = map_of(votes_cast(plenary))
    assert (found.groups, "stessa organizzazione" in found.why_not) == ((), True)


def test_shares_are_not_told_where_a_part_could_be_found_by_subtracting(
    plenary: Gathering, statements: list[Statement]
) -> None:
    """One who left early voted on two statements: there, the total less the groups would be that vote."""
    vote(statements, phones(plenary, 12), ALIKE)
    vote(statements, phones(plenary, 9), OTHERS)
    vote(statements, phones(plenary, 1), [None, None, None, YES, None, None, None, None, YES])
    found = map_of(votes_cast(plenary))
    assert (len(found.groups), found.unplaced) == (2, 1)
    hidden = [line.statement.number for line in found.lines if not line.cells]
    assert hidden == [4, 9]


def test_shares_are_not_told_where_few_of_a_group_voted(
    plenary: Gathering, statements: list[Statement]
) -> None:
    for at, each in enumerate(phones(plenary, 24)):
        way = ALIKE if at < 14 else OTHERS
        varied = [*way[: at % 8], PASS, *way[at % 8 + 1 :]]
        vote(statements, [each], [*varied[:8], None if at > 17 else YES])
    found = map_of(votes_cast(plenary))
    assert [each.size for each in found.groups] == [14, 10]
    assert [line.statement.number for line in found.lines if not line.cells] == [9]


def test_no_part_that_can_be_found_is_smaller_than_five(
    plenary: Gathering, statements: list[Statement]
) -> None:
    """An attacker subtracts every share told from every total told, on many patterns of who voted on what."""
    for at, each in enumerate(phones(plenary, 40)):
        way = ALIKE if at % 5 else OTHERS
        vote(statements, [each], [None if (at * 3 + n * n) % 7 < at % 6 else way[n] for n in range(9)])
    found = map_of(votes_cast(plenary))
    assert found.groups
    for line in found.lines:
        parts = [cell.voters for cell in line.cells]
        rest = line.voted - sum(parts) if parts else 0
        assert all(part >= 5 for part in parts)
        assert rest == 0 or rest >= 5


def test_counted_hands_stand_beside_and_move_nothing(plenary: Gathering, statements: list[Statement]) -> None:
    vote(statements, phones(plenary, 12), ALIKE)
    vote(statements, phones(plenary, 9), OTHERS)
    before = map_of(votes_cast(plenary))
    CountedVote.objects.create(statement=statements[0], table="1", agree=30, disagree=2, passed=1, at=NOON)
    CountedVote.objects.create(statement=statements[0], table="2", agree=5, at=NOON)
    after = map_of(votes_cast(plenary))
    hands = after.lines[0].hands
    assert hands is not None
    assert (hands.agree, hands.disagree, hands.passed, hands.tables) == (35, 2, 1, 2)
    told = [(each.size, each.x, each.y) for each in after.groups]
    assert told == [(each.size, each.x, each.y) for each in before.groups]
    assert (after.lines[0].agree, after.stability, after.voters) == (12, before.stability, 21)


def test_a_statement_keeps_the_contribution_that_it_comes_from(
    plenary: Gathering, statements: list[Statement]
) -> None:
    said = Contribution.objects.create(
        process=plenary.process, number=1, text="Spazi", kind="need", channel="note", at=NOON
    )
    Statement.objects.filter(pk=statements[0].pk).update(contribution=said)
    assert map_of(votes_cast(plenary)).lines[0].statement.contribution == said
