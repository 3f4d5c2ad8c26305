"""Deeds on a ballot before papers come: prepared with its options, opened, closed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils.translation import gettext as _

from ordito.community.codes import code_of, free_code
from ordito.core.command import command
from ordito.core.refused import Refused
from ordito.participation.models import (
    Ballot,
    BallotMethod,
    BallotOption,
    Cell,
    Contribution,
    ContributionState,
    Paragraph,
    VoterKind,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from decimal import Decimal

    from ordito.core.models import Actor
    from ordito.participation.models import Gathering, Process

LONGEST_TITLE = 200
FEWEST_OPTIONS = 2
MOST_OPTIONS = 60


class BallotRefused(Refused):
    """The ballot cannot be written, opened or closed as asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotFacts:
    """What a ballot asks, how, and of whom."""

    title: str
    method: str
    question: str = ""
    voters: str = VoterKind.PERSON
    gathering: Gathering | None = None
    points: int | None = None
    budget: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionFacts:
    """Something to choose."""

    title: str
    description: str = ""
    cost: Decimal | None = None
    contribution: Contribution | None = None
    cell: Cell | None = None
    paragraph: Paragraph | None = None


@command("participation.write_ballot", needs="participation.facilitate")
def write_ballot(process: Process, *, by: Actor, facts: BallotFacts, is_synthetic: bool = False) -> Ballot:
    """Begin a ballot; only who keeps or facilitates the path sees it until it is opened."""
    ballot = Ballot(process=process, is_synthetic=is_synthetic)
    taken = set(Ballot.objects.filter(process=process).values_list("code", flat=True))
    ballot.code = free_code(code_of(facts.title, "scelta"), taken)
    _put(ballot, facts)
    return ballot


@command("participation.rewrite_ballot", needs="participation.facilitate")
def rewrite_ballot(ballot: Ballot, *, by: Actor, facts: BallotFacts) -> Ballot:
    """Write a ballot anew, as long as it was never opened."""
    _in_preparation(ballot)
    _put(ballot, facts)
    return ballot


@command("participation.strike_ballot", needs="participation.facilitate")
def strike_ballot(ballot: Ballot, *, by: Actor) -> None:
    """Take away a ballot that was never opened."""
    _in_preparation(ballot)
    ballot.delete()


@command("participation.add_option", needs="participation.facilitate")
def add_option(ballot: Ballot, *, by: Actor, facts: OptionFacts) -> BallotOption:
    """Add something to choose."""
    return _added(ballot, [facts])[0]


@command("participation.add_options", needs="participation.facilitate")
def add_options(
    ballot: Ballot,
    *,
    by: Actor,
    contributions: Sequence[Contribution] = (),
    cells: Sequence[Cell] = (),
    paragraphs: Sequence[tuple[Paragraph, str]] = (),
) -> Ballot:
    """Take options from what was said and written: contributions, cells, paragraphs with their words."""
    facts = [_titled(OptionFacts(title=each.text, contribution=each)) for each in contributions]
    facts += [
        OptionFacts(
            cell=each,
            title=f"{each.row.title} · {each.column.title}"[:LONGEST_TITLE],
            description=each.summary,
        )
        for each in cells
    ]
    facts += [_titled(OptionFacts(title=words, paragraph=each)) for each, words in paragraphs]
    if not facts:
        raise BallotRefused(_("Dire da quali contributi, celle o paragrafi prendere le opzioni."))
    _added(ballot, facts)
    return ballot


@command("participation.rewrite_option", needs="participation.facilitate")
def rewrite_option(
    option: BallotOption, *, by: Actor, title: str, description: str, cost: Decimal | None
) -> BallotOption:
    """Change the words or the cost of an option, as long as the ballot was never opened."""
    _in_preparation(option.ballot)
    if not title.strip():
        raise BallotRefused(_("Un'opzione ha un titolo."))
    option.title, option.description, option.cost = title.strip(), description.strip(), cost
    option.save()
    return option


@command("participation.strike_option", needs="participation.facilitate")
def strike_option(option: BallotOption, *, by: Actor) -> None:
    """Take away an option, as long as the ballot was never opened."""
    _in_preparation(option.ballot)
    option.delete()


@command("participation.open_ballot", needs="participation.keep_processes")
def open_ballot(ballot: Ballot, *, by: Actor, at: datetime, closes_at: datetime | None = None) -> Ballot:
    """Take papers from now on; the options change no more."""
    if ballot.opens_at is not None and ballot.opens_at <= at:
        raise BallotRefused(_("La scelta è già stata aperta."))
    missing = missing_of(ballot)
    if missing:
        raise BallotRefused(_("Prima di aprire manca: %(what)s.") % {"what": ", ".join(missing)})
    if closes_at is not None and closes_at <= at:
        raise BallotRefused(_("La chiusura viene dopo l'apertura."))
    ballot.opens_at, ballot.closes_at = at, closes_at
    ballot.save(update_fields=["opens_at", "closes_at"])
    return ballot


@command("participation.close_ballot", needs="participation.keep_processes")
def close_ballot(ballot: Ballot, *, by: Actor, at: datetime) -> Ballot:
    """Take no paper any more, and tell the result: it is not opened again."""
    if not ballot.is_open(at):
        raise BallotRefused(_("Si chiude una scelta che è aperta."))
    ballot.closes_at = at
    ballot.save(update_fields=["closes_at"])
    return ballot


def missing_of(ballot: Ballot) -> list[str]:
    """What a ballot lacks to be opened."""
    options = list(BallotOption.objects.filter(ballot=ballot).order_by("number"))
    missing = []
    if len(options) < FEWEST_OPTIONS:
        missing.append(_("almeno due opzioni"))
    if ballot.method == BallotMethod.BUDGET:
        missing += [
            _("il costo di «%(title)s»") % {"title": option.title} for option in options if not option.cost
        ]
    return missing


def _put(ballot: Ballot, facts: BallotFacts) -> None:
    if not facts.title.strip():
        raise BallotRefused(_("Una scelta ha un titolo."))
    if facts.method == BallotMethod.POINTS and not facts.points:
        raise BallotRefused(_("Dire quanti punti ha ognuno da distribuire."))
    if facts.method == BallotMethod.BUDGET and not facts.budget:
        raise BallotRefused(_("Dire di quanto è il bilancio."))
    if facts.gathering is not None and facts.gathering.process_id != ballot.process_id:
        raise BallotRefused(_("La raccolta è di un altro percorso."))
    ballot.title, ballot.question = facts.title.strip(), facts.question.strip()
    ballot.method, ballot.voters, ballot.gathering = facts.method, facts.voters, facts.gathering
    ballot.points = facts.points if facts.method == BallotMethod.POINTS else None
    ballot.budget = facts.budget if facts.method == BallotMethod.BUDGET else None
    ballot.save()


def _in_preparation(ballot: Ballot) -> None:
    if ballot.opens_at is not None and (ballot.opens_at <= ballot.district.now() or ballot.papers.exists()):
        raise BallotRefused(
            _("La scelta è stata aperta: domanda e opzioni non cambiano più, qualcuno le ha già lette.")
        )


def _added(ballot: Ballot, facts: Sequence[OptionFacts]) -> list[BallotOption]:
    _in_preparation(ballot)
    last = ballot.options.aggregate(last=Max("number"))["last"] or 0
    if ballot.options.count() + len(facts) > MOST_OPTIONS:
        raise BallotRefused(
            _("Più di %(n)d opzioni non si leggono: meglio raggrupparle.") % {"n": MOST_OPTIONS}
        )
    made = []
    for number, each in enumerate(facts, start=last + 1):
        if not each.title.strip():
            raise BallotRefused(_("Un'opzione ha un titolo."))
        _of_the_path(ballot, each)
        made.append(
            BallotOption.objects.create(
                ballot=ballot,
                number=number,
                title=each.title.strip(),
                description=each.description.strip(),
                cost=each.cost,
                contribution=each.contribution,
                cell=each.cell,
                paragraph=each.paragraph,
            )
        )
    return made


def _of_the_path(ballot: Ballot, facts: OptionFacts) -> None:
    """What an option comes from is of the same path, and may be read."""
    named = [
        facts.contribution and facts.contribution.process_id,
        facts.cell and facts.cell.grid.process_id,
        facts.paragraph and facts.paragraph.hypothesis.process_id,
    ]
    if any(each is not None and each != ballot.process_id for each in named):
        raise BallotRefused(_("Un'opzione viene da contributi, celle e paragrafi dello stesso percorso."))
    if facts.contribution is not None and facts.contribution.state != ContributionState.SHOWN:
        raise BallotRefused(_("Il contributo %(n)d non è visibile.") % {"n": facts.contribution.number})


def _titled(facts: OptionFacts) -> OptionFacts:
    """A long text as a title and the whole of it below."""
    text = " ".join(facts.title.split())
    if len(text) <= LONGEST_TITLE:
        return replace(facts, title=text)
    return replace(facts, title=f"{text[: LONGEST_TITLE - 1].rstrip()}…", description=text)
