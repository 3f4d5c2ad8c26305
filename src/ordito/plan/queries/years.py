"""A year of the plan: what was to be done, what was done, what it cost, what changed and why (DAPP)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ordito.core import press
from ordito.core.models import Actor
from ordito.governance.models import Body, Meeting, MeetingState
from ordito.plan.models import Action, ActionState, ActionStep, AreaPlan, Objective, YearNote
from ordito.plan.queries.document import table_of
from ordito.plan.queries.money import ZERO, Money, MoneyLine, by_municipality, by_source, money_of
from ordito.plan.queries.overview import ActionRow, Group, IndicatorRow, groups_of, indicator_rows, natural
from ordito.plan.queries.wording import day_of, euros, number_of, span

Blocks = Iterator[press.Block]


@dataclass(frozen=True, slots=True)
class YearAction:
    """An action in a year: its steps of that year, its money, whether it is late."""

    row: ActionRow
    steps: tuple[ActionStep, ...]
    lines: tuple[MoneyLine, ...]

    @property
    def action(self) -> Action:
        return self.row.action


@dataclass(frozen=True, slots=True)
class YearOfPlan:
    """Everything that the implementation document of a year says."""

    plan: AreaPlan
    year: int
    text: str
    groups: tuple[tuple[str, tuple[tuple[Objective, tuple[YearAction, ...]], ...]], ...]
    money: Money
    indicators: tuple[IndicatorRow, ...]
    meetings: tuple[tuple[Body, tuple[Meeting, ...]], ...]

    @property
    def actions(self) -> tuple[YearAction, ...]:
        return tuple(
            each for _name, objectives in self.groups for _objective, rows in objectives for each in rows
        )

    @property
    def changes(self) -> tuple[tuple[Action, ActionStep], ...]:
        """What changed, and why, in the order of the days."""
        told = [(each.action, step) for each in self.actions for step in each.steps if step.changed]
        return tuple(sorted(told, key=lambda pair: (pair[1].on, natural(pair[0].code))))


def years_of(plan: AreaPlan) -> range:
    """The years of a plan."""
    return range(plan.starts_on.year, plan.last_day.year + 1)


def year_of(plan: AreaPlan, year: int, *, user: Actor, on: date) -> YearOfPlan:
    """Read a year of the plan, as far as the reader may see; the same number of queries for any plan."""
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    groups = groups_of(plan, on)
    rows = (row for group in groups for each in group.objectives for row in each.actions)
    money = money_of(plan, actions={row.action.pk: row.action for row in rows})
    lines = tuple(each for each in money.lines if each.line.year == year)
    planned = sum((each.amount for each in lines), start=ZERO)
    note = YearNote.objects.filter(plan=plan, year=year).values_list("text", flat=True).first()
    indicators = [
        replace(row, readings=tuple(each for each in row.readings if first <= each.on < after))
        for row in indicator_rows(plan)
    ]
    return YearOfPlan(
        plan=plan,
        year=year,
        text=note or "",
        groups=_groups(plan, groups, lines, first, after),
        money=replace(money, years=(year,), lines=lines, written=planned),
        indicators=tuple(row for row in indicators if row.readings),
        meetings=_meetings(plan, first, after, user),
    )


def year_document(view: YearOfPlan, on: date) -> press.Document:
    """The implementation document of a year, for DOCX, ODT, PDF and the page."""
    plan = view.plan
    return press.Document(
        title=_("Documento di attuazione %(year)s") % {"year": view.year},
        subtitle=_("DAPP, «%(title)s»") % {"title": plan.title},
        issuer=plan.district.name,
        date=on,
        language="en" if get_language() == "en" else "it",
        blocks=tuple(_blocks(view)),
        synthetic=plan.is_synthetic or plan.district.is_demonstration,
    )


def _groups(
    plan: AreaPlan, groups: tuple[Group, ...], lines: tuple[MoneyLine, ...], first: date, after: date
) -> tuple[tuple[str, tuple[tuple[Objective, tuple[YearAction, ...]], ...]], ...]:
    """The actions of a year: whose period touches it, or that have steps or money in it."""
    steps: dict[int, list[ActionStep]] = defaultdict(list)
    found = ActionStep.objects.filter(action__plan=plan, on__gte=first, on__lt=after)
    for step in found.order_by("on", "number"):
        steps[step.action_id].append(step)
    paid: dict[int, list[MoneyLine]] = defaultdict(list)
    for line in lines:
        paid[line.line.action_id].append(line)
    told: dict[str, list[tuple[Objective, tuple[YearAction, ...]]]] = defaultdict(list)
    for group in groups:
        for each in group.objectives:
            actions = tuple(
                YearAction(row, tuple(steps[row.action.pk]), tuple(paid[row.action.pk]))
                for row in each.actions
                if _touches(row.action, first, after) or row.action.pk in steps or row.action.pk in paid
            )
            if actions:
                told[group.name].append((each.objective, actions))
    return tuple((name, tuple(objectives)) for name, objectives in told.items())


def _touches(action: Action, first: date, after: date) -> bool:
    if action.starts_on is None or action.state == ActionState.ABANDONED:
        return False
    return action.starts_on < after and (action.ends_before is None or action.ends_before > first)


def _meetings(
    plan: AreaPlan, first: date, after: date, user: Actor
) -> tuple[tuple[Body, tuple[Meeting, ...]], ...]:
    bodies = Body.objects.visible_to(user).filter(district=plan.district)
    in_the_year = Q(state=MeetingState.HELD, date__gte=first, date__lt=after)
    held: dict[int, tuple[Body, list[Meeting]]] = {}
    rows = Meeting.objects.filter(in_the_year, body__in=bodies).select_related("body")
    for meeting in rows.order_by("body__name", "date"):
        held.setdefault(meeting.body_id, (meeting.body, []))[1].append(meeting)
    return tuple((body, tuple(each)) for body, each in held.values())


def _blocks(view: YearOfPlan) -> Blocks:
    yield press.Contents(depth=2)
    yield press.Heading(1, _("1. Priorità e indirizzi dell'anno"))
    yield press.Typed(view.text) if view.text else press.Note(_("Da scrivere."))
    yield press.Heading(1, _("2. Che cosa si è fatto"))
    if not view.groups:
        yield press.Note(_("Nessuna azione del piano tocca quest'anno."))
    for name, objectives in view.groups:
        if name:
            yield press.Heading(2, name)
        for objective, actions in objectives:
            yield from _objective(objective, actions, 3 if name else 2)
    yield press.Heading(1, _("3. Che cosa è cambiato, e perché"))
    if view.changes:
        header = [_("Azione"), _("Il"), _("Che cosa cambia, e perché")]
        rows = [(str(action), day_of(step.on), step.changed) for action, step in view.changes]
        yield press.Table(header, rows, widths=(3, 1.3, 5))
    else:
        yield press.Note(_("Nessun cambiamento è stato scritto."))
    yield press.Heading(1, _("4. Le risorse dell'anno"))
    yield from _money(view)
    yield press.Heading(1, _("5. Gli indicatori letti"))
    yield from _indicators(view)
    yield press.Heading(1, _("6. Gli incontri"))
    if view.meetings:
        rows_of = [
            (body.name, str(len(held)), ", ".join(f"{meeting.date:%d/%m}" for meeting in held))
            for body, held in view.meetings
        ]
        header = [_("Organismo"), _("Incontri"), _("Quando")]
        yield press.Table(header, rows_of, caption=_("Incontri svolti nell'anno."), widths=(3, 1, 5))
    else:
        yield press.Note(_("Nessun incontro svolto risulta nel registro."))


def _objective(objective: Objective, actions: tuple[YearAction, ...], level: int) -> Blocks:
    told = {"code": objective.code, "title": objective.title}
    yield press.Heading(level, _("Obiettivo %(code)s. %(title)s") % told)
    if objective.proposed_by is not None:
        yield press.Paragraph(_("Proposto da: %(body)s.") % {"body": objective.proposed_by.name})
    for each in actions:
        action = each.action
        named = {"code": action.code, "title": action.title}
        yield press.Heading(level + 1, _("Azione %(code)s. %(title)s") % named)
        planned = sum((line.amount for line in each.lines), start=ZERO)
        spent = sum((line.spent for line in each.lines), start=ZERO)
        state, late = each.row.state, each.row.late
        facts = [
            (_("Responsabile"), each.row.owner),
            (_("Periodo"), span(action.starts_on, action.ends_before)),
            (_("Stato"), f"{state} ({late})" if late else state),
            (
                _("Risorse dell'anno"),
                _("%(planned)s, di cui spesi %(spent)s") % {"planned": euros(planned), "spent": euros(spent)}
                if each.lines
                else "",
            ),
        ]
        yield press.Definitions([(name, value or _("da indicare")) for name, value in facts])
        done = [f"{day_of(step.on)}: {step.done}" for step in each.steps if step.done]
        if done:
            yield press.Bullets(done)


def _money(view: YearOfPlan) -> Blocks:
    if not view.money.lines:
        yield press.Note(_("Nessuna risorsa è scritta per quest'anno."))
        return
    caption = _("Previsto e speso, per fonte.")
    yield table_of(by_source(view.money), _("Fonte"), caption, with_spent=True)
    towns = by_municipality(view.money)
    if towns.total:
        caption = _("Le quote dei comuni: previsto, e parte di quello che si è speso.")
        yield table_of(towns, _("Comune"), caption, with_spent=True)


def _indicators(view: YearOfPlan) -> Blocks:
    if not view.indicators:
        yield press.Note(_("Nessun indicatore è stato letto quest'anno."))
        return
    header = [_("Azione"), _("Indicatore"), _("Partenza"), _("Atteso"), _("Letto"), _("Fonte")]
    rows = []
    for row in view.indicators:
        indicator, last = row.indicator, row.readings[-1]
        rows.append(
            (
                indicator.action.code,
                f"{indicator.name} ({indicator.unit})" if indicator.unit else indicator.name,
                number_of(indicator.baseline),
                number_of(indicator.target),
                f"{number_of(last.value)} ({day_of(last.on)})",
                last.source,
            )
        )
    yield press.Table(header, rows, widths=(1, 3, 1.2, 1.2, 2, 3))
