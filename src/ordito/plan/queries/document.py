"""The plan as a document: one source, from which DOCX, ODT, PDF and the preview are written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ordito.core import press
from ordito.core.models import Actor
from ordito.plan.models import Action, AreaPlan, PlanState
from ordito.plan.queries.chapters import governance, territory
from ordito.plan.queries.money import Side, by_municipality, by_source, money_of
from ordito.plan.queries.overview import (
    Group,
    IndicatorRow,
    ObjectiveRows,
    groups_of,
    indicator_rows,
    sections_of,
)
from ordito.plan.queries.wording import day_of, euros, number_of, span
from ordito.territory.queries.chapter import territory_chapter_facts

Blocks = Iterator[press.Block]


class Beside(NamedTuple):
    """What stands beside the actions of a plan, by the action's number."""

    partners: dict[int, list[str]]
    indicators: dict[int, list[IndicatorRow]]


def document_of(plan: AreaPlan, *, user: Actor, on: date, as_act: bool = False) -> press.Document:
    """The whole plan on a day: territory and governance from their registers, then the office's words.

    Bodies, documents and agreements that the reader may not see are left out. As an act it says what is
    committed, and leaves out how it goes: states, readings, who took part.
    """
    return press.Document(
        title=plan.title,
        subtitle=_("Piano di zona ai sensi dell'art. 19 della L. 328/2000, %(period)s")
        % {"period": span(plan.starts_on, plan.ends_before)},
        issuer=plan.district.name,
        date=on,
        reference=_adopted(plan),
        language="en" if get_language() == "en" else "it",
        blocks=tuple(_blocks(plan, user, on, as_act=as_act)),
        synthetic=plan.is_synthetic or plan.district.is_demonstration,
    )


def commitments(plan: AreaPlan, on: date, *, as_act: bool) -> Blocks:
    """What the plan commits to: the letters of the law, objectives with their actions, money."""
    yield press.Heading(1, _("3. Che cosa individua il piano (L. 328/2000, art. 19 c. 1)"))
    for letter, title, text in sections_of(plan):
        yield press.Heading(2, f"{letter}) {title}")
        yield press.Typed(text) if text else press.Note(_("Sezione da scrivere."))
    yield press.Heading(1, _("4. Obiettivi e azioni"))
    aside = _beside(plan)
    groups = groups_of(plan, on)
    for group in groups:
        yield from _group(group, aside, as_act=as_act)
    if not groups:
        yield press.Note(_("Il piano non ha ancora obiettivi."))
    yield press.Heading(1, _("5. Le risorse"))
    rows = (row for group in groups for each in group.objectives for row in each.actions)
    yield from _money(plan, {row.action.pk: row.action for row in rows})


def _blocks(plan: AreaPlan, user: Actor, on: date, *, as_act: bool) -> Blocks:
    yield press.Contents(depth=2)
    yield press.PageBreak()
    yield press.Heading(1, _("1. Il territorio"))
    yield from territory(territory_chapter_facts(plan.district, on))
    yield press.Heading(1, _("2. La governance"))
    yield from governance(plan, user, on, as_act=as_act)
    yield from commitments(plan, on, as_act=as_act)
    yield from _signatures(plan)


def _signatures(plan: AreaPlan) -> Blocks:
    signers = [
        (f"{each.organisation}{f', {each.role}' if each.role else ''}", each.name)
        for each in plan.signatures.select_related("organisation").order_by("number")
    ]
    if signers:
        yield press.Heading(1, _("6. Le firme dell'accordo di programma"))
        yield press.Signatures(signers)
    elif plan.adopted_by is not None:
        yield press.Signatures(
            [(_("Il Presidente"), plan.adopted_by.meeting.chair), (_("L'Ufficio di Piano"), "")]
        )


def _beside(plan: AreaPlan) -> Beside:
    """The partners by name and the indicators of each action: three questions for the whole plan."""
    aside = Beside(defaultdict(list), defaultdict(list))
    joined = Action.partners.through.objects.filter(action__plan=plan)
    for action, name in sorted(joined.values_list("action", "organisation__name"), key=itemgetter(1)):
        aside.partners[action].append(name)
    for each in indicator_rows(plan):
        aside.indicators[each.indicator.action_id].append(each)
    return aside


def _group(group: Group, aside: Beside, *, as_act: bool) -> Blocks:
    if group.name:
        yield press.Heading(2, group.name)
    for each in group.objectives:
        yield from _objective(each, aside, level=3 if group.name else 2, as_act=as_act)


def _objective(rows: ObjectiveRows, aside: Beside, level: int, *, as_act: bool) -> Blocks:
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
            (_("Responsabile"), row.owner),
            (_("Partner"), ", ".join(aside.partners[action.pk])),
            (_("Periodo"), span(action.starts_on, action.ends_before)),
            (_("Risorse"), euros(row.budget) if row.budget else ""),
        ]
        if not as_act:
            facts.insert(3, (_("Stato"), row.state))
        yield press.Definitions([(name, value or _("da indicare")) for name, value in facts])
        if told := aside.indicators[action.pk]:
            header = [_("Indicatore"), _("Unità"), _("Partenza"), _("Atteso"), _("Ultima lettura")]
            columns = len(header) - as_act  # an act says where it should arrive, not where it is
            yield press.Table(header[:columns], [_indicator(each)[:columns] for each in told])


def _indicator(row: IndicatorRow) -> tuple[str, str, str, str, str]:
    indicator, last = row.indicator, row.last
    read = f"{number_of(last.value)} ({day_of(last.on)})" if last else "—"
    return (indicator.name, indicator.unit, number_of(indicator.baseline), number_of(indicator.target), read)


def _money(plan: AreaPlan, actions: dict[int, Action]) -> Blocks:
    money = money_of(plan, actions=actions)
    if not money.lines:
        yield press.Note(_("Le risorse sono ancora da indicare."))
        return
    yield table_of(by_source(money), _("Fonte"), _("Le risorse del piano, per fonte e per anno."))
    towns = by_municipality(money)
    if towns.total:
        caption = _("Le quote dei comuni, ripartite al centesimo secondo i criteri del piano.")
        yield table_of(towns, _("Comune"), caption)


def table_of(side: Side, first: str, caption: str, *, with_spent: bool = False) -> press.Table:
    """A side of the money as acts write it."""
    header = [first, *(str(year) for year in side.years), _("Totale")]
    rows = [[row.name, *(euros(each) for each in row.amounts), euros(row.total)] for row in side.rows]
    rows.append([_("Totale"), *(euros(amount) for amount in side.by_year), euros(side.total)])
    if with_spent:
        header.append(_("Speso"))
        for row, spent in zip(rows, [*(each.spent for each in side.rows), side.spent], strict=True):
            row.append(euros(spent))
    right: press.Align = "right"
    align: list[press.Align | None] = ["left", *(right for _column in header[1:])]
    return press.Table(header, rows, caption=caption, align=align)


def _adopted(plan: AreaPlan) -> str:
    if plan.adopted_by is None:
        return _("Bozza") if plan.state == PlanState.DRAFT else ""
    meeting = plan.adopted_by.meeting
    return _("Adottato da %(body)s il %(day)s, decisione n. %(number)s") % {
        "body": meeting.body.name,
        "day": day_of(meeting.date),
        "number": plan.adopted_by.number,
    }
