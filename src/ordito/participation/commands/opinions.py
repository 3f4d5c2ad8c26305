"""Deeds on statements and what is said of them: by phones, by people with an account, by hands counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils.translation import gettext as _

from ordito.core.command import command
from ordito.core.plain_text import on_one_line
from ordito.core.refused import Refused
from ordito.participation.commands.contributions import table_name
from ordito.participation.live.channel import tell
from ordito.participation.models import CountedVote, Gathering, Opinion, Phone, Process, Statement, Vote

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ordito.core.models import Actor, User
    from ordito.participation.models import Contribution

LONGEST_STATEMENT = 300
MOST_STATEMENTS = 200
MOST_HANDS = 10_000
ROOM = ("gathering__process__district",)


class StatementRefused(Refused):
    """The statement cannot be as asked."""


class VoteRefused(Refused):
    """The opinion cannot be taken."""


@command("participation.add_statement", needs="participation.facilitate")
def add_statement(
    gathering: Gathering, *, by: Actor, text: str, contribution: Contribution | None = None
) -> Statement:
    """Put a sentence to the room, open to be voted at once."""
    last = gathering.statements.aggregate(last=Max("number"))["last"] or 0
    if last >= MOST_STATEMENTS:
        raise StatementRefused(_("Le affermazioni sono già molte: nessuno le leggerebbe tutte."))
    if contribution is not None and contribution.process_id != gathering.process_id:
        raise StatementRefused(_("Il contributo è di un altro percorso."))
    statement: Statement = Statement.objects.create(
        gathering=gathering, number=last + 1, text=_sentence(text), contribution=contribution
    )
    tell(gathering.pk)
    return statement


@command("participation.reword_statement", needs="participation.facilitate")
def reword_statement(statement: Statement, *, by: Actor, text: str) -> Statement:
    """Say a statement better, while nobody has said what they think of it."""
    _refuse_if_voted(statement)
    statement.text = _sentence(text)
    statement.save(update_fields=["text"])
    tell(statement.gathering_id)
    return statement


@command("participation.strike_statement", needs="participation.facilitate")
def strike_statement(statement: Statement, *, by: Actor) -> Statement:
    """Take away a statement of which nobody has said anything."""
    _refuse_if_voted(statement)
    statement.delete()
    tell(statement.gathering_id)
    return statement


@command("participation.set_voting", needs="participation.facilitate")
def set_voting(statement: Statement, *, by: Actor, is_open: bool) -> Statement:
    """Open a statement to votes, or close it."""
    statement.is_open = is_open
    statement.save(update_fields=["is_open"])
    tell(statement.gathering_id)
    return statement


@command("participation.vote_from_phone", joins=ROOM, journalled=False)
def vote_from_phone(phone: Phone, *, by: Actor, statement: Statement, value: int, at: datetime) -> Vote:
    """Say from a phone what one thinks of a statement; again, it changes.

    The vote is its own record, by number and never by name: the journal has the entrance of the phone.
    """
    if statement.gathering_id != phone.gathering_id:
        raise VoteRefused(_("L'affermazione è di un'altra raccolta."))
    _refuse_closed(statement)
    vote = Vote(statement=statement, phone=phone, value=_opinion(value), at=at)
    _keep(vote, "phone")
    return vote


@command("participation.vote", joins=("district",), journalled=False)
def vote(process: Process, *, by: User, statement: Statement, value: int, at: datetime) -> Vote:
    """Say with one's own account what one thinks of a statement; again, it changes."""
    gathering = statement.gathering
    if gathering.process_id != process.pk:
        raise VoteRefused(_("L'affermazione è di un altro percorso."))
    if not gathering.is_open(at):
        raise VoteRefused(_("La raccolta è chiusa."))
    _refuse_closed(statement)
    said = Vote(statement=statement, user=by, value=_opinion(value), at=at)
    _keep(said, "user")
    return said


@command("participation.count_hands", needs="participation.facilitate")
def count_hands(
    gathering: Gathering,
    *,
    by: Actor,
    table: str,
    counts: Mapping[Statement, tuple[int, int, int]],
    at: datetime,
) -> Gathering:
    """Write how many agree, disagree and pass at a table, or in the whole room; again, it changes."""
    table = table_name(table)
    for statement, numbers in counts.items():
        if statement.gathering_id != gathering.pk:
            raise VoteRefused(_("L'affermazione è di un'altra raccolta."))
        if any(not 0 <= number <= MOST_HANDS for number in numbers):
            raise VoteRefused(_("Le mani contate vanno da zero a diecimila."))
        agree, disagree, passed = numbers
        if agree + disagree + passed == 0:
            CountedVote.objects.filter(statement=statement, table=table).delete()
            continue
        CountedVote.objects.update_or_create(
            statement=statement,
            table=table,
            defaults={"agree": agree, "disagree": disagree, "passed": passed, "at": at},
        )
    gathering.journalled = {  # type: ignore[attr-defined]
        f"{each.number} · {table or _('tutta la sala')}": [None, " / ".join(map(str, numbers))]
        for each, numbers in counts.items()
    }
    tell(gathering.pk)
    return gathering


def _keep(vote: Vote, voter: str) -> None:
    Vote.objects.bulk_create(
        [vote],
        update_conflicts=True,
        unique_fields=["statement", voter],
        update_fields=["value", "at"],
    )
    tell(vote.statement.gathering_id)


def _opinion(value: int) -> Opinion:
    if value not in Opinion.values:
        raise VoteRefused(_("Si può dire d'accordo, non d'accordo, o passare."))
    return Opinion(value)


def _sentence(text: str) -> str:
    found = on_one_line(text)
    if not found:
        raise StatementRefused(_("Serve l'affermazione."))
    if len(found) > LONGEST_STATEMENT:
        raise StatementRefused(_("L'affermazione è lunga: al massimo 300 caratteri, una cosa sola."))
    return found


def _refuse_closed(statement: Statement) -> None:
    if not statement.is_open:
        raise VoteRefused(_("Questa affermazione non è più aperta al voto."))


def _refuse_if_voted(statement: Statement) -> None:
    if statement.votes.exists() or statement.counted.exists():
        raise StatementRefused(
            _("Qualcuno ha già detto che cosa ne pensa: si può chiudere e scriverne un'altra.")
        )
