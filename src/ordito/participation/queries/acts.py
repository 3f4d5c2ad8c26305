"""The papers of a call, as the press takes them: the notice, the list of those admitted, the minutes.

They are official acts: always in Italian, whatever the language of the reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils import timezone, translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from ordito.core import press
from ordito.participation.models import Application, Initiative, Integration
from ordito.participation.queries.calls import ApplicationRow, admitted_of, applications_of

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from ordito.participation.models import Call

Blocks = Iterator[press.Block]
LAW = "D.Lgs. 117/2017 art. 55, DM 72/2021"


def notice_of(call: Call, on: date) -> press.Document:
    """The notice, as it is published."""
    with translation.override("it"):
        return _document(call, _("Avviso pubblico: %(title)s") % {"title": call.title}, on, _notice(call))


def admitted_list_of(call: Call, on: date) -> press.Document:
    """Who is admitted, and to which labs."""
    with translation.override("it"):
        title = _("Elenco degli ammessi: %(title)s") % {"title": call.title}
        return _document(call, title, on, _admitted(call))


def minutes_of(call: Call, on: date) -> press.Document:
    """What the office or the commission examined, and how it decided."""
    with translation.override("it"):
        title = _("Verbale dell'esame delle domande: %(title)s") % {"title": call.title}
        return _document(call, title, on, _minutes(call))


def _document(call: Call, title: str, on: date, blocks: Blocks) -> press.Document:
    return press.Document(
        title=title,
        subtitle=_("%(kind)s (%(law)s)") % {"kind": call.get_kind_display(), "law": LAW},
        issuer=call.district.name,
        date=on,
        reference=call.starting_act,
        blocks=tuple(blocks),
        synthetic=call.is_synthetic or call.district.is_demonstration,
    )


def _notice(call: Call) -> Blocks:
    yield press.Definitions(_facts(call))
    for title, text in (
        (_("Oggetto"), call.purpose),
        (_("Quadro progettuale ed economico"), call.frame),
    ):
        if text:
            yield press.Heading(1, title)
            yield press.Typed(text)
    requirements = [each.text for each in call.requirements.order_by("number")]
    if requirements:
        yield press.Heading(1, _("Requisiti"))
        yield press.Numbered(requirements)
    for title, text in (
        (_("Come si partecipa"), call.terms),
        (_("Tempi"), call.timing),
    ):
        if text:
            yield press.Heading(1, title)
            yield press.Typed(text)
    labs = [lab.name for lab in call.labs.order_by("name")]
    if labs:
        yield press.Heading(1, _("Laboratori fra cui scegliere"))
        yield press.Bullets(labs)
    criteria = [(each.text, _points(each.most)) for each in call.criteria.order_by("number")]
    if criteria:
        yield press.Heading(1, _("Criteri di valutazione"))
        yield press.Table([_("Criterio"), _("Punti al massimo")], criteria)
    for title, text in ((_("Come si conclude"), call.conclusion), (_("Trasparenza"), call.transparency)):
        if text:
            yield press.Heading(1, title)
            yield press.Typed(text)
    yield press.Signatures([(_("Il responsabile del procedimento"), call.officer)])


def _facts(call: Call) -> list[tuple[str, str]]:
    facts = [(_("Responsabile del procedimento"), call.officer), (_("Avvio"), call.get_initiative_display())]
    if call.initiative == Initiative.THIRD_SECTOR and call.requested_by is not None:
        facts.append((_("Chiesto da"), call.requested_by.name))
    if call.mandated_by is not None:
        facts.append((_("Per mandato di"), call.mandated_by.name))
    if call.published_on is not None and call.closes_on is not None:
        facts.append((_("Pubblicato il"), _day(call.published_on)))
        facts.append(
            (
                _("Domande fino al"),
                _("%(day)s compreso (%(days)d giorni di pubblicazione)")
                % {"day": _day(call.closes_on), "days": call.days},
            )
        )
    if call.shorter_because:
        facts.append((_("Perché meno giorni"), call.shorter_because))
    return facts


def _admitted(call: Call) -> Blocks:
    rows = admitted_of(applications_of(call))
    with_labs = call.labs.exists()
    if call.result_on is not None:
        told = (
            _("Dal %(day)s sono membri dei laboratori che hanno scelto:")
            if with_labs and rows
            else _("Esito pubblicato il %(day)s.")
        )
        yield press.Lead(told % {"day": _day(call.result_on)})
    if not rows:
        yield press.Note(_("Nessuna organizzazione è stata ammessa."))
    else:
        with_points = any(row.points is not None for row in rows)
        header = [_("N."), _("Organizzazione")]
        header += [_("Laboratori")] * with_labs + [_("Punti")] * with_points
        yield press.Table(
            header,
            [
                [str(turn), row.application.name]
                + [", ".join(row.labs)] * with_labs
                + [_points(row.points) if row.points is not None else "—"] * with_points
                for turn, row in enumerate(rows, start=1)
            ],
        )
    yield press.Signatures([(_("Il responsabile del procedimento"), call.officer)])


def _minutes(call: Call) -> Blocks:
    yield press.Definitions(_facts(call))
    commission = list(call.commission.order_by("number").prefetch_related("conflicts__application"))
    if commission:
        yield press.Heading(1, _("La commissione"))
        yield press.Table(
            [_("Componente"), _("In qualità di"), _("Conflitti di interesse dichiarati")],
            [
                (
                    who.name,
                    who.role or "—",
                    _("dichiarazione non ancora resa")
                    if who.declared_on is None
                    else "; ".join(f"{each.application.name}: {each.text}" for each in who.conflicts.all())
                    or _("nessuno, dichiarato il %(day)s") % {"day": _day(who.declared_on)},
                )
                for who in commission
            ],
        )
    rows = applications_of(call)
    yield press.Heading(1, _("Le domande"))
    if not rows:
        yield press.Note(_("Non è arrivata nessuna domanda."))
    else:
        yield press.Table(
            [_("N."), _("Organizzazione"), _("Arrivata"), _("Requisiti"), _("Esito")],
            [_application(row) for row in rows],
        )
    asked = list(
        Integration.objects.filter(application__call=call)
        .select_related("application")
        .order_by("asked_on", "pk")
    )
    if asked:
        yield press.Heading(1, _("Le integrazioni chieste"))
        yield press.Bullets([_integration(each) for each in asked])
    signers = [(_("Il responsabile del procedimento"), call.officer)]
    yield press.Signatures(signers + [(who.role or _("Componente"), who.name) for who in commission])


def _application(row: ApplicationRow) -> tuple[str, ...]:
    one: Application = row.application
    arrived = date_format(timezone.localtime(one.received_at), "d/m/Y H:i")
    if one.protocol:
        arrived += _(", prot. %(number)s") % {"number": one.protocol}
    if one.is_late:
        arrived += _(" (dopo il termine)")
    outcome = one.get_state_display() + (f": {one.reason}" if one.reason else "")
    if row.points is not None:
        outcome += _(", punti %(points)s") % {"points": _points(row.points)}
    return str(one.number), one.name, arrived, f"{row.met} / {row.requirements}", outcome


def _integration(each: Integration) -> str:
    asked = _("%(name)s, il %(day)s, entro il %(due)s: %(text)s") % {
        "name": each.application.name,
        "day": _day(each.asked_on),
        "due": _day(each.due_on),
        "text": each.text,
    }
    if each.answered_on is None:
        return asked + _(" Non è arrivata.")
    return asked + _(" È arrivata il %(day)s.") % {"day": _day(each.answered_on)}


def _day(day: date) -> str:
    return date_format(day, "d/m/Y")


def _points(number: Decimal) -> str:
    return number_format(number, 2, use_l10n=True)
