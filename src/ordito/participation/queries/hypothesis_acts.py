"""The papers of a document of hypotheses: the text with the annex of its amendments, and the marked text.

They are official acts: always in Italian, whatever the language of the reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ordito.core import press
from ordito.participation.models import AmendmentKind, AmendmentState, HypothesisState
from ordito.participation.queries.amendments import rows_of
from ordito.participation.queries.differences import passages, summary, written
from ordito.participation.queries.hypotheses import amendments_of, texts_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from ordito.core.difference import Difference
    from ordito.participation.models import Hypothesis, HypothesisVersion
    from ordito.participation.queries.amendments import AmendmentRow
    from ordito.participation.queries.differences import Passage

Blocks = Iterator[press.Block]


def document_of(hypothesis: Hypothesis, version: HypothesisVersion, on: date) -> press.Document:
    """The text of a version, and in an annex every amendment with its outcome."""
    with translation.override("it"):
        subtitle = _("Versione %(number)d del %(day)s") % _of(version)
        return _document(hypothesis, subtitle, on, (*_text(hypothesis, version), *_annex(hypothesis)))


def differences_of(
    hypothesis: Hypothesis, old: HypothesisVersion, new: HypothesisVersion, on: date
) -> press.Document:
    """The text of a version with what changed from another: struck out what goes, underlined what comes."""
    with translation.override("it"):
        subtitle = _("Differenze dalla versione %(old)d alla versione %(new)d") % {
            "old": old.number,
            "new": new.number,
        }
        return _document(hypothesis, subtitle, on, _marked(old, new))


def _document(
    hypothesis: Hypothesis, subtitle: str, on: date, blocks: Iterator[press.Block] | Sequence[press.Block]
) -> press.Document:
    decision = hypothesis.decision
    return press.Document(
        title=hypothesis.title,
        subtitle=subtitle,
        issuer=hypothesis.process.district.name,
        date=on,
        reference=_("decisione n. %(number)s") % {"number": decision.number} if decision else "",
        blocks=tuple(blocks),
        synthetic=hypothesis.is_synthetic or hypothesis.process.district.is_demonstration,
    )


def _text(hypothesis: Hypothesis, version: HypothesisVersion) -> Blocks:
    yield press.Definitions(_facts(hypothesis))
    for each in texts_of(version):
        if each.heading:
            yield press.Heading(1, each.heading)
        if each.text:
            yield press.Paragraph(each.text)


def _facts(hypothesis: Hypothesis) -> list[tuple[str, str]]:
    facts = [
        (_("Percorso"), hypothesis.process.title),
        (_("Chi decide"), hypothesis.decided_by.name),
        (_("Stato"), hypothesis.get_state_display()),
    ]
    decision = hypothesis.decision
    if decision is not None and hypothesis.state in {HypothesisState.APPROVED, HypothesisState.REJECTED}:
        told = {"number": decision.number, "day": date_format(decision.meeting.date, "d/m/Y")}
        facts.append((_("Decisione"), _("n. %(number)s del %(day)s") % told))
    return facts


def _annex(hypothesis: Hypothesis) -> Blocks:
    proposed = list(
        amendments_of(hypothesis)
        .select_related(
            "decision__meeting",
            "organisation",
            "gathering__sub_area",
            "paragraph",
            "based_on",
            "result",
            "added",
        )
        .exclude(state=AmendmentState.WITHDRAWN)
    )
    if not proposed:
        return
    yield press.PageBreak()
    yield press.Heading(1, _("Allegato: gli emendamenti e il loro esito"))
    for row in rows_of(proposed, ()):
        yield from _amendment(row)


def _amendment(row: AmendmentRow) -> Blocks:
    one = row.amendment
    yield press.Heading(2, _("Emendamento n. %(number)d") % {"number": one.number})
    yield press.Definitions(list(_about(row)))
    if one.kind == AmendmentKind.ADD:
        yield press.Paragraph([press.Inserted(one.text)])
    elif row.was is not None:
        yield press.Paragraph(_runs(row.change.text))
    if one.reason:
        yield press.Paragraph([press.Bold(_("Perché: ")), one.reason])
    if one.answer:
        yield press.Paragraph([press.Bold(_("Risposta: ")), one.answer])


def _about(row: AmendmentRow) -> Iterator[tuple[str, str]]:
    one = row.amendment
    if one.organisation is not None:
        yield _("Di"), one.organisation.name
    if one.gathering is not None:
        yield _("Nell'incontro"), one.gathering.title
    where = f"«{row.place}»" if row.place else _("all'inizio")
    yield _("Che cosa fa"), f"{one.get_kind_display()} {where}"
    outcome = _("accolto con modifiche") if one.is_changed else one.get_state_display()
    if one.decided_at is not None:
        outcome += _(", il %(day)s") % {"day": _day(one.decided_at)}
    if one.decision is not None:
        outcome += _(", decisione n. %(number)s") % {"number": one.decision.number}
    yield _("Esito"), outcome


def _marked(old: HypothesisVersion, new: HypothesisVersion) -> Blocks:
    told = passages(written(texts_of(old)), written(texts_of(new)))
    yield press.Note(
        _("Quello che è tolto è barrato, quello che è aggiunto è sottolineato. %(summary)s.")
        % {"summary": summary(told) or _("Non è cambiato niente")}
    )
    for each in told:
        yield from _passage(each)


def _passage(passage: Passage) -> Blocks:
    heading = _runs(passage.heading)
    if heading:
        yield press.Heading(1, heading)
    if passage.moved and passage.before is not None:
        yield press.Note(
            _("Spostato: era al posto %(old)d, è al posto %(new)d.")
            % {"old": passage.before.position, "new": passage.here.position}
        )
    if passage.split_from is not None:
        yield press.Note(_("Staccato da «%(name)s».") % {"name": passage.split_from.name})
    if passage.joined_to is not None:
        yield press.Note(_("Unito a «%(name)s».") % {"name": passage.joined_to.name})
    text = _runs(passage.text)
    if text:
        yield press.Paragraph(text)


def _runs(found: Difference) -> list[press.Span]:
    told: list[press.Span] = []
    for run in found.runs:
        if run.kind == "same":
            told.append(run.text)
        else:
            mark = press.Deleted if run.kind == "out" else press.Inserted
            told += [run.blank, mark(run.marked)]
    return [each for each in told if each != ""]


def _of(version: HypothesisVersion) -> dict[str, object]:
    return {"number": version.number, "day": _day(version.at)}


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "d/m/Y")
