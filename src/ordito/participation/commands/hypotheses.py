"""Deeds on a document of hypotheses: written, saved version by version, grounded, opened, concluded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ordito.community.codes import code_of, free_code
from ordito.core.command import command
from ordito.core.models import User
from ordito.core.refused import Refused
from ordito.governance.commands.decisions import DecisionFacts, decide
from ordito.governance.models import Decision, Outcome
from ordito.participation.models import (
    AmendmentState,
    Cell,
    Hypothesis,
    HypothesisState,
    HypothesisVersion,
    Paragraph,
    ParagraphText,
)
from ordito.participation.queries.differences import passages, summary, written
from ordito.participation.queries.hypotheses import DECIDED, KINDS, last_version, texts_of
from ordito.participation.queries.pieces import LONGEST_HEADING, Piece, one_line, without_blank_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django.db.models import Model

    from ordito.core.models import Actor
    from ordito.governance.models import Body, Meeting
    from ordito.participation.models import Process
    from ordito.participation.queries.differences import Written

LONGEST_PARAGRAPH = 20_000
LONGEST_DOCUMENT = 400_000
MOST_PARAGRAPHS = 150
LONGEST_NOTE = 300
RESERVED = ("nuova",)
"""Codes that would be the address of another page."""


class HypothesisRefused(Refused):
    """The document cannot be written as asked."""


class WrittenMeanwhile(HypothesisRefused):
    """Somebody else saved a version after this one was opened."""


class UnableToConclude(HypothesisRefused):
    """The body cannot decide the whole document yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyDecision:
    """A decision of the body: one that is there, or one to be written in a meeting of its."""

    decision: Decision | None = None
    meeting: Meeting | None = None
    facts: DecisionFacts | None = None


@command("participation.write_hypothesis", needs="participation.write_hypotheses")
def write_hypothesis(
    process: Process, *, by: Actor, title: str, decided_by: Body, pieces: Sequence[Piece], at: datetime
) -> Hypothesis:
    """Begin a document with its first version."""
    title = _titled(title)
    _refuse_elsewhere(process, decided_by)
    taken = process.hypotheses.values_list("code", flat=True)
    made = Hypothesis.objects.create(
        process=process,
        code=free_code(code_of(title, "ipotesi"), {*taken, *RESERVED}),
        title=title,
        decided_by=decided_by,
        is_synthetic=process.is_synthetic and process.district.is_demonstration,
    )
    write_version(made, _checked(pieces, known=set()), by=by, note="", at=at)
    return made


@command("participation.rename_hypothesis", needs="participation.write_hypotheses")
def rename_hypothesis(hypothesis: Hypothesis, *, by: Actor, title: str, decided_by: Body) -> Hypothesis:
    """Call a document otherwise, or let another body decide it; its address stays."""
    _refuse_decided(hypothesis)
    _refuse_elsewhere(hypothesis.process, decided_by)
    hypothesis.title, hypothesis.decided_by = _titled(title), decided_by
    hypothesis.save(update_fields=["title", "decided_by"])
    return hypothesis


@command("participation.save_hypothesis", needs="participation.write_hypotheses")
def save_hypothesis(
    hypothesis: Hypothesis, *, by: Actor, pieces: Sequence[Piece], note: str, based_on: int, at: datetime
) -> HypothesisVersion:
    """Save the whole document as a new version; who wrote meanwhile is not written over."""
    _refuse_decided(hypothesis)
    last = last_version(hypothesis)
    if last.number != based_on:
        who = last.by.name if last.by else _("qualcuno")
        raise WrittenMeanwhile(
            _(
                "Intanto %(who)s ha salvato la versione %(number)d: quello che è scritto qui resta, ma va "
                "confrontato con quella prima di salvare."
            )
            % {"who": who, "number": last.number}
        )
    known = set(hypothesis.paragraphs.values_list("number", flat=True))
    return write_version(hypothesis, _checked(pieces, known=known), by=by, note=note, at=at)


@command("participation.ground_paragraph", needs="participation.write_hypotheses")
def ground_paragraph(
    paragraph: Paragraph, *, by: Actor, add: Iterable[Model] = (), remove: Iterable[Model] = ()
) -> Paragraph:
    """Say on which cells, contributions and sources a paragraph rests, or no longer."""
    _refuse_decided(paragraph.hypothesis)
    process = paragraph.hypothesis.process
    for thing in add:
        district, path = thing.district, getattr(getattr(thing, "grid", thing), "process", process)  # type: ignore[attr-defined]
        if district != process.district or path != process:
            raise HypothesisRefused(_("«%(name)s» non è di questo percorso.") % {"name": str(thing)[:80]})
        getattr(paragraph, KINDS[str(thing._meta.model_name)]).add(thing)
    for thing in remove:
        getattr(paragraph, KINDS[str(thing._meta.model_name)]).remove(thing)
    paragraph.journalled = {  # type: ignore[attr-defined]
        name: [None, getattr(paragraph, name).count()] for name in KINDS.values()
    }
    return paragraph


@command("participation.open_hypothesis", needs="participation.decide_hypotheses")
def open_hypothesis(hypothesis: Hypothesis, *, by: Actor) -> Hypothesis:
    """Show the document to whoever sees the path, and take amendments while a phase opens them."""
    _refuse_decided(hypothesis)
    hypothesis.state = HypothesisState.OPEN
    hypothesis.save(update_fields=["state"])
    return hypothesis


@command("participation.close_hypothesis", needs="participation.decide_hypotheses")
def close_hypothesis(hypothesis: Hypothesis, *, by: Actor) -> Hypothesis:
    """Take no more amendments; those that came wait for the body."""
    if hypothesis.state != HypothesisState.OPEN:
        raise HypothesisRefused(_("Il documento non è aperto agli emendamenti."))
    hypothesis.state = HypothesisState.CLOSED
    hypothesis.save(update_fields=["state"])
    return hypothesis


@command("participation.conclude_hypothesis", needs="participation.decide_hypotheses")
def conclude_hypothesis(
    hypothesis: Hypothesis, *, by: Actor, approved: bool, decision: BodyDecision
) -> Hypothesis:
    """Write that the body approved the whole document, or rejected it, with which decision."""
    _refuse_decided(hypothesis)
    if hypothesis.state == HypothesisState.DRAFT:
        raise UnableToConclude(_("Il documento è ancora in scrittura: prima si apre, poi si decide."))
    waiting = hypothesis.amendments.filter(state=AmendmentState.PROPOSED).count()
    if waiting:
        raise UnableToConclude(
            ngettext(
                "Resta %(n)d emendamento da decidere prima del documento intero.",
                "Restano %(n)d emendamenti da decidere prima del documento intero.",
                waiting,
            )
            % {"n": waiting}
        )
    taken = decision_of(hypothesis, decision, by=by)
    if taken is None:
        raise UnableToConclude(_("Serve la decisione con cui l'organismo si è espresso."))
    opposite = Outcome.REJECTED if approved else Outcome.APPROVED
    if taken.outcome == opposite:
        raise UnableToConclude(
            _("La decisione n. %(number)s dice il contrario: è %(outcome)s.")
            % {"number": taken.number, "outcome": taken.get_outcome_display()}
        )
    hypothesis.state = HypothesisState.APPROVED if approved else HypothesisState.REJECTED
    hypothesis.decision = taken
    hypothesis.save(update_fields=["state", "decision"])
    return hypothesis


def decision_of(hypothesis: Hypothesis, told: BodyDecision, *, by: Actor) -> Decision | None:
    """The decision that was chosen, or written now; it must be of the body that has the mandate."""
    meeting = told.decision.meeting if told.decision is not None else told.meeting
    if meeting is not None and meeting.body_id != hypothesis.decided_by_id:
        raise HypothesisRefused(
            _("La decisione deve essere di un incontro di chi decide: %(body)s.")
            % {"body": hypothesis.decided_by.name}
        )
    if told.decision is not None or told.meeting is None or told.facts is None:
        return told.decision
    return decide(told.meeting, by=by, facts=told.facts)


def write_version(
    hypothesis: Hypothesis, pieces: Sequence[Piece], *, by: Actor, note: str, at: datetime
) -> HypothesisVersion:
    """Add a version made of these pieces; a note that is not given says what changed."""
    before = _last_written(hypothesis)
    paragraphs = _paragraphs(hypothesis, pieces)
    after_texts = [
        ParagraphText(paragraph=paragraph, position=place, heading=piece.heading, text=piece.text)
        for place, (paragraph, piece) in enumerate(zip(paragraphs, pieces, strict=True), start=1)
    ]
    found = passages(before, written(after_texts))
    if before and all(one.kind == "same" for one in found):
        raise HypothesisRefused(_("Non è cambiato niente: non c'è una versione da salvare."))
    number = (hypothesis.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = HypothesisVersion.objects.create(
        hypothesis=hypothesis,
        number=number,
        note=(one_line(note) or (summary(found) if before else _("prima stesura")))[:LONGEST_NOTE],
        at=at,
        by=by if isinstance(by, User) else None,
    )
    for each in after_texts:
        each.version = version
    ParagraphText.objects.bulk_create(after_texts)
    return version


def _last_written(hypothesis: Hypothesis) -> list[Written]:
    last = hypothesis.versions.order_by("-number").first()
    return written(texts_of(last)) if last is not None else []


def _paragraphs(hypothesis: Hypothesis, pieces: Sequence[Piece]) -> list[Paragraph]:
    """The paragraph of each piece: the one that is there, or a new one; what they rest on goes along."""
    known = {each.number: each for each in hypothesis.paragraphs.all()}
    kept = {piece.number for piece in pieces}
    following = max(known, default=0) + 1
    told = []
    for piece in pieces:
        origin = known.get(piece.split_from or 0)
        paragraph = known.get(piece.number or 0)
        if paragraph is None:
            paragraph = Paragraph.objects.create(hypothesis=hypothesis, number=following, split_from=origin)
            following += 1
            _rest_as(paragraph, origin)
            paragraph.cells.add(*Cell.objects.filter(pk__in=piece.cells, grid__process=hypothesis.process_id))
        for number in piece.joined:
            gone = known.get(number)
            if gone is not None and number not in kept and gone.pk != paragraph.pk:
                gone.joined_to = paragraph
                gone.save(update_fields=["joined_to"])
                _rest_as(paragraph, gone)
        told.append(paragraph)
    return told


def _rest_as(paragraph: Paragraph, other: Paragraph | None) -> None:
    if other is not None:
        for name in KINDS.values():
            getattr(paragraph, name).add(*getattr(other, name).all())


def _checked(pieces: Sequence[Piece], *, known: set[int]) -> list[Piece]:
    """The pieces as they are kept; those that are empty are left out, what cannot be kept is refused."""
    told = without_blank_lines(pieces)
    if not told:
        raise HypothesisRefused(_("Serve almeno un paragrafo."))
    if len(told) > MOST_PARAGRAPHS:
        raise HypothesisRefused(
            _("Sono %(n)d paragrafi: un documento ne tiene al massimo %(most)d.")
            % {"n": len(told), "most": MOST_PARAGRAPHS}
        )
    numbers = [piece.number for piece in told if piece.number is not None]
    if len(set(numbers)) < len(numbers) or not set(numbers) <= known:
        raise HypothesisRefused(_("I paragrafi non sono più quelli di prima: la pagina va ricaricata."))
    for piece in told:
        refuse_long(piece.heading, piece.text)
    if sum(len(piece.text) for piece in told) > LONGEST_DOCUMENT:
        raise HypothesisRefused(_("Il documento è troppo lungo: se ne possono fare due."))
    return told


def refuse_long(heading: str, text: str) -> None:
    """Refuse a heading or a text that a paragraph cannot hold."""
    if len(heading) > LONGEST_HEADING:
        raise HypothesisRefused(
            _("Il titoletto «%(heading)s…» è troppo lungo: al massimo %(most)d caratteri.")
            % {"heading": heading[:40], "most": LONGEST_HEADING}
        )
    if len(text) > LONGEST_PARAGRAPH:
        raise HypothesisRefused(
            _("Il paragrafo «%(text)s…» è troppo lungo: una riga vuota lo divide in due.")
            % {"text": (heading or text)[:40]}
        )


def _titled(title: str) -> str:
    found = one_line(title)[:200]
    if not found:
        raise HypothesisRefused(_("Serve un titolo."))
    return found


def _refuse_elsewhere(process: Process, body: Body) -> None:
    if body.district_id != process.district_id:
        raise HypothesisRefused(_("Chi decide deve essere un organismo dell'ambito."))


def _refuse_decided(hypothesis: Hypothesis) -> None:
    if hypothesis.state in DECIDED:
        raise HypothesisRefused(
            _("Il documento è già deciso (%(state)s): non si cambia più.")
            % {"state": hypothesis.get_state_display()}
        )
