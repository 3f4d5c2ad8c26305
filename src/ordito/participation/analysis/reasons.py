"""Why a project is in or out of a choice within a budget, in plain words, for page and document alike."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ordito.core.numbers import written
from ordito.participation.models import VoterKind

if TYPE_CHECKING:
    from fractions import Fraction

    from ordito.participation.analysis.budget import Budget, Project


def euros(amount: Fraction) -> str:
    """An exact amount as people write it: to the cent, without cents where there are none."""
    exact = Decimal(amount.numerator) / amount.denominator
    return f"{written(exact, 0 if amount.denominator == 1 else 2)}\u00a0€"


def voters(number: int, kind: str) -> str:
    """How many chose, in the words of who they are."""
    if kind == VoterKind.ORGANISATION:
        return ngettext("%(n)d organizzazione", "%(n)d organizzazioni", number) % {"n": number}
    return ngettext("%(n)d persona", "%(n)d persone", number) % {"n": number}


def why_by_shares(project: Project, found: Budget, kind: str) -> str:
    """Who pays it and how much each, or what would have been needed."""
    who = voters(project.supporters, kind)
    if project.supporters == 0:
        return _("Nessuno l'ha scelto.")
    if project.how == "shares" and project.price is not None:
        payers = voters(project.payers, kind)
        if project.level:
            paid = _("Lo pagano in parti uguali: %(who)s, %(price)s a testa.")
        else:
            paid = _(
                "Lo pagano %(who)s: %(price)s a testa, e chi ha già speso altrove dà quello che gli resta."
            )
        told = paid % {"who": payers, "price": euros(project.price)}
        spent = project.supporters - project.payers
        if spent:
            told += " " + _("Altri che l'hanno scelto avevano già speso tutto: %(who)s.") % {
                "who": voters(spent, kind)
            }
        return told
    if project.how == "greedy":
        return _(
            "Aggiunto alla fine, con quello che restava del bilancio: chi l'ha scelto (%(who)s) aveva ancora "
            "insieme %(money)s, e ne mancavano %(missing)s."
        ) % {"who": who, "money": euros(project.money), "missing": euros(project.missing)}
    if project.cost > found.budget:
        return _("L'hanno scelto %(who)s, ma costa più di tutto il bilancio.") % {"who": who}
    return _(
        "Resta fuori: chi l'ha scelto (%(who)s) aveva ancora insieme %(money)s, e ne servivano altri "
        "%(missing)s."
    ) % {"who": who, "money": euros(project.money), "missing": euros(project.missing)}


def why_by_greedy(project: Project, kind: str) -> str:
    """Its turn among the most chosen, and whether it still fitted."""
    if project.supporters == 0:
        return _("Nessuno l'ha scelto.")
    told = {
        "turn": project.turn,
        "who": voters(project.supporters, kind),
        "rest": euros(project.rest),
        "missing": euros(project.cost - project.rest),
    }
    if project.by_greedy:
        return _("È il %(turn)d° più scelto (%(who)s): restavano %(rest)s, ci sta.") % told
    return _("È il %(turn)d° più scelto (%(who)s): restavano %(rest)s, ne mancavano %(missing)s.") % told
