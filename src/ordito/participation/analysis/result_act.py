"""The result of a ballot as a document: always in Italian, whatever the language of the reader."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from importlib.metadata import version
from typing import TYPE_CHECKING

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ordito.core import press
from ordito.core.moments import until
from ordito.participation.analysis.reasons import euros
from ordito.participation.analysis.result_rows import result_rows
from ordito.participation.analysis.results import result_of
from ordito.participation.models import BallotMethod

if TYPE_CHECKING:
    from datetime import date, datetime

    from ordito.participation.analysis.budget import Budget
    from ordito.participation.analysis.results import Result
    from ordito.participation.models import Ballot, BallotOption
    from ordito.participation.queries.ballots import Papers, Turnout

Blocks = Iterator[press.Block]


def result_act(
    ballot: Ballot, options: list[BallotOption], papers: Papers, turnout: Turnout, on: date
) -> press.Document:
    """What was asked, of whom, who came, what came of it and how it was counted."""
    with translation.override("it"):
        return press.Document(
            title=_("Risultato: %(title)s") % {"title": ballot.title},
            subtitle=ballot.process.title,
            issuer=ballot.district.name,
            date=on,
            blocks=tuple(_blocks(ballot, options, result_of(ballot, papers), turnout)),
            synthetic=ballot.is_synthetic or ballot.district.is_demonstration,
        )


def how_counted(method: str) -> str:
    """What the method does, in words."""
    told = {
        BallotMethod.APPROVAL: _(
            "Ognuno segna tutte le opzioni che condivide; vince quella segnata da più schede. Le schede "
            "bianche si astengono."
        ),
        BallotMethod.POINTS: _(
            "Ognuno distribuisce i suoi punti come vuole, anche tutti a un'opzione; i punti si sommano. Le "
            "schede bianche si astengono."
        ),
        BallotMethod.RANKING: _(
            "Ognuno mette in ordine le opzioni che vuole, anche a pari merito. Borda dà a ogni opzione un "
            "punto per ognuna che le sta sotto e mezzo per ognuna alla pari; Schulze confronta le opzioni a "
            "due a due. Un'opzione non ordinata sta sotto a quelle ordinate. Dove i due conti non dicono lo "
            "stesso, la scelta è meno netta."
        ),
        BallotMethod.BUDGET: _(
            "Parti uguali: il bilancio si divide in parti uguali fra le schede; un progetto si fa quando chi "
            "l'ha scelto può pagarlo con la sua parte, cominciando da quello che chiede meno a ognuno. Quel "
            "che resta si usa alzando la parte di tutti, un euro alla volta, e poi con i progetti più scelti "
            "che ci stanno. I più scelti: si prendono i progetti dal più scelto in giù, finché i soldi "
            "bastano. Le schede bianche si astengono."
        ),
    }
    return told[BallotMethod(method)]


def counted_with() -> str:
    """Which program counted."""
    return _("Contato con i metodi «choice» di Ordito %(version)s, in numeri esatti.") % {
        "version": version("ordito")
    }


def _blocks(ballot: Ballot, options: list[BallotOption], result: Result, turnout: Turnout) -> Blocks:
    if ballot.question:
        yield press.Typed(ballot.question)
    yield press.Definitions(_facts(ballot, result, turnout))
    yield press.Heading(1, _("Che cosa ne è venuto"))
    header, rows = result_rows(ballot, options, result)
    if result.budget is not None:
        yield from _budget(result.budget, header, rows)
    elif result.count is None:
        yield press.Note(
            _("Nessuno ha scelto: tutte le schede date sono bianche, o non ne è arrivata nessuna.")
        )
        yield press.Table(header, rows)
    else:
        winners = [each.option.title for each in result.count.winners]
        said = ngettext("Al primo posto: %(what)s.", "Al primo posto, a pari merito: %(what)s.", len(winners))
        yield press.Paragraph(said % {"what": "; ".join(winners)})
        yield press.Table(header, rows)
    yield press.Heading(1, _("Come si è contato"))
    yield press.Paragraph(how_counted(ballot.method))
    yield press.Note(counted_with())


def _facts(ballot: Ballot, result: Result, turnout: Turnout) -> list[tuple[str, str]]:
    facts = [
        (_("Metodo"), ballot.get_method_display()),
        (_("Chi ha scelto"), ballot.get_voters_display()),
    ]
    if ballot.opens_at is not None and ballot.closes_at is not None:
        facts.append(
            (
                _("Aperta"),
                _("dal %(from)s %(until)s")
                % {"from": _moment(ballot.opens_at), "until": until(ballot.closes_at)},
            )
        )
    came = str(turnout.papers)
    if turnout.of is not None:
        came = _("%(papers)d su %(of)d") % {"papers": turnout.papers, "of": turnout.of}
    facts += [
        (_("Schede"), came),
        (_("Di cui scritte da schede di carta"), str(turnout.on_paper)),
        (_("Bianche, che si astengono"), str(result.abstained)),
    ]
    if ballot.budget is not None:
        facts.append((_("Bilancio"), euros(Fraction(ballot.budget))))
    if ballot.points is not None:
        facts.append((_("Punti a testa"), str(ballot.points)))
    return facts


def _budget(found: Budget, header: list[str], rows: list[list[str]]) -> Blocks:
    yield press.Table(
        [_("Scelta"), _("Progetti"), _("Spesi"), _("Restano"), _("Schede senza nessun progetto")],
        [
            [name, str(side.chosen), euros(side.spent), euros(side.left), str(side.without)]
            for name, side in ((_("Parti uguali"), found.shares), (_("I più scelti"), found.greedy))
        ],
    )
    yield press.Table(
        [header[0], header[1], header[2], header[3], header[4], header[6]],
        [[row[0], row[1], row[2], row[3], row[4], row[6]] for row in rows],
    )
    yield press.Heading(2, _("Le ragioni, progetto per progetto"))
    yield press.Definitions(
        [
            (
                f"{row[0]}. {row[1]}",
                _("Con le parti uguali. %(one)s Con i più scelti. %(two)s") % {"one": row[5], "two": row[7]},
            )
            for row in rows
        ]
    )


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "d/m/Y H:i")
