"""What the plan tells of a thread: objectives, actions, their money, what is seen of them."""

from __future__ import annotations

from decimal import Decimal
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import DecimalField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from ordito.core.kept import Numbers, WordedThings, kept_by_role
from ordito.core.numbers import shortest, written
from ordito.core.thread import Knot, Stage, key_of
from ordito.governance.models import Decision
from ordito.participation.models import Cell, Contribution, Paragraph, Source
from ordito.plan.models import Action, AreaPlan, BudgetLine, Ground, Indicator, Objective, Reading
from ordito.plan.queries.overview import late

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import Model

    from ordito.core.models import Actor, District
    from ordito.core.thread import Key, Thread

CITED: dict[str, type[Model]] = {
    "contribution": Contribution,
    "cell": Cell,
    "paragraph": Paragraph,
    "decision": Decision,
    "source": Source,
}


class Questions(NamedTuple):
    """What the plan is asked about the things on a thread, by their numbers."""

    grounds: WordedThings
    actions: WordedThings
    indicators: WordedThings


def follow(thread: Thread) -> None:
    """From whatever is cited to objectives and actions, their money and the last readings."""
    asked = _questions(thread.district, thread.user, thread.on)
    cited = {f"{name}s": thread.among(model) for name, model in CITED.items()}
    if any(cited.values()):
        for each in asked.grounds.ask(**cited):
            _reach_grounded(thread, each)
    pointed, objectives = thread.among(Action), thread.among(Objective)
    if pointed or objectives:
        for action in asked.actions.ask(actions=pointed, objectives=objectives):
            _reach_action(thread, action)
    actions = thread.among(Action) if thread.goes_to(Stage.SEEN) else []
    if actions:
        for indicator in asked.indicators.ask(actions=actions):
            _reach_indicator(thread, indicator)


def seek(thread: Thread) -> None:
    """From actions and objectives back to what they rest on."""
    actions, objectives = thread.among(Action), thread.among(Objective)
    if actions:
        for action in Action.objects.filter(pk__in=actions).select_related("objective__plan"):
            thread.reach(_objective(thread, action.objective), key_of(action))
            objectives.append(action.objective_id)
    held = Ground.objects.filter(Q(action__in=actions) | Q(objective__in=objectives))
    for each in held.select_related("reading__indicator__action__plan__district"):
        upheld = (
            (Action._meta.label_lower, each.action_id)
            if each.action_id
            else (Objective._meta.label_lower, each.objective_id or 0)
        )
        if each.reading is not None:
            thread.reach(_reading(each.reading), upheld)
        for cause in _causes(each):
            thread.point(cause, upheld)


@kept_by_role
def _questions(district: District, user: Actor, _today: date) -> Questions:
    plans = AreaPlan.objects.visible_to(user).filter(district=district)
    return Questions(_grounds(plans), _actions(plans), _indicators())


def _grounds(plans: QuerySet[AreaPlan]) -> WordedThings:
    cited = reduce(or_, (Q(**{f"{name}__in": Numbers(f"{name}s")}) for name in CITED))
    within = Q(objective__plan__in=plans) | Q(action__plan__in=plans)
    rows = Ground.objects.filter(cited).filter(within).select_related("objective__plan")
    told = ("objective__code", "objective__title", "objective__plan__code", "objective__plan__title")
    return WordedThings(rows.only("action", *CITED, *told))


def _actions(plans: QuerySet[AreaPlan]) -> WordedThings:
    """Actions, and those of objectives; with the sum of their money."""
    sums = BudgetLine.objects.filter(action=OuterRef("pk")).order_by().values("action")
    money = Coalesce(
        Subquery(sums.annotate(sum=Sum("amount")).values("sum")),
        Value(Decimal(0)),
        output_field=DecimalField(),
    )
    held = Q(pk__in=Numbers("actions")) | Q(objective__in=Numbers("objectives"))
    rows = Action.objects.filter(held, plan__in=plans).select_related("plan").annotate(money=money)
    told = ("code", "title", "state", "starts_on", "ends_before", "objective", "plan__code")
    return WordedThings(rows.only(*told))


def _indicators() -> WordedThings:
    last = Reading.objects.filter(indicator=OuterRef("pk")).order_by("-on")
    rows = Indicator.objects.filter(action__in=Numbers("actions")).select_related("action__plan")
    read = rows.annotate(read=Subquery(last.values("value")[:1]), read_on=Subquery(last.values("on")[:1]))
    return WordedThings(read.only("name", "unit", "action__code", "action__plan__code"))


def _causes(ground: Ground) -> list[Key]:
    """What a ground cites, of the things that stand on threads."""
    return [
        (model._meta.label_lower, number)
        for name, model in CITED.items()
        if (number := getattr(ground, f"{name}_id")) is not None
    ]


def _reach_grounded(thread: Thread, ground: Ground) -> None:
    if ground.objective is not None:
        thread.reach(_objective(thread, ground.objective), *_causes(ground))
    else:
        thread.point((Action._meta.label_lower, ground.action_id or 0), *_causes(ground))


def _reach_action(thread: Thread, action: Any) -> None:
    action.plan.district = thread.district
    missed = late(action, thread.on)
    knot = Knot(
        key=key_of(action),
        stage=Stage.DONE,
        kind=_("Azione %(code)s") % {"code": action.code},
        title=action.title,
        url=action.get_absolute_url(),
        detail=" · ".join(filter(None, (str(action.get_state_display()), missed))),
        urgency="late" if missed else "",
    )
    thread.reach(knot, _key(Objective, action.objective_id))
    if action.money:
        thread.reach(_money(action), knot.key)


def _reach_indicator(thread: Thread, indicator: Any) -> None:
    indicator.action.plan.district = thread.district
    told = (
        str(_("ancora da leggere"))
        if indicator.read is None
        else f"{_figure(indicator.read)} {indicator.unit}".strip()
    )
    knot = Knot(
        key=key_of(indicator),
        stage=Stage.SEEN,
        kind=_("Indicatore"),
        title=indicator.name,
        url=f"{indicator.action.get_absolute_url()}#indicatori",
        on=indicator.read_on,
        detail=told,
    )
    thread.reach(knot, _key(Action, indicator.action_id))


def _objective(thread: Thread, objective: Objective) -> Knot:
    objective.plan.district = thread.district
    return Knot(
        key=key_of(objective),
        stage=Stage.AIMED,
        kind=_("Obiettivo %(code)s") % {"code": objective.code},
        title=objective.title,
        url=objective.get_absolute_url(),
        detail=objective.plan.title,
    )


def _money(action: Action) -> Knot:
    """The money of an action: one knot that opens its budget lines."""
    total: Decimal = getattr(action, "money", Decimal(0))
    amount = number_format(total, 0, use_l10n=True, force_grouping=True)
    return Knot(
        key=(BudgetLine._meta.label_lower, action.pk),
        stage=Stage.PAID,
        kind=_("Risorse dell'azione %(code)s") % {"code": action.code},
        title=_("%(amount)s €") % {"amount": amount},
        url=f"{action.get_absolute_url()}#risorse",
    )


def _reading(reading: Reading) -> Knot:
    indicator = reading.indicator
    return Knot(
        key=key_of(reading),
        stage=Stage.SAID,
        kind=_("Lettura di un indicatore"),
        title=f"{indicator.name}: {_figure(reading.value)} {indicator.unit}".strip(),
        url=f"{indicator.action.get_absolute_url()}#indicatori",
        on=reading.on,
        detail=reading.source,
    )


def _figure(value: Decimal) -> str:
    return written(shortest(value))


def _key(model: type[Model], number: int) -> Key:
    return (model._meta.label_lower, number)
