"""The plan as a document: one source, from which DOCX, ODT, PDF and the preview are written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ordito.community.models import Agreement
from ordito.core import press
from ordito.core.models import Actor
from ordito.core.rules import is_insider
from ordito.governance.models import Body, Document, Mandate
from ordito.governance.queries import in_tree_order, participation
from ordito.plan.models import AreaPlan, PlanState
from ordito.plan.queries.overview import (
    Group,
    IndicatorRow,
    ObjectiveRows,
    Overview,
    indicator_rows,
    overview_of,
)
from ordito.territory.queries.chapter import TerritoryChapter, territory_chapter_facts

Blocks = Iterator[press.Block]


def document_of(plan: AreaPlan, *, user: Actor, on: date) -> press.Document:
    """The whole plan on a day: territory and governance from their registers, then the office's words.

    Bodies, documents and agreements that the reader may not see are left out.
    """
    view = overview_of(plan, on)
    return press.Document(
        title=plan.title,
        subtitle=_("Piano di zona ai sensi dell'art. 19 della L. 328/2000, %(period)s")
        % {"period": _period(plan)},
        issuer=plan.district.name,
        date=on,
        reference=_adopted(plan),
        language="en" if get_language() == "en" else "it",
        blocks=tuple(_blocks(plan, view, user, on)),
        synthetic=plan.is_synthetic or plan.district.is_demonstration,
    )


def euros(amount: Decimal) -> str:
    """€ 1.234,56, as acts write it."""
    return f"{number_format(amount, 2, use_l10n=True, force_grouping=True)} €"


def _blocks(plan: AreaPlan, view: Overview, user: Actor, on: date) -> Blocks:
    yield press.Contents(depth=2)
    yield press.PageBreak()
    yield press.Heading(1, _("1. Il territorio"))
    yield from _territory(territory_chapter_facts(plan.district, on))
    yield press.Heading(1, _("2. La governance"))
    yield from _governance(plan, user, on)
    yield press.Heading(1, _("3. Che cosa individua il piano (L. 328/2000, art. 19 c. 1)"))
    for letter, title, text in view.sections:
        yield press.Heading(2, f"{letter}) {title}")
        yield press.Typed(text) if text else press.Note(_("Sezione da scrivere."))
    yield press.Heading(1, _("4. Obiettivi e azioni"))
    indicators = indicator_rows(plan)
    for group in view.groups:
        yield from _group(group, indicators)
    if not view.groups:
        yield press.Note(_("Il piano non ha ancora obiettivi."))
    yield press.Heading(1, _("5. Le risorse"))
    yield from _budget(view)
    if plan.adopted_by is not None:
        yield press.Signatures(
            [(_("Il Presidente"), plan.adopted_by.meeting.chair), (_("L'Ufficio di Piano"), "")]
        )


def _territory(chapter: TerritoryChapter) -> Blocks:
    yield press.Definitions([(fact.label, f"{fact.value} ({fact.source})") for fact in chapter.facts])
    if chapter.map_svg:
        caption = _("I comuni dell'ambito e i loro abitanti.")
        yield press.Figure(
            chapter.map_svg, caption, _("Carta dei comuni dell'ambito, colorati per abitanti.")
        )
    table = chapter.municipalities
    if table.rows:
        caption = _("I comuni a confronto. Fonte: %(source)s.") % {"source": table.source}
        yield press.Table(table.header, [*table.rows, table.total], caption=caption)
    if chapter.pyramid_svg:
        caption = _("La popolazione per sesso e classi di età.")
        yield press.Figure(chapter.pyramid_svg, caption, _("Piramide delle età dell'ambito."), width=0.8)
    if chapter.sub_areas:
        yield press.Heading(2, _("Le sub-aree"))
        header = [_("Sub-area"), _("Comuni"), _("Abitanti")]
        yield press.Table(
            header, [(name, ", ".join(towns), people) for name, towns, people in chapter.sub_areas]
        )
    if chapter.places:
        yield press.Heading(2, _("I luoghi del servizio"))
        yield press.Table([_("Tipo"), _("Luogo"), _("Comune")], chapter.places)
    if chapter.functions:
        yield press.Heading(2, _("La macro-organizzazione"))
        yield press.Table([_("Funzione"), _("Livello"), _("Dove")], chapter.functions)
    if chapter.social_workers:
        yield press.Heading(2, _("Il servizio sociale professionale (L. 178/2020, c. 797 e seguenti)"))
        yield press.Definitions(
            [(each.label, f"{each.value} ({each.source})") for each in chapter.social_workers]
        )


def _governance(plan: AreaPlan, user: Actor, on: date) -> Blocks:
    bodies = list(Body.objects.visible_to(user).filter(district=plan.district).select_related("mandated_by"))
    if not bodies:
        yield press.Note(_("Il registro non ha ancora organismi."))
        return
    header = [_("Organismo"), _("Tipo"), _("Compito"), _("Risponde a")]
    rows = [
        (body.name, body.get_kind_display(), body.role, body.mandated_by.name if body.mandated_by else "")
        for body in in_tree_order(bodies)
    ]
    yield press.Table(header, rows, caption=_("Gli organismi e a chi rispondono."), widths=(3, 2, 4, 2))
    seen = {body.pk for body in bodies}
    yield from _mandates(seen)
    held = [row for row in participation(plan.district, on=on) if row.meetings and row.body.pk in seen]
    if held:
        yield press.Heading(2, _("La partecipazione"))
        told = [
            (row.body.name, str(row.meetings), _number(row.mean), str(row.formal_members)) for row in held
        ]
        header = [_("Organismo"), _("Incontri"), _("Presenze medie"), _("Adesioni formalizzate")]
        yield press.Table(
            header, told, caption=_("Incontri svolti e partecipazione media, al %(day)s.") % {"day": _day(on)}
        )
        yield press.Note(
            _("Dal registro: la media è sugli incontri svolti, le adesioni quelle in vigore nell'ultimo.")
        )
    documents = Document.objects.filter(body__in=seen).select_related("body").order_by("body__name", "title")
    if not is_insider(user, plan):
        documents = documents.filter(is_public=True)
    if documents:
        yield press.Heading(2, _("I documenti prodotti"))
        produced = [(each.body.name, each.title, _standing(each)) for each in documents]
        yield press.Table([_("Organismo"), _("Documento"), _("Stato")], produced)
    agreements = Agreement.objects.filter(district=plan.district).order_by("signed_on", "title")
    acts = [
        (each.title, each.get_kind_display(), _span(each.starts_on, each.ends_before), each.decision)
        for each in agreements
    ]
    if acts:
        yield press.Heading(2, _("Gli accordi"))
        yield press.Table([_("Accordo"), _("Tipo"), _("Periodo"), _("Atto")], acts, widths=(4, 2, 2, 3))


def _mandates(bodies: set[int]) -> Blocks:
    mandates = (
        Mandate.objects.filter(body__in=bodies).select_related("body", "mandated_by").order_by("date", "pk")
    )
    told = [
        (
            each.body.name,
            each.mandated_by.name if each.mandated_by else "",
            _day(each.date) if each.date else _("data non indicata"),
            each.object,
        )
        for each in mandates
    ]
    if told:
        yield press.Heading(2, _("I mandati"))
        yield press.Table([_("Organismo"), _("Da"), _("Data"), _("Oggetto")], told, widths=(2, 2, 1.3, 4))


def _group(group: Group, indicators: list[IndicatorRow]) -> Blocks:
    if group.name:
        yield press.Heading(2, group.name)
    for each in group.objectives:
        yield from _objective(each, indicators, level=3 if group.name else 2)


def _objective(rows: ObjectiveRows, indicators: list[IndicatorRow], level: int) -> Blocks:
    objective = rows.objective
    yield press.Heading(
        level, _("Obiettivo %(code)s. %(title)s") % {"code": objective.code, "title": objective.title}
    )
    if objective.description:
        yield press.Typed(objective.description)
    if objective.proposed_by is not None:
        yield press.Paragraph(_("Proposto da: %(body)s.") % {"body": objective.proposed_by.name})
    for row in rows.actions:
        action = row.action
        yield press.Heading(
            level + 1, _("Azione %(code)s. %(title)s") % {"code": action.code, "title": action.title}
        )
        if action.description:
            yield press.Typed(action.description)
        facts = [
            (_("Responsabile"), action.owner.name if action.owner else ""),
            (_("Partner"), ", ".join(sorted(partner.name for partner in action.partners.all()))),
            (_("Periodo"), _span(action.starts_on, action.ends_before)),
            (_("Stato"), action.get_state_display()),
            (_("Risorse"), euros(row.budget) if row.budget else ""),
        ]
        yield press.Definitions([(name, value or _("da indicare")) for name, value in facts])
        told = [each for each in indicators if each.indicator.action_id == action.pk]
        if told:
            header = [_("Indicatore"), _("Unità"), _("Partenza"), _("Atteso"), _("Ultima lettura")]
            yield press.Table(header, [_indicator(each) for each in told])


def _indicator(row: IndicatorRow) -> tuple[str, str, str, str, str]:
    indicator, last = row.indicator, row.last
    read = f"{_number(last.value)} ({_day(last.on)})" if last else "—"
    return (indicator.name, indicator.unit, _number(indicator.baseline), _number(indicator.target), read)


def _budget(view: Overview) -> Blocks:
    budget = view.budget
    if not budget.rows:
        yield press.Note(_("Le risorse sono ancora da indicare."))
        return
    header = [_("Fonte"), *(str(year) for year in budget.years), _("Totale")]
    rows = [
        (name, *(euros(amount) for amount in amounts), euros(total)) for name, amounts, total in budget.rows
    ]
    rows.append((_("Totale"), *(euros(amount) for amount in budget.by_year), euros(budget.total)))
    right: press.Align = "right"
    align: list[press.Align | None] = ["left", *(right for _column in header[1:])]
    yield press.Table(header, rows, caption=_("Le risorse del piano, per fonte e per anno."), align=align)


def _adopted(plan: AreaPlan) -> str:
    if plan.adopted_by is None:
        return _("Bozza") if plan.state == PlanState.DRAFT else ""
    meeting = plan.adopted_by.meeting
    return _("Adottato da %(body)s il %(day)s, decisione n. %(number)s") % {
        "body": meeting.body.name,
        "day": _day(meeting.date),
        "number": plan.adopted_by.number,
    }


def _period(plan: AreaPlan) -> str:
    return _span(plan.starts_on, plan.ends_before)


def _span(starts_on: date | None, ends_before: date | None) -> str:
    if starts_on is None:
        return ""
    if ends_before is None:
        return _("dal %(day)s") % {"day": _day(starts_on)}
    return _("dal %(first)s al %(last)s") % {
        "first": _day(starts_on),
        "last": _day(ends_before - timedelta(days=1)),
    }


def _standing(document: Document) -> str:
    to = _(" a %(whom)s") % {"whom": document.submitted_to} if document.submitted_to else ""
    when = _(" il %(day)s") % {"day": _day(document.date)} if document.date else ""
    return f"{document.get_status_display()}{to}{when}"


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _number(value: Decimal | None) -> str:
    return (
        "—"
        if value is None
        else number_format(
            value.normalize() if value % 1 else value.quantize(Decimal(1)), use_l10n=True, force_grouping=True
        )
    )
