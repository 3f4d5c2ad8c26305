"""Papers given to a ballot: by a person, an organisation, a phone of the room, or typed in from paper.

The journal says that a paper was given, and for which organisation; never its number nor what it says. Of a
phone's paper that is taken out of the count it says the number and the reason.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ordito.community.queries import speaks_for
from ordito.core.command import command
from ordito.core.models import User
from ordito.core.plain_text import on_one_line
from ordito.core.refused import Refused
from ordito.participation.models import Ballot, BallotMark, BallotMethod, BallotPaper, VoterKind
from ordito.participation.queries.ballots import organisations_entitled, paper_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ordito.community.models import Organisation
    from ordito.core.models import Actor
    from ordito.participation.models import Phone

LOWEST, NUMBERS = 100_000, 900_000


class PaperRefused(Refused):
    """The paper cannot be taken."""


@dataclass(frozen=True, slots=True)
class Given:
    """That a paper was taken: its number, for who gave it alone, and whether it replaced an earlier one."""

    number: int
    again: bool
    organisation: str = ""

    @property
    def journalled(self) -> dict[str, object]:
        return {"organisation": [None, self.organisation]} if self.organisation else {}


@dataclass(frozen=True, slots=True)
class Voided:
    """A paper that counts no more, or again: its number is told, because whoever gave it told it."""

    number: int
    because: str
    counts: bool

    @property
    def journalled(self) -> dict[str, object]:
        told = [self.because, None] if self.counts else [None, self.because]
        return {"number": [self.number, self.number], "void_because": told}


@command("participation.choose")
def choose(
    ballot: Ballot,
    *,
    by: Actor,
    marks: Mapping[int, int],
    at: datetime,
    organisation: Organisation | None = None,
) -> Given:
    """Give a paper with one's account, in one's own name or for an organisation; the last word counts."""
    _takes_papers(ballot, at)
    if not isinstance(by, User):
        raise PaperRefused(_("Per scegliere serve un account, oppure il telefono in sala."))
    if ballot.voters == VoterKind.PERSON:
        if organisation is not None:
            raise PaperRefused(_("Qui ognuno sceglie in proprio."))
        paper = paper_of(ballot, user=by) or BallotPaper(ballot=ballot, user=by)
        return _written(paper, marks, at)
    if organisation is None:
        raise PaperRefused(_("Qui si sceglie a nome di un'organizzazione: dire quale."))
    if organisation.pk not in speaks_for(by):
        raise PaperRefused(
            _("Oggi non si parla a nome di %(name)s: la delega non c'è, o è finita.")
            % {"name": organisation.name}
        )
    if not organisations_entitled(ballot, {organisation.pk}):
        raise PaperRefused(
            _("%(name)s non è fra i membri di chi conduce il percorso.") % {"name": organisation.name}
        )
    paper = paper_of(ballot, organisation=organisation) or BallotPaper(
        ballot=ballot, organisation=organisation
    )
    paper.user = by
    return _written(paper, marks, at)


@command("participation.choose_by_phone")
def choose_by_phone(
    ballot: Ballot, *, by: Actor, phone: Phone, marks: Mapping[int, int], at: datetime
) -> Given:
    """Give the paper of a phone of the room; giving it again changes it."""
    _takes_papers(ballot, at)
    if phone.gathering_id != ballot.gathering_id:
        raise PaperRefused(_("Il telefono è entrato in un'altra raccolta."))
    paper = paper_of(ballot, phone=phone) or BallotPaper(ballot=ballot, phone=phone)
    if paper.is_void:
        raise PaperRefused(_("La scheda di questo telefono è stata annullata da chi conduce: non si cambia."))
    return _written(paper, marks, at)


@command("participation.take_back_paper", needs="participation.choose_by_phone")
def take_back_paper(ballot: Ballot, *, by: Actor, phone: Phone, at: datetime) -> Given:
    """Take back the paper of one's own phone, to give it with one's account; what was void stays void."""
    _takes_papers(ballot, at)
    paper = paper_of(ballot, phone=phone)
    if paper is None or paper.is_void:
        raise PaperRefused(_("Da questo telefono non c'è nessuna scheda da riprendere."))
    paper.delete()
    return Given(number=0, again=True)


@command("participation.void_paper", needs="participation.facilitate")
def void_paper(ballot: Ballot, *, by: Actor, number: int, because: str, at: datetime) -> Voided:
    """Count a phone's paper no more, by the number that the phone shows, while nobody sees what it says."""
    _takes_papers(ballot, at)
    because = on_one_line(because)
    if not because:
        raise PaperRefused(_("Serve il motivo: resta nel diario, e lo legge chi ha in mano il telefono."))
    paper = ballot.papers.filter(number=number, phone__isnull=False).first()
    if paper is None:
        raise PaperRefused(
            _("Nessun telefono ha dato la scheda n. %(n)d: il numero si legge sul telefono.") % {"n": number}
        )
    if paper.is_void:
        raise PaperRefused(_("La scheda n. %(n)d è già annullata.") % {"n": number})
    paper.void_because = because
    paper.save(update_fields=["void_because"])
    return Voided(number, because, counts=False)


@command("participation.restore_paper", needs="participation.facilitate")
def restore_paper(ballot: Ballot, *, by: Actor, number: int, at: datetime) -> Voided:
    """Count again a paper that was void, while papers are taken."""
    _takes_papers(ballot, at)
    paper = ballot.papers.filter(number=number).exclude(void_because="").first()
    if paper is None:
        raise PaperRefused(_("La scheda n. %(n)d non è fra quelle annullate.") % {"n": number})
    told = Voided(number, paper.void_because, counts=True)
    paper.void_because = ""
    paper.save(update_fields=["void_because"])
    return told


@command("participation.type_paper", needs="participation.facilitate")
def type_paper(
    ballot: Ballot,
    *,
    by: Actor,
    on_paper: str,
    marks: Mapping[int, int],
    at: datetime,
    organisation: Organisation | None = None,
) -> Given:
    """Type in a paper of paper, by the number written on it; that of an organisation is its last word."""
    _takes_papers(ballot, at)
    on_paper = " ".join(on_paper.split())
    if not on_paper:
        raise PaperRefused(
            _("Ogni scheda di carta ha un numero: è quello che dice che non è già stata scritta.")
        )
    if ballot.papers.filter(on_paper=on_paper).exists():
        raise PaperRefused(_("La scheda di carta n. %(number)s è già stata scritta.") % {"number": on_paper})
    paper = BallotPaper(ballot=ballot)
    if ballot.voters == VoterKind.ORGANISATION:
        if organisation is None or not organisations_entitled(ballot, {organisation.pk}):
            raise PaperRefused(_("Dire di quale organizzazione è la scheda, fra quelle che scelgono."))
        paper = paper_of(ballot, organisation=organisation) or BallotPaper(
            ballot=ballot, organisation=organisation
        )
        paper.user = None
    elif organisation is not None:
        raise PaperRefused(_("Qui ognuno sceglie in proprio."))
    paper.on_paper = on_paper
    return _written(paper, marks, at)


@command("participation.strike_paper", needs="participation.facilitate")
def strike_paper(ballot: Ballot, *, by: Actor, on_paper: str, at: datetime) -> Given:
    """Take away a paper that was typed in wrongly, while papers are taken."""
    _takes_papers(ballot, at)
    paper = (
        ballot.papers.filter(on_paper=on_paper).exclude(on_paper="").select_related("organisation").first()
    )
    if paper is None:
        raise PaperRefused(_("Non c'è nessuna scheda di carta con questo numero."))
    name = paper.organisation.name if paper.organisation else ""
    paper.delete()
    return Given(number=0, again=True, organisation=name)


def _takes_papers(ballot: Ballot, at: datetime) -> None:
    if not ballot.is_open(at):
        raise PaperRefused(
            _("La scelta è chiusa: non si danno più schede.")
            if ballot.is_closed(at)
            else _("La scelta non è ancora aperta.")
        )


def _written(paper: BallotPaper, marks: Mapping[int, int], at: datetime) -> Given:
    """Write what a paper says in the place of what it said before."""
    ballot = paper.ballot
    options = dict(ballot.options.values_list("number", "pk"))
    kept = _checked(ballot, options, marks)
    again = paper.pk is not None
    if not again:
        paper.number = _drawn(ballot)
    paper.at = at
    paper.save()
    paper.marks.all().delete()
    BallotMark.objects.bulk_create(
        BallotMark(paper=paper, option_id=options[number], value=value) for number, value in kept.items()
    )
    return Given(paper.number, again, paper.organisation.name if paper.organisation else "")


def _checked(ballot: Ballot, options: Mapping[int, int], marks: Mapping[int, int]) -> dict[int, int]:
    """The marks that say something; refused when the method does not allow them."""
    kept = {number: value for number, value in marks.items() if value}
    if not kept.keys() <= options.keys():
        raise PaperRefused(_("Sulla scheda c'è un'opzione che in questa scelta non c'è."))
    if any(value < 0 for value in kept.values()):
        raise PaperRefused(_("I numeri sulla scheda partono da 1."))
    if ballot.method == BallotMethod.POINTS and sum(kept.values()) > (ballot.points or 0):
        raise PaperRefused(
            _("I punti sono %(given)d, e se ne possono dare al massimo %(most)d.")
            % {"given": sum(kept.values()), "most": ballot.points or 0}
        )
    if ballot.method == BallotMethod.RANKING and max(kept.values(), default=0) > len(options):
        raise PaperRefused(
            _("I posti vanno da 1 a %(n)d; due opzioni possono avere lo stesso.") % {"n": len(options)}
        )
    if ballot.method in {BallotMethod.APPROVAL, BallotMethod.BUDGET} and any(
        value != 1 for value in kept.values()
    ):
        raise PaperRefused(_("Un'opzione si sceglie o non si sceglie."))
    return kept


def _drawn(ballot: Ballot) -> int:
    """A number by lot that no other paper of the ballot has."""
    taken = set(ballot.papers.values_list("number", flat=True))
    while (number := LOWEST + secrets.randbelow(NUMBERS)) in taken:
        pass
    return number
