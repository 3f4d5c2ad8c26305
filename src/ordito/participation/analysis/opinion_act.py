"""The map of opinions as a document: always in Italian, whatever the language of the reader."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ordito.core import press
from ordito.core.numbers import written
from ordito.participation.analysis.opinions import FEWEST, map_of, method_told

if TYPE_CHECKING:
    from datetime import date, datetime

    from ordito.participation.analysis.opinions import Cell, Group, Line, Map
    from ordito.participation.models import Gathering
    from ordito.participation.queries.opinion_votes import VotesCast

Blocks = Iterator[press.Block]


def opinion_act(gathering: Gathering, cast: VotesCast, on: date) -> press.Document:
    """What unites the room, what each group says, what divides; or the counts, and why no groups."""
    with translation.override("it"):
        return press.Document(
            title=_("Mappa delle opinioni: %(title)s") % {"title": gathering.title},
            subtitle=gathering.process.title,
            issuer=gathering.district.name,
            date=on,
            blocks=tuple(_blocks(map_of(cast))),
            synthetic=gathering.is_synthetic or gathering.district.is_demonstration,
        )


def _blocks(told: Map) -> Blocks:
    yield press.Definitions(_facts(told))
    if told.groups:
        yield press.Heading(1, _("Che cosa unisce tutti i gruppi"))
        shared = [(_("D'accordo"), line) for line in told.together]
        shared += [(_("Non d'accordo"), line) for line in told.against]
        yield from _said(shared, _("Su nessuna affermazione la maggioranza di ogni gruppo dice lo stesso."))
        for group in told.groups:
            yield from _group(group)
        yield press.Heading(1, _("Che cosa divide"))
        yield press.Bullets([f"{line.statement.text}{_shares(line.cells)}" for line in told.divisive])
    elif told.why_not:
        yield press.Paragraph(f"{_('I gruppi non si mostrano.')} {told.why_not}")
    if told.lines:
        yield press.Heading(1, _("Tutte le affermazioni"))
        yield _table(told)
        yield press.Note(
            _(
                "Le mani alzate e le schede contate ai tavoli stanno accanto ai voti e non entrano nella "
                "mappa: si sa quante sono, non di chi."
            )
        )


def _facts(told: Map) -> list[tuple[str, str]]:
    facts = [(_("Chi ha votato"), str(told.voters))]
    if told.first is not None and told.last is not None:
        period = {"from": _moment(told.first), "to": _moment(told.last)}
        facts.append((_("Quando si è votato"), _("dal %(from)s al %(to)s") % period))
    stable = _("non si può dire: i voti sono troppo pochi")
    if told.stability is not None and told.stability_error is not None:
        stable = f"{written(told.stability, 2)} ± {written(told.stability_error, 2)}"
    return [*facts, (_("Stabilità dei gruppi"), stable), (_("Come si calcola"), method_told())]


def _group(group: Group) -> Blocks:
    yield press.Heading(1, _group_name(group))
    said = [(_("D'accordo") if each.agrees else _("Non d'accordo"), each.line) for each in group.represents]
    yield from _said(said, _("Nessuna affermazione lo distingue con sicurezza."))


def _group_name(group: Group) -> str:
    told = ngettext("Gruppo %(letter)s: %(n)d persona", "Gruppo %(letter)s: %(n)d persone", group.size)
    return told % {"letter": group.letter, "n": group.size}


def _said(said: list[tuple[str, Line]], otherwise: str) -> Blocks:
    if not said:
        yield press.Paragraph(otherwise)
        return
    yield press.Bullets([f"{how}: {line.statement.text}{_shares(line.cells)}" for how, line in said])


def _shares(cells: tuple[Cell, ...]) -> str:
    if not cells:
        return ""
    told = "; ".join(f"{cell.letter} {written(100 * cell.agree, 0)}\u00a0%" for cell in cells)
    return " (" + _("d'accordo: %(shares)s") % {"shares": told} + ")"


def _table(told: Map) -> press.Table:
    header = [_("N."), _("Affermazione"), _("D'accordo"), _("Non d'accordo"), _("Passano"), _("Mani")]
    header += [_("Gruppo %(letter)s") % {"letter": group.letter} for group in told.groups]
    rows = [_row(line, told) for line in told.lines]
    if not any(line.hands for line in told.lines):
        place = header.index(_("Mani"))
        header.pop(place)
        for row in rows:
            row.pop(place)
    return press.Table(header, rows)


def _row(line: Line, told: Map) -> list[str]:
    counts = [str(each) for each in (line.agree, line.disagree, line.passed)]
    if not line.is_told:
        counts = [f"< {FEWEST}", "", ""]
    hands = "" if line.hands is None else f"{line.hands.agree} / {line.hands.disagree} / {line.hands.passed}"
    shares = [f"{written(100 * cell.agree, 0)}\u00a0%" for cell in line.cells] or ["—"] * len(told.groups)
    return [str(line.statement.number), line.statement.text, *counts, hands, *shares]


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "d/m/Y H:i")
