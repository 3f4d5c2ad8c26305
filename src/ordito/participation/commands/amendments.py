"""Deeds on amendments: proposed, remarked on, withdrawn, decided several in a sitting."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ordito.core.command import command
from ordito.core.models import User
from ordito.core.refused import Refused
from ordito.participation.commands.hypotheses import (
    BodyDecision,
    decision_of,
    refuse_long,
    write_version,
)
from ordito.participation.models import (
    Amendment,
    AmendmentKind,
    AmendmentRemark,
    AmendmentState,
    Hypothesis,
    HypothesisState,
    ParagraphText,
)
from ordito.participation.queries.amendments import rows_of
from ordito.participation.queries.hypotheses import DECIDED, last_version, texts_of
from ordito.participation.queries.pieces import Piece, cleaned, one_line, one_paragraph, pieces_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ordito.community.models import Organisation
    from ordito.core.models import Actor
    from ordito.governance.models import Decision
    from ordito.participation.models import Gathering, HypothesisVersion, Paragraph

LONGEST_REASON = 4_000
LONGEST_REMARK = 2_000


class AmendmentRefused(Refused):
    """The amendment cannot be written, or decided, as asked."""


class TextMovedOn(AmendmentRefused):
    """The text that an amendment changes is no longer the one that was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentFacts:
    """What is proposed, why, and on whose behalf."""

    kind: str
    paragraph: Paragraph | None = None
    heading: str = ""
    text: str = ""
    reason: str = ""
    organisation: Organisation | None = None
    gathering: Gathering | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How one amendment was decided: with which answer, and in which words if it was changed."""

    amendment: Amendment
    accepted: bool
    answer: str = ""
    heading: str | None = None
    text: str | None = None
    reread: bool = False

    @property
    def is_changed(self) -> bool:
        """Accepted in other words than those proposed."""
        if not self.accepted or self.text is None or self.amendment.kind == AmendmentKind.REMOVE:
            return False
        return (self.heading or "", self.text) != (self.amendment.heading, self.amendment.text)


@command("participation.propose_amendment")
def propose_amendment(hypothesis: Hypothesis, *, by: Actor, facts: AmendmentFacts, at: datetime) -> Amendment:
    """Propose to rewrite a paragraph, to add one after it, or to take it away, as it reads now."""
    version = last_version(hypothesis)
    heading, text, reason = one_line(facts.heading), one_paragraph(facts.text), cleaned(facts.reason)
    if facts.kind == AmendmentKind.REMOVE:
        heading = text = ""
    _refuse_odd(hypothesis, facts, version, heading, text)
    if not reason:
        raise AmendmentRefused(_("Serve il perché: chi decide lo legge accanto al testo."))
    if len(reason) > LONGEST_REASON:
        raise AmendmentRefused(_("Il perché è più lungo di %(most)d caratteri.") % {"most": LONGEST_REASON})
    last = hypothesis.amendments.aggregate(last=Max("number"))["last"] or 0
    return Amendment.objects.create(
        hypothesis=hypothesis,
        number=last + 1,
        kind=facts.kind,
        based_on=version,
        paragraph=facts.paragraph,
        heading=heading,
        text=text,
        reason=reason,
        organisation=facts.organisation,
        author=by if isinstance(by, User) else None,
        gathering=facts.gathering,
        at=at,
        is_synthetic=hypothesis.is_synthetic,
    )


@command("participation.remark_amendment")
def remark_amendment(
    amendment: Amendment, *, by: Actor, text: str, at: datetime, organisation: Organisation | None = None
) -> AmendmentRemark:
    """Say something of an amendment before it is decided."""
    said = cleaned(text)
    if not said:
        raise AmendmentRefused(_("Serve l'osservazione."))
    if len(said) > LONGEST_REMARK:
        raise AmendmentRefused(
            _("L'osservazione è più lunga di %(most)d caratteri.") % {"most": LONGEST_REMARK}
        )
    last = amendment.remarks.aggregate(last=Max("number"))["last"] or 0
    return AmendmentRemark.objects.create(
        amendment=amendment,
        number=last + 1,
        text=said,
        organisation=organisation,
        author=by if isinstance(by, User) else None,
        at=at,
    )


@command("participation.withdraw_amendment")
def withdraw_amendment(amendment: Amendment, *, by: Actor) -> Amendment:
    """Take back an amendment that was not decided; what was said of it stays."""
    amendment.state = AmendmentState.WITHDRAWN
    amendment.save(update_fields=["state"])
    return amendment


@command("participation.decide_amendments", needs="participation.decide_hypotheses")
def decide_amendments(
    hypothesis: Hypothesis,
    *,
    by: Actor,
    verdicts: Sequence[Verdict],
    decision: BodyDecision,
    read: int,
    at: datetime,
) -> Hypothesis:
    """Write what the body decided of several amendments in one sitting; those accepted make one version.

    `read` is the version on which they were read: if there is another, everything is read again.
    """
    if hypothesis.state in DECIDED or hypothesis.state == HypothesisState.DRAFT:
        raise AmendmentRefused(_("Il documento non è fra quelli da decidere."))
    if not verdicts:
        raise AmendmentRefused(_("Nessun emendamento ha un esito: se ne sceglie almeno uno."))
    last = last_version(hypothesis)
    if last.number != read:
        raise TextMovedOn(
            _(
                "Intanto il testo è arrivato alla versione %(number)d: gli emendamenti vanno riletti "
                "su quella."
            )
            % {"number": last.number}
        )
    texts = texts_of(last)
    stale = {
        row.amendment.pk for row in rows_of([each.amendment for each in verdicts], texts) if row.is_stale
    }
    for each in verdicts:
        _refuse_verdict(hypothesis, each, texts, stale)
    accepted = [each for each in verdicts if each.accepted]
    _refuse_clash(accepted)
    taken = decision_of(hypothesis, decision, by=by)
    version: HypothesisVersion | None = None
    places: dict[int, int] = {}
    if accepted:
        pieces, places = _amended(pieces_of(texts), accepted)
        version = write_version(hypothesis, pieces, by=by, note=_note(accepted, taken), at=at)
    _write_verdicts(verdicts, version, places, taken, at)
    hypothesis.journalled = {  # type: ignore[attr-defined]
        "accepted": [None, [each.amendment.number for each in accepted]],
        "rejected": [None, [each.amendment.number for each in verdicts if not each.accepted]],
    }
    return hypothesis


def _refuse_odd(
    hypothesis: Hypothesis, facts: AmendmentFacts, version: HypothesisVersion, heading: str, text: str
) -> None:
    if facts.kind not in AmendmentKind.values:
        raise AmendmentRefused(_("Serve dire che cosa fa l'emendamento."))
    if facts.paragraph is None and facts.kind != AmendmentKind.ADD:
        raise AmendmentRefused(_("Serve il paragrafo da cambiare."))
    now = version.texts.filter(paragraph=facts.paragraph).first() if facts.paragraph else None
    if facts.paragraph is not None and now is None:
        raise AmendmentRefused(_("Questo paragrafo non c'è più nel testo di adesso."))
    if facts.kind != AmendmentKind.REMOVE and not text:
        raise AmendmentRefused(_("Serve il nuovo testo."))
    if facts.kind == AmendmentKind.REPLACE and now is not None and (now.heading, now.text) == (heading, text):
        raise AmendmentRefused(_("Il testo proposto è uguale a quello che c'è."))
    if facts.gathering is not None and facts.gathering.process_id != hypothesis.process_id:
        raise AmendmentRefused(_("L'incontro non è di questo percorso."))
    if facts.organisation is not None and facts.organisation.district_id != hypothesis.process.district_id:
        raise AmendmentRefused(_("L'organizzazione non è dell'ambito."))
    refuse_long(heading, text)


def _refuse_verdict(
    hypothesis: Hypothesis, verdict: Verdict, texts: Sequence[ParagraphText], stale: set[int]
) -> None:
    one = verdict.amendment
    number = {"number": one.number}
    if one.hypothesis_id != hypothesis.pk or one.state != AmendmentState.PROPOSED:
        raise AmendmentRefused(_("L'emendamento n. %(number)d è già deciso, o ritirato.") % number)
    if not verdict.accepted:
        if not cleaned(verdict.answer):
            raise AmendmentRefused(
                _("L'emendamento n. %(number)d è respinto: serve una risposta a chi lo ha proposto.") % number
            )
        return
    here = {each.paragraph_id for each in texts}
    if one.kind != AmendmentKind.ADD and one.paragraph_id not in here:
        raise TextMovedOn(
            _("Il paragrafo dell'emendamento n. %(number)d non c'è più: si può solo respingere.") % number
        )
    if one.pk in stale and not verdict.reread:
        raise TextMovedOn(
            _(
                "Il paragrafo dell'emendamento n. %(number)d è cambiato da quando fu proposto: va riletto "
                "sul testo di adesso, con la spunta che lo dice."
            )
            % number
        )
    if verdict.text is not None and one.kind != AmendmentKind.REMOVE:
        if not cleaned(verdict.text):
            raise AmendmentRefused(
                _("L'emendamento n. %(number)d è accolto con modifiche: serve il testo.") % number
            )
        refuse_long(one_line(verdict.heading or ""), cleaned(verdict.text))


def _refuse_clash(accepted: Sequence[Verdict]) -> None:
    """Two accepted amendments cannot both write the same paragraph."""
    writers: dict[int, int] = {}
    for each in accepted:
        one = each.amendment
        if one.kind == AmendmentKind.ADD or one.paragraph_id is None:
            continue
        if one.paragraph_id in writers:
            raise AmendmentRefused(
                _(
                    "Gli emendamenti n. %(one)d e n. %(other)d cambiano lo stesso paragrafo: se ne accoglie "
                    "uno, anche con le parole dell'altro, e all'altro si risponde."
                )
                % {"one": writers[one.paragraph_id], "other": one.number}
            )
        writers[one.paragraph_id] = one.number


def _amended(pieces: list[Piece], accepted: Sequence[Verdict]) -> tuple[list[Piece], dict[int, int]]:
    """The pieces with what was accepted; and, for what was added, the place at which it stands."""
    kept = list(pieces)
    added: list[tuple[Piece, int]] = []
    for verdict in sorted(accepted, key=lambda each: each.amendment.number):
        one = verdict.amendment
        heading = one_line(one.heading if verdict.text is None else verdict.heading or "")
        text = one_paragraph(one.text if verdict.text is None else verdict.text)
        number = one.paragraph.number if one.paragraph else None
        if one.kind == AmendmentKind.ADD:
            piece = Piece(heading, text)
            after = [place for place, each in enumerate(kept) if each.number == number and number is not None]
            at = (after[0] + 1) if after else (len(kept) if number is not None else 0)
            while at < len(kept) and any(kept[at] is new for new, _pk in added):
                at += 1
            kept.insert(at, piece)
            added.append((piece, one.pk))
        elif one.kind == AmendmentKind.REMOVE:
            kept = [each for each in kept if each.number != number]
        else:
            kept = [
                replace(each, heading=heading, text=text) if each.number == number else each for each in kept
            ]
    if not kept:
        raise AmendmentRefused(_("Del documento non resterebbe niente: si respinge tutto il documento."))
    return kept, {pk: next(at for at, each in enumerate(kept) if each is new) for new, pk in added}


def _note(accepted: Sequence[Verdict], taken: Decision | None) -> str:
    numbers = ", ".join(str(each.amendment.number) for each in accepted)
    said = ngettext(
        "accolto l'emendamento n. %(numbers)s", "accolti gli emendamenti n. %(numbers)s", len(accepted)
    ) % {"numbers": numbers}
    return f"{said} ({_('decisione n. %(number)s') % {'number': taken.number}})" if taken else said


def _write_verdicts(
    verdicts: Sequence[Verdict],
    version: HypothesisVersion | None,
    places: dict[int, int],
    taken: Decision | None,
    at: datetime,
) -> None:
    texts = {each.position: each.paragraph for each in texts_of(version)} if version is not None else {}
    for verdict in verdicts:
        one = verdict.amendment
        one.state = AmendmentState.ACCEPTED if verdict.accepted else AmendmentState.REJECTED
        one.is_changed = verdict.is_changed
        one.answer = cleaned(verdict.answer)
        one.decision = taken
        one.decided_at = max(at, one.at)
        one.result = version if verdict.accepted else None
        one.added = texts[places[one.pk] + 1] if one.pk in places else None
        one.save()
